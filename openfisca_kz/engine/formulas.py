"""What a formula names, read from its code, and a formula with other words in the place of its own."""

from __future__ import annotations

import functools
import inspect
import types
from collections.abc import Callable, Mapping
from typing import Any

# Functions of the law are followed into what they name themselves; words of the language of rules are not.
_LAW = "openfisca_kz.variables"


def names_in(formula: Any) -> frozenset[str]:
    """Return the names that a formula itself uses; nothing for what is no plain function."""
    code = getattr(formula, "__code__", None)
    return frozenset(code.co_names) if code is not None else frozenset()


@functools.cache
def mentioned(function: Any) -> frozenset[str]:
    """Return every name and word that a function mentions, with those of the functions of the law it calls."""
    return frozenset(_collect(function, set()))


def named_by(variable: Any) -> frozenset[str]:
    """Return every name that the formulas of a variable mention, those in its lists of names among them."""
    names: set[str] = set()
    for formula in variable.formulas.values():
        mentions = mentioned(formula)
        known = getattr(formula, "__globals__", {})
        lists = [each for each in map(known.get, mentions) if isinstance(each, (tuple, dict))]
        names |= mentions | {name for each in lists for name in each if isinstance(name, str)}
    return frozenset(names)


def _collect(function: Any, seen: set[Any]) -> set[str]:
    code = getattr(function, "__code__", None)
    if code is None or code in seen:
        return set()
    seen.add(code)
    names, words = _of_code(code)
    for name in names:
        known = function.__globals__.get(name)
        if isinstance(known, str):
            words |= set(known.split("."))
        elif isinstance(known, types.FunctionType) and known.__module__.startswith(_LAW):
            words |= _collect(inspect.unwrap(known), seen)  # all hooked words share one wrapper
    return words | names


def _of_code(code: types.CodeType) -> tuple[set[str], set[str]]:
    names, words = set(code.co_names), set()
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            more_names, more_words = _of_code(constant)
            names |= more_names
            words |= more_words
        elif isinstance(constant, str):
            words |= set(constant.split("."))
    return names, words


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
