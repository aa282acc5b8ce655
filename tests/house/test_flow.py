"""Whatever a bill does to a right or a duty flows to what is paid and to every total: tests over the register."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from openfisca_core import periods
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz import CountryTaxBenefitSystem, Reform
from openfisca_kz.base import PAYERS, Variable, duties, paid, paid_in_tenge, rights
from openfisca_kz.engine.periods import period_of
from openfisca_kz.families.family import Situation
from openfisca_kz.families.from_file import read_family, situation
from openfisca_kz.population.batch import simulation_of
from openfisca_kz.population.synthetic import blocks, make
from openfisca_kz.problems import month_of
from tests.rotating import some
from tests.yaml_cases import Case

MONTH = "2026-06"
MORE = 1_000
ENOUGH = 2
SITUATIONS = ("foreign_employee", "four_children", "newborn", "pensioners")
LAW = CountryTaxBenefitSystem()
RIGHTS = rights(LAW)
DUTIES = duties(LAW, *PAYERS)
BORNE = duties(LAW, "person")
TOTALS = ("total_rights", "total_duties", "disposable_income")


def _without(name: str) -> Any:
    class bill(Reform):  # noqa: N801
        """Takes a variable away in OpenFisca's own way."""

        def apply(self) -> None:
            """Neutralise it."""
            self.neutralize_variable(name)

    return bill(LAW)


def _raised(name: str) -> Any:
    law = LAW.variables[name]

    def formula(population: Any, period: Any, parameters: Any) -> Any:
        """Give a thousand more where something is due."""
        due = law.get_formula(period)(population, period, parameters)
        return np.where(due > 0, due + MORE, 0)

    class bill(Reform):  # noqa: N801
        """Replaces an amount in OpenFisca's own way."""

        def apply(self) -> None:
            """Update it."""
            self.update_variable(type(name, (Variable,), {"formula": formula}))

    return bill(LAW)


@functools.cache
def _cases() -> dict[str, list[tuple[Case, str]]]:
    """Return for each right the first cases of the law in which it is paid, with the month or year."""
    found: dict[str, list[tuple[Case, str]]] = {name: [] for name in RIGHTS}
    of_paid = {paid(LAW, right): right for right in RIGHTS}
    for case in _all_cases():
        for _, name, period, value in case.expectations(LAW):
            right = of_paid.get(name, name)
            numbers = value if isinstance(value, list) else [value]
            told = found.get(right)
            if told is None or len(told) == ENOUGH or (told and told[-1][0] is case):
                continue
            if any(not isinstance(number, str) and number > 0 for number in numbers) and right not in _given(case):
                told.append((case, period))
    return found


def _given(case: Case) -> set[str]:
    """Return the names that a case says something of."""
    told = case.full_input(LAW)
    return {name for table in told.values() for each in table.values() for name in each or {}}


def _all_cases() -> Iterator[Case]:
    for path in sorted(Path("tests/rights").rglob("*.yaml")):
        for raw in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            case = Case.from_yaml(raw, path)
            if not case.reforms and not case.parameters:
                yield case


def _simulate(law: Any, case: Case) -> Any:
    builder = SimulationBuilder()
    builder.set_default_period(case.period)
    return builder.build_from_entities(law, case.full_input(law))


def _value(simulation: Any, name: str, period: str) -> Any:
    variable = simulation.tax_benefit_system.variables[name]
    month = periods.period(period)
    return simulation.calculate(name, period_of(variable, month) if month.unit == "month" else period)


def _sums(simulation: Any, period: str) -> dict[str, float]:
    """Return what each right in the totals pays, each duty of a person takes, and the totals."""
    of_persons, of_families = paid_in_tenge(simulation.tax_benefit_system)
    names = (*of_persons, *of_families, *BORNE, *TOTALS)
    return {name: float(_value(simulation, name, period).sum()) for name in names}


def _check_totals(before: dict[str, float], after: dict[str, float]) -> None:
    """Totals move by what is paid, and by nothing else."""
    change = {name: after[name] - before[name] for name in before}
    of_rights = sum(change[name] for name in change if name not in (*BORNE, *TOTALS))
    assert change["total_rights"] == pytest.approx(of_rights, abs=0.01)
    assert change["total_duties"] == pytest.approx(sum(change[name] for name in BORNE), abs=0.01)
    assert change["disposable_income"] == pytest.approx(change["total_rights"] - change["total_duties"], abs=0.01)


def _in_totals(name: str) -> bool:
    return any(name in names for names in paid_in_tenge(LAW))


@pytest.mark.parametrize("right", RIGHTS)
def test_a_right_taken_away_is_not_paid(right: str) -> None:
    """In every case of the law in which it is paid: the right itself or its condition neutralised."""
    name = paid(LAW, right)
    bills = [_without(right), _without(f"{right}_eligible")]
    found = 0
    for case, period in _cases()[right]:
        before = _value(_simulate(LAW, case), name, period)
        found += int(before.any())
        for bill in bills:
            assert not _value(_simulate(bill, case), name, period).any(), case.name
    assert found, f"no case pays {name}"


