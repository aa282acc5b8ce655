"""Whatever a family leaves untold: bounds hold, what is not asked changes nothing, and what is asked settles it."""

from __future__ import annotations

import datetime
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openfisca_core import periods
from openfisca_core.indexed_enums import Enum

from openfisca_kz.assessment.claims import _AWARDS
from openfisca_kz.assessment.domains import presumptions
from openfisca_kz.assessment.screening import Screening, screen
from openfisca_kz.assessment.simulation import OpenSimulation
from openfisca_kz.engine.open.facts import fact_names
from openfisca_kz.engine.open.values import Choice, Open
from openfisca_kz.families.facts import SINGLE_ROLES
from openfisca_kz.families.from_file import default_system, situation
from openfisca_kz.families.rules import OF_A_CHILD
from openfisca_kz.services.rights_and_duties import rights_of
from tests.rotating import draws

MONTH = "2026-06"
SYSTEM = default_system()
FACTS = [name for name in fact_names(SYSTEM) if name != "birth_date"]
RIGHTS = rights_of(SYSTEM)

#: They say that a right is drawn already: no amount changes, only what waiting costs.
DRAWN = {pattern.format(right=right) for pattern in _AWARDS for right in RIGHTS}


def fixed(count: int) -> settings:
    """Return settings that run the same examples each time."""
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


#: Facts that say that an event happened, so that what was presumed of it becomes a question; and those beside which
#: something is presumed (who is registered as unemployed has no work).
OPENING = {name for one in presumptions() for name in FACTS if name in one.after or (one.opens and one.covers(name))}
OPENING |= {one.beside for one in presumptions() if one.beside}

#: A choice between two rights is made on applying.
NO_QUESTION = {name for name in FACTS if name.endswith("_chosen")}

chances = st.randoms(use_true_random=False)

Told = dict[str, dict[str, Any]]


# ----- Random families ----- #


def random_value(variable: Any, chance: random.Random) -> Any:
    """Return any value that the type of a fact allows, far beyond those that screening tries out."""
    if variable.value_type is bool:
        return chance.random() < 0.5
    if variable.value_type is Enum:
        return chance.choice(list(variable.possible_values)).name
    if variable.value_type is datetime.date:
        if chance.random() < 0.3:
            return "0001-01-01"
        year = chance.choice([2024, 2025, 2026, 2026, chance.randrange(1930, 2045)])
        return datetime.date(year, chance.randrange(1, 13), chance.randrange(1, 29)).isoformat()
    most = getattr(variable, "__maximum__", None)
    if variable.value_type is int:
        return chance.randrange(int(most) + 1) if most else chance.choice([0, 1, 2, 7, 13, 61, 126, 299, 777, 5000])
    if most is not None:
        return round(chance.random(), 3)
    return chance.choice([0, 1, 999, 42_501, 84_999, 85_001, 212_345, 651_000, 7e6, 3e9])


def random_family(chance: random.Random) -> Told:
    """Return the birth dates and the places of a family of one to six."""
    facts: Told = {"family": {"first_parent": "parent"}, "parent": {"birth_date": born(chance, 1948, 1988)}}
    if chance.random() < 0.6:
        facts["family"]["second_parent"] = "partner"
        facts["partner"] = {"birth_date": born(chance, 1948, 1988)}
    for number in range(chance.randrange(4)):
        facts["family"].setdefault("children", []).append(f"child {number}")
        facts[f"child {number}"] = {"birth_date": born(chance, 2005, 2026)}
    if chance.random() < 0.2:
        facts["family"]["others"] = ["grandparent"]
        facts["grandparent"] = {"birth_date": born(chance, 1935, 1975)}
    return facts


def born(chance: random.Random, first: int, last: int) -> str:
    """Return a birth date that is not after the month asked."""
    return datetime.date(chance.randrange(first, last + 1), chance.randrange(1, 6), chance.randrange(1, 29)).isoformat()


def holders(name: str, facts: Told) -> list[str]:
    """Return of whom a fact can be told."""
    if SYSTEM.variables[name].entity.key == "family":
        return ["family"]
    return [who for who in facts if who != "family"]


