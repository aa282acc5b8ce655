"""Every rule a person may be shown speaks Kazakh and Russian: docstrings of formulas, and notes on figures."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest

from openfisca_kz import CountryTaxBenefitSystem, reforms
from openfisca_kz.base import Variable
from openfisca_kz.language import catalogue, units

NUMBERS = re.compile(r"\d+(?:[.,]\d+)?")
GROUPED_BY = {"en": ",", "kk": " ", "ru": " "}


def _rules(system: CountryTaxBenefitSystem) -> dict[str, str]:
    """Return the text of every rule, of reforms too, with the name of a variable that has it."""
    formulas = [
        (formula, f"{name} from {start}")
        for name, variable in system.variables.items()
        for start, formula in variable.formulas.items()
    ]
    for module in pkgutil.iter_modules(reforms.__path__):
        for name, content in vars(importlib.import_module(f"{reforms.__name__}.{module.name}")).items():
            if isinstance(content, type) and issubclass(content, Variable):
                formulas += [(content.__dict__[key], name) for key in vars(content) if key.startswith("formula")]
    return {" ".join((formula.__doc__ or "").split()): place for formula, place in formulas}


def _notes(node: Any) -> Iterator[tuple[str, str]]:
    for day, note in ((getattr(node, "metadata", None) or {}).get("note") or {}).items():
        yield str(note), f"{node.name} at {day}"
    for child in getattr(node, "children", {}).values():
        yield from _notes(child)


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_every_rule_is_translated(lang: str, system: CountryTaxBenefitSystem) -> None:
    rules, known = _rules(system), catalogue(lang)
    assert len(rules) > 450
    missing = [f"{place}: {text}" for text, place in rules.items() if text not in known]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_every_note_is_translated(lang: str, system: CountryTaxBenefitSystem) -> None:
    notes, known = dict(_notes(system.parameters)), catalogue(lang)
    assert len(notes) > 150
    missing = [f"{place}: {text}" for text, place in notes.items() if text not in known]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_translations_keep_the_numbers_of_a_rule(lang: str, system: CountryTaxBenefitSystem) -> None:
    known = catalogue(lang)
    texts = {**_rules(system), **dict(_notes(system.parameters))}
    wrong = [
        f"{place}: {text}\n  {known[text]}"
        for text, place in texts.items()
        if text in known and not _long_numbers(text, "en") <= _long_numbers(known[text], lang)
    ]
    assert not wrong, "\n".join(wrong)


def _long_numbers(text: str, lang: str) -> set[str]:
    """Return the numbers of two digits and more: of one digit a language may well make a word."""
    text = re.sub(rf"(?<=\d){GROUPED_BY[lang]}(?=\d{{3}}\b)", "", text)  # 3,614.2 and 3 614,2 are one number
    text = re.sub(r"\b(\d{4})-(\d\d)-(\d\d)\b", r"\3.\2.\1", text)
    numbers = {number.replace(",", ".") for number in NUMBERS.findall(text)}
    return {number for number in numbers if len(number) > 1}


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_units_are_named_in_each_language(lang: str) -> None:
    missing = [name for name, unit in units().items() if not (unit["label"].get(lang) and lang in unit["short"])]
    assert not missing
