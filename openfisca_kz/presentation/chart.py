"""Every drawing of this package, as SVG that needs no script: columns, lines, bars from the left, ratios.

Drawn 400 units wide, so that letters can be read on a phone of 360 points; round ticks; colours that people with every
kind of sight tell apart, and beside each colour its name.
"""

from __future__ import annotations

import dataclasses
import html
import math
from collections.abc import Callable, Collection, Sequence

#: Okabe and Ito's colours.
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#a08a00", "#666666")
_DARK, _GREY, _ALARM = "#222222", "#dddddd", "#c00000"

_WIDTH, _LEFT, _RIGHT, _TOP, _FOOT = 400, 78, 10, 12, 24
_HIGH = 220  # of columns and lines
_SIZE, _LINE = 12, 16
_LETTER = 6.4  # width of a letter of that size

_NAMES, _VALUES, _ROW = 150, 82, 24

_TICKS = 5

_NEAR = 0.1  # how far from 1 a ratio is near it

Say = Callable[[float], str]


@dataclasses.dataclass(frozen=True)
class Series:
    """Values over the places of a drawing, and what they are."""

    name: str
    values: Sequence[float]
    strong: bool = False


def round_ticks(top: float) -> list[float]:
    """Return round numbers from 0 up to the first at or above ``top``: steps of 1, 2 or 5 and zeros."""
    if top <= 0:
        return [0.0, 1.0]
    rough = top / (_TICKS - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * power for unit in (1, 2, 5, 10) if unit * power >= rough * (1 - 1e-9))
    return [step * number for number in range(math.ceil(top / step - 1e-9) + 1)]


def columns(
    title: str,
    places: Sequence[str],
    series: Sequence[Series],
    say: Say,
    *,
    description: str = "",
    pale: Collection[int] = (),
    marks: Collection[int] = (),
    notes: Sequence[str] = (),
) -> str:
    """Return a column a place, series upon series.

    Args:
        title: what is drawn.
        places: the name of each place, "" where none is written.
        series: what stands in each column, from below.
        say: writes a value.
        description: the drawing in words, for who does not see it.
        pale: the places that are paler than the others.
        marks: the places with a mark below.
        notes: lines below the legend.

    """
    drawing = _Drawing(title, description)
    totals = [sum(each.values[place] for each in series) for place in range(len(places))]
    scale = drawing.scale(max(totals, default=0.0), say)
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(places), 1)
    gap = step * 0.12 if step > _SIZE else 0.0
    for place in range(len(places)):
        x, y = _LEFT + step * place + gap, scale(0)
        for number, each in enumerate(series):
            height = scale(0) - scale(each.values[place])
            y -= height
            if height:
                fade = 'fill-opacity="0.5" ' if place in pale else ""
                drawing.add(f'<rect x="{x:.1f}" y="{y:.1f}" width="{step - 2 * gap:.1f}" height="{height:.1f}" {fade}'
                            f'fill="{_colour(number)}"/>')  # fmt: skip
        if place in marks:
            drawing.text(x + (step - 2 * gap) / 2, scale(0) + 11, "▲", "middle")
    drawing.below(places, [_LEFT + step * (place + 0.5) for place in range(len(places))], after=12 if marks else 0)
    drawing.legend([(each.name, _colour(number)) for number, each in enumerate(series)])
    return drawing.close(notes)


