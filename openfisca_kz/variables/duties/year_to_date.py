"""Months gone by: which of them had income, and the taxed income since 1 January, month by month.

The months are those of *other* variables, each of which reads its own month only: nothing here recurs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core.periods import Period

from openfisca_kz.base import Array, anybody, maximum, memo, minimum, months_of_year_to, months_to, where
from openfisca_kz.engine.open.hooks import world_of_simulation


@dataclasses.dataclass
class Taxed:
    """Taxed income of each person since 1 January, with this month and without it. KZT."""

    pay: Array
    pay_before: Array
    civil_contracts: Array
    civil_contracts_before: Array
    second_pay: Array
    second_pay_before: Array


def months_with_income(person: Any, period: Period, income: str) -> list[Period]:
    """Return the months of the year up to ``period`` in which anybody of the population has this income.

    A month without the income adds nothing to it, so leaving it out changes no answer; a question about one month
    then costs one month and not twelve.
    """
    return [month for month in months_of_year_to(period) if anybody(person(income, month))]


#: What social contributions are paid on. Where nobody has any of it, nobody was insured in the month.
INSURED = (
    "salary",
    "second_salary",
    "civil_contract_income",
    "individual_assistant_income",
    "entrepreneur_declared_income",
    "self_employed_income",
    "single_aggregate_payer",
)


def insured_months(person: Any, period: Period, count: int) -> list[Period]:
    """Return those of the ``count`` months before ``period`` in which anybody of the population may have been insured.

    As in ``months_with_income``, the others add nothing. A month whose insured income was told counts.
    """
    return [month for month in months_to(period, count) if anybody_insured(person, month)]


def anybody_insured(person: Any, month: Period) -> bool:
    """Return whether anybody of the population may have been insured in a month; each month is looked at once."""
    known = memo(person.simulation).setdefault("anybody_insured", {})
    if month not in known:
        told = "insured_income" in getattr(person.simulation, "given", {})
        told = told or person.get_holder("insured_income").get_array(month) is not None
        known[month] = told or any(anybody(person(income, month)) for income in INSURED)
    return bool(known[month])


def taxed_since_january(person: Any, period: Period, parameters: Any, income: str = "salary") -> Taxed:
    """Return what is taxed of the pay, of civil contracts and of the second pay of each person since 1 January.

    In each month: a negative income of earlier months at the same employer is taken off first (where the law carries
    it), then what is left of the deductions of the year, first from the pay, then from civil contracts, then from the
    second pay; of low pay a part stays untaxed.
    What a contract takes of the basic deduction is no longer carried. A ground that ended gives its deduction to the
    end of the year (where the law says so). Where nobody has the income that is asked for, nothing is reckoned.
    """
    if not months_with_income(person, period, income):
        return Taxed(*[np.zeros(person.count)] * len(dataclasses.fields(Taxed)))
    simulation = person.simulation
    known = (
        memo(simulation).setdefault("taxed", {})
        if getattr(simulation, "as_told", False) and not simulation.trace
        else {}
    )
    if period not in known:
        known[period] = _taxed(person, period, parameters)
    taxed: Taxed = known[period]
    return taxed


def _taxed(person: Any, period: Period, parameters: Any) -> Taxed:
    law = parameters(period.this_year)
    rule = law.duties.income_tax
    low_pay = rule.low_pay.limit * law.indicators.mrp_tax
    whole_year = law.duties.annual_income_tax_deduction.whole_year
    months = months_of_year_to(period)
    with_pay = months_with_income(person, period, "salary")
    with_contracts = months_with_income(person, period, "civil_contract_income")
    with_second_pay = months_with_income(person, period, "second_salary")

    def reckoned(before: Array, cut: Callable[[Array], Array]) -> Taxed:
        nothing = np.zeros(len(before))
        carried = second_carried = limit = used = unused = nothing
        contracts = contracts_before = second = second_before = nothing
        pay = pay_before = before
        for month in months:
            pay_before, contracts_before, second_before = pay, contracts, second
            if month in with_pay or month in with_contracts or month in with_second_pay:
                limit = maximum(limit * whole_year, cut(person("annual_income_tax_deduction", month)))
            if month in with_pay:
                base = cut(person("income_tax_base", month))
                taxed = base - carried
                carried = maximum(-taxed, 0) * rule.negative_base_carried
                taxed = maximum(taxed, 0)
                deduction = left_of_deduction(taxed, limit, used)
                used = used + deduction
                low = (cut(person("salary", month)) <= low_pay) & cut(person("tax_resident", month))
                pay = pay + (taxed - deduction) * where(low, rule.low_pay.taxed_share, 1)
            if month in with_contracts:
                unused = maximum(-cut(person("income_tax_base", month)), 0) if month in with_pay else nothing
                taxed = cut(person("civil_contract_income_tax_base", month))
                deduction = left_of_deduction(taxed, limit, used)
                used = used + deduction
                basic = minimum(taxed - deduction, cut(person("civil_contract_basic_deduction", month)))
                carried = maximum(carried - minimum(basic, unused), 0)
                contracts = contracts + taxed - deduction - basic
            if month in with_second_pay:
                taxed = cut(person("second_income_tax_base", month)) - second_carried
                second_carried = maximum(-taxed, 0) * rule.negative_base_carried
                taxed = maximum(taxed, 0)
                deduction = left_of_deduction(taxed, limit, used)
                used = used + deduction
                low = (cut(person("second_salary", month)) <= low_pay) & cut(person("tax_resident", month))
                second = second + (taxed - deduction) * where(low, rule.low_pay.taxed_share, 1)
        return Taxed(pay, pay_before, contracts, contracts_before, second, second_before)

    bases = [
        *(person("income_tax_base", month) for month in with_pay),
        *(person("civil_contract_income_tax_base", month) for month in with_contracts),
        *(person("second_income_tax_base", month) for month in with_second_pay),
    ]
    before = person("income_taxed_before", period.this_year)
    if world_of_simulation(person.simulation) is not None:
        return reckoned(before, lambda values: values)
    return _of_earners(before, bases, reckoned)


def _of_earners(
    before: Array, bases: list[Array], reckoned: Callable[[Array, Callable[[Array], Array]], Taxed]
) -> Taxed:
    """Return what is taxed, reckoned for those who have a base in any month: of the others it is what was before."""
    some = np.zeros(len(before), dtype=bool)
    for base in bases:
        some |= base != 0
    rows, cuts = np.flatnonzero(some), {}

    def cut(values: Array) -> Array:  # months that are alike have one array
        if id(values) not in cuts:
            cuts[id(values)] = values, values[rows]
        return cuts[id(values)][1]

    found = reckoned(before[rows], cut)

    def of_all(values: Array, others: Array) -> Array:
        result = others.copy()
        result[rows] = values
        return result

    nothing = np.zeros(len(before))
    pay = (of_all(values, before) for values in (found.pay, found.pay_before))
    rest = (found.civil_contracts, found.civil_contracts_before, found.second_pay, found.second_pay_before)
    return Taxed(*pay, *(of_all(values, nothing) for values in rest))


def left_of_deduction(income: Array, limit: Array, used: Array) -> Array:
    """Return how much of the yearly deduction this income takes: at most what is left of it. KZT."""
    return minimum(income, maximum(limit - used, 0))
