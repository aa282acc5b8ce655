"""The start: describe a family, look at an example, or open a file."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import FileStorage

from openfisca_kz.problems import InputError, Problem
from openfisca_kz.web.page.page import VIEWS, Page
from openfisca_kz.web.page.told import EXAMPLES, MOST_BYTES, from_example, from_file, this_month

#: What each example is about.
WORDS = {
    "newborn": "A young family with a newborn",
    "four_children": "A family with four children",
    "pensioners": "A retired couple",
    "foreign_employee": "An engineer from abroad",
}


#: The view that a family leads to where no other was asked for.
_FIRST = "now"


def show(page: Page, wanted: str = "") -> dict[str, Any]:
    """Return what the start shows; ``wanted`` is the view whose address was opened."""
    return {"examples": {name: WORDS[name] for name in EXAMPLES}, "wanted": wanted or page.text("wanted")}


def begin(page: Page, file: FileStorage | None) -> str | None:
    """Return the view to begin with, after telling what an example or a file says; None where it cannot be read."""
    do, wanted = page.text("do"), page.text("wanted")
    wanted = wanted if wanted in VIEWS else _FIRST
    if do in EXAMPLES:
        page.told = from_example(do, page.lang)
        return wanted
    if do != "open":
        return "people"
    content = file.stream.read(MOST_BYTES + 1) if file is not None else b""
    if not content:
        page.fault("file", Problem("Choose the file first."))
        return None
    try:
        page.told = from_file(content, this_month(), page.system, page.config)
        page.told.situation(page.system, page.config)
    except InputError as error:
        page.refuse(error, "file")
        return None
    return wanted
