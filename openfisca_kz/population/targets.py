"""Official figures as data: what each measures, and what a calculated population comes to beside it.

The figures stand in ``targets.yaml``, each with its address and its use: built from, calibrated to, only compared with.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import yaml

from openfisca_kz.base import Array
from openfisca_kz.population.arrow import positions, to_plain
from openfisca_kz.problems import refuse
from openfisca_kz.yaml_files import read_yaml

Where = Mapping[str, Any]

BUILD, CALIBRATE, CHECK, HISTORY = "build", "calibrate", "check", "history"
USES = (BUILD, CALIBRATE, CHECK, HISTORY)

#: Sums a measure rests on: of whom, and over whom.
SUMS = {"count": 1, "total": 1, "members": 1, "none_of": 1, "mean": 2, "share": 2, "ratio": 4, "median": 0}

_FILE = Path(__file__).with_name("targets.yaml")


@dataclasses.dataclass(frozen=True)
class Target:
    """An official figure: its name, what it measures, where it comes from, and what it is used for."""

    name: str
    period: str
    value: float
    unit: str
    measure: str
    use: str
    variables: tuple[str, ...] = ()
    where: Where = dataclasses.field(default_factory=dict)
    versus: Where = dataclasses.field(default_factory=dict)
    tolerance: float = 0.1
    factor: float = 1.0
    source: str = ""
    confidence: str = "confirmed"
    note: str = ""
    reason: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def wanted(self) -> float:
        """Return the value that a month of the model is compared with."""
        return self.value * self.factor

    @property
    def constrains(self) -> bool:
        """Return whether weights are to reach the figure."""
        return self.use in (BUILD, CALIBRATE) and self.measure not in ("median", "ratio")

    @property
    def needs(self) -> set[str]:
        """Return the variables that the figure is calculated from."""
        return {*self.variables, *self.where, *self.versus}


def load(path: str | Path = _FILE) -> list[Target]:
    """Return the figures of a file.

    Raises:
        InputError: it cannot be read, or a figure in it is not one.

    """
    try:
        rows = read_yaml(Path(path))["targets"]
        return [_target(row) for row in rows]
    except OSError as error:
        raise refuse("{path} cannot be read: {reason}.", path=path, reason=error.strerror or error) from None
    except (yaml.YAMLError, TypeError, KeyError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise refuse("{path} is not a file of targets: {reason}.", path=path, reason=reason) from None


def _target(row: Mapping[str, Any]) -> Target:
    known = {field.name for field in dataclasses.fields(Target)}
    if unknown := sorted(set(row) - known):
        raise ValueError(f"{row.get('name', '?')} has {', '.join(unknown)}, which no target has")
    if row["measure"] not in SUMS or row["use"] not in USES:
        raise ValueError(f"{row['name']}: measure is one of {', '.join(SUMS)}, use one of {', '.join(USES)}")
    numbers = {name: float(row[name]) for name in ("value", "tolerance", "factor") if name in row}
    return Target(**{**row, **numbers, "variables": tuple(row.get("variables", ()))})


@functools.cache
def official() -> tuple[Target, ...]:
    """Return the official figures of the country."""
    return tuple(load())


@functools.cache
def population() -> int:
    """Return how many people the country has."""
    return int(read_yaml(_FILE)["population"])


def values() -> dict[str, float]:
    """Return the value of each official figure by its name."""
    return {target.name: target.value for target in official()}


def variables(targets: Iterable[Target], system: Any) -> list[str]:
    """Return the variables that some figures are calculated from, those that the law knows."""
    names = dict.fromkeys(name for target in targets for name in sorted(target.needs))
    return [name for name in names if name in system.variables]


# ----- What a population comes to ----- #


class Counted:
    """Persons and families of a part of a run, of which figures are added up family by family."""

    def __init__(self, persons: pa.Table, families: pa.Table, place: Array) -> None:
        self.persons = persons
        self.families = families
        self.place = place
        self._plain: dict[str, Array] = {}

    def has(self, target: Target) -> bool:
        """Return whether everything is there that a figure is calculated from."""
        return target.needs <= {*self.persons.column_names, *self.families.column_names}

    def sums(self, target: Target) -> list[Array]:
        """Return what each family has of a figure: one array for each sum that it rests on."""
        if target.measure == "ratio":
            return [*self._mean(target, target.where), *self._mean(target, target.versus)]
        if target.measure == "mean":
            return self._mean(target, target.where)
        if target.measure == "total":
            return self._mean(target, target.where)[:1]
        if target.measure == "share":
            return self._share(target)
        return [self._counted(target)]

    def rows(self, target: Target) -> tuple[Array, Array]:
        """Return the amounts above nothing of a figure, and the place of the family of each."""
        amount = self._amount(target.variables, self.persons)
        rows = np.flatnonzero((amount > 0) & self._fits(target.where))
        return amount[rows], self.place[rows]

    def _counted(self, target: Target) -> Array:
        of_persons, of_families = self._split(target.variables)
        if target.measure == "members":
            receives = self._amount(of_families, self.families) > 0
            return self._by_family(receives[self.place] & self._fits(target.where))
        if not target.variables:
            return self._by_family(self._fits(target.where))
        total = np.zeros(len(self.families))
        if of_persons:
            receives = self._amount(of_persons, self.persons) > 0
            receives = ~receives if target.measure == "none_of" else receives
            total += self._by_family(receives & self._fits(target.where))
        if of_families:
            total += (self._amount(of_families, self.families) > 0) & self._fits_family(target.where)
        return total

    def _mean(self, target: Target, where: Where) -> list[Array]:
        of_persons, of_families = self._split(target.variables)
        total, count = np.zeros(len(self.families)), np.zeros(len(self.families))
        if of_persons:
            amount = self._amount(of_persons, self.persons) * self._fits(where)
            total += np.bincount(self.place, weights=amount, minlength=len(total))
            count += self._by_family(amount > 0)
        if of_families:
            amount = self._amount(of_families, self.families) * self._fits_family(where)
            total += amount
            count += amount > 0
        return [total, count]

    def _share(self, target: Target) -> list[Array]:
        among = np.ones(len(self.persons), dtype=bool)
        fits = self._fits(target.where)
        if target.variables:
            receives = self._amount(target.variables, self.persons) > 0
            among, fits = (receives, receives & fits) if target.where else (among, receives)
        return [self._by_family(fits), self._by_family(among)]

    def _by_family(self, mask: Array) -> Array:
        return np.bincount(self.place[mask], minlength=len(self.families)).astype(np.float64)

    def _split(self, names: Sequence[str]) -> tuple[list[str], list[str]]:
        of_persons = [name for name in names if name in self.persons.column_names]
        return of_persons, [name for name in names if name not in of_persons]

    def _amount(self, names: Sequence[str], table: pa.Table) -> Array:
        total = np.zeros(len(table))
        for name in names:
            total = total + self._values(name, table)
        return total

    def _values(self, name: str, table: pa.Table) -> Array:
        if name not in self._plain:
            self._plain[name] = to_plain(table[name])
        return self._plain[name]

    def _fits(self, where: Where) -> Array:
        mask = np.ones(len(self.persons), dtype=bool)
        for name, wanted in where.items():
            if name in self.persons.column_names:
                mask &= self._fits_one(name, wanted, self.persons)
            else:
                mask &= self._fits_one(name, wanted, self.families)[self.place]
        return mask

    def _fits_family(self, where: Where) -> Array:
        mask = np.ones(len(self.families), dtype=bool)
        for name, wanted in where.items():
            mask &= self._fits_one(name, wanted, self.families)
        return mask

    def _fits_one(self, name: str, wanted: Any, table: pa.Table) -> Array:
        names = wanted if isinstance(wanted, list) else [wanted]
        if isinstance(names[0], str):
            return positions(table[name], names) >= 0
        plain = self._values(name, table)
        return (plain >= wanted[0]) & (plain <= wanted[1]) if isinstance(wanted, list) else plain == wanted


def value_of(target: Target, sums: Sequence[float]) -> float:
    """Return the figure from its sums; 0 where there is nobody."""
    if SUMS[target.measure] == 1:
        return sums[0]
    means = [total / count if count else 0.0 for total, count in zip(sums[::2], sums[1::2], strict=True)]
    return means[0] if len(means) == 1 else (means[0] / means[1] if means[1] else 0.0)


def median(values: Array, weights: Array) -> float:
    """Return the value that half of the weight does not exceed; 0 where there is none."""
    if not len(values):
        return 0.0
    order = np.argsort(values)
    passed = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(passed, passed[-1] / 2)])
