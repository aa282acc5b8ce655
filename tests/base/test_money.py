"""Rounding as the law rounds: a last-bit error of a product must not cost or give a tenge."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openfisca_kz.base import ceil_tenge, floor_tenge, round_tenge

WAYS = {ceil_tenge: ROUND_CEILING, floor_tenge: ROUND_FLOOR, round_tenge: ROUND_HALF_UP}


@pytest.mark.parametrize(
    ("amount", "ceiling", "floor", "nearest"),
    [
        (0.0, 0, 0, 0),
        (5.76 * 4325, 24912, 24912, 24912),  # exactly 24 912; the product is 24912.000000000004
        (0.7 * 50851, 35596, 35595, 35596),  # 35 595.7
        (1.1 * 1.1 * 100, 121, 121, 121),  # 121.00000000000001
        (0.1 * 3 * 10, 3, 3, 3),
        (4.35 * 100, 435, 435, 435),  # 434.99999999999994
        (0.5, 1, 0, 1),
        (1.5, 2, 1, 2),
        (2.5, 3, 2, 3),  # half up, not half to even
        (2.4999, 3, 2, 2),
        (0.01, 1, 0, 0),  # one tiyn is no noise
        (0.99, 1, 0, 1),
        (16777217.0, 16777217, 16777217, 16777217),  # where float32 ends
        (999_999_999_999.0, 999_999_999_999, 999_999_999_999, 999_999_999_999),
        (999_999_999_998.01, 999_999_999_999, 999_999_999_998, 999_999_999_998),
        (1e12, 1e12, 1e12, 1e12),
        (-0.4, 0, -1, 0),
        (-1.0, -1, -1, -1),
    ],
)
def test_whole_tenge(amount: float, ceiling: float, floor: float, nearest: float) -> None:
    assert ceil_tenge(amount) == ceiling
    assert floor_tenge(amount) == floor
    assert round_tenge(amount) == nearest


@given(
    multiple=st.integers(0, 10**5).map(lambda n: Decimal(n) / 1000),
    figure=st.integers(1, 10**7),
    way=st.sampled_from(list(WAYS)),
)
def test_a_multiple_of_a_figure_is_rounded_as_on_paper(multiple: Decimal, figure: int, way) -> None:
    on_paper = (multiple * figure).to_integral_value(WAYS[way])
    assert int(way(float(multiple) * figure)) == on_paper


@given(
    tiyn=st.lists(st.integers(-(10**14), 10**14), max_size=20),  # up to 1e12 tenge, owed or due
    way=st.sampled_from(list(WAYS)),
)
def test_amounts_in_tiyn_up_to_a_trillion_tenge(tiyn: list[int], way) -> None:
    on_paper = [(Decimal(n) / 100).to_integral_value(WAYS[way]) for n in tiyn]
    on_paper = [each if way is not round_tenge else _half_up(n) for each, n in zip(on_paper, tiyn, strict=True)]
    assert [Decimal(int(x)) for x in way(np.array(tiyn, dtype=np.float64) / 100)] == on_paper


def _half_up(tiyn: int) -> Decimal:
    """Round half up also below zero (-0.5 is 0), where Decimal's way of that name rounds away from zero."""
    return Decimal((tiyn + 50) // 100)


@given(whole=st.integers(-(10**12), 10**12), noise=st.integers(-3, 3), way=st.sampled_from(list(WAYS)))
def test_noise_of_some_last_bits_does_not_count(whole: int, noise: int, way) -> None:
    amount = np.float64(whole) + noise * np.spacing(abs(np.float64(whole)))
    assert way(amount) == whole


@pytest.mark.parametrize("way", WAYS)
def test_the_result_is_float64_and_a_new_array(way) -> None:
    amounts = np.array([1, 2, 3], dtype=np.int32)
    assert way(amounts).dtype == np.float64
    given_amounts = np.array([0.2, 1.8])
    way(given_amounts)
    assert given_amounts.tolist() == [0.2, 1.8]


def test_no_negative_zero() -> None:
    assert str(ceil_tenge(np.array([0.0, -0.2]))[0]) == "0.0"
    assert not np.signbit(ceil_tenge(np.array([0.0, -0.2]))).any()
