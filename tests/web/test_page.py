"""The personal account without a browser: each view, each language, bad entries, files, and that nothing is kept."""

from __future__ import annotations

import csv
import html
import io
import json
import logging
import re
import time
from typing import Any

import pytest
import yaml

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.problems import InputError
from openfisca_kz.web import Config, create_app
from openfisca_kz.web.page import views
from tests.rotating import in_turn, some

HTML = {"Accept": "text/html"}
VIEWS = ("now", "who", "coming", "pension", "pay", "whatif", "bill", "check", "keep")

#: What a person types in the two steps: the family of situations/newborn.yaml.
PEOPLE = {
    "from": "people",
    "told": "",
    "month": "2026-06",
    "region": "shymkent_city",
    "p0-name": "Aigerim",
    "p0-birth": "12.03.1998",
    "p0-sex": "female",
    "p0-role": "parent",
    "p1-name": "Daulet",
    "p1-birth": "02111996",
    "p1-sex": "male",
    "p1-role": "parent",
    "p2-name": "Alikhan",
    "p2-birth": "2026-06-09",
    "p2-sex": "male",
    "p2-role": "child",
}
LIFE = {
    "from": "life",
    "l0-work": "no",
    "l0-disability": "none",
    "l1-work": "yes",
    "l1-pay": "320 000",
    "l1-disability": "none",
    "l2-disability": "none",
    "carer": "Aigerim",
}


@pytest.fixture(scope="module")
def page(system: CountryTaxBenefitSystem) -> Any:
    return create_app(Config(seconds=120), system=system).test_client()


@pytest.fixture(scope="module")
def newborn(page: Any) -> dict[str, str]:
    """The hidden fields of the example of a newborn."""
    return _hidden(page.post("/en/start", data={"do": "newborn"}, headers=HTML))


def _text(answer: Any) -> str:
    return html.unescape(answer.get_data(as_text=True)).replace("\u00a0", " ").replace("\u202f", " ")


