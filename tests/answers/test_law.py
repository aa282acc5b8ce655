"""The law as data: figures in force, what changed and for whom, as text, tables and answers of the API.

Budget law 2026-2028 (No. 239-VIII): MRP 4 325; budget law 2025-2027 (No. 141-VIII): MRP 3 932. Tax Code 2025, art. 403:
basic deduction of 30 MRP, 14 before. Social Code, art. 251 p. 1: 2.5% in 2025, 3.5% in 2026, 4.5% in 2027.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.answers.law import changes_between, figures_in_force
from openfisca_kz.cli import main
from openfisca_kz.language import language
from openfisca_kz.web import Config, create_app

ENGLISH = language("en")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_every_figure_in_force(system: CountryTaxBenefitSystem) -> None:
    figures = {one.name: one for one in figures_in_force("2026-06", language("ru"), system)}
    assert len(figures) > 400
    mrp = figures["indicators.mrp"]
    assert (mrp.value, mrp.unit, mrp.since, mrp.stands_in) == (4325, "KZT", "2026-01-01", None)
    assert (mrp.act, mrp.number, mrp.date) == ("Закон о бюджете на 2026–2028 годы", "239-VIII", "2025-12-08")
    birth = figures["rights.family.birth_benefit.multiple.first"]
    assert (birth.value, birth.unit, birth.article) == (38, "MRP", "ст. 80 п. 1")
    assert birth.address == "https://adilet.zan.kz/rus/docs/K2300000224#z1257"
    scale = figures["duties.income_tax.scale[1].rate"]
    assert (scale.value, scale.unit, scale.label.rpartition(": ")[2]) == (0.15, "share", "ставка 2")
    for one in figures.values():
        assert one.known in {"statute", "official", "published", "single", "unconfirmed"}, one.name
        assert one.label, one.name
        assert one.act, one.name
        assert one.since <= "2026-06-01", one.name
        assert one.checked, one.name


def test_what_was_not_published_is_no_zero(system: CountryTaxBenefitSystem) -> None:
    figures = figures_in_force("2026-06", ENGLISH, system, "indicators.subsistence_minimum_statistical")
    assert figures
    assert all(one.value > 0 for one in figures)


def test_the_year_that_stands_in(system: CountryTaxBenefitSystem) -> None:
    years = {one.name: one.stands_in for one in figures_in_force("2027-02", ENGLISH, system)}
    assert (years["indicators.mrp"], years["duties.employer_pension_contribution.rate"]) == (2026, None)


def test_what_changed_and_for_whom(system: CountryTaxBenefitSystem) -> None:
    changes = {one.name: one for one in changes_between("2025-12", "2026-02", ENGLISH, system)}
    mrp = changes["indicators.mrp"]
    assert (mrp.was, mrp.now, mrp.since) == (3932, 4325, "2026-01-01")
    assert {"birth_benefit", "large_family_allowance"} <= {one.name for one in mrp.concerns}
    employer = changes["duties.employer_pension_contribution.rate"]
    assert (employer.was, employer.now) == (0.025, 0.035)
    assert "employer_pension_contribution" in {one.name for one in employer.concerns}
    assert "birth_benefit" not in {one.name for one in employer.concerns}
    deduction = changes["duties.income_tax.basic_deduction.mrp"]
    assert (deduction.was, deduction.now) == (14, 30)
    assert "rights.family.birth_benefit.multiple.first" not in changes
    assert all("2025-12-01" < one.since <= "2026-02-28" for one in changes.values())
    assert {one.kind for one in changes.values()} == {"figure", "rule"}


def test_a_change_names_its_right_and_the_statuses_of_its_conditions(system: CountryTaxBenefitSystem) -> None:
    """Social Code, art. 94 p. 1: 7.4 MRP since 07.2023, 6.4 before; art. 81 p. 8: 18 months for a claim, 12 before."""
    changes = {one.name: one for one in changes_between("2023-06", "2023-07", ENGLISH, system, "rights.family")}
    awarded = changes["rights.family.awarded_mother_allowance.multiple.altyn_alka"]
    assert (awarded.was, awarded.now, awarded.since) == (6.4, 7.4, "2023-07-01")
    (concerned,) = awarded.concerns
    assert (concerned.name, concerned.label) == ("awarded_mother_allowance", "Awarded-mother allowance")
    claim = changes["rights.family.childcare_benefit.claim_months"]
    assert [one.name for one in claim.concerns] == ["childcare_benefit"]
    assert (claim.was, claim.now) == (12, 18)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--on", "2026-13"], "2026-13 is not a month"),
        (["--on", "2017-01"], "outside the rules"),
        (["--on", "2026-06", "--area", "rights.famly"], "did you mean rights.family?"),
        (["--on", "2026-06", "--format", "xlsx"], "give --out FILE.xlsx"),
        (["changes", "--from", "2026-1"], "2026-1 is not a month"),
        (["changes", "--from", "2026-03", "--to", "2026-02"], "February 2026 is before March 2026"),
    ],
)
def test_bad_input_is_one_sentence(arguments: list[str], sentence: str) -> None:
    result = run("law", *arguments)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert sentence in result.stderr


def test_formats(tmp_path: Path) -> None:
    asked = ["law", "--on", "2026-06", "--area", "indicators"]
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv").output)))
    data = json.loads(run(*asked, "--format", "json").output)
    assert [row["name"] for row in rows] == [one["name"] for one in data["figures"]]
    out = tmp_path / "law.xlsx"
    assert run(*asked, "--format", "xlsx", "--out", str(out)).exit_code == 0
    sheet = openpyxl.load_workbook(out)["law"]
    assert [cell.value for cell in sheet[1]] == list(rows[0])
    assert sheet.max_row == len(rows) + 1
    assert "4,325 ₸" in run(*asked).output


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_changes_as_text(lang: str) -> None:
    said = run("law", "changes", "--from", "2025-12", "--to", "2026-02", "--lang", lang).output
    assert {"kk": "Мыналарға қатысты", "ru": "Затрагивает"}[lang] in said
    table = run("law", "changes", "--from", "2025-12", "--to", "2026-02", "--format", "csv").output
    assert "Budget law 2026-2028" in table
    nothing = run("law", "changes", "--from", "2026-02", "--to", "2026-02", "--area", "duties", "--lang", lang).output
    assert nothing.strip() == {"kk": "Заңда ештеңе өзгерген жоқ.", "ru": "В законе ничего не изменилось."}[lang]


def test_routes(system: CountryTaxBenefitSystem) -> None:
    client: Any = create_app(Config(seconds=120), system=system, page=False).test_client()
    told = client.get("/law?on=2027-02&area=indicators&lang=ru").get_json()
    assert {one["name"]: one["value"] for one in told["figures"]}["indicators.mrp"] == 4325
    assert {one["year"] for one in told["stands_in"]} == {2026}
    changes = client.get("/changes?from=2025-12&to=2026-02").get_json()["changes"]
    assert "indicators.mrp" in {one["name"] for one in changes}
    since = client.get("/changes?since=2026-01&to=2026-02").get_json()["changes"]
    assert since == changes
    for address in ("/law?on=2026-6", "/law?area=x", "/law?area=rights&x=1", "/changes?from=2026-03&to=2026-02"):
        refused = client.get(address)
        assert (refused.status_code, len(refused.get_json()["problems"])) == (400, 1), address
