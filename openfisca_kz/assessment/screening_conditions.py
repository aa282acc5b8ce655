"""The conditions of rights, with what is known of the value and of the threshold of each."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from openfisca_kz.assessment.domains import LEAST
from openfisca_kz.assessment.laws import law_of_variable
from openfisca_kz.assessment.model import Law
from openfisca_kz.assessment.screening_model import Condition
from openfisca_kz.assessment.simulation import OpenSimulation
from openfisca_kz.assessment.status import NOT_DUE, POSSIBLE, Assessment, Standing
from openfisca_kz.base import MONTH
from openfisca_kz.engine.core import TracedFigures
from openfisca_kz.engine.open.rules import sides
from openfisca_kz.entities import Family
from openfisca_kz.language import Language


class Conditions:
    """Reads the conditions of rights off the bounds, and their thresholds off the figures that each reads.

    Args:
        assessment: the standing of every right.
        speech: language of the labels.
        rights: the rights that may be asked for.

    """

    def __init__(self, assessment: Assessment, speech: Language, rights: Iterable[str]) -> None:
        self.assessment, self.speech, self.system = assessment, speech, assessment.system
        self.bounds = bounds = assessment.simulation
        for right in rights:
            bounds.asked(f"{right}_eligible")
        self.figures: dict[str, list[tuple[str, float, str | None]]] = {}

    def law(self, name: str) -> tuple[Law, ...]:
        """Return where a right or condition stands in the law."""
        return law_of_variable(self.system.variables[name], self.bounds.month, self.speech.code)

    def of(self, standing: Standing) -> tuple[Condition, ...]:
        """Return the conditions of a right of one person or family; of one not due, those that surely fail.

        Those of a right that arose in an earlier month are those of that month.
        """
        status = standing.status
        found = list(self._all(standing))
        if status == NOT_DUE:
            return tuple(condition for condition in found if condition.holds is False)
        return tuple(found)

    def _all(self, standing: Standing) -> Iterator[Condition]:
        right, index = standing.right, standing.index
        eligible = f"{right}_eligible"
        entity = self.system.variables[eligible].entity.key
        key = (eligible, self.bounds.period_of(eligible))
        for name, _ in self.bounds.reads.get(key, ()):
            variable = self.system.variables[name]
            if variable.value_type is not bool:
                continue
            for place in self._places(variable.entity.key, entity, index):
                yield self._condition(name, place, standing)

    def _condition(self, name: str, place: int, standing: Standing) -> Condition:
        variable = self.system.variables[name]
        arose = standing.arose if variable.definition_period == MONTH else None
        detailed = standing.status != NOT_DUE and arose is None
        holds = self.assessment.holds(name, place, arose)
        if holds is False and standing.status == POSSIBLE and arose is None:
            holds = self.assessment.holds_in_doubt(name, place)
        measured, threshold, unit, since = self._measured(name, place) if detailed else (None, None, None, None)
        least, most = threshold or (None, None)
        sources = self.law(name)
        return Condition(
            id=name,
            label=self.speech.say(variable.label),
            who=str(self.bounds.ids(name)[place]),
            holds=holds,
            value=measured,
            threshold=least,
            threshold_most=most if most != least else None,
            unit=unit,
            distance=None if measured is None or least is None or least != most else measured - least,
            law=dataclasses.replace(sources[0], valid_from=since or sources[0].valid_from) if sources else None,
        )

    def _measured(
        self, name: str, place: int
    ) -> tuple[float | None, tuple[float, float] | None, str | None, str | None]:
        """Return the amount that a condition compares, the bounds of what it is compared with, their unit, since when.

        The bounds are one figure, but where it only stands in for one that is not known.
        """
        key = (name, self.bounds.period_of(name))
        entity = self.system.variables[name].entity.key
        amounts = []
        for read, period in self.bounds.reads.get(key, ()):
            variable = self.system.variables[read]
            value = self.bounds.values[read, period]
            if variable.value_type not in (int, float) or variable.entity.key != entity:
                continue
            low, high, _ = sides(value)
            least, most = float(low[place]), float(high[place])
            stands_in = read + LEAST in self.system.variables
            amounts.append((variable.unit, (least, most) if least == most or stands_in else None))
        if len(amounts) == 2 and amounts[0][0] == amounts[1][0]:  # an amount against another one
            (unit, first), (_, second) = amounts
            return first and first[0], second, unit, None
        if len(amounts) != 1:
            return None, None, None, None
        unit, amount = amounts[0]
        for figure_unit, figure, since in self._figures(name):
            if figure_unit == unit:
                return amount and amount[0], (figure, figure), unit, since
        return amount and amount[0], None, unit, None

    def _figures(self, name: str) -> list[tuple[str, float, str | None]]:
        """Return the figures that a condition reads: unit, value and since when."""
        if name not in self.figures:
            reading = _Reading(self.bounds, name)
            self.figures[name] = [figure for figure in map(self._figure, reading.figures.items()) if figure]
        return self.figures[name]

    def _figure(self, read: tuple[str, float]) -> tuple[str, float, str | None] | None:
        parameter: Any = self.system.parameters
        for part in read[0].split("."):
            parameter = getattr(parameter, "children", {}).get(part)
        if parameter is None or not hasattr(parameter, "values_list"):
            return None
        start = str(self.bounds.month.start)
        since = max((value.instant_str for value in parameter.values_list if value.instant_str <= start), default=None)
        return str(parameter.metadata.get("unit", "")), read[1], since

    def _places(self, own: str, entity: str, index: int) -> list[int]:
        ids = self.assessment.situation.family_of
        if own == entity:
            return [index]
        if own == Family.key:
            return [int(ids[index])]
        return [int(place) for place in np.flatnonzero(ids == index)]


class _Reading:
    """Runs the formula of a condition once more and notes the figures of the law that it reads."""

    def __init__(self, bounds: OpenSimulation, name: str) -> None:
        self.figures: dict[str, float] = {}
        self.system = bounds.tax_benefit_system
        variable = self.system.variables[name]
        formula = variable.get_formula(bounds.period_of(name))
        if formula is None:
            return
        arguments = (bounds.populations[variable.entity.key], bounds.period_of(name), self._figures_of)
        # What a formula cannot read through a noting law it does not compare with: the threshold stays unknown.
        with contextlib.suppress(TypeError, AttributeError, ValueError, IndexError), np.errstate(all="ignore"):
            formula(*arguments[: formula.__code__.co_argcount])

    def _figures_of(self, when: Any) -> TracedFigures:
        return TracedFigures(self.system.get_parameters_at_instant(when), self)

    def record_parameter_access(self, name: str, _: str, value: Any) -> None:
        """Note a figure (called by the law that is read)."""
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            self.figures[name] = float(value)
