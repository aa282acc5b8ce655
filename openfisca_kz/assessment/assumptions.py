"""What amounts rest on that nobody told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from openfisca_kz.assessment.model import Fact, Line
from openfisca_kz.assessment.probe import Probe
from openfisca_kz.assessment.trace import Trace
from openfisca_kz.base import NO_DATE
from openfisca_kz.engine.periods import period_of
from openfisca_kz.engine.tracing import written


def assumptions(trace: Trace, probe: Probe, lines: Iterable[Line], approximate: Iterable[str]) -> tuple[Fact, ...]:
    """Return the facts that nobody told and that amounts rest on, and what is only approximate.

    A default that just says "no" or zero is left out, and one that changes nothing (the employer of who has no pay).

    Args:
        trace: of the calculation.
        probe: asks its formulas again.
        lines: the rights and duties with an amount.
        approximate: variables that say that a figure nobody told was replaced by a nearby one.

    """
    return tuple(_all(trace, probe, lines, approximate))


def _all(trace: Trace, probe: Probe, lines: Iterable[Line], approximate: Iterable[str]) -> Iterator[Fact]:
    seen: set[tuple[str, str, int]] = set()
    told: set[tuple[str, int]] = set()
    for line in lines:
        ids = list(trace.simulation.populations[trace.entity(line.variable)].ids)
        for child, place in _assumed(trace, probe, _node(trace, line.variable), ids.index(line.who), seen):
            if (child.name, place) not in told:
                told.add((child.name, place))
                yield trace.fact(child, place)
    for name in approximate:
        node = _node(trace, name)
        for index in range(len(node.value)):
            if trace.value(node, index):
                yield trace.fact(node, index)


def _assumed(
    trace: Trace, probe: Probe, node: Any, index: int, seen: set[tuple[str, str, int]]
) -> Iterator[tuple[Any, int]]:
    """Yield what a value rests on that nobody told, and whose it is."""
    key = (node.name, written(node.period), index)
    if key in seen:
        return
    seen.add(key)
    entity = trace.entity(node.name)
    for child in trace.children(node):
        if written(child.period) not in (written(node.period), "ETERNITY"):
            continue
        variable = trace.system.variables[child.name]
        says = not variable.formulas and _says_something(variable.default_value)
        for place in trace.owner(child, entity, index):
            if says and trace.origin(child, place) == "assumed" and probe.matters(node, child, place, index):
                yield child, place
            if variable.value_type is bool or trace.value(child, place) != 0:  # nothing was made of a zero
                yield from _assumed(trace, probe, child, place, seen)


def _node(trace: Trace, name: str) -> Any:
    return trace.node(name, period_of(trace.system.variables[name], trace.month))


def _says_something(default: Any) -> bool:
    """Return whether a default says more than no, none or nothing."""
    return default not in (False, 0, "", NO_DATE) and getattr(default, "name", "") not in ("none", "nobody")
