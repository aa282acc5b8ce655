"""The processes of a run: each with the law and the open tables, a chunk at a time."""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import gc
import json
import multiprocessing
import multiprocessing.connection
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from openfisca_kz.population import chunks
from openfisca_kz.population.batch import Answer, Question, calculate_together
from openfisca_kz.population.chunks import Chunk
from openfisca_kz.population.folder import TABLES, Counts, done, part, write_table, write_whole
from openfisca_kz.population.laws import law
from openfisca_kz.population.schema import FAMILIES, PERSONS, SOURCE_ROW, UNREADABLE
from openfisca_kz.problems import InputError, Problem, refuse

#: glibc gives memory back to the system and takes it again at every array; these stop it (see PERFORMANCE.md).
MALLOC = {
    "MALLOC_TRIM_THRESHOLD_": "1000000000",
    "MALLOC_MMAP_THRESHOLD_": "1000000000",
    "MALLOC_TOP_PAD_": "64000000",
}

#: Each worker is one core's: the libraries below numpy start no threads of their own.
THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

#: A worker that dies takes its chunk with it; the chunk is tried again in a new pool, so often.
POOLS = 5


#: Persons in a chunk: large enough for numpy, small enough for the memory of a worker.
CHUNK = 100_000


@dataclasses.dataclass(frozen=True)
class Run:
    """What is run: the tables, the question, the law."""

    persons: str
    families: str | None
    question: Question
    out: str
    reform: str | None = None
    size: int = CHUNK
    #: Runs of other laws or months over the same tables, each chunk of which is done together with that of this one.
    others: tuple[Run, ...] = ()

    def all(self) -> tuple[Run, ...]:
        """Return this run and the others."""
        return (self, *self.others)

    def tables(self) -> dict[str, str]:
        """Return the paths of the tables that there are."""
        return {PERSONS: self.persons} | ({} if self.families is None else {FAMILIES: self.families})

    def undone(self, chunk: Chunk) -> list[Run]:
        """Return those of all runs in which a chunk is still to be done."""
        return [run for run in self.all() if not done(Path(run.out), chunk).is_file()]


# ----- One chunk ----- #


class Worker:
    """What a worker process keeps between chunks: the law and the open tables."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.laws = {each.reform: law(each.reform) for each in run.all()}
        self.persons = chunks.open_table(run.persons)
        self.families = None if run.families is None else chunks.open_table(run.families)

    def __call__(self, chunk: Chunk) -> Counts:
        """Calculate a chunk and bring its results to the disk, of each run in which it is still to be done."""
        persons = chunks.read_rows(self.persons, chunk.persons)
        families = None if self.families is None else chunks.read_rows(self.families, chunk.families)
        first_rows = (chunk.persons[0], chunk.families[0])
        undone = self.run.undone(chunk)
        asked = [(self.laws[run.reform], run.question) for run in undone]
        for run, answer in zip(undone, calculate_together(asked, persons, families, first_rows), strict=True):
            _bring(run, chunk, answer, persons, families)
        del persons, families
        gc.collect()
        return counts_of(self.run, chunk)


def counts_of(run: Run, chunk: Chunk) -> Counts:
    """Return the counts of a chunk that is done."""
    return Counts(**json.loads(done(Path(run.out), chunk).read_bytes()))


def _bring(run: Run, chunk: Chunk, answer: Answer, persons: pa.Table, families: pa.Table | None) -> None:
    """Bring the results of a chunk to the disk."""
    counts = Counts(
        persons.num_rows,
        answer.persons.num_rows,
        _rejected(answer.rejects, PERSONS),
        answer.families.num_rows if families is None else families.num_rows,
        answer.families.num_rows,
        _rejected(answer.rejects, FAMILIES),
        _empty(PERSONS, persons) | ({} if families is None else _empty(FAMILIES, families)),
    )
    out = Path(run.out)
    for table, rows in zip(TABLES, (answer.persons, answer.families, answer.rejects), strict=True):
        if rows.num_rows:
            write_table(part(out, table, chunk), rows)
    write_whole(done(out, chunk), json.dumps(dataclasses.asdict(counts)).encode())


def _empty(table: str, rows: pa.Table) -> dict[str, int]:
    names = [name for name in rows.column_names if name not in (SOURCE_ROW, UNREADABLE)]
    return {f"{table}.{name}": rows[name].null_count for name in names if rows[name].null_count}


def _rejected(rejects: pa.Table, table: str) -> int:
    return rejects["table"].to_pylist().count(table)


# ----- Worker processes ----- #

_worker: Worker | None = None


def _start_worker(run: Run) -> None:
    global _worker
    threading.Thread(target=_die_with_parent, daemon=True).start()
    pa.set_cpu_count(1)
    _worker = Worker(run)
    gc.collect()
    gc.freeze()


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _work(chunk: Chunk) -> Counts | tuple[Problem, ...]:
    """Return the counts of a chunk, or the problems of it: an ``InputError`` does not travel between processes."""
    if _worker is None:
        raise RuntimeError("the worker was not started")
    try:
        return _worker(chunk)
    except InputError as error:
        return error.problems


@contextlib.contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Set variables of the environment that processes started here inherit."""
    before = {key: os.environ.get(key) for key in values}
    os.environ.update({key: value for key, value in values.items() if before[key] is None})
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                os.environ.pop(key, None)


def in_processes(run: Run, pending: list[Chunk], workers: int) -> Iterator[tuple[Chunk, Counts]]:
    """Yield chunks as they are completed; chunks that a dying worker took along are started again."""
    left = {chunk.number: chunk for chunk in pending}
    for attempt in range(POOLS):
        if not left:
            return
        with _environment(MALLOC | THREADS):
            pool = concurrent.futures.ProcessPoolExecutor(
                min(workers, len(left)),
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_start_worker,
                initargs=(run,),
            )
            try:
                futures = {pool.submit(_work, chunk): chunk for chunk in left.values()}
                for future in concurrent.futures.as_completed(futures):
                    counts = future.result()
                    if not isinstance(counts, Counts):
                        raise InputError(counts)
                    yield left.pop(futures[future].number), counts
            except concurrent.futures.process.BrokenProcessPool:
                if attempt == POOLS - 1:
                    raise workers_died(POOLS, len(left)) from None
            finally:
                pool.shutdown(wait=True, cancel_futures=True)


def workers_died(count: int, left: int) -> InputError:
    """Return the refusal of a run whose workers died again and again."""
    return refuse(
        "Workers died {count} times, the last with {left} chunks to do: is there too little memory? "
        "What was done is kept: start the same run again with fewer workers or smaller chunks.",
        count=count,
        left=left,
    )


def here(run: Run, pending: list[Chunk]) -> Iterator[tuple[Chunk, Counts]]:
    """Yield chunks as they are completed, in this process."""
    worker = Worker(run)
    gc.freeze()  # nothing is collected before: this process is somebody's, and gets its garbage back
    try:
        for chunk in pending:
            yield chunk, worker(chunk)
    finally:
        gc.unfreeze()
