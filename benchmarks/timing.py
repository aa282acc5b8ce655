"""How times are taken: the best of several runs, since whatever else the machine does only makes a run slower."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


def best(work: Callable[[], Any], runs: int = 7) -> float:
    """Return the seconds of the quickest of some runs."""
    return min(once(work) for _ in range(runs))


def once(work: Callable[[], Any]) -> float:
    """Return the seconds of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def line(what: str, value: str, target: str = "") -> None:
    """Print one result."""
    print(f"  {what:<58} {value:>24}  {target}".rstrip(), flush=True)


def title(text: str) -> None:
    """Print the head of a section."""
    print(f"\n{text}", flush=True)
