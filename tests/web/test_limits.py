"""Requests that ask for too much are refused within a second, by limits that an installation sets."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from click.testing import CliRunner

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.cli import main
from openfisca_kz.problems import InputError
from openfisca_kz.web import Config, create_app

MB = 1 << 20


@pytest.fixture(scope="module")
def roomy(system: CountryTaxBenefitSystem) -> Any:
    """Return an API that takes large bodies, so that the other limits have to hold."""
    return create_app(Config(body=200 * MB), system=system, page=False).test_client()


class Endless:
    """A body that is sent in pieces and never says how long it is."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.read_bytes = 0

    def read(self, size: int = -1) -> bytes:
        piece = min(self.left, size if size >= 0 else self.left)
        self.left -= piece
        self.read_bytes += piece
        return b" " * piece


def refused(response: Any, start: float, status: int = 413) -> str:
    assert time.process_time() - start < 1  # of this process: others may be at work too
    assert response.status_code == status, response.data[:200]
    return response.json["error"]


@pytest.mark.parametrize("path", ["/calculate", "/trace", "/explain", "/payslip"])
def test_a_hundred_megabytes(client: Any, path: str) -> None:
    start = time.process_time()
    response = client.post(path, data=b" " * (100 * MB), content_type="application/json")
    assert "1048576 bytes" in refused(response, start)


def test_a_hundred_megabytes_in_pieces(client: Any) -> None:
    body = Endless(100 * MB)
    start = time.process_time()
    response = client.post(
        "/calculate",
        environ_overrides={"wsgi.input": body, "wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
        content_type="application/json",
    )
    assert "1048576 bytes" in refused(response, start)


def test_a_body_in_pieces_is_read_whole(client: Any) -> None:
    class Pieces(Endless):
        def read(self, size: int = -1) -> bytes:
            return json.dumps({"persons": {"A": {"age": {"2026-06": None}}}}).encode() if super().read(size) else b""

    response = client.post(
        "/calculate",
        environ_overrides={"wsgi.input": Pieces(1), "wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
        content_type="application/json",
    )
    assert response.status_code == 200


@pytest.mark.parametrize("path", ["/calculate", "/trace"])
def test_a_hundred_thousand_people(roomy: Any, path: str) -> None:
    body = json.dumps({"persons": {f"person {number}": {"salary": {"2026-06": 1}} for number in range(100_000)}})
    start = time.process_time()
    assert "There are 100000 people" in refused(roomy.post(path, data=body, content_type="application/json"), start)


def test_a_hundred_thousand_people_explained(roomy: Any) -> None:
    persons = {f"person {number}": {"birth_date": "1990-01-01"} for number in range(100_000)}
    body = json.dumps({"persons": persons, "family": {"others": list(persons)}})
    start = time.process_time()
    assert "There are 100000 people" in refused(
        roomy.post("/explain", data=body, content_type="application/json"), start
    )


def months(count: int) -> list[str]:
    return [f"{year}-{month:02}" for year in range(1950, 2100) for month in range(1, 13)][:count]


@pytest.mark.parametrize("value", [None, 1000])
def test_a_thousand_periods(client: Any, value: Any) -> None:
    body = {"persons": {"A": {"salary": dict.fromkeys(months(1000), value)}}}
    start = time.process_time()
    assert "more than 600 periods" in refused(client.post("/calculate", json=body), start)


def test_a_thousand_periods_explained(client: Any) -> None:
    facts = {"birth_date": "1990-01-01", "salary": dict.fromkeys(months(1000), 5)}
    body = {"persons": {"A": facts}, "family": {"first_parent": "A"}, "month": "2026-06"}
    start = time.process_time()
    assert "more than 600 periods" in refused(client.post("/explain", json=body), start)


def test_a_thousand_people_times_many_months(client: Any) -> None:
    asked = dict.fromkeys(months(1220)[-400:], None)
    body = {"persons": {f"p{number}": {"net_salary": asked} if number == 0 else {} for number in range(1000)}}
    start = time.process_time()
    assert "400000 values" in refused(client.post("/calculate", json=body), start)


def test_many_unknown_facts_do_not_cost_time(client: Any) -> None:
    facts = {f"salary_of_{number}": {"2026-06": 1} for number in range(20_000)}
    start = time.process_time()
    answer = client.post("/calculate", json={"persons": {"A": facts}})
    refused(answer, start, 404)
    assert len(answer.json["problems"]) == 10
    facts = {f"salary_of_{number}": 1 for number in range(20_000)}
    start = time.process_time()
    answer = client.post("/explain", json={"persons": {"A": facts}, "family": {"first_parent": "A"}})
    refused(answer, start, 400)
    assert len(answer.json["problems"]) == 10


def test_limits_are_set_by_the_installation(system: CountryTaxBenefitSystem) -> None:
    config = Config.from_env(
        {"OPENFISCA_KZ_PEOPLE": "1", "OPENFISCA_KZ_BODY": "500", "OPENFISCA_KZ_CORS": "https://a.kz, https://b.kz"}
    )
    assert config == Config(people=1, body=500, cors=("https://a.kz", "https://b.kz"))
    client = create_app(config, system=system, page=False).test_client()
    assert "at most 1 " in client.post("/calculate", json={"persons": {"A": {}, "B": {}}}).json["error"]
    assert "500 bytes" in client.post("/calculate", json={"persons": {"A" * 600: {}}}).json["error"]


def test_a_limit_that_is_no_number_is_refused() -> None:
    with pytest.raises(InputError, match="OPENFISCA_KZ_PEOPLE: many is not a number"):
        Config.from_env({"OPENFISCA_KZ_PEOPLE": "many"})
    result = CliRunner(env={"OPENFISCA_KZ_SECONDS": "-1"}).invoke(main, ["serve"])
    assert result.exit_code == 2
    assert "OPENFISCA_KZ_SECONDS: -1 is not a number" in result.output


def test_a_request_ends_in_time(system: CountryTaxBenefitSystem) -> None:
    client = create_app(Config(seconds=0.3), system=system, page=False).test_client()
    facts = {
        name: dict.fromkeys(months(1220)[-400:], None) for name in ("income_tax", "state_pension", "childcare_payment")
    }
    body = {"persons": {"A": {"birth_date": {"ETERNITY": "1960-01-01"}, **facts}}}
    start = time.process_time()
    response = client.post("/trace", json=body, headers={"Accept-Language": "ru"})
    assert time.process_time() - start < 2
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "0.3 секунд" in response.json["error"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    # What follows has its whole time again, and is answered.
    assert client.get("/health").status_code == 200
    time.sleep(0.4)
    assert client.post("/calculate", json={"persons": {"A": {"age": {"2026-06": None}}}}).status_code == 200
