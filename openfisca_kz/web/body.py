"""Reads the body of a request: UTF-8, JSON as the standard has it, every name once, numbers that are numbers."""

from __future__ import annotations

import contextlib
import time
from typing import Any

from flask import request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import RequestEntityTooLarge

from openfisca_kz.families.written import decoded, from_json
from openfisca_kz.problems import Problem
from openfisca_kz.web.answers import BAD_REQUEST, TOO_LARGE, WRONG_TYPE, RefusedError, refused

# Bytes read at once, and seconds spent, to let a sender of too much finish and hear the answer.
_PIECE = 1 << 16
_PATIENCE = 0.7


def read_body(limit: int) -> Any:
    """Return what the JSON body of the present request says.

    Raises:
        InputError: the body is too large, not declared as JSON, not UTF-8, not JSON, or says one thing twice.

    """
    raw = _received(limit)
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        message = "Send the body uncompressed: a compressed one (Content-Encoding) cannot be read here."
        raise refused(WRONG_TYPE, message)
    if not request.is_json:
        raise refused(WRONG_TYPE, "Send the body as JSON, with the header Content-Type: application/json.")
    return parse(raw)


def _received(limit: int) -> bytes:
    stream = request.environ.get("wsgi.input")
    in_pieces = not request.content_length and request.environ.get("wsgi.input_terminated")
    try:
        # Werkzeug would cut a body that is sent in pieces at the limit, and say nothing.
        raw = bytes(stream.read(limit + 1)) if in_pieces and stream is not None else request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise too_large(limit) from None
    except (OSError, ParseException):
        raise refused(BAD_REQUEST, "The body arrived incomplete: please send it again.") from None
    if len(raw) > limit:
        raise too_large(limit)
    return raw


def too_large(limit: int) -> RefusedError:
    """Return the refusal of a body that is too large, after reading on a little.

    A connection closed on somebody who is still sending shows as a broken line, and the sentence is lost.
    """
    stream = request.environ.get("wsgi.input")
    rest = request.content_length
    until = time.monotonic() + _PATIENCE
    with contextlib.suppress(OSError, ParseException):
        while stream is not None and (rest is None or rest > 0) and time.monotonic() < until:
            piece = stream.read(_PIECE if rest is None else min(_PIECE, rest))
            if not piece:
                break
            rest = None if rest is None else rest - len(piece)
    message = "The body is larger than {limit} bytes: send fewer people, variables or periods."
    return refused(TOO_LARGE, message, limit=limit)


def parse(raw: bytes) -> Any:
    """Return what a body says."""
    return from_json(decoded(raw, Problem("The body")), Problem("The body"))
