"""In which period a variable is asked."""

from __future__ import annotations

from typing import Any

from openfisca_core.periods import DateUnit, Period


def period_of(variable: Any, month: Period) -> Period:
    """Return the period in which a variable is asked for a month: the month, its year, or ever."""
    if variable.definition_period == DateUnit.ETERNITY:
        return Period.eternity()
    return month.this_year if variable.definition_period == DateUnit.YEAR else month
