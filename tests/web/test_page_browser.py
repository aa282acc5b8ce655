"""The personal account in a real browser: the system's Chromium, on a phone and a desktop, in three languages."""

from __future__ import annotations

import re
from typing import Any

import pytest

from openfisca_kz.language import language
from tests.web.browser import CHROMIUM, DESKTOP, NARROW, PHONE, address, browser, open_page

axe_api = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="browser tests need axe-playwright-python", exc_type=ImportError
)

__all__ = ["address", "browser", "open_page"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="browser tests need Chromium: apt-get install chromium"),
]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = ("coming", "pension", "pay", "whatif", "check", "keep")

#: 38 MRP of 4 325 tenge, the benefit at the birth of a first child in 2026, as each language writes it.
BIRTH_BENEFIT = {"en": "164,350 ₸", "kk": "164 350 ₸", "ru": "164 350 ₸"}


def _check(page: Any) -> None:
    """Assert that axe finds nothing, with everything unfolded, and that nothing is wider than the screen."""
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    found = axe_api.Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    assert not [(one["id"], one["nodes"][0]["html"]) for one in found]
    assert page.evaluate("document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth")


def _text(page: Any) -> str:
    return str(page.inner_text("main")).replace("\u00a0", " ").replace("\u202f", " ")


def _describe(page: Any, check: Any = lambda page: None) -> None:
    """Describe the family of situations/newborn.yaml in the two steps."""
    page.click("button[value=new]")
    for number, (name, born, sex, role) in enumerate(
        [
            ("Aigerim", "12.03.1998", "female", "parent"),
            ("Daulet", "02.11.1996", "male", "parent"),
            ("Alikhan", "09.06.2026", "male", "child"),
        ]
    ):
        if number:
            page.click("button[value=add]")
        page.fill(f"#p{number}-name", name)
        page.fill(f"#p{number}-birth", born)
        page.check(f"input[name=p{number}-sex][value={sex}]")
        page.select_option(f"#p{number}-role", role)
    page.select_option("#region", "shymkent_city")
    page.select_option("#month", "2026-06")
    check(page)
    page.click(".actions .main")
    page.check("input[name=l0-work][value=no]")
    page.check("input[name=l1-work][value=yes]")
    page.fill("#l1-pay", "320000")
    page.select_option("#carer", "Aigerim")
    check(page)
    page.click(".actions .main")


def _example(page: Any, name: str = "newborn") -> None:
    page.click(f"button[value={name}]")
    page.wait_for_selector("body.view-now")
    page.wait_for_load_state()


def _go(page: Any, view: str) -> None:
    page.click(f'nav.views button[formaction$="/{view}"]')
    page.wait_for_selector(f"body.view-{view}")


# ----- The main path ----- #


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("lang", ["en", "kk", "ru"])
def test_from_the_start_to_what_is_due_and_why(open_page: Any, lang: str, size: dict[str, int]) -> None:
    page = open_page(size, "/", locale={"en": "en-GB", "kk": "kk-KZ", "ru": "ru-RU"}[lang])
    assert page.get_attribute("html", "lang") == lang
    # The steps are the same in each language: in the one whose words are longest they are checked, too.
    check = _check if (size, lang) == (PHONE, "kk") else lambda page: None
    check(page)
    _describe(page, check)
    page.wait_for_selector("body.view-now")
    assert BIRTH_BENEFIT[lang] in _text(page)
    card = page.locator(".right").first
    card.locator(".why summary").first.click()
    assert card.locator(".reasons a[href^='https://adilet.zan.kz']").first.is_visible()
    if size is PHONE:
        _check(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("lang", "example"), [("en", "four_children"), ("kk", "pensioners"), ("ru", "newborn")], ids=["en", "kk", "ru"]
)
def test_every_view_is_accessible_on_a_phone(open_page: Any, lang: str, example: str, scheme: str) -> None:
    page = open_page(PHONE, f"/{lang}", color_scheme=scheme)
    _check(page)
    _example(page, example)
    _check(page)
    for view in VIEWS:
        _go(page, view)
        _check(page)
    _go(page, "now")
    for view in ("people", "life"):
        page.click(f'button[formaction$="/{view}"]' if view == "people" else ".actions .main")
        page.wait_for_selector(f"body.view-{view}")
        _check(page)


