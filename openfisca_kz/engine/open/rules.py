"""How numpy's functions work on bounds, and what of the missing facts suffices to decide their result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import EnumArray

from openfisca_kz.engine.open.values import OPEN, RULES, Array, Choice, Open, World, settled, whole

#: Least, greatest and reasons of an operand; a plain one has no reasons.
Sides = tuple[Any, Any, Array | None]


def sides(value: Any) -> Sides:
    """Return the least, the greatest and the reasons of an operand."""
    if type(value) is Open:
        return value.low, value.high, value.why
    if isinstance(value, Choice):
        value = value.view(np.ndarray)
        return value.low, value.high, value.why
    if isinstance(value, EnumArray):
        value = value.view(np.ndarray).astype(np.int64)
    return value, value, None


def world_of(*operands: Any) -> World:
    """Return the world of the first open operand."""
    for one in operands:
        if isinstance(one, OPEN):
            world: World = one.world
            return world
    raise TypeError("nothing is open")


def everything(*reasons: Array | None) -> Array:
    """Return the reasons of all, of which at least one has some."""
    result: Any = None
    for why in reasons:
        if why is not None:
            result = why if result is None else result | why
    found: Array = result
    return found


def _rows(mask: Any, count: int) -> Array:
    """Return a condition, which may be one for all, as one an entry."""
    return mask if isinstance(mask, np.ndarray) and mask.ndim else np.full(count, bool(mask))


# ----- Arithmetic ----- #


def _moving(*ways: int) -> Callable[..., Open]:
    """Return the rule of a function that never falls (1) or never rises (-1) with each of its operands."""
    falls, also = ways[0] < 0, ways[-1] < 0

    def of_one(function: Any, one: Any) -> Open:
        low, high, why = sides(one)
        return settled(function(low), function(high), everything(why), one.world)

    def of_two(function: Any, one: Any, other: Any) -> Open:
        low, high, why = sides(one)
        low_too, high_too, why_too = sides(other)
        least = function(high if falls else low, high_too if also else low_too)
        most = function(low if falls else high, low_too if also else high_too)
        return settled(least, most, everything(why, why_too), world_of(one, other))

    return of_one if len(ways) == 1 else of_two


def _corners(function: Any, one: Sides, other: Sides) -> tuple[Array, Array]:
    firsts = one[:1] if one[0] is one[1] else one[:2]
    seconds = other[:1] if other[0] is other[1] else other[:2]
    ends = [function(a, b) for a in firsts for b in seconds]
    if ends[0].dtype.kind == "f" and any(np.count_nonzero(np.isnan(end)) for end in ends):
        nothing = (one[0] == 0) | (one[1] == 0) | (other[0] == 0) | (other[1] == 0)
        ends = [np.where(np.isnan(end) & nothing, 0, end) for end in ends]
    least = most = ends[0]
    for end in ends[1:]:
        least, most = np.minimum(least, end), np.maximum(most, end)
    return least, most


def _of_whole(end: Any) -> bool:
    return end.dtype.kind in "iu" if isinstance(end, np.ndarray) else isinstance(end, (int, np.integer))


def _product(function: Any, one: Any, other: Any) -> Open:
    """Multiply; what is surely nothing decides alone."""
    a, b = sides(one), sides(other)
    if _of_whole(a[0]) and _of_whole(b[0]):  # they must not run over
        a, b = ((np.asarray(x[0], dtype=float), np.asarray(x[1], dtype=float), x[2]) for x in (a, b))
        least, most = (whole(end) for end in _corners(function, a, b))
    else:
        least, most = _corners(function, a, b)
    result = settled(least, most, everything(a[2], b[2]), world_of(one, other))
    for low, high, why in (a, b):
        nothing = low == 0
        if low is not high and np.count_nonzero(nothing):
            nothing = nothing & (high == 0)
        _put(result, nothing, why)
    return result


def _put(result: Open, where: Any, why: Array | None) -> None:
    """Put the reasons of one operand where it alone decides."""
    if np.count_nonzero(where):
        mask = _rows(where, len(result))[:, None]
        result.why = np.where(mask, _NOTHING if why is None else why, result.why)


_NOTHING = np.uint64(0)


def _quotient(function: Any, one: Any, other: Any) -> Open:
    a, b = sides(one), sides(other)
    least, most = _corners(function, a, b)
    through_nothing = (b[0] <= 0) & (b[1] >= 0)
    if np.any(through_nothing):
        least, most = np.where(through_nothing, -np.inf, least), np.where(through_nothing, np.inf, most)
    return settled(least, most, everything(a[2], b[2]), world_of(one, other))


def _remainder(function: Any, one: Any, other: Any) -> Open:
    a, b = sides(one), sides(other)
    fixed = (a[0] == a[1]) & (b[0] == b[1]) & (b[0] != 0)
    value = np.where(fixed, function(a[0], b[0]), 0)
    return settled(value, np.where(fixed, value, b[1]), everything(a[2], b[2]), world_of(one, other))


def _power(function: Any, one: Any, other: Any) -> Open:
    a, b = ((np.asarray(x[0], dtype=float), np.asarray(x[1], dtype=float), x[2]) for x in (sides(one), sides(other)))
    least, most = _corners(function, a, b)
    negative = a[0] < 0
    least, most = np.where(negative, -np.inf, least), np.where(negative, np.inf, most)
    return settled(least, most, everything(a[2], b[2]), world_of(one, other))


def _negative(function: Any, one: Open) -> Open:
    return Open(function(one.high), function(one.low), one.why, one.world)


# ----- Comparison and logic ----- #


def _equal(_: Any, one: Any, other: Any) -> Open:
    if isinstance(other, Choice):
        one, other = other, one
    if isinstance(one, Choice) and hasattr(other, "index") and not isinstance(other, OPEN):
        table = np.zeros(one.possible.shape[1], dtype=bool)
        table[other.index] = True
        return one.of_table(table)
    a, b = sides(one), sides(other)
    low = (a[0] == a[1]) & (b[0] == b[1]) & (a[0] == b[0])
    return settled(low, (a[0] <= b[1]) & (b[0] <= a[1]), everything(a[2], b[2]), world_of(one, other))


def _inverse(_: Any, one: Open) -> Open:
    if one.dtype.kind != "b":
        raise TypeError("only what is true or false can be turned around")
    return Open(~one.high, ~one.low, one.why, one.world)


def _both(function: Any, one: Any, other: Any) -> Open:
    """Return whether both hold: one that surely does not leaves the other without a say."""
    a, b = sides(one), sides(other)
    most = function(a[1], b[1])
    if most.dtype.kind != "b":
        raise TypeError("only what is true or false can be combined")
    result = settled(function(a[0], b[0]), most, everything(a[2], b[2]), world_of(one, other))
    if np.count_nonzero(most) < len(most):
        never = np.logical_not(b[1])
        _put(result, never, b[2])
        first = np.logical_not(a[1])
        if a[2] is not None and np.count_nonzero(first):
            first = first & ~(a[2].any(axis=1) & never)
        _put(result, first, a[2])
    return result


def _either(function: Any, one: Any, other: Any) -> Open:
    """Return whether one of the two holds: one that surely does leaves the other without a say."""
    a, b = sides(one), sides(other)
    least = function(a[0], b[0])
    if least.dtype.kind != "b":
        raise TypeError("only what is true or false can be combined")
    result = settled(least, function(a[1], b[1]), everything(a[2], b[2]), world_of(one, other))
    if np.count_nonzero(least):
        _put(result, b[0], b[2])
        first = a[0]
        if a[2] is not None and np.count_nonzero(first):
            first = first & ~(a[2].any(axis=1) & b[0])
        _put(result, first, a[2])
    return result


# ----- Choosing ----- #


def _greater(function: Any, one: Any, other: Any) -> Open:
    """Return the greater; one that is surely greater rests on its own facts only."""
    a, b = sides(one), sides(other)
    return _one_of_two(function, a, b, (a[0] >= b[1], b[0] > a[1]), world_of(one, other))


def _lesser(function: Any, one: Any, other: Any) -> Open:
    a, b = sides(one), sides(other)
    return _one_of_two(function, a, b, (a[1] <= b[0], b[1] < a[0]), world_of(one, other))


def _one_of_two(function: Any, a: Sides, b: Sides, sure: tuple[Any, Any], world: World) -> Open:
    result = settled(function(a[0], b[0]), function(a[1], b[1]), everything(a[2], b[2]), world)
    for mask, mine, other in ((sure[0], a[2], b[2]), (sure[1], b[2], a[2])):
        if np.count_nonzero(mask):
            _put(result, mask, mine if other is None else everything(mine, other & world.assumed))
    return result


def _chosen(sure: Any, yes: Any, no: Any) -> Array:
    chosen: Array = np.where(sure, yes, no)
    return chosen


def where(condition: Any, yes: Any, no: Any) -> Any:
    """Return ``yes`` where the condition holds and ``no`` where it does not; both are open where it is unknown."""
    world = world_of(condition, yes, no)
    if all(isinstance(one, (Choice, EnumArray)) for one in (yes, no)):
        return _where_choice(condition, yes, no, world)
    low, high, why = sides(condition)
    a, b = sides(yes), sides(no)
    both = everything(why, a[2], b[2])
    mine, others = (_NOTHING if side[2] is None else side[2] for side in (a, b))
    if why is None:
        sure = _rows(low, len(both))
        chosen: Array = np.where(sure[:, None], mine, others)
        return settled(_chosen(sure, a[0], b[0]), _chosen(sure, a[1], b[1]), chosen, world)
    least = _chosen(low, a[0], np.minimum(a[0], b[0]))
    most = _chosen(low, a[1], np.maximum(a[1], b[1]))
    reasons: Array = np.where(low[:, None], mine | why, both)
    if np.count_nonzero(high) < len(high):
        least, most = _chosen(high, least, b[0]), _chosen(high, most, b[1])
        reasons = np.where(high[:, None], reasons, others | why)
    return settled(least, most, reasons, world)


def _where_choice(condition: Any, yes: Any, no: Any, world: World) -> Choice:
    low, high, why = sides(condition)
    one, other = (choice(value, world) for value in (yes, no))
    sure, may = (_rows(end, len(one))[:, None] for end in (low, high))
    possible = (one.possible & may) | (other.possible & ~sure)
    reasons = np.where(may, one.why, _NOTHING) | np.where(sure, _NOTHING, other.why)
    return Choice(possible, reasons if why is None else reasons | why, world, one.possible_values)


def choice(value: Any, world: World) -> Choice:
    """Return the array of an Enum as a choice of one member each."""
    if isinstance(value, Choice):
        return value
    places = np.asarray(value).view(np.ndarray)
    possible = np.zeros((len(places), len(list(value.possible_values))), dtype=bool)
    possible[np.arange(len(places)), places] = True
    return Choice(possible, world.nothing(len(places)), world, value.possible_values)


def _clip(value: Any, least: Any, most: Any) -> Any:
    return np.minimum(np.maximum(value, least), most)


def _any(value: Any) -> bool:
    """Return whether anything may be other than nothing; what rests on an assumption may be."""
    if isinstance(value, Choice):
        value = value.view(np.ndarray)
    return bool(np.any(value.low != 0) or np.any(value.high != 0) or value.why.any())


_rising, _comparing = _moving(1), _moving(-1, 1)

RULES.update(
    {
        np.add: _moving(1, 1),
        np.subtract: _moving(1, -1),
        np.multiply: _product,
        np.true_divide: _quotient,
        np.floor_divide: _quotient,
        np.remainder: _remainder,
        np.power: _power,
        np.negative: _negative,
        np.floor: _rising,
        np.ceil: _rising,
        np.rint: _rising,
        np.trunc: _rising,
        np.less: _comparing,
        np.less_equal: _comparing,
        np.greater: _moving(1, -1),
        np.greater_equal: _moving(1, -1),
        np.equal: _equal,
        np.not_equal: lambda _, one, other: _inverse(None, _equal(None, one, other)),
        np.bitwise_and: _both,
        np.logical_and: _both,
        np.bitwise_or: _either,
        np.logical_or: _either,
        np.invert: _inverse,
        np.logical_not: _inverse,
        np.maximum: _greater,
        np.minimum: _lesser,
        np.where: where,
        np.clip: _clip,
        np.any: _any,
    }
)
