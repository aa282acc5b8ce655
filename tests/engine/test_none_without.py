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


def test_each_is_nothing_where_its_condition_does_not_hold(system: Any, people: Any) -> None:
    """Whatever else holds: nobody is told to have the right, and the rule itself says what that comes to."""
    due = 0
    for amount, condition in none_without(system).items():
        period = period_of(system.variables[amount], JUNE)
        assert not counted(system, people, JUNE, condition).calculate(amount, period).any(), amount
        due += bool(counted(system, people, JUNE).calculate(amount, period).any())
    assert due > 50  # so the conditions decide


def test_what_is_declared_holds_under_each_version_of_a_rule(system: Any, people: Any) -> None:
    declared = [each for each in system.variables.values() if each.nothing_without]
    assert {each.name for each in declared} <= none_without(system).keys()
    due: set[str] = set()
    for each in declared:
        for since in each.formulas:
            month = periods.period(max(str(since), "2014-02-01")[:7])
            if each.end is not None and str(month.start) > str(each.end):
                continue
            nobody = counted(system, people, month, each.nothing_without).calculate(each.name, month)
            assert not nobody.any(), (each.name, month)
            if counted(system, people, month).calculate(each.name, month).any():
                due.add(each.name)
    assert len(declared) - len(due) < 5, {each.name for each in declared} - due


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
