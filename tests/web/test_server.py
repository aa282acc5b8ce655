"""The server as it runs: gunicorn with workers, ready only when loaded, ended gently, logging nothing of a request."""

from __future__ import annotations

import concurrent.futures
import contextlib
import json
import logging
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.web import create_app
from openfisca_kz.web.config import Config
from openfisca_kz.web.server import Server, gunicorn_options
from openfisca_kz.web.worker import PatientWorker
from tests.web.serving import Served, served

pytestmark = pytest.mark.slow

MB = 1 << 20
SECRET = "Zhumabekova"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("server"), "--no-page") as running:
        yield running


def question(name: str = SECRET) -> bytes:
    salary = {"2026-06": 320000}
    return json.dumps({"persons": {name: {"salary": salary, "pension_contribution": {"2026-06": None}}}}).encode()


def test_workers_answer_side_by_side(server: Served) -> None:
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: server.ask("POST", "/calculate", question(f"p{n}")), range(20)))
    for number, (status, answer) in enumerate(answers):
        assert status == 200
        assert answer["persons"][f"p{number}"]["pension_contribution"] == {"2026-06": 32000}


def test_a_body_that_is_too_large_gets_its_answer(server: Served) -> None:
    """The sender of too much hears why, although the server does not want the rest."""
    status, answer = server.ask("POST", "/calculate", b" " * (8 * MB))
    assert status == 413
    assert "1048576 bytes" in answer["error"]


def test_a_hundred_megabytes_are_not_waited_for(server: Served) -> None:
    with contextlib.suppress(ConnectionError):  # a machine at work may not take them all in the time there is
        assert server.ask("POST", "/calculate", b" " * (100 * MB))[0] == 413


def test_a_large_body_in_pieces_gets_its_answer(server: Served) -> None:
    piece = b"%x\r\n" % MB + b" " * MB + b"\r\n"
    with server.line() as line:
        head = ["POST /calculate HTTP/1.1", "Host: law", "Content-Type: application/json", "Transfer-Encoding: chunked"]
        line.sendall("\r\n".join([*head, "", ""]).encode())
        for _ in range(3):
            line.sendall(piece)
        line.sendall(b"0\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 413")


def test_nothing_of_a_request_is_logged(server: Served) -> None:
    log = server.log
    server.ask("POST", "/calculate", question())
    server.ask("POST", "/calculate", question()[:-5])
    server.ask("POST", "/calculate", question(SECRET + "/" + SECRET))
    server.ask("POST", "/explain", question())
    server.ask("POST", "/trace", question())
    text = log.read_text(encoding="utf-8")
    assert '"route": "/calculate"' in text  # it does log
    assert SECRET not in text
    assert "320000" not in text


def test_nothing_of_a_request_is_logged_when_a_rule_fails(
    system: CountryTaxBenefitSystem, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openfisca_kz.web import core_situation

    def fail(*_: Any) -> None:
        raise ValueError(f"a rule failed for {SECRET}")

    app = create_app(system=system, page=False)
    monkeypatch.setattr(core_situation, "plain", fail)
    with caplog.at_level(logging.DEBUG):
        response = app.test_client().post("/calculate", data=question(), content_type="application/json")
    assert response.status_code == 500
    assert SECRET not in response.data.decode() + caplog.text
    number = response.json["error"].split()[-1].rstrip(".")
    assert number in caplog.text  # who reports the number can be helped
    assert "ValueError" in caplog.text


def test_a_request_in_hand_is_answered_before_the_end(server: Served) -> None:
    """The last test of this server: it is told to end while it answers."""
    process = server.process
    months = {f"{year}-{month:02}": None for year in range(2020, 2030) for month in range(1, 13)}
    body = json.dumps({"persons": {"A": {"net_salary": months, "state_pension": months}}}).encode()
    answers: list[int] = []
    slow = threading.Thread(target=lambda: answers.append(server.ask("POST", "/calculate", body)[0]))
    slow.start()
    time.sleep(0.15)
    process.send_signal(signal.SIGTERM)
    slow.join(timeout=30)
    assert answers == [200]
    assert process.wait(timeout=30) == 0


def test_settings_of_gunicorn() -> None:
    options = gunicorn_options(["--access-logfile", "-", "--timeout", "7"])
    server = Server(Config(seconds=4), {"workers": 3, **options})
    assert (server.cfg.workers, server.cfg.timeout, server.cfg.accesslog) == (3, 7, "-")
    assert (server.cfg.preload_app, server.cfg.worker_class) == (True, PatientWorker)
    assert Server(Config(seconds=4), {}).cfg.timeout > 4
