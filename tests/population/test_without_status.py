"""The share without social status, today and under the bill: by hand over two families, and in a demo population."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from openfisca_kz.cli import LawGroup
from openfisca_kz.cli.population import population
from openfisca_kz.population import results, runs, synthetic, targets
from openfisca_kz.population.answers import answers
from openfisca_kz.population.schema import WITHOUT

from .conftest import MONTH, day

BILL = "law_on_social_status"


def run(persons, families, reform, out, variables=(WITHOUT,)):
    question = runs.question(runs.law(reform), MONTH, list(variables))
    runs.execute(runs.Run(str(persons), str(families), question, str(out), reform), workers=0)
    return results.read(out)


@pytest.fixture
def two_families(write):
    """Return a family of weight 10, its child over three, whose father has no status; and an employee of weight 2."""
    persons = write(
        "p.parquet",
        family_id=[1, 1, 1, 2],
        role=["first_parent", "second_parent", "child", "first_parent"],
        birth_date=[day("1990-01-01"), day("1990-01-01"), day("2020-01-01"), day("1990-01-01")],
        sex=["female", "male", "female", "male"],
        salary=[900_000.0, 0.0, 0.0, 900_000.0],
    )
    return persons, write("f.parquet", family_id=[1, 2], weight=[10.0, 2.0])


def test_people_without_status_by_hand(two_families, tmp_path):
    today = run(*two_families, None, tmp_path / "today")
    bill = run(*two_families, BILL, tmp_path / "bill")
    assert answers(today, bill).tables["without"] == [
        {"law": "baseline", "persons": 32.0, "without_status": 10.0, "without_status_share": 0.3125},
        {"law": BILL, "persons": 32.0, "without_status": 0.0, "without_status_share": 0.0},
    ]


def test_people_without_insurance_by_hand(two_families, tmp_path):
    """The father neither works nor is insured by the state; child and mother (employed) are insured: 10 of 32."""
    today = run(*two_families, None, tmp_path / "today", ["health_insured"])
    (row,) = answers(today).tables["without"]
    assert (row["not_insured"], row["not_insured_share"]) == (10, 0.3125)


def test_a_run_that_was_not_asked_says_nothing(two_families, tmp_path):
    assert "without" not in answers(run(*two_families, None, tmp_path / "today", ["age"])).tables


def test_all_asks_for_it():
    assert WITHOUT in runs.question(runs.law(None), MONTH, ["all"]).variables


@pytest.mark.slow
def test_the_report_of_a_demo_population_prints_both_shares(tmp_path):
    synthetic.write(20_000, 1, tmp_path, MONTH, workers=0)
    tables = tmp_path / "persons.parquet", tmp_path / "families.parquet"
    rows = answers(run(*tables, None, tmp_path / "today"), run(*tables, BILL, tmp_path / "bill")).tables["without"]
    assert [row["persons"] for row in rows] == pytest.approx([targets.population()] * 2)
    assert 0 < rows[0]["without_status"] < targets.population()
    assert rows[1]["without_status"] == 0
    group = LawGroup("test", commands={"population": population})
    arguments = ["population", "report", str(tmp_path / "today"), "--against", str(tmp_path / "bill")]
    answer = CliRunner().invoke(group, arguments)
    assert answer.exit_code == 0, answer.output
    assert f"{rows[0]['without_status']:,.0f}" in answer.stdout
    assert f"{rows[0]['without_status_share']:.1%}" in answer.stdout
    assert "0.0%" in answer.stdout
