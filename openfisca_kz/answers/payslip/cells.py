"""Cells of a table and words of a command as the facts take them: numbers, dates, yes and no, names."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from typing import Any

from openfisca_kz.answers.payslip.payers import payer_of
from openfisca_kz.answers.payslip.payslip import fact_of
from openfisca_kz.families.facts import value_of
from openfisca_kz.families.tables import from_cell, number_in
from openfisca_kz.problems import Problem, RefusedValueError, refuse

__all__ = ["cells_of", "filled", "incomes_of", "legible", "typed_fact"]


def typed_fact(name: str, value: Any, payer: str) -> Any:
    """Return the value of a fact as its variable takes it.

    Args:
        name: the fact, such as ``disability_group``, or of one month ``salary@2026-03``.
        value: text, or a value of its kind.
        payer: whose payslip it is for.

    Raises:
        InputError: there is no such fact, or it has no such value.

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
            reason = Problem("a number of tenge from zero up is expected, not {value}.", {"value": _shown(value)})
            problems.append(_at(row, column, reason))
        incomes.append(number or 0.0)
    return incomes


def _at(row: int, column: str, reason: Problem) -> Problem:
    return Problem("Row {row}, column {column}: {reason}", {"row": row, "column": column, "reason": reason})


def _shown(value: Any) -> Any:
    return Problem("an empty cell") if value is None or value == "" else value


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
    """Return the values of a fact as its variable takes them; an empty cell is the usual value of the fact.

    Args:
        values: the cells.
        column: their heading.
        variable: of the fact.
        rows: the numbers of their rows.
        problems: takes what cannot be read.

    """
    usual = getattr(variable.default_value, "name", variable.default_value)
    typed = []
    for row, value in zip(rows, values, strict=True):
        try:
            typed.append(_value(variable, value) if filled(value) else usual)
        except RefusedValueError as error:
            problems.append(_at(row, column, error.problem))
    return typed


def legible(values: Sequence[Any], variable: Any) -> bool:
    """Return whether some cell of a column can be read as a fact, or none has anything in it."""
    told = [value for value in values if filled(value)]
    return not told or any(_can_be_read(variable, value) for value in told)


def _can_be_read(variable: Any, value: Any) -> bool:
    try:
        _value(variable, value)
    except RefusedValueError:
        return False
    return True


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
