"""Choosing one of several statuses by a documented order."""

from typing import Any

import numpy as np

from openfisca_kz.base import Enum, EnumArray
from openfisca_kz.engine.open.hooks import first_of, is_open


def first_holding(*ranked: tuple[Enum, Any], otherwise: Enum | None = None) -> Any:
    """Return for each person the index of the first member whose condition holds.

    Args:
        ranked: pairs of an Enum member and a boolean array, the strongest first.
        otherwise: the member where no condition holds; the first one of the Enum if not given.

    """
    default = otherwise if otherwise is not None else next(iter(type(ranked[0][0]).__members__.values()))
    if is_open(*(holds for _, holds in ranked)):
        return first_of(ranked, default)
    result = np.full(len(ranked[0][1]), default.index, dtype=np.uint8)
    for member, holds in reversed(ranked):
        result[holds] = member.index
    return result


def first_named(members: type[Enum], person: Any, period: Any) -> EnumArray:
    """Return the first member, after the default one, whose variable of the same name holds for the person.

    Who died or left for good has the default one.
    """
    names = [member.name for member in members][1:]
    ranked = [(members[name], person(name, period)) for name in names]
    return EnumArray(first_holding(*ranked) * person("lives_here", period), members)


def count_holding(names: tuple[str, ...], person: Any, period: Any) -> Any:
    """Return how many of the boolean variables hold for each person, none for who died or left for good."""
    result = np.zeros(person.count, dtype=np.uint8)
    for name in names:
        result += person(name, period)
    return result * person("lives_here", period)
