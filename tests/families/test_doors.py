"""The same family gets the same verdict and the same sentence at every door: file, API, page, tables.

Where a door differs, docs/api.md lists it, with the reason: `/calculate` keeps the contract of OpenFisca, and a table
has no place for what is unknown.
"""

from __future__ import annotations

import copy
import datetime
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from openfisca_core import periods

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.families.from_file import parse_family, situation
from openfisca_kz.language import language
from openfisca_kz.problems import InputError
from openfisca_kz.web import Config, create_app
from tests.rotating import each_once

MONTH = "2026-06"
GOOD = {
    "persons": {
        "A": {"birth_date": "1998-03-12", "sex": "female", "salary": 300000},
        "B": {"birth_date": "2026-05-14", "sex": "male"},
    },
    "family": {"first_parent": "A", "children": ["B"]},
}
DELETE = object()

# What is changed, the sentence of the doors that read people by name (None: accepted), and the doors that differ.
CASES: dict[str, tuple[dict[str, Any], str | None, set[str]]] = {
    "nothing": ({}, None, set()),
    "child older than its parent": (
        {"B.birth_date": "1990-05-14"},
        "B (1990-05-14) is not younger than A (1998-03-12), who is entered as a parent: "
        "correct a birth date or a place in the family.",
        {"calculate"},
    ),
    "parent of eight": (
        {"A.birth_date": "2018-03-12"},
        "A (2018-03-12) was aged 8 when B (2026-05-14) was born, and is entered as a parent: correct a birth date or "
        "a place in the family; for a child under guardianship give `under_guardianship: true`.",
        {"calculate"},
    ),
    "child in a couple": (
        {"family.second_parent": "B", "family.children": DELETE, "B.birth_date": "2020-05-14"},
        "B (2020-05-14) is aged 6 in June 2026 and is entered as one of a couple: "
        "correct the birth date or the place in the family.",
        {"calculate"},
    ),
    "born after the month": (
        {"B.birth_date": "2026-07-14"},
        "The birth date of B is 2026-07-14, after June 2026: correct it or ask for a later month.",
        {"calculate"},
    ),
    "born 1850": (
        {"A.birth_date": "1850-03-12"},
        "A, birth_date: 1850-03-12 is before 1900-01-01: correct the year.",
        set(),
    ),
    "no birth date": (
        {"B.birth_date": DELETE},
        "B: birth_date is missing: write it as `birth_date: 1990-01-31`.",
        {"calculate"},
    ),
    "no sex": ({"B.sex": DELETE}, None, {"tables"}),
    "number as text": (
        {"A.salary": "100"},
        "A, salary: 100 is in quotation marks: write it without them.",
        {"calculate"},
    ),
    "sum as text": (
        {"A.salary": "2000+500"},
        "A, salary: 2000+500 is not a number: write digits alone, such as 320000.",
        {"calculate"},
    ),
    "word for a number": ({"A.salary": "much"}, "A, salary: much is not a number.", set()),
    "false for a name": (
        {"A.sex": False},
        "A, sex: a name is expected, not false: it is one of male, female.",
        set(),
    ),
    "person in no family": (
        {"family.children": DELETE},
        "B is in no family: write the name under first_parent, children or others.",
        {"calculate"},
    ),
    "month for a date": ({"A.birth_date": "2025-01"}, "A, birth_date: 2025-01 is not a date YYYY-MM-DD.", set()),
    "unknown fact": ({"A.salry": 1}, "A: there is no `salry`: did you mean salary?", set()),
    "less than nothing": ({"A.salary": -1}, "A, salary: it cannot be less than 0: -1 was given.", set()),
    "more than is exact": (
        {"A.salary": 1e13},
        "A, salary: it cannot be more than 1000000000000: 10000000000000 was given.",
        set(),
    ),
    "unknown name": ({"A.sex": "femal"}, "A, sex: femal is not one of its values: did you mean female?", set()),
    "part of a whole": (
        {"A.social_insurance_months": 0.5},
        "A, social_insurance_months: 0.5 is not a whole number.",
        set(),
    ),
    "two first parents": (
        {"family.first_parent": ["A", "B"], "family.children": DELETE},
        "family, first_parent: there can be 1, not 2.",
        set(),
    ),
    "yes": ({"A.pregnant": "yes"}, None, {"tables"}),
    "null": (
        {"A.salary": None},
        "A, salary: a value is missing; leave the line out if it is not known.",
        {"tables"},
    ),
}


def changed(changes: dict[str, Any]) -> dict[str, Any]:
    data = copy.deepcopy(GOOD)
    for place, value in changes.items():
        holder, key = place.split(".")
        facts = data["family"] if holder == "family" else data["persons"][holder]
        if value is DELETE:
            facts.pop(key)
        else:
            facts[key] = value
    return data


@pytest.fixture(scope="module")
def client(system: CountryTaxBenefitSystem) -> Any:
    return create_app(Config(seconds=120), system=system).test_client()


def _of_file(data: dict[str, Any], system: Any, client: Any) -> str | None:
    try:
        situation(parse_family(json.dumps(data).encode(), "f.yaml"), system).simulation(periods.period(MONTH))
    except InputError as error:
        return str(error)
    return None


def _of_explain(data: dict[str, Any], system: Any, client: Any) -> str | None:
    answer = client.post("/explain", json={**data, "month": MONTH})
    assert answer.status_code in (200, 400)
    return answer.json.get("error")


