"""For each doubt of pensions: the amount of the reading used, and what the other would give, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from openfisca_kz.doubts import ReadingResult, other_amounts
from tests.doubts.families import alone

#: 63 on 15 January 2026: a new award, at the figures of 2026 (MRP 4 325, SM 50 851, minimum pension 69 049).
MAN = {"birth_date": "1963-01-15", "sex": "male"}

OFFICER = {
    "birth_date": "1968-01-15",
    "sex": "male",
    "service_pension_route": "service_age_limit",
    "service_months_at_dismissal": 27 * 12 + 6,
    "other_work_months_at_dismissal": 24,
}


def of(system: Any, reading: str, right: str, month: str, **facts: Any) -> ReadingResult:
    """Return what one reading comes to for a person who lives alone."""
    found = other_amounts(alone(system, **facts), month, right, 0)
    results = [result for result in found if result.reading.id == reading]
    assert len(results) == 1, f"{reading} is not among {[result.reading.id for result in found]}"
    return results[0]


AMOUNTS = [
    # 27 years: 62 % of 200 000; or 60 % of it, and 2 % of that more: 61.2 %.
    (
        "one_percent_for_a_year",
        "age_pension",
        "2026-06",
        {**MAN, "service_months_before_1998": 324, "pension_average_income": 200_000},
        124_000,
        122_400,
    ),
    # 12.5 of 25 years: half of 69 049, up; or half of 60 000, raised to 69 049.
    (
        "minimum_before_the_share_of_service",
        "age_pension",
        "2026-06",
        {**MAN, "service_months_before_1998": 150, "pension_average_income": 100_000},
        34_525,
        69_049,
    ),
    # 12 full years of 25: 69 049 x 0.48 = 33 143.52.
    (
        "share_of_service_in_months",
        "age_pension",
        "2026-06",
        {**MAN, "service_months_before_1998": 150, "pension_average_income": 100_000},
        34_525,
        33_144,
    ),
    # 69 049 x 125 / 300 = 28 770.417.
    (
        "rounding_of_pensions",
        "age_pension",
        "2026-06",
        {**MAN, "service_months_before_1998": 125, "pension_average_income": 100_000},
        28_771,
        28_770,
    ),
    # 1.18 x 50 851 = 60 004.18: 34 years of participation.
    (
        "rounding_of_pensions",
        "basic_pension",
        "2026-06",
        {**MAN, "service_months_before_1998": 408},
        60_005,
        60_004,
    ),
    # 17 days of the 31 of January: 35 596 x 17 / 31 = 19 520.39.
    ("pension_first_incomplete_month", "basic_pension", "2026-01", MAN, 35_596, 19_521),
    # 61.5 in February 2029, when 62 is asked: August 2029; or the 61.5 asked when she turned 61 in August 2028.
    (
        "pension_birthday_between_steps",
        "basic_pension",
        "2029-03",
        {"birth_date": "1967-08-15", "sex": "female"},
        0,
        35_596,
    ),
    # 43 337 of February 2014, or 60 % of 39 MRP: 60 % x 39 x 1 852 = 43 336.8; x 1.05 = 45 504, or x 1.046 = 45 331.
    (
        "increase_of_april_2014",
        "age_pension",
        "2014-06",
        {
            "birth_date": "1950-03-01",
            "sex": "male",
            "service_months_before_1998": 300,
            "pension_average_income": 200_000,
            "age_pension_award_date": "2014-02-01",
        },
        45_504,
        45_331,
    ),
    # A payment of 32 000 of January 2024: 70 % of 50 851 = 35 595.7; or x 1.05 x 1.05 = 35 280.
    (
        "fund_floor_in_later_years",
        "fund_pension",
        "2026-01",
        {
            **MAN,
            "birth_date": "1961-01-15",
            "pension_savings": 5_000_000,
            "fund_pension_award_date": "2024-01-20",
            "fund_pension_at_award": 32_000,
        },
        35_595.7,
        35_280,
    ),
    # A payment of 25 000 of 2016: as awarded; or 25 000 x 1.05 ^ 5 = 31 907.04, lifted to 35 595.7.
    (
        "fund_payments_of_awards_before_2018",
        "fund_pension",
        "2026-06",
        {
            **MAN,
            "birth_date": "1953-01-01",
            "pension_savings": 3_000_000,
            "fund_pension_award_date": "2016-05-05",
            "fund_pension_at_award": 25_000,
        },
        25_000,
        35_595.7,
    ),
    # At 40: 15 000 000 less 13 370 000; or less 6 720 000, the table of January.
    (
        "sufficiency_threshold_method",
        "drawable_pension_savings",
        "2026-07",
        {"birth_date": "1986-06-01", "sex": "male", "pension_savings": 15_000_000},
        1_630_000,
        8_280_000,
    ),
    # A payment of 40 000 of June 2024: raised in January 2025, or not before the January after June 2025.
    (
        "fund_first_year",
        "fund_pension",
        "2025-01",
        {
            **MAN,
            "birth_date": "1961-01-15",
            "pension_savings": 5_000_000,
            "fund_pension_award_date": "2024-06-15",
            "fund_pension_at_award": 40_000,
        },
        42_000,
        40_000,
    ),
    # 27 full years of service and 2 of other work: 50 + 4 + 2 = 56 % of 300 000; with 27 more percent 65, the most.
    (
        "work_beside_service",
        "service_pension",
        "2026-06",
        {**OFFICER, "service_dismissal_date": "2026-05-10", "service_pay_at_dismissal": 300_000},
        168_000,
        195_000,
    ),
    # 56 % of 400 000 is above 109 x 1 982 = 216 038 and 104 x 1 982 = 206 128; raised by 9, 9, 11 and 8 percent.
    # 216 038, 235 482, 256 676, 284 911, 307 704; 206 128, 224 680, 244 902, 271 842, 293 590.
    (
        "service_pension_cap_of_109_mrp",
        "service_pension",
        "2018-01",
        {
            **OFFICER,
            "service_dismissal_date": "2015-05-10",
            "service_pension_award_date": "2015-05-10",
            "service_pay_at_dismissal": 400_000,
        },
        307_704,
        293_590,
    ),
    # A service pension of 2015 and the basic one at 58, before the general age: 70 % of 50 851, or nothing.
    (
        "basic_pension_for_service_awards",
        "basic_pension",
        "2026-06",
        {
            **OFFICER,
            "service_dismissal_date": "2015-05-10",
            "service_pension_award_date": "2015-05-10",
            "service_pay_at_dismissal": 400_000,
        },
        35_596,
        0,
    ),
]


@pytest.mark.parametrize(
    ("reading", "right", "month", "facts", "amount", "other"),
    AMOUNTS,
    ids=[f"{case[0]}-{case[1]}" for case in AMOUNTS],
)
def test_both_readings_by_hand(
    system: Any, reading: str, right: str, month: str, facts: dict[str, Any], amount: float, other: float
) -> None:
    result = of(system, reading, right, month, **facts)
    assert (result.amount, result.other_amount) == (amount, pytest.approx(other, abs=0.001))
    assert result.matters is True
