"""What an amount was made of: the rule, the figures of the law and the facts that mattered for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from openfisca_kz.assessment.conditions import NOTHING
from openfisca_kz.assessment.laws import rule_of
from openfisca_kz.assessment.model import Fact, Figure
from openfisca_kz.assessment.probe import Probe
from openfisca_kz.assessment.trace import Trace
from openfisca_kz.engine.tracing import written

# How far below an amount its figures and facts are looked for.
_DEPTH = 4

# A right pays out the amount named so, less the contribution withheld.
_GROSS = "_gross"


class Reasons:
    """Finds what amounts were made of in a trace."""

    def __init__(self, trace: Trace, probe: Probe, reasoned: Collection[str]) -> None:
        """Remember what has reasons of its own.

        Args:
            trace: of the calculation.
            probe: asks its formulas again.
            reasoned: rights and duties, which are not looked below.

        """
        self.trace = trace
        self.system = trace.system
        self.probe = probe
        self.reasoned = reasoned

    def rule(self, node: Any) -> str:
        """Return the rule of a right; where it only pays out an amount reckoned before, the rule of that too."""
        before = [child for child in self.trace.children(node) if child.name == node.name + _GROSS]
        rules = [rule_of(self.system.variables[one.name], one.period) for one in (node, *before)]
        return " ".join(self.trace.speech.say(rule) for rule in dict.fromkeys(rules) if rule)

    def of(self, node: Any, index: int) -> tuple[tuple[Figure, ...], tuple[Fact, ...]]:
        """Return the figures and facts of an amount, from the amount downwards."""
        figures: dict[tuple[str, str | None], Figure] = {}
        facts: dict[tuple[str, str], Fact] = {}
        for below, place in self._below(node, index, _DEPTH):
            size = self.trace.simulation.populations[self.trace.entity(below.name)].count
            for figure in self.trace.figures(below, place, size):
                figures.setdefault((figure.parameter, figure.since), figure)
            for child, at in self._mattering(below, place):
                if self._is_fact(child, at):
                    fact = self.trace.fact(child, at)
                    facts.setdefault((fact.variable, fact.who), fact)
        return tuple(figures.values()), tuple(facts.values())

    def _below(self, node: Any, index: int, depth: int) -> Iterator[tuple[Any, int]]:
        """Yield a node and the amounts it was made of, with the position each was read at.

        Conditions are left out, and other rights and duties: those have reasons of their own.
        """
        yield node, index
        if depth == 0:
            return
        for child, place in self._mattering(node, index):
            variable = self.system.variables[child.name]
            own = variable.value_type is bool or child.name in self.reasoned
            if not own and written(child.period) == written(node.period):
                yield from self._below(child, place, depth - 1)

    def _mattering(self, node: Any, index: int) -> list[tuple[Any, int]]:
        """Return what a value was made of in its own period: what was told, and what would have changed it.

        If nothing would alone, all of it.
        """
        own = self.trace.entity(node.name)
        now = (written(node.period), "ETERNITY")
        children = [child for child in self.trace.children(node) if written(child.period) in now]
        read = [(child, place) for child in children for place in self.trace.owner(child, own, index)]
        probe = self.probe
        found = [pair for pair in read if self._rests_on_told(*pair) or probe.matters(node, *pair, index)]
        return found or read

    def _rests_on_told(self, child: Any, place: int) -> bool:
        """Return whether a number was told, or made of one that was; the day of a right counts as told."""
        variable = self.system.variables[child.name]
        if variable.value_type is bool:
            return False
        if self.trace.origin(child, place) == "told" or variable.unit == "date":
            return True
        own = self.trace.entity(child.name)
        return any(
            self.trace.origin(below, at) == "told"
            for below in self.trace.children(child)
            if written(below.period) == written(child.period)
            for at in self.trace.owner(below, own, place)
        )

    def _is_fact(self, child: Any, place: int) -> bool:
        """Return whether what a value was made of is told with it: neither a condition nor what says nothing."""
        condition = self.system.variables[child.name].value_type is bool
        return not condition and self.trace.value(child, place) not in NOTHING
