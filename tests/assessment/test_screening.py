"""Screening of hand-made families: three answers, questions in their order, what is received, what waiting costs."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import openfisca_kz
from openfisca_kz.assessment.domains import paid_once, presumptions
from openfisca_kz.assessment.questions import gates, sentences
from openfisca_kz.assessment.screening import Screening, screen
from openfisca_kz.assessment.screening_model import Right
from openfisca_kz.assessment.trace import plain
from openfisca_kz.cli import main
from openfisca_kz.engine.open.facts import everything_below, fact_names
from openfisca_kz.families.from_file import default_system
from openfisca_kz.language import catalogue
from openfisca_kz.presentation.screening import to_text
from openfisca_kz.problems import InputError
from openfisca_kz.services.register import read_register
from tests.rotating import some
from tests.shared import situation

SYSTEM = default_system()
MONTH = "2026-06"
NEWBORN = Path(openfisca_kz.__file__).parent / "situations" / "newborn.yaml"

MOTHER = {"birth_date": "1998-03-12", "sex": "female"}
BABY = {"birth_date": "2026-06-09"}


def family(persons: dict[str, Any], **facts: Any) -> Any:
    """Return a mother with her children."""
    members = {"first_parent": "mother", "children": [name for name in persons if name != "mother"]}
    return situation({"persons": persons, "family": {**members, **facts}})


def all_told(persons: dict[str, Any], **facts: Any) -> Any:
    """Return a family of which every fact is told, those not given as they usually are."""
    usual: dict[str, dict[str, Any]] = {"person": {}, "family": {}}
    for name in fact_names(SYSTEM):
        variable = SYSTEM.variables[name]
        value = plain(variable.default_array(1), 0)
        usual[variable.entity.key][name] = value.isoformat() if hasattr(value, "isoformat") else value
    whole = {who: {**usual["person"], **own} for who, own in persons.items()}
    return family(whole, **{**usual["family"], **facts})


def right(answer: Screening, name: str, who: str) -> Right:
    """Return what an answer says of a right."""
    return next(one for one in answer.rights if (one.right, one.who) == (name, who))


# ----- Three answers ----- #


def test_the_birth_benefit_of_a_first_child_is_due() -> None:
    """38 x 4 325 = 164 350 tenge; 18 months from 9 June 2026 end on 9 December 2027 (Social Code, art. 79 p. 3)."""
    answer = right(screen(family({"mother": MOTHER, "baby": BABY}, earlier_children=0), MONTH), "birth_benefit", "baby")
    assert (answer.status, answer.amount, answer.once) == ("due", 164_350, True)
    assert answer.waiting is not None
    assert dataclasses.astuple(answer.waiting) == ("2027-12-09", 164_350, "once", 0)
    assert all(condition.holds for condition in answer.conditions)


def test_an_unknown_order_of_birth_leaves_a_range_and_a_question() -> None:
    """38 MRP for the first three children, 63 for the others: 164 350 to 272 475 tenge."""
    answer = screen(family({"mother": MOTHER, "baby": BABY}), MONTH)
    benefit = right(answer, "birth_benefit", "baby")
    assert (benefit.status, benefit.amount, benefit.amount_min, benefit.amount_max) == ("due", None, 164_350, 272_475)
    assert benefit.questions == ("earlier_children",)
    assert (answer.once_total_min, answer.once_total_max) == (164_350, 272_475)
    assert answer.due_total_max == answer.due_total_min  # a month and once are never added up


def test_unknown_pay_is_not_no_pay() -> None:
    """The benefit of the uninsured is possible, not due, until it is known whether the mother is insured."""
    answer = screen(family({"mother": MOTHER, "baby": BABY}, earlier_children=0), MONTH)
    for name in ("childcare_benefit", "childcare_payment"):
        possible = right(answer, name, "baby")
        assert possible.status == "possible"
        assert "salary" in possible.questions
    uninsured = next(c for c in right(answer, "childcare_benefit", "baby").conditions if c.id == "childcare_uninsured")
    assert uninsured.holds is None


def test_not_due_names_the_condition_that_fails() -> None:
    answer = right(screen(family({"mother": MOTHER, "baby": BABY}), MONTH), "large_family_allowance", "family")
    assert (answer.status, answer.amount) == ("not_due", 0)
    assert [condition.id for condition in answer.conditions] == ["enough_children"]
    assert answer.conditions[0].law is not None
    assert "art. 90" in answer.conditions[0].law.text


def test_a_family_of_which_all_is_told_is_asked_nothing() -> None:
    """5.76 x 4 325 x 22 / 30 = 18 268.8, up to 18 269 tenge; to one and a half years, on 9 December 2027."""
    answer = screen(all_told({"mother": MOTHER, "baby": BABY}), MONTH)
    assert answer.questions == ()
    assert answer.assumptions == ()
    assert {one.status for one in answer.rights} == {"due", "not_due"}
    benefit = right(answer, "childcare_benefit", "baby")
    assert (benefit.amount, benefit.since, benefit.until) == (18_269, "2026-06", "2027-12")


@pytest.mark.slow
def test_four_children_told_with_their_conditions() -> None:
    """16.03 x 4 325 = 69 329.75, up to 69 330 tenge, from the day of the claim (art. 90 p. 5): a month lost a month."""
    children = {f"child {n}": {"birth_date": f"20{10 + 3 * n}-02-03"} for n in range(4)}
    mother = {**MOTHER, "birth_date": "1990-03-12"}
    answer = right(screen(family({"mother": mother, **children}), MONTH), "large_family_allowance", "family")
    assert (answer.status, answer.amount) == ("due", 69_330)
    assert answer.waiting is not None
    assert dataclasses.astuple(answer.waiting) == (None, 69_330, "month", 0)
    enough = answer.conditions[0]
    assert (enough.id, enough.value, enough.threshold, enough.distance) == ("enough_children", 4, 4, 0)


def test_the_childcare_benefit_waits_for_eighteen_months_and_is_lost_then() -> None:
    """Article 81 p. 8: claimed within 18 months of the birth on 9 June 2026; each month of 5.76 MRP is lost after."""
    waiting = right(screen(all_told({"mother": MOTHER, "baby": BABY}), "2026-07"), "childcare_benefit", "baby").waiting
    assert waiting is not None
    assert dataclasses.astuple(waiting) == ("2027-12-09", 24_912, "all", 0)  # 5.76 x 4 325 = 24 912


# ----- What is received, what is assumed ----- #


def test_what_is_received_is_marked_and_not_hidden() -> None:
    old = {"birth_date": "1950-01-01", "sex": "male", "age_pension_award_date": "2013-01-01"}
    told = situation({"persons": {"old": {**old, "age_pension_at_award": 50_000}}, "family": {"first_parent": "old"}})
    answer = screen(told, MONTH)
    assert right(answer, "age_pension", "old").received is True
    assert right(answer, "age_pension", "old").status == "due"
    assert right(answer, "basic_pension", "old").received is True  # it is awarded with the age pension
    assert "You already get this" in to_text(answer)


def test_what_is_taken_for_granted_is_named_with_the_reason() -> None:
    answer = screen(family({"mother": MOTHER, "baby": BABY}), MONTH)
    named = {(one.fact, one.who): one for one in answer.assumptions}
    because = named["legal_residence", "mother"].because
    assert because.startswith("Those about whom nothing else was entered are citizens")
    assert named["legal_residence", "mother"].value == "Citizen"
    assert "legal_residence" in right(answer, "birth_benefit", "baby").assumed


def test_an_assumption_that_is_told_otherwise_counts() -> None:
    foreign = {**MOTHER, "legal_residence": "foreigner_temporary_no_work_right"}
    answer = right(screen(family({"mother": foreign, "baby": BABY}), MONTH), "birth_benefit", "baby")
    assert answer.status == "not_due"
    assert [condition.id for condition in answer.conditions] == ["child_of_resident_parent"]


def status_of(name: str, month: str = MONTH, home: dict[str, Any] | None = None, **facts: Any) -> str:
    """Return how a right stands for a person who lives alone."""
    told = situation({"persons": {"one": facts}, "family": {"first_parent": "one", **(home or {})}})
    return next(one for one in screen(told, month).rights if one.right == name).status


MINER = {"sex": "male", "salary": 0, "harmful_work": False, "occupational_contribution_months": 120}


@pytest.mark.parametrize(("born", "status"), [("1963-07-05", "possible"), ("1963-07-06", "due")])
def test_nobody_lived_near_the_test_site_before_being_born(born: str, status: str) -> None:
    """Months from 29.08.1949 to 05.07.1963 count: who was born later has none, and so no early pension (art. 207)."""
    assert status_of("special_social_payment", birth_date=born, **MINER) == status


@pytest.mark.parametrize(("born", "status"), [("2010-07-01", "not_due"), ("2010-06-30", "possible")])
def test_nobody_under_sixteen_is_registered_as_unemployed(born: str, status: str) -> None:
    """Social Code, art. 99 p. 3 subp. 1; sixteen on the last day of June 2026."""
    assert status_of("job_loss_payment", birth_date=born) == status


@pytest.mark.parametrize(("born", "status"), [("1973-07-01", "not_due"), ("1973-06-30", "possible")])
def test_the_earliest_age_pension_is_that_of_mothers_of_five(born: str, status: str) -> None:
    """At fifty-three (Social Code, art. 207 p. 3); nobody of that age is old enough for that of the test site."""
    assert status_of("age_pension", birth_date=born, sex="female") == status


@pytest.mark.slow
def test_sick_pay_is_not_asked_of_the_registered_unemployed() -> None:
    assert status_of("sick_leave_pay", birth_date="1985-01-01") == "possible"
    assert status_of("sick_leave_pay", birth_date="1985-01-01", registered_unemployed=True) == "not_due"


@pytest.mark.parametrize("name", some(["burial_payment", "fund_burial_payment"], 1))
def test_where_a_breadwinner_died_the_burial_payment_is_asked_about(name: str) -> None:
    """It can be claimed for three years (art. 242 p. 2): what the person who died drew is a question then."""
    assumed = right(screen(family({"mother": MOTHER, "baby": BABY}), MONTH), name, "family")
    assert assumed.only_if == ("Nobody has died for whose burial a payment can still be claimed",)
    asked = right(
        screen(family({"mother": MOTHER, "baby": BABY}, breadwinner_death_date="2026-05-01"), MONTH), name, "family"
    )
    assert (asked.status, asked.only_if) == ("possible", ())
    assert "deceased" in asked.questions


def test_what_is_assumed_of_children_is_not_said_of_the_one_told() -> None:
    child = {"birth_date": "2019-01-01", "without_parental_care": True, "adoption_date": f"{MONTH}-05"}
    answer = screen(family({"mother": MOTHER, "child": child, "baby": BABY}), MONTH)
    assumed = {(one.fact, one.who): one.because for one in answer.assumptions}
    because = "Children about whom nothing else was entered were born to the family"
    assert assumed["adoption_date", "baby"].startswith(because)
    assert ("adoption_date", "child") not in assumed


# ----- Questions ----- #


def test_what_an_answer_could_change_is_tenge_of_the_law() -> None:
    """Kumis alka 6.40 MRP, Altyn alka 7.40 MRP: at most 7.4 x 4 325 = 32 005 tenge for a mother of whom all else is
    told.
    """
    told = all_told({"mother": MOTHER, "baby": {"birth_date": "2019-01-01"}})
    given = {name: one for name, one in told.given.items() if name != "mother_award"}
    answer = screen(dataclasses.replace(told, given=given), MONTH)
    asked = next(question for question in answer.questions if question.fact == "mother_award")
    assert asked.who == "mother"
    assert asked.could_change == 32_005


@pytest.mark.slow
def test_a_gate_asks_once_for_the_family_and_then_for_the_rest_of_one() -> None:
    answer = screen(family({"mother": MOTHER, "baby": BABY}), MONTH)
    gate = next(question for question in answer.questions if question.fact == "disability")
    assert gate.choices == ("false", "true")
    assert gate.who == "mother, baby"
    disabled = screen(family({"mother": {**MOTHER, "disability_group": "group_2"}, "baby": BABY}), MONTH)
    single = {question.fact: question for question in disabled.questions}
    assert single["disability"].who == "baby"
    assert single["disability_cause"].choices == ("general", "work", "military", "radiation")


def test_a_fact_of_one_month_is_asked_for_the_others() -> None:
    told = family({"mother": {**MOTHER, "salary": {MONTH: 300_000}}, "baby": BABY})
    texts = [question.facts[0].text for question in screen(told, MONTH).questions if question.fact == "salary"]
    assert texts == ["How much is the pay a month, before deductions? (in the months that are not given)"]


# ----- The data ----- #


def test_questions_and_presumptions_speak_of_facts_that_exist() -> None:
    facts = set(fact_names(SYSTEM))
    named = {fact for gate in gates() for fact in gate.facts} | set(sentences())
    named |= {fact for presumption in presumptions() for fact in presumption.facts if not fact.startswith("*")}
    tried = {fact for gate in gates() for bundle in gate.tries for fact in bundle}
    assert not (named | tried) - facts
    assert paid_once() <= {right for service in read_register() for right in service.rights}


def test_no_fact_stands_in_two_gates() -> None:
    facts = [fact for gate in gates() for fact in gate.facts]
    assert len(facts) == len(set(facts))


def test_what_a_rule_may_read_is_known_without_running_it() -> None:
    assert {"salary", "self_employed_income"} <= everything_below(SYSTEM, "average_insured_income_24m")
    assert "disability_group" not in everything_below(SYSTEM, "birth_order")


# ----- In words, on the command line ----- #


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_every_sentence_of_the_data_is_translated(lang: str) -> None:
    said = {gate.text for gate in gates()} | {str(one["text"]) for one in sentences().values()}
    said |= {presumption.because for presumption in presumptions()}
    said |= {text for service in read_register() if service.rights for text in (service.body, service.claim_limit)}
    assert not said - set(catalogue(lang))


@pytest.mark.parametrize("lang", some(["kk", "ru"], 1))
def test_the_text_has_no_english_word(lang: str) -> None:
    """But names, fields of the family file, links and the name of the package."""
    text = to_text(screen(family({"mother": MOTHER, "baby": BABY}), MONTH, lang), lang, questions=99)
    known = {
        "mother",
        "baby",
        "family",
        "openfisca",
        "kz",
        "questions",
        "https",
        "http",
        "USD",
        "MRP",
        "SMS",
        "eGov",
        "enpf",
        "otbasy",
        "gov",
    }
    known |= {word for name in fact_names(SYSTEM) for word in (name,)}
    known |= {member for name in fact_names(SYSTEM) for member in _members(name)}
    words = set(re.findall(r"[A-Za-z_][A-Za-z_0-9]+", re.sub(r"https?://\S+", "", text)))
    assert not {word for word in words - known if not re.fullmatch(r"[IVXLC]+", word)}


def _members(name: str) -> list[str]:
    members = getattr(SYSTEM.variables[name], "possible_values", None)
    return [member.name for member in members] if members else []


def test_the_command_prints_text_and_json() -> None:
    text = CliRunner().invoke(main, ["screen", str(NEWBORN), "--on", MONTH, "--questions", "2"])
    assert text.exit_code == 0
    assert "Birth benefit – Alikhan" in text.stdout
    assert "  2. " in text.stdout
    assert "  3. " not in text.stdout
    answer = json.loads(CliRunner().invoke(main, ["screen", str(NEWBORN), "--on", MONTH, "--json"]).stdout)
    assert answer["law_date"] == "2026-06-01"
    assert {one["status"] for one in answer["rights"]} == {"due", "possible", "not_due"}
    assert {"fact", "who", "text", "why", "could_change", "choices", "unit"} <= set(answer["questions"][0])


def test_a_month_before_a_birth_is_refused() -> None:
    with pytest.raises(InputError, match="The birth date of baby is 2026-06-09"):
        screen(family({"mother": MOTHER, "baby": BABY}), "2026-05")
    result = CliRunner().invoke(main, ["screen", str(NEWBORN), "--on", "2026-13"])
    assert result.exit_code == 2
    assert "2026-13 is not a month" in result.stderr


def test_nothing_is_asked_of_a_child_who_has_died() -> None:
    """But what is due on a death still rests on who died, and who lives is asked of."""
    dead = {"birth_date": "2022-02-02", "death_date": "2025-03-02"}
    living = {"birth_date": "2024-01-01"}
    found = screen(family({"mother": MOTHER, "living": living, "dead": dead}), MONTH)
    asked = {fact.who for question in found.questions for fact in question.facts}
    assert "living" in asked
    assert "dead" not in asked
    both = screen(family({"mother": MOTHER, "living": living, "dead": {"birth_date": "2022-02-02"}}), MONTH)
    assert "dead" in {fact.who for question in both.questions for fact in question.facts}
