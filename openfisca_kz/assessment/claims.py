"""Claims: what arose and was not drawn, until when it can be claimed, and what of the past is still paid."""

from __future__ import annotations

import bisect
import dataclasses
import datetime
from collections.abc import Callable, Container, Iterable
from functools import partial
from typing import Any

import numpy as np
from openfisca_core.periods import Instant, Period

from openfisca_kz.assessment.domains import paid_once
from openfisca_kz.assessment.model import Waiting
from openfisca_kz.assessment.simulation import OpenSimulation
from openfisca_kz.base import MONTH, month_number
from openfisca_kz.engine.open.facts import Missing
from openfisca_kz.engine.tracing import written
from openfisca_kz.families.family import Situation
from openfisca_kz.families.variants import beside, changed
from openfisca_kz.problems import FIRST_MONTH, LAST_MONTH

# How far ahead a claim is tried out, and how far back a right may have arisen, months: no term is above three years.
_MONTHS = 40
_DAYS = 31
_BACK = 36

# How far ahead a right that is not there yet is looked for, months.
_AHEAD = 12

# Facts of receipt that are not named after the right.
_AWARDS = ("{right}_award_date", "{right}_claim_date")

#: A right of one person or family.
Held = tuple[str, int]


@dataclasses.dataclass(frozen=True)
class Arisen:
    """A right paid once that arose in an earlier month and was not drawn as far as told: the least and the most.

    ``told`` is what it comes to on what was told.
    """

    month: Period
    low: float
    high: float
    told: float
    deciding: tuple[Missing, ...]
    resting: tuple[Missing, ...]


@dataclasses.dataclass(frozen=True)
class Past:
    """What a claim in the month asked still brings for the months before it, and the first and the last of these."""

    amount: float
    since: Period
    until: Period


#: Awarded together: who draws the age pension draws the basic pension (Social Code, art. 205 p. 1).
_WITH = {"basic_pension": ("age_pension",)}


def received(situation: Situation, system: Any, right: str, index: int, month: Period) -> bool | None:
    """Return whether a right is drawn already: a date of its award or claim by the end of the month was told.

    None where nothing was told of it.
    """
    told_of = False
    for name in (pattern.format(right=one) for one in (right, *_WITH.get(right, ())) for pattern in _AWARDS):
        given = situation.given.get(name)
        if given is None or given.variable.entity.key != system.variables[right].entity.key:
            continue
        mask, values = given.at(None)
        if mask[index]:
            told_of = True
            if np.datetime64("0001-01-01") < values[index] <= np.datetime64(month.stop.date):
                return True
    return False if told_of else None


