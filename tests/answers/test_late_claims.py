"""What late claims cost: expected amounts by hand from the figures of 2026 (MRP 4 325)."""

from __future__ import annotations

import pytest
from openfisca_core.periods import Period

from openfisca_kz.answers.late_claims import (
    claimed_rights,
    late_claim_cost,
    late_claim_costs,
    lost_by_right,
    to_lines,
)
from openfisca_kz.answers.timeline import timeline
from openfisca_kz.base import MONTH
from openfisca_kz.engine.bills import find_reform
from openfisca_kz.language import LANGUAGES, language
from openfisca_kz.problems import InputError, month_of
from openfisca_kz.reforms.law_on_social_status import LATE_CLAIMS
from tests.shared import situation

MOTHER = {"birth_date": "1998-03-12", "sex": "female"}


def _months(count: int) -> list[Period]:
    return [month_of("2026-06").offset(step) for step in range(count)]


def family(**baby: str):
    return situation(
        {
            "family": {"first_parent": "mother", "children": ["baby"]},
            "persons": {"mother": MOTHER, "baby": {"birth_date": "2026-06-10", **baby}},
        }
    )


def test_a_claim_one_month_past_the_term_loses_everything() -> None:
    """5.76 x 4 325 = 24 912: 21 of 30 days of June 17 438.4, seventeen months, 10 of 31 days of December 8 036.1.

    17 439 + 17 x 24 912 + 8 037 = 448 980.
    """
    people = family(childcare_benefit_claim_date="2028-01-10")
    ((claim, lost, months),) = lost_by_right(late_claim_costs(people, _months(24)))
    assert (claim.right, claim.who, lost, months) == ("childcare_benefit", "baby", 448980, 19)
    assert (claim.limit, claim.limit_unit, claim.claim_date) == (18, "months", "2028-01-10")
    assert "after the time limit of 18" in claim.why
    assert claim.law is not None
    assert "art. 81" in claim.law.text


def test_a_claim_on_the_last_day_loses_nothing() -> None:
    assert late_claim_costs(family(childcare_benefit_claim_date="2027-12-10"), _months(24)) == ()


def test_a_later_claim_in_time_loses_and_gains_nothing() -> None:
    """38 x 4 325 = 164 350 in September and not in June: within the eighteen months of art. 79 p. 3."""
    people = family(birth_benefit_claim_date="2026-09-10")
    assert late_claim_costs(people, _months(6)) == ()


def test_what_is_paid_once_is_lost_after_its_term() -> None:
    """Born on 10 June 2026: the term ends on 10 December 2027."""
    (claim,) = late_claim_cost(family(birth_benefit_claim_date="2028-01-10"), "2026-06")
    assert claim.lost == 164350


def test_a_right_that_begins_with_the_claim() -> None:
    """16.03 x 4 325 = 69 330 a month; of August 16 of 31 days: 35 783.2; June, July and 33 546 of August are lost."""
    births = {"a": "2010-02-14", "b": "2012-01-01", "c": "2015-01-01", "d": "2018-01-01"}
    people = situation(
        {
            "family": {
                "first_parent": "mother",
                "children": list(births),
                "large_family_allowance_claim_date": "2026-08-16",
            },
            "persons": {
                "mother": {**MOTHER, "birth_date": "1986-03-12"},
                **{name: {"birth_date": day} for name, day in births.items()},
            },
        }
    )
    claims = late_claim_costs(people, _months(6))
    assert [(claim.month, claim.lost) for claim in claims] == [
        ("2026-06", 69330),
        ("2026-07", 69330),
        ("2026-08", 33546),
    ]
    assert "what was due before then is lost" in claims[0].why
    assert timeline(people, "2026-06", 1).late_claims == claims


def test_a_right_paid_for_some_months_back() -> None:
    """Twelve months before the claim of November 2026 are paid, the thirteenth is not (Social Code, art. 234 p. 8)."""
    people = situation(
        {
            "family": {
                "first_parent": "mother",
                "survivor_allowance": 42530,
                "survivor_allowance_claim_date": "2026-11-15",
            },
            "persons": {"mother": MOTHER},
        }
    )
    assert late_claim_cost(people, "2025-11") == ()
    (claim,) = late_claim_cost(people, "2025-10")
    assert (claim.lost, claim.limit) == (42530, 12)
    assert "no more than 12" in claim.why


def test_a_dependant_past_the_age_of_a_claim() -> None:
    """23 on the day of the claim: nothing (Social Code, art. 239 p. 7). 157 500 x 0.5 x 0.6 x 1.04 = 49 140."""
    student = {"birth_date": "2003-09-20", "sex": "male", "education": "bachelor", "kinship_to_breadwinner": "child"}
    breadwinner = {
        "breadwinner_death_date": "2026-01-15",
        "breadwinner_average_insured_income": 200000,
        "breadwinner_insured_months": 84,
    }
    people = situation(
        {
            "family": {"others": "student", "survivor_payment_claim_date": "2026-10-01", **breadwinner},
            "persons": {"student": student},
        }
    )
    (claim,) = late_claim_cost(people, "2026-08")
    assert (claim.lost, claim.limit, claim.limit_unit) == (49140, 23, "years")
    assert "(age limit: 23 years; for a carer, of the child cared for: 3 years)" in claim.why


def test_the_cost_is_what_the_bill_restores() -> None:
    """In each month the loss is the amount under proactive provision less the amount today."""
    people = family(childcare_benefit_claim_date="2028-01-10")
    bill = find_reform("proactive_provision")(people.system)
    for step in (0, 1, 3, 18):
        month = month_of("2026-06").offset(step, MONTH)
        today, under_bill = (
            people.simulation(month, law).calculate("total_rights", month)[0] for law in (people.system, bill)
        )
        others = {"targeted_assistance", "targeted_assistance_child_supplement"}
        assisted = [
            sum(people.simulation(month, law).calculate(name, month)[0] for name in others)
            for law in (people.system, bill)
        ]
        lost = sum(claim.lost for claim in late_claim_cost(people, month))
        assert lost == (under_bill - assisted[1]) - (today - assisted[0])


def test_every_late_claim_of_the_bill_can_be_counted(system) -> None:
    """Each date that the bill makes of no account is one whose cost is known here."""
    assert {name.removesuffix("_claim_date") for name in LATE_CLAIMS} <= set(claimed_rights(system))


def test_nothing_is_told() -> None:
    assert late_claim_cost(family(), "2026-06") == ()


def test_a_month_before_the_birth_is_refused() -> None:
    with pytest.raises(InputError, match="after May 2026"):
        late_claim_cost(family(), "2026-05")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reasons_in_each_language(lang: str) -> None:
    (claim,) = late_claim_cost(family(childcare_benefit_claim_date="2028-01-10"), "2026-07", lang)
    assert language(lang).money(24912) in to_lines([claim], language(lang))[0]
    assert ("claimed" in claim.why) is (lang == "en")
