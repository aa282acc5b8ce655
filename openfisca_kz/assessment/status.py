"""The one assessment of a family: every right with its status, and every condition with what is known of it.

A fact that nobody told is unknown. A right is due only if it is due whatever the unknown facts are. One that is paid
once and arose in an earlier month is claimable until its term ends, unless it was drawn as far as told. A right is not
due only if it is not due whatever the unknown facts are, what is taken for granted of events (a death, an adoption)
included; else it is possible. The law runs once, on bounds.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from openfisca_core.periods import Period

from openfisca_kz.assessment.claims import Claims
from openfisca_kz.assessment.domains import assumptions, steps
from openfisca_kz.assessment.screening_crowd import crowd
from openfisca_kz.assessment.simulation import OpenSimulation
from openfisca_kz.engine.open.facts import Missing
from openfisca_kz.families.family import Situation
from openfisca_kz.services.rights_and_duties import rights_of

DUE, CLAIMABLE, POSSIBLE, NOT_DUE = "due", "claimable", "possible", "not_due"

#: No bound above this is shown: it only says that some amount is not told.
SAYS_NOTHING = 1e8

#: The statuses, the surest first.
STATUSES = (DUE, CLAIMABLE, POSSIBLE, NOT_DUE)


@dataclasses.dataclass(frozen=True)
class Standing:
    """How a right stands for one person or family.

    ``low`` and ``high`` are the least and the most: of the month, or of what ``arose`` once in an earlier month.
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
    step: str = ""
    step_amount: float = 0.0


class Assessment:
    """The standing of every right of the people in a month.

    Args:
        situation: the people, as ``read_family`` returns them.
        month: the month asked.
        system: the law or a reform of it.
        rights: the rights assessed; every one of the system if not given.

    """

    def __init__(self, situation: Situation, month: Period, system: Any, rights: Sequence[str] | None = None) -> None:
        self.situation, self.month, self.system = situation, month, system
        self.presumed = assumptions(situation, month, system)
        events = [fact for fact, presumption in self.presumed.items() if presumption.opens]
        self.simulation = OpenSimulation.of(situation, month, self.presumed, system, events)
        self.rights = rights_of(system) if rights is None else tuple(rights)
        self.standings = {
            (name, index): self._standing(name, index) for name in self.rights for index in range(len(self._ids(name)))
        }
        due = {standing.right for standing in self.standings.values() if standing.status == DUE}
        self.claims = Claims(self.simulation, due, self.rights)
        for key, arisen in self.claims.arisen.items():
            if self.standings[key].status != DUE:
                status = CLAIMABLE if arisen.low > 0 else POSSIBLE
                low, high, deciding, resting = arisen.low, arisen.high, arisen.deciding, arisen.resting
                self.standings[key] = Standing(*key, status, low, high, deciding, resting, arose=arisen.month)

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
        taken = crowd(self.situation, [{(step, family): True for family in families}], self.system)
        for right, index in open_:
            amount = float(taken.calculate(right, self.month)[index])
            if amount > 0:
                standing = self.standings[right, index]
                self.standings[right, index] = dataclasses.replace(
                    standing, status=POSSIBLE, step=step, step_amount=amount
                )

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
        return Standing(name, index, status, least, most, deciding, resting, events)
