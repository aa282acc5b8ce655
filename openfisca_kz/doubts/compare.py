"""What each open question of the law comes to for the people of a file: our amount, and that of the other reading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.periods import Period

from openfisca_kz.base import HALF_A_TENGE, Array
from openfisca_kz.doubts.entries import register
from openfisca_kz.doubts.model import Reading, ReadingResult
from openfisca_kz.doubts.reach import Calculated, changed_variables
from openfisca_kz.doubts.versions import other_law
from openfisca_kz.engine.periods import period_of
from openfisca_kz.engine.protocols import System
from openfisca_kz.entities import Family
from openfisca_kz.families.family import FamilySimulation, Situation

#: Rights whose readings are told even where the other one would give the same.
ALWAYS_TOLD = (
    "basic_pension",
    "age_pension",
    "service_pension",
    "fund_pension",
    "fund_lump_sum",
    "fund_state_guarantee",
)


def readings_for(
    situation: Situation,
    month: Period | str,
    system: System | None = None,
    all: bool = False,
    simulation: FamilySimulation | None = None,
    right: str | None = None,
) -> dict[tuple[str, str], tuple[ReadingResult, ...]]:
    """Return the open questions of the law that the amounts of a month rest on, by right and holder.

    Args:
        situation: the people, as ``read_family`` returns them.
        month: such as ``2026-06``.
        system: a reform of the law; the one the situation was read with if not given.
        all: those too that would change nothing for these people (of pensions they are always told).
        simulation: one of these people under this system that is being traced, to spare a second calculation.
        right: the only right asked, if not all are.

    Returns:
        Name of the right and of the person or family, to what each question comes to; those that matter first.
        A right that is not due is there only where another reading would give it.

    """
    readings = [reading for reading in register() if right is None or right in reading.rights]
    when = month if isinstance(month, Period) else periods.period(month)
    return _Comparison(situation, when, system or situation.system, simulation).results(readings, all)


def other_amounts(situation: Situation, month: Period | str, right: str, index: int) -> tuple[ReadingResult, ...]:
    """Return what every open question of a right comes to for one person or family."""
    personal = situation.system.variables[right].entity.is_person
    who = (situation.persons if personal else situation.families)[index]
    return readings_for(situation, month, all=True, right=right).get((right, who), ())


class _Comparison:
    def __init__(
        self, situation: Situation, month: Period, system: System, simulation: FamilySimulation | None
    ) -> None:
        self.situation = situation
        self.month = month
        self.system = system
        self.simulation = simulation or situation.simulation(month, system)

    def results(self, readings: Iterable[Reading], all: bool) -> dict[tuple[str, str], tuple[ReadingResult, ...]]:
        asked = [reading for reading in readings if reading.asked_in(str(self.month))]
        calculated = self._calculated({right for reading in asked for right in reading.rights})
        found: dict[tuple[str, str], list[ReadingResult]] = {}
        for reading in asked:
            for result in self._of(reading, calculated):
                told = result.right in ALWAYS_TOLD and not reading.quiet
                if all or result.matters or told:
                    found.setdefault((result.right, result.who), []).append(result)
        return {key: tuple(sorted(group, key=lambda result: not result.matters)) for key, group in found.items()}

    def _calculated(self, rights: Iterable[str]) -> Calculated:
        """Return the calculation of the rights that the law knows, with what each value was made of."""
        own = not self.simulation.trace  # to begin anew would lose what is being traced
        if own:
            self.simulation.trace = True
        self._ours(sorted(rights))
        calculated = Calculated(self.simulation)
        if own:
            self.simulation.trace = False
        return calculated

    def _of(self, reading: Reading, calculated: Calculated) -> Iterable[ReadingResult]:
        ours = self._ours(reading.rights)
        if not reading.opens and not any(np.any(amounts > 0) for amounts in ours.values()):
            return
        varied = reading.computable or bool(reading.figures)
        theirs = self._theirs(reading, ours, calculated) if varied else ours
        for right, amounts in ours.items():
            ids = self.simulation.populations[self.system.variables[right].entity.key].ids
            differs = np.abs(theirs[right] - amounts) >= HALF_A_TENGE
            due = amounts > 0
            shown = due & (differs | self._concerned(reading, right)) if np.any(due) else due
            if reading.opens:
                shown = shown | differs
            for index in np.flatnonzero(shown).tolist():
                yield ReadingResult(
                    reading=reading,
                    right=right,
                    who=str(ids[index]),
                    amount=float(amounts[index]),
                    other_amount=float(theirs[right][index]) if reading.computable else None,
                    matters=bool(differs[index]) if varied else reading.thin,
                )

    def _theirs(self, reading: Reading, ours: dict[str, Array], calculated: Calculated) -> dict[str, Array]:
        """Return the amounts under the other reading: only what it changes is reckoned again."""
        changed = changed_variables(self.system, reading)
        reached = calculated.reached(changed)
        keys = {right: calculated.key(right, self._period(right)) for right in ours}
        if not any(key in reached for key in keys.values()):
            return ours
        simulation = self.situation.simulation(None, other_law(self.system, reading))
        others = calculated.redo(simulation, changed)
        return ours | {right: np.asarray(others[key]) for right, key in keys.items() if key in others}

    def _ours(self, rights: Iterable[str]) -> dict[str, Array]:
        """Return the amounts of the rights that the law knows."""
        return {right: self._amounts(self.simulation, right) for right in rights if right in self.system.variables}

    def _amounts(self, simulation: FamilySimulation, right: str) -> Array:
        return np.asarray(simulation.calculate(right, self._period(right)))

    def _period(self, right: str) -> Period:
        return period_of(self.system.variables[right], self.month)

    def _concerned(self, reading: Reading, right: str) -> Array:
        """Return for each holder of a right whether the question is one of theirs, or of a member of the family."""
        entity = self.system.variables[right].entity.key
        result = np.ones(self.simulation.populations[entity].count, dtype=bool)
        for name, values in reading.concerns.items():
            told = _texts(self.simulation.calculate(name, self._period(name)))
            holds = np.array([any(_fits(text, value) for value in values) for text in told])
            result &= self._for(holds, self.system.variables[name].entity.key, entity)
        return result

    def _for(self, holds: Array, of: str, entity: str) -> Array:
        if of == entity:
            return holds
        families = self.simulation.populations[Family.key]
        if of == Family.key:
            return holds[families.members_entity_id]
        return np.bincount(families.members_entity_id, weights=holds, minlength=families.count) > 0


def _texts(values: Any) -> list[str]:
    if isinstance(values, EnumArray):
        return [member.name for member in values.decode()]
    return [str(value) for value in values.tolist()]


def _fits(text: str, value: str) -> bool:
    """Return whether a value is the one named, or within a range of numbers or dates."""
    first, between, last = value.partition("..")
    if not between:
        return text == value
    if first.isdecimal():
        return float(first) <= float(text) <= float(last)
    return first <= text <= last
