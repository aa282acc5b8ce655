"""Checks one value and one period of a request against the variable they are said of."""

from __future__ import annotations

import datetime
import functools
import math
import re
from collections.abc import Iterable
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit, Period

from openfisca_kz.base import RefusedValueError
from openfisca_kz.problems import Problem, nearest
from openfisca_kz.web.body import printable

#: A period of each kind, as an example.
EXAMPLES = {
    DateUnit.MONTH: "2026-06",
    DateUnit.YEAR: "2026",
    DateUnit.ETERNITY: "ETERNITY",
    DateUnit.DAY: "2026-06-15",
}

_KINDS = {
    bool: "true or false",
    float: "a number",
    int: "a whole number",
    datetime.date: "a date YYYY-MM-DD",
    str: "a text",
}

# What core works out in a text: sums such as 2000 + 500, and nothing else.
_SUM = re.compile(r"[-+*/(). \d]{1,40}|-?\d{1,20}(\.\d{1,20})?[eE][-+]?\d{1,2}")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_LONGEST_NAME = 60


class WrongValueError(ValueError):
    """A value or a period that cannot be used; ``problem`` is the sentence, without the place."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


def hint(word: Any, known: Iterable[str]) -> Problem:
    """Return the hint for a name that is none: the nearest right one, or where all are listed."""
    if len(str(word)) > _LONGEST_NAME:
        return Problem("`/variables` lists them.")
    near = nearest(word, known)
    return near if near.values else Problem("`/variables` lists them.")


@functools.lru_cache(maxsize=4096)
def parsed(text: str) -> Period | None:
    """Return the period that a text stands for, in the one spelling that core stores; None if it is none."""
    try:
        return periods.period(str(periods.period(text)))
    except (ValueError, TypeError, OverflowError, AttributeError):
        return None


def period_of(variable: Any, text: str, asked: bool) -> Period:
    """Return the period that a value is told or asked for.

    Args:
        variable: what it is a value of.
        text: the period as it was written.
        asked: whether the value is asked; what is told of a year may be spread over months by some variables.

    Raises:
        WrongValueError: it is no period, or none of this variable.

    """
    right = EXAMPLES.get(variable.definition_period, EXAMPLES[DateUnit.MONTH])
    period = parsed(text) if len(text) <= _LONGEST_NAME else None
    if period is None:
        raise WrongValueError(
            Problem("{period} is not a period: write it as {right}.", {"period": printable(text), "right": right})
        )
    if period.unit == DateUnit.ETERNITY and text != EXAMPLES[DateUnit.ETERNITY]:
        raise WrongValueError(Problem("write ETERNITY in capital letters, not {period}.", {"period": text}))
    if variable.definition_period == DateUnit.ETERNITY:
        return Period.eternity()
    whole = period.unit == variable.definition_period and period.size == 1
    spread = not asked and variable.set_input is not None and period.unit != DateUnit.ETERNITY
    if not (whole or spread):
        message = "{period} is not a period of this variable: write it as {right}."
        raise WrongValueError(Problem(message, {"period": text, "right": right}))
    return period


def stored(variable: Any, value: Any) -> Any:
    """Return a value as the variable stores it.

    Raises:
        WrongValueError: the value is of another kind, or one that the law cannot mean.

    """
    kind = variable.value_type
    if kind is Enum:
        return _member(variable, value)
    if not _fits(kind, value):
        raise _not_right(kind, value)
    if kind is datetime.date:
        return _date(value)
    try:
        result = variable.check_set_value(value)
    except RefusedValueError as error:
        quoted = {key: printable(part) if isinstance(part, str) else part for key, part in error.values.items()}
        raise WrongValueError(Problem(error.message, quoted)) from None
    except (ValueError, TypeError, OverflowError, ArithmeticError, SyntaxError, KeyError):
        raise _not_right(kind, value) from None
    if kind is float and not np.isfinite(result):
        raise _not_right(kind, value)
    return result


def _fits(kind: type, value: Any) -> bool:
    """Return whether a value is of a kind; core takes 5 for the 6th of January 1970 and 2.7 for 2."""
    if kind is bool:
        return isinstance(value, bool)
    if isinstance(value, (bool, list, dict)):
        return False
    if kind in (int, float):
        if isinstance(value, str):
            return "**" not in value and "//" not in value and bool(_SUM.fullmatch(value))
        if isinstance(value, float):
            return math.isfinite(value) and (kind is float or value.is_integer())
        return True
    if kind is datetime.date:
        return isinstance(value, str) and bool(_DATE.fullmatch(value))
    return isinstance(value, str)


def _date(value: str) -> Any:
    try:
        return np.datetime64(datetime.date.fromisoformat(value + "-01" * (2 - value.count("-"))), "D")
    except ValueError:
        raise _not_right(datetime.date, value) from None


def _member(variable: Any, value: Any) -> Any:
    names = list(variable.possible_values.__members__)
    if not isinstance(value, str):
        message = "a name is expected, not {value}: it is one of {names}."
        raise WrongValueError(Problem(message, {"value": printable(value), "names": ", ".join(names)}))
    if value not in variable.possible_values.__members__:
        one = nearest(value, names, show=True) if len(value) <= _LONGEST_NAME else nearest("", names, show=True)
        raise WrongValueError(
            Problem("{value} is not one of its values: {hint}", {"value": printable(value), "hint": one})
        )
    return variable.check_set_value(value)


def _not_right(kind: type, value: Any) -> WrongValueError:
    right = Problem(_KINDS.get(kind, "a text"))
    return WrongValueError(Problem("{value} is not {right}.", {"value": printable(value), "right": right}))


def plain(variable: Any, values: Any, index: int) -> Any:
    """Return one of the values of a variable as core's API writes it."""
    if variable.value_type is Enum:
        return list(variable.possible_values)[int(values[index])].name
    if variable.value_type is float:
        # The shortest text of a single keeps 0.1 from becoming 0.10000000149.
        return float(values[index]) if values.dtype == np.float64 else float(str(values[index]))
    if variable.value_type is str:
        return str(values[index])
    return values[index].tolist()
