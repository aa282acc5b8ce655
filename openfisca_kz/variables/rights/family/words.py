"""Words that the rights of families share: shares of a month, dates on which a right arose, terms of claims."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.periods import Instant, Period

from openfisca_kz.base import (
    MONTH,
    MONTHS_IN_YEAR,
    YEAR,
    day_of_month,
    days_in_month,
    first_day,
    has_date,
    last_day,
    maximum,
    minimum,
    month_number,
    month_numbers,
    where,
)

Array = NDArray[Any]

TIYN_IN_TENGE = 100


def round_tiyn(amount: Array) -> Array:
    """Round half up to the tiyn, as the fund's payments are printed (32 725.83). KZT to KZT."""
    result = np.asarray(amount, dtype=np.float64) * TIYN_IN_TENGE
    result += 0.5 + 1e-6
    return np.floor(result, out=result) / TIYN_IN_TENGE


def add_months(dates: Array, count: int | Array) -> Array:
    """Return the day on which ``count`` months from each date end: the same day, or the last of a shorter month.

    Civil Code, art. 173: a term that ends in a month without that day ends on its last day.
    """
    months = dates.astype("datetime64[M]") + np.asarray(count, dtype="timedelta64[M]")
    first = months.astype("datetime64[D]")
    last = (months + 1).astype("datetime64[D]") - 1
    return minimum(first + (day_of_month(dates) - 1), last)


def share_of_month(period: Period, since: Array, until: Array, by_days: bool) -> Array:
    """Return the part of the month from the day ``since`` to the day ``until``, both included; 0 to 1.

    Not by days, the month of ``since`` counts whole and the month of ``until`` does not count
    (docs/doubts/family.md, "Partial months").
    """
    begin = maximum(since, first_day(period))
    end = minimum(until, last_day(period))
    days = maximum((end - begin).astype(np.int64) + 1, 0)
    now = month_number(period)
    whole = (month_numbers(since) <= now) & (now < month_numbers(until))
    return where(by_days, days / days_in_month(period), whole)


def at_months(dates: Array, among: Array, read: Callable[[Period], Any], empty: float | bool = 0.0) -> Array:
    """Return for each one what ``read`` gives for the month of its own date.

    A right keeps what held in the month in which it arose: the average income, the cap. ``read`` runs once for
    each month that occurs, so a family without such a right costs nothing.

    Args:
        dates: the date on which the right arose, one entry each.
        among: whose value is asked; the others get ``empty``.
        read: takes a month, returns an array of the same length or a number.
        empty: the value of who is not among.

    """
    result = np.full(len(dates), empty)
    asked = np.flatnonzero(among)
    months = dates[asked].astype("datetime64[M]")
    for month in np.unique(months):
        year, number = divmod(int(month_numbers(month)), MONTHS_IN_YEAR)
        of_month = asked[months == month]
        values = read(Period((MONTH, Instant((year, number + 1, 1)), 1)))
        result[of_month] = np.broadcast_to(values, len(dates))[of_month]
    return result


def at_days(dates: Array, among: Array, read: Callable[[str], float], empty: float = 0.0) -> Array:
    """Return for each one the number that ``read`` gives for its own date, a figure of the law; ``empty`` for who
    is not among.
    """
    result = np.full(len(dates), empty)
    days, positions = np.unique(dates[among], return_inverse=True)
    result[among] = np.array([read(str(day)) for day in days], dtype=np.float64)[positions]
    return result


def claimed_in_time(claim: Array, since: Array, limit: Callable[[Period], Any]) -> Array:
    """Return whether a right was claimed within its term; yes where no claim date is given.

    Args:
        claim: date of the claim, or NO_DATE.
        since: the day from which the term runs.
        limit: takes the month of the claim, returns the term then in force, months.

    """
    claimed = has_date(claim)
    months = at_months(claim, claimed, limit)
    return ~claimed | (claim <= add_months(since, months.astype(np.int64)))


def carried_forward(period: Period, first_year: int, add: Callable[[Period, Any], Any]) -> Any:
    """Return what a balance has grown to in the year of ``period``.

    Args:
        period: the year asked.
        first_year: the year in which the balance begins.
        add: takes a year and the balance before it, returns the balance after it.

    """
    balance: Any = 0.0
    for year in range(int(first_year), period.start.year + 1):
        balance = add(Period((YEAR, Instant((year, 1, 1)), 1)), balance)
    return balance
