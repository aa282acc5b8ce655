"""The facts that a family may leave untold: which they are, what each may be, and what a rule may read of them."""

from __future__ import annotations

import functools
import inspect
import types
from collections.abc import Iterable, Iterator
from enum import EnumMeta
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum

from openfisca_kz.engine.open.values import Array

#: A fact that is missing: its name and the position of the person or family.
Missing = tuple[str, int]

#: Where the functions of rules live.
_RULES = ("openfisca_kz.variables.", "openfisca_kz.reforms.")

#: Words of formulas that read what the law itself lists.
_OF_THE_REGISTER = frozenset(("sum_of_rights", "sum_of_duties", "variables"))

#: Money is exact up to this amount, and no date is earlier or later.
_MOST, _WHOLE = 1e12, 10**9
_FIRST, _LAST = np.datetime64("0001-01-01", "D"), np.datetime64("9999-12-31", "D")


# ----- Facts ----- #


def fact_names(system: Any) -> Iterator[str]:
    """Yield the variables that only a person or a register can tell."""
    return (name for name, variable in system.variables.items() if not variable.formulas)


def missing_facts(situation: Any, system: Any) -> Iterator[Missing]:
    """Yield every fact that is not told of somebody for every month."""
    for name in fact_names(system):
        personal = system.variables[name].entity.is_person
        count = len(situation.persons) if personal else len(situation.families)
        told = situation.given.get(name)
        always = None if told is None else told.told.get(None)
        for index in range(count):
            if always is None or not always[index]:
                yield name, index


def range_of(variable: Any, count: int) -> tuple[Array, Array]:
    """Return the least and the greatest value that anybody may give, in the type of bounds; places for an Enum."""
    kind = variable.value_type
    least, most = getattr(variable, "__minimum__", None), getattr(variable, "__maximum__", None)
    ends: tuple[Any, Any]
    if kind is bool:
        ends = (False, True)
    elif kind is Enum:
        ends = (0, len(list(variable.possible_values)) - 1)
    elif kind is int:
        ends = (-_WHOLE if least is None else int(least), _WHOLE if most is None else int(most))
    elif kind is float:
        ends = (-_MOST if least is None else float(least), _MOST if most is None else float(most))
    else:
        ends = (_FIRST, _LAST)
    return np.full(count, ends[0]), np.full(count, ends[1])


def default_of(variable: Any) -> Any:
    """Return the default of a variable as bounds hold it: the place of a choice, a date as numpy's."""
    default = variable.default_value
    if variable.value_type is Enum:
        return default.index
    return default if variable.value_type in (bool, int, float) else np.datetime64(default, "D")


# ----- What a rule may read in any version of it ----- #


def everything_below(system: Any, name: str) -> frozenset[str]:
    """Return every variable that one may read, directly or not, whatever the period and the values."""
    seen = {name}
    todo = [name]
    while todo:
        for below in _read_by(system, todo.pop()):
            if below not in seen:
                seen.add(below)
                todo.append(below)
    return frozenset(seen)


@functools.lru_cache(maxsize=1024)
def resting_on(system: Any, facts: frozenset[str]) -> frozenset[str]:
    """Return every variable that may rest on some facts, directly or not, and the facts themselves.

    Args:
        system: the law or a reform of it.
        facts: names of variables.

    """
    readers = _readers(system)
    seen, todo = set(facts), [*facts]
    while todo:
        for above in readers.get(todo.pop(), ()):
            if above not in seen:
                seen.add(above)
                todo.append(above)
    return frozenset(seen)


@functools.lru_cache(maxsize=64)
def _readers(system: Any) -> dict[str, list[str]]:
    """Return which variables read each."""
    readers: dict[str, list[str]] = {}
    for name in system.variables:
        for below in _read_by(system, name):
            readers.setdefault(below, []).append(name)
    return readers


@functools.lru_cache(maxsize=4096)
def _read_by(system: Any, name: str) -> frozenset[str]:
    """Return what the formulas of a variable name; everything where they hold or look up what their code does not."""
    words: set[str] = set()
    seen: set[Any] = set()
    formulas = system.variables[name].formulas.values()
    for formula in formulas:
        _words(formula, words, seen)
    if any(formula.__closure__ for formula in formulas) or not _OF_THE_REGISTER.isdisjoint(words):
        return frozenset(system.variables)
    return frozenset(word for word in words if word in system.variables)


def _words(function: Any, words: set[str], seen: set[Any]) -> None:
    if function in seen:
        return
    seen.add(function)
    stack = [function.__code__]
    while stack:
        code = stack.pop()
        stack += [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
        _texts(code.co_consts, words)
        words |= _OF_THE_REGISTER.intersection(code.co_names)
        for used in code.co_names:
            item: Any = function.__globals__.get(used)
            if isinstance(item, types.FunctionType) and item.__module__.startswith((*_RULES, function.__module__)):
                _words(inspect.unwrap(item), words, seen)
            elif isinstance(item, EnumMeta):
                words.update(str(name) for name in item.__members__)
            else:
                _texts((item,), words)


def _texts(values: Iterable[Any], words: set[str]) -> None:
    for value in values:
        if isinstance(value, str):
            words.add(value)
        elif isinstance(value, (tuple, list, frozenset, set)):
            _texts(value, words)
