"""Families read once for all tests of a process: what the package works out of the same people, it keeps with them.

What is told is the key, so that a test that tells the same of a family gets the same, unchangeable, ``Situation``.
"""

from __future__ import annotations

import copy
import functools
from pathlib import Path
from typing import Any

from openfisca_kz.families import from_file
from openfisca_kz.families.family import Situation

#: How many families are kept, with all that was worked out of them.
KEPT = 64


class _Told:
    """What is told of a family, compared by what it says."""

    def __init__(self, data: Any) -> None:
        self.data, self.said = copy.deepcopy(data), repr(data)

    def __hash__(self) -> int:
        return hash(self.said)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Told) and self.said == other.said


def situation(data: Any, system: Any = None, source: str = "the family") -> Situation:
    """Return a family as ``openfisca_kz.families.from_file.situation`` does, the same one for the same told."""
    return _situation(_Told(data), system or from_file.default_system(), source)


@functools.lru_cache(maxsize=KEPT)
def _situation(told: _Told, system: Any, source: str) -> Situation:
    return from_file.situation(told.data, system, source)


def read_family(path: str | Path, system: Any = None) -> Situation:
    """Return a family of a file of the package, the same one for the same file."""
    return _read_family(str(path), system or from_file.default_system())


@functools.lru_cache(maxsize=KEPT)
def _read_family(path: str, system: Any) -> Situation:
    return from_file.read_family(path, system)
