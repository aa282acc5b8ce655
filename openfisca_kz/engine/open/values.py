"""Arrays of values of which only the least and the greatest may be known, with the missing facts that decide.

Formulas run on these arrays as they run on numbers. A value that comes out the same whatever the missing facts are
rests on none of them; every other value names the facts that it may rest on. Nothing is left out: a fact that is not
named cannot change the value. What numpy or a word of formulas cannot do with bounds raises ``TypeError``: nothing
reads the raw numbers in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import numpy as np
from numpy.typing import DTypeLike, NDArray
from openfisca_core.indexed_enums import Enum, EnumArray

Array = NDArray[Any]

#: By numpy function: how it works on bounds. Filled by ``rules``.
RULES: dict[Any, Callable[..., Any]] = {}


class World:
    """The missing facts of a situation, one bit each.

    Args:
        words: how many numbers of 64 bits hold a bit for every missing fact.
        assumed: the bits of those that have their default value by assumption.
        simulation: whose facts they are.

    """

    def __init__(self, words: int, assumed: Array, simulation: Any = None) -> None:
        self.words, self.assumed, self.simulation = words, assumed, simulation

    def nothing(self, count: int) -> Array:
        """Return the reasons of values that rest on no missing fact."""
        return np.zeros((count, self.words), dtype=np.uint64)


def _operators(function: Any) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return an operator and its reflection: straight to the rule, numpy's dispatch would take a third of the time."""

    def forward(self: Any, other: Any) -> Any:
        return RULES[function](function, self, other)

    def backward(self: Any, other: Any) -> Any:
        return RULES[function](function, other, self)

    return forward, backward


class _Operand:
    """What bounds and choices share: operators, and a refusal of everything that has no rule."""

    __hash__ = None  # type: ignore[assignment]

    def __array__(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("open values are no plain array: the word that asks needs a hook")

    def __bool__(self) -> NoReturn:
        raise TypeError("an open value is neither true nor false")

    def __setitem__(self, *_: Any) -> NoReturn:
        raise TypeError("open values are not written into: use where or only")

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, out: Any = None, **named: Any) -> Any:
        """Work on bounds; ``known &= open`` too, as Python binds what comes back."""
        rule = RULES.get(ufunc)
        if rule is None or method != "__call__" or named or (out is not None and out[0] is not inputs[0]):
            raise TypeError(f"numpy's {ufunc.__name__} has no rule for open values")
        return rule(ufunc, *inputs)

    def __array_function__(self, function: Any, types: Any, arguments: Any, named: Mapping[str, Any]) -> Any:
        """Work on bounds."""
        rule = RULES.get(function)
        if rule is None:
            raise TypeError(f"numpy's {function.__name__} has no rule for open values")
        return rule(*arguments, **named)

    __add__, __radd__ = _operators(np.add)
    __sub__, __rsub__ = _operators(np.subtract)
    __mul__, __rmul__ = _operators(np.multiply)
    __truediv__, __rtruediv__ = _operators(np.true_divide)
    __floordiv__, __rfloordiv__ = _operators(np.floor_divide)
    __mod__, __rmod__ = _operators(np.remainder)
    __pow__, __rpow__ = _operators(np.power)
    __and__, __rand__ = _operators(np.bitwise_and)
    __or__, __ror__ = _operators(np.bitwise_or)
    __lt__, __gt__ = _operators(np.less)[0], _operators(np.greater)[0]
    __le__, __ge__ = _operators(np.less_equal)[0], _operators(np.greater_equal)[0]
    __eq__ = _operators(np.equal)[0]
    __ne__ = _operators(np.not_equal)[0]

    def __neg__(self) -> Any:
        return RULES[np.negative](np.negative, self)

    def __invert__(self) -> Any:
        return RULES[np.invert](np.invert, self)


