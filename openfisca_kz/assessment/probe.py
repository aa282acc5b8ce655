"""Asks a formula again with one thing turned around: which fact decides an answer, and what it is compared with.

A formula is run on what it read, but with a fact changed, or with the answer of one of its comparisons turned around,
for one person. Where that turns the result around, the fact or the comparison decides it. Nothing is stored.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.populations import CorePopulation
from openfisca_core.projectors import Projector
from openfisca_core.tracers import TraceNode

from openfisca_kz.base import NO_DATE
from openfisca_kz.engine.tracing import written

Array = Any

#: Signs of comparisons, what each reads like from the other side, and its contrary.
SIGNS: dict[Any, str] = {
    np.less: "<",
    np.less_equal: "<=",
    np.equal: "==",
    np.not_equal: "!=",
    np.greater_equal: ">=",
    np.greater: ">",
}
MIRRORED = {"<": ">", "<=": ">=", "==": "==", "!=": "!=", ">=": "<=", ">": "<"}

# A number is changed by this share to see whether it matters, a nothing into a little and into much, a date by a month.
_SHARE = 0.01
_MUCH = 1e6
_MONTH = np.timedelta64(31, "D")

# Words of formulas in which the value of one member rests on those of others.
_AMONG_OTHERS = frozenset(
    ("members", "family_sum", "family_count", "family_any", "family_max", "family_min", "family_rank", "simulation")
)

CONTRARY = {"<": ">=", "<=": ">", "==": "!=", "!=": "==", ">=": "<", ">": "<="}

Source = tuple[str, str]  # name and period of a variable


@dataclasses.dataclass
class Compared:
    """One comparison that a formula made, for everybody: both sides, and the variables each side was made of."""

    sign: str
    sides: tuple[Array, Array]
    sources: tuple[frozenset[Source], frozenset[Source]]
    holds: Array


class _Log:
    """The comparisons of one run; the answer of one of them can be turned around for one person."""

    def __init__(self, turned: int | None = None, index: int = 0) -> None:
        self.comparisons: list[Compared] = []
        self.turned = turned
        self.index = index

    def add(self, compared: Compared) -> Array:
        """Remember a comparison and return the answer that the formula gets."""
        self.comparisons.append(compared)
        if self.turned != len(self.comparisons) - 1 or compared.holds.ndim == 0 or self.index >= compared.holds.size:
            return compared.holds
        answer = compared.holds.copy()
        answer[self.index] = ~answer[self.index]
        return answer


class Watched(np.ndarray):
    """Values that remember which variables they were made of and tell a log when they are compared."""

    sources: frozenset[Source]
    log: _Log | None

    def __array_finalize__(self, origin: Any) -> None:
        """Keep the origin through views, slices and casts."""
        self.sources = getattr(origin, "sources", frozenset())
        self.log = getattr(origin, "log", None)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, out: Any = None, **options: Any) -> Any:
        """Run a numpy operation on the plain values; remember comparisons."""
        if out is not None:
            options["out"] = tuple(_plain(place) for place in out)
        result = getattr(ufunc, method)(*map(_plain, inputs), **options)
        if out is not None:
            return out[0] if len(out) == 1 else out
        origins: list[frozenset[Source]] = [getattr(value, "sources", frozenset()) for value in inputs]
        log = next((value.log for value in inputs if isinstance(value, Watched) and value.log), None)
        if ufunc in SIGNS and method == "__call__" and log is not None:
            sides = (np.asarray(_plain(inputs[0])), np.asarray(_plain(inputs[1])))
            return log.add(Compared(SIGNS[ufunc], sides, (origins[0], origins[1]), np.asarray(result)))
        return _watch(result, origins[0].union(*origins), log)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        """Run a numpy function on the plain values; its result is made of all it was given."""
        given = [value for value in _flat((args, tuple(kwargs.values()))) if isinstance(value, Watched)]
        result = function(*_all_plain(args), **{key: _all_plain(value) for key, value in kwargs.items()})
        log = next((value.log for value in given if value.log), None)
        return _watch(result, frozenset().union(*(value.sources for value in given)), log)


def _plain(value: Any) -> Any:
    return value.view(np.ndarray) if isinstance(value, Watched) else value


def _all_plain(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return type(value)(_all_plain(item) for item in value)
    return _plain(value)


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, (tuple, list)):
        for item in value:
            yield from _flat(item)
    else:
        yield value


def _watch(result: Any, sources: frozenset[Source], log: _Log | None) -> Any:
    if log is None or not isinstance(result, np.ndarray) or result.dtype == bool or isinstance(result, EnumArray):
        return result
    watched = result.view(Watched)
    watched.sources = sources
    watched.log = log
    return watched


class _Asked:
    """A population as a formula sees it, whose answers pass through a function."""

    def __init__(self, population: Any, answer: Callable[[str, Any, Any], Any]) -> None:
        self._population = population
        self._answer = answer

    def __call__(self, name: str, period: Any, options: Any = None) -> Any:
        asked = (name, period) if options is None else (name, period, options)
        return self._answer(name, period, self._population(*asked))

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._population, name)
        return _Asked(value, self._answer) if isinstance(value, (CorePopulation, Projector)) else value


class Probe:
    """Runs formulas of a calculated simulation again."""

    def __init__(self, simulation: Any, month: Any) -> None:
        self.simulation = simulation
        self.today = str(month.start)
        self.system = simulation.tax_benefit_system
        self.logs: dict[tuple[str, str], list[Compared]] = {}
        self.answers: dict[tuple[Any, ...], Array] = {}

    def comparisons(self, node: TraceNode) -> list[Compared]:
        """Return the comparisons that the formula of a node makes, in the order in which it makes them."""
        key = (node.name, written(node.period))
        if key not in self.logs:
            log = _Log()
            self._run(node, self._watching(log))
            self.logs[key] = log.comparisons
        return self.logs[key]

    def turned(self, node: TraceNode, number: int, index: int) -> bool:
        """Return whether the result for one person changes when the answer of one comparison is turned around."""
        return self._differs(node, self._run(node, self._watching(_Log(number, index))), index)

    def changed(self, node: TraceNode, child: TraceNode, place: int, value: Any, index: int) -> bool:
        """Return whether the result for one person changes when what it read of a variable does.

        Args:
            node: where the variable was calculated.
            child: the variable it read.
            place: whose value of that variable changes: position in its own entity.
            value: the other value, as the array of the variable holds it.
            index: whose result is asked.

        """
        other = child.value.copy()
        if not self._each_by_itself(node, child):
            other[place] = value
            return bool(self._differing(node, child, other)[index])
        other[:] = value  # each result rests on its own value: one run answers for everybody
        return self._of_all(node, child, value, other, index)

    def matters(self, node: TraceNode, child: TraceNode, place: int, index: int) -> bool:
        """Return whether any other value of what a node read would change its result for one person."""
        for tag, others in self._others(child):
            if self._each_by_itself(node, child):
                if self._of_all(node, child, tag, others, index):
                    return True
                continue
            other = child.value.copy()
            other[place] = others[place]
            if self._differing(node, child, other)[index]:
                return True
        return False

    def _of_all(self, node: TraceNode, child: TraceNode, tag: Any, other: Any, index: int) -> bool:
        key = (node.name, written(node.period), child.name, written(child.period), tag)
        if key not in self.answers:
            self.answers[key] = self._differing(node, child, other)
        return bool(self.answers[key][index])

    def _each_by_itself(self, node: TraceNode, child: TraceNode) -> bool:
        """Return whether the value of each member rests on one value of what was read: of its own, or its family's."""
        entity, other = (self.system.variables[one.name].entity for one in (node, child))
        if entity.key != other.key and not entity.is_person:
            return False
        formula = self.system.variables[node.name].get_formula(node.period)
        return formula is not None and _AMONG_OTHERS.isdisjoint(formula.__code__.co_names)

    def _others(self, child: TraceNode) -> Iterator[tuple[Any, Any]]:
        """Yield other values to try in place of all: the opposite, every choice, more and less; with what they are."""
        variable = self.system.variables[child.name]
        values = child.value
        if variable.value_type is bool:
            yield "opposite", ~values
        elif variable.value_type is Enum:
            for member in variable.possible_values:
                other = values.copy()
                other[:] = member.index
                yield member.index, other
        elif values.dtype.kind == "M":
            today = np.datetime64(self.today, "D")
            yield "later", np.where(values == np.datetime64(NO_DATE), today, values + _MONTH)
            yield "earlier", np.where(values == np.datetime64(NO_DATE), today, values - _MONTH)
        elif variable.value_type is int:
            yield "more", values + 1
            yield "less", np.where(values != 0, values - 1, int(_MUCH))
        elif variable.value_type is float:
            yield "more", np.where(values != 0, values * (1 + _SHARE), 1.0)
            yield "less", np.where(values != 0, values * (1 - _SHARE), _MUCH)

    def _differing(self, node: TraceNode, child: TraceNode, other: Any) -> Array:
        """Return for each member whether the result changes when what a formula read of a variable is another array."""
        holder = self.simulation.get_holder(child.name)
        holder.put_in_cache(other.astype(child.value.dtype, copy=False), child.period)
        try:
            result = self._run(node)
        finally:
            holder.put_in_cache(child.value, child.period)
        if result is None:
            return np.zeros(node.value.shape, dtype=bool)
        return np.asarray(np.broadcast_to(np.asarray(result), node.value.shape) != np.asarray(node.value))

    def _watching(self, log: _Log) -> Callable[[str, Any, Any], Any]:
        def answer(name: str, period: Any, values: Any) -> Any:
            return _watch(values, frozenset([(name, written(period))]), log)

        return answer

    def _run(self, node: TraceNode, answer: Callable[[str, Any, Any], Any] | None = None) -> Array | None:
        variable = self.system.variables[node.name]
        formula = variable.get_formula(node.period)
        if formula is None:
            return None
        population = self.simulation.populations[variable.entity.key]
        asked = population if answer is None else _Asked(population, answer)
        try:
            return formula(asked, node.period, self.system.get_parameters_at_instant)
        except Exception:  # a formula that cannot be asked in this way has no deciding fact, and still an answer
            return None

    def _differs(self, node: TraceNode, result: Array | None, index: int) -> bool:
        if result is None:
            return False
        answer = np.broadcast_to(np.asarray(result), node.value.shape)
        return bool(answer[index] != np.asarray(node.value)[index])


def value_at(side: Any, index: int) -> float | str | None:
    """Return one side of a comparison for one member: a number, or a date as text."""
    if side.ndim and index >= side.size:
        return None
    value = side[index] if side.ndim else side[()]
    if isinstance(value, np.datetime64):
        day = value.astype("datetime64[D]").item()
        return day.isoformat() if day is not None else None
    return round(float(value), 4) if np.isfinite(value) else None
