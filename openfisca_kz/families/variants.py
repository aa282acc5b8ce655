"""A family many times in one simulation, each copy with facts of its own: a hundred cost little more than one."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from openfisca_kz.engine.open.facts import Missing
from openfisca_kz.engine.protocols import System
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.entities import Person
from openfisca_kz.families.family import Given, Situation


@dataclasses.dataclass(frozen=True)
class Put:
    """A fact put in place of what was told: of which member (position), for which period (None is every one).

    ``untold`` says that it is put in the months of which nothing is told, and in these only.
    """

    fact: str
    index: int
    value: Any
    period: str | None = None
    untold: bool = False


def crowd(situation: Situation, copies: Sequence[Sequence[Put]]) -> Situation:
    """Return a situation that holds the people once for each copy, with the facts of the copy put in place."""
    times, people, families = len(copies), len(situation.persons), len(situation.families)
    given = {name: _tiled(told, times) for name, told in situation.given.items()}
    for copy, puts in enumerate(copies):
        for put in puts:
            variable = situation.system.variables[put.fact]
            size = people if variable.entity.key == Person.key else families
            if put.fact not in given:
                given[put.fact] = Given(variable, size * times)
            _put(given[put.fact], variable, copy * size + put.index, put)
    return dataclasses.replace(
        situation,
        persons=tuple(f"{name} {copy}" for copy in range(times) for name in situation.persons),
        families=tuple(f"{name} {copy}" for copy in range(times) for name in situation.families),
        family_of=np.concatenate([situation.family_of + copy * families for copy in range(times)]).astype(np.int32),
        roles=situation.roles * times,
        given=given,
    )


def beside(
    plain: Simulation,
    situation: Situation,
    copies: Sequence[Sequence[Put]],
    law: System | None = None,
    ruled: Iterable[str] = (),
) -> Simulation:
    """Return the simulation of a crowd; what differs in no copy is worked out once, in another simulation.

    Args:
        plain: the simulation of the people as they are, which keeps no trace.
        situation: these people.
        copies: for each copy the facts that differ.
        law: another law than that of the people as they are.
        ruled: the variables whose own rule that law changes.

    """
    system = plain.tax_benefit_system
    simulation = crowd(dataclasses.replace(situation, system=system), copies).simulation(None, law)
    rows = {people.entity.key: np.tile(np.arange(people.count), len(copies)) for people in plain.populations.values()}
    simulation.differs_from(plain, rows, {*ruled, *(put.fact for puts in copies for put in puts)})
    return simulation


def changed(changes: Mapping[Missing, Any]) -> list[Put]:
    """Return facts that nobody told, with their values, as what is put in their place."""
    return [Put(name, index, value, untold=True) for (name, index), value in changes.items()]


def _tiled(told: Given, times: int) -> Given:
    tiled = Given(told.variable, told.count * times)
    tiled.values = {period: np.tile(values, times) for period, values in told.values.items()}
    tiled.told = {period: np.tile(mask, times) for period, mask in told.told.items()}
    return tiled


def _put(told: Given, variable: Any, index: int, put: Put) -> None:
    if put.period is None and not put.untold:
        for mask in told.told.values():
            mask[index] = False
    value = put.value
    if variable.value_type is datetime.date:
        value = np.datetime64(value, "D")
    elif isinstance(value, str):
        value = variable.possible_values[value].index
    told.put(put.period, index, value)
