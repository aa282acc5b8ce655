"""``where`` of many people is numpy's own, to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from openfisca_kz.base import where

COUNT = 5_000
_random = np.random.default_rng(3)
_ODD = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 5e-324, 1e12, 0.1])
_DAYS = np.datetime64("2026-06-01") + _random.integers(-900, 900, COUNT)

PAIRS: dict[str, tuple[Any, Any]] = {
    "amounts and nothing": (_random.choice(_ODD, COUNT), 0),
    "amounts": (_random.choice(_ODD, COUNT), _random.choice(_ODD, COUNT)),
    "amounts and a figure": (_random.choice(_ODD, COUNT), 4325.5),
    "a figure and amounts": (4325.5, _random.choice(_ODD, COUNT)),
    "rates": (0.1, -0.0),
    "a rate and nothing": (0.1, 0),
    "months": (_random.integers(-9, 9, COUNT).astype(np.int32), _random.integers(-9, 9, COUNT).astype(np.int32)),
    "months and nothing": (_random.integers(-9, 9, COUNT).astype(np.int32), 0),
    "months and amounts": (_random.integers(-9, 9, COUNT).astype(np.int32), _random.choice(_ODD, COUNT)),
    "truths": (_random.random(COUNT) < 0.5, _random.random(COUNT) < 0.5),
    "days": (_DAYS, _DAYS[::-1]),
    "every second amount": (_random.choice(_ODD, 2 * COUNT)[::2], 0),
    "numbers of choices": (1, 2),
    "nothing and amounts": (0, _random.choice(_ODD, COUNT)),
    "amounts and less than nothing": (_random.choice(_ODD, COUNT), -0.0),
    "months and whole numbers": (_random.integers(-9, 9, COUNT).astype(np.int32), _random.integers(-9, 9, COUNT)),
    "whole numbers and a rate": (_random.integers(-9, 9, COUNT), 0.5),
    "a figure and a number": (np.float64(2.5), 3),
    "days and a day": (_DAYS, np.datetime64("0001-01-01")),
    "a day, of no dimension, and days": (np.array("2026-06-01", dtype="datetime64[D]"), _DAYS),
    "truths and no": (_random.random(COUNT) < 0.5, False),
    "short numbers and another": (_random.integers(-9, 9, COUNT).astype(np.int16), 7),
}


@pytest.mark.parametrize("share", [0.0, 0.01, 0.4, 0.99, 1.0])
@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("count", [COUNT, 3])
def test_it_gives_what_numpy_gives(pair: str, share: float, count: int) -> None:
    condition = (_random.random(COUNT) < share)[:count]
    one, other = (each[:count] if np.ndim(each) else each for each in PAIRS[pair])
    found, expected = where(condition, one, other), np.where(condition, one, other)
    assert found.dtype == expected.dtype
    assert found.tobytes() == expected.tobytes()


def test_one_row_for_all_and_one_for_each_are_spread() -> None:
    condition = _random.random(COUNT) < 0.5
    assert where(condition, np.zeros(1), np.ones(COUNT)).tolist() == (~condition).astype(float).tolist()
    assert where(np.array(True), np.zeros(COUNT), 1.0).tolist() == [0.0] * COUNT
