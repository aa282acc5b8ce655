"""The status passport: who each person is in law, the facts and registers behind it, its months and what it opens."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.indexed_enums import EnumArray

from openfisca_kz.answers.shapes import Shapes
from openfisca_kz.answers.told_facts import ToldFact, ToldFacts
from openfisca_kz.assessment.citations import cite
from openfisca_kz.assessment.conflicts import conflicts
from openfisca_kz.assessment.cover import INSURED, Months
from openfisca_kz.assessment.domains import assumptions
from openfisca_kz.assessment.laws import law_of_variable
from openfisca_kz.assessment.model import Conflict, Law
from openfisca_kz.assessment.questions import likely_first
from openfisca_kz.assessment.simulation import OpenSimulation
from openfisca_kz.assessment.trace import Trace, trace_from_now
from openfisca_kz.base import MONTH, MONTHS_IN_YEAR
from openfisca_kz.engine.knowledge import Beyond, beyond, told_beyond
from openfisca_kz.engine.periods import period_of
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.engine.system import version
from openfisca_kz.families.family import Situation, law_for
from openfisca_kz.families.variants import Put, crowd
from openfisca_kz.language import language
from openfisca_kz.problems import month_of
from openfisca_kz.services.register import service_of
from openfisca_kz.services.rights_and_duties import duties_of, rights_of, statuses_of
from openfisca_kz.status_rules import status_rules

#: Months of insurance that are told beside the one asked.
HISTORY = 12

PAYING, GROUND = "health_insurance_payment", "state_insured_category"
RIGHT, DUTY, INSURANCE = "right", "duty", "insurance"


@dataclasses.dataclass(frozen=True, slots=True)
class Opened:
    """A right, a duty or the insurance whose conditions ask for the status; of a right the service that grants it."""

    name: str
    label: str
    kind: str
    service: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class HeldStatus:
    """A status with its signs (the rule), the article, the facts, the first and the last month, and what it opens.

    ``since`` is None if it was held in every month looked at; ``until`` is None if no end is known. ``not_told`` names
    facts that nobody told and that could still end it: empty where it is settled.
    """

    status: str
    label: str
    signs: str
    law: Law
    since: str | None
    until: str | None
    part_of: str | None
    facts: tuple[ToldFact, ...]
    not_told: tuple[str, ...]
    opens: tuple[Opened, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class MonthOfCover:
    """Whether a person was insured in a month."""

    month: str
    insured: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Cover:
    """Health insurance: its ground, since and until when, what the state pays, and what it costs to pay oneself.

    ``settled`` says whether it is so whatever was not told. ``months_left`` counts the months after this one that stay
    covered though nothing is paid any more.
    """

    insured: bool
    settled: bool
    basis: str
    ground: str | None
    since: str | None
    until: str | None
    months_left: int | None
    state_pays: float
    own_cost: float
    law: Law | None
    history: tuple[MonthOfCover, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class PersonPassport:
    """Who a person is in law in a month; ``primary`` is None where there is none, or facts not told could end it."""

    name: str
    age: int
    age_in_months: int
    here: bool
    primary: str | None
    statuses: tuple[HeldStatus, ...]
    cover: Cover
    conflicts: tuple[Conflict, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Passport:
    """The passports of a family's people in a month."""

    month: str
    version: str
    lang: str
    source: str
    persons: tuple[PersonPassport, ...]
    beyond: Beyond

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return told_beyond(self, self.lang)


def passport(situation: Situation, month: str, lang: str = "en", system: Any = None) -> Passport:
    """Return who the people of a family are in law, what is behind it and what it opens; all as of ``explain``."""
    return _Office(situation, month_of(month), lang, law_for(situation, system)).passport()


def passport_schema() -> dict[str, Any]:
    """Return the JSON Schema of a passport, made from its classes."""
    shapes = Shapes("#/$defs/")
    whole = shapes.of(Passport)
    title = "Status passport"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **whole, "$defs": shapes.schemas}


