"""The whole country, one month, every status, right and duty, Parquet to Parquet, and how it grows with the people.

Run as ``python -m benchmarks.country [--sizes 10000,1000000] [--workers 2] [--cache DIR]``; the people are made once.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
from openfisca_core import periods

from benchmarks import processes
from benchmarks.__main__ import MALLOC
from benchmarks.peers import measuring
from benchmarks.timing import best
from openfisca_kz.population import batch, chunks, laws, runs, synthetic

MONTH = "2026-06"
SEED = 1
SIZES = (10_000, 100_000, 1_000_000, 5_000_000, 20_600_000)
COUNTRY = SIZES[-1]
MONTHS = 60 * 12

#: From so many people on the time grows with them; below, it is that of the start.
LARGE = 100_000


def main() -> None:
    if not MALLOC.keys() <= os.environ.keys():
        os.execve(sys.executable, [sys.executable, "-m", "benchmarks.country", *sys.argv[1:]], {**os.environ, **MALLOC})
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.country", description=__doc__)
    arguments.add_argument("--sizes", default=",".join(map(str, SIZES)), help="people, with commas between them")
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--chunk", type=int, default=runs.CHUNK)
    arguments.add_argument("--cache", type=Path, default=cache(), help="folder of the people, and of results meanwhile")
    given = arguments.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    print(f"{os.cpu_count()} cores, load before the run {os.getloadavg()[0]:.1f}", flush=True)
    count = _formulas(people(min(sizes[-1], runs.CHUNK), given.cache, given.workers))
    print(
        f"\nParquet to Parquet, {given.workers} workers, chunks of {given.chunk:,}; "
        f"nanoseconds of processor time, of everything, a person and each of the {count:,} arrays\n\n"
        "| people | seconds | people a second | s of CPU | ns | MB in all processes | MB in the largest | load |\n"
        "|---|---|---|---|---|---|---|---|",
        flush=True,
    )
    found = []
    for size in sizes:
        used = measure(people(size, given.cache, given.workers), given.workers, given.chunk, given.cache)
        found.append((size, used))
        print(
            f"| {size:,} | {used.wall:.1f} | {size / used.wall:,.0f} | {used.cpu:.1f} "
            f"| {used.cpu / size / count * 1e9:.2f} | {used.memory:,.0f} | {used.largest:,.0f} "
            f"| {os.getloadavg()[0]:.1f} |",
            flush=True,
        )
    if sum(size >= LARGE for size in sizes) > 1:
        _estimate([each for each in found if each[0] >= LARGE], given.workers)


def cache() -> Path:
    """Return the folder in which benchmarks keep what is made once."""
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "openfisca-kz" / "country"


def people(size: int, folder: Path, workers: int) -> Path:
    """Return the folder of a synthetic population, which is made where there is none."""
    path = folder / f"{size}-{SEED}-{MONTH}"
    if not (path / "synth.json").exists():
        print(f"making {size:,} people in {path}", flush=True)
        synthetic.write(size, SEED, path, MONTH, workers)
    return path


def command(tables: Path, out: Path, workers: int, chunk: int) -> list[str]:
    """Return the command of a run of everything."""
    return [
        *(str(Path(sys.executable).with_name("openfisca-kz")), "population", "run"),
        *("--persons", str(tables / "persons.parquet"), "--families", str(tables / "families.parquet")),
        *("--on", MONTH, "--variables", "all", "--workers", str(workers), "--chunk", str(chunk), "--out", str(out)),
    ]


def measure(tables: Path, workers: int, chunk: int, folder: Path) -> processes.Usage:
    """Return what a run takes; its results are deleted."""
    out = Path(tempfile.mkdtemp(dir=folder))
    try:
        subprocess.run(["sync"], check=False)  # what was written before is not this run's
        return processes.run(command(tables, out, workers, chunk))
    finally:
        shutil.rmtree(out)


def _formulas(tables: Path) -> int:
    """Measure the formulas alone, on one chunk in this process, and return how many arrays they compute."""
    pa.set_cpu_count(1)
    law = runs.law(None)
    question = runs.question(law, MONTH, [laws.ALL])
    month = periods.period(MONTH)
    persons, families = (
        chunks.read_rows(file, (0, file.metadata.num_rows))
        for file in (chunks.open_table(tables / f"{name}.parquet") for name in ("persons", "families"))
    )
    names = [*question.of(law, "persons"), *question.of(law, "families")]

    def compute() -> tuple[int, int]:
        simulation = batch.simulation_of(law, month, persons, families)
        given = measuring.known(simulation)
        for name in names:
            simulation.calculate(name, batch.period_of(law.variables[name], month))
        return measuring.computed(simulation, given)

    variables, arrays = compute()
    gc.collect()
    gc.freeze()
    seconds = best(lambda: batch.calculate_batch(law, question, persons, families), 3)
    print(
        f"{len(names)} variables asked, {variables} computed with helpers, {arrays} arrays with their months; "
        f"one chunk of {persons.num_rows:,} in this process, Arrow to Arrow: {seconds:.2f} s of CPU, "
        f"{seconds / persons.num_rows / arrays * 1e9:.2f} ns a person and array"
    )
    return arrays


def _estimate(found: list[tuple[int, processes.Usage]], workers: int) -> None:
    """Print what more people and more months would take, from a line through what was measured.

    Once by the clock, and once by processor time shared out among the workers: what free cores would need.
    """
    sizes = np.array([size for size, _ in found], dtype=float)
    measured = {
        "by the clock": np.array([used.wall for _, used in found]),
        "CPU / workers": np.array([used.cpu for _, used in found]) / workers,
    }
    print(f"\n| estimate | {' | '.join(measured)} |\n|---|{'---|' * len(measured)}")
    lines = {how: np.polyfit(sizes, seconds, 1, w=1 / seconds) for how, seconds in measured.items()}
    _row("seconds to start", [start for _, start in lines.values()])
    _row("seconds for each million people", [each * 1e6 for each, _ in lines.values()])
    for people_of, size in (("the country", COUNTRY), ("ten times the country", COUNTRY * 10)):
        seconds = [start + each * size for each, start in lines.values()]
        _row(f"{people_of}, one month: minutes", [each / 60 for each in seconds])
        _row(f"{people_of}, each of {MONTHS} months (sixty years): hours", [each * MONTHS / 3600 for each in seconds])


def _row(what: str, values: list[float]) -> None:
    print(f"| {what} | {' | '.join(f'{value:,.1f}' for value in values)} |")


if __name__ == "__main__":
    main()
