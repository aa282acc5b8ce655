"""What core answers with 500, or with somebody's input lost: one clear sentence, in the asker's language."""

from __future__ import annotations

import json
from typing import Any

import pytest


def person(**facts: Any) -> dict[str, Any]:
    return {"persons": {"Aigerim": {"birth_date": {"ETERNITY": "1998-03-12"}, **facts}}}


def two(first: dict[str, Any], second: dict[str, Any], **family: Any) -> dict[str, Any]:
    return {"persons": {"A": first, "B": second}, **({"families": family} if family else {})}


ASKED = {"net_salary": {"2026-06": None}}

BAD: dict[str, tuple[Any, int, tuple[str, ...]]] = {
    # Periods
    "a year for what is monthly, asked": (
        person(net_salary={"2026": None}),
        400,
        ("Aigerim, net_salary, 2026", "write it as 2026-06"),
    ),
    "a year for what is monthly, told": (person(salary={"2026": 1}), 400, ("Aigerim, salary, 2026", "2026-06")),
    "a month for what is yearly": (person(national_fund_share={"2026-06": None}), 400, ("write it as 2026.",)),
    "a quarter": (person(salary={"month:2026-01:3": 1}), 400, ("month:2026-01:3", "2026-06")),
    "eternity for what is monthly": (person(salary={"ETERNITY": 1}), 400, ("ETERNITY", "2026-06")),
    "lower-case eternity": (
        {"persons": {"A": {"sex": {"eternity": "female"}}}},
        400,
        ("A, sex, eternity", "capital letters"),
    ),
    "no period": (person(salary=5), 400, ("Aigerim, salary", '"2026-06"')),
    "a word for a period": (person(salary={"June": 5}), 400, ("June is not a period", "2026-06")),
    "an impossible month": (person(salary={"2026-13": 5}), 400, ("2026-13 is not a period",)),
    "two spellings of one period": (
        two({"salary": {"2026-06": 1}}, {"salary": {"month:2026-06": 2}}),
        400,
        ("B, salary", "2026-06 and month:2026-06 are the same period"),
    ),
    "two spellings by one person": (
        person(salary={"2026-06": 1, "month:2026-06": 2}),
        400,
        ("are the same period",),
    ),
    "an eternal fact by month and for ever": (
        two({"sex": {"ETERNITY": "female"}}, {"sex": {"2026-06": "male"}}),
        400,
        ("ETERNITY and 2026-06 are the same period",),
    ),
    "a date before the law": (
        person(birth_benefit={"1234-05": None}),
        400,
        ("Aigerim, birth_benefit, 1234-05", "begin"),
    ),
    "a month before the figures": (
        {"persons": {"A": {"birth_date": {"ETERNITY": "1925-01-31"}, "age_pension": {"1991-07": None}}}},
        400,
        ("1991-07", "not known"),
    ),
    "a fact that nobody told": (person(salary={"2026-06": None}), 400, ("Aigerim, salary, 2026-06", "is missing")),
    "a fact at the end of time": (
        person(salary={"9999-12": None}),
        400,
        ("Aigerim, salary, 9999-12", "is missing"),
    ),
    "born after all that is asked": (
        {"persons": {"A": {"birth_date": {"ETERNITY": "2062-11-02"}, "age": {"2026-05": None, "2026-06": None}}}},
        400,
        ("The birth date of A is 2062-11-02, after June 2026",),
    ),
    "a date after all law": (person(birth_benefit={"9999-05": None}), 400, ("9999-05", "2099-12")),
    # Values
    "a list as value": (person(salary={"2026-06": [1, 2]}), 400, ("Aigerim, salary, 2026-06", "a number")),
    "an object as value": (person(salary={"2026-06": {}}), 400, ("a number",)),
    "a number of two meanings": (person(salary={"2026-06": "320.000"}), 400, ("320.000 can mean thousands",)),
    "a word for a number": (person(salary={"2026-06": "much"}), 400, ("much is not a number",)),
    "a program for a number": (person(salary={"2026-06": "9**9**9"}), 400, ("is not a number",)),
    "a share of a whole number": (person(earlier_service={"2026-06": 1}), 404, ("earlier_service",)),
    "half a month": (person(pension_contribution_months={"2026-06": 1.5}), 400, ("1.5 is not a whole number",)),
    "less than nothing": (person(salary={"2026-06": -1}), 400, ("cannot be less than 0",)),
    "more than there is": (person(salary={"2026-06": 1e13}), 400, ("cannot be more than",)),
    "a huge whole number": (
        person(pension_contribution_months={"2026-06": 10**30}),
        400,
        ("cannot be more than 2147483647",),
    ),
    "a number for a name": (person(sex={"ETERNITY": 1}), 400, ("Aigerim, sex", "male, female")),
    "a misspelt name": (person(sex={"ETERNITY": "femal"}), 400, ("did you mean female",)),
    "a word for true": (person(conscript={"2026-06": "maybe"}), 400, ("maybe is not true or false",)),
    "1 for true": (person(conscript={"2026-06": 1}), 400, ("1 is not true or false",)),
    "a day that is none": ({"persons": {"A": {"birth_date": {"ETERNITY": "1998-02-30"}}}}, 400, ("YYYY-MM-DD",)),
    "a number for a day": ({"persons": {"A": {"birth_date": {"ETERNITY": 5}}}}, 400, ("YYYY-MM-DD",)),
    "asked of one, told of another": (
        two({"net_salary": {"2026-06": 5}}, {"net_salary": {"2026-06": None}}),
        400,
        ("B, net_salary, 2026-06", "somebody else"),
    ),
    # People and families
    "a name with a slash": ({"persons": {"A/B": ASKED}}, 400, ("A/B", "without a slash")),
    "a name of nothing": ({"persons": {" ": ASKED}}, 400, ("a name is text",)),
    "a family's name with a slash": (two({}, {}, **{"x/y": {"children": ["A"]}}), 400, ("x/y", "without a slash")),
    "a family of nobody": (two({}, ASKED, empty={}, full={"first_parent": ["A"]}), 400, ("empty has no members",)),
    "an unknown role": (two({}, {}, f={"grandparents": ["A"]}), 404, ("grandparents",)),
    "two holders of one role": (two({}, {}, f={"first_parent": ["A", "B"]}), 400, ("first_parent", "not 2")),
    "one person twice": (two({}, {}, f={"children": ["A", "A"]}), 400, ("A appears in the families twice",)),
    "one person in two families": (
        two({}, {}, f={"children": ["A"]}, g={"children": ["A", "B"]}),
        400,
        ("A appears in the families twice",),
    ),
    "a person nobody knows": (two({}, {}, f={"children": ["C"]}), 400, ("C is not among the persons",)),
    "an object for a person's name": (two({}, {}, f={"children": [{}]}), 400, ("a list of names",)),
    "an object for a role": (two({}, {}, f={"children": {}}), 400, ("a list of names",)),
    "no persons": ({"persons": {}}, 400, ("`persons` is missing",)),
    "persons in a list": ({"persons": ["A"]}, 400, ("`persons` is missing",)),
    "a person in a word": ({"persons": {"A": "30 years"}}, 400, ("A: facts are expected",)),
    "families in a list": ({"persons": {"A": {}}, "families": []}, 400, ("families",)),
    "an unknown kind of group": ({"persons": {"A": {}}, "households": {}}, 400, ("households", "persons, families")),
    "axes": ({"persons": {"A": {}}, "axes": [[{"name": "salary"}]]}, 400, ("axes", "a request for each value")),
    "an array for a body": (["persons"], 400, ("one object",)),
    "a variable that is none": (person(salry={"2026-06": 1}), 404, ("Aigerim", "salry", "did you mean salary?")),
    "a family's fact of a person": (person(region={"2026-06": "abai"}), 400, ("region is given for the family",)),
    "a person's fact of a family": (
        two({}, {}, f={"children": ["A"], **ASKED}),
        400,
        ("net_salary is given for a person",),
    ),
}


