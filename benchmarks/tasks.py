"""What is measured side by side, in a process of its own: a task a line comes in, what it took goes out.

The file runs inside this commit and inside an older one, so it uses only what both have: the commands and a batch.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openfisca_kz

MONTH = "2026-06"
SITUATIONS = Path(str(openfisca_kz.__file__)).parent / "situations"

#: Families: the words of a command, which runs in this process with the law in memory.
FAMILIES = {
    "explanation": ("explain", "newborn", "--on", MONTH),
    "explanation, four children": ("explain", "four_children", "--on", MONTH),
    "screening": ("screen", "newborn", "--on", MONTH),
    "screening, pensioners": ("screen", "pensioners", "--on", MONTH),
    "timeline of five years": ("timeline", "newborn", "--from", MONTH, "--years", "5"),
    "check of an assistance": (
        "verify",
        "four_children",
        "--right",
        "targeted_assistance",
        "--on",
        MONTH,
        "--paid",
        "1",
    ),
}
BILL = "law_on_social_status"
COMMAND = "command `explain`, from start to end"


def _of_family(words: tuple[str, ...]) -> Callable[[], Any]:
    from openfisca_kz.cli import main

    command, family, *options = words
    return lambda: main.main([command, str(SITUATIONS / f"{family}.yaml"), *options], standalone_mode=False)


def _start() -> None:
    """Run a command in a process of its own."""
    command = [sys.executable, "-c", "from openfisca_kz.cli import main; main()", "explain"]
    family = str(SITUATIONS / "newborn.yaml")
    subprocess.run([*command, family, "--on", MONTH], check=True, stdout=subprocess.DEVNULL)


def _question() -> Any:
    """Return what both commits can be asked: the names stand in a file."""
    from openfisca_kz.population import runs

    asked = os.environ.get("BENCH_ASKED")
    return runs.question(runs.law(None), MONTH, ["all"] if asked is None else json.loads(Path(asked).read_text()))


def _chunk(folder: str) -> Callable[[], Any]:
    """Return a chunk of everything, Arrow to Arrow."""
    from openfisca_kz.population import batch, runs

    tables, law, question = _tables(folder), runs.law(None), _question()
    return lambda: batch.calculate_batch(law, question, *tables)


def _tables(folder: str) -> list[Any]:
    from openfisca_kz.population import chunks

    files = [chunks.open_table(Path(folder) / f"{name}.parquet") for name in ("persons", "families")]
    return [chunks.read_rows(file, (0, file.metadata.num_rows)) for file in files]


def _year(folder: str) -> Callable[[], Any]:
    """Return the twelve months of a year: in one pass where the commit can, else each by itself."""
    from openfisca_kz.population import batch, runs

    tables, law, asked = _tables(folder), runs.law(None), _question().variables
    months = [(law, batch.Question(f"2026-{number:02}", asked)) for number in range(1, 13)]
    if hasattr(batch, "calculate_together"):
        return lambda: batch.calculate_together(months, *tables)
    return lambda: [batch.calculate_batch(*month, *tables) for month in months]


def _bill(folder: str) -> Callable[[], Any]:
    """Return the Law on Social Status and the law beside it, where the commit can: else the law alone."""
    from openfisca_kz.population import batch, runs

    tables, question = _tables(folder), _question()
    laws = [(runs.law(None), question)]
    if hasattr(batch, "calculate_together"):
        laws.append((runs.law(BILL), question))
        return lambda: batch.calculate_together(laws, *tables)
    return lambda: batch.calculate_batch(*laws[0], *tables)


def _run(folder: str) -> Callable[[], Any]:
    """Return a run of everything, Parquet to Parquet, in this process."""
    from openfisca_kz.population import runs

    question = _question()

    def run() -> None:
        out = tempfile.mkdtemp()
        try:
            tables = (str(Path(folder) / f"{name}.parquet") for name in ("persons", "families"))
            runs.execute(runs.Run(*tables, question, out), workers=0)
        finally:
            shutil.rmtree(out)

    return run


@functools.cache
def _task(name: str) -> Callable[[], Any]:
    kind, _, folder = name.partition(":")
    if name == COMMAND:
        work = _start
    else:
        work = (
            {"chunk": _chunk, "run": _run, "year": _year, "bill": _bill}[kind](folder)
            if folder
            else _of_family(FAMILIES[name])
        )
    work()  # what is made once
    gc.collect()
    gc.freeze()
    return work


def _seconds(name: str) -> float:
    """Return the seconds of processor time of a task, of this process and of those that it starts."""
    work = _task(name)
    gc.collect()
    start = _clock()
    work()
    return _clock() - start


def _clock() -> float:
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + others.ru_utime + others.ru_stime


def _counted(name: str) -> tuple[int, int]:
    """Return how many formulas run in a task, and of how many persons or families in all."""
    from openfisca_kz.population import runs

    work = _task(name)
    codes = {
        formula.__code__ for variable in runs.law(None).variables.values() for formula in variable.formulas.values()
    }
    found = [0, 0]

    def see(frame: Any, event: str, _: Any) -> None:
        if event == "call" and frame.f_code in codes:
            found[0] += 1
            found[1] += int(frame.f_locals[frame.f_code.co_varnames[0]].count)

    sys.setprofile(see)
    try:
        work()
    finally:
        sys.setprofile(None)
    return found[0], found[1]


def main() -> None:
    """Answer each line of the input: what is wanted, a tab, the task."""
    answer = sys.stdout
    for line in sys.stdin:
        wanted, _, name = line.rstrip("\n").partition("\t")
        with contextlib.redirect_stdout(io.StringIO()):
            found = {
                "seconds": lambda n=name: _seconds(n),
                "counted": lambda n=name: _counted(n),
                "memory": lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "names": lambda: list(_question().variables),
            }[wanted]()
        print(json.dumps(found), file=answer, flush=True)


if __name__ == "__main__":
    main()
