"""Tables and scales: against core's own, on figures of our own making."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.parameters import ParameterNode
from openfisca_core.taxscales import MarginalRateTaxScale
from openfisca_core.tracers import TracingParameterNodeAtInstant

from openfisca_kz.base import lookup, marginal, one_of


class Colour(Enum):
    red = "Red"
    green = "Green"
    blue = "Blue"


def _node(**values: float):
    data = {name: {"values": {"2020-01-01": value}} for name, value in values.items()}
    return ParameterNode("law.table", data=data).get_at_instant("2021-01-01")


def _colours(*members: Colour) -> EnumArray:
    return EnumArray(np.array([m.index for m in members], dtype=np.int16), Colour)


def test_lookup_by_enum_goes_by_name_whatever_the_order_of_the_file() -> None:
    node = _node(blue=3, green=2, red=1.5)
    values = lookup(node, _colours(Colour.red, Colour.blue, Colour.green, Colour.red))
    assert values.tolist() == [1.5, 3, 2, 1.5]
    assert values.dtype == np.float64


def test_lookup_by_enum_says_which_member_has_no_value() -> None:
    with pytest.raises(KeyError, match=r"law\.table has no value for blue of Colour"):
        lookup(_node(red=1, green=2), _colours(Colour.red))


def test_lookup_by_enum_allows_more_values_than_members() -> None:
    assert lookup(_node(red=1, green=2, blue=3, black=4), _colours(Colour.blue)).tolist() == [3]


@pytest.mark.parametrize("dtype", [np.int8, np.int16, np.int32, np.int64])
def test_lookup_by_position_in_the_order_of_the_file_and_clipped(dtype: type) -> None:
    node = _node(first=38, second=39, third=40, fourth_and_later=63)
    positions = np.array([-2, -1, 0, 1, 2, 3, 4, 100], dtype=dtype)
    assert lookup(node, positions).tolist() == [38, 38, 38, 39, 40, 63, 63, 63]


def test_lookup_of_nobody() -> None:
    assert lookup(_node(first=1), np.array([], dtype=np.int32)).shape == (0,)
    assert lookup(_node(red=1, green=2, blue=3), _colours()).shape == (0,)


def test_lookup_gives_a_new_array_each_time() -> None:
    node = _node(first=1, second=2)
    lookup(node, np.array([0, 1]))[:] = 99
    assert lookup(node, np.array([0, 1])).tolist() == [1, 2]


def test_lookup_is_seen_by_a_trace() -> None:
    seen = []
    tracer = SimpleNamespace(record_parameter_access=lambda *access: seen.append(access))
    values = lookup(TracingParameterNodeAtInstant(_node(first=1, second=2), tracer), np.array([1, 0]))
    assert values.tolist() == [2, 1]
    ((name, _, used),) = seen
    assert name == "law.table"
    assert used.tolist() == [2, 1]


def _scale(brackets: list[tuple[float, float]]) -> MarginalRateTaxScale:
    scale = MarginalRateTaxScale()
    for threshold, rate in brackets:
        scale.add_bracket(threshold, rate)
    return scale


brackets = st.lists(
    st.tuples(st.integers(0, 10**7), st.integers(0, 100).map(lambda percent: percent / 100)),
    min_size=1,
    max_size=6,
    unique_by=lambda bracket: bracket[0],
)


@given(brackets, st.lists(st.integers(-(10**6), 10**9), max_size=20), st.sampled_from([1, 1.0, 4325, 0.5]))
def test_marginal_is_what_core_calculates(brackets, bases: list[int], unit: float) -> None:
    scale = _scale(brackets)
    base = np.array(bases, dtype=np.float64)
    expected = scale.calc(base, factor=unit) if len(base) else base
    np.testing.assert_allclose(marginal(scale, base, unit), expected, rtol=1e-12, atol=1e-6)


def test_marginal_by_hand() -> None:
    scale = _scale([(0, 0.1), (8500, 0.15)])  # 10 per cent up to 8 500 MRP, 15 above
    base = np.array([-5.0, 0.0, 1.0, 8500 * 4325.0, 8500 * 4325.0 + 1000])
    assert marginal(scale, base, 4325).tolist() == pytest.approx([0, 0, 0.1, 3676250, 3676400])


def test_marginal_takes_whole_numbers_and_thresholds_by_person() -> None:
    scale = _scale([(10, 0.5)])
    assert marginal(scale, np.array([5, 20], dtype=np.int32), 1).tolist() == [0, 5]
    assert marginal(scale, np.array([100.0, 100.0]), np.array([1.0, 2.0])).tolist() == [45, 40]


def test_marginal_leaves_the_base_alone() -> None:
    base = np.array([1.0, 2.0])
    marginal(_scale([(0, 0.1)]), base)
    assert base.tolist() == [1, 2]


def test_one_of() -> None:
    colours = _colours(Colour.red, Colour.green, Colour.blue)
    assert one_of(colours, Colour.red, Colour.blue).tolist() == [True, False, True]
    assert one_of(colours, Colour.green).tolist() == [False, True, False]
