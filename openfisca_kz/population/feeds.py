"""Where tables come from that are not Parquet: each as a stream of Arrow batches whose rows are numbered."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from openfisca_kz.population.chunks import file_hash
from openfisca_kz.population.schema import FAMILY_ID, SOURCE_ROW
from openfisca_kz.problems import InputError, refuse

#: A table that is a query begins so.
QUERY = "sql:"

CSV_FILES = (".csv", ".tsv", ".txt")
ARROW_FILES = (".arrow", ".feather", ".ipc", ".arrows")

#: A database that DuckDB reads through its extension.
POSTGRES = ("postgres://", "postgresql://", "postgres:")

#: Bytes that tell which character separates the cells.
_HEAD = 65_536

#: Bytes of CSV in one batch.
_BLOCK = 8_388_608

#: Rows of a query in one batch.
_ROWS = 100_000

_WHOLE_NUMBER = r"^(0|-?[1-9][0-9]{0,17})$"


class Feed:
    """A source of rows.

    Args:
        name: the source as a person named it.
        identity: tells it from other sources when a run is started again: the hash of a file, or a query.
        schema: its columns.
        batches: opens it and yields its batches; of one column alone if it is given its name.
        text: whether every cell is text that is yet to be read.
        decimal_comma: whether numbers may be written with a comma.
        content_hash: the hash of the file; None where the content is to be hashed.

    """

    def __init__(
        self,
        name: str,
        identity: str,
        schema: pa.Schema,
        batches: Callable[[str | None], Iterator[pa.RecordBatch]],
        text: bool = False,
        decimal_comma: bool = False,
        content_hash: str | None = None,
    ) -> None:
        self.name = name
        self.identity = identity
        self.schema = schema
        self.text = text
        self.decimal_comma = decimal_comma
        self.content_hash = content_hash
        self.rows = 0
        self._batches = batches
        self._error: InputError | None = None

    @property
    def names(self) -> list[str]:
        """Return the names of the columns."""
        return list(self.schema.names)

    def reader(self) -> pa.RecordBatchReader:
        """Return the rows, each with its number in the source, from 0."""
        schema = self.schema.append(pa.field(SOURCE_ROW, pa.int64()))
        return pa.RecordBatchReader.from_batches(schema, self._numbered(schema))

    def reraise(self) -> None:
        """Raise what stopped the stream, in its own words rather than in those of who read it."""
        if self._error is not None:
            raise self._error

    def ids_are_numbers(self) -> bool:
        """Return whether every id of a family is a whole number, written as one."""
        for batch in self._batches(FAMILY_ID):
            found = pc.match_substring_regex(pc.drop_null(batch[FAMILY_ID]), _WHOLE_NUMBER)
            if not pc.all(found, min_count=0).as_py():
                return False
        return True

    def _numbered(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        self.rows = 0
        try:
            for batch in self._batches(None):
                places = pa.array(np.arange(self.rows, self.rows + batch.num_rows))
                yield pa.RecordBatch.from_arrays([*batch.columns, places], schema=schema)
                self.rows += batch.num_rows
        except InputError as error:
            self._error = error
            raise


def _unreadable(path: str, kind: str, error: Exception) -> InputError:
    reason = str(error).strip().splitlines()[0].rstrip(".")
    return refuse(
        "{path} cannot be read as {kind}: {reason}. It may be cut short or damaged: write it again.",
        path=path,
        kind=kind,
        reason=reason,
    )


def _hash_of(path: str) -> str:
    try:
        return file_hash(path)
    except FileNotFoundError:
        raise refuse("There is no file {path}.", path=path) from None
    except OSError as error:
        raise refuse("{path} cannot be read: {reason}.", path=path, reason=error.strerror) from None


# ----- CSV ----- #


def csv_feed(path: str) -> Feed:
    """Return a CSV file in UTF-8 with a line of names; cells are separated by commas, semicolons or tabs.

    Raises:
        InputError: there is none, or it is not CSV.

    """
    content = _hash_of(path)
    with Path(path).open("rb") as file:
        head = file.read(_HEAD).splitlines()
    line = head[0].decode("utf-8", "replace") if head else ""
    delimiter = max(",;\t", key=line.count)
    parse, read = csv.ParseOptions(delimiter=delimiter), csv.ReadOptions(block_size=_BLOCK)
    try:
        with csv.open_csv(path, parse_options=parse) as reader:
            names = reader.schema.names
    except (pa.ArrowInvalid, OSError) as error:
        raise _unreadable(path, "CSV", error) from None

    def batches(column: str | None) -> Iterator[pa.RecordBatch]:
        convert = csv.ConvertOptions(
            column_types={name: pa.string() for name in names},
            include_columns=names if column is None else [column],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            null_values=[""],
        )
        try:
            with csv.open_csv(path, read, parse, convert) as reader:
                yield from reader
        except (pa.ArrowInvalid, OSError) as error:
            raise _unreadable(path, "CSV", error) from None

    schema = pa.schema([(name, pa.string()) for name in names])
    return Feed(path, content, schema, batches, text=True, decimal_comma=delimiter != ",", content_hash=content)


# ----- Arrow ----- #


def arrow_feed(path: str) -> Feed:
    """Return an Arrow file (Feather) or a file of an Arrow stream.

    Raises:
        InputError: there is none, or it is cut short.

    """
    content = _hash_of(path)

    @contextlib.contextmanager
    def opened() -> Iterator[tuple[pa.Schema, Iterator[pa.RecordBatch]]]:
        with pa.memory_map(path) as source:
            try:
                file = pa.ipc.open_file(source)
                yield file.schema, map(file.get_batch, range(file.num_record_batches))
            except pa.ArrowInvalid:
                source.seek(0)
                stream = pa.ipc.open_stream(source)
                yield stream.schema, iter(stream)

    def batches(_: str | None) -> Iterator[pa.RecordBatch]:
        try:
            with opened() as (_, found):
                yield from found
        except (pa.ArrowInvalid, OSError) as error:
            raise _unreadable(path, "Arrow", error) from None

    try:
        with opened() as (schema, _):
            return Feed(path, content, schema, batches, content_hash=content)
    except (pa.ArrowInvalid, OSError) as error:
        raise _unreadable(path, "Arrow", error) from None


# ----- Queries ----- #


def query_feed(query: str, database: str | None) -> Feed:
    """Return the answer of a query to a DuckDB file, to PostgreSQL, or to files that the query names itself.

    Raises:
        InputError: there is no such database, or it cannot answer.

    """
    duckdb = _duckdb()
    query = query.strip().rstrip(";")
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

    # A database may hold a password in its address: only a hash of it is kept.
    asked = hashlib.blake2b(f"{database or ''}\0{query}".encode(), digest_size=16).hexdigest()
    return Feed(f"{QUERY}{query}", asked, schema, batches)


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise refuse(
            'Tables in CSV and Arrow and queries need duckdb: install it with pip install "openfisca-kz[population]".'
        ) from None
    return duckdb


def _connected(duckdb: Any, database: str | None) -> Any:
    if database is not None and database.startswith(POSTGRES):
        return _postgres(duckdb, database)
    if database is not None and not Path(database).exists():
        raise refuse("There is no file {path}.", path=database)
    try:
        return duckdb.connect(database or ":memory:", read_only=database is not None)
    except duckdb.Error as error:
        raise _unreadable(str(database), "DuckDB", error) from None


def _postgres(duckdb: Any, database: str) -> Any:
    engine = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
    try:
        engine.execute("LOAD postgres")
    except duckdb.Error:
        raise refuse(
            "PostgreSQL is read through the extension postgres of DuckDB, which is not installed here. Where there is "
            "internet, run once: python -c \"import duckdb; duckdb.sql('INSTALL postgres')\". "
            "Or write the table as Parquet or CSV."
        ) from None
    address = database.removeprefix("postgres:") if "://" not in database else database
    try:
        engine.execute(f"ATTACH '{address.replace(chr(39), chr(39) * 2)}' AS source (TYPE postgres, READ_ONLY)")
        engine.execute("USE source")
    except duckdb.Error as error:
        # The reason may hold the address, and the address a password: only its kind is told.
        raise refuse(
            "PostgreSQL does not answer ({reason}): check the address of --database.", reason=type(error).__name__
        ) from None
    return engine


def _no_answer(query: str, error: Exception) -> InputError:
    reason = str(error).strip().splitlines()[0].rstrip(".")
    return refuse("The query {query} cannot be answered: {reason}.", query=query, reason=reason)
