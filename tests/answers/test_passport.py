"""The status passport: statuses with facts, registers, months and what they open; cover; conflicts."""

from __future__ import annotations

import functools
import itertools
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

import openfisca_kz
from openfisca_kz.answers.passport import Passport, PersonPassport, passport, passport_schema
from openfisca_kz.cli import main
from openfisca_kz.families.owners import NOT_KNOWN, PERSON
from openfisca_kz.language import language
from openfisca_kz.presentation.passport import to_text
from tests.rotating import only, some
from tests.shared import read_family, situation

FOLDER = Path(openfisca_kz.__file__).parent / "situations"
SITUATIONS = sorted(FOLDER.glob("*.yaml"))
TWELVE = sorted((FOLDER / "twelve").glob("*.yaml"))
MONTH = "2026-11"


def of_one(facts: dict[str, Any], month: str = MONTH) -> PersonPassport:
    return _of_one(json.dumps(facts), month)


@functools.cache
def _of_one(facts: str, month: str) -> PersonPassport:
    told = {"family": {"first_parent": "Bek"}, "persons": {"Bek": json.loads(facts)}}
    (person,) = passport(situation(told), month).persons
    return person


def held(person: PersonPassport) -> dict[str, Any]:
    return {status.status: status for status in person.statuses}


@pytest.mark.parametrize(("path", "lang"), some(itertools.product(SITUATIONS, ["en", "kk", "ru"]), 2))
def test_the_passport_of_each_situation_validates_and_names_each_register(path: Path, lang: str) -> None:
    whole = passport(read_family(path), "2026-06", lang)
    jsonschema.validate(json.loads(json.dumps(whole.to_dict())), passport_schema())
    facts = [fact for person in whole.persons for status in person.statuses for fact in status.facts]
    assert facts
    assert all(fact.register for fact in facts)
    assert to_text(whole).count("\n") > len(whole.persons) * 4


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "kk", "ru"])
@pytest.mark.parametrize("path", TWELVE, ids=lambda path: path.stem)
def test_the_passport_of_each_of_the_twelve_validates_and_has_an_owner_or_says_that_none_is_known(
    path: Path, lang: str
) -> None:
    whole = passport(read_family(path), "2026-12" if path.stem == "adoption_fourth" else "2026-11", lang)
    jsonschema.validate(json.loads(json.dumps(whole.to_dict())), passport_schema())
    for fact in (fact for person in whole.persons for status in person.statuses for fact in status.facts):
        none_known = {language(lang).say(each.name) for each in (PERSON, NOT_KNOWN)}
        assert fact.owner or fact.register in none_known, fact


def test_the_schema_refuses_what_is_no_passport() -> None:
    whole = passport(read_family(SITUATIONS[0]), "2026-06").to_dict()
    broken = json.loads(json.dumps(whole))
    broken["persons"][0]["cover"]["insured"] = "yes"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, passport_schema())


def test_since_and_until_of_an_age() -> None:
    """Born on 5 May 2020: six on 5 May 2026, in school; sixteen in May 2036 ends the band of six to fifteen."""
    pupil = held(of_one({"birth_date": "2020-05-05", "education": "school"}))["child_6_15_in_school"]
    assert (pupil.since, pupil.until) == ("2026-05", "2036-04")


def test_since_and_until_of_what_a_register_tells_by_month() -> None:
    told = {"2026-10": True, "2026-11": True, "2026-12": True, "otherwise": False}
    unemployed = held(of_one({"birth_date": "1985-05-05", "registered_unemployed": told}))["unemployed"]
    assert (unemployed.since, unemployed.until) == ("2026-10", "2026-12")
    always = held(of_one({"birth_date": "1985-05-05", "registered_unemployed": True}))["unemployed"]
    assert always.since is None
    assert always.until == "2048-04"  # sixty-three on 5 May 2048: the pension age ends it


def test_the_facts_behind_a_status_and_what_it_opens() -> None:
    status = held(of_one({"birth_date": "1985-05-05", "disability_group": "group_1"}))["disability_group_1"]
    assert {fact.fact: fact.register for fact in status.facts} == {
        "birth_date": "State Database of Individuals (GBD FL)",
        "disability_group": "Central Database of Persons with Disability (CDB-D)",
    }
    assert "disability_allowance" not in {opened.name for opened in status.opens if opened.kind == "duty"}
    unemployed = held(of_one({"birth_date": "1985-05-05", "registered_unemployed": True}))["unemployed"]
    assert "state_insured_category" in {opened.name for opened in unemployed.opens}


LOST = {"2026-07": 300000, "otherwise": 0}


@pytest.mark.parametrize(
    ("month", "sixty", "insured", "until", "left"),
    some(
        [
            ("2026-07", 0, True, "2026-10", None),
            ("2026-08", 0, True, "2026-10", 2),
            ("2026-10", 0, True, "2026-10", 0),
            ("2026-11", 0, False, None, None),
            ("2026-11", 60, True, "2027-01", 2),
            ("2027-01", 60, True, "2027-01", 0),
            ("2027-02", 60, False, None, None),
            ("2026-11", 59, False, None, None),
        ],
        3,
    ),
)
def test_cover_after_the_loss_of_work(
    month: str, sixty: int, insured: bool, until: str | None, left: int | None
) -> None:
    """Paid last in July: three months keep it to October; six, after sixty months paid, to January (art. 5)."""
    facts = {"birth_date": "1985-05-05", "salary": LOST, "health_insurance_months_in_a_row": sixty}
    cover = of_one(facts, month).cover
    assert (cover.insured, cover.until, cover.months_left) == (insured, until, left)


