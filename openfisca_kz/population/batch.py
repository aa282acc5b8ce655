"""What runs anywhere: an Arrow batch of whole families in, an Arrow batch of results out.

Nothing here reads or writes a file, knows of processes, or remembers anything between two batches, so that the
same families give the same results in any chunk, on any worker, on any machine.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from openfisca_core import periods

from openfisca_kz.base import ETERNITY, last_day
from openfisca_kz.engine.differences import may_differ
from openfisca_kz.engine.given import Held
from openfisca_kz.engine.periods import period_of
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.population import checking
from openfisca_kz.population.arrays import simulation_from_arrays
from openfisca_kz.population.arrow import role_codes, to_arrow, to_numpy, to_plain
from openfisca_kz.population.schema import (
    FAMILIES,
    FAMILY_ID,
    OWN,
    PERSON_ID,
    PERSONS,
    ROLE,
    ROLES,
    WEIGHT,
    given_columns,
)

Array = NDArray[Any]

#: Calculated for every result: what tables of results are grouped by.
BACKGROUND = {PERSONS: ("sex", "age"), FAMILIES: ("region",)}
_BACKGROUND = (*BACKGROUND[PERSONS], *BACKGROUND[FAMILIES])

REJECTS = pa.schema(
    [
        ("table", pa.string()),
        ("row", pa.int64()),
        (FAMILY_ID, pa.string()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("reason", pa.string()),
    ]
)


@dataclasses.dataclass(frozen=True)
class Question:
    """What is asked of every family: variables in a month."""

    month: str
    variables: tuple[str, ...]

    def of(self, system: Any, table: str) -> list[str]:
        """Return the variables asked of persons or of families, those that results are grouped by first."""
        names = dict.fromkeys((*BACKGROUND[table], *self.variables))
        return [name for name in names if system.variables[name].entity.is_person == (table == PERSONS)]


@dataclasses.dataclass(frozen=True)
class Answer:
    """What a batch of families gives: results of the rows that are right, reasons for those that are not."""

    persons: pa.Table
    families: pa.Table
    rejects: pa.Table


def calculate_batch(
    system: Any,
    question: Question,
    persons: pa.Table,
    families: pa.Table | None = None,
    first_rows: tuple[int, int] = (0, 0),
) -> Answer:
    """Return the results of some whole families.

    Args:
        system: the law or a reform of it.
        question: what is asked.
        persons: every person of these families, in ascending order of ``family_id``.
        families: the facts of these families, in the same order; no facts of families if not given.
        first_rows: the place of the first person and of the first family in the whole tables, for the rejects.

    """
    return calculate_together([(system, question)], persons, families, first_rows)[0]


def calculate_together(
    asked: Sequence[tuple[Any, Question]],
    persons: pa.Table,
    families: pa.Table | None = None,
    first_rows: tuple[int, int] = (0, 0),
) -> list[Answer]:
    """Return the results of some whole families by several laws or in several months, each as if asked alone.

    Months of one law are asked of one simulation; what cannot differ by another law is taken from the first one's.

    Args:
        asked: laws and what is asked of each.
        persons: as ``calculate_batch`` takes them.
        families: as well.
        first_rows: as well.

    """
    names = [*_BACKGROUND, *(name for _, question in asked for name in question.variables)]
    people: list[_People] = []
    answers = []
    for system, question in asked:
        facts = _facts(system, persons, families)
        same = next((one for one in people if one.month == question.month and one.facts == facts), None)
        if same is None:
            day = last_day(periods.period(question.month))
            rows = checking.Tables(system, persons, families, day, first_rows).sound()
        else:
            rows = same.rows
        people.append(_People(system, question.month, facts, rows, _simulation(people, system, question, rows, same)))
    told: list[Simulation] = []
    for one in people:
        simulation, first = one.simulation, next(first for first in people if first.rows[2] == one.rows[2])
        if simulation is None or simulation in told:
            continue
        told.append(simulation)
        simulation.will_be_asked([name for name in names if name in one.system.variables])
        if first.simulation is not None and first.system is not one.system:
            simulation.differs_from(first.simulation, None, may_differ(first.system, one.system))
    for place, (one, (_, question)) in enumerate(zip(people, asked, strict=True)):
        results = {table: _empty(one.system, question, table) for table in (PERSONS, FAMILIES)}
        if one.simulation is not None:
            results = {
                table: _results(one.simulation, question, table, rows)
                for table, rows in zip((PERSONS, FAMILIES), one.rows, strict=False)
            }
            if all(each.system is one.system for each in people):  # a bill takes from the law what cannot differ
                later = {each.month for each in people[place + 1 :] if each.simulation is one.simulation}
                if one.month not in later:
                    one.simulation.let_go(periods.period(one.month) if later else None)
        rejects = pa.Table.from_pylist(one.rows[2], schema=REJECTS)
        answers.append(Answer(results[PERSONS], results[FAMILIES], rejects))
    return answers


@dataclasses.dataclass(frozen=True)
class _People:
    """Who of a batch is right under a law in a month, and their simulation, if there is anybody.

    Attributes:
        system: the law.
        month: the month.
        facts: the variables of the columns.
        rows: persons and families that are right, and the rejects.
        simulation: of these people.

    """

    system: Any
    month: str
    facts: list[Any]
    rows: tuple[pa.Table, pa.Table, list[dict[str, Any]]]
    simulation: Simulation | None


def _facts(system: Any, persons: pa.Table, families: pa.Table | None) -> list[Any]:
    tables = [(PERSONS, persons)] + ([] if families is None else [(FAMILIES, families)])
    given = [each for name, table in tables for each in given_columns(system, name, table.column_names, name)]
    return [system.variables[each.variable] for each in given]


def _simulation(
    people: list[_People], system: Any, question: Question, rows: tuple[Any, ...], same: _People | None
) -> Simulation | None:
    """Return the simulation of some rows: that of the law if there is one, else made anew of the same facts or rows."""
    if not rows[0].num_rows:
        return None
    known = [one.simulation for one in people if one.system is system and one.rows[2] == rows[2]]
    if known:
        return known[0]
    if same is not None and same.simulation is not None:
        return same.simulation.under(system)
    return simulation_of(system, periods.period(question.month), rows[0], rows[1])


def simulation_of(system: Any, month: periods.Period, persons: pa.Table, families: pa.Table) -> Simulation:
    """Return the simulation of some whole families; a column without a month holds in every month without its own."""
    ids = to_plain(persons[FAMILY_ID])
    if ids.dtype.kind not in "iu":
        ids = np.unique(ids, return_inverse=True)[1].reshape(-1)
    simulation = simulation_from_arrays(system, {}, ids, role_codes(persons[ROLE]))
    held: dict[str, Array] = {}
    dated = []
    for name, table in ((PERSONS, persons), (FAMILIES, families)):
        for given in given_columns(system, name, table.column_names, name):
            variable = system.variables[given.variable]
            if variable.is_neutralized:  # a reform takes the fact away: core would warn and ignore it
                continue
            values = to_numpy(variable, table[given.column])
            if given.period is not None:
                dated.append((variable, periods.period(given.period), values))
                continue
            if variable.definition_period != ETERNITY:
                held[given.variable] = values
            simulation.tell(variable, period_of(variable, month), values)
    for column in dated:  # what is told of a month counts there, whatever holds in every month
        simulation.tell(*column)
    simulation.given = {name: Held(values) for name, values in held.items()}
    simulation.leave_late_figures_unnoted()  # the manifest of a run says what may stand in
    return simulation


def _results(simulation: Any, question: Question, table: str, given: pa.Table) -> pa.Table:
    system = simulation.tax_benefit_system
    month = periods.period(question.month)
    columns: dict[str, Any] = {
        name: given[name]
        for name in (FAMILY_ID, PERSON_ID, ROLE, WEIGHT, *(each for each in given.column_names if each.startswith(OWN)))
        if name in given.column_names
    }
    if table == PERSONS and ROLE in columns:
        columns[ROLE] = pa.DictionaryArray.from_arrays(pa.array(role_codes(given[ROLE])), pa.array(ROLES))
    fields = [pa.field(name, column.type) for name, column in columns.items()]
    for name in question.of(system, table):
        column = to_arrow(simulation.calculate(name, period_of(system.variables[name], month)))
        columns[name] = column
        fields.append(pa.field(name, column.type, nullable=False))
    return pa.Table.from_arrays(list(columns.values()), schema=pa.schema(fields))


def _empty(system: Any, question: Question, table: str) -> pa.Table:
    fields = [(FAMILY_ID, pa.string()), *([(ROLE, pa.string())] if table == PERSONS else [])]
    return pa.schema(fields).empty_table()
