"""Drawings of a report as SVG: bars and lines, in colours that people with every kind of sight tell apart."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Sequence

COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#a08a00", "#666666")

_WIDTH, _NAMES, _VALUES, _ROW, _TOP = 860, 300, 120, 26, 12
#: The most letters of a name in one line.
_LETTERS = 40

#: What is too far from where it should be.
_FAR = "#c00000"

_LINES_HEIGHT, _LEFT, _RIGHT, _BOTTOM = 380, 110, 24, 34

Say = Callable[[float], str]


def bars(title: str, rows: Sequence[tuple[str, Sequence[float]]], say: Say, names: Sequence[str] = ()) -> str:
    """Return bars from the left, one row a thing, its value beside it; below zero they go to the left.

    Args:
        title: what is drawn, for who does not see it.
        rows: a name with one value, or with several side by side.
        say: writes a value.
        names: what the several values are.

    """
    values = [value for _, each in rows for value in each] or [0.0]
    low, high = min(*values, 0.0), max(*values, 0.0)
    span = (high - low) or 1.0
    room = _WIDTH - _NAMES - _VALUES - (_VALUES if low < 0 else 0)
    start = _NAMES + (_VALUES if low < 0 else 0)
    zero = start - low / span * room
    count = max((len(each) for _, each in rows), default=1)
    height = _TOP + sum(_ROW * max(len(each), 1) * (0.7 if count > 1 else 1) + 4 for _, each in rows) + 26 * bool(names)
    parts, y = _open(title, height), float(_TOP)
    thick = _ROW * (0.7 if count > 1 else 1)
    for name, each in rows:
        middle = y + thick * len(each) / 2
        written = _broken(name)
        for line, text in enumerate(written):
            parts.append(_write(_NAMES - 8, middle + 4 + 13 * (line - (len(written) - 1) / 2), text, "end"))
        for place, value in enumerate(each):
            left, width = min(zero, zero + value / span * room), abs(value) / span * room
            parts.append(
                f'<rect x="{left:.1f}" y="{y + 2:.1f}" width="{max(width, 0.5):.1f}" height="{thick - 4:.1f}" '
                f'fill="{COLOURS[place % len(COLOURS)]}"/>'
            )
            beside = (left - 5, "end") if value < 0 else (left + width + 5, "start")
            parts.append(_write(beside[0], y + thick / 2 + 4, say(value), beside[1]))
            y += thick
        y += 4
    parts.append(f'<path d="M{zero:.1f} {_TOP}V{y:.1f}" stroke="#555"/>')
    return _close(parts + _legend(names, y + 14))


def ratios(title: str, rows: Sequence[tuple[str, float]], say: Say, near: float = 0.1) -> str:
    """Return a point a row on a scale from half to twice: within ``near`` of 1 in blue, farther in red.

    Args:
        title: what is drawn, for who does not see it.
        rows: a name with a ratio.
        say: writes a ratio.
        near: how far from 1 is near.

    """
    height = _TOP + _ROW * len(rows) + 30
    left, wide = _NAMES + 20, _WIDTH - _NAMES - _VALUES
    place: Callable[[float], float] = lambda ratio: left + (math.log2(min(max(ratio, 0.5), 2.0)) + 1) / 2 * wide  # noqa: E731
    parts = _open(title, height)
    bottom = _TOP + _ROW * len(rows)
    parts.append(
        f'<rect x="{place(1 - near):.1f}" y="{_TOP}" width="{place(1 + near) - place(1 - near):.1f}" '
        f'height="{_ROW * len(rows)}" fill="#eef5fa"/>'
    )
    for mark in (0.5, 0.75, 1.0, 1.5, 2.0):
        parts.append(f'<path d="M{place(mark):.1f} {_TOP}V{bottom}" stroke="{"#555" if mark == 1 else "#ddd"}"/>')
        parts.append(_write(place(mark), bottom + 18, say(mark), "middle"))
    for number, (name, ratio) in enumerate(rows):
        y = _TOP + _ROW * (number + 0.5)
        colour = COLOURS[0] if abs(ratio - 1) <= near else _FAR
        for line, text in enumerate(written := _broken(name)):
            parts.append(_write(_NAMES, y + 4 + 12 * (line - (len(written) - 1) / 2), text, "end"))
        parts.append(f'<path d="M{place(1.0):.1f} {y:.1f}H{place(ratio):.1f}" stroke="{colour}" stroke-width="3"/>')
        parts.append(f'<circle cx="{place(ratio):.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>')
        parts.append(_write(left + wide + 12, y + 4, say(ratio), "start"))
    return _close(parts)


def _broken(name: str) -> list[str]:
    """Return a long name as two lines, broken at the space nearest to its middle."""
    spaces = [place for place, letter in enumerate(name) if letter == " "]
    if len(name) <= _LETTERS or not spaces:
        return [name]
    middle = min(spaces, key=lambda place: abs(place - len(name) / 2))
    return [name[:middle], name[middle + 1 :]]


def lines(title: str, across: Sequence[str], series: Sequence[tuple[str, Sequence[float]]], say: Say) -> str:
    """Return a line for each series over the same places, each named in the legend.

    Args:
        title: what is drawn, for who does not see it.
        across: the names of the places.
        series: a name with one value a place.
        say: writes a value.

    """
    top = max((value for _, values in series for value in values), default=0.0) or 1.0
    parts = _open(title, _LINES_HEIGHT + 20 * len(series))
    wide, high = _WIDTH - _LEFT - _RIGHT, _LINES_HEIGHT - _BOTTOM - _TOP
    step = wide / max(len(across) - 1, 1)
    for quarter in range(5):
        y = _LINES_HEIGHT - _BOTTOM - high * quarter / 4
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>')
        parts.append(_write(_LEFT - 8, y + 4, say(top * quarter / 4), "end"))
    for place, name in enumerate(across):
        parts.append(_write(_LEFT + step * place, _LINES_HEIGHT - 10, name, "middle"))
    for number, (_, values) in enumerate(series):
        points = " ".join(
            f"{_LEFT + step * place:.1f},{_LINES_HEIGHT - _BOTTOM - value / top * high:.1f}"
            for place, value in enumerate(values)
        )
        colour = COLOURS[number % len(COLOURS)]
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
    for number, (name, values) in enumerate(series):
        text = f"{name}: {say(values[0])} → {say(values[-1])}" if values else name
        parts += _mark(number, _LINES_HEIGHT + 12 + 20 * number, text)
    return _close(parts)


def _legend(names: Sequence[str], y: float) -> list[str]:
    parts, x = [], float(_NAMES)
    for number, name in enumerate(names):
        parts.append(f'<rect x="{x:.1f}" y="{y - 10:.1f}" width="12" height="12" fill="{COLOURS[number]}"/>')
        parts.append(_write(x + 18, y, name, "start"))
        x += 40 + 8 * len(name)
    return parts


def _mark(number: int, y: float, text: str) -> list[str]:
    colour = COLOURS[number % len(COLOURS)]
    return [
        f'<rect x="{_LEFT}" y="{y - 10:.1f}" width="12" height="12" fill="{colour}"/>',
        _write(_LEFT + 18, y, text, "start"),
    ]


def _open(title: str, height: float) -> list[str]:
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}" role="img" '
        f'aria-label="{html.escape(title)}" font-family="sans-serif" font-size="13">',
        f"<title>{html.escape(title)}</title>",
    ]


def _close(parts: list[str]) -> str:
    return "\n".join([*parts, "</svg>"])


def _write(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#222">{html.escape(text)}</text>'
