"""What an explanation holds. Everything is plain data; ``presentation`` writes it for machines and for people."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from openfisca_kz.engine.knowledge import Beyond


@dataclasses.dataclass(frozen=True)
class Law:
    """A place in the law: act and article as a person reads them, where to read them, since when they say so."""

    text: str
    url: str | None = None
    valid_from: str | None = None


@dataclasses.dataclass(frozen=True)
class Figure:
    """A number of the law that was used: its worth for this person, since when, where it stands, how it is known."""

    parameter: str
    label: str
    value: float
    unit: str
    since: str | None
    law: Law | None
    note: str | None = None
    known: str = ""


@dataclasses.dataclass(frozen=True)
class Fact:
    """Something known of a person or family that was used.

    ``value`` is plain Python, a date as ``YYYY-MM-DD``, a choice by its label; ``choice`` is the name of the choice.
    """

    variable: str
    label: str
    value: Any
    unit: str
    who: str
    origin: str  # told, assumed, derived
    choice: str | None = None


@dataclasses.dataclass(frozen=True)
class Comparison:
    """What a condition compares: a fact with a threshold of the law or with another fact.

    ``distance`` is how far the fact is above the threshold, in ``unit``; of dates in days, of months in months.
    Where the threshold is known within bounds only, ``threshold`` is the least and ``threshold_most`` the greatest.
    """

    sign: str  # <, <=, ==, !=, >, >=
    value: float | str
    threshold: float | str
    unit: str
    distance: float | None
    variable: str
    label: str
    threshold_label: str | None = None
    threshold_most: float | None = None


@dataclasses.dataclass(frozen=True)
class Change:
    """The fact that decides a condition: with another value of it, the condition would turn around."""

    fact: Fact
    to: tuple[Any, ...] = ()


@dataclasses.dataclass(frozen=True)
class Condition:
    """A condition of a right. ``holds`` is None while facts decide that were not told."""

    variable: str
    label: str
    holds: bool | None
    law: tuple[Law, ...]
    comparison: Comparison | None = None
    change: Change | None = None
    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclasses.dataclass(frozen=True)
class OpenQuestion:
    """A question that the law leaves open: which reading was used, and the amount under the other one.

    ``other_amount`` is None where it cannot be computed; ``thin`` says that the source of the rule is thin.
    """

    id: str
    text: str
    other_amount: float | None
    matters: bool
    thin: bool


@dataclasses.dataclass(frozen=True)
class Waiting:
    """Until when a right can be claimed without loss (None: each month of waiting costs), and what is lost after that.

    ``each`` says what a later claim loses: ``once`` the amount, ``all`` every month of it, past and to come, ``less`` a
    part of each month (``left`` is what a month still brings), ``month`` one month for each month of waiting.
    """

    claim_by: str | None
    lost: float
    each: str = dataclasses.field(metadata={"enum": ["once", "all", "less", "month"]})
    left: float = 0.0


@dataclasses.dataclass(frozen=True)
class Line:
    """One right or duty of one person or family in the month, or in the year where the law is yearly.

    ``status`` is that of the assessment: due whatever was not told, possible, or not due. ``amount`` is what comes of
    what was told with everything else as usual, ``amount_min`` and ``amount_max`` what it may be at least and at most
    (None: no bound worth telling, or a duty). ``only_if`` says what would have to be otherwise than it is taken for
    granted. What is claimable ``arose`` in an earlier month; ``waiting`` says by when to claim and what is lost later;
    ``for_the_past`` is what a claim in this month brings for earlier ones, ``step_amount`` what a step of the applicant
    on applying brings (a social contract). ``closed_by`` is the condition that nobody
    of the family can come to meet (too old, no children), or "". ``received`` says that it is drawn already as far as
    told; ``needs`` are the facts that the sum waits for where no condition is open.
    """

    variable: str
    label: str
    who: str
    period: str
    status: str  # due, claimable, possible, not_due
    amount: float
    unit: str
    rule: str
    figures: tuple[Figure, ...]
    facts: tuple[Fact, ...]
    conditions: tuple[Condition, ...]
    law: tuple[Law, ...]
    readings: tuple[OpenQuestion, ...] = ()
    closed_by: str = ""
    only_if: tuple[str, ...] = ()
    amount_min: float | None = None
    amount_max: float | None = None
    arose: str | None = None
    waiting: Waiting | None = None
    for_the_past: float | None = None
    past_since: str | None = None
    past_until: str | None = None
    step_amount: float | None = None
    borne_by: str | None = None  # of a duty: person, employer
    received: bool = False
    needs: tuple[Fact, ...] = ()


@dataclasses.dataclass(frozen=True)
class PersonPart:
    """Who a person is in law, and what the month brings and takes.

    ``statuses`` are those there whatever was not told, ``perhaps`` those there on what was told alone; ``here`` is
    whether the person lives in Kazakhstan and is alive.
    """

    name: str
    age: int
    age_in_months: int
    statuses: tuple[Fact, ...]
    duties: tuple[Line, ...]
    perhaps: tuple[Fact, ...] = ()
    here: bool = True


@dataclasses.dataclass(frozen=True)
class Correction:
    """A fact to correct, the register that holds it, and who answers for the register."""

    label: str
    register: str
    owner: str


@dataclasses.dataclass(frozen=True)
class Conflict:
    """What contradicts itself in what was told of a person, the article, and what can be corrected where."""

    rule: str
    kind: str
    person: str
    text: str
    law: Law
    correct: tuple[Correction, ...]


@dataclasses.dataclass(frozen=True)
class Cover:
    """Health insurance of a person: ``insured`` is None while a missing fact decides, then it is so on what was told.

    ``until`` is the last month of it, None where no end is known.
    """

    who: str
    insured: bool | None
    insured_told: bool
    ground: str
    until: str | None
    pay_not_told: bool


@dataclasses.dataclass(frozen=True)
class Sums:
    """What is paid to the people in tenge; ``told_`` and ``past_total`` on what was told, all else as usual.

    The greatest is None where one of the rights has no bound worth telling. ``step_total`` is what a step of the
    applicant on applying brings a month (a social contract).
    """

    told_total: float  # a month
    told_once: float
    due_total_min: float  # a month
    due_total_max: float | None
    once_total_min: float  # once, if claimed
    once_total_max: float | None
    past_total: float  # for the past, if claimed in this month
    step_total: float


@dataclasses.dataclass(frozen=True)
class Explanation(Sums):
    """The whole answer for the families of a file in one month; ``totals`` by family are of the month alone."""

    month: str
    version: str
    lang: str
    source: str
    persons: tuple[PersonPart, ...]
    due: tuple[Line, ...]
    claimable: tuple[Line, ...]
    possible: tuple[Line, ...]
    not_due: tuple[Line, ...]
    totals: tuple[Fact, ...]
    assumptions: tuple[Fact, ...]
    beyond: Beyond
    cover: tuple[Cover, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclasses.dataclass(frozen=True)
class Reason:
    """One value of a calculation with what made it so: the tree that ``explain_variable`` returns.

    ``version`` is the first day of the version of the rule that was used, where the rule has versions; ``rounding``
    how it rounds (up, down, nearest). ``because`` holds what mattered for this value; ``more`` says that there is
    more below than was asked for.
    """

    fact: Fact
    period: str
    rule: str = ""
    version: str | None = None
    rounding: str | None = None
    comparison: Comparison | None = None
    change: Change | None = None
    figures: tuple[Figure, ...] = ()
    law: tuple[Law, ...] = ()
    because: tuple[Reason, ...] = ()
    more: bool = False

    def walk(self, visit: Callable[[Reason], None]) -> None:
        """Call a function with this reason and all below it."""
        visit(self)
        for reason in self.because:
            reason.walk(visit)


@dataclasses.dataclass(frozen=True)
class VariableExplanation:
    """One variable for one person or family, or for each of them, with the tree of its reasons."""

    month: str
    version: str
    lang: str
    source: str
    variable: str
    reasons: tuple[Reason, ...]
    beyond: Beyond
