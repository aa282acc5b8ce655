"""The register of doubts as a page of the documentation."""

from __future__ import annotations

import itertools

from openfisca_kz.doubts.entries import register
from openfisca_kz.doubts.model import Reading

_HEAD = """# The open questions of the law

The register `openfisca_kz/doubts/questions/`, printed by `python -m tools.docs.update`. An explanation tells for each
amount which reading was used and, where it can be counted, what the other would give. The pages beside this one
say why.
"""


def register_page() -> str:
    """Return the register as Markdown: a table for each area."""
    lines = [_HEAD]
    for area, readings in itertools.groupby(register(), key=lambda reading: reading.area):
        lines += [
            f"## [{area.capitalize()}]({area}.md)",
            "",
            "| question | read here | the other reading | months | source | where |",
            "|---|---|---|---|---|---|",
        ]
        lines += [_row(reading) for reading in readings]
        lines.append("")
    return "\n".join(lines)


def _row(reading: Reading) -> str:
    other = reading.other if reading.computable else f"{reading.other} (cannot be counted)"
    months = f"{reading.since or ''} to {reading.until or ''}".strip() if reading.since or reading.until else ""
    cells = (reading.question, reading.chosen, other, months, "thin" if reading.thin else "", f"`{reading.where}`")
    return "| " + " | ".join(cells) + " |"
