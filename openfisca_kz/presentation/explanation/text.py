"""Writes an explanation as text, for a terminal or a letter."""

from __future__ import annotations

from collections.abc import Iterator

from openfisca_kz.assessment.model import Explanation, VariableExplanation
from openfisca_kz.presentation.explanation.document import FAILS, HOLDS, UNKNOWN, Document, Entry, Said, document
from openfisca_kz.presentation.lines import WIDTH, heading, wrap

_AMOUNT = 16

# Deeper than this a tree leaves out the links: the same acts stand above.
_LINKS = 10

_MARKS = {HOLDS: "+ ", FAILS: "- ", UNKNOWN: "? ", "figure": "* "}


def to_text(explanation: Explanation | VariableExplanation) -> str:
    """Return an explanation as plain text in its own language: what matters most first."""
    return "\n".join(_write(document(explanation))) + "\n"


def _write(whole: Document) -> Iterator[str]:
    yield from heading(whole.title, "=")
    for entry in whole.summary:
        yield _amount(entry, "")
    for part in whole.parts:
        yield ""
        yield from heading(part.title)
        for entry in part.entries:
            yield from _entry(entry, "  ")
    yield ""
    for sentence in whole.foot:
        yield from wrap(sentence)


def _entry(entry: Entry, indent: str) -> Iterator[str]:
    room = WIDTH - _AMOUNT - len(indent) - 5
    if entry.amount and len(entry.label) <= room and len(entry.amount) < _AMOUNT:
        yield _amount(entry, indent)
    elif entry.amount:
        yield from wrap(f"{entry.label}: {entry.amount}", indent, f"{indent}    ")
    else:
        yield from wrap(entry.label, indent, f"{indent}    ")
    for said in entry.said:
        yield from _said(said, f"{indent}    ")
    for below in entry.entries:
        yield from _entry(below, f"{indent}    ")


def _said(said: Said, indent: str) -> Iterator[str]:
    mark = _MARKS.get(said.kind, "")
    yield from wrap(mark + said.text, indent, indent + " " * len(mark))
    if said.kind == "law" and len(indent) <= _LINKS:
        for _, url in said.links:
            if url:
                yield indent + url


def _amount(entry: Entry, indent: str) -> str:
    dots = "." * max(3, WIDTH - _AMOUNT - len(indent) - len(entry.label) - 2)
    return f"{indent}{entry.label} {dots} {entry.amount:>{_AMOUNT - 1}}"
