"""The facts that can be told of a person or a family: kind, range, unit, register; and how a value may be written."""

from __future__ import annotations

import dataclasses
import datetime
import math
import re
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum

from openfisca_kz.base import ETERNITY, NO_DATE, YEAR
from openfisca_kz.entities import Family
from openfisca_kz.families.owners import register_of
from openfisca_kz.language import Language, language
from openfisca_kz.problems import Problem, RefusedValueError, nearest, quoted, refuse_argument

#: What holds in every month that is not named.
#: Work before the months asked, in a person's words: average pay, the last month of it, the first month if known.
EARLIER_WORK = "earlier_work"

OTHERWISE = "otherwise"

#: Roles as a family file has them, with their names in the law.
ROLES: dict[str, str] = {role.plural or role.key: role.key for role in Family.roles}

#: Roles that one person of a family may have: the parents, or a couple.
SINGLE_ROLES = tuple(role.key for role in Family.roles if role.max == 1)

#: Nobody alive was born before; any earlier date is a slip of the pen.
FIRST_DAY = datetime.date(1900, 1, 1)
LAST_DAY = datetime.date(2199, 12, 31)

#: Letters of a name.
LONGEST_NAME = 100

#: What a value of each kind is, in words.
KINDS: dict[type, str] = {
    bool: "true or false",
    float: "a number",
    int: "a whole number",
    datetime.date: "a date YYYY-MM-DD",
    Enum: "a name",
    str: "text",
}

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
# 320.000 is 320 for a program, and 320000 for most people here.
TWO_MEANINGS = re.compile(r"[-+]?[1-9][0-9]{0,2}(\.[0-9]{3})+")
_TRUTHS = {"yes": True, "no": False}


@dataclasses.dataclass(frozen=True)
class Fact:
    """One fact: who it is told of, what its values are, for which period, which register knows it."""

    name: str
    holder: str
    kind: str
    unit: str
    period: str
    label: str
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    default: Any = None
    derived: bool = False
    register: str = ""

    def says(self, words: Iterable[str]) -> bool:
        """Return whether all the words stand in the name or the label, in any case."""
        known = f"{self.name} {self.label}".lower()
        return all(word.lower() in known for word in words)

    def written(self) -> str:
        """Return how a value is written in a family file."""
        kinds = {"bool": "true | false", "int": "whole number", "float": "number", "date": "date YYYY-MM-DD"}
        return " | ".join(self.choices) or f"{kinds.get(self.kind, 'text')} ({self.unit})"


def is_fact(variable: Any) -> bool:
    """Return whether a variable is what registers know of people: a fact, or plain arithmetic on facts."""
    return str(getattr(variable, "room", "")).split(".")[0] == "facts"


def facts(system: Any, lang: str = "en") -> list[Fact]:
    """Return every fact of a law, by name."""
    speech = language(lang)
    return [fact_of(each, speech) for _, each in sorted(system.variables.items()) if is_fact(each)]


def fact_of(variable: Any, speech: Language) -> Fact:
    """Return a variable as a fact."""
    least, most = variable.bounds if variable.value_type in (int, float) else (None, None)
    default = getattr(variable.default_value, "name", variable.default_value)
    if isinstance(default, datetime.date):
        default = None if default == NO_DATE else default.isoformat()
    return Fact(
        name=variable.name,
        holder=variable.entity.key,
        kind="choice" if variable.value_type is Enum else variable.value_type.__name__,
        unit=variable.unit,
        period=str(variable.definition_period),
        label=speech.say(variable.label or variable.name),
        choices=names_of(variable),
        least=least,
        most=most,
        default=default,
        derived=bool(variable.formulas),
        register=register_of(variable.name).id,
    )


def names_of(variable: Any) -> tuple[str, ...]:
    """Return the names that a choice is made from; none for what is no choice."""
    return tuple(variable.possible_values.__members__) if variable.value_type is Enum else ()


