"""What a test looks at in the quick run, and what only in the slow one, where it looks at everything.

Of a matrix the quick run takes each row and each column at least once; of a long list some, from end to end; of what
is drawn at random (hypothesis) a third of the examples.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

LANGUAGES = ("en", "kk", "ru")

#: The least number of examples that a quick run draws.
FEWEST = 3

_quick = False


def run_quickly(quick: bool) -> None:
    """Say whether this is the quick run; asked before the tests are read (tests/conftest.py)."""
    global _quick
    _quick = quick


def draws(count: int) -> int:
    """Return how many examples a test draws: the number given, a third of it in the quick run."""
    return min(count, max(FEWEST, count // 3)) if _quick else count


def each_once(rows: Iterable[Any], columns: Iterable[Any]) -> list[Any]:
    """Return every pair, marked as slow but for as many as it takes to have each row and each column once."""
    down, across = list(rows), list(columns)
    longest = max(len(down), len(across))
    quick = {(place % len(down), place % len(across)) for place in range(longest)}
    return [
        pytest.param(row, column, id=f"{_name(row)}-{_name(column)}", marks=_marks((x, y) in quick))
        for x, row in enumerate(down)
        for y, column in enumerate(across)
    ]


def in_turn(items: Iterable[Any]) -> list[Any]:
    """Return items with each language, marked as slow but for one of each: another from item to item."""
    return each_once(items, LANGUAGES)


def some(items: Iterable[Any], count: int) -> list[Any]:
    """Return items (tuples where the test takes several), marked as slow but for a few, evenly from first to last."""
    whole = list(items)
    count = min(count, len(whole))
    quick = {round(place * (len(whole) - 1) / max(count - 1, 1)) for place in range(count)}
    return [_param(item, place in quick) for place, item in enumerate(whole)]


def only(items: Iterable[Any], quick: Sequence[Any]) -> list[Any]:
    """Return items, marked as slow but for those named.

    Raises:
        ValueError: one of those named is not among the items.

    """
    whole = list(items)
    if any(one not in whole for one in quick):
        raise ValueError(f"not all of {quick} are among the items")
    return [_param(item, item in quick) for item in whole]


def _param(item: Any, quick: bool) -> Any:
    values = item if isinstance(item, tuple) else (item,)
    return pytest.param(*values, id="-".join(map(_name, values)), marks=_marks(quick))


def _marks(quick: bool) -> tuple[Any, ...]:
    return () if quick else (pytest.mark.slow,)


def _name(item: Any) -> str:
    """Return what names an item in the id of a test: the first word of a command, a file without its folder, a name."""
    if isinstance(item, tuple | list) and item and isinstance(item[0], str):
        return item[0]
    return str(getattr(item, "stem", getattr(item, "__name__", item)))
