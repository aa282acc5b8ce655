"""Run every model on the same families, each in an environment of its own, and print one table.

Run as ``python -m benchmarks.peers [--people 100000] [--runs 3] [--only france,gettsim] [--cache DIR]``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.__main__ import MALLOC
from benchmarks.peers import people

HERE = Path(__file__).resolve().parent

#: Script and what its environment needs, by the name for ``--only``. Releases are fixed, so that runs can be compared.
PEERS = {
    "france": ("run_france.py", "openfisca-france==176.1.8"),
    "tunisia": ("run_tunisia.py", "openfisca-tunisia==0.154"),
    "uk": ("run_uk.py", "policyengine-uk==2.162.10"),
    "gettsim": ("run_gettsim.py", "gettsim==1.3.1"),
    "uk_compiled": ("run_uk_compiled.py", "policyengine-uk-compiled==0.66.0"),
}
KERNEL = ("run_kernel.py", "numba==0.68.1")

#: One core each, for all alike, and the same memory settings.
ENVIRONMENT = {
    **MALLOC,
    **{f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMBA", "RAYON")},
    "PYTHONWARNINGS": "ignore",
}

NS = 1e9


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    arguments.add_argument("--people", type=int, default=100_000)
    arguments.add_argument("--runs", type=int, default=3, help="the quickest of so many counts")
    arguments.add_argument("--only", default=",".join((*PEERS, "kernel")), help="peers with commas between them")
    arguments.add_argument("--cache", type=Path, default=_cache(), help="folder of the environments")
    given = arguments.parse_args()
    wanted = given.only.split(",")
    print(
        f"{given.people:,} people, the quickest of {given.runs} runs; {platform.machine()}, {os.cpu_count()} cores, "
        f"load before the run {os.getloadavg()[0]:.1f}\n",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        file, dozen = Path(folder) / "people.npz", Path(folder) / "dozen.npz"
        people.write(file, people.tables(given.people)[0])
        rows = [_run(sys.executable, "run_kz.py", file, given)]
        for name, (script, package) in PEERS.items():
            if name in wanted:
                rows.append(_peer(given.cache / name, script, package, file, given))
        if "kernel" in wanted:
            rows.append(_run(sys.executable, "dozen.py", dozen, given))
            rows.append(_peer(given.cache / "kernel", *KERNEL, dozen, given))
    print(_table(rows, given.people))


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "openfisca-kz" / "peers"


def _peer(folder: Path, script: str, package: str, file: Path, given: argparse.Namespace) -> dict[str, Any]:
    """Return what a model in its own environment answers; the environment is made where there is none."""
    python = folder / "bin" / "python"
    ready = folder / package.replace("==", "-")
    if not ready.exists():
        print(f"installing {package} into {folder}", flush=True)
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(folder)],
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package],
        ):
            failure = _failure(subprocess.run(command, capture_output=True, text=True))
            if failure:
                return {"name": package, "failure": f"cannot be installed: {failure}"}
        ready.touch()
    return _run(str(python), script, file, given)


def _run(python: str, script: str, file: Path, given: argparse.Namespace) -> dict[str, Any]:
    """Return what a script says in its last line, or why it says nothing."""
    print(f"{script} ...", flush=True)
    done = subprocess.run(
        [python, str(HERE / script), str(file), str(given.runs), str(given.people)],
        capture_output=True,
        text=True,
        env={**os.environ, **ENVIRONMENT},
    )
    failure = _failure(done)
    if failure:
        return {"name": script, "failure": failure}
    return json.loads(done.stdout.strip().splitlines()[-1])


def _failure(done: subprocess.CompletedProcess[str]) -> str | None:
    """Return the last line of a command that failed."""
    if done.returncode == 0:
        return None
    said = (done.stderr or done.stdout).strip().splitlines()
    return said[-1] if said else f"ended with {done.returncode}"


def _table(rows: list[dict[str, Any]], count: int) -> str:
    """Return the results as a table in Markdown."""
    lines = [
        "",
        "| model | variables | arrays | to build, s | to compute, s | s of CPU | people a second "
        "| ns a person and array | ns a person and variable | note |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        if "failure" in row:
            lines.append(f"| {row['name']} | | | | | | | | | {row['failure']} |")
            continue
        seconds = row["compute_cpu"]
        each = seconds / count * NS
        lines.append(
            f"| {row['name']} {row['version']} | {row['variables']:,} | {row['count']:,} | {row['build_wall']:.2f} "
            f"| {row['compute_wall']:.3f} | {seconds:.3f} | {count / seconds:,.0f} | {each / row['count']:.2f} "
            f"| {each / row['variables']:.1f} | {row.get('note', '')} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
