"""The sums of an assessment: of a month, once, and for the past, never mixed; every door tells these."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from openfisca_core.periods import Period

from openfisca_kz.assessment.domains import paid_once
from openfisca_kz.assessment.model import Sums
from openfisca_kz.assessment.status import CLAIMABLE, DUE, POSSIBLE, SAYS_NOTHING, Assessment, Standing
from openfisca_kz.base import MONTH, Array
from openfisca_kz.engine.protocols import System
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.services.rights_and_duties import paid_of

#: What the sum of rights is called where it leaves out what is paid once.
EACH_MONTH = {"total_rights": "Paid to the family each month"}

#: The sums of a month in which rights are.
WITH_RIGHTS = ("total_rights", "disposable_income")
_TENGE = "KZT", MONTH


def once_rights(system: System) -> tuple[str, ...]:
    """Return what pays out, in tenge and in some month, the rights that are paid once."""
    known = system.variables
    names = [right for right in sorted(paid_once()) if right in known and not known[right].into_savings]
    return tuple(paid_of(system, name) for name in names if (known[name].unit, known[name].definition_period) == _TENGE)


def of_each_month(simulation: Simulation, name: str, month: Period) -> Array:
    """Return a sum of a month by family, without what is paid once in it."""
    total = np.asarray(simulation.calculate(name, month))
    if name not in WITH_RIGHTS:
        return total
    for right in once_rights(simulation.tax_benefit_system):
        paid = np.asarray(simulation.calculate(right, month))
        if simulation.tax_benefit_system.variables[right].entity.is_person:
            paid = np.bincount(simulation.families.members_entity_id, paid, minlength=len(total))
        total = total - paid
    return total


def sums(assessment: Assessment, family: int | None = None) -> Sums:
    """Return the sums of an assessment, of one family or of all."""
    known = assessment.system.variables
    tenge = [
        one
        for one in assessment.standings.values()
        if known[one.right].unit == "KZT" and not known[one.right].into_savings
        if family is None or assessment.family_of(one) == family
        if not (one.right in paid_once() and assessment.received(one.right, one.index))
    ]
    mine = [one for one in tenge if one.status in (DUE, CLAIMABLE)]
    expected = [*mine, *(one for one in tenge if one.status == POSSIBLE and not one.step)]
    once, monthly = ([one for one in mine if (one.right in paid_once()) == single] for single in (True, False))
    past = [assessment.for_the_past(one.right, one.index) for one in expected]
    return Sums(
        told_total=sum(one.told for one in expected if one.right not in paid_once()),
        told_once=sum(one.told for one in expected if one.right in paid_once()),
        due_total_min=sum(one.low for one in monthly),
        due_total_max=_most(monthly),
        once_total_min=sum(one.low for one in once),
        once_total_max=_most(once),
        past_total=sum(one.amount for one in past if one),
        step_total=sum(one.step_amount for one in tenge),
    )


def _most(standings: Iterable[Standing]) -> float | None:
    found = [one.high for one in standings]
    return sum(found) if all(most < SAYS_NOTHING for most in found) else None
