"""A commit of before against the files as they are, interleaved in one run: ratios travel, seconds do not.

Run as ``python -m benchmarks.against [--commit 1c7f7c5] [--rounds 5] [--only WORD,...] [--million] [--write]``.
Each figure is processor time, the median of the rounds; the ratio is the median of those of each round.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.__main__ import MALLOC
from benchmarks.country import cache, people
from benchmarks.tasks import COMMAND, FAMILIES

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "speed.md"
TASKS = Path(__file__).with_name("tasks.py")

#: The commit with which the plan of the speed begins.
FIRST = "1c7f7c5"

_PART = re.compile(r"(<!-- against: begin -->\n).*?(<!-- against: end -->)", re.DOTALL)


class Side:
    """One of the two commits, in a process that waits for tasks."""

    def __init__(self, tree: Path, asked: Path) -> None:
        own = {"PYTHONPATH": str(tree), "OMP_NUM_THREADS": "1", "BENCH_ASKED": str(asked)}
        own["PYTHONPYCACHEPREFIX"] = str(asked.with_name(f"bytecode of {tree.name}"))
        others = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self.process = subprocess.Popen(
            [sys.executable, str(TASKS)],
            env={**others, **MALLOC, **own},
            cwd=tree,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, wanted: str, task: str = "") -> Any:
        """Return what a task took, or another answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{wanted}\t{task}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.against", description=__doc__)
    arguments.add_argument("--commit", default=FIRST)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--only", default="", help="words that stand in the names of the tasks, with commas")
    arguments.add_argument("--million", action="store_true", help="a million from Parquet to Parquet as well")
    arguments.add_argument("--write", action="store_true", help="put the table into docs/speed.md")
    given = arguments.parse_args()
    chunk = people(100_000, cache(), 1)
    tasks = {f"{name}, ms": name for name in (*FAMILIES, COMMAND)}
    tasks["a chunk of 100,000, Arrow to Arrow, ms"] = f"chunk:{chunk}"
    tasks["the law and a bill of 100,000 in one pass, against the law alone, ms"] = f"bill:{chunk}"
    tasks["twelve months of 100,000 in one pass, against twelve, ms"] = f"year:{chunk}"
    if given.million:
        tasks["a million, Parquet to Parquet, one process, ms"] = f"run:{people(1_000_000, cache(), 1)}"
    wanted = [word for word in given.only.split(",") if word]
    tasks = {what: task for what, task in tasks.items() if not wanted or any(word in what for word in wanted)}
    with sides(given.commit) as (before, now):
        # the counts first: the largest memory of a process is that of what it has done so far
        counts = list(_counts(before, now, [task for task in tasks.values() if task.startswith("chunk:")]))
        lines = [*_table(before, now, tasks, given.rounds), *counts]
    head = (
        f"Against {given.commit}, medians of {given.rounds}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores."
    )
    text = "\n".join([head, "", "| what | before | now | ratio |", "|---|---|---|---|", *lines, ""])
    print(text)
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_PART.sub(lambda part: f"{part[1]}{text}{part[2]}", page), encoding="utf-8")


@contextlib.contextmanager
def sides(commit: str) -> Iterator[tuple[Side, Side]]:
    """Give a process of an older commit and one of this one, which are asked for what both know."""
    with tempfile.TemporaryDirectory() as folder:
        old, asked = Path(folder) / "before", Path(folder) / "asked.json"
        subprocess.run(["git", "worktree", "add", "-q", "--detach", str(old), commit], check=True, cwd=ROOT)
        started: list[Side] = []
        try:
            asked.write_text('["all"]', encoding="utf-8")
            started += [Side(old, asked), Side(ROOT, asked)]
            before, now = started
            known = now.ask("names")
            asked.write_text(json.dumps([name for name in before.ask("names") if name in known]), encoding="utf-8")
            yield before, now
        finally:
            for side in started:
                side.process.terminate()
                side.process.wait()
            subprocess.run(["git", "worktree", "remove", "--force", str(old)], check=True, cwd=ROOT)


def _table(before: Side, now: Side, tasks: dict[str, str], rounds: int) -> Iterator[str]:
    """Yield a line for each task."""
    for what, task in tasks.items():
        pairs = [(before.ask("seconds", task), now.ask("seconds", task)) for _ in range(rounds)]
        old, new = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
        yield f"| {what} | {old:,.0f} | {new:,.0f} | {statistics.median(b / a for a, b in pairs):.2f} |"


def _counts(before: Side, now: Side, chunks: list[str]) -> Iterator[str]:
    """Yield how much work a chunk is: less work can be told from a quicker machine."""
    for task in chunks:
        (formulas, rows), (formulas_now, rows_now) = before.ask("counted", task), now.ask("counted", task)
        yield f"| the chunk: formulas run | {formulas:,} | {formulas_now:,} | {formulas_now / formulas:.2f} |"
        millions = f"{rows / 1e6:.0f} | {rows_now / 1e6:.0f}"
        yield f"| the chunk: values that they give, millions | {millions} | {rows_now / rows:.2f} |"
        old, new = before.ask("memory"), now.ask("memory")
        yield f"| the chunk: largest memory of the process, MB | {old:.0f} | {new:.0f} | {new / old:.2f} |"


if __name__ == "__main__":
    main()
