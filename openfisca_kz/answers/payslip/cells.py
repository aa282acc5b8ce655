"""Cells of a table and words of a command as the facts take them: numbers, dates, yes and no, names."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from typing import Any

from openfisca_core.indexed_enums import Enum

from openfisca_kz.answers.payslip.payers import Payer, payer_of
from openfisca_kz.answers.payslip.payslip import fact_of
from openfisca_kz.base import RefusedValueError
from openfisca_kz.families.from_file import default_system
from openfisca_kz.problems import InputError, Problem, nearest

__all__ = ["cells_of", "incomes_of", "typed_fact"]

_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_RIGHT = {
    bool: "true or false",
    float: "a number",
    int: "a whole number",
    datetime.date: "a date YYYY-MM-DD",
}


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
        reason = Problem(error.message, error.values)
    except (TypeError, ValueError, OverflowError):
        reason = _wrong(variable, value)
    raise InputError([Problem("{place}: {reason}", {"place": name, "reason": reason})])


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
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) and not isinstance(value, bool) else None


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
            problems.append(_at(row, column, Problem(error.message, error.values)))
        except (TypeError, ValueError, OverflowError):
            problems.append(_at(row, column, _wrong(variable, value)))
    return typed


def _wrong(variable: Any, value: Any) -> Problem:
    if variable.value_type is Enum:
        hint = nearest(value, [member.name for member in variable.possible_values], show=True)
        return Problem("{value} is not one of its values: {hint}", {"value": value, "hint": hint})
    right = Problem(_RIGHT.get(variable.value_type, "a name"))
    return Problem("{value} is not {right}.", {"value": value, "right": right})


def _value(variable: Any, value: Any) -> Any:
    if variable.value_type is bool:
        word = str(value).strip().lower()
        if word not in _WORDS:
            raise ValueError(word)
        return _WORDS[word]
    if variable.value_type in (int, float):
        number = _number(value)
        if number is None or (variable.value_type is int and not number.is_integer()):
            raise ValueError(value)
        return variable.check_set_value(variable.value_type(number))
    if variable.value_type is datetime.date:
        if isinstance(value, datetime.datetime):
            value = value.date()
        return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(str(value).strip())
    if variable.value_type is Enum and str(value).strip() not in variable.possible_values.__members__:
        raise ValueError(value)
    return str(value).strip()
