"""About the server: languages, readiness, source, contact, caches, packing, hosts."""

from __future__ import annotations

import datetime
import gzip
from typing import Any

import pytest

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.web import Config, create_app
from openfisca_kz.web.answers import preferred


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("kk-KZ", "kk"),
        ("kk-Cyrl-KZ", "kk"),
        ("ru-KZ, en;q=0.5", "ru"),
        ("de, kk;q=0.3, ru;q=0.7", "ru"),
        ("de", "en"),
        ("*", "en"),
        ("*, en;q=0", "kk"),
        ("ru;q=0, kk", "kk"),
        ("", "en"),
        (";;;q=,", "en"),
    ],
)
def test_the_language_that_is_preferred(header: str, lang: str) -> None:
    assert preferred(header) == lang


def test_readiness_source_and_contact(client: Any) -> None:
    assert client.get("/ready").json == {"status": "ready"}
    assert client.get("/source").json["licence"]["name"] == "AGPL-3.0-or-later"
    told = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.splitlines())
    assert told["Contact"].startswith("https://")
    expires = datetime.datetime.fromisoformat(told["Expires"]) - datetime.datetime.now(datetime.UTC)
    assert 0 < expires.days < 365
    info = client.get("/spec").json["info"]
    assert "openfisca.org" not in str(info["contact"])
    assert "termsOfService" not in info


def test_what_is_read_may_be_kept_and_packed(client: Any) -> None:
    plain = client.get("/variables")
    assert "public" in plain.headers["Cache-Control"]
    again = client.get("/variables", headers={"If-None-Match": plain.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    packed = client.get("/variables", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert client.get("/health").headers["Cache-Control"] == "no-store"


def test_what_a_script_of_another_origin_may_read(client: Any) -> None:
    headers = client.get("/health", headers={"Origin": "https://portal.kz"}).headers
    for name in ("X-Request-ID", "Retry-After", "Content-Language", "Country-Package-Version"):
        assert name in headers["Access-Control-Expose-Headers"]
    asked = {"Origin": "https://portal.kz", "Access-Control-Request-Method": "POST"}
    before = client.options("/calculate", headers=asked).headers
    assert before["Access-Control-Max-Age"] == "86400"
    assert "DELETE" not in before["Access-Control-Allow-Methods"]


def test_hosts(system: CountryTaxBenefitSystem, client: Any) -> None:
    strict = create_app(Config(hosts=("law.kz",)), system=system, page=False).test_client()
    assert strict.get("/services", headers={"Host": "law.kz:8080"}).status_code == 200
    assert strict.get("/services", headers={"Host": "evil.example"}).status_code == 400
    assert strict.get("/health", headers={"Host": "10.0.0.1"}).status_code == 200  # by the machine that watches
    for host in ("", "a b", "evil.example/path", "javascript:alert(1)"):
        assert client.get("/services", headers={"Host": host}).status_code == 400


def test_forwarded_headers_are_not_believed_unless_said(client: Any) -> None:
    evil = {
        "X-Forwarded-Prefix": "//evil.example",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "javascript",
    }
    assert client.get("/health/", headers=evil).headers["Location"] == "/health"
    assert "evil" not in client.get("/spec", headers=evil).text[-200:]
    assert client.get("/spec", headers=evil).json["servers"] == [{"url": "http://localhost"}]


def test_a_field_in_the_address_is_refused(client: Any, newborn: dict[str, Any]) -> None:
    response = client.post("/explain?month=2020-01", json=newborn)
    assert response.status_code == 400
    assert "`month` is in the address" in response.json["error"]


def test_a_request_has_a_number(system: CountryTaxBenefitSystem, client: Any) -> None:
    given = "0123456789abcdef" * 2
    assert client.get("/health", headers={"X-Request-ID": given}).headers["X-Request-ID"] != given
    behind = create_app(Config(proxies=1), system=system, page=False).test_client()
    assert behind.get("/health", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given
    assert behind.get("/health", headers={"X-Request-ID": "870312400123"}).headers["X-Request-ID"] != "870312400123"