def _hidden(answer: Any) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(told|told-month|from)" value="([^"]*)">', answer.text)
    return {name: html.unescape(value) for name, value in found}


def _fact(answer: Any, person: str) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(_hidden(answer)["told"])["persons"][person]
    return facts


# ----- The start ----- #


@pytest.mark.parametrize(
    ("path", "asked", "lang"),
    [
        ("/", "kk-KZ,kk;q=0.9,ru;q=0.8", "kk"),
        ("/", "ru-RU", "ru"),
        ("/", "de", "en"),
        ("/?lang=ru", "kk", "ru"),
        ("/?lang=xx", "kk", "kk"),
        ("/kk", "ru", "kk"),
        ("/en", "ru", "en"),
    ],
)
def test_the_language_is_that_of_the_address_else_of_the_browser(page: Any, path: str, asked: str, lang: str) -> None:
    answer = page.get(path, headers={**HTML, "Accept-Language": asked})
    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in answer.text
    assert answer.headers["Content-Language"] == lang


def test_an_address_with_a_slash_leads_to_the_page(page: Any) -> None:
    assert page.get("/kk/", headers=HTML, follow_redirects=True).text.count('<html lang="kk">') == 1


def test_programs_get_the_root_of_the_api(page: Any) -> None:
    assert "welcome" in page.get("/", headers={"Accept": "application/json"}).get_json()


def test_nothing_but_the_own_style_and_script_is_loaded_and_nothing_is_kept(page: Any, newborn: dict[str, str]) -> None:
    for answer in (page.get("/ru", headers=HTML), page.post("/ru/now", data=newborn, headers=HTML)):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "Set-Cookie" not in answer.headers
        loaded = re.findall(r'(?:src|href)="([^"#]+)"', answer.text)
        own = [address for address in loaded if not address.startswith(("https://", "http://"))]
        assert all(address.startswith("/") for address in own)
        assert not re.search(r'<(script|link|img)[^>]*"https?:', answer.text)
        assert "style=" not in answer.text
        assert not re.search(r"\son\w+=", answer.text)
    # The history of the browser may hold a view, so that Back leads to it; no cache between may.
    assert answer.headers["Cache-Control"] == "private, max-age=0"


def test_the_first_view_is_under_20_kb_before_it_is_packed(page: Any) -> None:
    start = page.get("/kk", headers=HTML)
    files = re.findall(r'(?:src|href)="(/page/static/[^"]+)"', start.text)
    assert len(files) == 3
    assert len(start.data) + sum(len(page.get(html.unescape(file)).data) for file in files) < 20_000


@pytest.mark.slow
def test_the_address_of_a_view_opens_the_start_which_leads_to_that_view(page: Any) -> None:
    answer = page.get("/en/coming", headers=HTML)
    assert answer.status_code == 200
    assert "Nothing is kept here" in _text(answer)
    assert answer.text.count('name="wanted" value="coming"') == 2
    led = page.post("/en/start", data={"do": "newborn", "wanted": "coming"}, headers=HTML)
    assert '<body class="view-coming">' in led.text
    for method in (page.get, page.post):
        assert method("/kk/nothing", headers=HTML).status_code == 303


# ----- Describing a family ----- #


def test_two_steps_lead_to_what_is_due(page: Any) -> None:
    answer = page.post("/ru/start", data={"do": "new"}, headers=HTML)
    assert "Кто живёт вместе?" in answer.text
    assert _hidden(answer)["told"] == ""
    answer = page.post("/ru/life", data=PEOPLE, headers=HTML)
    assert answer.status_code == 200, _text(answer)
    assert "Кто ухаживает за ребёнком? (Alikhan)" in _text(answer)
    answer = page.post("/ru/now", data={**LIFE, **_hidden(answer)}, headers=HTML)
    assert answer.status_code == 200
    text = _text(answer)
    # 38 MRP of 4 325 tenge for a first child; 5.76 MRP by 22 of 30 days, rounded up (README, both published).
    assert "164 350 ₸" in text
    assert "18 269 ₸" in text
    assert "Социальный кодекс, ст. 79–80" in text
    assert 'href="https://adilet.zan.kz/' in answer.text
    # 10 % and 2 % of 320 000 tenge.
    assert "32 000 ₸" in text
    assert "6 400 ₸" in text
    assert _fact(answer, "Aigerim") == {
        "birth_date": "1998-03-12",
        "sex": "female",
        "salary": 0,
        "disability_group": "none",
        "main_carer": True,
    }


def _two(**second: str) -> dict[str, str]:
    """A mother of 1990 and somebody with no place in the family chosen."""
    mother = {"p0-name": "Mother", "p0-birth": "14.08.1990", "p0-sex": "female", "p0-role": "parent"}
    return {"from": "people", "month": "2026-10", **mother, **{f"p1-{name}": value for name, value in second.items()}}


def test_a_husband_is_asked_about_and_never_becomes_a_child_unsaid(page: Any) -> None:
    data = _two(name="Father", birth="01.01.1992", sex="male", role="")
    answer = page.post("/en/life", data=data, headers=HTML)
    assert answer.status_code == 400
    assert "Who is Father to Mother: husband or wife, a child, or another relative?" in _text(answer)
    chosen = re.search(r'<select id="p1-role".*?</select>', answer.text, re.DOTALL)
    assert chosen
    assert '<option value="parent" selected>' in chosen[0]
    answer = page.post("/en/life", data={**data, "p1-role": "parent"}, headers=HTML)
    assert json.loads(_hidden(answer)["told"])["family"] == {"first_parent": "Mother", "second_parent": "Father"}


def test_who_is_under_age_is_a_child_without_being_asked(page: Any) -> None:
    data = _two(name="Son", birth="02.03.2015", sex="male", role="")
    answer = page.post("/en/life", data=data, headers=HTML)
    assert json.loads(_hidden(answer)["told"])["family"] == {"first_parent": "Mother", "children": ["Son"]}


def test_a_parent_of_two_years_at_a_birth_is_asked_back(page: Any) -> None:
    answer = page.post("/en/life", data=_two(name="X", birth="01.01.1992", sex="male", role="child"), headers=HTML)
    assert answer.status_code == 400
    # From August 1990 to January 1992 is one whole year.
    assert '<a href="#p1-role">Mother was only 1 when X was born' in _text(answer)


@pytest.mark.slow
def test_the_pay_before_a_birth_is_told_by_month(page: Any) -> None:
    told = _hidden(page.post("/en/life", data=PEOPLE, headers=HTML))
    life = {**told, **LIFE, "before": "300 000", "leave": "05.04.2026"}
    salary = _fact(page.post("/en/now", data=life, headers=HTML), "Aigerim")["salary"]
    # Born in June 2026: two years from June 2024, the last month of pay is that before the leave.
    assert (min(salary), salary["2026-03"], "2026-04" in salary, salary["otherwise"]) == ("2024-06", 300000, False, 0)


@pytest.mark.slow
def test_what_is_received_already_is_not_urged(page: Any) -> None:
    told = _hidden(page.post("/en/life", data=PEOPLE, headers=HTML))
    answer = page.post("/en/now", data={**told, **LIFE, "got-birth_benefit.p2": "yes"}, headers=HTML)
    assert _fact(answer, "Alikhan")["birth_benefit_claim_date"] == "2026-06-09"
    again = page.post("/en/keep", data={**_hidden(answer), **LIFE}, headers=HTML)
    assert "birth_benefit_claim_date" not in _fact(again, "Alikhan")


@pytest.mark.slow
def test_a_pensioner_is_asked_whether_the_pension_is_drawn(page: Any) -> None:
    person = {"p0-name": "Nina", "p0-birth": "15.04.1958", "p0-sex": "female", "p0-role": ""}
    told = _hidden(page.post("/ru/life", data={"from": "people", "month": "2026-10", **person}, headers=HTML))
    data = {**told, "from": "life", "l0-pension": "yes"}
    assert page.post("/ru/now", data=data, headers=HTML).status_code == 400
    answer = page.post("/ru/now", data={**data, "l0-since": "15.04.2016"}, headers=HTML)
    assert _fact(answer, "Nina")["age_pension_award_date"] == "2016-04-15"
    # The basic pension is awarded on the same claim.
    assert _fact(answer, "Nina")["basic_pension_claim_date"] == "2016-04-15"
    # Who did not say whether she draws it is not told what waiting costs.
    unsaid = _text(page.post("/ru/now", data={**told, "from": "life"}, headers=HTML))
    assert "Если вы этого ещё не получаете, подайте заявление" in unsaid
    assert "каждый месяц ожидания" not in unsaid


@pytest.mark.slow
def test_what_was_left_empty_stays_unknown(page: Any) -> None:
    answer = page.post("/en/life", data=PEOPLE, headers=HTML)
    answer = page.post("/en/now", data=_hidden(answer), headers=HTML)
    assert "salary" not in _fact(answer, "Daulet")
    assert "How much is the pay a month, before deductions? (Daulet)" in _text(answer)


def test_a_person_is_added_and_removed_with_nothing_lost(page: Any) -> None:
    answer = page.post("/en/people", data={**PEOPLE, "p0-birth": "12.", "do": "add"}, headers=HTML)
    assert answer.status_code == 200
    assert 'name="p3-name"' in answer.text
    assert 'id="p0-birth" name="p0-birth" value="12."' in answer.text
    answer = page.post("/en/people", data={**PEOPLE, "do": "remove-1"}, headers=HTML)
    assert "Daulet" not in answer.text
    assert 'id="p1-name" name="p1-name" value="Alikhan"' in answer.text


def test_who_is_described_is_one_line_and_the_next_person_has_the_screen(page: Any) -> None:
    text = page.post("/en/people", data={**PEOPLE, "do": "add"}, headers=HTML).text
    assert text.count('<details class="card person">') == 3
    assert "<summary><b>Daulet</b>: Parent, or husband or wife, 02111996</summary>" in text
    assert re.search(r'id="p3-name"[^>]* autofocus', text)
    assert 'role="status" id="added">A person was added: 4 in the family now.' in text
    # A place that was only suggested to a grown-up stays in sight.
    data = _two(name="Father", birth="01.01.1992", sex="male", role="")
    assert page.post("/en/people", data={**data, "do": "add"}, headers=HTML).text.count("<details") == 1
    removed = page.post("/en/people", data={**PEOPLE, "do": "remove-2"}, headers=HTML).text
    assert re.search(r'role="status"[^>]* autofocus>A person was removed: 2 in the family now.', removed)


def test_every_step_says_what_happened_and_takes_the_focus(page: Any) -> None:
    life = page.post("/en/life", data=PEOPLE, headers=HTML)
    assert re.search(r'role="status"[^>]* autofocus>Step 2 of 2\. In the family now: Aigerim, Daulet, Al', life.text)
    now = page.post("/en/now", data={**LIFE, **_hidden(life)}, headers=HTML)
    # 5.76 MRP of 4 325 tenge by 22 of 30 days, rounded up, for a first child.
    assert re.search(r'role="status"[^>]* autofocus>Calculated\. Each month: 18,269 ₸', _text(now))


def test_facts_stay_with_a_person_who_is_renamed(page: Any, newborn: dict[str, str]) -> None:
    rows = {**PEOPLE, **newborn, "from": "people", "p1-name": "Father"}
    rows |= {"p0-key": "Aigerim", "p1-key": "Daulet", "p2-key": "Alikhan"}
    answer = page.post("/en/life", data=rows, headers=HTML)
    assert _fact(answer, "Father")["salary"] == 320000


@pytest.mark.parametrize("lang", ["en", "kk", "ru"])
def test_the_language_changes_in_the_middle_with_nothing_lost(page: Any, lang: str) -> None:
    typed = {**PEOPLE, "p0-birth": "not yet", "do": "language"}
    answer = page.post(f"/{lang}/people", data=typed, headers=HTML)
    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in answer.text
    assert 'value="not yet"' in answer.text


# ----- Bad entries ----- #


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"p0-birth": ""}, "p0-birth", "Write the birth date"),
        ({"p0-birth": "31.02.1998"}, "p0-birth", "There is no 31.02.1998: check the day and the month."),
        ({"p0-birth": "yesterday"}, "p0-birth", "yesterday is not a date"),
        ({"p2-birth": "09.07.2026"}, "p2-birth", "The birth date of Alikhan is 9 July 2026, after June 2026"),
        ({"p2-birth": "09.06.1990"}, "p2-birth", "Alikhan (9 June 1990) is not younger than Aigerim"),
        ({"p1-sex": ""}, "p1-sex", "Say whether Daulet is female or male."),
        ({"p2-role": "parent"}, "p2-role", "A family has two parents at most"),
        ({"p1-name": "Aigerim"}, "p1-name", "Two people are called Aigerim"),
        ({"p1-name": "a/b"}, "p1-name", "a name is text without a slash"),
        ({"p1-name": "<b>"}, None, "&lt;b&gt;"),
    ],
)
def test_a_bad_entry_of_the_first_step(page: Any, change: dict[str, str], field: str | None, message: str) -> None:
    answer = page.post("/en/life", data={**PEOPLE, **change}, headers=HTML)
    if field is None:
        assert answer.status_code == 200
        assert message in answer.text
        return
    assert answer.status_code == 400
    assert f'<a href="#{field}">' in answer.text
    assert f'id="{field}-wrong"' in answer.text
    assert _text(answer).count(message) == 2
    assert "<title>Error: " in answer.text
    assert 'value="Alikhan"' in answer.text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"l1-pay": "a lot"}, "a lot is not an amount"),
        ({"l1-pay": ""}, "Write the monthly pay of Daulet before deductions"),
        ({"l0-pay": "1"}, "Aigerim does not work but has pay"),
    ],
)
def test_a_bad_entry_of_the_second_step(page: Any, change: dict[str, str], message: str) -> None:
    first = page.post("/en/life", data=PEOPLE, headers=HTML)
    answer = page.post("/en/now", data={**LIFE, **_hidden(first), **change}, headers=HTML)
    assert answer.status_code == 400
    assert message in _text(answer)
    assert "Work, care, what you get" in answer.text


