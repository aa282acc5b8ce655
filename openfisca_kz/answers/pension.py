"""What pension a person may expect: its date, its parts under the law and under the forecast, one year more."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
from openfisca_core import periods

from openfisca_kz.base import MONTH, MONTHS_IN_YEAR, month_number
from openfisca_kz.calendar import month_text
from openfisca_kz.engine.knowledge import Beyond, beyond
from openfisca_kz.engine.protocols import System
from openfisca_kz.families.family import Situation
from openfisca_kz.families.variants import Put, crowd
from openfisca_kz.problems import InputError, month_of, refuse
from openfisca_kz.reforms.forecast import forecast_indicators

#: Monthly parts of a pension, in the order of the table.
PARTS = ("basic_pension", "age_pension", "service_pension", "fund_pension")

#: Facts that a projection carries to the month of the pension.
MOVING_FACTS = ("pension_contribution_months", "pension_savings", "pension_average_income")

EMPLOYER_PART_UNKNOWN = (
    "The payment from employer contributions is not calculated: resolution No. 705 computes it from yearly figures of "
    "the Government that are not published as law."
)
SAVINGS_PART_UNKNOWN = (
    "The payment of pension savings is not calculated: the fund does not publish the coefficient for disability with "
    "no end date. Give it as `fund_disability_factor`."
)
ASSUMPTIONS = (
    "Contributions go on at the pay of {month} until the pension, savings earn {rate} a year, and figures "
    "that are not yet law stay at the last known ones."
)


class EmployerPensionUnknownError(InputError):
    """Somebody asks for the payment from employer contributions, which cannot be computed."""


def employer_fund_pension() -> float:
    """Refuse to compute the payment from employer contributions (OPVR).

    Raises:
        EmployerPensionUnknownError: always; its sentence says why.

    """
    raise EmployerPensionUnknownError(refuse(EMPLOYER_PART_UNKNOWN).problems)


@dataclasses.dataclass(frozen=True)
class Pension:
    """The parts of one pension in one month, KZT."""

    month: str
    parts: Mapping[str, float]
    lump_sum: float

    @property
    def total(self) -> float:
        """Return what is paid each month."""
        return sum(self.parts.values())


@dataclasses.dataclass(frozen=True)
class Projection:
    """A person's pension to come; amounts in KZT a month."""

    person: str
    month: str
    pension_date: str
    pension_age: float
    #: Day of an age pension before the general age, for mothers of five and residents of the test site.
    early_start: str | None
    salary: float
    annual_return: float
    participation_years: int
    law: Pension
    forecast: Pension
    one_year_more: Pension
    by_start: tuple[tuple[Pension, Pension], ...]
    #: Sentences on the parts of the pension whose amount is not known.
    not_counted: tuple[str, ...]
    #: What stands in for figures of the month in which the pension begins under the law.
    beyond: Beyond

    def replacement(self, pension: Pension) -> float | None:
        """Return the pension as a share of the pay of today; nothing where there is no pay."""
        return pension.total / self.salary if self.salary > 0 else None

    def to_dict(self) -> dict[str, Any]:
        """Return the projection as plain data."""
        result = dataclasses.asdict(self)
        del result["beyond"]
        for name in ("law", "forecast", "one_year_more"):
            pension = getattr(self, name)
            result[name] |= {"total": pension.total, "replacement_rate": self.replacement(pension)}
        result["by_start"] = [
            {"month": law.month, "law": law.total, "forecast": forecast.total} for law, forecast in self.by_start
        ]
        return result


