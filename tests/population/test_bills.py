"""A bill of one's own over a population: its cost by who pays, and no result of the bill as it was before an edit."""

import dataclasses
import shutil

import pytest

from openfisca_kz.answers.bill import changes_of
from openfisca_kz.families.from_file import default_system
from openfisca_kz.population import laws, report, results, runs
from openfisca_kz.population.laws import law_hash
from openfisca_kz.problems import InputError

BILL = """
in_force: 2026-01-01
rights:
  pupil_grant:
    label: Grant for pupils
    paid_by: local_budget
    amount: {value: 2, unit: MRP}
    to: [child_6_15_in_school, minor_16_17_in_school]
"""
NAMES = ("all", "child_6_15_in_school", "minor_16_17_in_school")


@pytest.fixture
def bill(tmp_path):
    path = tmp_path / "grant.yaml"
    path.write_text(BILL, encoding="utf-8")
    return path


def run_of(make_run, bill, out):
    question = runs.question(runs.law(str(bill)), "2026-06", NAMES)
    return dataclasses.replace(make_run(out), question=question, reform=str(bill))


def test_the_hash_covers_the_bill(bill):
    before = law_hash(str(bill))
    assert before == law_hash(str(bill)) != law_hash()
    bill.write_text(BILL.replace("value: 2", "value: 3"), encoding="utf-8")
    assert law_hash(str(bill)) != before
    assert changes_of(str(bill), default_system()).money


def test_an_edited_bill_is_neither_resumed_nor_compared(make_run, bill, tmp_path):
    run = run_of(make_run, bill, "bill")
    runs.execute(run, workers=0)
    bill.write_text(BILL.replace("value: 2", "value: 3"), encoding="utf-8")
    with pytest.raises(InputError, match=r"another run \(law changed\)"):
        runs.execute(run, workers=0)
    with pytest.raises(InputError, match="was made under a law that has changed since"):
        results.read(tmp_path / "bill")


@pytest.mark.slow
def test_a_new_right_costs_what_its_recipients_are_paid(make_run, bill, tmp_path):
    """So many pupils times 2 x 4,325 = 8,650 tenge, from local budgets; it wins families, in the headline too."""
    runs.execute(make_run("law", variables=NAMES), workers=0)
    runs.execute(run_of(make_run, bill, "bill"), workers=0)
    sides = [results.read(tmp_path / name) for name in ("law", "bill")]
    found = report.answers(*sides)
    pupils = sum(found.sides[1].total(name, 0) for name in NAMES[1:])
    (cost,) = [row for row in found.tables["costs"] if row["variable"] == "pupil_grant"]
    assert cost["baseline"] == 0
    assert cost["change"] == pytest.approx(8_650 * pupils)
    payers = {(row["payer"], row["kind"]): row for row in found.tables["by_payer"]}
    assert payers["local_budget", "right"]["change"] == pytest.approx(8_650 * pupils, rel=0.02)
    assert payers["republican_budget", "right"]["change"] == pytest.approx(0, abs=0.5)
    text = report.write(tmp_path / "law", tmp_path / "bill", lang="ru")
    assert "pupil_grant" in text
    assert "Grant for pupils" in (tmp_path / "law" / "report" / "report.html").read_text(encoding="utf-8")


def test_the_figures_of_a_new_year_are_another_law(monkeypatch, tmp_path):
    package = tmp_path / "openfisca_kz"
    shutil.copytree(laws.PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "locale", "web"))
    monkeypatch.setattr(laws, "PACKAGE", package)
    before = law_hash()
    (package / "years" / "2027.yaml").write_text("Budget law: {}", encoding="utf-8")
    assert law_hash() != before
