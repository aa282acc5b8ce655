"""The check of payments: expected amounts by hand from the figures of 2025 and 2026 and the law notes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from openfisca_kz.answers.causes import AVERAGES, COUNTS, NEIGHBOURS, PARTS, ROWS, WINDOWS
from openfisca_kz.answers.timeline_reasons import INCREASES
from openfisca_kz.answers.verify import Verification, verify
from openfisca_kz.doubts import readings_of
from openfisca_kz.families.family import Situation
from openfisca_kz.language import LANGUAGES, language
from openfisca_kz.presentation.objection import objection
from openfisca_kz.presentation.verification import to_text
from openfisca_kz.problems import InputError
from tests.rotating import only
from tests.shared import situation

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


def _flat(text: str) -> str:
    return " ".join(text.split())


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
    assert (withheld.verdict, [ground.kind for ground in withheld.grounds]) == ("right_if", ["reading"])


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


@pytest.mark.slow
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


@pytest.mark.slow
def test_six_months_of_income_are_missing() -> None:
    """270 000 x 18 / 24 = 202 500; x 0.4 x 0.9 = 72 900."""
    check = verify(insured(), "childcare_payment", "2026-07", 72900)
    assert "months of income missing: 6" in [finding.causes[0] for finding in check.findings]


def test_a_month_is_missing_from_an_average_that_was_told() -> None:
    """240 000 x 23 / 24 = 230 000; x 0.4 x 0.9 = 82 800."""
    people = insured(average_insured_income_24m=240000, salary=0)
    check = verify(people, "childcare_payment", "2026-07", 82800)
    assert ("months of income missing: 1",) in [finding.causes for finding in check.findings]


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


@pytest.mark.slow
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
    assert check.findings[0].causes == ("days of the month that were counted: 21, not 22",)


def test_a_month_counted_whole() -> None:
    """24 912 for 22 of 30 days."""
    check = verify(children(1), "childcare_benefit", "2026-04", 24912)
    assert (check.verdict, check.findings, objection(check)) == ("right_if", (), "")
    assert [ground.kind for ground in check.grounds] == ["reading"]
    assert "nothing to object to and nothing to pay back" in _flat(to_text(check))


def test_the_claim_was_counted_late() -> None:
    """Four children: 16.03 x 4 325 = 69 329.75; from 16 August, 16 of 31 days of 69 330: 35 783.2."""
    check = verify(children(4), "large_family_allowance", "2026-08", 35784)
    assert check.computed == 69330
    assert [(ground.kind, ground.text) for ground in check.grounds] == [
        ("claim", "the claim was made on 16 August 2026")
    ]


def test_a_child_was_not_counted() -> None:
    """Five children: 20.04 x 4 325 = 86 673; four: 69 330."""
    check = verify(children(5), "large_family_allowance", "2026-08", 69330)
    assert check.computed == 86673
    assert kinds(check)[0] == ("order",)
    assert "4 persons, not 5 persons" in check.findings[0].causes[0]


@pytest.mark.slow
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


def test_another_reading() -> None:
    """A doubt of the notes: the least payment of 24 912 not raised by the contribution, 22 420.8 paid out."""
    people = insured(average_insured_income_24m=40000, salary=0)
    check = verify(people, "childcare_payment", "2026-07", 22420.8)
    (doubt,) = [reading for reading in readings_of("childcare_payment") if reading.id == "least_childcare_payment"]
    assert check.verdict == "right_if"
    assert [doubt.question in ground.text and ground.text.endswith(doubt.other) for ground in check.grounds] == [True]


def test_what_is_varied_exists(system) -> None:
    names = {*NEIGHBOURS, *COUNTS, *PARTS, *AVERAGES}
    assert names <= set(system.variables)
    for path in {*WINDOWS, *INCREASES.values(), *(path for paths in ROWS.values() for path in paths)}:
        node = system.parameters
        for name in path.split("."):
            node = node.children[name]
        assert node.values_list


@pytest.mark.slow
def test_the_increase_was_not_given() -> None:
    """82 000 of 2025 with 10 percent are 90 200 in 2026 (otyrar.kz, December 2025)."""
    man = alone(birth_date="1955-01-01", age_pension_award_date="2025-05-01", age_pension_at_award=82000)
    check = verify(man, "age_pension", "2026-01", 82000)
    assert check.computed == 90200
    assert "the increase of the year was not applied" in check.findings[0].causes[0]


@pytest.mark.slow
def test_rounding() -> None:
    """8.9 x 4 325 = 38 492.5 is paid as 38 493."""
    check = verify(children(4), "childcare_benefit", "2026-06", 38492)
    assert check.verdict == "too_little"
    assert kinds(check) == [("rounding",)]
    assert objection(check) == ""
    assert "not worth a complaint" in _flat(to_text(check))


def test_no_cause_is_found() -> None:
    check = verify(insured(), "childcare_payment", "2026-07", 71717)
    assert check.findings == ()
    assert check.tried > 100
    assert "No cause was found" in to_text(check)
    assert "ask for its calculation" in objection(check)


@pytest.mark.slow
def test_what_is_not_due_at_all() -> None:
    check = verify(insured(), "childcare_benefit", "2026-07", 24912, person="baby")
    assert (check.computed, check.verdict) == (0, "too_much")
    assert check.line is not None
    assert "childcare_uninsured" in {condition.variable for condition in check.line.conditions}
    assert "not met: The carer of the child was not insured" in to_text(check)


@pytest.mark.parametrize("lang", only(LANGUAGES, ["en"]))
def test_a_complaint_calls_no_condition_unmet_that_is_met_or_open(lang: str) -> None:
    """A third child drawn as a first one; that the carer has not worked was not told, and the sum rests on it."""
    mother = {"birth_date": "1990-04-04", "sex": "female", "salary": 0, "main_carer": True}
    births = ("2017-02-14", "2021-08-08", "2026-05-09")
    children = {f"child {number}": {"birth_date": born} for number, born in enumerate(births, 1)}
    family = {"first_parent": "mother", "children": list(children)}
    people = situation({"persons": {"mother": mother, **children}, "family": family})
    check = verify(people, "childcare_benefit", "2026-11", 24912, "child 3", lang=lang)
    unmet = language(lang).say("not met: {what}", what="")
    assert (check.computed, check.line is not None) == (33952, True)
    assert objection(check, lang)
    assert unmet not in objection(check, lang) + to_text(check, lang)


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


def test_too_much_accuses_nobody_and_has_no_letter() -> None:
    check = verify(children(3), "birth_benefit", "2026-04", 300000)
    text = _flat(to_text(check))
    assert (check.verdict, objection(check)) == ("too_much", "")
    assert "there is nothing you have to do" in text
    assert "is repaid only voluntarily or by a court decision (Social Code, art. 74 p. 2)" in text


def test_too_much_may_rest_on_what_was_not_told() -> None:
    """63 MRP of the fourth child are right if an earlier child lives elsewhere: nobody said how many there are."""
    check = verify(children(3), "birth_benefit", "2026-04", 272475)
    assert check.verdict == "right_if"
    assert [ground.kind for ground in check.grounds] == ["untold"]
    assert "Earlier children" in check.grounds[0].text


def test_a_payment_for_several_months_together() -> None:
    """July to September at 97 200 each: the whole past is paid, Social Code, art. 84 p. 2."""
    check = verify(insured(), "childcare_payment", "2026-09", 3 * 97200)
    assert [ground.kind for ground in check.grounds] == ["months"]
    assert "3 months together, from July 2026" in check.grounds[0].text


def test_figures_that_are_not_known_yet() -> None:
    """The MRP of 2027 is not enacted: nobody can say that 26 000 is wrong."""
    assert verify(children(1), "childcare_benefit", "2027-06", 26000).verdict == "not_judged"


@pytest.mark.parametrize("month", ["2026-05", "2026-09", "2026-12"])
def test_what_is_paid_once_is_right_in_any_month_of_its_term(month: str) -> None:
    """Eighteen months to claim (Social Code, art. 79 p. 3): 38 x 4 325 = 164 350 of a child born in April 2026."""
    check = verify(children(1), "birth_benefit", month, 164350)
    assert (check.verdict, check.computed) == ("right", 164350)


def test_what_is_paid_once_after_the_month_of_a_claim_that_was_told() -> None:
    people = situation(
        {
            "family": {"first_parent": "mother", "children": ["baby"]},
            "persons": {
                "mother": MOTHER,
                "baby": {"birth_date": "2026-04-09", "birth_benefit_claim_date": "2026-04-28"},
            },
        }
    )
    assert verify(people, "birth_benefit", "2026-05", 164350).verdict == "right"


@pytest.mark.slow
def test_who_was_paid_for_the_child() -> None:
    check = verify(children(1), "birth_benefit", "2026-04", 164350, person="mother")
    assert (check.verdict, check.who) == ("right", "baby")
    nothing_due = verify(insured(), "childcare_benefit", "2026-07", 24912, person="mother")
    assert nothing_due.who == "baby"
    twins = situation(
        {
            "family": {"first_parent": "mother", "children": ["one", "two"]},
            "persons": {"mother": MOTHER, "one": {"birth_date": "2026-04-09"}, "two": {"birth_date": "2026-04-09"}},
        }
    )
    with pytest.raises(InputError, match="one of one, two"):
        verify(twins, "birth_benefit", "2026-04", 164350, person="mother")


def test_a_refusal_names_the_conditions_and_their_articles() -> None:
    check = verify(children(4), "large_family_allowance", "2026-08", 0)
    letter = objection(check)
    assert (check.verdict, check.findings) == ("nothing_paid", ())
    assert "If nobody has claimed it yet, claim it." in _flat(to_text(check))
    assert "At least four children count for the allowance (Social Code, art. 90 p. 2)" in letter
    assert "about the refusal" in letter


def test_the_grounds_of_a_complaint() -> None:
    """Social Code, art. 173 p. 1 and 3; Administrative Procedure Code, art. 91: three working days, 99: twenty."""
    check = verify(alone(birth_date="1980-05-05", disability_group="group_2"), "disability_allowance", "2026-06", 50000)
    letter = objection(check)
    for words in ("art. 173 p. 1 subp. 4", "art. 173 p. 3", "art. 91-92", "3 working days", "20 working days"):
        assert words in letter


@pytest.mark.slow
def test_a_fact_that_may_be_the_persons_own_stays_out_of_the_letter() -> None:
    """Paid as in group III; the group is told by the person, so the letter asks for the calculation."""
    check = verify(alone(birth_date="1980-05-05", disability_group="group_2"), "disability_allowance", "2026-06", 61022)
    assert check.findings
    assert "Group III" not in objection(check)


def test_what_would_make_it_nothing_explains_no_payment() -> None:
    """A claim before the birth of 9 April brings nothing: half a tenge is not right because of it."""
    check = verify(children(1), "birth_benefit", "2026-04", 0.5)
    assert (check.verdict, check.grounds) == ("too_little", ())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("birth_benefits", "2026-04", 1), "did you mean birth_benefit"),
        (("national_fund_share", "2026-04", 1), "paid monthly"),
        (("birth_benefit", "2026-04", -5), "number of tenge, not -5"),
        (("birth_benefit", "2026-04", float("nan")), "nan is not a number"),
        (("birth_benefit", "2026-13", 5), "2026-13 is not a month"),
        (("childcare_payment", "2026-08", 5), "say who it is about"),
        (("birth_benefit", "2026-04", 5, "nobody"), "nobody named nobody"),
    ],
)
def test_what_cannot_be_checked(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        verify(children(2), *arguments)
