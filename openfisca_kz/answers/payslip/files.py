"""Files of payslips, as accounting programs write and read them: CSV in any usual characters, Excel, Parquet."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openfisca_kz.families.tables import encoding_of, library, separator_of
from openfisca_kz.language import Language
from openfisca_kz.problems import refuse

__all__ = ["Table", "read_table", "sheet_of", "table_of", "to_csv", "write_table"]

#: Columns by name, each with a cell for every row.
Table = dict[str, list[Any]]

_PARQUET = (".parquet", ".pq")
_SHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
#: How the first bytes of a workbook of Excel look, whatever the file is called.
_MARKS_OF_SHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
#: Excel shows Cyrillic right only after this mark.
_MARK = "\ufeff"


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
    calamine = library("python_calamine", "sources")
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


def write_table(table: Mapping[str, Sequence[Any]], out: Path, speech: Language | None = None) -> None:
    """Write a table as CSV, Excel or Parquet, by the ending of the name: the whole file, or none of it.

    Args:
        table: the columns.
        out: where; in Russian and Kazakh a CSV file is as Excel of the country reads it.
        speech: the language.

    Raises:
        InputError: the name has another ending, or its folder is not there.

    """
    writers: dict[str, Callable[[], bytes]] = {
        ".csv": lambda: to_csv(table, speech).encode(),
        ".xlsx": lambda: sheet_of(table),
        **dict.fromkeys(_PARQUET, lambda: _parquet_of(table)),
    }
    writer = writers.get(out.suffix.lower())
    if writer is None:
        raise refuse("{file}: write to a name that ends in .csv, .xlsx or .parquet.", file=out)
    if not out.parent.is_dir():
        raise refuse("{file}: there is no folder {folder}.", file=out, folder=out.parent)
    content = writer()
    descriptor, beside = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(beside, out)
    except BaseException:
        os.unlink(beside)
        raise


def to_csv(table: Mapping[str, Sequence[Any]], speech: Language | None = None) -> str:
    """Return a table as CSV text: in Russian and Kazakh with the mark, semicolons and commas that Excel expects."""
    text = io.StringIO()
    if speech is None or speech.code == "en":
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(table)
        writer.writerows(zip(*table.values(), strict=True))
        return text.getvalue()
    text.write(_MARK)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(table)
    writer.writerows([_local(cell) for cell in row] for row in zip(*table.values(), strict=True))
    return text.getvalue()


def _local(cell: Any) -> Any:
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    if isinstance(cell, (datetime, date)):
        return f"{cell:%d.%m.%Y}"
    return cell


def sheet_of(table: Mapping[str, Sequence[Any]], title: str = "payslips") -> bytes:
    """Return a table as a workbook of Excel with one sheet."""
    book = library("openpyxl", "population").Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append(list(table))
    for row in zip(*table.values(), strict=True):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _parquet_of(table: Mapping[str, Sequence[Any]]) -> bytes:
    parquet, arrow = library("pyarrow.parquet", "population"), library("pyarrow", "population")
    content = io.BytesIO()
    parquet.write_table(arrow.table(dict(table)), content)
    return content.getvalue()
