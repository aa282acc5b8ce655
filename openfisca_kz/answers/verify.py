"""Whether a paid amount is right: the amount by the rules, the difference, and the causes that reproduce what was paid.

Every cause is tried alone and then with every other one of another kind; a pair is told only where no single cause
gives the paid amount.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
from openfisca_core.periods import Period

from openfisca_kz.answers.causes import Decision, Variant
from openfisca_kz.answers.causes_facts import FactCauses
from openfisca_kz.answers.causes_law import LawCauses
from openfisca_kz.answers.explain import explain, version
from openfisca_kz.answers.trials import NOTHING, TENGE, Finding, Trials, couples_of
from openfisca_kz.assessment.model import Line
from openfisca_kz.base import Array
from openfisca_kz.doubts.model import Reading
from openfisca_kz.doubts.versions import OtherLaw
from openfisca_kz.engine.protocols import System
from openfisca_kz.entities import Person
from openfisca_kz.families.family import Situation
from openfisca_kz.families.variants import Put, crowd
from openfisca_kz.language import Language, language
from openfisca_kz.problems import month_of, nearest, refuse
from openfisca_kz.services.register import service_of
from openfisca_kz.services.rights_and_duties import paid_of, rights_of

RIGHT, TOO_LITTLE, TOO_MUCH = "right", "too_little", "too_much"


@dataclasses.dataclass(frozen=True)
class Verification:
    """The check of one payment; amounts in KZT. ``difference`` is what was paid less what is due."""

    right: str
    label: str
    who: str
    month: str
    paid: float
    computed: float
    difference: float
    verdict: str
    findings: tuple[Finding, ...]
    tried: int
    line: Line | None
    body: str
    service: str
    version: str

    def to_dict(self) -> dict[str, Any]:
        """Return the check as JSON can hold it."""
        return dataclasses.asdict(self)


def verify(
    situation: Situation,
    right: str,
    month: str | Period,
    paid: float,
    person: str | None = None,
    lang: str = "en",
    system: System | None = None,
) -> Verification:
    """Check a payment of a month.

    Args:
        situation: the people, as ``read_family`` returns them.
        right: the variable of the payment, such as ``childcare_payment``.
        month: the month it was paid for.
        paid: what was paid, KZT.
        person: of whom the right is said (for the childcare payment: the child); needed where several have it.
        lang: language of labels and causes: en, kk or ru.
        system: a reform of the law; the one the situation was read with if not given.

    Raises:
        InputError: no such right or person, several people have the right, the month is none, the sum is below zero.

    """
    law = system or situation.system
    when = month_of(str(month))
    known = [name for name in rights_of(law) if law.variables[name].unit == "KZT"]
    known = [name for name in known if str(law.variables[name].definition_period) == str(when.unit)]
    if right not in known:
        raise refuse("There is no right `{name}` that is paid monthly: {hint}", name=right, hint=nearest(right, known))
    if not np.isfinite(paid) or paid < 0:
        raise refuse("The amount paid is a number of tenge, not {paid}.", paid=paid)
    return _Check(situation, right, when, float(paid), person, language(lang), law).run()


class _Check:
    def __init__(
        self,
        situation: Situation,
        right: str,
        month: Period,
        paid: float,
        person: str | None,
        speech: Language,
        law: System,
    ) -> None:
        self.situation = situation
        self.right = right
        self.month = month
        self.paid = paid
        self.speech = speech
        self.law = law
        self.variable = paid_of(law, right)
        withheld = f"{right}_pension_contribution"
        self.withheld = withheld if withheld in law.variables else None
        self.ids = situation.persons if law.variables[right].entity.key == Person.key else situation.families
        amounts = situation.simulation(month, law).calculate(self.variable, month)
        self.index = self._index(person, amounts)
        self.computed = float(amounts[self.index])
        self.trials = Trials(self.paid, self.computed, speech)

    def run(self) -> Verification:
        difference = self.paid - self.computed
        verdict = TOO_LITTLE if difference < 0 else TOO_MUCH
        if abs(difference) < TENGE - NOTHING:
            verdict = RIGHT
        findings = () if verdict == RIGHT else self._findings()
        service = service_of(self.right)
        return Verification(
            right=self.right,
            label=self.speech.say(self.law.variables[self.right].label),
            who=self.ids[self.index],
            month=str(self.month),
            paid=self.paid,
            computed=self.computed,
            difference=difference,
            verdict=verdict,
            findings=findings,
            tried=self.trials.tried,
            line=self._line(),
            body=self.speech.say(service.body),
            service=service.name[self.speech.code],
            version=version(),
        )

    # ----- Whose payment ----- #

    def _index(self, person: str | None, amounts: Array) -> int:
        if person is not None:
            place = self.situation.position(person)
            return place if self.ids is self.situation.persons else int(self.situation.family_of[place])
        due = [place for place, amount in enumerate(amounts) if amount > 0]
        if len(due) == 1 or len(self.ids) == 1:
            return due[0] if due else 0
        names = [self.ids[place] for place in due] or list(self.ids)
        raise refuse(
            "{right} in {month}: say by --person of whom it is said, one of {names}.",
            right=self.right,
            month=str(self.month),
            names=", ".join(names),
        )

    def _line(self) -> Line | None:
        explanation = explain(self.situation, str(self.month), self.speech.code, self.law)
        lines = [line for line in (*explanation.due, *explanation.not_due) if line.variable == self.right]
        own = [line for line in lines if line.who == self.ids[self.index]]
        return next(iter(own or lines), None)

    # ----- What reproduces the paid amount ----- #

    def _findings(self) -> tuple[Finding, ...]:
        decision = Decision(self.situation, self.law, self.right, self.index, self.month, self.speech)
        trials = self.trials
        facts, laws = list(FactCauses(decision).find()), list(LawCauses(decision).find())
        amounts, withheld = self._amounts(self.law, [(), *(variant.puts for variant in facts)])
        trials.add([(), *((variant,) for variant in facts)], amounts, withheld)
        effective = [variant for variant, amount in zip(facts, amounts[1:], strict=True) if trials.differs(amount)]
        for law in laws:
            amounts, withheld = self._amounts(self._law(law), [(), *(variant.puts for variant in effective)])
            trials.add([(law,)], amounts[:1], withheld[:1])
            if trials.differs(amounts[0]):
                trials.add([(law, variant) for variant in effective], amounts[1:], withheld[1:])
        couples = [] if trials.alone else list(couples_of(effective))
        if couples:
            trials.add(couples, *self._amounts(self.law, [(*one.puts, *other.puts) for one, other in couples]))
        return trials.findings()

    def _law(self, variant: Variant) -> Any:
        reading = variant.reading or Reading(
            id="tried", area="", rights=(), question="", chosen="", other="", where="", parameters=variant.parameters
        )
        return OtherLaw(self.law, reading)

    def _amounts(self, law: System, copies: Sequence[Sequence[Put]]) -> tuple[Array, Array]:
        """Return the amount and what is withheld from it for each copy of the family. KZT."""
        simulation = crowd(self.situation, copies).simulation(self.month, law)
        size = len(self.ids)
        amounts = simulation.calculate(self.variable, self.month)[self.index :: size]
        if self.withheld is None:
            return amounts, np.zeros(len(copies))
        return amounts, simulation.calculate(self.withheld, self.month)[self.index :: size]
