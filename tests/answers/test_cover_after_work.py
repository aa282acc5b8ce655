"""Cover after the loss of a job at every door: explanation, passport, page, population.

Law on health insurance, art. 5: three months after the last payment; six, since 2026, after sixty months paid. Asked in
November 2026 of who was paid last in October (lost last month), August (three months ago) and July (four).
"""

from __future__ import annotations

import datetime
import json
from typing import Any

import numpy as np
import pytest

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.answers.explain import explain
from openfisca_kz.answers.passport import passport
from openfisca_kz.families.family import Situation
from openfisca_kz.population import simulation_from_arrays
from openfisca_kz.presentation.explanation import to_dict, to_text
from openfisca_kz.web import Config, create_app
from tests.rotating import only, some
from tests.shared import situation

MONTH = "2026-11"
CASES = [
    ("2026-10", 0, "2027-01-31"),
    ("2026-10", 60, "2027-04-30"),
    ("2026-08", 0, "2026-11-30"),
    ("2026-08", 60, "2027-02-28"),
    ("2026-07", 0, None),
    ("2026-07", 60, "2027-01-31"),
    ("2026-07", 59, None),
    ("2026-05", 60, "2026-11-30"),
    ("2026-04", 60, None),
]
WHO = ("paid_last", "months_in_a_row", "last_day")


def told(paid_last: str, months_in_a_row: int) -> dict[str, Any]:
    salary = {f"2026-{month:02}": 300000 for month in range(1, int(paid_last[5:]) + 1)} | {"otherwise": 0}
    person = {"birth_date": "1990-03-01", "salary": salary, "health_insurance_months_in_a_row": months_in_a_row}
    return {"family": {"first_parent": "Bek"}, "persons": {"Bek": person}}


def family(paid_last: str, months_in_a_row: int) -> Situation:
    return situation(told(paid_last, months_in_a_row))


@pytest.mark.parametrize(WHO, some(CASES, 3))
def test_in_an_explanation(paid_last: str, months_in_a_row: int, last_day: str | None) -> None:
    whole = explain(family(paid_last, months_in_a_row), MONTH)
    (cover,) = to_dict(whole)["cover"]
    assert (cover["insured_told"], cover["until"]) == (last_day is not None, last_day and last_day[:7])
    if last_day is not None:
        assert f"Insured by contributions, until the end of {english(last_day)}" in " ".join(to_text(whole).split())


def english(day: str) -> str:
    return f"{datetime.date.fromisoformat(day):%B %Y}"


@pytest.mark.parametrize(WHO, only(CASES, CASES[1:6:2]))
def test_in_a_passport(paid_last: str, months_in_a_row: int, last_day: str | None) -> None:
    (person,) = passport(family(paid_last, months_in_a_row), MONTH).persons
    cover = person.cover
    assert cover.until == (last_day[:7] if last_day else None)
    assert cover.basis == ("Insured by contributions" if last_day else "Not insured")
    months = None if last_day is None else (int(last_day[:4]) - 2026) * 12 + int(last_day[5:7]) - 11
    assert cover.months_left == months


@pytest.fixture(scope="module")
def page(system: CountryTaxBenefitSystem) -> Any:
    return create_app(Config(seconds=120), system=system).test_client()


@pytest.mark.parametrize(WHO, only(CASES[:6], CASES[2:5:2]))
def test_on_the_page(page: Any, paid_last: str, months_in_a_row: int, last_day: str | None) -> None:
    data = {"told": json.dumps(told(paid_last, months_in_a_row)), "told-month": MONTH, "from": "now"}
    text = page.post("/en/now", data=data, headers={"Accept": "text/html"}).text
    if last_day is None:
        assert "until the end of" not in text
    else:
        assert f"Insured by contributions, until the end of {english(last_day)}" in text


def test_in_a_population(system: CountryTaxBenefitSystem) -> None:
    count = len(CASES)
    months = [f"2026-{month:02}" for month in range(1, 13)]
    salary = {
        month: np.array([300000.0 if month <= paid_last else 0.0 for paid_last, _, _ in CASES]) for month in months
    }
    persons = {
        "birth_date": np.full(count, np.datetime64("1990-03-01")),
        "health_insurance_months_in_a_row": {month: np.array([each for _, each, _ in CASES]) for month in months},
        "salary": salary,
    }
    simulation = simulation_from_arrays(system, persons, np.arange(count), np.full(count, "first_parent"), None, MONTH)
    assert simulation.calculate("health_insured", MONTH).tolist() == [last is not None for *_, last in CASES]
    basis = simulation.calculate("health_insurance_basis", MONTH).decode_to_str().tolist()
    assert basis == ["contributions" if last else "not_insured" for *_, last in CASES]
