"""What YAML cannot say: properties of the rights of families, and the table of the command `child`."""

import datetime
import json

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz import Reform
from openfisca_kz.answers.child import Birth, child_tables
from openfisca_kz.cli.child import child
from openfisca_kz.problems import InputError
from tests.rotating import draws

QUIET = settings(max_examples=draws(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MONTHS = st.dates(datetime.date(2018, 1, 1), datetime.date(2026, 12, 31)).map(lambda day: day.isoformat()[:7])
INCOMES = st.integers(0, 3_000_000)


class WholeMonths(Reform):
    """The other reading of partial months: the month of birth whole, the month of one and a half years not at all."""

    def apply(self):
        self.modify_parameters(self.whole)

    def whole(self, parameters):
        parameters.rights.family.partial_month_by_days.update(start="2006-01-01", value=False)
        return parameters


def family(month, averages, born=None, order=1):
    """One family for each average income of the carer, each with one child."""
    persons, families = {}, {}
    for number, average in enumerate(averages):
        persons[f"mother {number}"] = {
            "birth_date": {"ETERNITY": "1990-01-01"},
            "sex": {"ETERNITY": "female"},
            "average_insured_income_24m": {(born or month)[:7]: average},
        }
        persons[f"child {number}"] = {"birth_date": {"ETERNITY": born or f"{month}-01"}}
        families[f"family {number}"] = {
            "first_parent": [f"mother {number}"],
            "children": [f"child {number}"],
            "earlier_children": {"ETERNITY": order - 1},
        }
    return {"persons": persons, "families": families}


def calculate(system, situation, variable, month, prefix="child"):
    simulation = SimulationBuilder().build_from_entities(system, situation)
    population = simulation.get_variable_population(variable)
    values = simulation.calculate(variable, month)
    return [value for who, value in zip(population.ids, values, strict=True) if str(who).startswith(prefix)]


@QUIET
@given(month=MONTHS)
def test_a_later_child_is_never_paid_less(system, month):
    for variable in ("birth_benefit", "childcare_benefit", "childcare_payment_minimum"):
        amounts = [calculate(system, family(month, [0], order=order), variable, month)[0] for order in range(1, 7)]
        assert amounts == sorted(amounts)
        assert amounts[0] > 0


@QUIET
@given(month=MONTHS, averages=st.lists(INCOMES, min_size=2, max_size=6), order=st.integers(1, 6))
def test_the_fund_pays_between_its_least_and_its_greatest_payment(system, month, averages, order):
    situation = family(month, averages, order=order)
    gross = calculate(system, situation, "childcare_payment_gross", month)
    least = calculate(system, situation, "childcare_payment_minimum", month)
    greatest = calculate(system, situation, "childcare_payment_maximum", month)
    benefit = calculate(system, situation, "childcare_benefit", month)
    for average, paid, low, high, budget in zip(averages, gross, least, greatest, benefit, strict=True):
        assert (paid > 0) == (average > 0)
        assert (budget > 0) == (average == 0)
        assert paid == 0 or low - 0.01 <= paid <= high + 0.01
    ordered = [paid for _, paid in sorted(zip(averages, gross, strict=True))]
    assert ordered == sorted(ordered)


@QUIET
@given(
    born=st.dates(datetime.date(2018, 4, 1), datetime.date(2026, 12, 31)),
    income=INCOMES,
    order=st.integers(1, 5),
    babies=st.integers(1, 3),
)
def test_the_table_of_a_child_holds_every_monthly_payment(system, born, income, order, babies):
    birth = Birth(born, float(income), order, babies=babies)
    insured, uninsured = child_tables(birth, system)
    rows = insured.to_dict()["rows"]
    assert sum(row["total"] for row in rows) == pytest.approx(insured.total(), abs=0.1)
    for name, values in insured.payments.items():
        assert sum(row[name] for row in rows) == pytest.approx(values.sum(), abs=0.1)
    assert uninsured.payments["childcare_payment"].sum() == 0
    assert insured.payments["birth_benefit"].sum() == uninsured.payments["birth_benefit"].sum()
    paid_by_both = (insured.payments["childcare_benefit"] > 0) & (insured.payments["childcare_payment"] > 0)
    assert not paid_by_both.any()


@QUIET
@given(born=st.dates(datetime.date(2023, 1, 1), datetime.date(2026, 12, 31)))
def test_eighteen_months_and_the_last_day(system, born):
    _, table = child_tables(Birth(born), system)
    months = len(table.months)
    assert months in (18, 19)
    whole = table.payments["childcare_benefit"]
    assert (whole > 0).sum() == months


def test_the_ministrys_example_of_2026(system):
    """612 766 = 164 350 + 18 x 24 912 (https://rus.baq.kz/do-612-tysyach-tenge-na-rebyonka-mintruda-ozvuchilo-summy-vyplat-v-2026-godu-320015308/).

    Eighteen whole months, and the day of one and a half years, which the Code includes: 1/31 of 24 912.
    """
    _, table = child_tables(Birth(datetime.date(2026, 1, 1)), system)
    assert table.total() == 612766 + 804


def test_the_ministrys_example_by_whole_months(system):
    whole_months = WholeMonths(system)
    for born in (datetime.date(2026, 1, 1), datetime.date(2026, 1, 31), datetime.date(2026, 6, 15)):
        _, table = child_tables(Birth(born), whole_months)
        assert table.total() == 612766


def test_a_mother_with_two_payers_counts_both(system):
    """Social Code, art. 78 p. 2: (150 000 + 100 000) less 10 percent is 225 000 a month; x 126 / 30 = 945 000."""
    months = [f"2025-{number:02}" for number in range(3, 13)] + ["2026-01", "2026-02"]
    mother = {
        "birth_date": {"ETERNITY": "1990-01-01"},
        "sex": {"ETERNITY": "female"},
        "maternity_leave_start": {"ETERNITY": "2026-03-10"},
        "salary": dict.fromkeys(months, 150000),
        "civil_contract_income": dict.fromkeys(months, 100000),
    }
    situation = {"persons": {"mother": mother}, "families": {"family": {"first_parent": ["mother"]}}}
    assert calculate(system, situation, "maternity_payment_gross", "2026-03", "mother") == pytest.approx([945000])


def test_the_command_prints_the_table():
    result = CliRunner().invoke(child, ["--born", "2026-05-14", "--mother-income", "300000", "--order", "2"])
    assert result.exit_code == 0
    assert "1,020,600 ₸" in result.output  # 300 000 less 10 percent, x 126 / 30, less 10 percent
    assert "89,100 ₸" in result.output  # 270 000 x 22 / 24 x 0.4, less 10 percent
    assert "164,350 ₸" in result.output
    assert "If the mother was never insured" in result.output


def test_the_command_answers_in_json():
    elder = ["--elder", "2016-02-01", "--elder", "2018-03-01", "--elder", "2021-07-09"]
    result = CliRunner().invoke(child, ["--born", "2026-05-14", "--json", *elder])
    table = json.loads(result.output)
    assert table["rows"][0]["birth_benefit"] == 272475
    assert table["rows"][1]["large_family_allowance"] == 69330
    assert table["rows"][1]["childcare_benefit"] == 38493
    assert table["if_never_insured"]["total"] == table["total"]


@pytest.mark.parametrize(
    ("birth", "word"),
    [
        (Birth(datetime.date(2017, 1, 1)), "complete from"),
        (Birth(datetime.date(2026, 1, 1), babies=9), "at the same time"),
        (Birth(datetime.date(2026, 1, 1), order=1, elder=(datetime.date(2020, 1, 1),)), "too low"),
        (Birth(datetime.date(2026, 1, 1), elder=(datetime.date(2026, 2, 1),)), "born after"),
        (Birth(datetime.date(2026, 1, 1), mother_income=-1), "below zero"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(system, birth, word):
    with pytest.raises(InputError, match=word):
        child_tables(birth, system)
