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
from openfisca_core.simulations import Simulation
from openfisca_core.tracers import TraceNode

from openfisca_kz.entities import Family, Person

#: So many values are kept; then all is forgotten and learnt anew: months are asked about in no order.
MOST = 50_000

#: A month is learnt when it is asked for so often.
OFTEN = 2

# Alone, a couple, a large household, children without parents: who depends on the shape of a family shows it here.
_SHAPES = (
    {"first_parent": 1},
    {"first_parent": 1, "second_parent": 1, "child": 1},
    {"first_parent": 1, "second_parent": 1, "child": 9, "other": 4},
    {"child": 2},
    {"other": 3},
)

Key = tuple[str, Any]


class Untold:
    """Values of variables of whose facts nobody told anything.

    Args:
        system: the law, or a reform of it.

    """

    def __init__(self, system: Any) -> None:
        self.system = system
        self.values: dict[Key, tuple[frozenset[str], Any]] = {}
        self._asked: dict[Any, int] = {}

    def note(self, asked: Iterable[tuple[str, Period]]) -> None:
        """Remember what a request asked, and learn it when it is asked often.

        Args:
            asked: names of variables and the periods they were asked for.

        """
        wanted: dict[Any, list[tuple[str, Period]]] = {}
        for name, period in asked:
            if period.unit is not DateUnit.ETERNITY:
                wanted.setdefault(period, []).append((name, period))
        for period, pairs in wanted.items():
            times = self._asked.get(period, 0) + 1
            self._asked[period] = times
            if times == OFTEN:
                self.learn(pairs)

    def learn(self, asked: Iterable[tuple[str, Period]]) -> None:
        """Work out variables, and all that they read, for families of whom nothing is told."""
        if len(self.values) > MOST:
            self.values.clear()
            self._asked.clear()
        simulation = self._nobody_told()
        for name, period in asked:
            simulation.calculate(name, period)
        read: dict[Key, frozenset[str]] = {}
        for root in simulation.tracer.trees:
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

    def _nobody_told(self) -> Simulation:
        simulation = Simulation(self.system, self.system.instantiate_entities())
        simulation.trace = True
        persons, families = simulation.populations[Person.key], simulation.populations[Family.key]
        by_key = {role.key: role for role in families.entity.flattened_roles}
        places = [
            (family, by_key[role]) for family, shape in enumerate(_SHAPES) for role in shape for _ in range(shape[role])
        ]
        persons.count, persons.ids = len(places), list(range(len(places)))
        families.count, families.ids = len(_SHAPES), list(range(len(_SHAPES)))
        families.members_entity_id = np.array([family for family, _ in places], dtype=np.int32)
        families.members_role = [role for _, role in places]
        return simulation


def untold_of(system: Any) -> Untold:
    """Return what was learnt of a law in this process."""
    known = system.__dict__.get("_untold")
    if known is None or known.system is not system:
        known = system.__dict__["_untold"] = Untold(system)
    learnt: Untold = known
    return learnt
