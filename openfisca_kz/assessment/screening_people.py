"""Persons and families as formulas ask them while a family is screened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from openfisca_kz.assessment.screening_values import Choice, Maybe
from openfisca_kz.base import Array
from openfisca_kz.entities import Family

if TYPE_CHECKING:
    from openfisca_kz.assessment.screening_bounds import Bounds


class People:
    """The persons, as a formula asks them."""

    def __init__(self, bounds: Bounds, entity: str) -> None:
        self.bounds, self.entity = bounds, entity
        self.simulation = bounds.simulation
        real = self.simulation.populations[entity]
        self.count, self.ids = real.count, real.ids

    def __call__(self, name: str, period: Any, *_: Any) -> Any:
        """Return a variable of everybody."""
        return self.bounds.calculate(name, period)

    def filled_array(self, value: Any, dtype: Any = None) -> Array:
        """Return the same value for everybody."""
        return np.full(self.count, value, dtype)

    @property
    def family(self) -> Projected:
        """Return the families of the persons."""
        return Projected(self.bounds)


class Families(People):
    """The families, as a formula asks them."""

    def __init__(self, bounds: Bounds) -> None:
        super().__init__(bounds, Family.key)
        self.members_entity_id = self.simulation.populations[Family.key].members_entity_id
        self.entity = self.simulation.populations[Family.key].entity

    @property
    def members(self) -> People:
        """Return the persons of all families."""
        return self.bounds.people


class Projected:
    """What a person reads of the own family."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.count, self.members_entity_id = bounds.families.count, bounds.families.members_entity_id

    def __call__(self, name: str, period: Any, *_: Any) -> Any:
        """Return a variable of the own family."""
        return self.project(self.bounds.calculate(name, period))

    def project(self, values: Any) -> Any:
        """Return the value of the own family for each person."""
        places = self.members_entity_id
        return values.taken(places) if isinstance(values, (Maybe, Choice)) else values[places]
