"""Figures of other days than the month asked: a schedule to come, the law of an award, increases since then.

A parameter answers for one day. A pension needs the whole row of its dates: the first day on which an age is
reached under a schedule, the figure of the day of each person's award, every increase after it. Each function
takes the path of a parameter and reads it from the simulation's own law, so that a reform is respected. All of
them count in calendar months, as every such figure changes on the first day of one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_kz.base import (
    MONTHS_IN_YEAR,
    ONE_DAY,
    add_months,
    by_month,
    ceil_in_place,
    day_of_month,
    first_days,
    maximum,
    month_number,
    month_numbers,
    only,
    where,
)
from openfisca_kz.engine.open.hooks import by_table, moves

Array = NDArray[Any]

#: A month that does not come.
NEVER = 1 << 20


def of_those(person: Any, among: Any, word: Callable[..., Array], *arrays: Any) -> Array:
    """Return what a word gives for those among and 0 for the others; a trace sees the figures of everybody."""
    return where(among, word(*arrays), 0) if person.simulation.trace else only(among, word, *arrays)


def steps(person: Any, path: str) -> tuple[Array, Array]:
    """Return the months (counted from year 0) and the values of every change of a parameter, oldest first.

    Raises:
        ValueError: a change does not begin on the first day of a month.

    """
    months, values, _ = _rows(person, path)
    return months, values


def _rows(person: Any, path: str) -> tuple[Array, Array, Array]:
    """Return the months and values of every change, and the value of each month from the first change to the last."""
    parameter = person.simulation.tax_benefit_system.parameters
    for name in path.split("."):
        parameter = parameter.children[name]
    if not getattr(parameter, "frozen", False):
        return _rows_of(parameter)
    # A family asks for some hundred rows of changes, and they are few.
    if "rows" not in parameter.kept:
        parameter.kept["rows"] = _rows_of(parameter)
    kept: tuple[Array, Array, Array] = parameter.kept["rows"]
    return kept


def _rows_of(parameter: Any) -> tuple[Array, Array, Array]:
    changes = [(np.datetime64(entry.instant_str), entry.value) for entry in parameter.values_list[::-1]]
    days = np.array([day for day, _ in changes], dtype="datetime64[D]")
    if np.any(day_of_month(days[1:]) > 1):
        raise ValueError(f"{parameter.name} changes within a month: pensions are counted by whole months")
    months, values = month_numbers(days), np.array([value for _, value in changes], dtype=np.float64)
    by_month = np.repeat(values, np.diff(months, append=months[-1] + 1))
    for row in (months, values, by_month):
        row.flags.writeable = False
    return months, values, by_month


class Dated(np.ndarray):
    """A figure as each person's own day has it, for a trace: with the first day of the figure, None where it is none.

    Attributes:
        days: the day from which the figure of each person is in force, such as 2019-01-01.

    """

    days: list[str | None]


def tell_trace(person: Any, path: str, figures: Any, days: Any, told: Array) -> None:
    """Tell the trace of a calculation which figure was read for each person.

    Args:
        person: the persons asked.
        path: the parameter.
        figures: its value, one or for each person.
        days: first day of that value, one or for each person.
        told: for whom it was read.

    """
    value = np.array(np.broadcast_to(figures, told.shape), dtype=np.float64).view(Dated)
    first = np.broadcast_to(days, told.shape)
    value.days = [str(day) if counts else None for day, counts in zip(first, told, strict=True)]
    person.simulation.tracer.record_parameter_access(path, str(np.max(first)), value)


def tell_late(person: Any, path: str, months: Any) -> None:
    """Tell the calculation of a month whose yearly figures are not enacted that it read one of such a month."""
    late = getattr(person.simulation, "late", None)
    if late is not None and late.period is not None and np.any(months > month_number(late.known_until)):
        late.record(path)


def first_month(person: Any, *paths: str) -> int:
    """Return the first month (counted from year 0) for which all the parameters are known."""
    return int(np.max([steps(person, path)[0][0] for path in paths]))


def _by_month(person: Any, path: str, _: Array) -> tuple[Array, int]:
    """Return the table that ``figure_of_month`` reads and the month of its first entry."""
    starts, _, by_month = _rows(person, path)
    return by_month, int(starts[0])


@by_table(_by_month, "months")
def figure_of_month(person: Any, path: str, months: Array) -> Array:
    """Return the figure in force in each month (counted from year 0); before the first, the first."""
    starts, _, by_month = _rows(person, path)
    figures = by_month.take(months - starts[0], mode="clip")
    tell_late(person, path, months)
    if person.simulation.trace and np.ndim(figures) and len(figures):
        place = maximum(np.searchsorted(starts, months, side="right") - 1, 0)
        tell_trace(person, path, figures, first_days(starts)[place], np.ones(len(figures), dtype=bool))
    return figures


def month_of_reaching(person: Any, path: str, birth_months: Array) -> Array:
    """Return the first month in which each person has the age that a schedule asks in that month.

    Each step of the schedule is taken in turn. Who reaches its age before the next step keeps that month; who
    does not is asked the next age, not before the day it comes in force. The first step has no beginning.

    Args:
        person: the persons asked.
        path: a parameter, in years of age.
        birth_months: month of birth, counted from year 0.

    """
    starts, ages = steps(person, path)
    age_months = np.rint(ages * MONTHS_IN_YEAR).astype(np.int32)

    def reached(born: Array) -> Array:
        month = born + age_months[0]
        for start, age in zip(starts[1:], age_months[1:], strict=True):
            later = maximum(born + age, start)
            month = where(month < start, month, later)
        return month

    return by_month(reached, birth_months)


@moves(months=-1, since=1)
def month_of_enough(person: Any, path: str, months: Array, since: Array) -> Array:
    """Return the first month, from its own on, in which a schedule asks no more than each has; ``NEVER`` if none.

    Args:
        person: the persons asked.
        path: a parameter, in years.
        months: what each has.
        since: the month from which each may ask, counted from year 0.

    """
    starts, years = steps(person, path)
    ends = [*starts[1:], NEVER]
    result = np.full(len(months), NEVER)
    for start, end, needed in reversed(list(zip(starts, ends, years, strict=True))):
        first = maximum(since, start)
        result = where((months >= needed * MONTHS_IN_YEAR) & (first < end), first, result)
    return result


@moves(amounts=1, since=-1)
def raised(person: Any, path: str, amounts: Array, since: Array, until: int) -> Array:
    """Return each amount after every increase between two months, rounded up to the tenge each time.

    An award made in the month of an increase is already at the new figures, and is not raised.

    Args:
        person: the persons asked.
        path: the increases, a share by date.
        amounts: KZT at the award.
        since: month of the award, counted from year 0.
        until: month asked, counted from year 0.

    """
    result = np.zeros(len(amounts))
    chosen = np.flatnonzero(amounts > 0)
    if not len(chosen):  # in most families nobody has such a pension
        return result
    starts, rates = steps(person, path)
    tell_late(person, path, until)
    chosen = chosen[np.argsort(since[chosen], kind="stable")]
    amount, award = amounts[chosen], since[chosen]
    earlier = np.searchsorted(award, starts)  # the awards before each increase
    for start, rate, count in zip(starts.tolist(), rates.tolist(), earlier.tolist(), strict=True):
        if start > until or rate <= 0:
            continue
        if count:
            grown = amount[:count]
            grown *= 1 + rate
            ceil_in_place(grown)
        if person.simulation.trace and len(amounts):
            tell_trace(person, path, rate, first_days(start), (amounts > 0) & (since < start))
    result[chosen] = amount
    return result


def same_day(dates: Array, months: Array) -> Array:
    """Return the day so many months later: the same number, the last day if there is none, or where it was last."""
    ended_month = day_of_month(dates + ONE_DAY) == 1
    last = first_days(month_numbers(dates) + months + 1) - ONE_DAY
    return where(ended_month, last, add_months(dates, months))
