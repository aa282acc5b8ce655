"""What an explanation says of the families of the package, in each language, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openfisca_core import periods

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.answers.explain import explain, explain_right
from openfisca_kz.assessment.model import Line
from openfisca_kz.families.from_file import default_system
from openfisca_kz.language import language
from openfisca_kz.presentation.explanation import to_dict
from openfisca_kz.presentation.explanation.as_json import schema
from openfisca_kz.presentation.explanation.text import to_text
from openfisca_kz.presentation.explanation.wording import Wording
from openfisca_kz.services.rights_and_duties import rights_of
from tests.answers.explanation.families import FAMILY_OF_FIVE, OF_FIVE, SITUATIONS, explained
from tests.rotating import each_once, in_turn
from tests.shared import read_family, situation

SCHEMA = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
OF_TWO = ("newborn", "pensioners")
MONTHS = ("2018-01", "2020-04", "2023-07", "2026-06")
#: Families of whom nobody is born later than these months.
GROWN_UP = [path for path in SITUATIONS if "birth_date: 20" not in path.read_text(encoding="utf-8")]


def _line(lines: tuple[Line, ...], variable: str, who: str) -> Line:
    return next(line for line in lines if line.variable == variable and line.who == who)


def test_at_least_four_situations() -> None:
    assert len(SITUATIONS) >= 4


def test_a_right_has_amount_rule_figures_facts_and_article(system: CountryTaxBenefitSystem) -> None:
    line = _line(explained("newborn", "2026-06").due, "birth_benefit", "Alikhan")
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
    assert line.law[0].url == "https://adilet.zan.kz/eng/docs/K2300000224"


@pytest.mark.parametrize(
    ("name", "every"), [("newborn", 6), *(pytest.param(name, 1, marks=pytest.mark.slow) for name in OF_TWO)]
)
def test_one_right_alone_is_told_as_among_all(name: str, every: int) -> None:
    """How it stands, its amount and its conditions with what decides them, for every right or some of them."""
    whole = explained(name, "2026-11")
    told = (*whole.due, *whole.claimable, *whole.possible, *whole.not_due)
    path = next(path for path in SITUATIONS if path.stem == name)

    def said(lines: Iterable[Line]) -> list[tuple[object, ...]]:
        return [(one.who, one.status, one.amount, one.waiting, one.conditions, one.law) for one in lines]

    for right in rights_of(default_system())[::every]:
        alone = explain_right(read_family(path), periods.period("2026-11"), right)
        assert said(alone) == said(line for line in told if line.variable == right), right


def test_a_no_names_the_condition_that_failed(system: CountryTaxBenefitSystem) -> None:
    whole = explained("newborn", "2026-06")
    line = next(line for line in whole.not_due if line.variable == "basic_pension")
    assert line.status == "not_due"
    assert line.conditions
    assert all(not condition.holds for condition in line.conditions)
    assert line.conditions[0].law


def test_only_figures_that_matter_are_named(system: CountryTaxBenefitSystem) -> None:
    """The cap of 50 minimum wages and the parts of the unified payment are read, and make no difference."""
    daulet = explained("newborn", "2026-06").persons[1]
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


@pytest.mark.parametrize(("path", "lang"), in_turn(SITUATIONS))
def test_every_situation_is_explained(path: Path, lang: str, system: CountryTaxBenefitSystem) -> None:
    whole = explained(path.stem, lang=lang)
    text = to_text(whole)
    for person in whole.persons:
        assert person.name in text
    assert max(map(len, text.splitlines())) <= 140
    assert json.loads(json.dumps(to_dict(whole), ensure_ascii=False))["month"] == "2026-06"


@pytest.mark.parametrize(("month", "path"), each_once(MONTHS, GROWN_UP))
def test_every_year_can_be_explained(month: str, path: Path) -> None:
    assert to_text(explained(path.stem, month))


def test_a_later_year_is_marked_as_a_projection(system: CountryTaxBenefitSystem) -> None:
    assert not explained("foreign_employee", "2026-06").beyond
    assert explained("foreign_employee", "2035-06").beyond


def test_a_balance_names_the_figure_of_each_year(system: CountryTaxBenefitSystem) -> None:
    """370.56 USD (https://cn.inform.kz 6eae98) rest on the returns of 2025 and 2026 as well as on that of 2024."""
    line = _line(explained("four_children", "2026-06").due, "national_fund_balance", "Dana")
    returns = {figure.since: figure.value for figure in line.figures if figure.parameter.endswith("return_on_earlier")}
    assert returns == {"2024-01-01": 0, "2025-01-01": 0.0302, "2026-01-01": 0.0297}


@pytest.mark.parametrize(("family", "lang"), in_turn([*(path.stem for path in SITUATIONS), OF_FIVE]))
def test_an_answer_follows_its_schema_and_has_at_most_20_kb(
    family: str, lang: str, system: CountryTaxBenefitSystem
) -> None:
    whole = explained(family, lang=lang)
    answer = json.loads(json.dumps(to_dict(whole)))
    SCHEMA.validate(answer)
    assert len(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()) <= 20_000
    told = {line["variable"] for name in ("due", "claimable", "not_due", "possible") for line in answer[name]}
    told |= {*answer["others"]}
    assert told == {line.variable for line in (*whole.due, *whole.claimable, *whole.not_due, *whole.possible)}
    assert told == {*rights_of(system)}
    named = {key for name in ("due", "not_due", "possible") for line in answer[name] for key in line.get("facts", ())}
    assert named <= {*answer["facts"]}
    assert {line["variable"] for line in answer["due"]} <= {*answer["labels"]}


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())
    assert not SCHEMA.is_valid({})


