"""How far a change of the law reaches into a calculation: what must be reckoned again, and what stays as it was."""

from __future__ import annotations

import functools
import heapq
import inspect
import types
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from openfisca_kz.doubts.model import Reading
from openfisca_kz.engine.tracing import written
from openfisca_kz.families.family import FamilySimulation

# rights.area.file: what stands below is named by formulas; folders and files are named by too many of them.
_FILE_DEPTH = 3

Key = tuple[str, str]


def changed_variables(system: Any, reading: Reading) -> set[str]:
    """Return the variables whose own formula may give something else under another reading.

    Args:
        system: the law that the reading varies.
        reading: its formulas and words name variables; its figures are looked for in the words of all formulas.

    """
    changed = {*reading.formulas, *reading.words, *reading.then}
    figures = reading.parameters if reading.computable else reading.figures
    wanted = {word for path in figures for word in _words_of(path)}
    if wanted:
        changed |= {name for name, words in _mentioned(system).items() if words & wanted}
    return changed


def _words_of(path: str) -> Iterator[str]:
    """Yield how a formula may name a figure: itself, or the table of its file that it stands in."""
    parts = path.split(".")
    yield parts[-1]
    yield from parts[_FILE_DEPTH:-1]


def _mentioned(system: Any) -> dict[str, frozenset[str]]:
    cached = system.__dict__.get("_mentioned")
    if cached is None or cached[0] is not system or cached[1] != len(system.variables):
        words = {
            name: frozenset[str]().union(*map(_words, variable.formulas.values()))
            for name, variable in system.variables.items()
            if variable.formulas
        }
        cached = system.__dict__["_mentioned"] = (system, len(system.variables), words)
    return cached[2]


@functools.cache
def _words(function: Any) -> frozenset[str]:
    """Return every name and word that a function mentions, with those of the functions of this package it calls."""
    return frozenset(_collect(function, set()))


def _collect(function: Any, seen: set[Any]) -> set[str]:
    code = getattr(function, "__code__", None)
    if code is None or code in seen:
        return set()
    seen.add(code)
    names, words = _of_code(code)
    for name in names:
        known = function.__globals__.get(name)
        if isinstance(known, str):
            words |= set(known.split("."))
        elif isinstance(known, types.FunctionType) and known.__module__.startswith("openfisca_kz.variables"):
            words |= _collect(inspect.unwrap(known), seen)  # all hooked words share one wrapper
    return words | names


def _of_code(code: types.CodeType) -> tuple[set[str], set[str]]:
    names, words = set(code.co_names), set()
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            more_names, more_words = _of_code(constant)
            names |= more_names
            words |= more_words
        elif isinstance(constant, str):
            words |= set(constant.split("."))
    return names, words


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
        self._gather(simulation.tracer.trees)

    def _gather(self, trees: Iterable[Any]) -> None:
        stack: list[Any] = list(trees)[::-1]
        while stack:
            node = stack.pop()
            if isinstance(node, tuple):  # all that this value was made of is known
                self.order.setdefault(node, len(self.order))
                continue
            key = (node.name, written(node.period))
            if key not in self.nodes:
                self.nodes[key] = node
                self.by_name.setdefault(node.name, []).append(key)
            if not node.children:
                self.order.setdefault(key, len(self.order))
                continue
            children = self.children.setdefault(key, [])
            for child in node.children:
                below = (child.name, written(child.period))
                children.append(below)
                self.parents.setdefault(below, []).append(key)
            stack.append(key)
            stack += node.children[::-1]

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
            if (node.period.unit, node.period.size) == (variable.definition_period, 1) or key[1] == "ETERNITY":
                holder = simulation.populations[variable.entity.key].get_holder(key[0])
                if holder.get_array(node.period) is None:
                    holder._memory_storage.put(node.value, node.period)
