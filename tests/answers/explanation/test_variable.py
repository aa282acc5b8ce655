"""Any variable explained: the tree of its calculation, in every format."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openfisca_core import periods
from openfisca_core.simulations import SimulationBuilder

import openfisca_kz
from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.answers.explain import explain
from openfisca_kz.answers.why import explain_variable, reasons_of
from openfisca_kz.assessment.model import Reason
from openfisca_kz.families.family import Situation
from openfisca_kz.language import LANGUAGES, language
from openfisca_kz.presentation.explanation import to_dict
from openfisca_kz.presentation.explanation.as_json import schema
from openfisca_kz.presentation.explanation.html import to_html
from openfisca_kz.presentation.explanation.markdown import to_markdown
from openfisca_kz.presentation.explanation.text import to_text
from openfisca_kz.problems import InputError
from openfisca_kz.services.rights_and_duties import duties_of, rights_of, statuses_of
from tests.rotating import only
from tests.shared import read_family, situation

SITUATIONS = Path(openfisca_kz.__file__).parent / "situations"


@pytest.fixture
def newborn(system: CountryTaxBenefitSystem) -> Situation:
    return read_family(SITUATIONS / "newborn.yaml", system)


def _all(reason: Reason) -> Iterator[Reason]:
    yield reason
    for below in reason.because:
        yield from _all(below)


def test_a_tax_is_traced_to_the_pay_that_was_told(newborn: Situation) -> None:
    (reason,) = explain_variable(newborn, "income_tax", "2026-06", "Daulet").reasons
    assert reason.fact.value == 15185  # (320000 - 32000 - 6400 - 30 * 4325) * 10 %
    assert [figure.parameter for figure in reason.figures] == ["duties.income_tax.scale"]
    assert reason.version == "2023-01-01"
    below = {part.fact.variable: part for part in _all(reason)}
    assert below["income_tax_base"].fact.value == 320000 - 32000 - 6400 - 30 * 4325
    assert (below["salary"].fact.value, below["salary"].fact.origin) == (320000, "told")
    assert "disability_group" not in below  # it would have mattered, and does not


def test_a_no_is_traced_to_the_date(newborn: Situation) -> None:
    (reason,) = explain_variable(newborn, "basic_pension_eligible", "2026-06", "Aigerim").reasons
    reached = next(part for part in _all(reason) if part.fact.variable == "pension_age_reached")
    assert reached.comparison is not None
    assert (reached.comparison.sign, reached.comparison.value, reached.comparison.threshold) == (
        "<=",
        "2061-03-12",  # 63 years after birth
        "2026-06-30",
    )


def test_rounding_and_depth(newborn: Situation) -> None:
    (reason,) = explain_variable(newborn, "birth_benefit_amount", "2026-06", "Alikhan").reasons
    assert reason.rounding == "up"
    (short,) = explain_variable(newborn, "income_tax", "2026-06", "Daulet", depth=1).reasons
    assert all(not part.because for part in short.because)
    assert any(part.more for part in short.because)
    told = explain_variable(newborn, "salary", "2026-06", "Daulet").reasons[0]
    assert (told.fact.origin, told.because, told.rule) == ("told", (), "")


@pytest.mark.slow
def test_every_right_duty_and_status_can_be_explained(newborn: Situation, system: CountryTaxBenefitSystem) -> None:
    check = Draft202012Validator(schema())
    for name in (*rights_of(system), *duties_of(system), *statuses_of(system)):
        whole = explain_variable(newborn, name, "2026-06", depth=1)
        check.validate(json.loads(json.dumps(to_dict(whole))))
        assert len(whole.reasons) in (1, 3)


@pytest.mark.parametrize("lang", only(LANGUAGES, ["kk"]))
def test_every_format_in_every_language(newborn: Situation, lang: str) -> None:
    """Links lead to the reader's language; the Tax Code is not there in English."""
    folder = "kaz" if lang == "kk" else "rus"
    for whole in (
        explain(newborn, "2026-06", lang),
        explain_variable(newborn, "income_tax", "2026-06", "Daulet", lang),
    ):
        for written in (to_text(whole), to_markdown(whole), to_html(whole)):
            assert language(lang).money(15185) in written
        assert f"https://adilet.zan.kz/{folder}/docs/K2500000214" in to_markdown(whole)


class _Checked(HTMLParser):
    """Parses HTML and remembers what is open, links and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str | None] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_html_is_balanced_and_escapes_what_people_wrote(system: CountryTaxBenefitSystem) -> None:
    name = "<img src=x onerror=alert('x')>"
    people = situation(
        {"persons": {name: {"birth_date": "1996-11-02", "salary": 320000}}, "family": {"first_parent": name}}, system
    )
    for whole in (explain(people, "2026-06"), explain_variable(people, "income_tax", "2026-06")):
        parser = _Checked()
        parser.feed(str(to_html(whole)))
        assert not parser.open
        assert name in parser.words
        assert "<img" not in to_html(whole)
        assert parser.links
        assert all(str(link).startswith("http") for link in parser.links)
        assert "<img" not in to_markdown(whole).replace("\\<img", "")


def test_bad_questions_get_a_sentence(newborn: Situation) -> None:
    with pytest.raises(InputError, match="did you mean salary"):
        explain_variable(newborn, "salay", "2026-06")
    with pytest.raises(InputError, match="did you mean Daulet"):
        explain_variable(newborn, "salary", "2026-06", "Dauet")
    with pytest.raises(InputError, match="is not a month"):
        explain_variable(newborn, "salary", "2026")


def test_a_person_stands_for_the_family(newborn: Situation) -> None:
    (reason,) = explain_variable(newborn, "per_capita_income", "2026-06", "Daulet").reasons
    assert reason.fact.who == "family"
    assert reason.fact.value == pytest.approx(320000 / 3, abs=0.01)


def test_any_system_of_openfisca_can_be_explained() -> None:
    template = pytest.importorskip("openfisca_country_template")
    system = template.CountryTaxBenefitSystem()
    people = {"persons": {"Ann": {"salary": {"2017-01": 4000}}}, "households": {"home": {"adults": ["Ann"]}}}
    simulation = SimulationBuilder().build_from_dict(system, people)
    (reason,) = reasons_of(simulation, "income_tax", periods.period("2017-01"), language("en"), "Ann")
    assert reason.fact.value == pytest.approx(600)  # 15 percent of 4000
    assert [(part.fact.variable, part.fact.value) for part in reason.because] == [("salary", 4000)]
    assert [figure.value for figure in reason.figures] == pytest.approx([0.15])
