"""Draws a timeline: a column a month of what the family is paid, right upon right, and a mark at each event."""

from __future__ import annotations

from openfisca_kz.answers.timeline import Timeline
from openfisca_kz.language import Language

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 900, 460, 96, 24, 56, 84
_LINE = 18

# Colours that people with every kind of sight tell apart; each right is also named beside the drawing.
_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#666666")


def to_svg(whole: Timeline, speech: Language) -> str:
    """Return the drawing: title and description for who does not see it, text for every colour.

    Args:
        whole: what ``timeline`` returned, in the same language.
        speech: the language.

    """
    names = list(dict.fromkeys(name for month in whole.months for name in month.rights))
    totals = [sum(month.rights.values()) for month in whole.months]
    top = max(*totals, 1.0)
    first, last = speech.month(whole.first_month), speech.month(whole.last_month)
    title = speech.say("What is coming, {first} to {last}", first=first, last=last)
    description = speech.say(
        "Paid each month: {first_amount} in {first}, {last_amount} in {last}, at most {most}.",
        first=first,
        last=last,
        first_amount=speech.money(totals[0]),
        last_amount=speech.money(totals[-1]),
        most=speech.money(max(totals)),
    )
    height = _HEIGHT + _LINE * len(names)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        'aria-labelledby="title description" font-family="sans-serif" font-size="12">',
        f'<title id="title">{_escape(title)}</title>',
        f'<desc id="description">{_escape(description)}</desc>',
        f'<rect width="{_WIDTH}" height="{height}" fill="white"/>',
        _write(_LEFT, 24, title, "start", size=16),
        _write(_LEFT, 42, description, "start"),
        *_scale(top, speech),
        *_columns(whole, names, top),
        *_years(whole),
        *_legend(whole, names),
    ]
    if any(month.projected for month in whole.months):
        text = speech.say("Pale: a projection, figures of {month} stay", month=speech.month(whole.enacted_until))
        parts.append(_write(_LEFT, _HEIGHT - 34, text, "start"))
    parts.append(_write(_LEFT, _HEIGHT - 16, "▲ " + speech.say("a birthday or a pension age"), "start"))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _scale(top: float, speech: Language) -> list[str]:
    parts = []
    for quarter in range(5):
        y = _HEIGHT - _BOTTOM - _up(top * quarter / 4, top)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>')
        parts.append(_write(_LEFT - 6, y + 4, speech.money(top * quarter / 4), "end"))
    return parts


def _columns(whole: Timeline, names: list[str], top: float) -> list[str]:
    marked = {event.month for event in whole.events if event.kind == "milestone"}
    step = _step(whole)
    parts = []
    for place, month in enumerate(whole.months):
        x, y = _LEFT + step * place, float(_HEIGHT - _BOTTOM)
        for name, amount in month.rights.items():
            y -= _up(amount, top)
            colour = _COLOURS[names.index(name) % len(_COLOURS)]
            parts.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{step:.1f}" height="{_up(amount, top):.1f}" fill="{colour}" '
                f'fill-opacity="{0.55 if month.projected else 1}"/>'
            )
        if month.month in marked:
            parts.append(_write(x + step / 2, _HEIGHT - _BOTTOM + 12, "▲", "middle"))
    return parts


def _years(whole: Timeline) -> list[str]:
    places = [place for place, month in enumerate(whole.months) if place == 0 or month.month.endswith("-01")]
    step = _step(whole)
    return [
        _write(_LEFT + step * place, _HEIGHT - _BOTTOM + 28, whole.months[place].month, "start")
        for number, place in enumerate(places)
        if number == 0 or place - places[number - 1] > 5 or number > 1
    ]


def _legend(whole: Timeline, names: list[str]) -> list[str]:
    parts = []
    for number, name in enumerate(names):
        y = _HEIGHT + _LINE * number
        parts.append(
            f'<rect x="{_LEFT}" y="{y - 10}" width="12" height="12" fill="{_COLOURS[number % len(_COLOURS)]}"/>'
        )
        parts.append(_write(_LEFT + 18, y, whole.labels[name], "start"))
    return parts


def _step(whole: Timeline) -> float:
    return (_WIDTH - _LEFT - _RIGHT) / len(whole.months)


def _up(amount: float, top: float) -> float:
    return amount / top * (_HEIGHT - _BOTTOM - _TOP)


def _write(x: float, y: float, text: str, anchor: str, size: int = 12) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="#222">{_escape(text)}</text>'


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