def test_every_view_is_accessible_in_forced_colours(open_page: Any) -> None:
    page = open_page(PHONE, "/ru", forced_colors="active")
    _example(page, "newborn")
    for view in ("now", *VIEWS):
        _go(page, view)
        _check(page)
        # What is chosen is told by more than its colour.
        assert page.eval_on_selector(".views [aria-current]", "one => getComputedStyle(one).fontWeight") == "700"


def test_nothing_is_cut_off_on_a_narrow_screen(open_page: Any) -> None:
    page = open_page(NARROW, "/kk")
    _example(page)
    for view in ("now", *VIEWS):
        _go(page, view)
        wide = page.eval_on_selector_all(".wide", "all => all.map(one => one.scrollWidth - one.clientWidth)")
        assert max(wide, default=0) <= 1  # no column is cut off
        assert page.evaluate("document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth")


def test_a_long_name_breaks_on_a_narrow_screen(open_page: Any) -> None:
    """A name may have a hundred letters without a blank; a screen of 360 shows about thirty in a line."""
    page, name = open_page(NARROW, "/kk"), "Әбдірахманқызы" * 7
    told = f"""family: {{first_parent: {name}, children: [{name}2]}}
persons: {{{name}: {{birth_date: 1990-01-01, sex: female}}, {name}2: {{birth_date: 2026-09-05}}}}"""
    page.set_input_files("input[type=file]", {"name": "a.yaml", "mimeType": "text/yaml", "buffer": told.encode()})
    page.click("button[value=open]")
    page.wait_for_selector("body.view-now")
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    assert page.evaluate("document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth")


def test_the_main_path_without_javascript(open_page: Any) -> None:
    page = open_page(PHONE, "/ru", java_script_enabled=False)
    _describe(page)
    page.wait_for_selector("body.view-now")
    assert BIRTH_BENEFIT["ru"] in _text(page)
    _go(page, "coming")
    assert page.locator("main svg").is_visible()


def test_the_language_is_switched_in_the_middle(open_page: Any) -> None:
    page = open_page(PHONE, "/en")
    page.click("button[value=new]")
    page.fill("#p0-name", "Aigerim")
    page.click('.languages button[lang="kk"]')
    page.wait_for_selector('html[lang="kk"]')
    assert page.input_value("#p0-name") == "Aigerim"


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_back_forward_and_reload_lose_nothing(open_page: Any, javascript: bool) -> None:
    """Ten steps back and forward: each view comes back as it was, with what was typed but not sent."""
    page = open_page(PHONE, "/en", java_script_enabled=javascript)
    _describe(page)
    page.wait_for_selector("body.view-now")
    for view in ("coming", "pension", "check", "pay", "keep"):
        _go(page, view)
    seen = []
    for _ in range(10):
        seen.append((page.get_attribute("body", "class"), _told(page), page.url))
        page.go_back()
        page.wait_for_load_state()
    assert page.get_attribute("body", "class") == "view-start"
    assert not any("Aigerim" in url or "?" in url for _, _, url in seen)
    for told in reversed(seen):
        page.go_forward()
        page.wait_for_load_state()
        assert (page.get_attribute("body", "class"), _told(page), page.url) == told
    assert '"salary":320000' in _told(page)
    for _ in range(5):
        page.go_back()
        page.wait_for_load_state()
    assert BIRTH_BENEFIT["en"] in _text(page)
    page.reload()
    assert BIRTH_BENEFIT["en"] in _text(page)
    page.go_back()
    page.wait_for_selector("body.view-life")
    assert page.input_value("#l1-pay").replace("\u00a0", "") == "320000"
    assert page.input_value("#carer") == "Aigerim"


