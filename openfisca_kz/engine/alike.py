"""Months that are alike: what a formula read is the same as in another month, so it gives the same.

A formula gets its month as a ``MonthAsked``, which notes what is read for it. One that did nothing with the month but
read values and figures gives in any other month what it gave in this one, if what it would read there are the very
same arrays and figures; then it need not run, and what rests on it may be alike in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.periods import Instant, Period

Array = NDArray[Any]

# So many entries are compared before all are.
_FIRST = 1000


class MonthAsked:
    """The month for which a formula runs, or the year of it.

    Attributes:
        plain: the period.
        notes: what was read for it.
        of_year: whether it is the year.

    """

    __slots__ = ("notes", "of_year", "plain")

    def __init__(self, plain: Period, notes: Notes, of_year: bool = False) -> None:
        self.plain = plain
        self.notes = notes
        self.of_year = of_year

    @property
    def this_year(self) -> MonthAsked:
        """The year of the month."""
        return MonthAsked(self.plain.this_year, self.notes, of_year=True)

    def figures(self, of: Callable[[Period], Any]) -> Any:
        """Return the figures of the period, and note them."""
        figures = of(self.plain)
        self.notes.figures.append((self.of_year, figures))
        return figures

    def looked_at(self) -> Period:
        """Return the period to what does more with it than to read: no other month is like it then."""
        self.notes.of_this_month_only = True
        return self.plain

    def __getattr__(self, name: str) -> Any:
        return getattr(self.looked_at(), name)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.looked_at())

    def __getitem__(self, place: int) -> Any:
        return self.looked_at()[place]

    def __str__(self) -> str:
        return str(self.looked_at())

    def __hash__(self) -> int:
        return hash(self.looked_at())

    def __eq__(self, other: object) -> bool:
        return self.looked_at() == other

    def __lt__(self, other: Any) -> bool:
        return self.looked_at() < other

    def __le__(self, other: Any) -> bool:
        return self.looked_at() <= other

    def __gt__(self, other: Any) -> bool:
        return self.looked_at() > other

    def __ge__(self, other: Any) -> bool:
        return self.looked_at() >= other


class Notes:
    """What a formula read in the month in which it ran last, in the order in which it did, and what it gave."""

    __slots__ = ("figures", "formula", "month", "of_this_month_only", "result", "values")

    def __init__(self, formula: Any, month: Period) -> None:
        self.formula = formula
        self.month = month
        self.values: list[tuple[Any, str, bool, Array]] = []
        self.figures: list[tuple[bool, Any]] = []
        self.of_this_month_only = False
        self.result: Any = None

    def hold_in(
        self, month: Period, of: Callable[[Period], Any], end: Instant | None, changes: Callable[[Period, Period], bool]
    ) -> bool:
        """Return whether the formula would read the very same in another month.

        Args:
            month: the other month.
            of: gives the figures of a period.
            end: the last day of what is enacted, if any. Of later months it is remembered which figures they read:
                what was remembered of one counts for those after it.
            changes: says of two periods whether a figure that the formula may read changes between their first days.

        """
        if self.of_this_month_only:
            return False
        if end is not None and month.start > end and not end < self.month.start <= month.start:
            return False
        for year, figures in self.figures:
            one, other = (self.month.this_year, month.this_year) if year else (self.month, month)
            if of(other) is not figures and changes(one, other):
                return False
        for people, name, year, values in self.values:
            if people(name, month.this_year if year else month) is not values:
                return False
        return True


def same_bytes(one: Any, other: Any) -> bool:
    """Return whether two arrays are the same to the last bit."""
    if type(one) is not type(other) or one.dtype != other.dtype or one.shape != other.shape or one.dtype.kind == "O":
        return False
    bits, others = _bits(one), _bits(other)
    few = bits[:_FIRST].tobytes() == others[:_FIRST].tobytes()  # what differs mostly differs among the first
    return few and (len(bits) <= _FIRST or bool((bits == others).all()))


def _bits(values: Any) -> Array:
    plain: Array = np.ascontiguousarray(values).view(np.ndarray).reshape(-1)
    if plain.dtype.itemsize not in (1, 2, 4, 8):
        return plain
    return plain.view(np.uint64 if plain.nbytes % 8 == 0 else f"u{plain.dtype.itemsize}")  # eight truths at a time
