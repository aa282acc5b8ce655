"""The one simulation: of a family file, a request, a payslip or a hundred thousand people, traced or not.

Of a family's few people the numbers cost little and the bookkeeping costs most: core looks for a value three times,
checks every period, and keeps a holder for each fact that nobody told. Here a value is looked for once.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.errors import ParameterNotFoundError
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit, Instant, Period
from openfisca_core.simulations import Simulation as CoreSimulation
from openfisca_core.tracers import SimpleTracer

from openfisca_kz.engine.alike import MonthAsked, Notes, same_bytes
from openfisca_kz.engine.budget import budget
from openfisca_kz.engine.common_values import common_values
from openfisca_kz.engine.core import (
    FIRST_YEAR,
    SIZE,
    START,
    UNIT,
    Array,
    LawFamilies,
    LawPersons,
    ReadTracer,
    TracedFigures,
    as_stored,
    set_roles,
)
from openfisca_kz.engine.differences import reads_a_change
from openfisca_kz.engine.given import Given, Some
from openfisca_kz.engine.knowledge import Reads, end
from openfisca_kz.engine.needless import needless_for_some, none_without
from openfisca_kz.engine.once import anybody, unchanging
from openfisca_kz.engine.open.facts import resting_on
from openfisca_kz.engine.protocols import System
from openfisca_kz.engine.tracing import written
from openfisca_kz.groups import role_codes
from openfisca_kz.problems import InputError, Problem

Ids = Sequence[Any] | Array

# Types whose arrays are what a formula gives.
_PLAIN = (bool, float, int)

# A member is found in its Enum at every use.
_MONTH, _ETERNITY = DateUnit.MONTH, DateUnit.ETERNITY


class UnknownLawError(InputError):
    """A figure that a rule needs is of a time whose law is not known here, or of a date that nobody told."""

    def __init__(self, variable: str, period: Period, error: ParameterNotFoundError) -> None:
        message = "{fact}, {period}: the law of that time is not known here ({figure})."
        if error.instant_str < str(FIRST_YEAR):
            message = (
                "{fact}, {period}: a date that decides which law counts is not given: give it, or leave out what "
                "rests on it."
            )
        figure = str(error.name).replace("[", ".").replace("]", "")
        super().__init__([Problem(message, {"fact": variable, "period": str(period), "figure": figure})])


class Simulation(CoreSimulation):
    """A simulation of the law in which a fact told without a period holds in every month.

    Where only some people's value of a derived variable is told, the others' is calculated: core would give them the
    default in silence. Circles, unknown names and wrong periods are left to core.

    Args:
        system: the law, or a reform of it.
        populations: those that core's builder filled; new and empty ones if not given.

    """

    def __init__(self, system: System, populations: Mapping[str, Any] | None = None) -> None:
        super().__init__(system, self.empty(system) if populations is None else populations)
        #: What holds in every month, by variable.
        self.given: Mapping[str, Given] = {}
        self._common = common_values(system).values
        self._defaults: dict[Any, Array] = {}
        self._running: set[str] = set()
        self._whole: Simulation | None = None
        self._rows: Mapping[str, Array] | None = {}
        #: Simulations of some of the families; of a part under a law that differs, that of the same families here.
        self._parts: list[tuple[Array, Simulation]] = []
        self._twin: Simulation | None = None
        self._unlike_twin: frozenset[str] = frozenset()
        self._taken: dict[int, tuple[Array, Array]] = {}
        self._choices: dict[str, tuple[Array, Array]] = {}
        self._notes: dict[str, Notes] = {}
        self._own: frozenset[str] | None = None
        self._needless: frozenset[str] = frozenset()
        self._condition_of = none_without(system)
        #: Whether all is told that will be: what is reckoned holds as long as nothing is traced.
        self.as_told = False
        #: The last day for which all yearly figures are enacted, and what the rules of later months read.
        self._end = end(system)
        self._budget = budget()
        self.late = Reads(self._end)

    @classmethod
    def empty(cls, system: System) -> dict[str, Any]:
        """Return empty populations, one for each entity."""
        persons = LawPersons(system.person_entity)
        families = {entity.key: LawFamilies(entity, persons) for entity in system.group_entities}
        return {system.person_entity.key: persons, **families}

    @classmethod
    def of_single_people(cls, system: System, count: int) -> Simulation:
        """Return a simulation of people of whom each is a family of one."""
        simulation = cls(system)
        everybody = np.arange(count)
        simulation.settle(everybody, everybody, everybody, np.zeros(count, dtype=np.int8))
        return simulation

    @property
    def trace(self) -> bool:
        """Whether it is remembered what is calculated, and from what."""
        return self._traced

    @trace.setter
    def trace(self, trace: bool) -> None:
        self._traced = bool(trace)
        self.tracer = ReadTracer() if trace else SimpleTracer()
        for people in self.populations.values():
            people.silent = not trace

    def clone(self, debug: bool = False, trace: bool = False) -> Simulation:
        """Return a copy that can be changed without a change of this one."""
        new: Simulation = super().clone(debug, trace)
        new._running, new._notes, new._parts, new._twin = set(), {}, [], None
        new.late = Reads(self._end)
        return new

    # ----- Who the people are ----- #

    @property
    def families(self) -> Any:
        """The families, or whatever people form together under this law."""
        return next(people for people in self.populations.values() if people is not self.persons)

    def settle(self, persons: Ids, families: Ids, family_of: Array, roles: Ids) -> None:
        """Say who the people are and in which families they live.

        Args:
            persons: their ids.
            families: the ids of the families.
            family_of: position of each person's family.
            roles: role of each person, by key or by position among the roles.

        """
        people, groups = self.persons, self.families
        people.count, people.ids = len(persons), persons
        groups.count, groups.ids = len(families), families
        groups.members_entity_id = family_of
        codes = np.asarray(roles)
        if codes.dtype.kind not in "iu":
            places = {role.key: place for place, role in enumerate(groups.entity.flattened_roles)}
            codes = np.array([places[role] for role in roles], dtype=np.int8)
        set_roles(groups, codes)

    def under(self, system: System) -> Simulation:
        """Return a simulation of the same people, of whom the same is told, under another law of the same facts.

        It takes what is known here for told: nothing may have been calculated.
        """
        other: Simulation = type(self)(system)
        families = self.families
        other.settle(self.persons.ids, families.ids, families.members_entity_id, role_codes(families))
        for key, people in self.populations.items():
            theirs = other.populations[key]
            theirs.told = set(people.told)
            for name in people.told:
                variable = system.variables[name]
                theirs.arrays(variable).update(people.arrays(variable))
        other.given, other._end = self.given, self._end
        return other

    def part(self, chosen: Array | None = None) -> Simulation:
        """Return a simulation of some of the families, with all that is known of them here; it keeps no trace.

        Args:
            chosen: whether each family is one of them; all are if not given.

        """
        part: Simulation = type(self)(self.tax_benefit_system)
        chosen = np.ones(self.families.count, dtype=bool) if chosen is None else chosen
        part.stand_for(self, chosen)
        other = self._whole if self._rows is None else self._twin
        if other is not None:
            part._twin, part._unlike_twin = other.made_of(chosen), self._own or self._unlike_twin
        self._parts.append((chosen, part))
        return part

    def made_of(self, chosen: Array) -> Simulation | None:
        """Return the simulation of just these families that was made before; None where there is none."""
        return next((part for families, part in self._parts if same_bytes(families, chosen)), None)

    def stand_for(self, whole: Simulation, chosen: Array) -> None:
        """Take the people, and all that is told and known of them, from some of the families of another simulation."""
        families = whole.families
        members = families.members_entity_id
        rows, places = np.flatnonzero(chosen.take(members)), np.flatnonzero(chosen)
        members = (np.cumsum(chosen) - 1).take(members.take(rows))
        self.settle(range(len(rows)), range(len(places)), members, role_codes(families).take(rows))
        self._common = {}  # what is told stands in the whole
        self.late, self.as_told, self._end = whole.late, whole.as_told, whole._end
        here = {whole.persons.entity.key: rows, families.entity.key: places}
        self._whole, self._rows = whole, here
        entity_of = {name: self.tax_benefit_system.variables[name].entity.key for name in whole.given}
        self.given = {name: Some(given, here[entity_of[name]]) for name, given in whole.given.items()}

    def differs_from(self, whole: Simulation, rows: Mapping[str, Array] | None, names: Iterable[str]) -> None:
        """Take from another simulation, which works it out where it must, all that does not rest on some variables.

        Args:
            whole: a simulation of people who differ from these, or of a law that differs, in those variables only.
            rows: by entity, the place there of each one here; they are the same people if not given.
            names: the variables of which something else is told here, or whose rule is another one.

        """
        self._whole, self._rows = whole, rows
        law, known = self.tax_benefit_system, whole.tax_benefit_system
        own = resting_on(known, frozenset(names))
        # what need not be known of everybody there may be needed here
        for name in whole._needless - own:
            if name not in self._needless or not own.isdisjoint(law.variables[name].matters_where):
                own |= resting_on(known, frozenset([name]))
        self._own = own

    def will_be_asked(self, names: Iterable[str]) -> None:
        """Say that all is told, and all that will be asked: what cannot matter to it need not be worked out."""
        self.as_told = True
        told = {name: self._least(name) for name in self.given}
        for people in self.populations.values():
            told |= {name: min(self._least(name), told.get(name, np.inf)) for name in people.told}
        self._needless = needless_for_some(self.tax_benefit_system, names, told)

    def leave_late_figures_unnoted(self) -> None:
        """Say that nobody will ask which figures the rules of late months read: of many people it takes longest."""
        self._end = None

    def _least(self, name: str) -> float:
        """Return a number that nothing told of a variable is less than: zero where it is no number or never less."""
        variable = self.tax_benefit_system.variables[name]
        if variable.value_type not in (float, int) or variable.bounds[0] >= 0:
            return 0.0
        given, arrays = self.given.get(name), self.populations[variable.entity.key].arrays(variable)
        known = [values.min(initial=0) for values in arrays.values()]
        return float(min([*known, 0 if given is None else given.least()], default=0))

    # ----- Calculation ----- #

    def calculate(self, variable_name: str, period: Any) -> Any:
        """Calculate a variable for a period."""
        if type(period) is not Period and period is not None:
            period = periods.period(period)
        variable = self.tax_benefit_system.variables.get(variable_name)
        if variable is None or period is None:
            return super().calculate(variable_name, period)
        people = self.populations[variable.entity.key]
        return (
            self.first_time(people, variable_name, period) if self._traced else people.value_of(variable_name, period)
        )

    def let_go(self, month: Period | None = None) -> None:
        """Forget what was worked out for a month and read in it alone (asked again, it is worked out again), or all."""
        if month is None:
            for kept in (self._notes, self._parts, self._taken, self._defaults):
                kept.clear()
        for people in self.populations.values():
            for name, (unit, arrays, _) in people.known.items():
                if month is None:
                    arrays.clear()
                elif unit == _MONTH and name not in people.apart and name not in people.told:
                    arrays.pop(month[START], None)

    def tell(self, variable: Any, period: Period, values: Array) -> None:
        """Take what is told of everybody for a period: right already, and as the variable stores it."""
        if variable.end is not None:
            self.set_input(variable.name, period, values)  # core leaves out what is told of later days
            return
        people = self.populations[variable.entity.key]
        key = None if variable.definition_period == _ETERNITY else period[START]
        people.arrays(variable)[key] = unchanging(values.view())
        people.told.add(variable.name)

    def put(self, variable_name: str, period: Period, values: Array) -> None:
        """Put the values of a variable in their place, whatever stood there."""
        self.get_holder(variable_name).put_in_cache(values, period)

    def first_time(self, people: Any, name: str, period: Period) -> Any:
        """Calculate a variable that its people do not know yet for a period, or record that it is asked."""
        kept = people.known.get(name)
        if kept is None:
            variable = self.tax_benefit_system.variables.get(name)
            if variable is None or variable.entity.key != people.entity.key:
                people.entity.check_variable_defined_for_entity(name)  # says what is wrong
            people.arrays(variable)
            kept = people.known[name]
        unit, arrays, variable = kept
        if self._budget is not None:
            self._budget.spend(people.count)
        eternal = unit is _ETERNITY
        in_step = eternal or (unit is period[UNIT] and period[SIZE] == 1)
        if not in_step or name in self._running or self.start_computation_period is not None:
            return super().calculate(name, period)
        key = None if eternal else period[START]
        if self._traced:
            return self._traced_value(variable, people, period, key)
        values = arrays.get(key)
        if values is None:
            try:
                values = arrays[key] = self._worked_out(variable, people, period, key)
            finally:
                if self.invalidated_caches:
                    self._forget_the_invalid()
        return values

    def _traced_value(self, variable: Any, people: Any, period: Period, key: Instant | None) -> Array:
        """Return a value that is known, or work it out, and record it."""
        arrays = people.arrays(variable)
        self.tracer.record_calculation_start(variable.name, period)
        try:
            values = arrays.get(key)
            if values is None:
                values = arrays[key] = self._worked_out(variable, people, period, key)
            self.tracer.record_calculation_result(values)
        finally:
            self.tracer.record_calculation_end()
            if self.invalidated_caches:
                self._forget_the_invalid()
        return values

    def _forget_the_invalid(self) -> None:
        """Keep nothing of a recursion that was stopped."""
        self._notes.clear()
        self.purge_cache_of_invalid_values()

    def _worked_out(self, variable: Any, people: Any, period: Period, key: Instant | None) -> Array:
        """Return the values of a variable: as told, as learnt, by its formula, or its default."""
        name, result = variable.name, None
        if variable.is_neutralized:
            return self._default(variable, people)
        if self._whole is not None:
            some = self._of_whole(self._whole, name, people.entity.key, period, key)
            if some is not None:
                return some
        given = self.given.get(name)
        if given is not None:
            result = self._as_given(given, variable, people, period, key)
        elif key is not None and not self._traced and self._common and not self.is_late(period):
            common = self._common.get((name, key))
            if common is not None and self._nothing_told_of(common[0]):
                return common[1].repeat(people.count)
        if result is None and variable.formulas:
            if self._due_to_nobody(variable, people, period):
                return self._default(variable, people)
            if self.as_told and not self._traced:
                return self._as_all_is_told(variable, people, period, key)
            result = self._by_formula(variable, people, period, key)
        return self._stored(result, variable, people, period)

    def _due_to_nobody(self, variable: Any, people: Any, period: Period) -> bool:
        """Return whether nobody has what an amount is nothing without; not where reasons or later figures are noted."""
        condition = self._condition_of.get(variable.name)
        if condition is None or self._traced or self.is_late(period):
            return False
        return not anybody(people.value_of(condition, period))

    def _as_all_is_told(self, variable: Any, people: Any, period: Period, key: Instant | None) -> Array:
        """Return what the formula gives where no more will be told: of months alike it runs in one."""
        if variable.name in self._needless:
            return self._stored(self._where_it_matters(variable, people, period, key), variable, people, period)
        if variable.definition_period is not _MONTH:
            return self._stored(self._by_formula(variable, people, period, key), variable, people, period)
        formula = formula_of(variable, key)
        if formula is None:
            return self._default(variable, people)
        return self._guarded(self._as_in_a_month_alike, variable, formula, people, period)

    def _some_of(self, values: Array, entity: str) -> Array:
        """Return the values of the people here; of one array always the same."""
        if self._rows is None:
            return values
        kept = self._taken.get(id(values))
        if kept is None:
            kept = self._taken[id(values)] = values, values[self._rows[entity]]
        return kept[1]

    def _month_alike(self, variable: Any, formula: Any, period: Period) -> Notes | None:
        """Return what a formula noted in a month in which it read what it would read in this one, if there is one."""
        notes: Notes | None = self._notes.get(variable.name)
        if notes is None or notes.formula is not formula:
            return None
        changes = functools.partial(reads_a_change, self.tax_benefit_system, variable)
        return notes if notes.hold_in(period, self._figures, self._end, changes) else None

    def _as_in_a_month_alike(self, variable: Any, formula: Any, people: Any, period: Period) -> Array:
        """Return what the formula gives; it need not run where it would read what it read in another month."""
        alike = self._month_alike(variable, formula, period)
        if alike is not None:
            return alike.result
        notes = self._notes.get(variable.name)
        new = Notes(formula, period)
        values = self._stored(self._run(variable, formula, people, MonthAsked(period, new)), variable, people, period)
        if notes is not None and same_bytes(values, notes.result):
            values = notes.result
        new.result = values
        self._notes[variable.name] = new
        return values

    def _stored(self, result: Any, variable: Any, people: Any, period: Period) -> Array:
        """Return what a formula gave as a variable is stored, its default where there is no formula."""
        if result is None:
            return self._default(variable, people)
        if type(result) is np.ndarray and result.dtype.type is variable.dtype and variable.value_type in _PLAIN:
            values = result
        else:
            values = as_stored(self, result, variable)
        if values.shape == (people.count,):
            return unchanging(values) if variable.value_type is datetime.date else values
        holder = people.get_holder(variable.name)
        holder.put_in_cache(values, period)  # takes the value of one for one, or says what is wrong
        stored: Array = holder.get_array(period)
        return stored

    def _of_whole(self, whole: Simulation, name: str, entity: str, period: Period, key: Instant | None) -> Any:
        """Return what another simulation knows of these people; None where it does not or where these differ."""
        theirs = whole.populations[entity]
        if self._own is not None:
            values = None if name in self._own else theirs(name, period)
        else:
            known = theirs.known.get(name)
            values = None if known is None else known[1].get(key)
            if values is None and self._twin is not None and name not in self._unlike_twin:
                return self._twin.populations[entity](name, period)
            # of the same people under another law it would be worked out for all of them
            if values is None and whole._whole is not None and whole._rows is not None:
                values = whole._of_whole(whole._whole, name, entity, period, key)
        return None if values is None else self._some_of(values, entity)

    def _as_given(self, given: Given, variable: Any, people: Any, period: Period, key: Instant | None) -> Array:
        mask, values = given.at(None if key is None else written(period))
        if variable.formulas and not mask.all():
            formula = self._by_formula(variable, people, period, key)
            if formula is not None:
                values = np.where(mask, values, np.asarray(as_stored(self, formula, variable)))
        if variable.value_type is not Enum or isinstance(values, EnumArray):
            return values
        kept = self._choices.get(variable.name)
        if kept is None or kept[0] is not values:  # of one array always the same
            kept = self._choices[variable.name] = values, EnumArray(np.asarray(values), variable.possible_values)
        return kept[1]

    def _where_it_matters(self, variable: Any, people: Any, period: Period, key: Instant | None) -> Any:
        """Return what the formula gives to those to whom it can matter, infinity for all others.

        Each further bound is asked of those alone whom the bounds before it leave.
        """
        left, rows = self, np.arange(people.count)
        for bound in variable.matters_where:
            matters = left.calculate(bound, period)
            rows = rows[matters]
            if not len(rows):
                break
            if not matters.all():
                left = left.part(matters)
        if left is self and len(rows):
            return self._by_formula(variable, people, period, key)
        values = np.full(people.count, np.inf)
        if len(rows):
            values[rows] = left.calculate(variable.name, period)
        return values

    def _by_formula(self, variable: Any, people: Any, period: Period, key: Instant | None) -> Any:
        """Return what the formula of a period gives, None where there is none."""
        formula = variable.get_formula(period) if key is None else formula_of(variable, key)
        return None if formula is None else self._guarded(self._run, variable, formula, people, period)

    def _guarded(self, run: Callable[..., Any], variable: Any, formula: Any, people: Any, period: Period) -> Any:
        """Run a formula while a circle would be seen."""
        name, stack = variable.name, None
        if not self._traced:
            stack = self.tracer.stack
            stack.append({"name": name, "period": period})
        self._running.add(name)
        try:
            return run(variable, formula, people, period)
        except ParameterNotFoundError as error:
            raise UnknownLawError(name, period, error) from None
        finally:
            self._running.discard(name)
            if stack is not None:
                stack.pop()

    def _run(self, variable: Any, formula: Any, people: Any, period: Any) -> Any:
        """Return what a formula gives for a period."""
        if formula.__code__.co_argcount == 2:
            return formula(people, period)
        if self._end is not None and variable.definition_period != _ETERNITY and self.is_late(period):
            with self.reading(period) as figures:
                return formula(people, period, figures)
        if type(period) is MonthAsked:
            return formula(people, period, self._noted_figures)
        return formula(people, period, self.trace_parameters_at_instant if self._traced else self._figures)

    @property
    def _figures(self) -> Any:
        return self.tax_benefit_system.get_parameters_at_instant

    def is_late(self, period: Period | MonthAsked) -> bool:
        """Return whether a period begins after the last day for which the yearly figures are enacted."""
        if self._end is None:
            return False
        return (period.plain if type(period) is MonthAsked else period)[START] > self._end

    @contextlib.contextmanager
    def reading(self, period: Period | MonthAsked) -> Iterator[Any]:
        """Give the figures to the rule of a period; of a late one it is remembered which it reads."""
        plain = period.plain if type(period) is MonthAsked else period
        if not self.is_late(plain):
            yield self._noted_figures
            return
        outer, self.late.period = self.late.period, plain
        try:
            yield self._late_figures
        finally:
            self.late.period = outer

    def _noted_figures(self, when: Any) -> Any:
        """Return the figures of an instant; of the month that is asked it is noted which they were."""
        return when.figures(self._figures) if type(when) is MonthAsked else self._figures(when)

    def _late_figures(self, when: Any) -> Any:
        """Return the figures of an instant to the rule of a late month; it is remembered which of them it reads."""
        figures = self._noted_figures(when)
        when = when.plain if type(when) is MonthAsked else when
        moment = when.start if isinstance(when, Period) else periods.instant(when)
        if not moment > self._end:
            return TracedFigures(figures, self.tracer) if self._traced else figures
        self.late.tracer = self.tracer if self._traced else None
        return TracedFigures(figures, self.late)

    def trace_parameters_at_instant(self, formula_period: Any) -> Any:
        """Return the figures of an instant, which tell the tracer when they are read; to ours scales do too."""
        if not isinstance(self.tracer, ReadTracer):
            return super().trace_parameters_at_instant(formula_period)
        return TracedFigures(self.tax_benefit_system.get_parameters_at_instant(formula_period), self.tracer)

    def _default(self, variable: Any, people: Any) -> Array:
        """Return what a fact is that nobody told: one array for all periods, and for all facts with that default."""
        result = self._defaults.get(variable.name)
        if result is None:
            kind = variable.entity.key, variable.value_type, variable.default_value
            result = self._defaults.get(kind)
            if result is None:
                result = self._defaults[kind] = unchanging(variable.default_array(people.count))
            self._defaults[variable.name] = result
        return result

    def _nothing_told_of(self, names: frozenset[str]) -> bool:
        told = (*(people.told for people in self.populations.values()), self.given)
        return all(names.isdisjoint(some) for some in told if some)


@functools.lru_cache(maxsize=1 << 16)
def formula_of(variable: Any, start: Instant) -> Any:
    """Return the formula of a variable in the period that starts on a day."""
    return variable.get_formula(Period((variable.definition_period, start, 1)))
