"""What every answer shares: the asker's language, JSON in UTF-8, and refusals as one sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response, jsonify, request
from flask.json.provider import DefaultJSONProvider

from openfisca_kz.language import LANGUAGES, Language, language
from openfisca_kz.problems import Problem

BAD_REQUEST = 400
NOT_FOUND = 404
TOO_LARGE = 413
WRONG_TYPE = 415
INTERNAL = 500
TOO_SLOW = 503

#: More problems than this do not help a reader, and looking for near names costs time.
MOST_PROBLEMS = 10


class Utf8Json(DefaultJSONProvider):
    """JSON as core means to write it and under the Flask of today does not: letters as they are, keys in order."""

    ensure_ascii = False
    sort_keys = False


class RefusedError(Exception):
    """A request that cannot be answered: the status, and for each problem the sentence and where it stands."""

    def __init__(self, status: int, problems: Iterable[tuple[Sequence[str], Problem]]) -> None:
        self.status = status
        self.problems = tuple((tuple(path), problem) for path, problem in problems)
        super().__init__(status)


def refused(status: int, message: str, path: Sequence[str] = (), /, **values: Any) -> RefusedError:
    """Return the error for a single problem; ``message`` is a template for ``values``."""
    return RefusedError(status, [(path, Problem(message, values))])


def asked_language() -> str:
    """Return the language that the request's headers prefer, English where they name none of ours."""
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def refusal(error: RefusedError, lang: str | None = None) -> Response:
    """Return the answer to a request that cannot be used."""
    speech = language(lang or asked_language())
    problems = [_said(speech, path, problem) for path, problem in error.problems]
    response = jsonify({"error": " ".join(problem["message"] for problem in problems), "problems": problems})
    response.status_code = error.status
    response.headers["Content-Language"] = speech.code
    return response


def _said(speech: Language, path: Sequence[str], problem: Problem) -> dict[str, str]:
    return {"path": "/".join(path), "message": problem.say(speech)}
