"""Copies of a family beside the family itself: what is taken from it is what each copy would come to alone."""

from __future__ import annotations

import random

import numpy as np
import pytest
from openfisca_core import periods

from openfisca_kz.engine.open.facts import resting_on
from openfisca_kz.families.variants import beside, changed, crowd
from tests.assessment.test_screening_properties import FACTS, RIGHTS, SYSTEM, partly_told, people, random_value

MONTH = periods.period("2026-06")
ASKED = (*RIGHTS, "total_rights", "total_duties", "state_insured_category")


def some_changes(situation, chance: random.Random):
    """Return a few facts with other values, of whoever is the first."""
    return changed({(name, 0): random_value(SYSTEM.variables[name], chance) for name in chance.sample(FACTS, 3)})


@pytest.mark.parametrize("seed", range(8))
def test_copies_beside_the_family_are_what_they_are_alone(seed: int) -> None:
    chance = random.Random(seed)
    situation = people(partly_told(chance))
    copies = [some_changes(situation, chance) for _ in range(3)]
    shared = beside(situation.simulation(), situation, copies)
    alone = crowd(situation, copies).simulation()
    for name in ASKED:
        period = MONTH if SYSTEM.variables[name].definition_period == "month" else MONTH.this_year
        assert np.array_equal(shared.calculate(name, period), alone.calculate(name, period)), name


def test_what_sums_the_register_rests_on_every_fact() -> None:
    assert {"total_rights", "total_duties", "net_salary"} <= resting_on(SYSTEM, frozenset(("salary",)))
    assert "birth_benefit" not in resting_on(SYSTEM, frozenset(("salary",)))
