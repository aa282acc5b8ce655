"""In February 2027 every answer names the figures of 2026 that stand in; in December 2026 none does.

The budget law 2026-2028 (No. 239-VIII) sets the figures of 2026; those of 2027 come with the budget law of 2027. The
Social Code sets the employer's pension contribution of 2027 (art. 251 p. 3) and the greatest basic pension of 2027.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

import openfisca_kz
from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.cli import main
from openfisca_kz.engine.figures import leaves
from openfisca_kz.engine.knowledge import beyond_month
from openfisca_kz.web import Config, create_app
from openfisca_kz.web.page import views
from openfisca_kz.web.routes import FIELDS
from tests.rotating import each_once

SITUATIONS = Path(openfisca_kz.__file__).parent / "situations"
NEWBORN, PENSIONERS = str(SITUATIONS / "newborn.yaml"), str(SITUATIONS / "pensioners.yaml")
VERIFY = ["verify", PENSIONERS, "--right", "age_pension", "--paid", "140000", "--person", "Nurlan"]
#: What asks each command for a month; the month follows.
COMMANDS = {
    "calculate": ["calculate", NEWBORN, "net_salary", "--on"],
    "compare": ["compare", NEWBORN, "--reform", "law_on_social_status", "--on"],
    "explain": ["explain", NEWBORN, "--on"],
    "explain_variable": ["explain", NEWBORN, "--variable", "net_salary", "--on"],
    "ladder": ["ladder", NEWBORN, "--step", "500000", "--on"],
    "law": ["law", "--area", "indicators", "--on"],
    "passport": ["passport", NEWBORN, "--on"],
    "payslip": ["payslip", "--gross", "300000", "--on"],
    "pension": ["pension", PENSIONERS, "--on"],
    "processes": ["processes", NEWBORN, "--on"],
    "screen": ["screen", NEWBORN, "--on"],
    "timeline": ["timeline", NEWBORN, "--years", "1", "--from"],
    "verify": [*VERIFY, "--on"],
}
#: Commands that have tests of their own below.
APART = {
    "child",
    "population run",
    "population report",
    "population project",
    "population rates",
    "population year",
    "readout",
}
#: Commands that calculate nothing of a month: they list, check, write or serve. `law changes` tells what is enacted,
#: `mcp` answers by routes that are asked below.
WITHOUT_MONTH = {
    "example", "facts", "law changes", "mcp", "population calibrate", "population schema", "population synth",
    "reform list", "reform new", "reform show", "serve", "verify-readout", "verify_readout",
}  # fmt: skip
#: Those whose JSON is a list: it says it beside, to who reads the errors.
LISTS = {"compare"}
#: The last month for which all that is looked at is enacted: a timeline of a year looks at its last month.
LAST_KNOWN = {"timeline": "2026-01"}
#: Whether the month asked for is beyond what is enacted.
LATE = (True, False)
SAID = {
    "en": "the figures of 2026 stand in",
    "ru": "вместо них взяты показатели 2026 года",
    "kk": "көрсеткіштер 2027 жылғы ақпан үшін әлі қабылданған жоқ, олардың орнына 2026 жылғылары алынды",
}


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def _month(what: str, late: bool) -> str:
    return "2027-02" if late else LAST_KNOWN.get(what, "2026-12")


def _names(group: click.Group) -> Iterator[str]:
    """Yield every command; one with commands below it as well if it answers by itself."""
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            yield from (f"{name} {below}" for below in _names(command))
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield name


def test_no_command_is_forgotten() -> None:
    """A new command is asked below for a month that is not enacted, or it has none."""
    assert set(_names(main)) - WITHOUT_MONTH == {*COMMANDS, *APART} - {"explain_variable"}


@pytest.mark.parametrize(("command", "late"), each_once(COMMANDS, LATE))
def test_every_command_names_what_stands_in(command: str, late: bool) -> None:
    assert (SAID["en"] in run(*COMMANDS[command], _month(command, late))) is late


@pytest.mark.parametrize("lang", list(SAID))
def test_in_each_language(lang: str) -> None:
    text = run(*COMMANDS["payslip"], "2027-02", "--lang", lang)
    assert SAID[lang] in text


@pytest.mark.parametrize(("command", "late"), each_once(sorted(COMMANDS.keys() - {"law"}, reverse=True), LATE))
def test_every_command_says_it_as_data(command: str, late: bool) -> None:
    said = CliRunner().invoke(main, [*COMMANDS[command], _month(command, late), "--json"])
    if command in LISTS:
        assert (SAID["en"] in said.stderr) is late
        return
    assert {one["year"] for one in json.loads(said.stdout).get("stands_in", ())} == ({2026} if late else set())


def test_a_payslip_names_what_it_read_and_what_is_enacted() -> None:
    slip = json.loads(run(*COMMANDS["payslip"], "2027-02", "--json"))
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
    text = run(*COMMANDS["calculate"], "2027-02", "--expected")
    assert "minimum monthly wage" in text
    assert "calculation index" not in text


def _people(folder: Path) -> str:
    people = folder / "people.csv"
    people.write_text("person_id,family_id,role,birth_date,sex,salary\n1,1,first_parent,1990-01-01,male,300000\n")
    return str(people)


def test_population_run_and_report(tmp_path: Path) -> None:
    people = _people(tmp_path)
    for month, told in (("2027-02", True), ("2026-12", False)):
        out = str(tmp_path / month)
        said = run("population", "run", "--persons", people, "--on", month, "--variables", "net_salary",
                   "--workers", "0", "--out", out)  # fmt: skip
        assert (SAID["en"] in said) is told
        assert ("stands_in" in json.loads((tmp_path / month / "manifest.json").read_text())) is told
        assert (SAID["ru"] in run("population", "report", out, "--no-compare", "--lang", "ru")) is told


@pytest.mark.slow
def test_population_years_and_rates(tmp_path: Path) -> None:
    """Of 2027 the government expects the MRP and the minimum pension, not the minimum wage."""
    asked = ["--persons", _people(tmp_path), "--workers", "0", "--out"]
    for first, last, told in (("2026-06", "2027", True), ("2025-06", "2026", False)):
        years = run("population", "project", *asked, str(tmp_path / f"to{last}"), "--on", first, "--to", last)
        assert (SAID["en"] in years) is told
    for month, told in (("2027-02", True), ("2026-12", False)):
        for command in ("rates", "year"):
            said = run("population", command, *asked, str(tmp_path / f"{command}{month}"), "--on", month)
            assert (SAID["en"] in said) is told, command


def test_a_readout_says_it(tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.write_bytes(Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    for month, told in (("2027-02", True), ("2026-12", False)):
        out, page = tmp_path / f"{month}.json", tmp_path / f"{month}.html"
        run("readout", NEWBORN, "health_insurance", "--person", "Alikhan", "--on", month, "--key", str(key),
            "--out", str(out), "--page", str(page))  # fmt: skip
        assert ("indicators.minimum_wage" in out.read_text(encoding="utf-8")) is told
        assert (SAID["en"] in page.read_text(encoding="utf-8")) is told


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
    "passport": {"family": {"first_parent": "A"}, "persons": {"A": {"birth_date": "1990-01-31", "salary": 100000}}},
    "processes": FAMILY,
    "timeline": {**FAMILY, "years": 1},
    "verify": {**FAMILY, "right": "age_pension", "paid": 140000, "person": "Nurlan"},
    "payslip": {"gross": 300000},
    "ladder": {**FAMILY, "to": 300000, "step": 100000},
}
#: Core's routes, which say it in a header; those that are got; those asked for no month; a read-out is tested above.
CORE, GOT = {"calculate", "trace"}, {"law"}
NO_MONTH = {"bulk", "readout", "verify_readout"}  # each line of a bulk is the answer of a route


def test_no_route_is_forgotten(client: Any) -> None:
    rules = list(client.application.url_map.iter_rules())
    posted = {str(rule).strip("/").replace("-", "_") for rule in rules if "POST" in (rule.methods or ())}
    assert posted - NO_MONTH == {*BODIES, *CORE}
    asking = {name for name, fields in FIELDS.items() if {"month", "on", "first_month"} & set(fields)}
    assert asking - NO_MONTH == {*BODIES, *GOT}


@pytest.mark.parametrize(("route", "late"), each_once(BODIES, LATE))
def test_every_route_says_it(client: Any, route: str, late: bool) -> None:
    field = "first_month" if route == "timeline" else "month"
    answer = client.post(f"/{route}", json={**BODIES[route], field: _month(route, late)}).get_json()
    assert {one["year"] for one in answer.get("stands_in", ())} == ({2026} if late else set()), answer


@pytest.mark.parametrize("route", sorted(CORE))
def test_the_routes_of_core_say_it_in_a_header(client: Any, route: str) -> None:
    for month, told in (("2027-02", "indicators.minimum_wage=2026"), ("2026-12", "")):
        people = {"persons": {"A": {"salary": {month: 300000}, "net_salary": {month: None}}}}
        answer = client.post(f"/{route}", json={**people, "families": {"F": {"first_parent": ["A"]}}})
        assert answer.status_code == 200
        assert told in answer.headers.get("Stands-In", ""), month
        assert ("Stands-In" in answer.headers) is bool(told)


@pytest.fixture(scope="module")
def page(system: CountryTaxBenefitSystem) -> Any:
    return create_app(Config(seconds=120), system=system).test_client()


#: Views of the page that ask, and show no amount.
ASKING = {"people", "life", "more"}


@pytest.mark.parametrize(("view", "late"), each_once(sorted(views.SHOW.keys() - ASKING), LATE))
def test_every_view_of_the_page_says_it(page: Any, view: str, late: bool) -> None:
    facts = {"birth_date": "1963-12-31", "sex": "male", "salary": 300000, "pension_contribution_months": 300}
    told = {"family": {"first_parent": "A"}, "persons": {"A": facts}}
    month = "2027-02" if late else "2026-12"
    form = {"from": view, "told": json.dumps(told), "told-month": month, "do": "back", "years": "1"}
    if view == "pay":
        form |= {"do": "pay", "amount": "300000", "payslip-month": month}
    answer = page.post(f"/ru/{view}", data=form, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    if view != "coming" or late:  # it looks a year ahead
        assert (SAID["ru"] in answer.get_data(as_text=True)) is late, month


def test_what_a_yearly_law_sets_says_to_when_it_is_known(system: CountryTaxBenefitSystem) -> None:
    yearly = {leaf.name: leaf for leaf in leaves(system.parameters) if "set_yearly" in leaf.metadata}
    assert {"indicators.mrp", "indicators.mrp_tax", "indicators.minimum_wage", "indicators.subsistence_minimum",
            "indicators.minimum_pension", "indicators.minimum_basic_pension"} <= set(yearly)  # fmt: skip
    assert {str(leaf.metadata["known_until"]) for leaf in yearly.values()} == {"2026-12-31"}
    assert not beyond_month(system, "2026-12")
    assert {one.figure for one in beyond_month(system, "2027-01").stands_in} == set(yearly)
