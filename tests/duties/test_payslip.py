"""The payslip, the way from net to gross, files, and the generated tables."""

import csv
import json

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from openfisca_kz.duties_tables import STATUSES, exemptions_table, rates_table
from openfisca_kz.payslip import PayslipError, columns, gross_for_net, payslip
from openfisca_kz.payslip_command import payslip as command

MONTHS = (
    "2017-08",
    "2018-03",
    "2019-06",
    "2020-06",
    "2021-12",
    "2022-01",
    "2023-06",
    "2024-12",
    "2025-06",
    "2026-01",
    "2026-11",
)
LOW_PAY = {
    "2019": 63_125,
    "2020": 66_275,
    "2021": 72_925,
    "2022": 76_575,
    "2023": 86_250,
    "2024": 92_300,
    "2025": 98_300,
}
REGIMES = ("general", "entrepreneur", "simplified", "unified_payment")
PAY = st.one_of(st.integers(0, 400_000), st.integers(0, 10_000_000), st.just(1_000_000_000))


def fresh(values):
    """Ordinary pay as distinct values in order."""
    return np.array(sorted(values), dtype=float)


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(MONTHS),
    st.lists(PAY, min_size=2, max_size=40),
    st.sampled_from(sorted(STATUSES)),
    st.sampled_from(REGIMES),
)
def test_withheld_never_exceeds_pay_and_cost_is_never_below_it(month, pay, status, regime):
    facts = {**STATUSES[status], "employer_regime": regime}
    found = columns(pay, month, facts)
    for name in ("pension_contribution", "health_contribution", "income_tax", "social_tax"):
        assert np.all(found[name] >= -1e-6), name
    assert np.all(found["net_salary"] >= -1e-6)
    assert np.all(found["net_salary"] <= found["salary"] + 1e-6)
    assert np.all(found["employer_cost"] >= found["salary"] - 1e-6)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(MONTHS), st.lists(PAY, min_size=2, max_size=40, unique=True), st.sampled_from(sorted(STATUSES)))
def test_net_pay_rises_with_pay_except_at_25_mrp(month, pay, status):
    low_pay = LOW_PAY.get(month[:4], 0)
    ordered = fresh(pay)
    for part in (ordered[ordered <= low_pay], ordered[ordered > low_pay]):
        net = columns(part, month, STATUSES[status])["net_salary"]
        assert np.all(np.diff(net) >= -1e-5)


@pytest.mark.parametrize("year", sorted(LOW_PAY))
def test_net_pay_falls_exactly_at_25_mrp(year):
    limit = LOW_PAY[year]
    net = columns([limit - 1, limit, limit + 1], f"{year}-06")["net_salary"]
    assert net[1] > net[0]
    assert net[2] < net[1] - 1000


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(MONTHS), PAY, st.sampled_from(sorted(STATUSES)))
def test_gross_of_net_is_gross(month, pay, status):
    facts = STATUSES[status]
    net = columns([pay], month, facts)["net_salary"][0]
    answer = gross_for_net(net, month, facts)
    assert min(abs(found - pay) for found in (answer.gross, *answer.others)) < 0.005
    for found in (answer.gross, *answer.others):
        assert columns([found], month, facts)["net_salary"][0] == pytest.approx(net, abs=0.005)


@pytest.mark.parametrize("month", ["2018-06", "2025-06", "2026-06"])
def test_only_around_25_mrp_a_net_pay_has_two_gross_pays(month):
    for net in (10_000, 50_000, 83_360, 86_180, 100_000, 1_000_000, 700_000_000):
        others = gross_for_net(net, month).others
        assert bool(others) == (month == "2025-06" and 83_359 < net < 86_190), net


def test_published_inverse_formulas_of_2019():
    # stavcomtl.ru: G = (N - 4 250) / 0.81, up to 25 MRP (N - 425) / 0.891; a pensioner /0.9.
    assert gross_for_net(85_250, "2019-06").gross == pytest.approx(100_000, abs=1e-4)
    assert gross_for_net(53_885, "2019-06").gross == pytest.approx(60_000, abs=1e-4)
    assert gross_for_net(94_250, "2019-06", {"pension_age_reached": True}).gross == pytest.approx(100_000, abs=1e-4)


