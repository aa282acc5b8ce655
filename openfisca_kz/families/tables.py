"""Tables as other programs write them: characters, separators, headings and cells, in three languages."""

from __future__ import annotations

import codecs
import importlib
import re
from collections.abc import Mapping
from typing import Any

from openfisca_core.indexed_enums import Enum

from openfisca_kz.families.facts import NUMBER, TWO_MEANINGS
from openfisca_kz.language import LANGUAGES, language
from openfisca_kz.problems import refuse

#: How tables call some facts, besides their labels.
WORDS_OF_FACTS: Mapping[str, tuple[str, ...]] = {
    "birth_date": ("дата рождения", "день рождения", "туған күні", "born"),
    "sex": ("пол", "жынысы"),
    "salary": ("зарплата", "заработная плата", "оклад", "жалақы"),
    "disability_group": ("инвалидность", "группа инвалидности", "мүгедектік", "мүгедектік тобы", "disability"),
    "disability_permanent": ("бессрочно", "инвалидность бессрочно", "мерзімсіз", "permanent"),
    "pension_age_reached": ("пенсионер", "пенсионер по возрасту", "зейнеткер", "pensioner"),
    "employer_regime": ("режим", "режим работодателя", "regime"),
    "tax_resident": ("резидент", "налоговый резидент", "резидент рк"),
    "basic_deduction_claimed": ("вычет", "базовый вычет", "вычет 30 мрп", "вычет применяется"),
}

_YES_AND_NO = {
    **dict.fromkeys(("true", "1", "yes", "да", "иә", "+"), True),
    **dict.fromkeys(("false", "0", "no", "нет", "жоқ", "-"), False),
}
_DAY_FIRST = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})( 0?0:00(:00)?)?")
#: Thousands apart by spaces (also unbreakable ones), tiyn after a point or a comma.
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}([ \u00a0\u202f][0-9]{3})+([.,][0-9]{1,2})?")
_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]{1,2}")
_SPACES = re.compile(r"[ \u00a0\u202f]")
_WORDS_OF_VALUES = {
    "male": ("м", "муж", "мужской", "ер", "1"),
    "female": ("ж", "жен", "женский", "әйел", "2"),
    **{
        group: tuple(f"{number}{word}" for number in numbers for word in ("", " группа", " гр.", " гр", " топ"))
        for group, numbers in {  # Roman numbers also in the Cyrillic letter that Kazakh has
            "group_1": ("1", "i", "\u0456"),
            "group_2": ("2", "ii", "\u0456\u0456"),
            "group_3": ("3", "iii", "\u0456\u0456\u0456"),
        }.items()
    },
    "none": ("нет", "жоқ", "no"),
}


def encoding_of(head: bytes) -> str:
    """Return in what characters a text is written, by its mark or by its first bytes."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1251"
    return "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"


def separator_of(heading: str) -> str:
    """Return what stands between the cells of a line of names: a semicolon, a tab or a comma."""
    return max(";\t,", key=heading.count)


def plain(text: str) -> str:
    """Return a heading or a value without what does not tell it from others: case, ё, underscores, spaces."""
    return " ".join(text.replace("_", " ").replace("ё", "е").casefold().split())


def library(name: str, extra: str) -> Any:
    """Return a library that reads or writes tables of another program."""
    try:
        return importlib.import_module(name)
    except ImportError:
        raise refuse(
            "Such tables need {name}: install it with {command}.",
            name=name.partition(".")[0],
            command=f'pip install "openfisca-kz[{extra}]"',
        ) from None


def from_cell(variable: Any, text: str) -> Any:
    """Return what a cell of a table or a word of a command says as a family file has it: ``320000`` is a number there.

    Days may be written 31.12.1980, numbers 120 000,50, truth in three languages, and a value by its name in the law.
    What cannot be read stays a text, which ``value_of`` refuses.
    """
    text = text.strip()
    kind = variable.value_type
    if kind is bool:
        return _YES_AND_NO.get(text.lower(), text)
    if kind in (int, float):
        return number_in(text)
    if kind is Enum:
        return words_of_values(variable).get(plain(text), text)
    if found := _DAY_FIRST.fullmatch(text):
        return "-".join(reversed(found.groups()[:3]))
    return text


def words_of_values(variable: Any) -> dict[str, str]:
    """Return what each value of a variable may be called in a table, by the plain word."""
    members = {member.name: str(member.value) for member in variable.possible_values}
    words = {plain(word): name for name in members for word in _WORDS_OF_VALUES.get(name, ())}
    for code in LANGUAGES:
        speech = language(code)
        words |= {plain(speech.say(label)): name for name, label in members.items()}
    return words | {name: name for name in members}


def number_in(text: str) -> int | float | str:
    """Return the number that a text is, in digits that are read in one way only; the text where it is none."""
    bare = _SPACES.sub("", text) if _GROUPED.fullmatch(text) else text
    if _DECIMAL_COMMA.fullmatch(bare):
        bare = bare.replace(",", ".")
    if not NUMBER.fullmatch(bare) or TWO_MEANINGS.fullmatch(bare):
        return text
    number = float(bare)
    return int(number) if number.is_integer() else number
