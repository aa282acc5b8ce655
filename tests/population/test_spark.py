"""Spark: the function that it calls, fed as it feeds it; and Spark itself where it is installed."""

import os
import shutil
import sys

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from openfisca_kz.population import runs, spark
from openfisca_kz.population.laws import law_hash

from .conftest import MONTH, VARIABLES, results

DATED = "salary@2026-05"


@pytest.mark.parametrize("size", [1, 2, 4, 100])
@pytest.mark.parametrize("batch", [1, 3, 100])
def test_no_family_is_cut(size, batch):
    ids = [None, None, 1, 1, 1, 2, 5, 5, 7, 8, 8, 8]
    batches = pa.table({"family_id": pa.array(ids, pa.int64())}).to_batches(max_chunksize=batch)
    tables = [rows["family_id"].to_pylist() for rows in spark.whole_families(batches, size)]
    assert [each for table in tables for each in table] == ids
    assert sum(len(set(table)) for table in tables) == len(set(ids))
    assert size == 100 or len(tables) > 1


@pytest.fixture
def two_tables(tables):
    """Return the small population with a wrong salary, a family without a row, a row without a family."""
    persons, families = (pq.read_table(path) for path in tables)
    salary = persons["salary"].to_pylist()
    salary[7] = -1.0
    persons = persons.set_column(persons.column_names.index("salary"), "salary", pa.array(salary))
    persons = persons.append_column(DATED, persons["salary"].combine_chunks().fill_null(0.0))
    ids = families["family_id"].to_pylist()
    ids[11] = 10**9
    families = families.set_column(0, "family_id", pa.array(ids))
    order = pc.sort_indices(families["family_id"])
    return {"persons": persons, "families": families.take(order)}


@pytest.fixture
def expected(two_tables, make_run, tmp_path):
    """Return what a run says of the two tables."""
    for name, rows in two_tables.items():
        pq.write_table(rows, tmp_path / f"{name}.parquet")
    run = make_run("run", persons=tmp_path / "persons.parquet", families=tmp_path / "families.parquet")
    runs.execute(run, 0)
    return {name: _rows(results(tmp_path / "run", name)) for name in ("persons", "families", "rejects")}


def _rows(rows):
    return sorted((sorted((key, str(value)) for key, value in row.items()) for row in rows), key=str)


def _by_table(rows, expected):
    """Return the rows of one table as three, each with the columns that a run gives it."""
    columns = {name: {key for key, _ in expected[name][0]} for name in expected}
    found = {name: [] for name in expected}
    for row in rows:
        if row["table"] == "rejects":
            row |= {"table": row["rejected_from"], "family_id": row["rejected_family"]}
            found["rejects"].append({key: row[key] for key in columns["rejects"] - {"row"}})
        else:
            found[row["table"]].append({key: row[key] for key in columns[row["table"]]})
    return {name: _rows(each) for name, each in found.items()}


def _without_places(expected):
    return expected | {"rejects": sorted(([c for c in row if c[0] != "row"] for row in expected["rejects"]), key=str)}


def _question():
    return runs.question(runs.law(None), MONTH, VARIABLES)


def test_the_function_says_what_a_run_says(two_tables, expected):
    assert len(expected["rejects"]) > 3
    rows = [
        table.rename_columns([spark.column_of(name, each) for each in table.column_names]).append_column(
            "table", pa.array([name] * table.num_rows)
        )
        for name, table in two_tables.items()
    ]
    together = pa.concat_tables(rows, promote_options="default").sort_by("family_id").unify_dictionaries()
    schema = spark.columns_of_results(
        runs.law(None), _question(), {name: table.schema for name, table in two_tables.items()}
    )
    names = {name: table.column_names for name, table in two_tables.items()}
    schema = pa.schema([(field.name, spark._plain(field.type)) for field in schema])
    work = spark.calculator(_question(), None, names, schema, law_hash(), 400)
    answers = list(work(together.to_batches(max_chunksize=250)))
    assert len(answers) > 5
    found = _by_table(pa.Table.from_batches(answers).to_pylist(), expected)
    assert found == _without_places(expected)


def test_spark_says_what_a_run_says(two_tables, expected, tmp_path):
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    for key, value in spark.settings().items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    try:
        given = [session.read.parquet(str(tmp_path / f"{name}.parquet")) for name in two_tables]
        answer = spark.on_spark(*given, _question(), partitions=3, size=500)
        rows = [row.asDict() for row in answer.collect()]
        assert _by_table(rows, expected) == _without_places(expected)
        alone = spark.on_spark(given[0].where("family_id % 2 = 0"), None, _question(), partitions=2)
        kinds = {row["table"] for row in alone.select("table").distinct().collect()}
        assert kinds >= {"persons", "families"}
    finally:
        session.stop()
