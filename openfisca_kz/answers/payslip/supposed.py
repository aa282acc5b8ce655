"""What a payslip supposes because nobody told it, where that turns money: said in sentences at its foot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from openfisca_core.periods import Period

from openfisca_kz.answers.payslip.payers import Payer
from openfisca_kz.base import ETERNITY
from openfisca_kz.engine.protocols import System
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.problems import Problem, month_of

#: Positions of persons who are often no tax residents.
_FOREIGN = (
    "eaeu_citizen_worker",
    "foreigner_temporary_with_work_right",
    "foreigner_temporary_no_work_right",
)


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
    if who.income in ("salary", "civil_contract_income") and "income_taxed_before" not in facts and first != month:
        text = "The same income in every month since {month} is assumed; give another with salary@YYYY-MM or"
        text += " income_taxed_before."
        notes.append(Problem(text, {"month": str(first)}))
    if who.income == "salary" and since and first == month and first.start.month > 1:
        notes.append(Problem("Hiring in this month is assumed, so the social tax has no minimum base."))
    if "tax_resident" not in facts and (many := _foreigners(facts, size)):
        text = "Tax residence was not given. Taken as tax residents: {count} of {size}; others are taxed"
        text += " without deductions (--non-resident)."
        notes.append(Problem(text, {"count": many, "size": size}))
    if not {"sex", "pension_age_reached"} & set(facts) and (many := _sex_matters(system, month, facts, size)):
        text = "Sex was not given and matters. Taken as men: {count} of {size}; a woman of that age has reached"
        text += " pension age (--fact sex=female)."
        notes.append(Problem(text, {"count": many, "size": size}))
    if who.income == "entrepreneur_declared_income" and "business_income" not in facts:
        notes.append(Problem("The income tax on the business is not in this sum: give business_income (since 2026)."))
    return tuple(notes)


def _foreigners(facts: Mapping[str, Any], size: int) -> int:
    positions = np.resize(np.asarray(facts.get("legal_residence", "citizen"), dtype=object), size)
    return int(np.isin(positions.astype(str), _FOREIGN).sum())


def _sex_matters(system: System, month: Period, facts: Mapping[str, Any], size: int) -> int:
    """Return for how many, by their birth date, a woman has reached pension age and a man has not."""
    if "birth_date" not in facts:
        return 0
    born = np.resize(np.asarray(facts["birth_date"], dtype="datetime64[D]"), size)
    reached = {}
    for sex in ("female", "male"):
        simulation = Simulation.of_single_people(system, size)
        simulation.set_input("birth_date", ETERNITY, born)
        simulation.set_input("sex", ETERNITY, np.full(size, sex))
        reached[sex] = simulation.calculate("pension_age_reached", month)
    return int((reached["female"] & ~reached["male"]).sum())
