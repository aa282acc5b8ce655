"""A right is nothing where its condition does not hold: where it holds for nobody the amount is not worked out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from openfisca_core import periods

from openfisca_kz import Reform
from openfisca_kz.engine.needless import none_without
from openfisca_kz.engine.periods import period_of
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.population import batch, synthetic

JUNE = periods.period("2026-06")


@pytest.fixture(scope="module")
def people() -> Any:
    """Return synthetic families, among whom most rights are due to somebody."""
    return synthetic.make(synthetic.blocks(1_500, 11, "2026-06")[0])


def test_most_rights_have_a_condition_of_their_name(system: Any) -> None:
    found = none_without(system)
    assert found["birth_benefit"] == "birth_benefit_eligible"
    assert found["maternity_payment_gross"] == "maternity_payment_eligible"
    assert len(found) > 30


def counted(system: Any, people: Any, month: Any, nothing: str | None = None) -> Simulation:
    """Return a simulation in which rules run whatever they are nothing without, and every income is somebody's."""
    simulation = batch.simulation_of(system, month, *people)
    simulation._condition_of = {}
    chance = np.random.default_rng(7)
    facts = {each.nothing_without for each in system.variables.values() if each.nothing_without}
    for name in sorted(facts | {nothing} - {None}):
        variable = system.variables[name]
        has = chance.random(simulation.populations[variable.entity.key].count) < 0.4
        if name == nothing:
            simulation.tell(variable, period_of(variable, month), np.zeros(len(has), dtype=variable.dtype))
        elif not variable.formulas:
            amounts = has * chance.integers(1, 900_000, len(has))
            simulation.tell(variable, period_of(variable, month), amounts.astype(variable.dtype))
    return simulation


def versions(variable: Any) -> list[Any]:
    """Return a month of each version of a rule since the law is complete (2018), and this June."""
    ends = str(variable.end or JUNE.start)
    firsts = {max(str(since), "2018-01-01") for since in variable.formulas} | {str(JUNE.start)}
    return [periods.period(first[:7]) for first in sorted(firsts) if first <= ends]


def test_each_is_nothing_where_its_condition_does_not_hold(system: Any, people: Any) -> None:
    """Under each version of its rule, whatever else holds: nobody is told to have it, and the rule itself is asked."""
    due: set[str] = set()
    for amount, condition in none_without(system).items():
        variable = system.variables[amount]
        for month in versions(variable):
            period = period_of(variable, month)
            assert not counted(system, people, month, condition).calculate(amount, period).any(), (amount, month)
            if amount not in due and counted(system, people, month).calculate(amount, period).any():
                due.add(amount)
    assert len(due) > 60  # so the conditions decide


def test_what_declares_what_it_is_counted_on_is_among_them(system: Any) -> None:
    declared = {each.name for each in system.variables.values() if each.nothing_without}
    assert declared <= none_without(system).keys()
    assert len(declared) > 50


def test_a_version_that_does_not_ask_the_condition_is_not_left_out(system: Any) -> None:
    """Until April 2021 a payment by schedule was what was awarded, whatever the savings are."""
    assert "fund_pension" not in none_without(system)
    simulation = Simulation.of_single_people(system, 1)
    simulation.set_input("birth_date", "ETERNITY", np.array(["1950-01-01"], "M8[D]"))
    simulation.set_input("fund_pension_award_date", "ETERNITY", np.array(["2017-05-01"], "M8[D]"))
    simulation.set_input("fund_pension_at_award", "ETERNITY", np.array([30_000.0]))
    assert simulation.calculate("fund_pension", "2019-03").tolist() == [30_000]


def test_the_rule_does_not_run_where_the_condition_holds_for_nobody(
    system: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    run = Simulation._run
    monkeypatch.setattr(
        Simulation, "_run", lambda self, variable, *rest: ran.append(variable.name) or run(self, variable, *rest)
    )
    simulation = Simulation.of_single_people(system, 3)
    simulation.set_input("birth_date", "ETERNITY", np.array(["1990-01-01"] * 3, "M8[D]"))
    assert not simulation.calculate("job_loss_payment_gross", JUNE).any()
    assert "job_loss_payment_eligible" in ran
    assert "job_loss_payment_gross" not in ran
    traced = Simulation.of_single_people(system, 3)
    traced.set_input("birth_date", "ETERNITY", np.array(["1990-01-01"] * 3, "M8[D]"))
    traced.trace = True
    ran.clear()
    traced.calculate("job_loss_payment_gross", JUNE)
    assert "job_loss_payment_gross" in ran  # reasons are wanted


def test_a_bill_with_a_rule_of_its_own_is_asked(system: Any) -> None:
    class bill(Reform):  # noqa: N801
        def apply(self) -> None:
            rule = type(
                "birth_benefit",
                (type(self.variables["birth_benefit"]),),
                {"formula": lambda child, period: child("birth_benefit_eligible", period) * 1.0 + 7},
            )
            self.update_variable(rule)

    simulation = Simulation.of_single_people(bill(system), 2)
    simulation.set_input("birth_date", "ETERNITY", np.array(["1990-01-01"] * 2, "M8[D]"))
    assert simulation.calculate("birth_benefit", JUNE).tolist() == [7, 7]
