"""Bad input gets one clear sentence a problem: who, which variable and period, what is wrong, what would be right."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from openfisca_kz.cli import main
from openfisca_kz.families.from_file import read_family, situation
from openfisca_kz.language import LANGUAGES
from openfisca_kz.problems import InputError, month_of

GOOD = """
family: {first_parent: Aigerim, children: [Alikhan]}
persons:
  Aigerim: {birth_date: 1998-03-12, sex: female, salary: 300000}
  Alikhan: {birth_date: 2026-05-14}
"""

# What is written instead of what, and what the sentence must say.
WRONG = {
    "a missing key": ("{birth_date: 2026-05-14}", "{}", ["Alikhan", "birth_date is missing", "birth_date: 1990-01-31"]),
    "an unknown key": ("family:", "famly:", ["`famly`", "did you mean family?"]),
    "no persons": ("persons:", "people:", ["`persons:` is missing"]),
    "a misspelt variable": ("salary: 300000", "salery: 300000", ["Aigerim", "`salery`", "did you mean salary?"]),
    "a variable of the family on a person": ("salary: 300000", "region: abai", ["Aigerim", "region", "the family"]),
    "a date that does not exist": ("1998-03-12", "1998-02-30", ["Aigerim, birth_date", "1998-02-30", "YYYY-MM-DD"]),
    "a date that is none": ("1998-03-12", "long ago", ["Aigerim, birth_date", "long ago"]),
    "a negative salary": ("300000", "-1", ["Aigerim, salary", "less than 0", "-1"]),
    "a child older than its parent": ("2026-05-14", "1990-05-14", ["Alikhan", "Aigerim", "1990-05-14"]),
    "a child as old as its parent": ("2026-05-14", "1998-03-12", ["Alikhan", "Aigerim"]),
    "an Enum value that is not one": ("female", "femal", ["Aigerim, sex", "femal", "did you mean female?"]),
    "an Enum by number": ("female", "1", ["Aigerim, sex", "a name is expected", "male, female"]),
    "two people with one name": ("Alikhan: {", "Aigerim: {", ["Aigerim is written twice"]),
    "one fact twice": ("salary: 300000", "salary: 300000, salary: 1", ["salary is written twice"]),
    "a period of the wrong kind": ("300000", "{2026: 300000}", ["Aigerim, salary", "2026", "2026-06"]),
    "a month that does not exist": ("300000", "{2026-13: 300000}", ["Aigerim, salary", "2026-13", "2026-06"]),
    "a period for what has none": ("1998-03-12", "{2026-06: 1998-03-12}", ["Aigerim, birth_date", "2026-06"]),
    "text for a number": ("300000", "much", ["Aigerim, salary", "much", "a number"]),
    "a list for a value": ("300000", "[1, 2]", ["Aigerim, salary", "a number"]),
    "yes for a number": ("300000", "true", ["Aigerim, salary: true is not a number"]),
    "a number for yes": ("salary: 300000", "pregnant: 1", ["Aigerim, pregnant", "true or false"]),
    "part of a month": ("salary: 300000", "social_insurance_months: 2.5", ["social_insurance_months", "whole number"]),
    "no value": ("300000", "", ["Aigerim, salary", "a value is missing"]),
    "not a number": ("300000", ".nan", ["Aigerim, salary", "nan"]),
    "infinity": ("300000", ".inf", ["Aigerim, salary", "inf"]),
    "more than is exact": ("300000", "1.0e+300", ["Aigerim, salary", "more than"]),
    "two first parents": (
        "first_parent: Aigerim",
        "first_parent: [Aigerim, Alikhan]",
        ["first_parent: there can be 1, not 2"],
    ),
    "a person in two places": ("[Alikhan]", "[Alikhan, Aigerim]", ["Aigerim appears in the families twice"]),
    "a person in no family": (", children: [Alikhan]", "", ["Alikhan is in no family"]),
    "a member who is nobody": ("[Alikhan]", "[Alikan]", ["children", "Alikan", "did you mean Alikhan?"]),
    "a family without members": ("{first_parent: Aigerim, children: [Alikhan]}", "{}", ["no members"]),
    "a slash in a name": ("Alikhan: {", "Ali/khan: {", ["'Ali/khan'", "without a slash"]),
    "facts that are none": ("{birth_date: 2026-05-14}", "young", ["Alikhan", "facts are expected"]),
    "a list of families": (GOOD, "[1, 2]", ["does not describe a family"]),
    "an empty file": (GOOD, "", ["does not describe a family"]),
    "not YAML": ("[Alikhan]", "[Alikhan", ["is not YAML", "line"]),
    "a tag that runs code": (
        "300000",
        "!!python/object/apply:os.getcwd []",
        ["line 4: write the value alone, without `!!python"],
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_sentence(what: str, tmp_path: Path) -> None:
    wrong, right, parts = WRONG[what]
    assert wrong in GOOD
    path = tmp_path / "family.yaml"
    path.write_text(GOOD.replace(wrong, right), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_family(path)
    sentence = str(caught.value)
    for part in parts:
        assert part in sentence
    for lang in LANGUAGES:
        result = CliRunner().invoke(main, ["explain", str(path), "--on", "2026-06", "--lang", lang])
        assert result.exit_code == 2, result.output
        assert isinstance(result.exception, SystemExit)
        assert result.stdout == ""
        assert "Traceback" not in result.stderr
        if lang == "en":
            assert result.stderr.strip() == sentence


@pytest.mark.parametrize(
    "month", ["2026", "2026-13", "2026-6", "06-2026", "2026-06-01", "june", "", "eternity", "2017-12", "2100-01"]
)
def test_month(month: str, tmp_path: Path) -> None:
    path = tmp_path / "family.yaml"
    path.write_text(GOOD, encoding="utf-8")
    result = CliRunner().invoke(main, ["explain", str(path), "--on", month])
    assert result.exit_code == 2
    assert ("2026-06" in result.stderr) or ("2018-01 to 2099-12" in result.stderr)


def test_birth_after_the_month(tmp_path: Path) -> None:
    path = tmp_path / "family.yaml"
    path.write_text(GOOD, encoding="utf-8")
    result = CliRunner().invoke(main, ["explain", str(path), "--on", "2026-04"])
    assert result.exit_code == 2
    assert result.stderr == (
        "The birth date of Alikhan is 2026-05-14, after April 2026: correct it or ask for a later month.\n"
    )


def test_all_problems_at_once(tmp_path: Path) -> None:
    path = tmp_path / "family.yaml"
    path.write_text(
        GOOD.replace("300000", "-1").replace("female", "femal").replace("2026-05-14", "soon"), encoding="utf-8"
    )
    with pytest.raises(InputError) as caught:
        read_family(path)
    assert len(caught.value.problems) == 3


def test_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "family.yaml"
    path.write_bytes(GOOD.replace("Aigerim", "Айгерім").encode("cp1251", errors="replace"))
    with pytest.raises(InputError, match="not in UTF-8"):
        read_family(path)


def test_utf8_with_byte_order_mark_and_kazakh_names(tmp_path: Path) -> None:
    path = tmp_path / "family.yaml"
    path.write_text("\ufeff" + GOOD.replace("Aigerim", "Әйгерім"), encoding="utf-8")
    assert read_family(path).persons == ("Әйгерім", "Alikhan")


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file"):
        read_family(tmp_path / "missing.yaml")
    with pytest.raises(InputError, match="cannot be read"):
        read_family(tmp_path)


def test_unknown_variable_of_calculate(tmp_path: Path) -> None:
    path = tmp_path / "family.yaml"
    path.write_text(GOOD, encoding="utf-8")
    result = CliRunner().invoke(main, ["calculate", str(path), "birth_benfit", "--on", "2026-06"])
    assert result.exit_code == 2
    assert result.stderr == "There is no variable `birth_benfit`: did you mean birth_benefit?\n"


def test_calculate_a_month_variable_for_a_year(tmp_path: Path) -> None:
    path = tmp_path / "family.yaml"
    path.write_text(GOOD, encoding="utf-8")
    result = CliRunner().invoke(main, ["calculate", str(path), "birth_benefit", "--on", "2026"])
    assert result.exit_code == 2
    assert "birth_benefit is monthly" in result.stderr


BEFORE_THE_LAW = [("childcare_benefit", "2006-06", "2006-07"), ("net_salary", "2017-12", "2018-01")]


@pytest.mark.parametrize(("variable", "month", "since"), BEFORE_THE_LAW)
def test_before_the_law_begins(variable: str, month: str, since: str, tmp_path: Path) -> None:
    path = tmp_path / "family.yaml"
    path.write_text(GOOD.replace("2026-05-14", "1998-05-14").replace("1998-03-12", "1970-03-12"), encoding="utf-8")
    result = CliRunner().invoke(main, ["calculate", str(path), variable, "--on", month])
    assert result.exit_code == 2
    assert result.stderr == f"{variable} is known here from {since} on: ask for a later period.\n"
    assert CliRunner().invoke(main, ["calculate", str(path), variable, "--on", since]).exit_code == 0


# ----- Unusual but possible ----- #


def test_unusual_families_work() -> None:
    born = {"birth_date": "1990-01-01"}
    child = {"birth_date": "2020-01-01"}
    thirty = {f"person {number}": dict(child) for number in range(28)}
    families = {
        "without parents": ({"a": child, "b": child}, {"children": ["a", "b"]}),
        "without children": ({"a": born}, {"second_parent": "a"}),
        "of others only": ({"a": born}, {"others": ["a"]}),
        "of thirty": (
            {"m": born, "f": born, **thirty},
            {"first_parent": "m", "second_parent": ["f"], "children": list(thirty)},
        ),
    }
    for persons, family in families.values():
        simulation = situation({"persons": persons, "family": family}).simulation("2026-06")
        assert len(simulation.calculate("birth_benefit", "2026-06")) == len(persons)


def test_two_families_in_a_file() -> None:
    people = situation(
        {
            "persons": {name: {"birth_date": "1990-01-01"} for name in "abc"},
            "families": {"one": {"first_parent": "b"}, "two": {"first_parent": "c", "others": ["a"]}},
        }
    )
    assert people.family_of.tolist() == [1, 0, 1]


# ----- What is told ----- #


def test_a_plain_value_holds_in_every_month_and_a_month_wins() -> None:
    people = situation(
        {
            "persons": {
                "steady": {"birth_date": "1990-01-01", "salary": 100},
                "varying": {"birth_date": "1990-01-01", "salary": {"2026-06": 7, "otherwise": 5}},
                "once": {"birth_date": "1990-01-01", "salary": {"2026-06": 9}},
            },
            "family": {"first_parent": "steady", "others": ["varying", "once"]},
        }
    )
    simulation = people.simulation()
    assert simulation.calculate("salary", "2026-06").tolist() == [100, 7, 9]
    assert simulation.calculate("salary", "2025-01").tolist() == [100, 5, 0]


def test_a_derived_fact_told_for_one_person_does_not_erase_the_others() -> None:
    people = situation(
        {
            "persons": {
                "mother": {"birth_date": "1990-01-01"},
                "told": {"birth_date": "2020-01-01", "birth_order": 5},
                "derived": {"birth_date": "2022-01-01"},
            },
            "family": {"first_parent": "mother", "children": ["told", "derived"]},
        }
    )
    assert people.simulation().calculate("birth_order", "ETERNITY").tolist() == [0, 5, 2]


@pytest.mark.parametrize("month", [datetime.date(2026, 6, 1), 202606, None])
def test_a_month_of_another_kind_gets_the_same_sentence(month: Any) -> None:
    with pytest.raises(InputError, match="is not a month: write year and month, such as 2026-06"):
        month_of(month)
