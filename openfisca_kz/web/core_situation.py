"""Reads a situation as core's `/calculate` and `/trace` take it, checks it whole, and builds its simulation.

Core's own builder loses what is told of a person where a period is spelt in two ways, stops on an empty family,
and takes a third of the time of a request.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.commons import eval_expression
from openfisca_core.errors import ParameterNotFoundError
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit, Period
from openfisca_core.simulations import Simulation as CoreSimulation
from openfisca_core.taxscales import MarginalRateTaxScale
from openfisca_core.tracers import FullTracer

from openfisca_kz.engine.figures import change_dates
from openfisca_kz.engine.knowledge import Beyond, beyond, beyond_month
from openfisca_kz.engine.learning import note_asked
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.engine.system import LawSystem
from openfisca_kz.families.facts import TWO_MEANINGS, not_right, value_of
from openfisca_kz.families.reader import Groups, Limits, Path, Reader
from openfisca_kz.families.rules import People, month_problems
from openfisca_kz.problems import FIRST_MONTH, LAST_MONTH, Problem, RefusedValueError, quoted
from openfisca_kz.web.answers import BAD_REQUEST, NOT_FOUND, TOO_LARGE, RefusedError, refused
from openfisca_kz.web.config import Config

#: A period of each kind, as an example.
EXAMPLES = {
    DateUnit.MONTH: "2026-06",
    DateUnit.YEAR: "2026",
    DateUnit.ETERNITY: "ETERNITY",
    DateUnit.DAY: "2026-06-15",
}

# What core works out in a text: sums such as 2000 + 500, and nothing else.
_SUM = re.compile(r"(?!.*(\*\*|//))[-+*/(). 0-9]{1,40}|-?[0-9]{1,20}(\.[0-9]{1,20})?[eE][-+]?[0-9]{1,2}")
_LONGEST_PERIOD = 60


@functools.lru_cache(maxsize=4096)
def parsed(text: str) -> Period | None:
    """Return the period that a text stands for, in the one spelling that core stores; None if it is none."""
    try:
        return periods.period(str(periods.period(text))) if text.isascii() else None
    except (ValueError, TypeError, OverflowError, AttributeError):
        return None


def period_of(variable: Any, text: str, asked: bool) -> Period:
    """Return the period that a value is told or asked for; some told of a year are spread over its months.

    Raises:
        RefusedValueError: it is no period, or none of this variable.

    """
    right = EXAMPLES.get(variable.definition_period, EXAMPLES[DateUnit.MONTH])
    period = parsed(text) if len(text) <= _LONGEST_PERIOD else None
    if period is None:
        raise RefusedValueError("{period} is not a period: write it as {right}.", period=text, right=right)
    if period.unit == DateUnit.ETERNITY and text != EXAMPLES[DateUnit.ETERNITY]:
        raise RefusedValueError("write ETERNITY in capital letters, not {period}.", period=text)
    if variable.definition_period == DateUnit.ETERNITY:
        return Period.eternity()
    whole = period.unit == variable.definition_period and period.size == 1
    spread = not asked and variable.set_input is not None and period.unit != DateUnit.ETERNITY
    if not (whole or spread):
        message = "{period} is not a period of this variable: write it as {right}."
        raise RefusedValueError(message, period=text, right=right)
    return period


def stored(variable: Any, value: Any) -> Any:
    """Return a value as the variable stores it; a text that is a sum is worked out, as core does.

    Raises:
        RefusedValueError: the value is of another kind, or one that the law cannot mean.

    """
    told = value
    if variable.value_type in (int, float) and isinstance(value, str) and _SUM.fullmatch(value):
        if TWO_MEANINGS.fullmatch(value):
            raise not_right(variable, value)
        try:
            told = np.asarray(eval_expression(value)).item()
        except (ValueError, TypeError, ArithmeticError, SyntaxError, KeyError):
            raise not_right(variable, value) from None
    result = value_of(variable, told)
    if variable.value_type is float and not np.isfinite(result):  # more than the single precision of other countries
        raise not_right(variable, value)
    return result


def plain(variable: Any, values: Any, index: int) -> Any:
    """Return one of the values of a variable as core's API writes it."""
    if variable.value_type is Enum:
        return list(variable.possible_values)[int(values[index])].name
    if variable.value_type is float:
        # The shortest text of a single keeps 0.1 from becoming 0.10000000149.
        return float(values[index]) if values.dtype == np.float64 else float(str(values[index]))
    if variable.value_type is str:
        return str(values[index])
    return values[index].tolist()


