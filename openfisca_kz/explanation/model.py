"""What an explanation holds. Everything is plain data, ready for JSON."""

from __future__ import annotations

import dataclasses
from typing import Any


@dataclasses.dataclass(frozen=True)
class Law:
    """A place in the law: act and article, and where to read them."""

    text: str
    url: str | None = None


@dataclasses.dataclass(frozen=True)
class Figure:
    """A number of the law that was used: its worth for this person, since when, and where it stands."""

    parameter: str
    label: str
    value: float
    unit: str
    since: str | None
    law: Law | None
    note: str | None = None


@dataclasses.dataclass(frozen=True)
class Fact:
    """Something known of a person or family that was used."""

    variable: str
    label: str
    value: Any
    unit: str
    who: str
    origin: str  # told, assumed, derived


@dataclasses.dataclass(frozen=True)
class Condition:
    """A condition of a right: whether it holds, on what facts, against which figure."""

    variable: str
    label: str
    holds: bool
    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    law: tuple[Law, ...]


@dataclasses.dataclass(frozen=True)
class Line:
    """One right or duty of one person or family in the month, or in the year where the law is yearly."""

    variable: str
    label: str
    who: str
    period: str
    status: str  # due, not_due
    amount: float
    unit: str
    rule: str
    figures: tuple[Figure, ...]
    facts: tuple[Fact, ...]
    conditions: tuple[Condition, ...]
    law: tuple[Law, ...]


@dataclasses.dataclass(frozen=True)
class PersonPart:
    """Who a person is in law, and what the month brings and takes."""

    name: str
    age: int
    age_in_months: int
    statuses: tuple[Fact, ...]
    duties: tuple[Line, ...]


@dataclasses.dataclass(frozen=True)
class Explanation:
    """The whole answer for the families of a file in one month."""

    month: str
    version: str
    source: str
    persons: tuple[PersonPart, ...]
    due: tuple[Line, ...]
    not_due: tuple[Line, ...]
    totals: tuple[Fact, ...]
    assumptions: tuple[Fact, ...]
    projected: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as JSON can hold it, without what is empty."""
        return {key: _plain(value) for key, value in dataclasses.asdict(self).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item not in (None, (), [])}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
