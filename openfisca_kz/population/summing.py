"""The sums of a run: members, recipients, total and average of each variable by region, age, sex, tenth and status.

Every part is read once. Persons are counted into one table of cells (region, age group, sex, tenth of income); each
grouping is then a sum over that table. Sums of parts add up, so that processes can share the parts.
"""

from __future__ import annotations

import concurrent.futures
import dataclasses
import functools
import multiprocessing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openfisca_kz.base import HALF_A_TENGE, MONTHS_IN_YEAR, Array
from openfisca_kz.population import living
from openfisca_kz.population.arrow import to_plain, weights_of
from openfisca_kz.population.living import Living
from openfisca_kz.population.results import (
    DUTY,
    INCOME,
    PAYMENT,
    RIGHT,
    STATUS,
    Result,
    batches,
    family_places,
    names_of,
    read_part,
)
from openfisca_kz.population.schema import CLAIM_DATE, FAMILIES, PERSONS
from openfisca_kz.services.rights_and_duties import PAID

#: Ends of the age groups, in completed years.
AGES = ((0, 2), (3, 6), (7, 17), (18, 29), (30, 44), (45, 60), (61, 74), (75, 200))
AGE_NAMES = tuple(f"{first}-{last}" if last < 200 else f"{first}+" for first, last in AGES)
SEXES = ("male", "female")

WHOLE, REGION, AGE, SEX, TENTH, BY_STATUS = "country", "region", "age", "sex", "decile", "status"

#: Bits of statuses that are one number.
_WORD = 60

#: Fewer parts are read by one process: starting another takes seconds.
_MANY_PARTS = 16
_BATCHES_A_WORKER = 4


@dataclasses.dataclass(frozen=True)
class Plan:
    """What is added up: the run, its variables, the regions, the ends of the tenths (none: no tenths)."""

    folder: Path
    kinds: dict[str, str]
    persons: frozenset[str]
    regions: tuple[str, ...]
    signs: dict[str, int]
    ends: tuple[float, ...] = ()
    columns: tuple[str, ...] = ()
    month: str = ""

    @property
    def tenths(self) -> int:
        """Return how many tenths are told apart."""
        return len(self.ends) + 1

    @property
    def statuses(self) -> list[str]:
        """Return the statuses of persons."""
        return [name for name, kind in self.kinds.items() if kind == STATUS and name in self.persons]

    @property
    def payments(self) -> list[str]:
        """Return what is paid of rights given the dates of claims, where income is a sum of it."""
        return [name for name, kind in self.kinds.items() if kind == PAYMENT and INCOME in self.signs]

    def shape(self, table: str) -> tuple[int, ...]:
        """Return the shape of the table of cells."""
        heads = len(self.regions), self.tenths
        return heads if table == FAMILIES else (*heads, len(AGES), len(SEXES))


@dataclasses.dataclass
class Sums:
    """Sums over some parts.

    ``cells`` holds recipients and total of each variable by cell, ``members`` those of each table by cell, ``status``
    recipients and total of each right and duty by status, ``holders`` those of each status, ``late`` of each right
    the recipients who are paid less than is due, what they are paid less, and what others are paid more, ``spread``
    of each variable the rows that are not 0 and the sum of squares of what families have of it with their weight,
    ``own`` the members, recipients and total of a variable by the groups of a column of one's own, ``claims`` how many
    claims to each right were made in the twelve months up to that of the run.
    """

    cells: dict[str, Array] = dataclasses.field(default_factory=dict)
    members: dict[str, Array] = dataclasses.field(default_factory=dict)
    status: dict[str, Array] = dataclasses.field(default_factory=dict)
    holders: dict[str, Array] = dataclasses.field(default_factory=dict)
    late: dict[str, Array] = dataclasses.field(default_factory=dict)
    spread: dict[str, Array] = dataclasses.field(default_factory=dict)
    own: dict[tuple[str, str, str], Array] = dataclasses.field(default_factory=dict)
    claims: dict[str, Array] = dataclasses.field(default_factory=dict)

    def add(self, other: Sums) -> None:
        """Add the sums of other parts."""
        for field in dataclasses.fields(self):
            own, others = getattr(self, field.name), getattr(other, field.name)
            for name, value in others.items():
                own[name] = own[name] + value if name in own else value


