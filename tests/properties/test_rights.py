"""What holds for every right of every member of a family: none starts before the day on which its fact began, and none
depends on the residence of somebody whom the law does not name.
"""

from __future__ import annotations

import copy
import datetime
import functools
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.entities import Family

MONTH = "2026-06"
#: Two days after the month: what is told of either must make no difference to it.
TO_COME, LONG_TO_COME = "2026-09-10", "2030-01-10"

#: A family in which nearly every right of families, disability, survivors and assistance is at stake.
PERSONS: dict[str, dict[str, Any]] = {
    "mother": {"birth_date": "1990-03-12", "sex": "female", "main_carer": True, "legal_residence": "kandas"},
    "father": {"birth_date": "1988-03-12", "sex": "male", "legal_residence": "kandas", "disability_group": "group_3"},
    "grandmother": {"birth_date": "1955-06-01", "sex": "female", "disability_group": "group_1"},
    "uncle": {"birth_date": "1985-06-01", "kinship_to_breadwinner": "sibling", "test_site_years_1949_1965": 0},
    "baby": {"birth_date": "2026-05-20"},
    "ward": {"birth_date": "2014-10-10", "without_parental_care": True, "under_guardianship": True},
    "disabled": {
        "birth_date": "2013-06-20",
        "disability_group": "group_1",
        "kinship_to_breadwinner": "child",
        "education": "school",
    },
    "small": {"birth_date": "2021-06-20", "kinship_to_breadwinner": "child", "living_parents": 1},
    "pupil": {"birth_date": "2012-06-20", "education": "school", "kinship_to_breadwinner": "child"},
}
FAMILY = {
    "first_parent": ["mother"],
    "second_parent": ["father"],
    "others": ["grandmother", "uncle"],
    "children": ["baby", "ward", "disabled", "small", "pupil"],
}
MEMBERS = list(PERSONS)


def rights(system: CountryTaxBenefitSystem) -> list[str]:
    """Return the amounts of rights, of a month; what is paid on a claim has its own rules and is left out."""
    return [
        name
        for name, variable in system.variables.items()
        if variable.room.startswith("rights")
        and variable.value_type is float
        and variable.unit == "KZT"
        and variable.definition_period == "month"
        and f"{name}_eligible" in system.variables
    ]


def date_facts(system: CountryTaxBenefitSystem) -> list[str]:
    """Return the facts that are a day; the birth of a person is told apart."""
    return [
        name
        for name, variable in system.variables.items()
        if variable.value_type is datetime.date and not variable.formulas and name != "birth_date"
    ]