@pytest.mark.parametrize(
    "told",
    ["", "{", "[]", "{}", '{"persons":{},"family":{}}', '{"persons":{"A":{}},"family":5}', '{"persons":5,"family":{}}'],
)
@pytest.mark.parametrize("view", ["now", "coming", "check"])
def test_hidden_fields_that_were_changed_lead_to_the_start_with_a_reason(page: Any, told: str, view: str) -> None:
    answer = page.post(f"/en/{view}", data={"told": told, "from": "now"}, headers=HTML)
    assert answer.status_code == 400
    assert "Please correct this" in answer.text


@pytest.mark.parametrize(
    "change",
    [
        {"family": {"first_parent": 5}},
        {"family": {"first_parent": {"A": 1}}},
        {"family": {"first_parent": ["A", "A"]}},
        {"family": {"children": [["A"]]}},
        {"family": {"others": "A", "region": 7}},
        {"families": [1]},
        {"families": {"x": None}},
        {"persons": {"A": [1]}},
        {"persons": {"A": {"birth_date": 5}}},
        {"persons": {"A": {"birth_date": "1990-01-01", "salary": {"2026": [1]}}}},
        {"persons": {"A": {"birth_date": "1990-01-01", "sex": {"x": {}}}}},
    ],
)
@pytest.mark.parametrize("view", ["people", "life", "now", "family.yaml"])
def test_hidden_fields_of_another_shape_are_refused(page: Any, change: dict[str, Any], view: str) -> None:
    right = {"persons": {"A": {"birth_date": "1990-01-01"}}, "family": {"first_parent": "A"}}
    told = {**right, **change}
    if "families" in change:
        del told["family"]
    answer = page.post(f"/en/{view}", data={"told": json.dumps(told), "from": "people"}, headers=HTML)
    assert answer.status_code == 400
    assert "Please correct this" in answer.text


