"""What a bill that pays without a claim changes: money that late claims lose today, papers, visits and days saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openfisca_kz.answers.late_claims import claimed_rights
from openfisca_kz.assessment.domains import paid_once
from openfisca_kz.base import MONTHS_IN_YEAR
from openfisca_kz.population.schema import CLAIM_DATE
from openfisca_kz.services.processes import Saving, assumed, savings, times
from openfisca_kz.services.rights_and_duties import PAID

if TYPE_CHECKING:
    from openfisca_kz.population.answers import Side

ASKED, NOT_ASKED = "asked", "not_asked"


def rows(before: Side, after: Side, take_up: float | None = None) -> list[dict[str, Any]]:
    """Return each service that a bill provides without a claim, with what that changes in the country.

    Of a right that the state offers, so many agree as the take-up says; who does not claims as today. A right whose
    service leaves the register is offered to nobody: it is paid.

    Args:
        before: the run of today's law.
        after: the run of the bill.
        take_up: the share of people who agree to an offer; the assumed one if not given.

    """
    law, bill = before.result.system.variables, after.result.system.variables
    offered = [
        right
        for right in claimed_rights(before.result.system)
        if bill[right + CLAIM_DATE].is_neutralized
        and not law[right + CLAIM_DATE].is_neutralized
        and right + PAID in before.found.cells
    ]
    agree = assumed()["consent_share"].value if take_up is None else take_up
    unasked = _unasked(after.result.system)
    # Where nobody is asked nobody waits for an answer.
    automatic = savings((right for right in offered if right in unasked), {"answer_hours": 0.0})
    asked = savings(right for right in offered if right not in unasked)
    made = [_row(before, after, saving, None) for saving in automatic]
    return made + [_row(before, after, saving, agree) for saving in asked]


def _row(before: Side, after: Side, saving: Saving, agree: float | None) -> dict[str, Any]:
    rights, share = saving.rights, 1.0 if agree is None else agree
    late = [before.found.late[right] for right in rights if right in before.found.late]
    paid = [after.total(right + PAID) - before.total(right + PAID) for right in rights]
    claims = max((_claims_of_a_year(before, right) for right in rights), default=0.0)
    saved = times(saving, claims, {"consent_share": share}) if before.found.claims else {}
    return {
        "law": after.name,
        "variables": " + ".join(rights),
        "event": saving.service.event,
        "registers": ", ".join(saving.service.registers),
        "consent": NOT_ASKED if agree is None else ASKED,
        "paid_less": float(sum(people for people, _, _ in late)),
        "lost": sum(before.total(right) - before.total(right + PAID) for right in rights),
        "gained": float(sum(paid)),
        "take_up": share,
        "gained_at_take_up": share * float(sum(paid)),
        "claims": claims if before.found.claims else None,
        "papers": saved.get("documents"),
        "visits": saved.get("visits"),
        "days": saved.get("days"),
    }


def _claims_of_a_year(before: Side, right: str) -> float:
    """Return how many claims to a right a year has: of what is paid once, twelve times those of the month."""
    if right in paid_once():
        return MONTHS_IN_YEAR * before.total(right, 0)
    return float(before.found.claims.get(right + CLAIM_DATE, 0.0))


def _unasked(system: Any) -> set[str]:
    """Return the rights that a bill, or one that it rests on, pays without asking anybody."""
    found: set[str] = set()
    while system is not None:
        found |= set(getattr(system, "without_claims", ()))
        system = getattr(system, "baseline", None)
    return found
