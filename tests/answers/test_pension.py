"""The projection of a pension, the forecast it uses, and its command: against arithmetic by hand."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.answers.pension import (
    EMPLOYER_PART_UNKNOWN,
    SAVINGS_PART_UNKNOWN,
    EmployerPensionUnknownError,
    employer_fund_pension,
    project,
)
from openfisca_kz.cli.pension import pension
from openfisca_kz.language import language
from openfisca_kz.presentation.pension import to_svg, to_text
from openfisca_kz.problems import InputError
from openfisca_kz.reforms.forecast import forecast_indicators
from tests.shared import situation

MAN = {
    "family": {"first_parent": "Daulet"},
    "persons": {
        "Daulet": {
            "birth_date": "1968-11-02",
            "salary": 320000,
            "service_months_before_1998": 84,
            "pension_contribution_months": 200,
            "pension_average_income": 250000,
            "pension_savings": 4500000,
        }
    },
}


@pytest.fixture(scope="module")
def man():
    return situation(MAN)


def test_an_early_age_pension_is_named():
    """Social Code, art. 207 p. 3: a mother of five, born 1975-03-10, may draw it from March 2028, at 53.

    Not without six months of work before 1998 (art. 210 p. 6), and not while the fifth child is under eight.
    """
    mother = {"birth_date": "1975-03-10", "sex": "female", "fifth_child_raised_date": "2010-05-01"}

    def told(**facts):
        return situation({"family": {"first_parent": "Aigul"}, "persons": {"Aigul": {**mother, **facts}}})

    projection = project(told(service_months_before_1998=48), "2026-06")
    assert (projection.early_start, projection.pension_date) == ("2028-03-01", "2038-03-10")
    people = told(service_months_before_1998=48)
    text = to_text(projection, language("en"), people.system)
    assert "Day from which the age pension is due: 1 March 2028" in text
    assert project(told(service_months_before_1998=5), "2026-06").early_start is None
    late = told(service_months_before_1998=48, fifth_child_raised_date="2029-01-15")
    assert project(late, "2026-06").early_start == "2029-01-01"


def test_parts_at_the_pension_date(man):
    """Born 1968-11-02: 63 in November 2031, 65 months of contributions of 32 000 after June 2026.

    84 + 200 + 65 months are 29 full years: 70 + 2 x 19 = 108 percent of 50 851 is 54 919.08. Income is capped at
    55 x 4 325 = 237 875: 60 percent of it by 84/300 is 39 963. Savings of 6 580 000 give 35 641.67 a month.
    """
    projection = project(man, "2026-06")
    assert projection.pension_date == "2031-11-02"
    assert projection.participation_years == 29
    assert projection.law.parts["basic_pension"] == 54920
    assert projection.law.parts["age_pension"] == 39963
    assert projection.law.parts["fund_pension"] == pytest.approx(6_580_000 * 0.065 / 12)
    assert projection.law.total == pytest.approx(54920 + 39963 + 35641.67, abs=0.01)
    assert projection.replacement(projection.law) == pytest.approx(130524.67 / 320000, abs=1e-6)


def test_forecast_is_apart(man):
    """108 percent of 63 290 is 68 353.2; 60 percent of 250 000 by 84/300 is 42 000; the floor is 70 percent of SM."""
    projection = project(man, "2026-06")
    assert projection.forecast.parts["basic_pension"] == 68354
    assert projection.forecast.parts["age_pension"] == 42000
    assert projection.forecast.parts["fund_pension"] == pytest.approx(0.7 * 63290)


def test_one_more_year(man):
    """30 years are 110 percent of 50 851, 55 936.1; savings grow by 12 x 32 000; the age pension stays."""
    more = project(man, "2026-06").one_year_more
    assert more.parts["basic_pension"] == 55937
    assert more.parts["age_pension"] == 39963
    assert more.parts["fund_pension"] == pytest.approx(6_964_000 * 0.065 / 12)


def test_return_on_savings(man):
    """One tenge saved for 65 months at 5 percent a year is 1.05 to the power of 65/12."""
    without_pay = situation(
        {"family": {"first_parent": "A"}, "persons": {"A": {**MAN["persons"]["Daulet"], "salary": 0}}}
    )
    projection = project(without_pay, "2026-06", annual_return=0.05)
    savings = 4_500_000 * 1.05 ** (65 / 12)
    expected = max(savings * 0.065 / 12, 0.7 * 50851)
    assert projection.law.parts["fund_pension"] == pytest.approx(expected)
    assert projection.participation_years == 23
    assert projection.replacement(projection.law) is None


def test_who_draws_a_pension_already():
    couple = situation(
        {
            "family": {"first_parent": "Zoya"},
            "persons": {"Zoya": {"birth_date": "1959-10-09", "sex": "female", "service_months_before_1998": 108}},
        }
    )
    projection = project(couple, "2026-06")
    assert projection.law.month == "2026-06"
    assert len(projection.by_start) == 1


def test_forecast_leaves_the_law_alone(system):
    forecast = forecast_indicators(system)
    assert forecast.get_parameters_at_instant("2030-06").indicators.mrp == 5382
    assert forecast.get_parameters_at_instant("2033-01").indicators.subsistence_minimum == 63290
    assert forecast.get_parameters_at_instant("2026-12").indicators.mrp == 4325
    assert system.get_parameters_at_instant("2030-06").indicators.mrp == 4325


def test_payment_from_employer_contributions_is_refused():
    with pytest.raises(EmployerPensionUnknownError, match=r"resolution No\. 705"):
        employer_fund_pension()


@pytest.mark.parametrize("lang", ["en", "kk", "ru"])
def test_what_is_not_counted_is_said(lang):
    """OPVR is paid for who was born since 1975 (art. 248 p. 6); the coefficients for disability are not published."""
    facts = {"birth_date": "1975-01-01", "disability_group": "group_2", "disability_permanent": True}
    people = situation({"family": {"first_parent": "A"}, "persons": {"A": {**facts, "pension_savings": 8000000}}})
    projection = project(people, "2026-06", years=0)
    assert projection.not_counted == (EMPLOYER_PART_UNKNOWN, SAVINGS_PART_UNKNOWN)
    assert "fund_pension" not in projection.law.parts
    text = to_text(projection, language(lang), people.system)
    assert all(language(lang).say(sentence) in text for sentence in projection.not_counted)
    assert lang == "en" or SAVINGS_PART_UNKNOWN not in text
    told = situation({"family": {"first_parent": "A"}, "persons": {"A": {**facts, "fund_disability_factor": 1.2}}})
    assert project(told, "2026-06", years=0).not_counted == (EMPLOYER_PART_UNKNOWN,)


def test_unknown_person(man):
    with pytest.raises(InputError, match="nobody named Zoya in the family"):
        project(man, "2026-06", "Zoya")


@pytest.mark.parametrize("lang", ["en", "kk", "ru"])
def test_table_and_drawing(man, lang):
    projection = project(man, "2026-06", years=3)
    speech = language(lang)
    text = to_text(projection, speech, man.system)
    assert speech.money(54920) in text
    assert speech.say(EMPLOYER_PART_UNKNOWN) not in text  # born in 1968: no employer pays it for him
    drawing = ElementTree.fromstring(to_svg(projection, speech, man.system))
    bars = [element for element in drawing.iter() if element.get("fill-opacity")]
    assert len(bars) == 4 * 3  # the forecast of each start


def test_command(tmp_path):
    family = tmp_path / "family.yaml"
    family.write_text(json.dumps(MAN), encoding="utf-8")
    chart = tmp_path / "pension.svg"
    result = CliRunner().invoke(pension, [str(family), "--on", "2026-06", "--json", "--chart", str(chart)])
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["law"]["total"] == pytest.approx(130524.67, abs=0.01)
    assert chart.read_text(encoding="utf-8").startswith("<svg")


def test_a_month_before_employers_paid(system: CountryTaxBenefitSystem) -> None:
    """The rules run from 2018, employers pay since 2024: what is not in force yet is no mistake."""
    facts = {"birth_date": "1988-03-12", "sex": "female", "salary": 320_000}
    people = situation({"family": {"first_parent": "A"}, "persons": {"A": facts}}, system)
    assert EMPLOYER_PART_UNKNOWN in project(people, "2018-01").not_counted  # born after 1975
