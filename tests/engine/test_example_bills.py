"""The bills of docs/reforms.md: what they give by hand, and every command that takes --reform runs each of them."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click import Context
from click.testing import CliRunner
from pyarrow import csv

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.answers.bill import changes_of
from openfisca_kz.answers.compare import compare
from openfisca_kz.cli import main
from openfisca_kz.engine.bills import find_reform, law_of
from openfisca_kz.families.from_file import default_system, read_family, situation
from openfisca_kz.language import language
from openfisca_kz.presentation.bill import law_title
from openfisca_kz.problems import InputError
from openfisca_kz.services.rights_and_duties import payer, rights_of
from tests.rotating import each_once, in_turn, some

BILLS = sorted(Path("examples").glob("*.yaml"))


NEWBORN = "openfisca_kz/situations/newborn.yaml"
CARED_FOR = {
    "family": {"first_parent": "mother", "children": ["child"]},
    "persons": {
        "mother": {"birth_date": "1988-03-12", "sex": "female"},
        "child": {"birth_date": "2018-05-10", "disability_group": "child", "education": "school"},
    },
}
COMMANDS = (
    ("explain", NEWBORN, "--on", "2027-10"),
    ("calculate", NEWBORN, "total_rights", "--on", "2027-10"),
    ("screen", NEWBORN, "--on", "2027-10"),
    ("timeline", NEWBORN),
    ("ladder", NEWBORN, "--on", "2027-10"),
    ("passport", NEWBORN, "--on", "2027-10"),
    ("compare", NEWBORN, "--on", "2027-10"),
    ("payslip", "--gross", "300000", "--on", "2027-10"),
    ("pension", "openfisca_kz/situations/pensioners.yaml", "--on", "2027-10"),
    ("child", "--born", "2027-10-14"),
    ("verify", NEWBORN, "--right", "childcare_benefit", "--on", "2027-10", "--paid", "1"),
    ("processes", NEWBORN, "--on", "2027-10"),
    ("law", "--on", "2027-10", "--area", "indicators"),
)


def _gain(bill: str, people: Any, month: str, variable: str) -> float:
    lines = compare(people, month, reform=find_reform(f"examples/{bill}.yaml"), variables=[variable])
    return sum(line.difference or 0 for line in lines)


def test_a_fifth_more_childcare_benefit(system: CountryTaxBenefitSystem) -> None:
    """A first child in the MRP of 2026 (4,325): 5.76 gives 24,912; 6.912 gives 29,894.4, rounded up 29,895."""
    assert _gain("childcare_by_a_fifth", read_family(NEWBORN), "2027-02", "childcare_benefit_paid") == 29_895 - 24_912


def test_a_grant_for_each_pupil(system: CountryTaxBenefitSystem) -> None:
    """Two pupils of the four children: 2 x 2 x 4,325 = 17,300, in the totals too, from September on."""
    people = read_family("openfisca_kz/situations/four_children.yaml")
    for variable in ("pupil_grant", "total_rights", "disposable_income"):
        assert _gain("pupil_grant", people, "2027-10", variable) == 17_300
        assert _gain("pupil_grant", people, "2027-08", variable) == 0
    law = law_of("examples/pupil_grant.yaml", system)
    assert "pupil_grant" in rights_of(law)
    assert payer(law, "pupil_grant") == "local_budget"


def test_one_allowance_in_the_place_of_two(system: CountryTaxBenefitSystem) -> None:
    """A child with disability: 1.61 SM of 50,851, that is 81,871 (art. 184), becomes 2 SM, 101,702."""
    bill = find_reform("examples/one_care_allowance.yaml")
    lines = compare(situation(CARED_FOR), "2027-02", reform=bill)
    by_name = {(line.who, line.variable): (line.before, line.after) for line in lines}
    assert by_name["child", "care_allowance"] == (0, 101_702)
    assert by_name["child", "disabled_child_allowance_carer"] == (81_871, 0)
    assert by_name["family", "total_rights"][1] - by_name["family", "total_rights"][0] == 101_702 - 81_871


@pytest.mark.parametrize(("bill", "command"), each_once(BILLS, COMMANDS))
def test_every_command_takes_the_bill(bill: Path, command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*command, "--reform", str(bill)])
    assert result.exit_code == 0, result.output
    assert result.output


def test_the_list_of_commands_is_whole() -> None:
    """Every command that has the option is tried here, those of `population` below."""
    taking = {
        name
        for name in main.list_commands(Context(main))
        if any("--reform" in option.opts for option in main.get_command(Context(main), name).params)
    }
    assert taking - {"readout"} == {command[0] for command in COMMANDS}  # that one wants an operator's key
    population = main.get_command(Context(main), "population")
    with_reform = {name for name, each in population.commands.items() if any("--reform" in o.opts for o in each.params)}
    assert with_reform == {"run", "project", "year", "rates"}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the tables of a mother with an infant and a pupil whom she cares for, and their run under today's law."""
    folder = tmp_path_factory.mktemp("tables")
    days = [datetime.date(1990, 1, 1), datetime.date(2027, 2, 3), datetime.date(2019, 1, 1)]
    persons = {
        "family_id": [1, 1, 1],
        "role": ["first_parent", "child", "child"],
        "birth_date": days,
        "sex": ["female", "male", "female"],
        "education": ["none", "none", "school"],
        "disability_group": ["none", "none", "child"],
        "other_counted_income": [300_000.0, 0.0, 0.0],  # far above the line of assistance
    }
    pq.write_table(pa.table(persons), folder / "persons.parquet")
    options = ["--persons", str(folder / "persons.parquet"), "--on", "2027-10", "--workers", "0"]
    law = str(folder / "law")
    _invoke("population", "run", *options, "--variables", "all", "--out", law)
    return [*options, law]


