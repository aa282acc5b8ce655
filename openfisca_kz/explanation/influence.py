"""Which figures of the law mattered for an amount: a formula is run again with each of them a little changed.

A formula reads more figures than an amount rests on: the cap that did not bind, the rate of another branch. What does
not change the amount of this person is not a reason for it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core.errors import ParameterNotFoundError
from openfisca_core.parameters import ParameterNode, ParameterNodeAtInstant
from openfisca_core.taxscales import MarginalRateTaxScale
from openfisca_core.tracers import TraceNode

# Small enough not to jump over a threshold that is near, large enough to survive rounding to the tenge.
_SHARE = 0.01

# What is counted in whole steps is changed by one.
_WHOLE = ("months", "years", "days", "persons", "number", "date")
_BOTH_WAYS = (1, -1)


class Influence:
    """Asks the formulas of a calculated simulation what they would have said under other figures."""

    def __init__(self, simulation: Any) -> None:
        self.simulation = simulation
        self.system = simulation.tax_benefit_system
        self.answers: dict[tuple[str, str, str], np.ndarray] = {}

    def matters(self, node: TraceNode, path: str, index: int) -> bool:
        """Return whether a value of a node changes, for one member of its entity, when a figure does.

        Args:
            node: where the variable was calculated.
            path: the figure, such as ``indicators.mrp``; of a scale, the scale and the number of the bracket.
            index: position of the person or family.

        """
        key = (node.name, str(node.period), path)
        if key not in self.answers:
            self.answers[key] = self._changed(node, path)
        return bool(self.answers[key][index])

    def _changed(self, node: TraceNode, path: str) -> np.ndarray:
        variable = self.system.variables[node.name]
        formula = variable.get_formula(node.period)
        population = self.simulation.populations[variable.entity.key]
        changed = np.zeros(population.count, dtype=bool)
        if formula is None:
            return changed
        for way in _BOTH_WAYS:
            try:
                result = formula(population, node.period, self._parameters(path, way))
            except ParameterNotFoundError:  # a year earlier there was no such law
                continue
            changed |= np.broadcast_to(np.asarray(result) != np.asarray(node.value), changed.shape)
        return changed

    def _parameters(self, path: str, way: int) -> Callable[[Any], Any]:
        whole = self._unit(path) in _WHOLE

        def change(value: float) -> float:
            return value + way if whole else value * (1 + way * _SHARE)

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
