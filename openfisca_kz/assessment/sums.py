"""The sums of an assessment: of a month, once, and for the past, never mixed; every door tells these."""

from __future__ import annotations

from collections.abc import Iterable

from openfisca_kz.assessment.domains import paid_once
from openfisca_kz.assessment.model import Sums
from openfisca_kz.assessment.status import CLAIMABLE, DUE, POSSIBLE, SAYS_NOTHING, Assessment, Standing


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
