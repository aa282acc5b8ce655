"""The one assessment of a family: every right with its status, and every condition with what is known of it.

A fact that nobody told is unknown. A right is due only if it is due whatever the unknown facts are. One that is paid
once and arose in an earlier month is claimable until its term ends, unless it was drawn as far as told. A right is not
due only if it is not due whatever the unknown facts are, what is taken for granted of events (a death, an adoption)
included; else it is possible. The law runs once, on bounds.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from openfisca_core.periods import Period

from openfisca_kz.assessment.claims import Claims, Past, received
from openfisca_kz.assessment.domains import (
    assumptions,
    needed,
    of_one,
    paid_once,
    sexes_of,
    stand_ins,
    steps,
    told_instead,
)
from openfisca_kz.assessment.likelihood import likelihood
from openfisca_kz.assessment.model import Waiting
from openfisca_kz.assessment.simulation import OpenSimulation
from openfisca_kz.base import MONTHS_IN_YEAR
from openfisca_kz.engine.core import memo
from openfisca_kz.engine.open.facts import Missing
from openfisca_kz.families.family import FamilySimulation, Situation
from openfisca_kz.families.variants import Put, beside
from openfisca_kz.services.rights_and_duties import rights_of

DUE, CLAIMABLE, POSSIBLE, NOT_DUE = "due", "claimable", "possible", "not_due"

#: No bound above this is shown: it only says that some amount is not told.
SAYS_NOTHING = 1e8

_LIKELY = 0.5

#: How many assessments of the same people are kept: of a law and a bill, of a month and the next one.
_KEPT = 4

#: The statuses, the surest first.
STATUSES = (DUE, CLAIMABLE, POSSIBLE, NOT_DUE)


@dataclasses.dataclass(frozen=True)
class Standing:
    """How a right stands for one person or family.

    ``low`` and ``high`` are the least and the most: of the month, or of what ``arose`` once in an earlier month.
    ``told`` is what it comes to in the month on what was told, all else as usual. Of what was paid by the month and has
    ended all three are nothing: a claim brings months gone by.
    ``step`` is what the applicant can do on applying (a fact), ``step_amount`` what it brings on what was told.
    ``deciding`` are the facts that may change it, ``resting`` those taken for granted that it rests on, and ``events``
    those of them that would have to be otherwise for a right that is possible only then.
    """

    right: str
    index: int
    status: str
    low: float
    high: float
    deciding: tuple[Missing, ...]
    resting: tuple[Missing, ...]
    events: tuple[Missing, ...] = ()
    arose: Period | None = None
    told: float = 0.0
    step: str = ""
    step_amount: float = 0.0


def assess(
    situation: Situation,
    month: Period,
    system: Any,
    known: FamilySimulation | None = None,
    rights: tuple[str, ...] | None = None,
) -> Assessment:
    """Return the standing of every right of the law: worked out once for people, however many ask.

    Args:
        situation: the people, as ``read_family`` returns them.
        month: the month asked.
        system: the law or a reform of it.
        known: a simulation of the people in which something is worked out already.
        rights: the only ones asked, if not all are.

    """
    kept: dict[Any, Assessment] = memo(situation).setdefault("assessments", {})
    key = month, system, rights
    if key not in kept:
        while len(kept) >= _KEPT:
            del kept[next(iter(kept))]
        kept[key] = Assessment(situation, month, system, rights, known)
    return kept[key]


class Assessment:
    """The standing of every right of the people in a month.

    Args:
        situation: the people, as ``read_family`` returns them.
        month: the month asked.
        system: the law or a reform of it.
        rights: the rights assessed; every one of the system if not given.
        known: a simulation of the people in which something is worked out already.

    """

    def __init__(
        self,
        situation: Situation,
        month: Period,
        system: Any,
        rights: Sequence[str] | None = None,
        known: FamilySimulation | None = None,
    ) -> None:
        self.situation, self.month, self.system = situation, month, system
        self.presumed = assumptions(situation, month, system)
        self.plain = situation.simulation(None, system) if known is None else known.part()
        spans = stand_ins(situation, month, system, self.plain)
        events = [fact for fact, presumption in self.presumed.items() if presumption.opens]
        self.simulation = OpenSimulation.of(situation, month, self.presumed, system, events, spans)
        self.rights = rights_of(system) if rights is None else tuple(rights)
        self.standings = {
            (name, index): self._standing(name, index) for name in self.rights for index in range(len(self._ids(name)))
        }
        expected = [key for key, one in self.standings.items() if one.status == DUE or one.told > 0]
        self.claims = Claims(self.simulation, self.plain, expected, self.rights)
        for key, arisen in self.claims.arisen.items():
            if self.standings[key].status != DUE:
                status = CLAIMABLE if arisen.low > 0 else POSSIBLE
                low, high, told = (arisen.low, arisen.high, arisen.told) if key[0] in paid_once() else (0.0, 0.0, 0.0)
                deciding, resting = arisen.deciding, arisen.resting
                self.standings[key] = Standing(*key, status, low, high, deciding, resting, (), arisen.month, told)
        for step, rights in steps().items():
            self._with_step(step, [right for right in rights if right in self.rights])

    def _with_step(self, step: str, rights: Sequence[str]) -> None:
        """Say of rights what a step of the applicant would bring: whoever can still take it is not refused."""
        open_ = [
            key for key, one in self.standings.items() if one.right in rights and one.status in (POSSIBLE, NOT_DUE)
        ]
        if not open_:
            return
        families = range(len(self.situation.families))
        taken = beside(self.plain, self.situation, [[Put(step, family, True, untold=True) for family in families]])
        for right, index in open_:
            amount, standing = float(taken.calculate(right, self.month)[index]), self.standings[right, index]
            if amount > standing.told and not self._guessed(right, standing.deciding):
                self.standings[right, index] = dataclasses.replace(
                    standing, status=POSSIBLE, step=step, step_amount=amount
                )

    def coming(self) -> dict[tuple[str, int], tuple[Period, float]]:
        """Return the rights that nobody has yet and that will be there within a year on what was told."""
        return self.claims.coming(
            key
            for key, one in self.standings.items()
            if one.status in (POSSIBLE, NOT_DUE)
            and not (one.told or one.step)
            and not self._guessed(key[0], one.deciding)
        )

    def _guessed(self, right: str, deciding: Iterable[Missing]) -> bool:
        """Return whether a sum on what was told takes something for nothing that is likely to be more."""
        missing = (fact for fact in deciding if right in needed().get(fact[0], ()))
        return any(self._likely(*fact) for fact in missing if not told_instead(self.situation, fact))

    def _likely(self, fact: str, index: int) -> bool:
        if not self.system.variables[fact].entity.is_person:
            return True
        age = self.situation.age_in_months(index, self.month) // MONTHS_IN_YEAR
        return likelihood(fact, age, sexes_of(self.situation)[index], gate=False) >= _LIKELY

    def received(self, right: str, index: int) -> bool | None:
        """Return whether a right is drawn already; None where nothing was told of it."""
        return received(self.situation, self.system, right, index, self.month)

    def for_the_past(self, right: str, index: int) -> Past | None:
        """Return what a claim in the month still brings for earlier ones; None of what is drawn or is paid once."""
        past = None if right in paid_once() else self.claims.for_the_past(right, index)
        return past if past and not self.received(right, index) else None

    def waiting(self, standing: Standing) -> Waiting | None:
        """Return until when a right can be claimed without loss, and what is lost then; None where not known."""
        past = self.for_the_past(standing.right, standing.index)
        amount = standing.told or standing.low or (past.amount if past else 0.0)
        return self.claims.waiting(standing.right, standing.index, amount)

    def family_of(self, standing: Standing) -> int:
        """Return the family of the person or family that a right is for."""
        personal = self.system.variables[standing.right].entity.is_person
        return int(self.situation.family_of[standing.index]) if personal else standing.index

    def strongest(self, right: str) -> str:
        """Return the surest status that a right has for anybody."""
        found = [standing.status for (name, _), standing in self.standings.items() if name == right]
        return min(found, key=STATUSES.index)

    def holds(self, condition: str, index: int, period: Period | None = None) -> bool | None:
        """Return whether a condition holds for one person or family; None while facts that were not told decide."""
        low, high, _ = self.simulation.ends(condition, period)
        return bool(low[index]) if low[index] == high[index] else None

    def holds_in_doubt(self, condition: str, index: int) -> bool | None:
        """Return whether a condition holds, whatever happened that is taken for granted not to have happened."""
        low, high = self.simulation.ends_in_doubt(condition)
        return bool(low[index]) if low[index] == high[index] else None

    def with_others(self, facts: Iterable[Missing]) -> Iterator[Missing]:
        """Yield facts, with the same of the others of the family where only one of them can have it: who cares."""
        open_ = self.simulation.place.keys() - self.simulation.assumed
        for name, index in facts:
            yield name, index
            if name in of_one():
                others = np.flatnonzero(self.situation.family_of == self.situation.family_of[index]).tolist()
                yield from ((name, other) for other in others if other != index and (name, other) in open_)

    def deciding(self, name: str, index: int, period: Period | None = None) -> list[Missing]:
        """Return the facts that were not told, nor taken for granted, on which a value may rest."""
        return self._facts(self.simulation.ends(name, period)[2][index], assumed=False)

    def resting(self, name: str, index: int, period: Period | None = None) -> list[Missing]:
        """Return the facts taken for granted on which a value may rest."""
        return self._facts(self.simulation.ends(name, period)[2][index], assumed=True)

    def _facts(self, bits: Any, assumed: bool) -> list[Missing]:
        return [fact for fact in self.simulation.facts(bits) if (fact in self.simulation.assumed) == assumed]

    def _ids(self, name: str) -> tuple[str, ...]:
        return self.simulation.ids(name)

    def _standing(self, name: str, index: int) -> Standing:
        low, high, why = self.simulation.ends(name)
        least, most = max(float(low[index]), 0.0), float(high[index])
        deciding, resting = (tuple(self._facts(why[index], assumed)) for assumed in (False, True))
        events: tuple[Missing, ...] = ()
        if most <= 0 and self.simulation.ends_in_doubt(name)[1][index] > 0:
            events = tuple(fact for fact in resting if name in self.presumed[fact].opens)
        status = DUE if least > 0 else POSSIBLE if most > 0 or events else NOT_DUE
        told = 0.0
        if status == DUE or not self._guessed(name, deciding):
            told = float(self.plain.calculate(name, self.simulation.period_of(name))[index])
        return Standing(name, index, status, least, most, deciding, resting, events, told=told)