def in_words(variable: Any, value: Any, speech: Language) -> str:
    """Return a value as people say it: a choice, given by its name, by its label."""
    if variable.value_type is Enum:
        return speech.say(variable.possible_values[value].value)
    return speech.quantity(value, variable.unit or "")


# ----- Values ----- #


def value_of(variable: Any, value: Any) -> Any:
    """Return a value, as data of a file or a request have it, as the variable stores it.

    Raises:
        RefusedValueError: it is of another kind, or one that the law cannot mean.

    """
    kind = variable.value_type
    if kind is Enum:
        _check_name(variable, value)
    elif kind is datetime.date:
        return _day(variable, value)
    elif kind is bool:
        value = _TRUTHS.get(value, value) if isinstance(value, str) else value
        if not isinstance(value, (bool, np.bool_)):
            raise not_right(variable, value)
    elif kind is str:
        if not isinstance(value, str):
            raise not_right(variable, value)
    elif not _is_number(value) or (kind is int and value != int(value)):
        raise not_right(variable, value)
    try:
        return variable.check_set_value(value)
    except RefusedValueError:
        raise
    except (ValueError, TypeError, ArithmeticError):
        raise not_right(variable, value) from None


def number_of(field: str, value: Any, *, whole: bool = False) -> float:
    """Return a number that somebody gave to a function.

    Raises:
        InputError: it is none, or is not whole where it must be.

    """
    if _is_number(value) and not (whole and value != int(value)):
        return int(value) if whole else float(value)
    if isinstance(value, str) and NUMBER.fullmatch(value):
        reason = Problem("{value} is in quotation marks: write it without them.", {"value": quoted(value)})
        raise refuse_argument(field, "{place}: {reason}", place=field, reason=reason)
    right = Problem(KINDS[int if whole else float])
    raise refuse_argument(field, "{place}: {value} is not {right}.", place=field, value=value, right=right)


def not_right(variable: Any, value: Any) -> RefusedValueError:
    """Return the refusal of a value of another kind; it says what is to be written where that can be guessed."""
    if isinstance(value, str) and variable.value_type is bool and value in ("true", "false"):
        return RefusedValueError("{value} is in quotation marks: write it without them.", value=value)
    if isinstance(value, str) and variable.value_type in (int, float):
        if TWO_MEANINGS.fullmatch(value):
            message = "{value} can mean thousands or a decimal fraction: write it without the point, or round it."
            return RefusedValueError(message, value=value)
        if NUMBER.fullmatch(value):
            return RefusedValueError("{value} is in quotation marks: write it without them.", value=value)
        if any(letter.isdecimal() for letter in value):
            return RefusedValueError("{value} is not a number: write digits alone, such as 320000.", value=value)
    right = Problem(KINDS.get(variable.value_type, KINDS[str]))
    return RefusedValueError("{value} is not {right}.", value=value, right=right)


def _is_number(value: Any) -> bool:
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, float, np.number)):
        return False
    return isinstance(value, int) or math.isfinite(value)


def _check_name(variable: Any, value: Any) -> None:
    names = names_of(variable)
    if not isinstance(value, str):
        known = ", ".join(names)
        raise RefusedValueError("a name is expected, not {value}: it is one of {names}.", value=value, names=known)
    if value not in names:
        hint = nearest(value, names)
        raise RefusedValueError("{value} is not one of its values: {hint}", value=value, hint=hint)


def _day(variable: Any, value: Any) -> np.datetime64:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        value = value.isoformat()
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise not_right(variable, value)
    try:
        day = datetime.date.fromisoformat(value)
    except ValueError:
        raise not_right(variable, value) from None
    if day != NO_DATE or variable.default_value != NO_DATE:
        check_year(value)
    return np.datetime64(day, "D")


