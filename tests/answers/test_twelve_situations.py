"""Twelve situations against a key worked out by hand from the statute (docs/situations.md)."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

import openfisca_kz
from openfisca_kz.answers.explain import explain
from openfisca_kz.answers.timeline import timeline
from openfisca_kz.answers.verify import RIGHT, RIGHT_IF, verify
from openfisca_kz.assessment.model import Explanation, Sums
from openfisca_kz.assessment.screening import Screening, screen
from openfisca_kz.families.family import Situation
from openfisca_kz.families.from_file import parse_family
from openfisca_kz.language import LANGUAGES, language
from openfisca_kz.presentation.explanation import to_dict
from openfisca_kz.presentation.explanation import to_text as to_words
from openfisca_kz.presentation.next_step import step_lines
from openfisca_kz.presentation.screening import to_text
from openfisca_kz.problems import month_of
from openfisca_kz.services.next_steps import next_steps
from tests.rotating import in_turn, only, some
from tests.shared import read_family, situation

FOLDER = Path(openfisca_kz.__file__).parent / "situations" / "twelve"
MONTH, ADOPTION = "2026-11", "2026-12"

#: Family, right, who, amount in tenge; the arithmetic and the articles stand in docs/situations.md.
KEY = (
    ("baby_1_month", "birth_benefit", "Aru", 164350),
    ("baby_1_month", "childcare_benefit", "Aru", 24912),
    ("baby_6_months", "birth_benefit", "Alan", 164350),
    ("baby_6_months", "childcare_benefit", "Alan", 33952),
    ("baby_17_months", "birth_benefit", "Inju", 164350),
    ("baby_17_months", "childcare_benefit", "Inju", 24912),
    ("mother_on_leave", "childcare_payment", "Tomiris", 93150),
    ("mother_on_leave", "birth_benefit", "Tomiris", 164350),
    ("widow", "survivor_allowance", "family", 114415),
    ("widow", "survivor_payment", "family", 99600),
    ("widow", "childcare_benefit", "Amir", 29454),
    ("widow", "birth_benefit", "Amir", 164350),
    ("guardian_grandmother", "guardian_allowance", "Temirlan", 43250),
    ("adoption_fourth", "adoption_lump_sum", "Aisha", 324375),
    ("miner_and_wife", "basic_pension", "Kulyash", 56954),
    ("father_fired", "job_loss_payment", "Timur", 102060),
    ("student_22", "large_family_allowance", "family", 69330),
    ("kandas_newborn", "birth_benefit", "Adai", 164350),
    ("kandas_newborn", "childcare_benefit", "Adai", 24912),
    ("work_capacity", "work_capacity_payment", "Marat", 112476),
    ("work_capacity", "disability_allowance", "Marat", 89498),
)
#: The situations where what is paid once, drawn, guessed or gone by was once added to what is paid a month.
QUICK = ("adoption_fourth", "baby_1_month", "pensioner", "miner_and_wife", "widow", "lone_mother")
FAMILIES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def _quick(rows: tuple[tuple[Any, ...], ...]) -> list[Any]:
    """Return rows that begin with a family, those of some families for the quick run."""
    return only(rows, [one for one in rows if one[0] in QUICK])


RIGHTS = _quick(KEY)
EACH = only(FAMILIES, QUICK)


@functools.cache
def family(name: str) -> Situation:
    return read_family(str(FOLDER / f"{name}.yaml"))


def month(name: str) -> str:
    return ADOPTION if name == "adoption_fourth" else MONTH


@functools.cache
def screened(name: str) -> Screening:
    return screen(family(name), month(name))


@functools.cache
def explained(name: str, lang: str = "en") -> Explanation:
    return explain(family(name), month(name), lang)


def test_there_are_twelve() -> None:
    """The first situation has three ages of the child."""
    assert len(FAMILIES) == 12 + 2


@pytest.mark.parametrize(("name", "right", "who", "amount"), RIGHTS)
def test_every_right_of_the_key_is_there_with_its_amount(name: str, right: str, who: str, amount: float) -> None:
    (line,) = (one for one in screened(name).rights if (one.right, one.who) == (right, who))
    assert line.status in ("due", "claimable", "possible")
    assert line.amount_min - 1 <= amount
    assert line.amount_max is None or amount <= line.amount_max + 1


@pytest.mark.parametrize(("name", "right", "who", "amount"), RIGHTS)
def test_what_was_paid_right_accuses_nobody(name: str, right: str, who: str, amount: float) -> None:
    check = verify(family(name), right, month(name), amount, None if who == "family" else who)
    assert check.verdict in (RIGHT, RIGHT_IF)
    assert check.computed == pytest.approx(amount, abs=1) or check.grounds


def test_who_draws_a_pension_hears_of_no_loss() -> None:
    """The basic pension is awarded with the age pension: who draws the one draws the other."""
    pensions = [right for right in screened("pensioner").rights if right.right in ("age_pension", "basic_pension")]
    assert [(right.received, right.waiting) for right in pensions] == [(True, None)] * 2


@pytest.mark.parametrize("name", only([key[0] for key in KEY if key[1] == "birth_benefit"], ["baby_1_month", "widow"]))
def test_what_arose_once_can_still_be_claimed(name: str) -> None:
    """Eighteen months from the birth (Social Code, art. 79 p. 3)."""
    by = {
        "baby_1_month": "2028-04-05",
        "baby_6_months": "2027-11-09",
        "baby_17_months": "2026-12-20",
        "mother_on_leave": "2028-04-05",
        "widow": "2027-08-10",
        "kandas_newborn": "2028-04-03",
    }
    child, amount = next((who, sum_) for family, right, who, sum_ in KEY if (family, right) == (name, "birth_benefit"))
    (line,) = (one for one in screened(name).rights if (one.right, one.who) == ("birth_benefit", child))
    assert (line.status, line.amount_told) == ("claimable", amount)  # at the figures of the claim, art. 80 p. 2
    assert line.waiting is not None
    assert (line.waiting.claim_by, line.waiting.lost) == (by[name], amount)


#: Until when a monthly right can be claimed without loss, what a later claim loses, and what a month then still brings.
TERMS = (
    # Eighteen months from the birth: a day later nothing is paid, of the past neither.
    ("baby_17_months", "childcare_benefit", "Inju", "2026-12-20", "all", 0),
    # Twelve months back from the claim: with the next month the first of the last twelve is gone.
    ("guardian_grandmother", "survivor_allowance", "family", "2026-11-30", "month", 0),
    ("widow", "survivor_allowance", "family", "2027-06-30", "month", 0),
    # For the children until they are 23; for the mother who cares for one only until that child is three.
    ("widow", "survivor_payment", "family", "2029-02-09", "less", 80_925),
)


@pytest.mark.parametrize(("name", "right", "who", "day", "each", "left"), _quick(TERMS))
def test_what_is_lost_after_the_last_day_is_what_a_later_claim_loses(
    name: str, right: str, who: str, day: str, each: str, left: float
) -> None:
    (line,) = (one for one in screened(name).rights if (one.right, one.who) == (right, who))
    assert line.waiting is not None
    assert (line.waiting.each, round(line.waiting.left)) == (each, left)
    assert line.waiting.claim_by == (None if each == "month" and day <= f"{MONTH}-30" else day)
    now, last, later = (
        paid_when_claimed(name, right, who, when) for when in (f"{MONTH}-01", day, str(np.datetime64(day) + 1))
    )
    assert sum(last.values()) == sum(now.values())  # until that day nothing is lost
    lost = {when: now[when] - later[when] for when in now if now[when] > later[when]}
    if each == "all":
        assert not any(later.values())
    elif each == "month":
        assert (list(lost), later[min(lost)]) == ([min(when for when in now if now[when])], 0)
    else:
        assert {later[when] for when in lost if when >= MONTH} == {left}
        assert min(lost) == min(when for when in now if now[when])


def paid_when_claimed(name: str, right: str, who: str, day: str) -> dict[str, float]:
    """Return what is paid in each month from two years before to the month after a claim of the last of the days."""
    data = yaml.safe_load((FOLDER / f"{name}.yaml").read_text())
    place = data["family"] if who == "family" else data["persons"][who]
    place[f"{right}_claim_date"] = day
    told = situation(data, source=name)
    simulation = told.simulation(MONTH)
    months = [str(np.datetime64("2025-01") + count) for count in range(52)]
    index = 0 if who == "family" else told.persons.index(who)
    return {each: float(simulation.calculate(f"{right}_paid", each)[index]) for each in months}


@pytest.mark.parametrize("name", EACH)
def test_every_right_has_its_next_step(name: str) -> None:
    steps = screened(name).to_dict()["next_steps"]
    for right in {key[1] for key in KEY if key[0] == name}:
        assert steps[right]["channels"]
        assert steps[right]["documents"] is not None


@pytest.mark.parametrize("lang", only(LANGUAGES, ["ru"]))
def test_the_next_step_in_each_language(lang: str) -> None:
    """Seven working days, 72 hours of the SMS, and the same on the card of the screening."""
    text = " ".join(step_lines("birth_benefit", lang))
    assert "1414" in text
    assert "7" in text
    assert "72" in text
    assert text in " ".join(to_text(screen(family("baby_1_month"), "2026-10", lang), lang).split())
    assert len({" ".join(step_lines("birth_benefit", code)) for code in LANGUAGES}) == len(LANGUAGES)


def test_a_pension_is_not_offered_without_an_application() -> None:
    assert next_steps()["basic_pension"].provision == "application"


@pytest.mark.parametrize("lang", only(LANGUAGES, ["ru"]))
def test_what_is_drawn_already_is_not_applied_for(lang: str) -> None:
    """Nina has drawn her pension since April 2016: neither answer sends her to apply for the basic pension."""
    already = language(lang).say("You already get this (according to the date you gave).")
    office = language(lang).say("any branch of the State Corporation “Government for Citizens”")
    for text in (
        to_words(explained("pensioner", lang)),
        to_text(screen(family("pensioner"), MONTH, lang), lang),
    ):
        assert already in " ".join(text.split())
        assert office not in " ".join(text.split())
    assert office in " ".join(to_words(explained("miner_and_wife", lang)).split())


# ----- Statuses ----- #


@pytest.mark.parametrize("lang", only(LANGUAGES, ["kk"]))
def test_where_no_status_is_certain_those_that_may_be_are_named(lang: str) -> None:
    """As the passport has them: Madina may earn, study or go out, and is the carer of a child under three so far."""
    speech, whole = language(lang), explained("baby_17_months", lang)
    madina = whole.persons[0]
    assert [fact.variable for fact in madina.statuses] == []
    assert madina.perhaps[0].variable == "nonworking_carer_child_under_3"
    named = "; ".join(fact.label for fact in madina.perhaps)
    text = " ".join(to_words(whole).split())
    assert speech.say("no status is certain yet (perhaps: {statuses})", statuses=named) in text


def test_who_has_none_of_the_statuses_hears_that_it_takes_nothing_away() -> None:
    text = " ".join(to_words(explained("father_fired")).split())
    assert "None of the statuses on the list; that is usual and does not take away any right." in text


def test_of_the_dead_no_status_is_said() -> None:
    person = {"birth_date": "1950-01-01", "sex": "male", "death_date": "2026-10-05"}
    told = situation({"persons": {"old": person}, "family": {"first_parent": "old"}})
    (old,) = explain(told, MONTH).persons
    assert not old.here
    assert "Has died or left Kazakhstan for good" in to_words(explain(told, MONTH))


# ----- Nothing is open without a question, nothing refused without a condition ----- #


def test_where_only_the_amount_is_open_the_fact_it_waits_for_is_named() -> None:
    """Kulyash has reached the pension age and worked fifteen years before 1998: what is missing is her income."""
    (line,) = (line for line in explained("miner_and_wife").possible if line.variable == "age_pension")
    assert (line.who, line.conditions) == ("Kulyash", ())
    assert [fact.variable for fact in line.needs] == ["age_pension_at_award", "pension_average_income"]
    text = " ".join(to_words(explained("miner_and_wife")).split())
    assert "? The amount depends on what was not given: Age pension at its award; Average monthly income" in text


@pytest.mark.parametrize("name", EACH)
def test_every_line_that_is_not_due_says_why(name: str) -> None:
    whole = explained(name)
    assert not [line.variable for line in whole.not_due if not (line.conditions or line.closed_by)]
    unsaid = [line for line in whole.possible if not (line.conditions or line.only_if or line.needs)]
    assert not [line.variable for line in unsaid if not (line.amount or line.for_the_past or line.step_amount)]


@pytest.mark.parametrize("name", some(["pensioner", "guardian_grandmother"], 1))
def test_without_a_child_of_the_age_the_supplement_is_for_nobody_of_the_family(name: str) -> None:
    (line,) = (line for line in explained(name).not_due if line.variable == "targeted_assistance_child_supplement")
    assert line.closed_by == "Child aged one to six"


# ----- Questions ----- #

#: What a good social worker asks first: what is drawn now, pay, other income, who cares, work before, the home.
FIRST = {
    "received", "salary", "own_business", "civil_contract_income", "other_income", "other_counted_income", "main_carer",
    "housing", "pension_paid", "age_pension_at_award", "social_insurance_months", "unemployment_registration_date",
    "maternity_leave_start", "expecting", "property",
}  # fmt: skip

#: Never before those; work before 1998 only of people near or past the pension age.
LATE = {"veteran", "veteran_category", "zone", "ecological_zone", "test_site_residence_months"}
OLD, WORK_BEFORE_1998 = 58, "service_months_before_1998"


def check_questions(answer: Screening, people: Situation) -> None:
    """Three good questions among the first six, none too early, none that age excludes."""
    six = [question.fact for question in answer.questions[:6]]
    good = [place for place, fact in enumerate(six) if fact in FIRST]
    assert len(good) >= 3, six
    years = max(people.age_in_months(place, month_of(answer.month)) // 12 for place in range(len(people.persons)))
    late = LATE if years >= OLD else LATE | {WORK_BEFORE_1998}
    assert late.isdisjoint(six[: good[2]]), six
    grown = {
        who
        for place, who in enumerate(people.persons)
        if people.age_in_months(place, month_of(answer.month)) >= 14 * 12
    }
    for question in answer.questions[:6]:
        if question.fact in ("salary", "own_business", "jobless", "expecting", "pension_paid", "main_carer"):
            assert {fact.who for fact in question.facts if fact.who != "family"} <= grown, question.fact


@pytest.mark.parametrize("name", EACH)
def test_the_first_six_questions_are_those_of_a_good_social_worker(name: str) -> None:
    check_questions(screened(name), family(name))


# ----- Health insurance ----- #

#: Family, who, whether insured on what was told, a word of the ground, the last month (docs/situations.md).
COVER = (
    ("baby_1_month", "Aizhan", True, "carer of a child under three", "2029-09"),
    ("baby_1_month", "Ruslan", True, "contributions", None),
    ("baby_1_month", "Aru", True, "child", "2044-09"),
    ("baby_6_months", "Saule", True, "carer of a child under three", "2029-04"),
    ("mother_on_leave", "Zhanar", True, "on leave for a child", "2026-12"),
    ("lone_mother", "Gaukhar", False, "", None),
    ("lone_mother", "Nurzhan", True, "child", "2038-04"),
    ("widow", "Dinara", True, "carer of a child under three", "2029-01"),
    ("guardian_grandmother", "Raikhan", True, "pension", None),
    ("guardian_grandmother", "Temirlan", True, "child", "2034-07"),
    ("miner_and_wife", "Bolat", False, "", None),
    ("father_fired", "Timur", True, "unemployed", None),
    ("father_fired", "Asem", False, "", None),
    ("pensioner", "Nina", True, "pension", None),
    ("student_22", "Aigul", True, "student", None),
    ("student_22", "Serik", True, "contributions", None),
    ("work_capacity", "Marat", True, "disability", None),
)


@pytest.mark.parametrize(("name", "who", "insured", "ground", "until"), _quick(COVER))
def test_the_health_insurance_of_each_person(
    name: str, who: str, insured: bool, ground: str, until: str | None
) -> None:
    (cover,) = (one for one in screened(name).cover if one.who == who)
    assert cover.insured in (None, insured)
    assert (cover.insured_told, cover.until) == (insured, until)
    assert ground in cover.ground
    assert not cover.pay_not_told


def test_where_pay_was_not_told_the_health_insurance_is_not_known() -> None:
    people = {"Ana": {"birth_date": "1990-01-01", "sex": "female"}}
    answer = screen(situation({"persons": people, "family": {"first_parent": "Ana"}}), MONTH)
    assert [(one.insured, one.pay_not_told) for one in answer.cover] == [(None, True)]
    assert "Ana: Health insurance: not known, because the pay was not given" in to_text(answer)


# ----- Nothing false, nothing mixed ----- #


@pytest.mark.parametrize("name", EACH)
def test_sums_of_a_month_once_and_for_the_past_stand_apart(name: str) -> None:
    answer = screened(name)
    tenge = [one for one in answer.rights if one.unit == "KZT" and one.right != "childcare_pension_subsidy"]
    told = [one for one in tenge if one.status in ("due", "claimable") or one in answer.likely]
    assert answer.told_total == sum(one.amount_told for one in told if not one.once)
    assert answer.told_once == sum(one.amount_told for one in told if one.once)
    assert answer.past_total == sum(one.for_the_past or 0 for one in told)
    assert answer.due_total_min <= answer.told_total


SUMS = [field.name for field in dataclasses.fields(Sums)]
ALL = [
    pytest.param(path.stem, marks=() if path.stem in QUICK else pytest.mark.slow)
    for path in sorted(FOLDER.parent.rglob("*.yaml"))
]


@pytest.mark.parametrize("name", ALL)
def test_explanation_and_screening_tell_the_same_sums(name: str) -> None:
    """The same sums under the same names, and the same line for each right, from the one assessment."""
    if name in FAMILIES:
        whole, answer = explained(name), screened(name)
    else:
        told = read_family(str(next(FOLDER.parent.rglob(f"{name}.yaml"))))
        whole, answer = explain(told, month(name)), screen(told, month(name))
    data, known = to_dict(whole), answer.to_dict()
    assert {key: data[key] for key in SUMS} == {key: known[key] for key in SUMS}
    paid = [one["amount"] for one in data["totals"] if one["variable"] == "total_rights"]
    assert sum(paid) == data["told_total"]
    text = to_words(whole)
    for key in ("told_total", "told_once", "past_total", "step_total"):
        assert language("en").money(data[key]) in text or not data[key]
    lines = {(one.variable, one.who): one for one in (*whole.due, *whole.claimable, *whole.possible, *whole.not_due)}
    for one in answer.rights:
        line = lines.get((one.right, one.who))
        expected = one.status in ("due", "claimable") or one in answer.likely or bool(one.step)
        assert line is not None or not expected, one.right
        if line is not None:
            said = line.status, line.amount, line.for_the_past, line.step_amount or 0
            assert said == (one.status, one.amount_told, one.for_the_past, one.step_amount), one.right


@pytest.mark.parametrize(("name", "lang"), in_turn(["widow", "lone_mother"]))
def test_what_is_owed_stands_above_what_is_not(name: str, lang: str) -> None:
    """Every right of the key, in each language, before the first that is not due."""
    answer = screen(family(name), MONTH, lang)
    text = " ".join(to_text(answer, lang).split())
    refused = text.index(language(lang).say("Not due, because this condition is not met"))
    for one in answer.rights:
        if (name, one.right, one.who) in {key[:3] for key in KEY} or one.step:
            assert 0 < text.index(one.label) < refused


@pytest.mark.parametrize("name", some(["lone_mother", "widow", "large_family_told_nothing_of_school"], 1))
def test_nothing_is_said_of_schooling_that_was_not_told(name: str) -> None:
    """Neither the explanation nor the timeline says that a child does not go to school or preschool."""
    if name not in FAMILIES:
        children = {"son": {"birth_date": "2015-01-01"}, "girl": {"birth_date": "2023-01-01"}}
        mother = {"mother": {"birth_date": "1990-01-01", "sex": "female"}}
        told = situation({"persons": mother | children, "family": {"first_parent": "mother", "children": [*children]}})
    else:
        told = family(name)
    whole = explained(name) if name in FAMILIES else explain(told, MONTH)
    said = {fact.variable for person in whole.persons for fact in person.statuses}
    said |= {event.variable for event in timeline(told, MONTH, 1).events if event.kind == "status"}
    assert not [status for status in said if "school" in status or "preschool" in status or status.startswith("neet")]


# ----- Variants ----- #


def variant(name: str, which: str) -> tuple[Situation, str]:
    """Return a situation with another month, one fact less, or one more child."""
    data = parse_family((FOLDER / f"{name}.yaml").read_bytes(), name)
    when = str(month_of(month(name)).offset(1, "month")) if which == "another month" else month(name)
    parent = data["persons"][data["family"]["first_parent"]]
    if which == "one fact less":
        parent.pop("salary", None)
    if which == "one more child":
        children = data["family"].get("children", [])
        data["family"]["children"] = [*([children] if isinstance(children, str) else children), "Newborn"]
        data["persons"]["Newborn"] = {"birth_date": f"{when}-01"}
    return situation(data, source=name), when


def check_variant(name: str, which: str) -> None:
    told, when = variant(name, which)
    answer = screen(told, when)
    check_questions(answer, told)
    for key, right, who, _ in KEY:
        if key == name and not (which == "another month" and right == "adoption_lump_sum"):
            (line,) = (one for one in answer.rights if (one.right, one.who) == (right, who))
            assert line.status in ("due", "claimable", "possible"), right
            assert line.waiting is None or line.waiting.claim_by is None or line.waiting.claim_by >= when
    if which == "one more child":
        (line,) = (one for one in answer.rights if (one.right, one.who) == ("birth_benefit", "Newborn"))
        assert line.status in ("due", "possible")
    assert answer.due_total_min <= answer.told_total + 1


@pytest.mark.parametrize("which", only(["another month", "one fact less", "one more child"], ["one more child"]))
def test_the_answer_holds_for_a_variant(which: str) -> None:
    check_variant("baby_6_months", which)


@pytest.mark.slow
@pytest.mark.parametrize("which", ["another month", "one fact less", "one more child"])
@pytest.mark.parametrize("name", FAMILIES)
def test_the_answer_holds_for_variants_of_each(name: str, which: str) -> None:
    check_variant(name, which)
