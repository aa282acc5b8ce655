"""Reads the requests of our own routes: a family as a family file has it, a month, a language, a bill."""

from __future__ import annotations

import datetime
import functools
import math
from collections.abc import Iterable
from typing import Any

from openfisca_kz.engine.bills import find_reform
from openfisca_kz.families.family import Situation
from openfisca_kz.families.from_file import situation
from openfisca_kz.language import LANGUAGES
from openfisca_kz.problems import InputError, Problem, month_of, nearest
from openfisca_kz.web.answers import BAD_REQUEST, MOST_PROBLEMS, TOO_LARGE, RefusedError, asked_language, refused
from openfisca_kz.web.body import printable
from openfisca_kz.web.config import Config
from openfisca_kz.web.values import hint

FAMILY = ("persons", "family", "families")
_ROLES = ("first_parent", "second_parent", "children", "others")


class FamilyRequest:
    """The body of a request, whose fields are asked for one by one.

    Args:
        system: the law.
        config: the limits.
        data: the body.
        fields: the fields it may have beside the language.

    Raises:
        RefusedError: it is no object, or has another field.

    """

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
                near = nearest(printable(key), self.fields)
                raise self.wrong("There is no `{key}`: {hint}", key, key=printable(key), hint=near)

    def wrong(self, message: str, field: str, /, **values: Any) -> RefusedError:
        """Return the refusal of a field."""
        return refused(BAD_REQUEST, message, [field], **values)

    def _lang(self) -> str:
        lang = self.data.get("lang", None)
        if lang is None:
            return asked_language()
        if lang not in LANGUAGES:
            names = ", ".join(LANGUAGES)
            message = "`{field}`: {value} is not one of {names}."
            raise self.wrong(message, "lang", field="lang", value=printable(lang), names=names)
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
            raise self.wrong(message, field, text=printable(value))
        try:
            return str(month_of(printable(value)))
        except InputError as error:
            raise RefusedError(BAD_REQUEST, [([field], problem) for problem in error.problems]) from None

    def number(self, field: str, least: float, most: float) -> float:
        """Return a number that must be there."""
        value = self.needed(field)
        fits = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not fits or not math.isfinite(value) or not least <= value <= most:
            message = "`{field}`: {value} is not a number from {least} to {most}."
            values = {"value": printable(value), "least": f"{least:g}", "most": f"{most:.0f}"}
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
            short = printable(value)
            message = "{place}: {value} is not one of its values: {hint}"
            near = hint(value, known)
            raise self.wrong(message, field, place=field, value=short, hint=near)
        return value

    def system(self) -> Any:
        """Return the law, or the bill that ``reform`` names."""
        name = self.data.get("reform")
        if name is None:
            return self.law
        if not isinstance(name, str):
            message = "{place}: {value} is not {right}."
            raise self.wrong(message, "reform", place="reform", value=printable(name), right=Problem("a name"))
        try:
            return _reformed(self.law, printable(name))
        except InputError as error:
            raise RefusedError(BAD_REQUEST, [(["reform"], problem) for problem in error.problems]) from None

    def family(self) -> Situation:
        """Return the people.

        Raises:
            RefusedError: there are too many, or something is wrong with them.

        """
        told = {key: self.data[key] for key in FAMILY if key in self.data}
        self._bounds(told)
        try:
            return situation(told, self.law)
        except InputError as error:
            raise RefusedError(BAD_REQUEST, [([], problem) for problem in error.problems[:MOST_PROBLEMS]]) from None

    def _bounds(self, told: dict[str, Any]) -> None:
        persons = told.get("persons")
        people = persons if isinstance(persons, dict) else {}
        if len(people) > self.config.members:
            message = "There are {count} people: at most {limit} can be asked about at once."
            raise refused(TOO_LARGE, message, ["persons"], count=len(people), limit=self.config.members)
        families = told.get("families")
        groups = [told.get("family"), *(families.values() if isinstance(families, dict) else ())]
        if len(groups) > self.config.members + 1:
            message = "There are {count} families: at most {limit} can be asked about at once."
            raise refused(TOO_LARGE, message, ["families"], count=len(groups) - 1, limit=self.config.members)
        periods: set[str] = set()
        unknown: list[tuple[list[str], Problem]] = []
        for holder, facts in [*people.items(), *(("family", group) for group in groups)]:
            if not isinstance(facts, dict):
                continue
            for fact, value in facts.items():
                if isinstance(value, dict):
                    periods.update(value)
                if fact not in self.law.variables and not (holder == "family" and fact in _ROLES):
                    values = {"name": printable(holder), "fact": printable(fact), "hint": hint(fact, self._known())}
                    unknown.append(([holder, fact], Problem("{name}: there is no `{fact}`: {hint}", values)))
                if len(unknown) >= MOST_PROBLEMS:
                    raise RefusedError(BAD_REQUEST, unknown)
            self._roles(facts)
        if len(periods) > self.config.periods:
            message = "There are more than {limit} periods: send the rest in another request."
            raise refused(TOO_LARGE, message, limit=self.config.periods)
        if unknown:
            raise RefusedError(BAD_REQUEST, unknown)

    def _roles(self, facts: dict[str, Any]) -> None:
        for role in _ROLES:
            listed = facts.get(role)
            if isinstance(listed, list) and len(listed) > self.config.members:
                message = "There are {count} people: at most {limit} can be asked about at once."
                raise refused(TOO_LARGE, message, [role], count=len(listed), limit=self.config.members)

    def _known(self) -> list[str]:
        return [name for name, variable in self.law.variables.items() if variable.room.startswith("facts")]


@functools.lru_cache(maxsize=16)
def _reformed(law: Any, name: str) -> Any:
    return find_reform(name, only_shipped=True)(law)
