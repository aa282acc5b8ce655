"""The questions that decide a screening, those with the most expected tenge first: gates, and single facts."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import Period

from openfisca_kz.assessment.domains import paid_once, sexes_of, steps
from openfisca_kz.assessment.likelihood import likelihood, usual
from openfisca_kz.assessment.screening_model import Asked, Question
from openfisca_kz.assessment.trace import plain
from openfisca_kz.base import MONTHS_IN_YEAR
from openfisca_kz.engine.open.facts import Missing
from openfisca_kz.engine.protocols import System
from openfisca_kz.entities import Family, Person
from openfisca_kz.families.family import FamilySimulation, Situation
from openfisca_kz.families.variants import beside, changed
from openfisca_kz.language import Language
from openfisca_kz.services.rights_and_duties import paid_of
from openfisca_kz.yaml_files import read_yaml

_FILE = Path(__file__).with_name("questions.yaml")

Changes = dict[Missing, Any]

#: The gate of what is drawn already, asked first; and what is too rare to be asked before anything else.
RECEIVED = "received"
_RARE = 0.01

#: A question that is asked of nearly every family comes first where it is likely to matter at all.
_MATTERS = 0.1


@dataclasses.dataclass(frozen=True)
class Gate:
    """A question for the whole family that covers facts which belong together, and answers to try out."""

    id: str
    text: str
    facts: tuple[str, ...]
    tries: tuple[Mapping[str, Any], ...]


@functools.cache
def gates() -> tuple[Gate, ...]:
    """Return the gates."""
    raw = read_yaml(_FILE)["gates"]
    return tuple(Gate(entry["id"], entry["text"], tuple(entry["facts"]), tuple(entry["tries"])) for entry in raw)


@functools.cache
def received_facts() -> tuple[str, ...]:
    """Return the dates that say that a right is drawn already."""
    return next(gate.facts for gate in gates() if gate.id == RECEIVED)


@functools.cache
def sentences() -> dict[str, dict[str, Any]]:
    """Return the questions of single facts: text and values to try, by fact."""
    content: dict[str, dict[str, Any]] = read_yaml(_FILE)["facts"]
    return content


@functools.cache
@functools.cache
def place_of(fact: str) -> int:
    """Return the place of a fact in the order of the questions: single facts first, then those of the gates."""
    names = [*sentences(), *(name for gate in gates() for name in gate.facts)]
    return names.index(fact) if fact in names else len(names)


def likely_first(facts: Iterable[Missing], situation: Situation, month: Period, system: System) -> list[Missing]:
    """Return facts that were not told in the order in which they are likely to matter, the usual ones first.

    Args:
        facts: the facts.
        situation: the people.
        month: the month asked.
        system: the law or a reform of it.

    """
    sexes, gate_of = sexes_of(situation), {name: gate.id for gate in reversed(gates()) for name in gate.facts}

    def unlikely(fact: Missing) -> tuple[bool, float, int]:
        name, place = fact
        personal = system.variables[name].entity.is_person
        people = [place] if personal else np.flatnonzero(situation.family_of == place).tolist()
        ages = {person: situation.age_in_months(person, month) // MONTHS_IN_YEAR for person in people}
        question, gate = gate_of.get(name, name), name in gate_of
        share = max(likelihood(question, ages[person], sexes[person], gate=gate) for person in people)
        return name not in usual() or share < _MATTERS, -share, place_of(name)

    return sorted(facts, key=unlikely)


@dataclasses.dataclass
class _Open:
    """A question in the making: its facts, and what answers to try."""

    fact: str
    text: str
    facts: list[Missing]
    tries: list[Changes]
    gate: bool


class Questions:
    """Makes the questions of a situation.

    Args:
        situation: the people.
        month: the month asked.
        plain: the people as told, all else as usual, under the law or a reform of it.
        speech: the language of the questions.
        paid: the rights that are drawn already, of whom: an answer changes nothing of what is paid there.

    """

    def __init__(
        self,
        situation: Situation,
        month: Period,
        plain: FamilySimulation,
        speech: Language,
        paid: Iterable[tuple[str, int]] = (),
    ) -> None:
        self.situation, self.month, self.plain, self.speech, self.paid = situation, month, plain, speech, paid
        self.system: Any = plain.tax_benefit_system

    def ask(
        self,
        deciding: Mapping[str, Iterable[Missing]],
        missing: Iterable[Missing],
        drawn: Mapping[Missing, str],
    ) -> list[Question]:
        """Return the questions: what is drawn already, then those with the most expected tenge, what is rare later.

        Args:
            deciding: by right, the missing facts that it may rest on.
            missing: every fact that is missing (only those are tried out).
            drawn: the dates that would say that a right is drawn already, with the right.

        """
        wanted = {fact for facts in deciding.values() for fact in facts} | drawn.keys()
        found = self._gathered(wanted)
        changes = self._changes(found, frozenset(missing))
        decided = [
            [right for right, facts in deciding.items() if not set(facts).isdisjoint(one.facts)]
            or list(dict.fromkeys(drawn[fact] for fact in one.facts))
            for one in found
        ]
        likely = [self._likelihood(one) for one in found]
        worth = [
            (
                one.fact != RECEIVED,
                share < _RARE,
                not self._first(one, change, share),
                change <= 0,
                -change * share,
                -share,
            )
            for one, change, share in zip(found, changes, likely, strict=True)
        ]
        order = sorted(range(len(found)), key=lambda place: (*worth[place], place))
        return [self._question(found[place], changes[place], decided[place]) for place in order]

    def _likelihood(self, one: _Open) -> float:
        """Return how likely a question is to matter to the people whom it is about."""
        people = {person for fact in one.facts for person in self._about(fact)}
        sexes = sexes_of(self.situation)
        return max(likelihood(one.fact, self._years(person), sexes[person], gate=one.gate,
                              after_birth=self._after_birth(person)) for person in people)  # fmt: skip

    def _first(self, one: _Open, change: float, share: float) -> bool:
        """Return whether a question is one of those that a social worker asks first: who cares only after a birth."""
        cares = one.fact == "main_carer" and self._after_birth(one.facts[0][1])
        return one.fact in usual() and share >= _MATTERS and (one.gate or change > 0 or cares)

    def _years(self, person: int) -> int:
        return self.situation.age_in_months(person, self.month) // MONTHS_IN_YEAR

    def _after_birth(self, person: int) -> bool:
        """Return whether a child of the family of a person is not one year old."""
        family = np.flatnonzero(self.situation.family_of == self.situation.family_of[person])
        return any(self._years(int(other)) < 1 for other in family)

    def _about(self, fact: Missing) -> list[int]:
        """Return the people whom a fact is about: a person, or all of a family."""
        name, index = fact
        if self._of(name) == Person.key:
            return [index]
        members: list[int] = np.flatnonzero(self.situation.family_of == index).tolist()
        return members

    # ----- Which ----- #

    def _gathered(self, wanted: set[Missing]) -> list[_Open]:
        found = []
        left = set(wanted)
        for gate in gates():
            mine = [(name, index) for name in gate.facts for index in range(self._count(name))]
            inside = [fact for fact in mine if fact in left and not self._opened(gate, fact)]
            if inside:
                left -= set(inside)
                found.append(_Open(gate.id, gate.text, inside, self._gate_tries(gate, inside), gate=True))
        for name, index in sorted(left, key=lambda fact: (self._order(fact[0]), fact)):
            text = sentences().get(name, {}).get("text") or str(self.system.variables[name].label)
            found.append(_Open(name, text, [(name, index)], self._tries(name, index), gate=False))
        return found

    def _opened(self, gate: Gate, fact: Missing) -> bool:
        """Return whether something that the gate asks for is told of the same person: its rest is asked one by one."""
        if gate.id == RECEIVED:
            return False
        entity = self.system.variables[fact[0]].entity.key
        for name in gate.facts:
            told = self.situation.given.get(name)
            if told is None or self.system.variables[name].entity.key != entity:
                continue
            if any(mask[fact[1]] for mask in told.told.values()):
                return True
        return False

    @staticmethod
    def _order(name: str) -> int:
        names = list(sentences())
        return names.index(name) if name in names else len(names)

    # ----- What they could change ----- #

    def _gate_tries(self, gate: Gate, inside: list[Missing]) -> list[Changes]:
        tries = []
        for bundle in gate.tries:
            people = {index for name, index in inside if self._of(name) == Person.key}
            for index in sorted(people) or [0]:
                tries.append(self._bundle(bundle, index))
        return tries

    def _bundle(self, bundle: Mapping[str, Any], index: int) -> Changes:
        family = int(self.situation.family_of[index])
        return {
            (name, index if self._of(name) == Person.key else family): resolved(value, self.month)
            for name, value in bundle.items()
        }

    def _tries(self, name: str, index: int) -> list[Changes]:
        values = sentences().get(name, {}).get("tries")
        if values is None:
            values = _tries_of_type(self.system.variables[name])
        return [{(name, index): resolved(value, self.month)} for value in values]

    def _changes(self, found: list[_Open], missing: frozenset[Missing]) -> list[float]:
        """Return for each question how much its answers change what else the families are paid in the month. KZT.

        Whoever can get more by a step on applying takes it.
        """
        if not found:
            return []
        taken: Changes = {(step, index): True for step in steps() for index in range(self._count(step))}
        variants = [taken]
        owners = [-1]
        for place, question in enumerate(found):
            for changes in question.tries:
                variants.append({**taken, **{fact: value for fact, value in changes.items() if fact in missing}})
                owners.append(place)
        simulation = beside(self.plain, self.situation, [*map(changed, variants)])
        simulation.will_be_asked(["total_rights", *(paid_of(self.system, right) for right in paid_once())])
        totals = self._monthly(simulation, len(variants))
        result = [0.0] * len(found)
        for owner, difference in zip(owners, np.abs(totals - totals[0]), strict=True):
            if owner >= 0:
                result[owner] = max(result[owner], float(np.round(difference)))
        return result

    def _monthly(self, simulation: Any, copies: int) -> Any:
        """Return what each copy is paid a month beside what is drawn; what is paid once counts by a twelfth. KZT."""
        totals = simulation.calculate("total_rights", self.month).reshape(copies, -1).sum(axis=1)
        for right in paid_once() & set(self.system.variables):
            name = paid_of(self.system, right)
            once = simulation.calculate(name, self.month).reshape(copies, -1).sum(axis=1)
            totals = totals - once * (1 - 1 / MONTHS_IN_YEAR)
        for right, index in self.paid:
            if right not in paid_once() and self.system.variables[right].unit == "KZT":
                drawn = simulation.calculate(paid_of(self.system, right), self.month)
                totals = totals - drawn.reshape(copies, -1)[:, index]
        return totals

    # ----- In words ----- #

    def _question(self, one: _Open, change: float, rights: list[str]) -> Question:
        speech = self.speech
        labels = [speech.say(self.system.variables[right].label) for right in rights]
        facts = tuple(self._asked(name, index) for name, index in one.facts)
        names = list(dict.fromkeys(fact.who for fact in facts))
        single = None if one.gate else facts[0]
        return Question(
            fact=one.fact,
            who=", ".join(names),
            text=speech.say(one.text),
            why=speech.say("It affects: {rights}.", rights="; ".join(labels)),
            could_change=change,
            decides=tuple(rights),
            facts=facts,
            unit=single.unit if single else "boolean",
            choices=single.choices if single else ("false", "true"),
        )

    def _asked(self, name: str, index: int) -> Asked:
        variable = self.system.variables[name]
        members = list(variable.possible_values) if variable.value_type is Enum else []
        ids = self.situation.families if variable.entity.key == Family.key else self.situation.persons
        text = sentences().get(name, {}).get("text") or str(variable.label)
        told = self.situation.given.get(name)
        partly = told is not None and any(mask[index] for mask in told.told.values())
        said = self.speech.say(text)
        if partly:
            said = self.speech.say("{question} (in the months that are not given)", question=said)
        usual = plain(variable.default_array(1), 0)
        return Asked(
            fact=name,
            who=ids[index],
            text=said,
            unit=variable.unit or "",
            choices=tuple(member.name for member in members),
            labels=tuple(self.speech.say(member.value) for member in members),
            usual=usual.isoformat() if hasattr(usual, "isoformat") else usual,
        )

    def _of(self, name: str) -> str:
        return str(self.system.variables[name].entity.key)

    def _count(self, name: str) -> int:
        return len(self.situation.persons) if self._of(name) == Person.key else len(self.situation.families)


def resolved(value: Any, month: Period) -> Any:
    """Return a value to try: ``@-6`` is the first day of the month six months before."""
    if isinstance(value, str) and value.startswith("@"):
        return month.offset(int(value[1:]), "month").start.date
    return value


def _tries_of_type(variable: Any) -> list[Any]:
    if variable.value_type is bool:
        return [False, True]
    if variable.value_type is Enum:
        return [member.name for member in variable.possible_values]
    if variable.value_type is float:
        return [0.5, 1.0] if variable.unit == "share" else [0, 100_000, 1_000_000]
    if variable.value_type is int:
        most = getattr(variable, "__maximum__", None)
        return [value for value in (0, 1, 12, 120) if most is None or value <= most]
    return ["@0", "@-12"]
