"""Whoever calls core's API validly gets the same from ours: status, body, headers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from openfisca_country_template.situation_examples import couple, single

# What core's own API tests send, on the country template: every kind of value, period and role.
TEMPLATE = {
    "single": single,
    "couple": couple,
    "two people and a year": {
        "persons": {
            "bill": {
                "birth": {"2017-12": "1980-01-01"},
                "age": {"2017-12": None},
                "salary": {"2017-12": 2000},
                "basic_income": {"2017-12": None},
                "income_tax": {"2017-12": None},
            },
            "bob": {"salary": {"2017-12": 15000}, "social_security_contribution": {"2017-12": None}},
        },
        "households": {
            "bill&bob": {
                "adults": ["bill", "bob"],
                "housing_tax": {"2017": None},
                "accommodation_size": {"2017-01": 300},
            }
        },
    },
    "an enum told": {
        "persons": {"bill": {}},
        "households": {
            "_": {
                "adults": ["bill"],
                "housing_tax": {"2017": None},
                "accommodation_size": {"2017-01": 300},
                "housing_occupancy_status": {"2017-01": "free_lodger"},
            }
        },
    },
    "an enum asked, months and years": {
        "persons": {"bill": {}},
        "households": {
            "_": {
                "adults": ["bill"],
                "housing_tax": {"2017": None, "2018": None},
                "housing_occupancy_status": {"2017-01": None, "2018-01": None},
                "postal_code": {"2017-01": None},
            }
        },
    },
    "names in other letters": {
        "persons": {"O‘Ryan": {}, "Renée": {"age": {"2017-01": None}}},
        "households": {"_": {"adults": ["O‘Ryan", "Renée"]}},
    },
    "nobody's household": {"persons": {"a": {"salary": {"2017-01": 3000}, "income_tax": {"2017-01": None}}, "b": {}}},
    "one in a household, one in none": {
        "persons": {"a": {}, "b": {"salary": {"2017-01": 100}}},
        "households": {"home": {"adults": "a", "total_taxes": {"2017-01": None}}},
    },
    "a year of salary told by year": {
        "persons": {"a": {"salary": {"2017": 24000, "2017-03": 5000}, "income_tax": {"2017-02": None, "2017-03": None}}}
    },
    "a sum as text, people by number": {
        "persons": {"1": {"salary": {"2017-01": "2000 + 500"}, "income_tax": {"2017-01": None}}},
        "households": {"h": {"adults": [1]}},
    },
    "another way to write a month": {
        "persons": {"a": {"salary": {"month:2017-01": 900}, "income_tax": {"month:2017-01": None}}}
    },
    "nothing asked": {"persons": {"a": {"salary": {"2017-01": 900}}}},
}

LAW = {
    "a family asks": {
        "persons": {
            "Айгерім": {
                "birth_date": {"ETERNITY": "1998-03-12"},
                "sex": {"ETERNITY": "female"},
                "age": {"2026-06": None},
            },
            "Daulet": {
                "birth_date": {"ETERNITY": "1996-11-02"},
                "salary": {f"2026-{month:02}": 320000 for month in range(1, 7)},
                "net_salary": {"2026-05": None, "2026-06": None},
                "pension_date": {"2026-06": None},
                "primary_social_status": {"2026-06": None},
                "employee": {"2026-06": None},
            },
            "Alikhan": {"birth_date": {"ETERNITY": "2026-06-09"}, "birth_benefit": {"2026-06": None}},
        },
        "families": {
            "f": {
                "first_parent": ["Айгерім"],
                "second_parent": ["Daulet"],
                "children": ["Alikhan"],
                "region": {"2026-06": "shymkent_city"},
                "total_rights": {"2026-06": None},
                "disposable_income": {"2026-06": None},
            }
        },
    },
}


def same(ours: Any, cores: Any) -> None:
    assert ours.status_code == cores.status_code, ours.data
    assert timeless(ours.json) == timeless(cores.json)
    for name, value in cores.headers.items():
        if name != "Content-Length":  # core escapes letters that are not English
            assert value in ours.headers[name], name


def timeless(answer: Any) -> Any:
    """Return an answer without the times that a trace took."""
    if isinstance(answer, dict):
        return {
            key: timeless(value) for key, value in answer.items() if key not in ("calculation_time", "formula_time")
        }
    return answer


def post(client: Any, path: str, body: Any) -> Any:
    headers = {"Origin": "https://portal.example", "Content-Type": "application/json"}
    return client.post(path, data=json.dumps(body), headers=headers)


@pytest.mark.parametrize("path", ["/calculate", "/trace"])
@pytest.mark.parametrize("name", TEMPLATE)
def test_requests_of_cores_own_tests(template_pair: Any, path: str, name: str) -> None:
    core, ours = template_pair
    cores = post(core, path, TEMPLATE[name])
    assert cores.status_code == 200, cores.data
    same(post(ours, path, TEMPLATE[name]), cores)


@pytest.mark.parametrize("path", ["/calculate", "/trace"])
@pytest.mark.parametrize("name", LAW)
def test_our_law(client: Any, core: Any, path: str, name: str) -> None:
    cores = post(core, path, LAW[name])
    assert cores.status_code == 200, cores.data
    same(post(client, path, LAW[name]), cores)


def test_every_right_of_a_family_of_five(client: Any, core: Any) -> None:
    from benchmarks.web import family_of_five

    request = family_of_five()
    asked = json.dumps(request).count("null")
    assert asked > 100
    same(post(client, "/calculate", request), post(core, "/calculate", request))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/entities",
        "/variables",
        "/parameters",
        "/parameter/duties",
    ],
)
def test_what_is_read(client: Any, core: Any, path: str) -> None:
    cores = core.get(path)
    assert cores.status_code in (200, 300)
    same(client.get(path), cores)


def test_every_variable_and_parameter(client: Any, core: Any) -> None:
    """Ours say what core's do, and labels in three languages; a reference is an address there, the text beside it."""
    for listed in ("/variables", "/parameters"):
        hrefs = [entry["href"].removeprefix("http://localhost") for entry in core.get(listed).json.values()]
        assert len(hrefs) > 100
        for href in hrefs[::7]:
            ours, cores = client.get(href).json, core.get(href).json
            assert "labels" in ours
            assert ours.pop("citations", None) == cores.get("references")
            for said in (ours, cores):
                said.pop("labels", None)
                said.pop("references", None)
            assert ours == cores
    ours = client.get("/variable/birth_benefit").json
    assert ours["labels"]["kk"] != ours["labels"]["en"] != ours["labels"]["ru"]
    assert all(address.startswith("https://") and " " not in address for address in ours["references"])
    assert any("Social Code" in text for text in ours["citations"])
    assert "МРП" in client.get("/parameter/indicators.mrp").json["labels"]["ru"]
    assert client.get("/parameter/indicators/mrp").json == client.get("/parameter/indicators.mrp").json


def test_unknown_names_are_not_found(client: Any, core: Any) -> None:
    for path in ("/variable/nothing", "/parameter/nothing", "/nothing"):
        assert client.get(path).status_code == core.get(path).status_code == 404


def test_a_slash_at_the_end(client: Any) -> None:
    response = client.get("/entities/")
    assert (response.status_code, response.headers["Location"]) == (302, "/entities")
    assert client.post("/calculate/", json={}).status_code == 308  # core turns it into a GET, and the body is lost
    away = client.get("/", environ_overrides={"PATH_INFO": "//evil.example/"})
    assert away.headers["Location"] == "/evil.example"
