"""How far a change of the law reaches into a calculation: what must be reckoned again, and what stays as it was."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from openfisca_core.periods import DateUnit

from openfisca_kz.doubts.model import Reading
from openfisca_kz.engine.core import memo
from openfisca_kz.engine.formulas import mentioned
from openfisca_kz.engine.protocols import System
from openfisca_kz.engine.tracing import written
from openfisca_kz.families.family import FamilySimulation

# rights.area.file: what stands below is named by formulas; folders and files are named by too many of them.
_FILE_DEPTH = 3

Key = tuple[str, str]


def changed_variables(system: System, reading: Reading) -> set[str]:
    """Return the variables whose own formula may give something else under another reading.

    Args:
        system: the law that the reading varies.
        reading: its formulas and words name variables; its figures are looked for in the words of all formulas.

    """
    changed = {*reading.formulas, *reading.words, *reading.then}
    figures = reading.parameters if reading.computable else reading.figures
    wanted = {word for path in figures for word in _words_of(path)}
    if wanted:
        changed |= {name for name, words in _words(system).items() if words & wanted}
    return changed


def _words_of(path: str) -> Iterator[str]:
    """Yield how a formula may name a figure: itself, or the table of its file that it stands in."""
    parts = path.split(".")
    yield parts[-1]
    yield from parts[_FILE_DEPTH:-1]


def _words(system: System) -> dict[str, frozenset[str]]:
    """Return what the formulas of each variable of a law mention."""
    kept = memo(system)
    if kept.get("variables mentioned") != len(system.variables):  # a reform may have added one since
        kept["variables mentioned"] = len(system.variables)
        kept["mentioned"] = {
            name: frozenset[str]().union(*map(mentioned, variable.formulas.values()))
            for name, variable in system.variables.items()
            if variable.formulas
        }
    words: dict[str, frozenset[str]] = kept["mentioned"]
    return words


class Calculated:
    """A traced calculation: which value was made of which, so that another law reckons only what differs."""

    def __init__(self, simulation: FamilySimulation) -> None:
        self.simulation = simulation
        self.nodes: dict[Key, Any] = {}
        self.children: dict[Key, list[Key]] = {}
        self.parents: dict[Key, list[Key]] = {}
        self.by_name: dict[str, list[Key]] = {}
        #: Place of each value in the order of the calculation: what a value is made of comes before it.
        self.order: dict[Key, int] = {}
        self._variables = simulation.tax_benefit_system.variables
        self._gather(simulation.tracer.trees)

    def key(self, name: str, period: Any) -> Key:
        """Return what a value is found by: what is eternal is one value, whatever the period in which it is read."""
        eternal = self._variables[name].definition_period == DateUnit.ETERNITY
        return name, "ETERNITY" if eternal else written(period)

    def _gather(self, trees: Iterable[Any]) -> None:
        def keyed(nodes: Iterable[Any]) -> list[tuple[Key, Any]]:
            return [(self.key(node.name, node.period), node) for node in nodes]

        stack: list[tuple[Key, Any]] = keyed(trees)[::-1]
        while stack:
            key, node = stack.pop()
            if node is None:  # all that this value was made of is known
                self.order.setdefault(key, len(self.order))
                continue
            if key not in self.nodes:
                self.nodes[key] = node
                self.by_name.setdefault(node.name, []).append(key)
            if not node.children:
                self.order.setdefault(key, len(self.order))
                continue
            below = keyed(node.children)
            self.children.setdefault(key, []).extend(under for under, _ in below)
            for under, _ in below:
                self.parents.setdefault(under, []).append(key)
            stack.append((key, None))
            stack += [pair for pair in below[::-1] if pair[1].children or pair[0] not in self.nodes]

    def reached(self, variables: Iterable[str]) -> set[Key]:
        """Return what rests on any of the variables, these themselves included."""
        found = {key for name in variables for key in self.by_name.get(name, ())}
        stack = list(found)
        while stack:
            for parent in self.parents.get(stack.pop(), ()):
                if parent not in found:
                    found.add(parent)
                    stack.append(parent)
        return found

    def redo(self, simulation: FamilySimulation, variables: Iterable[str]) -> dict[Key, Any]:
        """Reckon again what changes of variables change, from below: what comes out as it was goes no further up.

        Args:
            simulation: the same people under another law.
            variables: those whose own formula may give something else there.

        Returns:
            The values that are others, by name and period.

        """
        waiting = [(self.order[key], key) for name in variables for key in self.by_name.get(name, ())]
        heapq.heapify(waiting)
        done: set[Key] = set()
        others: dict[Key, Any] = {}
        while waiting:
            _, key = heapq.heappop(waiting)
            if key in done:
                continue
            done.add(key)
            node = self.nodes[key]
            if key[0] not in simulation.tax_benefit_system.variables:
                continue
            self._hand_over(simulation, key, done)
            values = simulation.calculate(node.name, node.period)
            if not np.array_equal(np.asarray(values), np.asarray(node.value)):
                others[key] = values
                for parent in self.parents.get(key, ()):
                    heapq.heappush(waiting, (self.order[parent], parent))
        return others

    def _hand_over(self, simulation: FamilySimulation, above: Key, done: set[Key]) -> None:
        """Put what a value was made of, and what stayed as it was, into another simulation."""
        system = simulation.tax_benefit_system
        for key in self.children.get(above, ()):
            variable = system.variables.get(key[0])
            if key in done or variable is None or not variable.formulas:
                continue
            node = self.nodes[key]
            in_step = key[1] == "ETERNITY" or (node.period.unit, node.period.size) == (variable.definition_period, 1)
            if in_step and simulation.get_array(key[0], node.period) is None:
                simulation.put(key[0], node.period, node.value)