def told_more(facts: Told, which: list[tuple[str, str]], chance: random.Random) -> Told:
    """Return a family of which more facts are told, at random."""
    more = {who: dict(own) for who, own in facts.items()}
    for name, who in which:
        value = random_value(SYSTEM.variables[name], chance)
        by_month = more[who].get(name)
        more[who][name] = {**by_month, "otherwise": value} if isinstance(by_month, dict) else value
    return without_the_impossible(more)


def without_the_impossible(facts: Told) -> Told:
    """Take back what is refused: pregnant men, who died or left before being born, claims for a child of a parent."""
    for parent in (facts["family"].get(role) for role in SINGLE_ROLES):
        for name in OF_A_CHILD & facts.get(str(parent), {}).keys():
            facts[str(parent)][name] = "0001-01-01"
    for own in facts.values():
        if own.get("sex") == "male" and "pregnant" in own:
            own["pregnant"] = False
        for name in ("death_date", "left_for_good_date"):
            if str(own.get(name, "9999")) < str(own.get("birth_date", "0001")):
                own[name] = "0001-01-01"
    return facts


def people(facts: Told) -> Any:
    """Return the family ready to be screened."""
    return situation(
        {"persons": {who: own for who, own in facts.items() if who != "family"}, "family": facts["family"]}
    )


def everything(facts: Told) -> list[tuple[str, str]]:
    """Return every fact that is not told for every month."""
    pairs = [(name, who) for name in FACTS for who in holders(name, facts)]
    return [(name, who) for name, who in pairs if name not in facts[who] or by_month_only(facts[who][name])]


def by_month_only(value: Any) -> bool:
    """Return whether a fact is told for some months and not for the others."""
    return isinstance(value, dict) and "otherwise" not in value


def partly_told(chance: random.Random) -> Told:
    """Return a family of which some facts are told, some of them in one month only."""
    facts = random_family(chance)
    share = chance.choice([0.0, 0.05, 0.3, 0.8])
    which = [fact for fact in everything(facts) if chance.random() < share]
    facts = told_more(facts, which, chance)
    for name, who in which:
        if SYSTEM.variables[name].definition_period == periods.DateUnit.MONTH and chance.random() < 0.1:
            facts[who][name] = {chance.choice([MONTH, "2026-01"]): facts[who][name]}
    return facts


def asked(answer: Screening) -> set[tuple[str, str]]:
    """Return the facts that an answer asks for."""
    return {(fact.fact, fact.who) for question in answer.questions for fact in question.facts}


def assumed(answer: Screening) -> set[tuple[str, str]]:
    """Return the facts that an answer names as taken for granted."""
    return {(fact.fact, fact.who) for fact in answer.assumptions}


