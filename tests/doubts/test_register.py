"""The register of doubts: every entry can be used, and is told in the pages and in three languages."""

from __future__ import annotations

import re
import types
from pathlib import Path
from typing import Any

import pytest
import yaml

import openfisca_kz
from openfisca_kz.doubts import Reading, alternatives, readings_of, register, thin_sources
from openfisca_kz.doubts.entries import FOLDER, read_doubts
from openfisca_kz.language import catalogue

ROOT = Path(__file__).resolve().parents[2]
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in Path(openfisca_kz.__file__).parent.rglob("*.py"))


def parameter(system: Any, path: str) -> Any:
    """Return the parameter or node of a path."""
    node = system.parameters
    for name in path.split("."):
        node = node.children[name]
    return node


def called(code: types.CodeType) -> set[str]:
    """Return the names that a formula uses, its inner functions included: their words are replaced with its own."""
    inner = (each for each in code.co_consts if isinstance(each, types.CodeType))
    return {*code.co_names}.union(*map(called, inner))


@pytest.mark.parametrize("reading", register(), ids=lambda reading: reading.id)
def test_an_entry_names_what_the_law_has(system: Any, reading: Reading) -> None:
    changed = {*reading.formulas, *reading.words, *reading.then}
    assert {*reading.rights, *reading.concerns, *changed} <= set(system.variables)
    for path in (*reading.parameters, *reading.figures):
        parameter(system, path)
    functions = {*reading.formulas.values(), *reading.then.values()}
    functions |= {function for words in reading.words.values() for function in words.values()}
    assert all(callable(getattr(alternatives, name)) for name in functions)
    for name, words in reading.words.items():
        rules = system.variables[name].formulas.values()
        assert set(words) <= {word for rule in rules for word in called(rule.__code__)}
    if "." in reading.where:
        parameter(system, reading.where)
    else:
        assert reading.where in system.variables or re.search(rf"\bdef {reading.where}\b|\b{reading.where}\(", SOURCES)


@pytest.mark.parametrize("reading", register(), ids=lambda reading: reading.id)
def test_texts_are_a_question_and_two_answers_in_three_languages(reading: Reading) -> None:
    assert re.fullmatch(r"[A-Z].*\?", reading.question)
    assert not (reading.chosen + reading.other).endswith((".", "?"))
    assert reading.chosen != reading.other
    for lang in ("kk", "ru"):
        assert {reading.question, reading.chosen, reading.other} <= set(catalogue(lang))
        assert reading.to_dict(lang)["question"] != reading.question


def test_a_question_that_has_no_second_figure_is_thin() -> None:
    assert [r.id for r in register() if r.figures and not r.thin] == []


def test_readings_of_a_right() -> None:
    assert {reading.id for reading in readings_of("relocation_subsidy")} == {"relocation_subsidy_before_2024"}
    assert readings_of("no_such_right") == ()
    assert thin_sources("special_social_payment") == ()
    assert {reading.id for reading in thin_sources("burial_payment")} == {
        "burial_payment_before_july_2023",
        "rounding_of_assistance",
    }
    assert thin_sources("burial_payment", "2022-06") == ()
    assert [reading.id for reading in thin_sources("work_capacity_payment", "2021-12")] == [
        "increases_of_fund_payments_before_2022"
    ]
    assert thin_sources("work_capacity_payment", "2022-01") == ()


#: Paragraphs of the pages and the entries that stand for them; None: nothing in them can change an amount.
PENSIONS = {
    "A birthday between two steps of the schedule": ["pension_birthday_between_steps"],
    "Born on the last day of a month": None,
    "The first incomplete month": ["pension_first_incomplete_month"],
    "Conditions before the Code": ["pension_laws_before_the_code", "test_site_service_condition"],
    "Service pensions of before 2016 and the basic pension": ["basic_pension_for_service_awards"],
    "Participation after the award": ["participation_after_the_award"],
    "Overlaps": None,
    "One percent for each year beyond 25 or 20": ["one_percent_for_a_year"],
    "Minimum first, then the share of the service": ["minimum_before_the_share_of_service"],
    "Unit of the share of service": ["share_of_service_in_months"],
    "Rounding": ["rounding_of_pensions"],
    "A pension whose amount at the award is not known": ["award_of_unknown_amount"],
    "Increases of April 2014, and those without a source": ["increase_of_april_2014", "increases_without_a_source"],
    "Minimum age pension from 2028": ["minimum_age_pension_from_2028"],
    "Care homes": ["pension_in_a_care_home"],
    "Service pension: other work": ["work_beside_service"],
    "Service pension: start of 109 MRP": ["service_pension_cap_of_109_mrp"],
    "Not modelled in service pensions": ["service_pension_not_modelled"],
    "Payments from the fund: which January": ["fund_first_year"],
    "Payments from the fund: the floor in later years": ["fund_floor_in_later_years"],
    "Payments from the fund: coefficients": ["fund_factors_of_disability", "fund_factor_of_harmful_work"],
    "Payments from the fund: awards before April 2021": [
        "fund_payments_before_april_2021",
        "fund_payments_of_awards_before_2018",
    ],
    "Payments from the fund: income tax": ["income_tax_on_fund_payments"],
    "Payments from the fund: the lump sum": ["fund_savings_together"],
    "State guarantee": ["guarantee_index"],
    "Employer contributions (OPVR)": ["employer_contributions_payment"],
    "Special social payment": ["special_social_payment_parts"],
    "Sufficiency threshold": ["sufficiency_threshold_method", "sufficiency_threshold_before_2026"],
    "Pensions of treaty states": ["pensions_of_treaty_states"],
    "Not modelled in pensions and savings": None,
}

