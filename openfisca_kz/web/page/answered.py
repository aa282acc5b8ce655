"""What was told so far, fact by fact: to look over, and to take back."""

from __future__ import annotations

import dataclasses
from typing import Any

from openfisca_core.indexed_enums import Enum

from openfisca_kz.presentation.explanation.wording import Wording
from openfisca_kz.web.page.asking import covered
from openfisca_kz.web.page.page import Page

#: Facts of the first step: they are changed there.
_STEP = ("birth_date", "sex", "region")

_FORGET = "forget:"


@dataclasses.dataclass(frozen=True)
class Fact:
    """A fact that was told: its name and value in words, and what its button says to the server."""

    label: str
    value: str
    forget: str


def show(page: Page) -> list[tuple[str, list[Fact]]]:
    """Return what was told of each person and of the family."""
    holders = [(name, facts, f"p{place}") for place, (name, facts) in enumerate(page.told.persons.items())]
    holders.append(("family", page.told.family, "f0"))
    found = []
    for name, facts, place in holders:
        told = [
            Fact(page.speech.say(variable.label), _words(page, variable, value), f"{_FORGET}{fact}.{place}")
            for fact, value in facts.items()
            for variable in [page.system.variables.get(fact)]
            if variable is not None and not variable.formulas and fact not in _STEP
        ]
        if told:
            found.append((name, told))
    return found


def apply(page: Page) -> None:
    """Take back the fact whose button was pressed."""
    do = page.form.get("do", "")
    if do.startswith(_FORGET):
        for fact, person, index in covered(page, do.removeprefix(_FORGET)):
            if fact not in _STEP:
                page.told.holder(person, index).pop(fact, None)
        page.forget()


def _words(page: Page, variable: Any, value: Any) -> str:
    if isinstance(value, dict):
        return page.speech.say("by month")
    if variable.value_type is Enum:
        return page.speech.say(variable.possible_values["none" if value is False else str(value)].value)
    return Wording(page.speech).value(value, variable.unit or "")
