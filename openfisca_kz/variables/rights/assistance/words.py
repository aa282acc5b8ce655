"""The quarter of targeted assistance."""

from __future__ import annotations

from openfisca_core.periods import Period

from openfisca_kz.base import MONTH, months_to

MONTHS_IN_QUARTER = 3


def quarter_before(period: Period) -> list[Period]:
    """Return the three months of the quarter before the quarter a period starts in (Social Code, art. 127 p. 2)."""
    first = period.first_month
    month_of_quarter = (first.start.month - 1) % MONTHS_IN_QUARTER
    return months_to(first.offset(-month_of_quarter, MONTH), MONTHS_IN_QUARTER)
