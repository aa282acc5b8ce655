"""No English word is left in what a Kazakh or Russian reader sees of the families of the package."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.answers.why import Tree
from openfisca_kz.assessment.model import Reason, VariableExplanation
from openfisca_kz.assessment.trace import Trace, trace_from_now
from openfisca_kz.engine.knowledge import Beyond
from openfisca_kz.engine.periods import period_of
from openfisca_kz.families.family import Situation
from openfisca_kz.language import language
from openfisca_kz.presentation.explanation.html import to_html
from openfisca_kz.presentation.explanation.markdown import to_markdown
from openfisca_kz.presentation.explanation.text import to_text
from openfisca_kz.problems import month_of
from openfisca_kz.services.rights_and_duties import duties_of, rights_of, statuses_of
from tests.answers.explanation.families import SITUATIONS, explained
from tests.rotating import each_once, some
from tests.shared import read_family

#: Latin words that stand in any language: the package, its commands and files, currency, numbers of acts and groups.
ALLOWED = re.compile(
    r"""
    https?://\S+ | \S+\.(?:yaml|md) | openfisca-kz | \bUSD\b
    | \d[\d-]*-?[IVXLCDM]+ | \b[IVX]+\b   # No. 405-V, group II
    | `\w+`                              # name of a variable to ask for
    | № [\w-]+
    | \beGov\b | \bSMS\b | \b[\w-]+\.kz\b   # names of services and sites
    """,
    re.VERBOSE,
)
LATIN = re.compile("[A-Za-z]{2,}")


def _left(text: str, people: Situation) -> set[str]:
    """Return the Latin words of a text but names of people and families, and what is allowed."""
    text = re.sub("|".join(rf"\b{re.escape(name)}\b" for name in (*people.persons, *people.families)), "", text)
    return set(LATIN.findall(ALLOWED.sub("", text)))


def _texts(reason: Reason) -> Iterator[str]:
    yield reason.fact.label
    yield str(reason.fact.value) if isinstance(reason.fact.value, str) else ""
    yield reason.rule
    for figure in reason.figures:
        yield f"{figure.label} {figure.note or ''} {figure.law.text if figure.law else ''}"
    yield " ".join(law.text for law in reason.law)
    for below in reason.because:
        yield from _texts(below)


@pytest.mark.parametrize(("path", "lang"), each_once(SITUATIONS, ["kk", "ru"]))
def test_an_explanation_has_no_english_word(path: Path, lang: str, system: CountryTaxBenefitSystem) -> None:
    people = read_family(path, system)
    whole = explained(path.stem, lang=lang)
    assert not _left(to_text(whole), people)
    assert not _left(to_markdown(whole), people)
    words = re.sub(r'<[^>]*?(?:aria-label="([^"]*)")?[^>]*>', r" \1 ", to_html(whole))
    assert not _left(words, people)


@pytest.mark.parametrize(("path", "lang"), some(itertools.product(SITUATIONS, ["kk", "ru"]), 2))
def test_every_right_duty_and_status_is_explained_without_an_english_word(
    path: Path, lang: str, system: CountryTaxBenefitSystem
) -> None:
    people = read_family(path, system)
    month = month_of("2026-06")
    simulation = people.simulation(month)
    trace_from_now(simulation)
    names = [*rights_of(system), *duties_of(system), *statuses_of(system)]
    for name in names:
        simulation.calculate(name, period_of(system.variables[name], month))
    tree = Tree(Trace(simulation, language(lang), month))
    left: dict[str, set[str]] = {}
    for name in names:
        node = tree.trace.node(name, period_of(system.variables[name], month))
        reasons = tuple(tree.reason(node, index, 1) for index in range(len(node.value)))
        written = to_text(VariableExplanation("2026-06", "1", lang, "", name, reasons, Beyond("2026-06")))
        texts = (text for reason in reasons for text in _texts(reason))
        words: set[str] = set().union(*(_left(text, people) for text in (*texts, written)))
        if words:
            left[name] = words
    assert not left, "\n".join(f"{name}: {', '.join(sorted(words))}" for name, words in left.items())


def test_the_test_sees_an_english_word(system: CountryTaxBenefitSystem) -> None:
    people = read_family(SITUATIONS[0], system)
    assert _left("Ставка, rate of Emre", people) == {"rate", "of"}
    assert _left("№ 405-V от 16.11.2015, 130,71 USD, III группа, https://adilet.zan.kz/x", people) == set()
