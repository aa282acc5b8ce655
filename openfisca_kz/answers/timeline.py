"""What is coming for a family: dated events, and what each changes in tenge a month.

Facts told hold in every month, the law is as enacted: a figure stays until the law changes it.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from openfisca_core.periods import Period

from openfisca_kz.answers.late_claims import LateClaim, late_claim_costs
from openfisca_kz.answers.timeline_reasons import Cause, Reasons
from openfisca_kz.assessment.claims import received
from openfisca_kz.assessment.domains import assumptions, paid_once
from openfisca_kz.assessment.model import Waiting
from openfisca_kz.assessment.simulation import OpenSimulation
from openfisca_kz.assessment.status import STATUSES, assess
from openfisca_kz.assessment.sums import WITH_RIGHTS, once_rights
from openfisca_kz.assessment.trace import Trace, plain
from openfisca_kz.base import HALF_A_TENGE, MONTH, MONTHS_IN_YEAR, last_day, month_number, month_numbers
from openfisca_kz.engine.knowledge import Beyond, beyond, enacted_until, told_beyond
from openfisca_kz.engine.protocols import System
from openfisca_kz.engine.system import version
from openfisca_kz.families.facts import number_of
from openfisca_kz.families.family import Situation, law_for
from openfisca_kz.language import language
from openfisca_kz.problems import FIRST_MONTH, LAST_MONTH, month_of, refuse_argument
from openfisca_kz.services.rights_and_duties import TOTALS, duties_of, paid_of, rights_of, statuses_of
from openfisca_kz.variables.facts.disability import DisabilityGroup
from openfisca_kz.variables.rights.family.words import add_months

MOST_YEARS = 40

#: Ages that people plan by, in months: the sentence of the day on which they are reached.
MILESTONES = {
    12: "{name} turns one",
    18: "{name} turns one and a half",
    36: "{name} turns three",
    72: "{name} turns six",
    216: "{name} turns eighteen",
}
#: What the examination decides anew at an age, in months (Social Code, art. 155 p. 7): by what was entered before it.
EXAMINATIONS: dict[int, dict[Any, str]] = {
    84: {
        DisabilityGroup.child: "{name} turns seven: the disability was established for a term that ends no later than"
        " this day; a new examination assigns a group (Social Code, art. 155 p. 7); what follows is counted"
        " without a group",
    },
    216: {
        DisabilityGroup.child: "{name} turns eighteen: the disability was established for a term that ends no later"
        " than this day; a new examination assigns a group (Social Code, art. 155 p. 7); until one is entered, no"
        " disability is counted",
        **dict.fromkeys(
            (DisabilityGroup.group_1, DisabilityGroup.group_2, DisabilityGroup.group_3),
            "{name} turns eighteen: the disability was established for a term that ends no later than this day; a new"
            " examination decides (Social Code, art. 155 p. 7); what follows is counted as if it assigned the same"
            " group, and as a disability since childhood only where that was entered",
        ),
    },
}
BIRTH = "{name} is born, number {order} in order of birth"
LAST_DAY = "the last day to claim: {right} ({name})"
PENSION_AGE = "{name} reaches the general pension age"


@dataclasses.dataclass(frozen=True)
class Event:
    """Something that changes in a month; amounts in KZT a month. ``day`` where the law or a birth date gives one."""

    month: str
    day: str | None
    kind: str  # milestone, amount, status
    who: str
    variable: str
    label: str
    before: Any
    after: Any
    unit: str
    difference: float | None
    causes: tuple[Cause, ...]
    projected: bool


@dataclasses.dataclass(frozen=True)
class Month:
    """What all families of the file together have in a month, KZT; ``rights`` and ``duties`` by variable.

    What is paid once stands apart: it is in neither ``total_rights`` nor ``disposable_income``.
    """

    month: str
    rights: dict[str, float]
    duties: dict[str, float]
    total_rights: float
    total_duties: float
    disposable_income: float
    paid_once: float
    projected: bool


@dataclasses.dataclass(frozen=True)
class Standing:
    """How a right stands in the first month, on what was told: due, claimable or possible, KZT.

    ``for_the_past`` is what a claim in that month brings for earlier ones, ``step_amount`` what a step of the applicant
    on applying brings.
    """

    right: str
    label: str
    who: str
    status: str = dataclasses.field(metadata={"enum": ["due", "claimable", "possible"]})
    amount: float
    once: bool
    waiting: Waiting | None
    for_the_past: float | None
    past_since: str | None
    past_until: str | None
    step_amount: float


@dataclasses.dataclass(frozen=True)
class Timeline:
    """The months asked, how each right stands in the first, the events, and what late claims cost in them."""

    source: str
    version: str
    first_month: str
    last_month: str
    enacted_until: str
    labels: dict[str, str]
    months: tuple[Month, ...]
    standings: tuple[Standing, ...]
    events: tuple[Event, ...]
    late_claims: tuple[LateClaim, ...]
    beyond: Beyond
    lang: str

    def to_dict(self) -> dict[str, Any]:
        """Return the timeline as JSON can hold it."""
        return told_beyond(self, self.lang)


def timeline(
    situation: Situation, first_month: str | Period, years: int = 5, lang: str = "en", system: System | None = None
) -> Timeline:
    """Find what changes for a family in the years to come.

    Args:
        situation: the people, as ``read_family`` returns them; children may be born within the years asked.
        first_month: the month to begin with, such as ``2026-06``.
        years: how many years, 1 to ``MOST_YEARS``.
        lang: language of labels: en, kk or ru.
        system: a reform of the law; the one the situation was read with if not given.

    Raises:
        InputError: the month is none, the years are too many, or somebody is born after the last month.

    """
    law, first = law_for(situation, system), month_of(str(first_month))
    years = int(number_of("years", years, whole=True))
    if not 1 <= years <= MOST_YEARS:
        raise refuse_argument("years", "A timeline has 1 to {most} years, not {years}.", most=MOST_YEARS, years=years)
    last = first.offset(years * MONTHS_IN_YEAR - 1, MONTH)
    if str(last) > LAST_MONTH:
        message = "{text} is outside the rules of this package: they run from {first} to {last}."
        raise refuse_argument("years", message, text=str(last), first=FIRST_MONTH, last=LAST_MONTH)
    return _Builder(situation, first, last, years, lang, law).build()


class _Builder:
    def __init__(
        self, situation: Situation, first: Period, last: Period, years: int, lang: str, system: System
    ) -> None:
        self.situation = situation
        self.system = system
        self.lang = lang
        self.speech = language(lang)
        self.months = [first.offset(step, MONTH) for step in range(years * MONTHS_IN_YEAR)]
        self.enacted_until = enacted_until(system)
        self.rights = list(filter(self._monthly_tenge, (paid_of(system, right) for right in rights_of(system))))
        self.duties = list(filter(self._monthly_tenge, duties_of(system)))
        self.statuses = statuses_of(system)
        self.simulation = situation.simulation(last, system)
        names = (*self.rights, *self.duties, *self.statuses, *TOTALS)
        self.simulation.will_be_asked((*names, "pension_date", "birth_order"))
        self.values = {
            name: np.array([self.simulation.calculate(name, month) for month in self.months]) for name in names
        }
        self.pension_dates = self.simulation.calculate("pension_date", "ETERNITY")
        self.trace = self._trace()
        self.reasons = Reasons(self.trace)

    def _trace(self) -> Trace:
        """Return the trace of what changes, in the months before and after: most months need none."""
        simulation = self.situation.simulation(system=self.system)
        simulation.trace = True
        for name in (*self.rights, *self.duties, *self.statuses):
            for place in sorted({place for place, _ in self._changes(name)}):
                for month in self.months[place - 1 : place + 1]:
                    simulation.calculate(name, month)
                    simulation.calculate(self._plain_name(name), month)
        return Trace(simulation, self.speech, self.months[0])

    def build(self) -> Timeline:
        shown = [*self.rights, *self.duties]
        kinds = {"milestone": 0, "amount": 1, "status": 2}
        standings = self._standings()
        events = [*self._milestones(), *self._terms(standings), *self._amounts(shown), *self._begun_and_ended()]
        events.sort(key=lambda event: (event.month, kinds[event.kind], event.day or ""))
        paid = [name for name in shown if self.values[name].any()]
        return Timeline(
            source=self.situation.source,
            version=version(),
            first_month=str(self.months[0]),
            last_month=str(self.months[-1]),
            enacted_until=self.enacted_until,
            labels={name: self.trace.variable_label(self._plain_name(name)) for name in paid},
            months=tuple(self._month(place) for place in range(len(self.months))),
            standings=standings,
            events=tuple(events),
            late_claims=late_claim_costs(self.situation, self.months, self.lang, self.system),
            beyond=beyond(self.simulation, self.months[-1]),
            lang=self.lang,
        )

    def _plain_name(self, name: str) -> str:
        return name.removesuffix("_paid") if name in self.rights else name

    def _monthly_tenge(self, name: str) -> bool:
        variable = self.system.variables[name]
        return bool(variable.definition_period == MONTH and variable.unit == "KZT")

    def _month(self, place: int) -> Month:
        month = str(self.months[place])
        sums = {name: float(self.values[name][place].sum()) for name in (*self.rights, *self.duties, *TOTALS)}
        once = sum(sums[name] for name in once_rights(self.system))
        totals = {name: sums[name] - (once if name in WITH_RIGHTS else 0) for name in TOTALS}
        return Month(
            month=month,
            rights={name: sums[name] for name in self.rights if sums[name]},
            duties={name: sums[name] for name in self.duties if sums[name]},
            paid_once=once,
            projected=month > self.enacted_until,
            **totals,
        )

    # ----- How rights stand ----- #

    def _standings(self) -> tuple[Standing, ...]:
        """Return how the rights stand in the first month; nothing while somebody is not born yet."""
        month = self.months[0]
        if (self.situation.given["birth_date"].values[None] > last_day(month)).any():
            return ()
        assessment = assess(self.situation, month, self.system)
        claims, found = assessment.claims, []
        for (name, index), one in assessment.standings.items():
            drawn = received(self.situation, self.system, name, index, month)
            if drawn or not self._monthly_tenge(name) or not (one.told or one.step_amount or one.arose):
                continue
            past = claims.for_the_past(name, index)
            ended = one.arose is not None and name not in paid_once()
            found.append(
                Standing(
                    right=name,
                    label=self.trace.variable_label(name),
                    who=self.trace.who(self.trace.entity(name), index),
                    status=one.status,
                    amount=0.0 if ended else one.told,
                    once=name in paid_once(),
                    waiting=assessment.waiting(one),
                    for_the_past=past.amount if past else None,
                    past_since=str(past.since) if past else None,
                    past_until=str(past.until) if past else None,
                    step_amount=one.step_amount,
                )
            )
        return tuple(sorted(found, key=lambda one: (STATUSES.index(one.status), -one.amount, -one.step_amount)))

    # ----- Events ----- #

    def _terms(self, standings: Sequence[Standing]) -> Iterator[Event]:
        """Yield the last days on which what arose once can be claimed."""
        for one in standings:
            if one.waiting and one.waiting.each == "once" and one.waiting.claim_by:
                day = np.datetime64(one.waiting.claim_by)
                yield from self._dated(one.who, day, one.right, LAST_DAY, right=one.label)

    def _milestones(self) -> Iterator[Event]:
        births = self.situation.given["birth_date"].values[None]
        orders = self.simulation.calculate("birth_order", "ETERNITY")
        for index, name in enumerate(self.situation.persons):
            yield from self._dated(name, births[index], "birth_date", BIRTH, order=int(orders[index]))
            for age in sorted({*MILESTONES, *EXAMINATIONS}):
                day = add_months(births[[index]], age)[0]
                examined = EXAMINATIONS.get(age, {}).get(self._group_on(index, day))
                if examined:
                    yield from self._dated(name, day, "disability_group", examined)
                elif age in MILESTONES:
                    yield from self._dated(name, day, "birth_date", MILESTONES[age])
            yield from self._dated(name, self.pension_dates[index], "pension_date", PENSION_AGE)

    def _group_on(self, index: int, day: Any) -> DisabilityGroup | None:
        """Return the group entered for the month of a day, None where another one held before or it is not shown."""
        place = int(month_numbers(np.array([day]))[0]) - month_number(self.months[0])
        if not 0 <= place < len(self.months):
            return None
        month = self.months[place]
        before, now = (
            self.simulation.calculate("disability_group", one).decode()[index]
            for one in (month.offset(-1, MONTH), month)
        )
        return now if before == now else None

    def _dated(self, name: str, day: Any, variable: str, sentence: str, **values: Any) -> Iterator[Event]:
        begin, end = np.datetime64(self.months[0].start.date), last_day(self.months[-1])
        if begin <= day <= end:
            text = str(day)
            label = self.speech.say(sentence, name=name, **values)
            yield Event(text[:7], text, "milestone", name, variable, label, None, None, "date", None, (), False)

    def _amounts(self, names: Sequence[str]) -> Iterator[Event]:
        once = once_rights(self.system)
        for name in names:
            # What is paid once has a month, neither beginning nor end.
            places = _nonzero(self.values[name]) if name in once else self._changes(name)
            for place, index in places:
                before = 0.0 if name in once else plain(self.values[name][place - 1], index)
                yield self._event("amount", name, index, place, before)

    def _begun_and_ended(self) -> Iterator[Event]:
        for name in self.statuses:
            for place, index in self._changes(name):
                before = plain(self.values[name][place - 1], index)
                if self.bounds.surely(name, index, self.months[place - 1 if before else place]):
                    yield self._event("status", name, index, place, before)

    @functools.cached_property
    def bounds(self) -> OpenSimulation:
        """The family with what was not told open."""
        last = self.months[-1]
        return OpenSimulation.of(self.situation, last, assumptions(self.situation, last, self.system), self.system)

    def _changes(self, name: str) -> Iterator[tuple[int, int]]:
        """Yield where a variable differs from the month before: place of the month, position of the person."""
        values = self.values[name]
        amounts = values.dtype == np.float64
        differs = np.abs(np.diff(values, axis=0)) >= HALF_A_TENGE if amounts else values[1:] != values[:-1]
        for place, index in _nonzero(differs):
            yield place + 1, index

    def _event(self, kind: str, name: str, index: int, place: int, before: Any) -> Event:
        month, entity = str(self.months[place]), self.trace.entity(name)
        after = plain(self.values[name][place], index)
        return Event(
            month=month,
            day=None,
            kind=kind,
            who=self.trace.who(entity, index),
            variable=name,
            label=self.trace.variable_label(self._plain_name(name)),
            before=before,
            after=after,
            unit=self.system.variables[name].unit or "",
            difference=float(after) - float(before) if kind == "amount" else None,
            causes=self._causes(name, entity, index, place) if place else (),
            projected=month > self.enacted_until and kind == "amount",
        )

    def _causes(self, name: str, entity: str, index: int, place: int) -> tuple[Cause, ...]:
        pair = self.months[place - 1], self.months[place]
        causes = self.reasons.of(name, entity, index, *pair)
        # What is paid once has no other reason in its own rule than the month: its conditions are those of the right.
        return causes or self.reasons.of(self._plain_name(name), entity, index, *pair)


def _nonzero(values: Any) -> Iterator[tuple[int, int]]:
    """Yield where something is: place of the month, position of the person."""
    for place, index in zip(*np.nonzero(values), strict=True):
        yield int(place), int(index)
