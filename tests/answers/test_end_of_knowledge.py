"""In February 2027 every answer names the figures of 2026 that stand in; in December 2026 none does.

The budget law 2026-2028 (No. 239-VIII) sets the figures of 2026; those of 2027 come with the budget law of 2027. The
Social Code sets the employer's pension contribution of 2027 (art. 251 p. 3) and the greatest basic pension of 2027.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import openfisca_kz
from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.cli import main
from openfisca_kz.engine.figures import leaves
from openfisca_kz.engine.knowledge import beyond_month
from openfisca_kz.web import Config, create_app

SITUATIONS = Path(openfisca_kz.__file__).parent / "situations"
NEWBORN, PENSIONERS = str(SITUATIONS / "newborn.yaml"), str(SITUATIONS / "pensioners.yaml")
VERIFY = ["verify", PENSIONERS, "--right", "age_pension", "--paid", "140000", "--person", "Nurlan"]
COMMANDS = {
    "calculate": ["calculate", NEWBORN, "net_salary"],
    "payslip": ["payslip", "--gross", "300000"],
    "screen": ["screen", NEWBORN],
    "explain": ["explain", NEWBORN],
    "explain_variable": ["explain", NEWBORN, "--variable", "net_salary"],
    "verify": VERIFY,
    "ladder": ["ladder", NEWBORN, "--step", "500000"],
}
SAID = {
    "en": "the figures of 2026 stand in",
    "ru": "вместо них взяты показатели 2026 года",
    "kk": "орнына 2026 жылғы көрсеткіштер алынды",
}


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_names_what_stands_in(command: str) -> None:
    assert SAID["en"] in run(*COMMANDS[command], "--on", "2027-02")
    assert SAID["en"] not in run(*COMMANDS[command], "--on", "2026-12")


@pytest.mark.parametrize("lang", list(SAID))
def test_in_each_language(lang: str) -> None:
    text = run(*COMMANDS["payslip"], "--on", "2027-02", "--lang", lang)
    assert SAID[lang] in text


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_says_it_as_data(command: str) -> None:
    late = json.loads(run(*COMMANDS[command], "--on", "2027-02", "--json"))
    assert {one["year"] for one in late["stands_in"]} == {2026}
    assert not json.loads(run(*COMMANDS[command], "--on", "2026-12", "--json")).get("stands_in")


def test_a_payslip_names_what_it_read_and_what_is_enacted() -> None:
    slip = json.loads(run(*COMMANDS["payslip"], "--on", "2027-02", "--json"))
    assert {one["figure"] for one in slip["stands_in"]} == {"indicators.minimum_wage", "indicators.mrp_tax"}
    ahead = {one["figure"]: one["since"] for one in slip["enacted_ahead"]}
    assert ahead["duties.employer_pension_contribution.rate"] == "2027-01-01"
    opvr = next(line for line in slip["lines"] if line["name"] == "employer_pension_contribution")
    assert opvr["rate"] == 0.045


def test_a_file_of_payslips_has_a_column(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("gross\n300000\n", encoding="utf-8")
    for month, told in (("2027-02", True), ("2026-12", False)):
        out = tmp_path / f"{month}.csv"
        said = run("payslip", "--file", str(people), "--on", month, "--out", str(out))
        heading, row = out.read_text(encoding="utf-8").splitlines()
        assert ("stands_in" in heading.split(",")) is told
        assert ("indicators.mrp_tax=2026" in row) is told
        assert (SAID["en"] in said) is told


def test_verify_does_not_judge() -> None:
    """With the increase of January 2027 unknown nobody is told that too much was paid."""
    check = json.loads(run(*VERIFY, "--on", "2027-01", "--json"))
    assert (check["verdict"], check["findings"], check["objection"]) == ("not_judged", [], "")
    assert "indicators.pension_indexation" in {one["figure"] for one in check["stands_in"]}
    text = run(*VERIFY, "--on", "2027-01")
    assert "cannot be said before these figures are enacted" in text
    assert "More was paid" not in text
    assert json.loads(run(*VERIFY, "--on", "2026-12", "--json"))["verdict"] != "not_judged"


def test_child_looks_at_its_last_month() -> None:
    """Care is paid to one and a half years: of a birth in June 2026 to December 2027, of June 2024 to December 2025."""
    assert SAID["en"] in run("child", "--born", "2026-06-14", "--mother-income", "300000")
    assert SAID["en"] not in run("child", "--born", "2024-06-14", "--mother-income", "300000")


def test_what_the_government_expects_does_not_stand_in() -> None:
    """The outlook of February 2026 has an MRP of 4 606 for 2027, and no minimum wage."""
    text = run(*COMMANDS["calculate"], "--on", "2027-02", "--expected")
    assert "minimum monthly wage" in text
    assert "calculation index" not in text


def test_population_run(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("person_id,family_id,role,birth_date,sex,salary\n1,1,first_parent,1990-01-01,male,300000\n")
    for month, told in (("2027-02", True), ("2026-12", False)):
        out = str(tmp_path / month)
        said = run("population", "run", "--persons", str(people), "--on", month, "--variables", "net_salary",
                   "--workers", "0", "--out", out)  # fmt: skip
        assert (SAID["en"] in said) is told


@pytest.fixture(scope="module")
def client(system: CountryTaxBenefitSystem) -> Any:
    return create_app(Config(seconds=120), system=system, page=False).test_client()


FAMILY = {
    "family": {"first_parent": "Nurlan"},
    "persons": {
        "Nurlan": {
            "birth_date": "1956-01-31", "sex": "male", "salary": 100000,
            "age_pension_award_date": "2019-01-31", "age_pension_at_award": 80000,
        }
    },
}  # fmt: skip
BODIES: dict[str, dict[str, Any]] = {
    "explain": FAMILY,
    "screen": FAMILY,
    "verify": {**FAMILY, "right": "age_pension", "paid": 140000, "person": "Nurlan"},
    "payslip": {"gross": 300000},
}


@pytest.mark.parametrize("route", list(BODIES))
def test_every_route_says_it(client: Any, route: str) -> None:
    late = client.post(f"/{route}", json={**BODIES[route], "month": "2027-02"}).get_json()
    assert {one["year"] for one in late["stands_in"]} == {2026}, late
    now = client.post(f"/{route}", json={**BODIES[route], "month": "2026-12"}).get_json()
    assert not now.get("stands_in"), now


def test_what_a_yearly_law_sets_says_to_when_it_is_known(system: CountryTaxBenefitSystem) -> None:
    yearly = {leaf.name: leaf for leaf in leaves(system.parameters) if "set_yearly" in leaf.metadata}
    assert {"indicators.mrp", "indicators.mrp_tax", "indicators.minimum_wage", "indicators.subsistence_minimum",
            "indicators.minimum_pension", "indicators.minimum_basic_pension"} <= set(yearly)  # fmt: skip
    assert {str(leaf.metadata["known_until"]) for leaf in yearly.values()} == {"2026-12-31"}
    assert not beyond_month(system, "2026-12")
    assert {one.figure for one in beyond_month(system, "2027-01").stands_in} == set(yearly)
