"""Our own routes: a family as a family file has it in, what the library answers out."""

from __future__ import annotations

import copy
import datetime
import gzip
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask import Blueprint

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.answers.explain import explain
from openfisca_kz.answers.passport import passport_schema
from openfisca_kz.answers.signature import code_of, verified
from openfisca_kz.families.from_file import situation
from openfisca_kz.presentation.explanation import to_dict
from openfisca_kz.web import Config, create_app
from tests.rotating import some


def test_explain_is_what_the_library_says(
    client: Any, newborn: dict[str, Any], system: CountryTaxBenefitSystem
) -> None:
    response = client.post("/explain", json=newborn)
    assert response.status_code == 200, response.data
    people = situation({key: newborn[key] for key in ("persons", "family")}, system)
    assert response.json == json.loads(json.dumps(to_dict(explain(people, "2026-06"))))
    due = {line["variable"]: line["amount"] for line in response.json["due"]}
    assert due["birth_benefit"] == 164350  # published for 2026
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("lang", "label"), some([("en", "Birth benefit"), ("ru", "рождени"), ("kk", "жәрдемақы")], 1))
def test_the_language_of_the_body_or_of_the_header(client: Any, newborn: dict[str, Any], lang: str, label: str) -> None:
    by_header = client.post("/explain", json=newborn, headers={"Accept-Language": lang})
    by_body = client.post("/explain", json={**newborn, "lang": lang}, headers={"Accept-Language": "de"})
    assert by_header.json == by_body.json
    assert by_header.headers["Content-Language"] == by_body.headers["Content-Language"] == lang
    assert label in by_body.data.decode("utf-8")


@pytest.mark.slow
def test_explain_under_a_bill(client: Any, newborn: dict[str, Any]) -> None:
    later = {**newborn, "month": "2030-06"}
    law = client.post("/explain", json=later).json
    # The deduction of income tax counts MRP, which the forecast raises until 2030.
    bill = client.post("/explain", json={**later, "reform": "forecast_indicators"})
    assert bill.status_code == 200
    assert bill.json != law
    assert client.post("/explain", json=later).json == law


@pytest.mark.slow
def test_this_month_if_none_is_given(client: Any, newborn: dict[str, Any]) -> None:
    del newborn["month"]
    assert client.post("/explain", json=newborn).json["month"] == datetime.date.today().strftime("%Y-%m")


def without(body: dict[str, Any], field: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != field}


def test_bad_fields_get_a_sentence(client: Any, newborn: dict[str, Any]) -> None:
    wrong_date = copy.deepcopy(newborn)
    wrong_date["persons"]["Daulet"]["birth_date"] = "1996-02-30"
    bad = [
        ({**newborn, "month": "June"}, "June is not a month"),
        ({**newborn, "month": "1234-05"}, "outside the rules"),
        ({**newborn, "month": 202606}, "202606 is not a month"),
        ({**newborn, "lang": "de"}, "de is not one of en, kk, ru"),
        ({**newborn, "lang": []}, "is not one of en, kk, ru"),
        ({**newborn, "reform": "tomorrow"}, "There is no reform `tomorrow`"),
        ({**newborn, "reform": 5}, "reform: 5 is not a name"),
        ({**newborn, "monht": "2026-06"}, "There is no `monht`: did you mean month?"),
        (without(newborn, "persons"), "`persons:` is missing"),
        (without(newborn, "family"), "`family:` is missing"),
        (wrong_date, "Daulet, birth_date: 1996-02-30 is not a date YYYY-MM-DD"),
        ({**newborn, "month": "2025-01"}, "The birth date of Alikhan is 2026-06-09, after January 2025"),
        ([], "one object with the fields persons, family"),
    ]
    for body, words in bad:
        response = client.post("/explain", json=body)
        assert response.status_code == 400, response.data
        assert words in response.json["error"]