def test_what_does_not_hold_comes_with_value_threshold_and_distance(system: CountryTaxBenefitSystem) -> None:
    """320 000 tenge for three people are 106 667 a head; Gulnara's poverty line apart, four children are needed."""
    whole = explained("newborn", "2026-06")
    condition = _line(whole.not_due, "targeted_assistance", "family").conditions[0]
    comparison = condition.comparison
    assert condition.holds is False
    assert comparison is not None
    assert (comparison.variable, comparison.sign, comparison.unit) == ("per_capita_income", "<=", "KZT")
    assert comparison.value == pytest.approx(320000 / 3, abs=0.01)
    assert comparison.distance == pytest.approx(comparison.value - comparison.threshold, abs=0.01)
    condition = _line(whole.not_due, "large_family_allowance", "family").conditions[0]
    comparison = condition.comparison
    assert comparison is not None
    assert (comparison.value, comparison.sign, comparison.threshold, comparison.distance) == (1, ">=", 4, -3)
    assert condition.law[0].url == "https://adilet.zan.kz/eng/docs/K2300000224"
    assert condition.law[0].valid_from == "2023-07-01"


def test_a_condition_that_asks_for_the_contrary_says_what_it_asks(system: CountryTaxBenefitSystem) -> None:
    """Kulyash, born on 5 May 1955, is past the pension age: not having reached it is what the payment asks."""
    kulyash = {"persons": {"Kulyash": FAMILY_OF_FIVE["persons"]["Kulyash"]}, "family": {"first_parent": "Kulyash"}}
    line = _line(explain(situation(kulyash, system), "2026-06").not_due, "special_social_payment", "Kulyash")
    comparison = line.conditions[0].comparison
    assert comparison is not None
    assert (comparison.value, comparison.sign, comparison.threshold) == ("2013-05-05", ">", "2026-06-30")


def test_what_was_not_told_is_unknown(system: CountryTaxBenefitSystem) -> None:
    whole = explained("newborn", "2026-06")
    line = _line(whole.possible, "disability_allowance", "Aigerim")
    (condition,) = line.conditions
    assert condition.holds is None
    assert condition.change is not None
    assert condition.change.fact.variable == "disability_group"
    told = {"birth_date": "1998-03-12", "disability_group": "none"}
    people = situation({"persons": {"Aigerim": told}, "family": {"first_parent": "Aigerim"}}, system)
    line = _line(explain(people, "2026-06").not_due, "disability_allowance", "Aigerim")
    assert line.conditions[0].holds is False


def test_a_no_names_what_would_change_it(system: CountryTaxBenefitSystem) -> None:
    told = {"birth_date": "1998-03-12", "sex": "female", "mother_award": "none"}
    people = situation({"persons": {"Aigerim": told}, "family": {"first_parent": "Aigerim"}}, system)
    line = _line(explain(people, "2026-06").not_due, "awarded_mother_allowance", "Aigerim")
    change = line.conditions[0].change
    assert change is not None
    assert change.fact.variable == "mother_award"
    assert change.fact.value == "None"


def test_the_order_is_from_the_family_outwards(system: CountryTaxBenefitSystem) -> None:
    """What nearly holds comes first; what only rests on events nobody told has a list of its own."""
    whole = explained("newborn", "2026-06")
    near = [line.variable for line in whole.not_due]
    assert near[0] == "national_fund_share"  # Alikhan is half a year too young
    assert near.index("large_family_allowance") < near.index("targeted_assistance")
    far = {line.variable for line in whole.possible if line.only_if}
    assert {"relocation_subsidy", "burial_payment", "survivor_allowance"} <= far
    assert {"disability_allowance"} <= {line.variable for line in whole.possible} - far
    assert {line.status for line in whole.possible} == {"possible"}


def test_seven_lines_say_it(system: CountryTaxBenefitSystem) -> None:
    first = to_text(explained("newborn", "2026-06")).splitlines()[:7]
    assert any("18,269" in line for line in first)  # a month
    assert any("164,350" in line for line in first)  # once, and never added up
    assert any("53,585" in line for line in first)  # 32 000 + 6 400 + 15 185


def test_assumptions_are_named(system: CountryTaxBenefitSystem) -> None:
    people = situation(
        {"persons": {"Daulet": {"birth_date": "1996-11-02", "salary": 320000}}, "family": {"first_parent": "Daulet"}},
        system,
    )
    assumed = {fact.variable for fact in explain(people, "2026-06").assumptions}
    assert {"legal_residence", "basic_deduction_claimed", "tax_resident"} <= assumed


@pytest.mark.parametrize(
    ("months", "kk", "ru", "en"),
    [
        (0, "жаңа туған", "новорождённый", "newborn"),
        (1, "бір айлық", "возраст: 1 месяц", "one month old"),
        (17, "17 айлық", "возраст: 17 месяцев", "17 months old"),
        (252, "21 жаста", "возраст: 21 год", "21 years old"),
        (288, "24 жаста", "возраст: 24 года", "24 years old"),
    ],
)
def test_an_age_as_each_language_says_it(months: int, kk: str, ru: str, en: str) -> None:
    said = [Wording(language(code)).age(months).replace("\u00a0", " ") for code in ("kk", "ru", "en")]
    assert said == [kk, ru, en]
