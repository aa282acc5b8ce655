# ruff: noqa: N801, N805 - variables and reforms are named as the law names them
"""Core stores money as float32 and whole numbers as int32: no path into or out of a simulation may lose a tenge."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from openfisca_core import periods, reforms, variables
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.tools.simulation_dumper import dump_simulation, restore_simulation

from openfisca_kz import CountryTaxBenefitSystem, Person, Reform
from openfisca_kz.base import MONTH, NonNegative, Variable, ceil_tenge
from openfisca_kz.population import simulation_from_arrays
from tests.yaml_cases import Case, run_alone

MONTH_ASKED = "2026-06"
#: Not a float32, not an int32, and exact to the tiyn in float64.
AMOUNT = 999_999_999_999.25


class doubled(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Salary twice, rounded up"

    def formula(person, period, parameters):
        return ceil_tenge(person("salary", period)) * 2


class plain_core_tax(variables.Variable):
    value_type = float
    entity = Person
    definition_period = periods.DateUnit.MONTH

    def formula(person, period, parameters):
        return person("salary", period)


class salary_by_core(variables.Variable):
    value_type = float
    entity = Person
    definition_period = periods.DateUnit.MONTH


salary_by_core.__name__ = "salary"


@pytest.fixture
def law() -> CountryTaxBenefitSystem:
    own = CountryTaxBenefitSystem()
    own.add_variable(doubled)
    return own


def _one(system, amount: float = AMOUNT) -> Simulation:
    situation = {"persons": {"a": {"salary": {MONTH_ASKED: amount}}}, "families": {"f": {"first_parent": ["a"]}}}
    return SimulationBuilder().build_from_entities(system, situation)


def _exact(simulation: Simulation, name: str = "salary", amount: float = AMOUNT) -> None:
    values = simulation.calculate(name, MONTH_ASKED)
    assert values.dtype == np.float64
    assert values.tolist() == [amount]


def test_every_float_of_the_package_is_float64(law) -> None:
    wrong = [v.name for v in law.variables.values() if v.value_type is float and v.dtype != np.float64]
    assert not wrong


def test_through_json_and_a_formula(law) -> None:
    _exact(_one(law))
    _exact(_one(law), "doubled", 2e12)


def test_through_arrays(law) -> None:
    simulation = simulation_from_arrays(
        law, {"salary": np.array([AMOUNT])}, np.array([5]), np.array([0]), period=MONTH_ASKED
    )
    _exact(simulation)


def test_float32_given_to_a_simulation_becomes_float64(law) -> None:
    simulation = _one(law)
    simulation.set_input("salary", MONTH_ASKED, np.array([16777216], dtype=np.float32))
    _exact(simulation, amount=16777216)


def test_through_a_copied_system_and_a_copied_simulation(law) -> None:
    _exact(_one(law.clone()))
    _exact(_one(law).clone(), "doubled", 2e12)


def test_through_neutralising(law) -> None:
    class neutral(Reform):
        def apply(self) -> None:
            self.neutralize_variable("salary")

    reform = neutral(law)
    with pytest.warns(Warning, match="neutralized"):
        simulation = _one(reform)
    _exact(simulation, amount=0)
    assert reform.get_variable("salary").label == "[Neutralized] Salary"
    assert law.get_variable("salary").label == "Salary"
    _exact(_one(law))


@pytest.mark.parametrize("base", [Reform, reforms.Reform])
@pytest.mark.parametrize("way", ["add_variable", "replace_variable", "update_variable"])
def test_through_reforms_even_those_written_against_plain_core(law, base: type, way: str) -> None:
    class bill(base):
        def apply(self) -> None:
            getattr(self, way)(plain_core_tax)

    _exact(_one(bill(law)), "plain_core_tax")
    assert "plain_core_tax" not in law.variables


@pytest.mark.parametrize("base", [Reform, reforms.Reform])
def test_through_a_reform_that_replaces_a_fact_by_plain_core(law, base: type) -> None:
    class bill(base):
        def apply(self) -> None:
            self.update_variable(salary_by_core)

    _exact(_one(bill(law)))
    _exact(_one(bill(bill(law))), "doubled", 2e12)


def test_through_dumping_and_restoring(law, tmp_path: Path) -> None:
    simulation = _one(law)
    simulation.calculate("doubled", MONTH_ASKED)
    dump_simulation(simulation, str(tmp_path / "dump"))
    restored = restore_simulation(str(tmp_path / "dump"), law)
    _exact(restored)
    _exact(restored, "doubled", 2e12)


def test_annualizing_keeps_the_type(law) -> None:
    class yearly(Reform):
        def apply(self) -> None:
            self.annualize_variable("doubled")

    assert yearly(law).get_variable("doubled").dtype == np.float64


@pytest.mark.parametrize(("expected", "passes"), [(16777217, True), (16777216, False)])
def test_yaml_cases_are_compared_in_float64(expected: int, passes: bool) -> None:
    case = {"name": "x", "period": MONTH_ASKED, "input": {"salary": 16777217}, "output": {"salary": expected}}
    if passes:
        run_alone(Case.from_yaml(case, Path("x.yaml")))
    else:  # in float32 both are one number
        with pytest.raises(AssertionError, match="16777217"):
            run_alone(Case.from_yaml(case, Path("x.yaml")))


def test_whole_numbers_that_do_not_fit_are_refused(law) -> None:
    class count(NonNegative):
        value_type = int
        entity = Person
        definition_period = MONTH
        unit = "number"
        label = "A count"

    law.add_variable(count)
    with pytest.raises((ValueError, OverflowError)):
        law.get_variable("count").check_set_value(2**31)
    with pytest.raises(ValueError, match="row 1 holds 2147483648"):
        simulation_from_arrays(
            law, {"count": np.array([1, 2**31])}, np.array([0, 0]), np.array([0, 1]), period=MONTH_ASKED
        )
