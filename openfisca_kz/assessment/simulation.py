"""The law run on a family of which not all facts are told: for every variable its bounds and what it may rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit, Period

from openfisca_kz.assessment.domains import Span
from openfisca_kz.engine.alike import MonthAsked, Notes, same_bytes
from openfisca_kz.engine.open.facts import Missing, default_of, everything_below, missing_facts, range_of
from openfisca_kz.engine.open.rules import choice, sides, where
from openfisca_kz.engine.open.values import Array, Choice, Open, World, settled, to_choice, to_plain, whole
from openfisca_kz.engine.periods import period_of
from openfisca_kz.engine.simulation import formula_of
from openfisca_kz.engine.system import LawFamilies, LawPersons
from openfisca_kz.families.family import FamilySimulation, Situation
from openfisca_kz.families.variants import crowd
from openfisca_kz.problems import InputError

_BITS = 64

#: Facts of which nobody is told a status that rests on their being taken for granted.
_UNSAID = frozenset(("education",))

Read = tuple[str, Period]


class _Asking:
    """A population that asks its simulation and nobody else: what is told and what is open stand there."""

    simulation: Any

    def __call__(self, variable_name: str, period: Any, options: Any = None) -> Any:
        """Return a variable of everybody."""
        if options is not None:
            raise TypeError("formulas add up months by themselves")
        if type(period) is MonthAsked:
            values = self.simulation.calculate(variable_name, period.plain)
            period.notes.values.append((self, variable_name, period.of_year, values))
            return values
        return self.simulation.calculate(variable_name, period)


class _OpenPersons(_Asking, LawPersons):
    """The persons."""


class _OpenFamilies(_Asking, LawFamilies):
    """The families."""


class OpenSimulation(FamilySimulation):
    """Every variable of a situation, as far as the told facts settle it: untold facts are open arrays.

    Attributes:
        values: by variable and period, an ordinary array where all is known, else its bounds and reasons.
        reads: by variable and period, what its formula read, in order.
        given_up: the formulas that could not run on bounds, with the reason: their values may be anything.

    """

    situation: Situation
    month: Period
    world: World
    spans: Mapping[Missing, Span]

    @classmethod
    def empty(cls, system: Any) -> dict[str, Any]:
        """Return empty populations, one for each entity."""
        persons = _OpenPersons(system.person_entity)
        families = {entity.key: _OpenFamilies(entity, persons) for entity in system.group_entities}
        return {system.person_entity.key: persons, **families}

    @classmethod
    def of(
        cls,
        situation: Situation,
        month: Period,
        assumed: Iterable[Missing],
        system: Any,
        doubted: Iterable[Missing] = (),
        spans: Mapping[Missing, Span] | None = None,
    ) -> OpenSimulation:
        """Return the simulation of a situation.

        Args:
            situation: the people, as ``read_family`` returns them.
            month: the month asked.
            assumed: which missing facts have their default value by assumption.
            system: the law or a reform of it.
            doubted: which of these are open in a second copy of the people, behind the first.
            spans: the least and the most of those that another figure stands in for, and what they rest on.

        """
        doubted = frozenset(doubted)
        people = crowd(situation, [(), ()]) if doubted else situation
        simulation = people.simulation(None, system, cls)
        simulation.situation, simulation.month, simulation.doubted = situation, month, doubted
        simulation.spans = spans or {}
        simulation.missing = list(missing_facts(situation, system))
        simulation.place = {fact: bit for bit, fact in enumerate(simulation.missing)}
        simulation.assumed = frozenset(assumed) & frozenset(simulation.place)
        words = len(simulation.missing) // _BITS + 1
        simulation.world = World(words, np.zeros(words, dtype=np.uint64), simulation)
        simulation.world.assumed = simulation.bits(simulation.assumed)
        return simulation

    def __init__(self, system: Any, populations: Any) -> None:
        super().__init__(system, populations)
        self.missing: list[Missing] = []
        self.place: dict[Missing, int] = {}
        self.assumed: frozenset[Missing] = frozenset()
        self.doubted: frozenset[Missing] = frozenset()
        self.values: dict[Read, Any] = {}
        self.reads: dict[Read, dict[Read, None]] = {}
        self.given_up: dict[str, str] = {}
        self._stack: list[dict[Read, None]] = []
        self._recorded: set[str] | None = None
        self._untold: dict[str, Any] = {}
        self._told: dict[str, tuple[Array, Array, Any]] = {}
        self._elsewhere: dict[str, dict[Read, None]] = {}

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

    def may_be_read(self, read: Callable[[], Any]) -> Array:
        """Return, for each person, the missing facts that what ``read`` asks may rest on in any month."""
        outer, self._recorded = self._recorded, set()
        try:
            read()
        finally:
            names, self._recorded = self._recorded, outer
        below = [everything_below(self.tax_benefit_system, name) for name in names or ()]
        return self._reasons(frozenset().union(*below))[self._families.members_entity_id]

    def _reasons(self, facts: frozenset[str]) -> Array:
        """Return for each family the missing ones among some facts."""
        variables, count = self.tax_benefit_system.variables, len(self.situation.families)
        by_family: list[list[Missing]] = [[] for _ in range(count)]
        for name, index in self.missing:
            if name in facts:
                family = self.situation.family_of[index] if variables[name].entity.is_person else index
                by_family[family].append((name, index))
        return np.tile(np.array([self.bits(mine) for mine in by_family]), (self._families.count // count, 1))

    @property
    def _families(self) -> Any:
        (key,) = (entity.key for entity in self.tax_benefit_system.group_entities)
        return self.populations[key]

    # ----- Calculation ----- #

    def calculate(self, variable_name: str, period: Any) -> Any:
        """Return a variable in a period: an ordinary array where all is known, else its bounds and reasons."""
        variable = self.tax_benefit_system.variables[variable_name]
        if variable.definition_period == DateUnit.ETERNITY:
            period = _ALWAYS
        key = (variable_name, period)
        if self._recorded is not None:
            self._recorded.add(variable_name)
            return self._anything(variable, self.world.nothing(self._count(variable)))
        if self._stack:
            self._stack[-1][key] = None
        known = self.values.get(key)
        if known is None:
            if self._budget is not None:
                self._budget.spend(self._count(variable))
            self._stack.append({})
            try:
                known = self.values[key] = self._value(variable, period)
            finally:
                self.reads[key] = self._stack.pop()
        return known

    def asked(self, name: str, period: Period | None = None) -> Any:
        """Return a variable in a period, if none is given in the month asked or in its year."""
        with np.errstate(all="ignore"):
            return self.calculate(name, period or self.period_of(name))

    def ends(self, name: str, period: Period | None = None) -> tuple[Array, Array, Array]:
        """Return the least, the greatest and the reasons of a variable for each person or family."""
        low, high, why = sides(self.asked(name, period))
        count = len(self.ids(name))
        return low[:count], high[:count], self.world.nothing(count) if why is None else why[:count]

    def surely(self, name: str, index: int, period: Period | None = None) -> bool:
        """Return whether a status is there whatever was not told; of schooling nothing is taken for granted then."""
        return bool(self.ends(name, period)[0][index]) and not self.unsure(name, index, period)

    def unsure(self, name: str, index: int, period: Period | None = None) -> list[Missing]:
        """Return the facts that were not told and that could end a status; nothing where it is there surely."""
        low, _, why = self.ends(name, period)
        unsaid = [fact for fact in self.facts(why[index]) if fact[0] in _UNSAID]
        return unsaid if low[index] else [fact for fact in self.facts(why[index]) if fact not in self.assumed]

    def ends_in_doubt(self, name: str) -> tuple[Array, Array]:
        """Return the least and the greatest of a variable where the doubted facts are open as well."""
        low, high, _ = sides(self.asked(name))
        count = len(self.ids(name))
        return low[-count:], high[-count:]

    def ids(self, name: str) -> tuple[str, ...]:
        """Return the persons or the families that a variable is of."""
        personal = self.tax_benefit_system.variables[name].entity.is_person
        return self.situation.persons if personal else self.situation.families

    def period_of(self, name: str) -> Period:
        """Return the period of a variable that the month asked stands for."""
        return period_of(self.tax_benefit_system.variables[name], self.month)

    def _value(self, variable: Any, period: Period) -> Any:
        count = self._count(variable)
        if variable.is_neutralized:
            return variable.default_array(count)
        formula = formula_of(variable, period.start)
        if formula is not None and self._counted_on_nothing(variable, period):
            value = variable.default_array(count)
        elif formula is not None:
            value = self._as_in_a_month_like_it(variable, formula, period, count)
        elif variable.formulas:
            value = variable.default_array(count)
        else:
            if variable.name not in self._untold:
                self._untold[variable.name] = self._fact(variable, count)
            value = self._untold[variable.name]
        told = self.given.get(variable.name)
        if told is None:
            return value
        mask, known = told.at(None if variable.definition_period == DateUnit.ETERNITY else str(period))
        if not mask.any():
            return value
        if variable.formulas:
            return self._with_told(variable, value, mask, known)
        kept = self._told.get(variable.name)
        if kept is None or kept[0] is not mask or kept[1] is not known:  # of the same told always the same
            kept = self._told[variable.name] = mask, known, self._with_told(variable, value, mask, known)
        return kept[2]

    def _counted_on_nothing(self, variable: Any, period: Period) -> bool:
        """Return whether what an amount is counted on is surely nothing for everybody."""
        if variable.name not in self._condition_of or not variable.nothing_without or self.is_late(period):
            return False
        income = self.calculate(variable.nothing_without, period)
        return not isinstance(income, Open) and not income.any()

    def _as_in_a_month_like_it(self, variable: Any, formula: Any, period: Period, count: int) -> Any:
        """Return what a formula gives; it need not run where it would read what it read in another month."""
        if variable.definition_period is not DateUnit.MONTH:
            return self._derived(variable, formula, period, count)
        alike = self._month_alike(variable, formula, period)
        if alike is not None:
            self._stack[-1].update(self._elsewhere[variable.name])
            return alike.result
        before = self._notes[variable.name].result if variable.name in self._notes else None
        notes = Notes(formula, period)
        value = self._derived(variable, formula, MonthAsked(period, notes), count)
        notes.result = before if _same(value, before) else value
        if variable.name not in self.given_up:
            self._notes[variable.name] = notes
            own = {(name, period.this_year if year else period) for _, name, year, _ in notes.values}
            self._elsewhere[variable.name] = {read: None for read in self._stack[-1] if read not in own}
        return notes.result

    def _fact(self, variable: Any, count: int) -> Any:
        why, (low, high) = self.world.nothing(count), range_of(variable, count)
        own = len(self.ids(variable.name))
        for index in range(count):
            fact = (variable.name, index % own)
            if fact in self.place:
                why[index] = self.bits([fact])
            if fact in self.spans:
                low[index], high[index], also = self.spans[fact]
                why[index] |= self.bits(also)
            elif fact in self.assumed and (index < own or fact not in self.doubted):
                low[index] = high[index] = default_of(variable)
        value = Open(low, high, why, self.world)
        return to_choice(value, variable.possible_values) if variable.value_type is Enum else value

    def _derived(self, variable: Any, formula: Any, asked: Any, count: int) -> Any:
        population = self.populations[variable.entity.key]
        try:
            if formula.__code__.co_argcount == 2:
                return self._cast(variable, formula(population, asked), count)
            with self.reading(asked) as law:
                return self._cast(variable, formula(population, asked, law), count)
        except InputError:
            raise
        except (TypeError, AttributeError, ValueError, IndexError) as error:
            self.given_up[variable.name] = str(error)
            reasons = self._reasons(everything_below(self.tax_benefit_system, variable.name))
            personal = variable.entity.is_person
            return self._anything(variable, reasons[self._families.members_entity_id] if personal else reasons)

    def _cast(self, variable: Any, value: Any, count: int) -> Any:
        if variable.value_type is Enum:
            if isinstance(value, Open):
                value = to_choice(value, variable.possible_values)
            if isinstance(value, Choice):
                return to_plain(value)
            return _enum_array(value, variable.possible_values)
        if not isinstance(value, Open):
            plain = np.asarray(value).astype(variable.dtype)
            return plain if plain.shape == (count,) else np.broadcast_to(plain, (count,))
        return value.low.astype(variable.dtype) if value.certain else _within(variable, _typed(variable, value))

    def _with_told(self, variable: Any, value: Any, mask: Array, known: Array) -> Any:
        if mask.all():
            if variable.value_type is Enum:
                return _enum_array(np.asarray(known), variable.possible_values)
            return np.asarray(known).astype(variable.dtype)
        if variable.value_type is Enum:
            mine = choice(_enum_array(np.asarray(known), variable.possible_values), self.world)
            rest = choice(value, self.world)
            possible = np.where(mask[:, None], mine.possible, rest.possible)
            why = np.where(mask[:, None], np.uint64(0), rest.why)
            return to_plain(Choice(possible, why, self.world, variable.possible_values))
        own = np.asarray(known).astype(variable.dtype)
        if not isinstance(value, Open):
            return np.where(mask, own, value)
        return to_plain(_typed(variable, where(mask, own, value)), variable.dtype)

    def _anything(self, variable: Any, why: Array) -> Any:
        low, high = range_of(variable, len(why))
        if variable.formulas and variable.value_type is float:
            low, high = np.full(len(why), -np.inf), np.full(len(why), np.inf)
        value = Open(low, high, why, self.world)
        return to_choice(value, variable.possible_values) if variable.value_type is Enum else value

    def _count(self, variable: Any) -> int:
        return int(self.populations[variable.entity.key].count)


_ALWAYS = periods.Period.eternity()


def _same(one: Any, other: Any) -> bool:
    """Return whether two values are the same, what they rest on included."""
    return type(one) is type(other) and all(map(same_bytes, _ends(one), _ends(other)))


def _ends(value: Any) -> list[Any]:
    """Return the arrays that a value consists of."""
    if isinstance(value, Open):
        return [value.low, value.high, value.why]
    return [value.possible, value.why] if isinstance(value, Choice) else [value]


def _typed(variable: Any, value: Open) -> Open:
    """Return bounds in the type of a variable, wide enough for every bound."""
    if variable.value_type is int:
        return Open(whole(value.low), whole(value.high), value.why, value.world)
    return value if value.dtype == variable.dtype else value.astype(variable.dtype)


def _within(variable: Any, value: Open) -> Open:
    """Return bounds within what the variable can be at all: bounds forget that two amounts rest on one fact."""
    least, most = getattr(variable, "__minimum__", None), getattr(variable, "__maximum__", None)
    if least is None and most is None:
        return value
    low, high = (np.clip(end, least, most) for end in (value.low, value.high))
    return settled(low, high, value.why, value.world)


def _enum_array(values: Any, members: Any) -> EnumArray:
    """Return places or an array of an Enum as an array of it."""
    return values if isinstance(values, EnumArray) else EnumArray(np.asarray(values).astype(np.uint8), members)
