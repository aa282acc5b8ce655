"""Files of people as accounting programs write them, and their cells as the facts take them."""

from __future__ import annotations

import contextlib
import csv
import datetime
import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openfisca_kz.answers.payslip.payers import payer_of
from openfisca_kz.answers.payslip.payslip import fact_of
from openfisca_kz.families.facts import value_of
from openfisca_kz.families.tables import encoding_of, from_cell, library, number_in, separator_of
from openfisca_kz.problems import Problem, RefusedValueError, refuse


class Table(dict[str, list[Any]]):
    """Columns by name, each with a cell for every row; ``lines`` are where the rows stand in their file."""

    def __init__(self, columns: Mapping[str, list[Any]], lines: Sequence[int] = ()) -> None:
        super().__init__(columns)
        rows = len(next(iter(self.values()), ()))
        self.lines = tuple(lines or range(1, rows + 1))


_PARQUET = (".parquet", ".pq")
_SHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
#: How the first bytes of a workbook of Excel look, whatever the file is called.
_MARKS_OF_SHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_table(source: Path) -> Table:
    """Return the columns of a CSV, Excel or Parquet file."""
    if source.suffix.lower() in _PARQUET:
        parquet = library("pyarrow.parquet", "population")
        try:
            return Table(parquet.read_table(source).to_pydict())
        except Exception as error:  # pyarrow raises many kinds of its own
            raise refuse("{file} is not a Parquet file: {error}", file=source, error=error) from error
    return table_of(source.read_bytes(), str(source))


def table_of(content: bytes, name: str) -> Table:
    """Return the columns of a CSV or Excel file that was sent."""
    if content.startswith(_MARKS_OF_SHEETS) or name.lower().endswith(_SHEETS):
        return _columns(*_sheet(content, name), name)
    text = content.decode(encoding_of(content), "replace")
    separator = separator_of(text.partition("\n")[0])
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    rows, lines, begins = [], [], 1  # a cell in quotes may go over several lines
    try:
        for row in reader:
            rows.append(row)
            lines.append(begins)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise refuse("{file} is not CSV: {error}. Is a quote left open?", file=name, error=str(error)) from None
    return _columns(rows, lines, name)


def _sheet(content: bytes, name: str) -> tuple[list[list[Any]], list[int]]:
    """Return the rows of the first sheet of a workbook, and where they stand in it."""
    calamine = library("python_calamine", "sheets")
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        rows = list(sheet.to_python())
        above = sheet.start[0] if sheet.start else 0  # empty rows above the heading
        return rows, list(range(above + 1, above + 1 + len(rows)))
    except (calamine.CalamineError, OSError, IndexError) as error:
        raise refuse("{file} cannot be read as Excel: {error}.", file=name, error=error) from None


def _columns(rows: Sequence[Sequence[Any]], lines: Sequence[int], file: str) -> Table:
    names = [str(name).strip() for name in rows[0]] if rows else []
    while names and not names[-1] and all(len(row) < len(names) or row[len(names) - 1] == "" for row in rows):
        names.pop()
    if names.count("") > 1:
        raise refuse(
            "{file}: the first row does not name every column. Delete titles above the names of the columns, write all "
            "names in one row, and split merged cells.",
            file=file,
        )
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise refuse("{file} names the column {column} twice: keep one.", file=file, column=twice[0])
    body = [(line, row) for line, row in zip(lines[1:], rows[1:], strict=True) if row]
    for line, row in body:
        if len(row) < len(names) or any(cell != "" for cell in row[len(names) :]):
            message = "{file}, row {row}: it has {found} cells, the heading has {wanted}."
            raise refuse(message, file=file, row=line, found=len(row), wanted=len(names))
    columns = {name: [row[place] for _, row in body] for place, name in enumerate(names)}
    return Table(columns, [line for line, _ in body])


def typed_fact(name: str, value: Any, payer: str) -> Any:
    """Return the value of a fact as its variable takes it.

    Args:
        name: the fact, such as ``disability_group``, or of one month ``salary@2026-03``.
        value: text, or a value of its kind.
        payer: whose payslip it is for.

    """
    variable = fact_of(name, payer_of(payer))
    try:
        return _value(variable, value)
    except RefusedValueError as error:
        raise refuse("{place}: {reason}", place=name, reason=error.problem) from None


def incomes_of(values: Sequence[Any], column: str, rows: Sequence[int], problems: list[Problem]) -> list[float]:
    """Return the incomes of a column as numbers; what is none of them is told among the problems."""
    incomes = []
    for row, value in zip(rows, values, strict=True):
        number = _number(value)
        if number is None or number < 0:
            shown = Problem("an empty cell") if value is None or value == "" else value
            reason = Problem("a number of tenge from zero up is expected, not {value}.", {"value": shown})
            problems.append(_at(row, column, reason))
        incomes.append(number or 0.0)
    return incomes


def _at(row: int, column: str, reason: Problem) -> Problem:
    return Problem("Row {row}, column {column}: {reason}", {"row": row, "column": column, "reason": reason})


def _number(value: Any) -> float | None:
    value = number_in(value.strip()) if isinstance(value, str) else value
    if isinstance(value, (bool, str)) or value is None or not math.isfinite(value):
        return None
    return float(value)


def filled(value: Any) -> bool:
    """Return whether a cell has something in it."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def cells_of(
    values: Sequence[Any], column: str, variable: Any, rows: Sequence[int], problems: list[Problem]
) -> list[Any]:
    """Return the values of a fact as its variable takes them; none where the cell is empty.

    A pay of other months that was not told is no nought: an empty cell is a problem there.
    """
    needed = "@" in column or column == "income_taxed_before"
    typed = []
    for row, value in zip(rows, values, strict=True):
        if needed and not filled(value):
            problems.append(_at(row, column, Problem("the cell is empty: write 0 where there was nothing.")))
            continue
        try:
            typed.append(_value(variable, value) if filled(value) else None)
        except RefusedValueError as error:
            problems.append(_at(row, column, error.problem))
    return typed


def legible(values: Sequence[Any], variable: Any) -> bool:
    """Return whether some cell of a column can be read as a fact, or none has anything in it."""
    told = [value for value in values if filled(value)]
    for value in told:
        with contextlib.suppress(RefusedValueError):
            _value(variable, value)
            return True
    return not told


def _value(variable: Any, value: Any) -> Any:
    """Return a cell as a family file has it, after checking it."""
    if isinstance(value, datetime.date):
        value = value.isoformat()[:10]
    elif isinstance(value, str):
        value = from_cell(variable, value)
    elif variable.value_type is bool and value in (0, 1):
        value = bool(value)
    value_of(variable, value)
    return value
