"""The explanation of a pension names every input, percent, cap, minimum and article, and each reading used."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from openfisca_kz.answers.explain import explain
from openfisca_kz.assessment.model import Line
from openfisca_kz.doubts import readings_of
from openfisca_kz.doubts.model import ReadingResult
from openfisca_kz.presentation.explanation.text import to_text
from tests.doubts.families import alone
from tests.rotating import some

INCREASES = {
    "2020-01-01": 0.07,
    "2020-04-01": 0.05,
    "2021-01-01": 0.07,
    "2022-01-01": 0.07,
    "2022-04-01": 0.04,
    "2023-01-01": 0.105,
    "2024-01-01": 0.09,
    "2025-01-01": 0.085,
    "2026-01-01": 0.1,
}
RAISED = {("indicators.pension_indexation", day): rate for day, rate in INCREASES.items()}

AGE = "rights.pensions.age_pension"
BASIC = "rights.pensions.basic_pension"
SERVICE = "rights.pensions.service_pension"
FUND = "rights.pensions.fund"

OFFICER = {
    "birth_date": "1968-01-15",
    "sex": "male",
    "service_pension_route": "service_age_limit",
    "service_dismissal_date": "2019-05-10",
    "service_pension_award_date": "2019-05-10",
    "service_months_at_dismissal": 330,
    "other_work_months_at_dismissal": 24,
}

#: Right, month, facts; then the figures that the amount rests on, and the facts it was made of.
CASES: dict[str, tuple[str, str, dict[str, Any], dict[tuple[str, str], float], set[str]]] = {
    "age pension of 2019, income above the cap, 26 years": (
        "age_pension",
        "2026-06",
        {
            "birth_date": "1956-01-31",
            "sex": "male",
            "service_months_before_1998": 312,
            "pension_average_income": 310_000,
        },
        {
            (f"{AGE}.full_service.male", "1998-01-01"): 25,
            (f"{AGE}.share_of_income", "1998-01-01"): 0.6,
            (f"{AGE}.share_by_year", "1998-01-01"): 0.01,
            ("indicators.pension_income_cap", "2017-07-01"): 46,
            ("indicators.mrp", "2019-01-01"): 2525,
            **RAISED,
        },
        {"service_months_before_1998", "pension_average_income", "age_pension_start", "sex"},
    ),
    "age pension of 2026, forty years: the greatest share": (
        "age_pension",
        "2026-06",
        {
            "birth_date": "1963-01-31",
            "sex": "male",
            "service_months_before_1998": 480,
            "pension_average_income": 310_000,
        },
        {
            (f"{AGE}.greatest_share", "1998-01-01"): 0.75,
            ("indicators.pension_income_cap", "2023-01-01"): 55,
            ("indicators.mrp", "2026-01-01"): 4325,
        },
        {"service_months_before_1998", "pension_average_income"},
    ),
    "age pension of 2026, five years of a low income: the minimum": (
        "age_pension",
        "2026-06",
        {
            "birth_date": "1963-01-31",
            "sex": "male",
            "service_months_before_1998": 60,
            "pension_average_income": 50_000,
        },
        {
            (f"{AGE}.full_service.male", "1998-01-01"): 25,
            ("indicators.minimum_pension", "2026-01-01"): 69_049,
        },
        {"service_months_before_1998"},
    ),
    "basic pension of 25 years": (
        "basic_pension",
        "2026-06",
        {
            "birth_date": "1963-01-31",
            "sex": "male",
            "service_months_before_1998": 200,
            "pension_contribution_months": 100,
        },
        {
            (f"{BASIC}.least_share", "2025-01-01"): 0.7,
            (f"{BASIC}.share_by_year", "2018-07-01"): 0.02,
            (f"{BASIC}.years_at_least_share", "2018-07-01"): 10,
            ("indicators.subsistence_minimum", "2026-01-01"): 50_851,
        },
        {"pension_participation_years", "service_months_before_1998", "pension_contribution_months"},
    ),
    "basic pension of 40 years": (
        "basic_pension",
        "2026-06",
        {"birth_date": "1963-01-31", "sex": "male", "service_months_before_1998": 480},
        {
            (f"{BASIC}.greatest_share", "2026-01-01"): 1.18,
            ("indicators.subsistence_minimum", "2026-01-01"): 50_851,
        },
        {"pension_participation_years"},
    ),
    "payment of savings by the rate, after harmful work": (
        "fund_pension",
        "2026-06",
        {
            "birth_date": "1963-01-31",
            "sex": "male",
            "pension_savings": 10_000_000,
            "occupational_contribution_months": 84,
        },
        {
            (f"{FUND}.payout_rate", "2021-04-01"): 0.065,
            (f"{FUND}.harmful_work_factor", "2021-04-01"): 1.45,
        },
        {"pension_savings", "occupational_contribution_months"},
    ),
    "least payment of savings": (
        "fund_pension",
        "2026-06",
        {"birth_date": "1963-01-31", "sex": "male", "pension_savings": 1_000_000},
        {
            (f"{FUND}.least_payment", "2021-04-01"): 0.7,
            ("indicators.subsistence_minimum", "2026-01-01"): 50_851,
        },
        set(),
    ),
    "payment of savings awarded in 2024": (
        "fund_pension",
        "2026-06",
        {
            "birth_date": "1961-01-31",
            "sex": "male",
            "pension_savings": 9_000_000,
            "fund_pension_award_date": "2024-02-01",
            "fund_pension_at_award": 60_000,
        },
        {(f"{FUND}.increase", "2022-01-01"): 0.05},
        {"fund_pension_at_award", "fund_pension_award_date"},
    ),
    "state guarantee": (
        "fund_state_guarantee",
        "2026-01",
        {
            "birth_date": "1963-01-31",
            "sex": "male",
            "pension_savings": 1_000_000,
            "pension_contributions_with_inflation": 1_300_000,
        },
        {},
        {"pension_savings", "pension_contributions_with_inflation"},
    ),
    "service pension of 2019 by the pay": (
        "service_pension",
        "2026-06",
        {**OFFICER, "service_pay_at_dismissal": 300_000},
        {
            (f"{SERVICE}.full_service", "1998-01-01"): 25,
            (f"{SERVICE}.share_of_pay", "1998-01-01"): 0.5,
            (f"{SERVICE}.share_by_year_of_service", "1998-01-01"): 0.02,
            (f"{SERVICE}.share_by_year_of_work", "1998-01-01"): 0.01,
            **RAISED,
        },
        {
            "service_pay_at_dismissal",
            "service_months_at_dismissal",
            "other_work_months_at_dismissal",
            "service_pension_start",
        },
    ),
    "service pension of 2019 at its cap": (
        "service_pension",
        "2026-06",
        {**OFFICER, "service_pay_at_dismissal": 900_000},
        {
            (f"{SERVICE}.cap", "2014-04-01"): 109,
            ("indicators.mrp", "2019-01-01"): 2525,
            **RAISED,
        },
        {"service_pension_start"},
    ),
}


@functools.cache
def line_of_case(system: Any, case: str) -> Line:
    """Return the line that a case is about."""
    right, month, told, _, _ = CASES[case]
    return line_of(system, right, month, told)


def line_of(system: Any, right: str, month: str, facts: dict[str, Any], lang: str = "en") -> Line:
    """Return the line of a right in the explanation of a person who lives alone."""
    whole = explain(alone(system, **facts), month, lang)
    (line,) = [line for line in (*whole.due, *whole.possible) if line.variable == right]
    return line


@pytest.mark.parametrize("case", some(CASES, 5))
def test_a_pension_names_its_figures_facts_and_articles(system: Any, case: str) -> None:
    _, _, _, figures, facts = CASES[case]
    line = line_of_case(system, case)
    named = {(figure.parameter, figure.since): figure for figure in line.figures}
    assert {key: named[key].value for key in figures if key in named} == figures
    assert all(figure.law is not None for figure in line.figures)
    assert facts <= {fact.variable for fact in line.facts}
    assert all(law.text.startswith(("Social Code", "Government resolution")) for law in line.law)
    assert line.law


@pytest.mark.parametrize("case", some(CASES, 5))
def test_a_pension_says_which_reading_was_used(system: Any, case: str) -> None:
    """Every question that concerns the person, the reading used, and what the other would give if it can be told."""
    right = CASES[case][0]
    questions = {question.id: question for question in line_of_case(system, case).readings}
    expected = {
        "age_pension": {"one_percent_for_a_year", "minimum_before_the_share_of_service", "rounding_of_pensions"},
        "basic_pension": {"participation_after_the_award", "rounding_of_pensions"},
        "fund_pension": {"fund_savings_together"},
        "fund_state_guarantee": {"guarantee_index"},
        "service_pension": {"work_beside_service", "rounding_of_pensions", "service_pension_not_modelled"},
    }[right]
    assert expected <= set(questions)
    for question in questions.values():
        assert "The reading used here: " in question.text
        assert "ther" in question.text.split("The reading used here: ")[1]


def test_the_other_amount_is_printed(system: Any) -> None:
    """12.5 of 25 years: half of 69 049, up; or half of 60 000, raised to 69 049 (minimum pension of 2026)."""
    told = {
        "birth_date": "1963-01-15",
        "sex": "male",
        "service_months_before_1998": 150,
        "pension_average_income": 100_000,
    }
    text = " ".join(to_text(explain(alone(system, **told), "2026-06")).split())
    assert "Otherwise (after, so that it cannot) it would be 69,049 ₸." in text
    assert "Otherwise (in full years) it would be 33,144 ₸." in text
    assert "The reading used here: of the income. The other reading (of the pension) would give the same." in text


@pytest.mark.parametrize(
    ("lang", "words"),
    some(
        [
            ("ru", "При другом прочтении (после него, поэтому ниже минимума она быть не может) было бы 69 049 ₸."),
            ("kk", "Басқаша оқылса (кейін, сондықтан ол одан аз бола алмайды), 69 049 ₸ болар еді."),
        ],
        1,
    ),
)
def test_the_other_amount_in_other_languages(system: Any, lang: str, words: str) -> None:
    told = {
        "birth_date": "1963-01-15",
        "sex": "male",
        "service_months_before_1998": 150,
        "pension_average_income": 100_000,
    }
    texts = [question.text for question in line_of(system, "age_pension", "2026-06", told, lang).readings]
    assert any(words in text.replace("\xa0", " ").replace("\u202f", " ") for text in texts), texts


@pytest.mark.parametrize(
    ("other", "said"),
    [(81_131.25, "the difference would be less than one tenge."), (81_132.0, "it would be 81,132")],
)
def test_what_is_shown_as_the_same_amount_is_not_said_to_be_another(other: float, said: str) -> None:
    """81 130.60 tenge are shown as 81 131, and so are 81 131.25."""
    reading = next(one for one in readings_of("childcare_payment") if one.computable)
    text = ReadingResult(reading, "childcare_payment", "child", 81_130.6, other, matters=True).say()
    assert said in text
