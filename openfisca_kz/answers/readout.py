"""Read-outs in place of certificates: what the rules say of a person, signed by an operator, with an end."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core.periods import Period

from openfisca_kz.answers.signature import signed
from openfisca_kz.answers.told_facts import ToldFact, ToldFacts, said_value
from openfisca_kz.assessment.domains import assumptions
from openfisca_kz.assessment.laws import law_of_variable
from openfisca_kz.assessment.simulation import OpenSimulation
from openfisca_kz.engine.knowledge import beyond_month
from openfisca_kz.engine.open.facts import Missing
from openfisca_kz.engine.open.values import OPEN
from openfisca_kz.engine.periods import period_of
from openfisca_kz.engine.system import version
from openfisca_kz.families.facts import is_fact
from openfisca_kz.families.family import Given, Situation, law_for
from openfisca_kz.language import language
from openfisca_kz.problems import month_of, nearest, refuse, refuse_argument
from openfisca_kz.services.register import Service, read_register

#: Days for which a read-out is good: a choice of ours, no act knows read-outs.
VALID_DAYS = 30

BASIS = "According to the rules of openfisca-kz, on the facts given to the signatory, who answers for them."

#: More facts than this are not told of a value that is not known.
_FEW = 5


@dataclasses.dataclass(frozen=True, slots=True)
class ReadValue:
    """What a variable says; ``value`` is None while facts decide that were not told (``not_told``).

    ``taken_for_granted`` names the facts that keep their ordinary value while nobody tells them.
    """

    variable: str
    label: str
    value: Any
    unit: str
    law: str
    not_told: tuple[str, ...]
    taken_for_granted: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Readout:
    """What a certificate would say of a person in a month, and what it rests on; ``expires`` is its last day.

    ``basis`` says whose word it is: the rules are the law's, the facts are those told to who signs.
    """

    readout: str
    service: str
    registry_number_2020: int | None
    person: str
    month: str
    issued: str
    expires: str
    law_version: str
    lang: str
    basis: str
    values: tuple[ReadValue, ...]
    facts: tuple[ToldFact, ...]
    #: Figures that are not enacted for the month: those of an earlier year stand in.
    stands_in: tuple[dict[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return dataclasses.asdict(self)

    @classmethod
    def of(cls, data: dict[str, Any]) -> Readout:
        """Return the read-out of plain data, as it was signed."""
        lists = ("not_told", "taken_for_granted")
        values = tuple(ReadValue(**each | {name: tuple(each[name]) for name in lists}) for each in data["values"])
        facts = tuple(ToldFact(**each) for each in data["facts"])
        return cls(**{**data, "values": values, "facts": facts, "stands_in": tuple(data["stands_in"])})


def certificates() -> dict[str, Service]:
    """Return the certificates of the register of services that a read-out answers, by the name of the read-out."""
    return {service.readout: service for service in read_register() if service.readout}


def readout(
    situation: Situation,
    name: str,
    month: str,
    person: str | None = None,
    lang: str = "en",
    system: Any = None,
    issued: datetime.date | None = None,
) -> Readout:
    """Return what a certificate would say.

    Args:
        situation: the people, as ``read_family`` returns them.
        name: one of ``certificates()``.
        month: such as ``2026-06``.
        person: whom it is about; may be left out where there is one person only.
        lang: language of labels: en, kk or ru.
        system: a reform of the law; the one the situation was read with if not given.
        issued: the day it is made, today if not given.

    Raises:
        openfisca_kz.problems.InputError: there is no such certificate, person or month, or nothing it says is known.

    """
    law, when = law_for(situation, system), month_of(month)
    if name not in certificates():
        hint = nearest(name, certificates())
        raise refuse_argument("name", "There is no read-out `{name}`: {hint}", name=name, hint=hint)
    if person is None and len(situation.persons) > 1:
        raise refuse_argument("person", "Say whom the read-out is about: {names}.", names=", ".join(situation.persons))
    place = 0 if person is None else situation.position(person)
    day = issued or datetime.date.today()
    service = certificates()[name]
    reader = _Reader(situation, when, lang, law, service.answered_by)
    values = reader.values(service.answered_by, place)
    if all(each.value is None for each in values):
        missing = dict.fromkeys(label for each in values for label in each.not_told)
        raise refuse(
            "None of this is known about {person}, because these were not given: {facts}.",
            person=situation.persons[place],
            facts=", ".join(list(missing)[:_FEW]),
        )
    return Readout(
        readout=name,
        service=service.name[lang],
        registry_number_2020=service.registry_number_2020,
        person=situation.persons[place],
        month=str(when),
        issued=day.isoformat(),
        expires=(day + datetime.timedelta(days=VALID_DAYS)).isoformat(),
        law_version=version(),
        lang=lang,
        basis=language(lang).say(BASIS),
        values=values,
        facts=_enough(reader, service.answered_by, place),
        stands_in=tuple(beyond_month(law, when).to_data(language(lang))["stands_in"]),
    )


def signed_readout(made: Readout, key: Path) -> bytes:
    """Return a read-out as a document signed with the operator's private key."""
    return signed(made.to_dict(), key)