def _invoke(*command: str) -> str:
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    return result.stdout


#: What each bill changes a month in rights paid to that family: the care allowance and the grant as above; 8,172 less
#: 6,810 thousandths of MRP for a second child: 35,344 - 29,454; nothing of the figures below concerns the last.
COSTS = {"childcare_by_a_fifth": 35_344 - 29_454, "one_care_allowance": 101_702 - 81_871, "pupil_grant": 8_650}


@pytest.mark.parametrize("bill", some(COSTS, 1))
def test_a_population_is_run_and_reported_under_the_bill(tables: list[str], tmp_path: Path, bill: str) -> None:
    *options, law = tables
    out = str(tmp_path / "bill")
    _invoke("population", "run", *options, "--variables", "all", "--reform", f"examples/{bill}.yaml", "--out", out)
    _invoke("population", "report", law, "--against", out, "--out", str(tmp_path / "report"))
    rows = csv.read_csv(tmp_path / "report" / "by_payer.csv").to_pylist()
    assert sum(row["change"] for row in rows if row["kind"] == "right") == pytest.approx(COSTS[bill], abs=0.5)


@pytest.mark.slow
@pytest.mark.parametrize("bill", COSTS)
def test_a_population_is_projected_under_the_bill(tables: list[str], tmp_path: Path, bill: str) -> None:
    """The first year of the projection is the month of the tables, in the indicators that are expected."""
    *options, _ = tables
    out = str(tmp_path / "years")
    _invoke(
        "population",
        "project",
        *options,
        "--to",
        "2028",
        "--variables",
        "all",
        "--reform",
        f"examples/{bill}.yaml",
        "--out",
        out,
    )
    rows = csv.read_csv(Path(out) / "report" / "cost_by_year.csv").to_pylist()
    for year in (2027, 2028):
        assert sum(row["change"] for row in rows if row["kind"] == "right" and row["year"] == year) > COSTS[bill]


@pytest.mark.parametrize(("bill", "lang"), in_turn(BILLS))
def test_a_bill_is_shown(bill: Path, lang: str) -> None:
    result = CliRunner().invoke(main, ["reform", "show", str(bill), "--lang", lang])
    assert result.exit_code == 0, result.output


def test_a_bill_that_pays_nobody_is_told_so(system: CountryTaxBenefitSystem, tmp_path: Path) -> None:
    code = """
from openfisca_kz import Reform
from openfisca_kz.base import MONTH, Person, Variable

class school_grant(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "School grant"
    reference = ["Bill"]

    def formula(person, period, parameters):
        return 1000 * person("child_6_15_in_school", period)

class grant(Reform):
    def apply(self):
        self.add_variable(school_grant)
"""
    (tmp_path / "grant.py").write_text(code, encoding="utf-8")
    changes = changes_of(str(tmp_path / "grant.py"), system)
    assert changes.unread == ("school_grant",)
    assert not changes.money
    (tmp_path / "grant.py").write_text(code.replace('unit = "KZT"', 'unit = "KZT"\n    right_paid_by = "local_budget"'))
    changes = changes_of(str(tmp_path / "grant.py"), system)
    assert changes.money
    assert not changes.unread


def test_a_bill_of_names_only_changes_no_money(system: CountryTaxBenefitSystem) -> None:
    changes = changes_of("complete_list", system)
    assert not changes.money
    assert not changes.unread  # the primary status reads each status of its list
    assert changes_of("citizens_only", system).money


