"""What is known of a value when facts are missing: the least and the greatest it can be, and the facts that decide.

Formulas of the law run on these values as they run on numbers. A value that comes out the same whatever the missing
facts are rests on none of them; every other value names the facts that it may rest on. Nothing is left out: a fact
that is not named cannot change the value.
"""

from __future__ import annotations

import dataclasses
import operator
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum

from openfisca_kz.base import Array

NUMBER, DATE, DAYS = "number", "date", "days"

Lifted = tuple[Array, Array, Array, str]


@dataclasses.dataclass
class World:
    """The missing facts of a situation: one bit each; those that are assumed have a value all the same."""

    words: int
    assumed: Array
    bounds: Any = None

    def nothing(self, count: int) -> Array:
        """Return the reasons of values that rest on no missing fact."""
        return np.zeros((count, self.words), dtype=np.uint64)


class Maybe:
    """Numbers, booleans (0 and 1), dates or days, of which only bounds may be known; one entry a person or family.

    Args:
        low: the least that each can be; dates as days since 1970.
        high: the greatest.
        why: bits of the missing facts that each may rest on.
        world: whose bits they are.
        kind: NUMBER, DATE or DAYS.

    """

    __array_ufunc__ = None  # numpy then leaves `array + maybe` to this class
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, low: Array, high: Array, why: Array, world: World, kind: str = NUMBER) -> None:
        self.low, self.high, self.why, self.world, self.kind = low, high, why, world, kind

    def __len__(self) -> int:
        return len(self.low)

    @property
    def known(self) -> Array:
        """Return where there is one value only."""
        return self.low == self.high

    @property
    def certain(self) -> bool:
        """Return whether every value is known and rests on no missing fact, not even an assumed one."""
        return bool((self.low == self.high).all() and not self.why.any())

    def taken(self, places: Array) -> Maybe:
        """Return the entries at some places."""
        return Maybe(self.low[places], self.high[places], self.why[places], self.world, self.kind)

    def astype(self, dtype: Any) -> Maybe:
        """Return the values as another type: whole numbers are cut, days become numbers and back."""
        kind = DAYS if "timedelta" in str(dtype) else DATE if "datetime" in str(dtype) else NUMBER
        if np.dtype(dtype).kind in "iu" and self.kind == NUMBER:
            return Maybe(np.trunc(self.low), np.trunc(self.high), self.why, self.world)
        return Maybe(self.low, self.high, self.why, self.world, kind)

    # ----- Arithmetic ----- #

    def _with(self, other: Any, low: Array, high: Array, kind: str = NUMBER) -> Maybe:
        return settled(low, high, self.why | other[2], self.world, kind)

    def __add__(self, other: Any) -> Maybe:
        lifted = lift(other, self)
        kind = DATE if DATE in (self.kind, lifted[3]) else self.kind if self.kind == DAYS else lifted[3]
        return self._with(lifted, self.low + lifted[0], self.high + lifted[1], kind)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Maybe:
        lifted = lift(other, self)
        kind = self.kind if lifted[3] != self.kind else DAYS if self.kind == DATE else self.kind
        return self._with(lifted, self.low - lifted[1], self.high - lifted[0], kind)

    def __rsub__(self, other: Any) -> Maybe:
        return lifted_maybe(other, self) - self

    def __neg__(self) -> Maybe:
        return Maybe(-self.high, -self.low, self.why, self.world, self.kind)

    def __mul__(self, other: Any) -> Maybe:
        low, high, why, _ = lift(other, self)
        least, most = _corners(operator.mul, self.low, self.high, low, high)
        result = settled(least, most, self.why | why, self.world)
        for zero_low, zero_high, zero_why in ((self.low, self.high, self.why), (low, high, why)):
            put_reasons(result, (zero_low == 0) & (zero_high == 0), zero_why)
        return result

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Maybe:
        return _divided(operator.truediv, self, lift(other, self))

    def __rtruediv__(self, other: Any) -> Maybe:
        return lifted_maybe(other, self) / self

    def __floordiv__(self, other: Any) -> Maybe:
        return _divided(operator.floordiv, self, lift(other, self))

    def __rfloordiv__(self, other: Any) -> Maybe:
        return lifted_maybe(other, self) // self

    def __mod__(self, other: Any) -> Maybe:
        low, high, why, _ = lift(other, self)
        fixed = self.known & (low == high) & (low != 0)
        with np.errstate(all="ignore"):
            value = np.where(fixed, np.mod(self.low, low), 0)
        return settled(value, np.where(fixed, value, high), self.why | why, self.world)

    def __pow__(self, other: Any) -> Maybe:
        return _power(self, lifted_maybe(other, self))

    def __rpow__(self, other: Any) -> Maybe:
        return _power(lifted_maybe(other, self), self)

    # ----- Logic ----- #

    def __invert__(self) -> Maybe:
        return Maybe(1 - self.high, 1 - self.low, self.why, self.world)

    def __and__(self, other: Any) -> Maybe:
        low, high, why, _ = lift(other, self)
        result = settled(np.minimum(self.low, low), np.minimum(self.high, high), self.why | why, self.world)
        put_reasons(result, high == 0, why)
        put_reasons(result, self.high == 0, self.why, self.why.any(axis=1) & (high == 0))
        return result

    __rand__ = __and__

    def __or__(self, other: Any) -> Maybe:
        return ~(~self & ~lifted_maybe(other, self))

    __ror__ = __or__

    # ----- Comparison ----- #

    def __lt__(self, other: Any) -> Maybe:
        lifted = lift(other, self)
        return self._with(lifted, (self.high < lifted[0]) * 1.0, (self.low < lifted[1]) * 1.0)

    def __le__(self, other: Any) -> Maybe:
        lifted = lift(other, self)
        return self._with(lifted, (self.high <= lifted[0]) * 1.0, (self.low <= lifted[1]) * 1.0)

    def __gt__(self, other: Any) -> Maybe:
        return ~(self <= other)

    def __ge__(self, other: Any) -> Maybe:
        return ~(self < other)

    def __eq__(self, other: Any) -> Maybe:  # type: ignore[override]
        lifted = lift(other, self)
        low, high = lifted[:2]
        same = (self.low == self.high) & (low == high) & (self.low == low)
        return self._with(lifted, same * 1.0, ((self.low <= high) & (low <= self.high)) * 1.0)

    def __ne__(self, other: Any) -> Maybe:  # type: ignore[override]
        return ~(self == other)


