"""What a variable takes and refuses from a person, and how it keeps its bounds."""

from __future__ import annotations

import datetime
import math

import numpy as np
import pytest

from openfisca_kz.base import (
    ETERNITY,
    EXACT_UP_TO,
    MONTH,
    Enum,
    NonNegative,
    Person,
    RefusedValueError,
    Share,
    Variable,
)


class Size(Enum):
    small = "Small"
    large = "Large"


def _variable(base: type[Variable] = Variable, **attributes) -> Variable:
    body = {"value_type": float, "entity": Person, "definition_period": MONTH, **attributes}
    return type("thing", (base,), body)()


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, -math.inf, True, 1.1e12, "nan", "abc", [1], {"2026-06": 1}, None]
)
def test_money_refuses(value) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - core and we say it in many ways
        _variable().check_set_value(value)


@pytest.mark.parametrize(
    ("value", "kept"), [(1, 1.0), (0.1, 0.1), (-5, -5.0), (EXACT_UP_TO, 1e12), (np.float64(2), 2.0)]
)
def test_money_takes(value, kept: float) -> None:
    result = _variable().check_set_value(value)
    assert result == kept
    assert result.dtype == np.float64


def test_bounds() -> None:
    assert _variable(NonNegative).check_set_value(0) == 0
    with pytest.raises(RefusedValueError, match="cannot be less than 0"):
        _variable(NonNegative).check_set_value(-0.01)
    for value in (-0.01, 1.01):
        with pytest.raises(RefusedValueError):
            _variable(Share).check_set_value(value)
    assert [_variable(Share).check_set_value(value) for value in (0, 0.5, 1)] == [0, 0.5, 1]


def test_bounds_of_its_own_and_inherited() -> None:
    two = _variable(NonNegative, value_type=int, maximum=2)
    assert two.check_set_value(2) == 2
    for value in (-1, 3):
        with pytest.raises(RefusedValueError):
            two.check_set_value(value)
    assert not hasattr(two, "maximum")  # core refuses attributes it does not know


def test_bounds_survive_a_copy_and_an_update() -> None:
    variable = _variable(Share)
    variable.room = "rights.somewhere"
    assert variable.clone().__maximum__ == 1
    assert variable.clone().room == "rights.somewhere"
    updated = type("thing", (Share,), {"label": "Another label"})(baseline_variable=variable)
    assert (updated.__maximum__, updated.dtype, updated.room) == (1, np.float64, "rights.somewhere")


@pytest.mark.parametrize("value", [0, 1, 2, -1, True, 1.0, "medium", None])
def test_choice_refuses_all_but_names(value) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        _variable(value_type=Enum, possible_values=Size, default_value=Size.small).check_set_value(value)


def test_choice_takes_names() -> None:
    choice = _variable(value_type=Enum, possible_values=Size, default_value=Size.small)
    assert choice.check_set_value("large") == Size.large.index


@pytest.mark.parametrize("value", [0, 1, "yes", "true", None, 0.5])
def test_truth_refuses_numbers_and_words(value) -> None:
    with pytest.raises(RefusedValueError, match="true or false"):
        _variable(value_type=bool).check_set_value(value)


@pytest.mark.parametrize("value", [True, math.nan, "abc", 2**40])
def test_whole_number_refuses(value) -> None:
    with pytest.raises((ValueError, OverflowError)):
        _variable(value_type=int).check_set_value(value)


@pytest.mark.parametrize("value", ["2026-02-30", "30.06.2026", 5.5])
def test_date_refuses(value) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        _variable(value_type=datetime.date, definition_period=ETERNITY).check_set_value(value)


def test_a_refusal_can_be_translated() -> None:
    with pytest.raises(RefusedValueError) as refused:
        _variable(NonNegative).check_set_value(-1)
    assert refused.value.problem.say() == str(refused.value) == "it cannot be less than 0: -1 was given."
