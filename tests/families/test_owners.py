"""Every fact has an owner, or says that none is known."""

from __future__ import annotations

import fnmatch

import pytest

from openfisca_kz.families.facts import facts
from openfisca_kz.families.owners import NOT_KNOWN, PERSON, named_facts, register_of, registers
from openfisca_kz.language import catalogue


def _told(system):
    """The facts that are told; what is worked out from others has their owners."""
    return [fact.name for fact in facts(system) if not fact.derived]


def test_every_fact_has_an_owner_or_says_that_none_is_known(system):
    listed = named_facts()
    missing = [name for name in _told(system) if not any(fnmatch.fnmatchcase(name, each) for each in listed)]
    assert not missing


def test_no_list_names_what_is_no_fact(system):
    known = [fact.name for fact in facts(system)]
    assert not [name for name in named_facts() if not fnmatch.filter(known, name)]


def test_a_fact_stands_in_one_list():
    plain = [name for name in named_facts() if "*" not in name]
    assert len(plain) == len(set(plain))


def test_who_knows_what():
    assert register_of("birth_date").owner == "Ministry of Justice"
    assert register_of("registered_unemployed").id == "labour_market"
    assert register_of("birth_benefit_claim_date").id == "payments"
    assert register_of("health_insurance_arrears_months").owner == "Social Health Insurance Fund"
    assert register_of("other_counted_income") is PERSON
    assert register_of("housing_cost_share") is NOT_KNOWN
    assert register_of("salaries") is NOT_KNOWN


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_registers_and_owners_are_translated(lang):
    said = {
        text
        for register in (*registers().values(), PERSON, NOT_KNOWN)
        for text in (register.name, register.owner)
        if text
    }
    assert not {text for text in said if text not in catalogue(lang)}
