"""A simulation of many families from numpy arrays: fast, and with the checks that core leaves out.

Core takes a million people through JSON in ten minutes and accepts NaN, an Enum index that does not exist, two
first parents, a role nobody knows. Here nothing loops over people, and every such row is refused by name.
"""

from __future__ import annotations

import datetime
import difflib
import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit, Period
from openfisca_core.periods import period as read_period
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.base import Array
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.engine.system import checked_law

__all__ = ["simulation_from_arrays"]

#: A column: one entry a row, or several such arrays by period.
Column = Any

FAMILY_ID = "family_id"


def simulation_from_arrays(
    system: TaxBenefitSystem,
    persons: Mapping[str, Column],
    family_id: Array,
    role: Array,
    families: Mapping[str, Column] | None = None,
    period: str | Period | None = None,
) -> Simulation:
    """Return a simulation of the people in some arrays, without a Python loop over people.

    The arrays are not copied and cannot be written to through the simulation.

    Args:
        system: the law, or a reform of it.
        persons: facts of persons by name of the variable; each an array with one entry a person, or a mapping of
            period to such arrays. Numbers, booleans, datetime64, and for an Enum names or indices. Dates that are
            not known are ``NO_DATE``.
        family_id: the family of each person, numbers or text in any order. Fastest where it ascends.
        role: the role of each person in the family, by key (``first_parent``, ``second_parent``, ``child``,
            ``other``) or by position in that list.
        families: facts of families, one entry a family, in ascending order of the family's id, or in any order if
            a column ``family_id`` says whose row it is.
        period: the month (or year) for which facts are given that have no period of their own.

    Raises:
        ValueError: one sentence that names the column, the row (from 0) and what would be right.

    """
    checked_law(system)
    for name, columns in (("persons", persons), ("families", families or {})):
        if not isinstance(columns, Mapping):
            raise ValueError(f"{name} takes columns by name, not {type(columns).__name__}.")
    family_id = _one_dimensional("family_id", family_id)
    (family_entity,) = system.group_entities
    codes = _role_codes(_one_dimensional("role", role), family_entity.flattened_roles, len(family_id))
    own_id, members = _memberships(family_id)
    _refuse_second_holders(family_entity.flattened_roles, codes, members, own_id)

    simulation = Simulation(system)
    simulation.settle(np.arange(len(family_id)), own_id, members, codes)
    default = None if period is None else _period_given(period)
    _fill(simulation, system.person_entity, len(family_id), persons, default)
    family_columns = dict(families or {})
    order = _order_of_rows(family_columns.pop(FAMILY_ID, None), own_id)
    _fill(simulation, family_entity, len(own_id), family_columns, default, order)
    return simulation


def _period_given(period: str | Period) -> Period:
    try:
        return read_period(period)
    except ValueError:
        raise ValueError(f"period takes a month such as 2026-06 or a year such as 2026, not {period}.") from None


# ----- Families ----- #


def _memberships(family_id: Array) -> tuple[Array, Array]:
    """Return the ids of the families in ascending order, and the position of each person's family among them."""
    if family_id.dtype.kind not in "iuUSO":
        raise ValueError(f"family_id takes whole numbers or text, not {family_id.dtype}.")
    if not len(family_id):
        return family_id, np.zeros(0, dtype=np.intp)
    if family_id.dtype.kind in "iu" and bool(np.all(family_id[1:] >= family_id[:-1])):
        new_family = np.empty(len(family_id), dtype=bool)
        new_family[0] = True
        np.not_equal(family_id[1:], family_id[:-1], out=new_family[1:])
        return family_id[new_family], np.cumsum(new_family, dtype=np.intp) - 1
    ids, members = np.unique(_text(FAMILY_ID, family_id), return_inverse=True)
    return ids, members.reshape(-1)


def _role_codes(role: Array, roles: list[Any], count: int) -> Array:
    keys = [each.key for each in roles]
    if len(role) != count:
        raise ValueError(f"role has {len(role)} rows and family_id has {count}.")
    if role.dtype.kind in "iu":
        _refuse("role", (role < 0) | (role >= len(keys)), role, f"a position from 0 to {len(keys) - 1}: {keys}")
        return role.astype(np.int8)
    if role.dtype.kind not in "UO":
        raise ValueError(f"role takes keys or positions of {', '.join(keys)}, not {role.dtype}.")
    return _codes("role", _text("role", role), keys).astype(np.int8)


