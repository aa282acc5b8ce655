"""Screening: what a family is owed, may be owed and is not owed in a month, and the questions that decide.

A fact that nobody told is unknown. A right is due only if it is due whatever the unknown facts are, and not due only if
it is not due whatever they are; else it is possible, and the facts that decide are asked. What is taken for granted
(``domains.yaml``) is named. The law runs once on bounds (``engine.open``), so nothing is left to chance: a fact
that is neither asked nor assumed cannot change the answer.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
from openfisca_core.periods import Period

from openfisca_kz.assessment.conflicts import conflicts_of_facts
from openfisca_kz.assessment.cover import covers
from openfisca_kz.assessment.domains import paid_once
from openfisca_kz.assessment.questions import Questions, received_facts
from openfisca_kz.assessment.screening_conditions import Conditions
from openfisca_kz.assessment.screening_model import Assumption, Question, Right, Screening
from openfisca_kz.assessment.status import (
    CLAIMABLE,
    DUE,
    NOT_DUE,
    SAYS_NOTHING,
    STATUSES,
    Standing,
    assess,
)
from openfisca_kz.assessment.sums import sums
from openfisca_kz.base import MONTH
from openfisca_kz.engine.knowledge import beyond
from openfisca_kz.engine.open.facts import Missing
from openfisca_kz.engine.system import version
from openfisca_kz.families.family import NO_DAY, Situation, law_for
from openfisca_kz.language import Language, language
from openfisca_kz.problems import FIRST_MONTH, month_of
from openfisca_kz.services.register import Service, read_register, service_of
from openfisca_kz.services.rights_and_duties import rights_of

__all__ = ["Screening", "screen"]

#: How far back and ahead of the month the beginning and the end of a right are looked for, months.
_HORIZON = 24


def screen(situation: Situation, month: str, lang: str = "en", system: Any = None) -> Screening:
    """Screen a family for every right of the register of services.

    Args:
        situation: the people, as ``read_family`` returns them.
        month: such as ``2026-06``.
        lang: language of labels and questions: en, kk or ru.
        system: a reform of the law; the one the situation was read with if not given.

    Returns:
        Each right of each person or family concerned, the questions that decide, the facts assumed.

    Raises:
        openfisca_kz.problems.InputError: the month is none, is outside the rules, or comes before a birth.

    """
    law, speech, asked = law_for(situation, system), language(lang), month_of(month)
    situation.simulation(asked)  # refuses a month before a birth
    return _Screener(situation, asked, speech, law).screen()


class _Screener:
    def __init__(self, situation: Situation, month: Period, speech: Language, system: Any) -> None:
        self.situation, self.month, self.speech, self.system = situation, month, speech, system
        known = rights_of(system)
        ordered = [right for service in read_register() for right in service.rights if right in known]
        self.services: dict[str, Service] = {right: service_of(right) for right in dict.fromkeys((*ordered, *known))}
        self.assessment = assess(situation, month, system)
        places = {right: place for place, right in enumerate(self.services)}
        standings = self.assessment.standings.values()
        self.standings = sorted(standings, key=lambda standing: places[standing.right])
        self.bounds = self.assessment.simulation
        self.resting = {(one.right, one.index): list(one.resting) for one in self.standings}
        self.unnamed = self.bounds.world.assumed
        self.coming = self.assessment.coming()

    def screen(self) -> Screening:
        self._rest_of_paid({standing.right for standing in self.standings if standing.low or standing.told})
        drawn = self._drawn()
        named = {fact for facts in self.resting.values() for fact in facts} | drawn.keys()
        self.unnamed = self.bounds.bits(self.bounds.assumed - named)
        self.resting = {key: [fact for fact in facts if fact not in drawn] for key, facts in self.resting.items()}
        questions = self._questions(drawn)
        conditions = Conditions(self.assessment, self.speech, self.services)
        rights = [self._right(standing, questions, conditions) for standing in self.standings]
        rights.sort(key=_place)
        return self._whole(rights, questions)

    def _rest_of_paid(self, rights: set[str]) -> None:
        """Name what the payment of a right with a sum rests on beside the right: the date of the claim, say."""
        for right in rights:
            paid = self.system.variables.get(f"{right}_paid")
            if paid is None or paid.entity != self._entity(right):
                continue
            for index in range(len(self.bounds.ids(right))):
                resting = self.resting[right, index]
                resting += [fact for fact in self.assessment.resting(paid.name, index) if fact not in resting]

    def _entity(self, name: str) -> Any:
        return self.system.variables[name].entity

    def _drawn(self) -> dict[Missing, str]:
        """Return the dates that would say that a right is drawn already, of those that anybody has on what was told."""
        dates = received_facts()
        found: dict[Missing, str] = {}
        for standing in self.standings:
            fact = (f"{standing.right}_claim_date", standing.index)
            mine = standing.status in (DUE, CLAIMABLE) or standing.told > 0
            if (
                mine
                and fact[0] in dates
                and fact in self.bounds.place
                and self._entity(fact[0]) == self._entity(standing.right)
            ):
                found[fact] = standing.right
        return found

    def _questions(self, drawn: Mapping[Missing, str]) -> list[Question]:
        by_right: dict[str, list[Missing]] = {}
        dead = self._dead()
        for standing in self.standings:
            facts = self.assessment.with_others(standing.deciding) if standing.deciding else ()
            wanted = [fact for fact in facts if not self._needless(fact, standing, dead)]
            if wanted:
                by_right.setdefault(standing.right, []).extend(wanted)
        paid = [key for key in self.assessment.standings if self.assessment.received(*key)]
        asking = Questions(self.situation, self.month, self.assessment.plain, self.speech, paid)
        return asking.ask(by_right, self.bounds.missing, drawn)

    def _dead(self) -> set[int]:
        """Return who has died before the month, on what was told."""
        given = self.situation.given.get("death_date")
        if given is None:
            return set()
        told, days = given.at(None)
        first = np.datetime64(str(self.month.start), "D")
        return set(np.flatnonzero(told & (days > NO_DAY) & (days < first)).tolist())

    def _needless(self, fact: Missing, standing: Standing, dead: set[int]) -> bool:
        """Return whether a fact is of somebody who has died, and the right neither said of them nor due on a death."""
        name, index = fact
        if index not in dead or not self._entity(name).is_person:
            return False
        said_of = self._entity(standing.right).is_person and standing.index == index
        return not said_of and not self.services[standing.right].event.startswith("death")

    def _right(
        self,
        standing: Standing,
        questions: list[Question],
        conditions: Conditions,
    ) -> Right:
        name, index, status, low, high = standing.right, standing.index, standing.status, standing.low, standing.high
        variable, service = self.system.variables[name], self.services[name]
        drawn = self.assessment.received(name, index)
        mine = {(fact, self._who(fact, place)) for fact, place in standing.deciding}
        asked = [one.fact for one in questions if any((fact.fact, fact.who) in mine for fact in one.facts)]
        since, until = self._span(name, index) if status == DUE and name not in paid_once() else (None, None)
        if standing.arose is not None:
            since = str(standing.arose)
        coming = self.coming.get((name, index))
        past = self.assessment.for_the_past(name, index)
        return Right(
            right=name,
            label=self.speech.say(variable.label),
            who=self._who(name, index),
            status=status,
            amount=low if low == high else None,
            amount_min=low,
            amount_max=high if high < SAYS_NOTHING else None,
            amount_told=standing.told,
            unit=variable.unit or "",
            period=str(self.bounds.period_of(name)),
            once=name in paid_once(),
            since=since,
            until=until,
            received=drawn,
            waiting=None if drawn else self.assessment.waiting(standing),
            for_the_past=past.amount if past else None,
            past_since=str(past.since) if past else None,
            past_until=str(past.until) if past else None,
            service=service.name[self.speech.code],
            body=self.speech.say(service.body),
            provision=service.provision,
            claim_limit=self.speech.say(service.claim_limit),
            conditions=conditions.of(standing),
            questions=tuple(dict.fromkeys(asked)),
            only_if=tuple(dict.fromkeys(self._reason(fact) for fact in standing.events)),
            starts=str(coming[0]) if coming else None,
            amount_then=coming[1] if coming else 0.0,
            step=standing.step,
            step_amount=standing.step_amount,
            assumed=tuple(sorted({fact for fact, _ in self.resting[name, index]})),
            law=conditions.law(name),
        )

    def _span(self, name: str, index: int) -> tuple[str | None, str | None]:
        """Return the first and the last month of a right that runs, as far as what is told settles them."""
        if self.system.variables[name].definition_period != MONTH:
            return None, None
        found: list[str | None] = []
        for step in (-1, 1):
            edge = None
            for distance in range(1, _HORIZON):
                month = self.month.offset(step * distance, "month")
                if str(month) < FIRST_MONTH:
                    break  # the rules are not known there
                low, high, why = self.bounds.ends(name, month)
                if (why[index] & self.unnamed).any():
                    break  # it rests on something taken for granted that the answer does not name
                if low[index] > 0:
                    continue
                if high[index] <= 0:
                    edge = str(self.month.offset(step * (distance - 1), "month"))
                break
            found.append(edge)
        return found[0], found[1]

    def _whole(self, rights: list[Right], questions: list[Question]) -> Screening:
        return Screening(
            **dataclasses.asdict(sums(self.assessment)),
            month=str(self.month),
            law_date=str(self.month.start),
            version=version(),
            source=self.situation.source,
            language=self.speech.code,
            persons=self.situation.persons,
            families=self.situation.families,
            rights=tuple(rights),
            questions=tuple(questions),
            assumptions=tuple(self._assumptions()),
            cover=tuple(covers(self.assessment, self.speech)),
            beyond=beyond(self.bounds, self.month),
            conflicts=conflicts_of_facts(self.situation, str(self.month), self.speech, self.system),
        )

    def _assumptions(self) -> list[Assumption]:
        resting = {fact for facts in self.resting.values() for fact in facts}
        found = []
        for name, index in sorted(resting):
            variable = self.system.variables[name]
            default = variable.default_value
            value = (
                self.speech.say(default.value) if hasattr(default, "index") and hasattr(default, "value") else default
            )
            found.append(
                Assumption(
                    fact=name,
                    label=self.speech.say(variable.label),
                    who=self._who(name, index),
                    value=value.isoformat() if hasattr(value, "isoformat") else value,
                    because=self._reason((name, index)),
                )
            )
        return found

    def _who(self, name: str, index: int) -> str:
        return str(self.bounds.ids(name)[index])

    def _reason(self, fact: Missing) -> str:
        return self.speech.say(self.assessment.presumed[fact].because)


def _place(right: Right) -> tuple[Any, ...]:
    """Return the place of a right among others: tenge before other money, the surest first, then the greatest."""
    amount = max(right.amount_min, right.amount_told, right.step_amount, right.for_the_past or 0)
    refused = right.status == NOT_DUE
    return refused, right.unit != "KZT", STATUSES.index(right.status), bool(right.only_if), amount == 0, -amount
