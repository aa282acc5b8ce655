"""Which facts an amount is told with: what was told first, then what was made of it, nothing twice."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from openfisca_kz.assessment.model import Fact
from openfisca_kz.base import MONTHS_IN_YEAR

# Ages say no more than a date of birth.
_AGES = ("age", "age_in_months")
_BIRTH = "birth_date"
_BIRTH_MONTH = "birth_month"

_MONTH = "month_number"

# Units in which the same number of the same person is the same fact.
_COMPARED = ("KZT", "months")

# A whole of it says nothing.
_SHARES = ("share", "ratio")

_Key = tuple[str, str, Any]


def telling(facts: Iterable[Fact], amount: float) -> tuple[Fact, ...]:
    """Return the facts that say something of an amount, in the order of the calculation.

    Left out are: nothing and the whole share; what repeats the amount; what only says another fact again (a month of
    a date that is told, a base that is the salary itself, an age beside the date of birth).

    Args:
        facts: from the amount downwards.
        amount: the amount itself.

    """
    known = [fact for fact in facts if fact.value and not _empty(fact, amount)]
    told = [fact for fact in known if fact.origin != "derived"]
    derived = [fact for fact in known if fact.origin == "derived"][
        ::-1
    ]  # what comes first in the calculation is deepest
    derived.sort(key=lambda fact: fact.unit == _MONTH)  # a day says more than its month
    said: set[_Key] = set()
    found = []
    for fact in (*told, *derived):
        keys = _keys(fact)
        if fact.origin == "derived" and not said.isdisjoint(keys):
            continue
        said |= keys
        found.append(fact)
    return tuple(found)


def _empty(fact: Fact, amount: float) -> bool:
    if fact.origin != "derived" or isinstance(fact.value, str):
        return False
    if fact.unit == "KZT":
        return abs(fact.value - amount) < 1  # the amount before it was rounded
    return float(fact.value) == amount or (fact.unit in _SHARES and fact.value == 1)


def _keys(fact: Fact) -> set[_Key]:
    """Return what a fact says, in ways in which another may say the same."""
    if fact.variable in _AGES:
        return {(fact.who, "birth", None)}
    if fact.unit == _MONTH:
        keys: set[_Key] = {(fact.who, "month", int(fact.value))}
        return keys | {(fact.who, "birth", None)} if fact.variable == _BIRTH_MONTH else keys
    if fact.unit == "date" and isinstance(fact.value, str):
        day = datetime.date.fromisoformat(fact.value)
        keys = {(fact.who, "day", day), (fact.who, "month", day.year * MONTHS_IN_YEAR + day.month - 1)}
        return keys | {(fact.who, "birth", None)} if fact.variable == _BIRTH else keys
    if fact.unit in _COMPARED:
        return {(fact.who, fact.unit, fact.value)}
    return {(fact.who, fact.variable, fact.value)}
