"""The private names of openfisca-core that this package cannot do without; they stand here and nowhere else.

``tests/engine/test_core_names.py`` holds one test for each of them, which fails on the day that core renames it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core import periods
from openfisca_core.data_storage import InMemoryStorage
from openfisca_core.parameters import ParameterNode, ParameterNodeAtInstant
from openfisca_core.periods import DateUnit, Instant, Period
from openfisca_core.populations import GroupPopulation, Population
from openfisca_core.simulations import Simulation
from openfisca_core.taxscales import MarginalRateTaxScale
from openfisca_core.tracers import FullTracer, TraceNode, TracingParameterNodeAtInstant

from openfisca_kz.engine.alike import MonthAsked

Array = NDArray[Any]

#: A date before it is none: core's for what was not told.
FIRST_YEAR = 1000

# A period is a tuple of these.
UNIT, START, SIZE = 0, 1, 2

_ETERNITY = DateUnit.ETERNITY


# ----- What is derived from an object of core ----- #

_MEMO = "_openfisca_kz"


class _Memo(dict[Any, Any]):
    """What was derived from one object."""

    owner: Any = None

    def __deepcopy__(self, _: Any) -> _Memo:
        return _Memo()


def memo(thing: Any) -> dict[Any, Any]:
    """Return what this package has derived from an object, by name; a copy of the object begins with nothing."""
    kept = thing.__dict__.get(_MEMO)
    if kept is None or kept.owner is not thing:
        kept = thing.__dict__[_MEMO] = _Memo()
        kept.owner = thing
    derived: dict[Any, Any] = kept
    return derived


def of_variables(system: Any, name: str, find: Callable[[], Any]) -> Any:
    """Return what is found from the variables of a law, by name; it is looked for again when they are others."""
    kept, these = memo(system), [*map(id, system.variables.values())]
    found = kept.get(name)
    if found is None or found[0] != these:
        found = kept[name] = these, find()
    return found[1]


# ----- Figures of an instant ----- #


def name_of(node: ParameterNodeAtInstant) -> str:
    """Return the path of a node of figures."""
    return str(node._name)


def day_of(node: ParameterNodeAtInstant) -> str:
    """Return the day that a node of figures is of, such as 2026-06-01."""
    return str(node._instant_str)


class LawNode(ParameterNode):
    """A node of figures that works out each instant once, as soon as no figure below it can change.

    Laws that differ in a few figures share all other nodes, and so what these are at an instant.
    """

    def _get_at_instant(self, instant: str) -> Any:
        """Return the figures at an instant."""
        kept = memo(self).get("instants")
        if kept is None:
            return super()._get_at_instant(instant)
        if instant not in kept:
            kept[instant] = super()._get_at_instant(instant)
        return kept[instant]


class TracedFigures(TracingParameterNodeAtInstant):
    """Figures of an instant whose reading is traced; core leaves scales of rates out."""

    def get_traced_child(self, child: Any, key: Any) -> Any:
        """Return a child that is traced too; remember a figure or a scale."""
        if isinstance(child, ParameterNodeAtInstant):
            return TracedFigures(child, self.tracer)
        if isinstance(child, MarginalRateTaxScale):
            node = self.parameter_node_at_instant
            self.tracer.record_parameter_access(f"{name_of(node)}.{key}", day_of(node), child)
            return child
        return super().get_traced_child(child, key)


# ----- Values of a variable ----- #


class Values(InMemoryStorage):
    """Values of a variable by period, in a dictionary that its people read without any bookkeeping.

    What is of the variable's own unit stands there by its first day alone, what is eternal by None, and what core
    keeps for another period (a day of a daily variable, say) by the period itself.

    Args:
        unit: the definition period of the variable.
        arrays: the dictionary.

    """

    def __init__(self, unit: DateUnit, arrays: dict[Any, Array]) -> None:
        super().__init__(is_eternal=unit == DateUnit.ETERNITY)
        self.unit = unit
        self._arrays = arrays

    def _key(self, period: Any) -> Any:
        if self.is_eternal:
            return None
        period = period if isinstance(period, Period) else periods.period(period)
        return period[START] if period[SIZE] == 1 and period[UNIT] == self.unit else period

    def _period(self, key: Any) -> Period:
        if key is None:
            return Period.eternity()
        return Period((self.unit, key, 1)) if isinstance(key, Instant) else key

    def get(self, period: Any = None) -> Any:
        """Return the values of a period, or None."""
        return self._arrays.get(self._key(period))

    def put(self, value: Any, period: Any) -> None:
        """Keep the values of a period."""
        self._arrays[self._key(period)] = value

    def delete(self, period: Any = None) -> None:
        """Forget the values of a period and of all that lies in it, or all values."""
        if period is None or self.is_eternal:
            self._arrays.clear()
            return
        period = periods.period(period)
        for key in [key for key in self._arrays if period.contains(self._period(key))]:
            del self._arrays[key]

    def get_known_periods(self) -> Any:
        """Return the periods of which values are known."""
        return {self._period(key): None for key in self._arrays}.keys()


class _Told(Values):
    """The values that a holder of core shows and takes: what comes through it was told by somebody."""

    def __init__(self, unit: DateUnit, arrays: dict[Any, Array], told: Callable[[], None]) -> None:
        super().__init__(unit, arrays)
        self.told = told

    def put(self, value: Any, period: Any) -> None:
        """Keep the values of a period, and that they were told."""
        self.told()
        super().put(value, period)


# ----- People ----- #


class _People:
    """What a formula asks of its people, with core's checks made once and not at every call.

    Attributes:
        known: by variable, the unit it is defined for, its values as ``Values`` keeps them, and the variable itself.
        told: variables of which something came in through core's holders.
        apart: variables that were read for another month than that of the rule which read them, or may have been.
        silent: whether nobody records what is read.

    """

    simulation: Any
    entity: Any
    members: Any
    silent = False
    _holders: dict[str, Any]

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.known: dict[str, tuple[DateUnit, dict[Any, Array], Any]] = {}
        self.told: set[str] = set()
        self.apart: set[str] = set()

    def __call__(self, variable_name: str, period: Any, options: Any = None) -> Any:
        """Calculate a variable for a period: a value that is known needs nothing of core."""
        if type(period) is MonthAsked:
            if options is not None:
                return super().__call__(variable_name, period.looked_at(), options)  # type: ignore[misc]
            values = self.value_of(variable_name, period.plain)
            period.notes.values.append((self, variable_name, period.of_year, values))
            return values
        if type(period) is not Period or options is not None:
            return super().__call__(variable_name, period, options)  # type: ignore[misc]
        self.apart.add(variable_name)
        return self.value_of(variable_name, period)

    def value_of(self, variable_name: str, period: Period) -> Any:
        """Return a value that is known, or have it worked out."""
        kept = self.known.get(variable_name)
        if kept is not None:
            unit, arrays, _ = kept
            values = None
            if unit is period[UNIT] and period[SIZE] == 1:
                values = arrays.get(period[START])
            elif unit is _ETERNITY:
                values = arrays.get(None)
            if values is not None and (self.silent or self.recorded(variable_name, period, values)):
                return values
        own = getattr(self.simulation, "first_time", None)
        if own is None:
            return super().__call__(variable_name, period)  # type: ignore[misc]
        return own(self, variable_name, period)

    def recorded(self, name: str, period: Period, values: Array) -> bool:
        """Return whether nobody else need record that a value which is known was read."""
        simulation = self.simulation
        if simulation.trace and isinstance(simulation.tracer, ReadTracer):
            simulation.tracer.read(name, period, values)
            return True
        return not simulation.trace

    def arrays(self, variable: Any) -> dict[Any, Array]:
        """Return the values known of a variable, to be read and written as ``Values`` keeps them."""
        kept = self.known.get(variable.name)
        if kept is None:
            unit = variable.definition_period
            kept = self.known[variable.name] = (unit if type(unit) is DateUnit else DateUnit(unit), {}, variable)
        return kept[1]

    def get_holder(self, variable_name: str) -> Any:
        """Return core's holder of a variable, which shows and takes the values known here."""
        holder = self._holders.get(variable_name)
        if holder is None:
            holder = super().get_holder(variable_name)  # type: ignore[misc]
            variable = holder.variable
            told = functools.partial(self.told.add, variable_name)
            holder._memory_storage = _Told(variable.definition_period, self.arrays(variable), told)
        return holder

    def copy_for(self, simulation: Any, members: Any = None) -> Any:
        """Return a copy for a copied simulation that keeps its own values (core's copy writes into the original).

        Args:
            simulation: the copy of the simulation.
            members: the copied persons, of whom a copied family consists (core's goes on reading the original).

        """
        new = type(self).__new__(type(self))
        new.__dict__.update(self.__dict__)
        new.simulation = simulation
        new.known = {name: (unit, dict(arrays), variable) for name, (unit, arrays, variable) in self.known.items()}
        new.told, new.apart, new._holders = set(self.told), set(self.apart), {}
        if members is not None:
            new.members = members
        return new


