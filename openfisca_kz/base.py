"""The words that formulas use: variables of exact money, legal rounding, calendar months, fast lookups.

Everything here is vectorised: arrays in, arrays out, one entry a person or a family. Nothing loops in Python.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from openfisca_core import variables
from openfisca_core.errors import ParameterNotFoundError
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.parameters import ParameterNodeAtInstant
from openfisca_core.periods import DateUnit
from openfisca_core.taxscales import MarginalRateTaxScale
from openfisca_core.tracers import TracingParameterNodeAtInstant

from openfisca_kz.calendar import (
    MONTH,
    MONTHS_BEFORE_1970,
    MONTHS_IN_YEAR,
    NO_DATE,
    ONE_DAY,
    add_months,
    by_month,
    completed_months,
    completed_years,
    day_of_month,
    days_in_month,
    first_day,
    first_days,
    has_date,
    last_day,
    month_number,
    month_numbers,
    months_of_year_to,
    months_to,
)
from openfisca_kz.engine.core import day_of, memo, name_of, of_variables
from openfisca_kz.engine.once import anybody, known_nothing
from openfisca_kz.engine.open.hooks import all_alike, by_table, moves, only
from openfisca_kz.entities import Family, Person
from openfisca_kz.groups import (
    family_any,
    family_count,
    family_max,
    family_min,
    family_rank,
    family_sum,
    has_role,
)
from openfisca_kz.problems import RefusedValueError

YEAR = DateUnit.YEAR
ETERNITY = DateUnit.ETERNITY

date = datetime.date
maximum = np.maximum
minimum = np.minimum
clip = np.clip

#: Money is exact to the tenge up to this amount; more is refused.
EXACT_UP_TO = 1e12

#: An amount below this is no money: no gain, no loss, nothing to draw.
HALF_A_TENGE = 0.5

# Products such as 5.76 * 4325 carry a last-bit error: it must not lift an amount to the next tenge.
_RELATIVE_NOISE = 1e-15
_ABSOLUTE_NOISE = 1e-6

Array = NDArray[Any]


# ----- Choices ----- #

#: From so many people on guessing right is worth looking at what is chosen.
_MANY = 4096

#: Where fewer than one in so many, or nearly all, are chosen, numpy guesses right.
_FEW = 32


def where(condition: Any, one: Any, other: Any) -> Any:
    """Return ``one`` where the condition holds and ``other`` elsewhere, as numpy's own does.

    numpy looks at each entry and guesses wrong at every third: of many people the same bits are taken without a look.
    """
    if type(condition) is np.ndarray and condition.size >= _MANY and condition.dtype == bool and condition.ndim == 1:
        shape = condition.shape
        if type(one) is np.ndarray and one.shape == shape:
            result = _chosen(condition, one, other)
        elif type(other) is np.ndarray and other.shape == shape:
            result = _chosen(~condition, other, one)
        elif type(one) in _NUMBERS and type(other) in _NUMBERS:
            result = np.array([other, one]).take(condition.view(np.int8))
        else:
            result = None
        if result is not None:
            return result
    return np.where(condition, one, other)


_BITS: dict[int, type] = {1: np.int8, 2: np.int16, 4: np.int32, 8: np.int64}
_NUMBERS = frozenset((int, float, np.float64))


def _chosen(condition: Array, one: Array, other: Any) -> Array | None:
    """Return an array where a condition holds, and elsewhere another or a number; None where numpy has to see to it."""
    if type(other) is np.ndarray and other.shape == one.shape:
        if other.dtype != one.dtype:
            both = np.result_type(one, other)
            return _chosen(condition, one.astype(both), other.astype(both)) if both.kind in "if" else None
    elif np.ndim(other) or np.result_type(one, other) != one.dtype:
        return None
    else:
        other = np.array(other, dtype=one.dtype)
    bits = _BITS.get(one.dtype.itemsize)
    if bits is None or one.dtype.kind not in "bifM":
        return None
    chosen = np.count_nonzero(condition) * _FEW
    if chosen < condition.size:
        return _with(np.flatnonzero(condition), one, other)
    if chosen > (_FEW - 1) * condition.size:
        return _with(np.flatnonzero(~condition), other, one)
    ones: Array = one.view(bits)
    others: Array = other.view(bits)
    mask: Array = np.negative(condition.view(np.int8)).astype(bits)  # all bits where the condition holds
    if not others.ndim and not others:
        mask &= ones
    else:
        mask &= ones ^ others
        mask ^= others
    return mask.view(one.dtype)


def _with(rows: Array, some: Array, others: Array) -> Array:
    """Return one array or number with the entries of another in some rows."""
    result = others.copy() if others.ndim else all_alike(some.size, others)
    result[rows] = some[rows] if some.ndim else some
    return result


# ----- Variables ----- #

# The date that core gives to a formula without one.
_UNDATED = "0001-01-01"


# What a class may say beside what core knows.
_OWN = (
    "minimum",
    "maximum",
    "right_paid_by",
    "duty_borne_by",
    "duty_paid_to",
    "into_savings",
    "matters_where",
    "matters_through",
    "matters_to",
    "nothing_without",
)

# The unit of what is no number, where a class does not write one.
_UNITS: dict[Any, str] = {bool: "boolean", date: "date", Enum: "choice"}

#: Who pays rights and bears duties.
PAYERS = (
    "republican_budget",
    "local_budget",
    "social_insurance_fund",
    "health_insurance_fund",
    "pension_fund",
    "national_fund",
    "employer",
    "person",
)


class Variable(variables.Variable):
    """A variable of the law whose float values are float64, exact to the tenge up to 1e12.

    Core stores float32, which loses tenge above 16 777 216. The type holds through formulas, JSON input,
    reforms, neutralising, cloning and dumping. Values that no law means (NaN, infinity, an Enum by number,
    less than ``minimum`` or more than ``maximum``) are refused with a sentence.
    """

    unit: Any

    #: Least and greatest value a person may give; written as ``minimum`` and ``maximum`` in a subclass.
    __minimum__: float | None = None
    __maximum__: float | None = None

    #: Who pays an amount that is a right, who bears one that is a duty (``PAYERS``); written as ``right_paid_by`` and
    #: ``duty_borne_by`` in a subclass, and so by a reform too: totals, costs and comparisons read nothing else.
    __right_paid_by__: str | None = None
    __duty_borne_by__: str | None = None

    #: Which budget or fund a duty goes to; none where it is dealt out to several.
    __duty_paid_to__: str | None = None

    #: Whether a right goes to the person's pension savings, so that nobody has it to spend.
    __into_savings__: bool = False

    #: The conditions under which a value can matter to anything that is asked, what is read on the way from it, and
    #: what comes out the same without it where one of them fails (``engine.needless``); none for nearly all.
    __matters_where__: tuple[str, ...] = ()
    __matters_through__: tuple[str, ...] = ()
    __matters_to__: tuple[str, ...] = ()

    #: What an amount is counted on, such as an income: where nobody has it, the amount is nothing.
    __nothing_without__: str | None = None

    #: Folder of the rule under ``variables/``, such as ``rights.family``; set when the system is built.
    room: str = ""

    def __init_subclass__(cls) -> None:
        """Keep what core does not know, and would refuse, where it does not look."""
        for own in _OWN:
            if own in cls.__dict__:
                setattr(cls, f"__{own}__", cls.__dict__[own])
                delattr(cls, own)
        for payer in (cls.__right_paid_by__, cls.__duty_borne_by__, cls.__duty_paid_to__):
            if payer is not None and payer not in PAYERS:
                raise ValueError(f"{cls.__name__}: {payer} pays nothing here; it is one of {', '.join(PAYERS)}")

    def __init__(self, baseline_variable: variables.Variable | None = None) -> None:
        super().__init__(baseline_variable)
        if self.value_type is float:
            self.dtype = np.float64
        if self.unit is None:
            self.unit = _UNITS.get(self.value_type)
        self.right_paid_by = self.__right_paid_by__ or getattr(baseline_variable, "right_paid_by", None)
        self.duty_borne_by = self.__duty_borne_by__ or getattr(baseline_variable, "duty_borne_by", None)
        self.duty_paid_to = self.__duty_paid_to__ or getattr(baseline_variable, "duty_paid_to", None)
        self.into_savings = self.__into_savings__ or getattr(baseline_variable, "into_savings", False)
        for told in ("matters_where", "matters_through", "matters_to", "nothing_without"):
            setattr(self, told, getattr(self, f"__{told}__") or getattr(baseline_variable, told, None))
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
        if not self.formulas:
            return None
        if len(self.formulas) == 1 and self.end is None:  # most rules: core compares dates as text each time
            since, formula = self.formulas.peekitem(0)
            if since == _UNDATED:
                return formula
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
        if self.value_type in (int, float) and isinstance(value, int):
            self._check_number(value)  # before core stores the last 32 bits of it
        result = super().check_set_value(value)
        if self.value_type in (int, float):
            self._check_number(result)
        return result

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the greatest value that a number of this variable can have."""
        most = EXACT_UP_TO if self.value_type is float else float(np.iinfo(np.int32).max)
        least = -most if self.__minimum__ is None else self.__minimum__
        return least, most if self.__maximum__ is None else self.__maximum__

    def _check_number(self, value: float) -> None:
        if not isinstance(value, int) and not np.isfinite(value):
            raise RefusedValueError("a number is expected, not {value}.", value=value)
        least, most = self.bounds
        if value < least:
            raise RefusedValueError("it cannot be less than {least}: {value} was given.", least=least, value=value)
        if value > most:
            raise RefusedValueError("it cannot be more than {most}: {value} was given.", most=most, value=value)