def test_payslip(client: Any) -> None:
    answer = client.post("/payslip", json={"gross": 320000, "month": "2026-06", "lang": "ru"}).json
    amounts = {line["name"]: line["amount"] for line in answer["lines"]}
    assert amounts["pension_contribution"] == 32000
    assert amounts["health_contribution"] == 6400
    # (320 000 - 32 000 - 6 400 - 30 MRP of 4 325) x 10 %
    assert amounts["income_tax"] == 15185
    assert answer["net"] == 320000 - 32000 - 6400 - 15185
    back = client.post("/payslip", json={"net": answer["net"], "month": "2026-06"}).json
    assert back["gross"] == 320000
    pensioner = {"gross": 320000, "month": "2026-06", "facts": {"pension_age_reached": True}}
    assert client.post("/payslip", json=pensioner).json["net"] > answer["net"]


def test_a_payer_of_a_fixed_sum_tells_no_income(client: Any) -> None:
    """5% of one minimum wage of 85 000."""
    answer = client.post("/payslip", json={"payer": "independent", "month": "2026-06"})
    assert (answer.status_code, answer.json["to_pay"]) == (200, 4250)


def test_bad_payslips_get_a_sentence(client: Any) -> None:
    month = {"month": "2026-06"}
    bad = [
        (month, "`gross` or `net`"),
        ({**month, "gross": 1, "net": 1}, "`gross` or `net`"),
        ({**month, "gross": -1}, "`gross`: -1 is not a number from 0 to 1000000000000"),
        ({**month, "gross": "1"}, "gross: 1 is in quotation marks"),
        ({**month, "gross": True}, "is not a number"),
        ({**month, "gross": 1e13}, "is not a number"),
        ({**month, "gross": 1, "facts": []}, "`facts`: an object"),
        ({**month, "gross": 1, "facts": {"birth_benefit": 1}}, "birth_benefit is not a fact that a payslip takes"),
        ({**month, "gross": 1, "facts": {"disability_group": [1]}}, "disability_group: a name is expected"),
        ({**month, "gross": 1, "facts": {"tax_resident": "perhaps"}}, "tax_resident: perhaps is not true or false"),
        ({**month, "gross": 1, "since": "2026-08"}, "starts in August 2026"),
        ({**month, "gross": 1, "payer": "nobody"}, "payer: nobody"),
    ]
    for body, words in bad:
        response = client.post("/payslip", json=body)
        assert response.status_code == 400, response.data
        assert words in response.json["error"]


def test_screen(client: Any, newborn: dict[str, Any]) -> None:
    response = client.post("/screen", json=newborn)
    assert response.status_code == 200, response.data
    assert "birth_benefit" in response.data.decode("utf-8")


def test_passport(client: Any, newborn: dict[str, Any]) -> None:
    response = client.post("/passport", json=newborn)
    assert response.status_code == 200, response.data
    jsonschema.validate(response.json, passport_schema())
    assert "child_under_1" in response.data.decode("utf-8")


def test_processes(client: Any, newborn: dict[str, Any]) -> None:
    response = client.post("/processes", json=newborn)
    assert response.status_code == 200, response.data
    assert response.json["papers_saved"] >= 3


def test_readout_is_off_unless_a_key_is_configured(system: CountryTaxBenefitSystem, newborn: dict[str, Any]) -> None:
    server = create_app(system=system, page=False).test_client()
    response = server.post("/readout", json={**newborn, "certificate": "health_insurance", "person": "Alikhan"})
    assert response.status_code == 404
    assert response.json["error"] == "Read-outs are off: the operator has configured no key."


def test_readout(client: Any, newborn: dict[str, Any], tmp_path: Path) -> None:
    body = {**newborn, "certificate": "health_insurance", "person": "Alikhan"}
    answer = client.post("/readout", json=body).json
    (tmp_path / "key.pub").write_text(answer["public_key"], encoding="ascii")
    payload = verified(answer["document"].encode("utf-8"), tmp_path / "key.pub")
    assert payload is not None
    assert payload["person"] == "Alikhan"
    assert answer["code"] == code_of(answer["document"].encode("utf-8"))
    for wrong in ({"certificate": "marriage"}, {"person": "Bek"}, {"certificate": None}):
        assert client.post("/readout", json={**body, **wrong}).status_code == 400