class _Office:
    def __init__(self, situation: Situation, month: periods.Period, lang: str, system: Any) -> None:
        self.situation = situation
        self.month = month
        self.system = system
        self.speech = language(lang)
        self.statuses = [name for name in statuses_of(system) if name != INSURED]
        simulation: Simulation = situation.simulation(month, system)
        trace_from_now(simulation)
        rights = rights_of(system)
        self.ends = {RIGHT: rights, DUTY: duties_of(system), INSURANCE: (GROUND,)}
        others = (INSURED, "health_insurance_basis", "state_health_contribution", "lives_here", "primary_social_status")
        eligible = [f"{right}_eligible" for right in rights]
        for name in (*self.statuses, *rights, *eligible, *self.ends[DUTY], GROUND, *others):
            simulation.calculate(name, period_of(system.variables[name], month))
        #: For each variable that was calculated which variables its rule read.
        self.reads: dict[str, set[str]] = {}
        for node in simulation.tracer.browse_trace():
            self.reads.setdefault(node.name, set()).update(child.name for child in node.children)
        self.below: dict[str, frozenset[str]] = {}
        self.told = ToldFacts(situation, month, self._below, self.speech, system)
        self.conditions: dict[str, frozenset[str]] = {}
        self.trace = Trace(simulation, self.speech, month)
        self.conflicts = conflicts(situation, str(month), self.speech, system, simulation)
        self.months = Months(simulation, situation, month)
        self.bounds = OpenSimulation.of(situation, month, assumptions(situation, month, system), system)

    def passport(self) -> Passport:
        persons = tuple(self._person(place, name) for place, name in enumerate(self.situation.persons))
        late = beyond(self.trace.simulation, self.month)
        return Passport(str(self.month), version(), self.speech.code, self.situation.source, persons, late)

    def _person(self, place: int, name: str) -> PersonPassport:
        here = bool(self._value("lives_here", place))
        held = [each for each in self.statuses if here and self._value(each, place)]
        primary = self._node("primary_social_status").value
        shown = EnumArray.decode_to_str(primary)[place]
        statuses = tuple(self._status(each, place) for each in held)
        settled = {each.status for each in statuses if not each.not_told}
        return PersonPassport(
            name=name,
            age=self.situation.age_in_months(place, self.month) // MONTHS_IN_YEAR,
            age_in_months=self.situation.age_in_months(place, self.month),
            here=here,
            primary=self._label(shown) if shown in settled else None,
            statuses=statuses,
            cover=self._cover(place),
            conflicts=tuple(each for each in self.conflicts if each.person == name),
        )

    # ----- A status ----- #

    def _status(self, name: str, place: int) -> HeldStatus:
        variable = self.system.variables[name]
        formula = variable.get_formula(self.month)
        rule = " ".join(((formula and formula.__doc__) or "").split())
        since, until = self.months.since(name, place), self.months.until(name, place)
        listing = status_rules().get(name)
        wider = listing.within if listing else None
        listed = "" if listing is None else cite(listing.law, self.speech.code)  # nothing of a bill's own
        return HeldStatus(
            status=name,
            label=self._label(name),
            signs=self.speech.say(rule or "A register says so."),
            law=next(iter(law_of_variable(variable, self.month, self.speech.code)), Law(listed)),
            since=since,
            until=until,
            part_of=self._label(wider) if wider else None,
            facts=self.told.of(self._below(name), place),
            not_told=self._not_told(name, place),
            opens=tuple(self._opens(name)),
        )

    def _not_told(self, name: str, place: int) -> tuple[str, ...]:
        """Return the facts that could end a status, likely ones first; of schooling nothing is taken for granted."""
        facts = likely_first(self.bounds.unsure(name, place), self.situation, self.month, self.system)
        return tuple(dict.fromkeys(self._label(fact) for fact, _ in facts))

    def _opens(self, status: str) -> Iterator[Opened]:
        for kind, names in self.ends.items():
            for name in names:
                if status in self._asked(name):
                    service = service_of(name).name[self.speech.code] if kind == RIGHT else None
                    yield Opened(name, self._label(name), kind, service)

    def _below(self, name: str) -> frozenset[str]:
        """Return a variable and everything that it reads, directly and through others, in the month."""
        if name not in self.below:
            self.below[name] = frozenset({name} | self._reached([name]))
        return self.below[name]

    def _asked(self, name: str) -> frozenset[str]:
        """Return the conditions that a right or duty asks for, and theirs: what is read on the way to a sum is none."""
        if name not in self.conditions:
            self.conditions[name] = frozenset(self._reached([name, f"{name}_eligible"], only=bool))
        return self.conditions[name]

    def _reached(self, names: list[str], only: type | None = None) -> set[str]:
        """Return what variables read, directly and through others; only those of a kind, if one is given."""
        found: set[str] = set()
        stack = names
        while stack:
            below = self.reads.get(stack.pop(), set()) - found
            fresh = {each for each in below if only in (None, self.system.variables[each].value_type)}
            found |= fresh
            stack.extend(fresh)
        return found

    # ----- Insurance ----- #

    def _cover(self, place: int) -> Cover:
        insured = bool(self._value(INSURED, place))
        since, until = (find(INSURED, place) if insured else None for find in (self.months.since, self.months.until))
        basis = self._choice("health_insurance_basis", place)
        ground = self._choice(GROUND, place) if self._value("insured_by_state", place) else None
        state = ground is not None
        kept = insured and not state and not self.months.value(PAYING, place)
        past = (self.month.offset(-back, MONTH) for back in range(HISTORY, 0, -1))
        low, high, _ = self.bounds.ends(INSURED)
        return Cover(
            insured=insured,
            settled=bool(low[place] == high[place]),
            basis=basis,
            ground=ground,
            since=since,
            until=until,
            months_left=self.months.between(until) if kept else None,
            state_pays=float(self._value("state_health_contribution", place)) if state else 0.0,
            own_cost=self._own_cost[place],
            law=next(iter(law_of_variable(self.system.variables[INSURED], self.month, self.speech.code)), None),
            history=tuple(MonthOfCover(str(each), bool(self.months.value(INSURED, place, each))) for each in past),
        )

    @functools.cached_property
    def _own_cost(self) -> list[float]:
        """What each person would pay a month as an independent payer."""
        payers = [Put("health_insurance_self_payer", place, True) for place in range(len(self.situation.persons))]
        simulation: Simulation = crowd(self.situation, [payers]).simulation(self.month, self.system)
        costs: list[float] = np.asarray(simulation.calculate("independent_health_contribution", self.month)).tolist()
        return costs

    # ----- What the trace says ----- #

    def _node(self, name: str) -> Any:
        return self.trace.node(name, period_of(self.system.variables[name], self.month))

    def _value(self, name: str, place: int) -> Any:
        return self._node(name).value[place]

    def _choice(self, name: str, place: int) -> str:
        return str(self.trace.fact(self._node(name), place).value)

    def _label(self, name: str) -> str:
        return self.speech.say(self.system.variables[name].label)
