"""What variables are where nobody told anything that they rest on: the same for every family, worked out once.

Of what a family is asked, a third rests on facts that most families never tell: no mine, no veteran, no award. A
variable of a month whose every fact is untold has one value for everybody, whoever they are. It is learnt from
families of many shapes of whom nothing is told, with everything that was read for it; a request of which none of
that is told takes it from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from openfisca_core.periods import DateUnit, Period
from openfisca_core.tracers import TraceNode

from openfisca_kz.engine.core import memo
from openfisca_kz.engine.protocols import System

#: So many values are kept; then all is forgotten and learnt anew: months are asked about in no order.
MOST = 50_000

#: A month is learnt when it is asked for so often.
OFTEN = 2

# Alone, a couple, a large household, children without parents: who depends on the shape of a family shows it here.
SHAPES = (
    {"first_parent": 1},
    {"first_parent": 1, "second_parent": 1, "child": 1},
    {"first_parent": 1, "second_parent": 1, "child": 9, "other": 4},
    {"child": 2},
    {"other": 3},
)

Key = tuple[str, Any]


class CommonValues:
    """Values of the variables of a law of whose facts nobody told anything."""

    def __init__(self, system: System) -> None:
        self.system = system
        #: By variable and first day: all that it rests on, and the one value.
        self.values: dict[Key, tuple[frozenset[str], Any]] = {}
        self._asked: dict[Any, int] = {}

    def often(self, asked: Iterable[tuple[str, Period]]) -> list[list[tuple[str, Period]]]:
        """Remember what a request asked; return what is to be learnt now, because its period is asked often.

        Args:
            asked: names of variables and the periods they were asked for.

        """
        wanted: dict[Any, list[tuple[str, Period]]] = {}
        for name, period in asked:
            if period.unit is not DateUnit.ETERNITY:
                wanted.setdefault(period, []).append((name, period))
        for period in wanted:
            self._asked[period] = self._asked.get(period, 0) + 1
        return [pairs for period, pairs in wanted.items() if self._asked[period] == OFTEN]

    def keep(self, trees: Iterable[TraceNode]) -> None:
        """Keep what is the same for everybody of the calculations of families of whom nothing is told."""
        if len(self.values) > MOST:
            self.values.clear()
            self._asked.clear()
        read: dict[Key, frozenset[str]] = {}
        for root in trees:
            self._keep(root, read)

    def _keep(self, node: TraceNode, read: dict[Key, frozenset[str]]) -> frozenset[str]:
        """Keep a value that is the same for everybody; return all that was read for it, itself included."""
        variable = self.system.variables[node.name]
        eternal = variable.definition_period is DateUnit.ETERNITY
        below = frozenset((node.name,)).union(*(self._keep(child, read) for child in node.children))
        # Only where it is calculated stands what it reads; what is eternal is calculated in one month for all.
        names = read.setdefault((node.name, None if eternal else node.period.start), below)
        value = np.asarray(node.value)
        if variable.formulas and not eternal and bool(np.all(value == value[0])):
            self.values.setdefault((node.name, node.period.start), (names, node.value[:1]))
        return names


def common_values(system: System) -> CommonValues:
    """Return what was learnt of a law in this process."""
    kept = memo(system)
    if "common_values" not in kept:
        kept["common_values"] = CommonValues(system)
    learnt: CommonValues = kept["common_values"]
    return learnt
