"""Projections: the pyramid, counts that are reached, dates and amounts that move, a page that says what it is."""

import datetime

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from openfisca_kz.cli import LawGroup
from openfisca_kz.cli.population import population
from openfisca_kz.families.from_file import default_system
from openfisca_kz.population import runs, synthetic, targets
from openfisca_kz.population.synthetic import ageing
from openfisca_kz.population.synthetic.ageing import Later
from openfisca_kz.problems import InputError

from .conftest import MONTH, day

MEN, WOMEN = 0, 1


# ----- The pyramid ----- #


def test_the_chances_give_the_deaths_and_births_published():
    rule, now = ageing.assumptions(), synthetic.ages()
    deaths = (now * ageing.chances_of_death()).sum()
    assert deaths == pytest.approx(rule["mortality"]["deaths"]["value"], rel=1e-4)
    births = now[WOMEN] * ageing.births_by_age()
    assert births.sum() == pytest.approx(rule["fertility"]["births"]["value"], rel=1e-4)
    mean_age = (births * (np.arange(101) + 0.5)).sum() / births.sum()
    assert mean_age == pytest.approx(rule["fertility"]["mean_age_of_mothers"], abs=0.05)


def test_women_live_so_many_years_longer_as_is_assumed():
    alive = np.cumprod(1 - ageing.chances_of_death(), axis=1)
    years = 0.5 + alive.sum(axis=1) - alive[:, -1] / 2
    assert years[WOMEN] - years[MEN] == pytest.approx(
        ageing.assumptions()["mortality"]["years_more_of_women"], abs=0.05
    )


def test_a_year_makes_everybody_a_year_older_and_loses_nobody_but_the_dead():
    now = synthetic.ages()
    later = ageing.a_year_later(now)
    chances = ageing.chances_of_death()
    assert later[WOMEN, 31] == pytest.approx(now[WOMEN, 30] * (1 - chances[WOMEN, 30]))
    assert later[MEN, 100] == pytest.approx(
        now[MEN, 99] * (1 - chances[MEN, 99]) + now[MEN, 100] * (1 - chances[MEN, 100])
    )
    assert later[:, 1:].sum() == pytest.approx((now * (1 - chances)).sum())
    born = later[:, 0] / (1 - chances[:, 0])
    assert born[MEN] / born.sum() == pytest.approx(0.515)


# ----- Weights ----- #


@pytest.mark.parametrize("years", [1, 4])
def test_weights_reach_every_count_and_stay_above_zero(tables, years):
    people = ageing.base(*tables, MONTH)
    assert people.counts(people.weight).sum() == pytest.approx(targets.population())
    weight = ageing.aged_weights(people, years)
    wanted = people.counts(people.weight) * ageing.growth(years).ravel()
    assert people.counts(weight) == pytest.approx(wanted, rel=1e-5)
    assert weight.min() > 0


def test_the_weights_of_a_table_are_kept_in_its_own_year(write):
    persons = write("p.parquet", family_id=[1, 2], birth_date=[day("1990-01-01"), None], sex=["male", "female"])
    families = write("f.parquet", family_id=[1, 2, 5], weight=[3.0, 2.0, 1.0])
    people = ageing.base(str(persons), str(families), MONTH)
    assert ageing.aged_weights(people, 0).tolist() == [3, 2]
    assert people.counts(people.weight).sum() == 3  # the second has no age


# ----- Tables ----- #


def test_dates_amounts_and_awards_of_a_later_year(write, tmp_path):
    persons = write(
        "p.parquet",
        family_id=[1, 1, 2],
        role=["first_parent", "child", "first_parent"],
        birth_date=[day("1964-02-29"), day("2020-12-31"), day("1960-06-30")],
        sex=["female", "male", "female"],
        salary=[100.0, None, 0.0],
        **{"salary@2026-02": pa.array([50, 0, 0], pa.int32())},
        age_pension_award_date=[day("2026-01-01"), None, day("2026-01-01")],
        age_pension_at_award=[1_000.0, 0.0, 2_000.0],
    )
    people = ageing.base(str(persons), None, MONTH)
    later = Later(36, 1.2, 1.1, (63.0, 62.5), "2029-06")
    paths = ageing.write_aged(default_system(), people, later, np.array([2.0, 0.5]), tmp_path / "later")
    rows, families = (pq.read_table(path) for path in paths)
    found = rows.to_pylist()
    assert [row["birth_date"] for row in found] == [day("1967-02-28"), day("2023-12-31"), day("1963-06-30")]
    assert [row["salary"] for row in found] == [120, None, 0]
    assert "salary@2026-02" not in rows.column_names
    assert rows["salary@2029-02"].to_pylist() == [60, 0, 0]
    # 62 years at the end of June 2029 is before 62.5: the law decides again; who is 66 keeps the award.
    assert [row["age_pension_award_date"] for row in found] == [None, None, datetime.date(2029, 1, 1)]
    assert found[2]["age_pension_at_award"] == pytest.approx(2_200)
    assert families.to_pylist() == [{"family_id": 1, "weight": 2.0}, {"family_id": 2, "weight": 0.5}]


