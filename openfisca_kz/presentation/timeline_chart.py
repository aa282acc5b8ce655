"""Draws a timeline: a column a month of what the family is paid, right upon right, and a mark at each event."""

from __future__ import annotations

from openfisca_kz.answers.timeline import Timeline
from openfisca_kz.language import Language
from openfisca_kz.presentation import chart


def to_svg(whole: Timeline, speech: Language) -> str:
    """Return the drawing: title and description for who does not see it, text for every colour.

    Args:
        whole: what ``timeline`` returned, in the same language.
        speech: the language.

    """
    names = list(dict.fromkeys(name for month in whole.months for name in month.rights))
    totals = [sum(month.rights.values()) for month in whole.months]
    first, last = speech.month(whole.first_month), speech.month(whole.last_month)
    marked = {event.month for event in whole.events if event.kind == "milestone"}
    pale = [place for place, month in enumerate(whole.months) if month.projected]
    notes = []
    if pale:
        notes.append(speech.say("Pale: reckoned with the figures of {month}", month=speech.month(whole.enacted_until)))
    if marked:
        notes.append("▲ " + speech.say("a birthday or a pension age"))
    return chart.columns(
        speech.say("What is coming, {first} to {last}", first=first, last=last),
        [
            _year(month.month) if place == 0 or month.month.endswith("-01") else ""
            for place, month in enumerate(whole.months)
        ],
        [chart.Series(whole.labels[name], [month.rights.get(name, 0.0) for month in whole.months]) for name in names],
        speech.money,
        description=speech.say(
            "Paid each month: {first_amount} in {first}, {last_amount} in {last}, at most {most}.",
            first=first,
            last=last,
            first_amount=speech.money(totals[0]),
            last_amount=speech.money(totals[-1]),
            most=speech.money(max(totals)),
        ),
        pale=pale,
        marks=[place for place, month in enumerate(whole.months) if month.month in marked],
        notes=notes,
    )


def _year(month: str) -> str:
    return month[:4]
