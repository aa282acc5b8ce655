"""The look-back of targeted assistance is left out only for whom it cannot matter, and never changes a result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from openfisca_core import periods

from openfisca_kz import Reform
from openfisca_kz.base import MONTH, Family, Variable
from openfisca_kz.engine.formulas import named_by
from openfisca_kz.engine.given import Held
from openfisca_kz.engine.needless import needless_for_some
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.population import batch, chunks, laws, synthetic

INCOME = "assistance_quarter_income"
ON_THE_WAY = (
    "per_capita_income",
    "income_within_poverty_line",
    "targeted_assistance_amount",
    "housing_own_costs",
    "housing_costs_above_share",
)
ASKED = ("targeted_assistance", "housing_assistance", "disposable_income")
JUNE = periods.period("2026-06")


def test_nothing_reads_the_income_but_what_is_known_to_come_out_the_same(system: Any) -> None:
    """A new reader must be thought about: is it nothing for whoever the income cannot matter to?"""
    rule = system.variables[INCOME]
    assert set(rule.matters_through) == set(ON_THE_WAY)
    readers = {name for name, each in system.variables.items() if named_by(each) & {INCOME, *ON_THE_WAY}}
    assert readers - set(ON_THE_WAY) == set(rule.matters_to)


# ----- When it is left out ----- #


def test_it_is_left_out_where_only_rights_are_asked(system: Any) -> None:
    assert needless_for_some(system, ASKED, {"salary": 0.0, "birth_date": 0.0}) == {INCOME}


@pytest.mark.parametrize("name", [INCOME, *ON_THE_WAY])
def test_everybody_is_looked_at_where_what_lies_on_the_way_is_asked(system: Any, name: str) -> None:
    assert not needless_for_some(system, [*ASKED, name], {})


@pytest.mark.parametrize("name", [INCOME, "assistance_income", "targeted_assistance_eligible", *ON_THE_WAY])
def test_everybody_is_looked_at_where_what_lies_on_the_way_is_told(system: Any, name: str) -> None:
    assert not needless_for_some(system, ASKED, {name: 0.0})


def test_everybody_is_looked_at_where_an_income_below_nothing_is_told(system: Any) -> None:
    """What is told below zero would make all income less than that from work."""
    simulation = Simulation.of_single_people(system, 2)
    for amounts, left_out in (([0.0, 5.0], {INCOME}), ([0.0, -5.0], set())):
        simulation.given = {"disability_allowance": Held(np.array(amounts))}
        simulation.will_be_asked(ASKED)
        assert simulation._needless == left_out


@pytest.mark.parametrize(
    "name",
    [
        INCOME,
        *ON_THE_WAY,
        "assistance_income",
        "quarter_income_can_matter",
        "targeted_assistance",
        "housing_assistance",
    ],
)
def test_everybody_is_looked_at_where_a_bill_changes_the_way(system: Any, name: str) -> None:
    rule = type(name, (type(system.variables[name]),), {"formula": lambda family, period: family(INCOME, period)})

    class bill(Reform):  # noqa: N801
        def apply(self) -> None:
            self.update_variable(rule)

    assert not needless_for_some(bill(system), ASKED, {})


def test_everybody_is_looked_at_where_a_bill_neutralises_or_reads_it(system: Any) -> None:
    class heating_aid(Variable):  # noqa: N801
        value_type = float
        entity = Family
        definition_period = MONTH

        def formula(family: Any, period: Any) -> Any:  # noqa: N805
            return family("per_capita_income", period)

    class new_reader(Reform):  # noqa: N801
        def apply(self) -> None:
            self.add_variable(heating_aid)

    class neutralised(Reform):  # noqa: N801
        def apply(self) -> None:
            self.neutralize_variable("targeted_assistance_eligible")

    for bill in (new_reader, neutralised):
        assert not needless_for_some(bill(system), ASKED, {})


def test_a_bill_about_something_else_changes_nothing(system: Any) -> None:
    class bill(Reform):  # noqa: N801
        def apply(self) -> None:
            self.neutralize_variable("basic_pension")

    assert needless_for_some(bill(system), ASKED, {}) == {INCOME}


def test_an_explanation_states_the_income_itself(system: Any) -> None:
    simulation = Simulation.of_single_people(system, 1)
    simulation.set_input("birth_date", "ETERNITY", np.array(["1990-01-01"], "M8[D]"))
    simulation.given = {"salary": Held(np.array([1e6]))}
    simulation.will_be_asked(ASKED)
    simulation.trace = True
    assert simulation.calculate(INCOME, JUNE).tolist() == [3e6]


# ----- Everybody gets what everybody would get ----- #


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> tuple[pa.Table, pa.Table]:
    """Return synthetic families with what brings them to the line from both sides."""
    folder: Path = tmp_path_factory.mktemp("people")
    synthetic.write(1_500, 7, folder, "2026-06", 1)
    tables = []
    for name in ("persons", "families"):
        file = chunks.open_table(folder / f"{name}.parquet")
        tables.append(chunks.read_rows(file, (0, file.metadata.num_rows)))
    return tables[0], tables[1]


def _attacked(people: tuple[pa.Table, pa.Table], seed: int) -> tuple[pa.Table, pa.Table]:
    """Return the people with odd incomes, costs of dwellings, contracts, property and conscripts."""
    random = np.random.default_rng(seed)
    persons, families = people

    def put(table: pa.Table, name: str, values: Any) -> pa.Table:
        others = [each for each in table.column_names if each != name]
        return table.select(others).append_column(name, pa.array(values))

    some, few = (lambda table, share: random.random(table.num_rows) < share), 0.2
    pay = np.asarray(persons["salary"].combine_chunks().to_numpy(zero_copy_only=False), dtype=float)
    persons = put(persons, "salary", np.where(some(persons, few), random.choice([0, 1, 30_000, 60_000.5]), pay))
    persons = put(persons, "salary@2026-02", np.where(some(persons, few), random.integers(0, 900_000), pay))
    persons = put(persons, "civil_contract_income", some(persons, few) * random.integers(0, 90_000) * 1.0)
    persons = put(persons, "other_counted_income", some(persons, few) * random.integers(0, 90_000) * 1.01)
    persons = put(persons, "conscript", some(persons, 0.1))
    persons = put(persons, "second_salary", some(persons, 0.1) * 90_000.5)
    days = np.datetime64("2026-06-30") - random.integers(0, 600, persons.num_rows)
    persons = put(persons, "birth_benefit_claim_date", np.where(some(persons, 0.5), days, np.datetime64("0001-01-01")))
    persons = put(persons, "childcare_insured", some(persons, 0.5))
    families = put(families, "non_mortgage_loans", some(families, few) * 200_000.0)
    families = put(families, "housing_costs_within_norms", some(families, 0.3) * random.integers(1, 99_000) * 1.0)
    families = put(families, "only_dwelling_or_state_tenancy", some(families, 0.7))
    families = put(families, "social_contract", some(families, 0.5))
    families = put(families, "home_inspection_refused", some(families, 0.1))
    families = put(families, "working_cars", random.integers(0, 3, families.num_rows))
    return persons, put(families, "poverty_line_given", some(families, few) * random.choice([60_000.5, 90_000.0]))


@pytest.mark.parametrize("month", ["2019-06", "2023-07", "2026-06", "2027-01"])
def test_results_are_the_same_as_if_everybody_were_looked_at(
    system: Any, people: tuple[pa.Table, pa.Table], month: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = laws.question(system, month, [laws.ALL])
    tables = _attacked(people, seed=int(month[:4]))
    some = batch.calculate_batch(system, question, *tables)
    monkeypatch.setattr(Simulation, "will_be_asked", lambda *_: None)
    everybody = batch.calculate_batch(system, question, *tables)
    assert some.families.equals(everybody.families)
    assert some.persons.equals(everybody.persons)
    assert np.asarray(everybody.families["targeted_assistance"]).any()
    assert np.asarray(everybody.families["housing_assistance"]).any()


@pytest.mark.parametrize(("line", "due"), [(100_000.0, True), (99_999.99, False)])
def test_pay_of_exactly_the_line_is_not_above_it(system: Any, line: float, due: bool) -> None:
    """Social Code, art. 120: income that does not exceed the line."""
    simulation = Simulation.of_single_people(system, 2)
    simulation.set_input("birth_date", "ETERNITY", np.array(["1990-01-01", "1960-01-01"], "M8[D]"))
    simulation.given = {
        "salary": Held(np.array([100_000.0, 5e6])),
        "poverty_line_given": Held(np.array([line, line])),
        "social_contract": Held(np.array([True, True])),
    }
    simulation.will_be_asked(ASKED)
    assert simulation.calculate("targeted_assistance_eligible", JUNE).tolist() == [due, False]
    assert simulation.calculate(INCOME, JUNE).tolist() == [300_000.0 if due else np.inf, np.inf]
