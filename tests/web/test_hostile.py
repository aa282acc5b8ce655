"""What is sent to put the server out, or to make it write down what it should not: malformed lines, slow clients."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.serving import Served, served
from tests.web.test_inputs import INPUTS
from tests.web.test_inputs import RAW as OF_THE_REVIEW

pytestmark = pytest.mark.slow

HEAD = b"POST /calculate HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
PIECES = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"

#: Name, what is sent, whether the sender then ends, the status that is right.
RAW: dict[str, tuple[bytes, bool, int]] = {
    "the line of HTTP/2": (b"GET / HTTP/2.0\r\n\r\n", False, 400),
    "the preface of HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", False, 400),
    "a piece of a wrong size": (PIECES + b"zz\r\nabc\r\n0\r\n\r\n", False, 400),
    "a piece of less than nothing": (PIECES + b"-5\r\nabc\r\n0\r\n\r\n", False, 400),
    "a piece too long to be": (PIECES + b"f" * 40 + b"\r\nabc\r\n0\r\n\r\n", False, 400),
    "pieces cut short": (PIECES + b'5\r\n{"per', True, 400),
    "a body cut short": (HEAD + b'Content-Length: 100\r\n\r\n{"per', True, 400),
    "packed pieces": (HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", False, 400),
    "pieces of another kind": (HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", False, 400),
    "pieces after as they are": (HEAD + b"Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n", False, 400),
    "pieces with a tab": (HEAD + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n", False, 400),
    "no request": (b"GET /people/EXAMPLE-NAME\r\n\r\n", False, 400),
    "a body as a request": (b'{"persons": {"EXAMPLE-NAME": {}}}\r\n\r\n', False, 400),
    "a header that is none": (b"GET /health HTTP/1.1\r\nEXAMPLE NAME: 1\r\n\r\n", False, 400),
    "a line without an end": (b"GET /" + b"x" * 70_000, False, 414),
    "two lengths": (HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", False, 400),
    "a length that is none": (HEAD + b"Content-Length: EXAMPLE-NAME\r\n\r\n{}", False, 400),
}

SECRETS = ("EXAMPLE", "870312400123", "Zhumabekova", "portal.example", "320000")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("hostile")) as running:
        yield running


def family(name: str = "A") -> bytes:
    facts = {"birth_date": {"ETERNITY": "1996-11-02"}, "salary": {"2026-06": 320000}, "net_salary": {"2026-06": None}}
    return json.dumps({"persons": {name: facts}}).encode()


def quickest(server: Served) -> float:
    """Return the seconds of the quickest of some requests: other work on the machine only makes one slower."""
    times = []
    for _ in range(8):
        start = time.monotonic()
        assert server.ask("POST", "/calculate", family())[0] == 200
        times.append(time.monotonic() - start)
    return min(times)


@pytest.mark.parametrize("name", RAW)
def test_what_is_no_request_is_refused_and_costs_no_worker(server: Served, name: str) -> None:
    raw, end, status = RAW[name]
    before = server.workers()
    answer = server.send(raw, end)
    assert answer.split(b" ", 2)[1] == str(status).encode(), answer
    assert b"EXAMPLE" not in answer
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["error"]
    assert server.workers() == before


@pytest.mark.parametrize("name", OF_THE_REVIEW)
def test_raw_inputs_of_the_review(server: Served, name: str) -> None:
    before = server.workers()
    answer = server.send((INPUTS / "http" / f"{name}.raw").read_bytes(), end="truncated" in name)
    assert int(answer.split(b" ", 2)[1]) == OF_THE_REVIEW[name], answer
    assert server.workers() == before


def test_many_slow_and_idle_clients_hold_nothing(server: Served) -> None:
    """Fifty connections say nothing, fifty dribble headers, fifty dribble a body; others are answered meanwhile."""
    quiet = quickest(server)
    lines = [server.line() for _ in range(150)]
    for line in lines[50:100]:
        line.sendall(b"POST /calculate HTTP/1.1\r\nHost: x\r\n")
    for line in lines[100:]:
        line.sendall(HEAD + b"Content-Length: 1000\r\n\r\n{")
    try:
        for turn in range(3):
            for line in lines[50:100]:
                line.sendall(b"X-%d: a\r\n" % turn)
            for line in lines[100:]:
                line.sendall(b" ")
            start = time.monotonic()
            assert server.ask("GET", "/health")[0] == 200
            assert time.monotonic() - start < 1
            assert quickest(server) < 2 * quiet + 0.1
    finally:
        for line in lines:
            line.close()


def test_a_client_that_is_too_slow_is_sent_away(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of a request counts from its first byte; a connection that says nothing ends without a word."""
    monkeypatch.setenv("OPENFISCA_KZ_SECONDS", "2")
    with served(tmp_path, "--no-page") as server:
        slow, idle = server.line(), server.line()
        slow.sendall(HEAD)
        start = time.monotonic()
        said = b""
        with slow, idle:
            while piece := slow.recv(1000):
                said += piece
            assert said.startswith(b"HTTP/1.1 408")
            assert idle.recv(1000) == b""
        assert time.monotonic() - start < 8
        assert 'openfisca_kz_refusals_total{kind="slow_client"} 1' in counts(server)


def test_a_client_that_does_not_read_holds_nothing_for_ever(server: Served) -> None:
    lines = []
    for _ in range(20):
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        line.connect(("127.0.0.1", server.port))
        line.sendall(b"GET /spec HTTP/1.1\r\nHost: x\r\n\r\n")
        lines.append(line)
    assert server.ask("GET", "/health")[0] == 200
    for line in lines:
        line.close()


def test_nothing_of_a_request_is_logged(server: Served) -> None:
    headers = {"Referer": "https://portal.example/person/870312400123", "User-Agent": "Zhumabekova"}
    server.ask("GET", "/health?iin=870312400123&name=Zhumabekova", **headers)
    server.ask("GET", "/people/Zhumabekova", **headers)
    server.ask("POST", "/calculate", family("Zhumabekova"), **headers)
    server.ask("POST", "/calculate", family("Zhumabekova")[:-3], **headers, **{"X-Request-ID": "870312400123"})
    server.send(b"Zhumabekova / HTTP/1.1\r\n\r\n")
    log = server.log.read_text(encoding="utf-8")
    answered = [json.loads(line) for line in log.splitlines() if '"route"' in line]
    assert {"/health", "/calculate", "-"} <= {line["route"] for line in answered}
    assert all(len(line["request"]) == 32 for line in answered)
    for secret in SECRETS:
        assert secret not in log


def test_counts_of_both_workers(server: Served) -> None:
    before = counts(server)
    for _ in range(10):
        server.ask("GET", "/services")
    served_now = 'openfisca_kz_requests_total{route="/services",status="200"} '
    had = [int(line.split()[-1]) for line in before.splitlines() if line.startswith(served_now)] or [0]
    has = [int(line.split()[-1]) for line in counts(server).splitlines() if line.startswith(served_now)]
    assert has[0] - had[0] == 10
    assert "openfisca_kz_law_checked_days" in before


def counts(server: Served) -> str:
    return server.send(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").decode()
