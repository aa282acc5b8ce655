"""The pension view: when, how much under the law and the forecast, and what a later start brings."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

from markupsafe import Markup

from openfisca_kz.answers.pension import Projection, project
from openfisca_kz.presentation import pension as presentation
from openfisca_kz.problems import Problem
from openfisca_kz.web.page.page import Page, unbroken
from openfisca_kz.web.page.reading_fields import read_fact, read_number, shown

#: Most that savings may be supposed to earn a year, percent.
_MOST_RETURN = 30

#: Facts that a pension rests on, as they are asked here.
FACTS = ("service_months_before_1998", "pension_contribution_months", "pension_average_income", "pension_savings")


@dataclasses.dataclass(frozen=True)
class Field:
    """A fact that a pension rests on, as its field shows it."""

    id: str
    label: str
    value: str
    unit: str


def apply(page: Page) -> None:
    """Tell what the pension of a person rests on; what was left empty is unknown."""
    facts = page.told.persons.get(page.text("of"))
    if facts is None:
        return
    for fact in FACTS:
        variable = page.system.variables[fact]
        value = page.read(f"r-{fact}", functools.partial(read_fact, variable))
        if value is not None:
            page.told.tell(facts, fact, value)
        elif f"r-{fact}" in page.form and not page.text(f"r-{fact}"):
            page.told.untell(facts, fact)
    page.forget()


def show(page: Page) -> dict[str, Any]:
    """Return what the view shows."""
    people = page.grown
    person = page.text("person") if page.text("person") in people else (people[0] if people else "")
    percent = page.read("return", read_number) or 0
    if percent > _MOST_RETURN:
        page.fault("return", Problem("Savings earn at most {most} percent a year here.", {"most": _MOST_RETURN}))
        percent = 0
    found: dict[str, Any] = {
        "people": [(name, name) for name in people],
        "person": person,
        "earning": page.text("return") or "0",
        "fields_asked": [_field(page, person, fact) for fact in FACTS] if person else [],
        "untold": [page.speech.say(page.system.variables[fact].label) for fact in _untold(page, person)],
    }
    if person:
        found |= _words(page, project(page.situation, page.told.month, person, float(percent) / 100))
    return found


def _field(page: Page, person: str, fact: str) -> Field:
    variable = page.system.variables[fact]
    # What was typed is shown where it is wrong; else what is told of the person chosen.
    typed = page.text(f"r-{fact}") if page.error_of(f"r-{fact}") else ""
    unit = page.speech.quantity(0, variable.unit).lstrip("0").strip()
    value = typed or shown(variable, page.told.persons[person].get(fact))
    return Field(f"r-{fact}", page.speech.say(variable.label), value, unit)


def _untold(page: Page, person: str) -> list[str]:
    return [fact for fact in FACTS if person and fact not in page.told.persons[person]]


def _words(page: Page, projection: Projection) -> dict[str, Any]:
    speech = page.speech
    years = speech.say(page.system.variables["pension_participation_years"].label)
    sums = presentation.rows_of(projection, speech, page.system)
    return {
        "facts": [
            *presentation.days_of(projection, speech, page.system),
            (years, speech.quantity(projection.participation_years, "years")),
        ],
        "heads": [*map(speech.say, presentation.HEADS)],
        "rows": [
            (label, list(map(unbroken, row)), label == speech.say(presentation.EACH_MONTH)) for label, row in sums
        ],
        "starts": [(month, *map(unbroken, row)) for month, *row in presentation.starts_of(projection, speech)],
        "beyond": projection.beyond.sentences(speech),
        # Every text in it is escaped by the drawing.
        "svg": Markup(presentation.to_svg(projection, speech, page.system)),
        "notes": presentation.notes_of(projection, speech, f"{projection.annual_return * 100:g}"),
    }
