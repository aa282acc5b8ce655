"""Schedules, figures of other days and increases: what the cases in YAML cannot say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz import Reform
from openfisca_kz.base import month_numbers
from openfisca_kz.variables.rights.pensions.dated import figure_of_month, raised, same_day, steps
from tests.rotating import draws

WOMEN = "rights.pensions.pension_age.general.women"
INDEXATION = "indicators.pension_indexation"


def people(system, persons):
    """Return a simulation of persons who live alone."""
    builder = SimulationBuilder()
    builder.set_default_period("2026-06")
    return builder.build_from_entities(
        system, {"persons": persons, "families": {name: {"first_parent": [name]} for name in persons}}
    )


def changed(system, path, date, value):
    """Return the law with one more date of a parameter."""

    class other_law(Reform):  # noqa: N801
        def apply(self):
            self.modify_parameters(self.change)

        @staticmethod
        def change(parameters):
            parameter = parameters
            for name in path.split("."):
                parameter = parameter.children[name]
            parameter.update(start=date, value=value)
            return parameters

    return other_law(system)


def test_a_bill_that_lowers_the_age_begins_on_its_day(system):
    """58 from 2027: a woman of 59 reaches it on the first day of the bill, one of 57 on her birthday."""
    bill = changed(system, WOMEN, "2027-01-01", 58)
    women = {"older": "1967-06-30", "younger": "1969-05-05", "at 61 before it": "1965-06-30"}
    simulation = people(bill, {name: {"birth_date": day, "sex": "female"} for name, day in women.items()})
    assert simulation.calculate("pension_date", "2026-06").astype(str).tolist() == [
        "2027-01-01",
        "2027-05-05",
        "2026-06-30",
    ]
    assert simulation.calculate("pension_age", "2026-06").tolist() == [58, 58, 61]
    law = people(system, {"older": {"birth_date": "1967-06-30", "sex": "female"}})
    assert law.calculate("pension_date", "2026-06").astype(str).tolist() == ["2028-12-31"]


def test_a_step_within_a_month_is_refused(system):
    simulation = people(changed(system, WOMEN, "2032-03-15", 64), {"A": {"birth_date": "1970-01-01", "sex": "female"}})
    with pytest.raises(ValueError, match="whole months"):
        simulation.calculate("pension_date", "2026-06")


@settings(max_examples=draws(30), deadline=None)
@given(days=st.lists(st.integers(-20000, 15000), min_size=2, max_size=40))
def test_pension_dates_by_plain_search(system, days):
    """The first day on which the age in force has been reached, looked for among the ages of the schedule."""
    births = np.datetime64("1970-01-01") + np.sort(np.array(days))
    persons = {f"p{n}": {"birth_date": str(day), "sex": "female"} for n, day in enumerate(births)}
    simulation = people(system, persons)
    dates = simulation.calculate("pension_date", "2026-06")
    assert np.all(np.diff(dates.astype("datetime64[D]").astype(int)) >= 0)
    starts, ages = steps(simulation.persons, WOMEN)
    for born, date in zip(births, dates, strict=True):
        reached = same_day(np.repeat(born, len(ages)), (ages * 12).astype(int))
        in_force = ages[np.maximum(np.searchsorted(starts, month_numbers(reached), side="right") - 1, 0)]
        assert date == reached[ages >= in_force].min()


def test_increases_never_lower_a_pension_and_skip_later_awards(system):
    simulation = people(system, {f"p{n}": {} for n in range(300)})
    rng = np.random.default_rng(1)
    amounts = rng.integers(0, 200_000, 300).astype(float)
    since = rng.integers(2010 * 12, 2026 * 12, 300)
    before = raised(simulation.persons, INDEXATION, amounts, since, 2025 * 12 + 11)
    after = raised(simulation.persons, INDEXATION, amounts, since, 2026 * 12)
    assert np.all(before >= amounts)
    assert np.all(after >= before)
    assert np.all(after == np.round(after))
    new = raised(simulation.persons, INDEXATION, amounts, np.full(300, 2026 * 12), 2026 * 12)
    assert np.all(new == amounts)


def test_increases_are_those_of_each_one_alone(system):
    """Many awards at once, in any order, and each by itself."""
    simulation = people(system, {f"p{n}": {} for n in range(40)})
    rng = np.random.default_rng(2)
    amounts = rng.integers(0, 2, 40) * rng.integers(1, 200_000, 40) + 0.37
    since = rng.integers(1990 * 12, 2027 * 12, 40)
    together = raised(simulation.persons, INDEXATION, amounts, since, 2026 * 12)
    one = people(system, {"one": {}}).persons
    alone = [raised(one, INDEXATION, amounts[[n]], since[[n]], 2026 * 12)[0] for n in range(40)]
    assert together.tolist() == alone


def test_figures_before_the_first_and_after_the_last_date(system):
    simulation = people(system, {"A": {}, "B": {}, "C": {}})
    months = np.array([1950 * 12, 2026 * 12, 2090 * 12])
    assert figure_of_month(simulation.persons, "indicators.mrp", months).tolist() == [660, 4325, 4325]
