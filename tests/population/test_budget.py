"""The year: twelve months by hand over one family, who pays, and published spending brought to twelve months."""

import pyarrow.csv as csv
import pytest
from click.testing import CliRunner

from openfisca_kz.cli import LawGroup
from openfisca_kz.cli.population import population
from openfisca_kz.population import budget, runs

from .conftest import day

#: 38 MRP of 4 325 for a first child; 7.4 MRP for the award, up to the whole tenge (Social Code, art. 80 and 83).
BIRTH_BENEFIT = 164_350
AWARD = 32_005
PENSION = 100_000.0


@pytest.fixture
def tables(write):
    """Return a mother of June with her first child, and her grandmother with an award and a pension of this January."""
    persons = write(
        "p.parquet",
        family_id=[1, 1, 2],
        role=["first_parent", "child", "first_parent"],
        birth_date=[day("1996-01-01"), day("2026-06-15"), day("1950-01-01")],
        sex=["female", "male", "female"],
        mother_award=["none", "none", "altyn_alka"],
        age_pension_award_date=[None, None, day("2026-01-01")],
        age_pension_at_award=[0.0, 0.0, PENSION],
    )
    return str(persons), str(write("f.parquet", family_id=[1, 2], region=["abai", "abai"], weight=[10.0, 2.0]))


def _year(tables, tmp_path, *options):
    group = LawGroup("test", commands={"population": population})
    given = ["--persons", tables[0], "--families", tables[1], "--workers", "0", "--out", str(tmp_path / "year")]
    return CliRunner().invoke(group, ["population", "year", *given, *(options or ("--on", "2026-06"))])


@pytest.mark.slow
def test_a_year_is_twelve_months_in_each_of_which_the_same_lives_stand(tables, tmp_path):
    """A child is born in every month; the award is paid twelve times; the pension of January is raised in none."""
    answer = _year(tables, tmp_path)
    assert answer.exit_code == 0, answer.output
    rows = {row["variable"]: row for row in csv.read_csv(tmp_path / "year" / "report" / "budget.csv").to_pylist()}
    assert rows["birth_benefit"]["year_total"] == 12 * 10 * BIRTH_BENEFIT
    assert (rows["birth_benefit"]["recipients"], rows["birth_benefit"]["2026-02"]) == (10, 10 * BIRTH_BENEFIT)
    assert rows["awarded_mother_allowance"]["year_total"] == 12 * 2 * AWARD
    assert rows["age_pension"]["year_total"] == 12 * 2 * PENSION
    assert {rows[name]["payer"] for name in ("birth_benefit", "age_pension")} == {"republican_budget"}
    assert (tmp_path / "year" / "report" / "tables.xlsx").exists()
    missing = csv.read_csv(tmp_path / "year" / "report" / "not_told.csv").to_pylist()
    assert {"variable": "disability_group", "table": "persons", "taken_as": "none"} in missing
    assert f"Facts that these rules read and the tables do not have: {len(missing)}." in answer.stdout
    again = _year(tables, tmp_path)
    assert "1 of 1 chunks were done before" in again.stderr
    assert again.stdout == answer.stdout


@pytest.mark.slow
def test_a_year_beside_a_reform_says_what_it_changes_for_who_pays(tables, tmp_path):
    """At 76 MRP instead of 38 for a first child, from July on: six months of ten births, from the republican budget."""
    bill = tmp_path / "bill.yaml"
    bill.write_text(
        "in_force: 2026-07-01\nfigures: {rights.family.birth_benefit.multiple.first: 76}\n", encoding="utf-8"
    )
    answer = _year(tables, tmp_path, "--on", "2026-06", "--reform", str(bill))
    assert answer.exit_code == 0, answer.output
    folder = tmp_path / "year" / "report"
    rows = {row["variable"]: row for row in csv.read_csv(folder / "budget.csv").to_pylist()}
    birth = rows["birth_benefit"]
    assert (birth["year_total"], birth["change"]) == (12 * 10 * BIRTH_BENEFIT, 6 * 10 * BIRTH_BENEFIT)
    assert (birth["2026-06"], birth["2026-07"]) == (0, 10 * BIRTH_BENEFIT)
    payers = {(row["payer"], row["kind"]): row["change"] for row in csv.read_csv(folder / "payers.csv").to_pylist()}
    assert payers.pop(("republican_budget", "right")) == 6 * 10 * BIRTH_BENEFIT
    assert not any(payers.values())
    assert (tmp_path / "year" / "law" / "2026-01").is_dir()


@pytest.mark.slow
def test_the_month_of_the_tables_is_a_plain_run(tables, tmp_path):
    _year(tables, tmp_path)
    rows = csv.read_csv(tmp_path / "year" / "report" / "budget.csv").to_pylist()
    question = runs.question(runs.law(None), "2026-06", [row["variable"] for row in rows])
    runs.execute(runs.Run(*tables, question, str(tmp_path / "june")), workers=0)
    _, sums = budget._sums(budget.results.read(tmp_path / "june"), 1)
    assert {row["variable"]: row["2026-06"] for row in rows} == {name: total for name, (_, total) in sums.items()}


def test_published_months_are_brought_to_a_year():
    """484 bn of eleven months of 2025 are 528 of twelve."""
    rows = budget.beside_history([{"variable": "large_family_allowance", "year_total": 6e11, "recipients": 600_000.0}])
    (large,) = (row for row in rows if row["variables"] == "large_family_allowance")
    assert (large["published_2025"], large["model_year"], large["recipients_2025"]) == (528, 600, 604_200)


def test_every_published_sum_is_of_rights_and_has_its_source():
    system = runs.law(None)
    for each in budget.history():
        assert set(each["variables"]) <= system.variables.keys()
        assert each["source"].startswith("https://")
        assert 1 <= each["months"] <= 12


def test_a_month_that_is_none_is_refused(tables, tmp_path):
    answer = _year(tables, tmp_path, "--on", "2026")
    assert answer.exit_code == 2
    assert "2026 is not a month" in answer.output