ASSISTANCE = {
    "Rounding of these payments": ["rounding_of_assistance"],
    "Full state support before July 2023": ["full_support_before_the_code"],
    "A month in which an age is reached": ["month_of_a_birthday", "incomplete_months_of_assistance"],
    "Survivor share of a child with disability (art. 177 p. 5-6)": [
        "survivor_share_of_a_disabled_child",
    ],
    "One of the two allowances by choice": ["disability_or_survivor_allowance"],
    "Ceiling of 2.92 minimums (art. 236 p. 4-5)": [
        "ceiling_with_full_orphans",
        "ceiling_of_the_supplement_for_service",
    ],
    "Full orphans before July 2023": ["full_orphans_before_july_2023"],
    "Burial payment before July 2023": ["burial_payment_before_july_2023", "burial_of_veterans_before_july_2023"],
    "Months insured from sixty to seventy-one": ["months_insured_from_sixty"],
    "The fund's payments before 2020": ["wage_deducted_in_2019", "job_loss_on_redundancy_before_2020"],
    "Increases of payments in course": ["increases_of_fund_payments_before_2022"],
    "Law of the job loss payment across a change": ["job_loss_across_a_change"],
    "Special state allowance before May 2020": ["special_allowance_before_may_2020"],
    "Poverty line": ["poverty_line_of_the_region", "median_of_the_region"],
    "Gross or net": ["gross_or_net_work_income"],
    "Income that counts": [
        "large_family_allowance_as_income",
        "allowances_as_income_before_april_2019",
        "guardian_allowance_as_income",
        "birth_benefit_as_income",
        "loans_as_income",
        "other_income_that_does_not_count",
    ],
    "Family and property before the Code": ["members_of_the_family_before_the_code"],
    "Who lives elsewhere": None,
    "Conditional aid needs its contract": ["social_contract_told"],
    "Six months after a refusal": ["refusal_before_2020"],
    "The Aral zones": ["pay_before_the_aral_coefficient"],
    "Housing assistance": ["housing_income_and_share"],
    "Relocation subsidy": ["relocation_subsidy_before_2024"],
    "Left out": None,
}


@pytest.mark.parametrize(
    ("area", "heading", "paragraphs"),
    [("pensions", r"^\*\*(.+?)\.\*\*", PENSIONS), ("assistance", r"^## (.+)$", ASSISTANCE)],
)
def test_every_paragraph_of_a_page_is_an_entry(
    area: str, heading: str, paragraphs: dict[str, list[str] | None]
) -> None:
    page = (ROOT / "docs" / "doubts" / f"{area}.md").read_text(encoding="utf-8")
    assert re.findall(heading, page, re.MULTILINE) == list(paragraphs)
    told = [name for names in paragraphs.values() for name in names or ()]
    assert sorted(told) == sorted(reading.id for reading in register() if reading.area == area)


# ----- The schema ----- #

ENTRY = {
    "id": "a",
    "rights": ["birth_benefit"],
    "question": "Is it so?",
    "chosen": "so",
    "other": "otherwise",
    "where": "birth_benefit",
}


def test_an_entry_as_it_should_be(tmp_path: Path) -> None:
    path = tmp_path / "area.yaml"
    more = {
        "since": "2018-07",
        "concerns": {"sex": "female", "pregnant": True},
        "parameters": {"indicators.mrp": {"2020-01-01": 1}},
    }
    path.write_text(yaml.safe_dump([ENTRY | more]), encoding="utf-8")
    (reading,) = read_doubts(path)
    assert (reading.area, reading.rights) == ("area", ("birth_benefit",))
    assert reading.concerns == {"sex": ("female",), "pregnant": ("True",)}
    assert reading.parameters == {"indicators.mrp": {"2020-01-01": 1}}
    assert [reading.asked_in(month) for month in ("2018-06", "2018-07", "2030-01")] == [False, True, True]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"other": None}, "area.yaml, a: other is missing"),
        ({"rights": []}, "area.yaml, a: rights is missing"),
        ({"right": "x"}, "area.yaml, a: there is no field right; the fields are chosen, "),
        ({"thin": "yes"}, "area.yaml, a: thin must be a bool, not 'yes'"),
        ({"rights": "birth_benefit"}, "area.yaml, a: rights must be a list, not 'birth_benefit'"),
        ({"until": "2018-13"}, "area.yaml, a: until must be a month such as 2018-07, not '2018-13'"),
    ],
)
def test_an_entry_that_is_wrong(tmp_path: Path, change: dict[str, Any], sentence: str) -> None:
    path = tmp_path / "area.yaml"
    path.write_text(yaml.safe_dump([ENTRY | change]), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(sentence)):
        read_doubts(path)


def test_a_line_that_is_no_entry(tmp_path: Path) -> None:
    path = tmp_path / "area.yaml"
    path.write_text("- so\n", encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape("area.yaml, entry 1: a mapping is expected")):
        read_doubts(path)


def test_an_id_is_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump([ENTRY]), encoding="utf-8")
    monkeypatch.setattr("openfisca_kz.doubts.entries.FOLDER", tmp_path)
    with pytest.raises(ValueError, match="two entries are named a: each id is written once"):
        register.__wrapped__()
    assert FOLDER.is_dir()
