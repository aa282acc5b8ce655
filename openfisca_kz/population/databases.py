"""Queries as tables: to a DuckDB or SQLite file, to PostgreSQL, or to files that the query names itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from openfisca_kz.families.tables import library
from openfisca_kz.population.chunks import first_sentence
from openfisca_kz.population.feeds import Feed, reading
from openfisca_kz.problems import InputError, refuse

#: A table that is a query begins so.
QUERY = "sql:"

POSTGRES = ("postgres://", "postgresql://")

#: The first bytes of a SQLite file.
_SQLITE = b"SQLite format 3\0"

#: Rows in one batch.
_ROWS = 100_000


def query_feed(query: str, database: str | None) -> Feed:
    """Return the answer of a query.

    Args:
        query: in SQL of the database.
        database: a DuckDB or SQLite file, ``postgresql://...``, or None where the query reads files itself.

    Raises:
        InputError: there is no such database, or it cannot answer.

    """
    query = query.strip().rstrip(";")
    # A database may hold a password in its address: only a hash of it is kept.
    asked = hashlib.blake2b(f"{database or ''}\0{query}".encode(), digest_size=16).hexdigest()
    if database is not None and (database.startswith(POSTGRES) or _is_sqlite(database)):
        return _adbc_feed(query, database, asked)
    duckdb = library("duckdb", "population")
    engine = _connected(duckdb, database)
    try:
        schema = engine.sql(f"SELECT * FROM ({query}) LIMIT 0").to_arrow_reader(1).schema
    except duckdb.Error as error:
        raise _no_answer(query, error) from None

    def batches(_: str | None) -> Iterator[pa.RecordBatch]:
        try:
            yield from engine.sql(query).to_arrow_reader(_ROWS)
        except (duckdb.Error, pa.ArrowInvalid) as error:
            raise _no_answer(query, error) from None

    return Feed(f"{QUERY}{query}", asked, schema, batches)


def _is_sqlite(path: str) -> bool:
    try:
        with Path(path).open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def _connected(duckdb: Any, database: str | None) -> Any:
    if database is not None and not Path(database).exists():
        raise refuse("There is no file {path}.", path=database)
    with reading(database, "DuckDB", duckdb.Error):
        return duckdb.connect(database or ":memory:", read_only=database is not None)


def _adbc_feed(query: str, database: str, asked: str) -> Feed:
    """Return the answer of SQLite or PostgreSQL; every cell as text, for SQLite has no dates and no truths."""
    postgres = database.startswith(POSTGRES)
    driver = library("adbc_driver_postgresql.dbapi" if postgres else "adbc_driver_sqlite.dbapi", "sources")

    def answer() -> Iterator[pa.RecordBatch]:
        try:
            connection = driver.connect(database) if postgres else driver.connect(f"file:{database}?mode=ro")
        except driver.Error as error:
            # The reason may hold the address, and the address a password: only its kind is told.
            raise refuse(
                "{database} does not answer ({reason}): check the address of --database.",
                database="PostgreSQL" if postgres else database,
                reason=type(error).__name__,
            ) from None
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(query)
                yield from map(_as_text, cursor.fetch_record_batch())
        except driver.Error as error:
            raise _no_answer(query, error) from None

    def batches(column: str | None) -> Iterator[pa.RecordBatch]:
        for batch in answer():
            yield batch if column is None else batch.select([column])

    first = next(answer(), None)
    if first is None:
        raise refuse("The query {query} gives no rows.", query=query)
    return Feed(f"{QUERY}{query}", asked, first.schema, batches, text=True)


def _as_text(batch: pa.RecordBatch) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([_text(column) for column in batch.columns], names=batch.schema.names)


def _text(column: pa.Array) -> pa.Array:
    if pa.types.is_timestamp(column.type):
        column = pc.cast(column, pa.date32(), safe=False)
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    return pc.cast(column, pa.string())


def _no_answer(query: str, error: Exception) -> InputError:
    return refuse("The query {query} cannot be answered: {reason}.", query=query, reason=first_sentence(error))
