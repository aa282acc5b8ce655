"""How old the people of the page are in the month asked."""

from __future__ import annotations

from openfisca_kz.base import MONTHS_IN_YEAR
from openfisca_kz.web.page.page import Page

#: Completed years from which somebody is asked about as a grown-up.
GROWN = 18


def months_of(page: Page, name: str) -> int:
    """Return the age in the month asked, in months; -1 where the birth date is none."""
    born = str(page.told.persons[name].get("birth_date", ""))
    try:
        year, month = int(born[:4]), int(born[5:7])
    except ValueError:
        return -1
    return (int(page.told.month[:4]) - year) * MONTHS_IN_YEAR + int(page.told.month[5:7]) - month


def years_of(page: Page, name: str) -> int:
    """Return the completed years of a person in the month asked."""
    return months_of(page, name) // MONTHS_IN_YEAR
