"""Tables that are not Parquet: the same results, rejects with the rows of the source, a sentence for what is wrong."""

import contextlib

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from pyarrow import csv, feather

from openfisca_kz.cli import LawGroup
from openfisca_kz.cli.population import population
from openfisca_kz.population import databases, runs, sources
from openfisca_kz.problems import InputError

from .conftest import MONTH, VARIABLES, results


def run(tmp_path, out, persons, families=None, database=None, variables=VARIABLES, size=500):
    system = runs.law(None)
    question = runs.question(system, MONTH, variables)
    tables = sources.staged(system, str(persons), families and str(families), tmp_path / out, database)
    made = runs.Run(tables.persons, tables.families, question, str(tmp_path / out), None, size)
    return runs.execute(made, workers=0)


def shuffled(table):
    """Return the rows in another order, so that a source is not sorted by family."""
    order = pa.array([(row * 7919) % table.num_rows for row in range(table.num_rows)])
    return table.take(order)


def plain(table):
    return pa.table({name: col.cast(pa.string()) if pa.types.is_dictionary(col.type) else col
                     for name, col in zip(table.column_names, table.columns, strict=True)})  # fmt: skip


@pytest.fixture(scope="module")
def written(synth, tmp_path_factory):
    """Return the small population as Parquet, CSV, Arrow and in a database, rows in another order."""
    folder = tmp_path_factory.mktemp("written")
    tables = {name: plain(pq.read_table(synth / f"{name}.parquet")) for name in ("persons", "families")}
    with duckdb.connect(str(folder / "survey.duckdb")) as engine:
        for name, table in tables.items():
            mixed = shuffled(table)
            csv.write_csv(mixed, folder / f"{name}.csv")
            feather.write_feather(mixed, folder / f"{name}.arrow", compression="lz4")
            engine.register("mixed", mixed)
            engine.execute(f"CREATE TABLE {name} AS SELECT * FROM mixed")
            engine.unregister("mixed")
    return folder


@pytest.fixture(scope="module")
def expected(synth, tmp_path_factory):
    folder = tmp_path_factory.mktemp("expected")
    run(folder, "out", synth / "persons.parquet", synth / "families.parquet")
    return folder / "out"


def same_people(found, expected):
    for table, key in (("persons", "person_id"), ("families", "family_id")):
        rows = [{**row, key: int(row[key])} for row in results(found, table)]
        assert sorted(rows, key=lambda row: row[key]) == sorted(results(expected, table), key=lambda row: row[key])


@pytest.mark.parametrize("kind", ["csv", "arrow"])
def test_a_file_gives_what_parquet_gives(written, expected, tmp_path, kind):
    counts = run(tmp_path, "out", written / f"persons.{kind}", written / f"families.{kind}")
    assert (counts.persons_in, counts.persons_out) == (3_000, 3_000)
    same_people(tmp_path / "out", expected)


def test_a_query_gives_what_parquet_gives(written, expected, tmp_path):
    database = str(written / "survey.duckdb")
    counts = run(tmp_path, "out", "sql:SELECT * FROM persons", "sql: SELECT * FROM families;", database)
    assert (counts.persons_in, counts.persons_out) == (3_000, 3_000)
    same_people(tmp_path / "out", expected)


def test_a_query_reads_files_itself(written, expected, tmp_path):
    persons = f"sql:SELECT * FROM read_parquet('{written}/nothing.parquet')"
    with pytest.raises(InputError, match="cannot be answered"):
        run(tmp_path, "none", persons)
    mixed = written / "persons.arrow"
    pq.write_table(feather.read_table(mixed), tmp_path / "mixed.parquet")
    run(tmp_path, "out", f"sql:FROM read_parquet('{tmp_path}/mixed.parquet')", written / "families.arrow")
    same_people(tmp_path / "out", expected)


HEAD = "family_id,role,birth_date,sex,salary,pregnant,living_parents\n"