def sums_of_part(plan: Plan, name: str) -> Sums:
    """Return the sums of one part."""
    families = read_part(plan.folder, FAMILIES, name)
    persons = read_part(plan.folder, PERSONS, name)
    place = family_places(persons, families)
    weight = weights_of(families)
    of_persons = weight[place]
    codes, names = names_of(families["region"])
    heads = np.array([plan.regions.index(each) for each in names])[codes] * plan.tenths
    if plan.ends:
        own = living.living_of_part(plan.folder, name, plan.signs, list(plan.regions), plan.payments)
        heads += living.tenth(own.by(living.OECD), np.array(plan.ends))
    sex, sexes = names_of(persons["sex"])
    age = np.searchsorted([last for _, last in AGES], to_plain(persons["age"])).clip(max=len(AGES) - 1)
    cells = (heads[place] * len(AGES) + age) * len(SEXES) + np.array([SEXES.index(each) for each in sexes])[sex]
    found = Sums()
    _add(found, plan, FAMILIES, families, heads, weight)
    _add(found, plan, PERSONS, persons, cells, of_persons)
    part = _Part(families, persons, place, weight)
    _add_spread(found, plan, part)
    _add_claims(found, plan, families, weight)
    _add_claims(found, plan, persons, of_persons)
    for column in plan.columns:
        _add_own(found, plan, column, part)
    _add_by_status(found, plan, persons, of_persons)
    return found


def _add(found: Sums, plan: Plan, table: str, rows: pa.Table, cells: Array, weight: Array) -> None:
    shape = plan.shape(table)
    size = int(np.prod(shape))
    found.members[table] = np.bincount(cells, weights=weight, minlength=size).reshape(shape)
    for name in plan.kinds:
        if name not in rows.column_names:
            continue
        values = to_plain(rows[name])
        have = np.flatnonzero(values)
        own, shares = cells[have], weight[have]
        recipients = np.bincount(own, weights=shares, minlength=size)
        total = recipients
        if values.dtype != bool:
            total = np.bincount(own, weights=shares * values[have], minlength=size)
        found.cells[name] = np.stack([recipients, total]).reshape(2, *shape)
        if name + PAID in rows.column_names:
            found.late[name] = _late(values, to_plain(rows[name + PAID]), weight)


def _add_claims(found: Sums, plan: Plan, rows: pa.Table, weight: Array) -> None:
    """Add the claims of a year to each right."""
    for name in rows.column_names if plan.month else ():
        if name.endswith(CLAIM_DATE):
            months = np.datetime64(plan.month, "M") - to_plain(rows[name]).astype("datetime64[M]")
            found.claims[name] = weight @ ((months.astype(np.int64) >= 0) & (months.astype(np.int64) < MONTHS_IN_YEAR))


@dataclasses.dataclass(frozen=True)
class _Part:
    """The tables of a part, the place of each person's family, the weight of each family."""

    families: pa.Table
    persons: pa.Table
    place: Array
    weight: Array


def _add_spread(found: Sums, plan: Plan, part: _Part) -> None:
    """Add of each variable the rows that are not 0, and the squares of what families have of it."""
    for name in plan.kinds:
        if name in part.families.column_names:
            own = to_plain(part.families[name]).astype(np.float64)
            rows = np.count_nonzero(own)
        elif name in part.persons.column_names:
            values = to_plain(part.persons[name])
            have = np.flatnonzero(values)
            own = np.bincount(part.place[have], weights=values[have], minlength=len(part.weight)).astype(np.float64)
            rows = np.count_nonzero(values)
        else:
            continue
        found.spread[name] = np.array([rows, np.sum((part.weight * own) ** 2)])


