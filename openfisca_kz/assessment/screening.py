"""Screening: what a family is owed, may be owed and is not owed in a month, and the questions that decide.

A fact that nobody told is unknown. A right is due only if it is due whatever the unknown facts are, and not due only if
it is not due whatever they are; else it is possible, and the facts that decide are asked. What is taken for granted
(``domains.yaml``) is named. The law runs once on bounds (``engine.open``), so nothing is left to chance: a fact
that is neither asked nor assumed cannot change the answer.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from openfisca_core.periods import Period

from openfisca_kz.assessment.domains import assumptions, paid_once
from openfisca_kz.assessment.questions import Questions
from openfisca_kz.assessment.screening_claims import Claims, received
from openfisca_kz.assessment.screening_conditions import Conditions
from openfisca_kz.assessment.screening_model import Assumption, Question, Right, Screening
from openfisca_kz.assessment.simulation import OpenSimulation
from openfisca_kz.base import MONTH
from openfisca_kz.engine.open.facts import Missing
from openfisca_kz.engine.open.rules import sides
from openfisca_kz.engine.open.values import Open
from openfisca_kz.engine.system import version
from openfisca_kz.entities import Family, Person
from openfisca_kz.families.family import Situation
from openfisca_kz.language import Language, language
from openfisca_kz.problems import FIRST_MONTH, month_of
from openfisca_kz.services.register import Service, read_register
from openfisca_kz.services.rights_and_duties import rights_of

__all__ = ["Screening", "screen"]

#: No bound above this is shown: it only says that some amount is not told.
_SAYS_NOTHING = 1e8

#: How far back and ahead of the month the beginning and the end of a right are looked for, months.
_HORIZON = 24

_ORDER = ("due", "possible", "not_due")


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
    asked = month_of(month)
    situation.simulation(asked)  # refuses a month before a birth
    return _Screener(situation, asked, language(lang), system or situation.system).screen()


class _Screener:
    def __init__(self, situation: Situation, month: Period, speech: Language, system: Any) -> None:
        self.situation, self.month, self.speech, self.system = situation, month, speech, system
        self.reasons = assumptions(situation, month, system)
        self.bounds = OpenSimulation.of(situation, month, self.reasons, system)
        self.services: dict[str, Service] = {
            right: service for service in read_register() for right in service.rights if right in rights_of(system)
        }
        self.deciding: dict[tuple[str, int], list[Missing]] = {}
        self.resting: dict[tuple[str, int], list[Missing]] = {}
        self.unnamed = self.bounds.world.assumed

    def screen(self) -> Screening:
        ends = {name: self._ends(name) for name in self.services}
        for name, (_, _, why) in ends.items():
            for index, bits in enumerate(why):
                facts = self.bounds.facts(bits)
                self.deciding[name, index] = [fact for fact in facts if fact not in self.bounds.assumed]
                self.resting[name, index] = [fact for fact in facts if fact in self.bounds.assumed]
        due = {name for name, (low, _, _) in ends.items() if (low > 0).any()}
        self._rest_of_paid(due)
        named = {fact for facts in self.resting.values() for fact in facts}
        self.unnamed = self.bounds.bits(self.bounds.assumed - named)
        questions = self._questions()
        conditions = Conditions(self.bounds, self.speech, self.services)
        claims = Claims(self.bounds, due)
        rights = [
            self._right(name, index, float(low[index]), float(high[index]), questions, conditions, claims)
            for name, (low, high, _) in ends.items()
            for index in range(len(low))
        ]
        rights.sort(key=lambda right: (_ORDER.index(right.status), -right.amount_min))
        return self._whole(rights, questions)

    def _ends(self, name: str) -> tuple[Any, Any, Any]:
        low, high, why = sides(self.bounds.asked(name))
        return np.maximum(low, 0), high, self.bounds.world.nothing(len(low)) if why is None else why

    def _rest_of_paid(self, due: set[str]) -> None:
        """Name what the payment of a right that is due rests on beside the right: the date of the claim, say."""
        for right in due:
            paid = self.bounds.asked(f"{right}_paid") if f"{right}_paid" in self.system.variables else None
            if not isinstance(paid, Open) or self.system.variables[f"{right}_paid"].entity != self._entity(right):
                continue
            for index, bits in enumerate(paid.why):
                resting = self.resting[right, index]
                resting += [fact for fact in self.bounds.facts(bits & self.bounds.world.assumed) if fact not in resting]

    def _entity(self, name: str) -> Any:
        return self.system.variables[name].entity

    def _questions(self) -> list[Question]:
        by_right: dict[str, list[Missing]] = {}
        for (name, _), facts in self.deciding.items():
            if facts:
                by_right.setdefault(name, []).extend(facts)
        asking = Questions(self.situation, self.month, self.system, self.speech)
        return asking.ask(by_right, self.bounds.missing)

    def _right(
        self,
        name: str,
        index: int,
        low: float,
        high: float,
        questions: list[Question],
        conditions: Conditions,
        claims: Claims,
    ) -> Right:
        variable, service = self.system.variables[name], self.services[name]
        status = "due" if low > 0 else "possible" if high > 0 else "not_due"
        mine = {(fact, self._who(fact, place)) for fact, place in self.deciding[name, index]}
        asked = [one.fact for one in questions if any((fact.fact, fact.who) in mine for fact in one.facts)]
        since, until = self._span(name, index) if status == "due" and name not in paid_once() else (None, None)
        return Right(
            right=name,
            label=self.speech.say(variable.label),
            who=self._who(name, index),
            status=status,
            amount=low if low == high else None,
            amount_min=low,
            amount_max=high if high < _SAYS_NOTHING else None,
            unit=variable.unit or "",
            period=str(self.bounds.period_of(name)),
            once=name in paid_once(),
            since=since,
            until=until,
            received=received(self.situation, self.system, name, index, self.month),
            waiting=claims.waiting(name, index, low) if status == "due" else None,
            service=service.name[self.speech.code],
            body=self.speech.say(service.body),
            provision=service.provision,
            claim_limit=self.speech.say(service.claim_limit),
            conditions=conditions.of(name, index, status),
            questions=tuple(dict.fromkeys(asked)),
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
                low, high, why = sides(self.bounds.in_month(name, month))
                if why is not None and (why[index] & self.unnamed).any():
                    break  # it rests on something taken for granted that the answer does not name
                if low[index] > 0:
                    continue
                if high[index] <= 0:
                    edge = str(self.month.offset(step * (distance - 1), "month"))
                break
            found.append(edge)
        return found[0], found[1]

    def _whole(self, rights: list[Right], questions: list[Question]) -> Screening:
        paid = [right for right in rights if right.status == "due" and right.unit == "KZT"]
        open_ended = any(right.amount_max is None for right in paid)
        return Screening(
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
            due_total_min=sum(right.amount_min for right in paid),
            due_total_max=None if open_ended else sum(right.amount_max or 0 for right in paid),
            could_rise_by=max((question.could_change for question in questions), default=0.0),
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
                    because=self.speech.say(self.reasons[name, index]),
                )
            )
        return found

    def _who(self, name: str, index: int) -> str:
        entity = self.system.variables[name].entity.key
        names = self.situation.families if entity == Family.key else self.situation.persons
        assert entity in (Family.key, Person.key)
        return str(names[index])
