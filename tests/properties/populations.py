"""Random populations: every fact of the package with values from its whole range, families of every shape."""

from __future__ import annotations

import dataclasses
import datetime
import functools
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit, Period
from openfisca_core.periods import period as read_period
from openfisca_core.simulations import Simulation

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.base import NO_DATE
from openfisca_kz.population import simulation_from_arrays

FIRST_PARENT, SECOND_PARENT, CHILD, OTHER = range(4)
HEADS = ([FIRST_PARENT, SECOND_PARENT], [FIRST_PARENT], [SECOND_PARENT], [])

# Around these amounts stand the thresholds of the law: nothing, one tenge, an MRP, minimum wages, caps, a fortune.
MONEY = np.array([0, 1, 4325, 42499, 42500, 85000, 85001, 250000, 594999, 595000, 850000, 1700000, 4250001, 9e8])


@functools.cache
def law() -> CountryTaxBenefitSystem:
    return CountryTaxBenefitSystem()


@dataclasses.dataclass(frozen=True)
class People:
    """Columns of persons and families, the family of each person by number from 0."""

    period: str
    persons: dict[str, Any]
    families: dict[str, Any]
    family: np.ndarray
    role: np.ndarray

    @property
    def family_count(self) -> int:
        return int(self.family.max()) + 1

    def simulation(self) -> Simulation:
        month = read_period(self.period)
        months = [month.this_year.first_month.offset(back, DateUnit.MONTH) for back in range(month.start.month)]
        return simulation_from_arrays(
            law(),
            {name: _whenever(name, column, months) for name, column in self.persons.items()},
            self.family,
            self.role,
            {name: _whenever(name, column, months) for name, column in self.families.items()},
            self.period,
        )

    def persons_at(self, rows: np.ndarray) -> People:
        """Return some persons in some order; whole families, which keep their order."""
        kept = np.unique(self.family[rows])
        return People(
            self.period,
            {name: column[rows] for name, column in self.persons.items()},
            {name: column[kept] for name, column in self.families.items()},
            np.searchsorted(kept, self.family[rows]),
            self.role[rows],
        )

    def of_families(self, first: int, last: int) -> np.ndarray:
        """Return the rows of the families from ``first`` up to, and without, ``last``."""
        return np.flatnonzero((self.family >= first) & (self.family < last))


def _whenever(name: str, column: np.ndarray, months: list[Period]) -> Any:
    if law().get_variable(name).definition_period == DateUnit.MONTH:
        return dict.fromkeys(months, column)
    return column


def random_people(seed: int, period: str, families: int = 24) -> People:
    """Return a population in which each fact takes common and extreme values."""
    random = np.random.default_rng(seed)
    sizes = random.choice([1, 1, 2, 3, 4, 5, 6, 9, 14], families)
    family = np.repeat(np.arange(families), sizes)
    role = np.concatenate([_roles(random, size) for size in sizes]).astype(np.int8)
    facts = [variable for variable in law().variables.values() if not variable.formulas]
    persons = {v.name: _column(random, v, len(family)) for v in facts if v.entity.is_person}
    persons["birth_date"] = _birth_dates(random, role, np.datetime64(period, "D"))
    columns = {v.name: _column(random, v, families) for v in facts if not v.entity.is_person}
    return People(period, persons, columns, family, role)


def _roles(random: np.random.Generator, size: int) -> list[int]:
    heads = HEADS[random.choice(len(HEADS), p=[0.5, 0.35, 0.1, 0.05])]
    rest = random.choice([CHILD, OTHER], size, p=[0.85, 0.15])
    return [*heads, *rest][:size]


def _birth_dates(random: np.random.Generator, role: np.ndarray, today: np.datetime64) -> np.ndarray:
    # Each day of birth is another one: the order of twins is the order in which they stand, which moves here.
    children = random.choice(np.arange(-60, 24 * 365), len(role), replace=False)
    adults = 16 * 365 + random.choice(np.arange(75 * 365), len(role), replace=False)
    return today - np.where(role == CHILD, children, adults).astype("timedelta64[D]")


def _column(random: np.random.Generator, variable: Any, count: int) -> np.ndarray:
    usual = random.random(count) < 0.5
    if variable.value_type is bool:
        return np.where(usual, variable.default_value, ~np.full(count, variable.default_value))
    if variable.value_type is Enum:
        members = len(variable.possible_values)
        return np.where(usual, variable.default_value.index, random.integers(0, members, count))
    if variable.value_type is datetime.date:
        days = random.integers(0, 32 * 365, count).astype("timedelta64[D]")
        return np.where(usual, np.datetime64(NO_DATE), np.datetime64("1995-01-01") + days)
    lower = 0 if variable.__minimum__ is None else variable.__minimum__
    if variable.value_type is int:
        upper = 480 if variable.__maximum__ is None else variable.__maximum__
        return np.where(usual, variable.default_value, random.integers(lower, upper + 1, count))
    if variable.value_type is float:
        if variable.__maximum__ is not None:
            return random.choice([lower, variable.__maximum__, 0.3, 0.5, random.random()], count).clip(
                lower, variable.__maximum__
            )
        return np.where(usual, random.choice(MONEY, count), np.round(random.exponential(300000, count), 2))
    raise TypeError(f"{variable.name} is a {variable.value_type}: say what random values it takes")


@dataclasses.dataclass
class Results:
    """Every variable of the law for some people: arrays, and the errors of those that could not be computed."""

    values: dict[str, np.ndarray]
    errors: dict[str, str]


def everything(people: People) -> Results:
    """Compute every variable that has a formula, at the period of the people."""
    simulation = people.simulation()
    month = read_period(people.period)
    values, errors = {}, {}
    for variable in law().variables.values():
        if not variable.formulas:
            continue
        when = month.this_year if variable.definition_period == DateUnit.YEAR else month
        try:
            values[variable.name] = np.asarray(simulation.calculate(variable.name, when)).view(np.ndarray)
        except Exception as error:
            errors[variable.name] = f"{type(error).__name__}: {str(error).strip().splitlines()[0]}"
    return Results(values, errors)
