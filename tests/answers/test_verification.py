"""The check of payments: expected amounts by hand from the figures of 2025 and 2026 and the law notes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from openfisca_kz.answers.causes import COUNTS, ROWS
from openfisca_kz.answers.causes_facts import AVERAGES, NEIGHBOURS, PARTS
from openfisca_kz.answers.causes_law import WINDOWS
from openfisca_kz.answers.timeline_reasons import INCREASES
from openfisca_kz.answers.verify import Verification, verify
from openfisca_kz.doubts import readings_of
from openfisca_kz.families.family import Situation
from openfisca_kz.families.from_file import situation
from openfisca_kz.language import LANGUAGES, language
from openfisca_kz.presentation.objection import objection
from openfisca_kz.presentation.verification import to_text
from openfisca_kz.problems import InputError

MOTHER = {"birth_date": "1990-03-12", "sex": "female"}


def insured(**mother: Any) -> Situation:
    """Return a mother with 300 000 a month until the birth of May 2026.

    Insured are 300 000 less the pension contribution, 270 000: 0.4 x 270 000 = 108 000, of which 97 200 are paid out.
    """
    worked = {"salary": {"otherwise": 300000, **{f"2026-{month:02}": 0 for month in range(5, 13)}}}
    return situation(
        {
            "family": {"first_parent": "mother", "children": ["baby"]},
            "persons": {"mother": {**MOTHER, **(mother or worked)}, "baby": {"birth_date": "2026-05-14"}},
        }
    )


def children(count: int, **told: Any) -> Situation:
    """Return a mother outside insurance, the youngest of whose children was born on 9 April 2026."""
    births = {f"child {number}": f"{2006 + 4 * number}-01-10" for number in range(1, count)} | {"baby": "2026-04-09"}
    return situation(
        {
            "family": {"first_parent": "mother", "children": list(births), **told},
            "persons": {"mother": MOTHER, **{name: {"birth_date": day} for name, day in births.items()}},
        }
    )


def alone(**facts: Any) -> Situation:
    return situation({"family": {"first_parent": "man"}, "persons": {"man": {"sex": "male", **facts}}})


def kinds(check: Verification) -> list[tuple[str, ...]]:
    return [finding.kinds for finding in check.findings]


def test_a_right_amount() -> None:
    check = verify(insured(), "childcare_payment", "2026-07", 97200)
    assert (check.computed, check.verdict, check.findings) == (97200, "right", ())
    assert "The amount paid is right." in to_text(check)
    assert objection(check) == ""


def test_a_payment_to_who_is_exempt_from_contributions_is_right() -> None:
    """(300 000 - 42 500) x 0.6 x 0.7 x 1.04 = 112 476: nothing is withheld, Social Code, art. 248 p. 3 subp. 2."""
    people = alone(
        birth_date="1980-03-01",
        disability_group="group_2",
        disability_permanent=True,
        work_capacity_loss=0.7,
        work_capacity_loss_date="2026-06-01",
        average_insured_income_24m=300000,
        social_insurance_months=84,
    )
    check = verify(people, "work_capacity_payment", "2026-06", 112476)
    assert check.verdict == "right"
    withheld = verify(people, "work_capacity_payment", "2026-06", 101228.4)
    assert withheld.verdict == "too_little"


def test_a_payment_of_savings_lifted_to_the_least_of_the_year_is_right() -> None:
    """70 percent of 50 851: https://www.lada.kz/kazakhstan-news/144679-novyi-poriadok-pensionnykh-vyplat (10.2025)."""
    people = alone(
        birth_date="1962-03-01",
        fund_pension_award_date="2025-03-05",
        fund_pension_at_award=32359.6,
        pension_savings=3000000,
    )
    check = verify(people, "fund_pension", "2026-06", 35595.70)
    assert check.verdict == "right"


def test_the_contribution_was_not_withheld() -> None:
    """0.4 x 270 000."""
    check = verify(insured(), "childcare_payment", "2026-07", 108000)
    assert (check.verdict, check.difference) == ("too_much", 10800)
    assert kinds(check)[0] == ("withholding",)
    assert check.findings[0].causes == ("the pension contribution was not withheld",)


def test_the_contribution_was_withheld_twice() -> None:
    """97 200 less another 10 800."""
    check = verify(insured(), "childcare_payment", "2026-07", 86400)
    assert check.findings[0].causes == ("the pension contribution was withheld twice",)
    assert check.findings[0].exact