def _enough(reader: _Reader, names: tuple[str, ...], place: int) -> tuple[ToldFact, ...]:
    """Return told facts that settle the same values without the others: nothing more is disclosed, of nobody.

    Facts of others and of the family are left out first, then the person's own.
    """
    told = [
        (name, int(each))
        for name in sorted(reader.below(names))
        if name in reader.situation.given and name != "birth_date" and is_fact(reader.system.variables[name])
        for each in np.flatnonzero(np.any(list(reader.situation.given[name].told.values()), axis=0))
    ]
    own = [fact for fact in told if reader.system.variables[fact[0]].entity.is_person and fact[1] == place]
    for some in ([fact for fact in told if fact not in own], own):
        reader = _fewer(reader, some, names, place)
    return reader.facts(names, place)


def _fewer(reader: _Reader, told: list[Missing], names: tuple[str, ...], place: int) -> _Reader:
    """Return a reader that knows as few of some facts as settle the same values: all left out at once, or by halves."""
    if not told:
        return reader
    without = reader.without(told)
    if all(
        few.value == all_.value and set(few.taken_for_granted) <= set(all_.taken_for_granted)
        for few, all_ in zip(without.values(names, place), reader.values(names, place), strict=True)
    ):
        return without
    half = len(told) // 2
    for some in (told[:half], told[half:]) if half else ():
        reader = _fewer(reader, some, names, place)
    return reader


class _Reader:
    def __init__(self, situation: Situation, month: Period, lang: str, system: Any, names: tuple[str, ...]) -> None:
        self.situation, self.month, self.speech, self.system = situation, month, language(lang), system
        self.names = names
        situation.simulation(month, system)  # refuses what is impossible
        # What the certificate itself is about is never taken for granted, unless age, sex or another fact settles it.
        assumed = [
            fact
            for fact, why in assumptions(situation, month, system).items()
            if fact[0] not in names or why.bounded or why.beside
        ]
        self.simulation = OpenSimulation.of(situation, month, assumed, system)

    def values(self, names: tuple[str, ...], person: int) -> tuple[ReadValue, ...]:
        """Return what variables say of a person, or of the person's family."""
        return tuple(self._value(name, person) for name in names)

    def without(self, told: list[Missing]) -> _Reader:
        """Return a reader to whom some facts are not told."""
        given = dict(self.situation.given)
        for name, place in told:
            fewer = Given(given[name].variable, given[name].count)
            fewer.values, others = given[name].values, np.arange(fewer.count) != place
            fewer.told = {period: mask & others for period, mask in given[name].told.items()}
            given[name] = fewer
        fewer_told = dataclasses.replace(self.situation, given=given)
        return _Reader(fewer_told, self.month, self.speech.code, self.system, self.names)

    def facts(self, names: tuple[str, ...], place: int) -> tuple[ToldFact, ...]:
        """Return the facts told that some variables rest on, birth dates of others left out."""
        told = ToldFacts(self.situation, self.month, lambda name: self.below((name,)), self.speech, self.system)
        return tuple(fact for fact in told.of(self.below(names), place) if fact.fact != "birth_date" or not fact.who)

    def below(self, names: tuple[str, ...]) -> frozenset[str]:
        """Return everything that variables read, themselves included."""
        found = {(name, period_of(self.system.variables[name], self.month)) for name in names}
        stack = list(found)
        while stack:
            fresh = self.simulation.reads.get(stack.pop(), {}).keys() - found
            found |= fresh
            stack.extend(fresh)
        return frozenset(name for name, _ in found)

    def _value(self, name: str, person: int) -> ReadValue:
        variable = self.system.variables[name]
        place = person if variable.entity.is_person else int(self.situation.family_of[person])
        with np.errstate(all="ignore"):
            asked = self.simulation.asked(name)
        low, high, why = self.simulation.ends(name)
        known = bool(low[place] == high[place])
        missing = self.simulation.facts(why[place])
        values = low if isinstance(asked, OPEN) else asked
        return ReadValue(
            variable=name,
            label=self.speech.say(variable.label),
            value=said_value(variable, values, place, self.speech) if known else None,
            unit=variable.unit or "",
            law=next((law.text for law in law_of_variable(variable, self.month, self.speech.code)), ""),
            not_told=() if known else self._labels(missing, assumed=False),
            taken_for_granted=self._labels(missing, assumed=True),
        )

    def _labels(self, facts: list[Missing], assumed: bool) -> tuple[str, ...]:
        found = [name for name, index in facts if ((name, index) in self.simulation.assumed) == assumed]
        return tuple(dict.fromkeys(self.speech.say(self.system.variables[name].label) for name in found))