def test_cells_that_cannot_be_read_are_rejected_with_the_row_of_the_source(tmp_path):
    (tmp_path / "p.csv").write_text(
        HEAD
        + "3,first_parent,1990-01-01,female,100000,false,2\n"
        + "1,first_parent,01.02.1991,female,12 tenge,true,2\n"
        + "2,first_parent,1992-02-30,male,,0,2\n"
        + "1,child,2020-01-01,female,0,no matter,1.0\n"
        + "4,first_parent,15.03.1993,male,250000.5,1,1.5\n"
        + "5,first_parent,1994-01-01,male,-1,,\n",
        encoding="utf-8",
    )
    names = ["salary", "age", "living_parents", "pregnant"]
    counts = run(tmp_path, "out", tmp_path / "p.csv", variables=names)
    assert counts.persons_in == 6 == counts.persons_out + counts.persons_rejected
    (kept,) = results(tmp_path / "out")
    assert (kept["family_id"], kept["salary"], kept["age"]) == (3, 100_000, 36)
    rejects = {row["row"]: (row["column"], row["value"], row["reason"]) for row in results(tmp_path / "out", "rejects")}
    assert rejects == {
        1: ("salary", "12 tenge", "cannot be read"),
        2: ("birth_date", "1992-02-30", "cannot be read"),
        3: ("pregnant", "no matter", "cannot be read"),
        4: ("living_parents", "1.5", "cannot be read"),
        5: ("salary", "-1.0", "is less than 0"),
    }


def test_a_table_as_a_spreadsheet_writes_it(tmp_path):
    (tmp_path / "p.csv").write_text(
        "\ufefffamily_id;role;birth_date;sex;salary\nb-1;first_parent;15.03.1993;male;1234,5\n", encoding="utf-8"
    )
    run(tmp_path, "out", tmp_path / "p.csv", variables=["salary", "age"])
    (row,) = results(tmp_path / "out")
    assert (row["family_id"], row["salary"], row["age"]) == ("b-1", 1234.5, 33)


def test_ids_with_leading_zeros_stay_text(tmp_path):
    (tmp_path / "p.csv").write_text(
        "family_id,role,birth_date,sex\n007,first_parent,1990-01-01,male\n7,first_parent,1990-01-01,male\n",
        encoding="utf-8",
    )
    run(tmp_path, "out", tmp_path / "p.csv", variables=["age"])
    assert {row["family_id"] for row in results(tmp_path / "out")} == {"007", "7"}


def test_ids_of_two_kinds_are_refused(tmp_path, write):
    persons = write("p.parquet", family_id=[1], role=["first_parent"], birth_date=[None], sex=["male"])
    (tmp_path / "f.csv").write_text("family_id,region\nx1,abai\n", encoding="utf-8")
    with pytest.raises(InputError, match="name families in two ways"):
        run(tmp_path, "out", persons, tmp_path / "f.csv")


# ----- Wrong sources ----- #


