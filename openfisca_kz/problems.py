"""What a person wrote and cannot be used: one sentence each, in the person's language."""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from openfisca_core import periods

from openfisca_kz.language import Language, language

#: Months for which the rules are complete; single variables may reach further back.
FIRST_MONTH = "2018-01"
LAST_MONTH = "2099-12"

# More names than this do not help a reader.
_FEW = 10


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing that is wrong in what a person wrote, and what would be right."""

    message: str
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def say(self, speech: Language) -> str:
        """Return the sentence in a language; a part of it may be a problem of its own."""
        parts = {key: part.say(speech) if isinstance(part, Problem) else part for key, part in self.values.items()}
        return speech.say(self.message, **parts)


class InputError(ValueError):
    """What a person wrote cannot be used; ``problems`` has one sentence for each reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.say(language("en")) for problem in self.problems))


def refuse(message: str, **values: Any) -> InputError:
    """Return the error for a single problem."""
    return InputError([Problem(message, values)])


def is_month(text: str) -> bool:
    """Return whether a text is a month such as 2026-06."""
    return bool(re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text))


def month_of(text: str) -> periods.Period:
    """Return the month of ``--on``.

    Raises:
        InputError: it is no month, or the rules do not reach it.

    """
    if not is_month(text):
        raise refuse("{text} is not a month: write year and month, such as 2026-06.", text=text)
    if not FIRST_MONTH <= text <= LAST_MONTH:
        raise refuse(
            "{text} is outside the rules of this package: they run from {first} to {last}.",
            text=text,
            first=FIRST_MONTH,
            last=LAST_MONTH,
        )
    return periods.period(text)


def nearest(word: Any, known: Iterable[str], show: bool = False) -> Problem:
    """Return the hint for a misspelt name: the nearest right one, or all of them where they are few.

    Args:
        word: what was written.
        known: the right names.
        show: name them all even if they are many.

    """
    known = list(known)
    close = difflib.get_close_matches(str(word), known, n=1, cutoff=0.5)
    if close:
        return Problem("did you mean {name}?", {"name": close[0]})
    if show or len(known) <= _FEW:
        return Problem("it is one of {names}.", {"names": ", ".join(known)})
    return Problem("`openfisca-kz facts` lists them.")
