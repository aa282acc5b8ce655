"""A simulation with less bookkeeping than core's, for the same values: one request is one small simulation.

Of a family's few people the numbers cost little and the bookkeeping costs most: core looks for a value three times,
checks every period, and keeps a holder for each fact that nobody told.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from openfisca_core.periods import DateUnit, Instant, Period
from openfisca_core.simulations import Simulation

from openfisca_kz.engine.system import LawFamilies, LawPersons
from openfisca_kz.engine.untold import untold_of

_UNIT, _START, _SIZE = 0, 1, 2

# Types whose arrays are what a formula gives.
_PLAIN = (bool, float, int)


class _Asks:
    """What a formula asks of its people goes straight to the simulation."""

    simulation: Any

    def __call__(self, variable_name: str, period: Any, options: Any = None) -> Any:
        """Calculate a variable for a period."""
        if options is None:
            return self.simulation.calculate(variable_name, period)
        return super().__call__(variable_name, period, options)  # type: ignore[misc]


class QuickPersons(_Asks, LawPersons):
    """Persons of a quick simulation."""


class QuickFamilies(_Asks, LawFamilies):
    """Families of a quick simulation."""


class QuickSimulation(Simulation):
    """A simulation of our own system; circles, unknown names and wrong periods are left to core.

    Args:
        system: the law, or a reform of it.

    """

    def __init__(self, system: Any) -> None:
        persons = QuickPersons(system.person_entity)
        families = {entity.key: QuickFamilies(entity, persons) for entity in system.group_entities}
        super().__init__(system, {system.person_entity.key: persons, **families})
        #: Values by variable and first day of the period; what is eternal by its own name. Only right units get in.
        self._known: dict[str, tuple[Any, dict[Any, Any]]] = {}
        self._defaults: dict[str, Any] = {}
        self._untold = untold_of(system).values
        self._told: set[str] | None = None
        self._running: set[str] = set()

    def calculate(self, variable_name: str, period: Any) -> Any:
        """Calculate a variable for a period, as core does."""
        kept = self._known.get(variable_name)
        if kept is not None and type(period) is Period:
            if kept[0] is period[_UNIT] and period[_SIZE] == 1:
                known = kept[1].get(period[_START])
                if known is not None:
                    return known
            elif kept[0] is DateUnit.ETERNITY:
                return kept[1][None]
        return self._first_time(variable_name, period)

    def _first_time(self, name: str, period: Any) -> Any:
        variable = self.tax_benefit_system.variables.get(name)
        if variable is None or type(period) is not Period or variable.is_neutralized or name in self._running:
            return super().calculate(name, period)
        unit = variable.definition_period
        eternal = unit is DateUnit.ETERNITY
        if not eternal and (period[_UNIT] is not unit or period[_SIZE] != 1):
            return super().calculate(name, period)
        population = self.populations[variable.entity.key]
        holder = population._holders.get(name)
        result = holder.get_array(period) if holder is not None else None  # what was told
        if result is None and not eternal:
            untold = self._untold.get((name, period[_START]))
            if untold is not None and self._names_told().isdisjoint(untold[0]):
                result = untold[1].repeat(population.count)
        if result is None:
            formula, arguments = _formula(variable, period[_START])
            if formula is not None:
                result = self._run(variable, population, period, formula, arguments)
            if result is None:
                result = self._default(variable, population)
            if len(result) != population.count:
                return super().calculate(name, period)  # core says what is wrong
        kept = self._known.setdefault(name, (unit, {}))
        kept[1][None if eternal else period[_START]] = result
        return result

    def _names_told(self) -> set[str]:
        """Return the variables of which something is told."""
        if self._told is None:
            self._told = {name for population in self.populations.values() for name in population._holders}
        return self._told

    def _default(self, variable: Any, population: Any) -> Any:
        """Return what a fact is that nobody told: one array for all periods."""
        result = self._defaults.get(variable.name)
        if result is None:
            result = self._defaults[variable.name] = variable.default_array(population.count)
        return result

    def _run(self, variable: Any, population: Any, period: Period, formula: Any, arguments: int) -> Any:
        stack = self.tracer.stack
        stack.append({"name": variable.name, "period": period})
        self._running.add(variable.name)
        try:
            if arguments == 2:
                result = formula(population, period)
            else:
                result = formula(population, period, self.tax_benefit_system.get_parameters_at_instant)
        finally:
            stack.pop()
            self._running.discard(variable.name)
            if not stack and self.invalidated_caches:
                self.purge_cache_of_invalid_values()
        if type(result) is np.ndarray and result.dtype.type is variable.dtype and variable.value_type in _PLAIN:
            return result
        return None if result is None else self._cast_formula_result(result, variable)


@functools.lru_cache(maxsize=1 << 16)
def _formula(variable: Any, start: Instant) -> tuple[Any, int]:
    formula = variable.get_formula(Period((variable.definition_period, start, 1)))
    return formula, formula.__code__.co_argcount if formula else 0
