"""The details of what was answered with yes: of whom it is true, and since when or how much."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict

from openfisca_kz.web.page import asking
from openfisca_kz.web.page.page import Page


def wanted(page: Page) -> bool:
    """Return whether a question was answered with yes, so that its details are asked."""
    return any(name.startswith("g-") and page.text(name) == "yes" for name in page.form)


def kept(page: Page) -> MultiDict[str, str]:
    """Return the form with nothing but the answers that open details."""
    return MultiDict({name: value for name, value in page.form.items() if name.startswith("g-") and value == "yes"})


def show(page: Page) -> dict[str, Any]:
    """Return what the view shows."""
    opened = asking.opened(page)
    return {"opened": opened, "open": ",".join(one.id for one in opened)}


def apply(page: Page) -> None:
    """Tell the details."""
    asking.apply_more(page)
