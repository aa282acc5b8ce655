"""Questions come in the order of expected tenge: what a social worker asks first, never what age or sex excludes."""

from __future__ import annotations

from pathlib import Path

import pytest
from openfisca_core import periods

import openfisca_kz
from openfisca_kz.assessment.likelihood import _known, likelihood
from openfisca_kz.assessment.questions import likely_first
from openfisca_kz.assessment.screening import screen
from tests.shared import read_family, situation

SITUATIONS = Path(openfisca_kz.__file__).parent / "situations"
RARE = {"veteran", "zone", "service_months_before_1998", "years_of_care"}


@pytest.mark.parametrize(
    ("question", "age", "sex", "expected"),
    [
        ("expecting", 30, "male", False),
        ("expecting", 30, "female", True),
        ("expecting", 30, None, True),
        ("expecting", 60, "female", False),
        ("mother_of_many", 45, "male", False),
        ("capacity", 70, "male", False),
        ("jobless", 12, "female", False),
        ("disability", 3, "male", True),
    ],
)
def test_age_and_sex_exclude(question: str, age: int, sex: str | None, expected: bool) -> None:
    assert (likelihood(question, age, sex, gate=True) > 0) is expected


def test_every_rule_ends_for_everybody() -> None:
    for kind in ("gates", "facts"):
        for name, entry in _known()[kind].items():
            assert set(entry["rules"][-1]) == {"share"}, (kind, name)
            assert all(0 <= rule["share"] <= 1 for rule in entry["rules"])


@pytest.mark.parametrize("name", ["newborn", "twelve/baby_6_months", "twelve/lone_mother"])
def test_a_young_family_is_asked_of_its_life_first(name: str) -> None:
    questions = screen(read_family(SITUATIONS / f"{name}.yaml"), "2026-11").questions
    assert not RARE & {question.fact for question in questions[:3]}


def test_pay_and_care_come_first_where_they_are_not_told() -> None:
    """What is drawn, pay and who cares; where a carer is told nobody else is asked to be one."""
    people = {
        "mother": {"birth_date": "1996-02-02", "sex": "female", "salary": 0},
        "father": {"birth_date": "1994-02-02", "sex": "male"},
        "baby": {"birth_date": "2026-09-01"},
    }
    members = {"first_parent": "mother", "second_parent": "father", "children": ["baby"]}
    told = situation({"persons": people, "family": members})
    first = {question.fact for question in screen(told, "2026-11").questions[:7]}
    assert {"received", "salary", "main_carer"} <= first
    questions = screen(read_family(SITUATIONS / "newborn.yaml"), "2026-11").questions
    assert "salary" in {question.fact for question in questions[:3]}
    assert "main_carer" not in {question.fact for question in questions}


def test_what_is_likely_comes_first_and_what_follows_from_it_later() -> None:
    """Of a woman of 31: pay, then a business, then a disability before its cause and a leave before its days."""
    alone = situation(
        {"family": {"first_parent": "A"}, "persons": {"A": {"birth_date": "1995-06-01", "sex": "female"}}}
    )
    names = [
        "disability_cause",
        "maternity_leave_days",
        "disability_group",
        "individual_entrepreneur",
        "maternity_leave_start",
        "salary",
    ]
    month = periods.period("2026-11")
    found = [name for name, _ in likely_first([(name, 0) for name in names], alone, month, alone.system)]
    assert found[:2] == ["salary", "individual_entrepreneur"]
    assert found.index("disability_group") < found.index("disability_cause")
    assert found.index("maternity_leave_start") < found.index("maternity_leave_days")