def _refuse_second_holders(roles: list[Any], codes: Array, members: Array, own_id: Array) -> None:
    for code, role in enumerate(roles):
        if role.max is None:
            continue
        rows = np.flatnonzero(codes == code)
        holders = np.bincount(members[rows], minlength=len(own_id))
        if holders.max(initial=0) > role.max:
            family = int(np.argmax(holders > role.max))
            several = ", ".join(str(row) for row in rows[members[rows] == family])
            raise ValueError(
                f"role: family {own_id[family]} has more than {role.max} {role.key} (rows {several}); "
                f"a family has at most {role.max}.",
            )


def _order_of_rows(given: Column, own_id: Array) -> Array | None:
    """Return the order that puts rows of families as the simulation has them; None where they are so already."""
    if given is None:
        return None
    ids = _text(FAMILY_ID, _one_dimensional("family_id of families", given))
    order = np.argsort(ids, kind="stable")
    sorted_ids = ids[order]
    twice = np.flatnonzero(sorted_ids[1:] == sorted_ids[:-1])
    if len(twice):
        raise ValueError(f"family_id of families: {sorted_ids[twice[0]]} has two rows; a family has one.")
    for missing, sentence in (
        (np.setdiff1d(sorted_ids, own_id), "has a row and no members; leave it out"),
        (np.setdiff1d(own_id, sorted_ids), "has members and no row; add one"),
    ):
        if len(missing):
            raise ValueError(f"family_id of families: {missing[0]} {sentence}.")
    return order


# ----- Columns ----- #


def _fill(
    simulation: Simulation,
    entity: Any,
    count: int,
    columns: Mapping[str, Column],
    default: Period | None,
    order: Array | None = None,
) -> None:
    """Give every column of an entity to the simulation."""
    for name, column in columns.items():
        variable = _variable(simulation.tax_benefit_system, entity, name)
        for when, values in _dated(variable, column, default):
            array = _one_dimensional(name, values)
            if len(array) != count:
                raise ValueError(f"{name} has {len(array)} rows; there are {count} {entity.plural}.")
            stored = _READERS[variable.value_type](variable, array if order is None else array[order])
            simulation.tell(variable, when, stored)


def _variable(system: TaxBenefitSystem, entity: Any, name: str) -> Any:
    variable = system.get_variable(name)
    if variable is None:
        own = [key for key, each in system.variables.items() if each.entity.key == entity.key]
        raise ValueError(f"{name} is not a variable of the law{_nearest(name, own)}.")
    if variable.entity.key != entity.key:
        raise ValueError(f"{name} is a column of {variable.entity.plural}, not of {entity.plural}.")
    return variable


def _dated(variable: Any, column: Column, default: Period | None) -> Iterable[tuple[Period, Any]]:
    if isinstance(column, Mapping):
        for key, values in column.items():
            yield _fitting(variable, _period(key)), values
    elif variable.definition_period == DateUnit.ETERNITY:
        yield Period.eternity(), column
    elif default is None:
        raise ValueError(f"{variable.name} belongs to a {variable.definition_period}: say which period.")
    elif variable.definition_period == DateUnit.YEAR:
        yield default.this_year, column
    else:
        yield _fitting(variable, default), column


@functools.lru_cache(maxsize=1 << 12)
def _period(text: str) -> Period:
    """Return the period of a column; core reads it anew by the calendar each time."""
    return read_period(text)


def _fitting(variable: Any, when: Period) -> Period:
    eternal = when.unit == DateUnit.ETERNITY
    if when.unit != variable.definition_period or (when.size != 1 and not eternal):
        raise ValueError(f"{variable.name} is given by {variable.definition_period}, not for {when}.")
    return when


def _float(variable: Any, array: Array) -> Array:
    if array.dtype.kind not in "iuf":
        raise ValueError(f"{variable.name} takes numbers, not {array.dtype}.")
    numbers = array.astype(np.float64, copy=False)
    if len(numbers):
        _check_bounds(variable, numbers)
    return numbers


def _int(variable: Any, array: Array) -> Array:
    if array.dtype.kind not in "iuf":
        raise ValueError(f"{variable.name} takes whole numbers, not {array.dtype}.")
    if len(array):
        _check_bounds(variable, array)
        if array.dtype.kind == "f":
            _refuse(variable.name, array != np.floor(array), array, "a whole number")
    return array.astype(variable.dtype, copy=False)


