"""Conditions as lines: whether they hold, what is compared with which threshold, which fact decides them."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum
from openfisca_core.tracers import TraceNode

from openfisca_kz.base import NO_DATE
from openfisca_kz.explanation.model import Change, Comparison, Condition
from openfisca_kz.explanation.probe import CONTRARY, MIRRORED, Compared, Probe, value_at
from openfisca_kz.explanation.trace import Trace, written

# How many conditions below a condition the deciding fact is looked for.
_DEPTH = 6

# More other choices than this are not named: any of many would do.
_FEW_CHOICES = 4

#: Values that say nothing.
NOTHING = (0, False, None, "", "none", "nobody", NO_DATE)

_NO_DAY = NO_DATE.isoformat()

#: Units in which a distance can be told.
_COUNTED = (
    "KZT", "USD", "MRP", "MRP_tax", "SM", "MW", "MP", "share", "ratio",
    "years", "months", "days", "persons", "number", "month_number", "date",
)  # fmt: skip


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

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.system = trace.system
        self.probe = Probe(trace.simulation, trace.month)
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

    def untold(self, node: TraceNode, index: int, depth: int = _DEPTH) -> Decider | None:
        """Return the fact nobody told that made a derived value nothing: with another value, it would be something."""
        key = (node.name, written(node.period), index)
        if key not in self.unknown:
            self.unknown[key] = None  # a circle has no beginning
            self.unknown[key] = next(self._untold(node, index, depth), None)
        return self.unknown[key]

    def _untold(self, node: TraceNode, index: int, depth: int) -> Iterator[Decider]:
        if not depth or self.trace.origin(node, index) != "derived" or self.trace.value(node, index) not in NOTHING:
            return
        own = self.trace.entity(node.name)
        for child in self.trace.children(node):
            for place in self.trace.owner(child, own, index):
                if self.trace.value(child, place) not in NOTHING or not self.probe.matters(node, child, place, index):
                    continue
                if self.trace.origin(child, place) == "assumed":
                    yield Decider(child, place)
                else:
                    deeper = self.untold(child, place, depth - 1)
                    if deeper is not None:
                        yield deeper

    def rests_on_told(self, node: TraceNode, index: int) -> bool:
        """Return whether any fact below a value was told, for the members it is about."""
        key = (node.name, written(node.period), index)
        if key in self.told:
            return self.told[key]
        self.told[key] = False  # a circle tells nothing
        origin = self.trace.origin(node, index)
        result = origin == "told"
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
        yield from self._compared(node, index, children)
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

    def _compared(self, node: TraceNode, index: int, children: list[TraceNode]) -> Iterator[Decider]:
        by_source = {(child.name, written(child.period)): child for child in children}
        own = self.trace.entity(node.name)
        for number, compared in enumerate(self.probe.comparisons(node)):
            left = [by_source[source] for source in compared.sources[0] if source in by_source]
            right = [by_source[source] for source in compared.sources[1] if source in by_source]
            if not (left or right) or not self.probe.turned(node, number, index):
                continue
            fact = _main(left or right, self.system)
            places = self.trace.owner(fact, own, index)
            place = places[0] if len(places) == 1 else index
            comparison = self._comparison(node, compared, fact, left, right, index)
            says = bool(compared.holds[index] if compared.holds.ndim else compared.holds)
            yield Decider(fact, min(place, len(fact.value) - 1), comparison, says)

    def _comparison(
        self,
        node: TraceNode,
        compared: Compared,
        fact: TraceNode,
        left: list[TraceNode],
        right: list[TraceNode],
        index: int,
    ) -> Comparison | None:
        sign, sides = compared.sign, compared.sides
        other = right
        if not left:
            sign, sides, other = MIRRORED[sign], (sides[1], sides[0]), left
        unit = self.system.variables[fact.name].unit or ""
        value, threshold = (value_at(side, index) for side in sides)
        own = value_at(np.asarray(fact.value), min(index, len(fact.value) - 1))
        if value is None or threshold is None or own is None or unit not in _COUNTED or _NO_DAY in (value, threshold):
            return None
        if unit == "date" and not isinstance(value, str) and not isinstance(threshold, str):
            unit = "month_number"  # the month of a day is compared
        elif isinstance(own, float) and value != own and len(left or right) == 1:
            if isinstance(value, str) or isinstance(threshold, str):
                return None
            moved = self._moved(node, fact, index, sign, own, threshold - value)
            if moved is None:
                return None
            value, (sign, threshold) = own, moved
        return Comparison(
            sign=sign,
            value=value,
            threshold=threshold,
            unit=unit,
            distance=_distance(value, threshold),
            variable=fact.name,
            label=self.trace.variable_label(fact.name),
            threshold_label=self.trace.variable_label(_main(other, self.system).name) if other else None,
        )

    def _moved(
        self, node: TraceNode, fact: TraceNode, index: int, sign: str, own: float, gap: float
    ) -> tuple[str, float] | None:
        """Return the sign and threshold for a fact itself, where a formula compares a number made of it.

        The number may grow with the fact (so many months after it) or against it (the age at a date): of the two
        thresholds that is right beyond which the answer turns around, and short of which it does not.
        """
        for direction, said in ((1, sign), (-1, MIRRORED[sign])):
            threshold = own + direction * gap
            step = 2.0 if threshold >= own else -2.0
            beyond = self.probe.changed(node, fact, index, threshold + step, index)
            if beyond and not self.probe.changed(node, fact, index, threshold - step, index):
                return said, threshold
        return None


def _gap(decider: Decider) -> float:
    """Return how far a fact is from what would turn a condition around; a yes or no is farthest."""
    distance = decider.comparison.distance if decider.comparison else None
    return float("inf") if distance is None else abs(distance)


def _distance(value: float | str, threshold: float | str) -> float | None:
    """Return how far a value is above a threshold; of dates, in days."""
    if isinstance(value, str) and isinstance(threshold, str):
        return (datetime.date.fromisoformat(value) - datetime.date.fromisoformat(threshold)).days
    if isinstance(value, str) or isinstance(threshold, str):
        return None
    return round(value - threshold, 4)


def _main(nodes: list[TraceNode], system: Any) -> TraceNode:
    """Return the one of several facts that a comparison is about: a number or date, the first by name."""
    return min(nodes, key=lambda node: (system.variables[node.name].unit not in _COUNTED, node.name))