def test_a_month_of_income_is_missing() -> None:
    """270 000 x 23 / 24 = 258 750; x 0.4 x 0.9 = 93 150."""
    check = verify(insured(), "childcare_payment", "2026-07", 93150)
    assert kinds(check) == [("income",)]
    assert check.findings[0].causes[0].startswith("a month of income is missing")


def test_six_months_of_income_are_missing() -> None:
    """270 000 x 18 / 24 = 202 500; x 0.4 x 0.9 = 72 900."""
    check = verify(insured(), "childcare_payment", "2026-07", 72900)
    assert "6 months of income are missing" in [finding.causes[0] for finding in check.findings]


def test_a_month_is_missing_from_an_average_that_was_told() -> None:
    """240 000 x 23 / 24 = 230 000; x 0.4 x 0.9 = 82 800."""
    people = insured(average_insured_income_24m=240000, salary=0)
    check = verify(people, "childcare_payment", "2026-07", 82800)
    assert ("1 months of income are missing",) in [finding.causes for finding in check.findings]


def test_a_cap_was_not_applied() -> None:
    """Seven minimum wages are 595 000: 0.4 x 595 000 x 0.9 = 214 200; without the cap 0.4 x 800 000 x 0.9."""
    people = insured(average_insured_income_24m=800000, salary=0)
    check = verify(people, "childcare_payment", "2026-07", 288000)
    assert check.computed == 214200
    assert ("cap",) in kinds(check)


def test_the_order_of_birth_is_one_too_low() -> None:
    """The fourth: 63 x 4 325 = 272 475; the third: 38 x 4 325 = 164 350."""
    check = verify(children(4), "birth_benefit", "2026-04", 164350)
    assert (check.computed, check.difference, check.verdict) == (272475, -108125, "too_little")
    assert kinds(check)[0] == ("order",)
    assert "3, not 4" in check.findings[0].causes[0]


def test_the_figure_of_last_year() -> None:
    """38 x 3 932 = 149 416."""
    check = verify(children(1), "birth_benefit", "2026-04", 149416)
    assert kinds(check) == [("figure",)]
    assert "3,932 ₸, not 4,325 ₸" in check.findings[0].causes[0]


def test_order_and_figure_together() -> None:
    """The third child with the index of 2025: 7.85 x 3 932 = 30 866.2; the fourth of 2026: 8.9 x 4 325 = 38 492.5."""
    check = verify(children(4), "childcare_benefit", "2026-06", 30867)
    assert check.computed == 38493
    assert {frozenset(pair) for pair in kinds(check)} == {frozenset({"figure", "order"})}
    assert len(check.findings[0].causes) == 2


def test_days_of_the_month() -> None:
    """Born on 9 April, 22 of 30 days are due: 24 912 x 22 / 30 = 18 268.8; 21 days are 17 438.4."""
    check = verify(children(1), "childcare_benefit", "2026-04", 17439)
    assert check.computed == 18269
    assert check.findings[0].causes == ("21 days of the month were counted, not 22",)


def test_a_month_counted_whole() -> None:
    """24 912 for 22 of 30 days."""
    check = verify(children(1), "childcare_benefit", "2026-04", 24912)
    assert "30 days of the month were counted, not 22" in [finding.causes[0] for finding in check.findings]


def test_the_claim_was_counted_late() -> None:
    """Four children: 16.03 x 4 325 = 69 329.75; from 16 August, 16 of 31 days of 69 330: 35 783.2."""
    check = verify(children(4), "large_family_allowance", "2026-08", 35784)
    assert check.computed == 69330
    assert check.findings[0].causes == ("the claim was counted from August 16, 2026",)


def test_a_child_was_not_counted() -> None:
    """Five children: 20.04 x 4 325 = 86 673; four: 69 330."""
    check = verify(children(5), "large_family_allowance", "2026-08", 69330)
    assert check.computed == 86673
    assert kinds(check)[0] == ("order",)
    assert "4 persons, not 5 persons" in check.findings[0].causes[0]


def test_the_group_next_to_it() -> None:
    """Published for 2026: 89 498 for group II, 61 022 for group III."""
    check = verify(alone(birth_date="1980-05-05", disability_group="group_2"), "disability_allowance", "2026-06", 61022)
    assert check.computed == 89498
    assert kinds(check)[0] == ("fact",)
    assert "Group III, not Group II" in check.findings[0].causes[0]


def test_the_zone_next_to_it() -> None:
    """Two MRP in the zone of extreme risk, one in the privileged territory: 8 650 and 4 325."""
    man = alone(birth_date="1985-05-05", ecological_zone="test_site_extreme", salary=200000)
    check = verify(man, "ecological_zone_supplement", "2026-06", 4325)
    assert check.computed == 8650
    assert ("fact",) in kinds(check)
    assert "privileged" in " ".join(cause for finding in check.findings for cause in finding.causes)


