"""Each of several things in one language of the three in the quick run, in all of them in the slow one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

LANGUAGES = ("en", "kk", "ru")


def in_turn(items: Iterable[Any]) -> list[Any]:
    """Return items with each language, marked as slow but for one of each: another from item to item."""
    return [
        pytest.param(item, lang, id=f"{getattr(item, 'stem', item)}-{lang}", marks=() if own else (pytest.mark.slow,))
        for place, item in enumerate(items)
        for number, lang in enumerate(LANGUAGES)
        for own in [number == place % len(LANGUAGES)]
    ]
