"""How people live: income of families by head, its tenths, poverty and inequality.

Two scales: by head (income over the number of members, as the law of targeted assistance counts) and the modified
scale of the OECD (1 for the first member, 0.5 for each further one of 14 and older, 0.3 for each younger one). Every
measure counts persons: a family counts with its weight times its members.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from openfisca_kz.base import Array
from openfisca_kz.population.arrays import simulation_from_arrays
from openfisca_kz.population.arrow import to_plain, weights_of
from openfisca_kz.population.laws import LINE
from openfisca_kz.population.results import family_places, names_of, read_part
from openfisca_kz.population.schema import FAMILIES, FAMILY_ID, PERSONS, WEIGHT
from openfisca_kz.services.rights_and_duties import PAID

PER_HEAD, OECD = "per_head", "oecd_modified"
SCALES = (PER_HEAD, OECD)
TENTHS = 10

#: The modified scale of the OECD: the first member, each further one, each child; the age below which one is a child.
FIRST, FURTHER, CHILD, CHILD_AGE = 1.0, 0.5, 0.3, 14

#: Shares of the median income below which one is poor: statistical methodology approved on 5 January 2026
#: (https://www.ng.kz/modules/news/article.php?storyid=58452).
MEDIAN_SHARES = (0.5, 0.6)

#: Types of families: all of pension age; one adult; several; one adult with children; several with few, three, more.
TYPES = ("elders", "one", "several", "one_with_children", "few", "three", "many")
_FEW = 2

#: A grown-up; the general pension age by sex in 2026, to tell who is old.
ADULT = 18
PENSION_AGE = {"male": 63, "female": 61}


@dataclasses.dataclass
class Living:
    """Families in the order of a run: income, members by both scales, weight, poverty line, region.

    Then, where a run tells ages: members under 18 and of pension age, and the type of the family (``TYPES``).

    What is paid for earlier months, because the claim came later than the right, is no income of the month.
    ``in_time`` is the income if everybody claimed in time.
    """

    income: Array
    members: Array
    scale: Array
    weight: Array
    line: Array | None
    region: Array
    minors: Array | None = None
    elders: Array | None = None
    kind: Array | None = None
    in_time: Array | None = None
    _sorted: dict[str, tuple[Array, Array]] = dataclasses.field(default_factory=dict, repr=False)

    def by(self, scale: str) -> Array:
        """Return the income of each family by head or by the scale of the OECD. KZT a month."""
        return self.income / (self.members if scale == PER_HEAD else self.scale)

    def sorted_by(self, scale: str) -> tuple[Array, Array]:
        """Return incomes by a scale, the lowest first, and the persons that each stands for; sorted once."""
        if scale not in self._sorted:
            values = self.by(scale)
            order = np.argsort(values, kind="stable")
            self._sorted[scale] = values[order], self.persons[order]
        return self._sorted[scale]

    @property
    def persons(self) -> Array:
        """Return how many persons of the population the members of each family stand for."""
        return self.members * self.weight


def living_of_part(
    folder: Path, name: str, signs: dict[str, int], regions: list[str], payments: Sequence[str] = ()
) -> Living:
    """Return how the families of a part live.

    Args:
        folder: a run.
        name: a part.
        signs: the variables that income is the sum of: 1 or -1 for each.
        regions: the names of all regions; a family's region is its place among them.
        payments: what is paid of rights given the dates of claims, where income is a sum of it.

    """
    amounts = [*signs, *payments, *(payment.removesuffix(PAID) for payment in payments)]
    families = read_part(folder, FAMILIES, name, [FAMILY_ID, WEIGHT, "region", LINE, *dict.fromkeys(amounts)])
    persons = read_part(folder, PERSONS, name, [FAMILY_ID, "age", "sex", *dict.fromkeys(amounts)])
    place = family_places(persons, families)
    count = families.num_rows
    members = np.bincount(place, minlength=count).astype(np.float64)
    age = to_plain(persons["age"])
    children = np.bincount(place, weights=age < CHILD_AGE, minlength=count)
    adults = members - children
    # Where all are children one of them is the first member.
    scale = np.where(
        adults > 0,
        FIRST + FURTHER * (adults - 1) + CHILD * children,
        FIRST + CHILD * (children - 1),
    )
    minors = np.bincount(place, weights=age < ADULT, minlength=count)
    codes, names = names_of(persons["sex"])
    old = age >= np.array([PENSION_AGE[each] for each in names])[codes]
    elders = np.bincount(place, weights=old, minlength=count)
    codes, names = names_of(families["region"])
    income = np.zeros(count)
    for variable, sign in signs.items():
        if variable in families.column_names:
            income += sign * to_plain(families[variable])
        elif variable in persons.column_names:
            income += sign * np.bincount(place, weights=to_plain(persons[variable]), minlength=count)
    in_time = income.copy()
    for payment in payments:
        of_persons = payment in persons.column_names
        rows = persons if of_persons else families
        if {payment, payment.removesuffix(PAID)} <= set(rows.column_names):
            more = to_plain(rows[payment]) - to_plain(rows[payment.removesuffix(PAID)])
            other = np.flatnonzero(more)
            where = place[other] if of_persons else other
            np.subtract.at(in_time, where, more[other])
            np.subtract.at(income, where, np.maximum(more[other], 0))
    return Living(
        income,
        members,
        scale,
        weights_of(families),
        to_plain(families[LINE]) if LINE in families.column_names else None,
        np.array([regions.index(each) for each in names])[codes],
        minors,
        elders,
        types_of(members, minors, elders),
        in_time,
    )


def types_of(members: Array, minors: Array, elders: Array) -> Array:
    """Return the type of each family, as a place in ``TYPES``."""
    adults = members - minors
    return np.select(
        [
            (minors == 0) & (elders == members),
            (minors == 0) & (members == 1),
            minors == 0,
            adults <= 1,
            minors <= _FEW,
            minors == _FEW + 1,
        ],
        [TYPES.index(name) for name in ("elders", "one", "several", "one_with_children", "few", "three")],
        TYPES.index("many"),
    )


def together(parts: list[Living]) -> Living:
    """Return families of several parts as one."""

    def joined(name: str) -> Any:
        arrays = [getattr(part, name) for part in parts]
        return None if any(array is None for array in arrays) else np.concatenate([np.zeros(0), *arrays])

    names = [field.name for field in dataclasses.fields(Living) if not field.name.startswith("_")]
    fields = {name: joined(name) for name in names}
    for name in ("region", "kind"):
        fields[name] = None if fields[name] is None else fields[name].astype(np.int64)
    return Living(**fields)


# ----- Tenths, inequality ----- #


def bounds(values: Array, weights: Array, parts: int = TENTHS) -> Array:
    """Return the incomes that end the first of so many equal parts of the people, the second, ... the last but one."""
    order = np.argsort(values, kind="stable")
    passed = np.cumsum(weights[order])
    if not len(passed):
        return np.zeros(parts - 1)
    wanted = np.arange(1, parts) / parts * passed[-1]
    # The smallest of sums of weights differ in their last digits.
    return values[order][np.searchsorted(passed, wanted * (1 - 1e-12)).clip(max=len(order) - 1)]


def tenth(values: Array, ends: Array) -> Array:
    """Return the tenth that each income lies in, from 0; people of one income are in one tenth."""
    return np.searchsorted(ends, values, side="left")


def _curve(values: Array, weights: Array) -> tuple[Array, Array]:
    """Return the curve of Lorenz: shares of the people, the poorest first, and of all their income."""
    order = np.argsort(values, kind="stable")
    people = np.concatenate(([0.0], np.cumsum(weights[order])))
    income = np.concatenate(([0.0], np.cumsum((np.maximum(values, 0) * weights)[order])))
    return people / (people[-1] or 1.0), income / (income[-1] or 1.0)


def gini(values: Array, weights: Array) -> float:
    """Return Gini's coefficient: 0 if all have as much, 1 if one has all. Negative incomes count as 0."""
    people, income = _curve(values, weights)
    return float(1 - np.sum(np.diff(people) * (income[1:] + income[:-1])))