def rights(system: Any) -> tuple[str, ...]:
    """Return the rights of a system, a reform's own among them: every amount that says by whom it is paid."""
    return tuple(name for name, variable in system.variables.items() if getattr(variable, "right_paid_by", None))


def paid(system: Any, right: str) -> str:
    """Return the variable that says what a right pays out: ``x_paid`` where the date of the claim matters, or ``x``."""
    return f"{right}_paid" if f"{right}_paid" in system.variables else right


def duties(system: Any, *bearers: str) -> tuple[str, ...]:
    """Return the duties of a system that these bear, a reform's own among them."""
    return tuple(
        name for name, variable in system.variables.items() if getattr(variable, "duty_borne_by", None) in bearers
    )


def paid_in_tenge(system: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the rights of persons, and those of families, pay out in tenge for them to spend, month by month."""
    known = system.variables

    def find() -> tuple[tuple[str, ...], ...]:
        names = [name for name in rights(system) if known[name].unit == "KZT" and not known[name].into_savings]
        return tuple(
            tuple(paid(system, name) for name in names if known[name].entity.key == key)
            for key in (Person.key, Family.key)
        )

    of_persons, of_families = of_variables(system, "paid in tenge", find)
    return of_persons, of_families


def sum_of_rights(family: Any, period: Any) -> Array:
    """Return all that the members of each family and the family itself are paid out, by the register. KZT."""
    of_persons, of_families = paid_in_tenge(family.simulation.tax_benefit_system)
    total = _sum_of_members(family, of_persons, period)
    for name in of_families:
        total = total + family(name, period)
    return total


def sum_of_duties(family: Any, period: Any) -> Array:
    """Return all that the members of each family bear, by the register. KZT."""
    system = family.simulation.tax_benefit_system
    of_persons = of_variables(system, "duties of persons", lambda: duties(system, "person"))
    return _sum_of_members(family, of_persons, period)


def _sum_of_members(family: Any, names: Sequence[str], period: Any) -> Array:
    total: Any = np.zeros(family.members.count)
    for name in names:
        values = family.members(name, period)
        if not known_nothing(values):
            total += values
    return family_sum(family, total)


class NonNegative(Variable):
    """A variable that cannot be below zero: money received, months, counts."""

    minimum = 0


class Share(Variable):
    """A variable between 0 and 1."""

    minimum = 0
    maximum = 1


def facts(told: tuple[Any, ...], default: Any = None, /, **labels: str) -> list[type[Variable]]:
    """Return facts that are told alike, as variables without a formula; a module lists them under ``FACTS``.

    Args:
        told: of whom, for which period, of what type (of a choice its Enum) and, of a number, in what unit:
            (Person, MONTH, float, "KZT"). Numbers are never below zero, a share never above 1.
        default: what holds where nobody tells it, if not the usual: nothing, no date, the first of a choice.
        **labels: name and label of each.

    """
    entity, definition_period, kind, *units = told
    common = {"entity": entity, "definition_period": definition_period, "value_type": kind}
    if units:
        common["unit"] = units[0]
    if kind is date:
        common["default_value"] = NO_DATE
    elif issubclass(kind, Enum):
        common |= {"value_type": Enum, "possible_values": kind, "default_value": next(iter(kind))}
    if default is not None:
        common["default_value"] = default
    bases = (Share,) if "share" in units else (NonNegative,) if units else (Variable,)
    return [type(name, bases, {**common, "label": label}) for name, label in labels.items()]


# ----- Money ----- #


def _noise(amount: Array) -> Array:
    """Return how far the last bits of an amount may be off, whatever its sign."""
    noise = np.abs(amount)
    noise *= _RELATIVE_NOISE
    noise += _ABSOLUTE_NOISE
    return noise


@moves(amount=1)
def ceil_tenge(amount: ArrayLike) -> Array:
    """Round up to the whole tenge, as benefits, pensions and their minimums are paid. KZT to KZT.

    No act found names the rule; every budget-law figure since 2018 and the published benefit amounts agree
    with it (docs/doubts.md, "Rounding of monthly benefits"). A last-bit error of a product does not count.
    """
    return rounded(amount, ceil_in_place)


def ceil_in_place(result: Array) -> None:
    """Round each amount up to the whole tenge where it lies."""
    result -= _noise(result)
    np.ceil(result, out=result)
    result += 0.0  # -0.0 would be printed as such


def rounded(amount: ArrayLike, rule: Callable[[Array], None]) -> Array:
    """Return amounts after a rule by which nothing stays nothing: where few have an amount, it is asked of these."""
    result = np.array(amount, dtype=np.float64)
    given = result != 0 if result.size >= _MANY else None
    if given is not None and np.count_nonzero(given) * 4 < result.size:
        rows = np.flatnonzero(given)
        some = result[rows]
        rule(some)
        result = np.zeros(result.shape)
        result[rows] = some
    else:
        rule(result)
    return result[()]  # one amount in, one amount out


@moves(amount=1)
def floor_tenge(amount: ArrayLike) -> Array:
    """Round down to the whole tenge. KZT to KZT."""
    return rounded(amount, _down)


def _down(result: Array) -> None:
    result += _noise(result)
    np.floor(result, out=result)


@moves(amount=1)
def round_tenge(amount: ArrayLike) -> Array:
    """Round half up to the whole tenge, as declared payments are (form 200.00 has no tiyn). KZT to KZT.

    Evidence: answer of the State Revenue Committee of 12.07.2021 (docs/doubts.md, "Rounding of payroll").
    """
    return rounded(amount, _to_nearest)


def _to_nearest(result: Array) -> None:
    result += _noise(result)
    result += 0.5
    np.floor(result, out=result)


# ----- Parameters ----- #


def _entries(node: Any, index: Any) -> tuple[Array, int]:
    """Return the table that ``lookup`` reads and the place of its first entry."""
    members = getattr(index, "possible_values", None)
    return (_table(node) if members is None else _enum_table(node, members)), 0


def _membership(values: Any, *members: Enum) -> tuple[Array, int]:
    """Return for each member of an Enum whether it is one of those."""
    chosen = np.zeros(len(values.possible_values), dtype=bool)
    chosen[[member.index for member in members]] = True
    return chosen, 0


@by_table(_entries, "index")
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
        tracer.record_parameter_access(name_of(node), day_of(node), _Chosen.of(values, node, index))
    return values


def _places(index: Array) -> Array:
    return np.asarray(index).view(np.ndarray)


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
    kept = memo(node)
    table: Array | None = kept.get("table")
    if table is None:
        table = np.array([node[name] for name in node], dtype=np.float64)
        if not len(table):
            raise ParameterNotFoundError(name_of(node), day_of(node))
        kept["table"] = table
    return table


def _enum_table(node: ParameterNodeAtInstant, members: type[Enum]) -> Array:
    kept = memo(node)
    table: Array | None = kept.get(members)
    if table is None:
        missing = [member.name for member in members if member.name not in set(node)]
        if missing:
            raise KeyError(f"{name_of(node)} has no value for {', '.join(missing)} of {members.__name__}")
        table = np.array([node[member.name] for member in members], dtype=np.float64)
        kept[members] = table
    return table


@moves(base=1)
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
    if not np.any(base):
        return result[()]
    part = np.empty_like(result)
    for threshold, step in zip(scale.thresholds, steps, strict=True):
        np.subtract(base, threshold * unit, out=part)
        np.maximum(part, 0.0, out=part)
        part *= step
        result += part
    return result[()]


@by_table(_membership, "values")
def one_of(values: EnumArray, *members: Enum) -> Array:
    """Return whether each value is one of the members."""
    places = np.asarray(values).view(np.ndarray)
    result = places == members[0].index
    for member in members[1:]:
        result |= places == member.index
    return result
