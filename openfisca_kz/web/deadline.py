"""Ends what takes too long: an alarm of the operating system that interrupts Python wherever it is."""

from __future__ import annotations

import contextlib
import json
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from werkzeug.wrappers import Request

from openfisca_kz.language import LANGUAGES, language

TOO_SLOW = (
    "The answer takes longer than {seconds} seconds: ask for fewer people, variables or periods, or try again later."
)


class DeadlineError(BaseException):
    """The time is over. Not an Exception, so that nobody on the way takes it for one of theirs."""


# Seconds between rings: one that falls into a destructor is lost.
_AGAIN = 1.0


def _ring(*_: Any) -> None:
    raise DeadlineError


@contextlib.contextmanager
def time_limit(seconds: float, quietly: bool = False) -> Iterator[None]:
    """Interrupt what runs inside after some seconds; an outer limit goes on afterwards.

    Args:
        seconds: how long; 0 for ever.
        quietly: just leave the block, instead of raising.

    Raises:
        DeadlineError: the time is over.

    Only the main thread of a process can be interrupted (a gunicorn worker of the kind `sync` is one).

    """
    if not seconds or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    rest, again = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    except DeadlineError:
        if not quietly:
            raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if rest:
            signal.setitimer(signal.ITIMER_REAL, rest, again)


class Deadline:
    """A WSGI application whose requests end after some seconds, reading the body and writing JSON included."""

    def __init__(self, application: Any, seconds: float, headers: dict[str, str]) -> None:
        self.application = application
        self.seconds = seconds
        self.headers = headers

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request, or say that it takes too long."""
        begun: list[tuple[Any, ...]] = []

        def remember(*arguments: Any) -> Any:
            begun.append(arguments)

        try:
            with time_limit(self.seconds):
                body = self.application(environ, remember)
        except DeadlineError:
            body, head = self._too_slow(environ)
            start_response("503 SERVICE UNAVAILABLE", head)
            return body
        # Only now, so that nothing has gone out when the time is over.
        start_response(*begun[-1])
        return body

    def _too_slow(self, environ: dict[str, Any]) -> tuple[list[bytes], list[tuple[str, str]]]:
        lang = Request(environ).accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
        message = language(lang).say(TOO_SLOW, seconds=f"{self.seconds:g}")
        answer = {"error": message, "problems": [{"path": "", "message": message}]}
        body = json.dumps(answer, ensure_ascii=False).encode("utf-8")
        headers = {
            **self.headers,
            "Content-Type": "application/json",
            "Content-Language": lang,
            "Content-Length": str(len(body)),
            "Retry-After": "5",
        }
        return [body], list(headers.items())
