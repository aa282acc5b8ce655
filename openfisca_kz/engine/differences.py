"""What may come out otherwise by another law: all else can be taken from a simulation of the first one."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from openfisca_core.parameters import Parameter
from openfisca_core.periods import Period

from openfisca_kz.engine.core import memo
from openfisca_kz.engine.figures import leaves
from openfisca_kz.engine.formulas import named_by
from openfisca_kz.engine.open.facts import resting_on
from openfisca_kz.engine.system import LawSystem

# A rule may find so many last steps to a figure by what a person is, and not by their names.
_BY_CHOICE = 2


@functools.lru_cache(maxsize=64)
def may_differ(law: LawSystem, other: LawSystem) -> frozenset[str]:
    """Return the variables of another law that may give something else than in the first one, rather too many.

    A variable may if its own rule is another one, if its rule may read a figure that is another one on any day, or if
    it rests on one that may.
    """
    before = law.variables
    ruled = {name for name, variable in other.variables.items() if before.get(name) is not variable}
    figures = [*_changed(law, other)]
    ruled |= {name for name, variable in other.variables.items() if any(may_read(variable, path) for path in figures)}
    return resting_on(other, frozenset(ruled))


def may_read(variable: Any, path: str) -> bool:
    """Return whether the rules of a variable name enough steps of the path of a figure to read it."""
    return named_by(variable).issuperset(_steps(path))


def reads_a_change(law: LawSystem, variable: Any, one: Period, other: Period) -> bool:
    """Return whether a variable may read a figure that changes between the first days of two periods."""
    kept = memo(law).setdefault("changes", {})
    if kept.get("of") is not law.parameters:
        kept.clear()
        kept["of"] = law.parameters
        days = ((entry.instant_str, leaf.name) for leaf in leaves(law.parameters) for entry in leaf.values_list)
        kept["days"] = sorted(days)
    first, last = sorted((str(one.start), str(other.start)))
    key = variable, first, last
    if key not in kept:
        between = {path for day, path in kept["days"] if first < day <= last}
        kept[key] = any(may_read(variable, path) for path in between)
    read: bool = kept[key]
    return read


def _changed(law: LawSystem, other: LawSystem) -> Iterator[str]:
    """Yield the paths of the figures that one law has and the other has not, or not on the same days."""
    if law.parameters is other.parameters:
        return
    one, two = ({leaf.name: leaf for leaf in leaves(each.parameters)} for each in (law, other))
    for path in one.keys() | two.keys():
        if path not in one or path not in two or _entries(one[path]) != _entries(two[path]):
            yield path


def _entries(figure: Parameter) -> list[tuple[str, Any]]:
    return [(entry.instant_str, entry.value) for entry in figure.values_list]


@functools.cache
def _steps(path: str) -> frozenset[str]:
    """Return the steps of a path that a rule which reads the figure names."""
    steps = path.replace("[", ".").replace("]", "").split(".")
    return frozenset(steps[: max(2, len(steps) - _BY_CHOICE)])
