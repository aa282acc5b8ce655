"""A rehearsal of 2027 with invented figures: one file of values is all that changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.answers.payslip.payslip import payslip
from openfisca_kz.engine.figures import leaves
from openfisca_kz.engine.knowledge import beyond_month
from openfisca_kz.engine.loading import PACKAGE, load_parameter_tree
from tools import new_year

#: Invented: a tenth more than in 2026, and a second increase of pensions in July.
FIGURES = {
    "indicators.minimum_basic_pension": 40000,
    "indicators.minimum_pension": 75000,
    "indicators.minimum_wage": 100000,
    "indicators.mrp": 5000,
    "indicators.mrp_tax": 5000,
    "indicators.pension_indexation": {"2027-01-01": 0.09, "2027-07-01": 0.01},
    "indicators.subsistence_minimum": 55000,
    "rights.family.national_fund_share.accrual": 140,
    "rights.family.national_fund_share.return_on_earlier": 0.03,
    "rights.social_insurance.survivor_payment.increase": 0.09,
    "rights.social_insurance.work_capacity_payment.increase": 0.09,
    "duties.state_health_contribution.average_wage": 450000,
}
REFERENCE = {
    "title": "Budget law 2026-2028 (08.12.2025 No. 239-VIII)",
    "href": "https://adilet.zan.kz/rus/docs/Z2500000239",
}


def _write(folder: Path, figures: dict[str, object], name: str = "2027.yaml") -> Path:
    group = {"reference": REFERENCE, "known": "statute", "checked": "2026-12-10", "figures": figures}
    (folder / name).write_text(yaml.safe_dump({"budget_law": group}), encoding="utf-8")
    return folder


def _law(years: Path) -> CountryTaxBenefitSystem:
    system = CountryTaxBenefitSystem()
    system.parameters = load_parameter_tree(PACKAGE / "parameters", years)
    return system


def test_the_tool_names_every_yearly_figure(system: CountryTaxBenefitSystem) -> None:
    assert {leaf.name for leaf in new_year.yearly(system)} == set(FIGURES)
    report = list(new_year.report(2027, system, new_year.places()))
    text = "\n".join(report)
    assert text.count("TO FIND") == len(FIGURES)
    place = re.search(r"indicators/mrp\.yaml:(\d+)", text)
    assert place is not None
    line = (PACKAGE / "parameters/indicators/mrp.yaml").read_text(encoding="utf-8").splitlines()[int(place[1]) - 1]
    assert line.split()[0] == "2026-01-01:"
    assert "  duties.employer_pension_contribution.rate: 0.045 since 2027-01-01;" in text
    for month in new_year.MONTHS.values():
        assert f"What else changed on 1 {month} of 2022 to 2026" in text
    for figure in FIGURES:
        assert f"    {figure}:  #" in new_year.first_file(2027, system)


def test_one_file_is_all_that_changes(tmp_path: Path) -> None:
    """OPV 10% of 300 000; VOSMS 2%; the basic deduction is 30 MRP of 5 000: tax 10% of 300 000 - 36 000 - 150 000."""
    law = _law(_write(tmp_path, FIGURES))
    assert not beyond_month(law, "2027-12")
    assert {one.year for one in beyond_month(law, "2028-01").stands_in} == {2027}
    slip = payslip(300_000, "2027-02", system=law)
    amounts = {line.short: line.amount for line in slip.lines}
    assert (amounts["OPV"], amounts["VOSMS"], amounts["IPN"]) == (30_000, 6_000, 11_400)
    assert not slip.beyond
    indexation = law.parameters.indicators.pension_indexation
    assert [indexation.get_at_instant(day) for day in ("2026-12-31", "2027-01-01", "2027-07-01")] == [0.1, 0.09, 0.01]
    assert indexation.metadata["reference"]["2027-07-01"] == REFERENCE
    before = {leaf.name: leaf for leaf in leaves(CountryTaxBenefitSystem().parameters)}
    for leaf in leaves(law.parameters):
        assert leaf.get_at_instant("2026-12-31") == before[leaf.name].get_at_instant("2026-12-31"), leaf.name


def test_what_is_left_out_stands_in(tmp_path: Path) -> None:
    figures = {name: value for name, value in FIGURES.items() if name != "indicators.minimum_wage"}
    late = beyond_month(_law(_write(tmp_path, figures)), "2027-02")
    assert [one.figure for one in late.stands_in] == ["indicators.minimum_wage"]


def test_a_quarter_is_one_file(tmp_path: Path) -> None:
    figure = "indicators.subsistence_minimum_statistical.regions.abai"
    series = _law(_write(tmp_path, {figure: 61234}, "2026-q3.yaml")).parameters
    for part in figure.split("."):
        series = series.children[part]
    days = ("2026-06-30", "2026-07-01", "2026-09-30", "2026-10-01")
    assert [series.get_at_instant(day) for day in days] == [0, 61234, 61234, 0]


@pytest.mark.parametrize(
    ("name", "figures", "words"),
    [
        ("2027.yaml", {"indicators.mrpp": 1}, "2027.yaml: indicators.mrpp is no figure that a yearly law sets"),
        ("2027.yaml", {"duties.health_contribution.rate": 1}, "is no figure that a yearly law sets"),
        ("2027.yaml", {"indicators.mrp": None}, "indicators.mrp has None since 2027-01-01: write a number"),
        ("2027.yaml", {"indicators.mrp": {"2028-01-01": 1}}, "numbers by days of the year"),
        ("2026-q3.yaml", {"indicators.mrp": 1}, "is no figure that is published by quarter"),
        ("next.yaml", {}, "name it after its year or quarter"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, name: str, figures: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        load_parameter_tree(PACKAGE / "parameters", _write(tmp_path, figures, name))
