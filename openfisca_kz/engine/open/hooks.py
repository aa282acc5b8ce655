"""Hooks on the words of formulas: each says beside the word's own code how the word works on bounds.

A word with a hook runs as it is while nothing is open. ``ways`` of a hooked word says in which of its arguments it
never falls (1) or never rises (-1); the tests hold it to that.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np

from openfisca_kz.engine.open.rules import everything, sides, where, world_of
from openfisca_kz.engine.open.values import OPEN, Array, Choice, Open, World, settled

Word = TypeVar("Word", bound=Callable[..., Any])
Reasons = Callable[..., Array]


def is_open(*arguments: Any) -> bool:
    """Return whether any of the arguments is open."""
    return any(isinstance(one, OPEN) for one in arguments)


def _whole(ends: Any) -> Any:
    """Return whole numbers as 64 bits, so that sums of bounds do not run over."""
    return ends.astype(np.int64) if ends.dtype.kind in "iu" and ends.itemsize < np.dtype(np.int64).itemsize else ends


def _by_hook(word: Word, rule: Callable[..., Any]) -> Any:
    """Return the word, replaced by a rule where an argument is open; the rule gets every argument in its place."""
    parameters = inspect.signature(word).parameters

    @functools.wraps(word)
    def either(*arguments: Any, **named: Any) -> Any:
        for one in arguments:
            if isinstance(one, OPEN):
                break
        else:
            if not named or not any(isinstance(one, OPEN) for one in named.values()):
                return word(*arguments, **named)
        if named or len(arguments) < len(parameters):
            arguments = (
                *arguments,
                *(named.get(name, parameters[name].default) for name in [*parameters][len(arguments) :]),
            )
        return rule(*arguments)

    return either


# ----- Reasons ----- #


def by_row(*arguments: Any) -> Array:
    """Return for each entry the reasons of its arguments."""
    return everything(*(one.why for one in arguments if isinstance(one, OPEN)))


def of_family(family: Any, *arguments: Any) -> Array:
    """Return for each family the reasons of the arguments of its members."""
    why = by_row(*arguments)
    if family.count == 1:
        return np.bitwise_or.reduce(why, axis=0)[None]
    result = np.zeros((family.count, why.shape[1]), dtype=why.dtype)
    np.bitwise_or.at(result, family.members_entity_id, why)
    return result


# ----- Hooks ----- #


def moves(reasons: Reasons = by_row, **ways: int) -> Callable[[Word], Word]:
    """Declare that a word rises (1) or falls (-1) with an argument: the word itself runs on both ends.

    Args:
        reasons: takes the arguments, returns the missing facts that each entry of the result may rest on.
        ways: by argument; an open argument that is not named is an error.

    """

    def hook(word: Word) -> Word:
        order = [ways.get(name, 0) for name in inspect.signature(word).parameters]

        def on_both_ends(*arguments: Any) -> Open:
            least, most = [], []
            for one, way in zip(arguments, order, strict=True):
                low, high, _ = sides(one)
                if way == 0 and isinstance(one, OPEN):
                    raise TypeError(f"{word.__name__} does not say how it moves with an open argument")
                least.append(high if way < 0 else low)
                most.append(low if way < 0 else high)
            ends = _whole(word(*least)), _whole(word(*most))
            return settled(*ends, reasons(*arguments), world_of(*arguments))

        either = _by_hook(word, on_both_ends)
        either.ways = ways
        return cast(Word, either)

    return hook


def when_open(rule: Callable[..., Any]) -> Callable[[Word], Word]:
    """Give a word a rule of its own for open arguments."""

    def hook(word: Word) -> Word:
        return cast(Word, _by_hook(word, rule))

    return hook


def by_table(table: Callable[..., tuple[Array, int]], index: str) -> Callable[[Word], Word]:
    """Declare that a word reads a table: the least and the greatest of what is still possible.

    Args:
        table: takes the arguments of the word, returns the table and the place that its first entry has; for a choice,
            one entry a member.
        index: the argument that is looked up.

    """

    def hook(word: Word) -> Word:
        place = [*inspect.signature(word).parameters].index(index)

        def of_possible(*arguments: Any) -> Open:
            asked = arguments[place]
            rows, first = table(*arguments)
            if isinstance(asked, Choice):
                return asked.of_table(rows)
            return _from_table(rows, asked, first)

        return cast(Word, _by_hook(word, of_possible))

    return hook


def _from_table(table: Array, places: Open, first: int) -> Open:
    ends = [np.clip(bound - first, 0, len(table) - 1).astype(np.int64) for bound in (places.low, places.high)]
    spans = [table[low : high + 1] for low, high in zip(*ends, strict=True)]
    low, high = (np.array([best(span) for span in spans], dtype=table.dtype) for best in (np.min, np.max))
    return settled(low, high, places.why, places.world)


def when_known(least: int, most: int) -> Callable[[Word], Word]:
    """Declare that a word gives anything between two numbers where its only argument is not known."""

    def hook(word: Word) -> Word:
        def known_or_any(asked: Open) -> Open:
            fixed, value = asked.low == asked.high, _whole(word(asked.low))
            low, high = np.where(fixed, value, least), np.where(fixed, value, most)
            return settled(low, high, asked.why, asked.world)

        return cast(Word, _by_hook(word, known_or_any))

    return hook


# ----- Words with rules of their own ----- #


def all_alike(count: int, value: Any) -> Array:
    """Return an array of so many entries of one value; nothing is written where no bit of it is set."""
    one = np.asarray(value)
    return np.full(count, one) if any(one.tobytes()) else np.zeros(count, one.dtype)


def only(mask: Any, word: Callable[..., Any], *arrays: Any, empty: Any = 0.0) -> Any:
    """Return what a word gives for the entries of a mask, and ``empty`` for the others.

    Args:
        mask: for whom the word is asked.
        word: takes the arrays, each cut to those entries, and returns one value an entry.
        arrays: one entry a person or family.
        empty: the value of the others; its type is the type of the result.

    """
    if is_open(mask, *arrays):
        return where(mask, word(*arrays), empty)
    rows = np.flatnonzero(mask)
    result = all_alike(len(mask), empty)
    result[rows] = word(*(array[rows] for array in arrays))
    return result


def first_of(ranked: Any, default: Any) -> Choice:
    """Return the members that may be the first whose condition holds.

    Args:
        ranked: pairs of a member and a condition, the strongest first, of which one condition at least is open.
        default: the member where none holds.

    """
    world, count = world_of(*(holds for _, holds in ranked)), len(ranked[0][1])
    possible: Array = np.zeros((count, len(type(ranked[0][0]).__members__)), dtype=bool)
    why, going = world.nothing(count), np.ones(count, dtype=bool)
    for member, condition in ranked:
        low, high, reasons = sides(condition)
        possible[:, member.index] |= going & high
        if reasons is not None:
            why |= np.where(going[:, None], reasons, 0)
        going &= ~np.asarray(low)
    possible[:, default.index] |= going
    return Choice(possible, why, world, type(ranked[0][0]))


def any_of_family(family: Any, condition: Open) -> Open:
    """Return whether any member meets a condition; one who surely does leaves the others without a say."""
    ids, count = family.members_entity_id, family.count
    low, high = (np.bincount(ids, end, minlength=count) > 0 for end in (condition.low, condition.high))
    result = settled(low, high, of_family(family, condition), condition.world)
    for place in np.flatnonzero(low):
        sure = condition.why[(ids == place) & condition.low]
        result.why[place] = sure[np.argmin((sure != 0).sum(axis=1))]
    return result


def rank_in_family(person: Any, criterion: Any, among: Any) -> Open:
    """Return the place of each person: at least after those who surely stand before, at most after all who may."""
    world = world_of(criterion, among)
    ids = person.simulation.populations["family"].members_entity_id
    count = len(ids)
    nothing = world.nothing(count)
    by_low, by_high, by_why = _lifted(criterion, nothing)
    in_low, in_high, in_why = _lifted(among, nothing)
    low, high, why = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64), nothing
    for mine in range(count):
        why[mine] |= in_why[mine]
        if not in_high[mine]:
            low[mine] = high[mine] = -1
            continue
        for other in np.flatnonzero(ids == ids[mine]):
            if other == mine or not in_high[other]:
                why[mine] |= in_why[other]
                continue
            tie = other < mine
            surely = by_high[other] < by_low[mine] or (tie and by_high[other] <= by_low[mine])
            maybe = by_low[other] < by_high[mine] or (tie and by_low[other] <= by_high[mine])
            low[mine] += bool(surely and in_low[other])
            high[mine] += bool(maybe)
            if maybe:
                why[mine] |= in_why[other]
            if maybe and not surely:
                why[mine] |= by_why[mine] | by_why[other]
            why[mine] |= (by_why[mine] | by_why[other] | in_why[other]) & world.assumed
        if not in_low[mine]:
            low[mine] = -1
    return settled(low, high, why, world)


def _lifted(value: Any, nothing: Array) -> tuple[Array, Array, Array]:
    low, high, why = sides(value)
    return low, high, nothing.copy() if why is None else why


def world_of_simulation(simulation: Any) -> World | None:
    """Return the world of a simulation whose facts may be open; None for every other."""
    world: World | None = getattr(simulation, "world", None)
    return world
