"""A command and the processes that it starts: how long, how much processor time, how much memory at its largest."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

#: Seconds between two looks at the memory.
EVERY = 0.1


@dataclasses.dataclass
class Usage:
    """What a command took: seconds by the clock and of processor time, and MB of memory at the largest."""

    wall: float
    cpu: float
    memory: float
    largest: float


def run(command: list[str]) -> Usage:
    """Run a command to its end.

    Memory is the sum of the resident memory of all its processes; pages that they share count for each of them.

    Raises:
        RuntimeError: with the last line of what it said, where it failed.

    """
    start = os.times()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    sums, singles = [0.0], [0.0]
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(EVERY):
            sizes = [_resident(pid) for pid in _tree(process.pid)]
            sums.append(sum(sizes))
            singles.append(max(sizes, default=0.0))

    watcher = threading.Thread(target=watch)
    watcher.start()
    said = process.communicate()[1]
    ended.set()
    watcher.join()
    if process.returncode:
        raise RuntimeError(said.strip().splitlines()[-1])
    end = os.times()  # of this process and of those that were waited for, and theirs
    cpu = end.children_user + end.children_system - start.children_user - start.children_system
    return Usage(end.elapsed - start.elapsed, cpu, max(sums), max(singles))


def _tree(pid: int) -> Iterator[int]:
    """Yield a process and all that it started."""
    yield pid
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):  # each thread has the processes that it started
        try:
            children = thread.read_text(encoding="ascii").split()
        except OSError:  # it has ended
            continue
        for child in children:
            yield from _tree(int(child))


def _resident(pid: int) -> float:
    """Return the MB of a process that are in memory."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
