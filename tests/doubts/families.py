"""Families for the tests of readings, as a person writes them."""

from __future__ import annotations

from typing import Any

from openfisca_kz.families.family import Situation
from tests.shared import situation


def alone(system: Any, **facts: Any) -> Situation:
    """Return one person who lives alone, named A."""
    return situation({"persons": {"A": facts}, "family": {"first_parent": "A"}}, system)


def family(system: Any, persons: dict[str, dict[str, Any]], **facts: Any) -> Situation:
    """Return a family: the first person is its head, the others born after 2000 are its children."""
    first, *others = persons
    children = [name for name in others if str(persons[name]["birth_date"]) > "2000"]
    grown = [name for name in others if name not in children]
    return situation(
        {"persons": persons, "family": {"first_parent": first, "children": children, "others": grown, **facts}}, system
    )
