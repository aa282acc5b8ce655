"""The register of rights and duties: which there are in a law or a bill, who pays, and what counts as a status.

A right says in its class who pays it (``right_paid_by``), a duty who bears it (``duty_borne_by``). Totals,
explanations, comparisons, costs and pages read this register and no list of their own, so that what a bill adds,
changes or abolishes is added, changed or abolished everywhere.
"""

from __future__ import annotations

from openfisca_kz.base import duties, paid, rights
from openfisca_kz.engine.protocols import System
from openfisca_kz.status_rules import status_rules

#: What a family is owed, owes and keeps.
TOTALS = ("total_rights", "total_duties", "disposable_income")

#: What a right pays out given the date of its claim is named so.
PAID = "_paid"

# A payslip tells these first.
_FIRST = ("pension_contribution", "health_contribution", "income_tax")

rights_of = rights
paid_of = paid


def duties_of(system: System) -> tuple[str, ...]:
    """Return the duties that a system knows: first what a person bears, then what the employer pays."""
    borne = duties(system, "person")
    first = [name for name in _FIRST if name in borne]
    return (*first, *(name for name in borne if name not in first), *duties(system, "employer"))


def paid_by_state(system: System) -> tuple[str, ...]:
    """Return what the state pays for people into a fund: no right that is paid out, and nobody's duty but its own."""
    return duties(system, "republican_budget", "local_budget")


def payer(system: System, name: str) -> str | None:
    """Return who pays a right or bears a duty, one of ``openfisca_kz.base.PAYERS``; None where it is neither."""
    variable = system.variables[name]
    return variable.right_paid_by or variable.duty_borne_by


def receiver(system: System, name: str) -> str | None:
    """Return which budget or fund a duty goes to; None of what is no duty, or is dealt out to several."""
    return system.variables[name].duty_paid_to


def statuses_of(system: System) -> tuple[str, ...]:
    """Return the statuses of a system, in the order of the list, those that a bill adds to it, and health insurance."""
    listed = [member.name for member in system.variables["primary_social_status"].possible_values]
    names = dict.fromkeys((*status_rules(), *listed, "health_insured"))
    return tuple(name for name in names if name in system.variables)
