"""Many families in one request: each goes the way of a request of its own, and its answer is sent when it is there."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, current_app, request
from werkzeug.wrappers import Response as Whole

from openfisca_kz.language import language
from openfisca_kz.problems import Problem, quoted
from openfisca_kz.web.answers import BAD_REQUEST, OK, TOO_LARGE, TOO_SLOW, of_whole, refused, speak
from openfisca_kz.web.body import read_body
from openfisca_kz.web.config import Config
from openfisca_kz.web.family_request import FamilyRequest
from openfisca_kz.web.routes import FIELDS, POSTED

#: Fields that hold for all requests which do not say otherwise.
SHARED = ("month", "reform", "lang")

#: Times the seconds of one request after which no further one is begun.
TIMES = 3

LATE = "The time for the whole request has run out: send this one again."

blueprint = Blueprint("bulk", __name__)


@blueprint.post("/bulk")
def bulk() -> Response:
    """Answer many requests to one of our routes, as JSON lines in the order in which they were asked."""
    own = current_app.extensions["openfisca_kz"]
    config: Config = own["config"]
    told = read_body(config.body)
    speak(told)
    asked = FamilyRequest(own["system"], config, told, ("route", "requests", *SHARED[:2]))
    route = asked.one_of("route", POSTED)
    requests = asked.needed("requests")
    if not isinstance(requests, list) or not requests:
        raise asked.wrong("`{field}`: a list of requests is expected.", "requests", field="requests")
    if len(requests) > config.bulk:
        message = "There are {count} requests: at most {limit} can be sent at once."
        raise refused(TOO_LARGE, message, ["requests"], count=len(requests), limit=config.bulk)
    for place, one in enumerate(requests):
        if not isinstance(one, dict) or not isinstance(one.get("id", ""), (str, int)):
            message = "Request {place}: an object with the fields of `{route}` and perhaps an `id` is expected."
            raise refused(BAD_REQUEST, message, ["requests", str(place)], place=place, route=quoted(route))
    shared = {field: asked.data[field] for field in SHARED if field in asked.data and field in (*FIELDS[route], "lang")}
    if "month" in asked.data and route == "timeline":
        shared["first_month"] = asked.data["month"]
    # What the stream asks for itself comes from this machine; the rest is as the sender has it.
    kept = ("SERVER_", "REMOTE_", "SCRIPT_NAME", "HTTP_HOST", "HTTP_ACCEPT_LANGUAGE", "wsgi.url_scheme", "wsgi.errors")
    environ = {name: value for name, value in request.environ.items() if name.startswith(kept)}
    until = time.monotonic() + TIMES * config.seconds if config.seconds else float("inf")
    lines = _lines(own["served"], environ, route, requests, {**shared, "lang": asked.lang}, until)
    return Response(lines, content_type="application/x-ndjson", headers={"X-Accel-Buffering": "no"})


def _lines(
    served: Any, environ: dict[str, Any], route: str, requests: list[Any], shared: dict[str, Any], until: float
) -> Iterator[str]:
    for place, one in enumerate(requests):
        body = {**shared, **{field: value for field, value in one.items() if field != "id"}}
        if time.monotonic() < until:
            status, told = _answer(served, environ, route, body)
        else:
            status, told = TOO_SLOW, of_whole(Problem(LATE).say(language(shared["lang"])))
        answer = {"answer": told} if status == OK else told
        yield json.dumps({"id": one.get("id", place), "status": status, **answer}, ensure_ascii=False) + "\n"


def _answer(served: Any, environ: dict[str, Any], route: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Send a request through the whole service: it waits for its turn, has its limits, and is counted."""
    raw = json.dumps(body).encode()
    of_one = {
        **environ,
        "REQUEST_METHOD": "POST",
        "PATH_INFO": f"/{route}",
        "QUERY_STRING": "",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(raw)),
        "wsgi.input": io.BytesIO(raw),
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    response = Whole.from_app(served, of_one, buffered=True)
    told: dict[str, Any] = json.loads(response.get_data())
    return response.status_code, told
