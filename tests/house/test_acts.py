"""Every act once: whatever the law cites is an act of ``acts.yaml``, and links lead to the reader's language."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.acts import acts, articles, in_language, link, named
from openfisca_kz.assessment.laws import law_of_figure, law_of_variable
from openfisca_kz.engine.figures import leaves
from openfisca_kz.families.contradictions import rules
from openfisca_kz.problems import month_of
from openfisca_kz.services.next_steps import complaint

BANK = re.compile(r"https://adilet\.zan\.kz/(rus|kaz|eng)/docs/[A-Z]\d+_?(#z\d+)?")

#: Acts whose number nobody could read: they may become fewer.
WITHOUT_NUMBER = {"increase_resolutions", "professional_foster_families", "eaeu_treaty"}


def _cited(system: CountryTaxBenefitSystem) -> Iterator[str]:
    for variable in system.variables.values():
        yield from (text.rpartition(" - ")[0] for text in variable.reference or ())
    for entry in _entries(system):
        yield f"{entry['title']}, {entry.get('article', '')}"
    yield from (rule.law for rule in rules())
    yield complaint().law


def _entries(system: CountryTaxBenefitSystem) -> Iterator[dict[str, Any]]:
    for node in (*leaves(system.parameters), *system.parameters.get_descendants()):
        yield from (node.metadata.get("reference") or {}).values()


def test_everything_cited_is_a_known_act(system: CountryTaxBenefitSystem) -> None:
    cited = set(_cited(system))
    assert len(cited) > 600
    unknown = [text for text in cited if not named(text) or _numbers(text) - _known_numbers(text)]
    assert not unknown, "\n".join(["put these into acts.yaml:", *sorted(unknown)])


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"(?<!registration )No\. (\d[\w-]*)", text)) | set(re.findall(r"\b\d+-[IVXLCDM]+\b", text))


def _known_numbers(text: str) -> set[str]:
    return {act.number for act in named(text)}


def test_laws_are_numbered_in_the_order_of_their_dates(system: CountryTaxBenefitSystem) -> None:
    """A parliament numbers its laws as they are signed: a date out of order belongs to another law."""
    dated = {(act.number, act.date) for act in acts().values() if act.kind in ("law", "code") and act.date}
    for text in _cited(system):
        for number, day, month, year in re.findall(r"No\. (\d+-[IVX]+) of (\d\d)\.(\d\d)\.(\d{4})", text):
            dated.add((number, f"{year}-{month}-{day}"))
    laws = sorted(
        (parliament, int(number), date)
        for number, _, parliament, date in ((*n.partition("-"), d) for n, d in dated)
        if parliament
    )
    assert len(laws) > 70
    wrong = [
        (one, two)
        for one, two in itertools.pairwise(laws)
        if one[0] == two[0] and (one[2] > two[2] or one[1] == two[1])
    ]
    assert not wrong


def test_an_unknown_act_is_refused() -> None:
    assert named("Law of the Moon, art. 3") == ()
    assert _numbers("Laws No. 136-I and 405-IX") - _known_numbers("Laws No. 136-I and 405-IX") == {"405-IX"}
    with pytest.raises(ValueError, match="Law of the Moon"):
        articles("Law of the Moon, art. 3")


def test_an_act_says_what_it_is() -> None:
    kinds = {"code", "law", "resolution", "decree", "order", "treaty", "publication"}
    for act in acts().values():
        assert act.kind in kinds, act.key
        assert set(act.title) == {"en", "ru", "kk"}, act.key
        if act.kind != "publication" and act.key not in WITHOUT_NUMBER:
            assert act.number, act.key
            assert re.fullmatch(r"(19|20)\d\d-\d\d-\d\d", act.date), act.key
    assert len({act.title["ru"] for act in acts().values()}) == len(acts())


def test_every_act_is_cited_or_amends_one_that_is(system: CountryTaxBenefitSystem) -> None:
    cited = {act.key for text in _cited(system) for act in named(text)}
    assert {"social_code", "tax_code", "budget_law_2026", "statistics"} <= cited


@pytest.mark.parametrize(
    ("cited", "lang", "address"),
    [
        ("Social Code, art. 81 p. 4 and 8", "ru", "https://adilet.zan.kz/rus/docs/K2300000224#z1268"),
        ("Social Code, art. 79-80", "ru", "https://adilet.zan.kz/rus/docs/K2300000224#z1253"),  # the first of a range
        ("Social Code, art. 102-1", "ru", "https://adilet.zan.kz/rus/docs/K2300000224#z3485"),  # no range
        ("Social Code, art. 195-1", "ru", "https://adilet.zan.kz/rus/docs/K2300000224"),  # no anchor is known
        ("Social Code, art. 248 p. 3 subp. 2", "ru", "https://adilet.zan.kz/rus/docs/K2300000224#z3172"),
        ("Social Code, art. 248 p. 3 subp. 4", "ru", "https://adilet.zan.kz/rus/docs/K2300000224#z3162"),
        ("Social Code, art. 80", "kk", "https://adilet.zan.kz/kaz/docs/K2300000224"),
        ("Social Code, art. 80", "en", "https://adilet.zan.kz/eng/docs/K2300000224"),
        ("Tax Code 2025, art. 401, 439 p. 1", "en", "https://adilet.zan.kz/rus/docs/K2500000214#z6944"),
        ("Law No. 126-I; Social Code, art. 80", "kk", "https://adilet.zan.kz/kaz/docs/Z970000126_"),
        ("Budget law 2026-2028 (08.12.2025 No. 239-VIII)", "kk", "https://adilet.zan.kz/kaz/docs/Z2500000239"),
    ],
)
def test_a_link_leads_to_the_article_in_the_language(cited: str, lang: str, address: str) -> None:
    assert link(cited, lang) == address


def test_an_address_changes_its_language() -> None:
    russian = "https://adilet.zan.kz/rus/docs/K2300000224#z1253"
    assert in_language(russian, "ru") == russian
    assert in_language(russian, "kk") == "https://adilet.zan.kz/kaz/docs/K2300000224"
    assert in_language("https://press.kz/news", "kk") == "https://press.kz/news"


def test_the_article_is_of_the_act_that_took_over() -> None:
    title = "Law No. 126-I; since 01.07.2023 the Social Code"
    figure = law_of_figure({"title": title, "article": "art. 183 p. 2", "href": "https://press.kz"}, "ru")
    assert figure.url == "https://adilet.zan.kz/rus/docs/K2300000224#z2388"
    earlier = law_of_figure({"title": "Social Code; before it Law No. 105-V", "article": "art. 207 p. 1"}, "ru")
    assert earlier.url == "https://adilet.zan.kz/rus/docs/K2300000224#z2650"


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_no_answer_links_a_text_in_another_language(lang: str, system: CountryTaxBenefitSystem) -> None:
    folder = {"kk": "kaz", "ru": "rus"}[lang]
    addresses: set[Any] = {
        place.url
        for variable in system.variables.values()
        for place in law_of_variable(variable, month_of("2026-06"), lang)
    }
    addresses |= {law_of_figure(entry, lang).url for entry in _entries(system)}
    in_bank = [found for found in map(BANK.fullmatch, filter(None, addresses)) if found]
    assert len(in_bank) > 60
    assert {found[1] for found in in_bank} == {folder}
    assert any(found[2] for found in in_bank) == (lang == "ru")