class LawPersons(_People, Population):
    """Persons of whom the law is asked."""

    def clone(self, simulation: Any) -> LawPersons:
        """Return a copy for a copied simulation."""
        new: LawPersons = self.copy_for(simulation)
        return new


class LawFamilies(_People, GroupPopulation):
    """Families of whom the law is asked."""

    def clone(self, simulation: Any) -> LawFamilies:
        """Return a copy for a copied simulation, whose persons are copied already."""
        new: LawFamilies = self.copy_for(simulation, simulation.persons)
        return new


def set_roles(families: Any, codes: Array) -> None:
    """Give each person a role in the family, by its position among the roles."""
    families._members_role = np.array(families.entity.flattened_roles, dtype=object).take(codes)
    memo(families)["role_codes"] = families._members_role, codes


# ----- Calculation ----- #


def as_stored(simulation: Simulation, values: Any, variable: Any) -> Array:
    """Return what a formula gave, as core stores a variable: one entry each, of its type."""
    stored: Array = simulation._cast_formula_result(values, variable)
    return stored


class ReadTracer(FullTracer):
    """A tracer that does not look at the clock: an explanation needs what was read, not how long it took."""

    def read(self, name: str, period: Any, value: Any) -> None:
        """Remember that a formula read a value which was known already.

        Args:
            name: the variable.
            period: for which it was read.
            value: its array.

        """
        node = self._current_node
        if node is not None:
            node.children.append(TraceNode(name, period, node, value=value))

    def _record_start_time(self, time_in_s: float | None = None) -> None:
        """Leave the time out."""

    def _record_end_time(self, time_in_s: float | None = None) -> None:
        """Leave the time out."""
