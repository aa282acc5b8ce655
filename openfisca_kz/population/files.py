"""Tables as files: CSV, Parquet and one workbook."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from openfisca_kz.language import Language
from openfisca_kz.population import words
from openfisca_kz.problems import refuse

Rows = list[dict[str, Any]]

#: A sheet's name is cut here by the format.
_SHEET = 31


def can_write_workbooks() -> None:
    """Check that workbooks can be written, before anything is calculated.

    Raises:
        InputError: the extra is not installed.

    """
    if importlib.util.find_spec("openpyxl") is None:
        raise refuse('Workbooks need openpyxl: install it with pip install "openfisca-kz[population]".')


def write_tables(folder: Path, tables: dict[str, Rows], pages: dict[str, str], speech: Language, system: Any) -> None:
    """Write each table as CSV and Parquet, all of them as ``tables.xlsx``, and pages.

    Args:
        folder: made if it is not there.
        tables: rows by name of the table; columns keep their names in CSV and Parquet.
        pages: content by name of the file.
        speech: the language of the workbook's headings.
        system: the law, whose labels are the names of variables there.

    Raises:
        InputError: nothing can be written there.

    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in tables.items():
            table = pa.Table.from_pylist(rows)
            csv.write_csv(table, folder / f"{name}.csv")
            pq.write_table(table, folder / f"{name}.parquet")
        _workbook(folder / "tables.xlsx", tables, speech, system)
        for name, content in pages.items():
            (folder / name).write_text(content, encoding="utf-8")
    except OSError as error:
        raise refuse("{out} cannot be written: {reason}.", out=folder, reason=error.strerror or error) from None


def _workbook(path: Path, tables: dict[str, Rows], speech: Language, system: Any) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, rows in tables.items():
        sheet = book.create_sheet(name[:_SHEET])
        sheet.freeze_panes = "A2"
        label = "variable" in rows[0]
        heads = [words.heading(column, speech) for column in rows[0]]
        sheet.append([*heads, *([speech.say("Name")] if label else [])])
        for row in rows:
            cells = list(row.values())
            if label and row["variable"] in system.variables:
                cells.append(speech.say(system.variables[row["variable"]].label))
            sheet.append(cells)
    book.save(path)