@pytest.mark.parametrize(
    "command", some([(COMMANDS[0],), (COMMANDS[3],), (("compare", NEWBORN, "--on", "2027-10"),)], 1)
)
def test_every_command_tells_a_bill_that_changes_nothing_paid(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*command, "--reform", "complete_list", "--lang", "ru"])
    assert result.exit_code == 0
    assert "не зависит от того, что меняет этот проект" in result.stderr


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "Nothing in this bill is in force in June 2027: it takes effect on 1 September 2027."),
        (
            "ru",
            "Законопроект начнёт действовать 1 сентября 2027 г., в этом месяце (июнь 2027) он ещё ничего не меняет.",
        ),
        (
            "kk",
            "Жоба 2027 жылғы 1 қыркүйек күні күшіне енеді, бұл айда (2027 жылғы маусым) ол әлі ештеңені өзгертпейді.",
        ),
    ],
)
def test_a_bill_that_is_not_in_force_yet_says_so(lang: str, sentence: str) -> None:
    """A grant from 1 September 2027 (in_force of the bill): in June nothing changes, and that is why."""
    for month, said in (("2027-06", True), ("2027-09", False)):
        command = ["compare", NEWBORN, "--on", month, "--reform", "examples/pupil_grant.yaml", "--lang", lang]
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 0, result.output
        assert (sentence in result.stderr.replace("\u202f", " ")) is said


def test_an_abolished_right_ends_on_the_day_that_the_bill_says(system: CountryTaxBenefitSystem, tmp_path: Path) -> None:
    path = tmp_path / "bill.yaml"
    path.write_text("name: A\nin_force: 2027-01-01\nabolished: [birth_benefit]\n", encoding="utf-8")
    changes = changes_of(str(path), system)
    assert changes.first_day == "2027-01-01"
    assert {rule.since for rule in changes.rules if rule.kind == "removed"} == {"2027-01-01"}


@pytest.mark.parametrize(
    ("right", "sentence"),
    [
        ("{label: A, paid_by: treasury, amount: 5, to: [orphan]}", "there is no payer `treasury`"),
        ("{label: A, paid_by: local_budget, amount: {value: 5, unit: EUR}, to: [orphan]}", "not in EUR"),
        ("{label: A, paid_by: local_budget, amount: 5, to: [orphans]}", "there is no condition `orphans`"),
        ("{label: A, paid_by: local_budget, amount: many, to: [orphan]}", "a number is expected"),
        ("{label: A, amount: 5, to: [orphan]}", "takes label, paid_by, amount, to"),
    ],
)
def test_a_right_that_cannot_be(system: CountryTaxBenefitSystem, tmp_path: Path, right: str, sentence: str) -> None:
    path = tmp_path / "bill.yaml"
    path.write_text(f"in_force: 2027-01-01\nrights:\n  grant: {right}\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        law_of(str(path), system)
    assert sentence in str(refused.value)


def test_two_bills_side_by_side_for_a_family() -> None:
    """A first child of 2026: 24,912 today, 29,895 under the fifth; a grant for pupils changes nothing for it."""
    bills = [f"examples/{name}.yaml" for name in ("childcare_by_a_fifth", "pupil_grant")]
    command = ["compare", NEWBORN, "--on", "2027-02", "--reform", bills[0], "--reform", bills[1]]
    text = _invoke(*command).replace("\u202f", " ")
    assert "24,912 ₸ -> 29,895 ₸  (+4,983) | 24,912 ₸" in text
    data = json.loads(_invoke(*command, "--json"))
    assert [len(data[bill]) > 0 for bill in bills] == [True, False]


def test_a_bill_upon_the_figures_of_2027() -> None:
    """Two pupils at 2 x 4,606 = 9,212 tenge."""
    people = read_family("openfisca_kz/situations/four_children.yaml")
    name = "examples/figures_of_2027.yaml+examples/pupil_grant.yaml"
    bill = find_reform(name)
    law = law_of(name, default_system())
    titles = "Показатели 2027 года по ожиданиям правительства + Пособие школьникам"
    assert law_title(law, language("ru")) == titles
    assert language("kk").say(law.variables["pupil_grant"].label) == "Оқушыларға жәрдемақы"
    lines = compare(people, "2027-10", reform=bill, variables=["pupil_grant"])
    assert [line.after for line in lines] == [9_212, 9_212]


def test_of_two_bills_the_one_that_is_not_in_force_yet_is_named() -> None:
    """The grant begins on 1 September 2027; the other bill has begun."""
    command = ["compare", NEWBORN, "--on", "2027-06", "--reform", "law_on_social_status+examples/pupil_grant.yaml"]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    (line,) = (line for line in result.stderr.splitlines() if "is in force in June 2027" in line)
    assert line.endswith(": Nothing in this bill is in force in June 2027: it takes effect on 1 September 2027.")
    assert line.startswith("Grant for pupils: ")
