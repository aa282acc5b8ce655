"""The law under another reading: today's, with figures, formulas or words of formulas put in their place."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable, Mapping
from typing import Any

from openfisca_core.parameters import Parameter, ParameterNode
from sortedcontainers.sorteddict import SortedDict

from openfisca_kz.doubts import alternatives
from openfisca_kz.doubts.model import Reading
from openfisca_kz.engine.core import memo
from openfisca_kz.engine.figures import leaves
from openfisca_kz.engine.formulas import with_words
from openfisca_kz.engine.protocols import System
from openfisca_kz.engine.system import Reform

# How much a thin figure is moved to see whether an amount rests on it.
_SHARE = 1.05

# The date that core gives to a formula without one.
_UNDATED = "0001-01-01"


class OtherLaw(Reform):
    """A law in which one doubt is read the other way; the law it starts from stays as it is."""

    def __init__(self, baseline: Any, reading: Reading) -> None:
        self.reading = reading
        super().__init__(baseline)

    def apply(self) -> None:
        """Put the figures, formulas and words of the other reading in place; else move the thin figures a little."""
        reading = self.reading
        for path, value in reading.parameters.items():
            self._change(path, _put(value))
        if not reading.computable:
            for path, last_day in reading.figures.items():
                self._change(path, _moved(last_day))
        for name, function in reading.formulas.items():
            self._replace(name, _instead(_alternative(function)))
        for name, words in reading.words.items():
            self._replace(name, _saying({word: _alternative(other) for word, other in words.items()}))
        for name, function in reading.then.items():
            self._replace(name, _followed_by(_alternative(function)))

    def _change(self, path: str, change: Callable[[Parameter], Parameter]) -> None:
        self.parameters = with_figures(self.parameters, path.split("."), change)

    def _replace(self, name: str, change: Callable[[Any], Any]) -> None:
        variable = self.variables[name].clone()
        formulas = variable.formulas or {_UNDATED: None}
        variable.formulas = SortedDict({start: change(formula) for start, formula in formulas.items()})
        self.variables[name] = variable


def other_law(system: System, reading: Reading) -> OtherLaw:
    """Return a system in which a doubt is read the other way; the same object each time it is asked.

    Args:
        system: the law to vary, the baseline or a reform.
        reading: which doubt; of one with ``figures`` only, these are moved by a twentieth.

    """
    built: dict[str, OtherLaw] = memo(system).setdefault("other_laws", {})
    if reading.id not in built:
        built[reading.id] = OtherLaw(system, reading)
    return built[reading.id]


# ----- Formulas ----- #


def _alternative(name: str) -> Callable[..., Any]:
    return getattr(alternatives, name)


def _instead(function: Callable[..., Any]) -> Callable[[Any], Any]:
    return lambda formula: function


def _saying(words: Mapping[str, Callable[..., Any]]) -> Callable[[Any], Any]:
    return lambda formula: with_words(formula, words)


def _followed_by(function: Callable[..., Any]) -> Callable[[Any], Any]:
    def change(formula: Any) -> Any:
        def changed(population: Any, period: Any, parameters: Any) -> Any:
            return function(population, period, formula(population, period, parameters))

        return changed

    return change


# ----- Figures ----- #


def with_figures(node: Any, path: list[str], change: Callable[[Parameter], Parameter]) -> Any:
    """Return a copy of a parameter tree with one leaf (or all below a node) changed; the rest is shared."""
    if isinstance(node, Parameter):
        return change(node)
    if not isinstance(node, ParameterNode):
        new_scale = copy.deepcopy(node)
        for leaf in leaves(new_scale):
            leaf.values_list = change(leaf).values_list
        return new_scale
    new = copy.copy(node)
    new.children = dict(node.children)
    for name in path[:1] or list(node.children):
        new.children[name] = with_figures(node.children[name], path[1:], change)
        setattr(new, name, new.children[name])
    return new


def _put(value: Any) -> Callable[[Parameter], Parameter]:
    """Return what puts one value at all dates of a parameter, or values by date among its own."""

    def change(leaf: Parameter) -> Parameter:
        own = by_date(leaf)
        return with_dates(leaf, {**own, **value} if isinstance(value, Mapping) else dict.fromkeys(own, value))

    return change


def _moved(last_day: str | None) -> Callable[[Parameter], Parameter]:
    """Return what moves the values of a parameter up to a day a little; those after it stay."""

    def change(leaf: Parameter) -> Parameter:
        own = by_date(leaf)
        thin = {start: figure for start, figure in own.items() if last_day is None or start <= last_day}
        moved = {start: figure * _SHARE for start, figure in thin.items() if isinstance(figure, (int, float))}
        after = {} if last_day is None or not thin else {_day_after(last_day): thin[max(thin)]}
        return with_dates(leaf, after | own | moved)

    return change


def _day_after(day: str) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def by_date(leaf: Parameter) -> dict[str, Any]:
    """Return the values of a parameter by their first day."""
    return {str(entry.instant_str): entry.value for entry in leaf.values_list}


def with_dates(leaf: Parameter, values: Mapping[str, Any]) -> Parameter:
    """Return a copy of a parameter with other values by date."""
    new = leaf.clone()
    data = {"values": {start: {"value": figure} for start, figure in values.items()}}
    new.values_list = Parameter(leaf.name, data).values_list
    return new
