"""What may have gone wrong in a decision, as data, and what the decision was computed from.

A cause changes facts of the family (the order, the group, the zone, the income, the days, the claim), figures of the
law (of another year, a cap, a window), or the result. Only what the amount was computed from is varied: a trace of the
calculation says what that is.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import Parameter
from openfisca_core.periods import Period

from openfisca_kz.answers.timeline_reasons import INCREASES
from openfisca_kz.assessment.trace import plain
from openfisca_kz.base import ETERNITY, NO_DATE, days_in_month
from openfisca_kz.doubts import Reading
from openfisca_kz.doubts.reach import changed_variables
from openfisca_kz.doubts.versions import OtherLaw, other_law
from openfisca_kz.engine.figures import label_of, parameter_at, since
from openfisca_kz.engine.protocols import System
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.entities import Family, Person
from openfisca_kz.families.facts import in_words
from openfisca_kz.families.family import Situation
from openfisca_kz.families.variants import Put, beside
from openfisca_kz.language import Language
from openfisca_kz.services.rights_and_duties import paid_of

#: Counts that are wrong by one, for persons and for families.
COUNTS = (
    "birth_order",
    "large_family_children",
    "survivor_allowance_dependants",
    "survivor_payment_dependants",
    "orphans_of_insured_parents",
)

#: Figures that rules of a room read as a row of dates, which a trace does not show.
ROWS = {
    "rights.pensions": (
        "indicators.pension_indexation",
        "indicators.minimum_pension",
        "indicators.minimum_basic_pension",
        "indicators.pension_income_cap",
    ),
}


@dataclasses.dataclass(frozen=True)
class Variant:
    """One thing that may have gone wrong, and how the amount is computed if it did."""

    kind: str  # order, fact, income, days, claim, figure, cap
    text: str
    puts: tuple[Put, ...] = ()
    parameters: Mapping[str, Any] = dataclasses.field(default_factory=dict)


class Decision:
    """An amount of one right of one person or family in a month, and what it was computed from."""

    def __init__(
        self, situation: Situation, system: System, right: str, index: int, month: Period, speech: Language
    ) -> None:
        self.situation = situation
        self.system = system
        self.right = right
        self.index = index
        self.month = month
        self.speech = speech
        self.paid = paid_of(system, right)
        self.entity = system.variables[right].entity.key
        self.personal = self.entity == Person.key
        simulation = situation.simulation(month, system)
        simulation.trace = True
        simulation.calculate(self.paid, month)
        self.read: dict[str, dict[str, Any]] = {}
        self.figures: dict[str, set[str]] = {}
        for node in simulation.tracer.browse_trace():
            self.read.setdefault(node.name, {})[str(node.period)] = node.value
            for access in node.parameters:
                self.figures.setdefault(access.name, set()).add(str(access.period))
        increases = [INCREASES[right]] if right in INCREASES else []
        for path in (*increases, *ROWS.get(system.variables[right].room, ())):
            self.figures.setdefault(path, set()).add(str(month.start))
        families = simulation.populations[Family.key].members_entity_id
        self.family = int(families[index] if self.personal else index)
        self.members = [int(place) for place in np.flatnonzero(families == self.family)]

    @functools.cached_property
    def _plain(self) -> Simulation:
        return self.situation.simulation(self.month, self.system)

    def copies(self, copies: Sequence[Sequence[Put]], reading: Reading | None = None) -> Simulation:
        """Return the family once for each copy, with its facts put in place, under another reading if one is given."""
        if reading is None:
            return beside(self._plain, self.situation, copies)
        law = other_law(self.system, reading) if reading.id else OtherLaw(self.system, reading)
        return beside(self._plain, self.situation, copies, law, changed_variables(self.system, reading))

    def places(self, fact: str) -> list[int]:
        """Return whose value of a fact counts: the members of the family, or the family; nobody if it was not read."""
        if fact not in self.read or not self.periods(fact):
            return []
        entity = self.system.variables[fact].entity.key
        if entity == Family.key:
            return [self.family]
        return [self.index] if fact in COUNTS and self.entity == Person.key else self.members

    def periods(self, fact: str) -> list[str]:
        """Return the periods of a fact that say how it stands in the month: the month itself, or eternity."""
        return [period for period in (str(self.month), "ETERNITY") if period in self.read[fact]]

    def value(self, fact: str, place: int) -> Any:
        """Return the value of a fact as it was read, as plain Python."""
        return plain(self.read[fact][self.periods(fact)[0]], place)

    def who(self, variable: Any, place: int) -> str:
        """Return the name of a person or family."""
        return (self.situation.persons if variable.entity.key == Person.key else self.situation.families)[place]


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


class _Causes:
    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        self.system = decision.system
        self.month = decision.month
        self.speech = decision.speech


class FactCauses(_Causes):
    """The facts that may have been taken otherwise."""

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
                gone = [Put("insured_income", place, 0.0, month) for month in months[:count]]
                yield self._months_missing(count, *gone)

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
                            yield self._months_missing(count, Put(fact, place, value, period))

    def _months_missing(self, count: int, *puts: Put) -> Variant:
        return Variant("income", self.speech.say("months of income missing: {count}", count=count), puts)

    def _days(self) -> Iterator[Variant]:
        length = days_in_month(self.month)
        for fact in PARTS:
            for place in self.decision.places(fact):
                own = self.decision.value(fact, place)
                if place == self.decision.index and 0 < own < 1:
                    for days in range(1, length + 1):
                        text = self.speech.say(
                            "days of the month that were counted: {days}, not {right}",
                            days=days,
                            right=round(own * length),
                        )
                        yield Variant("days", text, (Put(fact, place, days / length, str(self.month)),))

    def _claims(self) -> Iterator[Variant]:
        fact, say = f"{self.decision.right}_claim_date", self.speech.say
        if fact not in self.system.variables:
            return
        start = self.month.start.date
        days = [start + datetime.timedelta(days=step) for step in range(1, days_in_month(self.month))]
        tried = {day: say("the claim was counted from {day}", day=self.speech.day(day)) for day in days}
        tried[_TOO_LATE] = say("the claim was taken for one that came too late")
        if self.decision.situation.given.get(fact) is not None:
            tried[NO_DATE] = say("the date of the claim was not looked at")
        for day, text in tried.items():
            yield Variant("claim", text, (Put(fact, self.decision.index, np.datetime64(day)),))

    def _instead(self, kind: str, fact: str, place: int, other: Any) -> Variant:
        variable = self.system.variables[fact]
        text = self.speech.say(
            "a fact was taken differently: {label} ({who}): {other}, not {own}",
            label=self.speech.say(variable.label),
            who=self.decision.who(variable, place),
            other=in_words(variable, other, self.speech),
            own=in_words(variable, self.decision.value(fact, place), self.speech),
        )
        return Variant(kind, text, (Put(fact, place, other),))


#: Windows of an average, in months, and what is tried in their place.
WINDOWS = {
    "duties.insured_income.shorter_window": (6, 11, 13, 24),
    "duties.insured_income.longer_window": (12, 23, 25),
}

# A word in the name of a figure that limits from above, and how far the limit is lifted to have no effect.
_CAP = "cap"
_LIFTED = 1000


class LawCauses(_Causes):
    """The figures that may have been taken otherwise."""

    def find(self) -> Iterator[Variant]:
        """Yield what may be wrong in the figures: those of another year, a cap, a window."""
        yearly: dict[str, dict[str, Any]] = {}
        for path in sorted(self.decision.figures):
            parameter = parameter_at(self.system.parameters, path)
            if not isinstance(parameter, Parameter):
                continue
            begun = {since(parameter, day) for day in self.decision.figures[path]}
            for first in sorted(day for day in begun if day is not None):
                yield from self._other_figures(parameter, path, first, yearly)
        if len(yearly) > 1:
            text = self.speech.say("all yearly figures of the year before were taken")
            yield Variant("figure", text, parameters=yearly)

    def _other_figures(
        self, parameter: Any, path: str, since: str, yearly: dict[str, dict[str, Any]]
    ) -> Iterator[Variant]:
        entries = list(parameter.values_list[::-1])
        place = next(number for number, entry in enumerate(entries) if str(entry.instant_str) == since)
        own = entries[place].value
        if own is None:
            return
        if isinstance(own, bool):
            yield self._figure("figure", parameter, path, since, own, not own)
            return
        for other in entries[max(place - 1, 0) : place] + entries[place + 1 : place + 2]:
            if other.value is not None and other.value != own:
                yield self._figure("figure", parameter, path, since, own, other.value)
        if path in INCREASES.values() and since[:4] == str(self.month.start)[:4]:
            text = self.speech.say(
                "the increase of the year was not applied: {label}", label=label_of(parameter, self.speech.code)
            )
            yield Variant("figure", text, parameters={path: {since: 0}})
        former = entries[place - 1].value if place else None
        if path.startswith("indicators.") and former is not None and since[:4] == str(self.month.start)[:4]:
            yearly[path] = {since: former}
        if _CAP in path.rpartition(".")[2]:
            text = self.speech.say("a cap was not applied: {label}", label=label_of(parameter, self.speech.code))
            yield Variant("cap", text, parameters={path: {since: own * _LIFTED}})
        for window in WINDOWS.get(path, ()):
            yield self._figure("income", parameter, path, since, own, window)

    def _figure(self, kind: str, parameter: Any, path: str, since: str, own: Any, other: Any) -> Variant:
        unit = str(parameter.metadata.get("unit", ""))
        text = self.speech.say(
            "another figure was taken: {label}: {other}, not {own}",
            label=label_of(parameter, self.speech.code),
            other=self.speech.quantity(other, unit),
            own=self.speech.quantity(own, unit),
        )
        return Variant(kind, text, parameters={path: {since: other}})
