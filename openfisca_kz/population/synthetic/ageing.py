"""A population some years later: the same lives at the same ages, as many of each as the years will have left.

Who is 30 in the table stands for who will be 30: dates move with the calendar, amounts grow, and the families get
weights with which the persons by age and sex are as many as the pyramid of that year says. The pyramid ages by the
chances of ``projection.yaml``: deaths, births, nobody moves. Families stay whole: the weights are the nearest to those
before that reach every count.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from openfisca_core import periods

from openfisca_kz.base import MONTHS_IN_YEAR, Array, last_day
from openfisca_kz.population import calibration, chunks, synthetic
from openfisca_kz.population.arrow import ids_of, positions, to_plain, with_column
from openfisca_kz.population.schema import AT, FAMILY_ID, WEIGHT
from openfisca_kz.population.synthetic.people import DAYS_IN_YEAR
from openfisca_kz.yaml_files import read_yaml

#: Families whose members are counted at a time.
_AT_ONCE = 200_000

#: Weights after years may be far from those before: the old of a few families stand for many.
_BOUNDS = calibration.Bounds(1e-6, 1e6)

#: Pensions in payment: they grow by the indexation of pensions, other amounts as wages do.
PENSIONS = ("age_pension_at_award", "service_pension_at_award", "fund_pension_at_award")


# ----- Who lives in later years ----- #

SEXES = ("male", "female")

#: First ages of the groups in which persons are counted: weights reach the count of each.
GROUPS = (0, 1, *range(5, 90, 5))


@functools.cache
def assumptions() -> dict[str, Any]:
    """Return the assumptions as they stand in ``projection.yaml``."""
    return read_yaml(Path(__file__).with_name("projection.yaml"))


def chances_of_death() -> Array:
    """Return the chance to die within a year by sex and age."""
    rule = assumptions()["mortality"]
    age = np.arange(101) + 0.5
    chances = np.array([1 - np.exp(-rule[sex]["level"] * np.exp(rule[sex]["slope"] * age)) for sex in SEXES])
    chances[:, 0] = rule["first_year"]
    return chances


def births_by_age() -> Array:
    """Return the births a year to a woman of each age."""
    rule = assumptions()["fertility"]
    age = np.arange(101)
    rates = rule["rate"] * np.exp(-(((age + 0.5 - rule["centre"]) / rule["spread"]) ** 2) / 2)
    first, last = rule["ages"]
    return np.where((age >= first) & (age <= last), rates, 0.0)


def a_year_later(pyramid: Array) -> Array:
    """Return the pyramid of the next 1 January: who lives is a year older, who was born is there."""
    alive = pyramid * (1 - chances_of_death())
    later = np.zeros_like(pyramid)
    later[:, 1:] = alive[:, :-1]
    later[:, -1] += alive[:, -1]
    born = float(pyramid[SEXES.index("female")] @ births_by_age())
    boys = assumptions()["fertility"]["boys"]
    later[:, 0] = np.array([boys, 1 - boys]) * born * (1 - chances_of_death()[:, 0])
    return later


def growth(years: int) -> Array:
    """Return how many times as many persons of each sex and age group there are so many years later."""
    pyramid = synthetic.ages()
    before = np.add.reduceat(pyramid, GROUPS, axis=1)
    for _ in range(years):
        pyramid = a_year_later(pyramid)
    return np.add.reduceat(pyramid, GROUPS, axis=1) / before


# ----- Weights ----- #


@dataclasses.dataclass(frozen=True)
class Base:
    """The population that ages: its tables, and for each person the family and the cell of age and sex."""

    persons: str
    families: str | None
    month: str
    ids: Array
    family: Array
    cell: Array
    weight: Array

    @property
    def cells(self) -> int:
        """Return the number of cells."""
        return len(SEXES) * len(GROUPS)

    def counts(self, weight: Array) -> Array:
        """Return the persons of each cell with other weights of the families."""
        known = self.cell >= 0
        return np.bincount(self.cell[known], weights=weight[self.family[known]], minlength=self.cells)


def base(persons: str, families: str | None, month: str) -> Base:
    """Return a population that is to age.

    Args:
        persons: a Parquet table sorted by family.
        families: a table of the families, or None.
        month: the month whose end ages are counted to.

    Raises:
        InputError: a table cannot be read or is not sorted.

    """
    file = chunks.open_table(persons)
    starts, ids = chunks.family_starts(file, persons)
    rows = file.metadata.num_rows
    family = np.repeat(np.arange(len(ids), dtype=np.int32), np.diff(np.append(starts, rows)))
    last = last_day(periods.period(month))
    born = (pa.Table.from_batches([batch]) for batch in file.iter_batches(columns=["birth_date", "sex"]))
    cells = [_cells(table["birth_date"], table["sex"], last) for table in born]
    weight = np.ones(len(ids))
    if families is not None:
        own = chunks.open_table(families)
        if WEIGHT in own.schema_arrow.names:
            given = own.read([FAMILY_ID, WEIGHT])
            place = np.searchsorted(ids, ids_of(given)).clip(max=len(ids) - 1)
            known = ids[place] == ids_of(given)
            weight[place[known]] = to_plain(pc.fill_null(given[WEIGHT], 0))[known]
    return Base(persons, families, month, ids, family, np.concatenate([np.zeros(0, np.int8), *cells]), weight)


def _cells(born: pa.ChunkedArray, sex: pa.ChunkedArray, last: np.datetime64) -> Array:
    """Return the cell of each person; -1 where age or sex is not known, which a run rejects."""
    days = pc.fill_null(pc.cast(born, pa.date32(), safe=False), datetime.date(9999, 1, 1))
    age = np.floor((last - to_plain(days).astype("datetime64[D]")).astype(np.int64) / DAYS_IN_YEAR)
    code = positions(sex, SEXES)
    group = np.searchsorted(GROUPS, age, side="right") - 1
    return np.where((age >= 0) & (code >= 0), code * len(GROUPS) + group, -1).astype(np.int8)


def aged_weights(people: Base, years: int) -> Array:
    """Return the weights of the families so many years later: the nearest that reach the persons of each cell."""
    if not years or not len(people.ids):
        return people.weight
    before = people.counts(people.weight)
    wanted = before * growth(years).ravel()
    asked = np.flatnonzero(before > 0)

    def blocks() -> Iterator[Array]:
        ends = np.searchsorted(people.family, np.arange(0, len(people.ids) + _AT_ONCE, _AT_ONCE))
        for number, (first, last) in enumerate(itertools.pairwise(ends)):
            own = people.family[first:last] - number * _AT_ONCE
            cell, size = people.cell[first:last], min(_AT_ONCE, len(people.ids) - number * _AT_ONCE)
            known = cell >= 0
            places = own[known].astype(np.int64) * people.cells + cell[known]
            members = np.bincount(places, minlength=size * people.cells).reshape(size, people.cells)
            yield members[:, asked] / wanted[asked]

    return calibration.weights(blocks, np.ones(len(asked)), people.weight, _BOUNDS, slack=0.0)


# ----- Tables of a later year ----- #


@dataclasses.dataclass(frozen=True)
class Later:
    """What changes with time: how many months, how amounts and pensions grow, the pension age by sex in years.

    Dates of ``kept`` do not move; those after the month become its last day.
    """

    months: int
    wages: float
    pensions: float
    pension_age: tuple[float, float]
    month: str
    kept: tuple[str, ...] = ()


def write_aged(system: Any, people: Base, later: Later, weight: Array, folder: Path) -> tuple[str, str]:
    """Write the tables of a later year; return their paths.

    Args:
        system: the law: it knows which columns are dates and which amounts.
        people: the population.
        later: what changes.
        weight: the weights of the families.
        folder: where the tables go.

    Raises:
        OSError: there is no room.

    """
    folder.mkdir(parents=True, exist_ok=True)
    persons, families = folder / "persons.parquet", folder / "families.parquet"
    source = chunks.open_table(people.persons)
    _write(persons, (_aged(system, later, table) for table in chunks.groups(source)))
    if people.families is None:
        _write(families, iter([pa.table({FAMILY_ID: pa.array(people.ids), WEIGHT: weight})]))
        return str(persons), str(families)
    own = chunks.open_table(people.families)
    _write(families, (_weighted(people, weight, _aged(system, later, table)) for table in chunks.groups(own)))
    return str(persons), str(families)


def _write(path: Path, tables: Iterator[pa.Table]) -> None:
    unfinished = path.with_name(f"{path.name}.tmp")
    writer = None
    try:
        for table in tables:
            writer = writer or pq.ParquetWriter(unfinished, table.schema, compression="zstd")
            writer.write_table(table, row_group_size=max(table.num_rows, 1))
        if writer is not None:
            writer.close()
            unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _weighted(people: Base, weight: Array, table: pa.Table) -> pa.Table:
    place = np.searchsorted(people.ids, ids_of(table)).clip(max=max(len(people.ids) - 1, 0))
    known = people.ids[place] == ids_of(table)
    return with_column(table, WEIGHT, pa.array(np.where(known, weight[place], 1.0)))


def _aged(system: Any, later: Later, table: pa.Table) -> pa.Table:
    """Return rows with dates and amounts of the later year, and without awards to who is not yet of pension age."""
    columns: dict[str, Any] = {}
    for name in table.column_names:
        fact, at, period = name.partition(AT)
        variable, column = system.variables.get(fact), table[name]
        key = f"{fact}{AT}{_period_later(period, later.months)}" if at else name
        if variable is not None and variable.value_type is datetime.date:
            column = _not_after(column, later.month) if fact in later.kept else _moved(column, later.months)
        elif variable is not None and variable.unit == "KZT":
            column = pc.multiply(column.cast(pa.float64()), later.pensions if fact in PENSIONS else later.wages)
        columns[key] = column
    return _without_early_awards(later, _records_later(later, pa.table(columns)))


#: Of the months of working age before 1998 so many were worked (as ``work.records`` gives them).
_WORKED_BEFORE = 0.95


def _records_later(later: Later, table: pa.Table) -> pa.Table:
    """Give those who are an age in a later year fewer months before 1998, more after, and savings for them."""
    names = ("service_months_before_1998", "pension_contribution_months")
    if later.months < MONTHS_IN_YEAR or not set(names) <= set(table.column_names):
        return table
    before, since = (to_plain(pc.fill_null(table[name], 0)) for name in names)
    fewer = np.minimum(before, round(later.months * _WORKED_BEFORE))
    columns = {names[0]: before - fewer, names[1]: since + fewer}
    if "pension_savings" in table.column_names:
        grown = np.where(since > 0, (since + fewer) / np.maximum(since, 1), 1.0)
        columns["pension_savings"] = to_plain(pc.fill_null(table["pension_savings"], 0)) * grown
    for name, values in columns.items():
        table = with_column(table, name, pa.array(values).cast(table.schema.field(name).type, safe=False))
    return table


def _period_later(period: str, months: int) -> str:
    """Return a month so many months later, or a year so many whole years later."""
    if len(period) == len("2026"):
        return str(int(period) + months // MONTHS_IN_YEAR)
    return str(np.datetime64(period, "M") + months)


def _not_after(column: pa.ChunkedArray, month: str) -> pa.ChunkedArray:
    last = pa.scalar(last_day(periods.period(month)).astype(datetime.date), pa.date32())
    days = pc.cast(column, pa.date32(), safe=False)
    return pc.if_else(pc.greater(days, last), last, days)


def _moved(column: pa.ChunkedArray, months: int) -> pa.ChunkedArray:
    """Return dates so many months later; what that month has no day for becomes its last one."""
    days = pc.cast(column, pa.date32(), safe=False).combine_chunks()
    plain = pc.fill_null(days, datetime.date(1970, 1, 1)).to_numpy(zero_copy_only=False).astype("datetime64[D]")
    month = plain.astype("datetime64[M]")
    inside = plain - month.astype("datetime64[D]")
    target = month + months
    longest = (target + 1).astype("datetime64[D]") - target.astype("datetime64[D]") - np.timedelta64(1, "D")
    moved = target.astype("datetime64[D]") + np.minimum(inside, longest)
    return pa.chunked_array([pa.array(moved, pa.date32(), mask=~days.is_valid().to_numpy(zero_copy_only=False))])


def _without_early_awards(later: Later, table: pa.Table) -> pa.Table:
    """Take awards from who will not have reached the pension age that rises meanwhile: the law decides on them."""
    awards = [name for name in ("age_pension_award_date", "age_pension_at_award") if name in table.column_names]
    if not awards or not {"birth_date", "sex"} <= set(table.column_names):
        return table
    born = to_plain(pc.fill_null(table["birth_date"], datetime.date(1970, 1, 1))).astype("datetime64[D]")
    age = (last_day(periods.period(later.month)) - born).astype(np.int64) / DAYS_IN_YEAR
    code = positions(table["sex"], SEXES)
    early = (code >= 0) & (age < np.array(later.pension_age)[code])
    for name in awards:
        none = pa.scalar(None, table[name].type)
        table = with_column(table, name, pc.if_else(pa.array(early), none, table[name]))
    return table
