"""A month's payslip: every base, rate, limit and article of each payment, for employees and for all other payers.

A payslip supposes the same income and the same facts in every month of the year since ``since`` (January unless
said), because income tax adds up from January; a fact of one month is told as ``salary@2026-03``. Each line is rounded
half up to the whole tenge, as payments are declared.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from openfisca_core.periods import Period

from openfisca_kz.answers.payslip.lines import Line, Step, lines_of, tax_steps, taxed_before, withheld_from_person
from openfisca_kz.answers.payslip.payers import ON_TOP, PERSON, Payer, payer_of
from openfisca_kz.answers.payslip.supposed import first_month, notes_on
from openfisca_kz.base import ETERNITY, EXACT_UP_TO, YEAR, Array, RefusedValueError, months_of_year_to, round_tenge
from openfisca_kz.engine.knowledge import Beyond, beyond
from openfisca_kz.engine.protocols import AnySimulation, System
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.engine.system import checked_law
from openfisca_kz.families.facts import value_of
from openfisca_kz.families.from_file import default_system
from openfisca_kz.problems import Problem, month_of, nearest, refuse_argument

#: Conditions that may be stated although the law can tell them from other facts.
STATED = ("pension_age_reached",)

#: No income is larger: money is exact to the tenge up to here.
LARGEST = EXACT_UP_TO


@dataclasses.dataclass(frozen=True)
class Payslip:
    """The payments of one payer in one month, in whole tenge.

    ``totals`` holds the sums at its foot by name: ``net`` and ``cost``, or ``to_pay``; ``unified_payment`` where the
    employer makes it. ``steps`` say how the income that is taxed comes from the income of the month. ``notes`` name
    what was supposed, because nobody told it, and what is missing.
    """

    on: str
    payer: Payer
    gross: float
    lines: tuple[Line, ...]
    steps: tuple[Step, ...]
    totals: Mapping[str, float]
    facts: Mapping[str, Any]
    notes: tuple[Problem, ...] = ()
    beyond: Beyond | None = None

    @property
    def net(self) -> float:
        """What is left to the person; of who gets no income here, zero less the payments."""
        return self.totals["net"]

    @property
    def cost(self) -> float:
        """What the payer of the income spends."""
        return self.totals["cost"]


def columns(
    income: Array | Sequence[float],
    on: str,
    facts: Mapping[str, Any] | None = None,
    since: str | None = None,
    system: System | None = None,
    payer: str = "employee",
) -> dict[str, Array]:
    """Return every amount of the payslips of many people, not rounded.

    Args:
        income: monthly pay of each (or other income of the payer), KZT; where the payment is fixed, any number each.
        on: the month, such as 2026-06.
        facts: other facts by variable name; one value for all, or one for each person; None where it was not told.
        since: the first month of the year with this income; January unless said, or the month itself where the taxed
            pay before it is told as one sum (``income_taxed_before``). A later first month is one of hiring.
        system: the law; a reform, say.
        payer: one of ``payers.PAYERS``.

    Returns:
        ``income``, each payment by its variable, and the sums at the foot (``net``, ``cost``, ``to_pay``).

    Raises:
        InputError: an income is below zero or not a number, a fact is not known, or there is no such payer.

    """
    return _amounts(*_simulated(income, on, facts, since, system, payer))


def beyond_of(on: str, payer: str = "employee", system: Any = None) -> Beyond:
    """Return which figures stand in for those of the month in the payslips of a payer."""
    simulation, month, who, pay = _simulated([0.0], on, None, None, system, payer)
    _amounts(simulation, month, who, pay)
    return beyond(simulation, month)


def payslip(
    gross: float,
    on: str,
    facts: Mapping[str, Any] | None = None,
    since: str | None = None,
    system: System | None = None,
    payer: str = "employee",
) -> Payslip:
    """Return the payslip of one person for one month. Arguments as of ``columns``.

    Raises:
        InputError: as of ``columns``.

    """
    simulation, month, who, pay = _simulated([gross], on, facts, since, system, payer)
    values = {name: float(amount[0]) for name, amount in _amounts(simulation, month, who, pay).items()}
    if who.income == "self_employed_income" and pay[0] > 0 and not simulation.calculate("self_employed_base", month)[0]:
        law = simulation.tax_benefit_system.get_parameters_at_instant(month)
        raise refuse_argument(
            "payer",
            "The regime for the self-employed is for citizens and kandas who are not entrepreneurs, with an income of "
            "up to {limit} tenge a month: calculate as for an entrepreneur.",
            limit=f"{float(law.duties.self_employed_payment.income_limit * law.indicators.mrp_tax):.0f}",
        )
    lines = lines_of(simulation, month, who, values)
    totals: dict[str, float] = {}
    for total in who.totals:
        borne = sum(line.amount for line in lines if line.borne_by in total.borne_by)
        totals[total.name] = _tiyn(values["income"] * total.of_income + total.sign * borne)
        if total.whole:
            totals[total.name] = int(round_tenge(values[total.name]))
    if who.name == "employee" and simulation.calculate("paid_by_unified_payment", month)[0]:
        totals["unified_payment"] = int(round_tenge(simulation.calculate("unified_payment", month)[0]))
    steps = tax_steps(simulation, month, who, values)
    told = dict(facts or {})
    notes = notes_on(simulation.tax_benefit_system, month, who, told, since, 1)
    if before := taxed_before(simulation, month, who):
        amount = f"{before:,.0f}".replace(",", " ")
        notes = (Problem("Taxed before, since January: {amount} tenge.", {"amount": amount}), *notes)
    if who.income == "labour_immigrant_income":
        declared = simulation.calculate("labour_immigrant_declared_tax", month.this_year)[0]
        amount = f"{round_tenge(declared):,.0f}".replace(",", " ")
        notes = (*notes, Problem("Left to pay by the yearly declaration so far: {amount} tenge.", {"amount": amount}))
    gross_pay = _tiyn(values["income"])
    return Payslip(str(month), who, gross_pay, lines, steps, totals, told, notes, beyond(simulation, month))


def rounded(
    values: Mapping[str, Array], on: str, payer: str = "employee", system: System | None = None
) -> dict[str, Array]:
    """Return what ``columns`` gave in whole tenge: each payment rounded, and the sums of the rounded payments.

    The income keeps its tiyn, and so do the sums that are reckoned from it.
    """
    who, law = payer_of(payer), (system or default_system()).get_parameters_at_instant(month_of(on))
    table = {"income": np.round(values["income"], 2)}
    table |= {duty.name: round_tenge(values[duty.name]) for duty in who.duties}
    table = _with_totals(table, who, law)
    table |= {total.name: round_tenge(values[total.name]) for total in who.totals if total.whole}
    return {name: _whole(amounts) for name, amounts in table.items()}


def _tiyn(amount: float) -> float:
    """Return an amount to the tiyn; a whole one as a whole number."""
    exact = round(float(amount), 2)
    return int(exact) if exact.is_integer() else exact


def _whole(amounts: Array) -> Array:
    """Return amounts as whole numbers, or to the tiyn where one of them has any."""
    exact = np.round(amounts, 2)
    return exact.astype(np.int64) if np.all(exact == np.floor(exact)) else exact


def fact_of(name: str, who: Payer, system: System | None = None) -> Any:
    """Return the variable of a fact that a payslip takes; ``name`` may end in a month, as ``salary@2026-03``."""
    system = system or default_system()
    fact, _, month = str(name).partition("@")
    if month:
        month_of(month)
    variable = system.get_variable(fact)
    if variable is None or not variable.entity.is_person or (variable.formulas and fact not in STATED):
        known = [other.name for other in system.variables.values() if other.entity.is_person and not other.formulas]
        raise refuse_argument(
            ("facts", name), "{name} is not a fact that a payslip takes: {hint}", name=name, hint=nearest(fact, known)
        )
    if fact == "income_taxed_before" and who.income in _NOT_TAXED_BEFORE:
        raise refuse_argument(("facts", name), _NOT_TAXED_BEFORE[who.income], name=name)
    if fact == who.income and not month:
        raise refuse_argument(("facts", name), "{name} is the income of this payslip: give it once.", name=name)
    return variable


# Incomes for which ``income_taxed_before`` does not tell what was taxed before, and what does.
_NOT_TAXED_BEFORE = {
    "civil_contract_income": "{name} is pay: for a contract, give civil_contract_income@YYYY-MM.",
    "second_salary": "{name} is for the first employer: for the second, give second_salary@YYYY-MM.",
}


def _simulated(
    income: Any, on: str, facts: Mapping[str, Any] | None, since: str | None, system: System | None, payer: str
) -> tuple[Any, Period, Payer, Array]:
    system = default_system() if system is None else checked_law(system)
    who, month = payer_of(payer), month_of(on)
    who.check(month)
    pay = _sums(income)
    if facts is not None and not isinstance(facts, Mapping):
        raise refuse_argument("facts", "`{field}`: an object with facts and their values is expected.", field="facts")
    first = first_month(month, since, facts or {})
    months = [m for m in months_of_year_to(month) if m.start >= first.start]
    if not months:
        raise refuse_argument(
            "since", "Pay that starts in {since} has no payslip for {on}: give an earlier start.", since=first, on=month
        )
    simulation = Simulation.of_single_people(system, len(pay))
    for name, value in who.told.items():
        _tell(simulation, system.get_variable(name), np.full(len(pay), value), months)
    if who.income:
        _tell(simulation, system.get_variable(who.income), pay, months)
    if since and first.start.month > 1 and who.income == "salary":
        _tell(simulation, system.get_variable("hired_or_dismissed"), np.full(len(pay), True), [first])
    stated = []
    for name, value in (facts or {}).items():
        variable, (fact, _, when) = fact_of(name, who, system), str(name).partition("@")
        told, cells = [month_of(when)] if when else months, np.atleast_1d(np.asarray(value, dtype=object))
        values = np.resize(_checked(variable, fact, cells), len(pay))
        untold = np.resize([one is None for one in cells], len(pay))
        if name == "birth_date" and np.any(late := values.astype("datetime64[D]") > np.datetime64(str(month.stop))):
            message = "Nobody is paid before birth: {day} is after {month}."
            raise refuse_argument(("facts", name), message, day=values[late][0], month=month)
        if variable.formulas and np.any(untold):
            stated.append((variable, values, untold, told))
        else:
            _tell(simulation, variable, values, told)
    for variable, values, untold, told in stated:  # of whom it was not told, the law tells it from the rest
        for when in told:
            _tell(simulation, variable, np.where(untold, simulation.calculate(variable.name, when), values), [when])
    return simulation, month, who, pay


def _sums(income: Any) -> Array:
    """Return the income of each; text and truths are no sums."""
    given = np.asarray(income)
    if given.ndim == 1 and given.dtype.kind in "iufO":
        with contextlib.suppress(TypeError, ValueError):
            pay = given.astype(np.float64)
            if np.all(np.isfinite(pay) & (pay >= 0) & (pay <= LARGEST)):
                return pay
    raise refuse_argument("gross", "Income is a number of tenge from zero up to {most}.", most=f"{LARGEST:.0f}")


def _tell(simulation: AnySimulation, variable: Any, value: Array, months: Sequence[Period]) -> None:
    if variable.definition_period == YEAR:
        months = [months[0].this_year]
    for when in [ETERNITY] if variable.definition_period == ETERNITY else months:
        simulation.delete_arrays(variable.name, when)
        simulation.set_input(variable.name, when, value)


def _checked(variable: Any, name: str, cells: Array) -> Array:
    usual = getattr(variable.default_value, "name", variable.default_value)
    try:
        return np.asarray([value_of(variable, usual if one is None else one) for one in cells])
    except RefusedValueError as error:
        raise refuse_argument(("facts", name), "{place}: {reason}", place=name, reason=error.problem) from None


def _amounts(simulation: AnySimulation, month: Period, who: Payer, pay: Array) -> dict[str, Array]:
    table = {"income": pay if who.income else np.zeros(len(pay))}
    table |= {duty.name: simulation.calculate(duty.name, month) for duty in who.duties}
    return _with_totals(table, who, simulation.tax_benefit_system.get_parameters_at_instant(month))


def _with_totals(table: dict[str, Array], who: Payer, law: Any) -> dict[str, Array]:
    """Add the sums at the foot of a payslip to the payments."""
    bearer = {duty.name: PERSON if withheld_from_person(duty, law) else ON_TOP for duty in who.duties}
    for total in who.totals:
        borne = np.sum([table[name] for name, by in bearer.items() if by in total.borne_by], axis=0)
        table[total.name] = table["income"] * total.of_income + total.sign * borne
    return table
