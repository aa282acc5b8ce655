"""A table as plain text: the first column from the left, the others from the right, as wide as they must be."""

from __future__ import annotations

from collections.abc import Sequence


def to_lines(rows: Sequence[Sequence[str]], gap: str = "  ") -> list[str]:
    """Return the lines of a table whose rows are of one length."""
    if not rows:
        return []
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        gap.join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
