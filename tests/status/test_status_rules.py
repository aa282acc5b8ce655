"""Which statuses can hold together is data: random people, whose facts a register could hold, never break it."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from openfisca_kz.status_rules import exclusions, not_with, order_of_statuses, status_rules
from openfisca_kz.variables.facts.disability import DisabilityGroup
from openfisca_kz.variables.facts.honours import PenalPosition
from openfisca_kz.variables.facts.residence import LegalResidence
from openfisca_kz.variables.status.recipients.health_insurance import StateInsuredCategory
from openfisca_kz.variables.status.recipients.primary import STATUSES, PrimarySocialStatus
from tests.properties.populations import law, random_people
from tests.rotating import draws, some

RULES = tuple(status_rules().values())
PERIODS = ("2018-06", "2020-06", "2022-04", "2025-12", "2026-06")
WORK = ("individual_entrepreneur", "private_practice", "independent_worker", "special_regime_self_employed")
POSTS = ("uniformed_service", "elected_or_appointed", "company_participant", "farmer")
ADULT_FACTS = (*WORK, *POSTS, "platform_worker", "on_childcare_leave", "on_adoption_leave", "main_carer", "widowed")


def _with_lawful_facts(seed: int, period: str) -> Any:
    """Return random people without facts that no register could hold together."""
    people = random_people(seed, period)
    facts = people.persons
    if seed % 2:
        clear_most(people.persons, seed)
        clear_most(people.families, seed)
    years = (np.datetime64(period, "D") - facts["birth_date"]).astype(int) / 365.25
    adult, female = years > 19, facts["sex"] == 1
    facts["conscript"] = facts["conscript"] & adult & ~female & (years < 28)
    for name in ("on_maternity_leave", "on_adoption_leave"):
        facts[name] = np.random.default_rng([seed, len(name)]).random(len(years)) < 0.2
    for name in ("pregnant", "on_maternity_leave"):
        facts[name] = facts[name] & adult & female
    for name in ADULT_FACTS:
        facts[name] = facts[name] & adult & ~facts["conscript"]
    facts["on_childcare_leave"] = facts["on_childcare_leave"] & ~facts["on_maternity_leave"]
    free = (facts["penal_position"] == 0) | (facts["penal_position"] == PenalPosition.house_arrest.index)
    facts["penal_position"] = np.where(adult & ~facts["conscript"], facts["penal_position"], 0)
    for name in WORK:
        facts[name] = facts[name] & free
    for name in ("death_date", "left_for_good_date"):
        facts[name] = np.full(len(years), _default(name))
    grown_child = (years > 17) & (facts["disability_group"] == DisabilityGroup.child.index)
    facts["disability_group"] = np.where(grown_child, DisabilityGroup.group_3.index, facts["disability_group"])
    for name in ("mother_award", "veteran_category"):
        facts[name] = np.where(adult, facts[name], 0)
    for name in [name for name in facts if law().get_variable(name).__module__.endswith(("pensions", "records"))]:
        facts[name] = np.where(adult, facts[name], _default(name))
    return people


def clear_most(facts: dict[str, np.ndarray], seed: int) -> None:
    """Leave one value in ten as told: of most people the registers know little."""
    random = np.random.default_rng([seed, 10])
    for name in facts:
        if name not in ("birth_date", "sex"):
            told = random.random(len(facts[name])) < 0.1
            facts[name] = np.where(told, facts[name], _default(name))


def _default(name: str) -> Any:
    default = law().get_variable(name).default_value
    return getattr(default, "index", np.datetime64(default) if hasattr(default, "year") else default)


@functools.cache
def _results(seed: int, period: str) -> dict[str, Any]:
    simulation = _with_lawful_facts(seed, period).simulation()
    names = (*STATUSES, "social_statuses_count", "without_social_status", "primary_social_status")
    more = ("age_in_months", "legal_residence", "state_insured_category", "insured_by_state", "health_insured")
    basis = ("health_insurance_basis", "minor", "health_insurance_residence", "working", "full_time_student")
    basis = (*basis, "person_with_disability", "pension_recipient", "crisis_nonworking")
    return {name: np.asarray(simulation.calculate(name, period)).view(np.ndarray) for name in (*names, *more, *basis)}


people = given(seed=st.integers(0, 10_000), period=st.sampled_from(PERIODS))
few = settings(max_examples=draws(15), deadline=None)


def test_every_row_of_the_thesis_is_there():
    assert sorted(rule.row for rule in RULES if rule.row) == list(range(1, 43))


def test_the_list_is_the_one_that_is_counted():
    assert tuple(status_rules()) == STATUSES


def test_every_status_is_a_boolean_of_a_person_with_a_definition():
    for rule in RULES:
        variable = law().get_variable(rule.id, check_existence=True)
        assert variable.value_type is bool
        assert variable.entity.is_person
        assert rule.definition
        assert rule.law


def test_every_status_has_cases_in_which_it_holds_and_in_which_it_does_not():
    expected: dict[str, set[bool]] = {name: set() for name in STATUSES}
    for path in Path(__file__).parent.rglob("*.yaml"):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            for values in case["output"].get("persons", {}).values():
                for name, value in values.items():
                    dated = value.values() if isinstance(value, dict) else [value]
                    expected.get(name, set()).update(dated)
    assert {name: values for name, values in expected.items() if values != {True, False}} == {}


def test_exclusions_are_between_two_known_statuses_and_never_with_the_wider_one():
    known = status_rules()
    assert all(len(pair) == 2 and pair <= set(known) for pair in exclusions())
    assert all(rule.within in {*known, None} and rule.within not in not_with(rule.id) for rule in RULES)


def test_a_group_stands_for_each_of_its_members():
    assert "child_under_1" in not_with("individual_entrepreneur")
    assert "child_6_15_in_school" in not_with("awarded_mother")
    assert "awarded_mother" in not_with("child_6_15_in_school")
    assert "minor_16_17_in_school" not in not_with("individual_entrepreneur")


def test_the_primary_status_follows_the_priorities():
    ranked = order_of_statuses()
    assert list(ranked) == [member.name for member in PrimarySocialStatus][1:]
    labels = {member.name: member.value for member in PrimarySocialStatus}
    for name in ranked:
        assert labels[name] == law().get_variable(name).label


@people
@few
def test_statuses_that_exclude_each_other_never_meet(seed, period):
    held = _results(seed, period)
    for one, other in map(tuple, exclusions()):
        both = held[one] & held[other]
        assert not both.any(), f"{one} and {other}"


@people
@few
def test_a_narrower_status_implies_the_wider_one(seed, period):
    held = _results(seed, period)
    for rule in RULES:
        if rule.within:
            assert not (held[rule.id] & ~held[rule.within]).any(), rule.id


@people
@few
def test_the_primary_status_is_the_first_one_held(seed, period):
    held = _results(seed, period)
    names = [member.name for member in PrimarySocialStatus]
    count = sum(held[name].astype(int) for name in STATUSES)
    assert (held["social_statuses_count"] == count).all()
    for row, index in enumerate(held["primary_social_status"]):
        first = next((name for name in names[1:] if held[name][row]), "without_status")
        assert names[index] == first
    born = held["age_in_months"] >= 0
    assert (held["without_social_status"] == (born & (held["primary_social_status"] == 0))).all()


@people
@few
def test_who_is_without_status_is_an_adult_citizen_without_work_study_and_ground(seed, period):
    """The residue of the corrected list: all others that the registers know of always have a status."""
    held = _results(seed, period)
    without = held["without_social_status"]
    assert (held["legal_residence"] == LegalResidence.citizen.index)[without].all()
    for name in ("minor", "working", "employee", "full_time_student", "person_with_disability", "pension_recipient"):
        assert not held[name][without].any(), name
    for name in ("insured_by_state", "unemployed", "conscript", "crisis_nonworking", "awarded_mother", "veteran_other"):
        assert not held[name][without].any(), name
    resident = held["age_in_months"] >= 0
    assert ((held["social_statuses_count"] > 0) == ~without)[resident].all()


def test_there_are_people_without_status_today():
    """Adults without work, study, pension or ground: the bill's part (a) is for them."""
    assert any(_results(seed, "2026-06")["without_social_status"].any() for seed in range(5))


