"""Builds the explanation of a family: calculates everything once with a trace, then reads the reasons off it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from openfisca_core import periods

from openfisca_kz.assessment.assumptions import assumptions
from openfisca_kz.assessment.claims import Past
from openfisca_kz.assessment.conditions import Conditions
from openfisca_kz.assessment.conflicts import conflicts
from openfisca_kz.assessment.cover import INSURED, covers
from openfisca_kz.assessment.domains import needed
from openfisca_kz.assessment.facts import telling
from openfisca_kz.assessment.model import Condition, Explanation, Fact, Line, OpenQuestion, PersonPart
from openfisca_kz.assessment.questions import likely_first
from openfisca_kz.assessment.reasons import Reasons
from openfisca_kz.assessment.status import CLAIMABLE, DUE, NOT_DUE, POSSIBLE, SAYS_NOTHING, Standing, assess
from openfisca_kz.assessment.sums import EACH_MONTH, sums
from openfisca_kz.assessment.trace import Trace, trace_from_now
from openfisca_kz.base import MONTHS_IN_YEAR
from openfisca_kz.doubts import readings_for, thin_sources
from openfisca_kz.doubts.compare import ALWAYS_TOLD
from openfisca_kz.engine.knowledge import beyond
from openfisca_kz.engine.periods import period_of
from openfisca_kz.engine.protocols import System
from openfisca_kz.engine.system import version
from openfisca_kz.engine.tracing import written
from openfisca_kz.families.family import Situation, law_for
from openfisca_kz.language import language
from openfisca_kz.problems import month_of
from openfisca_kz.services.rights_and_duties import TOTALS, duties_of, rights_of, statuses_of

# What the distance of a date (in days) or month is a share of: fifty years.
_LIFE = {"date": 18262.0, "month_number": 600.0}

# A variable named so says that a figure nobody told was replaced by a nearby one.
_APPROXIMATE = "_is_approximate"

# Whether a person is alive and in the country.
_HERE = "lives_here"

# More facts than this that a sum waits for are not named.
_FEW = 2


def explain(situation: Situation, month: str, lang: str = "en", system: System | None = None) -> Explanation:
    """Explain what the law gives and takes in a month.

    Args:
        situation: the people, as ``read_family`` returns them.
        month: such as ``2026-06``.
        lang: language of labels: en, kk or ru.
        system: a reform of the law; the one the situation was read with if not given.

    Returns:
        Statuses and duties by person, rights due, possible and not due, totals, the facts assumed.

    Raises:
        openfisca_kz.problems.InputError: the month is none, is outside the rules, or comes before a birth.

    """
    law = law_for(situation, system)
    return _Builder(situation, month_of(month), lang, law).build()


def explain_right(
    situation: Situation, month: periods.Period, right: str, lang: str = "en", system: System | None = None
) -> tuple[Line, ...]:
    """Explain one right alone, as ``explain`` does: what is due of it, then how it stands for others."""
    due, others = _Builder(situation, month, lang, law_for(situation, system), right).rights_in_lines()
    return (*due, *others)


class _Builder:
    def __init__(
        self, situation: Situation, month: periods.Period, lang: str, system: System, right: str | None = None
    ) -> None:
        self.situation = situation
        self.month = month
        self.system = system
        self.speech = language(lang)
        self.simulation = situation.simulation(month, system)
        trace_from_now(self.simulation)
        only = None if right is None else (right,)
        self.rights = only or rights_of(system)
        self.duties = duties_of(system)
        self.statuses = statuses_of(system)
        self.reasoned = {*rights_of(system), *self.duties}
        self.totals = [name for name in TOTALS if name in system.variables]
        self.approximate = [name for name in system.variables if name.endswith(_APPROXIMATE)]
        beside = () if only else (*self.duties, *self.statuses, *self.totals, *self.approximate, _HERE)
        eligible = [f"{name}_eligible" for name in self.rights]
        self._calculate(*self.rights, *eligible, *beside)
        self.readings = readings_for(situation, month, system, simulation=self.simulation, right=right)
        self.assessment = assess(situation, month, system, self.simulation, only)
        # What decides is named whether a rule read it or not.
        self._calculate(*sorted({name for name, _ in self.assessment.simulation.missing}))
        self.trace = Trace(self.simulation, self.speech, month)
        self.conditions = Conditions(self.trace, self.assessment)
        self.reasons = Reasons(self.trace, self.conditions.probe, self.reasoned)

    def _calculate(self, *names: str) -> None:
        for name in names:
            self.simulation.calculate(name, period_of(self.system.variables[name], self.month))

    def build(self) -> Explanation:
        due, others = self.rights_in_lines()
        persons = tuple(self._person(index) for index in range(len(self.situation.persons)))
        duties = [line for person in persons for line in person.duties]
        return Explanation(
            **asdict(sums(self.assessment)),
            month=str(self.month),
            version=version(),
            lang=self.speech.code,
            source=self.situation.source,
            persons=persons,
            due=tuple(due),
            claimable=tuple(line for line in others if line.status == CLAIMABLE),
            possible=tuple(line for line in others if line.status == POSSIBLE),
            not_due=tuple(line for line in others if line.status == NOT_DUE),
            totals=tuple(self._totals()),
            assumptions=tuple(assumptions(self.trace, self.conditions.probe, [*due, *duties], self.approximate)),
            cover=tuple(covers(self.assessment, self.speech)),
            conflicts=conflicts(self.situation, str(self.month), self.speech, self.system, self.simulation),
            beyond=beyond(self.simulation, self.month),
        )

    # ----- Persons ----- #

    def _person(self, index: int) -> PersonPart:
        nodes = [node for node in map(self._node, self.statuses) if node.name != INSURED]
        held = [node for node in nodes if self.trace.value(node, index) is True]
        sure = [node for node in held if self.assessment.simulation.surely(node.name, index)]
        duties = [self._due(name, index) for name in self.duties if self.trace.value(self._node(name), index) > 0]
        return PersonPart(
            name=self.situation.persons[index],
            age=self.situation.age_in_months(index, self.month) // MONTHS_IN_YEAR,
            age_in_months=self.situation.age_in_months(index, self.month),
            statuses=tuple(self.trace.fact(node, index) for node in sure),
            duties=tuple(duties),
            perhaps=tuple(self.trace.fact(node, index) for node in held if node not in sure),
            here=bool(self.trace.value(self._node(_HERE), index)),
        )

    # ----- Rights ----- #

    def rights_in_lines(self) -> tuple[list[Line], list[Line]]:
        """Return the rights that are due, and one line for each other right: that of who is nearest to it."""
        due: list[Line] = []
        others: list[tuple[tuple[float, ...], Line]] = []
        for name in self.rights:
            surest = self.assessment.strongest(name)
            held = [one for one in self.assessment.standings.values() if one.right == name]
            mine = [one for one in held if one.status == surest]
            others += [((False, False, 0.0), self._claimable(one)) for one in held if one.status == CLAIMABLE]
            if surest == CLAIMABLE:
                continue
            paid = [one for one in mine if surest == DUE or one.told > 0 or self._past(one)]
            lines = [self._due(name, one.index, surest) for one in paid if surest != NOT_DUE]
            if surest == DUE:
                due += lines
            else:
                others += [((False, False, 0.0), line) for line in lines] or [self._nearest(mine)]
        others.sort(key=lambda pair: pair[0])
        return due, [line for _, line in others]

    def _nearest(self, standings: list[Standing]) -> tuple[tuple[float, ...], Line]:
        """Return the line of who lacks the fewest conditions of a right, with how near it is.

        Those to whom age or sex closes it come only where it is closed to all.
        """
        failing = [self._failing(standing) for standing in standings]
        found: list[Line] = []
        for fewest in sorted(set(map(len, failing))):
            lines = [
                self._not_due(standing, failed)
                for standing, failed in zip(standings, failing, strict=True)
                if len(failed) == fewest
            ]
            found += lines
            if not all(line.closed_by for line in lines):
                break
        line = min(found, key=lambda line: (bool(line.closed_by), bool(line.only_if), _lack(line)))
        held = len(self._below_condition(line.variable, 0)) - len(line.conditions)
        return (bool(line.closed_by), bool(line.only_if), _lack(line), -held), line

    def _failing(self, standing: Standing) -> list[tuple[Any, int]]:
        """Return the conditions that do not surely hold; of a right that is not due those that surely fail."""
        below = self._below_condition(standing.right, standing.index)
        if standing.status == NOT_DUE:
            failing = [pair for pair in below if self.conditions.holds(*pair) is False]
            return failing or self._of_nobody(standing)
        return [pair for pair in below if self.conditions.holds(*pair) is not True]

    def _of_nobody(self, standing: Standing) -> list[tuple[Any, int]]:
        """Return a condition by which members count in a sum and that surely none of them meets, for one of them."""
        for child, places in self._conditions_in(standing.right, standing.index):
            if places and all(self.conditions.holds(child, place) is False for place in places):
                return [(child, places[0])]
        return []

    def _below_condition(self, name: str, index: int) -> list[tuple[Any, int]]:
        """Return the conditions of a right for one of those it is for, with whose condition each is."""
        read = self._conditions_in(f"{name}_eligible", index)
        return [(child, place) for child, places in read for place in places]

    def _conditions_in(self, name: str, index: int) -> Iterator[tuple[Any, list[int]]]:
        """Yield the conditions that a rule reads, each with whose it is."""
        for child in self.trace.children(self._node(name)):
            if self.system.variables[child.name].value_type is bool:
                yield child, self.trace.owner(child, self.trace.entity(name), index)

    def _not_due(self, standing: Standing, failed: list[tuple[Any, int]]) -> Line:
        """Return a right that is not surely due, with the conditions that fail or that nobody can tell."""
        possible, say = standing.status == POSSIBLE, self.speech.say
        read = [(self.conditions.line(*pair, whole=False, in_doubt=possible), *pair) for pair in failed]
        conditions = tuple(condition for condition, _, _ in read)
        closed_by = "" if possible else next((one[0].label for one in read if self.conditions.closed(*one)), "")
        return self._line(
            standing.right,
            standing.index,
            standing.status,
            rule="" if conditions else self.reasons.rule(self._node(standing.right)),
            conditions=conditions,
            closed_by=closed_by,
            only_if=tuple(dict.fromkeys(say(self.assessment.presumed[fact].because) for fact in standing.events)),
            needs=() if conditions or not possible or standing.events else tuple(self._needs(standing)),
        )

    def _needs(self, standing: Standing) -> Iterator[Fact]:
        """Yield the facts that a sum waits for: those without which it says nothing, else the likeliest."""
        facts = likely_first(standing.deciding, self.situation, self.month, self.system)
        for name, place in sorted(facts, key=lambda fact: standing.right not in needed().get(fact[0], ()))[:_FEW]:
            yield self.trace.fact(self._node(name), place)

    def _claimable(self, standing: Standing) -> Line:
        """Return a right that arose in an earlier month and can still be claimed."""
        node, right = self._node(standing.right), standing.right
        line = self._line(right, standing.index, CLAIMABLE, rule=self.reasons.rule(node), law=self.trace.law(node))
        return replace(line, period=str(standing.arose))

    def _past(self, standing: Standing) -> Past | None:
        return self.assessment.for_the_past(standing.right, standing.index)

    def _amount(self, name: str, index: int) -> float:
        return float(self.trace.value(self._node(name), index))

    def _due(self, name: str, index: int, status: str = DUE) -> Line:
        """Return a right or duty with an amount on what was told."""
        node = self._node(name)
        figures, facts = self.reasons.of(node, index)
        conditions = self._below_condition(name, index) if name in self.rights else []
        return self._line(
            name,
            index,
            status,
            rule=self.reasons.rule(node),
            figures=figures,
            facts=telling(facts, self._amount(name, index)),
            conditions=tuple(self.conditions.line(child, place) for child, place in conditions),
            law=self.trace.law(node),
            readings=tuple(self._questions(name, self.trace.who(self.trace.entity(name), index))),
        )

    def _questions(self, name: str, who: str) -> Iterator[OpenQuestion]:
        """Yield the open questions of the law that an amount rests on, and the rules whose source is thin."""
        told = set()
        for result in self.readings.get((name, who), ()):
            reading = result.reading
            told.add(reading.id)
            text = result.say(self.speech.code, self.system.variables[name].unit or "")
            yield OpenQuestion(reading.id, text, result.other_amount, result.matters, reading.thin)
        for reading in thin_sources(name, str(self.month)):
            if reading.id not in told and name not in ALWAYS_TOLD:  # of those the questions that concern them are told
                question = self.speech.say(reading.question)
                text = self.speech.say("Few sources were found for this rule: {question}", question=question)
                yield OpenQuestion(reading.id, text, None, False, True)

    def _line(self, name: str, index: int, status: str, **rest: Any) -> Line:
        node = self._node(name)
        found = {"rule": "", "figures": (), "facts": (), "conditions": (), "law": (), **rest}
        standing = self.assessment.standings.get((name, index))
        past = self._past(standing) if standing else None
        drawn = standing and self.assessment.received(name, index)
        return Line(
            variable=name,
            label=self.trace.variable_label(name),
            who=self.trace.who(self.trace.entity(name), index),
            period=written(node.period),
            status=status,
            amount=standing.told if standing else self._amount(name, index),
            arose=str(standing.arose) if standing and standing.arose else None,
            waiting=self.assessment.waiting(standing) if standing and not drawn else None,
            for_the_past=past.amount if past else None,
            past_since=str(past.since) if past else None,
            past_until=str(past.until) if past else None,
            step_amount=(standing.step_amount or None) if standing else None,
            received=bool(drawn),
            amount_min=standing.low if standing else None,
            amount_max=standing.high if standing and standing.high < SAYS_NOTHING else None,
            unit=self.system.variables[name].unit or "",
            borne_by=getattr(self.system.variables[name], "duty_borne_by", None),
            **found,
        )

    # ----- The whole ----- #

    def _totals(self) -> Iterator[Fact]:
        """Yield the totals of the month by family: what is paid each month as the assessment knows it."""
        families = range(len(self.situation.families))
        paid = [sums(self.assessment, family).told_total for family in families]
        for name in self.totals:
            for family in families:
                fact = self.trace.fact(self._node(name), family)
                more = paid[family] - self._amount("total_rights", family)
                label = self.speech.say(EACH_MONTH[name]) if name in EACH_MONTH else fact.label
                yield fact if name == "total_duties" else replace(fact, value=fact.value + more, label=label)

    def _node(self, name: str) -> Any:
        return self.trace.node(name, period_of(self.system.variables[name], self.month))


def _lack(line: Line) -> float:
    """Return how far a right is: one for each condition that fails, less where a fact is near its threshold."""
    return sum(map(_far, line.conditions)) if line.conditions else 1.0


def _far(condition: Condition) -> float:
    """Return how far a condition is from holding: the distance as a share of its threshold, at most one."""
    comparison = condition.comparison
    if comparison is None or comparison.distance is None or condition.holds is None:
        return 1.0
    whole = _LIFE.get(comparison.unit) or comparison.threshold
    if isinstance(whole, str) or not whole:
        return 1.0
    return min(abs(comparison.distance / whole), 1.0)
