"""What is coming: a drawing, the sums at each change, and the events with their reasons."""

from __future__ import annotations

import itertools
from typing import Any

from markupsafe import Markup

from openfisca_kz.answers.late_claims import to_lines
from openfisca_kz.answers.timeline import timeline
from openfisca_kz.presentation.timeline import FACTS_STAY, PROJECTED, Sentences, changing_sums, heads_of_sums, to_svg
from openfisca_kz.web.page.page import Page, unbroken

#: Years to look ahead, and how many at first.
YEARS = (1, 2, 3, 5)
_FIRST = 2


def show(page: Page) -> dict[str, Any]:
    """Return what the view shows."""
    chosen = page.text("years")
    years = int(chosen) if chosen in map(str, YEARS) else _FIRST
    whole = timeline(page.situation, page.told.month, years, page.lang, page.system)
    speech, sentences = page.speech, Sentences(page.speech)
    months = []
    for month, events in itertools.groupby(whole.events, key=lambda event: event.month):
        lines: list[tuple[str, list[str]]] = []
        for event in events:
            if event.kind == "milestone":
                lines.append((f"{sentences.day(event)}: {event.label}", []))
                continue
            who = f" – {event.who}" if event.who in page.situation.persons else ""
            lines.append((f"{event.label}{who}: {sentences.change(event)}", sentences.causes(event)))
        months.append((speech.month(month), month > whole.enacted_until, lines))
    rows = [
        (speech.month(one.month), one.projected, [unbroken(speech.money(each)) for each in sums])
        for one, sums in changing_sums(whole)
    ]
    projected = any(one.projected for one in whole.months)
    return {
        "years": years,
        "choices": [(str(number), str(number)) for number in YEARS],
        "span": (speech.month(whole.first_month), speech.month(whole.last_month)),
        "svg": Markup(to_svg(whole, speech)),  # every text in it is escaped by the drawing
        "heads": [*map(speech.say, heads_of_sums(whole))],
        "rows": rows,
        "months": months,
        "late": to_lines(whole.late_claims, speech),
        "beyond": whole.beyond.sentences(speech),
        "notes": [speech.say(FACTS_STAY)]
        + ([speech.say(PROJECTED, month=speech.month(whole.enacted_until))] if projected else []),
    }
