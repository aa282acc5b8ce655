"""Families as the groups of an OpenFisca model, from arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from families import own_groups
from openfisca_core.simulations import SimulationBuilder


def simulation(system: Any, people: dict[str, Any], roles: dict[str, tuple[list[str], bool]]) -> Any:
    """Return a simulation of the people.

    Args:
        system: the law.
        people: the arrays of the people.
        roles: for each group entity the roles of head, partner, child and other, and whether others are in a group of
            their own.

    """
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity(system.person_entity.key, range(len(people["family"])))
    for key, (names, apart) in roles.items():
        group, role = own_groups(people) if apart else (people["family"], people["role"])
        declared = builder.declare_entity(key, range(int(group.max()) + 1))
        builder.join_with_persons(declared, group, np.array(names)[role])
    return builder.build(system)
