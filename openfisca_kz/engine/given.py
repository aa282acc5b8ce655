"""What was told of people and holds in every month of which nothing else is told: of all of them, or of some."""

from __future__ import annotations

import functools
from typing import Protocol

import numpy as np

from openfisca_kz.engine.core import Array
from openfisca_kz.engine.once import unchanging


class Given(Protocol):
    """What was told of a variable, and holds in every month of which nothing else is told."""

    def at(self, period: str | None) -> tuple[Array, Array]:
        """Return who was told of in a period (None: for ever), and the values."""

    def least(self) -> float:
        """Return a number that nothing told is less than."""


class Held:
    """One value for each person or family that holds in every month."""

    def __init__(self, values: Array) -> None:
        self.told = _everybody(len(values))
        self.values = unchanging(values.view())

    def at(self, period: str | None) -> tuple[Array, Array]:
        """Return that everybody was told of, and the values."""
        return self.told, self.values

    def least(self) -> float:
        """Return the least value."""
        return float(self.values.min(initial=0))


@functools.lru_cache(maxsize=8)
def _everybody(count: int) -> Array:
    return unchanging(np.ones(count, dtype=bool))


class Some:
    """What was told of some of the people."""

    def __init__(self, given: Given, rows: Array) -> None:
        self.given = given
        self.rows = rows
        self._kept: tuple[Array, Array, Array, Array] | None = None

    def at(self, period: str | None) -> tuple[Array, Array]:
        """Return who of them was told of in a period (None: for ever), and their values."""
        all_told, all_values = self.given.at(period)
        if self._kept is None or self._kept[0] is not all_told or self._kept[1] is not all_values:
            self._kept = all_told, all_values, all_told[self.rows], unchanging(all_values[self.rows])
        return self._kept[2:]

    def least(self) -> float:
        """Return a number that nothing told is less than."""
        return self.given.least()