@pytest.mark.parametrize("path", ["/explain", "/screen", "/passport", "/processes"])
def test_what_is_impossible_is_refused(client: Any, newborn: dict[str, Any], path: str) -> None:
    """A man cannot be pregnant: one sentence and 400 at every door."""
    persons = {**newborn["persons"], "Bek": {"birth_date": "1990-05-05", "sex": "male", "pregnant": True}}
    body = {**newborn, "persons": persons, "family": {**newborn["family"], "others": ["Bek"]}}
    response = client.post(path, json=body)
    assert response.status_code == 400
    assert "Bek is entered as a man and as pregnant" in response.json["error"]


def test_timeline(client: Any, newborn: dict[str, Any]) -> None:
    body = {**without(newborn, "month"), "first_month": "2026-06", "years": 1}
    response = client.post("/timeline", json=body)
    assert response.status_code == 200, response.data
    assert "childcare_benefit" in response.data.decode("utf-8")
    for years in (0, 11, 1.5, "2", True):
        assert client.post("/timeline", json={**body, "years": years}).status_code == 400


def test_verify(client: Any, newborn: dict[str, Any]) -> None:
    body = {**newborn, "right": "birth_benefit", "paid": 150000, "person": "Alikhan"}
    response = client.post("/verify", json=body)
    assert response.status_code == 200, response.data
    assert "164350" in response.data.decode("utf-8")
    bad = [
        (without(body, "right"), "`right` is missing"),
        (without(body, "paid"), "`paid` is missing"),
        ({**body, "right": "birth_benefitt"}, "did you mean birth_benefit?"),
        ({**body, "person": "Nobody"}, "person: Nobody"),
        ({**body, "paid": None}, "`paid` is missing"),
        ({**body, "paid": "much"}, "is not a number"),
    ]
    for wrong, words in bad:
        response = client.post("/verify", json=wrong)
        assert response.status_code == 400, response.data
        assert words in response.json["error"]


def test_services(client: Any) -> None:
    services = client.get("/services").json["services"]
    granting = [service for service in services if "birth_benefit" in service.get("rights", ())]
    assert len(granting) == 1
    assert set(granting[0]["name"]) == {"en", "ru", "kk"}


def test_health_says_that_the_law_is_loaded(client: Any, system: CountryTaxBenefitSystem) -> None:
    answer = client.get("/health").json
    assert answer["status"] == "ready"
    assert answer["variables"] == len(system.variables)


def test_security_headers(client: Any) -> None:
    for response in (client.get("/health"), client.post("/calculate", json={}), client.get("/nowhere")):
        headers = response.headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Strict-Transport-Security" not in headers


def test_origins(system: CountryTaxBenefitSystem, client: Any) -> None:
    def allowed(client: Any, origin: str) -> str | None:
        return client.get("/health", headers={"Origin": origin}).headers.get("Access-Control-Allow-Origin")

    assert allowed(client, "https://anybody.example") == "https://anybody.example"
    strict = create_app(Config(cors=("https://portal.kz",)), system=system, page=False).test_client()
    assert allowed(strict, "https://portal.kz") == "https://portal.kz"
    assert allowed(strict, "https://anybody.example") is None


