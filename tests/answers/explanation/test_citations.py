"""References are cited in Kazakh and Russian as the law itself is cited there, with no English word left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.assessment.citations import cite
from openfisca_kz.assessment.laws import law_of_figure, law_of_variable
from openfisca_kz.problems import month_of

# Acts are numbered with the Roman numeral of the parliament: № 405-V.
ACT_NUMBER = re.compile(r"№ \d+-[IVX]+")

EXAMPLES = [
    (
        "Social Code, art. 80 p. 1 subp. 2",
        "Әлеуметтік кодекс, 80-баптың 1-тармағының 2) тармақшасы",
        "Социальный кодекс, ст. 80 п. 1 пп. 2",
    ),
    ("Labour Code, art. 133", "Еңбек кодексі, 133-бап", "Трудовой кодекс, ст. 133"),
    ("Social Code, art. 79-80", "Әлеуметтік кодекс, 79–80-баптар", "Социальный кодекс, ст. 79–80"),
    ("Social Code, art. 195-1", "Әлеуметтік кодекс, 195-1-бап", "Социальный кодекс, ст. 195-1"),
    (
        "Social Code, art. 1 subp. 132, art. 120",
        "Әлеуметтік кодекс, 1-баптың 132) тармақшасы, 120-бап",
        "Социальный кодекс, ст. 1 пп. 132, ст. 120",
    ),
    (
        "Social Code, art. 81 p. 4 and 8",
        "Әлеуметтік кодекс, 81-баптың 4 және 8-тармақтары",
        "Социальный кодекс, ст. 81 п. 4 и 8",
    ),
    (
        "Social Code, art. 248 p. 2-3, 8, art. 249 p. 1-2",
        "Әлеуметтік кодекс, 248-баптың 2–3, 8-тармақтары, 249-баптың 1–2-тармақтары",
        "Социальный кодекс, ст. 248 п. 2–3, 8, ст. 249 п. 1–2",
    ),
    (
        "Social Code, art. 190 p. 3 subp. 13 and 16",
        "Әлеуметтік кодекс, 190-баптың 3-тармағының 13) және 16) тармақшалары",
        "Социальный кодекс, ст. 190 п. 3 пп. 13 и 16",
    ),
    (
        "Social Code, art. 220 p. 1 (1)-(2)",
        "Әлеуметтік кодекс, 220-баптың 1-тармағының 1)–2) тармақшалары",
        "Социальный кодекс, ст. 220 п. 1 пп. 1–2",
    ),
    (
        "Social Code, art. 216 p. 1, p. 6",
        "Әлеуметтік кодекс, 216-баптың 1, 6-тармақтары",
        "Социальный кодекс, ст. 216 п. 1, 6",
    ),
    (
        "Tax Code 2025, art. 401, 439 p. 1",
        "2025 жылғы Салық кодексі, 401-бап, 439-баптың 1-тармағы",
        "Налоговый кодекс 2025 года, ст. 401, ст. 439 п. 1",
    ),
    (
        "Tax Code 2017, art. 776-1 - 776-4",
        "2017 жылғы Салық кодексі, 776-1 – 776-4-баптар",
        "Налоговый кодекс 2017 года, ст. 776-1 – 776-4",
    ),
    (
        "Tax Code 2025, art. 403, art. 437 p. 3; 2017, art. 346",
        "2025 жылғы Салық кодексі, 403-бап, 437-баптың 3-тармағы; 2017 жылғы 346-бап",
        "Налоговый кодекс 2025 года, ст. 403, ст. 437 п. 3; 2017 года ст. 346",
    ),
    (
        "Law No. 405-V on health insurance, art. 26, 26-1 (2026)",
        "Медициналық сақтандыру туралы № 405-V заң, 26, 26-1-баптар (2026)",
        "Закон № 405-V о медицинском страховании, ст. 26, 26-1 (2026)",
    ),
    ("Order No. 160 of 19.05.2023, p. 1", "19.05.2023 № 160 бұйрық, 1-тармақ", "Приказ № 160 от 19.05.2023, п. 1"),
    (
        "Social Code, chapter 5, annex 2 section 1",
        "Әлеуметтік кодекс, 5-тарау, 2-қосымшаның 1-бөлімі",
        "Социальный кодекс, гл. 5, прил. 2 разд. 1",
    ),
    ("Labour Code, art. 5 part 2", "Еңбек кодексі, 5-баптың 2-бөлігі", "Трудовой кодекс, ст. 5 ч. 2"),
    (
        "Labour Code, art. 5 p. 2 subp. 1, p. 3",
        "Еңбек кодексі, 5-баптың 2-тармағының 1) тармақшасы, 5-баптың 3-тармағы",
        "Трудовой кодекс, ст. 5 п. 2 пп. 1, ст. 5 п. 3",
    ),
]


@pytest.mark.parametrize(("reference", "kazakh", "russian"), EXAMPLES)
def test_a_place_as_each_language_cites_it(reference: str, kazakh: str, russian: str) -> None:
    assert [cite(reference, lang) for lang in ("kk", "ru", "en")] == [kazakh, russian, reference]


def test_title_and_article_apart() -> None:
    assert cite(("Social Code", "art. 9 p. 1"), "ru") == "Социальный кодекс, ст. 9 п. 1"
    assert cite(("Social Code", None), "kk") == "Әлеуметтік кодекс"
    assert cite(("Social Code", "art. 9"), "en") == "Social Code, art. 9"


def test_the_place_stands_with_its_own_act() -> None:
    entry = ("Social Code; before it Law No. 105-V", "art. 210 p. 1")
    assert cite(entry, "en") == "Social Code, art. 210 p. 1; before it Law No. 105-V"
    assert cite(entry, "ru") == "Социальный кодекс, ст. 210 п. 1; до него – Закон № 105-V"


def test_an_unknown_act_keeps_its_name() -> None:
    assert cite("Law of the Moon, art. 3", "ru") == "Law of the Moon, ст. 3"


@pytest.mark.parametrize(
    "reference", ["Labour Code, art. 3 whatever it says", "Labour Code, art. 3 p. art. 4", "Labour Code, art. 3 p.", ""]
)
def test_what_is_no_place_stays_as_it_is(reference: str) -> None:
    assert cite(reference, "kk") == reference


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_no_english_word_is_left(lang: str, system: CountryTaxBenefitSystem) -> None:
    references = {
        *(text.rpartition(" - ")[0] or text for v in system.variables.values() for text in v.reference or []),
        *((str(entry["title"]), entry.get("article")) for entry in _of_parameters(system.parameters)),
    }
    assert len(references) > 400
    left = {reference: cite(reference, lang) for reference in references}
    left = {reference: text for reference, text in left.items() if re.search("[A-Za-z]", ACT_NUMBER.sub("", text))}
    assert not left, "\n".join(f"{reference}: {text}" for reference, text in left.items())


def test_explanations_cite_in_the_language_asked(system: CountryTaxBenefitSystem) -> None:
    variable, month = system.variables["pension_contribution"], month_of("2026-06")
    russian, english = law_of_variable(variable, month, "ru")[0], law_of_variable(variable, month)[0]
    assert (english.text[:11], russian.text[:18]) == ("Social Code", "Социальный кодекс,")
    figure = law_of_figure({"title": "Labour Code", "article": "art. 2", "href": "https://press.kz"}, "kk")
    assert (figure.text, figure.url) == ("Еңбек кодексі, 2-бап", "https://adilet.zan.kz/kaz/docs/K1500000414")


def _of_parameters(node: Any) -> Iterator[dict[str, Any]]:
    references = (getattr(node, "metadata", None) or {}).get("reference") or {}
    yield from references.values()
    for child in getattr(node, "children", {}).values():
        yield from _of_parameters(child)
