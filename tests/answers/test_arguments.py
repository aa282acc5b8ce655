"""What a program gives to a function and cannot be used: one sentence, and the argument that it is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import openfisca_kz as kz
from openfisca_kz.answers.ladder import climb
from openfisca_kz.answers.passport import passport
from openfisca_kz.answers.processes import family_processes
from openfisca_kz.answers.readout import readout
from openfisca_kz.language import LANGUAGES, language

NEWBORN = Path(kz.__file__).parent / "situations" / "newborn.yaml"
FAMILY = kz.read_family(NEWBORN)
ON = "2026-06"

#: Functions of people, as (people, whatever is named).
OF_PEOPLE: dict[str, Callable[..., Any]] = {
    "explain": lambda people, **more: kz.explain(people, ON, **more),
    "explain_variable": lambda people, **more: kz.explain_variable(people, "net_salary", ON, **more),
    "late_claim_cost": lambda people, **more: kz.late_claim_cost(people, ON, **more),
    "passport": lambda people, **more: passport(people, ON, **more),
    "processes": lambda people, **more: family_processes(people, ON, **more),
    "readout": lambda people, **more: readout(people, "family_composition", ON, **more),
    "screen": lambda people, **more: kz.screen(people, ON, **more),
    "timeline": lambda people, **more: kz.timeline(people, ON, 1, **more),
    "verify": lambda people, **more: kz.verify(people, "birth_benefit", ON, 1, **more),
}

IN_WORDS = {"money": "450000", "yes": True, "nothing": None, "list": [450000, 1]}


def refused(function: Callable[[], Any]) -> kz.InputError:
    with pytest.raises(kz.InputError) as caught:
        function()
    return caught.value


@pytest.mark.parametrize("lang", ["de", None, ["ru"], 3])
@pytest.mark.parametrize("name", [name for name in OF_PEOPLE if name not in ("processes", "readout")])
def test_a_language_that_is_none(name: str, lang: Any) -> None:
    error = refused(lambda: OF_PEOPLE[name](FAMILY, lang=lang))
    assert "is not one of en, kk, ru." in str(error)
    assert error.problems[0].path == ("lang",)


@pytest.mark.parametrize("people", [{"persons": {}}, "family.yaml", None])
@pytest.mark.parametrize("name", OF_PEOPLE)
def test_people_who_were_not_read(name: str, people: Any) -> None:
    error = refused(lambda: OF_PEOPLE[name](people))
    assert str(error) == "`situation`: people are expected, as `read_family` returns them."


@pytest.mark.parametrize("system", ["forecast_indicators", kz.find_reform("forecast_indicators"), 3])
@pytest.mark.parametrize("name", OF_PEOPLE)
def test_a_law_that_is_none(name: str, system: Any) -> None:
    """A bill is not a law yet: it is applied to one."""
    error = refused(lambda: OF_PEOPLE[name](FAMILY, system=system))
    assert "`system`: a law is expected" in str(error)


@pytest.mark.parametrize(
    ("function", "argument", "words"),
    [
        (lambda: kz.timeline(FAMILY, ON, 1.5), "years", "years: 1.5 is not a whole number."),
        (lambda: kz.timeline(FAMILY, ON, "2"), "years", "years: 2 is in quotation marks"),
        (lambda: kz.timeline(FAMILY, ON, True), "years", "years: true is not a whole number."),
        (lambda: kz.timeline(FAMILY, ON, 41), "years", "1 to 40 years, not 41"),
        (lambda: kz.timeline(FAMILY, "2099-01", 2), "years", "2100-12 is outside the rules"),
        (lambda: kz.verify(FAMILY, "birth_benefit", ON, "1"), "paid", "paid: 1 is in quotation marks"),
        (lambda: kz.verify(FAMILY, "birth_benefit", ON, None), "paid", "paid: null is not a number."),
        (lambda: kz.verify(FAMILY, "birth_benefit", ON, -1), "paid", "a number of tenge, not -1"),
        (lambda: kz.verify(FAMILY, ["birth_benefit"], ON, 1), "right", "There is no right"),
        (lambda: kz.explain_variable(FAMILY, ["net_salary"], ON), "variable", "There is no variable"),
        (lambda: kz.explain_variable(FAMILY, "net_salary", ON, depth="2"), "depth", "depth: 2 is in quotation marks"),
        (lambda: kz.explain_variable(FAMILY, "net_salary", ON, person=3), "person", "There is nobody named 3"),
        (lambda: kz.compare(FAMILY, ON, reform="forecast_indicators"), "reform", "as `find_reform(name)` returns it"),
        (lambda: kz.compare(FAMILY, ON, variables="net_salary"), "variables", "is not a list of names"),
        (lambda: kz.compare(FAMILY, ON, variables=["net_salry"]), "variables", "did you mean net_salary?"),
        (lambda: kz.payslip(1e5, ON, facts=["x"]), "facts", "facts and their values"),  # type: ignore[arg-type]
        (lambda: kz.payslip(1e5, ON, facts={1: 2}), "facts", "1 is not a fact"),  # type: ignore[dict-item]
        (lambda: kz.payslip(1e5, ON, payer=["employee"]), "payer", "There is no payer"),
        (lambda: kz.payslip(1e5, ON, system="x"), "system", "a law is expected"),
        (lambda: kz.read_family({"persons": {}}), "path", "is not the path of a file"),
        (lambda: kz.read_family(NEWBORN, "x"), "system", "a law is expected"),
        (lambda: kz.find_reform(None), "name", "reform: null is not a name."),
        (lambda: kz.create_app(system="x"), "system", "a law is expected"),
        (lambda: climb(FAMILY, ON, start="0"), "start", "start: 0 is in quotation marks"),
    ],
)
def test_an_argument_of_another_kind(function: Callable[[], Any], argument: str, words: str) -> None:
    error = refused(function)
    assert words in str(error)
    assert error.problems[0].path[:1] == (argument,)


@pytest.mark.parametrize("month", ["juni", "2026", None, 202606])
@pytest.mark.parametrize("function", [kz.compare, kz.explain, kz.screen, kz.timeline, kz.late_claim_cost])
def test_a_month_that_is_none(function: Callable[..., Any], month: Any) -> None:
    with pytest.raises(kz.InputError, match="is not a month: write year and month, such as 2026-06"):
        function(FAMILY, month)


@pytest.mark.parametrize("pay", IN_WORDS.values(), ids=IN_WORDS)
def test_pay_that_is_no_sum(pay: Any) -> None:
    """Text would be taken for a number by numpy, and a truth for one tenge."""
    assert str(refused(lambda: kz.payslip(pay, ON))).startswith("Income is a number of tenge from zero up to")


def test_columns_that_are_no_columns() -> None:
    with pytest.raises(ValueError, match="persons takes columns by name, not list"):
        kz.simulation_from_arrays(FAMILY.system, ["x"], [0], ["child"])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="period takes a month such as 2026-06"):
        kz.simulation_from_arrays(FAMILY.system, {}, [0], ["child"], period="juni")  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_is_in_each_language(lang: str) -> None:
    said = refused(lambda: kz.timeline(FAMILY, ON, 1.5)).problems[0].say(language(lang))
    assert said.startswith("years: 1.5")
    assert "{" not in said
