"""Files of people as accounting programs write them: CSV in any usual characters, Excel, Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openfisca_kz.families.tables import encoding_of, library, separator_of
from openfisca_kz.problems import refuse

__all__ = ["Table", "read_table", "table_of"]

#: Columns by name, each with a cell for every row.
Table = dict[str, list[Any]]

_PARQUET = (".parquet", ".pq")
_SHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
#: How the first bytes of a workbook of Excel look, whatever the file is called.
_MARKS_OF_SHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_table(source: Path) -> Table:
    """Return the columns of a CSV, Excel or Parquet file.

    Raises:
        InputError: it is no such file, or its rows do not fit its heading.

    """
    if source.suffix.lower() in _PARQUET:
        parquet = library("pyarrow.parquet", "population")
        try:
            return dict(parquet.read_table(source).to_pydict())
        except Exception as error:  # pyarrow raises many kinds of its own
            raise refuse("{file} is not a Parquet file: {error}", file=source, error=error) from error
    return table_of(source.read_bytes(), str(source))


def table_of(content: bytes, name: str) -> Table:
    """Return the columns of a CSV or Excel file that was sent.

    Args:
        content: its bytes.
        name: what to call it in a sentence.

    Raises:
        InputError: it is no such file, or its rows do not fit its heading.

    """
    if content.startswith(_MARKS_OF_SHEETS) or name.lower().endswith(_SHEETS):
        return _columns(_sheet(content, name), name)
    text = content.decode(encoding_of(content), "replace")
    separator = separator_of(text.partition("\n")[0])
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator, strict=True))
    except csv.Error as error:
        raise refuse("{file} is not CSV: {error}. Is a quote left open?", file=name, error=str(error)) from None
    return _columns(rows, name)


def _sheet(content: bytes, name: str) -> list[list[Any]]:
    calamine = library("python_calamine", "sheets")
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return list(book.get_sheet_by_index(0).to_python())
    except (calamine.CalamineError, OSError, IndexError) as error:
        raise refuse("{file} cannot be read as Excel: {error}.", file=name, error=error) from None


def _columns(rows: Sequence[Sequence[Any]], file: str) -> Table:
    names = [str(name).strip() for name in rows[0]] if rows else []
    while names and not names[-1] and all(len(row) < len(names) or row[len(names) - 1] == "" for row in rows):
        names.pop()
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise refuse("{file} names the column {column} twice: keep one.", file=file, column=twice[0])
    body = [row for row in rows[1:] if row]
    for number, row in enumerate(body, start=1):
        if len(row) < len(names) or any(cell != "" for cell in row[len(names) :]):
            raise refuse(
                "{file}, row {row}: it has {found} cells, the heading has {wanted}.",
                file=file,
                row=number,
                found=len(row),
                wanted=len(names),
            )
    return {name: [row[place] for row in body] for place, name in enumerate(names)}
