"""The bill on random people: nobody is without status, residents are insured, the whole is the sum of its parts."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from openfisca_kz.population import simulation_from_arrays
from openfisca_kz.reforms.law_on_social_status import (
    LATE_CLAIMS,
    LEAVE_THE_REGISTER,
    OWN_STATUSES,
    CompleteSocialStatus,
    automatic_insurance,
    complete_list,
    insurance_for_every_status,
    law_on_social_status,
    proactive_provision,
    services_leave_the_register,
)
from tests.properties.populations import law, random_people
from tests.rotating import draws
from tests.status.test_status_rules import clear_most

PERIOD = "2026-06"
seeds = given(seed=st.integers(0, 10_000))
few = settings(max_examples=draws(8), deadline=None)


@functools.cache
def _system(*parts):
    system = law()
    for part in parts:
        system = part(system)
    return system


def _calculate(system, seed, *names):
    people = random_people(seed, PERIOD)
    if seed % 2:
        clear_most(people.persons, seed)
        clear_most(people.families, seed)
    facts = {name: column for name, column in people.persons.items() if name not in LATE_CLAIMS}
    families = {name: column for name, column in people.families.items() if name not in LATE_CLAIMS}
    simulation = simulation_from_arrays(system, facts, people.family, people.role, families, PERIOD)
    return [np.asarray(simulation.calculate(name, PERIOD)).view(np.ndarray) for name in names]


#: Claims that take nothing away by being late: the right is one by choice, and begins with them.
BY_CHOICE = {"fund_lump_sum_claim_date", "test_site_compensation_claim_date"}


def test_every_date_of_a_claim_is_in_the_bill():
    dates = {name for name in law().variables if name.endswith("_claim_date")}
    assert dates - BY_CHOICE == set(LATE_CLAIMS)


@pytest.mark.parametrize("claim", LATE_CLAIMS)
def test_every_limit_has_cases_today_and_under_the_bill(claim):
    """Each right with a date of claim is paid by a variable of its own and has cases of both laws in this folder."""
    paid = claim.removesuffix("_claim_date") + "_paid"
    assert paid in law().variables
    cases = [
        case
        for path in Path(__file__).parent.glob("*.yaml")
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
        if claim in str(case["input"]) and paid in str(case["output"])
    ]
    assert any("reforms" in case for case in cases)
    assert any("reforms" not in case for case in cases)


@seeds
@few
def test_nobody_who_is_born_is_without_status(seed):
    names = ("without_social_status", "social_statuses_count", "age_in_months", "lives_here")
    without, count, age, here = _calculate(_system(law_on_social_status), seed, *names)
    assert not without.any()
    assert (count[(age >= 0) & here] >= 1).all()
    assert not count[~here].any()


@seeds
@few
def test_who_has_no_status_today_is_shown_by_one_of_their_own(seed):
    (today,) = _calculate(law(), seed, "without_social_status")
    names = ("primary_social_status", *OWN_STATUSES)
    primary, *own = _calculate(_system(complete_list), seed, *names)
    members = list(CompleteSocialStatus.__members__)
    assert (np.isin(primary, [members.index(name) for name in OWN_STATUSES]) == today).all()
    assert (np.stack(own).any(axis=0) | ~today).all()
    assert not (own[-1] & ~today).any()


@seeds
@few
def test_every_permanent_resident_outside_the_services_is_covered_by_the_stronger_reading(seed):
    insured, payer, resident, age, service = _calculate(
        _system(law_on_social_status, insurance_for_every_status),
        seed,
        "insured_by_state",
        "health_insurance_payer",
        "health_insurance_residence",
        "age_in_months",
        "uniformed_service",
    )
    assert (insured | payer)[resident & (age >= 0) & ~service].all()


@seeds
@few
def test_nobody_loses_insurance(seed):
    (today,) = _calculate(law(), seed, "health_insured")
    for parts in ((automatic_insurance,), (insurance_for_every_status,), (law_on_social_status,)):
        (then,) = _calculate(_system(*parts), seed, "health_insured")
        assert not (today & ~then).any()


@seeds
@few
def test_the_law_is_its_parts_one_after_another(seed):
    names = ("primary_social_status", "social_statuses_count", "insured_by_state", "health_insured", "total_rights")
    parts = (complete_list, proactive_provision, automatic_insurance, services_leave_the_register)
    whole = _calculate(_system(law_on_social_status), seed, *names)
    for order in (parts, parts[::-1]):
        for one, other in zip(whole, _calculate(_system(*order), seed, *names), strict=True):
            assert (one == other).all()


def test_what_leaves_the_register_is_claimed_late_today():
    assert {f"{right}_claim_date" for right in LEAVE_THE_REGISTER} <= set(LATE_CLAIMS)


def test_the_baseline_stays_as_it_is():
    _system(law_on_social_status)
    assert not set(OWN_STATUSES) & set(law().variables)
    assert not any(law().get_variable(name).is_neutralized for name in LATE_CLAIMS)