def test_a_hidden_fact_that_there_is_not_is_refused(page: Any) -> None:
    told = {"persons": {"A": {"birth_date": "1990-01-01", "nonsense": 1}}, "family": {"first_parent": "A"}}
    answer = page.post("/en/now", data={"told": json.dumps(told), "from": "keep"}, headers=HTML)
    assert answer.status_code == 400
    assert "there is no `nonsense`" in _text(answer)


def test_too_many_people_are_refused(page: Any) -> None:
    people = {f"P{number}": {"birth_date": "1990-01-01"} for number in range(40)}
    told = {"persons": people, "family": {"others": list(people)}}
    answer = page.post("/en/now", data={"told": json.dumps(told), "from": "keep"}, headers=HTML)
    assert answer.status_code == 400
    assert "at most 30" in _text(answer)


# ----- Questions ----- #


@pytest.mark.slow
def test_no_to_all_leaves_fewer_questions(page: Any, newborn: dict[str, str]) -> None:
    before = page.post("/en/now", data={**newborn, "from": "keep"}, headers=HTML)
    covers = {name: html.unescape(v) for name, v in re.findall(r'name="(c-\w+)" value="([^"]*)"', before.text)}
    assert len(covers) > 5
    after = page.post("/en/now", data={**newborn, **covers, "from": "now", "do": "no-to-all"}, headers=HTML)
    assert after.status_code == 200
    assert after.text.count('class="card question"') < before.text.count('class="card question"') / 2
    assert _fact(after, "Daulet")["disability_group"] == "none"


def test_yes_asks_of_whom_and_what_is_told_changes_what_is_due(page: Any, newborn: dict[str, str]) -> None:
    asked = {**newborn, "from": "now", "g-disability": "yes"}
    answer = page.post("/en/now", data=asked, headers=HTML)
    assert "A little more" in answer.text
    covers = {name: html.unescape(v) for name, v in re.findall(r'name="(c-\w+|open)" value="([^"]*)"', answer.text)}
    empty = page.post("/en/now", data={**newborn, **covers, "from": "more"}, headers=HTML)
    assert empty.status_code == 400
    assert "Say who it is true of" in empty.text
    told = {"f-disability_group.p1": "group_2", "f-disability_cause.p1": "general"}
    answer = page.post("/en/now", data={**newborn, **covers, **told, "from": "more"}, headers=HTML)
    assert answer.status_code == 200
    assert _fact(answer, "Daulet")["disability_group"] == "group_2"
    assert _fact(answer, "Aigerim")["disability_group"] == "none"
    assert "Disability allowance" in answer.text


@pytest.mark.slow
def test_a_single_fact_is_told_in_its_field(page: Any, newborn: dict[str, str]) -> None:
    data = {**newborn, "from": "now", "f-earlier_children.f0": "2"}
    answer = page.post("/en/now", data=data, headers=HTML)
    assert json.loads(_hidden(answer)["told"])["family"]["earlier_children"] == 2
    # A third child: 38 MRP up to the third (the Social Code, art. 80 p. 1), now for sure.
    assert "Birth benefit" in answer.text
    wrong = page.post("/en/now", data={**data, "f-earlier_children.f0": "two"}, headers=HTML)
    assert wrong.status_code == 400
    assert "two is not an amount" in _text(wrong)


