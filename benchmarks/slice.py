"""The slice that is measured: the main job for a family, as the first release promises it. It stands here only."""

from __future__ import annotations

from typing import Any

PERIOD = "2026-06"

#: Duties of an employee, benefits of a birth and of childcare, pension age and basic pension.
WANTED = (
    "pension_contribution",
    "employer_pension_contribution",
    "social_contribution",
    "health_contribution",
    "employer_health_contribution",
    "income_tax",
    "social_tax",
    "net_salary",
    "employer_cost",
    "birth_benefit",
    "childcare_benefit",
    "pension_age",
    "pension_date",
    "pension_age_reached",
    "basic_pension",
    "child_under_1",
    "person_with_disability",
    "employee",
)

#: What the record of an award says of a child in care, and what the law else computes month by month: who was insured
#: at the birth, and from which average of two years of salaries.
AWARDED = {"childcare_average_income": 0.0, "childcare_insured": False}


def computable(simulation: Any) -> tuple[list[str], dict[str, str]]:
    """Return the variables of the slice that can be computed, and why the others cannot."""
    found, missing = [], {}
    for name in WANTED:
        try:
            simulation.calculate(name, PERIOD)
            found.append(name)
        except Exception as error:
            missing[name] = str(error).strip().splitlines()[0]
    return found, missing


def cells(simulation: Any) -> int:
    """Return how many arrays a simulation holds: one for each variable and month that is known or was computed."""
    return sum(
        len(holder.get_known_periods())
        for population in simulation.populations.values()
        for holder in population._holders.values()
    )
