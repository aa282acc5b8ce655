"""The social statuses as data: what each is, the order in which they are shown, and which ones exclude each other."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from openfisca_kz.yaml_files import kept_yaml

_RULES = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True, slots=True)
class StatusRule:
    """A status: its row in the thesis' table (none if the table lacks it), dimension, definition, law, wider status."""

    id: str
    dimension: str
    definition: str
    law: str
    row: int | None = None
    within: str | None = None


@functools.cache
def status_rules() -> dict[str, StatusRule]:
    """Return every status by its id, in the order of the list."""
    return {rule["id"]: StatusRule(**rule) for rule in kept_yaml(_RULES)["statuses"]}


@functools.cache
def order_of_statuses() -> tuple[str, ...]:
    """Return the statuses that can be shown as the primary one, the first in rank first."""
    return tuple(kept_yaml(_RULES)["order"])


@functools.cache
def exclusions() -> frozenset[frozenset[str]]:
    """Return the pairs of statuses that the same person cannot hold in the same month."""
    pairs: set[frozenset[str]] = set()
    for rule in kept_yaml(_RULES)["exclusions"]:
        if "one_of" in rule:
            pairs.update(frozenset(pair) for pair in itertools.combinations(_members(rule["one_of"]), 2))
        else:
            never = _members(rule["never_with"])
            pairs.update(frozenset((one, other)) for one in _members(rule["any_of"]) for other in never)
    return frozenset(pairs)


def not_with(status: str) -> list[str]:
    """Return the statuses that one excludes, in the order of the list."""
    return [other for other in status_rules() if other != status and frozenset((status, other)) in exclusions()]


def _members(names: Iterable[str]) -> list[str]:
    """Return the statuses that are meant: a group stands for each of its members."""
    groups = kept_yaml(_RULES)["groups"]
    return [member for name in names for member in groups.get(name, [name])]