@people
@few
def test_every_ground_of_the_state_is_a_status(seed, period):
    held = _results(seed, period)
    insured = np.where(held["age_in_months"] >= 0, held["state_insured_category"], StateInsuredCategory.none.index)
    for member in list(StateInsuredCategory)[1:]:
        assert (held["social_statuses_count"][insured == member.index] > 0).all(), member.name


@people
@few
def test_insurance_by_the_state_has_a_ground_and_a_permanent_resident(seed, period):
    held = _results(seed, period)
    insured = held["insured_by_state"]
    assert (insured == (held["state_insured_category"] != StateInsuredCategory.none.index)).all()
    assert not (insured & ~held["health_insurance_residence"]).any()
    assert not (insured & ~held["health_insured"]).any()
    if period < "2020":
        assert not insured.any()
    else:
        assert (insured | ~held["minor"] | ~held["health_insurance_residence"]).all()


#: The grounds that a list does not have, by the first month of the list: 15 in 2020, 16 since 2022, 15 and 2 in 2026.
GROUNDS = {
    "2019-12": (0, None),
    "2020-01": (15, {"house_arrest", "unemployed_local", "crisis_local"}),
    "2021-12": (15, {"house_arrest", "unemployed_local", "crisis_local"}),
    "2022-01": (16, {"unemployed_local", "crisis_local"}),
    "2025-12": (16, {"unemployed_local", "crisis_local"}),
    "2026-01": (17, {"unemployed"}),
}


@pytest.mark.parametrize("period", some(GROUNDS, 2))
def test_nobody_is_insured_on_a_ground_that_the_list_of_the_date_lacks(period):
    """Each ground that a list has is shown in health_insurance_lists.yaml; here no other one is ever given."""
    number, missing = GROUNDS[period]
    names = {member.name for member in StateInsuredCategory} - {"none"}
    listed = set() if missing is None else names - missing
    assert len(listed) == number
    found: set[int] = set()
    for seed in range(10):
        simulation = _with_lawful_facts(seed, period).simulation()
        found |= set(np.asarray(simulation.calculate("state_insured_category", period)).tolist())
    assert {list(StateInsuredCategory)[index].name for index in found} - {"none"} <= listed


@pytest.mark.parametrize(("period", "number"), [("2020-06", 15), ("2022-04", 16), ("2026-06", 17)])
def test_the_cases_of_a_list_show_each_of_its_grounds(period, number):
    cases = yaml.safe_load((Path(__file__).parent / "recipients/health_insurance_lists.yaml").read_text("utf-8"))
    (case,) = [case for case in cases if case["name"].startswith("the list of") and case["period"] == period]
    shown = set(case["output"]["state_insured_category"])
    assert len(shown - {"none"}) == number
