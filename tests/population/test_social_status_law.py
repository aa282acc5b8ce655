"""The Law on Social Status over a country: cost, winners, who stays uncovered, what late claims lose, papers saved."""

import numpy as np
import pyarrow.parquet as pq
import pytest
from pyarrow import csv

from openfisca_kz.engine.bills import law_of
from openfisca_kz.families.from_file import default_system
from openfisca_kz.population import report, results, runs, synthetic
from openfisca_kz.population.answers import Asked, answers
from openfisca_kz.population.batch import simulation_of
from openfisca_kz.problems import month_of
from openfisca_kz.reforms.law_on_social_status import LEAVE_THE_REGISTER, OWN_STATUSES
from openfisca_kz.services.rights_and_duties import paid_of, rights_of

from .conftest import MONTH, day

BILL = "law_on_social_status"
STRONGER = f"{BILL}+insurance_for_every_status"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a directory with 12,000 people, and their runs under today's law, the bill, and its stronger reading."""
    folder = tmp_path_factory.mktemp("bill")
    synthetic.write(12_000, 5, folder, MONTH, workers=0)
    for name, reform in (("law", None), ("bill", BILL), ("stronger", STRONGER)):
        question = runs.question(runs.law(reform), MONTH, ["all", "claims"])
        paths = [str(folder / f"{table}.parquet") for table in ("persons", "families")]
        runs.execute(runs.Run(*paths, question, str(folder / name), reform), workers=0)
    return folder


@pytest.fixture(scope="module")
def found(folder):
    law, *bills = (results.read(folder / name) for name in ("law", "bill", "stronger"))
    return answers(law, *bills, asked=Asked(take_up=0.25))


def _sum_over_people(folder, reform, names):
    """Return what some variables come to, family by family and person by person, without the machinery of runs."""
    persons, families = (pq.read_table(folder / f"{table}.parquet") for table in ("persons", "families"))
    system = law_of(reform, default_system())
    simulation = simulation_of(system, month_of(MONTH), persons, families)
    weight = families["weight"].to_numpy()
    place = np.searchsorted(families["family_id"].to_numpy(), persons["family_id"].to_numpy())
    total = 0.0
    for name in names(system):
        values = simulation.calculate(name, MONTH)
        total += float(values @ (weight[place] if system.variables[name].entity.is_person else weight))
    return total


def _rights_in_tenge(system):
    monthly = [name for name in rights_of(system) if system.variables[name].definition_period == "month"]
    return [paid_of(system, name) for name in monthly if system.variables[name].unit == "KZT"]


def _change(found, kind, column="change"):
    return sum(row[column] for row in found.tables["by_payer"] if row["kind"] == kind)


@pytest.mark.slow
def test_the_cost_is_a_separate_sum_over_its_people(folder, found):
    of_rights = [_sum_over_people(folder, reform, _rights_in_tenge) for reform in (None, BILL)]
    assert _change(found, "right") == pytest.approx(of_rights[1] - of_rights[0], rel=1e-9)
    assert _change(found, "right") > 0
    of_state = [
        _sum_over_people(folder, reform, lambda system: ["state_health_contribution"]) for reform in (None, STRONGER)
    ]
    assert _change(found, "state", "change_2") == pytest.approx(of_state[1] - of_state[0], rel=1e-9)
    assert _change(found, "state", "change_2") > 1000 * abs(_change(found, "duty", "change_2"))


def test_late_claims_lose_and_the_bill_pays_what_they_lose(found):
    rows = [row for row in found.tables["provision"] if row["law"] == BILL]
    assert sum(row["lost"] for row in rows) > 0
    for row in rows:
        # Under the bill what is due is paid: what late claims lose is what is paid more, but for assistance, which
        # other income makes less.
        if "assistance" not in row["variables"]:
            assert row["gained"] == pytest.approx(row["lost"], abs=1), row["variables"]
        asked = not set(row["variables"].split(" + ")) <= set(LEAVE_THE_REGISTER)
        assert row["consent"] == ("asked" if asked else "not_asked")
        assert row["take_up"] == (0.25 if asked else 1)
        assert row["gained_at_take_up"] == row["gained"] * row["take_up"]


