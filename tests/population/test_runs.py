"""Runs: the same result however it is cut, nothing lost by a kill, nothing dropped in silence."""

import contextlib
import dataclasses
import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from openfisca_kz.cli import LawGroup
from openfisca_kz.cli.population import population
from openfisca_kz.families.from_file import read_family
from openfisca_kz.population import chunks, runs
from openfisca_kz.population.folder import only_run_in
from openfisca_kz.problems import InputError
from tests.rotating import some

from .conftest import MONTH, VARIABLES, day, results


def execute(run, workers=0):
    return runs.execute(run, workers)


# ----- Cutting ----- #


def test_the_result_does_not_depend_on_chunks_or_workers(make_run, tmp_path):
    counts = {
        "whole": execute(make_run("whole", size=1_000_000)),
        "tiny": execute(make_run("tiny", size=137)),
        "workers": execute(make_run("workers", size=700), workers=2),
    }
    assert len({json.dumps(dataclasses.asdict(each)) for each in counts.values()}) == 1
    for table in ("persons", "families"):
        expected = results(tmp_path / "whole", table)
        assert len(expected) == getattr(counts["whole"], f"{table}_in")
        assert results(tmp_path / "tiny", table) == expected
        assert results(tmp_path / "workers", table) == expected


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("group", [1, 2, 3, 100])
def test_chunks_hold_whole_families(write, tmp_path, size, group):
    ids = [1, 1, 1, 2, 5, 5, 7, 8, 8, 8, 8]
    pq.write_table(pa.table({"family_id": ids}), tmp_path / "p.parquet", row_group_size=group)
    pq.write_table(pa.table({"family_id": [1, 2, 3, 5, 7, 8, 9]}), tmp_path / "f.parquet", row_group_size=group)
    plan = chunks.plan(tmp_path / "p.parquet", tmp_path / "f.parquet", size)
    assert [chunk.persons[0] for chunk in plan] + [11] == [0] + [chunk.persons[1] for chunk in plan]
    assert [chunk.families[0] for chunk in plan] + [7] == [0] + [chunk.families[1] for chunk in plan]
    groups = [set(ids[slice(*chunk.persons)]) for chunk in plan]
    assert sum(map(len, groups)) == len(set(ids))
    for chunk, own in zip(plan, groups, strict=True):
        assert own <= set([1, 2, 3, 5, 7, 8, 9][slice(*chunk.families)])


def test_text_ids_and_families_without_a_table(write, make_run, tmp_path):
    persons = write(
        "p.parquet",
        family_id=["a", "a", "b"],
        role=["first_parent", "child", "first_parent"],
        birth_date=[day("1996-01-01"), day("2026-06-03"), day("1950-01-01")],
        sex=["female", "male", "male"],
    )
    for size in (1, 100):
        execute(make_run(f"out{size}", persons=persons, families=None, size=size))
        rows = results(tmp_path / f"out{size}")
        # 38 MRP of 4 325 tenge for the first child in 2026 (tests/rights/family/birth_benefit.yaml).
        assert [row["birth_benefit"] for row in rows] == [0, 164_350, 0]
        assert [row["region"] for row in results(tmp_path / f"out{size}", "families")] == ["astana_city"] * 2


def test_tables_that_are_not_sorted_are_refused(write, make_run):
    persons = write(
        "p.parquet",
        family_id=[1, 2, 1],
        role=["first_parent", "first_parent", "child"],
        birth_date=[day("1996-01-01")] * 3,
        sex=["female"] * 3,
    )
    with pytest.raises(InputError, match="not sorted by family_id: row 2 has 1 after 2"):
        execute(make_run(persons=persons, families=None))


# ----- What columns mean ----- #


def test_a_plain_column_holds_in_every_month_and_a_dated_one_in_its_own(write, make_run, tmp_path):
    persons = write(
        "p.parquet",
        family_id=[1],
        role=["first_parent"],
        birth_date=[day("1996-01-01")],
        sex=["female"],
        salary=[300_000],
        **{"salary@2026-02": [500_000.0]},
    )
    months = {"2026-01": 300_000, "2026-02": 500_000, "2026-05": 300_000}
    for month, expected in months.items():
        execute(make_run(month, ["salary"], persons=persons, families=None, month=month))
        assert results(tmp_path / month)[0]["salary"] == expected