@pytest.mark.parametrize("path", ["/calculate", "/trace"])
@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_a_sentence(client: Any, path: str, name: str) -> None:
    body, status, words = BAD[name]
    response = client.post(path, json=body)
    assert response.status_code == status, response.data
    answer = response.json
    for word in words:
        assert word in answer["error"], answer
    assert answer["problems"]
    assert all(problem["message"] for problem in answer["problems"])


def test_all_problems_at_once_with_their_place(client: Any) -> None:
    body = {"persons": {"A": {"salary": {"2026-06": "much"}}, "B": {"sex": {"ETERNITY": 1}}}}
    problems = client.post("/calculate", json=body).json["problems"]
    assert [problem["path"] for problem in problems] == ["persons/A/salary/2026-06", "persons/B/sex/ETERNITY"]


RAW: dict[str, tuple[bytes, int, str]] = {
    "not a number": (b'{"persons": {"A": {"salary": {"2026-06": NaN}}}}', 400, "NaN is not a number"),
    "infinity": (b'{"persons": {"A": {"salary": {"2026-06": -Infinity}}}}', 400, "-Infinity is not a number"),
    "infinity by its size": (b'{"persons": {"A": {"salary": {"2026-06": 1e999}}}}', 400, "is not a number"),
    "too many digits": (b'{"persons": {"A": {"salary": {"2026-06": %s}}}}' % (b"1" * 5000), 400, "too many digits"),
    "many digits": (b'{"persons": {"A": {"salary": {"2026-06": %s}}}}' % (b"1" * 400), 400, "A, salary, 2026-06"),
    "a person twice": (b'{"persons": {"A": {}, "A": {"salary": {"2026-06": 1}}}}', 400, "A is given twice"),
    "a period twice": (b'{"persons": {"A": {"salary": {"2026-06": 1, "2026-06": 2}}}}', 400, "2026-06 is given twice"),
    "deep nesting": (b'{"persons": ' * 50_000, 400, "brackets within brackets"),
    "deep lists": (b"[" * 100_000 + b"]" * 100_000, 400, "brackets within brackets"),
    "not JSON": (b'{"persons": {"A": {},}}', 400, "not JSON: look at line 1"),
    "nothing": (b"", 400, "not JSON"),
    "not UTF-8": ('{"persons": {"Айгерім": {}}}'.encode("cp1251"), 400, "not in UTF-8 (byte 14)"),
    "UTF-16": ('{"persons": {"A": {}}}'.encode("utf-16"), 400, "not in UTF-8"),
    "half a letter": (b'{"persons": {"\\ud800": {}}}', 400, "half a letter"),
}


