"""Bills: one grammar for their names, bills without code, and what a bill changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.answers.bill import changes_of
from openfisca_kz.cli import main
from openfisca_kz.engine.bills import files_of, find_reform, law_of, shipped
from openfisca_kz.families.from_file import read_family
from openfisca_kz.problems import InputError
from tests.rotating import each_once, some

NEWBORN = "openfisca_kz/situations/newborn.yaml"
CODE = """
from openfisca_kz import Reform

class higher(Reform):
    def apply(self):
        self.modify_parameters(raised)

def raised(parameters):
    parameters.rights.family.childcare_benefit.multiple.first.update(start="2027-01-01", value=8)
    return parameters
"""


def _write(folder: Path, text: str, name: str = "bill.yaml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def _amount(law: Any, name: str, month: str) -> float:
    return float(read_family(NEWBORN, law).simulation(month).calculate(name, month).sum())


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_shipped_bill_is_found_and_says_what_it_changes(system: CountryTaxBenefitSystem, name: str) -> None:
    changes = changes_of(name, system)
    assert changes.title
    assert not changes.nothing


def test_a_bill_in_yaml_sets_figures(system: CountryTaxBenefitSystem, tmp_path: Path) -> None:
    """Childcare benefit of a first child at 8 MRP: 8 x 4,325 = 34,600 (art. 82 has 5.76: 24,912)."""
    bill = _write(
        tmp_path,
        "in_force: 2027-01-01\nfigures:\n"
        "  rights.family.childcare_benefit.multiple.first: {value: 8, unit: MRP}\n"
        "  rights.family.childcare_benefit.multiple.second: {2027-07-01: 9}\n",
    )
    law = law_of(bill, system)
    assert _amount(law, "childcare_benefit", "2027-06") == 34_600
    assert _amount(law, "childcare_benefit", "2026-12") == _amount(system, "childcare_benefit", "2026-12") == 24_912
    first, second = sorted(changes_of(bill, system).figures, key=lambda change: change.since)
    assert (first.before, first.after, first.since) == (5.76, 8, "2027-01-01")
    assert (second.after, second.since) == (9, "2027-07-01")


def test_an_abolished_right_pays_nothing_from_its_day_on(system: CountryTaxBenefitSystem, tmp_path: Path) -> None:
    law = law_of(_write(tmp_path, "in_force: 2026-06-01\nabolished: [birth_benefit]\n"), system)
    for name in ("birth_benefit", "birth_benefit_paid"):
        assert _amount(system, name, "2026-06") == 164_350
        assert _amount(law, name, "2026-06") == 0
    later = law_of(_write(tmp_path, "abolished: {birth_benefit: 2026-07-01}\n"), system)
    assert _amount(later, "birth_benefit_paid", "2026-06") == 164_350
    fall = _amount(system, "total_rights", "2026-06") - _amount(law, "total_rights", "2026-06")
    assert fall == 164_350


def test_a_neutralised_right_is_not_paid(system: CountryTaxBenefitSystem, tmp_path: Path) -> None:
    for name in ("birth_benefit", "birth_benefit_eligible"):
        code = CODE.replace("self.modify_parameters(raised)", f"self.neutralize_variable({name!r})")
        law = law_of(_write(tmp_path, code, f"{name}.py"), system)
        assert _amount(law, "birth_benefit_paid", "2026-06") == 0
        assert law.name == "higher"


def test_a_condition_removed_holds_for_everybody(system: CountryTaxBenefitSystem, tmp_path: Path) -> None:
    bill = _write(tmp_path, "in_force: 2026-07-01\nconditions_removed: [family_benefit_residence]\n")
    law = law_of(bill, system)
    family = read_family("openfisca_kz/situations/foreign_employee.yaml", law)
    for month, expected in (("2026-06", False), ("2026-07", True)):
        assert family.simulation(month).calculate("family_benefit_residence", month)[0] == expected


def test_code_by_file_and_by_class(system: CountryTaxBenefitSystem, tmp_path: Path) -> None:
    path = _write(tmp_path, CODE, "my_bill.py")
    for name in (path, f"{path}:higher", f"law_on_social_status+{path}", f"{path}+law_on_social_status"):
        assert _amount(law_of(name, system), "childcare_benefit", "2027-06") == 34_600
    assert files_of(path) == [Path(path).resolve()]
    assert files_of("law_on_social_status") == []


@pytest.mark.parametrize(
    ("one", "other"),
    each_once(
        ["complete_list", "forecast_indicators", "citizens_only", "automatic_insurance"],
        ["law_on_social_status", "womens_pension_age_before_2023"],
    ),
)
def test_two_bills_in_both_orders(system: CountryTaxBenefitSystem, one: str, other: str) -> None:
    """The people of a file get the same in either order."""
    answers = []
    for name in (f"{one}+{other}", f"{other}+{one}"):
        simulation = read_family(NEWBORN, law_of(name, system)).simulation("2027-06")
        answers.append(
            {total: simulation.calculate(total, "2027-06").tolist() for total in ("total_rights", "total_duties")}
            | {"status": simulation.calculate("primary_social_status", "2027-06").decode_to_str().tolist()}
        )
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("in_force: 2027-01-01\nfigures: {rights.family.birth: 5}", "there is no figure `rights.family.birth`"),
        ("figures: {indicators.mrp: 5000}", "`indicators.mrp` needs a first day"),
        ("in_force: 1980-01-01\nfigures: {indicators.mrp: 5000}", "the law has had it since"),
        ("in_force: 2027-01-01\nfigures: {indicators.mrp: {value: 5, unit: MRP}}", "is in KZT, not in MRP"),
        ("in_force: 2027-01-01\nfigures: {indicators.mrp: many}", "a number is expected, not many"),
        ("in_force: 2027-01-01\nabolished: [birth_grant]", "there is no right `birth_grant`"),
        ("in_force: 2027-01-01\nconditions_removed: [birth_benefit]", "there is no condition `birth_benefit`"),
        ("in_force: soon\nabolished: [birth_benefit]", "soon is not a day"),
        ("in_force: 2027-01-01", "this bill changes nothing"),
        ("in_force: 2027-01-01\nfigure: {}", "there is no `figure` in a bill"),
        ("[1, 2]", "a bill has name"),
        ("a: [", "cannot be read"),
    ],
)
def test_a_bill_that_cannot_be_is_told_so(
    system: CountryTaxBenefitSystem, tmp_path: Path, text: str, sentence: str
) -> None:
    with pytest.raises(InputError) as refused:
        law_of(_write(tmp_path, text), system)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nothing", "There is no reform `nothing`"),
        ("complete_list+complete_list", "is named twice"),
        ("complete_list+openfisca_kz.reforms.law_on_social_status.complete_list", "is named twice"),
        (
            "examples/pupil_grant.yaml+./examples/../examples/pupil_grant.yaml",
            "`./examples/../examples/pupil_grant.yaml`",
        ),
        ("no.such.module.Class", "cannot be imported"),
        ("nowhere.py", "There is no file nowhere.py"),
        ("openfisca_kz.reforms.superseded.nobody", "There is no reform"),
    ],
)
def test_a_name_that_means_nothing(name: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        find_reform(name)


def test_a_service_runs_nobodys_code(tmp_path: Path) -> None:
    for name in (_write(tmp_path, CODE, "my_bill.py"), _write(tmp_path, "abolished: [birth_benefit]"), "os.path.X"):
        with pytest.raises(InputError, match="There is no reform"):
            find_reform(name, only_shipped=True)


@pytest.mark.parametrize("lang", some(["en", "kk", "ru"], 1))
def test_the_commands(tmp_path: Path, lang: str) -> None:
    run = CliRunner()
    listed = run.invoke(main, ["reform", "list", "--lang", lang])
    assert listed.exit_code == 0
    assert set(shipped()) <= set(listed.output.split())
    out = str(tmp_path / "mine.yaml")
    assert run.invoke(main, ["reform", "new", out, "--lang", lang]).exit_code == 0
    shown = run.invoke(main, ["reform", "show", out, "--lang", lang])
    assert shown.exit_code == 0
    assert "rights.family.childcare_benefit.multiple.first" in shown.output
    data = json.loads(run.invoke(main, ["reform", "show", out, "--json"]).output)
    assert data["figures"][0]["after"] == 7
    refused = run.invoke(main, ["reform", "show", "nothing", "--lang", lang])
    assert refused.exit_code == 2
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "command",
    some(
        [
            ["explain", NEWBORN, "--on", "2027-06"],
            ["calculate", NEWBORN, "childcare_benefit", "--on", "2027-06"],
            ["screen", NEWBORN, "--on", "2027-06", "--json"],
            ["ladder", NEWBORN, "--on", "2027-06", "--to", "100000"],
            ["child", "--born", "2027-05-14"],
            ["timeline", NEWBORN, "--from", "2026-12", "--years", "1"],
            ["verify", NEWBORN, "--right", "childcare_benefit", "--on", "2027-06", "--paid", "1"],
            ["compare", NEWBORN, "--on", "2027-06"],
        ],
        1,
    ),
)
def test_every_command_takes_a_bill(tmp_path: Path, command: list[str]) -> None:
    """At 8 MRP the benefit is 34,600 in 2027, as long as the MRP of 2026 stands in."""
    path = _write(tmp_path, CODE, "my_bill.py")
    result = CliRunner().invoke(main, [*command, "--reform", path])
    assert result.exit_code == 0, result.output
    if command[0] != "screen":  # it asks who cares for the child before it names an amount
        assert "34600" in result.output.replace(",", "").replace("\u202f", "")
