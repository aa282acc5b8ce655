"""Who each person is in law: the status passport."""

from __future__ import annotations

from typing import Any

from openfisca_kz.answers.passport import passport
from openfisca_kz.presentation.passport import lines_of_person
from openfisca_kz.web.page.page import Page


def show(page: Page) -> dict[str, Any]:
    """Return what the view shows: for each person the name, the age, and headings with the lines below each."""
    whole = passport(page.situation, page.told.month, page.lang, page.system)
    return {"passports": [lines_of_person(whole, person) for person in whole.persons]}
