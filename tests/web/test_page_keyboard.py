"""The twelve situations described on a phone, by keyboard alone: the page comes to the sums of the family files."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.assessment.domains import presumptions
from openfisca_kz.families.facts import OTHERWISE
from openfisca_kz.web import Config, create_app
from tests.answers.test_twelve_situations import FAMILIES, FOLDER, month
from tests.web.browser import CHROMIUM, PHONE, address, browser, open_page

__all__ = ["address", "browser", "open_page"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="browser tests need Chromium: apt-get install chromium"),
]

#: What is told in the two steps, and not by answering a question.
STEPS = ("birth_date", "sex", "region", "salary", "main_carer", "education", "disability_group")
PLACES = {"first_parent": "parent", "second_parent": "parent", "children": "child", "others": "other"}
MOST_TABS = 500


class Keys:
    """Nothing but keys: Tab to a field, type, choose with the arrows, press Enter."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.press = page.keyboard.press

    def to(self, selector: str) -> None:
        for _ in range(MOST_TABS):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not reach {selector}")

    def type(self, selector: str, text: str) -> None:
        self.to(selector)
        self.press("ControlOrMeta+A")
        self.page.keyboard.type(text)

    def radio(self, name: str, value: str) -> None:
        self.to(f'input[name="{name}"]')
        self.press("Space")
        for _ in range(10):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.press("ArrowDown")
        raise AssertionError(f"{name} has no {value}")

    def select(self, name: str, value: str) -> None:
        self.to(f'select[name="{name}"]')
        steps = self.page.evaluate(
            "value => [...document.activeElement.options].findIndex(one => one.value === value)"
            " - document.activeElement.selectedIndex",
            value,
        )
        for _ in range(abs(steps)):
            self.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert self.page.evaluate("document.activeElement.value") == value

    def unfold(self, name: str) -> None:
        """Open what the field is folded in."""
        closed = "name => document.getElementsByName(name)[0].closest('details:not([open])') !== null"
        mark = "name => document.getElementsByName(name)[0].closest('details').firstElementChild.dataset.mark = 'here'"
        if self.page.evaluate(closed, name):
            self.page.evaluate(mark, name)
            self.to("summary[data-mark=here]")
            self.press("Enter")
            self.page.evaluate("delete document.querySelector('[data-mark]').dataset.mark")

    def enter(self, button: str, view: str) -> None:
        self.to(button)
        self.press("Enter")
        self.page.wait_for_selector(f"body.view-{view}")
        self.page.wait_for_load_state()

    def fill(self, name: str, value: Any) -> None:
        """Fill the field of a fact, of whatever kind it is."""
        self.unfold(name)
        kind = self.page.evaluate("name => document.getElementsByName(name)[0].type", name)
        if kind == "radio":
            self.radio(name, "yes" if value else "no")
        elif kind == "select-one":
            self.select(name, str(value))
        else:
            share = isinstance(value, float) and value < 1
            self.type(f'input[name="{name}"]', _day(value) or f"{value * 100 if share else value:g}")


def _day(value: Any) -> str:
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", str(value))
    return ".".join(reversed(found.groups())) if found else ""


def _sums(text: str) -> list[str]:
    """Return the sums of the first screen: a month, once, for the past."""
    overview = text.split('class="card overview"')[1].split("</dl>")[0]
    return re.findall(r"<dt>(.*?)</dd>", html.unescape(overview).replace("\u00a0", " "), re.DOTALL)


def _people(keys: Keys, family: dict[str, Any], persons: dict[str, Any]) -> list[str]:
    members = [
        (name, place)
        for role, place in PLACES.items()
        for listed in [family.get(role, [])]
        for name in ([listed] if isinstance(listed, str) else listed)
    ]
    for number, (name, place) in enumerate(members):
        if number:
            keys.to("button[value=add]")
            keys.press("Enter")
            keys.page.wait_for_selector(f"#p{number}-name:focus")
        keys.type(f"#p{number}-name", name)
        keys.type(f"#p{number}-birth", _day(persons[name]["birth_date"]))
        keys.radio(f"p{number}-sex", persons[name]["sex"])
        keys.select(f"p{number}-role", place)
    keys.select("region", family["region"])
    return [name for name, _ in members]