def amounts(system: CountryTaxBenefitSystem, families: list[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, Any]:
    """Return each right of families of one shape, a row a family, a column a member (or one for the family)."""
    situation: dict[str, Any] = {"persons": {}, "families": {}}
    for number, (persons, family) in enumerate(families):
        for name, facts in persons.items():
            situation["persons"][f"{name}_{number}"] = dated(system, facts)
        roles = {role: [f"{name}_{number}" for name in names] for role, names in FAMILY.items()}
        situation["families"][f"family_{number}"] = {**roles, **dated(system, family)}
    simulation = SimulationBuilder().build_from_dict(system, situation)
    return {name: simulation.calculate(name, MONTH).reshape(len(families), -1) for name in rights(system)}


def dated(system: CountryTaxBenefitSystem, facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts as input: what changes by the month for the month and the six before it."""
    months = [f"2026-{number:02}" for number in range(1, 7)]
    result = {}
    for name, value in facts.items():
        eternal = system.variables[name].definition_period == "eternity"
        result[name] = {"ETERNITY": value} if eternal else dict.fromkeys(months, value)
    return result


def told(fact: str, day: str, system: CountryTaxBenefitSystem) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield the family with the fact told of the family, or of each member in turn."""
    if system.variables[fact].entity.key == Family.key:
        yield PERSONS, {fact: day}
        return
    for member in MEMBERS:
        persons = copy.deepcopy(PERSONS)
        persons[member][fact] = day
        yield persons, {}


@functools.cache
def soon(system: CountryTaxBenefitSystem) -> dict[str, Any]:
    """Return the amounts of the family with each fact to come."""
    return amounts(system, [family for fact in date_facts(system) for family in told(fact, TO_COME, system)])


def test_the_day_of_a_fact_to_come_makes_no_difference(system: CountryTaxBenefitSystem) -> None:
    facts = date_facts(system)
    assert {"adoption_date", "guardianship_date", "kandas_status_date", "breadwinner_death_date"} <= set(facts)
    late = [family for fact in facts for family in told(fact, LONG_TO_COME, system)]
    names = [fact for fact in facts for _ in told(fact, TO_COME, system)]
    first, second = soon(system), amounts(system, late)
    differ = [
        f"{right}: {names[row]} of {MEMBERS[column] if first[right].shape[1] > 1 else 'the family'}"
        for right in first
        for row, column in np.argwhere(first[right] != second[right])
    ]
    assert not differ, "\n".join(differ)


def test_no_right_starts_before_the_day_of_its_fact(system: CountryTaxBenefitSystem) -> None:
    facts = date_facts(system)
    names = [fact for fact in facts for _ in told(fact, TO_COME, system)]
    found = soon(system)
    plain = amounts(system, [(PERSONS, {})])
    more = [f"{right}: {names[row]}" for right in found for row, _ in np.argwhere(found[right] > plain[right])]
    assert not more, "\n".join(more)


CHILDREN = FAMILY["children"]


@pytest.mark.parametrize("fact", ["adoption_date", "guardianship_date", "birth_date"])
def test_a_child_brings_nothing_before_it_is_in_the_family(fact: str, system: CountryTaxBenefitSystem) -> None:
    """The family of a child who will come is that of a child not born yet; its disability is its own."""
    coming, unborn = [], []
    for child in CHILDREN:
        for families, name, day in ((coming, fact, TO_COME), (unborn, "birth_date", LONG_TO_COME)):
            persons = copy.deepcopy(PERSONS)
            persons[child][name] = day
            families.append((persons, {}))
    first, second = amounts(system, coming), amounts(system, unborn)
    for row, child in enumerate(CHILDREN):
        column = MEMBERS.index(child)
        for right, values in first.items():
            if (fact, right) == ("adoption_date", "guardian_allowance"):
                continue  # the guardian has it until the adoption
            if values.shape[1] == 1 or system.variables[right].room == "rights.family":
                assert values[row].tolist() == second[right][row].tolist(), (right, child)
            if values.shape[1] > 1 and system.variables[right].room == "rights.family":
                assert values[row, column] == 0, (right, child)


def test_a_kandas_has_nothing_before_the_status(system: CountryTaxBenefitSystem) -> None:
    coming, foreign = [], []
    for member in MEMBERS:
        for families, told_of in (
            (coming, {"legal_residence": "kandas", "kandas_status_date": TO_COME}),
            (foreign, {"legal_residence": "foreigner_temporary_no_work_right"}),
        ):
            persons = copy.deepcopy(PERSONS)
            persons[member].update(told_of)
            families.append((persons, {}))
    first, second = amounts(system, coming), amounts(system, foreign)
    assert [right for right in first if np.any(first[right] != second[right])] == []


PARENTS = {"mother", "father"}
#: Whose residence the law asks about, where it is not that of the person alone the right is counted for. Payments of
#: the fund rest on the contributions of the carer; the assistance names every member.
NAMED = {
    "birth_benefit": PARENTS,
    "childcare_benefit": {"mother"},
    "childcare_payment": {"mother"},
    "childcare_payment_gross": {"mother"},
    "disabled_child_allowance_carer": PARENTS,
    "group_1_carer_allowance": {"mother"},
    "large_family_allowance": PARENTS,
    "targeted_assistance": set(MEMBERS),
    "targeted_assistance_child_supplement": set(MEMBERS),
    "housing_assistance": set(MEMBERS),
}


@pytest.mark.parametrize("residence", ["foreigner_temporary_no_work_right", "foreigner_permanent_resident"])
def test_the_residence_of_others_makes_no_difference(residence: str, system: CountryTaxBenefitSystem) -> None:
    families: list[tuple[dict[str, Any], dict[str, Any]]] = [(PERSONS, {"housing_costs_within_norms": 50_000})]
    for member in MEMBERS:
        persons = copy.deepcopy(PERSONS)
        persons[member]["legal_residence"] = residence
        families.append((persons, {"housing_costs_within_norms": 50_000}))
    wrong = []
    for right, values in amounts(system, families).items():
        for row, column in np.argwhere(values[1:] != values[0]):
            holder = {MEMBERS[column]} if values.shape[1] > 1 else set()
            if MEMBERS[row] not in NAMED.get(right, holder):
                wrong.append(f"{right} of {', '.join(holder) or 'the family'} asks about {MEMBERS[row]}")
    assert not wrong, "\n".join(wrong)
