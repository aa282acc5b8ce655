"""What held in the month of each one's own date, where the date or what held may be open."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from openfisca_core.periods import DateUnit, Instant, Period

from openfisca_kz.engine.open.hooks import is_open, world_of_simulation
from openfisca_kz.engine.open.rules import sides, where
from openfisca_kz.engine.open.values import Array, World, settled

Word = TypeVar("Word", bound=Callable[..., Any])

_MONTHS_IN_YEAR = 12


def _month(day: Any) -> Period:
    year, month = divmod(int(day.astype("datetime64[M]").astype(np.int64)) + 1970 * _MONTHS_IN_YEAR, _MONTHS_IN_YEAR)
    return Period((DateUnit.MONTH, Instant((year, month + 1, 1)), 1))


def _ends(value: Any, count: int, world: World) -> tuple[Array, Array, Array]:
    low, high, why = sides(value)
    low, high = (np.broadcast_to(end, (count,)) for end in (low, high))
    return low, high, world.nothing(count) if why is None else why


def _of_month(dates: Any, among: Any, read: Callable[[Period], Any], empty: Any, world: World) -> Any:
    """Return what ``read`` gives for the month of each date; anything at all where the date is open."""
    count = len(dates)
    day, latest, day_why = _ends(dates, count, world)
    _, asked, _ = _ends(among, count, world)
    known = day == latest
    months = day.astype("datetime64[M]")
    low = np.full(count, empty)
    high, why = low.copy(), day_why.copy()
    for month in np.unique(months[known & asked]):
        rows = np.flatnonzero(known & (months == month))
        least, most, reasons = _ends(read(_month(month)), count, world)
        if least.dtype != low.dtype:
            low, high = (end.astype(np.result_type(low, least)) for end in (low, high))
        low[rows], high[rows] = least[rows], most[rows]
        why[rows] = reasons[rows] | (day_why[rows] & world.assumed)
    unknown = ~known & asked
    if unknown.any():
        truth = isinstance(empty, bool)
        if not truth:
            low, high = low.astype(float), high.astype(float)
        low[unknown], high[unknown] = (False, True) if truth else (0.0, np.inf)
        why[unknown] |= world.simulation.may_be_read(lambda: read(world.simulation.month))[unknown]
    return where(among, settled(low, high, why, world), np.full(count, empty))


def at_own_month(word: Word) -> Word:
    """Return ``at_months(dates, among, read, empty)`` with a rule for open dates."""

    @functools.wraps(word)
    def either(dates: Any, among: Any, read: Any, empty: Any = 0.0) -> Any:
        if not is_open(dates, among):
            return word(dates, among, read, empty)
        world = dates.world if is_open(dates) else among.world
        return _of_month(dates, among, read, empty, world)

    return cast(Word, either)


def of_people_at_own_month(word: Word) -> Word:
    """Return ``of_own_month(people, dates, among, read, empty)`` with a rule: what is read may be open at any date."""

    @functools.wraps(word)
    def either(people: Any, dates: Any, among: Any, read: Any, empty: Any = 0.0) -> Any:
        world = world_of_simulation(people.simulation)
        if world is None:
            return word(people, dates, among, read, empty)
        return _of_month(dates, among, lambda month: read(people, month), empty, world)

    return cast(Word, either)


def at_own_day(dates: Any, among: Any, read: Callable[[str], float], empty: float = 0.0) -> Any:
    """Return the figure of each one's own day; any figure from none upwards where the day is open."""
    world: World = dates.world if is_open(dates) else among.world
    count = len(dates)
    day, latest, why = _ends(dates, count, world)
    _, asked, _ = _ends(among, count, world)
    low, high = np.zeros(count), np.full(count, np.inf)
    for place in np.flatnonzero((day == latest) & asked):
        low[place] = high[place] = read(str(day[place]))
    return where(among, settled(low, high, why, world), np.full(count, float(empty)))
