"""Logs that hold what happened and never what was asked: one JSON object a line, joined by the number of a request."""

from __future__ import annotations

import datetime
import json
import logging
import re
import secrets
import traceback
from typing import Any

from gunicorn.glogging import Logger

#: Where the environment of a request has its number and the route that answered it.
NUMBER = "openfisca_kz.number"
ROUTE = "openfisca_kz.route"

# What a proxy gives a request, such as nginx's $request_id; nothing that a person could be known by is that long.
_GIVEN = re.compile(r"[0-9a-f]{32}")


def new_id() -> str:
    """Return a number for a request."""
    return secrets.token_hex(16)


def number_of(environ: dict[str, Any], proxied: bool) -> str:
    """Return the number of a request: that of the proxy, or its own."""
    if NUMBER not in environ:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        environ[NUMBER] = given if proxied and _GIVEN.fullmatch(given) else new_id()
    return str(environ[NUMBER])


def places(error: BaseException) -> str:
    """Return the kind of a mistake and where it happened; its message may quote a request, and is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    told = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames)]
    return f"{type(error).__name__} in {' < '.join(told)}"


class JsonLine(logging.Formatter):
    """Writes a record as one JSON object in one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record; of an error its kind and places only."""
        line: dict[str, Any] = {
            "time": datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat("T", "milliseconds"),
            "level": record.levelname.lower(),
            "process": record.process,
        }
        if isinstance(record.msg, dict):
            line.update(record.msg)
        else:
            line["message"] = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class QuietLogger(Logger):
    """Gunicorn's logger without quotations."""

    def setup(self, cfg: Any) -> None:
        """Open the logs; the mistakes of the application stand beside those of the server."""
        super().setup(cfg)
        ours = logging.getLogger("openfisca_kz")
        ours.handlers, ours.propagate = list(self.error_log.handlers), False
        ours.setLevel(self.loglevel)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(JsonLine())

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: datetime.timedelta) -> None:
        """Log that a request was answered: its number, method, route and status, how long it took, how much it got."""
        if self.access_log_enabled:
            status = str(resp.status).split(None, 1)[0]
            self.access_log.info(
                {
                    "request": environ.get(NUMBER, "-"),
                    "method": environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in METHODS else "-",
                    "route": environ.get(ROUTE, "-"),
                    "status": int(status) if status.isdigit() else status,
                    "ms": round(request_time.total_seconds() * 1000, 1),
                    "bytes": getattr(resp, "sent", None),
                }
            )

    def refused(self, number: str, status: int, kind: str) -> None:
        """Log that something came that is no request."""
        self.error_log.warning({"request": number, "status": status, "message": "not a request", "kind": kind})

    def debug(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log the kind of event, without what it was about."""
        if told := _unfilled(msg):
            self.error_log.debug(told)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log a mistake: its kind and places, without what it was about."""
        self.error_log.error(_unfilled(msg), exc_info=True)


def _unfilled(message: Any) -> str:
    """Return the beginning of a message, before the first value that it quotes."""
    return str(message).split("%")[0].rstrip(" :.")


METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH")
