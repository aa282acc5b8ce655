"""A month that is like another takes its values over, and never gives anything else than by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openfisca_core import periods

from openfisca_kz.base import MONTH, Person, Variable, last_day, where
from openfisca_kz.engine.alike import same_bytes
from openfisca_kz.engine.given import Held
from openfisca_kz.engine.knowledge import beyond
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.engine.system import Reform
from openfisca_kz.population import batch, laws
from tests.population.restless import restless

MONTHS = [periods.period(f"2026-{number:02}") for number in range(1, 13)]
MAY, JUNE, JULY = MONTHS[4:7]


# ----- What is shared ----- #


class bonus(Variable):  # noqa: N801
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person: Any, period: Any) -> Any:  # noqa: N805
        return person("salary", period) * 2


class bonus_of_june(Variable):  # noqa: N801
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person: Any, period: Any) -> Any:  # noqa: N805
        return person("bonus", period) * (last_day(period) == np.datetime64("2026-06-30"))


class bonus_in_mrp(Variable):  # noqa: N801
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person: Any, period: Any, parameters: Any) -> Any:  # noqa: N805
        return person("bonus", period) / parameters(period).indicators.mrp


class bonus_if_rich(Variable):  # noqa: N801
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person: Any, period: Any) -> Any:  # noqa: N805
        return where(person("bonus_of_june", period) > 150.0, person("other_counted_income", period), 0)


class with_bonus(Reform):  # noqa: N801
    def apply(self) -> None:
        for rule in (bonus, bonus_of_june, bonus_in_mrp, bonus_if_rich):
            self.add_variable(rule)


@pytest.fixture(scope="module")
def law(system: Any) -> Any:
    return with_bonus(system)


def _paid(law: Any, **told: list[float]) -> Simulation:
    simulation = Simulation.of_single_people(law, 2)
    simulation.given = {name: Held(np.array(values)) for name, values in {"salary": [100.0, 50.0], **told}.items()}
    simulation.will_be_asked(["bonus"])
    return simulation


def test_what_only_reads_what_does_not_change_is_the_same_array(law: Any) -> None:
    simulation = _paid(law)
    assert simulation.calculate("bonus", JULY) is simulation.calculate("bonus", JUNE)


def test_what_looks_at_the_month_is_worked_out_in_each(law: Any) -> None:
    simulation = _paid(law)
    assert [simulation.calculate("bonus_of_june", month).tolist() for month in (MAY, JUNE, JULY)] == [
        [0.0, 0.0],
        [200.0, 100.0],
        [0.0, 0.0],
    ]
    assert simulation.calculate("bonus_of_june", JULY) is not simulation.calculate("bonus_of_june", JUNE)


def test_what_rests_on_it_changes_with_it(law: Any) -> None:
    simulation = _paid(law, other_counted_income=[7.0, 9.0])
    found = [simulation.calculate("bonus_if_rich", month).tolist() for month in (MAY, JUNE, JULY)]
    assert found == [[0.0, 0.0], [7.0, 0.0], [0.0, 0.0]]


def test_a_figure_that_changes_is_read_anew(law: Any) -> None:
    """The monthly calculation index is 3,932 tenge in 2025 and 4,325 in 2026."""
    simulation = _paid(law)
    december, january = periods.period("2025-12"), MONTHS[0]
    assert simulation.calculate("bonus_in_mrp", december).tolist() == [200 / 3932, 100 / 3932]
    assert simulation.calculate("bonus_in_mrp", january).tolist() == [200 / 4325, 100 / 4325]
    assert simulation.calculate("bonus_in_mrp", MONTHS[1]) is simulation.calculate("bonus_in_mrp", january)


def test_what_is_put_for_a_month_counts(law: Any) -> None:
    simulation = _paid(law)
    simulation.calculate("bonus", JUNE)
    simulation.put("salary", JULY, np.array([100.0, 51.0]))
    assert simulation.calculate("bonus", JULY).tolist() == [200.0, 102.0]


def test_a_copy_has_notes_of_its_own(law: Any) -> None:
    simulation = _paid(law)
    simulation.calculate("bonus", JUNE)
    copy = simulation.clone()
    copy.put("salary", JULY, np.array([1.0, 2.0]))
    assert copy.calculate("bonus", JULY).tolist() == [2.0, 4.0]
    assert simulation.calculate("bonus", JULY).tolist() == [200.0, 100.0]


def test_nothing_is_shared_before_all_is_told(law: Any) -> None:
    simulation = Simulation.of_single_people(law, 1)
    simulation.given = {"salary": Held(np.array([100.0]))}
    assert simulation.calculate("bonus", JULY) is not simulation.calculate("bonus", JUNE)


@pytest.mark.parametrize(("one", "other"), [([0.0], [-0.0]), ([1.0], [np.nextafter(1.0, 2.0)]), ([1], [1.0])])
def test_arrays_are_the_same_only_to_the_last_bit(one: list[Any], other: list[Any]) -> None:
    assert not same_bytes(np.array(one), np.array(other))
    assert same_bytes(np.array(one), np.array(one))


# ----- Every month is what it is by itself ----- #


@pytest.mark.parametrize("reform", [None, pytest.param("law_on_social_status", marks=pytest.mark.slow)])
@pytest.mark.slow
def test_a_year_in_one_simulation_is_its_twelve_months(tmp_path: Path, reform: str | None) -> None:
    law = laws.law(reform)
    tables = restless(5, tmp_path)
    names = [*dict.fromkeys(laws.question(law, "2026-12", [laws.ALL]).variables)]
    periods_of = {name: law.variables[name].definition_period for name in names}
    months = [month for month in MONTHS if month.start.month in (1, 2, 5, 7, 12)]
    year = batch.simulation_of(law, months[0], *tables)
    year.will_be_asked(names)
    for month in months:
        alone = batch.simulation_of(law, month, *tables)
        for name in names:
            if periods_of[name] == MONTH:
                found, expected = year.calculate(name, month), alone.calculate(name, month)
                assert same_bytes(found, expected), (name, month)


def test_months_beyond_what_is_enacted_are_each_its_own(
    tmp_path: Path, system: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What they give, and which figures stand in for those of the month, asked in any order."""
    monkeypatch.setattr(Simulation, "leave_late_figures_unnoted", lambda _: None)
    tables = restless(7, tmp_path)
    names = ["total_rights", "total_duties", "targeted_assistance"]
    months = [periods.period(month) for month in ("2026-12", "2027-03", "2027-02", "2027-07", "2028-01")]
    together = batch.simulation_of(system, months[0], *tables)
    together.will_be_asked(names)
    found = {(name, month): together.calculate(name, month) for month in months for name in names}
    one_by_one = batch.simulation_of(system, months[0], *tables)
    for (name, month), values in found.items():
        assert same_bytes(values, one_by_one.calculate(name, month)), (name, month)
    for month in months:
        assert beyond(together, month) == beyond(one_by_one, month), month
    assert beyond(together, months[1])


def test_a_month_beyond_what_is_enacted_is_the_same_without_notes(
    tmp_path: Path, system: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = restless(6, tmp_path)
    question = laws.question(system, "2027-02", ["total_rights", "total_duties", "disability_allowance"])
    found = batch.calculate_batch(system, question, *tables)
    monkeypatch.setattr(Simulation, "leave_late_figures_unnoted", lambda _: None)
    noted = batch.calculate_batch(system, question, *tables)
    assert found.persons.equals(noted.persons)
    assert found.families.equals(noted.families)