# ----- The command ----- #


@pytest.fixture
def invoke(tables):
    group = LawGroup("test", commands={"population": population})

    def call(out, *options):
        arguments = ["population", "project", "--persons", tables[0], "--families", tables[1], "--on", MONTH]
        return CliRunner().invoke(group, [*arguments, "--workers", "0", "--out", str(out), *options])

    return call


@pytest.mark.slow
def test_the_command_projects_every_year_and_says_what_it_is(invoke, tmp_path):
    out = tmp_path / "out"
    options = "--to", "2028", "--variables", "basic_pension,income_tax,large_family_allowance,total_rights"
    answer = invoke(out, *options)
    assert answer.exit_code == 0, answer.output
    assert "A projection, not a prediction" in answer.stdout
    page = (out / "report" / "report.html").read_text(encoding="utf-8")
    assert "A projection, not a prediction" in page
    assert "<svg" in page
    assert "Facts that the tables do not have" in page
    assert "Facts that these rules read and the tables do not have: " in answer.stdout
    rows = pq.read_table(out / "report" / "projection.parquet").to_pylist()
    assert {row["year"] for row in rows} == {2026, 2027, 2028}
    # The allowance of a large family is a multiple of MRP: by family it grows as MRP alone (4 325 to 4 882 expected).
    own = {row["year"]: row for row in rows if row["variable"] == "large_family_allowance"}
    assert own[2028]["average"] / own[2026]["average"] == pytest.approx(4882 / 4325, rel=0.02)
    persons = {row["year"]: row["persons"] for row in pq.read_table(out / "report" / "people.parquet").to_pylist()}
    growth = ageing.a_year_later(synthetic.ages()).sum() / synthetic.ages().sum()
    assert persons[2027] / persons[2026] == pytest.approx(growth, abs=0.003)
    before = {path: path.stat().st_mtime_ns for path in out.glob("*/persons/*.parquet")}
    assert invoke(out, *options).exit_code == 0
    assert {path: path.stat().st_mtime_ns for path in out.glob("*/persons/*.parquet")} == before


@pytest.mark.parametrize("year", ["2026", "2031"])
def test_years_without_expected_indicators_are_refused(invoke, tmp_path, year):
    answer = invoke(tmp_path / "out", "--to", year)
    assert answer.exit_code == 2
    assert "A projection from June 2026 covers only 2027 to 2030" in answer.stderr


def test_reforms_are_applied_one_upon_another():
    both = runs.law("law_on_social_status+forecast_indicators")
    assert both.get_parameters_at_instant("2030-06-01").indicators.mrp == 5382
    assert both.variables["birth_benefit_claim_date"].is_neutralized
    with pytest.raises(InputError, match="There is no reform `nothing`"):
        runs.law("forecast_indicators+nothing")


def test_who_is_61_later_has_fewer_months_before_1998_and_more_after(write):
    """Four years later she is of a cohort four years younger: 46 of its 48 months were worked after 1998."""
    table = pa.table(
        {
            "family_id": [1],
            "service_months_before_1998": pa.array([115], pa.int32()),
            "pension_contribution_months": pa.array([230], pa.int32()),
            "pension_savings": [1_000_000.0],
        }
    )
    later = ageing._records_later(Later(48, 1.0, 1.0, (63.0, 61.0), "2030-06"), table).to_pylist()[0]
    assert (later["service_months_before_1998"], later["pension_contribution_months"]) == (115 - 46, 230 + 46)
    assert later["pension_savings"] == pytest.approx(1_000_000 * 276 / 230)
