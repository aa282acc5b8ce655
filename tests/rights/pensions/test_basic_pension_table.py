"""The basic pension of 0 to 60 years of participation in every period since July 2018, against plain arithmetic."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from openfisca_core.simulations import SimulationBuilder

YEARS = range(61)

# First month, subsistence minimum, least and greatest percent: law notes, pensions 2.2 and indicators 5b.
SCALES = [
    ("2018-07", 28284, 54, 100),
    ("2019-01", 29698, 54, 100),
    ("2020-01", 31183, 54, 100),
    ("2020-04", 32668, 54, 100),
    ("2021-01", 34302, 54, 100),
    ("2022-01", 36018, 54, 100),
    ("2022-04", 37389, 54, 100),
    ("2023-01", 40567, 60, 100),
    ("2024-01", 43407, 65, 105),
    ("2025-01", 46228, 70, 110),
    ("2026-01", 50851, 70, 118),
]


def basic_pensions(system, month, years):
    """Return the basic pension of one pensioner for each number of years."""
    names = [f"years {number}" for number in years]
    builder = SimulationBuilder()
    builder.set_default_period(month)
    simulation = builder.build_from_entities(
        system,
        {
            "persons": {
                name: {"birth_date": "1940-01-01", "service_months_before_1998": number * 12 + 11}
                for name, number in zip(names, years, strict=True)
            },
            "families": {name: {"first_parent": [name]} for name in names},
        },
    )
    return simulation.calculate("basic_pension", month)


@pytest.mark.parametrize(("month", "minimum", "least", "greatest"), SCALES)
def test_every_number_of_years(system, month, minimum, least, greatest):
    expected = [math.ceil(Fraction(min(least + 2 * max(number - 10, 0), greatest), 100) * minimum) for number in YEARS]
    assert basic_pensions(system, month, YEARS).tolist() == expected


def test_enacted_step_of_2027(system):
    """Percent of 2027 (70 to 120) on whatever subsistence minimum is in force; 35 years reach the most."""
    minimum = system.get_parameters_at_instant("2027-01").indicators.subsistence_minimum
    amounts = basic_pensions(system, "2027-01", YEARS).tolist()
    assert amounts[:11] == [math.ceil(Fraction(70, 100) * Fraction(minimum))] * 11
    assert amounts[34] < amounts[35] == amounts[60] == math.ceil(Fraction(120, 100) * Fraction(minimum))


@pytest.mark.parametrize("month", [scale[0] for scale in SCALES])
def test_least_amount_is_the_minimum_of_the_budget_law(system, month):
    budget = system.get_parameters_at_instant(month).indicators.minimum_basic_pension
    assert basic_pensions(system, month, [0]).tolist() == [budget]
