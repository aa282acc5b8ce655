"""A real browser for tests: the system's Chromium, a server of its own, and nothing loaded from elsewhere."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.web import Config, create_app

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="browser tests need the package playwright", exc_type=ImportError
)

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
NARROW = {"width": 360, "height": 640}


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def address(system: CountryTaxBenefitSystem) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_app(Config(seconds=0), system=system), request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Any]:
    """Return a function that opens a page; afterwards nothing may have come from elsewhere, or gone wrong."""
    contexts, faults = [], []

    def requested(request: Any) -> None:
        if not request.url.startswith((address, "data:")):
            faults.append(f"loads {request.url}")

    def said(message: Any) -> None:
        if message.type == "error" and "400" not in message.text:
            faults.append(message.text)

    def open_(size: dict[str, int], path: str = "/en", locale: str = "en-GB", **options: Any) -> Any:
        context = browser.new_context(viewport=size, locale=locale, **options)
        contexts.append(context)
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.on("request", requested)
        page.on("console", said)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address + path)
        return page

    yield open_
    cookies = [cookie for context in contexts for cookie in context.cookies()]
    for context in contexts:
        context.close()
    assert not faults
    assert not cookies
