"""Contradictory facts: each rule has one family that breaks it and one beside it that does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from openfisca_kz.answers.explain import explain
from openfisca_kz.assessment.screening import screen
from openfisca_kz.families.contradictions import IMPOSSIBLE, contradictions, impossible, rules
from openfisca_kz.families.facts import is_fact
from openfisca_kz.language import catalogue, language
from openfisca_kz.presentation.explanation import as_json, to_dict, to_text
from openfisca_kz.presentation.screening import to_text as screening_text
from openfisca_kz.problems import InputError
from tests.rotating import some
from tests.shared import situation

MONTH = "2026-11"
ADULT: dict[str, Any] = {"birth_date": "1990-05-05"}
WOMAN = {**ADULT, "sex": "female"}
MAN = {**ADULT, "sex": "male"}

#: By rule: the facts of a person that break it, and facts just beside them that do not.
BROKEN_AND_NOT = {
    "pregnant_man": ({**MAN, "pregnant": True}, {**ADULT, "pregnant": True}),
    "death_before_birth": ({**ADULT, "death_date": "1990-05-04"}, {**ADULT, "death_date": "1990-05-05"}),
    "departure_before_birth": (
        {**ADULT, "left_for_good_date": "1990-05-04"},
        {**ADULT, "left_for_good_date": "1990-05-05"},
    ),
    "pregnant_child": (
        {"birth_date": "2014-12-01", "sex": "female", "pregnant": True},
        {"birth_date": "2014-11-30", "sex": "female", "pregnant": True},
    ),
    "pregnant_after_sixty": (
        {"birth_date": "1965-11-30", "sex": "female", "pregnant": True},
        {"birth_date": "1965-12-01", "sex": "female", "pregnant": True},
    ),
    "conscript_under_18": (
        {"birth_date": "2008-12-01", "conscript": True},
        {"birth_date": "2008-11-30", "conscript": True},
    ),
    "conscript_at_home_with_a_post": (
        {**MAN, "conscript": True, "uniformed_service": True},
        {**MAN, "conscript": True},
    ),
    "entrepreneur_under_16": (
        {"birth_date": "2010-12-01", "individual_entrepreneur": True},
        {"birth_date": "2010-11-30", "individual_entrepreneur": True},
    ),
    "salary_under_14": ({"birth_date": "2012-12-01", "salary": 1}, {"birth_date": "2012-11-30", "salary": 1}),
    "mother_award_of_a_man": ({**MAN, "mother_award": "altyn_alka"}, {**WOMAN, "mother_award": "altyn_alka"}),
    "mother_award_of_a_child": (
        {"birth_date": "2008-12-01", "sex": "female", "mother_award": "altyn_alka"},
        {"birth_date": "2008-11-30", "sex": "female", "mother_award": "altyn_alka"},
    ),
    "disabled_child_of_age": (
        {"birth_date": "2008-11-30", "disability_group": "child"},
        {"birth_date": "2008-12-01", "disability_group": "child"},
    ),
    "group_under_seven": (
        {"birth_date": "2019-12-01", "disability_group": "group_2"},
        {"birth_date": "2019-11-30", "disability_group": "group_2"},
    ),
    "unemployed_under_16": (
        {"birth_date": "2010-12-01", "registered_unemployed": True},
        {"birth_date": "2010-11-30", "registered_unemployed": True},
    ),
    "unemployed_and_employed": (
        {**ADULT, "registered_unemployed": True, "company_participant": True},
        {**ADULT, "registered_unemployed": True},
    ),
    "unemployed_of_pension_age": (
        {"birth_date": "1963-11-30", "sex": "male", "registered_unemployed": True},
        {"birth_date": "1963-12-01", "sex": "male", "registered_unemployed": True},
    ),
    "unemployed_in_prison": (
        {**ADULT, "registered_unemployed": True, "penal_position": "serving_minimum_security"},
        {**ADULT, "registered_unemployed": True, "penal_position": "house_arrest"},
    ),
    "job_seeker_employed": (
        {**ADULT, "registered_job_seeker": True, "salary": 1},
        {**ADULT, "registered_job_seeker": True},
    ),
    "student_of_higher_education_under_14": (
        {"birth_date": "2012-12-01", "education": "bachelor"},
        {"birth_date": "2012-11-30", "education": "bachelor"},
    ),
    "school_under_5": (
        {"birth_date": "2021-12-01", "education": "school"},
        {"birth_date": "2021-11-30", "education": "school"},
    ),
    "preschool_after_seven": (
        {"birth_date": "2018-11-30", "education": "preschool"},
        {"birth_date": "2018-12-01", "education": "preschool"},
    ),
    "widowed_child": ({"birth_date": "2010-12-01", "widowed": True}, {"birth_date": "2010-11-30", "widowed": True}),
    "maternity_leave_of_a_man": ({**MAN, "on_maternity_leave": True}, {**WOMAN, "on_maternity_leave": True}),
    "two_leaves": (
        {**WOMAN, "on_maternity_leave": True, "on_childcare_leave": True},
        {**WOMAN, "on_childcare_leave": True},
    ),
    "pay_of_who_is_not_here": (
        {**ADULT, "death_date": "2026-10-31", "salary": 1},
        {**ADULT, "death_date": "2026-11-01", "salary": 1},
    ),
    "very_old": ({"birth_date": "1910-11-30"}, {"birth_date": "1910-12-01"}),
    "suspended_business_with_income": (
        {**ADULT, "business_suspended": True, "entrepreneur_declared_income": 1},
        {**ADULT, "business_suspended": True, "entrepreneur_declared_income": 0},
    ),
    "labour_immigrant_who_needs_no_permit": (
        {**ADULT, "labour_immigrant": True, "legal_residence": "eaeu_citizen_worker"},
        {**ADULT, "labour_immigrant": True, "legal_residence": "foreigner_temporary_with_work_right"},
    ),
    "basic_deduction_at_two_employers": (
        {**ADULT, "second_salary": 1, "basic_deduction_claimed": True, "second_basic_deduction_claimed": True},
        {**ADULT, "second_salary": 1, "second_basic_deduction_claimed": True},
    ),
    "war_veteran_born_after": (
        {"birth_date": "1946-12-01", "veteran_category": "wwii_veteran"},
        {"birth_date": "1946-11-30", "veteran_category": "wwii_veteran"},
    ),
    "orphan_and_adopted": (
        {"birth_date": "2015-05-05", "adoption_date": "2020-01-01", "under_guardianship": True},
        {"birth_date": "2015-05-05", "under_guardianship": True},
    ),
}


def family(facts: dict[str, Any], **more: dict[str, Any]) -> Any:
    others = {"others": list(more)} if more else {}
    return situation({"family": {"first_parent": "Asel", **others}, "persons": {"Asel": facts, **more}})


def broken(facts: dict[str, Any], **more: dict[str, Any]) -> set[str]:
    return {each.rule for each in contradictions(family(facts, **more), MONTH)}


@pytest.mark.parametrize("rule", BROKEN_AND_NOT)
def test_a_rule_finds_what_breaks_it_and_nothing_beside_it(rule: str) -> None:
    wrong, right = BROKEN_AND_NOT[rule]
    (kind,) = [each.kind for each in rules() if each.id == rule]
    (text,) = [each.text for each in rules() if each.id == rule]
    if kind == IMPOSSIBLE:
        assert [problem.message for problem in impossible(family(wrong), MONTH)] == [text]
        assert not impossible(family(right), MONTH)
    else:
        assert rule in broken(wrong)
    assert rule not in broken(right)


def test_every_rule_has_its_people() -> None:
    assert set(BROKEN_AND_NOT) | {"two_carers"} == {rule.id for rule in rules()}


def test_two_who_are_told_to_be_the_one_carer() -> None:
    assert "two_carers" in broken({**WOMAN, "main_carer": True}, Bek={**MAN, "main_carer": True})
    assert "two_carers" not in broken({**WOMAN, "main_carer": True}, Bek=MAN)


def test_what_is_impossible_is_refused() -> None:
    with pytest.raises(InputError, match="Asel is entered as a man and as pregnant"):
        family({**MAN, "pregnant": True}).simulation(MONTH)
    family({**MAN, "pregnant": {"2026-10": True, "otherwise": False}}).simulation(MONTH)


def test_only_facts_that_are_told_are_impossible() -> None:
    """What follows from facts is worked out by a simulation, and that is made after the refusal."""
    people = family(ADULT)
    for rule in rules():
        if rule.kind == IMPOSSIBLE:
            assert all(is_fact(people.system.variables[name]) for name in rule.when), rule.id
            assert not any(people.system.variables[name].formulas for name in rule.when), rule.id


def test_statuses_that_exclude_each_other_are_found() -> None:
    """A child of ten with a paid post by election breaks no rule on ages, but the list of statuses."""
    (found,) = contradictions(family({"birth_date": "2016-05-05", "elected_or_appointed": True}), MONTH)
    assert (found.rule, found.kind) == ("two_statuses", "register")
    assert "Pupil" not in found.problem.say()
    assert "paid post" in found.problem.say()


def test_a_plain_family_contradicts_nothing() -> None:
    assert not broken({**WOMAN, "salary": 300000}, Bek={**MAN, "registered_unemployed": True})


def test_it_says_who_corrects_it() -> None:
    (found,) = contradictions(family({**ADULT, "registered_unemployed": True, "individual_entrepreneur": True}), MONTH)
    assert [register.owner for register in found.registers] == ["Ministry of Labour and Social Protection"]
    assert found.law == "Social Code, art. 99 p. 3 subp. 2"


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_every_rule_speaks(lang: str) -> None:
    assert not [rule.id for rule in rules() if rule.text not in catalogue(lang)]
    (found,) = contradictions(family({"birth_date": "2016-05-05", "elected_or_appointed": True}), MONTH)
    assert "told" not in found.problem.say(language(lang))


@pytest.mark.parametrize(
    ("lang", "title"),
    some([("en", "Facts that contradict one another"), ("ru", "Что противоречит"), ("kk", "қайшы")], 1),
)
def test_an_explanation_tells_contradictions_with_the_register(lang: str, title: str) -> None:
    people = family({**ADULT, "registered_unemployed": True, "individual_entrepreneur": True})
    whole = explain(people, MONTH, lang)
    assert title in to_text(whole)
    schema = json.loads((Path(as_json.__file__).parent / "schema-1.json").read_text(encoding="utf-8"))
    written = json.loads(json.dumps(to_dict(whole)))
    jsonschema.validate(written, schema)
    (conflict,) = written["conflicts"]
    assert (conflict["rule"], conflict["who"], len(conflict["registers"])) == ("unemployed_and_employed", "Asel", 1)


def test_an_explanation_of_a_plain_family_has_no_word_of_it() -> None:
    whole = explain(family({**WOMAN, "salary": 300000}), MONTH)
    assert "conflicts" not in to_dict(whole)
    assert "Facts that contradict one another" not in to_text(whole)


@pytest.mark.parametrize(
    ("lang", "title"),
    some([("en", "Facts that contradict one another"), ("ru", "Что противоречит"), ("kk", "қайшы")], 1),
)
def test_a_screening_tells_contradictions_with_the_register_and_its_owner(lang: str, title: str) -> None:
    people = family({**ADULT, "registered_unemployed": True, "individual_entrepreneur": True})
    whole = screen(people, MONTH, lang)
    assert title in screening_text(whole, lang)
    (conflict,) = whole.to_dict()["conflicts"]
    assert (conflict["rule"], conflict["person"]) == ("unemployed_and_employed", "Asel")
    assert all(each["owner"] for each in conflict["correct"])
    assert whole.conflicts[0].correct[0].owner in screening_text(whole, lang).replace("\n        ", " ")
    assert not screen(family({**WOMAN, "salary": 300000}), MONTH).conflicts
