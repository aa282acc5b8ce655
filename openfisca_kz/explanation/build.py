"""Builds the explanation of a family: calculates everything once with a trace, then reads the reasons off it."""

from __future__ import annotations

import dataclasses
import functools
import importlib.metadata
from collections.abc import Iterable, Iterator
from typing import Any

from openfisca_core import periods

from openfisca_kz.base import MONTHS_IN_YEAR, NO_DATE
from openfisca_kz.explanation.model import Condition, Explanation, Fact, Figure, Line, PersonPart
from openfisca_kz.explanation.trace import Trace, law_of_variable
from openfisca_kz.language import language
from openfisca_kz.ledger import TOTALS, duties_of, rights_of, statuses_of
from openfisca_kz.problems import month_of
from openfisca_kz.situation import Situation

# How far below an amount its figures and facts are looked for.
_DEPTH = 4

# A variable named so says that a figure nobody told was replaced by a nearby one.
_APPROXIMATE = "_is_approximate"


def explain(situation: Situation, month: str, lang: str = "en", system: Any = None) -> Explanation:
    """Explain what the law gives and takes in a month.

    Args:
        situation: the people, as ``read_family`` returns them.
        month: such as ``2026-06``.
        lang: language of labels: en, kk or ru.
        system: a reform of the law; the one the situation was read with if not given.

    Returns:
        Statuses and duties by person, rights due and not due, totals, the facts assumed.

    Raises:
        openfisca_kz.problems.InputError: the month is none, is outside the rules, or comes before a birth.

    """
    return _Builder(situation, month_of(month), lang, system or situation.system).build()


@functools.cache
def version() -> str:
    """Return the version of this package."""
    return importlib.metadata.version("openfisca-kz")


