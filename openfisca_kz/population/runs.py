"""A run of the law over a population: chunk by chunk, on worker processes, to be resumed after any interruption."""

from __future__ import annotations

import contextlib
import dataclasses
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from openfisca_core import periods

from openfisca_kz.engine.knowledge import beyond_month
from openfisca_kz.population import checking, chunks, sources
from openfisca_kz.population.chunks import Chunk
from openfisca_kz.population.folder import Counts, counts_in, done, only_run_in, prepare, sweep
from openfisca_kz.population.laws import law, law_hash, question
from openfisca_kz.population.workers import CHUNK, Run, counts_of, here, in_processes
from openfisca_kz.problems import refuse

__all__ = ["CHUNK", "Counts", "Run", "counts_in", "done", "execute", "law", "law_hash", "manifest", "question"]

#: Packages whose versions the results may differ by.
_PACKAGES = ("openfisca-kz", "openfisca-core", "numpy", "pyarrow")

#: Where the law and a bill stand that are run in one pass.
LAW, BILL = "law", "bill"


def together(run: Run, names: Sequence[str], months: int, with_law: bool) -> Run:
    """Return a run with those of the months after it and of the law beside its bill, each into a folder of its own.

    Args:
        run: of a law or a bill in the first month, with the directory above the folders.
        names: what is asked, as ``question`` takes it: a bill may know more of it than the law.
        months: how many.
        with_law: whether the law as it stands is run as well.

    """
    laws = ((None, LAW), (run.reform, BILL)) if with_law else ((run.reform, ""),)
    first = periods.period(run.question.month)
    found = []
    for reform, folder in laws:
        for number in range(months):
            month = str(first.offset(number, "month"))
            out = Path(run.out, folder, month if months > 1 else "")
            asked = question(law(reform), month, names)
            found.append(dataclasses.replace(run, reform=reform, question=asked, out=str(out)))
    return dataclasses.replace(found[0], others=tuple(found[1:]))


def inputs(run: Run) -> dict[str, Any]:
    """Return what the tables of a run are, those of others that are done with it too."""
    found = {}
    for table, path in run.tables().items():
        file = chunks.open_table(path)
        found[table] = sources.origin(path) or {
            "file": Path(path).name,
            "rows": file.metadata.num_rows,
            "blake2b": chunks.file_hash(path),
        }
        found[table]["columns"] = [name for name in file.schema_arrow.names if not name.startswith("_")]
    return found


def manifest(run: Run, tables: dict[str, Any]) -> dict[str, Any]:
    """Return what a run over some tables is: two runs with the same manifest give the same results."""
    late = beyond_month(law(run.reform), run.question.month)
    return {
        "month": run.question.month,
        **({"stands_in": {one.figure: one.year for one in late.stands_in}} if late else {}),
        "variables": list(run.question.variables),
        "reform": run.reform,
        "law": law_hash(run.reform),
        "versions": {name: metadata.version(name) for name in _PACKAGES} | {"python": platform.python_version()},
        "chunk": run.size,
        "inputs": tables,
    }


def execute(
    run: Run, workers: int = 1, tell: Callable[[str], None] | None = None, cluster: str | None = None
) -> Counts:
    """Run the law over the tables, or go on where an earlier run into the same directory stopped.

    The counts are those of the run itself; those of others that are done with it stand in their directories.

    Args:
        run: what is run.
        workers: processes to start; 0 to work in this one.
        tell: takes one line of progress after each chunk.
        cluster: address of a dask scheduler to work on, or ``local`` for one on this machine.

    Raises:
        InputError: the tables are not right as a whole, the directory holds another run, or there is no room.

    """
    for each in run.all():
        for table, path in run.tables().items():
            checking.check_types(law(each.reform), table, chunks.open_table(path).schema_arrow, path)
    with contextlib.ExitStack() as held:
        for each in run.all():
            held.enter_context(only_run_in(Path(each.out)))
        started = time.perf_counter()
        tables = inputs(run)
        for each in run.all():
            prepare(Path(each.out), manifest(each, tables))
        planned = chunks.plan(run.persons, run.families, run.size)
        pending = [chunk for chunk in planned if run.undone(chunk)]
        counts = Counts()
        for chunk in planned:
            if chunk not in pending:
                counts.add(counts_of(run, chunk))
        kept = counts.persons_in
        total = planned[-1].persons[1] if planned else 0
        if kept and tell:
            tell(f"{len(planned) - len(pending)} of {len(planned)} chunks were done before and are kept.")
        for _, found in _results(run, pending, workers, cluster):
            counts.add(found)
            if tell:
                tell(_progress(counts.persons_in, kept, total, time.perf_counter() - started))
        for each in run.all():
            sweep(Path(each.out))
    return counts


def refuse_many_rejects(counts: Counts, most: float, out: str) -> None:
    """Refuse a run of which more than a share of the persons was rejected; what was calculated is kept.

    Raises:
        InputError: so many were rejected.

    """
    share = counts.persons_rejected / counts.persons_in if counts.persons_in else 0.0
    if share > most:
        raise refuse(
            "{share} of the persons are rejected, more than --max-rejects allows ({most}): {out}/rejects says why.",
            share=f"{share:.1%}",
            most=f"{most:.1%}",
            out=out,
        )


def _results(run: Run, pending: list[Chunk], workers: int, cluster: str | None) -> Iterator[tuple[Chunk, Counts]]:
    if cluster is not None:
        try:
            from openfisca_kz.population.cluster import on_cluster
        except ModuleNotFoundError:
            raise refuse('A cluster needs dask: install it with pip install "openfisca-kz[cluster]".') from None
        return on_cluster(run, pending, cluster, workers)
    return in_processes(run, pending, workers) if workers else here(run, pending)


def _progress(so_far: int, kept: int, total: int, seconds: float) -> str:
    """Return how far a run is, how fast, and how long it will still take."""
    rate = (so_far - kept) / seconds
    left = (total - so_far) / rate if rate else 0.0
    share = so_far / total if total else 1.0
    return f"{so_far:,} of {total:,} persons ({share:.0%}), {rate:,.0f} a second, {left:,.0f} s left"
