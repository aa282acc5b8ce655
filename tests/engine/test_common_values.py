"""What is learnt of families of whom nothing is told changes no value of a family of whom something is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from openfisca_core import periods
from openfisca_core.indexed_enums import Enum
from openfisca_core.simulations import Simulation as CoreSimulation

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.engine.common_values import OFTEN, common_values
from openfisca_kz.engine.learning import learn, note_asked
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.services.rights_and_duties import duties_of, rights_of, statuses_of
from tests.rotating import only

MONTH = periods.period("2026-06")
SHAPES = (["first_parent"], ["first_parent", "second_parent", "child", "child"], ["child"], ["first_parent", "other"])


@pytest.fixture(scope="module")
def law() -> CountryTaxBenefitSystem:
    """Return a law of its own: what is learnt of it is not learnt of the others'."""
    return CountryTaxBenefitSystem()


def asked(system: Any) -> list[tuple[str, Any]]:
    names = [*rights_of(system), *duties_of(system), *statuses_of(system)]
    return [(name, MONTH) for name in names if system.variables[name].definition_period == "month"]


def filled(simulation: Any, random: np.random.Generator, facts: int) -> Any:
    """Put random people with some random facts into a simulation; the same for the same random numbers."""
    system = simulation.tax_benefit_system
    roles = list(SHAPES[random.integers(len(SHAPES))])
    persons, families = simulation.persons, simulation.populations["family"]
    by_key = {role.key: role for role in families.entity.flattened_roles}
    persons.count, persons.ids = len(roles), roles
    families.count, families.ids = 1, ["family"]
    families.members_entity_id = np.zeros(len(roles), dtype=np.int32)
    families.members_role = [by_key[role] for role in roles]
    births = np.datetime64("1950-01-01") + random.integers(0, 27_900, len(roles))
    simulation.set_input("birth_date", "ETERNITY", births)
    known = [
        v
        for v in system.variables.values()
        if not v.formulas and v.name != "birth_date" and v.definition_period == "month"
    ]
    for variable in random.choice(np.array(known, dtype=object), facts, replace=False):
        count = simulation.populations[variable.entity.key].count
        simulation.set_input(variable.name, MONTH, _values(random, variable, count))
    return simulation


def _values(random: np.random.Generator, variable: Any, count: int) -> Any:
    if variable.value_type is Enum:
        return random.integers(0, len(variable.possible_values), count).astype(np.int16)
    if variable.value_type is bool:
        return random.random(count) < 0.7
    if variable.value_type in (int, float):
        return random.integers(0, 2, count).astype(variable.dtype)
    return np.datetime64("2026-06-01") - random.integers(0, 900, count)


@pytest.mark.parametrize("seed", only(range(40), range(0, 12, 2)))
def test_every_value_is_core_s(law: Any, seed: int) -> None:
    learn(law, asked(law))
    facts = seed % 12
    ours = filled(Simulation(law), np.random.default_rng(seed), facts)
    core = filled(CoreSimulation(law, law.instantiate_entities()), np.random.default_rng(seed), facts)
    for name, period in asked(law):
        assert ours.calculate(name, period).tolist() == core.calculate(name, period).tolist(), name


def test_a_month_is_learnt_when_it_is_asked_again() -> None:
    law = CountryTaxBenefitSystem()
    for _ in range(OFTEN):
        assert not common_values(law).values
        note_asked(law, asked(law))
    assert ("disability_allowance", MONTH.start) in common_values(law).values


def test_what_rests_on_who_people_are_says_so(law: Any) -> None:
    learn(law, asked(law))
    rests_on = {name: read for (name, start), (read, _) in common_values(law).values.items() if start == MONTH.start}
    assert "birth_date" in rests_on["basic_pension"]  # through an age that is worked out once for all months
    assert "birth_date" not in rests_on["sick_leave_pay"]
