"""The facts that a family may leave untold: which they are, what each may be, and what a rule may read of them."""

from __future__ import annotations

import functools
import types
from collections.abc import Iterable
from enum import EnumMeta
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum

from openfisca_kz.assessment.screening_values import DATE, NUMBER
from openfisca_kz.assessment.screening_words import FIRST_DAY, LAST_DAY
from openfisca_kz.base import EXACT_UP_TO, Array
from openfisca_kz.entities import Person
from openfisca_kz.families.family import Situation

#: A fact that is missing: its name and the position of the person or family.
Missing = tuple[str, int]

#: Where the functions of rules live.
RULES = ("openfisca_kz.variables.", "openfisca_kz.reforms.")

_WHOLE = 1e9


# ----- Facts ----- #


def missing_facts(situation: Situation, system: Any) -> Iterable[Missing]:
    """Yield every fact that is not told of somebody for every month."""
    for name in fact_names(system):
        variable = system.variables[name]
        count = len(situation.persons) if variable.entity.key == Person.key else len(situation.families)
        told = situation.given.get(name)
        always = None if told is None else told.told.get(None)
        for index in range(count):
            if always is None or not always[index]:
                yield name, index


def fact_names(system: Any) -> Iterable[str]:
    """Yield the variables that only a person or a register can tell."""
    return (name for name, variable in system.variables.items() if not variable.formulas)


def kind_of(variable: Any) -> str:
    """Return whether a variable is a date or a number."""
    return DATE if np.dtype(variable.dtype).kind == "M" else NUMBER


def number_of(variable: Any) -> float:
    """Return the default of a variable as a number: the place of a choice, the days since 1970 of a date."""
    default = variable.default_value
    if variable.value_type is Enum:
        return float(default.index)
    if kind_of(variable) == DATE:
        return float(np.datetime64(default, "D").astype(np.int64))
    return float(default)


def range_of(variable: Any, count: int) -> tuple[Array, Array]:
    """Return the least and the greatest value that anybody may give."""
    least, most = getattr(variable, "__minimum__", None), getattr(variable, "__maximum__", None)
    if variable.value_type is bool:
        ends = (0.0, 1.0)
    elif variable.value_type is Enum:
        ends = (0.0, len(list(variable.possible_values)) - 1.0)
    elif kind_of(variable) == DATE:
        ends = (FIRST_DAY, LAST_DAY)
    else:
        limit = EXACT_UP_TO if variable.value_type is float else _WHOLE
        ends = (-limit if least is None else float(least), limit if most is None else float(most))
    return np.full(count, ends[0]), np.full(count, ends[1])


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


@functools.lru_cache(maxsize=4096)
def _read_by(system: Any, name: str) -> frozenset[str]:
    words: set[str] = set()
    seen: set[Any] = set()
    for formula in system.variables[name].formulas.values():
        _words(formula, words, seen)
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
        for used in code.co_names:
            item: Any = function.__globals__.get(used)
            if isinstance(item, types.FunctionType) and item.__module__.startswith(RULES):
                _words(item, words, seen)
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
