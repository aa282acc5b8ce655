"""Health insurance of each person, and when what holds now began and ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from openfisca_core.periods import Period, period

from openfisca_kz.assessment.model import Cover
from openfisca_kz.assessment.status import Assessment
from openfisca_kz.base import MONTH, MONTHS_IN_YEAR
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.families.family import Situation
from openfisca_kz.language import Language
from openfisca_kz.problems import FIRST_MONTH
from openfisca_kz.variables.rights.assistance.words import MONTHS_IN_QUARTER

#: Months that are looked at one by one to find when something begins and ends; farther away by doubled steps.
NEAR = 12
FAR = 600

#: Confirmed anew each quarter (Social Code, art. 123): nothing is foretold from it.
ASSISTANCE = "targeted_assistance_paid"

#: Grounds that end by themselves, each with its condition; the others last as long as what was told of the person.
_END = {
    "child": "minor",
    "carer_of_child_under_3": "nonworking_carer_child_under_3",
    "on_leave": "on_leave_for_a_child",
    "carer_of_disabled_child": "nonworking_carer_of_disabled_child",
}

INSURED, _GROUND, _BASIS = "health_insured", "state_insured_category", "health_insurance_basis"
_PAID = "health_insurance_payment"


def covers(assessment: Assessment, speech: Language) -> Iterator[Cover]:
    """Yield the health insurance of each person who lives here: whether whatever was not told, else on what was told.

    Args:
        assessment: the standing of every right.
        speech: language of the grounds.

    """
    plain, month = assessment.plain, assessment.month
    months = Months(plain, assessment.situation, month)
    grounds, bases, here = (plain.calculate(name, month) for name in (_GROUND, _BASIS, "lives_here"))
    for index in np.flatnonzero(here).tolist():
        told = months.value(INSURED, index)
        named = str(grounds.decode_to_str()[index])
        by_state = named != "none"
        ground = grounds.decode()[index] if by_state else bases.decode()[index]
        until = None
        if by_state and named in _END:
            until = months.until(_GROUND, index, _END[named])
        elif told and not by_state:
            until = months.until(INSURED, index, _PAID)
        yield Cover(
            who=assessment.situation.persons[index],
            insured=assessment.holds(INSURED, index),
            insured_told=told,
            ground=speech.say(ground.value),
            until=until,
            pay_not_told=("salary", index) in assessment.deciding(INSURED, index),
        )


class Months:
    """When something begins and ends, looked for month by month near the one asked, by doubled steps farther away.

    Args:
        known: a simulation of the people, of whom nothing more will be told.
        situation: these people.
        month: the month asked.

    """

    def __init__(self, known: Simulation, situation: Situation, month: Period) -> None:
        self.simulation, self.month = situation.simulation(month, known.tax_benefit_system), month
        rows = {people.entity.key: np.arange(people.count) for people in known.populations.values()}
        whole = known.part() if known.trace else known
        self.simulation.as_told = whole.as_told = True  # months that are alike are worked out once
        self.simulation.differs_from(whole, rows, (ASSISTANCE,))
        self.first = period(FIRST_MONTH)
        told = ASSISTANCE in situation.given or "targeted_assistance" in situation.given
        self.quarter = month.offset(FAR if told else -month.start.month % MONTHS_IN_QUARTER, MONTH)
        self.foreseen: set[Period] = set()
        self.nothing = np.zeros(self.simulation.families.count)

    def value(self, name: str, place: int, month: Period | None = None) -> bool:
        """Return whether a variable holds for a person in a month."""
        return bool(self._at(name, place, self.month if month is None else month))

    def _at(self, name: str, place: int, month: Period) -> Any:
        if month.start > self.quarter.start and month not in self.foreseen:
            self.foreseen.add(month)
            self.simulation.put(ASSISTANCE, month, self.nothing)
        return np.asarray(self.simulation.calculate(name, month))[place]

    def since(self, name: str, place: int) -> str | None:
        """Return the first month of what holds now; None where it held in every month looked at."""
        return self._told(self._last(name, place, -1))

    def until(self, name: str, place: int, through: str | None = None) -> str | None:
        """Return the last month of what holds now; None where no end was found.

        Args:
            name: the variable.
            place: whose.
            through: a condition that takes less work, while which holds it does not end.

        """
        held = 0
        if through is not None and self.value(through, place):
            last = self._last(through, place, 1)
            if last is None or self._holds(name, place, last):
                held = FAR if last is None else last
        return None if held == FAR else self._told(self._last(name, place, 1, held))

    def between(self, month: str | None) -> int | None:
        """Return how many months lie between the one asked and another, that one counted."""
        return None if month is None else self._count(period(month))

    def _count(self, other: Period) -> int:
        years = other.start.year - self.month.start.year
        return years * MONTHS_IN_YEAR + other.start.month - self.month.start.month

    def _holds(self, name: str, place: int, distance: int) -> bool:
        """Return whether a variable is in another month what it is in the month asked."""
        month = self.month.offset(distance, MONTH)
        if month.start < self.first.start:
            return False
        return bool(self._at(name, place, self.month) == self._at(name, place, month))

    def _last(self, name: str, place: int, way: int, held: int = 0) -> int | None:
        """Return the distance of the last month of what holds now, at least of one known; None where it never ends."""
        near = held + NEAR
        for step in range(held + 1, near + 1):
            if not self._holds(name, place, way * step):
                return way * (step - 1)
        held, step = near, NEAR
        while held + step <= FAR and self._holds(name, place, way * (held + step)):
            held, step = held + step, step * 2
        beyond = min(held + step, FAR)
        if beyond == FAR and self._holds(name, place, way * FAR):
            return None
        while beyond - held > 1:
            middle = (held + beyond) // 2
            held, beyond = (middle, beyond) if self._holds(name, place, way * middle) else (held, middle)
        return way * held

    def _told(self, distance: int | None) -> str | None:
        """Return a month as it is told; none where the rules before it are not known."""
        if distance is None:
            return None
        month = self.month.offset(distance, MONTH)
        return None if month.start == self.first.start else str(month)
