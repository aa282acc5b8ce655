"""A run of the law over a population: chunk by chunk, on worker processes, to be resumed after any interruption.

A result directory holds ``persons/``, ``families/`` and ``rejects/`` with one Parquet part a chunk, ``done/`` with
one small file for each chunk that is complete, and ``manifest.json``, which says of what run it is. A part is
written under another name, brought to the disk and then renamed; the file in ``done/`` comes last. So whatever
moment a run is killed at, what ``done/`` names is whole, and everything else is made again.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import gc
import hashlib
import importlib
import inspect
import json
import multiprocessing
import multiprocessing.connection
import os
import platform
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from openfisca_kz import ledger, reading, reforms
from openfisca_kz.population import checking, chunks
from openfisca_kz.population.batch import Question, calculate_batch
from openfisca_kz.population.chunks import Chunk
from openfisca_kz.population.schema import FAMILIES, PERSONS
from openfisca_kz.problems import InputError, Problem, month_of, nearest, refuse
from openfisca_kz.system import PACKAGE, Reform

#: Persons in a chunk: large enough for numpy, small enough for the memory of a worker.
CHUNK = 100_000

REJECTS_TABLE = "rejects"
TABLES = (PERSONS, FAMILIES, REJECTS_TABLE)
DONE = "done"
MANIFEST = "manifest.json"

#: Every status, right and duty, and their totals.
ALL = "all"

#: glibc gives memory back to the system and takes it again at every array; these stop it (see PERFORMANCE.md).
MALLOC = {
    "MALLOC_TRIM_THRESHOLD_": "1000000000",
    "MALLOC_MMAP_THRESHOLD_": "1000000000",
    "MALLOC_TOP_PAD_": "64000000",
}

#: A worker that dies takes its chunk with it; the chunk is tried again in a new pool, so often.
POOLS = 5


@dataclasses.dataclass(frozen=True)
class Run:
    """What is run: the tables, the question, the law."""

    persons: str
    families: str | None
    question: Question
    out: str
    reform: str | None = None
    size: int = CHUNK


@dataclasses.dataclass
class Counts:
    """Rows that came in, went out, and were rejected."""

    persons_in: int = 0
    persons_out: int = 0
    persons_rejected: int = 0
    families_in: int = 0
    families_out: int = 0
    families_rejected: int = 0

    def add(self, other: Counts) -> None:
        """Add the counts of another chunk."""
        for field in dataclasses.fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


# ----- The law of a run ----- #


def law(reform: str | None) -> Any:
    """Return the system of a run: the law, or a reform of it by name.

    Args:
        reform: a module of ``openfisca_kz.reforms`` or the name of its class; ``package.module.Class`` for one's own.

    Raises:
        InputError: there is no such reform.

    """
    baseline = reading.default_system()
    if reform is None:
        return baseline
    module_name, _, class_name = reform.rpartition(".")
    try:
        if module_name:
            return getattr(importlib.import_module(module_name), class_name)(baseline)
        module = importlib.import_module(f"{reforms.__name__}.{reform}")
    except (ModuleNotFoundError, AttributeError):
        names = sorted(path.stem for path in Path(reforms.__path__[0]).iterdir() if not path.name.startswith("_"))
        hint = nearest(reform, names, show=True)
        raise refuse("There is no reform {name}: {hint}", name=reform, hint=hint) from None
    found: list[Any] = [each for _, each in inspect.getmembers(module, inspect.isclass) if _is_own(each, module)]
    if not found:
        raise refuse("The module of {name} has no reform.", name=reform)
    return next((each for each in found if each.__name__ == reform), found[0])(baseline)


def _is_own(each: type, module: Any) -> bool:
    return issubclass(each, Reform) and each is not Reform and each.__module__.startswith(module.__name__)


def question(system: Any, month: str, variables: Sequence[str]) -> Question:
    """Return the question of a run.

    Raises:
        InputError: a month or a variable that the law does not know.

    """
    month_of(month)
    names: dict[str, None] = {}
    for name in variables:
        if name == ALL:
            known = (*ledger.statuses_of(system), *ledger.rights_of(system), *ledger.duties_of(system))
            names |= dict.fromkeys((*known, *(total for total in ledger.TOTALS if total in system.variables)))
        elif name not in system.variables:
            hint = nearest(name, system.variables)
            raise refuse("There is no variable `{name}`: {hint}", name=name, hint=hint)
        else:
            names[name] = None
    return Question(month, tuple(names))


def law_hash() -> str:
    """Return a hash of every rule and figure of this package."""
    digest = hashlib.blake2b(digest_size=16)
    for folder in ("parameters", "variables", "reforms"):
        for path in sorted((PACKAGE / folder).rglob("*")):
            if path.suffix in (".py", ".yaml"):
                digest.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes() + b"\0")
    for path in sorted([*PACKAGE.glob("*.py"), *PACKAGE.glob("*.yaml"), *(PACKAGE / "population").glob("*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def manifest(run: Run) -> dict[str, Any]:
    """Return what a run is: two runs with the same manifest give the same results."""
    inputs = {}
    for table, path in ((PERSONS, run.persons), (FAMILIES, run.families)):
        if path is not None:
            rows = chunks.open_table(path).metadata.num_rows
            inputs[table] = {"file": Path(path).name, "rows": rows, "blake2b": chunks.file_hash(path)}
    return {
        "month": run.question.month,
        "variables": list(run.question.variables),
        "reform": run.reform,
        "law": law_hash(),
        "versions": {
            "openfisca-kz": metadata.version("openfisca-kz"),
            "openfisca-core": metadata.version("openfisca-core"),
            "numpy": metadata.version("numpy"),
            "pyarrow": metadata.version("pyarrow"),
            "python": platform.python_version(),
        },
        "chunk": run.size,
        "inputs": inputs,
    }


# ----- One chunk ----- #


class Worker:
    """What a worker process keeps between chunks: the law and the open tables."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.system = law(run.reform)
        self.persons = chunks.open_table(run.persons)
        self.families = None if run.families is None else chunks.open_table(run.families)
        gc.collect()
        gc.freeze()

    def __call__(self, chunk: Chunk) -> Counts:
        """Calculate a chunk and bring its results to the disk."""
        persons = chunks.read_rows(self.persons, chunk.persons)
        families = None if self.families is None else chunks.read_rows(self.families, chunk.families)
        first_rows = (chunk.persons[0], chunk.families[0])
        answer = calculate_batch(self.system, self.run.question, persons, families, first_rows)
        counts = Counts(
            persons.num_rows,
            answer.persons.num_rows,
            _rejected(answer.rejects, PERSONS),
            answer.families.num_rows if families is None else families.num_rows,
            answer.families.num_rows,
            _rejected(answer.rejects, FAMILIES),
        )
        out = Path(self.run.out)
        for table, rows in zip(TABLES, (answer.persons, answer.families, answer.rejects), strict=True):
            if rows.num_rows:
                _write_table(part(out, table, chunk), rows)
        _write_whole(done(out, chunk), json.dumps(dataclasses.asdict(counts)).encode())
        del answer, persons, families
        gc.collect()
        return counts


