"""Conditions as lines: whether they hold, what is compared with which threshold, which fact decides them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from openfisca_core.indexed_enums import Enum
from openfisca_core.tracers import TraceNode

from openfisca_kz.assessment.comparisons import Comparisons
from openfisca_kz.assessment.known import Known
from openfisca_kz.assessment.model import Change, Comparison, Condition
from openfisca_kz.assessment.probe import CONTRARY, Probe
from openfisca_kz.assessment.trace import Trace
from openfisca_kz.base import NO_DATE
from openfisca_kz.engine.tracing import written

# How many conditions below a condition the deciding fact is looked for.
_DEPTH = 6

# More other choices than this are not named: any of many would do.
_FEW_CHOICES = 4

#: Values that say nothing.
NOTHING = (0, False, None, "", "none", "nobody", NO_DATE)

# Conditions that somebody is a child of the family.
_OF_CHILDREN = ("child_of_family",)

# Facts of age: the sign of a condition that who is older does not meet.
_OLDER = {
    "birth_date": ">",
    "birth_month": ">",
    "pension_date": ">",
    "pension_month": ">",
    "age": "<",
    "age_in_months": "<",
}


@dataclasses.dataclass(frozen=True)
class Decider:
    """What decides a condition for one member: the node of the fact, whose fact it is, and what was compared."""

    node: TraceNode
    place: int
    comparison: Comparison | None = None
    compares: bool = True  # what the comparison says
    to: tuple[Any, ...] = ()
    excluded: bool = False  # age or sex excludes the fact


class Conditions:
    """Reads conditions off a trace."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.system = trace.system
        self.probe = Probe(trace.simulation, trace.month)
        self.comparisons = Comparisons(trace, self.probe)
        self.known = Known(trace.simulation, trace.month)
        self.told: dict[tuple[str, str, int], bool] = {}
        self.unknown: dict[tuple[str, str, int], Decider | None] = {}
        self.deciders: dict[tuple[str, str, int], Decider | None] = {}

    def line(self, node: TraceNode, index: int, whole: bool = True) -> Condition:
        """Return a condition as a line.

        Args:
            node: where the condition was calculated.
            index: position of the person or family in the entity of the condition.
            whole: with the facts and figures that it read.

        """
        holds = self.holds(node, index)
        decider = self.decider(node, index)
        if holds is None and decider is not None:
            decider = self.untold(decider.node, decider.place) or decider
        own = self.trace.entity(node.name)
        size = self.trace.simulation.populations[own].count
        return Condition(
            variable=node.name,
            label=self.trace.variable_label(node.name),
            holds=holds,
            law=self.trace.law(node),
            comparison=self.required(decider, bool(holds)) if decider and holds is not None else None,
            change=self.change(decider) if decider else None,
            facts=tuple(self.trace.facts(node, own, index)) if whole else (),
            figures=tuple(self.trace.figures(node, index, size, all_read=True)) if whole else (),
        )

    def required(self, decider: Decider, holds: bool) -> Comparison | None:
        """Return what was compared as a condition that holds or fails requires it.

        A condition may ask for the contrary of what its formula compares ("not yet of pension age").
        """
        comparison = decider.comparison
        if comparison is None or decider.compares == holds:
            return comparison
        return dataclasses.replace(comparison, sign=CONTRARY[comparison.sign])

    def change(self, decider: Decider) -> Change:
        """Return the fact that decides, and what would turn the condition around."""
        return Change(self.trace.fact(decider.node, decider.place), decider.to)

    # ----- What is known ----- #

    def holds(self, node: TraceNode, index: int) -> bool | None:
        """Return whether a condition holds; None if it fails, and only for want of a fact that was not told."""
        if self.trace.value(node, index):
            return True
        decider = self.decider(node, index)
        if decider is not None:
            known = self.rests_on_told(decider.node, decider.place)
            return None if not known or self.untold(decider.node, decider.place) else False
        failing = [
            self.holds(child, place)
            for child in self.trace.children(node)
            if self.system.variables[child.name].value_type is bool and written(child.period) == written(node.period)
            for place in self.trace.owner(child, self.trace.entity(node.name), index)
            if not self.trace.value(child, place)
        ]
        if failing:
            return None if all(answer is None for answer in failing) else False
        return False if self.rests_on_told(node, index) else None

    def closed(self, condition: Condition, node: TraceNode, index: int) -> bool:
        """Return whether a condition that fails cannot come to hold: too old, or excluded by age, sex, no child."""
        if condition.holds is not False:
            return False
        if condition.variable in _OF_CHILDREN or _outgrown(condition.comparison):
            return True
        if condition.variable.endswith("_eligible"):  # all that a right asks must hold
            own = self.trace.entity(node.name)
            below = [
                (child, place) for child in self.trace.children(node) for place in self.trace.owner(child, own, index)
            ]
            failing = [pair for pair in below if self.trace.value(*pair) is False]
            return any(self.closed(self.line(*pair, whole=False), *pair) for pair in failing)
        decider = self.decider(node, index) or Decider(node, index)
        first = next(self._untold(decider.node, decider.place), None)
        return first.excluded if first else self._excluded(decider.node, decider.place)

    def untold(self, node: TraceNode, index: int, depth: int = _DEPTH) -> Decider | None:
        """Return the fact nobody told that made a derived value nothing: with another value, it would be something."""
        key = (node.name, written(node.period), index)
        if key not in self.unknown:
            self.unknown[key] = None  # a circle has no beginning
            self.unknown[key] = next((one for one in self._untold(node, index, depth) if not one.excluded), None)
        return self.unknown[key]

    def _untold(self, node: TraceNode, index: int, depth: int = _DEPTH) -> Iterator[Decider]:
        if not depth or self.trace.origin(node, index) != "derived" or self.trace.value(node, index) not in NOTHING:
            return
        own = self.trace.entity(node.name)
        for child in self.trace.children(node):
            for place in self.trace.owner(child, own, index):
                if self.trace.value(child, place) not in NOTHING or not self.probe.matters(node, child, place, index):
                    continue
                if self.trace.origin(child, place) != "assumed":
                    deeper = self.untold(child, place, depth - 1)
                    if deeper is not None:
                        yield deeper
                elif not self.known.settled(child.name, place):
                    yield Decider(child, place, excluded=self._excluded(child, place))

    def _excluded(self, node: TraceNode, place: int) -> bool:
        return self.trace.origin(node, place) == "assumed" and self.known.excluded(
            node.name, self.trace.entity(node.name), place
        )

    def rests_on_told(self, node: TraceNode, index: int) -> bool:
        """Return whether any fact below a value was told, for the members it is about."""
        key = (node.name, written(node.period), index)
        if key in self.told:
            return self.told[key]
        self.told[key] = False  # a circle tells nothing
        origin = self.trace.origin(node, index)
        result = origin == "told" or self._excluded(node, index) or self.known.settled(node.name, index)
        if origin == "derived":
            own = self.trace.entity(node.name)
            result = any(
                self.rests_on_told(child, place)
                for child in self.trace.children(node)
                for place in self.trace.owner(child, own, index)
            )
        self.told[key] = result
        return result

    # ----- What decides ----- #

    def decider(self, node: TraceNode, index: int, depth: int = _DEPTH) -> Decider | None:
        """Return what decides a condition for one member: the deepest single fact that would turn it around."""
        key = (node.name, written(node.period), index)
        if key not in self.deciders:
            found = self._deciders(node, index, depth)
            first = next(found, None)
            if first is not None and self._read_often(node):
                alike = (other for other in found if other.node.name == first.node.name)
                first = min((first, *alike), key=_gap)
            self.deciders[key] = first
        return self.deciders[key]

    def _read_often(self, node: TraceNode) -> bool:
        """Return whether a condition reads one variable of several years or months: the nearest of them decides."""
        children = self.trace.children(node)
        return len({child.name for child in children}) < len(children)

    def _deciders(self, node: TraceNode, index: int, depth: int) -> Iterator[Decider]:
        own = self.trace.entity(node.name)
        children = self.trace.children(node)
        for fact, place, comparison, says in self.comparisons.of(node, index, children):
            yield Decider(fact, place, comparison, says)
        for child in children:
            variable = self.system.variables[child.name]
            if variable.value_type is not bool and variable.value_type is not Enum:
                continue
            for place in self.trace.owner(child, own, index):
                if variable.value_type is Enum:
                    yield from self._choices(node, child, place, index)
                elif self.probe.changed(node, child, place, not child.value[place], index):
                    deeper = self.decider(child, place, depth - 1) if variable.formulas and depth else None
                    yield deeper or Decider(child, place, to=(not child.value[place],))

    def _choices(self, node: TraceNode, child: TraceNode, place: int, index: int) -> Iterator[Decider]:
        variable = self.system.variables[child.name]
        others = [
            self.trace.speech.say(member.value)
            for member in variable.possible_values
            if member.index != child.value[place] and self.probe.changed(node, child, place, member.index, index)
        ]
        if others:
            yield Decider(child, place, to=tuple(others) if len(others) <= _FEW_CHOICES else ())


def _outgrown(comparison: Comparison | None) -> bool:
    """Return whether somebody was born too early for a condition: time only takes them farther from it."""
    if comparison is None or comparison.distance is None:
        return False
    wanted = _OLDER.get(comparison.variable)
    if wanted is None:
        return False
    return comparison.sign[0] == wanted and (comparison.distance < 0) == (wanted == ">")


def _gap(decider: Decider) -> float:
    """Return how far a fact is from what would turn a condition around; a yes or no is farthest."""
    distance = decider.comparison.distance if decider.comparison else None
    return float("inf") if distance is None else abs(distance)
