"""Sums, counts, extremes and places in families: against plain Python, on families of any shape."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.base import (
    family_any,
    family_count,
    family_max,
    family_min,
    family_rank,
    family_sum,
    has_role,
)


def _family(ids: np.ndarray, count: int) -> SimpleNamespace:
    return SimpleNamespace(members_entity_id=ids, count=count)


def _person(ids: np.ndarray, count: int) -> SimpleNamespace:
    return SimpleNamespace(simulation=SimpleNamespace(populations={"family": _family(ids, count)}))


@st.composite
def groups(draw: st.DrawFn):
    """Draw families (some may be empty, members may stand anywhere), a value and a choice for each member."""
    count = draw(st.integers(1, 8))
    ids = np.array(draw(st.lists(st.integers(0, count - 1), max_size=40)), dtype=np.int64)
    if draw(st.booleans()):
        ids.sort()
    values = draw(st.lists(st.integers(-5, 5), min_size=len(ids), max_size=len(ids)))
    chosen = draw(st.lists(st.booleans(), min_size=len(ids), max_size=len(ids)))
    return ids, count, np.array(values, dtype=np.float64), np.array(chosen, dtype=bool)


def _members(ids: np.ndarray, count: int, values: np.ndarray) -> list[list]:
    return [[value for own, value in zip(ids, values, strict=True) if own == family] for family in range(count)]


@given(groups())
def test_against_plain_python(group) -> None:
    ids, count, values, chosen = group
    family = _family(ids, count)
    everybody = _members(ids, count, values)
    some = _members(ids, count, list(zip(values, chosen, strict=True)))
    some = [[value for value, yes in members if yes] for members in some]
    assert family_sum(family, values).tolist() == [sum(m) for m in everybody]
    assert family_sum(family, values, chosen).tolist() == [sum(m) for m in some]
    assert family_count(family, chosen).tolist() == [len(m) for m in some]
    assert family_any(family, chosen).tolist() == [bool(m) for m in some]
    assert family_max(family, values).tolist() == [max(m, default=-np.inf) for m in everybody]
    assert family_min(family, values).tolist() == [min(m, default=np.inf) for m in everybody]
    assert family_max(family, values, chosen, empty=0).tolist() == [
        max(m, default=0) for m in _or_zero(some, everybody)
    ]
    assert family_min(family, values, chosen).tolist() == [min(m, default=np.inf) for m in some]


def _or_zero(some: list[list], everybody: list[list]) -> list[list]:
    """Who is not among the chosen counts as the value for nobody."""
    return [chosen + [0] * (len(chosen) < len(members)) for chosen, members in zip(some, everybody, strict=True)]


@given(groups())
def test_rank_against_plain_python(group) -> None:
    ids, count, values, chosen = group
    expected = []
    for person, (own, value, yes) in enumerate(zip(ids, values, chosen, strict=True)):
        rivals = [
            (values[other], other)
            for other in range(len(ids))
            if ids[other] == own and chosen[other] and other != person
        ]
        expected.append(sum(rival < (value, person) for rival in rivals) if yes else -1)
    assert family_rank(_person(ids, count), values, chosen).tolist() == expected


def test_rank_in_a_family_of_forty_and_one_of_one() -> None:
    ids = np.array([0] * 40 + [1])
    values = np.append(np.arange(40)[::-1], 7)
    everybody = np.ones(41, dtype=bool)
    assert family_rank(_person(ids, 2), values, everybody).tolist() == [*range(39, -1, -1), 0]


def test_kinds_of_results() -> None:
    family = _family(np.array([0, 0, 2]), 3)
    numbers = np.array([1, 2, 3], dtype=np.int32)
    assert family_sum(family, numbers).dtype == np.float64
    assert family_count(family, numbers > 1).dtype == np.int64
    assert family_any(family, numbers > 1).dtype == bool
    assert family_max(family, numbers).tolist() == [2, -np.inf, 3]  # whole numbers have no infinity of their own
    assert family_max(family, numbers, empty=0).tolist() == [2, 0, 3]


def test_sums_are_exact_beyond_float32() -> None:
    family = _family(np.array([0, 0]), 1)
    assert family_sum(family, np.array([16777216.0, 1.0])).tolist() == [16777217]


def test_has_role() -> None:
    persons = {name: {} for name in ("a", "b", "c", "d", "e")}
    families = {
        "one": {"first_parent": ["c"], "second_parent": ["a"], "children": ["d"]},
        "two": {"first_parent": ["b"], "others": ["e"]},
    }
    simulation = SimulationBuilder().build_from_entities(
        CountryTaxBenefitSystem(), {"persons": persons, "families": families}
    )
    assert has_role(simulation.persons, "first_parent").tolist() == [False, True, True, False, False]
    assert has_role(simulation.persons, "first_parent", "second_parent").tolist() == [True, True, True, False, False]
    assert has_role(simulation.persons, "child").tolist() == [False, False, False, True, False]
    assert has_role(simulation.persons, "other").tolist() == [False, False, False, False, True]
    with pytest.raises(KeyError, match="the family has no role children: it has first_parent, second_parent, child"):
        has_role(simulation.persons, "children")
