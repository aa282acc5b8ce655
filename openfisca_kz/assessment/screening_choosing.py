"""Choosing between values of which only bounds may be known: conditions, the greater, the lesser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import EnumArray

from openfisca_kz.assessment.screening_values import NUMBER, Choice, Maybe, lift, lifted_maybe, put_reasons, settled
from openfisca_kz.base import Array


def plain_or(value: Maybe | Choice, dtype: Any) -> Any:
    """Return an ordinary array where everything is certain, else the value itself."""
    if not value.certain:
        return value
    if isinstance(value, Choice):
        return EnumArray(value.open.argmax(axis=1).astype(np.uint8), value.possible_values)
    if np.dtype(dtype).kind == "M":
        return value.low.astype(np.int64).astype("datetime64[D]")
    return value.low.astype(dtype)


def chosen(condition: Any, yes: Any, no: Any) -> Any:
    """Return ``yes`` where the condition holds and ``no`` where it does not; both are open where it is unknown."""
    some = next(one for one in (condition, yes, no) if isinstance(one, (Maybe, Choice)))
    if isinstance(yes, Choice) or isinstance(no, Choice):
        yes, no = (one.view() if isinstance(one, Choice) else one for one in (yes, no))
    holds = lifted_maybe(condition, some)
    a, b = lift(yes, some), lift(no, some)
    kind = a[3] if a[3] != NUMBER else b[3]
    result = settled(np.minimum(a[0], b[0]), np.maximum(a[1], b[1]), holds.why | a[2] | b[2], some.world, kind)
    low, high, why = np.array(result.low), np.array(result.high), result.why
    for sure, branch in ((holds.low == 1, a), (holds.high == 0, b)):
        low, high = np.where(sure, branch[0], low), np.where(sure, branch[1], high)
        why = np.where(sure[:, None], branch[2] | holds.why, why)
    return settled(low, high, why, some.world, kind)


def greater(one: Any, other: Any) -> Maybe:
    """Return the greater of two values; one that is surely greater rests on its own facts only."""
    some = one if isinstance(one, Maybe) else other
    a, b = lift(one, some), lift(other, some)
    result = settled(
        np.maximum(a[0], b[0]), np.maximum(a[1], b[1]), a[2] | b[2], some.world, a[3] if a[3] != NUMBER else b[3]
    )
    assumed = some.world.assumed
    put_reasons(result, a[0] >= b[1], a[2] | (b[2] & assumed))
    put_reasons(result, b[0] > a[1], b[2] | (a[2] & assumed))
    return result


def lesser(one: Any, other: Any) -> Maybe:
    """Return the lesser of two values."""
    some = one if isinstance(one, Maybe) else other
    return -greater(-lifted_maybe(one, some), -lifted_maybe(other, some))


def rising(function: Callable[[Array], Array], value: Maybe, kind: str = NUMBER) -> Maybe:
    """Return what a function that never falls gives for the bounds."""
    return settled(function(value.low), function(value.high), value.why, value.world, kind)
