"""What a payslip supposes because nobody told it, where that turns money: said in sentences at its foot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from openfisca_core.periods import Period

from openfisca_kz.answers.payslip.payers import Payer
from openfisca_kz.base import ETERNITY, NO_DATE, Array
from openfisca_kz.engine.figures import figure_at
from openfisca_kz.engine.protocols import System
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.problems import Problem, month_of

#: Positions of persons who are often no tax residents.
_FOREIGN = (
    "eaeu_citizen_worker",
    "foreigner_temporary_with_work_right",
    "foreigner_temporary_no_work_right",
)

# Positions of persons for whom no pension contribution is due at any age.
_IN_NO_FUND = (
    "foreigner_temporary_with_work_right",
    "foreigner_temporary_no_work_right",
    "refugee",
    "asylum_seeker",
)

# Incomes on which somebody pays the employer's pension contribution.
_WITH_OPVR = ("salary", "second_salary", "entrepreneur_declared_income", "self_employed_income")

#: What is assumed of the months before, by the income that is taxed from January on.
TAXED_SINCE_JANUARY = {
    "salary": "The same income in every month since {month} is assumed; give another with salary@YYYY-MM or "
    "income_taxed_before.",
    "second_salary": "The same income in every month since {month} is assumed; give another with "
    "second_salary@YYYY-MM.",
    "civil_contract_income": "The same income in every month since {month} is assumed; give another with "
    "civil_contract_income@YYYY-MM.",
}


def first_month(month: Period, since: str | None, facts: Mapping[str, Any]) -> Period:
    """Return the first month of the year with this pay: January, unless said or what came before is told as a sum."""
    if since:
        return month_of(since)
    return month if "income_taxed_before" in facts else month.this_year.first_month


def notes_on(
    system: System, month: Period, who: Payer, facts: Mapping[str, Any], since: str | None, size: int
) -> tuple[Problem, ...]:
    """Return what was supposed and what is missing in the payslips of ``size`` people with these facts.

    Args:
        system: the law.
        month: of the payslips.
        who: the payer.
        facts: by name, one value for all or one for each person.
        since: the first month with this pay, where it was said.
        size: how many people.

    """
    notes = []
    first = first_month(month, since, facts)
    if who.income in TAXED_SINCE_JANUARY and "income_taxed_before" not in facts and first != month:
        notes.append(Problem(TAXED_SINCE_JANUARY[who.income], {"month": first}))
    if who.income == "salary" and since and first == month and first.start.month > 1:
        notes.append(Problem("Hiring in this month is assumed, so the social tax has no minimum base."))
    if many := int((_foreign(facts, size) & _untold(facts, "tax_resident", size)).sum()):
        text = "Tax residence was not given. Taken as tax residents: {count} of {size}; others are taxed"
        text += " without deductions."
        notes.append(Problem(text, {"count": many, "size": size}))
    if many := _sex_matters(system, month, facts, size):
        text = "Sex was not given and matters. Taken as men: {count} of {size}; a woman of that age has reached"
        text += " pension age."
        notes.append(Problem(text, {"count": many, "size": size}))
    law = system.get_parameters_at_instant(month).duties
    in_no_fund = np.isin(_told(facts, "legal_residence", size).astype(str), _IN_NO_FUND)
    unborn = ~in_no_fund & _untold(facts, "birth_date", size) & ~_told(facts, "pension_age_reached", size).astype(bool)
    if figure_at(law, "employer_pension_contribution.rate") and who.income in _WITH_OPVR and np.any(unborn):
        text = "The birth date was not given. Taken as born in {year} or later: {count} of {size}; for those born"
        text += " earlier the employer's pension contribution is not due."
        values = {"year": int(law.employer_pension_contribution.born_since), "count": int(unborn.sum()), "size": size}
        notes.append(Problem(text, values))
    return (*notes, *_of_payer(law, month, system, who, facts, size))


def _of_payer(
    law: Any, month: Period, system: System, who: Payer, facts: Mapping[str, Any], size: int
) -> list[Problem]:
    """Return what is missing in the payslip of this payer, or is paid elsewhere."""
    notes = []
    if np.any(_told(facts, "second_salary", size).astype(bool)):
        text = "The pay at the second employer is not in this payslip: ask for one of its own."
        notes.append(Problem(text))
    if who.income == "second_salary":
        notes += _beside_the_first(law, month, system, facts, size)
    if who.income == "labour_immigrant_income":
        text = "The labour immigrant pays this tax before the permit is issued or prolonged. The private person who"
        text += " gives the work withholds nothing, and no contributions are due: the stay is temporary."
        notes.append(Problem(text))
    if np.any(_told(facts, "business_suspended", size).astype(bool)):
        text = "While the business is suspended no health contribution of an entrepreneur is due; anyone who has no"
        text += " other cover may pay as an independent payer."
        notes.append(Problem(text))
    if who.income == "entrepreneur_declared_income":
        practice = np.all(_told(facts, "private_practice", size).astype(bool))  # has no regime
        if "entrepreneur_regime" not in {**facts, **who.told} and not practice:
            text = "The regime was not given: the simplified declaration is assumed; others are entrepreneur_regime="
            text += "general, farm or general_farm."
            notes.append(Problem(text))
        if "business_income" not in facts:
            text = "The income tax on the business is not in this sum: give business_income (since 2026)."
            notes.append(Problem(text))
    return notes


def _beside_the_first(law: Any, month: Period, system: System, facts: Mapping[str, Any], size: int) -> list[Problem]:
    """Return what the payslip of a second employer supposes of the first, and what the person declares."""
    notes = []
    if many := int(_untold(facts, "salary", size).sum()):
        text = "The pay at the first employer was not given: {count} of {size}; it uses up the health cap and the"
        text += " deductions of the year first: give salary."
        notes.append(Problem(text, {"count": many, "size": size}))
    if np.any(_told(facts, "second_basic_deduction_claimed", size).astype(bool)):
        notes.append(
            Problem("The basic deduction is applied here, so not by the first employer: the law allows it at one.")
        )
    else:
        text = "The basic deduction is applied by the first employer: the law allows it at one employer only"
        text += " (second_basic_deduction_claimed)."
        notes.append(Problem(text))
    if above := figure_at(law, "income_tax.declared_above"):
        mrp = system.get_parameters_at_instant(month.this_year).indicators.mrp_tax
        text = "Anyone who earns more than {limit} tenge in a year from all payers together declares it and pays the"
        text += " rest of the income tax."
        notes.append(Problem(text, {"limit": f"{above * mrp:,.0f}".replace(",", " ")}))
    return notes


def _told(facts: Mapping[str, Any], name: str, size: int) -> Array:
    """Return what was told of a fact of each; None where nobody told it."""
    return np.resize(np.asarray(facts.get(name), dtype=object), size)


def _untold(facts: Mapping[str, Any], name: str, size: int) -> Array:
    return np.array([one is None for one in _told(facts, name, size)], dtype=bool)


def _foreign(facts: Mapping[str, Any], size: int) -> Array:
    return np.isin(_told(facts, "legal_residence", size).astype(str), _FOREIGN)


def _sex_matters(system: System, month: Period, facts: Mapping[str, Any], size: int) -> int:
    """Return for how many of unknown sex, by their birth date, a woman has reached pension age and a man has not."""
    unknown = _untold(facts, "sex", size) & _untold(facts, "pension_age_reached", size)
    if "birth_date" not in facts or not np.any(unknown):
        return 0
    days = [NO_DATE if day is None else day for day in _told(facts, "birth_date", size)]
    born = np.array(days, dtype="datetime64[D]")
    reached = {}
    for sex in ("female", "male"):
        simulation = Simulation.of_single_people(system, size)
        simulation.set_input("birth_date", ETERNITY, born)
        simulation.set_input("sex", ETERNITY, np.full(size, sex))
        reached[sex] = simulation.calculate("pension_age_reached", month)
    return int((unknown & reached["female"] & ~reached["male"]).sum())
