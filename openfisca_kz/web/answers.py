"""What every answer shares: the asker's language, JSON in UTF-8, and refusals as one sentence each."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response, jsonify, request
from flask.json.provider import DefaultJSONProvider

from openfisca_kz.language import LANGUAGES, language
from openfisca_kz.problems import InputError, Problem, TooLargeError

_RANGE = re.compile(
    r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?", re.ASCII
)


@functools.lru_cache(maxsize=256)
def preferred(header: str) -> str:
    """Return one of our languages for a header Accept-Language; English where it names none of them.

    Each range is cut from its end until it names a language of ours: `kk-Cyrl-KZ`, `kk-Cyrl`, `kk`.
    """
    wanted: list[tuple[float, str]] = []
    refused: set[str] = set()
    for part in header[:500].split(","):
        found = _RANGE.fullmatch(part)
        if found is None:
            continue
        quality, tag = float(found[2] or 1), found[1].lower()
        if quality:
            wanted.append((quality, tag))
        else:
            refused.add(tag)
    for _, tag in sorted(wanted, key=lambda one: -one[0]):
        if tag == "*":
            return next((code for code in LANGUAGES if code not in refused), LANGUAGES[0])
        if (code := tag.split("-")[0]) in LANGUAGES and code not in refused:
            return code
    return LANGUAGES[0]


OK = 200
BAD_REQUEST = 400
NOT_FOUND = 404
TOO_LARGE = 413
WRONG_TYPE = 415
INTERNAL = 500
TOO_SLOW = 503


class Utf8Json(DefaultJSONProvider):
    """JSON as core means to write it and under the Flask of today does not: letters as they are, keys in order."""

    ensure_ascii = False
    sort_keys = False


class RefusedError(InputError):
    """A request that cannot be answered, with the status that says in what way."""

    def __init__(self, status: int, problems: Iterable[Problem]) -> None:
        self.status = status
        super().__init__(problems)


def refused(status: int, message: str, path: Sequence[str] = (), /, **values: Any) -> RefusedError:
    """Return the error for a single problem; ``message`` is a template for ``values``."""
    return RefusedError(status, [Problem(message, values, tuple(path))])


#: Where the language that a body or an address names stands in the environment of its request.
LANG = "openfisca_kz.lang"


def speak(told: Any) -> None:
    """Note the language that a body or an address names: whatever is answered from here on is in it."""
    if isinstance(told, dict) and told.get("lang") in LANGUAGES:
        request.environ[LANG] = told["lang"]


def language_of(environ: dict[str, Any]) -> str:
    """Return the language that a request names or its headers prefer, English where they name none of ours."""
    return str(environ.get(LANG) or preferred(environ.get("HTTP_ACCEPT_LANGUAGE", "")))


def asked_language() -> str:
    """Return the language of the present request."""
    return language_of(request.environ)


def refusal(error: InputError) -> Response:
    """Return the answer to a request that cannot be used."""
    speech = language(asked_language())
    problems = [{"path": path_of(problem), "message": problem.say(speech)} for problem in error.problems]
    response = jsonify({"error": " ".join(problem["message"] for problem in problems), "problems": problems})
    response.status_code = TOO_LARGE if isinstance(error, TooLargeError) else getattr(error, "status", BAD_REQUEST)
    response.headers["Content-Language"] = speech.code
    return response


def of_whole(message: str) -> dict[str, Any]:
    """Return what is answered where one sentence says what is wrong with the whole request."""
    return {"error": message, "problems": [{"path": "", "message": message}]}


def path_of(problem: Problem) -> str:
    """Return where a problem stands, as a JSON pointer without its first slash (RFC 6901)."""
    return "/".join(part.replace("~", "~0").replace("/", "~1") for part in problem.path)
