"""The law run on a family of which not all facts are told: for every variable its bounds and what it may rest on."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import Period

import openfisca_kz.assessment.screening_helpers  # noqa: F401 - registers its words
from openfisca_kz.assessment.screening_choosing import plain_or
from openfisca_kz.assessment.screening_facts import (
    RULES,
    Missing,
    everything_below,
    kind_of,
    missing_facts,
    number_of,
    range_of,
)
from openfisca_kz.assessment.screening_people import Families, People
from openfisca_kz.assessment.screening_values import Choice, Maybe, World, lifted_maybe
from openfisca_kz.assessment.screening_words import WORDS, to_choice
from openfisca_kz.base import ETERNITY, YEAR, Array
from openfisca_kz.entities import Family, Person
from openfisca_kz.families.family import Situation

_BITS = 64


class Bounds:
    """Every variable of a situation, as far as the told facts settle it.

    Args:
        situation: the people, as ``read_family`` returns them.
        month: the month asked.
        assumed: which missing facts have their default value by assumption.
        system: the law or a reform of it.

    """

    def __init__(self, situation: Situation, month: Period, assumed: Iterable[Missing], system: Any) -> None:
        self.situation, self.month, self.system = situation, month, system
        self.given = situation.given
        self.simulation = situation.simulation(None, system)
        self.missing = list(missing_facts(situation, system))
        self.place = {fact: bit for bit, fact in enumerate(self.missing)}
        self.assumed = frozenset(assumed) & frozenset(self.place)
        self.world = World(len(self.missing) // _BITS + 1, np.zeros(0, dtype=np.uint64), self)
        self.world.assumed = self.bits(self.assumed)
        self.people, self.families = People(self, Person.key), Families(self)
        self.values: dict[tuple[str, str], Any] = {}
        self.reads: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
        self.stack: list[dict[tuple[str, str], None]] = []
        self.recorded: set[str] | None = None
        self.lifting = False
        self.given_up: set[str] = set()
        self.texts: dict[Any, str] = {}
        self.untold: dict[str, Any] = {}

    # ----- Missing facts ----- #

    def bits(self, facts: Iterable[Missing]) -> Array:
        """Return missing facts as bits."""
        result = np.zeros(self.world.words, dtype=np.uint64)
        for fact in facts:
            place = self.place[fact]
            result[place // _BITS] |= np.uint64(1 << place % _BITS)
        return result

    def facts(self, bits: Array) -> list[Missing]:
        """Return the missing facts of bits."""
        found = np.unpackbits(bits.view(np.uint8), bitorder="little")
        return [self.missing[place] for place in np.flatnonzero(found)]

    def may_be_read(self, read: Callable[[], Any], entity: str) -> Array:
        """Return, for each person or family, the missing facts that what ``read`` asks may rest on in any month."""
        outer, self.recorded = self.recorded, set()
        try:
            read()
        finally:
            names, self.recorded = self.recorded, outer
        facts = frozenset().union(*(everything_below(self.system, name) for name in names or ()))
        return self._reasons(facts, entity)

    def _reasons(self, facts: frozenset[str], entity: str) -> Array:
        ids = self.families.members_entity_id
        by_family = []
        for family in range(self.families.count):
            mine = [
                (name, index)
                for name, index in self.missing
                if name in facts and (index if self._of_family(name) else ids[index]) == family
            ]
            by_family.append(self.bits(mine))
        table = np.array(by_family)
        return table if entity == Family.key else table[ids]

    def _of_family(self, name: str) -> bool:
        return bool(self.system.variables[name].entity.key == Family.key)

    # ----- Calculation ----- #

    def calculate(self, name: str, period: Any) -> Any:
        """Return a variable in a period: an ordinary array where all is known, else its bounds and reasons."""
        variable = self.system.variables[name]
        key = (name, "ETERNITY" if variable.definition_period == ETERNITY else self._text(period))
        if self.recorded is not None:
            self.recorded.add(name)
            return self._anything(variable, self.world.nothing(self._count(variable)))
        if self.stack:
            self.stack[-1][key] = None
        if key not in self.values:
            lifting, self.lifting = self.lifting, False
            self.stack.append({})
            self.values[key] = self._value(variable, period)
            self.reads[key] = self.stack.pop()
            self.lifting = lifting
        value = self.values[key]
        if self.lifting and not isinstance(value, (Maybe, Choice)) and variable.value_type is not Enum:
            return lifted_maybe(value, _like(self, len(value)))
        return value

    def _text(self, period: Any) -> str:
        if period not in self.texts:
            self.texts[period] = str(period)
        return self.texts[period]

    def asked(self, name: str) -> Any:
        """Return a variable in the month asked, or in its year."""
        return self.calculate(name, self.period_of(name))

    def period_of(self, name: str) -> Any:
        """Return the period of a variable that the month asked stands for."""
        unit = self.system.variables[name].definition_period
        if unit == ETERNITY:
            return periods.period(ETERNITY)
        return self.month.this_year if unit == YEAR else self.month

    def _value(self, variable: Any, period: Any) -> Any:
        count = self._count(variable)
        formula = None if variable.is_neutralized else variable.get_formula(period)
        if formula is None and (variable.formulas or variable.is_neutralized):
            value: Any = variable.default_array(count)
        elif formula is None:
            if variable.name not in self.untold:
                self.untold[variable.name] = self._fact(variable, count)
            value = self.untold[variable.name]
        else:
            value = self._derived(variable, formula, period, count)
        told = None if variable.is_neutralized else self.given.get(variable.name)
        if told is None:
            return value
        mask, known = told.at(None if variable.definition_period == ETERNITY else str(period))
        return self._with_told(variable, value, mask, known) if mask.any() else value

    def _fact(self, variable: Any, count: int) -> Any:
        why, low, high = self.world.nothing(count), *range_of(variable, count)
        default = number_of(variable)
        for index in range(count):
            fact = (variable.name, index)
            if fact in self.place:
                why[index] = self.bits([fact])
            if fact in self.assumed:
                low[index] = high[index] = default
        value = Maybe(low, high, why, self.world, kind_of(variable))
        return to_choice(value, variable.possible_values) if variable.value_type is Enum else value

    def _derived(self, variable: Any, formula: Any, period: Any, count: int) -> Any:
        population = self.people if variable.entity.key == Person.key else self.families
        run = self.rebound(formula)
        everything: tuple[Any, ...] = (population, period, self.system.get_parameters_at_instant)
        arguments = everything[: formula.__code__.co_argcount]
        with np.errstate(all="ignore"):
            try:
                return self._cast(variable, run(*arguments), count)
            except (TypeError, AttributeError, ValueError, IndexError):
                pass
            try:  # `known &= open` works only where both are open
                self.lifting, lifting = True, self.lifting
                return self._cast(variable, run(*arguments), count)
            except (TypeError, AttributeError, ValueError, IndexError):
                self.given_up.add(variable.name)
                facts = everything_below(self.system, variable.name)
                return self._anything(variable, self._reasons(facts, variable.entity.key))
            finally:
                self.lifting = lifting

    def _cast(self, variable: Any, value: Any, count: int) -> Any:
        if variable.value_type is Enum:
            if isinstance(value, Maybe):
                value = to_choice(value, variable.possible_values)
            if isinstance(value, Choice):
                return plain_or(value, None)
            return _enum_array(value, variable.possible_values)
        if isinstance(value, Maybe):
            return plain_or(value, variable.dtype)
        return np.broadcast_to(np.asarray(value).astype(variable.dtype), (count,))

    def _with_told(self, variable: Any, value: Any, mask: Array, known: Array) -> Any:
        if variable.value_type is Enum:
            places = np.asarray(known).astype(np.float64)
            base = value.view() if isinstance(value, Choice) else np.asarray(value).astype(np.float64)
            if mask.all():
                return _enum_array(np.asarray(known), variable.possible_values)
            base = lifted_maybe(base, _like(self, len(mask)))
            open_ = value.open if isinstance(value, Choice) else to_choice(base, variable.possible_values).open
            mine = to_choice(lifted_maybe(places, base), variable.possible_values).open
            why = np.where(mask[:, None], 0, value.why if isinstance(value, Choice) else base.why)
            return plain_or(
                Choice(np.where(mask[:, None], mine, open_), why, self.world, variable.possible_values), None
            )
        if mask.all():
            return np.asarray(known).astype(variable.dtype)
        base = lifted_maybe(value, _like(self, len(mask)))
        own = lifted_maybe(np.asarray(known).astype(variable.dtype), base)
        return plain_or(
            Maybe(
                np.where(mask, own.low, base.low),
                np.where(mask, own.high, base.high),
                np.where(mask[:, None], 0, base.why),
                self.world,
                base.kind,
            ),
            variable.dtype,
        )

    def _anything(self, variable: Any, why: Array) -> Any:
        low, high = range_of(variable, len(why))
        if variable.formulas and variable.value_type is float:
            low, high = np.full(len(why), -np.inf), np.full(len(why), np.inf)
        value = Maybe(low, high, why, self.world, kind_of(variable))
        return to_choice(value, variable.possible_values) if variable.value_type is Enum else value

    def _count(self, variable: Any) -> int:
        return int(self.simulation.populations[variable.entity.key].count)

    # ----- Formulas ----- #

    def rebound(self, function: Any) -> Any:
        """Return a function of the rules that uses the words for open values."""
        namespace = self._namespace(function.__globals__)
        return types.FunctionType(
            function.__code__, namespace, function.__name__, function.__defaults__, function.__closure__
        )

    def _namespace(self, module: dict[str, Any]) -> dict[str, Any]:
        if id(module) in _NAMESPACES:
            return _NAMESPACES[id(module)]
        namespace = _NAMESPACES[id(module)] = dict(module)
        for name, item in module.items():
            try:
                replacement = WORDS.get(item)
            except TypeError:
                continue
            if replacement is not None:
                namespace[name] = replacement
            elif isinstance(item, types.FunctionType) and item.__module__.startswith(RULES):
                namespace[name] = self.rebound(item)
        return namespace


_NAMESPACES: dict[int, dict[str, Any]] = {}


def _enum_array(values: Any, members: Any) -> EnumArray:
    """Return places or an array of an Enum as an array of it."""
    return values if isinstance(values, EnumArray) else EnumArray(np.asarray(values).astype(np.uint8), members)


def _like(bounds: Bounds, count: int) -> Maybe:
    nothing = np.zeros(count)
    return Maybe(nothing, nothing, bounds.world.nothing(count), bounds.world)
