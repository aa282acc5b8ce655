"""What may be wrong in the facts behind a decision: the order, the group, the zone, the income, the days, the claim."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum

from openfisca_kz.answers.causes import COUNTS, Decision, Variant
from openfisca_kz.base import ETERNITY, NO_DATE, days_in_month
from openfisca_kz.families.variants import Put

#: Facts whose neighbours are tried where they were read, told or not: a clerk takes the next one.
NEIGHBOURS = ("disability_group", "disability_cause", "ecological_zone", "mother_award", "veteran_category", "region")

#: Orders of birth that amounts tell apart; later ones are paid as the last.
ORDERS = (1, 2, 3, 4)

#: Parts of a month, whose days may be counted otherwise.
PARTS = ("childcare_share", "childcare_benefit_share")

#: Averages that may be told as such, and the months they stand for.
AVERAGES = {"average_insured_income_12m": 12, "average_insured_income_24m": 24}

# A claim on this day comes after every term.
_TOO_LATE = datetime.date(2199, 12, 31)


class FactCauses:
    """The facts that may have been taken otherwise."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        self.system = decision.system
        self.month = decision.month
        self.speech = decision.speech

    def find(self) -> Iterator[Variant]:
        """Yield what may be wrong in the facts: order, group, zone, income, days, claim."""
        yield from self._counts()
        for fact in self.decision.read:
            if fact in NEIGHBOURS or fact in self.decision.situation.given:
                yield from self._neighbours(fact)
        yield from self._missing_months()
        yield from self._averages()
        yield from self._days()
        yield from self._claims()

    def _counts(self) -> Iterator[Variant]:
        for fact in COUNTS:
            for place in self.decision.places(fact):
                own = self.decision.value(fact, place)
                others = {own - 1, own + 1, *(ORDERS if fact == "birth_order" else ())}
                for other in sorted(others, key=lambda other: (abs(other - own), other)):
                    if own > 0 and other > 0 and other != own:
                        yield self._instead("order", fact, place, other)

    def _neighbours(self, fact: str) -> Iterator[Variant]:
        variable = self.system.variables[fact]
        told = self.decision.situation.given.get(fact)
        period = None if variable.definition_period == ETERNITY else str(self.month)
        for place in self.decision.places(fact):
            own = self.decision.value(fact, place)
            known = told is not None and told.at(period)[0][place]
            if not known and (fact not in NEIGHBOURS or own == "none"):
                continue
            if variable.value_type is Enum:
                for member in variable.possible_values.__members__:
                    if member != own:
                        yield self._instead("fact", fact, place, member)
            elif variable.value_type is bool:
                yield self._instead("fact", fact, place, not own)
            elif variable.value_type is int and fact not in COUNTS:
                for step in (-12, -1, 1, 12):
                    if own + step >= 0:
                        yield self._instead("fact", fact, place, own + step)

    def _missing_months(self) -> Iterator[Variant]:
        for place in self.decision.members:
            months = sorted(
                month
                for month, values in self.decision.read.get("insured_income", {}).items()
                if float(values[place]) > 0
            )
            for month in months:
                text = self.speech.say("a month of income is missing: {month}", month=self.speech.month(month))
                yield Variant("income", text, (Put("insured_income", place, 0.0, month),))
            for count in range(2, len(months) + 1):
                text = self.speech.say("months of income missing: {count}", count=count)
                gone = tuple(Put("insured_income", place, 0.0, month) for month in months[:count])
                yield Variant("income", text, gone)

    def _averages(self) -> Iterator[Variant]:
        for fact, window in AVERAGES.items():
            told = self.decision.situation.given.get(fact)
            if told is None or fact not in self.decision.read:
                continue
            for place in self.decision.members:
                for period in list(told.told):
                    if told.told[period][place]:
                        for count in range(1, window // 2 + 1):
                            value = float(told.values[period][place]) * (window - count) / window
                            text = self.speech.say("months of income missing: {count}", count=count)
                            yield Variant("income", text, (Put(fact, place, value, period),))

    def _days(self) -> Iterator[Variant]:
        length = days_in_month(self.month)
        for fact in PARTS:
            for place in self.decision.places(fact):
                own = self.decision.value(fact, place)
                if place == self.decision.index and 0 < own < 1:
                    for days in range(1, length + 1):
                        text = self.speech.say(
                            "{days} days of the month were counted, not {right}", days=days, right=round(own * length)
                        )
                        yield Variant("days", text, (Put(fact, place, days / length, str(self.month)),))

    def _claims(self) -> Iterator[Variant]:
        fact = f"{self.decision.right}_claim_date"
        if fact not in self.system.variables:
            return
        start = self.month.start.date
        days = [start + datetime.timedelta(days=step) for step in range(1, days_in_month(self.month))]
        for day in (*days, _TOO_LATE):
            if day == _TOO_LATE:
                text = self.speech.say("the claim was taken for one that came too late")
            else:
                text = self.speech.say("the claim was counted from {day}", day=self.speech.day(day))
            yield Variant("claim", text, (Put(fact, self.decision.index, np.datetime64(day)),))
        if self.decision.situation.given.get(fact) is not None:
            text = self.speech.say("the date of the claim was not looked at")
            yield Variant("claim", text, (Put(fact, self.decision.index, np.datetime64(NO_DATE)),))

    def _instead(self, kind: str, fact: str, place: int, other: Any) -> Variant:
        variable = self.system.variables[fact]
        own = self.decision.value(fact, place)
        shown = [self._shown(variable, value) for value in (other, own)]
        text = self.speech.say(
            "a fact was taken differently: {label} ({who}): {other}, not {own}",
            label=self.speech.say(variable.label),
            who=self.decision.who(variable, place),
            other=shown[0],
            own=shown[1],
        )
        return Variant(kind, text, (Put(fact, place, other),))

    def _shown(self, variable: Any, value: Any) -> str:
        if variable.value_type is Enum:
            return self.speech.say(variable.possible_values[value].value)
        return self.speech.quantity(value, variable.unit or "")
