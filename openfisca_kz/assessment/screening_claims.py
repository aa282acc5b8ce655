"""Claims: what is received already, until when a right can be claimed, and what waiting costs."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
from openfisca_core.periods import Instant, Period

from openfisca_kz.assessment.domains import paid_once
from openfisca_kz.assessment.screening_crowd import crowd
from openfisca_kz.assessment.screening_model import Waiting
from openfisca_kz.assessment.simulation import OpenSimulation
from openfisca_kz.base import MONTH
from openfisca_kz.engine.open.facts import Missing
from openfisca_kz.entities import Family
from openfisca_kz.families.family import Situation

# How far ahead a claim is tried out, months; no term of the law is longer than three years.
_MONTHS = 40
_DAYS = 31

# Facts of receipt that are not named after the right.
_AWARDS = ("{right}_award_date", "{right}_claim_date")


def received(situation: Situation, system: Any, right: str, index: int, month: Period) -> bool | None:
    """Return whether a right is drawn already: a date of its award or claim by the end of the month was told.

    None where nothing was told of it.
    """
    told_of = False
    for pattern in _AWARDS:
        name = pattern.format(right=right)
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
        rights: the rights that are due.

    """

    def __init__(self, bounds: OpenSimulation, rights: set[str]) -> None:
        self.bounds = bounds
        variables = bounds.tax_benefit_system.variables
        self.rights = [right for right in sorted(rights) if _modelled(variables, right)]
        self.last: dict[tuple[str, int], datetime.date] = {}
        if self.rights:
            self._find_days(self._find_months())

    def waiting(self, right: str, index: int, amount: float) -> Waiting | None:
        """Return until when a right of one person or family can be claimed for this month, and what is lost then.

        None where no term was met within some years, or the law of claims is not modelled.
        """
        day = self.last.get((right, index))
        if day is None:
            return None
        once = right in paid_once()
        at_once = not once and day <= self.bounds.month.stop.date
        return Waiting(claim_by=None if at_once else day.isoformat(), lost=amount, each="once" if once else "month")

    # ----- Trying ----- #

    def _find_months(self) -> dict[tuple[str, int], int]:
        """Find the first month in which a claim, on its last day, no longer brings the whole amount."""
        months = [self.bounds.month.offset(ahead, "month") for ahead in range(_MONTHS)]
        rows = [dict.fromkeys(self._claimants(), month.stop.date) for month in months]
        paid = self._paid(rows)
        found = {}
        for fact, amounts in paid.items():
            whole = _whole(fact[0], amounts)
            if amounts[0] > 0 and not whole.all():
                found[fact] = int(np.flatnonzero(~whole)[0])
        return found

    def _find_days(self, months: dict[tuple[str, int], int]) -> None:
        """Find the last day on which a claim still brings it: in that month, or the last day of the month before."""
        if not months:
            return
        rows = [{fact: self._day(ahead, day) for fact, ahead in months.items()} for day in range(_DAYS)]
        paid = self._paid(rows)
        for fact, ahead in months.items():
            good = np.flatnonzero(_whole(fact[0], paid[fact]))
            before = self.bounds.month.offset(ahead - 1, "month").stop.date
            self.last[fact] = rows[int(good[-1])][fact] if len(good) else before

    def _day(self, ahead: int, day: int) -> datetime.date:
        month = self.bounds.month.offset(ahead, "month")
        last: datetime.date = month.stop.date
        return min(month.start.date + datetime.timedelta(days=day), last)

    def _claimants(self) -> list[tuple[str, int]]:
        situation, variables = self.bounds.situation, self.bounds.tax_benefit_system.variables
        found = []
        for right in self.rights:
            family = variables[right].entity.key == Family.key
            found += [(right, index) for index in range(len(situation.families if family else situation.persons))]
        return found

    def _paid(self, rows: list[dict[tuple[str, int], datetime.date]]) -> dict[tuple[str, int], Any]:
        """Return what is paid for the month asked (once: in the month of the claim): untold, then by row."""
        variants: list[dict[Missing, Any]] = [{}]
        variants += [{(f"{right}_claim_date", index): day for (right, index), day in row.items()} for row in rows]
        simulation = crowd(self.bounds.situation, variants, self.bounds.tax_benefit_system)

        def amounts(right: str, month: Period) -> Any:
            return simulation.calculate(f"{right}_paid", month).reshape(len(variants), -1)

        found: dict[tuple[str, int], Any] = {}
        for right, index in rows[0]:
            column = np.array(amounts(right, self.bounds.month)[:, index], dtype=np.float64)
            if right in paid_once():
                for place, row in enumerate(rows, start=1):
                    column[place] = amounts(right, _month_of(row[right, index]))[place, index]
            found[right, index] = column
        return found


def _modelled(variables: Any, right: str) -> bool:
    claim = variables.get(f"{right}_claim_date")
    return f"{right}_paid" in variables and claim is not None and claim.entity.key == variables[right].entity.key


def _whole(right: str, amounts: Any) -> Any:
    """Return whether each claim brings the whole amount; what is paid once may be at the figures of a later month."""
    later = amounts[1:]
    return later > 0 if right in paid_once() else later >= amounts[0] - 0.5


def _month_of(day: datetime.date) -> Period:
    return Period((MONTH, Instant((day.year, day.month, 1)), 1))