def test_papers_and_days_saved_by_hand(found):
    """docs/processes.md: one application for birth and care asks 3 papers too many, one for pensions 7.

    The decision takes 7 and 10 working days today, and no message is waited for.
    """
    rows = {row["variables"]: row for row in found.tables["provision"] if row["law"] == BILL}
    births = rows["birth_benefit + childcare_benefit"]
    assert (births["papers"], births["days"]) == (3 * births["claims"], 7 * births["claims"])
    pensions = rows["basic_pension + age_pension"]
    assert (pensions["papers"], pensions["days"]) == (7 * pensions["claims"], 10 * pensions["claims"])
    assert pensions["visits"] == pytest.approx(0.946 * pensions["claims"])
    allowance = rows["disability_allowance"]
    assert 0 < allowance["visits"] <= 0.946 * 0.25 * allowance["claims"]


def test_who_stays_without_status_and_without_cover(found):
    law, bill, stronger = found.tables["without"]
    assert law["without_status"] > 0 == bill["without_status"] == stronger["without_status"]
    assert law["not_insured"] >= bill["not_insured"] > stronger["not_insured"]
    own = {row["variable"]: row for row in report.shown(found, report.language("en"))["statuses"]}
    for name in set(OWN_STATUSES) & set(own):
        assert own[name]["persons"] == 0 < own[name]["reform"] == own[name]["reform_2"], name
    assert {"informally_employed", "carer_at_home", "outside_work_study_and_care"} <= own.keys()


def test_who_wins_only_wins_by_claiming_late(found):
    whole = [row for row in found.tables["winners_and_losers"] if row["by"] == "country" and row["law"] == BILL]
    assert whole[0]["winners"] > 0 == whole[0]["winners_in_time"]


@pytest.mark.slow
def test_two_bills_stand_side_by_side(folder, tmp_path):
    text = report.write(folder / "law", folder / "bill", folder / "stronger", out=tmp_path, lang="ru")
    assert "Закон «О социальном статусе»" in text
    rows = csv.read_csv(tmp_path / "costs.csv").to_pylist()
    assert {"baseline", "reform", "change", "reform_2", "change_2"} <= rows[0].keys()
    (state,) = [row for row in rows if row["variable"] == "state_health_contribution"]
    assert state["change_2"] > state["change"] >= 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Что выплачивается без заявления" in page
    assert "рождение" in page


@pytest.mark.slow
def test_nothing_below_half_a_tenge_is_counted_or_drawn(write, tmp_path):
    """A bill that moves an amount by a tiyn has no winners, no bars and no line in a comparison."""
    persons = write(
        "p.parquet",
        family_id=[1],
        role=["first_parent"],
        birth_date=[day("1990-01-01")],
        sex=["male"],
        salary=[300_000.0],
    )
    bill = tmp_path / "tiyn.yaml"
    bill.write_text("in_force: 2026-01-01\nfigures: {duties.pension_contribution.rate: 0.100001}\n", encoding="utf-8")
    for name, reform in (("law", None), ("bill", str(bill))):
        question = runs.question(runs.law(reform), MONTH, ["all"])
        runs.execute(runs.Run(str(persons), None, question, str(tmp_path / name), reform), workers=0)
    found = answers(*(results.read(tmp_path / name) for name in ("law", "bill")))
    (country,) = [row for row in found.tables["winners_and_losers"] if row["by"] == "country"]
    assert (country["winners"], country["losers"], country["won"], country["lost"]) == (0, 0, 0, 0)
    (size,) = [row for row in found.tables["sizes"] if row["families"]]
    assert (size["size"], size["change"]) == ("unchanged", 0)
    report.write(tmp_path / "law", tmp_path / "bill", out=tmp_path / "report")
    page = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert "What the reform changes, KZT in the month" not in page
    assert "Change per family by tenth of income" not in page
