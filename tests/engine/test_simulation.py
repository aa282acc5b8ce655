"""The one simulation says what core would say, in files, tables and traces alike."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from openfisca_core import periods
from openfisca_core.errors import CycleError, VariableNotFoundError
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.tracers import FullTracer

from openfisca_kz import CountryTaxBenefitSystem, Reform
from openfisca_kz.base import MONTH, Person, Variable
from openfisca_kz.engine.core import day_of
from openfisca_kz.engine.given import Held
from openfisca_kz.engine.simulation import Simulation

JUNE = periods.period("2026-06")
MAY = periods.period("2026-05")
ROLES = ["first_parent", "second_parent", "other"]


@pytest.fixture
def two(system: Any) -> Simulation:
    """Return two families: a couple with pay, and a person without."""
    simulation = Simulation(system)
    simulation.settle(["a", "b", "c"], ["pair", "alone"], np.array([0, 0, 1]), ROLES)
    simulation.set_input("birth_date", "ETERNITY", np.array(["1990-01-01", "1992-01-01", "1950-01-01"], "M8[D]"))
    simulation.set_input("salary", JUNE, np.array([100_000.0, 200_000.0, 0.0]))
    return simulation


def test_people_are_where_they_were_settled(two: Simulation) -> None:
    assert two.calculate("age", JUNE).tolist() == [36, 34, 76]
    assert [role.key for role in two.families.members_role] == ROLES
    assert two.families.members_entity_id.tolist() == [0, 0, 1]


def test_pension_contribution_is_a_tenth_of_pay(two: Simulation) -> None:
    """Social Code, art. 249: 10 % of income."""
    assert two.calculate("pension_contribution", "2026-06").tolist() == [10_000, 20_000, 0]


def test_what_holds_in_every_month_gives_way_to_what_is_told_of_one(two: Simulation) -> None:
    two.given = {"salary": Held(np.array([50_000.0, 60_000.0, 70_000.0]))}
    assert two.calculate("salary", MAY).tolist() == [50_000, 60_000, 70_000]
    assert two.calculate("salary", JUNE).tolist() == [100_000, 200_000, 0]


def test_a_derived_value_told_of_one_is_calculated_for_the_others(two: Simulation) -> None:
    class OnlyTheFirst:
        def at(self, period: str | None) -> tuple[Any, Any]:
            return np.array([True, False, False]), np.array([7.0, 0.0, 0.0])

    two.given = {"pension_contribution": OnlyTheFirst()}
    assert two.calculate("pension_contribution", JUNE).tolist() == [7, 20_000, 0]


def test_some_families_get_what_they_get_among_all(system: Any, two: Simulation) -> None:
    two.given = {"other_income": Held(np.array([1.0, 2.0, 3.0]))} if "other_income" in system.variables else {}
    two.calculate("age", JUNE)  # what is known already comes along, the rest is calculated
    part = two.part(np.array([False, True]))
    whole = {}
    for name in ("age", "pension_contribution", "basic_pension", "disposable_income"):
        rows = slice(2, 3) if system.variables[name].entity.is_person else slice(1, 2)
        whole[name] = two.calculate(name, JUNE)[rows].tolist()
        assert part.calculate(name, JUNE).tolist() == whole[name], name
    assert whole["age"] == [76]


def test_a_copy_is_a_copy(two: Simulation) -> None:
    copy = two.clone()
    copy.delete_arrays("salary", JUNE)
    copy.set_input("salary", JUNE, np.array([1_000.0, 1_000.0, 1_000.0]))
    assert copy.calculate("pension_contribution", JUNE).tolist() == [100, 100, 0]  # the third is a pensioner
    assert two.calculate("pension_contribution", JUNE).tolist() == [10_000, 20_000, 0]


def test_a_trace_says_what_was_read(two: Simulation) -> None:
    two.calculate("salary", JUNE)  # known before: it must be seen all the same
    two.trace = True
    two.calculate("pension_contribution", JUNE)
    (root,) = two.tracer.trees
    read = {child.name for child in root.children}
    assert root.name == "pension_contribution"
    assert read
    assert any(access.name.startswith("duties.pension_contribution") for access in root.parameters)
    assert "salary" in {node.name for node in two.tracer.browse_trace()}


def test_core_s_own_tracer_sees_every_reading(two: Simulation) -> None:
    two.trace = True
    two.tracer = FullTracer()
    for _ in range(2):
        two.calculate("salary", JUNE)
    assert [tree.name for tree in two.tracer.trees] == ["salary", "salary"]


def test_what_core_s_builder_filled_is_taken_over(system: Any) -> None:
    built = SimulationBuilder().build_from_entities(
        system,
        {
            "persons": {"a": {"salary": {"2026-06": 100_000}}},
            "families": {"f": {"first_parent": ["a"]}},
        },
    )
    assert Simulation(system, built.populations).calculate("pension_contribution", JUNE).tolist() == [10_000]


def test_wrong_questions_are_refused_as_by_core(two: Simulation) -> None:
    with pytest.raises(VariableNotFoundError):
        two.calculate("no_such_variable", JUNE)
    with pytest.raises(ValueError, match="must be computed for a whole month"):
        two.calculate("salary", "2026")
    with pytest.raises(ValueError, match=r"'salary' for\s+the entity 'families'"):
        two.families("salary", JUNE)


class _circle(Variable):  # noqa: N801
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "A circle"

    def formula(person, period):  # noqa: N805
        """Return itself."""
        return person("_circle", period)


class _last_month(Variable):  # noqa: N801
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "One more than in the month before"

    def formula(person, period):  # noqa: N805
        """Return one more than in the month before."""
        return person("_last_month", period.offset(-1, MONTH)) + 1


class Circles(Reform):
    name = "Circles"

    def apply(self) -> None:
        self.add_variable(_circle)
        self.add_variable(_last_month)


def test_circles_are_seen_as_by_core(system: Any) -> None:
    simulation = Simulation.of_single_people(Circles(system), 2)
    with pytest.raises(CycleError):
        simulation.calculate("_circle", JUNE)
    # Core stops after one step into the past with the default, and keeps nothing of it.
    assert simulation.calculate("_last_month", JUNE).tolist() == [1, 1]
    assert simulation.get_array("_last_month", JUNE) is None


def test_a_date_that_nobody_told_is_not_taken_for_an_early_one() -> None:
    """Days before every figure share a tree; a date that is none has its own, so that the refusal says which it is."""
    law = CountryTaxBenefitSystem()
    early, none = (law.get_parameters_at_instant(day) for day in ("1950-01-01", "0001-01-01"))
    assert law.get_parameters_at_instant("1950-02-01") is early
    assert (day_of(early), day_of(none)) == ("1950-01-01", "0001-01-01")
