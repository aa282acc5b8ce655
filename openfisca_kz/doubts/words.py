"""A formula with some of the functions it calls put in another's place."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from typing import Any


def with_words(formula: Any, words: Mapping[str, Callable[..., Any]]) -> Any:
    """Return a formula in which some of the functions that it calls are others.

    Args:
        formula: a plain function; it stays as it is.
        words: name that the formula calls, to the function called instead; a name it does not call changes nothing.

    """
    names = {**formula.__globals__, **words}
    new = types.FunctionType(formula.__code__, names, formula.__name__, formula.__defaults__, formula.__closure__)
    new.__doc__ = formula.__doc__
    return new
