"""Three languages: messages by gettext catalogues, amounts and dates as each language writes them."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import babel
from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from openfisca_kz.problems import refuse_argument
from openfisca_kz.yaml_files import read_yaml

LANGUAGES = ("en", "kk", "ru")

_MONTHS_IN_YEAR = 12

# A date of an earlier year stands for none.
_FIRST_YEAR = 1900

# In Kazakh the year stands first, with its word in full; in English the day, as in the texts of the law.
_MONTHS = {"kk": "y 'жылғы' MMMM"}
_DAYS = {"kk": "y 'жылғы' d MMMM", "en": "d MMMM y"}

# Times whose word follows the number: 1 год, 2 года, 5 лет; 1 year, 2 years.
_COUNTED = {"years": "duration-year", "months": "duration-month", "days": "duration-day"}

_PACKAGE = Path(__file__).resolve().parent


def language(code: str) -> Language:
    """Return a language by its code.

    Args:
        code: one of ``LANGUAGES``.

    Raises:
        InputError: there is no such language.

    """
    if not isinstance(code, str) or code not in LANGUAGES:
        message = "`{field}`: {value} is not one of {names}."
        raise refuse_argument("lang", message, field="lang", value=code, names=", ".join(LANGUAGES))
    return _language(code)


@functools.cache
def _language(code: str) -> Language:
    return Language(code)


@functools.cache
def units() -> dict[str, dict[str, Any]]:
    """Return the registry of units (``units.yaml``)."""
    return read_yaml(_PACKAGE / "units.yaml")


@functools.cache
def catalogue(code: str) -> dict[str, str]:
    """Return the messages of a language: English text to translation; those not translated are left out."""
    messages: dict[str, str] = {}
    for path in sorted((_PACKAGE / "locale" / code).glob("*.po")):
        with path.open("rb") as file:
            messages.update(
                (str(message.id), str(message.string))
                for message in read_po(file, locale=code)
                if message.id and message.string
            )
    return messages


class Told(str):
    """A text that somebody wrote in several languages: in English, or the first there is, with the others beside it."""

    by_language: Mapping[str, str]

    @classmethod
    def of(cls, told: Any, otherwise: str) -> Told:
        """Return the text of a file: one text, or one by language; another where it has none."""
        texts = {str(code): str(text) for code, text in told.items()} if isinstance(told, Mapping) else {}
        text = cls((texts.get("en") or next(iter(texts.values()), None) if texts else told) or otherwise)
        text.by_language = texts
        return text


class Language:
    """One language: translates messages and writes amounts, dates and units."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.locale = babel.Locale.parse(code)
        self.messages = {} if code == "en" else catalogue(code)

    def say(self, message: str, **values: Any) -> str:
        """Return a message in this language (in English if not translated), with its values put in."""
        own = getattr(message, "by_language", {}).get(self.code)
        text = own or self.messages.get(message, message)
        return text.format(**values) if values else text

    def money(self, amount: float) -> str:
        """Return an amount in whole tenge, rounded half up, grouped as the language does."""
        whole = int(amount + 0.5) if amount >= 0 else -int(-amount + 0.5)
        return f"{format_decimal(whole, format='#,##0', locale=self.locale)} ₸"

    def quantity(self, value: Any, unit: str) -> str:
        """Return a value with its unit, as a person writes it."""
        if isinstance(value, bool):
            return self.say("yes") if value else self.say("no")
        if isinstance(value, str):
            return self.say(value)
        if isinstance(value, datetime.date):
            return self.day(value)
        if unit == "KZT":
            return self.money(float(value))
        if unit == "USD":
            return f"{format_decimal(value, format='#,##0.00', locale=self.locale)} USD"
        if unit == "month_number":
            year, place = divmod(int(value), _MONTHS_IN_YEAR)
            if not _FIRST_YEAR <= year <= datetime.MAXYEAR:
                return self.say("not given")
            return self.month(f"{year:04}-{place + 1:02}")
        if unit == "boolean":
            return self.say("yes") if value else self.say("no")
        if unit == "share":
            return format_percent(value, format="#,##0.##%", locale=self.locale)
        if unit in _COUNTED:
            return format_unit(value, _COUNTED[unit], format="#,##0.####", locale=self.locale)
        number = format_decimal(value, format="#,##0.####", locale=self.locale)
        short = units()[unit]["short"][self.code] if unit in units() else unit
        return f"{number} {short}".strip()

    def day(self, day: datetime.date) -> str:
        """Return a date in full."""
        if day.year < _FIRST_YEAR:
            return self.say("not given")
        return format_date(day, format=_DAYS.get(self.code, "long"), locale=self.locale)

    def month(self, month: str) -> str:
        """Return a month (``2026-06``) in full."""
        first = datetime.date(int(month[:4]), int(month[5:7]), 1)
        return format_date(first, format=_MONTHS.get(self.code, "LLLL y"), locale=self.locale)
