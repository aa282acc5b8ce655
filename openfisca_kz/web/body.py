"""Reads the body of a request: UTF-8, JSON as the standard has it, every name once, numbers that are numbers."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from openfisca_kz.web.answers import BAD_REQUEST, TOO_LARGE, WRONG_TYPE, RefusedError, refused
from openfisca_kz.web.deadline import time_limit

# Bytes read at once, and seconds spent, to let a sender of too much finish and hear the answer.
_PIECE = 1 << 16
_PATIENCE = 0.7


def read_body(limit: int) -> Any:
    """Return what the JSON body of the present request says.

    Args:
        limit: bytes that a body may have, for the message.

    Raises:
        RefusedError: the body is too large, not declared as JSON, not UTF-8, not JSON, or says one thing twice.

    """
    raw = _received(limit)
    if not request.is_json:
        raise refused(WRONG_TYPE, "Send the body as JSON, with the header Content-Type: application/json.")
    return parse(raw)


def _received(limit: int) -> bytes:
    stream = request.environ.get("wsgi.input")
    if not request.content_length and request.environ.get("wsgi.input_terminated") and stream is not None:
        # Werkzeug would cut a body that is sent in pieces at the limit, and say nothing.
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise too_large(limit)
        return bytes(raw)
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise too_large(limit) from None


def too_large(limit: int) -> RefusedError:
    """Return the refusal of a body that is too large, after reading on a little.

    A connection closed on somebody who is still sending shows as a broken line, and the sentence is lost.
    """
    stream = request.environ.get("wsgi.input")
    rest = request.content_length
    with time_limit(_PATIENCE, quietly=True):
        while stream is not None and (rest is None or rest > 0):
            piece = stream.read(_PIECE if rest is None else min(_PIECE, rest))
            if not piece:
                break
            rest = None if rest is None else rest - len(piece)
    return refused(
        TOO_LARGE, "The body is larger than {limit} bytes: send fewer people, variables or periods.", limit=limit
    )


def parse(raw: bytes) -> Any:
    """Return what a body says.

    Raises:
        RefusedError: as of ``read_body``.

    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        message = "The body is not in UTF-8 (byte {position}): send it as UTF-8."
        raise refused(BAD_REQUEST, message, position=error.start) from None
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        message = "The body is not JSON: look at line {line}, character {column}."
        raise refused(BAD_REQUEST, message, line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise refused(BAD_REQUEST, "The body has too many brackets within brackets.") from None
    except ValueError:  # more digits than Python reads
        raise refused(BAD_REQUEST, "A number of the body has too many digits.") from None
    if "\\u" in text:
        _whole_letters(data)
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        message = "{name} stands twice in one place: give each person, fact and period once."
        raise refused(BAD_REQUEST, message, name=printable(twice))
    return found


def _no_number(name: str) -> NoReturn:
    raise refused(BAD_REQUEST, "{value} is not a number: leave out what is not known.", value=name)


def _whole_letters(data: Any) -> None:
    try:
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise refused(BAD_REQUEST, "A text of the body has half a letter (a lone surrogate) in it.") from None


def printable(text: Any) -> str:
    """Return a text as an answer may quote it: whole letters, and not too many."""
    short = str(text).encode("utf-8", "replace").decode("utf-8")
    return short if len(short) <= _QUOTED else short[:_QUOTED] + "..."


_QUOTED = 80
