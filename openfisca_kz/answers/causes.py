"""What may have gone wrong in a decision, as data, and what the decision was computed from.

A cause changes facts of the family, figures of the law, or the result. Only what the amount was
computed from is varied: a trace of the calculation says what that is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
from openfisca_core.periods import Period

from openfisca_kz.answers.timeline_reasons import INCREASES
from openfisca_kz.assessment.trace import plain
from openfisca_kz.engine.protocols import System
from openfisca_kz.entities import Family, Person
from openfisca_kz.families.family import Situation
from openfisca_kz.families.variants import Put
from openfisca_kz.language import Language
from openfisca_kz.services.rights_and_duties import paid_of

#: Counts that are wrong by one, for persons and for families.
COUNTS = (
    "birth_order",
    "large_family_children",
    "survivor_allowance_dependants",
    "survivor_payment_dependants",
)

#: Figures that rules of a room read as a row of dates, which a trace does not show.
ROWS = {
    "rights.pensions": (
        "indicators.pension_indexation",
        "indicators.minimum_pension",
        "indicators.minimum_basic_pension",
        "indicators.pension_income_cap",
    ),
}


@dataclasses.dataclass(frozen=True)
class Variant:
    """One thing that may have gone wrong, and how the amount is computed if it did."""

    kind: str  # order, fact, income, days, claim, figure, cap
    text: str
    puts: tuple[Put, ...] = ()
    parameters: Mapping[str, Any] = dataclasses.field(default_factory=dict)


class Decision:
    """An amount of one right of one person or family in a month, and what it was computed from."""

    def __init__(
        self, situation: Situation, system: System, right: str, index: int, month: Period, speech: Language
    ) -> None:
        self.situation = situation
        self.system = system
        self.right = right
        self.index = index
        self.month = month
        self.speech = speech
        self.paid = paid_of(system, right)
        self.entity = system.variables[right].entity.key
        self.personal = self.entity == Person.key
        simulation = situation.simulation(month, system)
        simulation.trace = True
        simulation.calculate(self.paid, month)
        self.read: dict[str, dict[str, Any]] = {}
        self.figures: dict[str, set[str]] = {}
        for node in simulation.tracer.browse_trace():
            self.read.setdefault(node.name, {})[str(node.period)] = node.value
            for access in node.parameters:
                self.figures.setdefault(access.name, set()).add(str(access.period))
        increases = [INCREASES[right]] if right in INCREASES else []
        for path in (*increases, *ROWS.get(system.variables[right].room, ())):
            self.figures.setdefault(path, set()).add(str(month.start))
        families = simulation.populations[Family.key].members_entity_id
        self.family = int(families[index] if self.personal else index)
        self.members = [int(place) for place in np.flatnonzero(families == self.family)]

    def places(self, fact: str) -> list[int]:
        """Return whose value of a fact counts: the members of the family, or the family; nobody if it was not read."""
        if fact not in self.read or not self.periods(fact):
            return []
        entity = self.system.variables[fact].entity.key
        if entity == Family.key:
            return [self.family]
        return [self.index] if fact in COUNTS and self.entity == Person.key else self.members

    def periods(self, fact: str) -> list[str]:
        """Return the periods of a fact that say how it stands in the month: the month itself, or eternity."""
        return [period for period in (str(self.month), "ETERNITY") if period in self.read[fact]]

    def value(self, fact: str, place: int) -> Any:
        """Return the value of a fact as it was read, as plain Python."""
        return plain(self.read[fact][self.periods(fact)[0]], place)

    def who(self, variable: Any, place: int) -> str:
        """Return the name of a person or family."""
        return (self.situation.persons if variable.entity.key == Person.key else self.situation.families)[place]
