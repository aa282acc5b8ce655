"""The words of formulas (``base.py`` and the helpers of rules) for values of which only bounds may be known.

Each takes the place of the word of the same name while a family is screened; without a missing fact it is that word.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import EnumArray

from openfisca_kz import base, calendar, groups
from openfisca_kz.assessment.screening_choosing import chosen, greater, lesser, rising
from openfisca_kz.assessment.screening_values import DATE, Choice, Maybe, lift, lifted_maybe, settled
from openfisca_kz.base import Array

#: Word of a formula: the word that takes its place.
WORDS: dict[Any, Any] = {}

# Days since 1970 of the least and the greatest date that a fact may have.
FIRST_DAY = float(np.datetime64("0001-01-01").astype(np.int64))
LAST_DAY = float(np.datetime64("9999-12-31").astype(np.int64))
_MONTHS = (1 * 12, 9999 * 12 + 11)


def instead_of(word: Any) -> Callable[[Any], Any]:
    """Register what takes the place of a word where an argument is open."""

    def register(replacement: Any) -> Any:
        def either(*arguments: Any, **named: Any) -> Any:
            if any(isinstance(one, (Maybe, Choice)) for one in (*arguments, *named.values())):
                return replacement(*arguments, **named)
            return word(*arguments, **named)

        WORDS[word] = either
        return replacement

    return register


# ----- Numbers ----- #

instead_of(np.where)(chosen)
instead_of(np.maximum)(greater)
instead_of(np.minimum)(lesser)
for _rounding in (base.ceil_tenge, base.floor_tenge, base.round_tenge):
    instead_of(_rounding)(lambda amount, word=_rounding: rising(word, amount))


@instead_of(np.clip)
def clip(value: Any, least: Any, most: Any) -> Maybe:
    """Return a value within two others."""
    some = next(one for one in (value, least, most) if isinstance(one, Maybe))
    return lesser(greater(lifted_maybe(value, some), least), most)


@instead_of(base.marginal)
def marginal(scale: Any, amount: Maybe, unit: float = 1.0) -> Maybe:
    """Return the tax of a scale: it never falls as the amount grows."""
    return rising(lambda ends: base.marginal(scale, np.nan_to_num(ends, posinf=1e15, neginf=-1e15), unit), amount)


@instead_of(base.lookup)
def lookup(node: Any, index: Maybe | Choice) -> Maybe:
    """Return the values that a table has for the places or members still possible."""
    if isinstance(index, Choice):
        return index.where(base._enum_table(node, index.possible_values))
    return from_table(base._table(node), index, 0)


def from_table(table: Array, places: Maybe, first: float) -> Maybe:
    """Return the least and the greatest entry of a table between two places, the first of which counts ``first``."""
    ends = [np.clip(bound - first, 0, len(table) - 1).astype(np.int64) for bound in (places.low, places.high)]
    spans = [table[low : high + 1] for low, high in zip(*ends, strict=True)]
    low = np.array([span.min() for span in spans], dtype=np.float64)
    high = np.array([span.max() for span in spans], dtype=np.float64)
    return settled(low, high, places.why, places.world)


@instead_of(base.one_of)
def one_of(values: Choice, *members: Any) -> Maybe:
    """Return whether each value is one of the members."""
    table = np.zeros(values.open.shape[1])
    table[[member.index for member in members]] = 1
    return values.where(table)


def _enum_array(values: Any, members: Any) -> Any:
    if isinstance(values, Choice):
        return values
    if isinstance(values, Maybe):
        return to_choice(values, members)
    return EnumArray(values, members)


WORDS[EnumArray] = _enum_array


def to_choice(values: Maybe, members: Any) -> Choice:
    """Return the members whose places lie within the bounds."""
    places = np.arange(len(list(members)))
    possible = (places >= values.low[:, None]) & (places <= values.high[:, None])
    return Choice(possible, values.why, values.world, members)


# ----- Calendar ----- #


def _days(numbers: Array) -> Array:
    return np.clip(numbers, FIRST_DAY, LAST_DAY).astype(np.int64).astype("datetime64[D]")


def _numbers(days: Array) -> Array:
    return np.asarray(days).astype("datetime64[D]").astype(np.int64).astype(np.float64)


@instead_of(calendar.month_numbers)
def month_numbers(dates: Maybe) -> Maybe:
    """Return the months of dates."""
    return rising(lambda ends: calendar.month_numbers(_days(ends)).astype(np.float64), dates)


@instead_of(calendar.day_of_month)
def day_of_month(dates: Maybe) -> Maybe:
    """Return the day of the month, any day where the date is open."""
    day = calendar.day_of_month(_days(dates.low)).astype(np.float64)
    return settled(np.where(dates.known, day, 1), np.where(dates.known, day, 31), dates.why, dates.world)


@instead_of(calendar.has_date)
def has_date(dates: Maybe) -> Maybe:
    """Return whether dates were given."""
    return dates > FIRST_DAY


def _first_days(months: Array) -> Array:
    return _numbers(calendar.first_days(np.clip(months, *_MONTHS).astype(np.int64)))


@instead_of(calendar.first_days)
def first_days(months: Maybe) -> Maybe:
    """Return the first day of months."""
    return rising(_first_days, months, DATE)


@instead_of(calendar.add_months)
def add_months(dates: Any, count: Any) -> Maybe:
    """Return dates so many months later."""
    some = dates if isinstance(dates, Maybe) else count
    days, months = lift(dates, some), lift(count, some)

    def later(day: Array, month: Array) -> Array:
        room = calendar.month_numbers(_days(day))
        return _numbers(calendar.add_months(_days(day), np.clip(month, 12 - room, _MONTHS[1] - 1 - room)))

    return settled(later(days[0], months[0]), later(days[1], months[1]), days[2] | months[2], some.world, DATE)


@instead_of(calendar.completed_months)
def completed_months(since: Any, until: Any) -> Maybe:
    """Return the months complete between two dates."""
    some = since if isinstance(since, Maybe) else until
    start, end = lift(since, some), lift(until, some)

    def between(first: Array, last: Array) -> Array:
        return calendar.completed_months(_days(first), _days(np.minimum(last, LAST_DAY - 1))).astype(np.float64)

    return settled(between(start[1], end[0]), between(start[0], end[1]), start[2] | end[2], some.world)


# ----- Families ----- #


def _rows(family: Any) -> list[Array]:
    return [np.flatnonzero(family.members_entity_id == place) for place in range(family.count)]


def _gathered(family: Any, values: Maybe, low: Array, high: Array, drop: Array | None = None) -> Maybe:
    why = values.world.nothing(family.count)
    for place, rows in enumerate(_rows(family)):
        kept = rows if drop is None else rows[~drop[rows]]
        why[place] = np.bitwise_or.reduce(values.why[kept], axis=0) if len(kept) else 0
    return settled(low, high, why, values.world, values.kind)


@instead_of(groups.family_sum)
def family_sum(family: Any, array: Any, among: Any = None) -> Maybe:
    """Return sums over the members."""
    values = array * lifted_maybe(among, array) if isinstance(array, Maybe) and among is not None else array
    if not isinstance(values, Maybe):
        values = lifted_maybe(array, among) * among if among is not None else array
    low = np.array([values.low[rows].sum() for rows in _rows(family)])
    high = np.array([values.high[rows].sum() for rows in _rows(family)])
    return _gathered(family, values, low, high)


@instead_of(groups.family_count)
def family_count(family: Any, condition: Maybe) -> Maybe:
    """Return how many members surely meet a condition, and how many may."""
    return family_sum(family, condition)


@instead_of(groups.family_any)
def family_any(family: Any, condition: Maybe) -> Maybe:
    """Return whether any member meets a condition; one who surely does leaves the others without a say."""
    low = np.array([condition.low[rows].max(initial=0) for rows in _rows(family)])
    high = np.array([condition.high[rows].max(initial=0) for rows in _rows(family)])
    result = _gathered(family, condition, low, high)
    for place, rows in enumerate(_rows(family)):
        sure = condition.why[rows[condition.low[rows] == 1]]
        if len(sure):
            result.why[place] = sure[np.argmin((sure != 0).sum(axis=1))]
    return result


def _extreme(family: Any, array: Any, among: Any, empty: float, best: Any) -> Maybe:
    some = array if isinstance(array, Maybe) else among
    values = lifted_maybe(array, some)
    if among is not None:
        values = chosen(among, values, np.full(len(values), empty))
    ends = [np.array([best(end[rows], initial=empty) for rows in _rows(family)]) for end in (values.low, values.high)]
    return _gathered(family, values, np.minimum(*ends), np.maximum(*ends))


@instead_of(groups.family_max)
def family_max(family: Any, array: Any, among: Any = None, empty: float = -np.inf) -> Maybe:
    """Return the greatest value among the members."""
    return _extreme(family, array, among, empty, np.max)


@instead_of(groups.family_min)
def family_min(family: Any, array: Any, among: Any = None, empty: float = np.inf) -> Maybe:
    """Return the least value among the members."""
    return _extreme(family, array, among, empty, np.min)


@instead_of(groups.family_rank)
def family_rank(person: Any, criterion: Any, among: Any) -> Maybe:
    """Return the place of each person: at least after those who surely stand before, at most after all who may."""
    some = criterion if isinstance(criterion, Maybe) else among
    by, chosen_ = lifted_maybe(criterion, some), lifted_maybe(among, some)
    ids = person.simulation.populations[groups.Family.key].members_entity_id
    count = len(ids)
    low, high, why = np.zeros(count), np.zeros(count), some.world.nothing(count)
    for mine in range(count):
        why[mine] |= chosen_.why[mine]
        if chosen_.high[mine] == 0:
            low[mine] = high[mine] = -1
            continue
        for other in np.flatnonzero(ids == ids[mine]):
            if other == mine or chosen_.high[other] == 0:
                why[mine] |= chosen_.why[other]
                continue
            tie = other < mine
            surely = by.high[other] < by.low[mine] or (tie and by.high[other] <= by.low[mine])
            maybe = by.low[other] < by.high[mine] or (tie and by.low[other] <= by.high[mine])
            low[mine] += surely and chosen_.low[other] == 1
            high[mine] += maybe
            if maybe:
                why[mine] |= chosen_.why[other]
            if maybe and not surely:
                why[mine] |= by.why[mine] | by.why[other]
            why[mine] |= (by.why[mine] | by.why[other] | chosen_.why[other]) & some.world.assumed
        if chosen_.low[mine] == 0:
            low[mine] = -1
    return settled(low, high, why, some.world)


__all__ = ["FIRST_DAY", "LAST_DAY", "WORDS", "from_table", "instead_of", "to_choice"]
