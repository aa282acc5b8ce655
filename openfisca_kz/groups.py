"""Sums, counts and ranks of families, fast and safe for empty groups; formulas take them from ``base``."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_kz.engine.core import memo
from openfisca_kz.engine.open.hooks import any_of_family, moves, of_family, rank_in_family, when_open
from openfisca_kz.entities import Family

Array = NDArray[Any]

# Where fewer than one in so many are among, they are looked at one by one.
_FEW = 32


def has_role(person: Any, *roles: str) -> Array:
    """Return whether each person has one of the roles (by key) in the family."""
    keys = [role.key for role in person.simulation.populations[Family.key].entity.flattened_roles]
    unknown = set(roles) - set(keys)
    if unknown:
        raise KeyError(f"the family has no role {', '.join(sorted(unknown))}: it has {', '.join(keys)}")
    codes = role_codes(person.simulation.populations[Family.key])
    result = codes == keys.index(roles[0])
    for role in roles[1:]:
        result |= codes == keys.index(role)
    return result


def role_codes(family: Any) -> Array:
    """Return the role of each person by its position among the roles of the family."""
    roles, codes = memo(family).get("role_codes", (None, None))
    if roles is not family.members_role:
        codes = np.zeros(len(family.members_entity_id), dtype=np.int8)
        for code, role in enumerate(family.entity.flattened_roles):
            codes[family.members_role == role] = code
        memo(family)["role_codes"] = family.members_role, codes
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
    kept = memo(family)
    segments: _Segments | None = kept.get("segments")
    if segments is None:
        segments = kept["segments"] = _Segments(family)
    return segments


def family_sum(family: Any, array: Array, among: Array | None = None) -> Array:
    """Return the sum over the members of each family, of those ``among`` if given; 0 for none. float64."""
    if among is not None:
        array = array * among
    return _summed(family, array)


@moves(of_family, array=1)
def _summed(family: Any, array: Array) -> Array:
    return np.bincount(family.members_entity_id, np.asarray(array, dtype=np.float64), family.count)


@moves(of_family, condition=1)
def family_count(family: Any, condition: Array) -> Array:
    """Return how many members of each family meet a condition, as int64."""
    holders = np.flatnonzero(condition)
    return np.bincount(family.members_entity_id.take(holders), minlength=family.count)


@when_open(any_of_family)
def family_any(family: Any, condition: Array) -> Array:
    """Return whether any member of each family meets a condition; no for an empty family."""
    result = np.zeros(family.count, dtype=bool)
    result[family.members_entity_id.take(np.flatnonzero(condition))] = True
    return result


def family_max(family: Any, array: Array, among: Array | None = None, empty: float = -np.inf) -> Array:
    """Return the greatest value among the members of each family; ``empty`` where there is none."""
    if type(among) is type(array) is np.ndarray and np.count_nonzero(among) * _FEW < len(among):
        rows = np.flatnonzero(among)
        result = np.full(family.count, empty, dtype=np.result_type(array, np.min_scalar_type(empty)))
        np.maximum.at(result, family.members_entity_id[rows], array[rows])
        return result
    if among is not None:
        array = np.where(among, array, empty)
    return _greatest(family, array, empty)


@moves(of_family, array=1)
def _greatest(family: Any, array: Array, empty: float) -> Array:
    return _segments(family).reduce(np.maximum, np.asarray(array), empty)


def family_min(family: Any, array: Array, among: Array | None = None, empty: float = np.inf) -> Array:
    """Return the least value among the members of each family; ``empty`` where there is none."""
    if among is not None:
        array = np.where(among, array, empty)
    return _least(family, array, empty)


@moves(of_family, array=1)
def _least(family: Any, array: Array, empty: float) -> Array:
    return _segments(family).reduce(np.minimum, np.asarray(array), empty)


@when_open(rank_in_family)
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