def test_what_cover_costs_and_what_the_state_pays() -> None:
    """5% of one minimum wage of 85 000 tenge is 4 250; the state pays 2% of the average wage of two years before."""
    alone = of_one({"birth_date": "1985-05-05"}).cover
    assert (alone.insured, alone.own_cost, alone.state_pays) == (False, 4250, 0)
    child = of_one({"birth_date": "2020-05-05"}).cover
    assert child.insured
    assert child.ground == "Insured as a child"
    assert child.state_pays > 0


def test_twelve_months_of_cover() -> None:
    facts = {"birth_date": "1985-05-05", "salary": {"2026-05": 1, "2026-06": 1, "2026-07": 1, "otherwise": 0}}
    history = of_one(facts).cover.history
    assert next(each.month for each in history) == "2025-11"
    assert [each.month for each in history if each.insured] == [f"2026-{month:02}" for month in range(5, 11)]


def test_what_rests_on_what_nobody_told_says_so() -> None:
    """A boy of eight of whom no school is told is not said to be outside school; a birth date settles the age."""
    boy = held(of_one({"birth_date": "2018-05-05"}))["child_6_15_not_in_school"]
    assert boy.not_told == ("Current enrolment",)
    pupil = held(of_one({"birth_date": "2018-05-05", "education": "school"}))["child_6_15_in_school"]
    assert pupil.not_told == ()
    alone = situation({"family": {"first_parent": "Bek"}, "persons": {"Bek": {"birth_date": "2018-05-05"}}})
    text = to_text(passport(alone, MONTH))
    assert "That depends on what was not given: Current enrolment" in text
    assert of_one({"birth_date": "2018-05-05"}).primary is None
    assert of_one({"birth_date": "2018-05-05", "education": "school"}).primary is not None
    assert of_one({"birth_date": "2018-05-05"}).cover.settled
    assert not of_one({"birth_date": "1985-05-05"}).cover.settled


@pytest.mark.slow
def test_a_status_that_another_fact_could_end_is_told_as_perhaps() -> None:
    """Nobody said that the pensioner draws assistance: how large her pension is was not given either."""
    alone = situation(
        {
            "family": {"first_parent": "Nina"},
            "persons": {
                "Nina": {
                    "birth_date": "1958-04-15",
                    "sex": "female",
                    "salary": 0,
                    "age_pension_award_date": "2016-04-15",
                }
            },
        }
    )
    text = to_text(passport(alone, MONTH)).splitlines()
    assert "  Age pensioner" in text
    place = text.index("  Perhaps: Non-working recipient of targeted social assistance")
    assert "Age pension at its award" in text[place + 1]
    assert not any("From" in line for line in text[place + 1 : place + 4])


@pytest.mark.slow
def test_who_is_registered_as_unemployed_is_unemployed() -> None:
    """Social Code, art. 99: the register excludes whoever works, so that nobody is asked about a business."""
    told = {"birth_date": "1988-08-08", "sex": "male", "salary": 0, "registered_unemployed": True}
    told["social_insurance_months"] = 60
    for name in ("unemployed", "unemployed_job_loss", "job_seeker"):
        assert held(of_one(told))[name].not_told == (), name
    paid = {**told, "salary": 100_000}
    assert "unemployed" not in held(of_one(paid))


def test_a_contradiction_names_the_register_to_correct() -> None:
    person = of_one({"birth_date": "1985-05-05", "registered_unemployed": True, "individual_entrepreneur": True})
    (conflict,) = person.conflicts
    assert conflict.rule == "unemployed_and_employed"
    assert [each.owner for each in conflict.correct] == ["Ministry of Labour and Social Protection"]


def test_who_died_holds_nothing_and_who_has_no_status_is_told_kindly() -> None:
    dead = of_one({"birth_date": "1985-05-05", "death_date": "2026-10-31", "registered_unemployed": True})
    assert (dead.here, dead.statuses, dead.cover.insured) == (False, (), False)
    plain = situation({"family": {"first_parent": "Bek"}, "persons": {"Bek": {"birth_date": "1985-05-05"}}})
    text = to_text(passport(plain, MONTH))
    assert "that is usual and does not take away any right" in text
    assert "no status by law" not in text


@pytest.mark.parametrize("lang", only(["kk", "ru"], ["ru"]))
def test_the_text_has_no_english_word(lang: str) -> None:
    import re

    whole: Passport = passport(read_family(SITUATIONS[0]), "2026-06", lang)
    names = {person.name for person in whole.persons}
    left = set(re.findall(r"[A-Za-z]{3,}", to_text(whole))) - names - {"openfisca", "VII", "VIII"}
    assert not left


def test_the_command_answers_in_text_and_json() -> None:
    runner = CliRunner()
    text = runner.invoke(main, ["passport", str(SITUATIONS[0]), "--on", "2026-06"])
    assert (text.exit_code, text.output.startswith("Status passport, June 2026")) == (0, True)
    data = runner.invoke(main, ["passport", str(SITUATIONS[0]), "--on", "2026-06", "--json"])
    jsonschema.validate(json.loads(data.output), passport_schema())
    assert runner.invoke(main, ["passport", "nowhere.yaml"]).exit_code == 2