def test_a_run_says_what_a_family_file_says(write, make_run, tmp_path):
    family = tmp_path / "family.yaml"
    family.write_text(
        "family: {first_parent: Aigerim, second_parent: Daulet, children: [Alikhan]}\n"
        "persons:\n  Aigerim: {birth_date: 1998-03-12, sex: female}\n"
        "  Daulet: {birth_date: 1996-11-02, sex: male, salary: 320000}\n  Alikhan: {birth_date: 2026-06-09}\n",
        encoding="utf-8",
    )
    persons = write(
        "p.parquet",
        family_id=[1, 1, 1],
        role=["first_parent", "second_parent", "child"],
        birth_date=[day("1998-03-12"), day("1996-11-02"), day("2026-06-09")],
        sex=["female", "male", "male"],
        salary=[0, 320_000, None],
    )
    names = ["birth_benefit", "pension_contribution", "health_contribution", "age"]
    execute(make_run("out", names, persons=persons, families=None))
    simulation = read_family(family).simulation(MONTH)
    for name in names:
        assert [row[name] for row in results(tmp_path / "out")] == simulation.calculate(name, MONTH).tolist()


def test_a_tax_of_the_year_sees_the_months_before(write, make_run, tmp_path):
    """2026: (320 000 - 32 000 - 6 400 - 30 MRP of 4 325) x 10% = 15 185 in June as in January."""
    persons = write(
        "p.parquet",
        family_id=[1],
        role=["first_parent"],
        birth_date=[day("1996-11-02")],
        sex=["male"],
        salary=[320_000],
    )
    for month in ("2026-01", "2026-06"):
        execute(make_run(month, ["income_tax"], persons=persons, families=None, month=month))
        assert results(tmp_path / month)[0]["income_tax"] == 15_185


# ----- Rejects ----- #


def test_each_fault_has_its_reason_and_nothing_is_lost(write, make_run, tmp_path):
    faults = {
        2: ("role", "two persons of the family are first_parent"),
        3: ("birth_date", "is after the month of the run"),
        4: ("salary", "is less than 0"),
        5: ("salary", "is not a number"),
        6: ("disability_group", "is not one of none, group_1"),
        7: ("family_id", "is not in the table of families"),
        8: ("role", "is not one of first_parent"),
        9: ("birth_date", "is empty"),
        10: ("birth_date", "is before 1900-01-01"),
        11: ("region", "is not one of abai"),
    }
    ids, roles, births, pay, group = [], [], [], [], []
    for family in range(1, 13):
        ids += [family] * 2
        roles += ["first_parent", "first_parent" if family == 2 else "mother" if family == 8 else "child"]
        second = {3: day("2026-07-01"), 9: None, 10: day("1899-12-31")}.get(family, day("2026-06-30"))
        births += [day("1990-01-01"), second]
        pay += [100_000.0, {4: -1.0, 5: float("nan")}.get(family, 0.0)]
        group += ["none", "group_9" if family == 6 else "child"]
    persons = write(
        "p.parquet",
        family_id=ids,
        role=roles,
        birth_date=births,
        sex=["female"] * 24,
        salary=pay,
        disability_group=group,
    )
    own = [each for each in range(1, 13) if each != 7] + [99]
    families = write("f.parquet", family_id=own, region=["nowhere" if each == 11 else "abai" for each in own])
    for size in (3, 1_000):
        out = tmp_path / f"out{size}"
        counts = execute(make_run(f"out{size}", persons=persons, families=families, size=size))
        assert counts == runs.Counts(24, 4, 20, 12, 2, 10, {"persons.birth_date": 1})
        rejects = results(out, "rejects")
        for family, (column, reason) in faults.items():
            own_reasons = [row for row in rejects if row["family_id"] == str(family) and row["column"] == column]
            assert own_reasons, family
            assert all(row["reason"].startswith(reason) for row in own_reasons)
        assert {row["family_id"] for row in results(out, "families") and rejects} == {*map(str, faults), "99"}
        assert {row["family_id"] for row in results(out)} == {1, 12}
        rows = [(row["table"], row["row"]) for row in rejects]
        assert len(rows) == len(set(rows)) == 30