def fifths_ratio(values: Array, weights: Array) -> float | None:
    """Return S80/S20: the income of the richest fifth over that of the poorest; None where those have none."""
    people, income = _curve(values, weights)
    poorest, others = np.interp((0.2, 0.8), people, income)
    return float((1 - others) / poorest) if poorest > 0 else None


# ----- Poverty ----- #


def poverty(living: Living, line: Array | float, scale: str) -> dict[str, float]:
    """Return the poor: persons, share, mean shortfall as a share of the line, severity, what it takes to close it.

    Severity is the mean over all people of the squared shortfall (Foster, Greer and Thorbecke).

    Args:
        living: families.
        line: the poverty line, KZT a month: one for all, or one a family.
        scale: by which income is compared with it; the cost of closing is the shortfall times the same scale.

    """
    short = np.maximum(line - living.by(scale), 0)
    poor = short > 0
    people = float(living.persons @ np.ones(len(poor)))
    number = float(living.persons @ poor)
    depth = np.divide(short, line, out=np.zeros_like(short), where=np.broadcast_to(np.asarray(line), short.shape) > 0)
    heads = living.members if scale == PER_HEAD else living.scale
    return {
        "persons": number,
        "share": number / people if people else 0.0,
        "shortfall": float(living.persons @ depth) / number if number else 0.0,
        "severity": float(living.persons @ depth**2) / people if people else 0.0,
        "cost_to_close": float((short * heads) @ living.weight),
    }


def poverty_by_group(living: Living, line: Array | float, scale: str) -> list[dict[str, Any]]:
    """Return how many are poor among children, people of pension age, and the people of each type of family."""
    if living.minors is None or living.elders is None or living.kind is None:
        return []
    poor = living.by(scale) < line
    groups = {"children": living.minors, "of_pension_age": living.elders}
    groups |= {name: living.members * (living.kind == place) for place, name in enumerate(TYPES)}
    made = []
    for name, heads in groups.items():
        people = float(living.weight @ heads)
        number = float(living.weight @ (heads * poor))
        if people:
            made.append({"group": name, "people": people, "persons": number, "share": number / people})
    return made


def lines_by_region(system: Any, month: str, regions: Sequence[str]) -> Array:
    """Return the law's poverty line of each region in a month, as a family that lives there has it. KZT a person."""
    place = np.arange(len(regions))
    families = {"region": np.array(regions)}
    role = np.zeros(len(regions), dtype=np.int8)
    simulation = simulation_from_arrays(system, {}, place, role, families, month)
    return np.asarray(simulation.calculate(LINE, month))


def lines_of(living: Living) -> list[tuple[str, str, Array | float, float]]:
    """Return the poverty lines: name, scale, line of each family, and the line as one number (the mean of several).

    Args:
        living: families under today's law, with the law's line of each: the lines hold for a reform as well.

    """
    weights, line = living.persons, np.asarray(living.line)
    mean = float(np.average(line, weights=weights)) if weights.sum() else 0.0
    lines: list[tuple[str, str, Array | float, float]] = [("law", PER_HEAD, line, mean)]
    for share in MEDIAN_SHARES:
        for scale in SCALES:
            median = float(bounds(*living.sorted_by(scale), 2)[0])
            lines.append((f"median_{share:.0%}".rstrip("%"), scale, share * median, share * median))
    return lines
