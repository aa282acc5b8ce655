"""Tables as other programs save them: Russian Excel, Windows-1251, Stata, SPSS, SQLite, PostgreSQL, with a mapping."""

import gzip
import os
import pwd
import shutil
import sqlite3
import subprocess
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from click.testing import CliRunner

from openfisca_kz.cli import LawGroup
from openfisca_kz.cli.population import population
from openfisca_kz.population import mapping
from openfisca_kz.population import results as read_results
from openfisca_kz.problems import InputError
from tests.rotating import some

from .conftest import MONTH, day, results

HEADINGS = ("Номер семьи", "Роль", "Дата рождения", "Пол", "Зарплата", "Тип поселения", "Примечание")
PEOPLE = (
    (2, "ребёнок", "03.06.2026", "женский", "", "село", ""),
    (2, "глава семьи", "01.02.1996", "женский", "250000,5", "село", "не работает"),
    (1, "глава семьи", "15.03.1980", "мужской", "120000", "город", ""),
)
#: What the law says of them: a first child of June (38 MRP), the pay with its half tenge.
EXPECTED = {(1, "first_parent", 120_000.0, 0), (2, "first_parent", 250_000.5, 0), (2, "child", 0.0, 164_350)}


def _command(*arguments):
    return CliRunner().invoke(LawGroup("test", commands={"population": population}), ["population", *arguments])


def _run(tmp_path, persons, *options):
    given = ["--on", MONTH, "--variables", "salary,birth_benefit", "--workers", "0", "--out", str(tmp_path / "out")]
    return _command("run", "--persons", persons, *given, *options)


def _people(out):
    return {(int(row["family_id"]), row["role"], row["salary"], row["birth_benefit"]) for row in results(out)}


def _csv(separator=";"):
    lines = [separator.join(map(str, row)) for row in (HEADINGS, *PEOPLE)]
    return "\r\n".join(lines) + "\r\n"


def _map(tmp_path, source, *options):
    """Write the first mapping of a table, and keep the type of settlement, as a person would by hand."""
    path = tmp_path / "map.yaml"
    answer = _command("schema", "--map", str(path), "--persons", source, *options)
    assert answer.exit_code == 0, answer.output
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert content["persons"]["ignore"] == ["Тип поселения", "Примечание"]
    content["persons"]["keep"] = [content["persons"]["ignore"].pop(0)]
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("kind", some(["cp1251", "utf-16", "utf-8-sig", "cp1251.gz"], 2))
def test_a_survey_saved_by_excel_in_russian_goes_in_with_its_first_mapping(tmp_path, kind):
    encoding, _, packed = kind.partition(".")
    content = _csv().encode(encoding)
    source = tmp_path / ("p.csv.gz" if packed else "p.csv")
    source.write_bytes(gzip.compress(content) if packed else content)
    answer = _run(tmp_path, str(source), "--map", _map(tmp_path, str(source)))
    assert answer.exit_code == 0, answer.output
    assert _people(tmp_path / "out") == EXPECTED
    assert {row["own:Тип поселения"] for row in results(tmp_path / "out")} == {"село", "город"}
    assert read_results.read(tmp_path / "out").counts().empty == {"persons.salary": 1}


def test_a_workbook_goes_in(tmp_path):
    book = openpyxl.Workbook()
    for row in (HEADINGS, *PEOPLE):
        pay = float(row[4].replace(",", ".")) if row[4][:1].isdigit() else row[4]
        book.active.append([*row[:4], pay, *row[5:]])
    book.save(tmp_path / "p.xlsx")
    source = str(tmp_path / "p.xlsx")
    answer = _run(tmp_path, source, "--map", _map(tmp_path, source))
    assert answer.exit_code == 0, answer.output
    assert _people(tmp_path / "out") == EXPECTED


