"""Arrow columns as numpy arrays of the law, and back."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from openfisca_core.indexed_enums import Enum, EnumArray

from openfisca_kz.base import Array, where
from openfisca_kz.population.schema import FAMILY_ID, ROLES, WEIGHT

# Where fewer than one in so many cells are filled, only these are read.
_SELDOM = 4

_KINDS = {bool: pa.bool_(), int: pa.int32(), float: pa.float64(), datetime.date: pa.date32()}


def to_plain(column: pa.ChunkedArray) -> Array:
    """Return a column without empty cells as numpy's own values, text as objects."""
    return _plain(_whole(column))


def _plain(array: pa.Array) -> Array:
    if pa.types.is_date32(array.type):  # Arrow's own ways for dates and truths take many times as long
        return array.view(pa.int32()).to_numpy(zero_copy_only=False).astype(np.int64).view("datetime64[D]")
    if pa.types.is_boolean(array.type):
        return _truths(array.buffers()[1], array)
    return array.to_numpy(zero_copy_only=False)


def _truths(bits: pa.Buffer, array: pa.Array) -> Array:
    """Return the truths that bits hold for the entries of an array."""
    whole = np.unpackbits(np.frombuffer(bits, dtype=np.uint8), count=array.offset + len(array), bitorder="little")
    return whole[array.offset :].view(bool)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece, without a copy where it is one."""
    if column.num_chunks == 1:
        return column.chunk(0)
    array = column.combine_chunks()
    return pa.array([], column.type) if isinstance(array, pa.ChunkedArray) else array  # no rows at all


def to_numpy(variable: Any, column: pa.ChunkedArray) -> Array:
    """Return a checked column as its variable stores it; an empty cell takes the default."""
    if variable.value_type is Enum:
        return EnumArray(enum_codes(variable, column), variable.possible_values)
    kind = _KINDS.get(variable.value_type)
    if column.type != kind or not column.null_count:
        return to_plain(filled(variable, column))
    array = _whole(column)
    known, plain = _truths(array.buffers()[0], array), _plain(_stored(array))
    if np.count_nonzero(known) * _SELDOM < len(known):
        rows = np.flatnonzero(known)
        values = np.full(len(known), variable.default_value, dtype=variable.dtype)
        values[rows] = plain[rows]
        return values
    default = variable.default_value and np.array(variable.default_value, dtype=variable.dtype)  # 0 stays as it is
    return where(known, plain, default)


def numbers_stored(column: pa.ChunkedArray) -> Array:
    """Return the numbers of a column as they lie in memory, with whatever stands where a cell is empty."""
    return _stored(_whole(column)).to_numpy(zero_copy_only=False)


def _stored(array: pa.Array) -> pa.Array:
    """Return an array without what is said of empty cells."""
    if not array.null_count:
        return array
    return pa.Array.from_buffers(array.type, len(array), [None, array.buffers()[1]], offset=array.offset)


def enum_codes(variable: Any, column: pa.ChunkedArray) -> Array:
    """Return the position of each name among the members, the default's for an empty cell, -1 for an unknown name."""
    names = [member.name for member in variable.possible_values]
    codes = positions(column, names)
    if column.null_count:
        codes[to_plain(pc.is_null(column))] = variable.default_value.index
    return codes.astype(np.int16, copy=False)


def role_codes(column: pa.ChunkedArray) -> Array:
    """Return the position of each role; -1 for an unknown or missing one."""
    return positions(column, ROLES).astype(np.int8)


def positions(column: pa.ChunkedArray, names: Sequence[str]) -> Array:
    """Return the position of each text of a column among some names; -1 for others and for empty cells."""
    if pa.types.is_null(column.type):
        return np.full(len(column), -1)
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    array = _whole(column)
    places = {name: place for place, name in enumerate(names)}
    table = np.array([places.get(name, -1) for name in array.dictionary.to_pylist()] + [-1], dtype=np.int16)
    indices = array.indices
    if indices.null_count:
        indices = pc.fill_null(indices, len(array.dictionary))
    found = indices.to_numpy(zero_copy_only=False)
    if np.array_equal(table[:-1], np.arange(len(table) - 1)) and not array.null_count:
        return found.astype(np.int16)
    return table.take(found)


def to_arrow(values: Any) -> pa.Array:
    """Return the values of a variable as Arrow stores them; Enums as names."""
    if isinstance(values, EnumArray):
        names = [member.name for member in values.possible_values]
        return pa.DictionaryArray.from_arrays(pa.array(np.asarray(values).astype(np.int8)), pa.array(names))
    plain = np.asarray(values)
    if plain.dtype == bool:
        bits = pa.py_buffer(np.packbits(plain, bitorder="little"))
        return pa.Array.from_buffers(pa.bool_(), len(plain), [None, bits], 0)
    return pa.array(plain)


def filled(variable: Any, column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column of numbers, dates or truths in the type of its variable; empty cells take the default."""
    kind = _KINDS.get(variable.value_type, column.type)
    if column.type != kind:
        column = column.cast(kind, safe=False)
    if column.null_count:
        column = pc.fill_null(column, pa.scalar(variable.default_value, type=kind))
    return column


def with_column(table: pa.Table, name: str, values: Any) -> pa.Table:
    """Return a table with other values of a column, in its place; a new column comes last."""
    if name in table.column_names:
        return table.set_column(table.column_names.index(name), name, values)
    return table.append_column(name, values)


def ids_of(table: pa.Table) -> Array:
    """Return the family of each row of a table of results."""
    ids = table[FAMILY_ID].combine_chunks()
    values = ids.dictionary_decode() if pa.types.is_dictionary(ids.type) else ids
    return values.to_numpy(zero_copy_only=False)


def weights_of(families: pa.Table) -> Array:
    """Return the weight of each family, 1 where the table has none."""
    return to_plain(families[WEIGHT]).astype(np.float64) if WEIGHT in families.column_names else np.ones(len(families))
