"""Reports: sums by hand over a few families, and what a reform changes."""

import json

import pyarrow.csv as csv
import pytest
from click.testing import CliRunner

from openfisca_kz.cli import LawGroup
from openfisca_kz.population import reports, runs
from openfisca_kz.population_command import population
from openfisca_kz.problems import InputError
from openfisca_kz.system import Reform

from .conftest import MONTH, day

# 38 MRP of 4 325 tenge for the first child in 2026 (tests/rights/family/birth_benefit.yaml).
BIRTH_BENEFIT = 164_350


class doubled_birth_benefit(Reform):  # noqa: N801
    """The birth benefit of first children doubles."""

    def apply(self):
        self.modify_parameters(self.double)

    @staticmethod
    def double(parameters):
        for leaf in parameters.rights.family.birth_benefit.children["multiple"].children.values():
            leaf.update(start="2026-01-01", value=76)
        return parameters


@pytest.fixture
def two_runs(write, tmp_path):
    persons = write(
        "p.parquet",
        family_id=[1, 1, 2, 2, 3],
        role=["first_parent", "child", "first_parent", "child", "first_parent"],
        birth_date=[day("1996-01-01"), day("2026-06-03"), day("1996-01-01"), day("2026-06-30"), day("1960-01-01")],
        sex=["female", "female", "female", "male", "male"],
    )
    families = write("f.parquet", family_id=[1, 2, 3], region=["abai", "ulytau", "abai"], weight=[10.0, 1.0, 2.0])
    folders = []
    for reform in (None, f"{__name__}.doubled_birth_benefit"):
        question = runs.question(runs.law(reform), MONTH, ["birth_benefit", "child_under_1"])
        out = str(tmp_path / f"run{len(folders)}")
        runs.execute(runs.Run(str(persons), str(families), question, out, reform), workers=0)
        folders.append(out)
    return folders


def rows(table, **where):
    return [row for row in table.to_pylist() if all(row[key] == value for key, value in where.items())]


def test_totals_by_group_are_weighted(two_runs):
    table = reports.totals(reports.read(two_runs[0]))
    (country,) = rows(table, variable="birth_benefit", by="country")
    assert (country["members"], country["recipients"]) == (24, 11)
    assert (country["total"], country["average"]) == (11 * BIRTH_BENEFIT, BIRTH_BENEFIT)
    regions = {row["group"]: row["recipients"] for row in rows(table, variable="birth_benefit", by="region")}
    assert (regions["abai"], regions["ulytau"], regions["akmola"]) == (10, 1, 0)
    sexes = {row["group"]: row["members"] for row in rows(table, variable="birth_benefit", by="sex")}
    assert sexes == {"female": 21, "male": 3}
    ages = {row["group"]: row["recipients"] for row in rows(table, variable="birth_benefit", by="age")}
    assert ages["0-2"] == 11
    (status,) = rows(table, variable="birth_benefit", by="status", group="child_under_1")
    assert (status["members"], status["recipients"]) == (11, 11)


def test_a_reform_has_a_cost_winners_and_losers(two_runs):
    baseline, reform = map(reports.read, two_runs)
    changed = reports.change(baseline, reform)
    (cost,) = changed.costs
    assert (cost["baseline"], cost["change"]) == (11 * BIRTH_BENEFIT, 11 * BIRTH_BENEFIT)
    by_region = {row["region"]: row for row in changed.families}
    assert (by_region["abai"]["families"], by_region["abai"]["winners"], by_region["abai"]["losers"]) == (12, 10, 0)
    assert by_region["country"]["won"] == 11 * BIRTH_BENEFIT
    back = reports.change(reform, baseline)
    assert {row["region"]: row["losers"] for row in back.families}["country"] == 11


def test_the_command_writes_tables_and_a_page(two_runs, tmp_path):
    group = LawGroup("test", commands={"population": population})
    arguments = ["population", "report", two_runs[0], "--against", two_runs[1], "--out", str(tmp_path / "report")]
    answer = CliRunner().invoke(group, arguments)
    assert answer.exit_code == 0, answer.output
    assert "birth_benefit" in answer.stdout
    names = {path.name for path in (tmp_path / "report").iterdir()}
    assert names == {
        *("totals.csv", "totals.parquet", "costs.csv", "costs.parquet", "report.html"),
        *("winners_and_losers.csv", "winners_and_losers.parquet"),
    }
    assert csv.read_csv(tmp_path / "report" / "costs.csv")["change"].to_pylist() == [11 * BIRTH_BENEFIT]
    assert "<table>" in (tmp_path / "report" / "report.html").read_text(encoding="utf-8")


def test_what_is_no_complete_run_is_refused(two_runs, tmp_path):
    with pytest.raises(InputError, match="holds no run"):
        reports.read(tmp_path)
    done = next((tmp_path / "run0" / "done").iterdir())
    done.write_text(json.dumps(json.loads(done.read_text()) | {"persons_in": 1}))
    with pytest.raises(InputError, match="is not complete"):
        reports.read(two_runs[0])
