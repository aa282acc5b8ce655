"""Values and periods as core's API writes them: sums as text, any spelling of a period that core takes."""

from __future__ import annotations

import functools
import re
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.commons import eval_expression
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit, Period

from openfisca_kz.families.facts import TWO_MEANINGS, not_right, value_of
from openfisca_kz.problems import RefusedValueError

#: A period of each kind, as an example.
EXAMPLES = {
    DateUnit.MONTH: "2026-06",
    DateUnit.YEAR: "2026",
    DateUnit.ETERNITY: "ETERNITY",
    DateUnit.DAY: "2026-06-15",
}

# What core works out in a text: sums such as 2000 + 500, and nothing else.
_SUM = re.compile(r"(?!.*(\*\*|//))[-+*/(). 0-9]{1,40}|-?[0-9]{1,20}(\.[0-9]{1,20})?[eE][-+]?[0-9]{1,2}")
_LONGEST_PERIOD = 60


@functools.lru_cache(maxsize=4096)
def parsed(text: str) -> Period | None:
    """Return the period that a text stands for, in the one spelling that core stores; None if it is none."""
    try:
        return periods.period(str(periods.period(text))) if text.isascii() else None
    except (ValueError, TypeError, OverflowError, AttributeError):
        return None


def period_of(variable: Any, text: str, asked: bool) -> Period:
    """Return the period that a value is told or asked for.

    Args:
        variable: what it is a value of.
        text: the period as it was written.
        asked: whether the value is asked; what is told of a year may be spread over months by some variables.

    Raises:
        RefusedValueError: it is no period, or none of this variable.

    """
    right = EXAMPLES.get(variable.definition_period, EXAMPLES[DateUnit.MONTH])
    period = parsed(text) if len(text) <= _LONGEST_PERIOD else None
    if period is None:
        raise RefusedValueError("{period} is not a period: write it as {right}.", period=text, right=right)
    if period.unit == DateUnit.ETERNITY and text != EXAMPLES[DateUnit.ETERNITY]:
        raise RefusedValueError("write ETERNITY in capital letters, not {period}.", period=text)
    if variable.definition_period == DateUnit.ETERNITY:
        return Period.eternity()
    whole = period.unit == variable.definition_period and period.size == 1
    spread = not asked and variable.set_input is not None and period.unit != DateUnit.ETERNITY
    if not (whole or spread):
        message = "{period} is not a period of this variable: write it as {right}."
        raise RefusedValueError(message, period=text, right=right)
    return period


def stored(variable: Any, value: Any) -> Any:
    """Return a value as the variable stores it; a text that is a sum is worked out, as core does.

    Raises:
        RefusedValueError: the value is of another kind, or one that the law cannot mean.

    """
    told = value
    if variable.value_type in (int, float) and isinstance(value, str) and _SUM.fullmatch(value):
        if TWO_MEANINGS.fullmatch(value):
            raise not_right(variable, value)
        try:
            told = np.asarray(eval_expression(value)).item()
        except (ValueError, TypeError, ArithmeticError, SyntaxError, KeyError):
            raise not_right(variable, value) from None
    result = value_of(variable, told)
    if variable.value_type is float and not np.isfinite(result):  # more than the single precision of other countries
        raise not_right(variable, value)
    return result


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
