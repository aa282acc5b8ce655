"""Plain text for a terminal or a letter: headings, sentences wrapped to a width, tables."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

WIDTH = 100

# A line does not end between an amount and one of these.
_UNITS = ("₸", "USD")


def heading(text: str, line: str = "-") -> tuple[str, str]:
    """Return a heading with a line of its length below."""
    return text, line * len(text)


def wrap(text: str, indent: str = "", later: str | None = None) -> list[str]:
    """Return a text as lines of ``WIDTH``, the first indented, the others as it or as ``later`` says."""
    for unit in _UNITS:
        text = text.replace(f" {unit}", f"\u00a0{unit}")
    following = indent if later is None else later
    lines = textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=following, break_long_words=False, break_on_hyphens=False
    )
    for unit in _UNITS:
        lines = [line.replace(f"\u00a0{unit}", f" {unit}") for line in lines]
    return lines


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table whose rows are of one length: the first column from the left, the others right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
