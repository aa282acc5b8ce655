"""Reads what people type: dates, amounts, yes and no, choices; each as loosely as it can be read in one way only."""

from __future__ import annotations

import datetime
import re
from typing import Any

from openfisca_core.indexed_enums import Enum

from openfisca_kz.base import EXACT_UP_TO
from openfisca_kz.families.facts import value_of
from openfisca_kz.problems import RefusedValueError, quoted

_DAY = re.compile(r"(\d{1,2})[.\-/ ](\d{1,2})[.\-/ ](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[.\-/ ](\d{1,2})[.\-/ ](\d{1,2})", re.ASCII)
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
# Commas or points before groups of three digits part thousands; before one or two digits one parts tiyn.
_NUMBER = re.compile(r"([1-9]\d{0,2}([.,]\d{3})+|\d+)([.,]\d{1,2})?|0[.,]\d+", re.ASCII)
_FILLING = re.compile(r"[\s\u00a0\u202f₸_']")

NOT_A_DATE = "{text} is not a date: write day, month and year, such as 12.03.1998."
NO_SUCH_DAY = "There is no {text}: check the day and the month."
NOT_A_NUMBER = "{text} is not an amount: write a number such as 320000."
NOT_WHOLE = "{text} is not a whole number."
NOT_A_CHOICE = "Choose one of the answers."


def read_day(text: str) -> str:
    """Return a date as ``YYYY-MM-DD``, from day, month and year (or the year first) in any usual spelling.

    Raises:
        RefusedValueError: it is no date.

    """
    text = text.strip()
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := (_DAY.fullmatch(text) or _DIGITS.fullmatch(text)):
        day, month, year = found.groups()
    else:
        raise RefusedValueError(NOT_A_DATE, text=quoted(text))
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise RefusedValueError(NO_SUCH_DAY, text=quoted(text)) from None


def read_number(text: str, whole: bool = False) -> float | int:
    """Return a number from zero up; spaces, the sign of the tenge and marks between thousands do not matter.

    Raises:
        RefusedValueError: it is no number, or no whole one where one is wanted.

    """
    plain = _FILLING.sub("", text)
    found = _NUMBER.fullmatch(plain)
    if not found:
        raise RefusedValueError(NOT_A_NUMBER, text=quoted(text))
    part = found[3] or ""
    digits = plain.replace(",", ".") if found[1] is None else re.sub("[.,]", "", found[1]) + part.replace(",", ".")
    number = float(digits)
    if number > EXACT_UP_TO:
        raise RefusedValueError(NOT_A_NUMBER, text=quoted(text))
    if number.is_integer():
        return int(number)
    if whole:
        raise RefusedValueError(NOT_WHOLE, text=quoted(text))
    return number


def read_fact(variable: Any, text: str) -> Any:
    """Return the value of a fact as a family file has it; a share is typed in percent.

    Raises:
        RefusedValueError: it is no value of the fact.

    """
    if variable.value_type is bool:
        if text not in ("yes", "no"):
            raise RefusedValueError(NOT_A_CHOICE)
        return text == "yes"
    if variable.value_type is Enum:
        if text not in variable.possible_values.__members__:
            raise RefusedValueError(NOT_A_CHOICE)
        return text
    value: Any
    if variable.value_type is datetime.date:
        value = read_day(text)
    elif variable.unit == "share":
        value = float(read_number(text.replace("%", ""))) / 100
    else:
        value = read_number(text, whole=variable.value_type is int)
    value_of(variable, value)
    return value


def shown(variable: Any, value: Any) -> str:
    """Return a value as its field shows it: the opposite of ``read_fact``."""
    if isinstance(value, dict):
        value = value.get("otherwise", "")
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return ("no", "yes")[value] if variable.value_type is bool else "none"
    if variable.value_type is datetime.date:
        return "" if str(value) < "1000" else shown_day(str(value))
    if variable.unit == "share":
        return f"{float(value) * 100:g}"
    if isinstance(value, (int, float)):
        return f"{value:.2f}".removesuffix(".00")
    return str(value)


def shown_day(iso: str) -> str:
    """Return a date as people write it: 12.03.1998."""
    parts = iso.split("-")
    return ".".join(reversed(parts)) if len(parts) == 3 else iso