class Tracer(FullTracer):
    """Core's tracer, with the time that each step took; scales of rates are left out as core leaves them out."""

    def record_parameter_access(self, parameter: str, period: Any, value: Any) -> None:
        """Note a figure that can be written."""
        if not isinstance(value, MarginalRateTaxScale):
            super().record_parameter_access(parameter, period, value)


@dataclasses.dataclass
class Asked:
    """A value that is asked: null in the request, at ``place[key]``."""

    variable: Any
    index: int
    period: Period
    place: dict[str, Any]
    key: str


class CoreSituation(Reader):
    """A situation of core's API: who the people are, what is told of them, what is asked."""

    def __init__(self, system: Any, config: Config, data: Any) -> None:
        super().__init__(system, Limits(config.people, config.periods))
        self.data = data
        self.status = BAD_REQUEST
        self.told: dict[str, dict[Period, Any]] = {}
        self.asked: list[Asked] = []
        self._told_of: set[tuple[str, int]] = set()
        self._spelt: dict[tuple[str, Period], str] = {}
        self._first = _first_day(system)
        self._ours = isinstance(system, LawSystem)
        self._read()
        self._bounds(config.values)

    # ----- Reading ----- #

    def give_up(self) -> None:
        """Refuse the request; core answers 404 where there is no such variable."""
        raise RefusedError(self.status, self.problems)

    def unknown(self, path: Path, name: str, fact: Any, hint: Problem) -> None:
        """Note a variable that there is not."""
        self.status = NOT_FOUND
        super().unknown(path, name, fact, hint)

    def _read(self) -> None:
        person, people = self.system.person_entity, self._people()
        self.persons = [str(name) for name in people]
        self.groups_of: dict[str, Groups] = {}
        places = {name: index for index, name in enumerate(self.persons)}
        facts = [(person, index, name, told) for index, (name, told) in enumerate(people.items())]
        self._counts = {person.key: len(self.persons)}
        for entity in self.system.group_entities:
            groups = self._groups(entity, places)
            self.groups_of[entity.key] = groups
            self._counts[entity.key] = len(groups.ids)
            facts += [(entity, index, name, told) for index, (name, told) in enumerate(groups.facts.items())]
        for entity, index, name, told in facts:
            if not entity.is_person or self.named((entity.plural, name), name, told):
                self._facts(entity, index, name, told)
        self._told_and_asked()
        self._births()
        self.settle()

    def _people(self) -> dict[str, Any]:
        if not isinstance(self.data, dict):
            raise refused(BAD_REQUEST, "The body is one object with `persons` and the groups that they form.")
        known = [entity.plural for entity in self.system.entities]
        for key in self.data:
            if key == "axes":
                self.wrong((key,), "`axes` is not supported here: send a request for each value.")
            elif key not in known:
                self.wrong((key,), "There is no `{key}`: the keys are {names}.", key=key, names=", ".join(known))
        plural = self.system.person_entity.plural
        people = self.data.get(plural)
        if not isinstance(people, dict) or not people:
            self.wrong((plural,), "`{key}` is missing: name at least one person.", key=plural)
            self.give_up()
        self.check_count("There are {count} people: at most {limit} can be asked about at once.", len(people or ()))
        return people or {}

    def _groups(self, entity: Any, places: dict[str, int]) -> Groups:
        """Return the groups of one kind; a person in none has one alone, as in core."""
        data = self.data.get(entity.plural)
        if data is not None and not isinstance(data, dict):
            self.wrong((entity.plural,), "`{key}`: an object with names is expected.", key=entity.plural)
            data = None
        self.check_count("There are {count} families: at most {limit} can be asked about at once.", len(data or ()))
        groups = self.groups(entity, data or {}, places, (entity.plural,))
        for person, index in places.items():
            if groups.members[index] < 0:
                groups.members[index] = len(groups.ids)
                groups.roles[index] = entity.flattened_roles[0]
                groups.ids.append(person)
        return groups

    def _facts(self, entity: Any, index: int, name: str, facts: dict[str, Any]) -> None:
        for fact, by_period in facts.items():
            path = (entity.plural, name, fact)
            variable = self.fact(entity, path, name, fact)
            if variable is None:
                continue
            if not isinstance(by_period, dict):
                message = "{name}, {fact}: write for which period, as in {example}."
                period = EXAMPLES.get(variable.definition_period, EXAMPLES[DateUnit.MONTH])
                self.wrong(path, message, name=name, fact=fact, example=f'{{"{fact}": {{"{period}": ...}}}}')
                continue
            for text, value in by_period.items():
                self._value(variable, index, (*path, text), by_period, value)

    def _value(self, variable: Any, index: int, path: Path, place: dict[str, Any], value: Any) -> None:
        text = path[-1]
        try:
            period = period_of(variable, text, asked=value is None)
            spelt = self._spelt.setdefault((variable.name, period), text)
            if spelt != text:
                message = "{one} and {other} are the same period: write it in one way everywhere."
                raise RefusedValueError(message, one=spelt, other=text)
            if period.unit != DateUnit.ETERNITY:
                self.count_period(text)
            if value is None:
                self._check_time(variable, period)
                self.asked.append(Asked(variable, index, period, place, text))
                return
            kept = stored(variable, value)
        except RefusedValueError as error:
            where = ", ".join(quoted(part) for part in path[1:])
            self.wrong(path, "{place}: {reason}", place=where, reason=error.problem)
            return
        arrays = self.told.setdefault(variable.name, {})
        if period not in arrays:
            arrays[period] = variable.default_array(self._counts[variable.entity.key])
        arrays[period][index] = kept
        self._told_of.add((variable.name, index))

    def _check_time(self, variable: Any, period: Period) -> None:
        if not variable.formulas or period.unit == DateUnit.ETERNITY:
            return
        if not self._first <= str(period.start) <= f"{LAST_MONTH}-31":
            message = "the rules here begin on {first} and end with {last}: ask for a time between the two."
            raise RefusedValueError(message, first=self._first, last=LAST_MONTH)

    def _told_and_asked(self) -> None:
        """Refuse what core would answer with a default: the same is told of somebody else, or nobody told the fact."""
        for one in self.asked:
            entity, fact = one.variable.entity, one.variable.name
            name = (self.persons if entity.is_person else self.groups_of[entity.key].ids)[one.index]
            path = (entity.plural, name, fact, one.key)
            if one.variable.formulas and one.period in self.told.get(fact, ()):
                message = (
                    "{name}, {fact}, {period}: it is given for somebody else and so it is not calculated for anybody. "
                    "Give it for everybody, or ask in a request where it is not given."
                )
                self.wrong(path, message, name=name, fact=fact, period=one.key)
            elif self._ours and not one.variable.formulas and (fact, one.index) not in self._told_of:
                place = ", ".join(quoted(part) for part in path[1:])
                self.wrong(path, "{place}: a value is missing; leave the line out if it is not known.", place=place)

    def _births(self) -> None:
        """Refuse who is born after all that is asked."""
        asked = [one.period for one in self.asked if one.period.unit != DateUnit.ETERNITY]
        # Written out: the last day of the year 9999 has no day after it.
        months = [f"{one.start.year:04}-{12 if one.unit == DateUnit.YEAR else one.start.month:02}" for one in asked]
        births = self.told.get("birth_date", {}).get(Period.eternity()) if self._ours else None
        if births is None or not months:
            return
        families, roles = np.arange(len(births)), np.full(len(births), -1)  # relatives are taken as told, as in core
        for problem in month_problems(People(births, families, roles), self.persons, max(months)):
            self.note(problem)

    def _bounds(self, most: int) -> None:
        pairs = {(one.variable.name, one.period): self._counts[one.variable.entity.key] for one in self.asked}
        count = sum(pairs.values())
        if count > most:
            message = (
                "The request asks for {count} values (people times variables times periods): at most {limit} can be "
                "asked for at once."
            )
            raise refused(TOO_LARGE, message, count=count, limit=most)

    # ----- Answering ----- #

    def simulation(self, traced: bool = False) -> CoreSimulation:
        """Return a simulation of the people, with what is told of them."""
        if self._ours:
            simulation: CoreSimulation = Simulation(self.system)
        else:
            simulation = CoreSimulation(self.system, self.system.instantiate_entities())
        if traced:
            simulation.trace = True
            simulation.tracer = Tracer()
        persons = simulation.populations[self.system.person_entity.key]
        persons.count, persons.ids = len(self.persons), self.persons
        for key, groups in self.groups_of.items():
            population = simulation.populations[key]
            population.count, population.ids = len(groups.ids), groups.ids
            population.members_entity_id = np.array(groups.members, dtype=np.int32)
            population.members_role = np.array(groups.roles)
        for name, arrays in self.told.items():
            variable = self.system.variables[name]
            holder = simulation.populations[variable.entity.key].get_holder(name)
            # Months before years: what is told of a year fills the months that are left.
            for period in sorted(arrays, key=periods.key_period_size):
                if variable.end is None or period.start.date <= variable.end:
                    self._set(holder, period, arrays[period])
        return simulation

    def _set(self, holder: Any, period: Period, values: Any) -> None:
        try:
            holder.set_input(period, values)
        except ValueError:
            fact = holder.variable.name
            message = "{fact}, {period}: the year does not agree with its months."
            path = [holder.variable.entity.plural]
            raise refused(BAD_REQUEST, message, path, fact=fact, period=str(period)) from None

    def answer(self, simulation: CoreSimulation) -> dict[str, Any]:
        """Calculate what is asked, write it into the situation, and return it."""
        for one in self.asked:
            values = calculated(simulation, one)
            one.place[one.key] = plain(one.variable, values, one.index)
        if isinstance(simulation, Simulation):
            note_asked(self.system, {(one.variable.name, one.period) for one in self.asked})
        return dict(self.data)

    def beyond(self, simulation: CoreSimulation) -> Beyond:
        """Return which figures stand in for those of the last month asked."""
        dated = (one.period for one in self.asked if one.period.unit != DateUnit.ETERNITY)
        month = max((str(period.stop) for period in dated), default="")[:7]
        return beyond(simulation, month) if isinstance(simulation, Simulation) else beyond_month(self.system, month)


@functools.lru_cache(maxsize=16)
def _first_day(system: Any) -> str:
    """Return the day of the oldest figure of a law."""
    return (change_dates(system.parameters) or ["1900-01-01"])[0]


def calculated(simulation: CoreSimulation, one: Asked) -> Any:
    """Return the values of everybody for what is asked."""
    try:
        return simulation.calculate(one.variable.name, parsed(one.key))
    except (ParameterNotFoundError, KeyError) as error:
        if isinstance(error, KeyError) and str(one.period.start) >= FIRST_MONTH:
            raise  # of the time that the rules are complete for, nothing may be missing
        message = "{fact}, {period}: the law of that time is not known here ({figure})."
        figure = getattr(error, "name", "") or one.variable.name
        values = {"fact": one.variable.name, "period": one.key, "figure": figure}
        raise refused(BAD_REQUEST, message, **values) from None
