"""Writes an explanation as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openfisca_kz.assessment.model import Explanation, VariableExplanation
from openfisca_kz.presentation.explanation.document import FAILS, HOLDS, UNKNOWN, Document, Entry, Said, document

_MARKS = {HOLDS: "✓ ", FAILS: "✗ ", UNKNOWN: "? "}

# What Markdown would take for its own.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")


def to_markdown(explanation: Explanation | VariableExplanation) -> str:
    """Return an explanation as Markdown in its own language: headings, lists, links to the acts."""
    return "\n".join(_write(document(explanation))) + "\n"


def _write(whole: Document) -> Iterator[str]:
    yield f"# {_escape(whole.title)}"
    yield ""
    for entry in whole.summary:
        yield f"- {_escape(entry.label)}: **{_escape(entry.amount)}**"
    for part in whole.parts:
        yield ""
        yield f"## {_escape(part.title)}"
        yield ""
        for entry in part.entries:
            yield from _entry(entry, "")
    for sentence in whole.foot:
        yield ""
        yield _escape(sentence)


def _entry(entry: Entry, indent: str) -> Iterator[str]:
    amount = f": **{_escape(entry.amount)}**" if entry.amount else ""
    yield f"{indent}- {_escape(entry.label)}{amount}"
    for said in entry.said:
        yield f"{indent}  - {_MARKS.get(said.kind, '')}{_linked(said)}"
    for below in entry.entries:
        yield from _entry(below, f"{indent}  ")


def _linked(said: Said) -> str:
    text = _escape(said.text)
    for words, url in said.links:
        if url:
            text = text.replace(_escape(words), f"[{_escape(words)}](<{url}>)", 1)
    return text


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