def _add_own(found: Sums, plan: Plan, column: str, part: _Part) -> None:
    """Add every variable by the groups of a column; one of families is not counted by a column of persons."""
    of_families = column in part.families.column_names
    source = part.families if of_families else part.persons
    if column not in source.column_names:
        return
    codes, names = names_of(pc.fill_null(source[column].cast(pa.string()), ""))
    tables = [(part.persons, codes[part.place] if of_families else codes, part.weight[part.place])]
    if of_families:
        tables.append((part.families, codes, part.weight))
    for rows, own, shares in tables:
        members = np.bincount(own, weights=shares, minlength=len(names))
        for name in plan.kinds:
            if name not in rows.column_names:
                continue
            values = to_plain(rows[name]).astype(np.float64)
            recipients = np.bincount(own, weights=shares * (values != 0), minlength=len(names))
            total = np.bincount(own, weights=shares * values, minlength=len(names))
            for place, group in enumerate(names):
                key = (name, column, str(group))
                found.own[key] = found.own.get(key, 0) + np.array([members[place], recipients[place], total[place]])


def _late(due: Array, paid: Array, weight: Array) -> Array:
    less = due - paid
    rows = np.flatnonzero(np.abs(less) >= HALF_A_TENGE)
    less, weight = less[rows], weight[rows]
    return np.array([weight @ (less > 0), weight @ np.maximum(less, 0), weight @ np.maximum(-less, 0)])


def _add_by_status(found: Sums, plan: Plan, persons: pa.Table, weight: Array) -> None:
    """Add rights and duties of persons by status: people of the same statuses are added up first."""
    statuses = [name for name in plan.statuses if name in persons.column_names]
    if not statuses:
        return
    mask, place = _together(np.stack([to_plain(persons[name]) for name in statuses]))
    count = mask.shape[1]
    holders = mask @ np.bincount(place, weights=weight, minlength=count)
    found.holders |= dict(zip(statuses, holders, strict=True))
    for name, kind in plan.kinds.items():
        if kind not in (RIGHT, DUTY) or name not in persons.column_names:
            continue
        values = to_plain(persons[name])
        have = np.flatnonzero(values)
        own, shares = place[have], weight[have]
        amounts = [shares, shares * values[have]]
        found.status[name] = np.stack([mask @ np.bincount(own, weights=each, minlength=count) for each in amounts])


def _together(mask: Array) -> tuple[Array, Array]:
    """Return the different combinations in the columns of a mask, and which of them each column is."""
    count = mask.shape[1]
    place, number = np.zeros(count, dtype=np.int64), 1
    for first in range(0, len(mask), _WORD):
        bits = np.zeros(count, dtype=np.int64)
        for bit, row in enumerate(mask[first : first + _WORD]):
            bits |= row.astype(np.int64) << bit
        own, words = _codes(bits)
        place, number = _codes(place * words + own)
    one = np.zeros(number, dtype=np.int64)
    one[place] = np.arange(count)
    return mask[:, one].astype(np.float64), place


def _codes(values: Array) -> tuple[Array, int]:
    """Return the number of each value among the different ones, and how many there are; by hashing, not sorting."""
    found = pa.array(values).dictionary_encode()
    return found.indices.to_numpy().astype(np.int64), len(found.dictionary)


# ----- All parts ----- #


def sums_of_run(result: Result, workers: int = 1) -> tuple[Plan, Sums]:
    """Return the sums of every variable of a run, and what was added up; tenths are not told apart."""
    kinds = result.kinds()
    plan = Plan(result.folder, kinds, frozenset(filter(result.of_persons, kinds)), result.regions, {})
    return plan, all_sums(plan, result.part_names(), workers)


def all_sums(plan: Plan, names: list[str], workers: int = 1) -> Sums:
    """Return the sums of a run.

    Args:
        plan: what is added up.
        names: the parts.
        workers: processes; a run of few parts is read by this one.

    """
    found = Sums()
    for each in shared(functools.partial(_sums, plan), names, workers):
        found.add(each)
    return found


