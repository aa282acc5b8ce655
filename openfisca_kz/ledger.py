"""What counts as a right, a duty, a status: the lists that explanations, totals and tables share."""

from __future__ import annotations

from typing import Any

#: What is taken from a person's pay or income.
WITHHELD = (
    "pension_contribution",
    "health_contribution",
    "income_tax",
    "civil_contract_pension_contribution",
    "civil_contract_health_contribution",
    "civil_contract_social_contribution",
    "civil_contract_income_tax",
    "entrepreneur_pension_contribution",
    "entrepreneur_employer_pension_contribution",
    "entrepreneur_social_contribution",
    "entrepreneur_health_contribution",
    "single_aggregate_payment",
    "self_employed_payment",
)

#: What the employer pays on top of pay.
PAID_BY_EMPLOYER = (
    "employer_pension_contribution",
    "occupational_pension_contribution",
    "social_contribution",
    "employer_health_contribution",
    "social_tax",
)

#: What a family is owed, owes and keeps.
TOTALS = ("total_rights", "total_duties", "disposable_income")


def rights_of(system: Any) -> tuple[str, ...]:
    """Return the rights of a system: every monthly amount with a condition of its own (``x`` and ``x_eligible``)."""
    return tuple(
        name
        for name, variable in system.variables.items()
        if variable.value_type is float
        and f"{name}_eligible" in system.variables
        and getattr(variable, "room", "").startswith("rights")
    )


def duties_of(system: Any) -> tuple[str, ...]:
    """Return the duties that a system knows: first what is withheld, then what the employer pays."""
    return tuple(name for name in (*WITHHELD, *PAID_BY_EMPLOYER) if name in system.variables)


def statuses_of(system: Any) -> tuple[str, ...]:
    """Return the statuses of a system: the booleans of the room of statuses that belong to a person."""
    return tuple(
        name
        for name, variable in system.variables.items()
        if variable.value_type is bool
        and variable.entity.is_person
        and getattr(variable, "room", "").split(".")[0] == "status"
    )
