"""What counts as a right, a duty, a status: the lists that explanations, totals and tables share."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import yaml

from openfisca_kz.variables.rights.totals import BORNE

#: What the employer pays on top of pay.
PAID_BY_EMPLOYER = (
    "employer_pension_contribution",
    "occupational_pension_contribution",
    "social_contribution",
    "employer_health_contribution",
    "social_tax",
)

#: What the state pays for a person into a fund: no right that is paid out, and nobody's duty but the state's.
PAID_BY_STATE = ("state_health_contribution",)

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


#: What a right pays out given the date of its claim is named so.
PAID = "_paid"


def paid_of(system: Any, right: str) -> str:
    """Return the variable that says what a right pays out: ``x_paid`` where the date of the claim matters, or ``x``."""
    return f"{right}{PAID}" if f"{right}{PAID}" in system.variables else right


def duties_of(system: Any) -> tuple[str, ...]:
    """Return the duties that a system knows: first what a person bears, then what the employer pays."""
    return tuple(name for name in (*BORNE, *PAID_BY_EMPLOYER) if name in system.variables)


@functools.cache
def _status_ids() -> tuple[str, ...]:
    rules = yaml.safe_load((Path(__file__).parent.parent / "status_rules.yaml").read_text(encoding="utf-8"))
    return (*(rule["id"] for rule in rules), "health_insured")


def statuses_of(system: Any) -> tuple[str, ...]:
    """Return the statuses of a system, in the order of the list of statuses, and health insurance."""
    return tuple(name for name in _status_ids() if name in system.variables)
