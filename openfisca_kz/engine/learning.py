"""Values that are the same for all of whom nothing is told are learnt once, when they are asked for often."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from openfisca_core.periods import Period

from openfisca_kz.engine.common_values import SHAPES, common_values
from openfisca_kz.engine.protocols import System
from openfisca_kz.engine.simulation import Simulation


def note_asked(system: System, asked: Iterable[tuple[str, Period]]) -> None:
    """Remember what a request asked, and learn it when it is asked often.

    Args:
        system: the law that was asked.
        asked: names of variables and the periods they were asked for.

    """
    for pairs in common_values(system).often(asked):
        learn(system, pairs)


def learn(system: System, asked: Iterable[tuple[str, Period]]) -> None:
    """Work out variables, and all that they read, for families of whom nothing is told."""
    simulation = Simulation(system)
    places = [(family, role) for family, shape in enumerate(SHAPES) for role in shape for _ in range(shape[role])]
    family_of = np.array([family for family, _ in places], dtype=np.int32)
    simulation.settle(range(len(places)), range(len(SHAPES)), family_of, [role for _, role in places])
    simulation.trace = True
    for name, period in asked:
        simulation.calculate(name, period)
    common_values(system).keep(simulation.tracer.trees)
