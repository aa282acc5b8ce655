"""Reads a situation as core's `/calculate` and `/trace` take it, checks it whole, and builds its simulation.

Core's own builder loses what is told of a person where a period is spelt in two ways, stops on an empty family,
and takes a third of the time of a request.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.errors import ParameterNotFoundError
from openfisca_core.periods import DateUnit, Period
from openfisca_core.simulations import Simulation as CoreSimulation

from openfisca_kz.engine.simulation import Simulation, note_asked
from openfisca_kz.engine.system import LawSystem, change_dates
from openfisca_kz.problems import FIRST_MONTH, LAST_MONTH, Problem
from openfisca_kz.web.answers import BAD_REQUEST, MOST_PROBLEMS, NOT_FOUND, TOO_LARGE, RefusedError, refused
from openfisca_kz.web.body import printable
from openfisca_kz.web.config import Config
from openfisca_kz.web.core_groups import Groups, read_groups
from openfisca_kz.web.values import WrongValueError, hint, parsed, period_of, plain, stored


@dataclasses.dataclass
class Asked:
    """A value that is asked: null in the request, at ``place[key]``."""

    variable: Any
    index: int
    period: Period
    place: dict[str, Any]
    key: str


class CoreSituation:
    """A situation of core's API: who the people are, what is told of them, what is asked.

    Args:
        system: the law.
        config: the limits.
        data: the body of the request; what is asked is answered in it.

    Raises:
        RefusedError: with one sentence for each thing that is wrong.

    """

    def __init__(self, system: Any, config: Config, data: Any) -> None:
        self.system = system
        self.config = config
        self.data = data
        self.problems: list[tuple[Sequence[str], Problem]] = []
        self.status = BAD_REQUEST
        self.told: dict[str, dict[Period, Any]] = {}
        self.asked: list[Asked] = []
        self._spelt: dict[tuple[str, Period], str] = {}
        self._periods: set[str] = set()
        self._first = _first_day(system)
        self._read()

    # ----- Reading ----- #

    def wrong(self, path: Sequence[str], message: str, /, **values: Any) -> None:
        """Remember a problem; give up where there are many."""
        self.problems.append((path, Problem(message, values)))
        if len(self.problems) >= MOST_PROBLEMS:
            self._give_up()

    def _give_up(self) -> None:
        raise RefusedError(self.status, self.problems)

    def _read(self) -> None:
        people = self._people()
        self.persons = [str(name) for name in people]
        self.groups: dict[str, Groups] = {}
        places = {name: index for index, name in enumerate(self.persons)}
        facts = [(self.system.person_entity, index, name, told) for index, (name, told) in enumerate(people.items())]
        for entity in self.system.group_entities:
            groups = read_groups(self, entity, self.data.get(entity.plural), places)
            self.groups[entity.key] = groups
            facts += [(entity, index, name, told) for index, (name, told) in enumerate(groups.facts.items())]
        self._counts = {self.system.person_entity.key: len(self.persons)}
        self._counts |= {key: len(groups.ids) for key, groups in self.groups.items()}
        for entity, index, name, told in facts:
            self._facts(entity, index, name, told)
        self._told_and_asked()
        if self.problems:
            self._give_up()
        self._bounds()

    def _people(self) -> dict[str, Any]:
        if not isinstance(self.data, dict):
            raise refused(BAD_REQUEST, "The body is one object with `persons` and what they form together.")
        known = [entity.plural for entity in self.system.entities]
        for key in self.data:
            if key == "axes":
                self.wrong([key], "`axes` are not answered here: send a request for each value.")
            elif key not in known:
                names = ", ".join(known)
                self.wrong([key], "There is no `{key}`: the keys are {names}.", key=printable(key), names=names)
        plural = self.system.person_entity.plural
        people = self.data.get(plural)
        if not isinstance(people, dict) or not people:
            self.wrong([plural], "`{key}` is missing: name at least one person.", key=plural)
            self._give_up()
        self.check_count("There are {count} people: at most {limit} can be asked about at once.", len(people or ()))
        return people or {}

    def check_count(self, message: str, count: int) -> None:
        """Refuse more people or groups than there may be."""
        if count > self.config.people:
            raise refused(TOO_LARGE, message, count=count, limit=self.config.people)

    def named(self, entity: Any, name: str, content: Any) -> bool:
        """Return whether a person or group has a name and facts that can be used; note the problem if not."""
        path = [entity.plural, name]
        if not name.strip() or "/" in name:
            self.wrong(path, "{name}: a name is text without a slash.", name=repr(printable(name)))
            return False
        if not isinstance(content, dict):
            message = "{name}: an object is expected, with what is told and what is asked."
            self.wrong(path, message, name=printable(name))
            return False
        return True

    def _facts(self, entity: Any, index: int, name: str, facts: Any) -> None:
        if entity.is_person and not self.named(entity, name, facts):
            return
        for fact, by_period in facts.items():
            variable = self.system.variables.get(fact)
            path = [entity.plural, name, fact]
            if variable is None or variable.entity.key != entity.key:
                self._unknown(entity, path, fact, variable)
            elif not isinstance(by_period, dict):
                message = "{name}, {fact}: write for which period, as in {example}."
                example = f'{{"{fact}": {{"{self._example(variable)}": ...}}}}'
                self.wrong(path, message, name=printable(name), fact=fact, example=example)
            else:
                for text, value in by_period.items():
                    self._value(variable, index, [*path, text], by_period, value)

    @staticmethod
    def _example(variable: Any) -> str:
        return {DateUnit.ETERNITY: "ETERNITY", DateUnit.YEAR: "2026"}.get(variable.definition_period, "2026-06")

    def _unknown(self, entity: Any, path: list[str], fact: str, variable: Any) -> None:
        name = printable(path[1])
        if variable is not None:
            where = Problem("a person" if variable.entity.is_person else "the family")
            self.wrong(path, "{name}: {fact} is said of {where}, not here.", name=name, fact=fact, where=where)
            return
        self.status = NOT_FOUND
        known = [known for known, one in self.system.variables.items() if one.entity.key == entity.key]
        if not entity.is_person:
            known += [role.plural or role.key for role in entity.roles]
        near = hint(fact, known)
        self.wrong(path, "{name}: there is no `{fact}`: {hint}", name=name, fact=printable(fact), hint=near)

    def _value(self, variable: Any, index: int, path: list[str], place: dict[str, Any], value: Any) -> None:
        text = path[-1]
        try:
            period = period_of(variable, text, asked=value is None)
            spelt = self._spelt.setdefault((variable.name, period), text)
            if spelt != text:
                message = "{one} and {other} are the same period: write it in one way everywhere."
                raise WrongValueError(Problem(message, {"one": spelt, "other": text}))
            self._count_period(text)
            if value is None:
                self._check_time(variable, period)
                self.asked.append(Asked(variable, index, period, place, text))
                return
            kept = stored(variable, value)
        except WrongValueError as error:
            where = ", ".join(printable(part) for part in path[1:])
            self.wrong(path, "{place}: {reason}", place=where, reason=error.problem)
            return
        arrays = self.told.setdefault(variable.name, {})
        if period not in arrays:
            arrays[period] = variable.default_array(self._counts[variable.entity.key])
        arrays[period][index] = kept

    def _count_period(self, text: str) -> None:
        self._periods.add(text)
        if len(self._periods) > self.config.periods:
            message = "There are more than {limit} periods: send the rest in another request."
            raise refused(TOO_LARGE, message, limit=self.config.periods)

    def _check_time(self, variable: Any, period: Period) -> None:
        if not variable.formulas or period.unit == DateUnit.ETERNITY:
            return
        if not self._first <= str(period.start) <= f"{LAST_MONTH}-31":
            message = "the rules here begin on {first} and end with {last}: ask for a time between."
            raise WrongValueError(Problem(message, {"first": self._first, "last": LAST_MONTH}))

    def _told_and_asked(self) -> None:
        """Refuse to ask what core would answer with a default because the same is told of somebody else."""
        for one in self.asked:
            if one.variable.formulas and one.period in self.told.get(one.variable.name, ()):
                plural = one.variable.entity.plural
                ids = self.persons if one.variable.entity.is_person else self.groups[one.variable.entity.key].ids
                name = ids[one.index]
                message = (
                    "{name}, {fact}, {period}: it is told of somebody else and so it is not calculated for anybody. "
                    "Tell it of everybody, or ask in a request where it is not told."
                )
                fact = one.variable.name
                path = [plural, name, fact, one.key]
                self.wrong(path, message, name=printable(name), fact=fact, period=one.key)

    def _bounds(self) -> None:
        pairs = {(one.variable.name, one.period): self._counts[one.variable.entity.key] for one in self.asked}
        count = sum(pairs.values())
        if count > self.config.values:
            message = (
                "The request asks for {count} values (people, times variables, times periods): at most {limit} "
                "can be asked for at once."
            )
            raise refused(TOO_LARGE, message, count=count, limit=self.config.values)

    # ----- Answering ----- #

    def simulation(self, traced: bool = False) -> CoreSimulation:
        """Return a simulation of the people, with what is told of them; core's own if it is to be traced."""
        if isinstance(self.system, LawSystem) and not traced:
            simulation: CoreSimulation = Simulation(self.system)
        else:
            simulation = CoreSimulation(self.system, self.system.instantiate_entities())
            simulation.trace = traced
        persons = simulation.populations[self.system.person_entity.key]
        persons.count, persons.ids = len(self.persons), self.persons
        for key, groups in self.groups.items():
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


@functools.lru_cache(maxsize=16)
def _first_day(system: Any) -> str:
    """Return the day of the oldest figure of a law."""
    return (change_dates(system.parameters) or ["1900-01-01"])[0]


def calculated(simulation: CoreSimulation, one: Asked) -> Any:
    """Return the values of everybody for what is asked.

    Raises:
        RefusedError: a figure of the law is not known for that time.

    """
    try:
        return simulation.calculate(one.variable.name, parsed(one.key))
    except (ParameterNotFoundError, KeyError) as error:
        if isinstance(error, KeyError) and str(one.period.start) >= FIRST_MONTH:
            raise  # of the time that the rules are complete for, nothing may be missing
        message = "{fact}, {period}: the law of that time is not known here ({figure})."
        figure = getattr(error, "name", "") or one.variable.name
        values = {"fact": one.variable.name, "period": one.key, "figure": figure}
        raise refused(BAD_REQUEST, message, **values) from None
