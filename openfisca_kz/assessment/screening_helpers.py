"""The helpers of rules (words of families, pensions, contributions) for values of which only bounds may be known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core.periods import Instant, Period

from openfisca_kz.assessment.screening_choosing import chosen, rising
from openfisca_kz.assessment.screening_values import Choice, Maybe, lifted_maybe, settled
from openfisca_kz.assessment.screening_words import FIRST_DAY, LAST_DAY, WORDS, from_table, instead_of
from openfisca_kz.base import MONTH, MONTHS_IN_YEAR, add_months, months_of_year_to, months_to
from openfisca_kz.entities import Person
from openfisca_kz.variables.duties import year_to_date
from openfisca_kz.variables.rights.family import childcare, words
from openfisca_kz.variables.rights.pensions import dated
from openfisca_kz.variables.status import choice

# ----- Figures of other days ----- #


@instead_of(dated.figure_of_month)
def figure_of_month(person: Any, path: str, months: Maybe) -> Maybe:
    """Return the figures in force between two months."""
    starts, values = dated.steps(person, path)
    by_month = np.repeat(values, np.diff(starts, append=starts[-1] + 1))
    return from_table(by_month, months, starts[0])


@instead_of(dated.raised)
def raised(person: Any, path: str, amounts: Any, since: Any, until: int) -> Maybe:
    """Return the amounts after the fewest and after the most increases that may have been made."""
    some = amounts if isinstance(amounts, Maybe) else since
    amount, award = lifted_maybe(amounts, some), lifted_maybe(since, some)
    low = dated.raised(person, path, np.maximum(amount.low, 0), award.high, until)
    high = dated.raised(person, path, np.where(np.isfinite(amount.high), amount.high, 0), award.low, until)
    high = np.where(np.isfinite(amount.high), high, np.inf)
    return settled(low, high, amount.why | award.why, some.world)


@instead_of(words.round_tiyn)
def round_tiyn(amount: Maybe) -> Maybe:
    """Round to the tiyn; rounding never turns the order around."""
    return rising(words.round_tiyn, amount)


# ----- What held in another month ----- #


def _month(number: int) -> Period:
    year, month = divmod(number, MONTHS_IN_YEAR)
    return Period((MONTH, Instant((year, month + 1, 1)), 1))


def _of_month(dates: Any, among: Any, read: Callable[[Period], Any], empty: Any, bounds: Any) -> Any:
    """Return what ``read`` gives for the month of each date; anything at all where the date is open."""
    some = next((one for one in (dates, among) if isinstance(one, Maybe)), None)
    if some is None:
        some = Maybe(np.zeros(len(dates)), np.zeros(len(dates)), bounds.world.nothing(len(dates)), bounds.world)
    day, asked = lifted_maybe(dates, some), lifted_maybe(among, some)
    months = np.asarray(np.clip(day.low, FIRST_DAY, LAST_DAY)).astype("datetime64[D]").astype("datetime64[M]")
    numbers = months.astype(np.int64) + 1970 * MONTHS_IN_YEAR
    low = np.full(len(day), float(empty))
    high, why = low.copy(), day.why.copy()
    fixed = day.known
    for number in np.unique(numbers[fixed & (asked.high == 1)]):
        rows = np.flatnonzero(fixed & (numbers == number))
        values = lifted_maybe(read(_month(int(number))), some)
        low[rows], high[rows] = values.low[rows], values.high[rows]
        why[rows] = values.why[rows] | (day.why[rows] & bounds.world.assumed)
    open_ = ~fixed & (asked.high == 1)
    if open_.any():
        low[open_] = 0.0
        high[open_] = 1.0 if isinstance(empty, bool) else np.inf
        why[open_] |= bounds.may_be_read(lambda: read(bounds.month), Person.key)[open_]
    return chosen(asked, Maybe(low, high, why, bounds.world), np.full(len(day), float(empty)))


def at_months(dates: Any, among: Any, read: Callable[[Period], Any], empty: Any = 0.0) -> Any:
    """Return for each one what ``read`` gives for the month of its own date."""
    some = next(one for one in (dates, among) if isinstance(one, Maybe))
    return _of_month(dates, among, read, empty, some.world.bounds)


def of_own_month(people: Any, dates: Any, among: Any, read: Any, empty: Any = 0.0) -> Any:
    """Return for each person what a variable was in the month of the person's own date."""
    return _of_month(dates, among, lambda month: read(people, month), empty, people.bounds)


