"""What a formula compared for one person: the fact, its value, the threshold, and the distance between them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import numpy as np
from openfisca_core.tracers import TraceNode

from openfisca_kz.assessment.model import Comparison
from openfisca_kz.assessment.probe import MIRRORED, Compared, Probe, value_at
from openfisca_kz.assessment.trace import Trace
from openfisca_kz.base import NO_DATE
from openfisca_kz.engine.tracing import written

_NO_DAY = NO_DATE.isoformat()

#: Units in which a distance can be told.
_COUNTED = (
    "KZT", "USD", "MRP", "MRP_tax", "SM", "MW", "MP", "share", "ratio",
    "years", "months", "days", "persons", "number", "month_number", "date",
)  # fmt: skip


class Comparisons:
    """Reads the comparisons of formulas off a trace."""

    def __init__(self, trace: Trace, probe: Probe) -> None:
        self.trace = trace
        self.system = trace.system
        self.probe = probe

    def of(
        self, node: TraceNode, index: int, children: list[TraceNode]
    ) -> Iterator[tuple[TraceNode, int, Comparison | None, bool]]:
        """Yield each comparison that decides a condition: the fact, whose it is, both sides, what it says.

        Args:
            node: where the condition was calculated.
            index: whose condition it is.
            children: what its formula read.

        """
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
            yield fact, min(place, len(fact.value) - 1), comparison, says

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
