"""Conditions as lines: whether they hold, what is compared with which threshold, which fact decides them."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from typing import Any

from openfisca_core.indexed_enums import Enum
from openfisca_core.tracers import TraceNode

from openfisca_kz.assessment.comparisons import Comparisons
from openfisca_kz.assessment.domains import LEAST
from openfisca_kz.assessment.model import Change, Comparison, Condition
from openfisca_kz.assessment.probe import CONTRARY, Probe
from openfisca_kz.assessment.questions import likely_first
from openfisca_kz.assessment.status import Assessment
from openfisca_kz.assessment.trace import Trace
from openfisca_kz.base import ETERNITY, NO_DATE
from openfisca_kz.engine.periods import period_of
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


class Conditions:
    """Reads conditions off a trace."""

    def __init__(self, trace: Trace, assessment: Assessment | None = None) -> None:
        """Read a trace.

        Args:
            trace: of the calculation.
            assessment: what is known of the people; without it, what nobody told is as it usually is.

        """
        self.trace, self.assessment = trace, assessment
        self.system = trace.system
        self.probe = Probe(trace.simulation, trace.month)
        self.comparisons = Comparisons(trace, self.probe)
        self.deciders: dict[tuple[str, str, int], Decider | None] = {}

    def line(self, node: TraceNode, index: int, whole: bool = True, in_doubt: bool = False) -> Condition:
        """Return a condition as a line.

        Args:
            node: where the condition was calculated.
            index: position of the person or family in the entity of the condition.
            whole: with the facts and figures that it read.
            in_doubt: whether what is taken for granted of events counts as not told.

        """
        holds = self.holds(node, index, in_doubt)
        decider = self.decider(node, index)
        comparison = self._bounded(node, index, holds, decider)
        if holds is None:
            decider = self._untold(node, index, decider) or decider
        own = self.trace.entity(node.name)
        size = self.trace.simulation.populations[own].count
        return Condition(
            variable=node.name,
            label=self.trace.variable_label(node.name),
            holds=holds,
            law=self.trace.law(node),
            comparison=comparison,
            change=self.change(decider) if decider else None,
            facts=tuple(self.trace.facts(node, own, index)) if whole else (),
            figures=tuple(self.trace.figures(node, index, size, all_read=True)) if whole else (),
        )

    def _bounded(self, node: TraceNode, index: int, holds: bool | None, decider: Decider | None) -> Comparison | None:
        """Return what was compared; a threshold that only stands in for a figure that is not known, as its bounds."""
        comparison = self.required(decider, decider.compares if holds is None else holds) if decider else None
        if comparison is None or self.assessment is None:
            return comparison if holds is not None else None
        for child in self.trace.children(node):
            if child.name + LEAST in self.system.variables:
                (place,) = self.trace.owner(child, self.trace.entity(node.name), index)
                low, high, _ = self.assessment.simulation.ends(child.name, child.period)
                least, most = float(low[place]), float(high[place])
                if least < most and holds is None:
                    return dataclasses.replace(comparison, threshold=least, threshold_most=most, distance=None)
                if least < most and isinstance(comparison.value, (int, float)):
                    surely = least if holds else most
                    return dataclasses.replace(comparison, threshold=surely, distance=comparison.value - surely)
        return comparison if holds is not None else None

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

    def holds(self, node: TraceNode, index: int, in_doubt: bool = False) -> bool | None:
        """Return whether a condition holds; None while facts decide that nobody told.

        Args:
            node: where the condition was calculated.
            index: position of the person or family.
            in_doubt: whether what is taken for granted of events (a death, an adoption) counts as not told.

        """
        if self.assessment is None:
            return bool(self.trace.value(node, index))
        holds = self.assessment.holds(node.name, index, self._period(node))
        if holds is False and in_doubt and written(node.period) == written(self.trace.month):
            holds = self.assessment.holds_in_doubt(node.name, index)
        return holds

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
        if self.assessment is None:
            return False
        resting = self.assessment.resting(node.name, index, self._period(node))
        return bool(resting) and all(self.assessment.presumed[fact].bounded for fact in resting)

    def _untold(self, node: TraceNode, index: int, decider: Decider | None) -> Decider | None:
        """Return the fact on which a condition rests that nobody told: what would turn it, or what is likely to."""
        if self.assessment is None:
            return None
        period = self._period(node)
        facts = self.assessment.deciding(node.name, index, period) or self.assessment.resting(node.name, index, period)
        if decider is not None and (decider.node.name, decider.place) in facts:
            return decider
        likely = likely_first(facts, self.assessment.situation, self.assessment.month, self.system)
        own = self.trace.entity(node.name)
        for name, place in sorted(likely, key=lambda fact: self.trace.entity(fact[0]) == own and fact[1] != index):
            for asked in (node.period, period_of(self.system.variables[name], self.trace.month)):
                with contextlib.suppress(KeyError):
                    return Decider(self.trace.node(name, asked), place)
        return None

    def _period(self, node: TraceNode) -> Any:
        eternal = self.system.variables[node.name].definition_period == ETERNITY
        return None if eternal else node.period

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
