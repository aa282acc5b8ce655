"""What a family keeps as one figure of one person grows: a ladder of steps, each calculated in full.

Every step is a copy of the family in one simulation, so that a hundred of them cost little more than one. The
effective marginal rate is the part of the next tenge that the family does not keep; above one it is a cliff.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_kz.base import MONTH, duties, paid_in_tenge
from openfisca_kz.engine.knowledge import Beyond, beyond
from openfisca_kz.families.facts import number_of
from openfisca_kz.families.family import Situation, law_for
from openfisca_kz.families.variants import Put, crowd
from openfisca_kz.problems import month_of, nearest, refuse_argument
from openfisca_kz.services.rights_and_duties import PAID
from openfisca_kz.variables.rights.totals import INCOMES

Array = NDArray[np.float64]

MOST_STEPS = 2000


@dataclasses.dataclass(frozen=True)
class Ladder:
    """The steps of a ladder: the fact varied, and what the family has at each of its values. KZT a month."""

    person: str
    fact: str
    month: str
    values: Array
    work: Array
    withheld: Array
    rights: dict[str, Array]
    beyond: Beyond

    @property
    def net(self) -> Array:
        """Return what the family keeps: work, less what is withheld, plus rights."""
        return sum(self.rights.values(), self.work - self.withheld)

    @property
    def marginal_rates(self) -> Array:
        """Return for each step but the first the part of the rise that is not kept; NaN at the first."""
        rises = np.diff(self.values)
        return np.concatenate(([np.nan], 1 - np.diff(self.net) / rises))

    @property
    def cliffs(self) -> list[int]:
        """Return the positions of the steps at which the family has less than one step before."""
        return [int(step) + 1 for step in np.flatnonzero(np.diff(self.net) < 0)]

    def to_dict(self) -> dict[str, Any]:
        """Return the ladder as plain data."""
        rates = [None if np.isnan(rate) else float(rate) for rate in self.marginal_rates]
        return {
            "person": self.person,
            "vary": self.fact,
            "month": self.month,
            "values": self.values.tolist(),
            "net_income": self.net.tolist(),
            "work": self.work.tolist(),
            "withheld": self.withheld.tolist(),
            "rights": {name: amounts.tolist() for name, amounts in self.rights.items()},
            "marginal_rates": rates,
            "cliffs": self.cliffs,
        }


def climb(
    situation: Situation,
    month: str,
    fact: str = "salary",
    start: float = 0,
    stop: float = 1_000_000,
    step: float = 20_000,
    person: str | None = None,
) -> Ladder:
    """Calculate a family at each step of one figure.

    Args:
        situation: one family, as ``read_family`` returns it.
        month: the month asked, such as 2026-06; the figure varied holds in every month.
        fact: a fact of a person, in tenge.
        start: first value of the fact, KZT.
        stop: last value, KZT.
        step: rise from one value to the next, KZT.
        person: whose fact; the first parent if not given.

    Raises:
        InputError: an unknown person, a fact that is not an amount of a person, or steps that draw no chart.

    """
    law_for(situation)
    asked = month_of(month)
    situation.simulation(asked)  # refuses a month before a birth, of the people as told
    _check_fact(situation, fact)
    values = _values(number_of("start", start), number_of("stop", stop), number_of("step", step))
    position = _position(situation, person)
    copies = [(Put(fact, position, value),) for value in values]
    simulation = crowd(situation, copies).simulation(asked)

    def by_copy(name: str) -> Array:
        """Return the sum of a variable over the people (or the value of the family) of each copy."""
        of_all: Array = np.asarray(simulation.calculate(name, asked), dtype=np.float64)
        return of_all.reshape(len(values), -1).sum(axis=1)

    of_persons, of_families = paid_in_tenge(situation.system)
    work, withheld = (sum(map(by_copy, names)) for names in (INCOMES, duties(situation.system, "person")))
    rights = {name.removesuffix(PAID): by_copy(name) for name in (*of_persons, *of_families)}
    return Ladder(
        person=situation.persons[position],
        fact=fact,
        month=month,
        values=values,
        work=np.asarray(work),
        withheld=np.asarray(withheld),
        rights={name: amounts for name, amounts in rights.items() if amounts.any()},
        beyond=beyond(simulation, asked),
    )


def _check_fact(situation: Situation, fact: str) -> None:
    variables = situation.system.variables
    of_person = [each for each in variables.values() if each.room.startswith("facts") and each.entity.is_person]
    amounts = [each.name for each in of_person if each.unit == "KZT" and each.definition_period == MONTH]
    if fact not in amounts:
        message = "{fact} cannot be varied; only a monthly amount of a person can: {hint}"
        raise refuse_argument("fact", message, fact=fact, hint=nearest(fact, amounts))


def _values(start: float, stop: float, step: float) -> Array:
    rises = 0 <= start < stop
    if not (rises and 0 < step <= stop - start):
        raise refuse_argument(
            "step" if rises else "start",
            "These steps draw no chart: `from` must be below `to`, and `step` above 0 and at most their difference.",
        )
    count = int((stop - start) // step) + 1
    if count > MOST_STEPS:
        raise refuse_argument(
            "step", "{count} steps are too many, {most} at most: take a larger `step`.", count=count, most=MOST_STEPS
        )
    return start + step * np.arange(count, dtype=np.float64)


def _position(situation: Situation, person: str | None) -> int:
    if len(situation.families) != 1:
        message = "The chart is drawn for one family: {source} has several."
        raise refuse_argument("situation", message, source=situation.source)
    if person is None:
        return next((place for place, role in enumerate(situation.roles) if role == "first_parent"), 0)
    return situation.position(person)
