"""Every rule of the law notes on assistance that rests on memory or one thin source (L) is told as such.

The sections are those of the notes; the figures of section 0.2 are the indicators', of section 5.1-5.2 the family's.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from openfisca_kz.answers.explain import explain
from openfisca_kz.doubts import ReadingResult, readings_for, register, thin_sources
from openfisca_kz.families.family import Situation
from tests.doubts.families import alone, family
from tests.rotating import some

ROOT = Path(__file__).resolve().parents[2]

CHILD = {"birth_date": "2012-06-10", "kinship_to_breadwinner": "child", "living_parents": 1}
SMALL = {"birth_date": "2019-06-10", "kinship_to_breadwinner": "child", "living_parents": 1}
MOTHER = {"birth_date": "1985-08-15", "sex": "female"}
INSURED = {
    "breadwinner_death_date": "2018-03-10",
    "breadwinner_average_insured_income": 200_000,
    "breadwinner_insured_months": 66,
}
POOR = {"M": {**MOTHER, "main_carer": True, "salary": 0}, "K": CHILD, "L": {"birth_date": "2017-06-10"}}

#: Section of the notes, the rule: entry of the register, right, month, the family whose amount rests on it.
RULES: dict[str, tuple[str, str, str, Any]] = {
    "0.3 rounding up": (
        "rounding_of_assistance",
        "disability_allowance",
        "2026-06",
        {"birth_date": "1980-01-01", "disability_group": "group_1"},
    ),
    "1.3 large-family allowance as income": (
        "large_family_allowance_as_income",
        "targeted_assistance",
        "2021-06",
        {
            "persons": {"M": {**MOTHER, "salary": 0}, **{name: {"birth_date": "2015-06-10"} for name in "KLNO"}},
            "social_contract": True,
        },
    ),
    "1.3 loans as income": (
        "loans_as_income",
        "targeted_assistance",
        "2025-12",
        {"persons": POOR, "social_contract": True, "non_mortgage_loans": {"2025-09": 30_000, "otherwise": 0}},
    ),
    "1.3 the list of what does not count": (
        "other_income_that_does_not_count",
        "targeted_assistance",
        "2026-06",
        {"persons": POOR, "social_contract": True},
    ),
    "1.2 family and property before the Code": (
        "members_of_the_family_before_the_code",
        "targeted_assistance",
        "2022-06",
        {"persons": POOR, "social_contract": True},
    ),
    "1.1 poverty line of the region": (
        "poverty_line_of_the_region",
        "targeted_assistance",
        "2026-06",
        {"persons": POOR, "social_contract": True},
    ),
    "2.1 full state support before the Code": (
        "full_support_before_the_code",
        "disability_allowance",
        "2022-06",
        {"birth_date": "1980-01-01", "disability_group": "group_1", "full_state_support": True},
    ),
    "2.3 burial before July 2023": (
        "burial_payment_before_july_2023",
        "burial_payment",
        "2022-06",
        {"persons": {"M": MOTHER}, "deceased": "recipient", "breadwinner_death_date": "2022-06-10"},
    ),
    "2.3 burial from savings before July 2023": (
        "burial_of_veterans_before_july_2023",
        "fund_burial_payment",
        "2022-06",
        {
            "persons": {"M": MOTHER},
            "deceased": "recipient",
            "breadwinner_death_date": "2022-06-10",
            "deceased_pension_savings": 500_000,
        },
    ),
    "3.3 increases before 2022": (
        "increases_of_fund_payments_before_2022",
        "survivor_payment",
        "2021-06",
        {"persons": {"M": MOTHER, "K": CHILD}, **INSURED},
    ),
    "4 Chernobyl and Heroes of Labour before May 2020": (
        "special_allowance_before_may_2020",
        "special_state_allowance",
        "2019-06",
        {"birth_date": "1960-01-01", "veteran_category": "chernobyl_1988_1989"},
    ),
    "7.1 housing assistance": (
        "housing_income_and_share",
        "housing_assistance",
        "2026-06",
        {
            "persons": POOR,
            "only_dwelling_or_state_tenancy": True,
            "housing_costs_within_norms": 20_000,
        },
    ),
    "8 relocation subsidy before 2024": (
        "relocation_subsidy_before_2024",
        "relocation_subsidy",
        "2023-06",
        {"persons": POOR, "relocation_date": "2023-06-10"},
    ),
}


def told(system: Any, facts: dict[str, Any]) -> Situation:
    """Return a person who lives alone, or a family where the facts name persons."""
    if "persons" not in facts:
        return alone(system, **facts)
    return family(system, **facts)


def of(system: Any, facts: dict[str, Any], month: str, right: str, reading: str) -> list[ReadingResult]:
    """Return what one reading comes to for whoever has a right."""
    found = readings_for(told(system, facts), month)
    return [
        result
        for (name, _), results in found.items()
        for result in results
        if name == right and result.reading.id == reading
    ]


@pytest.mark.parametrize("rule", some(RULES, 5))
def test_an_amount_that_rests_on_a_thin_source_says_so(system: Any, rule: str) -> None:
    """The reading is thin, a parameter with a note or a named choice, and the line of the right says it."""
    name, right, month, facts = RULES[rule]
    (reading,) = [reading for reading in register() if reading.id == name]
    assert reading.thin
    assert reading in thin_sources(right)
    whole = explain(told(system, facts), month)
    (line, *_) = [line for line in (*whole.due, *whole.possible) if line.variable == right]
    (question,) = [question for question in line.readings if question.id == name]
    assert question.matters
    assert "The source of this rule is thin." in question.text


@pytest.mark.parametrize("rule", sorted({rule[0] for rule in RULES.values()}))
def test_a_thin_rule_is_a_parameter_with_a_note_or_a_named_choice(system: Any, rule: str) -> None:
    (reading,) = [reading for reading in register() if reading.id == rule]
    if "." not in reading.where:
        return  # a variable or function: test_register finds it in the code
    notes = []
    for path in {reading.where, *reading.parameters, *reading.figures}:
        node = system.parameters
        for part in path.split("."):
            node = node.children[part]
        below = node.get_descendants() if hasattr(node, "get_descendants") else ()
        notes += [part.metadata.get("note") for part in (node, *below)]
    assert any(notes), f"no parameter of {reading.where} has a note"


def test_every_thin_entry_of_assistance_is_tried_here() -> None:
    """But those whose amount is zero, or for which no case of two families is known."""
    left = {
        "gross_or_net_work_income",
        "guardian_allowance_as_income",
        "allowances_as_income_before_april_2019",
        "refusal_before_2020",
        "birth_benefit_as_income",
    }
    thin = {reading.id for reading in register() if reading.area == "assistance" and reading.thin}
    assert {rule[0] for rule in RULES.values()} == thin - left


def test_every_l_of_the_notes_has_a_rule() -> None:
    """The page of doubts names what is left out."""
    page = (ROOT / "docs" / "doubts" / "assistance.md").read_text(encoding="utf-8")
    assert re.search(r"## Left out\n.*Law No\. 414-I", page)


# ----- Amounts of the other reading, by hand ----- #

AMOUNTS = [
    # SM 2026 50 851: 2.20 x 50 851 = 111 872.2.
    ("0.3 rounding up", 111_873, 111_872),
    # SM since April 2022 37 389; 0.3 x 1.92 x 37 389 = 21 536.06.
    ("2.1 full state support before the Code", 37_389, 21_537),
    # 15.7 or 35 x 3 180, MRP of benefits since April 2022: 49 926 and 111 300.
    ("2.3 burial before July 2023", 49_926, 111_300),
    # 3 persons x 35 or 70 x 3 450: 362 250 and 724 500.
    ("8 relocation subsidy before 2024", 362_250, 724_500),
]


@pytest.mark.parametrize(("rule", "amount", "other"), AMOUNTS, ids=[case[0] for case in AMOUNTS])
def test_both_readings_by_hand(system: Any, rule: str, amount: float, other: float) -> None:
    name, right, month, facts = RULES[rule]
    (result,) = of(system, facts, month, right, name)
    assert (result.amount, result.other_amount) == (amount, other)


NO_MEANS = {"M": MOTHER, "K": {"birth_date": "2012-06-10"}, "L": {"birth_date": "2015-06-10"}}

#: Entry, right, month, family; our amount and the other.
MORE = [
    # Two full orphans: 2.92 of the ceiling or 2 x 1.54 = 3.08 of 50 851: 148 484.92 and 156 621.08.
    (
        "ceiling_with_full_orphans",
        "survivor_allowance",
        "2026-06",
        {
            "persons": {
                "M": MOTHER,
                "K": {**CHILD, "living_parents": 0},
                "L": {**SMALL, "living_parents": 0},
            },
            **INSURED,
        },
        148_485,
        156_622,
    ),
    # 1.61 x 50 851 = 81 870.11, and 0.85 (half of 1.70) or 1.70 x 50 851: 43 223.35 or 86 446.70.
    (
        "survivor_share_of_a_disabled_child",
        "disability_allowance",
        "2026-06",
        {
            "persons": {
                "M": MOTHER,
                "K": {**CHILD, "disability_group": "group_3", "lost_breadwinner_while_disabled": True},
                "L": SMALL,
            },
            **INSURED,
        },
        125_094,
        168_317,
    ),
    # 200 000 x 0.45 x 1.0 or 1.02 = 90 000 or 91 800, less 10 percent.
    (
        "months_insured_from_sixty",
        "job_loss_payment",
        "2026-06",
        {
            "birth_date": "1985-01-01",
            "registered_unemployed": True,
            "social_insurance_months": 66,
            "average_insured_income_24m": 200_000,
        },
        81_000,
        82_620,
    ),
    # 200 000 x 0.40 or 0.45 x 1.0, less 10 percent: registered in December 2022, paid in January 2023.
    (
        "job_loss_across_a_change",
        "job_loss_payment",
        "2023-01",
        {
            "birth_date": "1985-01-01",
            "registered_unemployed": True,
            "unemployment_registration_date": "2022-12-05",
            "social_insurance_months": 66,
            "average_insured_income_24m": 200_000,
        },
        72_000,
        81_000,
    ),
    # 1.5 x 4 325 for a child who turns seven on 10 June: not on the last day, still on the first.
    (
        "month_of_a_birthday",
        "targeted_assistance_child_supplement",
        "2026-06",
        {
            "persons": {"M": MOTHER, "K": {"birth_date": "2019-06-10"}, "L": {"birth_date": "2012-06-10"}},
            "social_contract": True,
        },
        0,
        6_488,
    ),
    # 7 x 0.29 = 2.03 added to 3.00, the ceiling of the sum 2.92 never lowers 3.00; its own ceiling gives 5.03.
    (
        "ceiling_of_the_supplement_for_service",
        "survivor_allowance",
        "2026-06",
        {
            "persons": {"M": MOTHER, **dict.fromkeys("ABCDEFG", CHILD)},
            "breadwinner_killed_in_service": True,
            **INSURED,
        },
        152_553,
        255_781,
    ),
    # 3 x 39 346, the line given; a loan of 30 000 in the quarter before is 10 000 a month for the family.
    (
        "loans_as_income",
        "targeted_assistance",
        "2025-12",
        {
            "persons": NO_MEANS,
            "social_contract": True,
            "non_mortgage_loans": {"2025-09": 30_000, "otherwise": 0},
            "poverty_line_given": 39_346,
        },
        118_038,
        108_038,
    ),
    # A woman who gave birth on 9 June 2026, first child: 22 of 30 days of 5.76 x 4 325 = 24 912; or the whole month.
    (
        "partial_months_by_days",
        "childcare_benefit",
        "2026-06",
        {"persons": {"M": MOTHER, "B": {"birth_date": "2026-06-09"}}},
        18_269,
        24_912,
    ),
]


@pytest.mark.parametrize(
    ("reading", "right", "month", "facts", "amount", "other"), MORE, ids=[case[0] for case in MORE]
)
def test_more_readings_by_hand(
    system: Any, reading: str, right: str, month: str, facts: dict[str, Any], amount: float, other: float
) -> None:
    (result,) = of(system, facts, month, right, reading)
    assert (result.amount, result.other_amount) == (amount, other)
