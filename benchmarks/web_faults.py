"""What the API costs under hostile clients and faults: idle and slow ones, malformed lines, kills, many requests."""

from __future__ import annotations

import concurrent.futures
import contextlib
import http.client
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.timing import line, title
from benchmarks.web import MONTH, ask, children, family_of_five, memory, processor, served

SLOW = 50
TIMES = 20
REQUESTS = 5_000
HEAD = b"POST /calculate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
BAD = (
    b"GET / HTTP/2.0\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"no request\r\n\r\n",
    HEAD + b"X Y: 1\r\n\r\n",
)

Address = tuple[str, int]


def run() -> None:
    body = json.dumps(family_of_five()).encode()
    os.environ["OPENFISCA_KZ_SECONDS"] = "60"  # so that slow clients are there throughout
    with served() as (address, process):
        new = p95(address, body, 100)
        for _ in range(200):
            ask(address, body)
        title(f"Hostile clients: {SLOW} of each kind beside one that asks")
        quiet = p95(address, body, TIMES)
        line("a new worker's first 100 requests, 95 of 100 within, ms", f"{new * 1000:.0f}")
        line("quiet, 95 of 100 within, ms", f"{quiet * 1000:.0f}")
        for name, first, more in (
            ("idle", b"", b""),
            ("slow headers", b"POST /calculate HTTP/1.1\r\nHost: x\r\n", b"X-A: a\r\n"),
            ("slow bodies", HEAD + b"Content-Length: 1000\r\n\r\n{", b" "),
        ):
            with held(address, first, more):
                health, family = p95(address, b"", TIMES), p95(address, body, TIMES)
            line(f"{name}: /health, 95 of 100 within, ms", f"{health * 1000:.0f}", "target 1000")
            line(f"{name}: a family, 95 of 100 within, ms", f"{family * 1000:.0f}", f"target {2 * quiet * 1000:.0f}")
        _malformed(address, process, body)
        _verify(address, process)
        _many(address, process, body)
        _kills(address, process, body)


def p95(address: Address, body: bytes, count: int) -> float:
    """Return within how many seconds 95 of 100 requests are answered: of a family, or to `/health`."""
    times = sorted(ask(address, body) if body else _health(address) for _ in range(count))
    return times[(len(times) * 95 - 1) // 100]


def _health(address: Address) -> float:
    start = time.perf_counter()
    connection = http.client.HTTPConnection(*address, timeout=60)
    connection.request("GET", "/health")
    connection.getresponse().read()
    connection.close()
    return time.perf_counter() - start


@contextlib.contextmanager
def held(address: Address, first: bytes, more: bytes) -> Iterator[None]:
    """Hold connections that say something, and a little more each second, or nothing at all."""
    lines = [socket.create_connection(address, timeout=60) for _ in range(SLOW)]
    ended = threading.Event()

    def dribble() -> None:
        while not ended.wait(1):
            for one in lines:
                with contextlib.suppress(OSError):
                    one.sendall(more)

    for one in lines:
        one.sendall(first)
    thread = threading.Thread(target=dribble)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        for one in lines:
            one.close()


def _malformed(address: Address, process: Any, body: bytes) -> None:
    before = children(process.pid)

    def send() -> None:
        for raw in BAD * 10:
            with contextlib.suppress(OSError), socket.create_connection(address, timeout=20) as one:
                one.sendall(raw)
                one.recv(1000)

    slowed = _beside(send, lambda: p95(address, body, TIMES))
    line(f"{len(BAD) * 10} malformed lines meanwhile, 95 of 100 within, ms", f"{slowed * 1000:.0f}")
    line("workers that they cost", str(len(set(before) - set(children(process.pid)))), "target 0")


def _beside(work: Callable[[], None], asking: Callable[[], float]) -> float:
    thread = threading.Thread(target=work)
    thread.start()
    result = asking()
    thread.join()
    return result


def _verify(address: Address, process: Any) -> None:
    family = {"first_parent": "mother", "children": ["child"], "region": "shymkent_city"}
    facts = {"birth_date": "1990-03-12", "sex": "female", "salary": 60_000}
    persons = {"mother": facts, "child": {"birth_date": "2020-06-12"}}
    for right in ("birth_benefit", "targeted_assistance", "housing_assistance"):
        told = {"persons": persons, "family": family, "month": MONTH, "right": right, "paid": 1000}
        if right == "birth_benefit":
            told["person"] = "child"
        body, spent = json.dumps(told).encode(), processor(process)
        for _ in range(5):
            ask(address, body, "/verify")
        line(f"/verify of {right}, processor time, ms", f"{(processor(process) - spent) / 5 * 1000:.0f}")


def _many(address: Address, process: Any, body: bytes) -> None:
    before = memory(process)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: ask(address, body), range(REQUESTS)))
    after = f"{before:.0f}, {memory(process):.0f}"
    line(f"memory of the workers before and after {REQUESTS} requests, MB", after, "flat")


def _kills(address: Address, process: Any, body: bytes) -> None:
    """Kill a worker each second while four clients ask."""
    lost = []

    def one(_: int) -> None:
        try:
            ask(address, body)
        except (OSError, http.client.HTTPException, RuntimeError) as error:
            lost.append(error)

    def kill() -> None:
        for _ in range(5):
            time.sleep(1)
            os.kill(children(process.pid)[0], signal.SIGKILL)

    def all_of_them() -> float:
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            list(pool.map(one, range(500)))
        return 0.0

    _beside(kill, all_of_them)
    line("500 requests while 5 workers are killed: lost", str(len(lost)), "those in hand of a killed worker")
    line("/health afterwards, ms", f"{_health(address) * 1000:.0f}")


if __name__ == "__main__":
    print(f"load before the run {os.getloadavg()[0]:.1f}")
    run()