def test_a_billion_is_exact_to_the_tenge():
    # 1 000 000 000 - 425 000 - 34 000 - 129 750 = 999 411 250; 10% of 36 762 500 and 15% of the rest, since January.
    slip = payslip(1_000_000_000, "2026-01")
    assert {line.name: line.amount for line in slip.lines}["income_tax"] == 148_073_563
    assert slip.net == 1_000_000_000 - 425_000 - 34_000 - 148_073_563
    assert gross_for_net(slip.net + 0.5, "2026-01").gross == pytest.approx(1_000_000_000, abs=0.01)


def test_payslip_of_450_000_in_june_2026():
    slip = payslip(450_000, "2026-06")
    lines = {line.name: line for line in slip.lines}
    assert (slip.gross, slip.net, slip.cost) == (450_000, 369_375, 523_260)
    assert lines["pension_contribution"].rate == 0.1
    assert lines["pension_contribution"].cap == 4_250_000
    assert lines["social_contribution"].base == pytest.approx(405_000)
    assert lines["income_tax"].base == 266_250
    assert lines["pension_contribution"].article.startswith("Social Code, art. 248")


def test_command_prints_text_and_json():
    run = CliRunner().invoke(command, ["--gross", "450000", "--on", "2026-06"])
    assert run.exit_code == 0, run.output
    assert "369 375" in run.output
    run = CliRunner().invoke(command, ["--net", "369375", "--on", "2026-06", "--json"])
    assert json.loads(run.output)["gross"] == 450_000


def test_command_takes_status_and_says_what_is_wrong():
    run = CliRunner().invoke(command, ["--gross", "200000", "--on", "2026-06", "--pensioner"])
    assert "192 975" in run.output
    run = CliRunner().invoke(command, ["--net", "86189.44", "--on", "2025-06"])
    assert "also comes from a gross pay" in run.output
    for arguments in (["--on", "2026-06"], ["--gross", "-1", "--on", "2026-06"], ["--gross", "1", "--on", "yesterday"]):
        run = CliRunner().invoke(command, arguments)
        assert run.exit_code == 2
        assert "Error: " in run.output


def test_a_file_of_a_thousand_employees(tmp_path):
    source, out = tmp_path / "employees.csv", tmp_path / "payslips.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "gross", "disability_group", "birth_date", "basic_deduction_claimed"])
        for number in range(1000):
            group = "group_3" if number % 2 else ""
            writer.writerow([f"Employee {number}", 200_000 + number, group, "1980-01-01", ""])
    run = CliRunner().invoke(command, ["--file", str(source), "--on", "2026-01", "--out", str(out)])
    assert run.exit_code == 0, run.output
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 1000
    assert (rows[0]["name"], rows[0]["net_salary"], rows[0]["employer_cost"]) == ("Employee 0", "171375", "232560")
    assert rows[1]["health_contribution"] == "0"
    assert rows[999]["gross"] == "200999"


def test_a_file_that_is_wrong_is_refused_with_a_sentence(tmp_path):
    source = tmp_path / "employees.csv"
    for text, said in (
        ("name\nA\n", "needs a column"),
        ("gross\nmany\n", "is not a number"),
        ("gross,disability_group\n1,group_9\n", "group_9"),
    ):
        source.write_text(text, encoding="utf-8")
        run = CliRunner().invoke(command, ["--file", str(source), "--on", "2026-01"])
        assert run.exit_code == 2
        assert said in run.output


def test_unknown_facts_are_refused():
    with pytest.raises(PayslipError, match="not a fact"):
        payslip(100_000, "2026-06", {"net_salary": 1})
    with pytest.raises(PayslipError, match="no payslip"):
        payslip(100_000, "2026-06", since="2026-07")


def test_tables_say_what_the_notes_say():
    exempt = exemptions_table("2026-06")
    # law notes 10: OPV, VOSMS, IPN, SO, SN, OOSMS, OPVR
    assert "| pension age reached | no | no | yes | no | yes | no | no |" in exempt
    assert "| military, special, law enforcement | no | no | no | yes | no | no | no |" in exempt
    assert "| born before 1975 | yes | yes | yes | yes | yes | yes | no |" in exempt
    assert "| foreigner on a work permit | no | no | yes | no | yes | no | no |" in exempt
    rates = rates_table()
    row = next(line for line in rates.splitlines() if line.startswith("| Rate of the employer's pension contribution"))
    assert row.split(" | ")[9:14] == ["0.015", "0.025", "0.035", "0.045", "0.05"]