def project(
    situation: Situation, month: str, person: str | None = None, annual_return: float = 0.0, years: int = 5
) -> Projection:
    """Project a person's pension.

    Args:
        situation: the family, as ``read_family`` returns it.
        month: the month of today, such as 2026-06; its pay goes on until the pension.
        person: whose pension; the first person of the file if not given.
        annual_return: what savings earn a year, a share; 0 keeps them as they are.
        years: how many later starts are compared; none for who has reached the age already.

    Raises:
        InputError: there is no such person, or the month is none.

    """
    today = month_of(month)
    position = 0 if person is None else situation.position(person)
    simulation = situation.simulation(today)

    def value(name: str) -> Any:
        variable = situation.system.variables[name]
        when = today if variable.definition_period == MONTH else "ETERNITY"
        return simulation.calculate(name, when)[position]

    start = max(int(value("pension_month")), month_number(today))
    left = start - month_number(today)
    contribution = float(value("pension_contribution"))
    facts = {name: value(name) for name in MOVING_FACTS}
    forecast_system = forecast_indicators(situation.system)

    read: list[Beyond] = []

    def months_paid(months: int) -> int:
        return months if contribution > 0 else 0

    def pension(system: System, first: int, contributing: int) -> Pension:
        months = months_paid(contributing)
        grown = _grown(float(facts["pension_savings"]), contribution, months, annual_return)
        later = first - start
        told: dict[str, Any] = {
            "pension_contribution_months": int(facts["pension_contribution_months"]) + months,
            "pension_savings": _grown(grown, 0.0, later, annual_return),
            "pension_average_income": float(facts["pension_average_income"]),
        }
        if later:
            day = np.datetime64(str(_period(first).start.date), "D")
            told |= {"basic_pension_claim_date": day, "age_pension_claim_date": day}
        when = _period(first)
        then = _told(situation, position, told).simulation(when, system)
        names = {"basic_pension": "basic_pension_paid", "age_pension": "age_pension_paid"}
        parts = {part: float(then.calculate(names.get(part, part), when)[position]) for part in PARTS}
        lump_sum = float(then.calculate("fund_lump_sum", when)[position])
        read.append(beyond(then, when))
        return Pension(str(when), {part: amount for part, amount in parts.items() if amount > 0}, lump_sum)

    running = int(value("pension_month")) < month_number(today)
    starts = [start + MONTHS_IN_YEAR * year for year in range(1 if running else years + 1)]
    when = _period(start)
    contributed = {"pension_contribution_months": int(facts["pension_contribution_months"]) + months_paid(left)}
    participation = _told(situation, position, contributed).simulation(when)
    employers = situation.system.get_parameters_at_instant(when).duties.employer_pension_contribution
    born_since = getattr(employers, "born_since", np.inf)  # employers pay since 2024
    unknown = {
        EMPLOYER_PART_UNKNOWN: int(value("birth_month")) >= born_since * MONTHS_IN_YEAR,
        SAVINGS_PART_UNKNOWN: not participation.calculate("fund_factor_known", when)[position],
    }
    early = value("early_pension_month") < value("pension_month") and value("age_pension_service")
    return Projection(
        person=situation.persons[position],
        month=month,
        pension_date=str(value("pension_date")),
        pension_age=float(value("pension_age")),
        early_start=str(value("age_pension_start")) if early else None,
        salary=float(value("salary")),
        annual_return=annual_return,
        participation_years=int(participation.calculate("pension_participation_years", when)[position]),
        law=pension(situation.system, start, left),
        forecast=pension(forecast_system, start, left),
        one_year_more=pension(situation.system, start, left + MONTHS_IN_YEAR),
        by_start=tuple(
            (pension(situation.system, first, left), pension(forecast_system, first, left)) for first in starts
        ),
        not_counted=tuple(sentence for sentence, holds in unknown.items() if holds),
        beyond=read[0],
    )


def _grown(savings: float, contribution: float, months: int, annual_return: float) -> float:
    """Return savings after so many months of contributions paid at the end of each. KZT."""
    monthly = (1 + annual_return) ** (1 / MONTHS_IN_YEAR) - 1
    growth = (1 + monthly) ** months
    paid_in = contribution * ((growth - 1) / monthly if monthly else months)
    return savings * growth + paid_in


def _period(number: int) -> periods.Period:
    return periods.period(month_text(number))


def _told(situation: Situation, position: int, facts: Mapping[str, Any]) -> Situation:
    """Return the situation with facts of one person told anew, for every period."""
    puts = [Put(name, position, value) for name, value in facts.items()]
    return dataclasses.replace(situation, given=crowd(situation, [puts]).given)
