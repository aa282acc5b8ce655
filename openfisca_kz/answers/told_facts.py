"""The facts that were told and that a result rests on, each with the register that knows it and its owner."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.indexed_enums import Enum

from openfisca_kz.assessment.trace import plain
from openfisca_kz.families.facts import is_fact
from openfisca_kz.families.family import Situation
from openfisca_kz.families.owners import register_of
from openfisca_kz.language import Language


@dataclasses.dataclass(frozen=True, slots=True)
class ToldFact:
    """A fact that was told and that a result rests on, the register that knows it, and who answers for the register."""

    fact: str
    label: str
    who: str
    value: Any
    unit: str
    register: str
    owner: str


class ToldFacts:
    """What was told of people in a month, as far as results rest on it."""

    def __init__(
        self,
        situation: Situation,
        month: periods.Period,
        below: Callable[[str], Collection[str]],
        speech: Language,
        system: Any,
    ) -> None:
        self.situation, self.month, self.below = situation, str(month), below
        self.speech, self.variables = speech, system.variables

    def of(self, names: Collection[str], place: int) -> tuple[ToldFact, ...]:
        """Return the facts among some variables: of a person, of the family, and of others where rules ask for it."""
        family = self.situation.family_of[place]
        members = np.flatnonzero(self.situation.family_of == family)
        others = [int(each) for each in members if each != place]
        of_families = [name for name in names if not self.variables[name].entity.is_person]
        through_family = {each for name in of_families for each in self.below(name)}
        found = []
        for name in sorted(names):
            given = self.situation.given.get(name)
            if given is None or not is_fact(self.variables[name]):
                continue
            told, values = given.at(self.month)
            places = [place, *(others if name in through_family else ())]
            for each in [int(family)] if name in of_families else places:
                if told[each]:
                    found.append(self._fact(name, each, place, values))
        return tuple(found)

    def _fact(self, name: str, place: int, person: int, values: Any) -> ToldFact:
        variable, register = self.variables[name], register_of(name)
        own = not variable.entity.is_person or place == person
        return ToldFact(
            fact=name,
            label=self.speech.say(variable.label),
            who="" if own else self.situation.persons[place],
            value=said_value(variable, values, place, self.speech),
            unit=variable.unit or "",
            register=self.speech.say(register.name),
            owner=self.speech.say(register.owner) if register.owner else "",
        )


def said_value(variable: Any, values: Any, place: int, speech: Language) -> Any:
    """Return one value of a variable as JSON can hold it: a choice by its label, a day as text."""
    if variable.value_type is Enum:
        member = list(variable.possible_values)[int(np.asarray(values)[place])]
        return speech.say(member.value)
    value = plain(values, place)
    return value.isoformat() if hasattr(value, "isoformat") else value