ROWS = {
    "family_id": [2, 2, 1],
    "role": ["child", "first_parent", "first_parent"],
    "birth_date": [day("2026-06-03"), day("1996-02-01"), day("1980-03-15")],
    "sex": [2, 2, 1],
    "salary": [None, 250_000.5, 120_000.0],
}


def test_codes_of_a_parquet_of_pandas_in_any_order_are_mapped(tmp_path):
    table = pa.table({**ROWS, "__index_level_0__": [0, 1, 2]})
    pq.write_table(table, tmp_path / "p.parquet")
    (tmp_path / "map.yaml").write_text("persons: {values: {sex: {1: male, 2: female}}}", encoding="utf-8")
    answer = _run(tmp_path, str(tmp_path / "p.parquet"), "--map", str(tmp_path / "map.yaml"))
    assert answer.exit_code == 0, answer.output
    assert _people(tmp_path / "out") == EXPECTED


def test_an_unsorted_parquet_needs_no_mapping(tmp_path):
    pq.write_table(pa.table({**ROWS, "sex": ["female", "female", "male"]}), tmp_path / "p.parquet")
    answer = _run(tmp_path, str(tmp_path / "p.parquet"))
    assert answer.exit_code == 0, answer.output
    assert _people(tmp_path / "out") == EXPECTED


@pytest.mark.parametrize("kind", ["dta", "sav"])
def test_stata_and_spss_go_in(tmp_path, kind):
    pyreadstat = pytest.importorskip("pyreadstat")
    polars = pytest.importorskip("polars")  # pyreadstat writes its frames
    write = pyreadstat.write_dta if kind == "dta" else pyreadstat.write_sav
    frame = polars.DataFrame({**ROWS, "sex": [2, 2, 1]})
    write(frame, str(tmp_path / f"p.{kind}"), variable_value_labels={"sex": {1: "мужской", 2: "женский"}})
    (tmp_path / "map.yaml").write_text("persons: {values: {sex: {мужской: male, женский: female}}}", encoding="utf-8")
    answer = _run(tmp_path, str(tmp_path / f"p.{kind}"), "--map", str(tmp_path / "map.yaml"))
    assert answer.exit_code == 0, answer.output
    assert _people(tmp_path / "out") == EXPECTED


TABLE = "CREATE TABLE people (family_id integer, role text, birth_date {}, sex text, salary {})"
CELLS = (
    (2, "child", "2026-06-03", "female", None),
    (2, "first_parent", "1996-02-01", "female", 250_000.5),
    (1, "first_parent", "1980-03-15", "male", 120_000),
)


def test_a_table_of_sqlite_goes_in(tmp_path):
    with sqlite3.connect(tmp_path / "survey.db") as base:
        base.execute(TABLE.format("text", "numeric"))
        base.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?)", CELLS)
    base.close()
    answer = _run(tmp_path, "sql:SELECT * FROM people", "--database", str(tmp_path / "survey.db"))
    assert answer.exit_code == 0, answer.output
    assert _people(tmp_path / "out") == EXPECTED
    wrong = _run(tmp_path / "wrong", "sql:SELECT * FROM nobody", "--database", str(tmp_path / "survey.db"))
    assert wrong.exit_code == 2
    assert "cannot be answered" in wrong.output


