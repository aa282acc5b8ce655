"""Which rows of a population are right, and the reason for each that is not.

A family is calculated whole or not at all: with one wrong row the whole family is rejected, the wrong row with
its own reason. Nothing is dropped in silence: every row that came in is in the results or in the rejects.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from openfisca_core.indexed_enums import Enum

from openfisca_kz.base import EXACT_UP_TO, MONTHS_BEFORE_1970, NO_DATE, Array
from openfisca_kz.families.facts import FIRST_DAY, SINGLE_ROLES
from openfisca_kz.families.rules import YOUNGEST_PARENT, People
from openfisca_kz.population.arrow import numbers_stored, positions, role_codes, to_plain
from openfisca_kz.population.schema import (
    FAMILIES,
    FAMILY_ID,
    NEXT,
    PART,
    PERSONS,
    REQUIRED,
    ROLE,
    ROLES,
    SOURCE_ROW,
    UNREADABLE,
    WEIGHT,
    Given,
    given_columns,
)
from openfisca_kz.problems import InputError, Problem

# ----- Types of columns ----- #


def _is_number(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind)


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


#: What a column takes and which types are that: of facts by the type of the variable, of the others by name.
_FACTS: dict[type, tuple[str, Callable[[pa.DataType], bool]]] = {
    bool: ("true or false", pa.types.is_boolean),
    int: ("whole numbers", pa.types.is_integer),
    float: ("numbers", _is_number),
    str: ("text", _is_text),
    datetime.date: ("dates", lambda kind: pa.types.is_date(kind) or pa.types.is_timestamp(kind)),
    Enum: ("names, as text", _is_text),
}
_OTHERS: dict[str, tuple[str, Callable[[pa.DataType], bool]]] = {
    FAMILY_ID: ("whole numbers or text", lambda kind: pa.types.is_integer(kind) or _is_text(kind)),
    ROLE: ("text", _is_text),
    WEIGHT: ("numbers", _is_number),
}


def check_types(system: Any, table: str, types: pa.Schema, source: str) -> list[Given]:
    """Return what the columns of a table mean, after checking that their types can hold it.

    Raises:
        InputError: with one sentence for each wrong column.

    """
    columns = given_columns(system, table, types.names, source)
    told = [each for each in columns if not pa.types.is_null(types.field(each.column).type)]
    wanted = [(each.column, _FACTS[system.variables[each.variable].value_type]) for each in told]
    wanted += [(name, takes) for name, takes in _OTHERS.items() if name in types.names]
    problems = [
        Problem(
            "{source}: the column {column} holds {kind}; it takes {right}.",
            {"source": source, "column": column, "kind": str(types.field(column).type), "right": right},
        )
        for column, (right, fits) in wanted
        if not fits(types.field(column).type)
    ]
    if problems:
        raise InputError(problems)
    return columns


# ----- Rows ----- #


@dataclasses.dataclass(frozen=True)
class Right:
    """Which rows of a batch can be calculated in a month, and the rows that cannot.

    Attributes:
        persons: whether each person can.
        families: whether each family can.
        rejects: the other rows, with their reasons.

    """

    persons: Array
    families: Array
    rejects: list[dict[str, Any]]


class Tables:
    """The persons and families of a batch, and what is wrong in them.

    Args:
        system: the law that knows their facts.
        persons: every person of these families, in ascending order of ``family_id``.
        families: the facts of these families, in the same order, if there are any.
        first_rows: the place of the first person and of the first family in the whole tables, for the rejects.

    """

    def __init__(
        self, system: Any, persons: pa.Table, families: pa.Table | None, first_rows: tuple[int, int] = (0, 0)
    ) -> None:
        self.system = system
        self.persons = persons
        self.families = families
        self.first_row = dict(zip((PERSONS, FAMILIES), first_rows, strict=True))
        self.rejects: list[dict[str, Any]] = []

    @functools.cached_property
    def _family_of_persons(self) -> Array:
        """The number of the family of each person, by neighbours."""
        return _runs(self.persons[FAMILY_ID])

    @functools.cached_property
    def own_families(self) -> pa.Table:
        """One row a family, of those that are told or else of those of the persons."""
        if self.families is not None:
            return self.families
        return pa.table({FAMILY_ID: pc.unique(pc.drop_null(self.persons[FAMILY_ID]))})

    def sound(self, last_birth: np.datetime64) -> tuple[pa.Table, pa.Table, list[dict[str, Any]]]:
        """Return the persons and the families that can be calculated, one row a family, and the rejected rows."""
        right = self.right(last_birth)
        return *self.rows(right.persons, right.families), right.rejects

    def rows(self, persons: Array, families: Array) -> tuple[pa.Table, pa.Table]:
        """Return some of the persons and of the families."""
        tables = ((self.persons, persons), (self.own_families, families))
        chosen = [table if mask.all() else table.filter(pa.array(mask)) for table, mask in tables]
        return chosen[0], chosen[1]

    def right(self, last_birth: np.datetime64) -> Right:
        """Return which rows can be calculated in a month.

        Args:
            last_birth: the last day of the month.

        """
        self.rejects = []
        wrong = np.zeros(self.persons.num_rows, dtype=bool)
        for column, mask, reason in (*self._faults_of_persons, *self._late(last_birth)):
            self._reject(PERSONS, self.persons, wrong, mask, column, reason)
        self._births(wrong, last_birth)
        families = self.own_families
        wrong_families = np.zeros(families.num_rows, dtype=bool)
        if self.families is not None:
            for column, mask, reason in self._faults_of_families:
                self._reject(FAMILIES, families, wrong_families, mask, column, reason)
            self._pair(families, wrong, wrong_families)
        self._with_the_family(families, wrong, wrong_families)
        return Right(~wrong, ~wrong_families, self.rejects)

    @functools.cached_property
    def _faults_of_persons(self) -> list[tuple[str, Array, str]]:
        """What is wrong in persons in every month."""
        return [*self._faults(PERSONS, self.persons), *self._holders()]

    @functools.cached_property
    def _faults_of_families(self) -> list[tuple[str, Array, str]]:
        """What is wrong in single families."""
        return list(self._faults(FAMILIES, self.own_families))

    def _late(self, last_birth: np.datetime64) -> Iterator[tuple[str, Array, str]]:
        """Yield who is not born yet."""
        late = self._birth_dates > last_birth
        if late.any():
            yield "birth_date", late, f"is after the month of the run, which ends on {last_birth}"

    @functools.cached_property
    def _birth_dates(self) -> Array:
        """The dates of birth: the first day of all where none is told."""
        dates = pc.cast(self.persons["birth_date"], pa.date32(), safe=False)
        return to_plain(pc.fill_null(dates, FIRST_DAY)).astype("datetime64[D]")

    def _faults(self, table: str, rows: pa.Table) -> Iterator[tuple[str, Array, str]]:
        """Yield column, rows and reason of everything that is wrong in single rows."""
        if UNREADABLE in rows.column_names and rows[UNREADABLE].null_count < rows.num_rows:
            yield UNREADABLE, pc.is_valid(rows[UNREADABLE]).to_numpy(), "cannot be read"
        for name in REQUIRED[table]:
            if rows[name].null_count:
                yield name, pc.is_null(rows[name]).to_numpy(), "is empty"
        if table == PERSONS:
            yield from _unknown(ROLE, rows[ROLE], ROLES)
        if WEIGHT in rows.column_names and table == FAMILIES:
            yield from _bounds(WEIGHT, rows[WEIGHT], 0, EXACT_UP_TO)
            if rows[WEIGHT].null_count:
                yield WEIGHT, pc.is_null(rows[WEIGHT]).to_numpy(), "is empty"
        for given in given_columns(self.system, table, rows.column_names, table):
            yield from self._faults_of_fact(given.column, self.system.variables[given.variable], rows[given.column])

    def _faults_of_fact(self, name: str, variable: Any, column: pa.ChunkedArray) -> Iterator[tuple[str, Array, str]]:
        if variable.formulas and column.null_count:
            yield name, pc.is_null(column).to_numpy(), "is empty; leave the column out to have it calculated"
        if pa.types.is_null(column.type):
            return
        if variable.value_type is Enum:
            yield from _unknown(name, column, [member.name for member in variable.possible_values])
        elif variable.value_type in (int, float):
            yield from _bounds(name, column, *variable.bounds)
        elif variable.name == "birth_date":
            early = self._birth_dates < np.datetime64(FIRST_DAY)
            if early.any():
                yield name, early, f"is before {FIRST_DAY}"

    def _holders(self) -> Iterator[tuple[str, Array, str]]:
        """Yield the persons of a family that has two of a role that one person has."""
        codes = role_codes(self.persons[ROLE])
        family = self._family_of_persons
        for code, role in enumerate(SINGLE_ROLES):
            holders = np.bincount(family, weights=codes == code)
            if holders.max(initial=0) > 1:
                yield ROLE, (holders[family] > 1) & (codes == code), f"two persons of the family are {role}"

    def _births(self, wrong: Array, last_birth: np.datetime64) -> None:
        """Reject who breaks the rules of births: a child not younger than its parent, a couple of children."""
        roles = np.where(wrong, -1, role_codes(self.persons[ROLE]))
        people = People(self._birth_dates, self._family_of_persons, roles, self._raised)
        last = int(last_birth.astype("datetime64[M]").astype(int)) + MONTHS_BEFORE_1970
        faults = [(mask, "is not after the birth of a parent of the family") for mask, _ in people.not_younger()]
        faults.append((people.too_close()[0], f"is when no parent of the family was {YOUNGEST_PARENT} years old"))
        faults.append((people.too_young(last), f"makes one of a couple younger than {YOUNGEST_PARENT} years"))
        for mask, reason in faults:
            self._reject(PERSONS, self.persons, wrong, mask, "birth_date", reason)

    @functools.cached_property
    def _raised(self) -> Array:
        """Who is adopted or under guardianship in some month."""
        raised = np.zeros(self.persons.num_rows, dtype=bool)
        for given in given_columns(self.system, PERSONS, self.persons.column_names, PERSONS):
            column = self.persons[given.column]
            if given.variable == "under_guardianship" and pa.types.is_boolean(column.type):
                raised |= to_plain(pc.fill_null(column, False)).astype(bool)
            elif given.variable == "adoption_date" and not pa.types.is_null(column.type):
                dates = pc.fill_null(pc.cast(column, pa.date32(), safe=False), NO_DATE)
                raised |= to_plain(pc.greater(dates, pa.scalar(NO_DATE, pa.date32()))).astype(bool)
        return raised

    def _pair(self, families: pa.Table, wrong: Array, wrong_families: Array) -> None:
        """Reject persons whose family is not in the table of families, and families that nobody is in or twice."""
        if self._one_row_each(families):
            return
        known = pc.is_in(self.persons[FAMILY_ID], families[FAMILY_ID].combine_chunks()).to_numpy()
        self._reject(PERSONS, self.persons, wrong, ~known, FAMILY_ID, "is not in the table of families")
        ids = self.persons[FAMILY_ID].combine_chunks()
        empty = ~pc.is_in(families[FAMILY_ID], ids).to_numpy()
        self._reject(FAMILIES, families, wrong_families, empty, FAMILY_ID, "nobody is in this family")
        place = _runs(families[FAMILY_ID])
        repeated = (np.bincount(place)[place] > 1) & ~pc.is_null(families[FAMILY_ID]).to_numpy()
        self._reject(FAMILIES, families, wrong_families, repeated, FAMILY_ID, "the family has two rows")

    def _one_row_each(self, families: pa.Table) -> bool:
        """Return whether the families of the persons are those of the table, ascending, each once."""
        own, ids = self.persons[FAMILY_ID], families[FAMILY_ID]
        if own.null_count or ids.null_count or own.type != ids.type or pa.types.is_dictionary(own.type):
            return False
        starts = np.flatnonzero(np.diff(self._family_of_persons, prepend=-1))
        ascend = pc.all(pc.less(ids.slice(0, max(len(ids) - 1, 0)), ids.slice(1))).as_py()
        return ascend is not False and len(starts) == len(ids) and bool(own.take(pa.array(starts)).equals(ids))

    def _with_the_family(self, families: pa.Table, wrong: Array, wrong_families: Array) -> None:
        """Reject the other rows of a family in which one is wrong."""
        if not (wrong.any() or wrong_families.any()):
            return
        persons = self.persons
        ids = pa.concat_arrays(
            [
                persons[FAMILY_ID].filter(pa.array(wrong)).combine_chunks(),
                families[FAMILY_ID].filter(pa.array(wrong_families)).combine_chunks().cast(persons[FAMILY_ID].type),
            ]
        )
        bad = pc.drop_null(ids)
        reason = "another row of the family is rejected"
        self._reject(PERSONS, persons, wrong, pc.is_in(persons[FAMILY_ID], bad).to_numpy(), "", reason)
        mask = pc.is_in(families[FAMILY_ID], bad.cast(families[FAMILY_ID].type)).to_numpy()
        if self.families is None:
            wrong_families |= mask
        else:
            self._reject(FAMILIES, families, wrong_families, mask, "", reason)

    def _reject(self, table: str, rows: pa.Table, wrong: Array, mask: Array, column: str, reason: str) -> None:
        """Reject the rows of a mask but for those that are wrong already, which they then are as well."""
        places = np.flatnonzero(mask & ~wrong)
        if not len(places):
            return
        wrong |= mask
        ids = rows[FAMILY_ID].take(pa.array(places)).to_pylist()
        values = rows[column].take(pa.array(places)).to_pylist() if column else [None] * len(places)
        numbers = places + self.first_row[table]
        if SOURCE_ROW in rows.column_names:
            numbers = to_plain(rows[SOURCE_ROW])[places]
        names: list[str | None] = [column or None] * len(places)
        if column == UNREADABLE:  # the first of the cells of a row that could not be read
            cells = [str(value).split(NEXT)[0].split(PART) for value in values]
            names, values = [cell[0] for cell in cells], [cell[1] for cell in cells]
        for number, name, family, value in zip(numbers, names, ids, values, strict=True):
            self.rejects.append(
                {
                    "table": table,
                    "row": int(number),
                    FAMILY_ID: None if family is None else str(family),
                    "column": name,
                    "value": None if value is None else str(value),
                    "reason": reason,
                }
            )


def _runs(ids: pa.ChunkedArray) -> Array:
    """Return the number of each run of equal neighbours, from 0."""
    count = len(ids)
    if not count:
        return np.zeros(0, dtype=np.intp)
    array = ids.combine_chunks()
    changed = pc.fill_null(pc.not_equal(array.slice(1), array.slice(0, count - 1)), True)
    return np.concatenate(([0], np.cumsum(changed.to_numpy(zero_copy_only=False))))


def _unknown(name: str, column: pa.ChunkedArray, names: Any) -> Iterator[tuple[str, Array, str]]:
    if _all_known(column, names):
        return
    mask = positions(column, names) < 0
    if column.null_count:
        mask &= pc.is_valid(column).to_numpy()
    if mask.any():
        yield name, mask, f"is not one of {', '.join(names)}"


def _all_known(column: pa.ChunkedArray, names: Any) -> bool:
    """Return whether every word that a column of words by number could hold is known."""
    if not pa.types.is_dictionary(column.type):
        return False
    return all(set(chunk.dictionary.to_pylist()) <= set(names) for chunk in column.chunks)


def _bounds(name: str, column: pa.ChunkedArray, least: float, most: float) -> Iterator[tuple[str, Array, str]]:
    stored = numbers_stored(column)
    if not len(stored) or (stored.min() >= least and stored.max() <= most):  # what empty cells hold as well
        return
    within = max(least, 0) if pa.types.is_floating(column.type) else int(max(least, 0))
    numbers = to_plain(pc.fill_null(column, pa.scalar(within, column.type)))
    nan = ~np.isfinite(numbers)
    yield name, nan, "is not a number"
    yield name, ~nan & (numbers < least), f"is less than {least:g}"
    yield name, ~nan & (numbers > most), f"is more than {most:g}"
