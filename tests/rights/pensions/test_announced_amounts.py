"""The least and the greatest pension of each year, as announced, and the ages of everybody born from 1930 to 1990."""

from __future__ import annotations

import datetime
import math
from fractions import Fraction
from typing import Any

import pytest
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz.reforms.forecast import forecast_indicators

# Month; minimum pension, MRP and income cap of the award; least and greatest basic pension (notes, 2 and 3).
YEARS = [
    ("2017-01", 28_148, 2_269, 41, 12_802, 12_802),
    ("2017-07", 31_245, 2_269, 46, 14_466, 14_466),
    ("2018-01", 33_745, 2_405, 46, 15_274, 15_274),
    ("2018-07", 33_745, 2_405, 46, 15_274, 28_284),
    ("2019-01", 36_108, 2_525, 46, 16_037, 29_698),
    ("2020-01", 38_636, 2_651, 46, 16_839, 31_183),
    ("2020-04", 40_441, 2_778, 46, 17_641, 32_668),
    ("2021-01", 43_272, 2_917, 46, 18_524, 34_302),
    ("2022-01", 46_302, 3_063, 46, 19_450, 36_018),
    ("2022-04", 48_032, 3_180, 46, 20_191, 37_389),
    ("2023-01", 53_076, 3_450, 55, 24_341, 40_567),
    ("2024-01", 57_853, 3_692, 55, 28_215, 45_578),
    ("2025-01", 62_771, 3_932, 55, 32_360, 50_851),
    ("2026-01", 69_049, 4_325, 55, 35_596, 60_005),
]

# What was printed of them: notes on pensions, 3.2, 3.3 and 9 (rows 11 to 13).
PRINTED = {
    "2017-07": (45_711, None),
    "2018-01": (49_019, 98_247),
    "2026-01": (104_645, 238_412),
}


def new_pensioners(system: Any, month: str) -> Any:
    """Return three men who turn 63 in a month: a low income, forty years at a high one, and no service."""
    born = f"{int(month[:4]) - 63}{month[4:]}-01"
    persons = {
        "least": {"service_months_before_1998": 300, "pension_average_income": 1_000},
        "greatest": {"service_months_before_1998": 480, "pension_average_income": 1_000_000},
        "without service": {},
    }
    builder = SimulationBuilder()
    builder.set_default_period(month)
    return builder.build_from_entities(
        system,
        {
            "persons": {name: {"birth_date": born, "sex": "male", **facts} for name, facts in persons.items()},
            "families": {name: {"first_parent": [name]} for name in persons},
        },
    )


@pytest.mark.parametrize(("month", "minimum", "mrp", "cap", "least_basic", "greatest_basic"), YEARS)
def test_least_and_greatest_new_pension(
    system: Any, month: str, minimum: int, mrp: int, cap: int, least_basic: int, greatest_basic: int
) -> None:
    simulation = new_pensioners(system, month)
    greatest = math.ceil(Fraction(3, 4) * cap * mrp)
    assert simulation.calculate("age_pension", month).tolist() == [minimum, greatest, 0]
    assert simulation.calculate("basic_pension", month)[1] == greatest_basic
    assert simulation.calculate("basic_pension", month)[2] == least_basic
    if month in PRINTED:
        printed_least, printed_greatest = PRINTED[month]
        assert minimum + least_basic == printed_least
        assert printed_greatest is None or greatest + greatest_basic == printed_greatest


@pytest.mark.parametrize(
    ("month", "least", "greatest"),
    [("2027-01", 37_910, 64_988), ("2028-01", 40_184, 68_886)],
)
def test_basic_pension_of_the_forecast(system: Any, month: str, least: int, greatest: int) -> None:
    """70 and 120 percent of 54 156 and 57 405: https://baq.kz/zeynetaqy-2028-zhylga-deyin-qalay-ozgeredi-200025720/."""
    expected = forecast_indicators(system)
    builder = SimulationBuilder()
    builder.set_default_period(month)
    years = {"none": 0, "many": 480}
    simulation = builder.build_from_entities(
        expected,
        {
            "persons": {
                name: {"birth_date": "1950-01-01", "sex": "male", "service_months_before_1998": months}
                for name, months in years.items()
            },
            "families": {name: {"first_parent": [name]} for name in years},
        },
    )
    assert simulation.calculate("basic_pension", month).tolist() == [least, greatest]


# ----- Ages ----- #

# The published schedule: from this day on, the age of men and of women in months (law notes on pensions, 1.1).
SCHEDULE = [
    ("1900-01-01", 720, 660),
    ("1996-07-01", 726, 666),
    ("1998-01-01", 732, 672),
    ("1998-07-01", 738, 678),
    ("1999-07-01", 744, 684),
    ("2000-07-01", 750, 690),
    ("2001-07-01", 756, 696),
    ("2018-01-01", 756, 702),
    ("2019-01-01", 756, 708),
    ("2020-01-01", 756, 714),
    ("2021-01-01", 756, 720),
    ("2022-01-01", 756, 726),
    ("2023-01-01", 756, 732),
    ("2028-01-01", 756, 738),
    ("2029-01-01", 756, 744),
    ("2030-01-01", 756, 750),
    ("2031-01-01", 756, 756),
]
FIRST_YEAR, LAST_YEAR = 1930, 1990


def pension_dates(system: Any, sex: str, day: int) -> tuple[list[datetime.date], list[datetime.date]]:
    """Return the birthdays, one in each month of the years, and the pension dates."""
    births = [datetime.date(year, month, day) for year in range(FIRST_YEAR, LAST_YEAR + 1) for month in range(1, 13)]
    names = [str(birth) for birth in births]
    builder = SimulationBuilder()
    builder.set_default_period("2026-06")
    simulation = builder.build_from_entities(
        system,
        {
            "persons": {name: {"birth_date": name, "sex": sex} for name in names},
            "families": {name: {"first_parent": [name]} for name in names},
        },
    )
    return births, simulation.calculate("pension_date", "2026-06").astype(object).tolist()


def months_later(day: datetime.date, months: int) -> datetime.date:
    """Return the same day so many months later (days to the 28th only)."""
    count = day.year * 12 + day.month - 1 + months
    return datetime.date(count // 12, count % 12 + 1, day.day)


@pytest.mark.parametrize("day", [1, 15, 28])
@pytest.mark.parametrize("sex", ["male", "female"])
def test_every_birth_month_has_one_date_and_nobody_younger_has_an_earlier_one(system: Any, sex: str, day: int) -> None:
    births, dates = pension_dates(system, sex, day)
    assert len(dates) == len(births) == 61 * 12
    assert dates == sorted(dates)


@pytest.mark.parametrize(("sex", "column"), [("male", 1), ("female", 2)])
def test_the_published_schedule_holds(system: Any, sex: str, column: int) -> None:
    """The first day on which the age reached is the age asked on that day, looked for in the table as it is printed."""
    births, dates = pension_dates(system, sex, 15)
    for born, date in zip(births, dates, strict=True):
        reached = [months_later(born, row[column]) for row in SCHEDULE]
        asked = [max(row[column] for row in SCHEDULE if row[0] <= str(day)) for day in reached]
        ages = [row[column] for row in SCHEDULE]
        assert date == min(day for day, age, needed in zip(reached, ages, asked, strict=True) if age >= needed)