def _of_page(data: dict[str, Any], system: Any, client: Any) -> str | None:
    told = json.dumps(data)
    form = {"told": told, "told-month": MONTH, "from": "life", "do": "back"}
    answer = client.post("/en/people", data=form, headers={"Accept": "text/html"})
    if answer.status_code == 200:  # what only shows in a month shows when it is asked
        answer = client.post("/en/keep", data={**form, "do": "back"}, headers={"Accept": "text/html"})
        file = (io.BytesIO(told.encode()), "family.json")
        answer = client.post("/en/start", data={"do": "open", "file": file}, headers={"Accept": "text/html"})
    text = " ".join(html.unescape(re.sub("<[^>]*>", " ", answer.text)).split())
    return None if answer.status_code == 200 else text


def _of_calculate(data: dict[str, Any], system: Any, client: Any) -> str | None:
    persons = {
        name: {fact: {"ETERNITY" if fact in ("birth_date", "sex") else MONTH: value} for fact, value in facts.items()}
        for name, facts in data["persons"].items()
    }
    answer = client.post("/calculate", json={"persons": persons, "families": {"family": data["family"]}})
    assert answer.status_code in (200, 400, 404)
    return answer.json.get("error")


DOORS = {"file": _of_file, "explain": _of_explain, "page": _of_page, "calculate": _of_calculate}


@pytest.mark.parametrize(("case", "door"), each_once(CASES, DOORS))
def test_one_verdict_and_one_sentence(case: str, door: str, system: CountryTaxBenefitSystem, client: Any) -> None:
    changes, sentence, differing = CASES[case]
    if door == "page" and case in ("born after the month", "child in a couple"):
        pytest.skip("the page asks the month of today when a file is opened: test_page.py has these")
    said = DOORS[door](changed(changes), system, client)
    if door in differing:
        assert (said is None) == (sentence is not None)
    elif sentence is None:
        assert said is None
    else:
        # Only /calculate has a period in the place.
        said = (said or "").replace(", ETERNITY:", ":").replace(f", {MONTH}:", ":")
        assert (sentence in said) if door == "page" else (said == sentence)


def test_a_whole_number_as_text_is_refused_by_calculate_as_a_part(client: Any) -> None:
    """`/calculate` works sums out, as core does; core then stores 2 for 2.7."""
    body = {"persons": {"A": {"social_insurance_months": {MONTH: "2.7"}}}}
    assert client.post("/calculate", json=body).json["error"].endswith("2.7 is not a whole number.")
    body["persons"]["A"]["social_insurance_months"][MONTH] = "20 + 4"
    assert client.post("/calculate", json=body).status_code == 200


# ----- Tables ----- #

# The verdicts of a table: the column and the reason, where other doors have a sentence.
TABLES = {
    "child older than its parent": ("birth_date", "is not after the birth of a parent of the family"),
    "parent of eight": ("birth_date", "is when no parent of the family was 14 years old"),
    "child in a couple": ("birth_date", "makes one of a couple younger than 14 years"),
    "born after the month": ("birth_date", "is after the month of the run, which ends on 2026-06-30"),
    "born 1850": ("birth_date", "is before 1900-01-01"),
    "no birth date": ("birth_date", "is empty"),
    "no sex": ("sex", "is empty"),
    "less than nothing": ("salary", "is less than 0"),
    "more than is exact": ("salary", "is more than 1e+12"),
    "unknown name": ("sex", "is not one of male, female"),
    "two first parents": ("role", "two persons of the family are first_parent"),
}


@pytest.mark.parametrize("case", ["nothing", *TABLES])
def test_tables_have_the_same_verdict(case: str, system: CountryTaxBenefitSystem) -> None:
    pa = pytest.importorskip("pyarrow")
    from openfisca_kz.population.checking import Tables

    data = changed(CASES[case][0])
    roles = {"first_parent": "first_parent", "second_parent": "second_parent", "children": "child"}
    role = {}
    for word, key in roles.items():
        listed = data["family"].get(word, [])
        role |= dict.fromkeys([listed] if isinstance(listed, str) else listed, key)
    rows = [
        {
            "family_id": 1,
            "role": role[name],
            "birth_date": facts.get("birth_date") and datetime.date.fromisoformat(facts["birth_date"]),
            "sex": facts.get("sex"),
            "salary": float(facts.get("salary", 0)),
        }
        for name, facts in data["persons"].items()
    ]
    last = periods.period(MONTH).stop.date
    import numpy as np

    persons, _, rejects = Tables(system, pa.Table.from_pylist(rows), None).sound(np.datetime64(last, "D"))
    found = {(row["column"], row["reason"]) for row in rejects if row["column"]}
    assert found == ({TABLES[case]} if case in TABLES else set())
    assert persons.num_rows == (0 if case in TABLES else 2)


# ----- The list of exceptions ----- #


def test_every_exception_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    table = page.partition("## One family, every door")[2].partition("\n## ")[0]
    documented = {
        (cells[1].strip(), door.strip())
        for line in table.splitlines()
        if line.startswith("| ") and len(cells := line.split("|")) > 3
        for door in cells[2].split(",")
    }
    wanted = {(case, door) for case, (_, _, differing) in CASES.items() for door in differing}
    assert wanted == {(case, door) for case, door in documented if case in CASES}


def test_sentences_of_births_are_said_in_every_language() -> None:
    with pytest.raises(InputError) as caught:
        situation(changed({"B.birth_date": "1990-05-14"}))
    said = {problem.say(language(lang)) for problem in caught.value.problems for lang in ("en", "kk", "ru")}
    assert len(said) == 3
