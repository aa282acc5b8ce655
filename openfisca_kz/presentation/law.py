"""The law as data, as tables and as text: figures in force, and what changed."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from typing import Any

from openfisca_kz.answers.law import Change, Figure
from openfisca_kz.language import Language
from openfisca_kz.presentation.bill import shown_figure
from openfisca_kz.presentation.lines import columns


def figures_table(figures: Sequence[Figure]) -> dict[str, list[Any]]:
    """Return figures as a table: its columns by name."""
    names = [field.name for field in dataclasses.fields(Figure)]
    return {name: [getattr(figure, name) for figure in figures] for name in names}


def figures_text(figures: Sequence[Figure], speech: Language) -> str:
    """Return figures as lines: name, value, since when, act and article."""
    rows = [
        (one.label, speech.quantity(one.value, one.unit), one.since, ", ".join(filter(None, (one.act, one.article))))
        for one in figures
    ]
    return "\n".join(columns(rows)) + "\n"


def changes_data(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Return changes as JSON holds them."""
    return [
        {
            **dataclasses.asdict(change),
            "concerns": [
                {**vars(one), "statuses": [{"name": name, "label": label} for name, label in one.statuses]}
                for one in change.concerns
            ],
        }
        for change in changes
    ]


def changes_table(changes: Sequence[Change]) -> dict[str, list[Any]]:
    """Return changes as a table: its columns by name."""
    rows = [
        {
            **{name: getattr(change, name) for name in ("kind", "name", "label", "since", "was", "now", "unit")},
            "law": change.law.text,
            "address": change.law.url or "",
            "concerns": "; ".join(one.label for one in change.concerns),
            "statuses": "; ".join(dict.fromkeys(label for one in change.concerns for _, label in one.statuses)),
        }
        for change in changes
    ]
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


def changes_text(changes: Sequence[Change], speech: Language) -> str:
    """Return changes day by day: from what to what, by which article, of which rights and duties and for whom."""
    lines: list[str] = []
    day = ""
    for change in changes:
        if change.since != day:
            day = change.since
            lines += [""] * bool(lines) + [speech.day(datetime.date.fromisoformat(day))]
        was, now = (shown_figure(value, change.unit, speech) for value in (change.was, change.now))
        said = f"{was} -> {now}" if change.kind == "figure" else speech.say("the rule is a different one")
        lines.append(f"  {change.label}: {said}")
        lines.append(f"    {change.law.text} {change.law.url or ''}".rstrip())
        if change.concerns:
            labels = "; ".join(one.label for one in change.concerns)
            lines.append("    " + speech.say("Concerns: {labels}", labels=labels))
        statuses = dict.fromkeys(label for one in change.concerns for _, label in one.statuses)
        if statuses:
            lines.append("    " + speech.say("Statuses that its conditions name: {labels}", labels="; ".join(statuses)))
    return "\n".join(lines or [speech.say("Nothing changed in the law.")]) + "\n"
