"""Ends what takes too long: one calculation at a time in a process, each interrupted when its time is over."""

from __future__ import annotations

import contextlib
import ctypes
import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from openfisca_kz.engine.budget import at_most
from openfisca_kz.language import language
from openfisca_kz.web import metrics
from openfisca_kz.web.answers import language_of, of_whole
from openfisca_kz.web.config import Config
from openfisca_kz.web.logs import ROUTE, number_of

TOO_SLOW = (
    "The answer takes longer than {seconds} seconds: ask for fewer people, variables or periods, or try again later."
)
BUSY = "Too many requests at the moment: please try again in a few seconds."

#: Addresses that are answered at once, whatever is being calculated.
AT_ONCE = ("/health", "/ready", "/metrics")

#: Requests that may wait for their turn in a worker; more are sent away, so that a thread is left for who asks little.
MOST_WAITING = 24


class DeadlineError(BaseException):
    """The time is over. Not an Exception, so that nobody on the way takes it for one of theirs."""


# Seconds between rings: one that falls into a destructor is lost.
_AGAIN = 1.0


class _Ring:
    """Interrupts a thread some time from now, and again until it has heard."""

    def __init__(self, seconds: float) -> None:
        self.over = time.monotonic() + seconds
        self._thread = threading.get_ident()
        self._done = threading.Event()
        self._lock = threading.Lock()
        threading.Thread(target=self._wait, args=(seconds,), daemon=True).start()

    def _wait(self, seconds: float) -> None:
        while not self._done.wait(seconds):
            with self._lock:
                if not self._done.is_set():
                    ring = ctypes.pythonapi.PyThreadState_SetAsyncExc
                    ring(ctypes.c_ulong(self._thread), ctypes.py_object(DeadlineError))
            seconds = _AGAIN

    def end(self) -> None:
        """Stop; a ring that is on its way is heard here, and not by what comes after."""
        with self._lock:
            self._done.set()
        for _ in range(2):  # Python hears between the rounds of a loop
            pass


_running: _Ring | None = None


def overdue() -> float:
    """Return the seconds for which the present calculation has gone on after its end."""
    running = _running
    return time.monotonic() - running.over if running else 0.0


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Interrupt what runs inside after some seconds.

    Args:
        seconds: how long; 0 for ever.

    Raises:
        DeadlineError: the time is over.

    """
    global _running
    if not seconds:
        yield
        return
    ring = _running = _Ring(seconds)
    try:
        yield
    finally:
        try:
            ring.end()
        except DeadlineError:  # a ring fell into the end itself; the next would come a second later
            ring.end()
            raise
        finally:
            _running = None


class Turn:
    """One calculation at a time in a process; a few may wait."""

    def __init__(self, most: int = MOST_WAITING) -> None:
        self._lock = threading.Lock()
        self._most, self._waiting = most, 0

    @property
    def full(self) -> bool:
        """Whether as many wait as may."""
        return self._waiting >= self._most

    @contextlib.contextmanager
    def taken(self, seconds: float) -> Iterator[bool]:
        """Wait for the turn; say whether it came in time."""
        came = self._lock.acquire(blocking=False)
        if not came and not self.full:
            self._waiting += 1
            try:
                came = self._lock.acquire(timeout=seconds or -1)
            finally:
                self._waiting -= 1
        try:
            yield came
        finally:
            if came:
                self._lock.release()


class Deadline:
    """A WSGI application whose requests end after some seconds: reading, waiting and writing JSON included.

    Each answer is counted, and carries the number of its request.
    """

    def __init__(self, application: Any, config: Config, headers: dict[str, str]) -> None:
        self.application = application
        self.seconds = config.seconds
        self.values = config.considered
        self.headers = headers
        self.proxied = bool(config.proxies)
        self.turn = Turn()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request, or say that it takes too long."""
        number = number_of(environ, self.proxied)
        began = getattr(environ.get("gunicorn.socket"), "began", None) or time.monotonic()
        begun: list[tuple[Any, ...]] = []

        def remember(*arguments: Any) -> Any:
            begun.append(arguments)

        body: Iterable[bytes] | None = None
        message = TOO_SLOW
        if environ.get("PATH_INFO", "").rstrip("/") in AT_ONCE:
            body = self.application(environ, remember)
        else:
            with self.turn.taken(self._rest(began)) as came:
                if not came:
                    message = BUSY
                else:
                    with contextlib.suppress(DeadlineError), at_most(self.values), time_limit(self._rest(began)):
                        body = self.application(environ, remember)
        if body is None:
            body, head = self._too_slow(environ, message)
            begun.append(("503 SERVICE UNAVAILABLE", head))
        status, head, *rest = begun[-1]
        metrics.count(environ.get(ROUTE, "-"), int(status.split(None, 1)[0]), time.monotonic() - began)
        # Only now, so that nothing has gone out when the time is over.
        start_response(status, [*head, ("X-Request-ID", number)], *rest)
        return body

    def _rest(self, began: float) -> float:
        """Return the seconds that are left of a request; 0 stands for ever."""
        return max(self.seconds - (time.monotonic() - began), 0.001) if self.seconds else 0.0

    def _too_slow(self, environ: dict[str, Any], sentence: str) -> tuple[list[bytes], list[tuple[str, str]]]:
        lang = language_of(environ)
        answer = of_whole(language(lang).say(sentence, seconds=f"{self.seconds:g}"))
        body = json.dumps(answer, ensure_ascii=False).encode("utf-8")
        headers = {
            **self.headers,
            "Content-Type": "application/json",
            "Content-Language": lang,
            "Content-Length": str(len(body)),
            "Retry-After": "5",
        }
        return [body], list(headers.items())