def _bool(variable: Any, array: Array) -> Array:
    if array.dtype.kind != "b":
        raise ValueError(f"{variable.name} takes true or false, not {array.dtype}.")
    return array


def _date(variable: Any, array: Array) -> Array:
    if array.dtype.kind == "O":
        _refuse(variable.name, ~_each(_is_date, array), array, "a date")
    elif array.dtype.kind != "M":
        raise ValueError(f"{variable.name} takes dates (datetime64), not {array.dtype}.")
    dates = array.astype("datetime64[D]", copy=False)
    if len(dates) and np.isnat(dates.view(np.int64).min().view(dates.dtype)):  # the least of all numbers
        _refuse(variable.name, np.isnat(dates), dates, "a date, or 0001-01-01 where there was no such event")
    return dates


def _str(variable: Any, array: Array) -> Array:
    return _text(variable.name, array).astype(variable.dtype)


def _enum(variable: Any, array: Array) -> Array:
    members = variable.possible_values
    if isinstance(array, EnumArray):
        if array.possible_values is not members:
            raise ValueError(f"{variable.name} takes {members.__name__}, not {array.possible_values.__name__}.")
        array = array.view(np.ndarray)
    if array.dtype.kind in "iu":
        if len(array) and (array.min() < 0 or array.max() >= len(members)):
            wrong = (array < 0) | (array >= len(members))
            _refuse(variable.name, wrong, array, f"a position from 0 to {len(members) - 1}")
        codes = array
    elif array.dtype.kind in "UO":
        codes = _codes(variable.name, _text(variable.name, array), [member.name for member in members])
    else:
        raise ValueError(f"{variable.name} takes names or positions of {members.__name__}, not {array.dtype}.")
    return EnumArray(codes.astype(np.int16, copy=False), members)


#: Each returns a column as its variable stores it, or refuses a row that holds what the variable cannot mean.
_READERS: dict[type, Callable[[Any, Array], Array]] = {
    float: _float,
    int: _int,
    bool: _bool,
    str: _str,
    datetime.date: _date,
    Enum: _enum,
}


def _check_bounds(variable: Any, numbers: Array) -> None:
    least, greatest = numbers.min(), numbers.max()  # NaN and infinity show in one of them
    if not (np.isfinite(least) and np.isfinite(greatest)):
        _refuse(variable.name, ~np.isfinite(numbers), numbers, "a number")
    minimum, maximum = variable.bounds
    if least < minimum:
        _refuse(variable.name, numbers < minimum, numbers, f"at least {minimum:.0f}")
    if greatest > maximum:
        _refuse(variable.name, numbers > maximum, numbers, f"at most {maximum:.0f}")


# ----- What rows hold ----- #


def _one_dimensional(name: str, values: Any) -> Array:
    if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
        raise ValueError(f"{name}: row {int(np.argmax(np.ma.getmaskarray(values)))} is missing.")
    array = values if isinstance(values, EnumArray) else np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"{name} takes one entry a row: an array of one dimension, not {array.ndim}.")
    return array


def _text(name: str, array: Array) -> Array:
    """Return text as numpy's own strings; numbers as they are."""
    if array.dtype.kind != "O":
        return array
    _refuse(name, ~_each(lambda value: isinstance(value, str), array), array, "text")
    return array.astype(str)


def _codes(name: str, values: Array, keys: list[str]) -> Array:
    """Return the position of each text among the keys."""
    if not len(values):
        return np.zeros(0, dtype=np.int16)
    names = np.array(keys)
    order = np.argsort(names)
    places = np.searchsorted(names, values, sorter=order).clip(max=len(keys) - 1)
    codes = order.take(places)
    unknown = names.take(codes) != values
    if unknown.any():
        value = str(values[np.argmax(unknown)])
        _refuse(name, unknown, values, f"one of {', '.join(keys)}{_nearest(value, keys)}")
    return codes


def _refuse(name: str, wrong: Array, values: Array, right: str) -> None:
    if not wrong.any():
        return
    row = int(np.argmax(wrong))
    value = values[row]
    raise ValueError(f"{name}: row {row} holds {value!s}; it takes {right}.")


def _is_date(value: Any) -> bool:
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


def _each(condition: Callable[[Any], bool], array: Array) -> Array:
    return np.fromiter(map(condition, array), dtype=bool, count=len(array))


def _nearest(name: str, names: list[str]) -> str:
    close = difflib.get_close_matches(name, names, n=1)
    return f"; did you mean {close[0]}?" if close else ""
