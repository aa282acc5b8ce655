"""Whether a paid amount is right: the amount by the rules, the difference, and what reproduces the amount paid.

First comes what makes it right after all (``grounds``). Only then are causes tried, each alone and then with every
other one of another kind; a pair is told only where no single cause gives the paid amount.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from openfisca_core.periods import Period

from openfisca_kz.answers.causes import Decision, FactCauses, LawCauses, Variant
from openfisca_kz.answers.explain import explain_right
from openfisca_kz.answers.grounds import Ground, Grounds
from openfisca_kz.answers.trials import NOTHING, TENGE, Finding, Trials, couples_of
from openfisca_kz.assessment.domains import paid_once
from openfisca_kz.assessment.model import Line
from openfisca_kz.base import Array
from openfisca_kz.doubts.model import Reading
from openfisca_kz.engine.knowledge import Beyond, beyond, told_beyond
from openfisca_kz.engine.protocols import System
from openfisca_kz.engine.system import version
from openfisca_kz.entities import Person
from openfisca_kz.families.facts import number_of
from openfisca_kz.families.family import Situation, law_for
from openfisca_kz.families.variants import Put, crowd
from openfisca_kz.language import Language, language
from openfisca_kz.problems import InputError, month_of, nearest, refuse_argument
from openfisca_kz.services.next_steps import next_steps
from openfisca_kz.services.register import service_of
from openfisca_kz.services.rights_and_duties import paid_of, rights_of

RIGHT, RIGHT_IF, NOTHING_PAID, TOO_LITTLE, TOO_MUCH = "right", "right_if", "nothing_paid", "too_little", "too_much"
#: An amount that rests on figures which are not enacted for its month is not judged.
NOT_JUDGED = "not_judged"

#: Rights said of who is cared for and paid to who cares: to name who was paid is no mistake.
PAID_TO_ANOTHER = (
    "birth_benefit",
    "childcare_benefit",
    "childcare_payment",
    "childcare_pension_subsidy",
    "disabled_child_allowance_carer",
    "guardian_allowance",
    "group_1_carer_allowance",
)

#: What is paid once is paid out some days after the claim: at most so many months later.
PAID_OUT_WITHIN = 2

#: No term of a claim is longer, months.
LONGEST_TERM = 40

_CHILD = "child"

# A reading of the law that stands in no register: other figures are tried as one.
_UNWRITTEN = Reading(id="", area="", rights=(), question="", chosen="", other="", where="")


@dataclasses.dataclass(frozen=True)
class Verification:
    """The check of one payment; amounts in KZT. ``difference`` is what was paid less what is due.

    ``verdict`` is right; right_if (``grounds`` say under what); nothing_paid though it is due; too_little; too_much.
    ``findings`` reproduce a wrong amount. ``line`` is the right as it is explained, ``right`` its variable.
    """

    right: str
    label: str
    who: str
    month: str
    paid: float
    computed: float
    difference: float
    verdict: str = dataclasses.field(
        metadata={"enum": ["right", "right_if", "nothing_paid", "too_little", "too_much", "not_judged"]}
    )
    grounds: tuple[Ground, ...]
    findings: tuple[Finding, ...]
    tried: int
    line: Line | None
    body: str
    service: str
    lang: str
    version: str
    beyond: Beyond

    def to_dict(self) -> dict[str, Any]:
        """Return the check as JSON can hold it."""
        return {**told_beyond(self, self.lang), "next_step": next_steps()[self.right].to_dict(self.lang)}


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
    law = law_for(situation, system)
    speech, when = language(lang), month_of(str(month))
    known = [name for name in rights_of(law) if law.variables[name].unit == "KZT"]
    known = [name for name in known if str(law.variables[name].definition_period) == str(when.unit)]
    if right not in known:
        raise refuse_argument(
            "right", "There is no right `{name}` that is paid monthly: {hint}", name=right, hint=nearest(right, known)
        )
    paid = number_of("paid", paid)
    if paid < 0:
        raise refuse_argument("paid", "The amount paid is a number of tenge, not {paid}.", paid=paid)
    return _Check(situation, right, when, paid, person, speech, law).run()


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
        self.claim = f"{right}_claim_date"
        #: The payment, and what is withheld from it where something is.
        self.sums = [self.variable, *({f"{right}_pension_contribution"} & law.variables.keys())]
        self.ids = situation.persons if law.variables[right].entity.key == Person.key else situation.families
        self.told_month = month
        simulation = situation.simulation(month, law)
        amounts = simulation.calculate(self.variable, month)
        self.beyond = beyond(simulation, month)
        claimed = self._claimed(amounts)
        self.index = self._index(person, np.maximum(amounts, claimed))
        self.computed = float(amounts[self.index])
        if self.computed <= 0 < claimed[self.index]:
            self._move(float(claimed[self.index]))
        self.trials = Trials(self.paid, self.computed, speech)

    def run(self) -> Verification:
        difference = self.paid - self.computed
        grounds: tuple[Ground, ...] = ()
        findings: tuple[Finding, ...] = ()
        verdict = RIGHT
        if self.beyond:
            verdict = NOT_JUDGED
        elif abs(difference) >= TENGE - NOTHING:
            decision = Decision(self.situation, self.law, self.right, self.index, self.month, self.speech)
            grounds = Grounds(decision, self.paid).find()
            findings = () if grounds else self._findings(decision)
            too_little = TOO_LITTLE if self.paid > 0 else NOTHING_PAID
            verdict = RIGHT_IF if grounds else TOO_MUCH if difference > 0 else too_little
        service = service_of(self.right)
        return Verification(
            right=self.right,
            label=self.speech.say(self.law.variables[self.right].label),
            who=self.ids[self.index],
            month=str(self.told_month),
            paid=self.paid,
            computed=self.computed,
            difference=difference,
            verdict=verdict,
            grounds=grounds,
            findings=findings,
            tried=self.trials.tried,
            line=self._line(),
            body=self.speech.say(service.body),
            service=service.name[self.speech.code],
            lang=self.speech.code,
            version=version(),
            beyond=self.beyond,
        )

    # ----- What is paid once ----- #

    def _claimed(self, amounts: Array) -> Array:
        """Return what is paid once in the month on a claim of the month, or on one told of a month just before."""
        found = np.zeros(len(self.ids))
        if self.right not in paid_once():
            return found
        if self._untold:
            simulation = self._claiming(self._untold).simulation(self.month, self.law)
            found = simulation.calculate(self.variable, self.month)
        for _, earlier in self._just_before():
            found = np.where(found > 0, found, earlier)
        return np.where(amounts > 0, 0, found)

    def _move(self, amount: float) -> None:
        """Take the claim as made in the month, or the month as that of a claim told or of the event just before it."""
        self.computed = amount
        if self.index in self._untold:
            self.situation = dataclasses.replace(self.situation, given=self._claiming([self.index]).given)
            return
        months = (month for month, earlier in self._just_before() if earlier[self.index] > 0)
        self.month = next(months, self.month)

    def _just_before(self) -> Iterator[tuple[Period, Array]]:
        """Yield the months just before, the latest first, with what is paid in each."""
        simulation = self.situation.simulation(system=self.law)
        for back in range(1, PAID_OUT_WITHIN + 1):
            yield self._months_ago(back), simulation.calculate(self.variable, self._months_ago(back))

    def _claiming(self, places: Sequence[int]) -> Situation:
        """Return the people with a claim of some of them on the last day of the month."""
        last_day = np.datetime64(self.month.stop.date)
        return crowd(self.situation, [[Put(self.claim, place, last_day) for place in places]])

    @property
    def _untold(self) -> list[int]:
        """Who may have claimed on a day that nobody told; nobody where a claim has no day in the rules."""
        if self.claim not in self.law.variables:
            return []
        told = self.situation.given.get(self.claim)
        known = np.zeros(len(self.ids), dtype=bool) if told is None else told.at(None)[0]
        return [int(place) for place in np.flatnonzero(~known)]

    def _months_ago(self, count: int) -> Period:
        return self.month.offset(-count, "month")

    # ----- Whose payment ----- #

    def _index(self, person: str | None, amounts: Array) -> int:
        due = [place for place, amount in enumerate(amounts) if amount > 0]
        if person is not None:
            place = self.situation.position(person)
            if self.ids is not self.situation.persons:
                return int(self.situation.family_of[place])
            return place if place in due else self._said_of(place, due)
        if len(due) == 1 or len(self.ids) == 1:
            return due[0] if due else 0
        raise self._which(due or range(len(self.ids)))

    def _said_of(self, place: int, due: Sequence[int]) -> int:
        """Return of whom a right is said that the person named was perhaps paid; ask where there are several."""
        if self.right not in PAID_TO_ANOTHER:
            return place
        families, roles = self.situation.family_of, self.situation.roles
        mine = [other for other in range(len(self.ids)) if families[other] == families[place]]
        children = [other for other in mine if roles[other] == _CHILD]
        if place in children:
            return place
        others = [other for other in mine if other in due] or children
        if len(others) > 1:
            raise self._which(others)
        return others[0] if others else place

    def _which(self, places: Sequence[int]) -> InputError:
        return refuse_argument(
            "person",
            "{right} in {month}: say who it is about (person): one of {names}.",
            right=self.right,
            month=self.told_month,
            names=", ".join(self.ids[place] for place in places),
        )

    def _line(self) -> Line | None:
        lines = explain_right(self.situation, self._arose(), self.right, self.speech.code, self.law)
        own = tuple(line for line in lines if line.who == self.ids[self.index])
        return next(iter(own or lines), None)

    def _arose(self) -> Period:
        """Return the month in which what is paid once arose; the month itself of other rights."""
        if self.right not in paid_once() or self.computed <= 0:
            return self.month
        simulation = self.situation.simulation(system=self.law)
        months = (self._months_ago(back) for back in range(LONGEST_TERM))
        return next((one for one in months if simulation.calculate(self.right, one)[self.index] > 0), self.month)

    # ----- What reproduces the paid amount ----- #

    def _findings(self, decision: Decision) -> tuple[Finding, ...]:
        trials = self.trials
        facts = list(FactCauses(decision).find()) if self.paid > 0 else []
        laws = list(LawCauses(decision).find())
        amounts, withheld = self._amounts(decision, [(), *(variant.puts for variant in facts)])
        trials.add([(), *((variant,) for variant in facts)], amounts, withheld)
        effective = [variant for variant, amount in zip(facts, amounts[1:], strict=True) if trials.differs(amount)]
        for law in laws:
            amounts, withheld = self._amounts(decision, [(), *(variant.puts for variant in effective)], law)
            trials.add([(law,)], amounts[:1], withheld[:1])
            if trials.differs(amounts[0]):
                trials.add([(law, variant) for variant in effective], amounts[1:], withheld[1:])
        couples = [] if trials.alone else list(couples_of(effective))
        if couples:
            trials.add(couples, *self._amounts(decision, [(*one.puts, *other.puts) for one, other in couples]))
        return trials.findings()

    def _amounts(
        self, decision: Decision, copies: Sequence[Sequence[Put]], variant: Variant | None = None
    ) -> tuple[Array, Array]:
        """Return the amount and what is withheld from it for each copy of the family, under other figures. KZT."""
        reading = None if variant is None else dataclasses.replace(_UNWRITTEN, parameters=variant.parameters)
        simulation = decision.copies(copies, reading)
        simulation.will_be_asked(self.sums)
        sums = [simulation.calculate(name, self.month)[self.index :: len(self.ids)] for name in self.sums]
        return sums[0], sums[1] if len(sums) > 1 else np.zeros(len(copies))
