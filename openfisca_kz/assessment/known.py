"""What need not be told: facts that age, sex or what was told of somebody else settle."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

import numpy as np

from openfisca_kz.assessment.domains import Presumption, presumptions
from openfisca_kz.base import MONTHS_IN_YEAR, month_number, month_numbers
from openfisca_kz.variables.facts.identity import Sex

# Facts that hold for one person of a family: told of somebody, they are known of the others.
_OF_ONE = ("main_carer",)


class Known:
    """Tells which facts nobody told are known all the same."""

    def __init__(self, simulation: Any, month: Any) -> None:
        """Read ages, sexes and families.

        Args:
            simulation: of any OpenFisca system; where nothing says what was told, nothing is known.
            month: for which is asked.

        """
        self.given = getattr(simulation, "given", None) or {}
        self.person = simulation.tax_benefit_system.person_entity.key
        self.simulation = simulation
        self.month = month

    def excluded(self, fact: str, entity: str, place: int) -> bool:
        """Return whether age or sex excludes a fact: nobody asks a man for a maternity leave.

        Args:
            fact: name of the variable.
            entity: key of its entity.
            place: position of the person.

        """
        if entity != self.person or "birth_date" not in self.given:
            return False
        return any(one.holds_for(self._ages[place], self._sexes[place]) for one in _bounded(fact))

    def settled(self, fact: str, place: int) -> bool:
        """Return whether a fact is known because it was told of another of the family, and is only of one."""
        if fact not in _OF_ONE or fact not in self.given:
            return False
        told, values = self.given[fact].at(str(self.month))
        group = next(one for one in self.simulation.populations.values() if not one.entity.is_person)
        return bool(np.any((told & values.astype(bool))[group.members_entity_id == group.members_entity_id[place]]))

    @functools.cached_property
    def _ages(self) -> list[int]:
        births = month_numbers(self.given["birth_date"].values[None])
        return [int(age) for age in (month_number(self.month) - births) // MONTHS_IN_YEAR]

    @functools.cached_property
    def _sexes(self) -> list[str | None]:
        if "sex" not in self.given:
            return [None] * len(self._ages)
        told, values = self.given["sex"].at(None)
        members: Iterable[Any] = list(Sex)
        names = {member.index: member.name for member in members}
        return [names[int(value)] if known else None for known, value in zip(told, np.asarray(values), strict=True)]


@functools.cache
def _bounded(fact: str) -> tuple[Presumption, ...]:
    """Return what is presumed of a fact by age or sex."""
    return tuple(
        one
        for one in presumptions()
        if one.covers(fact) and (one.younger_than, one.older_than, one.sex) != (None, None, None)
    )
