"""The quick run leaves out no row and no column, and the slow one has all that it leaves out."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests import rotating
from tests.rotating import draws, each_once, in_turn, only, some

ALL = [*range(10)]


def _quick(params: list[Any]) -> list[Any]:
    return [one.values for one in params if not one.marks]


@pytest.mark.parametrize(("rows", "columns"), [*itertools.product(range(1, 6), repeat=2)])
def test_each_row_and_each_column_once(rows: int, columns: int) -> None:
    pairs = each_once(range(rows), range(columns))
    assert [one.values for one in pairs] == list(itertools.product(range(rows), range(columns)))
    quick = _quick(pairs)
    assert len(quick) == max(rows, columns)
    assert {row for row, _ in quick} == set(range(rows))
    assert {column for _, column in quick} == set(range(columns))


def test_items_take_another_language_each() -> None:
    assert _quick(in_turn("abcd")) == [("a", "en"), ("b", "kk"), ("c", "ru"), ("d", "en")]
    assert len(in_turn("abcd")) == 12


@pytest.mark.parametrize(("count", "kept"), [(1, [0]), (2, [0, 9]), (4, [0, 3, 6, 9]), (10, ALL), (99, ALL)])
def test_some_are_from_first_to_last(count: int, kept: list[int]) -> None:
    assert [value for (value,) in _quick(some(range(10), count))] == kept
    assert len(some(range(10), count)) == 10


def test_only_those_named() -> None:
    assert _quick(only("abc", "b")) == [("b",)]
    with pytest.raises(ValueError, match="not all"):
        only("abc", "d")


def test_the_mark_and_the_name_of_a_pair() -> None:
    found = each_once([("explain", "x")], ["en", "kk"])
    assert [one.id for one in found] == ["explain-en", "explain-kk"]
    assert [one.id for one in some([draws], 1)] == ["draws"]
    assert [bool(one.marks) for one in some([(1, 2), (3, 4)], 1)] == [False, True]


def test_a_quick_run_draws_a_third(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotating, "_quick", False)
    assert [draws(count) for count in (2, 12, 30)] == [2, 12, 30]
    monkeypatch.setattr(rotating, "_quick", True)
    assert [draws(count) for count in (2, 6, 12, 30)] == [2, 3, 4, 10]
