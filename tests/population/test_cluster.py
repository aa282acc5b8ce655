"""A run on a dask cluster: what one process says, whatever happens to the workers."""

import contextlib
import dataclasses
import multiprocessing
import os
import signal
import sys

import pytest
from click.testing import CliRunner

from openfisca_kz.cli import LawGroup
from openfisca_kz.cli.population import population
from openfisca_kz.engine.system import Reform
from openfisca_kz.population import runs
from openfisca_kz.population.workers import MALLOC
from openfisca_kz.problems import InputError

from .conftest import MONTH, results

dask = pytest.importorskip("dask", reason="the extra cluster (dask.distributed) is not installed")
distributed = pytest.importorskip("distributed", reason="the extra cluster (dask.distributed) is not installed")

from openfisca_kz.population import cluster as on_dask  # noqa: E402

pytestmark = pytest.mark.slow

COMMAND = LawGroup("test", commands={"population": population})


@pytest.fixture(scope="module")
def cluster():
    """Return the address of two workers that a run may use, and lose."""
    with on_dask.local_cluster(2) as address:
        yield address


@pytest.fixture
def ask(cluster):
    with distributed.Client(cluster, set_as_default=False) as client:
        yield lambda function, *arguments: set(client.run(function, *arguments).values())


def test_the_workers_keep_their_memory(ask):
    for name, value in MALLOC.items():
        assert ask(os.environ.get, name) == {value}


def test_a_killed_worker_costs_nothing_but_its_chunk(make_run, tmp_path, cluster, ask):
    expected = runs.execute(make_run("calm", size=60), 0)
    workers = ask(os.getpid)
    killed, told = [], []

    def kill_once(line):
        told.append(line)
        if len(told) == 5:
            killed.append(workers.pop())
            os.kill(killed[0], signal.SIGKILL)

    assert runs.execute(make_run("cluster", size=60), tell=kill_once, cluster=cluster) == expected
    assert killed
    assert killed[0] not in ask(os.getpid)
    assert len(told) > 40  # most of the chunks came after the kill
    for table in ("persons", "families"):
        assert results(tmp_path / "cluster", table) == results(tmp_path / "calm", table)
    assert not list((tmp_path / "cluster").rglob("*.tmp"))


def test_a_run_begun_here_is_gone_on_with_on_a_cluster(make_run, tmp_path, cluster):
    run = make_run(size=500)

    def stop(line):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        runs.execute(run, 0, stop)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "done").glob("*.json")}
    assert len(before) == 1
    lines = []
    counts = runs.execute(run, tell=lines.append, cluster=cluster)
    assert (counts.persons_in, counts.persons_out, counts.persons_rejected) == (3_000, 3_000, 0)
    assert "1 of 6 chunks were done before and are kept." in lines[0]
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_what_is_wrong_on_a_worker_is_said_here(make_run, tmp_path, cluster, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(on_dask, "law_hash", lambda reform: "another")
        with pytest.raises(InputError, match="has other rules than this machine"):
            runs.execute(make_run("other"), cluster=cluster)
    run = make_run("full", size=100)
    with pytest.raises(InputError, match="cannot be written: Is a directory"):
        runs.execute(run, tell=lambda line: _block(tmp_path / "full"), cluster=cluster)


def _block(out):
    """Put a folder where the last chunk is to say that it is done."""
    (out / "done" / "00029.json").mkdir(exist_ok=True)


def test_a_cluster_that_does_not_answer_is_one_sentence(make_run, monkeypatch):
    monkeypatch.setattr(on_dask, "PATIENCE", 1)
    for address in ("tcp://127.0.0.1:1", "nowhere at all"):
        with pytest.raises(InputError, match="does not answer"):
            runs.execute(make_run(), cluster=address)


def test_without_dask_the_command_says_what_to_install(tables, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openfisca_kz.population.cluster", None)
    answer = _command(tables, tmp_path, "local")
    assert answer.exit_code == 2
    assert 'pip install "openfisca-kz[cluster]"' in answer.stderr


def test_the_command_runs_on_a_cluster_of_its_own(tables, tmp_path):
    answer = _command(tables, tmp_path, "local")
    assert answer.exit_code == 0, answer.output
    assert "persons: 3,000 in = 3,000 out + 0 rejected" in answer.stdout


def _command(tables, tmp_path, address):
    arguments = ["population", "run", "--persons", tables[0], "--families", tables[1], "--on", MONTH]
    arguments += ["--variables", "birth_benefit", "--cluster", address, "--out", str(tmp_path / "out")]
    return CliRunner().invoke(COMMAND, arguments)


def test_a_scheduler_that_goes_away_is_one_sentence_and_loses_nothing(make_run, tmp_path):
    run = make_run(size=60)
    with contextlib.ExitStack() as stack:
        address = stack.enter_context(on_dask.local_cluster(1))

        def leave(line):
            stack.close()

        with pytest.raises(InputError, match="does not answer"):
            runs.execute(run, tell=leave, cluster=address)
    done = len(list((tmp_path / "out" / "done").iterdir()))
    assert 0 < done < 50
    assert runs.execute(run, 0).persons_out == 3_000


class Deadly(Reform):
    """A law at which a worker of a cluster dies."""

    def apply(self):
        if multiprocessing.parent_process() is not None:
            os._exit(1)


def test_workers_that_die_at_every_chunk_are_one_sentence(make_run):
    reform = f"{__name__}.{Deadly.__name__}"
    run = dataclasses.replace(make_run(size=100_000), reform=reform)
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        pytest.raises(InputError, match="Workers died 1 times, the last with 1 chunks"),
    ):
        runs.execute(run, cluster=on_dask.LOCAL)
