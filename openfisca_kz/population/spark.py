"""Spark: the one function of a batch as the function of ``DataFrame.mapInArrow``.

Spark brings the rows of each family together and hands them over as Arrow; what comes back is one table with the
results and the rejected rows, told apart by the column ``table``. It needs ``pyspark[sql]`` and Java::

    builder = SparkSession.builder
    for key, value in settings().items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    question = runs.question(runs.law(None), "2026-06", ["all"])
    results = on_spark(spark.read.parquet("persons"), spark.read.parquet("families"), question, partitions=200)
    results.write.partitionBy("table").parquet("result")
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from openfisca_kz.population import checking
from openfisca_kz.population.batch import REJECTS, Answer, Question, calculate_batch
from openfisca_kz.population.folder import TABLES
from openfisca_kz.population.laws import law, law_hash
from openfisca_kz.population.runs import CHUNK
from openfisca_kz.population.schema import FAMILIES, FAMILY_ID, PERSON_ID, PERSONS, REQUIRED, ROLE, ROLES, WEIGHT
from openfisca_kz.population.workers import MALLOC, THREADS
from openfisca_kz.problems import refuse

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

#: The column that says of which table a row is.
TABLE = "table"

#: In a row that is rejected: of which family it was, as text, since it may be no family at all.
REJECTED_FAMILY = "rejected_family"

#: Columns that results carry over from the tables.
_CARRIED = (FAMILY_ID, PERSON_ID, ROLE, WEIGHT)

_SQL_TYPES = {
    pa.bool_(): "boolean",
    pa.int8(): "tinyint",
    pa.int16(): "smallint",
    pa.int32(): "int",
    pa.int64(): "bigint",
    pa.float32(): "float",
    pa.float64(): "double",
    pa.date32(): "date",
    pa.string(): "string",
}


def settings() -> dict[str, str]:
    """Return what the configuration of a Spark session should hold: batches of a chunk, and executors' memory kept."""
    environment = {f"spark.executorEnv.{name}": value for name, value in (MALLOC | THREADS).items()}
    return {"spark.sql.execution.arrow.maxRecordsPerBatch": str(CHUNK), **environment}


def on_spark(
    persons: DataFrame,
    families: DataFrame | None,
    question: Question,
    reform: str | None = None,
    partitions: int = 200,
    size: int = CHUNK,
) -> DataFrame:
    """Return the results of everybody, one row a person, a family and a rejected row.

    Args:
        persons: the columns of the table of persons, in any order of rows.
        families: those of families; None where there are none.
        question: what is asked.
        reform: a reform by name, or several with ``+`` between them.
        partitions: into so many parts the families are dealt out; about one for every 100,000 persons.
        size: persons in a batch.

    Raises:
        InputError: the columns of a table are not those of the law.

    """
    from pyspark.sql import functions
    from pyspark.sql.pandas.types import to_arrow_schema

    system = law(reform)
    given = {PERSONS: persons} if families is None else {PERSONS: persons, FAMILIES: families}
    kinds = {table: to_arrow_schema(rows.schema) for table, rows in given.items()}
    for table, kind in kinds.items():
        checking.check_types(system, table, kind, table)
    whole = None
    for table, rows in given.items():
        own = rows.toDF(*(column_of(table, name) for name in rows.columns)).withColumn(TABLE, functions.lit(table))
        whole = own if whole is None else whole.unionByName(own, allowMissingColumns=True)
    assert whole is not None
    together = whole.repartition(partitions, FAMILY_ID).sortWithinPartitions(FAMILY_ID)
    results = columns_of_results(system, question, kinds)
    work = calculator(question, reform, {table: kind.names for table, kind in kinds.items()}, results, law_hash(), size)
    return together.mapInArrow(work, ", ".join(f"`{field.name}` {_SQL_TYPES[field.type]}" for field in results))


def column_of(table: str, name: str) -> str:
    """Return the name of a column where both tables stand in one."""
    return name if name == FAMILY_ID else f"{table} {name}"


