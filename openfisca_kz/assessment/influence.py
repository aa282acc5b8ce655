"""Which figures of the law mattered for an amount: a formula is run again with each of them a little changed.

A formula reads more figures than an amount rests on: the cap that did not bind, the rate of another branch. What does
not change the amount of this person is not a reason for it.
"""

from __future__ import annotations

import copy
import types
from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core.errors import ParameterNotFoundError
from openfisca_core.parameters import ParameterNode, ParameterNodeAtInstant
from openfisca_core.taxscales import MarginalRateTaxScale
from openfisca_core.tracers import TraceNode

from openfisca_kz.engine.simulation import UnknownLawError
from openfisca_kz.engine.tracing import written

# Small enough not to jump over a threshold that is near, large enough to survive rounding to the tenge.
_SHARE = 0.01

# What is counted in whole steps is changed by one.
_WHOLE = ("months", "years", "days", "persons", "number", "date")
_BOTH_WAYS = (1, -1)


class _Elsewhere:
    """A population whose simulation has other parameters, for rules that read the rows of their dates."""

    def __init__(self, population: Any, parameters: Any) -> None:
        self._population = population
        system = types.SimpleNamespace(parameters=parameters)
        self.simulation = types.SimpleNamespace(tax_benefit_system=system, trace=False)

    def __call__(self, *asked: Any) -> Any:
        return self._population(*asked)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._population, name)


class Influence:
    """Asks the formulas of a calculated simulation what they would have said under other figures."""

    def __init__(self, simulation: Any) -> None:
        self.simulation = simulation
        self.system = simulation.tax_benefit_system
        self.answers: dict[tuple[str, str, str, str | None], np.ndarray] = {}

    def matters(self, node: TraceNode, path: str, index: int, day: str | None = None) -> bool:
        """Return whether a value of a node changes, for one member of its entity, when a figure does.

        Args:
            node: where the variable was calculated.
            path: the figure, such as ``indicators.mrp``; of a scale, the scale and the number of the bracket.
            index: position of the person or family.
            day: first day of the figure, where a rule read the whole row of its dates.

        """
        key = (node.name, written(node.period), path, day)
        if key not in self.answers:
            self.answers[key] = self._changed(node, path, day)
        return bool(self.answers[key][index])

    def _changed(self, node: TraceNode, path: str, day: str | None) -> np.ndarray:
        variable = self.system.variables[node.name]
        formula = variable.get_formula(node.period)
        population = self.simulation.populations[variable.entity.key]
        changed = np.zeros(population.count, dtype=bool)
        if formula is None:
            return changed
        for way in _BOTH_WAYS:
            try:
                if day is None:
                    result = formula(population, node.period, self._parameters(path, way))
                else:
                    asked = _Elsewhere(population, self._rows(path, day, way))
                    result = formula(asked, node.period, self.system.get_parameters_at_instant)
            except (ParameterNotFoundError, UnknownLawError):  # a year earlier there was no such law
                continue
            changed |= np.broadcast_to(np.asarray(result) != np.asarray(node.value), changed.shape)
        return changed

    def _rows(self, path: str, day: str, way: int) -> Any:
        """Return the parameters, as rules read their rows, with one figure of one date changed."""
        change = self._change(path, way)

        def put(node: Any, names: list[str]) -> Any:
            if names:
                children = {**node.children, names[0]: put(node.children[names[0]], names[1:])}
                return types.SimpleNamespace(children=children)
            row = [(entry.instant_str, entry.value) for entry in node.values_list]
            changed = [(since, change(value) if since == day else value) for since, value in row]
            entries = [types.SimpleNamespace(instant_str=since, value=value) for since, value in changed]
            return types.SimpleNamespace(name=node.name, values_list=entries)

        return put(self.system.parameters, path.split("."))

    def _change(self, path: str, way: int) -> Callable[[float], float]:
        whole = self._unit(path) in _WHOLE
        return lambda value: value + way if whole else value * (1 + way * _SHARE)

    def _parameters(self, path: str, way: int) -> Callable[[Any], Any]:
        change = self._change(path, way)

        def at(when: Any) -> Any:
            return _with_change(self.system.get_parameters_at_instant(when), path.split("."), change)

        return at

    def _unit(self, path: str) -> str:
        parameter: Any = self.system.parameters
        for part in path.split("."):
            parameter = parameter.children[part] if isinstance(parameter, ParameterNode) else parameter
        return str(parameter.metadata.get("unit", ""))


def _with_change(node: Any, path: list[str], change: Callable[[float], float]) -> Any:
    """Return a figure, a scale or a tree of them with one figure changed; the original stays as it is."""
    if isinstance(node, ParameterNodeAtInstant):
        if not path or path[0] not in node._children:
            return node
        new = ParameterNodeAtInstant.__new__(ParameterNodeAtInstant)  # copy.copy asks it for what it lacks, for ever
        new.__dict__.update(node.__dict__)
        new.__dict__.pop("_table", None)
        new.__dict__.pop("_enum_tables", None)
        new._children = dict(node._children)
        new.add_child(path[0], _with_change(node._children[path[0]], path[1:], change))
        return new
    if isinstance(node, MarginalRateTaxScale):
        new_scale = copy.copy(node)
        new_scale.rates = [change(rate) if str(place) == path[0] else rate for place, rate in enumerate(node.rates)]
        return new_scale
    return change(node) if isinstance(node, (int, float)) and not isinstance(node, bool) else node