def _life(keys: Keys, names: list[str], persons: dict[str, Any]) -> None:
    there = set(keys.page.evaluate("[...document.forms.form.elements].map(one => one.name)"))
    for number, name in enumerate(names):
        pay = persons[name].get("salary")
        if f"l{number}-work" in there and pay is not None:
            earned = 0 if isinstance(pay, dict) else pay
            keys.radio(f"l{number}-work", "yes" if earned else "no")
            if earned:
                keys.type(f"#l{number}-pay", str(earned))
        drawn = persons[name].get("age_pension_award_date")
        if f"l{number}-pension" in there and drawn:
            keys.radio(f"l{number}-pension", "yes")
            keys.type(f"#l{number}-since", _day(drawn))
    carer = next((name for name in names if persons[name].get("main_carer")), None)
    if "carer" in there and carer:
        keys.select("carer", carer)
        pay = persons[carer].get("salary")
        if isinstance(pay, dict):
            keys.type("#before", str(pay[OTHERWISE]))
            keys.type("#leave", _day(min(one for one in pay if one != OTHERWISE) + "-01"))
    for number, name in enumerate(names):
        for field, fact in (("study", "education"), ("disability", "disability_group")):
            if fact in persons[name] and f"l{number}-{field}" in there:
                keys.fill(f"l{number}-{field}", persons[name][fact])


def _not_so(page: Any, left: dict[str, Any], pressed: set[str]) -> str | None:
    """Return a button, not pressed yet, that says that something taken for granted is not so."""
    reasons = list(dict.fromkeys(one.because for one in presumptions() if not one.bounded))
    for field in left:
        for one in presumptions():
            if not one.bounded and one.covers(field.split(".")[0]):
                button = f"g-granted{reasons.index(one.because)}"
                if button not in pressed and page.locator(f"button[name={button}]").count():
                    pressed.add(button)
                    return button
    return None


def _left(page: Any, names: list[str], family: dict[str, Any], persons: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the facts of the file that were not told yet, each with the name of its field."""
    told = json.loads(page.get_attribute("input[name=told]", "value"))
    for number, name in enumerate(names):
        for fact, value in persons[name].items():
            if fact not in STEPS and fact not in told["persons"][name]:
                yield f"{fact}.p{number}", value
    for fact, value in family.items():
        if fact not in (*STEPS, *PLACES) and fact not in told["family"]:
            yield f"{fact}.f0", value


def _answer(keys: Keys, left: dict[str, Any]) -> bool:
    """Answer what can be answered on the page; return whether anything could."""
    page, told = keys.page, False
    fields = page.evaluate("[...document.forms.form.elements].map(one => one.name)")
    covers = page.evaluate(
        "[...document.querySelectorAll('input[name^=c-]')].map(one => [one.name.slice(2), one.value.split(',')])"
    )
    gates = [gate for gate, facts in covers if f"g-{gate}" in fields and not left.keys().isdisjoint(facts)]
    # From above to below, as Tab goes.
    for name in dict.fromkeys(fields):
        if name.startswith("f-") and name[2:] in left:
            keys.fill(name, left[name[2:]])
            told = True
        elif name.startswith("g-") and name[2:] in gates:
            keys.unfold(name)
            keys.radio(name, "yes")
            told = True
    return told


@pytest.fixture(scope="module")
def by_file(system: CountryTaxBenefitSystem) -> Any:
    return create_app(Config(seconds=0), system=system).test_client()


@pytest.mark.parametrize("number", range(len(FAMILIES)), ids=FAMILIES)
def test_a_situation_is_described_by_keyboard(open_page: Any, by_file: Any, number: int) -> None:
    situation, lang = FAMILIES[number], ("kk", "ru", "en")[number % 3]
    content = (FOLDER / f"{situation}.yaml").read_bytes()
    data = json.loads(json.dumps(yaml.safe_load(content), default=str))
    family, persons = data["family"], data["persons"]
    page = open_page(PHONE, f"/{lang}")
    keys = Keys(page)
    keys.enter("button[value=new]", "people")
    names = _people(keys, family, persons)
    keys.select("month", month(situation))
    keys.enter(".actions .main", "life")
    _life(keys, names, persons)
    keys.enter(".actions .main", "now")
    pressed: set[str] = set()
    for _ in range(12):
        left = dict(_left(page, names, family, persons))
        if not left:
            break
        if _answer(keys, left):
            button = "#questions .actions .main"
        elif name := _not_so(page, left, pressed):
            keys.unfold(name)
            button = f"button[name={name}]"
        else:
            break  # what is left matters no more: it is neither asked nor taken for granted
        keys.to(button)
        with page.expect_navigation():
            keys.press("Enter")
        if "view-more" in page.get_attribute("body", "class"):
            _answer(keys, dict(_left(page, names, family, persons)))
            keys.enter(".actions .main", "now")
    file = {
        "do": "open",
        "told-month": month(situation),
        "file": (io.BytesIO(f"month: {month(situation)}\n".encode() + content), "f.yaml"),
    }
    expected = by_file.post(f"/{lang}/start", data=file, headers={"Accept": "text/html"})
    assert _sums(page.content()) == _sums(expected.get_data(as_text=True))
