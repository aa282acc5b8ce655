"""How each figure is known is data: a value of the law says it, and no text that a person reads says it in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import openfisca_kz
from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.language import catalogue
from tools.docs.sources_page import values

PACKAGE = Path(openfisca_kz.__file__).parent
ROOT = PACKAGE.parent
#: Words of those who wrote the rules, not of those who read an answer.
OURS = {
    "en": re.compile(r"\b(from|by) memory\b|\bremembered\b|\bnot found\b|\bno source\b|\bno other figure was found\b"),
    "ru": re.compile("по памяти|не найден|нет источник|источника нет"),
    "kk": re.compile("есте қалған|есте сақта|жадтан|табылма(ды|ған)|табылған жоқ|дереккөз(і)? жоқ"),
}


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_no_catalogue_speaks_of_memory_or_of_what_was_looked_for(lang: str) -> None:
    said = catalogue(lang)
    assert not [text for text in said.values() if OURS[lang].search(text)]
    assert not [message for message in said if OURS["en"].search(message)]


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)
    elif isinstance(data, str):
        yield data


@pytest.mark.parametrize("folder", ["parameters", "doubts", "services", "assessment", "population"])
def test_no_figure_no_question_and_no_service_does(folder: str) -> None:
    files = list((PACKAGE / folder).rglob("*.yaml"))
    assert files
    found = [
        (file.name, text)
        for file in files
        for text in _texts(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
        if any(words.search(text) for words in OURS.values())
    ]
    assert not found


@pytest.mark.parametrize(
    "page", sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]), ids=lambda page: page.name
)
def test_no_page_does(page: Path) -> None:
    text = " ".join(page.read_text(encoding="utf-8").split())
    assert not [words.pattern for words in OURS.values() if words.search(text)]


def test_most_figures_of_the_law_since_2023_rest_on_its_text_or_an_authority() -> None:
    """The share that `docs/sources.md` shows; a new figure of a thin source must not lower it below."""
    recent = [value for value in values() if value.since_2023 and value.of_law]
    sound = [value for value in recent if value.known in ("statute", "official")]
    assert len(recent) > 400
    assert len(sound) / len(recent) >= 0.95
    assert not [value for value in recent if value.known in ("single", "unconfirmed") and not value.tried]


def test_a_known_value_says_by_which_article_or_page(system: CountryTaxBenefitSystem) -> None:
    """The multiple of the birth benefit is read in the Social Code, art. 80; the MRP of 2026 is in the budget law."""
    by_name = {(value.figure, value.date): value for value in values()}
    assert by_name["indicators.mrp", "2026-01-01"].known in ("statute", "official")
    assert by_name["indicators.subsistence_minimum", "2009-07-01"].known == "unconfirmed"