class Claims:
    """Tries out claims of later and later date, for all rights of a family at once.

    Args:
        bounds: the family as told.
        plain: the family as told, all else as usual.
        expected: the rights that are due in the month on what was told.
        rights: every right assessed.

    """

    def __init__(self, bounds: OpenSimulation, plain: Any, expected: Iterable[Held], rights: Iterable[str]) -> None:
        self.bounds, self.plain, self.month = bounds, plain, bounds.month
        self.system, self.situation = bounds.tax_benefit_system, bounds.situation
        now = dict.fromkeys(sorted(expected), self.month)
        self.events = self._numbers_of_events()
        self.arisen = self._arisen(rights, now)
        self.born = {key: one.month for key, one in self.arisen.items()} | now
        self.born = {key: month for key, month in self.born.items() if self._modelled(key[0])}
        self.last: dict[Held, datetime.date] = {}
        self.later: dict[Held, tuple[str, float]] = {}
        self.now: dict[Held, float] = {}
        self.past: dict[Held, Past] = {}
        if self.born:
            self._find_past()
        #: The month that is lost first: the earliest that a claim still brings.
        self.first = {key: self.past[key].since if key in self.past else month for key, month in self.born.items()}
        if self.born:
            self._find_days(self._find_months())
            self._find_losses()
        arisen = {key: one for key, one in self.arisen.items() if self._claimable(key, one)}
        self.arisen = {key: self._as_claimed_now(key, one) for key, one in arisen.items()}

    def claim_by(self, right: str, index: int) -> datetime.date | None:
        """Return the last day on which a claim still brings the whole; None where no term is modelled, near or known.

        The term of a right whose beginning is not known is not known either.
        """
        day = self.last.get((right, index))
        if day is None or right in paid_once() or day <= self.month.stop.date:
            return day
        return day if self._began(right, index, self.born[right, index], self._surely_none) else None

    def waiting(self, right: str, index: int, amount: float) -> Waiting | None:
        """Return until when a right can be claimed without loss, and what is lost then; None where not known.

        Args:
            right: the right.
            index: whose it is.
            amount: what it comes to.

        """
        day = self.claim_by(right, index)
        if day is None or not amount:
            return None
        each, left = self.later.get((right, index), ("once" if right in paid_once() else "month", 0.0))
        at_once = each == "month" and day <= self.month.stop.date
        return Waiting(None if at_once else day.isoformat(), amount, each, left)

    def for_the_past(self, right: str, index: int) -> Past | None:
        """Return what a claim in the month still brings for earlier months; None where that is not modelled."""
        return self.past.get((right, index))

    # ----- What arose ----- #

    def _arisen(self, rights: Iterable[str], now: Container[Held]) -> dict[Held, Arisen]:
        """Return what arose in one of the months in which something happened, the latest first.

        Of what is paid by the month that is a right which has ended: a claim may still bring its months.
        """
        found: dict[Held, Arisen] = {}
        rights = [right for right in rights if self._can_wait(right)]
        for month in self._months(range(-1, -_BACK - 1, -1)) if rights else ():
            for right in rights:
                for index in np.flatnonzero(self.plain.calculate(right, month) > 0):
                    key = (right, int(index))
                    ended = right in paid_once() or key not in now
                    if (
                        ended
                        and key not in found
                        and received(self.situation, self.system, *key, self.month) is not True
                    ):
                        found[key] = self._at(key, month)
        return found

    def _at(self, key: Held, month: Period) -> Arisen:
        low, high, why = (end[key[1]] for end in self.bounds.ends(key[0], month))
        facts = self.bounds.facts(why)
        deciding = tuple(fact for fact in facts if fact not in self.bounds.assumed)
        resting = tuple(fact for fact in facts if fact in self.bounds.assumed)
        told = float(self.plain.calculate(key[0], month)[key[1]])
        return Arisen(month, max(float(low), 0.0), float(high), told, deciding, resting)

    def _can_wait(self, right: str) -> bool:
        """Return whether a right may wait for a claim, and is claimed from others than the employer."""
        variable = self.system.variables[right]
        if variable.definition_period != MONTH or getattr(variable, "right_paid_by", "") == "employer":
            return False
        return right in paid_once() or self._modelled(right)

    def _numbers_of_events(self) -> set[int]:
        """Return the months in which a date lies that was told or follows from what was told, by number."""
        numbers: set[int] = set()
        days: list[Any] = []
        for name, variable in self.system.variables.items():
            if variable.value_type is not datetime.date or name.endswith("_claim_date"):
                continue
            told = self.situation.given.get(name)
            days += [] if told is None else [values[told.told[period]] for period, values in told.values.items()]
            if variable.formulas:
                days.append(self.plain.calculate(name, self.bounds.period_of(name)))
        starts = self.plain.calculate("maternity_leave_start", self.month)
        days.append(starts + self.plain.calculate("maternity_leave_days", self.month).astype("timedelta64[D]"))
        for values in days:
            months = np.asarray(values).astype("datetime64[M]").astype(np.int64) + 1970 * 12
            numbers |= {int(month) for month in months}
        for told in self.situation.given.values():
            numbers |= {month_number(Period((MONTH, _instant(text), 1))) for text in told.values if _is_month(text)}
        return numbers

    def _months(self, ways: Iterable[int]) -> list[Period]:
        """Return the months of events at distances from the month asked, as far as the rules are known."""
        now = month_number(self.month)
        months = [self.month.offset(way, "month") for way in ways if now + way in self.events]
        return [month for month in months if FIRST_MONTH <= written(month) <= LAST_MONTH]

    def coming(self, keys: Iterable[Held]) -> dict[Held, tuple[Period, float]]:
        """Return which of some rights will be there within a year on what was told, since when and how much."""
        found: dict[Held, tuple[Period, float]] = {}
        left = list(keys)
        for month in self._months(range(1, _AHEAD + 1)):
            for right, index in left:
                if self.system.variables[right].definition_period == MONTH and (right, index) not in found:
                    amount = float(self.plain.calculate(right, month)[index])
                    if amount > 0:
                        found[right, index] = month, amount
        return found

    def _claimable(self, key: Held, one: Arisen) -> bool:
        """Return whether a claim in the month still brings it; a term that is not modelled has not run out."""
        if key not in self.born:
            return True
        if key[0] not in paid_once():
            return key in self.past
        last = self.last.get(key)
        return self.now.get(key, 0.0) > 0 if last is None else last >= self.month.start.date

    def _as_claimed_now(self, key: Held, one: Arisen) -> Arisen:
        """Return what a claim at once brings: some of what is paid once goes by the figures of the month of the claim.

        Whatever of it rests on what was not told rises with the figures as does what was told.
        """
        now = self.now.get(key, 0.0)
        if key[0] not in paid_once() or now <= 0 or one.told <= 0 or abs(now - one.told) < 1:
            return one
        low, high = (float(np.round(end * now / one.told)) for end in (one.low, one.high))
        return dataclasses.replace(one, low=low, high=high, told=now)

    # ----- Trying ----- #

    def _find_months(self) -> dict[Held, int]:
        """Find the first month in which a claim, on its last day, no longer brings the whole amount."""
        months = [self.month.offset(ahead, "month") for ahead in range(_MONTHS)]
        rows = [dict.fromkeys(self.born, month.stop.date) for month in months]
        rows.append(dict.fromkeys(self.born, self.month.start.date))  # what a claim at once brings
        paid = self._paid(rows)
        found = {}
        for fact, amounts in paid.items():
            self.now[fact] = float(amounts[-1])
            whole = _whole(fact[0], amounts[:-1])
            if amounts[0] > 0 and not whole.all():
                found[fact] = int(np.flatnonzero(~whole)[0])
        return found

    def _find_days(self, months: dict[Held, int]) -> None:
        """Find the last day on which a claim still brings it: in that month, or the last day of the month before."""
        if not months:
            return
        rows = [{fact: self._day(ahead, day) for fact, ahead in months.items()} for day in range(_DAYS)]
        paid = self._paid(rows)
        for fact, ahead in months.items():
            good = np.flatnonzero(_whole(fact[0], paid[fact]))
            before = self.month.offset(ahead - 1, "month").stop.date
            self.last[fact] = rows[int(good[-1])][fact] if len(good) else before

    def _day(self, ahead: int, day: int) -> datetime.date:
        month = self.month.offset(ahead, "month")
        last: datetime.date = month.stop.date
        return min(month.start.date + datetime.timedelta(days=day), last)

    def _find_past(self) -> None:
        """Find what a claim at once brings for the months gone by."""
        keys = [key for key in self.born if key[0] not in paid_once()]
        if not keys:
            return
        amounts = self._amounts([dict.fromkeys(keys, self.month.start.date)])
        for right, index in keys:
            past = self._back(partial(_amount, amounts, right, index, 1), self.born[right, index])
            if past is not None and self._began(right, index, past.since, self._none_as_told):
                self.past[right, index] = past

    def _find_losses(self) -> None:
        """Find what a claim on the day after the last one loses: all, a part of each month, or the first month."""
        keys = [key for key in self.last if key[0] not in paid_once()]
        if not keys:
            return
        days = {key: self.last[key] + datetime.timedelta(days=1) for key in keys}
        amounts = self._amounts([days])
        for right, index in keys:
            first, now = self.first[right, index], self.born[right, index]
            after = first.offset(1, "month")
            whole, late = (partial(_amount, amounts, right, index, place) for place in (0, 1))
            if not any(late(month) > 0 for month in (first, after, now, _month_of(days[right, index]))):
                self.later[right, index] = "all", 0.0
            elif all(0 < late(month) < whole(month) - 0.5 for month in (first, after, now)):
                self.later[right, index] = "less", late(now)

    def _amounts(self, rows: list[dict[Held, datetime.date]]) -> Callable[[str, Period], Any]:
        """Return what gives the amounts of a right in a month: without a claim first, then for each row of claims."""
        variants: list[dict[Missing, Any]] = [{}]
        variants += [{(f"{right}_claim_date", index): day for (right, index), day in row.items()} for row in rows]
        simulation = beside(self.plain, self.situation, [*map(changed, variants)])
        simulation.will_be_asked([f"{right}_paid" for right, _ in rows[0]])
        return lambda right, month: simulation.calculate(f"{right}_paid", month).reshape(len(variants), -1)

    def _paid(self, rows: list[dict[Held, datetime.date]]) -> dict[Held, Any]:
        """Return what each claim brings for the month that is lost first: without a claim first, then row by row.

        What is paid once is paid in the month of the right or of the claim, whichever the law says.
        """
        amounts = self._amounts(rows)
        found: dict[Held, Any] = {}
        for right, index in rows[0]:
            column = np.array(amounts(right, self.first[right, index])[:, index], dtype=np.float64)
            if right in paid_once():
                self._put_later(column, [row[right, index] for row in rows], partial(_amount, amounts, right, index))
            found[right, index] = column
        return found

    @staticmethod
    def _put_later(column: Any, days: list[datetime.date], paid: Callable[[int, Period], float]) -> None:
        """Put what is paid once in the month of its claim: it is paid up to some day and on no later one."""

        def lost(place: int) -> bool:
            if column[place] <= 0:
                column[place] = paid(place, _month_of(days[place - 1]))
            return bool(column[place] <= 0)

        order = sorted(range(1, len(days) + 1), key=lambda place: days[place - 1])
        first = bisect.bisect_left(order, True, key=lost)
        for place in order[:first]:
            column[place] = column[place] or column[order[first - 1]]

    def _began(self, right: str, index: int, month: Period, none: Callable[[str, int, Period], bool]) -> bool:
        """Return whether a right is known to have begun: not if it is there as far back as the rules are known."""
        for _ in range(_BACK):
            month = month.offset(-1, "month")
            if written(month) < FIRST_MONTH:
                return False
            if none(right, index, month):
                return True
        return False

    def _none_as_told(self, right: str, index: int, month: Period) -> bool:
        """Return whether there is nothing of a right in a month on what was told."""
        return bool(self.plain.calculate(right, month)[index] <= 0)

    def _surely_none(self, right: str, index: int, month: Period) -> bool:
        """Return whether there is nothing of a right in a month, for no other reasons than it rests on in this one."""
        (_, most, why), (*_, named) = self.bounds.ends(right, month), self.bounds.ends(right, self.month)
        surely = most[index] <= 0 and not (why[index] & ~named[index]).any()
        return self._none_as_told(right, index, month) and bool(surely)

    def _back(self, paid: Callable[[Period], float], born: Period) -> Past | None:
        """Return the months before the month asked that a claim in it still pays, one after the other.

        The rules of months before the first one are not known here.
        """
        total, since, until = 0.0, None, None
        for back in range(1, _BACK + 1):
            month = self.month.offset(-back, "month")
            if written(month) < FIRST_MONTH:
                break
            amount = paid(month)
            if amount > 0:
                total, since, until = total + amount, month, until or month
            elif until or month.start <= born.start:
                break
        return Past(total, since, until) if since and until else None

    def _modelled(self, right: str) -> bool:
        variables = self.system.variables
        claim = variables.get(f"{right}_claim_date")
        return f"{right}_paid" in variables and claim is not None and claim.entity.key == variables[right].entity.key


def _whole(right: str, amounts: Any) -> Any:
    """Return whether each claim brings the whole amount; what is paid once may be at the figures of a later month."""
    later = amounts[1:]
    return later > 0 if right in paid_once() else later >= amounts[0] - 0.5


def _amount(amounts: Callable[[str, Period], Any], right: str, index: int, place: int, month: Period) -> float:
    return float(amounts(right, month)[place, index])


def _month_of(day: datetime.date) -> Period:
    return Period((MONTH, Instant((day.year, day.month, 1)), 1))


def _is_month(text: str | None) -> bool:
    return text is not None and len(text) == len("2026-06") and text[:4].isdigit()


def _instant(text: str | None) -> Instant:
    year, month = str(text).split("-")
    return Instant((int(year), int(month), 1))
