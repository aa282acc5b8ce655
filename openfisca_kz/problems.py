"""What a person wrote and cannot be used: one sentence each, in the person's language."""

from __future__ import annotations

import dataclasses
import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from openfisca_core import periods

if TYPE_CHECKING:
    from openfisca_kz.language import Language

#: Months for which the rules are complete; single variables may reach further back.
FIRST_MONTH = "2018-01"
LAST_MONTH = "2099-12"

#: More problems than this do not help a reader, and looking for near names costs time.
MOST_PROBLEMS = 10

# More names than this do not help a reader.
_FEW = 100

#: Where facts and variables are listed.
_LISTED = "`openfisca-kz facts` lists them, or `/variables` of the API."

# Letters of a word that is quoted back, and of one that is looked up among the right ones.
_QUOTED = 80
_LOOKED_UP = 60

_LINE_BREAKS = ("Zl", "Zp")


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing that is wrong in what a person wrote, and what would be right.

    ``path`` says where it stands in data with keys: ``("persons", "Daulet", "salary")``. A month among the values is a
    ``Period``, and said in the language of the sentence; what a person wrote is text, and stands as it was written.
    """

    message: str
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    path: tuple[str, ...] = ()

    def say(self, speech: Language | None = None) -> str:
        """Return the sentence in a language, English if none; a part of it may be a problem of its own."""
        parts = {
            key: part.say(speech) if isinstance(part, Problem) else _said(part, speech)
            for key, part in self.values.items()
        }
        if speech is not None:
            return speech.say(self.message, **parts)
        return self.message.format(**parts) if parts else self.message


class InputError(ValueError):
    """What a person wrote cannot be used; ``problems`` has one sentence for each reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.say() for problem in self.problems))


class TooLargeError(InputError):
    """More than can be read at once."""


class RefusedValueError(ValueError):
    """A value or a period that the law cannot mean; ``problem`` is the sentence, without the place."""

    def __init__(self, message: str, **values: Any) -> None:
        told = {key: quoted(part) if isinstance(part, str) and key != "names" else part for key, part in values.items()}
        self.problem = Problem(message, told)
        super().__init__(self.problem.say())


def _said(value: Any, speech: Language | None) -> str:
    """Return a value as a sentence says it; a month, but for one that is quoted, as the language writes it."""
    if isinstance(value, periods.Period) and value.unit == periods.DateUnit.MONTH:
        return speech.month(str(value)) if speech is not None else format_date(value.start.date, "LLLL y", locale="en")
    return shown(value)


def shown(value: Any) -> str:
    """Return a value as a sentence says it: in one line, without letters that steer a terminal, in JSON's words."""
    if isinstance(value, PurePath):  # whole, or nobody finds the file
        value = str(value)
    if isinstance(value, str):
        return value if value.isprintable() else "".join(map(_visible, value))
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, (dict, list)):  # never deeper: it may be of any size
        empty = "{}" if isinstance(value, dict) else "[]"
        return f"{empty[0]}...{empty[1]}" if value else empty
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        return str(int(value))
    return shown(quoted(str(value)))


# Whole numbers from here on are written with an exponent.
_WHOLE = 1e15


def quoted(value: Any) -> str:
    """Return what somebody wrote as a sentence may quote it: not too long."""
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "..."


def printable(text: str) -> bool:
    """Return whether a text is of one line and whole letters, without any that change how the rest is shown."""
    return text.isprintable() or all(_visible(letter) == letter for letter in text)


def _visible(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind.startswith("C") or kind in _LINE_BREAKS:
        return letter.encode("unicode_escape").decode("ascii")
    return letter


def refuse(message: str, **values: Any) -> InputError:
    """Return the error for a single problem."""
    return InputError([Problem(message, values)])


def refuse_argument(argument: str | tuple[str, ...], message: str, /, **values: Any) -> InputError:
    """Return the error for an argument of a function; a door that has another name for it says its own (``named``)."""
    path = (argument,) if isinstance(argument, str) else argument
    return InputError([Problem(message, values, path)])


def is_month(text: str) -> bool:
    """Return whether a text is a month such as 2026-06."""
    return bool(re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text))


def month_of(text: object) -> periods.Period:
    """Return the month of ``--on``.

    Raises:
        InputError: it is no month, or the rules do not reach it.

    """
    text = str(text)
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


def nearest(word: Any, known: Iterable[str], listed: str = _LISTED) -> Problem:
    """Return the hint for a misspelt name: the nearest right one, or all of them where they are few.

    Args:
        word: what was written.
        known: the right names.
        listed: the sentence that says where they are listed if they are many.

    """
    known, word = list(known), quoted(word)
    close = difflib.get_close_matches(word[:_LOOKED_UP], known, n=1, cutoff=0.5)
    if close:
        # Almaty may be the region or the city.
        longer = [name for name in known if name.startswith(f"{close[0]}_")] if word.lower() == close[0] else []
        return Problem("did you mean {name}?", {"name": " / ".join(close + longer)})
    if len(known) <= _FEW:
        return Problem("it is one of {names}.", {"names": ", ".join(known)})
    return Problem(listed)
