"""A right has a life: it arises, can be claimed until a day, and is not lost from view in between."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from openfisca_core import periods

from openfisca_kz.answers.explain import explain
from openfisca_kz.assessment.screening import screen
from openfisca_kz.assessment.screening_model import Right
from openfisca_kz.presentation.screening import to_text
from tests.assessment.test_screening_properties import partly_told, people
from tests.rotating import only
from tests.shared import situation

MOTHER = {"birth_date": "1998-03-12", "sex": "female"}
BABY = {"birth_date": "2026-06-09"}


def family(persons: dict[str, Any], **facts: Any) -> Any:
    """Return a mother with her children."""
    members = {"first_parent": "mother", "children": [name for name in persons if name != "mother"]}
    return situation({"persons": persons, "family": {**members, **facts}})


def right(who: str, name: str, told: Any, month: str) -> Right:
    """Return what the answer of a month says of a right."""
    return next(one for one in screen(told, month).rights if (one.right, one.who) == (name, who))


@pytest.mark.parametrize(
    ("month", "status"),
    only(
        [("2026-06", "due"), ("2026-07", "claimable"), ("2027-03", "claimable"), ("2027-12", "claimable")],
        [("2026-06", "due"), ("2027-12", "claimable")],
    ),
)
def test_the_birth_benefit_stays_claimable_for_eighteen_months(month: str, status: str) -> None:
    """Born on 9 June 2026: to 9 December 2027 (Social Code, art. 79 p. 3), 38 x 4 325 = 164 350 tenge, once."""
    told = family({"mother": MOTHER, "baby": BABY}, earlier_children=0)
    answer = screen(told, month)
    benefit = next(one for one in answer.rights if (one.right, one.who) == ("birth_benefit", "baby"))
    assert (benefit.status, benefit.amount, benefit.once) == (status, 164_350, True)
    assert benefit.waiting is not None
    assert benefit.waiting.claim_by == "2027-12-09"
    assert all(condition.holds for condition in benefit.conditions)
    assert answer.once_total_min == 164_350
    if status == "claimable":
        (line,) = (line for line in explain(told, month).claimable if line.variable == "birth_benefit")
        assert line.waiting is not None
        assert (line.waiting.claim_by, line.waiting.each) == ("2027-12-09", "once")
        assert (line.who, line.amount, line.arose) == ("baby", 164_350, "2026-06")
        assert "Can still be claimed" in to_text(answer)


def test_after_the_term_it_is_lost() -> None:
    told = family(
        {"mother": MOTHER, "baby": {**BABY, "adoption_date": "0001-01-01", "guardianship_date": "0001-01-01"}}
    )
    assert right("baby", "birth_benefit", told, "2028-01").status in ("not_due", "possible")
    assert screen(told, "2028-01").once_total_min == 0


def test_what_was_drawn_is_not_claimable() -> None:
    told = family({"mother": MOTHER, "baby": {**BABY, "birth_benefit_claim_date": "2026-06-20"}}, earlier_children=0)
    assert right("baby", "birth_benefit", told, "2026-09").status != "claimable"


@pytest.mark.slow
def test_a_burial_stays_claimable_for_three_years() -> None:
    """Social Code, art. 242 p. 2: within three years of the death."""
    old = {"mother": {"birth_date": "1950-03-12", "sex": "female"}}
    told = situation({"persons": old, "family": {"first_parent": "mother", "deceased": {"2026-03": "recipient"}}})
    for month, status in (("2026-03", "due"), ("2026-04", "claimable"), ("2028-12", "claimable")):
        assert right("family", "burial_payment", told, month).status == status


def test_the_past_that_a_claim_still_brings_stands_apart() -> None:
    """Claimed in July, the childcare benefit brings June from the 9th too: 5.76 x 4 325 x 22 / 30 = 18 268.8, up."""
    from tests.assessment.test_screening import all_told

    answer = screen(all_told({"mother": MOTHER, "baby": BABY}), "2026-07")
    benefit = next(one for one in answer.rights if one.right == "childcare_benefit" and one.who == "baby")
    assert (benefit.status, benefit.amount, benefit.for_the_past) == ("due", 24_912, 18_269)  # 5.76 x 4 325 = 24 912
    assert answer.past_total == 18_269
    assert answer.due_total_min == sum(one.amount_min for one in answer.rights if one.status == "due" and not one.once)


@pytest.mark.parametrize(
    "ahead", [(1, 9, 17), pytest.param(range(0, 18, 3), marks=pytest.mark.slow)], ids=["some", "every third"]
)
def test_no_birth_benefit_is_lost_from_view_within_its_term(ahead: Iterable[int]) -> None:
    """In some months to the end of the term it is due or claimable, or a condition other than the date fails."""
    facts = partly_told(random.Random(0))
    facts["baby"] = {"birth_date": "2026-05-20"}
    facts["family"].setdefault("children", []).append("baby")
    told = people(facts)
    for months in ahead:
        month = str(periods.period("2026-05").offset(months, "month"))
        if np.datetime64(month) < np.datetime64("2026-06"):
            continue  # others of the family are born by June
        benefit = right("baby", "birth_benefit", told, month)
        failing = {one.id for one in benefit.conditions if one.holds is False} - {"birth_benefit_month"}
        drawn = benefit.received or any(name.endswith("_claim_date") for name in facts["baby"])
        assert benefit.status in ("due", "claimable", "possible") or failing or drawn, month


def test_a_social_contract_is_a_step_and_not_a_refusal() -> None:
    """A lone mother without income who has not signed one yet (Social Code, art. 122): due if she signs on applying."""
    persons = {
        "mother": {**MOTHER, "birth_date": "1995-03-12", "salary": 0, "main_carer": False},
        "son": {"birth_date": "2017-02-03", "education": "school"},
    }
    told = right("family", "targeted_assistance", family(persons, social_contract=False), "2026-06")
    assert (told.status, told.step) == ("possible", "social_contract")
    assert told.step_amount > 0
