"""How times are taken: CPU time of this process, the best of several runs: other work only makes a run slower."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


def best(work: Callable[[], Any], runs: int = 7) -> float:
    """Return the seconds of the quickest of some runs."""
    return min(once(work) for _ in range(runs))


def once(work: Callable[[], Any]) -> float:
    """Return the seconds of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def line(what: str, value: str, target: str = "") -> None:
    """Print one result."""
    print(f"  {what:<58} {value:>24}  {target}".rstrip(), flush=True)


def title(text: str) -> None:
    """Print the head of a section."""
    print(f"\n{text}", flush=True)