def test_a_rule_that_was_not_applied() -> None:
    """The least payment is 24 912 / 0.9 = 27 680, 24 912 paid out; not raised by the contribution 22 420.8."""
    people = insured(average_insured_income_24m=40000, salary=0)
    check = verify(people, "childcare_payment", "2026-07", 22420.8)
    assert check.computed == 24912
    assert any("raised" in finding.causes[0] and "no, not yes" in finding.causes[0] for finding in check.findings)


def test_another_reading() -> None:
    """A doubt of the notes: the least payment of 24 912 not raised by the contribution, 22 420.8 paid out."""
    people = insured(average_insured_income_24m=40000, salary=0)
    check = verify(people, "childcare_payment", "2026-07", 22420.8)
    (doubt,) = [reading for reading in readings_of("childcare_payment") if reading.id == "least_childcare_payment"]
    told = [finding.causes[0] for finding in check.findings if finding.kinds == ("reading",)]
    assert [doubt.question in text and text.endswith(doubt.other) for text in told] == [True]


def test_what_is_varied_exists(system) -> None:
    names = {*NEIGHBOURS, *COUNTS, *PARTS, *AVERAGES}
    assert names <= set(system.variables)
    for path in {*WINDOWS, *INCREASES.values(), *(path for paths in ROWS.values() for path in paths)}:
        node = system.parameters
        for name in path.split("."):
            node = node.children[name]
        assert node.values_list


def test_the_increase_was_not_given() -> None:
    """82 000 of 2025 with 10 percent are 90 200 in 2026 (otyrar.kz, December 2025)."""
    man = alone(birth_date="1955-01-01", age_pension_award_date="2025-05-01", age_pension_at_award=82000)
    check = verify(man, "age_pension", "2026-01", 82000)
    assert check.computed == 90200
    assert "the increase of the year was not given" in check.findings[0].causes[0]


def test_rounding() -> None:
    """8.9 x 4 325 = 38 492.5 is paid as 38 493."""
    check = verify(children(4), "childcare_benefit", "2026-06", 38492)
    assert check.verdict == "too_little"
    assert ("rounding",) in kinds(check)


def test_no_cause_is_found() -> None:
    check = verify(insured(), "childcare_payment", "2026-07", 71717)
    assert check.findings == ()
    assert check.tried > 100
    assert "No cause was found" in to_text(check)
    assert "ask for its calculation" in objection(check)


def test_what_is_not_due_at_all() -> None:
    check = verify(insured(), "childcare_benefit", "2026-07", 24912, person="baby")
    assert (check.computed, check.verdict) == (0, "too_much")
    assert check.line is not None
    assert "childcare_uninsured" in {condition.variable for condition in check.line.conditions}
    assert "this does not hold: Who cares for the child was not insured" in to_text(check)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_objection_in_each_language(lang: str) -> None:
    check = verify(children(4), "birth_benefit", "2026-04", 164350, lang=lang)
    letter = objection(check, lang)
    speech = language(lang)
    for amount in (272475, 164350, 108125, 4325):
        assert speech.money(amount) in letter
    assert "80" in letter  # the article
    assert "2026" in letter
    assert letter.count("_" * 10) >= 4
    assert check.service in letter
    assert not re.search(r"\d{12}", letter)
    assert letter == objection(verify(children(4), "birth_benefit", "2026-04", 164350, lang=lang), lang)
    if lang != "en":
        assert not re.search(r"\b(the|was|due|order)\b", letter)


def test_too_much_is_said_plainly_and_has_no_letter() -> None:
    check = verify(children(3), "birth_benefit", "2026-04", 272475)
    assert (check.verdict, objection(check)) == ("too_much", "")
    assert "More was paid than these facts give." in to_text(check)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("birth_benefits", "2026-04", 1), "did you mean birth_benefit"),
        (("national_fund_share", "2026-04", 1), "paid monthly"),
        (("birth_benefit", "2026-04", -5), "number of tenge, not -5"),
        (("birth_benefit", "2026-04", float("nan")), "number of tenge, not nan"),
        (("birth_benefit", "2026-13", 5), "2026-13 is not a month"),
        (("birth_benefit", "2026-08", 5), "say by --person"),
        (("birth_benefit", "2026-04", 5, "nobody"), "nobody named nobody"),
    ],
)
def test_what_cannot_be_checked(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        verify(children(2), *arguments)
