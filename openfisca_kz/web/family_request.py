"""Reads the requests of our own routes: a family as a family file has it, a month, a language, a bill."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import math
from collections.abc import Iterable
from typing import Any

from openfisca_kz.engine.bills import find_reform
from openfisca_kz.families.facts import NUMBER
from openfisca_kz.families.family import Situation
from openfisca_kz.families.from_file import situation
from openfisca_kz.families.reader import Limits
from openfisca_kz.language import LANGUAGES
from openfisca_kz.problems import InputError, Problem, month_of, nearest, quoted
from openfisca_kz.web.answers import BAD_REQUEST, RefusedError, asked_language, refused
from openfisca_kz.web.config import Config

FAMILY = ("persons", "family", "families")

# Said whole: our own words.
_WHOLE = ("names",)


def at(error: InputError, *path: str) -> RefusedError:
    """Return the refusal of a field for what is wrong with it."""
    return RefusedError(BAD_REQUEST, [dataclasses.replace(problem, path=path) for problem in error.problems])


class FamilyRequest:
    """The body of a request, whose fields are asked for one by one."""

    def __init__(self, system: Any, config: Config, data: Any, fields: Iterable[str]) -> None:
        self.config = config
        self.law = system
        self.fields = (*fields, "lang")
        if not isinstance(data, dict):
            message = "The body is one object with the fields {names}."
            raise refused(BAD_REQUEST, message, names=", ".join(self.fields))
        self.data = data
        self.lang = self._lang()
        for key in data:
            if key not in self.fields:
                near = nearest(quoted(key), self.fields)
                raise self.wrong("There is no `{key}`: {hint}", key, key=key, hint=near)

    def wrong(self, message: str, field: str, /, **values: Any) -> RefusedError:
        """Return the refusal of a field; what somebody wrote is quoted, not too long."""
        told = {
            key: quoted(value) if isinstance(value, str) and key not in _WHOLE else value
            for key, value in values.items()
        }
        return refused(BAD_REQUEST, message, [quoted(field)], **told)

    def _lang(self) -> str:
        lang = self.data.get("lang", None)
        if lang is None:
            return asked_language()
        if lang not in LANGUAGES:
            names = ", ".join(LANGUAGES)
            message = "`{field}`: {value} is not one of {names}."
            raise self.wrong(message, "lang", field="lang", value=lang, names=names)
        return str(lang)

    def needed(self, field: str) -> Any:
        """Return a field that must be there."""
        if self.data.get(field) is None:
            raise self.wrong("`{field}` is missing.", field, field=field)
        return self.data[field]

    def month(self, field: str = "month") -> str:
        """Return a month; this month where none is given."""
        value = self.data.get(field)
        if value is None:
            value = datetime.date.today().strftime("%Y-%m")
        if not isinstance(value, str):
            message = "{text} is not a month: write year and month, such as 2026-06."
            raise self.wrong(message, field, text=value)
        try:
            return str(month_of(quoted(value)))
        except InputError as error:
            raise at(error, field) from None

    def number(self, field: str, least: float, most: float) -> float:
        """Return a number that must be there."""
        value = self.needed(field)
        if isinstance(value, str) and NUMBER.fullmatch(value):
            reason = Problem("{value} is in quotation marks: write it without them.", {"value": quoted(value)})
            raise self.wrong("{place}: {reason}", field, place=field, reason=reason)
        fits = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not fits or not math.isfinite(value) or not least <= value <= most:
            message = "`{field}`: {value} is not a number from {least} to {most}."
            values = {"value": value, "least": f"{least:g}", "most": f"{most:.0f}"}
            raise self.wrong(message, field, field=field, **values)
        return float(value)

    def whole(self, field: str, least: int, most: int, default: int) -> int:
        """Return a whole number, or what it is where it is not given."""
        if self.data.get(field) is None:
            return default
        value = self.number(field, least, most)
        if not value.is_integer():
            message = "{place}: {value} is not {right}."
            raise self.wrong(message, field, place=field, value=value, right=Problem("a whole number"))
        return int(value)

    def one_of(self, field: str, known: Iterable[str]) -> str:
        """Return a name that must be there and be one of those that are known."""
        value = self.needed(field)
        known = list(known)
        if not isinstance(value, str) or value not in known:
            message = "{place}: {value} is not one of its values: {hint}"
            raise self.wrong(message, field, place=field, value=value, hint=nearest(value, known))
        return value

    def system(self) -> Any:
        """Return the law, or the bill that ``reform`` names."""
        name = self.data.get("reform")
        if name is None:
            return self.law
        if not isinstance(name, str):
            message = "{place}: {value} is not {right}."
            raise self.wrong(message, "reform", place="reform", value=name, right=Problem("a name"))
        try:
            return _reformed(self.law, quoted(name))
        except InputError as error:
            raise at(error, "reform") from None

    def family(self, system: Any = None) -> Situation:
        """Return the people, as read by the law, or by a law with a bill."""
        told = {key: self.data[key] for key in FAMILY if key in self.data}
        return situation(
            told, system or self.law, Problem("The body"), Limits(self.config.members, self.config.periods)
        )


@functools.lru_cache(maxsize=16)
def _reformed(law: Any, name: str) -> Any:
    return find_reform(name, only_shipped=True)(law)
