"""Many families in one request, and a figure that varies: what each gets is what it would get alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.answers.ladder import climb
from openfisca_kz.families.from_file import situation
from openfisca_kz.web import Config, bulk, create_app


def single(name: str, **facts: Any) -> dict[str, Any]:
    return {"family": {"first_parent": name}, "persons": {name: {"birth_date": "1960-03-12", **facts}}}


def lines(client: Any, **body: Any) -> list[dict[str, Any]]:
    answer = client.post("/bulk", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def test_each_family_gets_its_own_answer_or_its_own_errors(client: Any) -> None:
    asked = [
        {"id": "7", **single("A", sex="female")},
        single("B", salry=5),
        {**single("C"), "month": "2017-01"},
        {**single("D"), "lang": "en"},
    ]
    found = lines(client, route="explain", month="2026-06", lang="ru", requests=asked)
    assert [(one["id"], one["status"]) for one in found] == [("7", 200), (1, 400), (2, 400), (3, 200)]
    alone = client.post("/explain", json={**single("A", sex="female"), "month": "2026-06", "lang": "ru"}).json
    assert found[0]["answer"] == alone
    assert found[1]["problems"][0]["path"] == "persons/B/salry"
    assert "может быть, salary?" in found[1]["error"]
    assert found[3]["answer"]["lang"] == "en"


def test_pay_and_years_in_bulk(client: Any) -> None:
    paid = lines(client, route="payslip", month="2026-06", requests=[{"gross": 450_000}, {"gross": "much"}])
    assert [one["status"] for one in paid] == [200, 400]
    years = lines(client, route="timeline", month="2026-06", requests=[{**single("A"), "years": 1}])
    assert years[0]["answer"]["first_month"] == "2026-06"


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"route": "explain"}, 400, "`requests` is missing"),
        ({"route": "explain", "requests": []}, 400, "a list of requests is expected"),
        ({"route": "explain", "requests": [5]}, 400, "Request 0: an object"),
        ({"route": "bulk", "requests": [{}]}, 400, "bulk is not one of its values"),
        ({"route": "law", "requests": [{}]}, 400, "law is not one of its values"),
        ({"route": "explain", "requests": [{}] * 201}, 413, "at most 200"),
    ],
)
def test_a_bulk_that_cannot_be_used(client: Any, body: dict[str, Any], status: int, words: str) -> None:
    answer = client.post("/bulk", json=body)
    assert answer.status_code == status
    assert words in answer.json["error"]


def test_a_bulk_ends(system: CountryTaxBenefitSystem, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not reached in its time is said, to be asked again; limits hold for each family."""
    few = create_app(Config(considered=300), system=system, page=False).test_client()
    assert [one["status"] for one in lines(few, route="explain", requests=[single("A")])] == [413]
    monkeypatch.setattr(bulk, "TIMES", 0)
    late = lines(few, route="explain", lang="kk", requests=[{"id": "x", **single("A")}])
    assert (late[0]["id"], late[0]["status"]) == ("x", 503)
    assert late[0]["problems"]


def test_a_figure_that_varies(client: Any, system: CountryTaxBenefitSystem) -> None:
    body = {**single("A"), "month": "2026-06", "vary": "salary", "from": 0, "to": 300_000, "step": 100_000}
    answer = client.post("/ladder", json=body)
    assert answer.status_code == 200
    alone = climb(situation(single("A"), system), "2026-06", "salary", 0, 300_000, 100_000)
    assert {name: answer.json[name] for name in alone.to_dict()} == json.loads(json.dumps(alone.to_dict()))
    under_bill = client.post("/ladder", json={**body, "reform": "law_on_social_status"})
    assert under_bill.status_code == 200
    for wrong, words in (
        ({"vary": "salry"}, "did you mean salary"),
        ({"vary": "age"}, "age cannot be varied"),
        ({"person": "B"}, "B is not one of its values"),
        ({"step": 0.001}, "steps are too many"),
        ({"from": 5, "to": 1}, "These steps draw no chart"),
    ):
        refused = client.post("/ladder", json={**body, **wrong})
        assert refused.status_code == 400
        assert words in refused.json["error"]