def _rejected(rejects: pa.Table, table: str) -> int:
    return rejects["table"].to_pylist().count(table)


def part(out: Path, table: str, chunk: Chunk) -> Path:
    """Return the file of a chunk's results."""
    return out / table / f"part-{chunk.number:05}.parquet"


def done(out: Path, chunk: Chunk) -> Path:
    """Return the file that says a chunk is complete."""
    return out / DONE / f"{chunk.number:05}.json"


def _write_table(path: Path, table: pa.Table) -> None:
    names = [field.name for field in table.schema if not pa.types.is_floating(field.type)]
    sink = pa.BufferOutputStream()
    # A dictionary of amounts, and the least and greatest of each column, would take as long as all the rest.
    pq.write_table(table, sink, compression="zstd", compression_level=1, use_dictionary=names, write_statistics=False)
    _write_whole(path, sink.getvalue())


def _write_whole(path: Path, content: Any) -> None:
    """Write a file so that it is either whole or not there.

    Raises:
        InputError: there is no room for it.

    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise refuse(
            "{path} cannot be written: {reason}. Nothing that was done is lost: mend it and start the same run again.",
            path=path,
            reason=error.strerror or error,
        ) from None


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# ----- Worker processes ----- #

_worker: Worker | None = None


def _start_worker(run: Run) -> None:
    global _worker
    threading.Thread(target=_die_with_parent, daemon=True).start()
    pa.set_cpu_count(1)
    _worker = Worker(run)


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


def _in_processes(run: Run, pending: list[Chunk], workers: int) -> Iterator[tuple[Chunk, Counts]]:
    """Yield chunks as they are completed; chunks that a dying worker took along are started again."""
    left = {chunk.number: chunk for chunk in pending}
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    for attempt in range(POOLS):
        if not left:
            return
        with _environment(MALLOC | threads):
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
                    raise refuse(
                        "Workers died {count} times, the last with {left} chunks to do: is there too little memory? "
                        "What was done is kept: start the same run again with fewer workers or smaller chunks.",
                        count=POOLS,
                        left=len(left),
                    ) from None
            finally:
                pool.shutdown(wait=True, cancel_futures=True)


def _here(run: Run, pending: list[Chunk]) -> Iterator[tuple[Chunk, Counts]]:
    worker = Worker(run)
    try:
        for chunk in pending:
            yield chunk, worker(chunk)
    finally:
        gc.unfreeze()


# ----- The whole run ----- #


def execute(run: Run, workers: int = 1, tell: Callable[[str], None] | None = None) -> Counts:
    """Run the law over the tables, or go on where an earlier run into the same directory stopped.

    Args:
        run: what is run.
        workers: processes to start; 0 to work in this one.
        tell: takes one line of progress after each chunk.

    Raises:
        InputError: the tables are not right as a whole, the directory holds another run, or there is no room.

    """
    out = Path(run.out)
    system = law(run.reform)
    checking.check_types(system, PERSONS, chunks.open_table(run.persons).schema_arrow, run.persons)
    if run.families is not None:
        checking.check_types(system, FAMILIES, chunks.open_table(run.families).schema_arrow, run.families)
    with _only_run_in(out):
        started = time.perf_counter()
        _prepare(out, manifest(run))
        planned = chunks.plan(run.persons, run.families, run.size)
        counts, pending = Counts(), []
        for chunk in planned:
            if done(out, chunk).exists():
                counts.add(Counts(**json.loads(done(out, chunk).read_bytes())))
            else:
                pending.append(chunk)
        kept = counts.persons_in
        total = planned[-1].persons[1] if planned else 0
        progress = Progress(total, kept, started, tell or (lambda line: None))
        if kept:
            progress.tell(f"{len(planned) - len(pending)} of {len(planned)} chunks were done before and are kept.")
        results = _in_processes(run, pending, workers) if workers else _here(run, pending)
        for _, each in results:
            counts.add(each)
            progress.show(counts.persons_in)
    return counts


class Progress:
    """How far a run is, how fast, and how long it will still take."""

    def __init__(self, total: int, kept: int, started: float, tell: Callable[[str], None]) -> None:
        self.total = total
        self.kept = kept
        self.started = started
        self.tell = tell

    def show(self, so_far: int) -> None:
        """Tell one line."""
        seconds = time.perf_counter() - self.started
        rate = (so_far - self.kept) / seconds
        left = (self.total - so_far) / rate if rate else 0.0
        share = so_far / self.total if self.total else 1.0
        self.tell(f"{so_far:,} of {self.total:,} persons ({share:.0%}), {rate:,.0f} a second, {left:,.0f} s left")


def _prepare(out: Path, what: dict[str, Any]) -> None:
    """Make the directory ready: new, or of the same run with what a kill left half-written removed."""
    path = out / MANIFEST
    if path.exists():
        before = json.loads(path.read_text(encoding="utf-8"))
        changed = [key for key in what if before.get(key) != what[key]]
        if changed:
            raise refuse(
                "{out} holds the results of another run ({changed} changed): choose another directory, or delete it.",
                out=out,
                changed=", ".join(changed),
            )
    elif {each.name for each in out.iterdir()} - {LOCK, DONE, *TABLES} or any((out / DONE).glob("*.json")):
        raise refuse("{out} is not empty and holds no run: choose another directory.", out=out)
    for name in (*TABLES, DONE):
        (out / name).mkdir(exist_ok=True)
        for leftover in (out / name).glob("*.tmp"):
            leftover.unlink(missing_ok=True)
    if not path.exists():
        _write_whole(path, (json.dumps(what, indent=1) + "\n").encode())
    for table in TABLES:
        for each in (out / table).glob("part-*.parquet"):
            if not (out / DONE / f"{each.stem.removeprefix('part-')}.json").exists():
                each.unlink(missing_ok=True)


LOCK = ".lock"


@contextlib.contextmanager
def _only_run_in(out: Path) -> Iterator[None]:
    """Hold the directory, so that two runs do not write into it at a time; the system lets go of a killed run."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        handle = (out / LOCK).open("w")
    except OSError as error:
        raise refuse("{out} cannot be written: {reason}.", out=out, reason=error.strerror) from None
    with handle:
        try:
            import fcntl
        except ImportError:  # not on this system: two runs at a time are the user's care
            yield
            return
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise refuse(
                "Another run is writing into {out}: wait for it, or take another directory.", out=out
            ) from None
        yield
