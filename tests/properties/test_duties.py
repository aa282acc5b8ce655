"""What holds for the payments of every payer in every year from 2018 to 2028, whatever the income and the status."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openfisca_kz.answers.payslip.net import gross_for_net
from openfisca_kz.answers.payslip.payers import PAYERS
from openfisca_kz.answers.payslip.payslip import columns
from openfisca_kz.variables.facts.duties import EmployerRegime
from tests.rotating import draws, each_once, some
from tools.docs.duties_tables import STATUSES

YEARS = range(2018, 2029)
#: 25 MRP of 1 January: the only pay at which the net falls, and only in the years of the rule (law notes 0 and 6.1).
LOW_PAY = {2019: 63_125, 2020: 66_275, 2021: 72_925, 2022: 76_575, 2023: 86_250, 2024: 92_300, 2025: 98_300}
#: Law notes 0: minimum wages and MRP; 85 000 and 4 325 go on as the figures of later years are not enacted here.
EDGES = sorted(
    {
        round(times * wage) + step
        for wage in (28_284, 42_500, 60_000, 70_000, 85_000)
        for times in (1, 1 / 0.9, 7, 7 / 0.9, 10, 10 / 0.9, 15, 20, 40, 50, 75)
        for step in (-1, 0, 1)
    }
    | {limit + step for limit in LOW_PAY.values() for step in (-1, 0, 1)}
    | {limit + step for limit in (0, 60_550, 129_750, 147_443, 3_063_542, 36_762_500, 1_000_000_000) for step in (0, 1)}
)
GRID = np.array(EDGES, dtype=float)

months = st.builds("{}-{:02}".format, st.integers(2018, 2028), st.sampled_from([1, 2, 6, 12]))
amounts = st.one_of(st.integers(0, 400_000), st.integers(0, 10_000_000), st.sampled_from(EDGES))
statuses = st.sampled_from(sorted(STATUSES))
quick = settings(max_examples=draws(12), deadline=None, derandomize=True)


def payers_of(year: int) -> list[str]:
    month = f"{year}-06"
    return [name for name, payer in PAYERS.items() if (payer.first or month) <= month <= (payer.last or month)]


CELLS = [(year, payer) for year in YEARS for payer in payers_of(year)]


@pytest.mark.parametrize(("year", "payer"), CELLS)
def test_nothing_is_negative_and_withheld_never_exceeds_income(year: int, payer: str) -> None:
    found = columns(GRID, f"{year}-06", payer=payer)
    for duty in PAYERS[payer].duties:
        assert np.all(found[duty.name] >= -1e-6), duty.name
    if "net" in found:
        assert np.all(found["net"] >= -1e-6)
        assert np.all(found["net"] <= found["income"] + 1e-6)
    if "cost" in found:
        assert np.all(found["cost"] >= found["income"] - 1e-6)
    if "to_pay" in found:
        assert found["to_pay"] == pytest.approx(sum(found[duty.name] for duty in PAYERS[payer].duties))


@quick
@given(months, st.lists(amounts, min_size=2, max_size=30), statuses, st.sampled_from(list(EmployerRegime.__members__)))
def test_employees_of_every_status_and_regime(month: str, pay: list[int], status: str, regime: str) -> None:
    found = columns(pay, month, {**STATUSES[status], "employer_regime": regime})
    for duty in PAYERS["employee"].duties:
        assert np.all(found[duty.name] >= -1e-6), duty.name
    assert np.all(found["net"] >= -1e-6)
    assert np.all(found["net"] <= found["income"] + 1e-6)
    assert np.all(found["cost"] >= found["income"] - 1e-6)


@pytest.mark.parametrize(
    ("year", "status"),
    each_once(YEARS, ["ordinary employee", "pension age reached", "disability III", "full-time student"]),
)
def test_net_pay_rises_with_pay_except_at_25_mrp(year: int, status: str) -> None:
    net = columns(GRID, f"{year}-06", STATUSES[status])["net"]
    falls = GRID[1:][np.diff(net) < -1e-5]
    limit = LOW_PAY.get(year)
    # Who owes no tax by the deduction of the year has nothing to lose there.
    cliff = [limit + 1] if limit and status != "disability III" else []
    assert falls.tolist() == cliff


@pytest.mark.parametrize("year", YEARS)
def test_income_from_contracts_has_no_cliff(year: int) -> None:
    net = columns(GRID, f"{year}-06", payer="civil_contract")["net"]
    assert np.all(np.diff(net) >= -1e-5)


@pytest.mark.parametrize("year", [year for year, payer in CELLS if payer == "self_employed"])
def test_the_self_employed_fall_out_of_their_regime_at_300_mrp(year: int) -> None:
    found = columns([1_297_499, 1_297_500, 1_297_501], f"{year}-06", payer="self_employed")
    # Nothing is due under the regime above its limit: the payslip refuses such an income.
    assert (found["to_pay"] > 0).tolist() == [True, True, False]


@quick
@given(months, amounts, statuses)
def test_gross_of_net_is_gross(month: str, pay: int, status: str) -> None:
    facts = STATUSES[status]
    net = columns([pay], month, facts)["net"][0]
    answer = gross_for_net(net, month, facts)
    near = max(0.005, 1e-9 * pay)
    assert min(abs(found - pay) for found in (answer.gross, *answer.others)) < near
    for found in (answer.gross, *answer.others):
        assert columns([found], month, facts)["net"][0] == pytest.approx(net, abs=near)


@quick
@given(months, amounts)
def test_income_of_a_contract_from_its_net(month: str, income: int) -> None:
    net = columns([income], month, payer="civil_contract")["net"][0]
    assert gross_for_net(net, month, payer="civil_contract").gross == pytest.approx(income, abs=0.005, rel=1e-9)


@pytest.mark.parametrize("year", some(YEARS, 3))
def test_only_around_25_mrp_a_net_pay_has_two_gross_pays(year: int) -> None:
    limit = LOW_PAY.get(year)
    if limit:
        top, bottom = columns([limit, limit + 0.001], f"{year}-06")["net"]
        assert gross_for_net((top + bottom) / 2, f"{year}-06").others
        assert not gross_for_net(bottom - 1, f"{year}-06").others
        assert not gross_for_net(top + 1, f"{year}-06").others
    else:
        assert not any(gross_for_net(float(net), f"{year}-06").others for net in (50_000, 86_180, 700_000_000))


@pytest.mark.parametrize("year", some(YEARS, 3))
def test_a_billion_is_exact(year: int) -> None:
    """The last tenge of a billion: one more tenge of pay is taxed by the highest rate, to a hundredth of a tiyn."""
    net = columns([999_999_999, 1_000_000_000], f"{year}-06")["net"]
    assert net[1] - net[0] == pytest.approx(0.9 if year < 2026 else 0.85, abs=1e-4)
    assert gross_for_net(float(net[1]), f"{year}-06").gross == pytest.approx(1e9, abs=0.01)
