"""A run that is killed at ten random moments and started again, against the same run undisturbed.

Run as ``python -m benchmarks.kills [--people 300000] [--kills 10] [--seed 1] [--workers 2]``. It ends with 1
where one byte of the results differs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.country import cache, command, people

#: What a run leaves: everything else in its directory is of no consequence.
PARTS = ("persons", "families", "rejects", "done")


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=__doc__)
    arguments.add_argument("--people", type=int, default=300_000)
    arguments.add_argument("--chunk", type=int, default=10_000)
    arguments.add_argument("--kills", type=int, default=10)
    arguments.add_argument("--seed", type=int, default=1, help="of the moments")
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--cache", type=Path, default=cache())
    given = arguments.parse_args()
    tables = people(given.people, given.cache, given.workers)
    folder = Path(tempfile.mkdtemp(dir=given.cache))
    try:
        calm, killed = folder / "calm", folder / "killed"
        start = time.perf_counter()
        subprocess.run(command(tables, calm, given.workers, given.chunk), check=True, capture_output=True)
        seconds = time.perf_counter() - start
        print(f"undisturbed: {seconds:.1f} s, {len(parts(calm))} files", flush=True)
        _disturb(command(tables, killed, given.workers, given.chunk), killed, given, seconds)
        same = parts(calm) == parts(killed)
        left = [path.name for path in killed.rglob("*.tmp")]
        print(f"after {given.kills} kills: {'identical' if same and not left else 'NOT IDENTICAL'}; {digest(killed)}")
        if not same or left:
            sys.exit(1)
    finally:
        shutil.rmtree(folder)


def _disturb(run: list[str], out: Path, given: argparse.Namespace, seconds: float) -> None:
    """Start a run, kill it at a random moment, start it again, and so on; at last let it end."""
    chance = random.Random(given.seed)
    kills = 0
    while kills < given.kills:
        before = parts(out)
        process = subprocess.Popen(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        # Moments from the start of the process on; so early that there is something left to kill ten times.
        moment = chance.uniform(0, STARTING + seconds / given.kills)
        try:
            process.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            everybody = chance.random() < 0.5  # or the first process alone, whose workers then end by themselves
            (os.killpg if everybody else os.kill)(process.pid, signal.SIGKILL)
            process.wait()
            kills += 1
            _until_all_ended(process.pid)
            now = parts(out)
            kept = all(now[name] == content for name, content in before.items() if name.startswith("done"))
            print(
                f"killed after {moment:.2f} s ({'all processes' if everybody else 'the first process'}): "
                f"{sum(name.startswith('done') for name in now)} chunks done, what was done before "
                f"{'kept' if kept else 'LOST'}",
                flush=True,
            )
            continue
        if process.returncode:
            raise RuntimeError(f"the run ended with {process.returncode}")
        print("it was through before the moment came: begun anew", flush=True)
        shutil.rmtree(out)
    subprocess.run(run, check=True, capture_output=True)


#: Seconds until a run that was just started has its law and begins with a chunk, about.
STARTING = 3.0


def _until_all_ended(group: int) -> None:
    """Wait for the other processes of a group.

    Raises:
        RuntimeError: they go on.

    """
    for _ in range(600):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise RuntimeError("workers of a run that was killed go on")


def parts(out: Path) -> dict[str, str]:
    """Return the hash of each part of a run by its name."""
    return {
        str(path.relative_to(out)): hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
        for table in PARTS
        for path in sorted((out / table).glob("*"))
        if not path.name.endswith(".tmp")
    }


def digest(out: Path) -> str:
    """Return one hash of all parts of a run."""
    return hashlib.blake2b(repr(sorted(parts(out).items())).encode(), digest_size=8).hexdigest()


if __name__ == "__main__":
    main()
