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
    Family,
    add_months,
    days_in_month,
    family_max,
    first_day,
    has_date,
    last_day,
    maximum,
    memo,
    minimum,
    month_number,
    month_numbers,
    only,
    rounded,
    where,
)
from openfisca_kz.engine.open.hooks import moves, when_open
from openfisca_kz.engine.open.months import at_own_day, at_own_month, of_people_at_own_month
from openfisca_kz.variables.rights.pensions.dated import figure_of_month

Array = NDArray[Any]

TIYN_IN_TENGE = 100


@moves(amount=1)
def round_tiyn(amount: Array) -> Array:
    """Round half up to the tiyn, as the fund's payments are printed (32 725.83). KZT to KZT."""

    def to_nearest(result: Array) -> None:
        result *= TIYN_IN_TENGE
        result += 0.5 + 1e-6
        np.floor(result, out=result)
        result /= TIYN_IN_TENGE

    return rounded(amount, to_nearest)


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


def latest_entry(family: Any, period: Period, newcomers: Array) -> Array:
    """Return the last day on which one of the newcomers came into each family; the first of the month if none did.

    In most months nobody comes: the days are then not read, and no explanation names them.
    """
    first = first_day(period)
    if not np.any(newcomers):
        return np.full(family.count, first)
    entered = family.members("family_entry_date", period).astype("int64")
    return family_max(family, entered, newcomers, empty=first.astype("int64")).astype("datetime64[D]")


@at_own_month
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


@of_people_at_own_month
def of_own_month(
    people: Any, dates: Array, among: Array, read: Callable[[Any, Period], Any], empty: Any = 0.0
) -> Array:
    """Return for each person what a variable was in the month of the person's own date.

    As ``at_months``, for values of people instead of figures. The months gone by are calculated for the families of
    those asked only: two years of salaries of a whole country, for the few who had a child, would cost all the rest.

    Args:
        people: the persons of the formula.
        dates: the date on which the right arose, one entry each.
        among: whose value is asked; the others get ``empty``.
        read: takes the persons and a month, returns their values.
        empty: the value of who is not among.

    """
    result = np.full(len(dates), empty)
    asked = np.flatnonzero(among)
    if not len(asked):
        return result
    some, place = families_of(people, asked)
    months = dates[asked].astype("datetime64[M]")
    for month in np.unique(months):
        year, number = divmod(int(month_numbers(month)), MONTHS_IN_YEAR)
        values = read(some, Period((MONTH, Instant((year, number + 1, 1)), 1)))
        now = months == month
        result[asked[now]] = values[place[now]]
    return result


def families_of(people: Any, asked: Array) -> tuple[Any, Array]:
    """Return persons who are the families of those asked, and the place of each one asked among them.

    Where most are asked, where reasons are kept for each person, or where facts hold in every month and more may yet
    be told or asked (so that months gone by are calculated anyway), it is everybody.
    """
    simulation = people.simulation
    families = simulation.populations[Family.key]
    known = memo(simulation)
    kept, part = known.get("part", (None, None))
    chosen = np.zeros(families.count, dtype=bool) if kept is None else kept.copy()
    chosen[families.members_entity_id[asked]] = True
    more_to_come = getattr(simulation, "given", True) and not getattr(simulation, "as_told", False)
    if more_to_come or simulation.trace or np.count_nonzero(chosen) >= 0.5 * len(chosen):
        return people, asked
    if part is None or np.any(chosen & ~kept):
        kept, part = known["part"] = chosen, simulation.part(chosen)
    rows = np.flatnonzero(kept[families.members_entity_id])
    return part.persons, np.searchsorted(rows, asked)


@when_open(at_own_day)
def at_days(dates: Array, among: Array, read: Callable[[str], float], empty: float = 0.0) -> Array:
    """Return for each one the number that ``read`` gives for its own date, a figure of the law; ``empty`` for who
    is not among.
    """
    result = np.full(len(dates), empty)
    days, positions = np.unique(dates[among], return_inverse=True)
    result[among] = np.array([read(str(day)) for day in days], dtype=np.float64)[positions]
    return result


def claimed_in_time(someone: Any, claim: Array, since: Array, path: str) -> Array:
    """Return whether a right was claimed within its term; yes where no claim date is given.

    Args:
        someone: the persons or families of the formula.
        claim: date of the claim, or NO_DATE.
        since: the day from which the term runs.
        path: the parameter of the term, months; the one in force on the day of the claim decides.

    """

    def in_time(day: Array, since: Array) -> Array:
        return day <= add_months(since, figure_of_month(someone, path, month_numbers(day)))

    claimed = has_date(claim)
    return ~claimed | only(claimed, in_time, claim, since, empty=False)


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