class _Builder:
    def __init__(self, situation: Situation, month: periods.Period, lang: str, system: Any) -> None:
        self.situation = situation
        self.month = month
        self.system = system
        self.simulation = situation.simulation(month, system)
        self.simulation.trace = True
        self.speech = language(lang)
        self.rights = rights_of(system)
        self.duties = duties_of(system)
        self.statuses = statuses_of(system)
        self.reasoned = {*self.rights, *self.duties}
        totals = [name for name in TOTALS if name in system.variables]
        for name in (*self.rights, *self.duties, *self.statuses, *totals):
            self.simulation.calculate(name, self._period(name))
        for name in self.rights:
            self.simulation.calculate(f"{name}_eligible", self._period(f"{name}_eligible"))
        self.totals = totals
        self.approximate = [name for name in system.variables if name.endswith(_APPROXIMATE)]
        for name in self.approximate:
            self.simulation.calculate(name, self._period(name))
        self.trace = Trace(self.simulation, self.speech)

    def build(self) -> Explanation:
        due, not_due = self._rights()
        persons = tuple(self._person(index) for index in range(len(self.situation.persons)))
        duties = [line for person in persons for line in person.duties]
        return Explanation(
            month=str(self.month),
            version=version(),
            source=self.situation.source,
            persons=persons,
            due=tuple(due),
            not_due=tuple(not_due),
            totals=tuple(self._totals()),
            assumptions=tuple(self._assumptions([*due, *duties])),
            projected=any(self._after_last_figure(line.figures) for line in (*due, *duties)),
        )

    # ----- Persons ----- #

    def _person(self, index: int) -> PersonPart:
        statuses = [
            self.trace.fact(node, index)
            for node in map(self._node, self.statuses)
            if self.trace.value(node, index) is True
        ]
        duties = [self._line(name, index) for name in self.duties if self.trace.value(self._node(name), index) > 0]
        return PersonPart(
            name=self.situation.persons[index],
            age=self.situation.age_in_months(index, self.month) // MONTHS_IN_YEAR,
            age_in_months=self.situation.age_in_months(index, self.month),
            statuses=tuple(statuses),
            duties=tuple(duties),
        )

    # ----- Rights ----- #

    def _rights(self) -> tuple[list[Line], list[Line]]:
        due, not_due = [], []
        for name in self.rights:
            entity = self.trace.entity(name)
            count = self.simulation.populations[entity].count
            lines = [self._line(name, index) for index in range(count)]
            mine = [line for line in lines if line.status == "due"]
            due.extend(mine)
            if not mine and any(_failed(line) for line in lines):
                not_due.append(min(filter(_failed, lines), key=lambda line: len(_failed(line))))
        not_due.sort(key=lambda line: len(_failed(line)))
        return due, not_due

    def _line(self, name: str, index: int) -> Line:
        variable = self.system.variables[name]
        node = self._node(name)
        entity = self.trace.entity(name)
        amount = float(self.trace.value(node, index))
        conditions = tuple(self._conditions(f"{name}_eligible", index)) if name in self.rights else ()
        status = "due" if amount > 0 else "not_due"
        if status == "not_due":
            conditions = tuple(_shortened(condition for condition in conditions if not condition.holds))
        figures: dict[tuple[str, str | None], Figure] = {}
        facts: dict[tuple[str, str], Fact] = {}
        if status == "due":
            for below, place in self._below(node, entity, index, _DEPTH):
                size = self.simulation.populations[self.trace.entity(below.name)].count
                for figure in self.trace.figures(below, place, size):
                    figures.setdefault((figure.parameter, figure.since), figure)
                for fact in self.trace.facts(below, self.trace.entity(below.name), place):
                    facts.setdefault((fact.variable, fact.who), fact)
        formula = variable.get_formula(node.period)
        return Line(
            variable=name,
            label=self.trace.variable_label(name),
            who=self.trace.who(entity, index),
            period=str(node.period),
            status=status,
            amount=amount,
            unit=variable.unit or "",
            rule=self.speech.say(_rule(formula)) if formula and status == "due" else "",
            figures=tuple(figures.values()),
            facts=tuple(facts.values()),
            conditions=conditions,
            law=law_of_variable(variable, self.month) if status == "due" else (),
        )

    def _below(self, node: Any, entity: str, index: int, depth: int) -> Iterator[tuple[Any, int]]:
        """Yield a node and the amounts it was made of, with the position each was read at.

        Conditions are left out, and other rights and duties: those have reasons of their own.
        """
        yield node, index
        if depth == 0:
            return
        for child in self.trace.children(node):
            variable = self.system.variables[child.name]
            if variable.value_type is bool or child.name in self.reasoned or str(child.period) != str(node.period):
                continue
            for place in self.trace.owner(child, entity, index):
                yield from self._below(child, self.trace.entity(child.name), place, depth - 1)

    def _conditions(self, name: str, index: int) -> Iterator[Condition]:
        entity = self.trace.entity(name)
        for child in self.trace.children(self._node(name)):
            variable = self.system.variables[child.name]
            if variable.value_type is not bool:
                continue
            own = self.trace.entity(child.name)
            for place in self.trace.owner(child, entity, index):
                size = self.simulation.populations[own].count
                yield Condition(
                    variable=child.name,
                    label=self.trace.variable_label(child.name),
                    holds=bool(self.trace.value(child, place)),
                    facts=tuple(self.trace.facts(child, own, place)),
                    figures=tuple(self.trace.figures(child, place, size, all_read=True)),
                    law=law_of_variable(variable, self.month),
                )

    # ----- The whole ----- #

    def _totals(self) -> Iterator[Fact]:
        for name in self.totals:
            for index in range(len(self.situation.families)):
                yield self.trace.fact(self._node(name), index)

    def _assumptions(self, lines: Iterable[Line]) -> Iterator[Fact]:
        """Yield the facts that nobody told and that the amounts rest on, and what is only approximate.

        A default that just says "no" or zero is left out.
        """
        seen: set[tuple[str, str, int]] = set()
        for line in lines:
            entity = self.trace.entity(line.variable)
            index = list(self.simulation.populations[entity].ids).index(line.who)
            yield from self._assumed(self._node(line.variable), index, seen)
        for name in self.approximate:
            for index in range(self.simulation.populations[self.trace.entity(name)].count):
                if self.trace.value(self._node(name), index):
                    yield self.trace.fact(self._node(name), index)

    def _assumed(self, node: Any, index: int, seen: set[tuple[str, str, int]]) -> Iterator[Fact]:
        entity = self.trace.entity(node.name)
        for child in self.trace.children(node):
            if str(child.period) not in (str(node.period), "ETERNITY"):
                continue
            variable = self.system.variables[child.name]
            for place in self.trace.owner(child, entity, index):
                key = (child.name, str(child.period), place)
                if key in seen:
                    continue
                seen.add(key)
                if not variable.formulas and _says_something(variable.default_value):
                    fact = self.trace.fact(child, place)
                    if fact.origin == "assumed":
                        yield fact
                yield from self._assumed(child, place, seen)

    def _after_last_figure(self, figures: Iterable[Figure]) -> bool:
        """Return whether the month is later than the law was last checked for one of its figures."""
        for figure in figures:
            parameter: Any = self.system.parameters
            for part in figure.parameter.split("."):
                parameter = parameter.children[part]
            checked = str(parameter.metadata.get("last_value_still_valid_on", ""))[:4]
            if checked and str(self.month.start)[:4] > checked:
                return True
        return False

    def _node(self, name: str) -> Any:
        return self.trace.node(name, self._period(name))

    def _period(self, name: str) -> Any:
        unit = self.system.variables[name].definition_period
        if unit == periods.DateUnit.YEAR:
            return self.month.this_year
        if unit == periods.DateUnit.ETERNITY:
            return periods.period("ETERNITY")
        return self.month


def _failed(line: Line) -> list[Condition]:
    return [condition for condition in line.conditions if not condition.holds]


def _shortened(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """Yield the first condition whole, the others by name: one reason is enough for a no."""
    for place, condition in enumerate(conditions):
        yield condition if place == 0 else dataclasses.replace(condition, facts=(), figures=(), law=())


def _says_something(default: Any) -> bool:
    """Return whether a default says more than no, none or nothing."""
    return default not in (False, 0, "", NO_DATE) and getattr(default, "name", "") not in ("none", "nobody")


def _rule(formula: Any) -> str:
    return " ".join((formula.__doc__ or "").split())
