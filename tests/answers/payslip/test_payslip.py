"""The payslip of every payer and status, as an accountant reads it, against arithmetic by hand."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from openfisca_kz.answers.payslip.net import gross_for_net, gross_for_nets
from openfisca_kz.answers.payslip.payslip import columns, payslip, rounded
from openfisca_kz.cli import main
from openfisca_kz.language import language
from openfisca_kz.presentation.payslip import to_text
from openfisca_kz.problems import InputError
from tests.rotating import some
from tools.docs.duties_tables import STATUSES, exemptions_table, rates_table


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["payslip", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["payslip", *arguments])
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    return result.output


# Of 300 000 in June 2026: OPV 10%, VOSMS 2%, IPN 10% of what is left after 129 750; SO 5% of 300 000 less OPV;
# SN 6% of 300 000 less OPV and VOSMS; OOSMS 3%; OPVR 3.5%. Who is let off what: law notes 1 to 7, 10 and 11.
OF_EMPLOYEES = {
    "ordinary employee": (30_000, 6_000, 13_425, 13_500, 15_840, 9_000, 10_500),
    "born before 1975": (30_000, 6_000, 13_425, 13_500, 15_840, 9_000, 0),
    "pension age reached": (0, 0, 17_025, 0, 18_000, 0, 0),
    "recipient of a service pension": (0, 0, 17_025, 15_000, 18_000, 0, 0),
    "mother of five with an early age pension": (30_000, 0, 14_025, 0, 16_200, 0, 0),
    "disability I or II with no end date": (0, 0, 0, 15_000, 18_000, 0, 0),
    "disability I or II with a term": (30_000, 0, 0, 13_500, 16_200, 0, 10_500),
    "disability III": (30_000, 0, 0, 13_500, 16_200, 0, 10_500),
    "veteran with a tax deduction": (30_000, 6_000, 0, 13_500, 15_840, 9_000, 10_500),
    "parent of a child with disability": (30_000, 6_000, 0, 13_500, 15_840, 9_000, 10_500),
    "full-time student": (30_000, 0, 14_025, 13_500, 16_200, 0, 10_500),
    "part-time student": (30_000, 6_000, 13_425, 13_500, 15_840, 9_000, 10_500),
    "mother with an award": (30_000, 0, 14_025, 13_500, 16_200, 0, 10_500),
    "military, special, law enforcement": (0, 0, 0, 15_000, 0, 0, 0),
    "post whose ranks were abolished": (0, 6_000, 0, 15_000, 17_640, 9_000, 0),
    "conscript": (30_000, 0, 0, 13_500, 0, 0, 10_500),
    "judge with lifelong support": (30_000, 6_000, 13_425, 13_500, 15_840, 9_000, 0),
    "prisoner, not in minimum security": (30_000, 0, 14_025, 13_500, 16_200, 9_000, 10_500),
    "person in pre-trial detention": (30_000, 0, 14_025, 13_500, 16_200, 9_000, 10_500),
    "paid while on leave for a child": (30_000, 0, 14_025, 13_500, 16_200, 0, 10_500),
    "employee of an Astana Hub participant": (30_000, 6_000, 0, 13_500, 15_840, 9_000, 10_500),
    "under 18": (30_000, 0, 14_025, 13_500, 16_200, 0, 10_500),
    "kandas": (30_000, 6_000, 13_425, 13_500, 15_840, 9_000, 10_500),
    "foreigner with a residence permit": (30_000, 6_000, 13_425, 13_500, 15_840, 9_000, 10_500),
    "stateless person with a residence permit": (30_000, 6_000, 13_425, 13_500, 15_840, 9_000, 10_500),
    "citizen of another EAEU state": (30_000, 6_000, 13_425, 13_500, 15_840, 9_000, 10_500),
    "citizen of another EAEU state, not a tax resident": (30_000, 6_000, 30_000, 13_500, 15_840, 9_000, 10_500),
    "foreigner on a work permit": (0, 0, 30_000, 0, 18_000, 0, 0),
    "foreigner on a work permit, tax resident": (0, 0, 17_025, 0, 18_000, 0, 0),
    "refugee": (0, 0, 17_025, 0, 18_000, 0, 0),
}
EMPLOYEE_LINES = (
    "pension_contribution",
    "health_contribution",
    "income_tax",
    "social_contribution",
    "social_tax",
    "employer_health_contribution",
    "employer_pension_contribution",
)


def test_every_status_of_the_tables_has_a_payslip_here():
    assert set(OF_EMPLOYEES) == set(STATUSES)


@pytest.mark.parametrize("status", sorted(OF_EMPLOYEES))
def test_payslip_of_each_status(status):
    slip = payslip(300_000, "2026-06", STATUSES[status])
    found = {line.name: line.amount for line in slip.lines}
    expected = OF_EMPLOYEES[status]
    assert tuple(found[name] for name in EMPLOYEE_LINES) == expected
    assert found["occupational_pension_contribution"] == 0
    assert slip.net == 300_000 - sum(expected[:3])
    assert slip.cost == 300_000 + sum(expected[3:])


@pytest.mark.parametrize("status", sorted(OF_EMPLOYEES))
def test_the_sheet_of_each_status_says_what_is_due_and_what_is_not(status):
    sheet = to_text(payslip(300_000, "2026-06", STATUSES[status]), language("en"))
    rows = {row.split("  ")[1]: row for row in sheet.splitlines() if row.startswith("  ")}
    for short, amount in zip(("OPV", "VOSMS", "IPN", "SO", "SN", "OOSMS", "OPVR"), OF_EMPLOYEES[status], strict=True):
        assert f"{amount:,}".replace(",", " ") in rows[short]
        assert ("not due" in rows[short]) == (amount == 0 and short != "IPN")
        assert "art." in rows[short]


# Payer, income, month, facts: each payment by its variable, and the sums at the foot. Law notes 4, 5, 7, 8 and 9.2.
OF_OTHERS = [
    # GPH: 300 000 less 30 000 and 3 000 or 6 000, at 10%; SO 5% of 270 000 on top in 2025, withheld since 2026.
    (
        "civil_contract",
        300_000,
        "2019-06",
        {},
        {"OPV": 30_000, "SO": 0, "IPN": 27_000},
        {"net": 243_000, "cost": 300_000},
    ),
    (
        "civil_contract",
        300_000,
        "2020-05",
        {},
        {"OPV": 30_000, "VOSMS": 3_000, "SO": 0, "IPN": 26_700},
        {"net": 240_300, "cost": 300_000},
    ),
    (
        "civil_contract",
        300_000,
        "2024-06",
        {},
        {"OPV": 30_000, "VOSMS": 6_000, "SO": 0, "IPN": 26_400},
        {"net": 237_600, "cost": 300_000},
    ),
    (
        "civil_contract",
        300_000,
        "2025-06",
        {},
        {"OPV": 30_000, "VOSMS": 6_000, "SO": 13_500, "IPN": 26_400},
        {"net": 237_600, "cost": 313_500},
    ),
    (
        "civil_contract",
        300_000,
        "2026-06",
        {},
        {"OPV": 30_000, "VOSMS": 6_000, "SO": 13_500, "IPN": 25_050},
        {"net": 225_450, "cost": 300_000},
    ),
    # With the basic deduction: (250 500 - 129 750) x 10%.
    (
        "civil_contract",
        300_000,
        "2026-06",
        {"civil_contract_basic_deduction_claimed": True},
        {"OPV": 30_000, "VOSMS": 6_000, "SO": 13_500, "IPN": 12_075},
        {"net": 238_425, "cost": 300_000},
    ),
    # A pensioner owes income tax alone; a non-resident 20%.
    (
        "civil_contract",
        300_000,
        "2026-06",
        {"pension_age_reached": True},
        {"OPV": 0, "VOSMS": 0, "SO": 0, "IPN": 30_000},
        {"net": 270_000, "cost": 300_000},
    ),
    (
        "civil_contract",
        300_000,
        "2026-06",
        {"tax_resident": False, "legal_residence": "foreigner_temporary_with_work_right"},
        {"OPV": 0, "VOSMS": 0, "SO": 0, "IPN": 60_000},
        {"net": 240_000, "cost": 300_000},
    ),
    # Entrepreneurs: 10%, 3.5%, 5% of the declared income, VOSMS 5% of 1.4 x 85 000.
    (
        "entrepreneur",
        300_000,
        "2026-06",
        {},
        {"OPV": 30_000, "OPVR": 10_500, "SO": 15_000, "VOSMS": 5_950, "SN": 0},
        {"to_pay": 61_450},
    ),
    (
        "entrepreneur",
        85_000,
        "2026-06",
        {},
        {"OPV": 8_500, "OPVR": 2_975, "SO": 4_250, "VOSMS": 5_950, "SN": 0},
        {"to_pay": 21_675},
    ),
    (
        "entrepreneur",
        85_000,
        "2026-06",
        {"birth_date": "1974-12-31"},
        {"OPV": 8_500, "OPVR": 0, "SO": 4_250, "VOSMS": 5_950, "SN": 0},
        {"to_pay": 18_700},
    ),
    (
        "entrepreneur",
        85_000,
        "2026-06",
        {"pension_age_reached": True},
        {"OPV": 0, "OPVR": 0, "SO": 0, "VOSMS": 0, "SN": 0},
        {"to_pay": 0},
    ),
    # 2019: OPV 10% and SO 3.5% of 100 000, no VOSMS; 2 MRP of 2 525 less SO for who is under the general rules.
    ("entrepreneur", 100_000, "2019-06", {}, {"OPV": 10_000, "SO": 3_500, "SN": 0}, {"to_pay": 13_500}),
    ("private_practice", 100_000, "2019-06", {}, {"OPV": 10_000, "SO": 3_500, "SN": 1_550}, {"to_pay": 15_050}),
    (
        "private_practice",
        300_000,
        "2026-06",
        {},
        {"OPV": 30_000, "OPVR": 10_500, "SO": 15_000, "VOSMS": 5_950, "SN": 8_650},
        {"to_pay": 70_100},
    ),
    # ESP: 1 MRP in a city, half of it elsewhere; 10, 20, 30 and 40% of it.
    ("single_aggregate", 0, "2019-06", {}, {"IPN": 253, "SO": 505, "OPV": 758, "VOSMS": 1_010}, {"to_pay": 2_525}),
    (
        "single_aggregate",
        0,
        "2023-12",
        {"lives_in_major_city": False},
        {"IPN": 173, "SO": 345, "OPV": 518, "VOSMS": 690},
        {"to_pay": 1_725},
    ),
    # Self-employed and platform workers: 1% each, SO up to 7 minimum wages.
    (
        "self_employed",
        400_000,
        "2026-06",
        {},
        {"OPV": 4_000, "OPVR": 4_000, "SO": 4_000, "VOSMS": 4_000},
        {"to_pay": 16_000, "net": 384_000},
    ),
    (
        "platform_worker",
        1_000_000,
        "2026-06",
        {},
        {"OPV": 10_000, "OPVR": 10_000, "SO": 5_950, "VOSMS": 10_000},
        {"to_pay": 35_950, "net": 964_050},
    ),
    (
        "platform_worker",
        400_000,
        "2026-06",
        {"pension_age_reached": True},
        {"OPV": 0, "OPVR": 0, "SO": 0, "VOSMS": 0},
        {"to_pay": 0, "net": 400_000},
    ),
    ("independent", 0, "2026-06", {}, {"VOSMS": 4_250}, {"to_pay": 4_250}),
    # EP 2026, 24.8% of pay (law notes 9.2), and 20% of 100 000 in 2023: 10, 2, 1.8 withheld, 3.2 and 3 on top.
    (
        "employee",
        300_000,
        "2026-06",
        {"employer_regime": "unified_payment"},
        {"OPV": 29_983, "VOSMS": 6_026, "IPN": 5_431, "SO": 13_466, "SN": 0, "OOSMS": 9_002, "OPVR": 10_490, "OPPV": 0},
        {"net": 258_560, "cost": 332_958, "unified_payment": 74_400},
    ),
    (
        "employee",
        100_000,
        "2023-06",
        {"employer_regime": "unified_payment"},
        {"OPV": 10_000, "VOSMS": 2_000, "IPN": 1_800, "SO": 3_200, "SN": 0, "OOSMS": 3_000, "OPPV": 0},
        {"net": 86_200, "cost": 106_200, "unified_payment": 20_000},
    ),
    # A second employer: without the basic deduction; what the first pay leaves of the health cap of 1 700 000.
    (
        "second_employer",
        100_000,
        "2026-06",
        {"salary": 300_000},
        {"OPV": 10_000, "VOSMS": 2_000, "IPN": 8_800, "SO": 4_500, "SN": 5_280, "OOSMS": 3_000, "OPVR": 3_500},
        {"net": 79_200, "cost": 116_280},
    ),
    (
        "second_employer",
        300_000,
        "2026-01",
        {"salary": 1_500_000, "second_basic_deduction_claimed": True},
        {"OPV": 30_000, "VOSMS": 4_000, "IPN": 13_625, "SO": 13_500, "SN": 15_960, "OOSMS": 9_000, "OPVR": 10_500},
        {"net": 252_375, "cost": 348_960},
    ),
    (
        "second_employer",
        300_000,
        "2025-06",
        {},
        {"OPV": 30_000, "VOSMS": 6_000, "IPN": 26_400, "SO": 13_500, "SN": 15_540, "OOSMS": 9_000, "OPVR": 7_500},
        {"net": 237_600, "cost": 345_540},
    ),
    # An agricultural producer with the unified payment: 1.8% of social tax beside it.
    (
        "employee",
        300_000,
        "2026-06",
        {"employer_regime": "agricultural_unified"},
        {
            "OPV": 29_983,
            "VOSMS": 6_026,
            "IPN": 5_431,
            "SO": 13_466,
            "SN": 4_752,
            "OOSMS": 9_002,
            "OPVR": 10_490,
            "OPPV": 0,
        },
        {"net": 258_560, "cost": 337_710, "unified_payment": 74_400},
    ),
    ("individual_assistant", 150_000, "2026-06", {}, {"VOSMS": 3_000, "SO": 7_500}, {"net": 147_000, "cost": 157_500}),
    ("individual_assistant", 150_000, "2023-07", {}, {"VOSMS": 3_000, "SO": 5_250}, {"net": 147_000, "cost": 155_250}),
    ("labour_immigrant", 200_000, "2026-06", {}, {"IPN": 17_300}, {"to_pay": 17_300}),
    ("labour_immigrant", 200_000, "2024-06", {}, {"IPN": 7_384}, {"to_pay": 7_384}),
    # A suspended business; a business of who is paid 1 581 020 and so has 118 980 left of the cap.
    (
        "entrepreneur",
        0,
        "2026-06",
        {"business_suspended": True},
        {"OPV": 0, "OPVR": 0, "SO": 0, "VOSMS": 0, "SN": 0},
        {"to_pay": 0},
    ),
    (
        "entrepreneur",
        100_000,
        "2026-06",
        {"salary": 1_581_020},
        {"OPV": 10_000, "OPVR": 3_500, "SO": 5_000, "VOSMS": 5_949, "SN": 0},
        {"to_pay": 24_449},
    ),
    # Harmful work: 5% of the whole pay more.
    (
        "employee",
        300_000,
        "2026-06",
        {"harmful_work": True},
        {
            "OPV": 30_000,
            "VOSMS": 6_000,
            "IPN": 13_425,
            "SO": 13_500,
            "SN": 15_840,
            "OOSMS": 9_000,
            "OPVR": 10_500,
            "OPPV": 15_000,
        },
        {"net": 250_575, "cost": 363_840},
    ),
]


@pytest.mark.parametrize(("payer", "income", "month", "facts", "payments", "totals"), OF_OTHERS)
def test_payslip_of_each_payer(payer, income, month, facts, payments, totals):
    slip = payslip(income, month, facts, payer=payer)
    assert {line.short: line.amount for line in slip.lines} == payments
    assert slip.totals == totals
    for lang in ("en", "kk", "ru"):
        sheet = to_text(slip, language(lang))
        for amount in [*payments.values(), *totals.values()]:
            assert f"{amount:,}".replace(",", " ") in sheet or not amount


def test_lines_show_base_rate_limits_and_article():
    lines = {line.short: line for line in payslip(450_000, "2026-06").lines}
    assert (lines["OPV"].base, lines["OPV"].rate, lines["OPV"].cap) == (450_000, 0.1, 4_250_000)
    assert (lines["SO"].base, lines["SO"].floor, lines["SO"].cap) == (405_000, 85_000, 595_000)
    assert (lines["IPN"].base, lines["IPN"].rate) == (266_250, 0.1)
    assert lines["OPV"].article.startswith("Social Code, art. 248")
    assert lines["OPV"].url == "https://adilet.zan.kz/rus/docs/K2300000224"


def test_acts_are_those_of_the_month():
    acts = {
        month: {line.short: line.article for line in payslip(100_000, month).lines}
        for month in ("2018-06", "2020-06", "2023-06", "2023-07", "2025-12", "2026-01")
    }
    assert acts["2018-06"]["SO"].startswith("Law on compulsory social insurance 2003")
    assert acts["2020-06"]["SO"].startswith("Law on compulsory social insurance 2019")
    assert acts["2023-06"]["OPV"].startswith("Law on pension provision 2013")
    assert acts["2023-07"]["OPV"].startswith("Social Code")
    assert acts["2025-12"]["IPN"].startswith("Tax Code 2017")
    assert acts["2026-01"]["IPN"].startswith("Tax Code 2025")
    # What the law of the month does not know is not on the sheet.
    assert not {"VOSMS", "OPVR"} & set(acts["2018-06"])


def test_two_rates_of_the_scale_stand_on_the_sheet():
    # September 2026 of 5 000 000 a month: 36 762 500 - 8 x 4 411 250 = 1 472 500 at 10%, the rest of 4 411 250 at 15%.
    slip = payslip(5_000_000, "2026-09")
    tax = next(line for line in slip.lines if line.short == "IPN")
    assert [(part.base, part.rate) for part in tax.parts] == [(1_472_500, 0.1), (2_938_750, 0.15)]
    assert tax.amount == 588_063
    assert slip.steps[-1].amount == 4_411_250


def test_steps_of_the_taxable_income_add_up():
    # 98 300 in 2025: 86 504 - 55 048 = 31 456, of which a tenth is taxed.
    slip = payslip(98_300, "2025-06")
    assert [round(step.amount, 2) for step in slip.steps] == [98_300, -11_796, -55_048, -28_310.4, 3_145.6]
    # Social tax of 2025: 11% of 86 504 less 5% of 88 470.
    tax = next(line for line in slip.lines if line.short == "SN")
    assert round(tax.notes[0].amount, 2) == -4_423.5
    assert tax.amount == 5_092


def test_a_month_of_other_pay_counts_in_the_tax():
    # Pay of 100 000 in January leaves 41 750 of the deduction; February of 300 000: (134 250 - 41 750) x 10%.
    slip = payslip(300_000, "2026-02", {"salary@2026-01": 100_000})
    assert next(line.amount for line in slip.lines if line.short == "IPN") == 9_250
    # Who is there since January crosses 36 762 500 in September; who starts in May does not: 5 x 4 411 250.
    rates = {since: payslip(5_000_000, "2026-09", since=since).lines[2].rate for since in ("2026-01", "2026-05")}
    assert rates == {"2026-01": None, "2026-05": 0.1}


def test_a_billion_is_exact_to_the_tenge():
    # 1 000 000 000 - 425 000 - 34 000 - 129 750 = 999 411 250; 10% of 36 762 500 and 15% of the rest, since January.
    slip = payslip(1_000_000_000, "2026-01")
    assert {line.name: line.amount for line in slip.lines}["income_tax"] == 148_073_563
    assert slip.net == 1_000_000_000 - 425_000 - 34_000 - 148_073_563
    assert gross_for_net(slip.net + 0.5, "2026-01").gross == pytest.approx(1_000_000_000, abs=0.01)


def test_published_inverse_formulas_of_2019():
    # stavcomtl.ru: G = (N - 4 250) / 0.81, up to 25 MRP (N - 425) / 0.891; a pensioner /0.9.
    assert gross_for_net(85_250, "2019-06").gross == pytest.approx(100_000, abs=1e-4)
    assert gross_for_net(53_885, "2019-06").gross == pytest.approx(60_000, abs=1e-4)
    assert gross_for_net(94_250, "2019-06", {"pension_age_reached": True}).gross == pytest.approx(100_000, abs=1e-4)
    assert gross_for_net(225_450, "2026-06", payer="civil_contract").gross == pytest.approx(300_000, abs=1e-4)


def test_command_prints_a_sheet_in_each_language_and_json():
    assert "369 375" in run("--gross", "450000", "--on", "2026-06")
    assert "ОПВР" in run("--gross", "450000", "--on", "2026-06", "--lang", "ru")
    assert "МӘМСЖ" in run("--gross", "450000", "--on", "2026-06", "--lang", "kk")
    answer = json.loads(run("--net", "369375", "--on", "2026-06", "--json"))
    assert (answer["gross"], answer["net"], answer["cost"]) == (450_000, 369_375, 523_260)
    assert answer["lines"][0]["article"].startswith("Social Code")
    assert "also comes from gross pay" in run("--net", "86180", "--on", "2025-06")


def test_command_takes_every_payer_and_status():
    assert "192 975" in run("--gross", "200000", "--on", "2026-06", "--pensioner")
    assert "225 450" in run("--civil-contract", "300000", "--on", "2026-06")
    assert "61 450" in run("--entrepreneur", "300000", "--on", "2026-06")
    assert "70 100" in run("--private-practice", "300000", "--on", "2026-06")
    assert "16 000" in run("--self-employed", "400000", "--on", "2026-06")
    assert "35 950" in run("--platform-worker", "1000000", "--on", "2026-06")
    assert "79 200" in run("--second-employer", "100000", "--fact", "salary=300000", "--on", "2026-06")
    assert "4 325" in run("--second-employer", "300000", "--regime", "entrepreneur", "--on", "2026-06")
    assert "147 000" in run("--individual-assistant", "150000", "--on", "2026-06")
    assert "17 300" in run("--labour-immigrant", "200000", "--on", "2026-06")
    assert "3 063" in run("--payer", "single_aggregate", "--on", "2022-06")
    assert "4 250" in run("--payer", "independent", "--on", "2026-06")
    student = run("--gross", "300000", "--on", "2026-06", "--fact", "education=bachelor", "--born", "2004-01-01")
    assert "255 975" in student  # 300 000 - 30 000 - 14 025


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--on", "2026-06"], "Give one income"),
        (["--gross", "1", "--net", "1"], "Give one income"),
        (["--gross", "-1", "--on", "2026-06"], "from zero up"),
        (["--gross", "nan", "--on", "2026-06"], "nan is not a number: write digits alone"),
        (["--net", "-1", "--on", "2026-06"], "from zero up"),
        (["--gross", "1", "--on", "yesterday"], "is not a month"),
        (["--gross", "1", "--on", "2017-06"], "outside the rules"),
        (["--gross", "1", "--on", "2026-06", "--since", "2026-07"], "no payslip for June 2026"),
        (["--gross", "1", "--disability", "group_9"], "did you mean group_"),
        (["--gross", "1", "--born", "1990-02-30"], "a date YYYY-MM-DD"),
        (["--gross", "1", "--fact", "educaton=school"], "did you mean education?"),
        (["--gross", "1", "--fact", "education"], "write NAME=VALUE"),
        (["--gross", "1", "--fact", "salary=5"], "give it once"),
        (["--gross", "1", "--fact", "net_salary=5"], "not a fact that a payslip takes"),
        (["--gross", "1", "--fact", "harmful_work=perhaps"], "true or false"),
        (["--gross", "1", "--fact", "other_income_tax_deductions=-1"], "cannot be less than 0"),
        (["--self-employed", "1297501", "--on", "2026-06"], "1297500"),
        (["--self-employed", "1", "--on", "2025-12"], "begins in January 2026"),
        (["--payer", "single_aggregate", "--on", "2024-01"], "ended with December 2023"),
        (["--payer", "entrepreneur", "--net", "1", "--on", "2026-06"], "only for employee, second_employer"),
    ],
)
def test_command_says_in_one_sentence_what_is_wrong(arguments, said):
    output = refused(*arguments)
    assert said in output
    assert len(output.strip().splitlines()) == 1


def test_library_refuses_an_unknown_payer():
    with pytest.raises(InputError, match="There is no payer employe: did you mean employee"):
        payslip(1, "2026-06", payer="employe")


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


@pytest.mark.parametrize("month", some(["2024-06", "2025-06", "2026-11"], 1))
def test_the_gross_pay_found_prints_exactly_the_net_pay_asked(month):
    """Net pays of 80 000 to 999 000 (law review, duties B3): each is printed, and no lower gross pay prints it."""
    asked = list(range(80_000, 1_000_000, 1_000))
    gross = [answer.gross for answer in gross_for_nets(asked, month)]
    printed = rounded(columns(gross, month), month)
    assert printed["net"].tolist() == asked
    assert printed["income"].tolist() == gross
    lower = rounded(columns(np.maximum(np.array(gross) - 1, 0), month), month)
    assert not np.any(lower["net"] == asked)


@pytest.mark.slow
def test_the_payslip_of_a_net_pay_shows_it():
    assert json.loads(run("--net", "300000", "--on", "2026-11", "--json"))["net"] == 300_000


def test_what_was_taxed_before_stands_on_the_sheet_and_may_be_told_as_one_sum():
    """35 290 000 is eight months of 5 000 000 - 425 000 - 34 000 - 129 750 (duties B10)."""
    assumed = payslip(5_000_000, "2026-09")
    assert "Taxed before, since January: 35 290 000 tenge." in to_text(assumed, language("en"))
    assert "since January 2026 is assumed" in to_text(assumed, language("en"))
    told = payslip(5_000_000, "2026-09", {"income_taxed_before": 36_000_000, "birth_date": "1980-01-01"})
    assert {line.short: line.amount for line in told.lines}["IPN"] == 623_563
    assert [note.say(language("en")) for note in told.notes] == ["Taxed before, since January: 36 000 000 tenge."]


def test_pay_that_begins_in_the_month_is_a_hiring():
    """Tax Code 2025, art. 556 p. 3: no least base in the month of hiring, 6% of 35 200 (duties B11)."""
    hired = {line.short: line.amount for line in payslip(40_000, "2026-07", since="2026-07").lines}
    since_june = {line.short: line.amount for line in payslip(40_000, "2026-07", since="2026-06").lines}
    assert (hired["SN"], since_june["SN"]) == (2_112, 3_633)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"birth_date": "1965-03-01"}, "Sex was not given"),
        ({"birth_date": "1965-03-01", "sex": "male"}, None),
        ({"birth_date": "1990-03-01"}, None),
        ({"legal_residence": "foreigner_temporary_with_work_right"}, "Tax residence was not given"),
        ({"legal_residence": "foreigner_temporary_with_work_right", "tax_resident": False}, None),
    ],
)
def test_a_fact_that_turns_money_and_was_not_told_is_said(facts, words):
    """A woman of 1 March 1965 is 61 and has reached pension age in November 2026, a man has not (duties B9)."""
    notes = [note.message for note in payslip(300_000, "2026-11", facts, since="2026-01").notes[2:]]
    assert [note.startswith(words) for note in notes] == ([True] if words else [])


def test_the_sheet_of_an_entrepreneur_has_the_tax_or_says_that_it_is_missing():
    """4% of 2 000 000 (duties B8)."""
    without = payslip(300_000, "2026-06", payer="entrepreneur")
    assert "is not in this sum" in to_text(without, language("en"))
    assert without.totals["to_pay"] == 61_450
    facts = {"business_income": 2_000_000, "birth_date": "1980-01-01"}
    with_tax = payslip(300_000, "2026-06", facts, payer="entrepreneur")
    assert with_tax.totals["to_pay"] == 61_450 + 80_000
    assert [note.message[:26] for note in with_tax.notes] == ["The regime was not given: "]
    assert not payslip(300_000, "2026-06", {**facts, "entrepreneur_regime": "simplified"}, payer="entrepreneur").notes
    farm = {**facts, "entrepreneur_regime": "general_farm"}
    tax = next(line for line in payslip(300_000, "2026-01", farm, payer="entrepreneur").lines if line.short == "IPN")
    # 2 000 000 - 30 000 - 5 950 - 129 750 = 1 834 300, three tenths of 10% of it (art. 363, 557).
    assert [(part.base, round(part.rate, 6)) for part in tax.parts] == [(1_834_300, 0.03)]
    assert tax.amount == 55_029
    notary = payslip(300_000, "2026-01", {"business_income": 2_000_000}, payer="private_practice")
    assert {line.short: line.amount for line in notary.lines}["IPN"] == 165_087
    assert [part.rate for line in notary.lines if line.short == "IPN" for part in line.parts] == [0.09]


def test_an_entrepreneur_in_private_practice_owes_the_tax_of_the_general_rules():
    """2 MRP of July 2026: 2 x 4 325 (Tax Code 2025, art. 557 p. 3-4); nothing is taken off; it has no regime."""
    slip = payslip(500_000, "2026-06", {"private_practice": True}, payer="entrepreneur")
    tax = next(line for line in slip.lines if line.short == "SN")
    assert [(note.words, note.amount) for note in tax.notes] == [("fixed amount", 8_650)]
    assert not [note for note in slip.notes if note.message.startswith("The regime was not given")]


def test_deductions_beyond_the_income_are_named_as_such():
    """50 000 - 6 000 - 129 750 is 85 750 below zero."""
    step = payslip(50_000, "2026-01").steps[-2]
    assert (step.words[:30], step.amount) == ("deductions beyond the income, ", 85_750)


def test_what_was_told_stands_at_the_head_in_the_language():
    facts = {"disability_group": "group_3", "salary@2026-01": 100_000}
    head = to_text(payslip(300_000, "2026-02", facts), language("ru")).splitlines()[0]
    assert "Группа инвалидности: III группа" in head
    assert "январь 2026" in head
    assert "group_3" not in head


def test_a_contract_takes_the_income_of_other_months_and_no_sum_of_pay():
    """In January 600 000 less 60 000, 12 000 and 27 000 is taxed."""
    slip = payslip(300_000, "2026-02", {"civil_contract_income@2026-01": 600_000}, payer="civil_contract")
    assert slip.notes[0].values == {"amount": "501 000"}
    assert slip.notes[1].message.endswith("civil_contract_income@YYYY-MM.")
    with pytest.raises(InputError, match="for a contract, give civil_contract_income@YYYY-MM"):
        payslip(300_000, "2026-02", {"income_taxed_before": 5}, payer="civil_contract")


def test_a_second_pay_is_not_in_the_payslip_of_the_first():
    notes = [note.message for note in payslip(300_000, "2026-01", {"second_salary": 100_000}).notes]
    assert any(note.startswith("The pay at the second employer is not in this payslip") for note in notes)


def test_the_payslip_of_a_second_employer_says_what_it_supposes_of_the_first():
    """8 500 MRP of 4 325 are 36 762 500; the account of the tax has no deduction, or that of one month."""
    alone = payslip(100_000, "2026-02", payer="second_employer")
    assert [note.message[:40] for note in alone.notes if "first employer" in note.message] == [
        "The pay at the first employer was not gi",
        "The basic deduction is applied by the fi",
    ]
    assert "Anyone who earns more than 36 762 500 tenge in a year" in to_text(alone, language("en"))
    assert alone.notes[0].values == {"amount": "88 000"}
    told = payslip(100_000, "2025-01", {"salary": 1, "second_basic_deduction_claimed": True}, payer="second_employer")
    said = to_text(told, language("en"))
    assert "applied here, so not by the first employer" in said
    assert "was not given: 1 of 1; it uses" not in said
    assert "Anyone who earns more" not in said
    with pytest.raises(InputError, match="is for the first employer"):
        payslip(100_000, "2026-02", {"income_taxed_before": 5}, payer="second_employer")


def test_the_net_pay_at_a_second_employer_is_met_below_and_above_what_is_left_of_the_health_cap():
    """1 500 000 at the first leave 200 000: 88% of it up to there, 90% above, 10% of that for the tax."""
    for net in (79_200, 158_400, 158_401, 400_000):
        answer = gross_for_net(net, "2026-01", {"salary": 1_500_000}, payer="second_employer")
        slip = payslip(answer.gross, "2026-01", {"salary": 1_500_000}, payer="second_employer")
        assert slip.net == net


def test_a_labour_immigrant_is_told_of_the_declaration():
    """Six months of 300 000 - 54 x 4 325, 10%; in 2024 six of 300 000 - 85 000, less 6 x 7 384."""
    assert "so far: 39 870 tenge." in to_text(payslip(300_000, "2026-06", payer="labour_immigrant"), language("en"))
    assert "so far: 84 696 tenge." in to_text(payslip(300_000, "2024-06", payer="labour_immigrant"), language("en"))
    assert "so far: 0 tenge." in to_text(payslip(100_000, "2026-06", payer="labour_immigrant"), language("en"))


def test_a_suspended_business_is_told_of_the_cover():
    said = to_text(payslip(0, "2026-06", {"business_suspended": True}, payer="entrepreneur"), language("en"))
    assert "may pay as an independent payer" in said
    assert "may pay as an independent payer" not in to_text(payslip(0, "2026-06", payer="entrepreneur"), language("en"))


def test_a_file_says_which_columns_were_not_read(tmp_path):
    (tmp_path / "f.csv").write_text("name,gross,remarks\nA,300000,1950-01-01\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["payslip", "--file", str(tmp_path / "f.csv"), "--on", "2026-01"])
    assert result.exit_code == 0
    assert "Columns carried over unread: name, remarks." in result.stderr


def test_the_help_names_each_income():
    help_text = CliRunner().invoke(main, ["payslip", "--help"]).output
    assert "a entrepreneur" not in help_text
    assert "Private practitioner paying for themselves: declared" in " ".join(help_text.split())


@pytest.mark.parametrize("pay", ["300000.50", "300000,50", "300 000,50", "300\u00a0000,50", "300\u202f000,50"])
def test_a_sum_is_written_at_the_command_as_in_a_file(pay):
    assert run("--gross", pay, "--on", "2026-06") == run("--gross", "300000.5", "--on", "2026-06")


def test_a_sum_that_can_be_read_in_two_ways_is_refused():
    assert "300.000 can mean thousands or a decimal fraction" in refused("--gross", "300.000", "--on", "2026-06")
    assert "is not a number" in refused("--gross", "1e999", "--on", "2026-06")
