"""A worker of gunicorn in which idle and slow clients hold nothing, and which quotes nothing that they send."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import selectors
import time
from typing import Any

from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

from openfisca_kz.web import metrics
from openfisca_kz.web.answers import of_whole
from openfisca_kz.web.arrival import Arrival
from openfisca_kz.web.deadline import overdue
from openfisca_kz.web.logs import new_id

#: Seconds that a thread waits for the rest of a request that is refused anyway.
PATIENCE = 0.7

#: Bytes of requests on their way in that a worker holds; beyond them the longest on its way is given up.
MOST_HELD = 64 << 20

#: Seconds after which a calculation that cannot be ended costs the worker.
STUCK = 20.0

_STATUS = (
    (errors.LimitRequestLine, 414, "URI Too Long"),
    (errors.LimitRequestHeaders, 431, "Request Header Fields Too Large"),
    (errors.ExpectationFailed, 417, "Expectation Failed"),
    (errors.ParseException, 400, "Bad Request"),
    (errors.NoMoreData, 400, "Bad Request"),
    (TimeoutError, 408, "Request Timeout"),
)


class PatientWorker(ThreadWorker):
    """Gathers requests in its loop, and hands a thread only those that are whole."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arriving: dict[Any, None] = {}  # in the order in which they began

    def init_process(self) -> None:
        """Begin: count in a row of one's own."""
        metrics.row_of(self.age)
        super().init_process()

    def notify(self) -> None:
        """Say that the worker lives, unless a calculation in it never ends: gunicorn then replaces the worker."""
        if overdue() < STUCK:
            super().notify()

    # ----- Gathering ----- #

    def enqueue_req(self, conn: Any) -> None:
        """Gather a request, new or the next of its connection, before a thread sees it."""
        left = b""
        if not isinstance(conn.sock, Arrival):
            conn.sock = Arrival(conn.sock, self.app.config.body)
        elif conn.parser is not None:
            unreader = conn.parser.unreader
            left, unreader.buf = unreader.buf.getvalue(), io.BytesIO()
        conn.sock.begin(self.app.config.seconds, left)
        self.arriving[conn] = None
        self.poller.register(conn.sock.line, selectors.EVENT_READ, functools.partial(self._more, conn))
        self._more(conn)

    def _more(self, conn: Any, _: Any = None) -> None:
        try:
            whole = conn.sock.gather()
        except OSError:
            self._give_up(conn)
            return
        if whole is None and not conn.sock.held:
            self._give_up(conn)
        elif whole is None or whole:
            self._forget(conn)
            if whole is None or conn.sock.lacking:
                conn.sock.ends = time.monotonic() + PATIENCE
            conn.data_ready = True
            super().enqueue_req(conn)
        elif sum(len(one.sock.held) for one in self.arriving) > MOST_HELD:
            self._give_up(next(iter(self.arriving)), 408)

    def _forget(self, conn: Any) -> None:
        self.arriving.pop(conn, None)
        with contextlib.suppress(KeyError, ValueError, OSError):
            self.poller.unregister(conn.sock.line)

    def _give_up(self, conn: Any, status: int = 0) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        if status:
            metrics.count("-", status)
            with contextlib.suppress(OSError):
                conn.sock.line.send(_refusal(status, "Request Timeout", new_id()))
        conn.close()

    def murder_keepalived(self, *force: bool) -> None:
        """Close what is idle for too long, and what takes too long to arrive; all of it at the end (gunicorn 27)."""
        super().murder_keepalived(*force)
        now = time.monotonic()
        for conn in list(self.arriving):
            begun = bool(conn.sock.held)
            if any(force) or conn.sock.ends < now or not (begun or self.alive):
                self._give_up(conn, 408 if begun else 0)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Begin or end taking connections; who waits at the door when the worker is told to end is let in."""
        if not enabled and not self.alive:
            for listener in self.sockets:
                for _ in range(self.cfg.backlog):
                    before = self.nr_conns
                    self.accept(listener)
                    if self.nr_conns == before:
                        break
        super().set_accept_enabled(enabled)

    # ----- What is no request ----- #

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer what cannot be read as a request, and log that it came, but not what it said."""
        status, reason = next(
            ((status, reason) for kind, status, reason in _STATUS if isinstance(exc, kind)),
            (500, "Internal Server Error"),
        )
        number = new_id()
        metrics.count("-", status)
        self.log.refused(number, status, type(exc).__name__)
        with contextlib.suppress(OSError):
            client.sendall(_refusal(status, reason, number))


def _refusal(status: int, reason: str, number: str) -> bytes:
    """Return a whole answer to what never became a request."""
    body = json.dumps(of_whole("The request cannot be read.")).encode()
    head = [
        f"HTTP/1.1 {status} {reason}",
        "Connection: close",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        f"X-Request-ID: {number}",
        "X-Content-Type-Options: nosniff",
    ]
    return "\r\n".join([*head, "", ""]).encode() + body
