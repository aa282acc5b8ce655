"""Cells of a table and words of a command as the facts take them: numbers, dates, yes and no, names."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from typing import Any

from openfisca_kz.answers.payslip.payers import Payer, payer_of
from openfisca_kz.answers.payslip.payslip import fact_of
from openfisca_kz.families.facts import from_text, number_in, value_of
from openfisca_kz.families.from_file import default_system
from openfisca_kz.problems import Problem, RefusedValueError, refuse

__all__ = ["cells_of", "incomes_of", "typed_fact"]


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


def incomes_of(values: Sequence[Any], column: str, problems: list[Problem]) -> list[float]:
    """Return the incomes of a column as numbers; what is none of them is told among the problems."""
    incomes = []
    for row, value in enumerate(values, start=1):
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


def cells_of(values: Sequence[Any], column: str, who: Payer, problems: list[Problem]) -> list[Any]:
    """Return the values of a fact as its variable takes them; an empty cell is the usual value of the fact."""
    variable = fact_of(column, who, default_system())
    usual = getattr(variable.default_value, "name", variable.default_value)
    typed = []
    for row, value in enumerate(values, start=1):
        empty = value is None or value == "" or (isinstance(value, float) and math.isnan(value))
        try:
            typed.append(usual if empty else _value(variable, value))
        except RefusedValueError as error:
            problems.append(_at(row, column, error.problem))
    return typed


def _value(variable: Any, value: Any) -> Any:
    """Return a cell as a family file has it, after checking it."""
    if isinstance(value, datetime.date):
        value = value.isoformat()[:10]
    elif isinstance(value, str):
        value = from_text(variable, value)
    elif variable.value_type is bool and value in (0, 1):
        value = bool(value)
    value_of(variable, value)
    return value
