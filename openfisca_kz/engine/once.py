"""What is found of an array that cannot change is found once, as long as the array lives."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_found: dict[int, tuple[weakref.ref[Array], dict[Any, Any]]] = {}


def unchanging(values: Array) -> Array:
    """Return an array that cannot be written into: what is found of it is found once."""
    values.flags.writeable = False
    return values


def once(values: Array, what: Any, find: Callable[[Array], Any]) -> Any:
    """Return what is found of an array; of one that can be written into it is looked for each time.

    Args:
        values: the array.
        what: the name of what is found.
        find: looks for it.

    """
    if values.flags.writeable:
        return find(values)
    key = id(values)
    kept = _found.get(key)
    if kept is None or kept[0]() is not values:
        kept = _found[key] = (weakref.ref(values, lambda _: _found.pop(key, None)), {})
    found = kept[1]
    if what not in found:
        found[what] = find(values)
    return found[what]


def anybody(values: Any) -> bool:
    """Return whether anybody has any of it: a condition that holds, an amount that is not zero."""
    return bool(once(values, anybody, np.any) if type(values) is np.ndarray else np.any(values))


def known_nothing(values: Any) -> bool:
    """Return whether nobody has any of it, where that need not be looked for each time."""
    return type(values) is np.ndarray and not values.flags.writeable and not anybody(values)
