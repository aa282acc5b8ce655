"""Facts that contradict each other: impossible ones are refused, the others mean that some register is wrong."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from openfisca_core.indexed_enums import Enum

from openfisca_kz.base import NO_DATE, Array
from openfisca_kz.families.owners import Register, register_of
from openfisca_kz.problems import Problem
from openfisca_kz.status_rules import exclusions, status_rules
from openfisca_kz.yaml_files import read_yaml

if TYPE_CHECKING:
    from openfisca_kz.engine.simulation import Simulation
    from openfisca_kz.families.family import Situation

RULES = Path(__file__).with_name("contradictions.yaml")
IMPOSSIBLE, REGISTER = "impossible", "register"
KINDS = (IMPOSSIBLE, REGISTER)

#: Somebody else of the family of whom the same is told.
ANOTHER = "another"

TWO_STATUSES = (
    "According to what was entered, {person} is both {first} and {second}, which the law does not allow together"
)
_NO_DAY = np.datetime64(NO_DATE)


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """Conditions on facts that cannot all be true, why, and which facts to correct."""

    id: str
    kind: str
    when: Mapping[str, Any]
    text: str
    law: str
    correct: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Contradiction:
    """What contradicts itself in what was told of a person in a month, and who can correct it."""

    rule: str
    kind: str
    person: str
    problem: Problem
    law: str
    facts: tuple[str, ...]

    @property
    def registers(self) -> tuple[Register, ...]:
        """The registers to ask for a correction, each once."""
        return tuple(dict.fromkeys(register_of(fact) for fact in self.facts))


@functools.cache
def rules() -> tuple[Rule, ...]:
    """Return every rule of the list."""
    raw = read_yaml(RULES)
    found = tuple(Rule(**{**each, "correct": tuple(each["correct"])}) for each in raw)
    if len({rule.id for rule in found}) != len(found) or any(rule.kind not in KINDS for rule in found):
        raise ValueError("each contradiction has an id of its own and is impossible or of a register")
    return found


def impossible(situation: Situation, month: str) -> list[Problem]:
    """Return a sentence for everything that was told of a month and that nothing in the world can make true."""
    told = _Told(situation, month)
    return [
        Problem(
            rule.text, {"person": situation.persons[place]}, ("persons", situation.persons[place], *rule.correct[:1])
        )
        for rule in rules()
        if rule.kind == IMPOSSIBLE
        for place in told.places(rule)
    ]


def contradictions(situation: Situation, month: str, simulation: Simulation | None = None) -> tuple[Contradiction, ...]:
    """Return what contradicts itself in a month: by the list of rules, and by statuses that exclude each other."""
    simulation = simulation or situation.simulation(month)
    found = of_facts(situation, month, simulation)
    named = {each.person for each in found}
    statuses = _Told(situation, month, simulation).statuses()
    return (*found, *(each for each in statuses if each.person not in named))


def of_facts(situation: Situation, month: str, simulation: Simulation) -> tuple[Contradiction, ...]:
    """Return what contradicts itself by the list of rules: facts that were told, and ages."""
    told = _Told(situation, month, simulation)
    return tuple(
        Contradiction(
            rule.id,
            rule.kind,
            situation.persons[place],
            Problem(rule.text, {"person": situation.persons[place]}),
            rule.law,
            rule.correct,
        )
        for rule in rules()
        for place in told.places(rule)
    )


class _Told:
    """What was told of people in a month, and what follows from it."""

    def __init__(self, situation: Situation, month: str, simulation: Simulation | None = None) -> None:
        self.situation = situation
        self.month = month
        self.simulation = simulation

    def places(self, rule: Rule) -> list[int]:
        """Return the places of the people of whom all conditions of a rule hold."""
        holds = np.ones(len(self.situation.persons), dtype=bool)
        for name, wanted in rule.when.items():
            holds &= self._holds(name, wanted)
            if not holds.any():
                return []
        return np.flatnonzero(holds).tolist()

    def statuses(self) -> Iterator[Contradiction]:
        """Yield the first pair of statuses of each person that exclude each other."""
        if self.simulation is None:
            return
        held = {name: np.asarray(self.simulation.calculate(name, self.month)) for name in status_rules()}
        known = list(status_rules())
        pairs = sorted(tuple(sorted(pair, key=known.index)) for pair in exclusions())
        labels = {name: self.situation.system.variables[name].label for name in known}
        for place, person in enumerate(self.situation.persons):
            for first, second in pairs:
                if held[first][place] and held[second][place]:
                    values = {"person": person, "first": Problem(labels[first]), "second": Problem(labels[second])}
                    law = status_rules()[second].law
                    yield Contradiction("two_statuses", REGISTER, person, Problem(TWO_STATUSES, values), law, ())
                    break

    def _holds(self, name: str, wanted: Any) -> Array:
        told, values = self._values(name)
        if wanted == ANOTHER:
            has = told & values
            count = np.bincount(self.situation.family_of, weights=has, minlength=len(self.situation.families))
            return has & (count[self.situation.family_of] > 1)
        if isinstance(wanted, dict):
            return told & self._compared(values, wanted)
        variable = self.situation.system.variables[name]
        if variable.value_type is Enum:
            members = [variable.possible_values[member].index for member in np.atleast_1d(wanted)]
            return told & np.isin(np.asarray(values), members)
        return told & (values == wanted)

    def _compared(self, values: Array, wanted: Mapping[str, Any]) -> Array:
        (word, limit), *_ = wanted.items()
        if word == "before":
            known, other = self._values(limit)
            return known & (values > _NO_DAY) & (values < other)
        return values > limit if word == "above" else values < limit

    def _values(self, name: str) -> tuple[Array, Array]:
        """Return of whom a fact is told, or everybody for what follows from facts, and the values."""
        given = self.situation.given.get(name)
        if given is not None:
            return given.at(self.month)
        count = len(self.situation.persons)
        variable = self.situation.system.variables[name]
        if self.simulation is None or not variable.formulas:
            return np.zeros(count, dtype=bool), np.asarray(variable.default_array(count))
        return np.ones(count, dtype=bool), np.asarray(self.simulation.calculate(name, self.month))
