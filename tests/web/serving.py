"""A server of its own for a test: `openfisca-kz serve` with every log there is, and ways to speak to it."""

from __future__ import annotations

import contextlib
import dataclasses
import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WORKERS = 2


@dataclasses.dataclass
class Served:
    """A server that runs."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, Any]:
        """Ask in a connection of its own; return the status and what the JSON says."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body or None, {"Content-Type": "application/json", **headers})
        response = connection.getresponse()
        answer = response.status, json.loads(response.read())
        connection.close()
        return answer

    def line(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def send(self, raw: bytes, end: bool = False) -> bytes:
        """Send bytes as they are, and return all that is answered; at the end say that no more will come."""
        with self.line() as line:
            line.sendall(raw)
            if end:
                line.shutdown(socket.SHUT_WR)
            pieces = []
            with contextlib.suppress(ConnectionError):
                while piece := line.recv(1 << 16):
                    pieces.append(piece)
        return b"".join(pieces)

    def workers(self) -> set[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return {int(child) for child in path.read_text(encoding="ascii").split()}


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextlib.contextmanager
def served(folder: Path, *options: str) -> Iterator[Served]:
    port, log = free_port(), folder / "log.txt"
    program = str(Path(sys.executable).with_name("openfisca-kz"))
    command = [program, "serve", "--port", str(port), "--workers", str(WORKERS)]
    command += ["--log-level", "debug", "--access-logfile", "-", "--error-logfile", "-", *options]
    with log.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file)
        try:
            server = Served(port, process, log)
            first_answer(server)
            yield server
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


def first_answer(server: Served) -> None:
    """Wait for the first answer to /health: before the law is loaded there is none, and never another."""
    for _ in range(600):
        assert server.process.poll() is None, server.log.read_text(encoding="utf-8")
        try:
            assert server.ask("GET", "/health")[0] == 200
            if len(server.workers()) == WORKERS:
                return
        except ConnectionError:
            pass
        time.sleep(0.1)
    raise AssertionError("no answer within a minute")
