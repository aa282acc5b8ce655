"""What makes a paid amount right after all: another reading, another day of the claim, facts not told.

None of these is an error of the body that pays, nor of the person who is paid.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum

from openfisca_kz.answers.causes import Decision
from openfisca_kz.answers.trials import NOTHING, TENGE
from openfisca_kz.assessment.questions import likely_first
from openfisca_kz.assessment.status import assess
from openfisca_kz.base import Array, days_in_month
from openfisca_kz.doubts import Reading, register
from openfisca_kz.doubts.reach import changed_variables
from openfisca_kz.engine.open.facts import Missing
from openfisca_kz.families.facts import in_words
from openfisca_kz.families.variants import Put

#: Sums of so many months together are tried; no term of a claim that pays the past is longer.
MOST_MONTHS = 18

#: Facts not told that are tried two together; of more there would be a fit by chance.
MOST_PAIRED = 12

#: Amounts not told are tried between these sums, so many at a time, and then ever closer. KZT.
AMOUNTS = (0.0, 3_000_000.0)
STEPS = 65
CLOSER = 4

# Orders and counts not told that are tried.
_COUNTS = tuple(range(7))


@dataclasses.dataclass(frozen=True)
class Ground:
    """What makes the paid amount right: its kind (reading, claim, months, untold), told as a sentence."""

    kind: str
    text: str


class Grounds:
    """Looks for what makes a paid amount right."""

    def __init__(self, decision: Decision, paid: float) -> None:
        self.decision = decision
        self.situation, self.law, self.right = decision.situation, decision.system, decision.right
        self.index, self.month, self.speech = decision.index, decision.month, decision.speech
        self.paid = paid
        self.size = len(decision.situation.persons if decision.personal else decision.situation.families)

    def find(self) -> tuple[Ground, ...]:
        """Return what makes the amount right: the first kind for which there is something.

        Where nothing was paid no fact is invented that would make it so: the condition in dispute is named instead.
        """
        kinds = (self._readings_and_claims, self._months, self._untold)
        for kind in kinds if self.paid > 0 else kinds[:1]:
            found = tuple(kind())
            if found:
                return found
        return ()

    # ----- The claim and the reading ----- #

    def _readings_and_claims(self) -> Iterator[Ground]:
        days = list(self._days())
        claims: list[tuple[Put, ...]] = [(), *((Put(f"{self.right}_claim_date", self.index, day),) for day in days)]
        for reading in (None, *self._readings()):
            fits = np.flatnonzero(self._fits(self._amounts(claims, reading)))
            if not len(fits):
                continue
            claim = ""
            if fits[0] > 0:
                day = days[int(fits[0]) - 1].astype(datetime.date)
                claim = self.speech.say("the claim was made on {day}", day=self.speech.day(day))
            if reading is None:
                yield Ground("claim", claim)
                return  # a day of the claim is nearer than a reading
            text = self.speech.say(
                "the law is read differently; this is an open question: {question} {other}",
                question=self.speech.say(reading.question),
                other=self.speech.say(reading.other),
            )
            yield Ground("reading", "; ".join(filter(None, (text, claim))))

    def _days(self) -> Iterator[Any]:
        fact = f"{self.right}_claim_date"
        variable = self.law.variables.get(fact)
        if variable is None or (variable.entity.key != self.decision.entity) or self._told(fact, self.index):
            return
        for step in range(days_in_month(self.month)) if self.paid > 0 else ():
            yield np.datetime64(self.month.start.date + datetime.timedelta(days=step))

    def _readings(self) -> Iterator[Reading]:
        own = [reading for reading in register() if self.right in reading.rights]
        for reading in register():
            if not reading.computable or not reading.asked_in(str(self.month)):
                continue
            # what two questions share is told by that which names the right
            others = reading.parameters and any(reading.parameters == one.parameters for one in own)
            if reading in own or (not others and changed_variables(self.law, reading) & set(self.decision.read)):
                yield reading

    # ----- Several months together ----- #

    def _months(self) -> Iterator[Ground]:
        if self._told(f"{self.right}_claim_date", self.index):
            return
        simulation = self.situation.simulation(system=self.law)
        total, first = 0.0, self.month
        for count in range(1, MOST_MONTHS + 1):
            month = self.month.offset(1 - count, "month")
            amount = float(simulation.calculate(self.decision.paid, month)[self.index])
            if amount <= 0:
                return
            total, first = total + amount, month
            if count > 1 and abs(total - self.paid) <= TENGE * count:
                text = "it was paid for {count} months together, from {first} to {last}"
                months = {"first": self.speech.month(str(first)), "last": self.speech.month(str(self.month))}
                yield Ground("months", self.speech.say(text, count=count, **months))
                return

    # ----- What was not told ----- #

    def _untold(self) -> Iterator[Ground]:
        asked = self._deciding()
        variants = [put for fact in asked for put in self._values(*fact)]
        singles: list[tuple[Put, ...]] = [(put,) for put in variants]
        pairs = [
            (one, other)
            for number, one in enumerate(variants[:MOST_PAIRED])
            for other in variants[number + 1 : MOST_PAIRED]
            if (one.fact, one.index) != (other.fact, other.index)
        ]
        for copies in (singles, pairs):
            if copies:
                for place in np.flatnonzero(self._fits(self._amounts(copies))):
                    yield Ground("untold", "; ".join(self._say(put) for put in copies[place]))
                    return
        for fact in asked:
            put = self._amount(*fact)
            if put is not None:
                yield Ground("untold", self._say(put))
                return

    def _deciding(self) -> list[Missing]:
        """Return the facts of the family that were not told and on which the amount depends, likely ones first."""
        assessment = assess(self.situation, self.month, self.law, rights=(self.right,))
        standing = assessment.standings[self.right, self.index]
        facts = [fact for fact in dict.fromkeys(assessment.with_others(standing.deciding)) if self._of_family(*fact)]
        return likely_first(facts, self.situation, self.month, self.law)

    def _of_family(self, name: str, place: int) -> bool:
        personal = self.law.variables[name].entity.is_person
        return place in self.decision.members if personal else place == self.decision.family

    def _values(self, name: str, place: int) -> Iterator[Put]:
        variable = self.law.variables[name]
        members = variable.possible_values.__members__ if variable.value_type is Enum else ()
        tried: dict[Any, Sequence[Any]] = {Enum: tuple(members), bool: (True, False), int: _COUNTS}
        for value in tried.get(variable.value_type, ()):
            yield Put(name, place, value)

    def _amount(self, name: str, place: int) -> Put | None:
        """Return the sum not told that gives the paid amount, between ever closer bounds; None if there is none."""
        if self.law.variables[name].value_type is not float:
            return None
        low, high = AMOUNTS
        for _ in range(CLOSER):
            sums = np.linspace(low, high, STEPS)
            amounts = self._amounts([(Put(name, place, float(one)),) for one in sums])
            fits = np.flatnonzero(self._fits(amounts))
            if len(fits):
                return Put(name, place, float(sums[fits[0]]))
            between = np.flatnonzero((amounts[:-1] - self.paid) * (amounts[1:] - self.paid) < 0)
            if not len(between):
                return None
            low, high = float(sums[between[0]]), float(sums[between[0] + 1])
        return None

    def _say(self, put: Put) -> str:
        variable = self.law.variables[put.fact]
        return self.speech.say(
            "a fact that was not given is this: {label} ({who}): {value}",
            label=self.speech.say(variable.label),
            who=self.decision.who(variable, put.index),
            value=in_words(variable, put.value, self.speech),
        )

    # ----- Amounts ----- #

    def _told(self, fact: str, index: int) -> bool:
        told = self.situation.given.get(fact)
        return told is not None and bool(told.at(None)[0][index])

    def _fits(self, amounts: Array) -> Array:
        near = np.abs(amounts - self.paid) < TENGE - NOTHING
        return near & ((amounts > 0) == (self.paid > 0))  # what makes it nothing explains no payment

    def _amounts(self, copies: Sequence[Sequence[Put]], reading: Reading | None = None) -> Array:
        simulation = self.decision.copies(copies, reading)
        return simulation.calculate(self.decision.paid, self.month)[self.index :: self.size]
