"""A crowd of copies of a family, each with some facts changed, calculated at once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import Period

from openfisca_kz.engine.open.facts import Missing
from openfisca_kz.entities import Person
from openfisca_kz.families.family import FamilySimulation, Given, Situation


def crowd(situation: Situation, variants: Sequence[Mapping[Missing, Any]], system: Any) -> FamilySimulation:
    """Return a simulation of copies of a family, one for each variant; facts nobody tells have their default.

    Args:
        situation: the people, as ``read_family`` returns them.
        variants: for each copy, what is changed: value by fact and position of the person or family.
        system: the law or a reform of it.

    """
    copies = len(variants)
    people, families = len(situation.persons), len(situation.families)
    whole = Situation(
        system=system,
        source=situation.source,
        persons=situation.persons * copies,
        families=situation.families * copies,
        family_of=np.concatenate([situation.family_of + families * copy for copy in range(copies)]),
        roles=situation.roles * copies,
        given=_given(situation, variants, system, (people, families)),
    )
    simulation = whole.simulation(None, system)
    names = [f"{copy}/{name}" for copy in range(copies) for name in situation.persons]
    simulation.persons.ids = names
    return simulation


def _given(
    situation: Situation, variants: Sequence[Mapping[Missing, Any]], system: Any, counts: tuple[int, int]
) -> dict[str, Given]:
    copies = len(variants)
    given: dict[str, Given] = {}
    for name, told in situation.given.items():
        given[name] = Given(told.variable, told.count * copies)
        given[name].values = {period: np.tile(values, copies) for period, values in told.values.items()}
        given[name].told = {period: np.tile(mask, copies) for period, mask in told.told.items()}
    for copy, changes in enumerate(variants):
        for (name, index), value in changes.items():
            variable = system.variables[name]
            count = counts[0] if variable.entity.key == Person.key else counts[1]
            if name not in given:
                given[name] = Given(variable, count * copies)
            given[name].put(None, copy * count + index, stored(variable, value))
    return given


def stored(variable: Any, value: Any) -> Any:
    """Return a value of a fact as a family file keeps it."""
    if variable.value_type is datetime.date:
        return np.datetime64(value, "D")
    if variable.value_type is Enum and isinstance(value, str):
        return variable.check_set_value(value)
    return variable.check_set_value(value)


def resolved(value: Any, month: Period) -> Any:
    """Return a value to try: ``@-6`` is the first day of the month six months before."""
    if isinstance(value, str) and value.startswith("@"):
        return month.offset(int(value[1:]), "month").start.date
    return value
