"""The law under another reading: today's, with figures, formulas or words of formulas put in their place."""

from __future__ import annotations

import copy
import datetime
import functools
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
        thin = {} if reading.computable else reading.figures
        for change, figures in ((_put, reading.parameters), (_moved, thin)):
            for path, told in figures.items():
                self.parameters = with_figures(self.parameters, path.split("."), functools.partial(change, told))
        others: tuple[tuple[Callable[[Any, Any], Any], Mapping[str, Any]], ...] = (
            (_instead, reading.formulas),
            (_saying, reading.words),
            (_followed_by, reading.then),
        )
        for instead, names in others:
            for name, other in names.items():
                variable = self.variables[name].clone()
                formulas = variable.formulas or {_UNDATED: None}
                variable.formulas = SortedDict({start: instead(other, formula) for start, formula in formulas.items()})
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


def _instead(name: str, formula: Any) -> Any:
    return getattr(alternatives, name)


def _saying(words: Mapping[str, str], formula: Any) -> Any:
    return with_words(formula, {word: getattr(alternatives, other) for word, other in words.items()})


def _followed_by(name: str, formula: Any) -> Any:
    def changed(population: Any, period: Any, parameters: Any) -> Any:
        return getattr(alternatives, name)(population, period, formula(population, period, parameters))

    return changed


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


def _put(value: Any, leaf: Parameter) -> Parameter:
    """Return a parameter with one value at all its dates, or with values by date among its own."""
    own = by_date(leaf)
    return with_dates(leaf, {**own, **value} if isinstance(value, Mapping) else dict.fromkeys(own, value))


def _moved(last_day: str | None, leaf: Parameter) -> Parameter:
    """Return a parameter whose values up to a day are moved a little; those after it stay."""
    own, after = by_date(leaf), {}
    thin = {start: figure for start, figure in own.items() if last_day is None or start <= last_day}
    moved = {start: figure * _SHARE for start, figure in thin.items() if isinstance(figure, (int, float))}
    if last_day is not None and thin:
        day_after = datetime.date.fromisoformat(last_day) + datetime.timedelta(days=1)
        after[day_after.isoformat()] = thin[max(thin)]
    return with_dates(leaf, after | own | moved)


def by_date(leaf: Parameter) -> dict[str, Any]:
    """Return the values of a parameter by their first day."""
    return {str(entry.instant_str): entry.value for entry in leaf.values_list}


def with_dates(leaf: Parameter, values: Mapping[str, Any]) -> Parameter:
    """Return a copy of a parameter with other values by date."""
    new = leaf.clone()
    data = {"values": {start: {"value": figure} for start, figure in values.items()}}
    new.values_list = Parameter(leaf.name, data).values_list
    return new
