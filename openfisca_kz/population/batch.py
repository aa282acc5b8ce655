"""What runs anywhere: an Arrow batch of whole families in, an Arrow batch of results out.

Nothing here reads or writes a file, knows of processes, or remembers anything between two batches, so that the
same families give the same results in any chunk, on any worker, on any machine.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from openfisca_core import periods

from openfisca_kz.base import ETERNITY, Array, last_day
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
    groups: list[_People] = []
    theirs = []
    for system, question in asked:
        facts = _facts(system, persons, families)
        people = next((group for group in groups if group.facts == facts), None)
        if people is None:
            people = _People(facts, checking.Tables(system, persons, families, first_rows))
            groups.append(people)
        people.ask(system, question)
        theirs.append(people)
    for people in groups:
        people.begin(names)
    one_law = all(system is asked[0][0] for system, _ in asked)  # a bill takes from the law what cannot differ
    answers = []
    for place, (people, (system, question)) in enumerate(zip(theirs, asked, strict=True)):
        answers.append(people.answer(system, question))
        to_come = zip(theirs[place + 1 :], asked[place + 1 :], strict=True)
        later = {other.month for group, (_, other) in to_come if group is people}
        if one_law and question.month not in later:
            people.let_go(question.month, bool(later))
    return answers


class _People:
    """Those of a batch of whom the same facts are told, in every month that is asked of them.

    Who is right in one month and not in another is calculated in both, and left out of the answer where not right.

    Attributes:
        facts: the variables of the columns.
        tables: the rows, and what is wrong in them.
        right: which of them are right, by month.
        simulations: of who is right in some month, by law.

    """

    def __init__(self, facts: list[Any], tables: checking.Tables) -> None:
        self.facts = facts
        self.tables = tables
        self.right: dict[str, checking.Right] = {}
        self.laws: list[Any] = []
        self.simulations: dict[Any, Simulation] = {}

    def ask(self, system: Any, question: Question) -> None:
        """Take note that a law is asked of them in a month."""
        if system not in self.laws:
            self.laws.append(system)
        if question.month not in self.right:
            self.right[question.month] = self.tables.right(last_day(periods.period(question.month)))

    def begin(self, names: list[str]) -> None:
        """Make the simulations of those who are right in some month."""
        self.some = [
            functools.reduce(np.logical_or, masks)
            for masks in zip(*((right.persons, right.families) for right in self.right.values()), strict=True)
        ]
        self.rows = self.tables.rows(*self.some)
        if not self.rows[0].num_rows:
            return
        law, *bills = self.laws
        first = simulation_of(law, periods.period(next(iter(self.right))), *self.rows)
        self.simulations = {law: first, **{bill: first.under(bill) for bill in bills}}
        for system, simulation in self.simulations.items():
            simulation.will_be_asked([name for name in names if name in system.variables])
            if simulation is not first:
                simulation.differs_from(first, None, may_differ(law, system))

    def answer(self, system: Any, question: Question) -> Answer:
        """Return what a law gives them in a month."""
        right = self.right[question.month]
        rejects = pa.Table.from_pylist(right.rejects, schema=REJECTS)
        if not right.persons.any():
            return Answer(_empty(PERSONS), _empty(FAMILIES), rejects)
        wanted = [mask[some] for mask, some in zip((right.persons, right.families), self.some, strict=True)]
        results = [
            _results(self.simulations[system], question, *each)
            for each in zip((PERSONS, FAMILIES), self.rows, wanted, strict=True)
        ]
        return Answer(results[0], results[1], rejects)

    def let_go(self, month: str, others: bool) -> None:
        """Forget what nobody asks for after a month, or all of it where no other month is asked."""
        for simulation in self.simulations.values():
            simulation.let_go(periods.period(month) if others else None)


def _facts(system: Any, persons: pa.Table, families: pa.Table | None) -> list[Any]:
    tables = [(PERSONS, persons)] + ([] if families is None else [(FAMILIES, families)])
    given = [each for name, table in tables for each in given_columns(system, name, table.column_names, name)]
    return [system.variables[each.variable] for each in given]


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


def _results(simulation: Any, question: Question, table: str, given: pa.Table, wanted: Array) -> pa.Table:
    """Return the columns of results, of those of the rows that are wanted."""
    system = simulation.tax_benefit_system
    month = periods.period(question.month)
    own = (each for each in given.column_names if each.startswith(OWN))
    names = dict.fromkeys(name for name in (FAMILY_ID, PERSON_ID, ROLE, WEIGHT, *own) if name in given.column_names)
    rows = slice(None) if wanted.all() else np.flatnonzero(wanted)
    given = given.select(list(names)) if wanted.all() else given.select(list(names)).filter(pa.array(wanted))
    columns: dict[str, Any] = {name: given[name] for name in names}
    if table == PERSONS and ROLE in columns:
        columns[ROLE] = pa.DictionaryArray.from_arrays(pa.array(role_codes(given[ROLE])), pa.array(ROLES))
    fields = [pa.field(name, column.type) for name, column in columns.items()]
    for name in question.of(system, table):
        column = to_arrow(simulation.calculate(name, period_of(system.variables[name], month))[rows])
        columns[name] = column
        fields.append(pa.field(name, column.type, nullable=False))
    return pa.Table.from_arrays(list(columns.values()), schema=pa.schema(fields))


def _empty(table: str) -> pa.Table:
    fields = [(FAMILY_ID, pa.string()), *([(ROLE, pa.string())] if table == PERSONS else [])]
    return pa.schema(fields).empty_table()
