"""What reading the explanations of the families as their readers do has changed, kept so."""

from __future__ import annotations

import re
from typing import Any

import pytest

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.answers.explain import explain
from openfisca_kz.answers.payslip.payslip import payslip
from openfisca_kz.assessment.facts import telling
from openfisca_kz.assessment.laws import law_of_variable
from openfisca_kz.assessment.model import Fact, Line
from openfisca_kz.families.from_file import parse_family
from openfisca_kz.language import LANGUAGES
from openfisca_kz.presentation.explanation.text import to_text
from openfisca_kz.problems import month_of
from tests.answers.explanation.families import SITUATIONS, explained
from tests.shared import situation

ISO = re.compile(r"\b(?:19|20)\d{2}-(?:0[1-9]|1[0-2])(?:-\d{2})?\b(?!-)")


def _line(lines: tuple[Line, ...], variable: str) -> Line:
    return next(line for line in lines if line.variable == variable)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["newborn", "pensioners"])
def test_no_date_is_written_for_a_machine(name: str, lang: str, system: CountryTaxBenefitSystem) -> None:
    assert ISO.findall(to_text(explained(name, lang=lang))) == []
    assert ISO.findall("since 2023-07-01, in 2026-06") == ["2023-07-01", "2026-06"]


def test_the_same_share_of_four_children_is_told_once(system: CountryTaxBenefitSystem) -> None:
    text = to_text(explained("four_children"))
    assert text.count("Accrual to each child on the list of the year") == 1
    assert "Dana, Yerlan, Aruzhan, Timur" in text
    month, _, year = text.partition("Counted for the year, not paid every month")
    assert "National Fund" in year
    assert "Share in the income" not in month


def test_what_nobody_can_come_to_meet_stands_in_a_list_of_its_own(system: CountryTaxBenefitSystem) -> None:
    """A couple of seventy and sixty-six without children: rights of children, mothers to be and workers are closed."""
    closed = {line.variable: line.closed_by for line in explained("pensioners").not_due if line.closed_by}
    assert closed["childcare_benefit"] == closed["birth_benefit"] == "A child of the family"
    assert {"national_fund_share", "maternity_payment", "job_loss_payment", "guardian_allowance"} <= {*closed}
    assert not {"targeted_assistance", "large_family_allowance", "fund_state_guarantee"} & {*closed}
    text = to_text(explained("pensioners"))
    assert "(required: A child of the family)" in text


def test_a_right_of_mothers_is_not_asked_of_men(system: CountryTaxBenefitSystem) -> None:
    """Nurlan comes first in the file; an award of mothers is asked of Zoya."""
    assert _line(explained("pensioners").possible, "awarded_mother_allowance").who == "Zoya"
    assert _line(explained("foreign_employee").not_due, "awarded_mother_allowance").closed_by


def test_who_cares_for_the_child_is_asked_once(system: CountryTaxBenefitSystem) -> None:
    """Aigerim was told to be the carer: what is not known is whether she was insured, not whether Daulet cares."""
    (condition,) = _line(explained("newborn").possible, "childcare_payment").conditions
    assert condition.change is not None
    assert (condition.change.fact.variable, condition.change.fact.who) == ("salary", "Aigerim")


def test_a_figure_read_by_date_is_named_only_if_it_mattered(system: CountryTaxBenefitSystem) -> None:
    """Nurlan's pension is far above the minimum: 61 % of 116 150 and not 36 108."""
    (path,) = (path for path in SITUATIONS if path.stem == "pensioners")
    told = parse_family(path.read_bytes(), "pensioners")
    told["persons"]["Nurlan"] |= {"age_pension_award_date": "0001-01-01", "age_pension_at_award": 0}  # not drawn yet
    line = _line(explain(situation(told, system), "2026-06").due, "age_pension")
    named = {figure.parameter for figure in line.figures}
    assert line.who == "Nurlan"
    assert "indicators.pension_income_cap" in named
    assert "indicators.minimum_pension" not in named
    assert [figure.parameter for figure in line.figures].count(
        "indicators.pension_indexation"
    ) == 9  # January 2020 to January 2026


def test_assumed_is_only_what_mattered(system: CountryTaxBenefitSystem) -> None:
    """A baby has no employer: the tax regime of the employer is assumed of Daulet alone."""
    assumed = {(fact.variable, fact.who) for fact in explained("newborn").assumptions}
    assert {who for variable, who in assumed if variable == "employer_regime"} == {"Daulet"}
    assert ("legal_residence", "Alikhan") in assumed
    assert "full_time_study" not in {variable for variable, _ in assumed}


def test_nothing_is_told_twice() -> None:
    def fact(variable: str, value: Any, unit: str, origin: str = "derived") -> Fact:
        return Fact(variable, variable, value, unit, "A", origin)

    found = telling(
        [
            fact("base", 320000.0, "KZT"),
            fact("share", 1.0, "share"),
            fact("birth_month", 2026 * 12 + 5, "month_number"),
            fact("age_in_months", 3, "months"),
            fact("before_rounding", 199.4, "KZT"),
            fact("came", "2026-06-09", "date"),
            fact("birth_date", "2026-06-09", "date", "told"),
            fact("salary", 320000.0, "KZT", "told"),
            fact("part", 0.5, "share"),
        ],
        200.0,
    )
    assert [one.variable for one in found] == ["birth_date", "salary", "part"]


@pytest.mark.parametrize(
    ("variable", "month", "act"),
    [
        ("basic_pension", "2019-06", "Law No. 105-V"),
        ("basic_pension", "2026-06", "Social Code, art. 206"),
        ("taxable_pay", "2024-06", "Tax Code 2017, art. 322, art. 341, art. 655 p. 3, art. 776-1"),
        ("social_contribution", "2018-06", "Law on compulsory social insurance 2003"),
        ("social_contribution", "2019-06", "Law on compulsory social insurance 2003"),
        ("social_contribution", "2020-06", "Law on compulsory social insurance 2019"),
    ],
)
def test_the_act_of_the_time_is_named(variable: str, month: str, act: str, system: CountryTaxBenefitSystem) -> None:
    (place,) = law_of_variable(system.variables[variable], month_of(month))
    assert place.text.startswith(act)


@pytest.mark.parametrize("month", ["2018-06", "2019-06"])
def test_an_act_not_yet_in_force_is_never_named(month: str, system: CountryTaxBenefitSystem) -> None:
    later = re.compile(r"Social Code|Tax Code 2025|insurance 2019|of \d\d\.\d\d\.202[0-9]")
    for variable in system.variables.values():
        for place in law_of_variable(variable, month_of(month)):
            assert not later.search(place.text), variable.name
    people = {"persons": {"A": {"birth_date": "1980-01-01", "salary": 100000}}, "family": {"first_parent": "A"}}
    duties = explain(situation(people, system), month).persons[0].duties
    lines = {line.name: line.article for line in payslip(100_000, month).lines}
    told = {line.variable: line.law[0].text for line in duties if line.law}
    assert {name: lines[name] for name in told if name in lines} == {n: t for n, t in told.items() if n in lines}
    assert len(told) >= 3