class Choice:
    """One of the members of an Enum, of which only the possible ones may be known."""

    __array_ufunc__ = None
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, open_: Array, why: Array, world: World, members: type[Enum]) -> None:
        self.open, self.why, self.world, self.possible_values = open_, why, world, members
        fixed = open_.sum(axis=1) == 1
        if fixed.any():
            self.why = np.where(fixed[:, None], why & world.assumed, why)

    def __len__(self) -> int:
        return len(self.open)

    @property
    def certain(self) -> bool:
        """Return whether every choice is known and rests on no missing fact."""
        return bool((self.open.sum(axis=1) == 1).all() and not self.why.any())

    def taken(self, places: Array) -> Choice:
        """Return the entries at some places."""
        return Choice(self.open[places], self.why[places], self.world, self.possible_values)

    def view(self, _: Any = None) -> Maybe:
        """Return the places of the members, as the array of an Enum does."""
        return self.where(np.arange(self.open.shape[1], dtype=np.float64))

    def where(self, table: Array) -> Maybe:
        """Return for each choice what a table holds for its member."""
        low = np.where(self.open, table, np.inf).min(axis=1)
        high = np.where(self.open, table, -np.inf).max(axis=1)
        return settled(low, high, self.why, self.world)

    def __eq__(self, other: Any) -> Maybe:  # type: ignore[override]
        table = np.zeros(self.open.shape[1])
        table[other.index] = 1
        return self.where(table)

    def __ne__(self, other: Any) -> Maybe:  # type: ignore[override]
        return ~(self == other)


# ----- Making values ----- #


def settled(low: Array, high: Array, why: Array, world: World, kind: str = NUMBER) -> Maybe:
    """Return a value that rests on no missing fact where there is one value only, except on what is assumed."""
    if low.shape != high.shape:
        low, high = np.broadcast_arrays(low, high)
    if np.count_nonzero(low <= high) < len(low):  # an end that is no number: infinity less infinity
        low, high = np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high)
    fixed = low == high
    if np.count_nonzero(fixed):
        why = np.where(fixed[:, None], why & world.assumed, why)
    return Maybe(low, high, why, world, kind)


def lift(value: Any, like: Maybe | Choice) -> Lifted:
    """Return low, high, reasons and kind of a value that may be a plain number, date or array."""
    if isinstance(value, Choice):
        value = value.view()
    if isinstance(value, Maybe):
        return value.low, value.high, value.why, value.kind
    array = np.asarray(value)
    kind = NUMBER
    if array.dtype.kind == "M":
        kind, array = DATE, array.astype("datetime64[D]").astype(np.int64)
    elif array.dtype.kind == "m":
        kind, array = DAYS, array.astype("timedelta64[D]").astype(np.int64)
    numbers = np.broadcast_to(array.view(np.ndarray).astype(np.float64), (len(like),))
    return numbers, numbers, like.world.nothing(len(like)), kind


def lifted_maybe(value: Any, like: Maybe | Choice) -> Maybe:
    """Return a plain value as one whose bounds are the same."""
    if isinstance(value, Maybe):
        return value
    low, high, why, kind = lift(value, like)
    return Maybe(low, high, why, like.world, kind)


# ----- Help ----- #


def put_reasons(result: Maybe, where: Array, why: Array, unless: Array | None = None) -> None:
    """Put the reasons of one operand where it alone decides."""
    if unless is not None:
        where = where & ~unless
    if np.count_nonzero(where):
        result.why = np.where(where[:, None], why, result.why)


def _corners(function: Any, low: Array, high: Array, other_low: Array, other_high: Array) -> tuple[Array, Array]:
    with np.errstate(all="ignore"):
        ends = np.stack([function(a, b) for a in (low, high) for b in (other_low, other_high)])
    if np.isnan(ends).any():
        nothing = (low == 0) | (high == 0) | (other_low == 0) | (other_high == 0)
        ends = np.where(np.isnan(ends) & nothing, 0, ends)
    return ends.min(axis=0), ends.max(axis=0)


def _divided(function: Any, above: Maybe, below: Lifted) -> Maybe:
    low, high, why, _ = below
    least, most = _corners(function, above.low, above.high, low, high)
    through_zero = (low <= 0) & (high >= 0)
    least, most = np.where(through_zero, -np.inf, least), np.where(through_zero, np.inf, most)
    return settled(least, most, above.why | why, above.world)


def _power(base: Maybe, exponent: Maybe) -> Maybe:
    least, most = _corners(operator.pow, base.low, base.high, exponent.low, exponent.high)
    negative = base.low < 0
    least, most = np.where(negative, -np.inf, least), np.where(negative, np.inf, most)
    return settled(least, most, base.why | exponent.why, base.world)