@pytest.mark.slow
def test_an_answer_is_taken_back(page: Any, newborn: dict[str, str]) -> None:
    shown = page.post("/ru/now", data={**newborn, "from": "keep"}, headers=HTML)
    assert 'value="forget:salary.p1"' in shown.text
    answer = page.post("/ru/now", data={**newborn, "from": "now", "do": "forget:salary.p1"}, headers=HTML)
    assert answer.status_code == 200
    assert "salary" not in _fact(answer, "Daulet")
    assert "salary" in _fact(answer, "Aigerim")
    assert "Сколько составляет зарплата в месяц до удержаний? (Daulet)" in _text(answer)


@pytest.mark.parametrize("name", ["birth_date.p0", "nonsense.p0", "salary.p99", "salary.f0", "salary", ""])
def test_what_cannot_be_taken_back_stays(page: Any, newborn: dict[str, str], name: str) -> None:
    answer = page.post("/ru/keep", data={**newborn, "from": "now", "do": f"forget:{name}"}, headers=HTML)
    assert answer.status_code == 200
    assert _fact(answer, "Aigerim")["birth_date"] == "1998-03-12"
    assert _fact(answer, "Daulet")["salary"] == 320000


@pytest.mark.slow
def test_a_claim_that_was_made_is_no_longer_urged(page: Any, newborn: dict[str, str]) -> None:
    before = page.post("/en/now", data={**newborn, "from": "keep"}, headers=HTML)
    assert "Claim in time" in before.text
    data = {**newborn, "from": "now", "claim-birth_benefit-2": "20.06.2026"}
    answer = page.post("/en/now", data=data, headers=HTML)
    assert _fact(answer, "Alikhan")["birth_benefit_claim_date"] == "2026-06-20"
    assert "You already get this" in answer.text
    wrong = page.post("/en/now", data={**data, "claim-birth_benefit-2": "31.06.2026"}, headers=HTML)
    assert wrong.status_code == 400
    assert 'value="31.06.2026"' in wrong.text
    assert '<a href="#claim-birth_benefit-2">There is no 31.06.2026' in wrong.text


@pytest.mark.parametrize(
    ("told", "month"),
    some(
        [
            # A date so long past that its distance is no date.
            ({"social_contract_broken_date": "2026-06-01"}, "2026-11"),
            ({"false_data_date": "2026-06-01"}, "2026-06"),
            # Before the first month the rules are not known: since when a right runs is not looked for there.
            ({"local_ground_against_need": False}, "2018-01"),
        ],
        1,
    ),
)
def test_facts_at_the_edge_of_the_rules(page: Any, told: dict[str, Any], month: str) -> None:
    persons = {
        "A": {"birth_date": "1985-05-05", "sex": "female"},
        "B": {"birth_date": "2010-01-01", "sex": "male", "disability_group": "child"},
    }
    family = {"first_parent": "A", "others": ["B"], **told}
    data = {"told": json.dumps({"persons": persons, "family": family}), "told-month": month, "from": "keep"}
    assert page.post("/ru/now", data=data, headers=HTML).status_code == 200


# ----- Every view in every language ----- #


@pytest.mark.parametrize(("view", "lang"), in_turn([*VIEWS, "people", "life"]))
def test_every_view_is_shown_in_every_language(page: Any, newborn: dict[str, str], lang: str, view: str) -> None:
    answer = page.post(f"/{lang}/{view}", data={**newborn, "from": "keep"}, headers=HTML)
    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in answer.text
    assert len(re.findall(r"<h1[ >]", answer.text)) == 1
    ids = re.findall(r'\sid="([^"]+)"', answer.text)
    assert len(ids) == len(set(ids))
    fields = set(re.findall(r'<label[^>]* for="([^"]+)"', answer.text))
    assert fields <= set(ids)


@pytest.mark.slow
def test_who_everybody_is_in_law(page: Any, newborn: dict[str, str]) -> None:
    text = page.post("/en/who", data={**newborn, "from": "now"}, headers=HTML).text
    assert "Child under one" in text
    assert "Birth date: 9 June 2026 – State Database of Individuals (GBD FL); Ministry of Justice" in text
    assert "Health insurance: Insured as a child" in text


def test_the_timeline_draws_and_lists_what_comes(page: Any, newborn: dict[str, str]) -> None:
    answer = page.post("/en/coming", data={**newborn, "from": "coming", "years": "1"}, headers=HTML)
    text = _text(answer)
    assert "June 2026 to May 2027" in text
    assert "<svg" in answer.text
    assert "Birth benefit – Alikhan: paid once, 164,350 ₸" in text


def test_a_payslip_both_ways(page: Any, newborn: dict[str, str]) -> None:
    data = {**newborn, "from": "pay", "amount": "320 000", "side": "gross"}
    gross = _text(page.post("/en/pay", data=data, headers=HTML))
    # 320 000 less 32 000, 6 400 and 10 % of (320 000 - 38 400 - 30 MRP of 4 325).
    assert "266,415 ₸" in gross
    net = _text(page.post("/en/pay", data={**data, "amount": "266415", "side": "net"}, headers=HTML))
    assert "320,000 ₸" in net
    wrong = page.post("/en/pay", data={**data, "amount": ""}, headers=HTML)
    assert wrong.status_code == 400
    assert "Write the pay for one month." in wrong.text