@pytest.mark.slow
def test_behind_a_proxy(system: CountryTaxBenefitSystem) -> None:
    forwarded = {
        "X-Forwarded-Host": "law.kz",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Prefix": "/api",
    }
    behind = create_app(Config(proxies=1), system=system, page=False).test_client()
    assert behind.get("/spec", headers=forwarded).json["servers"] == [{"url": "https://law.kz/api"}]
    assert behind.get("/entities/", headers=forwarded).headers["Location"] == "/api/entities"
    assert "Strict-Transport-Security" in behind.get("/health", headers=forwarded).headers
    alone = create_app(Config(proxies=0), system=system, page=False).test_client()
    assert alone.get("/spec", headers=forwarded).json["servers"] == [{"url": "http://localhost"}]


@pytest.mark.slow
def test_the_page_is_for_browsers_and_the_welcome_for_programs(
    system: CountryTaxBenefitSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    blueprint = Blueprint("page", "page")
    blueprint.add_url_rule("/", "index", lambda: "the personal account")
    monkeypatch.setattr("openfisca_kz.web.app.page_blueprint", blueprint)
    client = create_app(system=system).test_client()
    browser = client.get("/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (browser.status_code, browser.text) == (200, "the personal account")
    for accept in ("*/*", "application/json"):
        program = client.get("/", headers={"Accept": accept})
        assert program.status_code == 300
        assert "OpenFisca" in program.json["welcome"]
    alone = create_app(system=system, page=False).test_client()
    assert alone.get("/", headers={"Accept": "text/html"}).status_code == 300


@pytest.mark.parametrize("path", ["/explain", "/screen"])
def test_a_condition_told_of_a_time_without_figures_is_a_sentence(client: Any, path: str) -> None:
    facts = {"birth_date": "1990-01-31", "sex": "female", "maternity_payment_eligible": True}
    body = {"month": "2026-06", "family": {"first_parent": "A"}, "persons": {"A": facts}}
    answer = client.post(path, json=body)
    assert answer.status_code == 400
    assert "a date that decides which law counts is not given" in answer.json["error"]


def test_a_value_of_any_depth_is_quoted_shortly(client: Any) -> None:
    deep = b"[" * 900 + b"]" * 900
    body = b'{"family": {"first_parent": "A"}, "persons": {"A": {"birth_date": "1990-01-31", "salary": %s}}}' % deep
    answer = client.post("/explain", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json["problems"] == [
        {"path": "persons/A/salary", "message": "A, salary: [...] is not a number."},
    ]


@pytest.mark.parametrize("fact", ["birth_date", "salary"])
def test_an_empty_object_is_no_value(client: Any, fact: str) -> None:
    facts = {"birth_date": "1990-01-31", fact: {}}
    answer = client.post("/explain", json={"family": {"first_parent": "A"}, "persons": {"A": facts}})
    assert answer.status_code == 400
    assert f"A, {fact}: a value is missing" in answer.json["error"]


def test_a_refusal_speaks_the_language_of_the_body(client: Any, newborn: dict[str, Any]) -> None:
    answer = client.post("/explain", json={**newborn, "lang": "ru", "foo": 1}, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["Content-Language"]) == (400, "ru")
    assert answer.json["error"].startswith("Поля `foo` нет")


@pytest.mark.parametrize(
    ("address", "path", "words"),
    [
        ("/law?on=2026-06&on=2026-07", "on", "on is given twice"),
        ("/changes?since=2026-01&from=2025-12", "from", "Give one of the two: `from` or `since`."),
        ("/changes?since=2026-07&to=2026-06", "to", "June 2026 is before July 2026"),
        ("/law?area=nope", "area", "`openfisca-kz law` lists them, or `/parameters` of the API."),
        ("/changes?since=2025-01&area=nope", "area", "There are no figures of nope"),
        ("/services?x=1", "x", "There is no `x`"),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(client: Any, address: str, path: str, words: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    (problem,) = answer.json["problems"]
    assert (problem["path"], words in problem["message"]) == (path, True), problem


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_every_service_names_its_law_in_the_language(client: Any, lang: str) -> None:
    for service in client.get(f"/services?lang={lang}").json["services"]:
        assert not re.search("[A-Za-z]{4}", service["law"]), service["law"]


def test_the_services_are_said_in_the_language_asked(client: Any) -> None:
    by_header = client.get("/services", headers={"Accept-Language": "ru"})
    assert by_header.headers["Content-Language"] == "ru"
    assert by_header.json == client.get("/services?lang=ru").json
    (birth,) = (one for one in by_header.json["services"] if "birth_benefit" in one["rights"])
    assert (birth["event"], birth["law"]) == ("рождение", "Социальный кодекс, ст. 78–83")
    assert birth["body"].startswith("Департамент")


@pytest.mark.parametrize(
    ("route", "change", "path", "words"),
    [
        ("timeline", {"years": "5"}, "years", "years: 5 is in quotation marks"),
        ("verify", {"paid": True, "right": "birth_benefit"}, "paid", "`paid`: true is not a number"),
        ("verify", {"paid": 1, "right": "pension_contribution"}, "right", "it is one of housing_assistance"),
        ("verify", {"paid": 1, "right": "birth_benefit", "person": "family"}, "person", "family is not one of"),
        ("verify", {"paid": 1, "right": "national_fund_share"}, "right", "that is paid monthly"),
        ("timeline", {"first_month": "2099-01"}, "years", "2103-12 is outside the rules"),
        ("ladder", {"vary": "birth_date"}, "vary", "birth_date cannot be varied"),
        ("ladder", {"from": 5, "to": 1}, "from", "`from` must be below `to`"),
        ("ladder", {"step": 1}, "step", "steps are too many"),
        ("ladder", {"month": "2020-01"}, "persons/Alikhan/birth_date", "The birth date of Alikhan is"),
        ("payslip", {"net": 1e12, "month": "2026-06"}, "net", "Net pay is a number of tenge"),
        ("payslip", {"net": 1e5, "payer": "entrepreneur"}, "payer", "only for employee, second_employer"),
        ("payslip", {"gross": 1, "month": "2026-06", "since": "2026-08"}, "since", "give an earlier start"),
        ("payslip", {"gross": 1, "month": "2023-06", "payer": "self_employed"}, "month", "ask for a later month"),
        ("payslip", {"gross": 1, "facts": {"birth_date": "2150-01-01"}}, "facts/birth_date", "before birth"),
        ("payslip", {"gross": 1, "facts": {"sex": "woman"}}, "facts/sex", "woman is not one of its values"),
        ("payslip", {"gross": 1, "facts": {"x": 1}}, "facts/x", "x is not a fact that a payslip takes"),
        ("explain", {"month": {"a": 1}}, "month", "{...} is not a month"),
    ],
)
def test_a_wrong_field_is_named_with_what_would_be_right(
    client: Any, newborn: dict[str, Any], route: str, change: dict[str, Any], path: str, words: str
) -> None:
    left = ("month",) if route == "timeline" else ("month", "persons", "family") if route == "payslip" else ()
    told = {name: value for name, value in newborn.items() if name not in left}
    answer = client.post(f"/{route}", json={**told, **change})
    assert answer.status_code == 400
    (problem,) = answer.json["problems"]
    assert (problem["path"], words in problem["message"]) == (path, True), problem


def test_a_packed_body_is_refused_as_such(client: Any) -> None:
    packed = gzip.compress(b'{"persons": {}}')
    sent = {"data": packed, "content_type": "application/json", "headers": {"Content-Encoding": "gzip"}}
    for route in ("/explain", "/calculate"):
        answer = client.post(route, **sent)
        assert (answer.status_code, "Content-Encoding" in answer.json["error"]) == (415, True)


def test_the_facts_of_a_payslip_are_echoed_in_words_of_json(client: Any) -> None:
    told = {"tax_resident": False, "disability_group": "group_1"}
    answer = client.post("/payslip", json={"gross": 100000, "month": "2026-06", "facts": told})
    assert answer.json["facts"] == {"tax_resident": "false", "disability_group": "group_1"}
