"""Tables as files: CSV, as Excel of the country reads it in Russian and Kazakh, Excel, Parquet."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openfisca_kz.families.tables import library
from openfisca_kz.language import Language
from openfisca_kz.problems import refuse

#: Excel shows Cyrillic right only after this mark.
_MARK = "\ufeff"
_PARQUET = (".parquet", ".pq")


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
    local = speech is not None and speech.code != "en"
    text = io.StringIO()
    text.write(_MARK if local else "")
    writer = csv.writer(text, delimiter=";" if local else ",", lineterminator="\r\n" if local else "\n")
    writer.writerow(table)
    for row in zip(*table.values(), strict=True):
        writer.writerow(map(_local, row) if local else row)
    return text.getvalue()


def _local(cell: Any) -> Any:
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    if isinstance(cell, (datetime, date)):
        return f"{cell:%d.%m.%Y}"
    return cell


def sheet_of(table: Mapping[str, Sequence[Any]], title: str = "payslips") -> bytes:
    """Return a table as a workbook of Excel with one sheet."""
    book = library("openpyxl", "sheets").Workbook(write_only=True)
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