def core(answer: Screening) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Return what an answer says of each right."""
    return {
        (right.right, right.who): (
            right.status,
            right.amount_min,
            right.amount_max,
            right.waiting,
            right.period,
        )
        for right in answer.rights
    }


# ----- The promises ----- #


@pytest.mark.slow
@fixed(5)
@given(chances)
def test_what_is_not_asked_changes_nothing(chance: random.Random) -> None:
    """Facts neither asked nor named as assumed may have any value: the same rights, amounts, terms and questions.

    Only what says that an event happened (a death, an adoption) opens the questions about it, and what is told of work,
    schooling or a registration lets more be presumed.
    And no fact that is told for every month is asked or assumed.
    """
    facts = partly_told(chance)
    answer = screen(people(facts), MONTH)
    assert asked(answer) <= set(everything(facts))
    assert assumed(answer) <= set(everything(facts))
    assert not asked(answer) & assumed(answer)
    left = [
        fact
        for fact in everything(facts)
        if fact not in asked(answer) | assumed(answer) and fact[0] not in OPENING | DRAWN | NO_QUESTION
    ]
    share = chance.choice([0.1, 0.5, 1.0])
    again = screen(people(told_more(facts, [fact for fact in left if chance.random() < share], chance)), MONTH)
    far = {(right.right, right.who) for right in answer.rights if right.only_if}  # of these nothing more was asked
    held = [{key: said for key, said in core(one).items() if key not in far} for one in (again, answer)]
    assert held[0] == held[1]
    assert all(right.status == "not_due" or right.only_if for right in again.rights if (right.right, right.who) in far)
    assert asked(again) == asked(answer)
    firmer = {(right.right, right.who): right for right in again.rights}
    for before in answer.rights:  # what more facts may do is make an answer firmer
        after = firmer[before.right, before.who]
        assert set(after.assumed) <= set(before.assumed)
        assert before.since in (None, after.since)
        assert before.until in (None, after.until)


@pytest.mark.slow
@fixed(3)
@given(chances)
def test_the_answers_settle_everything(chance: random.Random) -> None:
    """When every question is answered, whatever the answers, nothing is possible and nothing is left to ask."""
    facts = partly_told(chance)
    answer = screen(people(facts), MONTH)
    for _ in range(4):  # an answer may open what follows from it
        facts = told_more(facts, sorted(asked(answer)), chance)
        answer = screen(people(facts), MONTH)
    assert answer.questions == ()
    open_ = [right for right in answer.rights if right.status == "possible" or right.amount is None]
    assert all(right.only_if or right.step for right in open_)


@fixed(draws(4))
@given(chances)
def test_the_truth_lies_within_the_bounds(chance: random.Random) -> None:
    """Whatever the missing facts are, assumed ones too, each right and each variable on the way is as possible."""
    facts = partly_told(chance)
    bounds = OpenSimulation.of(people(facts), periods.period(MONTH), (), SYSTEM)
    for right in RIGHTS:
        bounds.asked(right)
    share = chance.choice([0.1, 0.4, 1.0])
    which = [fact for fact in everything(facts) if chance.random() < share]
    simulation = people(told_more(facts, which, chance)).simulation(MONTH)
    for (name, period), value in bounds.values.items():
        if period.start.year > 1900 or period.unit == periods.DateUnit.ETERNITY:
            assert holds(value, np.asarray(simulation.calculate(name, period))), (name, str(period))
    assert bounds.given_up == {}


def holds(value: Any, true: Any) -> bool:
    """Return whether true values are among those that are still possible."""
    if isinstance(value, Choice):
        return bool(value.possible[np.arange(len(true)), true.astype(int)].all())
    if not isinstance(value, Open):
        return bool((np.asarray(value) == true).all())
    number, low, high = (as_numbers(one) for one in (true, value.low, value.high))
    slack = 1e-6 + 1e-9 * np.abs(number)
    return bool(((number >= low - slack) & (number <= high + slack)).all())


def as_numbers(values: Any) -> Any:
    """Return values as numbers: dates as days, answers as 0 and 1."""
    return (values.astype("datetime64[D]").astype(np.int64) if values.dtype.kind == "M" else values).astype(np.float64)


def test_the_promises_would_notice_a_fact_that_is_forgotten() -> None:
    """What is asked does change the answer: an award of 6.40 MRP is 6.4 x 4 325 = 27 680 tenge, without it nothing."""
    facts: Told = {"family": {"first_parent": "parent"}, "parent": {"birth_date": "1990-02-02", "sex": "female"}}
    assert ("mother_award", "parent") in asked(screen(people(facts), MONTH))
    amounts = []
    for award in ("none", "kumis_alka"):
        told = people({**facts, "parent": {**facts["parent"], "mother_award": award}})
        answer = core(screen(told, MONTH))["awarded_mother_allowance", "parent"]
        amounts.append(answer[:3])
    assert amounts == [("not_due", 0, 0), ("due", 27_680, 27_680)]


@pytest.mark.parametrize("name", ["salary", "disability_group", "birth_benefit_claim_date", "working_cars"])
def test_random_values_reach_beyond_what_is_tried(name: str) -> None:
    """The random values of these tests are not those of the questions."""
    chance = random.Random(1)
    assert len({str(random_value(SYSTEM.variables[name], chance)) for _ in range(60)}) >= 4
