"""How many requests a second the API answers, how quickly, and whether memory grows: on this machine only."""

from __future__ import annotations

import concurrent.futures
import functools
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.timing import line, title
from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.services.rights_and_duties import rights_of

MONTH = "2026-06"
WORKERS = 2
CLIENTS = 4
REQUESTS = 1_000
WARM = 1_000  # until both workers have touched their own copy of what they share


@functools.cache
def law() -> CountryTaxBenefitSystem:
    return CountryTaxBenefitSystem()


def family_of_five() -> dict[str, Any]:
    """Return the request of a family of five that asks for every right there is."""
    periods = {"month": MONTH, "year": MONTH[:4], "eternity": "ETERNITY"}
    persons: dict[str, dict[str, Any]] = {
        "mother": {
            "birth_date": {"ETERNITY": "1990-03-12"},
            "sex": {"ETERNITY": "female"},
            "main_carer": {MONTH: True},
        },
        "father": {"birth_date": {"ETERNITY": "1988-08-01"}, "sex": {"ETERNITY": "male"}, "salary": {MONTH: 320_000}},
        "first": {"birth_date": {"ETERNITY": "2014-03-12"}},
        "second": {"birth_date": {"ETERNITY": "2020-09-30"}},
        "third": {"birth_date": {"ETERNITY": "2026-06-12"}},
    }
    family: dict[str, Any] = {
        "first_parent": ["mother"],
        "second_parent": ["father"],
        "children": ["first", "second", "third"],
        "region": {MONTH: "shymkent_city"},
    }
    for right in rights_of(law()):
        variable = law().variables[right]
        for facts in persons.values() if variable.entity.is_person else [family]:
            facts[right] = {periods[str(variable.definition_period)]: None}
    return {"persons": persons, "families": {"family": family}}


def run() -> None:
    title(f"The API: a family of five, every right, {WORKERS} workers, {CLIENTS} clients at a time")
    with served() as (address, process):
        body = json.dumps(family_of_five()).encode("utf-8")
        for _ in range(WARM):
            ask(address, body)
        before, spent = memory(process), processor(process)
        start = time.perf_counter()
        with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
            times = sorted(pool.map(lambda _: ask(address, body), range(REQUESTS)))
        seconds = time.perf_counter() - start
        line("requests a second", f"{REQUESTS / seconds:.0f}", "target 100")
        line("processor time of the workers a request, ms", f"{(processor(process) - spent) / REQUESTS * 1000:.1f}")
        line("half of them within, ms", f"{times[len(times) // 2] * 1000:.0f}")
        line("95 of 100 within, ms", f"{times[len(times) * 95 // 100] * 1000:.0f}", "target 60")
        alone = sorted(ask(address, body) for _ in range(100))
        line("one at a time, 95 of 100 within, ms", f"{alone[95] * 1000:.0f}")
        line(f"memory of the workers before and after {REQUESTS}, MB", f"{before:.0f}, {memory(process):.0f}", "flat")


def ask(address: tuple[str, int], body: bytes, path: str = "/calculate") -> float:
    """Send a request, check that it was answered, return its seconds."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection(*address, timeout=120)
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    response.read()
    connection.close()
    if response.status != http.client.OK:
        raise RuntimeError(f"the server answered {response.status}")
    return time.perf_counter() - start


@contextmanager
def served(workers: int = WORKERS) -> Iterator[tuple[tuple[str, int], subprocess.Popen[bytes]]]:
    """Run `openfisca-kz serve` on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("openfisca-kz")),
        "serve",
        "--port",
        str(port),
        "--workers",
        str(workers),
    ]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield ("127.0.0.1", port), process
    finally:
        process.terminate()
        process.wait(timeout=60)


def memory(process: subprocess.Popen[bytes]) -> float:
    """Return the MB that the workers of a server hold, shared pages once each."""
    total = 0
    for pid in children(process.pid):
        for entry in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if entry.startswith("Pss:"):
                total += int(entry.split()[1])
    return total / 1024


def processor(process: subprocess.Popen[bytes]) -> float:
    """Return the seconds of processor time that the workers of a server have used."""
    ticks = 0
    for pid in children(process.pid):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])  # in user mode, and in the system
    return ticks / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """Return the processes that a process started."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text(encoding="ascii").split()] if path.exists() else []


if __name__ == "__main__":
    print(f"load before the run {os.getloadavg()[0]:.1f}")
    run()