def test_a_payslip_of_another_month_contract_and_disability(page: Any, newborn: dict[str, str]) -> None:
    data = {**newborn, "from": "pay", "amount": "300000", "side": "gross", "payslip-month": "2026-01"}
    # Group III: the deduction of 882 MRP covers the year's tax; 10 % of OPV alone is withheld.
    assert "270,000 ₸" in _text(page.post("/en/pay", data={**data, "disability_group": "group_3"}, headers=HTML))
    # A civil contract of June 2026 keeps 225 450 (law notes 9.2), for want of the basic deduction.
    contract = {**data, "payslip-month": "2026-06", "payer": "civil_contract"}
    assert "225,450 ₸" in _text(page.post("/en/pay", data=contract, headers=HTML))
    # Without the basic deduction: 10 % of 300 000 - 30 000 - 6 000.
    assert "26,400 ₸" in _text(page.post("/en/pay", data={**data, "deduction": "no"}, headers=HTML))
    # At a second employer the deduction is taken only where it is said to be taken there.
    second = {**data, "payer": "second_employer"}
    assert "26,400 ₸" in _text(page.post("/en/pay", data=second, headers=HTML))
    assert "13,425 ₸" in _text(page.post("/en/pay", data={**second, "deduction": "yes"}, headers=HTML))
    # The regime chosen is that of the second employer: an entrepreneur owes one MRP of social tax.
    of_entrepreneur = page.post("/en/pay", data={**second, "employer_regime": "entrepreneur"}, headers=HTML)
    assert "4,325 ₸" in _text(of_entrepreneur)
    assert 'value="entrepreneur" selected' in of_entrepreneur.text


def test_pay_needs_no_family(page: Any) -> None:
    opened = page.get("/ru/pay", headers=HTML)
    assert '<body class="view-pay">' in opened.text
    data = {"told": "", "from": "pay", "amount": "300000", "side": "gross", "payslip-month": "2026-06"}
    answer = _text(page.post("/ru/pay", data=data, headers=HTML))
    assert "250 575 ₸" in answer
    assert "Дата рождения не указана" in answer
    contract = _text(page.post("/ru/pay", data={**data, "payer": "civil_contract"}, headers=HTML))
    assert "Расходы заказчика" in contract
    assert "Расходы работодателя" not in contract
    elsewhere = page.post("/ru/now", data=data, headers=HTML)
    assert elsewhere.text.count('name="wanted" value="now"') == 2


def test_the_pay_of_somebody_in_the_family_has_the_facts_of_that_person(page: Any) -> None:
    """Of a foreigner with a right to work for a time no contributions are taken: 10 % of 500 000 - 129 750."""
    emre = {"birth_date": "1983-04-17", "sex": "male", "salary": 500000, "tax_resident": True}
    emre |= {"legal_residence": "foreigner_temporary_with_work_right", "disability_group": {"2026-01": "none"}}
    told = json.dumps({"family": {"first_parent": "Emre"}, "persons": {"Emre": emre}})
    data = {"told": told, "told-month": "2026-06", "from": "now"}
    assert "462,975 ₸" in _text(page.post("/en/pay", data=data, headers=HTML))
    asked = {**data, "from": "pay", "amount": "500000", "side": "gross", "pay-of": "Emre"}
    assert "462,975 ₸" in _text(page.post("/en/pay", data=asked, headers=HTML))
    # Somebody else, a citizen: 500 000 - 50 000 - 10 000 - 10 % of 310 250.
    assert "408,975 ₸" in _text(page.post("/en/pay", data={**asked, "pay-of": ""}, headers=HTML))


def test_a_file_of_many_goes_up_and_comes_down(page: Any, newborn: dict[str, str]) -> None:
    export = "ФИО;Начислено\nАсан;300 000,00\nИТОГО;300 000,00\n".encode("cp1251")
    data = {**newborn, "from": "pay", "amount": "", "payslip-month": "2026-06", "staff": (io.BytesIO(export), "s.csv")}
    answer = page.post("/ru/payslips.csv", data=data, content_type="multipart/form-data", headers=HTML)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="payslips.csv"'
    [row] = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";")
    assert row["Заработная плата на руки"] == "250575"
    assert "Пропущены строки итогов: 3." in row["Что принято и что пропущено"]
    wrong = {**data, "staff": (io.BytesIO("ФИО\nАсан\n".encode()), "s.csv")}
    answer = page.post("/ru/payslips.xlsx", data=wrong, content_type="multipart/form-data", headers=HTML)
    assert answer.status_code == 400
    assert "`gross`" in _text(answer)


def test_a_pension_with_savings_that_earn(page: Any, newborn: dict[str, str]) -> None:
    data = {**newborn, "from": "pension", "person": "Daulet", "return": "3"}
    answer = page.post("/en/pension", data=data, headers=HTML)
    assert "2 November 2059" in _text(answer)  # 63 years
    assert page.post("/en/pension", data={**data, "return": "300"}, headers=HTML).status_code == 400