def columns_of_results(system: Any, question: Question, kinds: dict[str, pa.Schema]) -> pa.Schema:
    """Return the columns of the results and their types, as the results of somebody invented have them.

    Args:
        system: the law.
        question: what is asked.
        kinds: the columns of each table and their types.

    """
    somebody: dict[str, Any] = {FAMILY_ID: 1, ROLE: ROLES[0], "birth_date": datetime.date(1990, 1, 1), "sex": "female"}
    answer = calculate_batch(
        system, question, pa.table({name: [somebody[name]] for name in REQUIRED[PERSONS]}), pa.table({FAMILY_ID: [1]})
    )
    fields = {TABLE: pa.string(), FAMILY_ID: kinds[PERSONS].field(FAMILY_ID).type}
    for table in kinds:
        carried = [name for name in _CARRIED[1:] if name in kinds[table].names]
        fields |= {name: kinds[table].field(name).type for name in carried}
    for rows in (answer.persons, answer.families):
        fields |= {field.name: _plain(field.type) for field in rows.schema if field.name not in _CARRIED}
    fields |= {REJECTED_FAMILY: pa.string()}
    fields |= {field.name: field.type for field in REJECTS if field.name not in (TABLE, FAMILY_ID, "row")}
    fields |= {"rejected_from": pa.string()}
    return pa.schema(list(fields.items()))


def _plain(kind: pa.DataType) -> pa.DataType:
    """Return the type in which Spark takes a column of results: names as text."""
    return kind.value_type if pa.types.is_dictionary(kind) else kind


# ----- On an executor ----- #


def calculator(
    question: Question, reform: str | None, columns: dict[str, list[str]], results: pa.Schema, rules: str, size: int
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return the function of ``mapInArrow``: rows sorted by family in, results out, ``size`` persons at a time.

    Args:
        question: what is asked.
        reform: a reform by name.
        columns: the columns of each table.
        results: the columns of the results.
        rules: hash of the rules of who starts the run.
        size: rows in a batch, about.

    """

    def work(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        system = _system(reform, rules)
        for rows in whole_families(batches, size):
            tables = {
                table: rows.filter(pc.equal(rows[TABLE], table))
                .select([column_of(table, name) for name in names])
                .rename_columns(names)
                for table, names in columns.items()
            }
            answer = calculate_batch(system, question, tables[PERSONS], tables.get(FAMILIES))
            yield from _one_table(answer, results).to_batches()

    return work


@functools.cache
def _system(reform: str | None, rules: str) -> Any:
    """Return the law, built once in a process.

    Raises:
        InputError: the rules installed here are not those of who started the run.

    """
    if law_hash() != rules:
        raise refuse(
            "A worker of the cluster has other rules than this machine: install the same openfisca-kz everywhere."
        )
    pa.set_cpu_count(1)
    return law(reform)


def whole_families(batches: Iterable[pa.RecordBatch], size: int) -> Iterator[pa.Table]:
    """Yield rows sorted by family as tables of about ``size`` rows, none of which cuts a family in two."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(each.num_rows for each in held) >= size:
            rows = pa.Table.from_batches(held).combine_chunks()
            cut = _last_family(rows[FAMILY_ID])
            if cut:
                yield rows.slice(0, cut)
            held = rows.slice(cut).to_batches()
    if sum(each.num_rows for each in held):
        yield pa.Table.from_batches(held).combine_chunks()


def _last_family(ids: pa.ChunkedArray) -> int:
    """Return the row at which the last family begins."""
    last = ids[-1]
    same = pc.equal(ids, last) if last.is_valid else pc.is_null(ids)
    return int(pc.index(same, True).as_py())


def _one_table(answer: Answer, results: pa.Schema) -> pa.Table:
    """Return persons, families and rejects one below the other, with an empty cell where a table has no such column."""
    rejects = answer.rejects.rename_columns(
        [{TABLE: "rejected_from", FAMILY_ID: REJECTED_FAMILY}.get(name, name) for name in REJECTS.names]
    )
    parts = []
    for table, rows in zip(TABLES, (answer.persons, answer.families, rejects), strict=True):
        own = {name: rows[name] for name in rows.column_names}
        own[TABLE] = pa.array([table]).take(pa.array([0] * rows.num_rows, pa.int8()))
        parts.append(
            pa.table(
                [
                    own[field.name].cast(field.type) if field.name in own else pa.nulls(rows.num_rows, field.type)
                    for field in results
                ],
                schema=results,
            )
        )
    return pa.concat_tables(parts).combine_chunks()
