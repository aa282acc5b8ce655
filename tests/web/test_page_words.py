"""Every sentence of the page's templates has its Kazakh and Russian form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from openfisca_kz.language import catalogue
from openfisca_kz.presentation import verification
from openfisca_kz.web.page import life, pay, people, reading_fields, start, views

TEMPLATES = Path(views.__file__).parent / "templates"
SAID = re.compile(r'say\(\s*"((?:[^"\\]|\\.)*)"')


def _sentences() -> set[str]:
    found = {sentence for path in TEMPLATES.rglob("*.html") for sentence in SAID.findall(path.read_text("utf-8"))}
    found |= {*people.ROLES.values(), *people.SEXES.values(), *start.WORDS.values(), *pay.SIDES.values()}
    found |= {*verification.VERDICTS.values(), verification.GIVEN_BACK, views.TOO_SLOW, views.TOO_LARGE}
    found |= {getattr(reading_fields, name) for name in dir(reading_fields) if name.startswith(("NOT_", "NO_"))}
    return found | {choice.value for choice in life.DisabilityGroup.__members__.values()}


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_every_sentence_is_translated(lang: str) -> None:
    sentences = _sentences()
    assert len(sentences) > 100
    missing = sorted(sentences - set(catalogue(lang)))
    assert not missing, "\n".join(missing)


def test_no_words_stand_in_a_template_outside_the_catalogue() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = re.sub(r"{%.*?%}|{{.*?}}", " ", path.read_text("utf-8"), flags=re.DOTALL)
        text = re.sub(r'[\w-]+="[^"]*"', " ", text)
        text = re.sub(r"<[^>]*>|&\w+;", " ", text)
        words = set(re.findall(r"[A-Za-z]{3,}", text)) - {"openfisca", "result"}
        assert not words, f"{path.name}: {words}"
