"""What an explanation says of the families of the package, in each language, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import openfisca_kz
from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.explanation import Explanation, Line, explain, to_text
from openfisca_kz.language import LANGUAGES
from openfisca_kz.reading import read_family, situation

SITUATIONS = sorted((Path(openfisca_kz.__file__).parent / "situations").glob("*.yaml"))
MONTHS = ("2018-01", "2020-04", "2023-07", "2026-06")


def _explain(name: str, month: str, system: CountryTaxBenefitSystem, lang: str = "en") -> Explanation:
    path = next(path for path in SITUATIONS if path.stem == name)
    return explain(read_family(path, system), month, lang)


def _line(lines: tuple[Line, ...], variable: str, who: str) -> Line:
    return next(line for line in lines if line.variable == variable and line.who == who)


def test_at_least_four_situations() -> None:
    assert len(SITUATIONS) >= 4


def test_a_right_has_amount_rule_figures_facts_and_article(system: CountryTaxBenefitSystem) -> None:
    line = _line(_explain("newborn", "2026-06", system).due, "birth_benefit", "Alikhan")
    assert line.amount == 164350  # https://news.mail.ru/economics/69313736/
    assert "MRP" in line.rule
    assert {(figure.parameter, figure.value) for figure in line.figures} >= {
        ("rights.family.birth_benefit.multiple.first", 38),
        ("indicators.mrp", 4325),
    }
    multiple = next(figure for figure in line.figures if figure.parameter.endswith("multiple.first"))
    assert multiple.since == "2017-07-01"
    assert multiple.law is not None
    assert "art. 80" in multiple.law.text
    assert {(fact.variable, fact.value, fact.origin) for fact in line.facts} >= {("birth_order", 1, "derived")}
    month = next(condition for condition in line.conditions if condition.variable == "birth_benefit_month")
    assert [fact.value for fact in month.facts] == ["2026-06-09"]
    assert all(condition.holds for condition in line.conditions)
    assert line.law[0].url == "https://adilet.zan.kz/rus/docs/K2300000224"


def test_a_no_names_the_condition_that_failed(system: CountryTaxBenefitSystem) -> None:
    whole = _explain("foreign_employee", "2026-06", system)
    line = next(line for line in whole.not_due if line.variable == "basic_pension")
    assert line.status == "not_due"
    assert line.conditions
    assert all(not condition.holds for condition in line.conditions)
    assert line.conditions[0].law


def test_only_figures_that_matter_are_named(system: CountryTaxBenefitSystem) -> None:
    """The cap of 50 minimum wages and the parts of the unified payment are read, and make no difference."""
    daulet = _explain("newborn", "2026-06", system).persons[1]
    line = _line(daulet.duties, "pension_contribution", "Daulet")
    assert [figure.parameter for figure in line.figures] == ["duties.pension_contribution.rate"]
    people = situation(
        {"persons": {"rich": {"birth_date": "1980-01-01", "salary": 9e6}}, "family": {"first_parent": "rich"}}, system
    )
    line = _line(explain(people, "2026-06").persons[0].duties, "pension_contribution", "rich")
    assert {figure.parameter for figure in line.figures} == {
        "duties.pension_contribution.rate",
        "duties.pension_contribution.cap",
        "indicators.minimum_wage",
    }


def test_the_first_word_of_a_lookup_is_that_of_the_person(system: CountryTaxBenefitSystem) -> None:
    child = {"birth_date": "2026-06-01"}
    persons = {"mother": {"birth_date": "1990-01-01"}, **{f"child {n}": dict(child) for n in range(4)}}
    people = situation(
        {"persons": persons, "family": {"first_parent": "mother", "children": list(persons)[1:]}}, system
    )
    due = explain(people, "2026-06").due
    fourth = _line(due, "birth_benefit", "child 3")
    assert fourth.amount == 272475  # https://news.mail.ru/economics/69313736/
    assert "rights.family.birth_benefit.multiple.fourth_and_later" in {figure.parameter for figure in fourth.figures}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", SITUATIONS, ids=lambda path: path.stem)
def test_every_situation_is_explained(path: Path, lang: str, system: CountryTaxBenefitSystem) -> None:
    people = read_family(path, system)
    whole = explain(people, "2026-06", lang)
    text = to_text(whole, lang)
    for person in people.persons:
        assert person in text
    assert max(map(len, text.splitlines())) <= 140
    assert json.loads(json.dumps(whole.to_dict(), ensure_ascii=False))["month"] == "2026-06"


@pytest.mark.parametrize("month", MONTHS)
def test_every_year_can_be_explained(month: str, system: CountryTaxBenefitSystem) -> None:
    for path in SITUATIONS:
        text = path.read_text(encoding="utf-8")
        if "birth_date: 20" not in text:
            assert to_text(explain(read_family(path, system), month))


def test_a_later_year_is_marked_as_a_projection(system: CountryTaxBenefitSystem) -> None:
    assert not _explain("foreign_employee", "2026-06", system).projected
    assert _explain("foreign_employee", "2035-06", system).projected


def test_a_balance_names_the_figure_of_each_year(system: CountryTaxBenefitSystem) -> None:
    """370.56 USD (https://cn.inform.kz 6eae98) rest on the returns of 2025 and 2026 as well as on that of 2024."""
    line = _line(_explain("four_children", "2026-06", system).due, "national_fund_balance", "Dana")
    returns = {figure.since: figure.value for figure in line.figures if figure.parameter.endswith("return_on_earlier")}
    assert returns == {"2024-01-01": 0, "2025-01-01": 0.0302, "2026-01-01": 0.0297}


def test_assumptions_are_named(system: CountryTaxBenefitSystem) -> None:
    people = situation(
        {"persons": {"Daulet": {"birth_date": "1996-11-02", "salary": 320000}}, "family": {"first_parent": "Daulet"}},
        system,
    )
    assumed = {fact.variable for fact in explain(people, "2026-06").assumptions}
    assert {"legal_residence", "basic_deduction_claimed", "tax_resident"} <= assumed