def _postgres_programs():
    found = shutil.which("initdb"), shutil.which("postgres")
    if all(found):
        return Path(found[0]).parent
    return next((path.parent for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))), None)


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    """Start the PostgreSQL of the system in a directory of its own; it listens on a socket there only."""
    programs = _postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    folder = tmp_path_factory.mktemp("postgres")
    user = {}
    if os.geteuid() == 0:  # it refuses to be run by root
        try:
            account = pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip("there is no account that PostgreSQL may run as")
        for each in (folder, *folder.parents):
            if each.stat().st_uid == os.geteuid() and each.name.startswith(("pytest-", "popen-")):
                each.chmod(0o755)
        os.chown(folder, account.pw_uid, account.pw_gid)
        user = {"user": account.pw_uid, "group": account.pw_gid}

    def call(*command):
        program = str(programs / command[0])
        return subprocess.run([program, *command[1:]], check=True, capture_output=True, cwd=folder, **user)

    call("initdb", "-D", str(folder / "data"), "-U", "analyst", "--auth=trust", "--no-sync")
    options = f"-c listen_addresses= -k {folder}"
    try:
        subprocess.run(
            [str(programs / "pg_ctl"), *("-D", str(folder / "data")), *("-o", options), *("-l", "log"), "-w", "start"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, **user,
        )  # fmt: skip
        yield f"postgresql://analyst@/postgres?host={folder}"
    finally:
        call("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")


@pytest.mark.slow
def test_a_table_of_postgresql_goes_in(postgres, tmp_path):
    dbapi = pytest.importorskip("adbc_driver_postgresql.dbapi")
    with dbapi.connect(postgres) as connection, connection.cursor() as cursor:
        cursor.execute(TABLE.format("date", "numeric(12, 2)"))
        for row in CELLS:
            values = ", ".join("NULL" if each is None else repr(each) for each in row)
            cursor.execute(f"INSERT INTO people VALUES ({values})")
        connection.commit()
    answer = _run(tmp_path, "sql:SELECT * FROM people", "--database", postgres)
    assert answer.exit_code == 0, answer.output
    assert _people(tmp_path / "out") == EXPECTED


def test_a_postgresql_that_does_not_answer_is_one_sentence_without_its_password(tmp_path):
    pytest.importorskip("adbc_driver_postgresql.dbapi")
    address = f"postgresql://analyst:secret@/postgres?host={tmp_path}"
    answer = _run(tmp_path, "sql:SELECT 1", "--database", address)
    assert answer.exit_code == 2
    assert "PostgreSQL does not answer" in answer.output
    assert "secret" not in answer.output


@pytest.mark.parametrize("command", [("run", "--variables", "all"), ("year",), ("rates",), ("project", "--to", "2028")])
def test_a_table_of_nobody_is_refused(tmp_path, command):
    """Whatever is asked of it, and before anything is written but the stage."""
    source, out = tmp_path / "p.csv", tmp_path / "out"
    source.write_text("family_id,role,birth_date,sex\n", encoding="utf-8")
    answer = _command(*command, "--persons", str(source), "--on", "2026-06", "--out", str(out))
    assert answer.exit_code == 2
    assert answer.output == f"{source} has no rows: write one line for each person under the heading.\n"


def test_too_many_rejects_end_with_code_2_and_keep_the_results(tmp_path):
    source = tmp_path / "p.csv"
    rows = "1,first_parent,1990-01-01,мужской\n2,first_parent,1990-01-01,male\n"
    source.write_text(f"family_id,role,birth_date,sex\n{rows}", encoding="utf-8")
    answer = _run(tmp_path, str(source), "--max-rejects", "10%")
    assert answer.exit_code == 2
    assert "50.0% of the persons are rejected" in answer.output
    assert len(results(tmp_path / "out")) == 1
    assert _run(tmp_path, str(source), "--max-rejects", "0.5").exit_code == 0
    assert "takes a share" in _run(tmp_path, str(source), "--max-rejects", "many").output


@pytest.mark.parametrize("content", ["people: {}", "persons: {colums: {}}", "[1]"])
def test_a_wrong_mapping_is_one_sentence(tmp_path, content):
    (tmp_path / "map.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="is not a mapping file"):
        mapping.load(tmp_path / "map.yaml")


def test_a_run_in_which_everybody_is_rejected_has_no_report(tmp_path):
    source = tmp_path / "p.csv"
    source.write_text("family_id,role,birth_date,sex\n1,мать,1990-01-01,male\n", encoding="utf-8")
    assert _run(tmp_path, str(source)).exit_code == 2
    answer = _command("report", str(tmp_path / "out"))
    assert answer.exit_code == 2
    assert "every row is rejected" in answer.output
