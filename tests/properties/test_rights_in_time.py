"""A right that arose is in sight to the end of its term, and no "not due" rests on a fact that nobody was asked."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from openfisca_core import periods

from openfisca_kz.assessment.screening import screen
from openfisca_kz.assessment.status import NOT_DUE, Assessment
from openfisca_kz.engine.open.facts import Missing
from openfisca_kz.families.family import Situation
from openfisca_kz.families.from_file import situation
from openfisca_kz.families.variants import changed, crowd
from tests.assessment.test_screening_properties import (
    FACTS,
    MONTH,
    RIGHTS,
    SYSTEM,
    Told,
    partly_told,
    people,
    random_value,
)
from tests.rotating import some

#: How many random families the whole run asks, how many of them at once; each is told more in as many ways.
FAMILIES, TOGETHER, WAYS = 5000, 8, 10

#: Who is in a family.
MEMBERS = ("first_parent", "second_parent", "children", "others")

#: Facts that say that somebody is no longer of the family.
GONE = ("death_date", "left_for_good_date")

#: Days from which somebody is of the family.
COMING = ("adoption_date", "guardianship_date")

# ----- Telling more ----- #


def told_more(assessment: Assessment, chance: random.Random) -> dict[Missing, Any]:
    """Return random values of missing facts; what is taken for granted stays, but for what may well have happened.

    Who belongs to the family is told with its names: nobody has died or left.
    """
    presumed, known = assessment.presumed, SYSTEM.variables
    open_ = [fact for fact in assessment.simulation.missing if fact not in presumed or presumed[fact].opens]
    share = chance.choice([0.05, 0.3, 1.0])
    asked = [fact for fact in open_ if fact[0] in FACTS and fact[0] not in GONE and chance.random() < share]
    told = {fact: random_value(known[fact[0]], chance) for fact in asked}
    sexes = assessment.plain.calculate("sex", "ETERNITY").decode_to_str()
    for index, sex in enumerate(sexes):
        if told.get(("sex", index), sex) == "male":
            told.pop(("pregnant", index), None)
    return told


def came(assessment: Assessment, told: Iterable[Missing], right: str, index: int) -> bool:
    """Return whether it is told that a child came to a family later than born, for a right that is not about that.

    Such a right takes it for granted that those named were of the family all the time, and its answer says so.
    """
    family_of, personal = assessment.situation.family_of, SYSTEM.variables[right].entity.is_person
    family = family_of[index] if personal else index
    mine = [fact for fact in told if fact[0] in COMING and family_of[fact[1]] == family]
    return any(fact in assessment.presumed and right not in assessment.presumed[fact].opens for fact in mine)


def together(told: Mapping[int, Told]) -> Situation:
    """Return families by a number each, side by side: each stands as by itself, and takes half the time."""
    persons, families = {}, {}
    for seed, facts in told.items():
        names = {who: f"{who} {seed}" for who in facts if who != "family"}
        persons |= {names[who]: facts[who] for who in names}
        families[str(seed)] = {
            part: [names[who] for who in told]
            if isinstance(told, list)
            else names.get(told, told)
            if part in MEMBERS
            else told
            for part, told in facts["family"].items()
        }
    return situation({"persons": persons, "families": families})


def at_random(seeds: Iterable[int]) -> dict[int, Told]:
    """Return a random family of each seed."""
    return {seed: partly_told(random.Random(seed)) for seed in seeds}


def overturned(seeds: range) -> set[tuple[str, str, tuple[str, ...]]]:
    """Return the rights of random families that were not due and are due when more is told, with what was told."""
    assessment = Assessment(together(at_random(seeds)), periods.period(MONTH), SYSTEM, RIGHTS)
    chance = random.Random(seeds.start)
    refused = [key for key, standing in assessment.standings.items() if standing.status == NOT_DUE]
    ways = [told_more(assessment, chance) for _ in range(WAYS)]
    simulation = crowd(assessment.situation, [*map(changed, ways)]).simulation(None, SYSTEM)
    found = set()
    for right, index in refused:
        amounts = simulation.calculate(right, assessment.simulation.period_of(right)).reshape(len(ways), -1)
        who = assessment.simulation.ids(right)[index]
        found |= {(right, who, tuple(sorted({name for name, _ in told}))[:9])
                  for way, told in enumerate(ways)
                  if amounts[way, index] > 0 and not came(assessment, told, right, index)}  # fmt: skip
    return found


def test_families_side_by_side_stand_as_each_by_itself() -> None:
    whole = Assessment(together(at_random(range(3))), periods.period(MONTH), SYSTEM, RIGHTS)
    for seed in range(3):
        alone = Assessment(people(partly_told(random.Random(seed))), periods.period(MONTH), SYSTEM, RIGHTS)
        for (right, index), one in alone.standings.items():
            who = alone.simulation.ids(right)[index]
            name = f"{who} {seed}" if who in alone.situation.persons else str(seed)
            assert whole.standings[right, whole.simulation.ids(right).index(name)].status == one.status, (right, name)


@pytest.mark.parametrize("first", some([0, 4], 1))
def test_telling_more_makes_nothing_due_that_was_not_due(first: int) -> None:
    assert overturned(range(first, first + 4)) == set()


@pytest.mark.slow
def test_telling_more_makes_nothing_due_that_was_not_due_in_thousands_of_families() -> None:
    groups = [range(first, first + TOGETHER) for first in range(0, FAMILIES, TOGETHER)]
    assert {seeds.start: found for seeds in groups if (found := overturned(seeds))} == {}


# ----- The life of a right ----- #

#: What happened, of which right, how many months it can be claimed (in docs/situations.md), and the conditions that are
#: about the date alone.
EVENTS: tuple[tuple[str, Mapping[str, Any], int, frozenset[str]], ...] = (
    ("birth_benefit", {"baby": {"birth_date": "2026-06-20"}}, 18, frozenset(("birth_benefit_month",))),
    ("childcare_benefit", {"baby": {"birth_date": "2026-06-20"}}, 18, frozenset(("childcare_benefit_month",))),
    ("childcare_payment", {"baby": {"birth_date": "2026-06-20"}}, 18, frozenset(("childcare_age",))),
    ("burial_payment", {"family": {"deceased": {"2026-06": "recipient"}}}, 36,
     frozenset(("deceased_drew_state_payment",))),
    ("maternity_payment", {"parent": {"sex": "female", "maternity_leave_start": "2026-06-10"}}, 12,
     frozenset(("maternity_certificate",))),
    ("job_loss_payment", {"parent": {"unemployment_registration_date": "2026-06-10"}}, 12,
     frozenset(("unemployed", "job_loss_payment_running"))),
    ("survivor_allowance", {"family": {"breadwinner_death_date": "2026-06-10"},
                            "orphan": {"birth_date": "2012-03-03", "kinship_to_breadwinner": "child"}}, 12,
     frozenset()),
)  # fmt: skip


def happened(seed: int, event: Mapping[str, Any]) -> Told:
    """Return a random family of whom an event is told; nobody becomes kandas, with whose day rights begin."""
    facts = partly_told(random.Random(seed))
    for own in facts.values():
        own.pop("kandas_status_date", None)
    for who, own in event.items():
        if who not in facts:
            facts["family"].setdefault("children", []).append(who)
        facts[who] = {**facts.get(who, {}), **own}
    return facts


def out_of_sight(seeds: Iterable[int], place: int, months: range) -> list[tuple[int, str, str]]:
    """Return the months of the term in which a right is not due and only the date speaks against it."""
    right, event, _, dates = EVENTS[place]
    told = {seed: happened(seed, event) for seed in seeds}
    whole, found = together(told), []
    for ahead in months:
        month = periods.period(MONTH).offset(ahead, "month")
        assessment = Assessment(whole, month, SYSTEM, (right,))
        ids = assessment.simulation.ids(right)
        for seed, facts in told.items():
            mine = [f"{who} {seed}" for who in event if who != "family"] + [str(seed)]
            refused = [
                who for who in mine if who in ids and assessment.standings[right, ids.index(who)].status == NOT_DUE
            ]
            for one in screen(people(facts), str(month)).rights if refused else ():
                name = str(seed) if one.who == "family" else f"{one.who} {seed}"
                if one.right != right or name not in refused or one.status != "not_due" or one.received:
                    continue
                if {condition.id for condition in one.conditions} <= dates:
                    found.append((seed, str(month), one.who))
    return found


@pytest.mark.parametrize("place", some(range(len(EVENTS)), 3))
def test_a_right_is_in_sight_to_the_end_of_its_term(place: int) -> None:
    assert out_of_sight([place], place, range(1, EVENTS[place][2], 16)) == []


@pytest.mark.slow
@pytest.mark.parametrize("place", range(len(EVENTS)), ids=[event[0] for event in EVENTS])
def test_a_right_is_in_sight_in_every_month_of_its_term(place: int) -> None:
    assert out_of_sight(range(16), place, range(EVENTS[place][2])) == []