@pytest.mark.parametrize("right", RIGHTS)
def test_a_right_raised_pays_so_much_more(right: str) -> None:
    """A thousand tenge more for each who is paid the whole right."""
    name, bill = paid(LAW, right), _raised(right)
    found = 0
    for case, period in _cases()[right]:
        before, after = _simulate(LAW, case), _simulate(bill, case)
        due, was, now = _value(before, right, period), _value(before, name, period), _value(after, name, period)
        whole = (was > 0) & (was == due)
        found += int(whole.sum())
        assert now[whole] - was[whole] == pytest.approx(MORE), case.name
        assert (now[was > 0] > was[was > 0]).all(), case.name
    assert found, f"no case pays {name} in full"


#: People who owe every duty between them, in two months.
PAYERS_OF_DUTIES = {
    "employee": {"salary": 400_000, "second_salary": 300_000, "civil_contract_income": 200_000, "harmful_work": True},
    "entrepreneur": {
        "individual_entrepreneur": True,
        "entrepreneur_declared_income": 300_000,
        "business_income": 900_000,
        "entrepreneur_regime": "general",
    },
    "self_employed": {"special_regime_self_employed": True, "self_employed_income": 200_000},
    "aggregate": {"single_aggregate_payer": True},
    "alone": {"health_insurance_self_payer": True},
    "assistant": {"individual_assistant_income": 150_000},
    "immigrant": {"labour_immigrant": True, "labour_immigrant_income": 200_000},
    "child": {"birth_date": "2015-01-01"},
}
MONTHS_OF_DUTIES = ("2022-06", MONTH)


@functools.cache
def _payers() -> Situation:
    persons = {name: {"birth_date": "1990-01-01"} | facts for name, facts in PAYERS_OF_DUTIES.items()}
    return situation({"family": {"others": list(persons)}, "persons": persons}, LAW)


@functools.cache
def _owed(month: str) -> tuple[dict[str, float], dict[str, Any]]:
    simulation = _payers().simulation(month, LAW)
    return _sums(simulation, month), {duty: _value(simulation, duty, month) for duty in DUTIES}


@pytest.mark.parametrize("duty", some(DUTIES, 8))
def test_a_duty_taken_away_or_raised_moves_what_is_borne(duty: str) -> None:
    """Nothing is owed without it; a thousand more for each who owes it; what else it moves is in the totals too."""
    without, raised = _without(duty), _raised(duty)
    found = 0
    for month in MONTHS_OF_DUTIES:
        before, owed = _owed(month)
        if not owed[duty].any():
            continue
        found += 1
        for bill, then in ((without, 0), (raised, np.where(owed[duty] > 0, owed[duty] + MORE, 0))):
            simulation = _payers().simulation(month, bill)
            assert _value(simulation, duty, month) == pytest.approx(then), month
            _check_totals(before, _sums(simulation, month))
    assert found, f"nobody owes {duty}"


@pytest.fixture(scope="module")
def people() -> Any:
    """Return a random population."""
    return make(blocks(600, 17, MONTH)[0])


@pytest.mark.parametrize("change", some([_without, _raised], 1))
def test_the_totals_of_a_random_population(people: Any, change: Any) -> None:
    """Each right that somebody is paid, taken away and raised: what it paid is what the totals lose or gain."""
    month = month_of(MONTH)
    law = simulation_of(LAW, month, *people)
    before = _sums(law, MONTH)
    tried = [right for right in RIGHTS if _in_totals(paid(LAW, right)) and before[paid(LAW, right)] > 0]
    assert len(tried) > 12
    for right in tried:
        name = paid(LAW, right)
        after = _sums(simulation_of(change(right), month, *people), MONTH)
        _check_totals(before, after)
        if change is _without:
            assert after[name] == 0, right
        else:
            due, was = law.calculate(right, MONTH), law.calculate(name, MONTH)
            whole = (was > 0) & (was == due)
            assert after[name] - before[name] >= MORE * whole.sum() - 0.01, right


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_totals_of_the_situations(name: str) -> None:
    family = read_family(f"openfisca_kz/situations/{name}.yaml", LAW)
    before = _sums(family.simulation(MONTH, LAW), MONTH)
    moved = [(right, paid(LAW, right)) for right in RIGHTS] + [(duty, duty) for duty in BORNE]
    for variable, name in moved:
        if before.get(name):
            after = _sums(family.simulation(MONTH, _without(variable)), MONTH)
            _check_totals(before, after)
            assert after[name] == 0


@pytest.mark.slow
@pytest.mark.parametrize("change", [_without, _raised])
def test_the_totals_of_a_random_population_without_a_duty(people: Any, change: Any) -> None:
    """Each duty that somebody bears, taken away and raised: what it took is what the totals gain or lose."""
    month = month_of(MONTH)
    law = simulation_of(LAW, month, *people)
    before = _sums(law, MONTH)
    tried = [duty for duty in BORNE if before[duty] > 0]
    assert len(tried) > 6
    for duty in tried:
        after = _sums(simulation_of(change(duty), month, *people), MONTH)
        _check_totals(before, after)
        owed = law.calculate(duty, MONTH)
        more = MORE * int((owed > 0).sum())
        assert after[duty] - before[duty] == pytest.approx(-before[duty] if change is _without else more), duty