class Open(_Operand):
    """Numbers, booleans, dates or days, of which only bounds may be known; one entry a person or family.

    Args:
        low: the least that each can be, in the ordinary type.
        high: the greatest.
        why: bits of the missing facts that each may rest on, a row an entry.
        world: whose bits they are.

    """

    def __init__(self, low: Array, high: Array, why: Array, world: World) -> None:
        self.low, self.high, self.why, self.world = low, high, why, world

    def __len__(self) -> int:
        return len(self.low)

    def __getitem__(self, rows: Any) -> Open:
        return Open(self.low[rows], self.high[rows], self.why[rows], self.world)

    @property
    def size(self) -> int:
        """Return the number of entries."""
        return len(self.low)

    @property
    def shape(self) -> tuple[int, ...]:
        """Return the shape, as an array does."""
        return self.low.shape

    @property
    def dtype(self) -> np.dtype[Any]:
        """Return the type of the bounds."""
        return self.low.dtype

    @property
    def certain(self) -> bool:
        """Return whether every value is known and rests on no missing fact, not even an assumed one."""
        return not np.count_nonzero(self.why) and bool((self.low == self.high).all())

    def astype(self, dtype: DTypeLike, **_: Any) -> Open:
        """Return the values as another type; whole numbers and days are wide enough for every bound."""
        kind = np.dtype(dtype).kind
        if kind == "b":
            return Open((self.low > 0) | (self.high < 0), (self.low != 0) | (self.high != 0), self.why, self.world)
        if kind in "iu":
            return Open(whole(self.low), whole(self.high), self.why, self.world)
        if kind in "mM":
            dtype = f"{kind}8[D]"
        return Open(self.low.astype(dtype), self.high.astype(dtype), self.why, self.world)

    def view(self, kind: Any) -> Open:
        """Return places that may become the array of an Enum (``EnumArray(places, members)`` asks for it)."""
        del kind
        return Open(self.low, self.high, self.why, self.world)


class Choice(_Operand):
    """One of the members of an Enum for each, of which only the possible ones may be known.

    Args:
        possible: a row an entry, a column a member.
        why: bits of the missing facts that each may rest on.
        world: whose bits they are.
        members: the Enum.

    """

    def __init__(self, possible: Array, why: Array, world: World, members: type[Enum]) -> None:
        fixed = possible.sum(axis=1) == 1
        self.possible, self.world, self.possible_values = possible, world, members
        self.why = np.where(fixed[:, None], why & world.assumed, why) if np.count_nonzero(fixed) else why

    def __len__(self) -> int:
        return len(self.possible)

    def __getitem__(self, rows: Any) -> Choice:
        return Choice(self.possible[rows], self.why[rows], self.world, self.possible_values)

    @property
    def size(self) -> int:
        """Return the number of entries."""
        return len(self.possible)

    @property
    def certain(self) -> bool:
        """Return whether every choice is known and rests on no missing fact."""
        return not np.count_nonzero(self.why) and bool((self.possible.sum(axis=1) == 1).all())

    def view(self, kind: Any) -> Any:
        """Return the places of the members, as the array of an Enum does, or the choice for ``EnumArray``."""
        if isinstance(kind, type) and issubclass(kind, EnumArray):
            return Choice(self.possible, self.why, self.world, self.possible_values)
        return self.of_table(np.arange(self.possible.shape[1]))

    def of_table(self, table: Array) -> Open:
        """Return the least and the greatest entry that a table holds for the members still possible."""
        least, most = table.max(), table.min()
        low = np.where(self.possible, table, least).min(axis=1)
        high = np.where(self.possible, table, most).max(axis=1)
        return settled(low, high, self.why, self.world)


#: The classes of values that are not known.
OPEN = (Open, Choice)

#: Whole numbers stay within what float64 and two additions can hold.
_WHOLE = 2.0**52


def whole(ends: Array) -> Array:
    """Return ends as whole numbers of 64 bits, cut and not beyond what they can hold."""
    if ends.dtype.kind == "f":
        ends = np.clip(np.trunc(ends), -_WHOLE, _WHOLE)
    return ends.astype(np.int64)


def settled(low: Array, high: Array, why: Array, world: World) -> Open:
    """Return a value that rests on no missing fact where there is one value only, except on what is assumed."""
    fixed = low == high
    count = np.count_nonzero(fixed)  # quicker than all() and any()
    if count == len(why):
        return Open(low, high, why & world.assumed, world)
    if low.dtype.kind == "f" and np.count_nonzero(low <= high) < len(why):  # no number: infinity less infinity
        low, high = np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high)
        fixed = low == high
    return Open(low, high, np.where(fixed[:, None], why & world.assumed, why) if count else why, world)


def to_choice(places: Open, members: type[Enum]) -> Choice:
    """Return the members whose places lie within bounds."""
    numbers = np.arange(len(members.__members__))
    possible = (numbers >= places.low[:, None]) & (numbers <= places.high[:, None])
    return Choice(possible, places.why, places.world, members)


def to_plain(value: Any, dtype: Any = None) -> Any:
    """Return an ordinary array where everything is certain, else the value itself."""
    if not isinstance(value, OPEN) or not value.certain:
        return value
    if isinstance(value, Choice):
        return EnumArray(value.possible.argmax(axis=1).astype(np.uint8), value.possible_values)
    return value.low if dtype is None else value.low.astype(dtype)
