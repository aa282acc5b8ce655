"""What late claims cost a family: what would be paid on claims in time, less what is paid on the claims as made."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from openfisca_core import periods
from openfisca_core.periods import Period

from openfisca_kz.assessment.domains import paid_once
from openfisca_kz.assessment.laws import law_of_variable
from openfisca_kz.assessment.model import Law
from openfisca_kz.assessment.trace import plain
from openfisca_kz.engine.figures import parameter_at
from openfisca_kz.engine.protocols import System
from openfisca_kz.families.family import Situation, law_for
from openfisca_kz.language import Language, language
from openfisca_kz.problems import month_of
from openfisca_kz.services.rights_and_duties import PAID

_CLAIM = "_claim_date"

#: A term of another right that a right shares; all others have their own beside their figures.
_SHARED_TERMS = {"newborn_adoption_payment": "rights.social_insurance.maternity_payment"}

TOO_LATE = "claimed on {day}, after the time limit of {limit}: nothing is paid"
TOO_OLD = (
    "claimed on {day}: not paid for dependants for whom it can no longer be claimed (age limit: {limit}; for a carer, "
    "of the child cared for: {child_limit})"
)
PAID_BACK = "claimed on {day}: paid for no more than {limit} before the claim"
PAID_SINCE_CLAIM = "claimed on {day}: paid from the claim on; what was due before then is lost"
_WHY = {"claim_months": TOO_LATE, "months_back": PAID_BACK, "claim_age": TOO_OLD}


@dataclasses.dataclass(frozen=True)
class LateClaim:
    """What one right of one person or family loses in a month by the date of its claim; KZT.

    What is paid once on a later claim, but within its term, is no loss.
    """

    who: str
    right: str
    label: str
    month: str
    claim_date: str
    in_time: float
    paid: float
    lost: float
    limit: float | None
    limit_unit: str
    why: str
    law: Law | None

    def to_dict(self) -> dict[str, Any]:
        """Return the loss as JSON can hold it."""
        return dataclasses.asdict(self)


def late_claim_cost(
    situation: Situation, month: str | Period, lang: str = "en", system: System | None = None
) -> tuple[LateClaim, ...]:
    """Return what the dates of claims lose in a month: nothing where every claim came in time or none is told.

    Args:
        situation: the people, as ``read_family`` returns them.
        month: such as ``2026-06``.
        lang: language of labels and reasons: en, kk or ru.
        system: a reform of the law; the one the situation was read with if not given.

    Raises:
        InputError: the month is none, or comes before a birth.

    """
    law, when = law_for(situation, system), month_of(str(month))
    situation.simulation(when, law)  # refuses births after the month
    return late_claim_costs(situation, [when], lang, law)


def late_claim_costs(
    situation: Situation, months: Sequence[Period], lang: str = "en", system: System | None = None
) -> tuple[LateClaim, ...]:
    """Return what the dates of claims change in each of several months, in the order of the months."""
    law, speech = law_for(situation, system), language(lang)
    rights = [right for right in claimed_rights(law) if right + _CLAIM in situation.given]
    if not rights:
        return ()
    as_made = situation.simulation(system=law)
    claims = {right + _CLAIM for right in rights}
    untold = {name: told for name, told in situation.given.items() if name not in claims}
    in_time = dataclasses.replace(situation, given=untold).simulation(system=law)
    found = []
    for month in months:
        for right in rights:
            before = in_time.calculate(right + PAID, month)
            after = as_made.calculate(right + PAID, month)
            ids = as_made.populations[law.variables[right].entity.key].ids
            told, dates = situation.given[right + _CLAIM].at(str(month))
            for index, who in enumerate(ids):
                due, paid = float(before[index]), float(after[index])
                if not told[index] or due <= paid:
                    continue
                day = plain(dates, index)
                if right in paid_once():  # in the month of the claim, and no loss but for what is less then
                    paid = float(as_made.calculate(right + PAID, periods.period(str(day)[:7]))[index])
                if due > paid:
                    found.append(_late_claim(law, right, str(who), month, day, due, paid, speech))
    return tuple(found)


def claimed_rights(system: System) -> tuple[str, ...]:
    """Return the rights whose payment depends on the date of the claim (``x_claim_date`` and ``x_paid``)."""
    names = [name.removesuffix(_CLAIM) for name in system.variables if name.endswith(_CLAIM)]
    return tuple(name for name in names if name + PAID in system.variables)


def lost_by_right(claims: Sequence[LateClaim]) -> Iterator[tuple[LateClaim, float, int]]:
    """Yield for each right of each person the claim, all that it loses (KZT) and in how many months."""
    groups: dict[tuple[str, str], list[LateClaim]] = {}
    for claim in claims:
        groups.setdefault((claim.right, claim.who), []).append(claim)
    for group in groups.values():
        yield group[0], sum(claim.lost for claim in group), len(group)


def to_lines(claims: Sequence[LateClaim], speech: Language) -> list[str]:
    """Return one line for each right that loses by its claim: how much, in how many months, why, by which article."""
    lines = []
    for claim, lost, months in lost_by_right(claims):
        law = f" ({claim.law.text})" if claim.law else ""
        amount = speech.say("{amount} less", amount=speech.money(lost))
        if months > 1:
            amount = speech.say("{amount} less in {months} months", amount=speech.money(lost), months=months)
        lines.append(f"{claim.label} – {claim.who}: {amount}: {claim.why}{law}")
    return lines


def _late_claim(
    law: System, right: str, who: str, month: Period, day: datetime.date, due: float, paid: float, speech: Language
) -> LateClaim:
    terms = parameter_at(law.parameters, _SHARED_TERMS.get(right, f"{law.variables[right].room}.{right}"))
    known = getattr(terms, "children", {})
    kind = next((name for name in _WHY if name in known), "")  # none where the claim is the beginning
    limit, unit, shown = None, "", {"limit": ""}
    if kind:
        limit, unit = float(known[kind](str(day))), str(known[kind].metadata.get("unit", "months"))
        shown["limit"] = speech.quantity(limit, unit or "months")
    if kind == "claim_age":  # of who cares for a child, the child's age counts
        of_child = known["cared_child_claim_age"]
        shown["child_limit"] = speech.quantity(float(of_child(str(day))), str(of_child.metadata["unit"]))
    return LateClaim(
        who=who,
        right=right,
        label=speech.say(law.variables[right].label),
        month=str(month),
        claim_date=day.isoformat(),
        in_time=due,
        paid=paid,
        lost=due - paid,
        limit=limit,
        limit_unit=unit,
        why=speech.say(_WHY.get(kind, PAID_SINCE_CLAIM), day=speech.day(day), **shown),
        law=next(iter(law_of_variable(law.variables[right + PAID], month, speech.code)), None),
    )
