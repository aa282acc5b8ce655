"""What a screening holds. Everything is plain data, ready for JSON."""

from __future__ import annotations

import dataclasses
from typing import Any

from openfisca_kz.assessment.model import Conflict, Cover, Law, Sums, Waiting
from openfisca_kz.engine.knowledge import Beyond
from openfisca_kz.language import language
from openfisca_kz.services.next_steps import next_steps


@dataclasses.dataclass(frozen=True)
class Condition:
    """A condition of a right; ``holds`` is None while a missing fact decides, ``distance`` is value less threshold.

    Where the threshold is known within bounds only, ``threshold`` is the least and ``threshold_most`` the greatest.
    """

    id: str
    label: str
    who: str
    holds: bool | None
    value: float | None
    threshold: float | None
    unit: str | None
    distance: float | None
    law: Law | None
    threshold_most: float | None = None


@dataclasses.dataclass(frozen=True)
class Asked:
    """A fact that a question asks, of whom, and the value that "no" stands for."""

    fact: str
    who: str
    text: str
    unit: str
    choices: tuple[str, ...]
    labels: tuple[str, ...]
    usual: Any


@dataclasses.dataclass(frozen=True)
class Question:
    """A question: one fact of one person, or a gate that asks for the family and covers several facts.

    ``could_change`` is the greatest change of what the family is paid, KZT a month, among the answers tried.
    """

    fact: str
    who: str
    text: str
    why: str
    could_change: float
    decides: tuple[str, ...]
    facts: tuple[Asked, ...]
    unit: str
    choices: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Assumption:
    """A fact that nobody told and that is taken for granted, with the reason."""

    fact: str
    label: str
    who: str
    value: Any
    because: str


@dataclasses.dataclass(frozen=True)
class Right:
    """A right of one person or family: whether it is due, how much, on what conditions, and how to get it.

    It is due (paid now or without a further step), claimable (it arose, is not drawn as far as told, its term runs),
    possible (facts that were not told decide, or a step of the applicant) or not due.

    Amounts are of the month, or of what is paid once (``once``). What is claimable arose in the month ``since``; paid
    by the month it has ended, and only ``for_the_past`` is left. ``amount_told`` is what it comes to on what was told.
    """

    right: str
    label: str
    who: str
    status: str = dataclasses.field(metadata={"enum": ["due", "claimable", "possible", "not_due"]})
    amount: float | None
    amount_min: float
    amount_max: float | None
    amount_told: float
    unit: str
    period: str
    once: bool
    since: str | None
    until: str | None
    received: bool | None
    waiting: Waiting | None
    for_the_past: float | None  # what a claim in this month still brings for earlier ones
    past_since: str | None  # the first and the last of these months
    past_until: str | None
    service: str
    body: str
    provision: str
    claim_limit: str
    conditions: tuple[Condition, ...]
    questions: tuple[str, ...]
    only_if: tuple[str, ...]  # what would have to be otherwise than it is taken for granted
    starts: str | None  # the month within a year in which it begins on what was told, and what it comes to then
    amount_then: float
    step: str  # a fact: what the applicant can do on applying; "" where nothing is missing but facts
    step_amount: float  # what the step brings on what was told
    assumed: tuple[str, ...]
    law: tuple[Law, ...]

    @property
    def ended(self) -> bool:
        """Whether it was paid by the month and has ended: what was not claimed is still paid."""
        return bool(self.for_the_past) and not (self.amount_told or self.amount_min)


@dataclasses.dataclass(frozen=True)
class Screening(Sums):
    """The whole answer for a family in one month."""

    month: str
    law_date: str
    version: str
    source: str
    language: str
    persons: tuple[str, ...]
    families: tuple[str, ...]
    rights: tuple[Right, ...]
    questions: tuple[Question, ...]
    assumptions: tuple[Assumption, ...]
    cover: tuple[Cover, ...]
    beyond: Beyond
    conflicts: tuple[Conflict, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the screening as JSON can hold it."""
        plain: dict[str, Any] = dataclasses.asdict(self)
        del plain["beyond"]
        rights = dict.fromkeys(right.right for right in self.rights if right.status != "not_due")
        steps = {right: next_steps()[right].to_dict(self.language) for right in rights}
        return {**plain, **self.beyond.to_data(language(self.language)), "next_steps": steps}

    def of_status(self, status: str) -> tuple[Right, ...]:
        """Return the rights that are due, possible or not due."""
        return tuple(right for right in self.rights if right.status == status)

    @property
    def likely(self) -> tuple[Right, ...]:
        """Return what is due on what was told, or is still paid for the past, while an answer can still change it."""
        found = self.of_status("possible")
        return tuple(right for right in found if (right.amount_told > 0 or right.ended) and not right.step)