def test_what_a_pension_rests_on_is_told_of_the_person_shown(page: Any, newborn: dict[str, str]) -> None:
    data = {**newborn, "from": "pension", "of": "Daulet", "person": "Aigerim", "r-pension_savings": "1 500 000"}
    answer = page.post("/en/pension", data=data, headers=HTML)
    assert _fact(answer, "Daulet")["pension_savings"] == 1500000
    assert "pension_savings" not in _fact(answer, "Aigerim")
    assert '<input type="hidden" name="of" value="Aigerim">' in answer.text
    wrong = page.post("/en/pension", data={**data, "r-pension_contribution_months": "1,5"}, headers=HTML)
    assert wrong.status_code == 400
    assert "1,5 is not a whole number." in wrong.text


def test_what_is_left_empty_again_is_unknown_again(page: Any, newborn: dict[str, str]) -> None:
    life = {**newborn, "from": "life", "l1-work": "yes", "l1-pay": "320000", "l1-disability": "none"}
    told = page.post("/en/keep", data=life, headers=HTML)
    assert _fact(told, "Daulet")["disability_group"] == "none"
    assert "main_carer" not in _fact(told, "Aigerim")
    again = page.post("/en/keep", data={**_hidden(told), "from": "life"}, headers=HTML)
    assert not {"disability_group", "salary"} & set(_fact(again, "Daulet"))


def test_another_pay_and_one_more_child(page: Any, newborn: dict[str, str]) -> None:
    data = {**newborn, "from": "whatif", "do": "try", "whose": "Daulet", "pay": "400 000", "child": "yes"}
    answer = page.post("/en/whatif", data={**data, "other": "2026-07"}, headers=HTML)
    text = re.sub(r"<[^>]+>", "|", _text(answer))
    # A second child in July 2026: 38 MRP of 4 325 tenge once (the Social Code, art. 80), as for the first in June.
    assert "|Pension contribution|" in text
    # 10 % of 320 000, then of 400 000 tenge.
    assert re.search(r"\|32,000 ₸\|+40,000 ₸\|", text)
    assert "<svg" in answer.text
    assert _fact(answer, "Daulet")["salary"] == 320000


@pytest.mark.slow
def test_what_to_do_next_stands_on_each_card(page: Any, newborn: dict[str, str]) -> None:
    text = _text(page.post("/en/now", data={**newborn, "from": "keep"}, headers=HTML))
    assert "answer the SMS from 1414" in text
    assert "birth certificate of the child" in text
    # The Code gives seven working days.
    assert "Working days to the decision: 7 at most." in text


@pytest.mark.slow
def test_an_answer_says_what_it_changed(page: Any, newborn: dict[str, str]) -> None:
    data = {**newborn, "from": "now", "sum": "1 ₸", "f-earlier_children.f0": "2"}
    answer = page.post("/en/now", data=data, headers=HTML)
    assert re.search(r'role="status"[^>]*>Noted\. Each month: [^,]+,?[^,]*, before your answer 1 ₸\.', _text(answer))


def test_the_bill_against_the_law(page: Any) -> None:
    children = {f"C{year}": {"birth_date": f"{year}-05-05", "sex": "male"} for year in (2012, 2014, 2016, 2018)}
    told = {
        "persons": {"A": {"birth_date": "1985-11-02", "sex": "female"}, **children},
        "family": {
            "first_parent": "A",
            "children": list(children),
            "large_family_allowance_claim_date": "2026-07-01",
        },
    }
    data = {"told": json.dumps(told), "told-month": "2026-06", "from": "keep"}
    text = re.sub(r"<[^>]+>", "|", _text(page.post("/en/bill", data=data, headers=HTML)))
    # Claimed in July: nothing for June today. A right begins when it arises (thesis, section 3.4): 16.03 MRP of 4 325.
    assert re.search(r"Large-family allowance[^|]*\|+0 ₸\|+69,330 ₸\|", text)
    assert "This is the proposal of a thesis" in text


# ----- Is it paid right ----- #


def test_too_little_was_paid(page: Any, newborn: dict[str, str]) -> None:
    data = {**newborn, "from": "check", "do": "check", "pick": "birth_benefit:Alikhan", "paid": "149 416"}
    text = _text(page.post("/en/check", data=data, headers=HTML))
    # 38 MRP of 2025 (3 932 tenge) were paid instead of 38 of 2026.
    assert "Less was paid than is due." in text
    assert "14,934 ₸" in text
    assert "COMPLAINT" in text


@pytest.mark.slow
def test_the_amount_was_right(page: Any, newborn: dict[str, str]) -> None:
    data = {**newborn, "from": "check", "do": "check", "pick": "birth_benefit:Alikhan", "paid": "164350"}
    text = _text(page.post("/en/check", data=data, headers=HTML))
    assert "The amount paid is right." in text
    assert "COMPLAINT" not in text


@pytest.mark.slow
def test_too_much_was_paid(page: Any, newborn: dict[str, str]) -> None:
    data = {**newborn, "from": "check", "do": "check", "pick": "birth_benefit:Alikhan", "paid": "200000"}
    text = _text(page.post("/en/check", data=data, headers=HTML))
    assert "More was paid than these facts give" in text
    assert "there is nothing you have to do" in text
    assert "Social Code, art. 74 p. 2" in text
    assert "COMPLAINT" not in text