def all_living(plan: Plan, names: list[str], workers: int = 1) -> Living:
    """Return how all families of a run live."""
    parts = [each for part in shared(functools.partial(_livings, plan), names, workers) for each in part]
    return living.together(parts)


def _sums(plan: Plan, names: list[str]) -> Sums:
    found = Sums()
    for name in names:
        found.add(sums_of_part(plan, name))
    return found


def _livings(plan: Plan, names: list[str]) -> list[Living]:
    regions = list(plan.regions)
    return [living.living_of_part(plan.folder, name, plan.signs, regions, plan.payments) for name in names]


def shared(work: Callable[[list[str]], Any], names: list[str], workers: int) -> list[Any]:
    """Return what is made of the parts, in order, by several processes if there are many parts."""
    if workers < 2 or len(names) < _MANY_PARTS:
        return [work(names)] if names else []
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(workers, mp_context=context) as pool:
        return list(pool.map(work, batches(names, workers * _BATCHES_A_WORKER)))


# ----- Sums as rows of tables ----- #


def rows(plan: Plan, found: Sums, units: dict[str, str]) -> list[dict[str, Any]]:
    """Return the sums as rows: a variable in a group, with members, recipients, total and average."""
    made = []
    for name, cells in found.cells.items():
        what = {"variable": name, "kind": plan.kinds[name], "unit": units[name]}
        table = PERSONS if name in plan.persons else FAMILIES
        for by, group, sums, members in _groups(plan, cells, found.members[table]):
            made.append(_row(what | {"by": by, "group": group}, members, *sums))
        if name in found.status:
            for status, *sums in zip(found.holders, *found.status[name].tolist(), strict=True):
                made.append(_row(what | {"by": BY_STATUS, "group": status}, found.holders[status], *sums))
    return made


def _groups(plan: Plan, cells: Array, members: Array) -> list[tuple[str, str, list[float], float]]:
    axes = [(REGION, 0, plan.regions)]
    if plan.ends:
        axes.append((TENTH, 1, tuple(str(place + 1) for place in range(plan.tenths))))
    if members.ndim > 2:
        axes += [(AGE, 2, AGE_NAMES), (SEX, 3, SEXES)]
    every = tuple(range(members.ndim))
    found = [(WHOLE, WHOLE, cells.sum(axis=tuple(axis + 1 for axis in every)).tolist(), float(members.sum()))]
    for by, axis, names in axes:
        others = tuple(each for each in every if each != axis)
        sums, counts = cells.sum(axis=tuple(each + 1 for each in others)), members.sum(axis=others)
        found += [(by, name, sums[:, place].tolist(), float(counts[place])) for place, name in enumerate(names)]
    return found


def _row(what: dict[str, str], members: Any, recipients: float, total: float) -> dict[str, Any]:
    amount = what["kind"] != STATUS
    return {
        **what,
        "members": float(members),
        "recipients": float(recipients),
        "total": float(total) if amount else None,
        "average": float(total / recipients) if recipients and amount else None,
    }


def own_rows(found: Sums) -> list[dict[str, Any]]:
    """Return the sums by the groups of columns of one's own as rows."""
    return [
        {
            "variable": name,
            "by": column,
            "group": group,
            "members": float(members),
            "recipients": float(recipients),
            "total": float(total),
        }
        for (name, column, group), (members, recipients, total) in sorted(found.own.items())
        if recipients
    ]


def late_rows(found: Sums, kinds: dict[str, str]) -> list[dict[str, Any]]:
    """Return for each right that a late claim may cut: due, paid, who is paid less, and what is lost."""
    made = []
    for name, (people, less, more) in found.late.items():
        if kinds.get(name) != RIGHT or kinds.get(name + PAID) != PAYMENT:
            continue
        due, paid = (float(found.cells[each][1].sum()) for each in (name, name + PAID))
        made.append(
            {
                "variable": name,
                "due": due,
                "paid": paid,
                "paid_less": float(people),
                "less": float(less),
                "more": float(more),
                "not_paid": due - paid,
            }
        )
    return made
