"""Every formula of the law runs on bounds as it stands: none is given up."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from openfisca_core import periods

import openfisca_kz
from openfisca_kz.assessment.domains import assumptions
from openfisca_kz.assessment.simulation import OpenSimulation, _same
from openfisca_kz.engine.knowledge import beyond
from openfisca_kz.families.from_file import default_system
from tests.assessment.test_screening_properties import RIGHTS, partly_told, people
from tests.rotating import each_once, only, some
from tests.shared import read_family

SYSTEM = default_system()
MONTH = periods.period("2026-06")
SHIPPED = sorted((Path(openfisca_kz.__file__).parent / "situations").glob("*.yaml"))


def everything_asked(situation, assumed) -> OpenSimulation:
    """Return a simulation of which every variable was asked."""
    simulation = OpenSimulation.of(situation, MONTH, assumed, SYSTEM)
    for name in SYSTEM.variables:
        simulation.asked(name)
    return simulation


@pytest.mark.parametrize(("path", "assuming"), each_once(SHIPPED, [True, False]))
def test_no_formula_is_given_up_for_a_shipped_family(path: Path, assuming: bool) -> None:
    situation = read_family(path)
    simulation = everything_asked(situation, assumptions(situation, MONTH, SYSTEM) if assuming else ())
    assert simulation.given_up == {}
    assert {name for name, _ in simulation.values} >= {n for n, v in SYSTEM.variables.items() if v.formulas}


@pytest.mark.parametrize("seed", some(range(6), 2))
def test_no_formula_is_given_up_for_a_random_family(seed: int) -> None:
    assert everything_asked(people(partly_told(random.Random(seed))), ()).given_up == {}


class EachMonthByItself(OpenSimulation):
    """Bounds of which no month is taken from another."""

    def _as_in_a_month_like_it(self, variable, formula, period, count):
        return self._derived(variable, formula, period, count)


@pytest.mark.parametrize(("seed", "months"), only([(0, 1), (1, 1), (2, 1), (3, 3)], [(0, 1), (3, 3)]))
def test_bounds_of_a_month_like_another_are_its_own(seed: int, months: int) -> None:
    """Of months beyond what is enacted the figures that stand in are its own as well."""
    situation = people(partly_told(random.Random(seed)))
    asked = [MONTH.offset(6 * step, "month") for step in range(months)]
    quick, slow = (kind.of(situation, MONTH, (), SYSTEM) for kind in (OpenSimulation, EachMonthByItself))
    for simulation in (quick, slow):
        for month in asked:
            for right in RIGHTS:
                simulation.asked(right, month)
    for month in asked:
        assert beyond(quick, month) == beyond(slow, month)
    assert quick.values.keys() <= slow.values.keys()
    for key, value in quick.values.items():
        assert _same(value, slow.values[key]), key
        assert quick.reads[key] == slow.reads[key], key


def test_a_formula_that_cannot_run_is_counted_and_may_be_anything() -> None:
    """Sorting has no rule for bounds: the value is anything, its reasons are all that the variable may read."""
    situation = people({"family": {"first_parent": "parent"}, "parent": {"birth_date": "1990-02-02"}})
    simulation = OpenSimulation.of(situation, MONTH, (), SYSTEM)

    def formula(person, period):
        return np.sort(person("salary", period))

    value = simulation._derived(SYSTEM.variables["net_salary"], formula, MONTH, len(situation.persons))
    assert list(simulation.given_up) == ["net_salary"]
    assert value.low[0] < 0 < 1e12 < value.high[0]
    assert ("salary", 0) in simulation.facts(value.why[0])