@pytest.mark.parametrize("seed", some(range(5), 2))
def test_every_row_is_in_the_results_or_in_the_rejects(tables, write, make_run, tmp_path, seed):
    chance = np.random.default_rng(seed)
    rows = pq.read_table(tables[0])
    salary = rows["salary"].to_numpy().copy()
    salary[chance.random(len(salary)) < 0.01] = -5
    roles = np.array(rows["role"].to_pylist(), dtype=object)
    roles[chance.random(len(roles)) < 0.01] = "uncle"
    rows = rows.set_column(rows.column_names.index("salary"), "salary", pa.array(salary))
    rows = rows.set_column(rows.column_names.index("role"), "role", pa.array(roles))
    families = pq.read_table(tables[1])
    families = families.filter(pa.array(chance.random(families.num_rows) > 0.01))
    pq.write_table(rows, tmp_path / "p.parquet")
    pq.write_table(families, tmp_path / "f.parquet")
    run = make_run("out", persons=tmp_path / "p.parquet", families=tmp_path / "f.parquet", size=500)
    counts = execute(run)
    assert counts.persons_in == counts.persons_out + counts.persons_rejected == 3_000
    assert counts.families_in == counts.families_out + counts.families_rejected == families.num_rows
    assert 0 < counts.persons_rejected < 1_000
    for table, given, key in (("persons", rows, "person_id"), ("families", families, "family_id")):
        out = [row[key] for row in results(tmp_path / "out", table)]
        places = [row["row"] for row in results(tmp_path / "out", "rejects") if row["table"] == table]
        rejected = given[key].take(pa.array(places, pa.int64())).to_pylist()
        assert sorted(out + rejected) == sorted(given[key].to_pylist())


# ----- Whole tables that are wrong ----- #


