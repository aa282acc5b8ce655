"""Where tables come from that are not Parquet: each as a stream of Arrow batches whose rows are numbered."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from openfisca_kz.families.tables import encoding_of, library, separator_of
from openfisca_kz.population.chunks import file_hash, first_sentence, open_table
from openfisca_kz.population.schema import FAMILY_ID, SOURCE_ROW
from openfisca_kz.problems import InputError, refuse

#: Bytes that tell which character separates the cells.
_HEAD = 65_536

#: Bytes of CSV in one batch.
_BLOCK = 8_388_608

#: The column that pandas adds.
_INDEX = "__index_level_"

#: Rows in one batch.
_ROWS = 100_000

_WHOLE_NUMBER = r"^(0|-?[1-9][0-9]{0,17})$"


@dataclasses.dataclass
class Feed:
    """A source of rows."""

    #: The source as a person named it.
    name: str
    #: What tells it from other sources when a run is started again: the hash of a file, or a query.
    identity: str
    #: Its columns.
    schema: pa.Schema
    #: Opens it and yields its batches; of one column alone if it is given its name.
    batches: Callable[[str | None], Iterator[pa.RecordBatch]]
    #: Whether every cell is text that is yet to be read.
    text: bool = False
    #: Whether numbers may be written with a comma.
    decimal_comma: bool = False
    #: The hash of the file; None where the content is to be hashed.
    content_hash: str | None = None
    rows: int = 0
    _error: InputError | None = None

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
        for batch in self.batches(FAMILY_ID):
            found = pc.match_substring_regex(pc.drop_null(batch[FAMILY_ID]), _WHOLE_NUMBER)
            if not pc.all(found, min_count=0).as_py():
                return False
        return True

    def _numbered(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        self.rows = 0
        try:
            for batch in self.batches(None):
                places = pa.array(np.arange(self.rows, self.rows + batch.num_rows))
                yield pa.RecordBatch.from_arrays([*batch.columns, places], schema=schema)
                self.rows += batch.num_rows
        except InputError as error:
            self._error = error
            raise


@contextlib.contextmanager
def reading(path: str | None, kind: str, *wrong: type[Exception]) -> Iterator[None]:
    """Say of what kind a source is where it cannot be read; ``wrong`` is what its library raises then."""
    try:
        yield
    except (pa.ArrowInvalid, OSError, *wrong) as error:
        raise refuse(
            "{path} cannot be read as {kind}: {reason}. It may be cut short or damaged: write it again.",
            path=path,
            kind=kind,
            reason=first_sentence(error),
        ) from None


def _hash_of(path: str) -> str:
    try:
        return file_hash(path)
    except FileNotFoundError:
        raise refuse("There is no file {path}.", path=path) from None
    except OSError as error:
        raise refuse("{path} cannot be read: {reason}.", path=path, reason=error.strerror) from None


# ----- CSV ----- #


def csv_feed(path: str) -> Feed:
    """Return a CSV file with a line of names; cells are separated by commas, semicolons or tabs.

    It may be packed (``.gz``), in UTF-8, in UTF-16 with its mark, or in Windows-1251, as Excel saves it in Russian.

    Raises:
        InputError: there is none, or it is not CSV.

    """
    content = _hash_of(path)
    with reading(path, "CSV"), pa.input_stream(path) as stream:
        head = stream.read(_HEAD)
    encoding = encoding_of(head)
    lines = head.decode(encoding, "replace").splitlines()
    delimiter = separator_of(lines[0] if lines else "")
    parse = csv.ParseOptions(delimiter=delimiter)
    read = csv.ReadOptions(block_size=_BLOCK, encoding=encoding)
    with reading(path, "CSV", UnicodeError), csv.open_csv(path, read, parse) as reader:
        names = reader.schema.names

    def batches(column: str | None) -> Iterator[pa.RecordBatch]:
        convert = csv.ConvertOptions(
            column_types={name: pa.string() for name in names},
            include_columns=names if column is None else [column],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            null_values=[""],
        )
        with reading(path, "CSV", UnicodeError), csv.open_csv(path, read, parse, convert) as reader:
            yield from reader

    schema = pa.schema([(name, pa.string()) for name in names])
    return Feed(path, content, schema, batches, text=True, decimal_comma=delimiter != ",", content_hash=content)


# ----- Tables of other programs ----- #


def sheet_feed(path: str) -> Feed:
    """Return the first sheet of a workbook, or the one named after ``#``: its first row has the names.

    Raises:
        InputError: there is none, or what reads workbooks is not installed.

    """
    path, _, sheet = path.partition("#")
    content = _hash_of(path)
    calamine = library("python_calamine", "sources")
    with reading(path, "Excel", calamine.CalamineError, IndexError):
        book = calamine.CalamineWorkbook.from_path(path)
        rows = book.get_sheet_by_name(sheet or book.sheet_names[0]).to_python()
    names = [str(name) for name in rows[0]] if rows else []
    return _lists_feed(path, content, {name: [row[place] for row in rows[1:]] for place, name in enumerate(names)})


def survey_feed(path: str) -> Feed:
    """Return a file of Stata or SPSS; a value that has a label is read as its label.

    Raises:
        InputError: there is none, or what reads such files is not installed.

    """
    content = _hash_of(path)
    pyreadstat = library("pyreadstat", "sources")
    stata = path.lower().endswith(".dta")
    with reading(path, "Stata" if stata else "SPSS", pyreadstat.PyreadstatError, ValueError):
        columns, meta = (pyreadstat.read_dta if stata else pyreadstat.read_sav)(path, output_format="dict")
    labels = meta.variable_value_labels
    own = {name: [labels.get(name, {}).get(each, each) for each in cells] for name, cells in columns.items()}
    return _lists_feed(path, content, own)


def _lists_feed(path: str, content: str, columns: dict[str, list[Any]]) -> Feed:
    table = pa.table({name: pa.array([_cell(each) for each in cells], pa.string()) for name, cells in columns.items()})

    def batches(column: str | None) -> Iterator[pa.RecordBatch]:
        yield from (table if column is None else table.select([column])).to_batches(_ROWS)

    return Feed(path, content, table.schema, batches, text=True, content_hash=content)


def _cell(value: Any) -> str | None:
    """Return a cell as text: whole numbers without a point, days without an hour, nothing for an empty one."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value)