def _told(page: Any) -> str:
    field = page.locator("input[name=told]")
    return str(field.get_attribute("value")) if field.count() else ""


def test_the_first_view_is_under_20_kb(open_page: Any, address: str) -> None:
    page = open_page(PHONE, "/kk")
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto(address + "/ru", wait_until="networkidle")
    assert sizes
    assert sum(sizes) < 20_000


# ----- Bad entries, questions ----- #


def test_a_bad_entry_is_named_where_it_stands(open_page: Any) -> None:
    page = open_page(PHONE, "/ru")
    page.click("button[value=new]")
    page.fill("#p0-birth", "31.02.1998")
    page.check("input[name=p0-sex][value=female]")
    page.click(".actions .main")
    page.wait_for_selector(".errors")
    assert page.evaluate("document.activeElement.className") == "errors"
    assert "Такого дня нет: 31.02.1998" in _text(page)
    _check(page)
    page.click(".errors a")
    assert page.evaluate("document.activeElement.id") == "p0-birth"
    assert page.input_value("#p0-birth") == "31.02.1998"
    assert page.is_checked("input[name=p0-sex][value=female]")


def test_a_question_answered_with_yes_is_asked_more_of(open_page: Any) -> None:
    page = open_page(PHONE, "/en")
    _example(page)
    page.check("input[name=g-disability][value=yes]")
    page.click("#questions .actions .main")
    page.wait_for_selector("body.view-more")
    _check(page)
    page.select_option("[id='f-disability_group.p1']", "group_2")
    page.click(".actions .main")
    page.wait_for_selector("body.view-now")
    assert "Disability allowance" in _text(page)


# ----- Is it paid right, print ----- #


def test_another_amount_was_paid(open_page: Any) -> None:
    page = open_page(PHONE, "/kk")
    _example(page)
    page.locator("button[name=pick]").first.click()
    page.wait_for_selector("body.view-check")
    page.fill("#paid", "149416")  # 38 MRP of 2025
    page.click(".actions .main")
    page.wait_for_selector("#letter")
    assert "14 934 ₸" in _text(page)
    assert language("kk").say("COMPLAINT") in page.input_value("#letter")
    assert page.locator("[data-copy]").is_visible()
    _check(page)


def test_the_sheet_to_print(open_page: Any) -> None:
    """What is due, what to claim, where, with which papers: one page of A4 for a family with a newborn."""
    page = open_page(DESKTOP, "/ru")
    _example(page)
    page.emulate_media(media="print")
    for hidden in ("nav.views", ".languages", "#questions", "button[name=pick]"):
        assert not page.locator(hidden).first.is_visible()
    assert page.locator(".overview").is_visible()
    pdf = page.pdf(format="A4")
    assert not page.locator(".why").first.is_visible()
    assert page.locator(".right .next").first.is_visible()
    assert "Свидетельство о рождении".lower() in _text(page).lower()
    (pages,) = re.findall(rb"/Type /Pages\s+/Count (\d+)", pdf)
    assert int(pages) == 1


# ----- Keyboard ----- #


def test_the_keyboard_is_enough(open_page: Any) -> None:
    page = open_page(DESKTOP, "/en")
    press = page.keyboard.press

    def tab_to(selector: str) -> None:
        for _ in range(60):
            press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"Tab does not reach {selector}")

    press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    tab_to("button[value=new]")
    press("Enter")
    page.wait_for_selector("body.view-people")
    tab_to("#p0-birth")
    page.keyboard.type("01051985")
    assert page.input_value("#p0-birth") == "01.05.1985"
    tab_to("input[name=p0-sex]")
    press("Space")
    tab_to("#region")
    press("Shift+Tab")
    tab_to("#month")
    page.focus("#p0-birth")
    press("Enter")  # goes on, and does not change the language
    page.wait_for_selector("body.view-life")
    assert page.get_attribute("html", "lang") == "en"
    tab_to("#l0-pay")
    page.keyboard.type("150000")
    press("Enter")
    page.wait_for_selector("body.view-now")
    tab_to("details summary")
    press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")