def test_a_column_of_the_wrong_type_stops_in_one_sentence(tmp_path):
    (tmp_path / "p.csv").write_text(
        HEAD + "1,first_parent,1990-01-01,female,much,true,2\n2,first_parent,1990-01-01,female,more,true,2\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as refused:
        run(tmp_path, "out", tmp_path / "p.csv")
    assert str(refused.value).endswith("no cell of the column salary can be read (for example much); it takes numbers.")
    assert not list((tmp_path / "out" / "tables").iterdir())
    feather.write_feather(pa.table({"family_id": [1.5], "role": ["x"], "birth_date": ["1990"], "sex": ["male"]}),
                          str(tmp_path / "p.arrow"))  # fmt: skip
    with pytest.raises(InputError, match="the column birth_date holds string; it takes dates") as refused:
        run(tmp_path, "out", tmp_path / "p.arrow")
    assert len(refused.value.problems) == 2
    query = "sql:SELECT 1 AS family_id, 'child' AS role, DATE '2020-01-01' AS birth_date, 'male' AS sex, 'x' AS salary"
    with pytest.raises(InputError, match="the column salary holds string; it takes numbers"):
        run(tmp_path, "out", query)


def test_a_file_cut_short_is_one_sentence_and_leaves_nothing(written, tmp_path):
    whole = (written / "persons.arrow").read_bytes()
    for size in (0, 5, len(whole) // 2, len(whole) - 1):
        (tmp_path / "cut.arrow").write_bytes(whole[:size])
        with pytest.raises(InputError, match=r"cut\.arrow cannot be read as Arrow"):
            run(tmp_path, f"out{size}", tmp_path / "cut.arrow")
    text = (written / "persons.csv").read_text(encoding="utf-8")
    (tmp_path / "cut.csv").write_text(text[: len(text) // 2].rpartition(",")[0], encoding="utf-8")
    with pytest.raises(InputError, match=r"cut\.csv cannot be read as CSV"):
        run(tmp_path, "outcsv", tmp_path / "cut.csv")
    assert not list((tmp_path / "outcsv").rglob("*.parquet*"))
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read as CSV"):
        run(tmp_path, "outempty", tmp_path / "empty.csv")
    (tmp_path / "cut.duckdb").write_bytes((written / "survey.duckdb").read_bytes()[:100])
    with pytest.raises(InputError, match="cannot be read as DuckDB"):
        run(tmp_path, "outdb", "sql:SELECT 1", database=str(tmp_path / "cut.duckdb"))


def test_a_full_disk_stops_in_one_sentence_and_can_be_started_again(written, tmp_path, monkeypatch):
    def full(self, *args, **kwargs):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(pq.ParquetWriter, "write_batch", full)
        with pytest.raises(InputError, match="No space left on device"):
            run(tmp_path, "out", written / "persons.csv", written / "families.csv")
    assert not list((tmp_path / "out" / "tables").iterdir())
    assert run(tmp_path, "out", written / "persons.csv", written / "families.csv").persons_out == 3_000


def test_a_run_started_again_keeps_its_stage_and_another_source_is_refused(written, tmp_path):
    arguments = tmp_path, "out", written / "persons.csv", written / "families.csv"
    first = run(*arguments)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.parquet")}
    assert run(*arguments) == first
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.parquet")} == before
    with pytest.raises(InputError, match="holds the results of another run"):
        run(tmp_path, "out", written / "persons.arrow", written / "families.csv")


def test_columns_are_checked_before_anything_is_written(tmp_path):
    (tmp_path / "p.csv").write_text("family_id,role,birth_date,sex,salry\n", encoding="utf-8")
    with pytest.raises(InputError, match="did you mean salary"):
        run(tmp_path, "out", tmp_path / "p.csv")
    assert not (tmp_path / "out").exists()


# ----- PostgreSQL ----- #


def test_the_password_of_a_database_is_kept_nowhere(written, tmp_path):
    feed = databases.query_feed("SELECT 1 AS family_id", None)
    assert feed.name == "sql:SELECT 1 AS family_id"
    run(tmp_path, "out", "sql:SELECT * FROM persons", "sql:SELECT * FROM families", str(written / "survey.duckdb"))
    for path in (tmp_path / "out").rglob("*.json"):
        assert "survey.duckdb" not in path.read_text(encoding="utf-8")


# ----- The command ----- #


def test_the_command_reads_a_query(written, tmp_path):
    group = LawGroup("test", commands={"population": population})
    arguments = ["population", "run", "--persons", "sql:SELECT * FROM persons", "--on", MONTH, "--workers", "0"]
    arguments += ["--variables", "age", "--out", str(tmp_path / "out")]
    database = ["--database", str(written / "survey.duckdb")]
    answer = CliRunner().invoke(group, arguments + database)
    assert answer.exit_code == 0, answer.output
    assert "persons: 3,000 in = 3,000 out + 0 rejected" in answer.stdout
    for extra in ([], ["--database", str(tmp_path / "none.duckdb")]):
        answer = CliRunner().invoke(group, [*arguments[:-1], str(tmp_path / "other"), *extra])
        assert answer.exit_code == 2
        assert "Traceback" not in answer.stderr
    arguments[3] = str(written / "persons.csv")
    with contextlib.chdir(tmp_path):
        assert "for tables that are queries" in CliRunner().invoke(group, arguments + database).stderr