instead_of(words.at_months)(at_months)
WORDS[words.of_own_month] = of_own_month  # what is read may be open though the date is known


@instead_of(words.at_days)
def at_days(dates: Any, among: Any, read: Callable[[str], float], empty: float = 0.0) -> Maybe:
    """Return the figure of each one's own day; any figure from none upwards where the day is open."""
    some = dates if isinstance(dates, Maybe) else among
    day, asked = lifted_maybe(dates, some), lifted_maybe(among, some)
    low, high = np.zeros(len(day)), np.full(len(day), np.inf)
    for place in np.flatnonzero(day.known & (asked.high == 1)):
        low[place] = high[place] = read(str(np.datetime64(int(day.low[place]), "D")))
    value = settled(low, high, day.why, some.world)
    return chosen(asked, value, np.full(len(day), float(empty)))


# ----- Helpers that put values at places ----- #


def share_in_care(child: Any, period: Any, parameters: Any, since: Any) -> Any:
    """Return the part of the month in which each child is within the age of childcare."""
    if not isinstance(since, Maybe):
        return childcare.share_in_care(child, period, parameters, since)
    law = parameters(period).rights.family
    age, born = child("age_in_months", period), child("birth_month", period)
    covered = (age >= 0) & (age <= law.childcare.age_limit)
    covered &= born >= law.childcare.first_year_of_birth * MONTHS_IN_YEAR
    until = WORDS[add_months](child("birth_date", period), law.childcare.age_limit)
    share = child.bounds.rebound(words.share_of_month)(period, since, until, law.partial_month_by_days)
    return chosen(covered, share, np.zeros(len(since)))


WORDS[childcare.share_in_care] = share_in_care


def first_holding(*ranked: tuple[Any, Any], otherwise: Any = None) -> Any:
    """Return the members that may be the first whose condition holds."""
    some = next((holds for _, holds in ranked if isinstance(holds, Maybe)), None)
    if some is None:
        return choice.first_holding(*ranked, otherwise=otherwise)
    members: Any = type(ranked[0][0])
    count = len(list(members))
    possible = np.zeros((len(some), count), dtype=bool)
    why = some.world.nothing(len(some))
    going = np.ones(len(some), dtype=bool)
    for member, condition in ranked:
        holds = lifted_maybe(condition, some)
        possible[:, member.index] |= going & (holds.high == 1)
        why |= np.where(going[:, None], holds.why, 0)
        going &= holds.low == 0
    possible[:, otherwise.index if otherwise is not None else 0] |= going
    return Choice(possible, why, some.world, members)


WORDS[choice.first_holding] = first_holding


def count_holding(names: tuple[str, ...], person: Any, period: Any) -> Any:
    """Return how many of the boolean variables surely hold, and how many may."""
    total: Any = np.zeros(person.count)
    for name in names:
        total = total + person(name, period)
    return total


WORDS[choice.count_holding] = count_holding


# ----- Months with income ----- #


def _may_have(person: Any, month: Period, incomes: tuple[str, ...]) -> bool:
    for name in incomes:
        value = person(name, month)
        if np.any((value.high != 0) | value.why.any(axis=1) if isinstance(value, Maybe) else value):
            return True
    return False


def months_with_income(person: Any, period: Period, income: str) -> list[Period]:
    """Return the months of the year in which anybody may have an income."""
    return [month for month in months_of_year_to(period) if _may_have(person, month, (income,))]


def insured_months(person: Any, period: Period, count: int) -> list[Period]:
    """Return the months before in which anybody may have been insured."""
    told = "insured_income" in person.bounds.given
    months = months_to(period, int(count))
    return [month for month in months if told or _may_have(person, month, year_to_date.INSURED)]


WORDS[year_to_date.months_with_income] = months_with_income
WORDS[year_to_date.insured_months] = insured_months
