"""What a bill would change: the draft Law on Social Status against the law in force, line by line."""

from __future__ import annotations

from typing import Any

from openfisca_kz.answers.compare import Line, compare
from openfisca_kz.presentation.explanation.wording import Wording
from openfisca_kz.reforms.law_on_social_status import CompleteSocialStatus, law_on_social_status
from openfisca_kz.services.rights_and_duties import TOTALS
from openfisca_kz.web.page.page import Page, unbroken


def show(page: Page) -> dict[str, Any]:
    """Return what the view shows."""
    lines = compare(page.situation, page.told.month, reform=law_on_social_status)
    rows = [_row(page, line) for line in lines]
    return {
        "name": page.speech.say("Law on Social Status"),
        "rows": [row for row, line in zip(rows, lines, strict=True) if line.variable not in TOTALS],
        "sums": [row for row, line in zip(rows, lines, strict=True) if line.variable in TOTALS],
    }


def _row(page: Page, line: Line) -> tuple[str, str, str, str, str]:
    words = Wording(page.speech)
    change = ""
    if line.difference is not None and line.unit == "KZT":
        change = ("+" if line.difference > 0 else "") + page.speech.money(line.difference)
    return (
        page.speech.say(line.label),
        words.who(line.who),
        unbroken(_value(page, line, line.before)),
        unbroken(_value(page, line, line.after)),
        unbroken(change),
    )


def _value(page: Page, line: Line, value: Any) -> str:
    if isinstance(value, str) and line.unit == "choice":
        for choices in (page.system.variables[line.variable].possible_values, CompleteSocialStatus):
            if value in choices.__members__:
                return page.speech.say(choices[value].value)
    return Wording(page.speech).value(value.isoformat() if hasattr(value, "isoformat") else value, line.unit)
