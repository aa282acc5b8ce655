"""Arithmetic on bounds by hand: what is known, what rests on what, and what is refused instead of guessed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from openfisca_core.indexed_enums import Enum, EnumArray

from openfisca_kz import base, calendar, groups
from openfisca_kz.engine.open import rules
from openfisca_kz.engine.open.values import Choice, Open, World

WORLD = World(1, np.array([0b1000], dtype=np.uint64))  # fact 3 is assumed


def open_(low: list[Any], high: list[Any], why: list[int]) -> Open:
    """Return bounds with their reasons."""
    return Open(np.array(low), np.array(high), np.array(why, dtype=np.uint64)[:, None], WORLD)


def parts(value: Open) -> tuple[list[Any], list[Any], list[int]]:
    """Return bounds and reasons as plain lists."""
    return value.low.tolist(), value.high.tolist(), value.why[:, 0].tolist()


def test_arithmetic() -> None:
    pay = open_([100, 0], [200, 0], [1, 8])  # unknown; assumed to be nothing
    assert parts(pay + 5) == ([105, 5], [205, 5], [1, 8])
    assert parts(1000 - pay) == ([800, 1000], [900, 1000], [1, 8])
    assert parts(-pay) == ([-200, 0], [-100, 0], [1, 8])
    assert parts(np.array([2, 3]) * pay) == ([200, 0], [400, 0], [1, 8])
    assert parts(pay * open_([-1, -1], [2, 2], [2, 2])) == ([-200, 0], [400, 0], [3, 8])  # nothing times anything
    assert parts(pay / np.array([4.0, 1.0])) == ([25, 0], [50, 0], [1, 8])
    assert (pay / open_([-1, 1], [1, 1], [2, 2])).low[0] == -np.inf


def test_one_that_surely_fails_leaves_the_other_without_a_say() -> None:
    unknown, no = open_([False], [True], [1]), open_([False], [False], [8])
    assert parts(unknown & no) == ([False], [False], [8])
    assert parts(no & unknown) == ([False], [False], [8])
    assert parts(unknown & np.array([False])) == ([False], [False], [0])
    assert parts(unknown | np.array([True])) == ([True], [True], [0])
    assert parts(unknown | no) == ([False], [True], [9])
    assert parts(~unknown) == ([False], [True], [1])


def test_an_array_takes_an_open_condition_in() -> None:
    """``known &= open`` binds what comes back; numpy cannot write it into the array."""
    known: Any = np.array([True, False])
    known &= open_([False, False], [True, True], [1, 2])
    assert parts(known) == ([False, False], [True, False], [1, 0])


def test_comparisons() -> None:
    age = open_([10, 30], [20, 30], [1, 8])
    assert parts(age < 15) == ([False, False], [True, False], [1, 8])
    assert parts(age >= 10) == ([True, True], [True, True], [0, 8])
    assert parts(age >= 15) == ([False, True], [True, True], [1, 8])
    assert parts(age == 30) == ([False, True], [False, True], [0, 8])
    assert parts(np.array([12, 30]) != age) == ([False, False], [True, False], [1, 8])


def test_choosing() -> None:
    unknown = open_([False, True], [True, True], [1, 8])
    assert parts(base.where(unknown, 5, 7)) == ([5, 5], [7, 5], [1, 8])
    pay = open_([100, 300], [200, 400], [2, 2])
    assert parts(base.maximum(pay, 250)) == ([250, 300], [250, 400], [0, 2])
    assert parts(base.minimum(pay, 250)) == ([100, 250], [200, 250], [2, 0])
    assert parts(base.clip(pay, 150, 350)) == ([150, 300], [200, 350], [2, 2])


class Zone(Enum):
    """An Enum."""

    none = "none"
    near = "near"
    far = "far"


def test_choices_keep_what_is_possible() -> None:
    near_or_far = Choice(np.array([[False, True, True]]), np.array([[1]], dtype=np.uint64), WORLD, Zone)
    assert parts(near_or_far == Zone.none) == ([False], [False], [0])
    assert parts(near_or_far != Zone.near) == ([False], [True], [1])
    assert parts(base.one_of(near_or_far, Zone.near, Zone.far)) == ([True], [True], [0])
    none = EnumArray(np.array([0], dtype=np.uint8), Zone)
    assert base.where(open_([False], [True], [2]), near_or_far, none).possible.tolist() == [[True, True, True]]
    assert base.where(np.array([True]), near_or_far, none).possible.tolist() == [[False, True, True]]


def test_words_of_dates() -> None:
    day = np.datetime64("2026-02-28")
    dates = Open(np.array([day, day]), np.array([day + 1, day]), np.array([[1], [8]], dtype=np.uint64), WORLD)
    assert parts(calendar.month_numbers(dates)) == ([24313, 24313], [24314, 24313], [1, 8])
    assert parts(calendar.day_of_month(dates)) == ([1, 28], [31, 28], [1, 8])
    assert calendar.add_months(dates, 1).high.astype(str).tolist() == ["2026-04-01", "2026-03-28"]
    assert parts(calendar.has_date(dates)) == ([True, True], [True, True], [0, 8])


class Families:
    """A family of two and one of three."""

    count = 2
    members_entity_id = np.array([0, 0, 1, 1, 1])


def test_words_of_families() -> None:
    """One who surely meets a condition leaves the others without a say; sums add up both ends."""
    meets = open_([False, False, True, False, False], [True, False, True, True, False], [1, 0, 0, 2, 0])
    assert parts(groups.family_any(Families(), meets)) == ([False, True], [True, True], [1, 0])
    assert parts(groups.family_count(Families(), meets)) == ([0, 1], [1, 2], [1, 2])
    assert parts(groups.family_sum(Families(), np.full(5, 10.0), meets)) == ([0, 10], [10, 20], [1, 2])
    assert parts(groups.family_max(Families(), np.arange(5.0), meets)) == ([-np.inf, 2], [0, 3], [1, 2])


def test_only_asks_for_all_where_something_is_open() -> None:
    half = base.only(np.array([True, False]), lambda pay: pay / 2, np.array([8.0, 6.0]))
    assert half.tolist() == [4.0, 0.0]
    mask = open_([False, False], [True, False], [1, 0])
    assert parts(base.only(mask, lambda pay: pay / 2, np.array([8.0, 6.0]))) == ([0, 0], [4, 0], [1, 0])


@pytest.mark.parametrize(
    "misuse",
    [
        np.asarray,
        bool,
        np.sort,
        np.sin,
        np.add.reduce,
        lambda value: np.add(value, 1, out=np.zeros(1)),
        lambda value: value.__setitem__(0, 1),
        lambda value: base.marginal(None, np.zeros(1), value),
        lambda value: dict.fromkeys([value]),
    ],
)
def test_what_has_no_rule_is_refused(misuse: Any) -> None:
    """A fallback in silence would read one end as the value."""
    with pytest.raises(TypeError):
        misuse(open_([1], [2], [1]))


def test_whole_numbers_do_not_run_over() -> None:
    large = open_([0], [10**9], [1])
    product = large * large * large
    assert product.low[0] == 0
    assert product.high[0] >= 2**52


def test_sides_of_an_array_of_an_enum_are_places() -> None:
    assert rules.sides(EnumArray(np.array([2], dtype=np.uint8), Zone))[0].tolist() == [2]
