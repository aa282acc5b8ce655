"""Writes an explanation as HTML by ``templates/explanation.html``: a fragment for other pages, or a page of its own."""

from __future__ import annotations

import functools
from typing import Any

from markupsafe import Markup, escape

from openfisca_kz.assessment.model import Explanation, VariableExplanation
from openfisca_kz.language import language
from openfisca_kz.presentation.explanation.document import FAILS, HOLDS, UNKNOWN, Entry, Said, document
from openfisca_kz.presentation.templating import templates

#: How a condition stands: the sign, and what a screen reader says.
MARKS = {HOLDS: ("✓", "met"), FAILS: ("✗", "not met"), UNKNOWN: ("?", "not known")}

# Parts that open on demand: the others are shown at once.
_LONG = ("not_due", "possible", "closed", "assumed")


def to_html(explanation: Explanation | VariableExplanation, level: int = 2) -> Markup:
    """Return an explanation as an HTML fragment in its own language.

    Args:
        explanation: what ``explain`` or ``explain_variable`` returned.
        level: of the heading of the fragment in the page it stands in.

    Returns:
        An ``article`` that a template may print as it is: everything told by people is escaped.

    """
    whole = document(explanation)
    return Markup(_macros().article(whole, level, language(whole.lang).say).strip())


def to_page(explanation: Explanation | VariableExplanation) -> str:
    """Return an explanation as a page of its own, with its style, light or dark, that loads nothing from elsewhere."""
    whole = document(explanation)
    return str(_macros().page(whole, language(whole.lang).say)).strip()


def reasons_html(entry: Entry, lang: str) -> Markup:
    """Return the reasons of one amount as an HTML list."""
    return Markup(_macros().reasons(entry.said, language(lang).say))


@functools.cache
def _macros() -> Any:
    environment = templates()
    environment.filters["linked"] = _linked
    return environment.get_template("explanation.html", globals={"marks": MARKS, "long": _LONG}).module


def _linked(said: Said) -> Markup:
    """Return a sentence with the places of the law in it as links."""
    text = escape(said.text)
    for words, url in said.links:
        if url and url.startswith(("https://", "http://")):
            link = Markup('<a href="{}" rel="noreferrer">{}</a>').format(url, words)
            text = Markup(str(text).replace(str(escape(words)), str(link), 1))
    return text