@pytest.mark.parametrize("path", ["/calculate", "/trace", "/explain", "/payslip"])
@pytest.mark.parametrize("name", RAW)
def test_bad_bodies_get_a_sentence(client: Any, path: str, name: str) -> None:
    body, status, words = RAW[name]
    response = client.post(path, data=body, content_type="application/json")
    assert response.status_code == status
    if path in ("/calculate", "/trace") or ("digits" not in name and "infinity by" not in name):
        assert words in response.json["error"]


@pytest.mark.parametrize("path", ["/calculate", "/trace", "/explain", "/payslip"])
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_that_is_not_declared_as_json(client: Any, path: str, kind: str) -> None:
    response = client.post(path, data=b'{"persons": {"A": {}}}', content_type=kind or None)
    assert response.status_code == 415
    assert "Content-Type: application/json" in response.json["error"]


def test_other_methods_and_addresses(client: Any) -> None:
    response = client.get("/calculate")
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}
    assert "POST" in response.json["error"]
    assert client.post("/variables").status_code == 405
    assert client.get("/nowhere", headers={"Accept-Language": "ru"}).headers["Content-Language"] == "ru"


@pytest.mark.parametrize(("lang", "alphabet"), [("ru", "абвгдежзиклмнопрстуфхцчшщыьэюя"), ("kk", "әғқңөұүһі")])
@pytest.mark.parametrize("name", BAD)
def test_sentences_are_in_the_language_of_the_asker(client: Any, name: str, lang: str, alphabet: str) -> None:
    response = client.post("/calculate", json=BAD[name][0], headers={"Accept-Language": f"{lang}, en;q=0.5"})
    assert response.headers["Content-Language"] == lang
    english = client.post("/calculate", json=BAD[name][0]).json["problems"]
    for ours, theirs in zip(response.json["problems"], english, strict=True):
        assert ours["message"] != theirs["message"]
        assert ours["path"] == theirs["path"]
    assert set(alphabet) & set(response.json["error"].lower())


def test_letters_are_written_as_they_are(client: Any) -> None:
    response = client.post("/calculate", json={"persons": {"Айгерім": {"age": {"2026-06": None}}}})
    assert "Айгерім" in response.data.decode("utf-8")
    assert b"\\u" not in response.data
    error = client.post("/calculate", json={"persons": {"Айгерім": 5}})
    assert "Айгерім" in error.data.decode("utf-8")


def test_long_words_are_quoted_shortly(client: Any) -> None:
    for body in (
        {"persons": {"x" * 100_000: 5}},
        person(**{"y" * 100_000: {}}),
        person(sex={"ETERNITY": "z" * 100_000}),
    ):
        response = client.post("/calculate", json=body)
        assert 400 <= response.status_code < 500
        assert len(response.json["error"]) < 2000
        assert json.loads(response.data)