# ----- Parquet that is not sorted, or has other columns ----- #


def parquet_feed(path: str) -> Feed:
    """Return a Parquet file whose rows are in any order.

    Raises:
        InputError: there is none, or it is not whole.

    """
    content = _hash_of(path)
    names = [name for name in open_table(path).schema_arrow.names if not name.startswith(_INDEX)]
    schema = pa.schema([open_table(path).schema_arrow.field(name) for name in names])

    def batches(column: str | None) -> Iterator[pa.RecordBatch]:
        with reading(path, "Parquet"):
            yield from open_table(path).iter_batches(_ROWS, columns=names if column is None else [column])

    return Feed(path, content, schema, batches, content_hash=content)


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
        with reading(path, "Arrow"), opened() as (_, found):
            yield from found

    with reading(path, "Arrow"), opened() as (schema, _):
        return Feed(path, content, schema, batches, content_hash=content)


# ----- By the end of a name ----- #

_FEEDS = {
    (".csv", ".tsv", ".txt"): csv_feed,
    (".arrow", ".feather", ".ipc", ".arrows"): arrow_feed,
    (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"): sheet_feed,
    (".dta", ".sav", ".zsav"): survey_feed,
}


def file_feed(source: str) -> Feed | None:
    """Return a file that its name says is no Parquet; None for others.

    Raises:
        InputError: there is no such file, or it cannot be read.

    """
    path = Path(source.partition("#")[0])
    suffix = (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()
    return next((feed(source) for suffixes, feed in _FEEDS.items() if suffix in suffixes), None)