def lines(
    title: str,
    across: Sequence[float],
    series: Sequence[Series],
    say: Say,
    *,
    names: Sequence[str] = (),
    axis: str = "",
    dots: Collection[int] = (),
    notes: Sequence[str] = (),
) -> str:
    """Return a line for each series; the strong one thick and dark, with a dot at the places of ``dots``.

    Args:
        title: what is drawn.
        across: where each value stands.
        series: the lines.
        say: writes a value.
        names: the names of the places, where they are no amounts.
        axis: what goes across.
        dots: places marked on the strong line.
        notes: lines below the legend.

    """
    drawing = _Drawing(title)
    scale = drawing.scale(max((value for each in series for value in each.values), default=0.0), say)
    least, span = (across[0], (across[-1] - across[0]) or 1.0) if across else (0.0, 1.0)

    def placed(values: Sequence[float]) -> list[float]:
        return [_LEFT + (value - least) / span * (_WIDTH - _LEFT - _RIGHT) for value in values]

    places = placed(across)
    found, colour_of = 0, {}
    for each in series:
        colour_of[each.name] = _DARK if each.strong else _colour(found)
        found += not each.strong
    for each in sorted(series, key=lambda each: each.strong):
        points = " ".join(f"{x:.1f},{scale(value):.1f}" for x, value in zip(places, each.values, strict=True))
        drawing.add(f'<polyline points="{points}" fill="none" stroke="{colour_of[each.name]}" '
                    f'stroke-width="{3 if each.strong else 1.8}"/>')  # fmt: skip
        if each.strong:
            for place in sorted(dots):
                drawing.add(f'<circle cx="{places[place]:.1f}" cy="{scale(each.values[place]):.1f}" r="4" '
                            f'fill="{_ALARM}"/>')  # fmt: skip
    if names:
        drawing.below(names, places)
    else:
        ticks = [tick for tick in round_ticks(across[-1] if across else 0.0) if least <= tick <= least + span]
        drawing.below([say(tick) for tick in ticks], placed(ticks))
    if axis:
        drawing.line(axis)
    drawing.legend([(each.name, colour_of[each.name]) for each in series])
    return drawing.close(notes)


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
    start = _NAMES + (_VALUES if low < 0 else 0)
    room = _WIDTH - _VALUES - start
    zero = start - low / ((high - low) or 1.0) * room
    drawing = _Drawing(title)
    top = drawing.y
    for name, each in rows:
        thick = max(_ROW * (0.7 if len(each) > 1 else 1), _LINE * len(_wrapped(name, _NAMES)) / max(len(each), 1))
        drawing.name(_NAMES - 6, drawing.y + thick * len(each) / 2, name)
        for place, value in enumerate(each):
            end = zero + value / ((high - low) or 1.0) * room
            size = f'width="{max(abs(end - zero), 0.5):.1f}" height="{thick - 4:.1f}"'
            drawing.add(f'<rect x="{min(zero, end):.1f}" y="{drawing.y + 2:.1f}" {size} fill="{_colour(place)}"/>')
            beside = (end - 4, "end") if value < 0 else (end + 4, "start")
            drawing.text(beside[0], drawing.y + thick / 2 + 4, say(value), beside[1])
            drawing.y += thick
        drawing.y += 4
    drawing.add(f'<path d="M{zero:.1f} {top:.1f}V{drawing.y:.1f}" stroke="#555"/>')
    drawing.legend([(name, _colour(number)) for number, name in enumerate(names)])
    return drawing.close()


def ratios(title: str, rows: Sequence[tuple[str, float]], say: Say) -> str:
    """Return a point a row on a scale from half to twice: near 1 in blue, farther in red.

    Args:
        title: what is drawn, for who does not see it.
        rows: a name with a ratio.
        say: writes a ratio.

    """
    left, wide = _NAMES + 8, _WIDTH - _NAMES - 60

    def place(ratio: float) -> float:
        return left + (math.log2(min(max(ratio, 0.5), 2.0)) + 1) / 2 * wide

    drawing = _Drawing(title)
    heights = [max(_ROW, _LINE * len(_wrapped(name, _NAMES))) for name, _ in rows]
    top, bottom = drawing.y, drawing.y + sum(heights)
    left_edge, right_edge = place(1 - _NEAR), place(1 + _NEAR)
    drawing.add(f'<rect x="{left_edge:.1f}" y="{top:.1f}" width="{right_edge - left_edge:.1f}" '
                f'height="{bottom - top:.1f}" fill="#eef5fa"/>')  # fmt: skip
    for mark in (0.5, 1.0, 2.0):
        colour = "#555" if mark == 1 else _GREY
        drawing.add(f'<path d="M{place(mark):.1f} {top:.1f}V{bottom:.1f}" stroke="{colour}"/>')
        drawing.text(place(mark), bottom + 14, say(mark), "middle")
    for (name, ratio), height in zip(rows, heights, strict=True):
        y, colour = drawing.y + height / 2, COLOURS[0] if abs(ratio - 1) <= _NEAR else _ALARM
        drawing.name(_NAMES - 4, y, name)
        drawing.add(f'<path d="M{place(1.0):.1f} {y:.1f}H{place(ratio):.1f}" stroke="{colour}" stroke-width="3"/>')
        drawing.add(f'<circle cx="{place(ratio):.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>')
        drawing.text(_WIDTH - 4, y + 4, say(ratio), "end")
        drawing.y += height
    drawing.y += 20
    return drawing.close()


def _colour(number: int) -> str:
    return COLOURS[number % len(COLOURS)]