def test_a_column_of_the_wrong_type_stops_before_the_run(write, make_run, tmp_path):
    persons = write(
        "p.parquet",
        family_id=[1.5],
        role=[1],
        birth_date=["1990-01-01"],
        sex=["female"],
        salary=["much"],
        pregnant=[1],
    )
    with pytest.raises(InputError) as refused:
        execute(make_run(persons=persons, families=None))
    assert len(refused.value.problems) == 5
    assert "the column salary holds string; it takes numbers." in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_a_truncated_file_is_refused_in_one_sentence(tables, make_run, tmp_path):
    whole = Path(tables[0]).read_bytes()
    cut = tmp_path / "cut.parquet"
    for size in (0, 3, len(whole) // 2, len(whole) - 1):
        cut.write_bytes(whole[:size])
        with pytest.raises(InputError, match="cannot be read as Parquet"):
            execute(make_run(persons=cut))


def test_a_damaged_file_stops_and_keeps_what_was_done(synth, make_run, tmp_path):
    table = pq.read_table(synth / "persons.parquet")
    path = tmp_path / "p.parquet"
    pq.write_table(table, path, row_group_size=500, compression="zstd")
    file = pq.ParquetFile(path)
    place = next(
        c for c in range(len(table.column_names)) if file.metadata.row_group(4).column(c).path_in_schema == "salary"
    )
    offset = file.metadata.row_group(4).column(place).data_page_offset
    content = bytearray(path.read_bytes())
    content[offset : offset + 40] = b"\xff" * 40
    path.write_bytes(content)
    with pytest.raises(InputError, match="The file is damaged"):
        execute(make_run(persons=path, size=500))
    assert sorted(each.name for each in (tmp_path / "out" / "done").iterdir())


@contextlib.contextmanager
def full_disk(monkeypatch, after):
    calls = iter(range(10_000))

    def fsync(handle):
        if next(calls) >= after:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        yield


@pytest.mark.slow
def test_a_full_disk_stops_in_one_sentence_and_loses_nothing(make_run, tmp_path, monkeypatch):
    for after in (0, 3, 8, 9, 12):
        with full_disk(monkeypatch, after), pytest.raises(InputError, match="No space left on device"):
            execute(make_run("full", size=500))
    execute(make_run("full", size=500))
    execute(make_run("calm", size=500))
    for table in ("persons", "families"):
        assert results(tmp_path / "full", table) == results(tmp_path / "calm", table)
    assert not list((tmp_path / "full").rglob("*.tmp"))


# ----- Resuming ----- #


def test_a_finished_run_is_not_repeated(make_run, tmp_path):
    counts = execute(make_run(size=500))
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.parquet")}
    assert execute(make_run(size=500)) == counts
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.parquet")} == before


@pytest.mark.parametrize(
    "change", some([{"month": "2026-05"}, {"variables": ("age",)}, {"size": 600}, {"families": None}], 2)
)
def test_another_run_into_the_same_directory_is_refused(make_run, change):
    execute(make_run(size=500))
    with pytest.raises(InputError, match="holds the results of another run"):
        execute(make_run(**({"size": 500} | change)))


def test_a_directory_with_other_files_is_refused(make_run, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match="is not empty"):
        execute(make_run())


def test_two_runs_do_not_write_at_a_time(make_run, tmp_path):
    with only_run_in(tmp_path / "out"), pytest.raises(InputError, match="Another run is writing"):
        execute(make_run())


def command(run):
    program = (
        "from openfisca_kz.cli import LawGroup; from openfisca_kz.cli.population import population\n"
        "if __name__ == '__main__': LawGroup('test', commands={'population': population})()"
    )
    return [
        *(sys.executable, "-c", program, "population", "run", "--persons", run.persons, "--families", run.families),
        *("--on", MONTH, "--variables", ",".join(VARIABLES), "--chunk", "60", "--workers", "1", "--out", run.out),
    ]


@pytest.mark.slow
def test_kill_9_at_random_moments_and_start_again(make_run, tmp_path):
    execute(make_run("calm", size=60))
    run = make_run("killed", size=60)
    chance = random.Random(1)
    kept = []
    for _ in range(3):
        process = subprocess.Popen(command(run), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        done = tmp_path / "killed" / "done"
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            if done.is_dir() and len(list(done.glob("*.json"))) > len(kept) + 1:
                break
            time.sleep(0.01)
        time.sleep(chance.random() * 0.1)
        process.send_signal(signal.SIGKILL)
        process.wait()
        kept = list(done.glob("*.json"))
    before = {path: path.stat().st_mtime_ns for path in kept}
    subprocess.run(command(run), check=True, capture_output=True, timeout=120)
    assert {path: path.stat().st_mtime_ns for path in kept} == before
    for table in ("persons", "families"):
        assert results(tmp_path / "killed", table) == results(tmp_path / "calm", table)
    assert not list((tmp_path / "killed").rglob("*.tmp"))


# ----- The command ----- #


def test_the_command_prints_counts_that_add_up_and_progress_on_stderr(tables, tmp_path):
    group = LawGroup("test", commands={"population": population})
    arguments = ["population", "run", "--persons", tables[0], "--families", tables[1], "--on", MONTH]
    arguments += ["--variables", "birth_benefit", "--workers", "0", "--out", str(tmp_path / "out")]
    answer = CliRunner().invoke(group, arguments)
    assert answer.exit_code == 0, answer.output
    assert "persons: 3,000 in = 3,000 out + 0 rejected" in answer.stdout
    assert "3,000 of 3,000 persons (100%)" in answer.stderr


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--variables", "birth_benfit", "did you mean birth_benefit?"),
        ("--on", "2026-6", "2026-6 is not a month"),
        ("--reform", "no_such_law", "There is no reform `no_such_law`"),
        ("--persons", "nothing.parquet", "There is no file nothing.parquet"),
    ],
)
def test_bad_options_are_one_sentence(tables, tmp_path, option, value, sentence):
    group = LawGroup("test", commands={"population": population})
    options = {"--persons": tables[0], "--on": MONTH, "--variables": "birth_benefit", "--out": str(tmp_path / "out")}
    arguments = [part for pair in (options | {option: value}).items() for part in pair]
    answer = CliRunner().invoke(group, ["population", "run", "--workers", "0", *arguments])
    assert answer.exit_code == 2
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("command", ["run", "calibrate", "project", "year", "rates"])
def test_what_is_refused_is_said_in_the_language_asked(command, tmp_path):
    given = ["--persons", str(tmp_path / "none.parquet"), "--on", "2026-06", "--out", str(tmp_path / "out")]
    more = {"run": ["--variables", "all"], "project": ["--to", "2027"]}.get(command, [])
    group = LawGroup("test", commands={"population": population})
    answer = CliRunner().invoke(group, ["population", command, *given, *more, "--lang", "ru"])
    assert answer.exit_code == 2
    assert answer.stderr == f"Файла {tmp_path / 'none.parquet'} нет.\n"
