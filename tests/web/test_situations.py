"""The page and the API say of the twelve situations what the files say: the same rights, sums and next steps."""

from __future__ import annotations

import html
import itertools
import json
import re
from typing import Any

import pytest

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.answers.timeline import timeline
from openfisca_kz.answers.verify import verify
from openfisca_kz.families.from_file import parse_family
from openfisca_kz.language import LANGUAGES, language
from openfisca_kz.presentation.next_step import step_lines
from openfisca_kz.web import Config, create_app
from tests.answers.test_twelve_situations import FAMILIES, FOLDER, KEY, SUMS, month, screened
from tests.answers.test_twelve_situations import family as people
from tests.rotating import in_turn, some

QUICK = ("baby_1_month", "lone_mother")
CASES = [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in FAMILIES]


@pytest.fixture(scope="module")
def page(system: CountryTaxBenefitSystem) -> Any:
    return create_app(Config(seconds=120), system=system).test_client()


def written(known: Any, answer: Any) -> Any:
    """Return an answer as JSON holds it; where the family was read from is another place."""
    return json.loads(json.dumps(known)) | {key: answer[key] for key in ("source",) if key in answer}


def plain(text: str) -> str:
    """Return a text with one kind of space."""
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def family(name: str) -> Any:
    return parse_family((FOLDER / f"{name}.yaml").read_bytes(), name)


@pytest.mark.parametrize("name", CASES)
def test_the_api_says_what_the_file_says(client: Any, name: str) -> None:
    told, whole = family(name), screened(name)
    answer = client.post("/screen", json={**told, "month": month(name)}).get_json()
    amounts = ("right", "who", "status", "amount_min", "amount_max", "amount_told", "for_the_past", "step_amount")
    known = json.loads(json.dumps(whole.to_dict()))
    assert [[one[part] for part in amounts] for one in answer["rights"]] == [
        [one[part] for part in amounts] for one in known["rights"]
    ]
    assert answer["next_steps"] == known["next_steps"]
    assert [answer[key] for key in SUMS] == [known[key] for key in SUMS]
    assert answer["cover"] == known["cover"]


@pytest.mark.parametrize("name", CASES)
def test_the_api_tells_the_timeline_of_the_file(client: Any, name: str) -> None:
    answer = client.post("/timeline", json={**family(name), "first_month": month(name), "years": 1}).get_json()
    assert answer == written(timeline(people(name), month(name), 1).to_dict(), answer)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.slow
def test_the_api_checks_payments_as_the_file_does(client: Any, name: str) -> None:
    """What the key says, and a thousand tenge less: the same verdict, grounds, causes and next step."""
    for right, who, amount in (key[1:] for key in KEY if key[0] == name):
        for paid in (amount, amount - 1000):
            asked = {"month": month(name), "right": right, "paid": paid, **({} if who == "family" else {"person": who})}
            answer = client.post("/verify", json={**family(name), **asked}).get_json()
            check = verify(people(name), right, month(name), paid, asked.get("person"))
            assert answer == written(check.to_dict(), answer)


@pytest.mark.parametrize(
    ("name", "lang"), [*in_turn(QUICK), *some(itertools.product(sorted({*FAMILIES} - {*QUICK}), LANGUAGES), 0)]
)
def test_the_page_shows_the_same_sums_steps_and_insurance(
    page: Any, system: CountryTaxBenefitSystem, name: str, lang: str
) -> None:
    told = json.dumps(family(name), default=str)
    answer = page.post(f"/{lang}/now", data={"told": told, "told-month": month(name)}, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    speech, whole = language(lang), screened(name)
    text = plain(re.sub(r"<[^>]+>", " ", html.unescape(answer.text)))
    sums = [whole.told_total, whole.told_once, whole.past_total, whole.step_total]
    for amount in sums:
        if amount:
            assert plain(speech.money(amount)) in text
    for one in whole.rights:
        if one.status == "claimable" or one in whole.likely:
            assert speech.say(system.variables[one.right].label) in text
            assert [line for line in step_lines(one.right, lang) if plain(line) not in text] == []
    grounds = [one.ground for one in whole.cover if one.insured_told]
    assert [ground for ground in grounds if speech.say(ground) not in text] == []