def check_year(text: str) -> None:
    """Refuse a day, a month or a year, written in ISO's way, that is of no life that the law is about.

    Raises:
        RefusedValueError: it is before the first day, or after the last.

    """
    first, last = (str(day)[: len(text)] for day in (FIRST_DAY, LAST_DAY))
    if text < first:
        raise RefusedValueError("{value} is before {first}: correct the year.", value=text, first=first)
    if text > last:
        raise RefusedValueError("{value} is after {last}: correct the year.", value=text, last=last)


# ----- The schema of a family file ----- #


def family_schema(system: Any, lang: str = "en") -> dict[str, Any]:
    """Return the JSON Schema of a family file, YAML or JSON."""
    known = facts(system, lang)
    roles = {
        word: {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, **_most(role)}]}
        for word, role in ROLES.items()
    }
    family = {**roles, **{one.name: _schema(one) for one in known if one.holder != "person"}}
    person = {one.name: _schema(one) for one in known if one.holder == "person"} | {EARLIER_WORK: _earlier_work()}
    named = {"propertyNames": {"pattern": r"^[^/]*[^/\s][^/]*$", "maxLength": LONGEST_NAME}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Family",
        "type": "object",
        "additionalProperties": False,
        "required": ["persons"],
        "oneOf": [{"required": ["family"]}, {"required": ["families"]}],
        "properties": {
            "persons": {
                "type": "object",
                "minProperties": 1,
                **named,
                "additionalProperties": {"$ref": "#/$defs/person"},
            },
            "family": {"$ref": "#/$defs/family"},
            "families": {
                "type": "object",
                "minProperties": 1,
                **named,
                "additionalProperties": {"$ref": "#/$defs/family"},
            },
            "month": {"type": "string", "pattern": f"^{_MONTH}$", "description": "The month it was saved for"},
        },
        "$defs": {
            "person": {"required": ["birth_date"], **_told(system, person, True)},
            "family": _told(system, family, False),
        },
    }


# A year of a life that the law is about, and a month of one.
_YEAR = "(19|20|21)[0-9]{2}"
_MONTH = f"{_YEAR}-(0[1-9]|1[0-2])"


def _most(role: str) -> dict[str, int]:
    return {"maxItems": 1} if role in SINGLE_ROLES else {}


def _told(system: Any, listed: dict[str, Any], personal: bool) -> dict[str, Any]:
    """Return the schema of what is told: facts as they are listed, and any other variable of the law."""
    others = [one.name for one in system.variables.values() if one.entity.is_person == personal]
    return {"type": "object", "properties": listed, "propertyNames": {"enum": sorted({*listed, *others})}}


def _earlier_work() -> dict[str, Any]:
    month = {"type": "string", "pattern": f"^{_MONTH}$"}
    return {
        "description": "Work before: average pay a month, its last month, and the first one if it is known",
        "type": "object",
        "properties": {"pay": {"type": "number", "minimum": 0}, "until": month, "since": month},
        "required": ["pay", "until"],
        "additionalProperties": False,
    }


def _schema(fact: Fact) -> dict[str, Any]:
    value = dict(_values(fact))
    if fact.period == ETERNITY:
        periods = r"^(ETERNITY|eternity|otherwise)$"
    else:
        periods = f"^({_YEAR if fact.period == YEAR else _MONTH}|otherwise)$"
    by_period = {
        "type": "object",
        "minProperties": 1,
        "patternProperties": {periods: value},
        "additionalProperties": False,
    }
    return {"description": fact.label, "x-unit": fact.unit, "x-register": fact.register, "oneOf": [value, by_period]}


def _values(fact: Fact) -> Iterator[tuple[str, Any]]:
    kinds = {"bool": "boolean", "float": "number", "int": "integer"}
    yield "type", kinds.get(fact.kind, "string")
    if fact.choices:
        yield "enum", list(fact.choices)
    if fact.kind == "date":
        yield "format", "date"
        yield "pattern", f"^{_YEAR}-"
    if fact.least is not None:
        yield "minimum", fact.least
        yield "maximum", fact.most