@pytest.mark.slow
def test_a_card_picks_the_payment(page: Any, newborn: dict[str, str]) -> None:
    answer = page.post("/en/check", data={**newborn, "from": "now", "pick": "birth_benefit:Alikhan"}, headers=HTML)
    assert '<option value="birth_benefit:Alikhan" selected>' in answer.text


def test_a_check_that_is_not_filled_in(page: Any, newborn: dict[str, str]) -> None:
    data = {**newborn, "from": "check", "do": "check", "pick": "", "paid": ""}
    answer = page.post("/en/check", data=data, headers=HTML)
    assert answer.status_code == 400
    assert "Write the amount that was paid." in answer.text
    assert "Choose the payment." in answer.text


# ----- Files ----- #


@pytest.mark.parametrize("name", some(["family.yaml", "family.json"], 1))
def test_a_family_is_saved_and_opened_again(page: Any, newborn: dict[str, str], name: str) -> None:
    saved = page.post(f"/en/{name}", data=newborn, headers=HTML)
    assert saved.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert yaml.safe_load(saved.text)["persons"]["Daulet"]["salary"] == 320000
    assert yaml.safe_load(saved.text)["month"] == "2026-06"
    opened = page.post("/en/start", data={"do": "open", "file": (io.BytesIO(saved.data), name)}, headers=HTML)
    assert opened.status_code == 200
    assert json.loads(_hidden(opened)["told"]) == json.loads(newborn["told"])
    assert _hidden(opened)["told-month"] == "2026-06"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Choose the file first."),
        (b"hello", "The file does not describe a family"),
        (b"\xff\xfe", "is not in UTF-8"),
        (b"persons: [", "is not YAML"),
        (b"a" * 70_000, "at most 64 kB"),
        (b"persons: {A: {birth_date: 1990-02-30}}\nfamily: {first_parent: A}", "1990-02-30"),
        (
            b"persons: {A: {birth_date: 1990-01-31}, B: {birth_date: 1990-01-31}}\n"
            b"families: {x: {others: A}, y: {others: B}}",
            "several families",
        ),
        (
            b"a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
            b"d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\npersons: {A: {x: [*d,*d,*d,*d,*d,*d,*d,*d,*d]}}\nfamily: {}",
            "The file: there is no `a`",
        ),
    ],
)
def test_a_file_that_cannot_be_used(page: Any, content: bytes, message: str) -> None:
    answer = page.post("/en/start", data={"do": "open", "file": (io.BytesIO(content), "f.yaml")}, headers=HTML)
    assert answer.status_code == 400
    assert message in _text(answer)
    assert 'aria-invalid="true"' in answer.text


def test_more_than_may_be_sent_leads_to_the_start_with_a_reason(page: Any) -> None:
    for path in ("/en/now", "/en/start"):
        answer = page.post(path, data={"told": "x" * 1_200_000}, headers=HTML)
        assert answer.status_code == 400
        assert "This is more than the page takes" in answer.text


def test_what_takes_too_long_says_so_and_loses_nothing(
    system: CountryTaxBenefitSystem, newborn: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(views.SHOW, "coming", lambda _: [time.sleep(0.05) for _ in range(600)])
    hurried = create_app(Config(seconds=1.5), system=system).test_client()
    answer = hurried.post("/en/coming", data={**newborn, "from": "keep"}, headers=HTML)
    assert answer.status_code == 503
    assert "This is taking too long just now." in answer.text
    assert _fact(answer, "Daulet")["salary"] == 320000


def test_nothing_told_is_logged(page: Any, newborn: dict[str, str], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        page.post("/en/now", data={**newborn, "from": "keep"}, headers=HTML)
    assert "Alikhan" not in caplog.text


@pytest.mark.parametrize("example", some(["newborn", "four_children", "pensioners", "foreign_employee"], 2))
def test_every_example_is_shown(page: Any, example: str) -> None:
    answer = page.post("/kk/start", data={"do": example}, headers=HTML)
    assert answer.status_code == 200
    assert "Отбасыңыз: 2026 жылғы маусым" in _text(answer)
    assert not re.search(r"Aigerim|Gulnara|Nurlan|Emre", _text(answer))


# ----- What a portal sets ----- #


def test_a_portal_may_show_the_page_in_its_own_and_in_its_colour(system: CountryTaxBenefitSystem, page: Any) -> None:
    portal = create_app(Config(embed=("https://portal.example",), colour="#004c97"), system=system).test_client()
    answer = portal.get("/kk", headers=HTML)
    assert "frame-ancestors https://portal.example;" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert portal.get("/health").headers["X-Frame-Options"] == "DENY"
    assert "--deep: #004c97" in portal.get("/page/colour.css").text
    assert "/page/colour.css" in answer.text
    alone = page.get("/kk", headers=HTML)
    assert "frame-ancestors 'none'" in alone.headers["Content-Security-Policy"]
    assert alone.headers["X-Frame-Options"] == "DENY"
    assert "/page/colour.css" not in alone.text


@pytest.mark.parametrize(
    "setting", [{"colour": "#fec50c"}, {"colour": "blue"}, {"embed": ("*",)}, {"embed": ("https://a.kz; x",)}]
)
def test_a_colour_or_a_portal_that_cannot_be_is_refused(setting: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="is no"):
        Config(**setting)
