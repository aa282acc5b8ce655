"""Every sentence that a person may read has its Kazakh and Russian form, with the same places for values."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

import openfisca_kz
from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.base import Enum
from openfisca_kz.language import catalogue, language
from openfisca_kz.presentation.explanation.document import ROUNDINGS
from openfisca_kz.presentation.explanation.html import MARKS
from openfisca_kz.presentation.explanation.wording import DATES, SENTENCES
from openfisca_kz.problems import InputError

PACKAGE = Path(openfisca_kz.__file__).parent
SPEAKERS = {"say", "wrong", "refuse", "Problem", "RefusedValueError"}
#: Whose sentence comes after the place that it is about.
AFTER_A_PLACE = {"wrong", "refuse_argument", "refused"}
CYRILLIC = re.compile("[а-яёәғқңөұүһі]", re.IGNORECASE)


@functools.cache
def _messages() -> set[str]:
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "message":
                found |= _texts([node.value])
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                found |= _texts(node.args[:1] if name in SPEAKERS else node.args[1:2] if name in AFTER_A_PLACE else [])
    for path in (*PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("templates/**/*.txt")):
        found.update(re.findall(r'say\(\s*"([^"]+)"', path.read_text(encoding="utf-8")))
    return found | {*SENTENCES.values(), *DATES.values(), *ROUNDINGS.values(), *(said for _, said in MARKS.values())}


def _texts(nodes: Sequence[ast.expr]) -> set[str]:
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _labels(system: CountryTaxBenefitSystem) -> set[str]:
    found = set()
    for variable in system.variables.values():
        found.add(variable.label)
        if variable.value_type is Enum:
            found.update(member.value for member in variable.possible_values)
    return found


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_every_sentence_is_translated(lang: str) -> None:
    missing = sorted(_messages() - set(catalogue(lang)))
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_every_label_is_translated(lang: str, system: CountryTaxBenefitSystem) -> None:
    missing = sorted(_labels(system) - set(catalogue(lang)))
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_translations_keep_the_places_of_values(lang: str) -> None:
    for message, text in catalogue(lang).items():
        assert sorted(re.findall(r"{\w+}", message)) == sorted(re.findall(r"{\w+}", text)), message


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_translations_are_in_the_language(lang: str) -> None:
    latin = [m for m, text in catalogue(lang).items() if not CYRILLIC.search(text) and "{" not in m]
    assert set(latin) <= {"true or false"}


def test_amounts_and_dates_as_each_language_writes_them() -> None:
    amounts = {code: language(code).money(1234567.5) for code in ("en", "kk", "ru")}
    assert amounts["en"] == "1,234,568 ₸"
    assert amounts["ru"].replace("\xa0", " ").replace("\u202f", " ") == "1 234 568 ₸"
    assert amounts["kk"].replace("\xa0", " ").replace("\u202f", " ") == "1 234 568 ₸"
    assert [language(code).month("2026-06") for code in ("en", "ru")] == ["June 2026", "июнь 2026"]
    assert language("kk").month("2026-06") == "2026 жылғы маусым"


def test_unknown_language() -> None:
    with pytest.raises(InputError, match="`lang`: de is not one of en, kk, ru"):
        language("de")
