"""The words that formulas use: variables of exact money, legal rounding, calendar months, fast lookups.

Everything here is vectorised: arrays in, arrays out, one entry a person or a family. Nothing loops in Python.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Collection
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from openfisca_core import variables
from openfisca_core.errors import ParameterNotFoundError
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.parameters import ParameterNodeAtInstant
from openfisca_core.periods import DateUnit, Period
from openfisca_core.taxscales import MarginalRateTaxScale
from openfisca_core.tracers import TracingParameterNodeAtInstant

from openfisca_kz.entities import Family, Person

__all__ = [
    "ETERNITY",
    "EXACT_UP_TO",
    "MONTH",
    "MONTHS_IN_YEAR",
    "NO_DATE",
    "YEAR",
    "Enum",
    "EnumArray",
    "Family",
    "NonNegative",
    "Person",
    "RefusedValueError",
    "Share",
    "Variable",
    "ceil_tenge",
    "clip",
    "completed_months",
    "date",
    "day_of_month",
    "days_in_month",
    "family_any",
    "family_count",
    "family_max",
    "family_min",
    "family_rank",
    "family_sum",
    "first_day",
    "floor_tenge",
    "has_date",
    "has_role",
    "last_day",
    "lookup",
    "marginal",
    "maximum",
    "minimum",
    "month_number",
    "month_numbers",
    "months_of_year_to",
    "months_to",
    "one_of",
    "round_tenge",
    "where",
]

MONTH = DateUnit.MONTH
YEAR = DateUnit.YEAR
ETERNITY = DateUnit.ETERNITY

date = datetime.date
where = np.where
maximum = np.maximum
minimum = np.minimum
clip = np.clip

MONTHS_IN_YEAR = 12
MONTHS_BEFORE_1970 = 1970 * MONTHS_IN_YEAR

#: A date fact that is not given: "there was no such event". Earlier than any date of the law.
NO_DATE = datetime.date(1, 1, 1)
_NO_DATE = np.datetime64(NO_DATE, "D")

#: Money is exact to the tenge up to this amount; more is refused.
EXACT_UP_TO = 1e12

# Products such as 5.76 * 4325 carry a last-bit error: it must not lift an amount to the next tenge.
_RELATIVE_NOISE = 1e-15
_ABSOLUTE_NOISE = 1e-6

Array = NDArray[Any]


# ----- Variables ----- #


class RefusedValueError(ValueError):
    """A value that the law cannot mean. ``message`` is a template for ``values``, so that it can be translated."""

    def __init__(self, message: str, **values: Any) -> None:
        self.message = message
        self.values = values
        super().__init__(message.format(**values))


class Variable(variables.Variable):
    """A variable of the law whose float values are float64, exact to the tenge up to 1e12.

    Core stores float32, which loses tenge above 16 777 216. The type holds through formulas, JSON input,
    reforms, neutralising, cloning and dumping. Values that no law means (NaN, infinity, an Enum by number,
    less than ``minimum`` or more than ``maximum``) are refused with a sentence.
    """

    #: Least and greatest value a person may give; written as ``minimum`` and ``maximum`` in a subclass.
    __minimum__: float | None = None
    __maximum__: float | None = None

    #: Folder of the rule under ``variables/``, such as ``rights.family``; set when the system is built.
    room: str = ""

    def __init_subclass__(cls) -> None:
        """Keep the bounds where core, which refuses attributes it does not know, does not look."""
        for bound in ("minimum", "maximum"):
            if bound in cls.__dict__:
                setattr(cls, f"__{bound}__", cls.__dict__[bound])
                delattr(cls, bound)

    def __init__(self, baseline_variable: variables.Variable | None = None) -> None:
        super().__init__(baseline_variable)
        if self.value_type is float:
            self.dtype = np.float64
        if baseline_variable is not None:
            self.room = getattr(baseline_variable, "room", "")

    def clone(self) -> Variable:
        """Return a copy that keeps what reforms changed (core's own copy forgets it)."""
        copy = self.__class__.__new__(self.__class__)
        copy.__dict__.update(self.__dict__)
        return copy

    def get_formula(self, period: Any = None) -> Any:
        """Return the formula for a period; what is eternal has one formula, also for the period ETERNITY.

        Core cannot tell the date of ETERNITY and stops.
        """
        if self.definition_period == ETERNITY:
            return self.formulas.peekitem(-1)[1] if self.formulas else None
        return super().get_formula(period)

    def check_set_value(self, value: Any) -> Any:
        """Return ``value`` as this variable stores it.

        Args:
            value: what a person wrote in JSON or YAML.

        Raises:
            ValueError: one sentence that says what was given and what would be right.

        """
        if isinstance(value, Collection) and not isinstance(value, str):
            raise RefusedValueError("one value is expected, not {value}.", value=value)
        if self.value_type is Enum and not isinstance(value, (str, Enum)):
            names = ", ".join(item.name for item in self.possible_values)
            raise RefusedValueError("a name is expected, not {value}: it is one of {names}.", value=value, names=names)
        if self.value_type is bool and not isinstance(value, (bool, np.bool_)):
            raise RefusedValueError("true or false is expected, not {value}.", value=value)
        if self.value_type in (int, float) and isinstance(value, bool):
            raise RefusedValueError("a number is expected, not {value}.", value=value)
        result = super().check_set_value(value)
        if self.value_type in (int, float):
            self._check_number(result)
        return result

    def _check_number(self, value: float) -> None:
        if not np.isfinite(value):
            raise RefusedValueError("a number is expected, not {value}.", value=value)
        if self.value_type is float and abs(value) > EXACT_UP_TO:
            raise RefusedValueError("it cannot be more than {most}: {value} was given.", most=EXACT_UP_TO, value=value)
        if self.__minimum__ is not None and value < self.__minimum__:
            raise RefusedValueError(
                "it cannot be less than {least}: {value} was given.", least=self.__minimum__, value=value
            )
        if self.__maximum__ is not None and value > self.__maximum__:
            raise RefusedValueError(
                "it cannot be more than {most}: {value} was given.", most=self.__maximum__, value=value
            )


class NonNegative(Variable):
    """A variable that cannot be below zero: money received, months, counts."""

    minimum = 0


class Share(Variable):
    """A variable between 0 and 1."""

    minimum = 0
    maximum = 1


# ----- Money ----- #


def _noise(amount: Array) -> Array:
    """Return how far the last bits of an amount may be off, whatever its sign."""
    noise = np.abs(amount)
    noise *= _RELATIVE_NOISE
    noise += _ABSOLUTE_NOISE
    return noise


def ceil_tenge(amount: ArrayLike) -> Array:
    """Round up to the whole tenge, as benefits, pensions and their minimums are paid. KZT to KZT.

    No act found names the rule; every budget-law figure since 2018 and the published benefit amounts agree
    with it (docs/doubts.md, "Rounding of monthly benefits"). A last-bit error of a product does not count.
    """
    result = np.array(amount, dtype=np.float64)
    result -= _noise(result)
    np.ceil(result, out=result)
    result += 0.0  # -0.0 would be printed as such
    return result[()]  # one amount in, one amount out


def floor_tenge(amount: ArrayLike) -> Array:
    """Round down to the whole tenge. KZT to KZT."""
    result = np.array(amount, dtype=np.float64)
    result += _noise(result)
    return np.floor(result, out=result)[()]


def round_tenge(amount: ArrayLike) -> Array:
    """Round half up to the whole tenge, as declared payments are (form 200.00 has no tiyn). KZT to KZT.

    Evidence: answer of the State Revenue Committee of 12.07.2021 (docs/doubts.md, "Rounding of payroll").
    """
    result = np.array(amount, dtype=np.float64)
    result += _noise(result)
    result += 0.5
    return np.floor(result, out=result)[()]


# ----- Calendar ----- #


def month_number(period: Period) -> int:
    """Return the month a period starts in, counted from year 0: 2026-06 is 2026 * 12 + 5."""
    return period.start.year * MONTHS_IN_YEAR + period.start.month - 1


def month_numbers(dates: Array) -> Array:
    """Return the month of each date (datetime64) counted from year 0, as int32."""
    return _by_day(dates, _months_of_days, _month_numbers_by_numpy)


def _month_numbers_by_numpy(dates: Array) -> Array:
    return dates.astype("datetime64[M]").astype(np.int32) + MONTHS_BEFORE_1970


def _day_of_month_by_numpy(dates: Array) -> Array:
    return (dates - dates.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int32) + 1


# numpy takes 27 ns a date to find its month and 54 ns to find its day: over the lives of people, a table takes 1 ns.
_TABLE_STARTS = np.datetime64("1900-01-01", "D")
_TABLE_DAYS = np.arange(_TABLE_STARTS, np.datetime64("2101-01-01", "D"))


@functools.cache
def _months_of_days() -> Array:
    return _month_numbers_by_numpy(_TABLE_DAYS)


@functools.cache
def _days_of_days() -> Array:
    return _day_of_month_by_numpy(_TABLE_DAYS)


def _by_day(dates: Array, table: Callable[[], Array], by_numpy: Callable[[Array], Array]) -> Array:
    """Return what a table holds for each date, and what numpy says for dates outside the table."""
    dates = np.asarray(dates, dtype="datetime64[D]")
    if dates.size < len(_TABLE_DAYS) // 100:  # a family: the table would cost more than it saves
        return by_numpy(dates)
    places = dates.view(np.int64) - _TABLE_STARTS.astype(np.int64)
    values = table().take(places, mode="clip")
    if places.min() < 0 or places.max() >= len(_TABLE_DAYS):
        outside = (places < 0) | (places >= len(_TABLE_DAYS))
        values[outside] = by_numpy(dates[outside])
    return values


def first_day(period: Period) -> np.datetime64:
    """Return the first day of a period."""
    return np.datetime64(period.start.date, "D")


def last_day(period: Period) -> np.datetime64:
    """Return the last day of a period, included."""
    return np.datetime64(period.stop.date, "D")


def days_in_month(period: Period) -> int:
    """Return the number of days of the month a period starts in."""
    return int(period.first_month.stop.day)


def day_of_month(dates: Array) -> Array:
    """Return the day of the month (1 to 31) of each date."""
    return _by_day(dates, _days_of_days, _day_of_month_by_numpy)


def has_date(dates: Array) -> Array:
    """Return whether each date was given (a date fact that is not given is ``NO_DATE``)."""
    return dates > _NO_DATE


def completed_months(since: Array, until: Array | np.datetime64) -> Array:
    """Return the months completed from ``since`` to the day ``until``, both datetime64; negative before it.

    A month is complete on the day of the same number, or on the last day of a shorter month: from 31 January
    one month is complete on 28 February, from 29 February a year is complete on 28 February (Civil Code,
    art. 173: a term that ends in a month without that day ends on its last day).
    """
    until = np.asarray(until, dtype="datetime64[D]")
    whole = month_numbers(until) - month_numbers(since)
    ends_month = day_of_month(until + np.timedelta64(1, "D")) == 1
    return whole - ((day_of_month(until) < day_of_month(since)) & ~ends_month)


def months_to(period: Period, count: int) -> list[Period]:
    """Return the ``count`` months before ``period``, oldest first; the month itself is not among them."""
    first = period.first_month
    return [first.offset(-back, MONTH) for back in range(count, 0, -1)]


def months_of_year_to(period: Period) -> list[Period]:
    """Return the months of the calendar year from January up to and including ``period``."""
    first = period.first_month
    return [first.offset(month - first.start.month, MONTH) for month in range(1, first.start.month + 1)]


# ----- Parameters ----- #


def lookup(node: Any, index: Array) -> Array:
    """Return the value of a parameter node for each person, by Enum or by position.

    Args:
        node: a node of plain numbers. By Enum: its children are named as the members. By position: its children
            in the order of the file; a position before the first takes the first, one past the last the last.
        index: an EnumArray, or integers from 0.

    Returns:
        float64 array of the length of ``index``.

    Raises:
        KeyError: a member of the Enum has no value in the node.
        ParameterNotFoundError: the node has no value at all at that time.

    """
    tracer = None
    if isinstance(node, TracingParameterNodeAtInstant):
        node, tracer = node.parameter_node_at_instant, node.tracer
    if isinstance(index, EnumArray):
        values = _enum_table(node, index.possible_values).take(_places(index))
    else:
        values = _table(node).take(_places(index), mode="clip")
    if tracer is not None:
        tracer.record_parameter_access(node._name, node._instant_str, _Chosen.of(values, node, index))
    return values


def _places(index: Array) -> Array:
    """Return positions as numpy takes them quickest: with int16 or int32 `take` is eight times slower."""
    return np.asarray(index).view(np.ndarray).astype(np.intp, copy=False)


class _Chosen(np.ndarray):
    """The values of a lookup as a trace keeps them: with the name of the child that gave each."""

    leaves: list[str]

    @classmethod
    def of(cls, values: Array, node: ParameterNodeAtInstant, index: Array) -> _Chosen:
        chosen = values.view(cls)
        if isinstance(index, EnumArray):
            chosen.leaves = [member.name for member in index.decode()]
        else:
            names = list(node)
            chosen.leaves = [names[place] for place in np.clip(np.asarray(index), 0, len(names) - 1)]
        return chosen


def _table(node: ParameterNodeAtInstant) -> Array:
    table = node.__dict__.get("_table")
    if table is None:
        table = np.array([node[name] for name in node], dtype=np.float64)
        if not len(table):
            raise ParameterNotFoundError(node._name, node._instant_str)
        node.__dict__["_table"] = table
    return table


def _enum_table(node: ParameterNodeAtInstant, members: type[Enum]) -> Array:
    tables = node.__dict__.setdefault("_enum_tables", {})
    table = tables.get(members)
    if table is None:
        missing = [member.name for member in members if member.name not in node._children]
        if missing:
            raise KeyError(f"{node._name} has no value for {', '.join(missing)} of {members.__name__}")
        table = np.array([node[member.name] for member in members], dtype=np.float64)
        tables[members] = table
    return table


def marginal(scale: MarginalRateTaxScale, base: Array, unit: float = 1.0) -> Array:
    """Return the tax of a scale of marginal rates on each base.

    Args:
        scale: a parameter with brackets of threshold and rate.
        base: amounts, KZT; below the first threshold nothing is due.
        unit: what the thresholds count, in KZT (an MRP, say).

    Returns:
        KZT, not rounded.

    """
    rates = np.asarray(scale.rates, dtype=np.float64)
    steps = np.diff(rates, prepend=0.0)
    result = np.zeros(np.broadcast_shapes(np.shape(base), np.shape(unit)))
    part = np.empty_like(result)
    for threshold, step in zip(scale.thresholds, steps, strict=True):
        np.subtract(base, threshold * unit, out=part)
        np.maximum(part, 0.0, out=part)
        part *= step
        result += part
    return result[()]


def one_of(values: EnumArray, *members: Enum) -> Array:
    """Return whether each value is one of the members."""
    chosen = np.zeros(len(values.possible_values), dtype=bool)
    chosen[[member.index for member in members]] = True
    return chosen.take(_places(values))


# ----- Families ----- #


def has_role(person: Any, *roles: str) -> Array:
    """Return whether each person has one of the roles (by key) in the family."""
    keys = [role.key for role in person.simulation.populations[Family.key].entity.flattened_roles]
    unknown = set(roles) - set(keys)
    if unknown:
        raise KeyError(f"the family has no role {', '.join(sorted(unknown))}: it has {', '.join(keys)}")
    codes = _role_codes(person.simulation.populations[Family.key])
    result = codes == keys.index(roles[0])
    for role in roles[1:]:
        result |= codes == keys.index(role)
    return result


def _role_codes(family: Any) -> Array:
    codes = family.__dict__.get("_role_codes")
    if codes is None:
        codes = np.zeros(len(family.members_entity_id), dtype=np.int8)
        for code, role in enumerate(family.entity.flattened_roles):
            codes[family.members_role == role] = code
        family.__dict__["_role_codes"] = codes
    return codes


class _Segments:
    """How persons lie in families: whether each family is one run of neighbours, and where each run starts."""

    def __init__(self, family: Any) -> None:
        self.ids = family.members_entity_id
        self.count = family.count
        sizes = np.bincount(self.ids, minlength=self.count)
        self.contiguous = bool(self.count and sizes.min() > 0 and np.all(self.ids[1:] >= self.ids[:-1]))
        self.order = None if self.contiguous else np.argsort(self.ids, kind="stable")
        self.filled = np.flatnonzero(sizes)
        self.starts = np.concatenate(([0], np.cumsum(sizes)))[:-1][self.filled]

    def reduce(self, function: Any, array: Array, empty: Any) -> Array:
        """Reduce members to one value a family; an empty family gets ``empty``."""
        if self.order is not None:
            array = array[self.order]
        values = function.reduceat(array, self.starts) if len(self.starts) else array[:0]
        if len(self.filled) == self.count:
            return values
        result = np.full(self.count, empty, dtype=np.result_type(values, np.min_scalar_type(empty)))
        result[self.filled] = values
        return result


def _segments(family: Any) -> _Segments:
    segments = family.__dict__.get("_segments")
    if segments is None:
        segments = _Segments(family)
        family.__dict__["_segments"] = segments
    return segments


def family_sum(family: Any, array: Array, among: Array | None = None) -> Array:
    """Return the sum over the members of each family, of those ``among`` if given; 0 for none. float64."""
    if among is not None:
        array = array * among
    return _segments(family).reduce(np.add, np.asarray(array, dtype=np.float64), 0.0)


def family_count(family: Any, condition: Array) -> Array:
    """Return how many members of each family meet a condition, as int64."""
    return _segments(family).reduce(np.add, np.asarray(condition, dtype=np.int64), 0)


def family_any(family: Any, condition: Array) -> Array:
    """Return whether any member of each family meets a condition; no for an empty family."""
    return _segments(family).reduce(np.logical_or, np.asarray(condition, dtype=bool), False)


def family_max(family: Any, array: Array, among: Array | None = None, empty: float = -np.inf) -> Array:
    """Return the greatest value among the members of each family; ``empty`` where there is none."""
    if among is not None:
        array = where(among, array, empty)
    return _segments(family).reduce(np.maximum, np.asarray(array), empty)


def family_min(family: Any, array: Array, among: Array | None = None, empty: float = np.inf) -> Array:
    """Return the least value among the members of each family; ``empty`` where there is none."""
    if among is not None:
        array = where(among, array, empty)
    return _segments(family).reduce(np.minimum, np.asarray(array), empty)


def family_rank(person: Any, criterion: Array, among: Array) -> Array:
    """Return the place of each person in the family, from 0 for the least criterion; -1 for those not among.

    Equal criteria keep the order in which the persons stand (twins get their own numbers).
    """
    ids = person.simulation.populations[Family.key].members_entity_id
    chosen = np.flatnonzero(among)
    result = np.full(len(ids), -1, dtype=np.int32)
    result[chosen] = _ranks(ids[chosen], np.asarray(criterion)[chosen])
    return result


#: Up to this many members, comparing neighbours beats sorting.
_FEW = 16


def _ranks(families: Array, criterion: Array) -> Array:
    """Return the place of each entry among those of its family, equal ones in the order in which they stand."""
    ranks = np.zeros(len(families), dtype=np.int32)
    if not np.all(families[1:] >= families[:-1]):
        return _ranks_by_sorting(families, criterion)
    for distance in range(1, _FEW):
        same = families[distance:] == families[:-distance]
        if not same.any():
            return ranks
        before = criterion[distance:] < criterion[:-distance]
        ranks[distance:] += same & ~before
        ranks[:-distance] += same & before
    return _ranks_by_sorting(families, criterion)


def _ranks_by_sorting(families: Array, criterion: Array) -> Array:
    order = np.lexsort((criterion, families))
    ordered = families[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    sizes = np.diff(np.append(starts, len(order)))
    ranks = np.empty(len(order), dtype=np.int32)
    ranks[order] = np.arange(len(order)) - np.repeat(starts, sizes)
    return ranks
