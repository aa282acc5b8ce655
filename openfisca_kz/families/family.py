"""People and families as told, and the simulation they stand for."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar, overload

import numpy as np
from openfisca_core import periods

from openfisca_kz.base import NO_DATE, Array, month_number, month_numbers
from openfisca_kz.engine.protocols import System
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.engine.system import checked_law
from openfisca_kz.families.contradictions import impossible
from openfisca_kz.families.facts import ROLES
from openfisca_kz.families.rules import People, month_problems
from openfisca_kz.problems import InputError, nearest, refuse_argument

NO_DAY = np.datetime64(NO_DATE, "D")


class Given:
    """What was told of one variable: for which members of its entity, in which periods."""

    def __init__(self, variable: Any, count: int) -> None:
        self.variable = variable
        self.count = count
        self.values: dict[str | None, Array] = {}
        self.told: dict[str | None, Array] = {}

    def put(self, period: str | None, index: int, value: Any) -> None:
        """Remember a value; ``None`` stands for every period."""
        if period not in self.values:
            self.values[period] = np.asarray(self.variable.default_array(self.count))
            self.told[period] = np.zeros(self.count, dtype=bool)
        self.values[period][index] = value
        self.told[period][index] = True

    def at(self, period: str | None) -> tuple[Array, Array]:
        """Return who was told of in a period, and the values."""
        nobody = np.zeros(self.count, dtype=bool)
        told, values = self.told.get(None, nobody), self.values.get(None)
        if period is not None and period in self.values:
            own = self.told[period]
            values = self.values[period] if values is None else np.where(own, self.values[period], values)
            told = told | own
        if values is None:
            values = np.asarray(self.variable.default_array(self.count))
        return told, values

    def least(self) -> float:
        """Return a number that nothing told is less than."""
        return float(min((values.min(initial=0) for values in self.values.values()), default=0))


#: The simulation of a family is that of everybody.
FamilySimulation = Simulation


Kind = TypeVar("Kind", bound=Simulation)


@dataclasses.dataclass(frozen=True)
class Situation:
    """People and families as told, ready to be calculated for any month."""

    system: Any
    source: str
    persons: tuple[str, ...]
    families: tuple[str, ...]
    family_of: Array
    roles: tuple[str, ...]
    given: Mapping[str, Given]

    def position(self, person: str) -> int:
        """Return the place of a person among the people."""
        if person not in self.persons:
            hint = nearest(person, self.persons)
            message = "There is nobody named {person} in the family: {hint}"
            raise refuse_argument("person", message, person=person, hint=hint)
        return self.persons.index(person)

    @overload
    def simulation(self, month: periods.Period | str | None = None, system: System | None = None) -> Simulation: ...

    @overload
    def simulation(self, month: periods.Period | str | None, system: System | None, kind: type[Kind]) -> Kind: ...

    def simulation(
        self,
        month: periods.Period | str | None = None,
        system: System | None = None,
        kind: type[Simulation] = Simulation,
    ) -> Simulation:
        """Return a simulation of these people.

        Args:
            month: the month that will be asked, to check that everybody is born by its end and nothing is impossible.
            system: a reform of the law; the one the file was read with if not given.
            kind: the class of the simulation.

        Raises:
            InputError: somebody is born after the month, or what is told of it is impossible.

        """
        if month is not None:
            self._check_births(periods.period(month))
        system = system or self.system
        simulation = kind(system, kind.empty(system))
        simulation.given = self.given
        simulation.settle(list(self.persons), list(self.families), self.family_of, self.roles)
        return simulation

    def people(self) -> People:
        """Return who the people are to each other, for the rules of births."""
        raised = np.zeros(len(self.persons), dtype=bool)
        for fact in ("under_guardianship", "adoption_date"):
            for period, told in self.given[fact].told.items() if fact in self.given else ():
                values = self.given[fact].values[period]
                raised |= told & (values if values.dtype == bool else values > NO_DAY)
        roles = np.array([list(ROLES.values()).index(role) for role in self.roles], dtype=np.int8)
        births = np.asarray(self.given["birth_date"].values[None], dtype="datetime64[D]")
        return People(births, self.family_of, roles, raised)

    def _check_births(self, month: periods.Period) -> None:
        problems = [*month_problems(self.people(), self.persons, str(month)), *impossible(self, str(month))]
        if problems:
            raise InputError(problems)

    def age_in_months(self, person: int, month: periods.Period) -> int:
        """Return the completed months of a person (by position) at the end of a month."""
        born = self.given["birth_date"].values[None][[person]]
        return month_number(month) - int(month_numbers(born)[0])


def law_for(situation: Situation, system: Any = None) -> Any:
    """Return the law by which a question about people is answered: the one given, or that they were read with.

    Raises:
        InputError: these are no people as ``read_family`` returns them, or that is no law.

    """
    if not isinstance(situation, Situation):
        message = "`{field}`: people are expected, as `read_family` returns them."
        raise refuse_argument("situation", message, field="situation")
    return situation.system if system is None else checked_law(system)
