"""Requests that ask for too much are refused before much is done, by limits that an installation sets."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest import mock

import pytest
from click.testing import CliRunner
from openfisca_core.simulations import Simulation as CoreSimulation

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.cli import main
from openfisca_kz.problems import InputError
from openfisca_kz.web import Config, create_app
from openfisca_kz.web.deadline import DeadlineError, Turn, overdue, time_limit

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


def refused(ask: Callable[[], Any], status: int = 413) -> str:
    """Return the sentence of a refusal that came before anything was calculated."""
    with mock.patch.object(CoreSimulation, "__init__", side_effect=AssertionError):
        response = ask()
    assert response.status_code == status, response.data[:200]
    return response.json["error"]


@pytest.mark.parametrize("path", ["/calculate", "/trace", "/explain", "/payslip"])
def test_a_hundred_megabytes(client: Any, path: str) -> None:
    body = b" " * (100 * MB)
    assert "1048576 bytes" in refused(lambda: client.post(path, data=body, content_type="application/json"))


def test_a_hundred_megabytes_in_pieces(client: Any) -> None:
    body = Endless(100 * MB)

    def ask() -> Any:
        return client.post(
            "/calculate",
            environ_overrides={"wsgi.input": body, "wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
            content_type="application/json",
        )

    assert "1048576 bytes" in refused(ask)


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
    assert "There are 100000 people" in refused(lambda: roomy.post(path, data=body, content_type="application/json"))


def test_a_hundred_thousand_people_explained(roomy: Any) -> None:
    persons = {f"person {number}": {"birth_date": "1990-01-01"} for number in range(100_000)}
    body = json.dumps({"persons": persons, "family": {"others": list(persons)}})
    assert "There are 100000 people" in refused(
        lambda: roomy.post("/explain", data=body, content_type="application/json")
    )


def months(count: int) -> list[str]:
    return [f"{year}-{month:02}" for year in range(1950, 2100) for month in range(1, 13)][:count]


@pytest.mark.parametrize("value", [None, 1000])
def test_a_thousand_periods(client: Any, value: Any) -> None:
    body = {"persons": {"A": {"salary": dict.fromkeys(months(1000), value)}}}
    assert "more than 600 periods" in refused(lambda: client.post("/calculate", json=body))


def test_a_thousand_periods_explained(client: Any) -> None:
    facts = {"birth_date": "1990-01-01", "salary": dict.fromkeys(months(1000), 5)}
    body = {"persons": {"A": facts}, "family": {"first_parent": "A"}, "month": "2026-06"}
    assert "more than 600 periods" in refused(lambda: client.post("/explain", json=body))


def test_a_thousand_people_times_many_months(client: Any) -> None:
    asked = dict.fromkeys(months(1220)[-400:], None)
    body = {"persons": {f"p{number}": {"net_salary": asked} if number == 0 else {} for number in range(1000)}}
    assert "400000 values" in refused(lambda: client.post("/calculate", json=body))


def test_many_unknown_facts_do_not_cost_time(client: Any) -> None:
    facts = {f"salary_of_{number}": {"2026-06": 1} for number in range(20_000)}
    assert refused(lambda: client.post("/calculate", json={"persons": {"A": facts}}), 404).count("salary_of_") == 10
    facts = {"birth_date": "1990-01-01", **{f"salary_of_{number}": 1 for number in range(20_000)}}
    body = {"persons": {"A": facts}, "family": {"first_parent": "A"}}
    assert refused(lambda: client.post("/explain", json=body), 400).count("salary_of_") == 10


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
    for never in ("nan", "inf"):
        with pytest.raises(InputError, match="is not a number"):
            Config.from_env({"OPENFISCA_KZ_SECONDS": never})
    with pytest.raises(InputError, match="did you mean OPENFISCA_KZ_SECONDS"):
        Config.from_env({"OPENFISCA_KZ_SECOND": "3"})


def test_a_request_ends_in_time(system: CountryTaxBenefitSystem) -> None:
    client = create_app(Config(seconds=0.3, traced=10**9), system=system, page=False).test_client()
    facts = {
        name: dict.fromkeys(months(1220)[-400:], None) for name in ("income_tax", "state_pension", "childcare_payment")
    }
    body = {"persons": {"A": {"birth_date": {"ETERNITY": "1960-01-01"}, **facts}}}
    response = client.post("/trace", json=body, headers={"Accept-Language": "ru"})
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "0.3 секунд" in response.json["error"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    # No ring of the one before falls into what follows.
    time.sleep(1.2)
    assert client.get("/health").status_code == 200


def test_a_limit_that_is_over_interrupts_and_leaves_nothing_behind() -> None:
    def work() -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            pass

    with pytest.raises(DeadlineError), time_limit(0.05):
        work()
    assert overdue() == 0
    with time_limit(30):
        pass
    with time_limit(0):
        pass


def test_a_few_wait_for_their_turn_and_more_are_sent_away() -> None:
    def wait(turn: Turn) -> bool:
        with turn.taken(20) as came:
            return came

    turn = Turn(most=1)
    with contextlib.ExitStack() as going:
        assert going.enter_context(turn.taken(1))
        with turn.taken(0.01) as waited:
            assert not waited
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(wait, turn)
            while not turn.full:
                time.sleep(0.01)
            with turn.taken(20) as third:  # at once, as there is no place to wait
                assert not third
            assert not waiting.done()
            going.close()
            assert waiting.result()


def test_values_on_the_way_are_counted(system: CountryTaxBenefitSystem) -> None:
    few = create_app(Config(calculated=200, traced=100, considered=500), system=system).test_client()
    body = {"persons": {"A": {"birth_date": {"ETERNITY": "1990-01-01"}, "primary_social_status": {"2026-06": None}}}}
    for path in ("/calculate", "/trace"):
        response = few.post(path, json=body)
        assert response.status_code == 413
        assert "more than" in response.json["error"]
    assert few.post("/calculate", json={"persons": {"A": {"age": {"2026-06": None}}}}).status_code == 200
    asked = {"persons": {"A": {"birth_date": "1990-01-01"}}, "family": {"first_parent": "A"}}
    of_each = {"verify": {"right": "birth_benefit", "paid": 1}, "payslip": {"net": 300_000}}
    for route in ("explain", "screen", "passport", "timeline", *of_each):
        body = of_each[route] if route == "payslip" else {**asked, **of_each.get(route, {})}
        response = few.post(f"/{route}", json=body)
        assert response.status_code == 413, route
        assert "more than 500 values" in response.json["error"]


def test_what_takes_too_long_is_said_in_the_language_of_the_body(
    system: CountryTaxBenefitSystem, newborn: dict[str, Any]
) -> None:
    client = create_app(Config(seconds=0.3), system=system, page=False).test_client()
    told = {name: newborn[name] for name in ("persons", "family")}
    response = client.post("/timeline", json={**told, "lang": "kk"}, headers={"Accept-Language": "en"})
    assert (response.status_code, response.headers["Content-Language"]) == (503, "kk")