def two_ways(
    title: str,
    heads: tuple[str, str],
    ways: tuple[Sequence[tuple[str, bool]], Sequence[tuple[str, bool]]],
    *,
    description: str = "",
    notes: Sequence[str] = (),
) -> str:
    """Return two ways side by side: a box a step with an arrow to the next, steps of the person in a colour.

    Args:
        title: of the drawing.
        heads: of the two ways.
        ways: the steps of each: the text, and whether the person takes it.
        description: for who does not see it.
        notes: below.

    """
    drawing = _Drawing(title, description)
    wide, top, lowest = _WIDTH / 2 - 8, drawing.y + 4, drawing.y
    for left, head, steps in zip((4.0, _WIDTH / 2 + 4), heads, ways, strict=True):
        drawing.text(left, top + _SIZE, head, "start", bold=True)
        y = top + _LINE + 4
        for number, (text, own) in enumerate(steps, 1):
            lines = _wrapped(f"{number}. {text}", wide - 24)
            high = len(lines) * _LINE + 8
            colour = COLOURS[1] if own else COLOURS[4]
            if number > 1:
                middle = left + wide / 2
                drawing.add(f'<path d="M{middle:.1f} {y - 12:.1f}v10m-4 -5l4 5l4 -5" stroke="{_DARK}" fill="none"/>')
            drawing.add(
                f'<rect x="{left:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high}" rx="4" fill="white" '
                f'stroke="{colour}" stroke-width="2"/><rect x="{left:.1f}" y="{y:.1f}" width="6" height="{high}" '
                f'fill="{colour}"/>'
            )
            for place, line in enumerate(lines):
                drawing.text(left + 11, y + _SIZE + 3 + place * _LINE, line, "start")
            y += high + 14
        lowest = max(lowest, y)
    drawing.y = lowest
    return drawing.close(notes)


def _wrapped(text: str, width: float) -> list[str]:
    """Return a text as lines that fit a width."""
    found: list[str] = []
    for word in text.split():
        if found and (len(found[-1]) + 1 + len(word)) * _LETTER <= width:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found or [""]


class _Drawing:
    """Parts from above to below; ``y`` is where the next may begin."""

    def __init__(self, title: str, description: str = "") -> None:
        self.title, self.description = title, description
        self.parts: list[str] = []
        self.y = float(_TOP)
        for line in _wrapped(title, _WIDTH - 8):
            self.line(line, bold=True)

    def add(self, part: str) -> None:
        self.parts.append(part)

    def text(self, x: float, y: float, text: str, anchor: str, *, bold: bool = False) -> None:
        weight = ' font-weight="bold"' if bold else ""
        self.add(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{_DARK}"{weight}>{html.escape(text)}</text>'
        )

    def name(self, x: float, middle: float, name: str) -> None:
        """Write a name before a row, in as many lines as it needs, about the middle."""
        lines = _wrapped(name, _NAMES)
        for place, text in enumerate(lines):
            self.text(x, middle + 4 + _LINE * 0.85 * (place - (len(lines) - 1) / 2), text, "end")

    def line(self, text: str, *, bold: bool = False) -> None:
        """Write a line from the left."""
        self.text(4, self.y + _SIZE, text, "start", bold=bold)
        self.y += _LINE + 2

    def scale(self, top: float, say: Say) -> Callable[[float], float]:
        """Draw the ticks of a height and return where a value stands."""
        ticks = round_ticks(top)
        above, high = self.y + 6, ticks[-1]

        def place(value: float) -> float:
            return above + _HIGH * (1 - max(value, 0.0) / high)

        for tick in ticks:
            self.add(f'<path d="M{_LEFT} {place(tick):.1f}H{_WIDTH - _RIGHT}" stroke="{_GREY}"/>')
            self.text(_LEFT - 5, place(tick) + 4, say(tick), "end")
        self.y = above + _HIGH
        return place

    def below(self, names: Sequence[str], places: Sequence[float], after: float = 0.0) -> None:
        """Write the names of places below the drawing, those that have room."""
        end = -1.0
        for name, x in zip(names, places, strict=True):
            half = len(name) * _LETTER / 2
            middle = min(max(x, half), _WIDTH - half)
            if name and middle - half > end:
                self.text(middle, self.y + _LINE + after, name, "middle")
                end = middle + half + _LETTER
        self.y += _FOOT + after

    def legend(self, entries: Sequence[tuple[str, str]]) -> None:
        """Name every colour."""
        for name, colour in entries:
            self.add(f'<rect x="4" y="{self.y + 2:.1f}" width="12" height="12" fill="{colour}"/>')
            for line in _wrapped(name, _WIDTH - 30):
                self.text(22, self.y + _SIZE, line, "start")
                self.y += _LINE + 1

    def close(self, notes: Sequence[str] = ()) -> str:
        for note in notes:
            for line in _wrapped(note, _WIDTH - 8):
                self.line(line)
        described = f"<desc>{html.escape(self.description)}</desc>\n" if self.description else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {self.y + 6:.0f}" role="img" '
            f'aria-label="{html.escape(self.title)}" font-family="sans-serif" font-size="{_SIZE}">\n'
            f"<title>{html.escape(self.title)}</title>\n{described}"
            f'<rect width="{_WIDTH}" height="{self.y + 6:.0f}" fill="white"/>\n' + "\n".join(self.parts) + "\n</svg>\n"
        )
