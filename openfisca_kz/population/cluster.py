"""The chunks of a run on a cluster: the same worker as on one machine, handed its chunks by dask.distributed.

The workers read the tables and write the parts themselves, so they see the same folders as who starts the run; what
travels is the number of a chunk and its counts. A worker that dies loses the chunk it was at, which another one does.
It needs the extra ``cluster``.
"""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import dask.config
import pyarrow as pa
from distributed import Client, LocalCluster, as_completed
from distributed.scheduler import KilledWorker

from openfisca_kz.population.chunks import Chunk
from openfisca_kz.population.folder import Counts
from openfisca_kz.population.laws import law_hash
from openfisca_kz.population.workers import MALLOC, THREADS, Run, Worker, counts_of, workers_died
from openfisca_kz.problems import InputError, Problem, refuse

#: Instead of the address of a scheduler: workers on this machine, for as long as the run takes.
LOCAL = "local"

#: Seconds to wait for the scheduler, and for its first worker.
PATIENCE = 30


def on_cluster(run: Run, pending: list[Chunk], address: str, workers: int = 1) -> Iterator[tuple[Chunk, Counts]]:
    """Yield chunks as the workers of a cluster complete them.

    Args:
        run: what is run.
        pending: the chunks to do.
        address: of the scheduler, such as ``tcp://10.0.0.1:8786``, or ``local``.
        workers: processes to start where the address is ``local``.

    Raises:
        InputError: the cluster does not answer, its workers have other rules, keep dying, or cannot read or write.

    """
    if not pending:
        return
    everywhere = _from_anywhere(run)
    with _client(address, min(workers, len(pending))) as client:
        rules = tuple(law_hash(each.reform) for each in run.all())
        futures = {client.submit(_work, everywhere, rules, chunk, pure=False): chunk for chunk in pending}
        left = len(pending)
        for future in as_completed(futures, loop=client.loop):
            try:
                counts = future.result()
            except KilledWorker as killed:
                raise workers_died(killed.allowed_failures + 1, left) from None
            except CancelledError as lost:
                raise _no_answer(address, lost) from None
            if not isinstance(counts, Counts):
                raise InputError(counts)
            left -= 1
            yield futures[future], counts


def _from_anywhere(run: Run) -> Run:
    """Return a run whose tables and directories are found from any folder."""
    return dataclasses.replace(
        run,
        persons=str(Path(run.persons).absolute()),
        families=None if run.families is None else str(Path(run.families).absolute()),
        out=str(Path(run.out).absolute()),
        others=tuple(map(_from_anywhere, run.others)),
    )


@contextlib.contextmanager
def local_cluster(workers: int) -> Iterator[str]:
    """Start workers on this machine and give the address of their scheduler.

    Args:
        workers: processes, each with one thread and no limit of memory but the size of a chunk.

    """
    # dask gives memory back to the system at once, which takes more than half of the speed: before a worker starts,
    # glibc is told otherwise.
    with (
        dask.config.set({"distributed.nanny.pre-spawn-environ": MALLOC | THREADS}),
        LocalCluster(
            n_workers=max(workers, 1),
            threads_per_worker=1,
            processes=True,
            memory_limit=0,
            dashboard_address="127.0.0.1:0",
        ) as cluster,
    ):
        yield cluster.scheduler_address


@contextlib.contextmanager
def _client(address: str, workers: int) -> Iterator[Client]:
    with contextlib.ExitStack() as stack:
        where = stack.enter_context(local_cluster(workers)) if address == LOCAL else address
        try:
            client = stack.enter_context(Client(where, timeout=PATIENCE, set_as_default=False))
            client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, ValueError) as error:  # a TimeoutError is an OSError
            raise _no_answer(address, error) from None
        yield client


def _no_answer(address: str, error: Exception) -> InputError:
    """Return the refusal of a cluster that is not there, or no longer."""
    return refuse(
        "The cluster {address} does not answer: {reason}. Give the address of a dask scheduler that has "
        "workers, such as tcp://10.0.0.1:8786, or {local}.",
        address=address,
        reason=next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip("."),
        local=LOCAL,
    )


# ----- On a worker ----- #

_one_at_a_time = threading.Lock()
_kept: dict[Run, Worker] = {}


def _work(run: Run, rules: tuple[str, ...], chunk: Chunk) -> Counts | tuple[Problem, ...]:
    """Return the counts of a chunk, or the problems of it: an ``InputError`` does not travel between processes."""
    with _one_at_a_time:  # a worker of somebody's cluster may have several threads, and a run one open file
        try:
            if not run.undone(chunk):  # by a worker that died before it could say so
                return counts_of(run, chunk)
            return _worker(run, rules)(chunk)
        except InputError as error:
            return error.problems


def _worker(run: Run, rules: tuple[str, ...]) -> Worker:
    """Return what this process keeps for a run; that of an earlier run is let go.

    Raises:
        InputError: the rules installed here are not those of who started the run.

    """
    worker: Any = _kept.get(run)
    if worker is None:
        if tuple(law_hash(each.reform) for each in run.all()) != rules:
            raise refuse(
                "A worker of the cluster has other rules than this machine: install the same openfisca-kz everywhere."
            )
        pa.set_cpu_count(1)
        _kept.clear()
        worker = _kept[run] = Worker(run)
        gc.collect()
        gc.freeze()
    return worker
