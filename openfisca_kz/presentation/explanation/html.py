"""Writes an explanation as an HTML fragment: semantic, escaped, what is more behind a summary that opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from markupsafe import Markup, escape

from openfisca_kz.assessment.model import Explanation, VariableExplanation
from openfisca_kz.language import language
from openfisca_kz.presentation.explanation.document import FAILS, HOLDS, UNKNOWN, Document, Entry, Part, Said, document

Say = Callable[[str], str]

#: How a condition stands: the sign, and what a screen reader says.
MARKS = {HOLDS: ("✓", "holds"), FAILS: ("✗", "does not hold"), UNKNOWN: ("?", "not known")}

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
    return Markup("\n").join(_write(document(explanation), level))


def _write(whole: Document, level: int) -> Iterator[Markup]:
    yield Markup('<article class="explanation" lang="{}">').format(whole.lang)
    yield _heading(whole.title, level)
    if whole.summary:
        yield Markup('<dl class="summary">')
        for entry in whole.summary:
            yield Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(entry.label, entry.amount)
        yield Markup("</dl>")
    for part in whole.parts:
        yield from _part(part, level + 1, language(whole.lang).say)
    yield Markup("<footer>")
    for sentence in whole.foot:
        yield Markup("<p>{}</p>").format(sentence)
    yield Markup("</footer>")
    yield Markup("</article>")


def _part(part: Part, level: int, say: Say) -> Iterator[Markup]:
    yield Markup('<section class="{}">').format(part.id)
    folded = part.id in _LONG
    if folded:
        yield Markup("<details><summary>{} ({})</summary>").format(_heading(part.title, level), len(part.entries))
    else:
        yield _heading(part.title, level)
    yield Markup("<ul>")
    for entry in part.entries:
        yield from _entry(entry, say, opened=part.id.startswith("reason"), folded=folded)
    yield Markup("</ul>")
    if folded:
        yield Markup("</details>")
    yield Markup("</section>")


def _entry(entry: Entry, say: Say, opened: bool, folded: bool = False) -> Iterator[Markup]:
    amount = Markup(' <b class="amount">{}</b>').format(entry.amount) if entry.amount else Markup("")
    yield Markup("<li>")
    behind = bool(entry.amount and (entry.said or entry.entries)) and not folded
    if behind:
        start = Markup("<details open>") if opened else Markup("<details>")
        yield start + Markup("<summary>{}{}</summary>").format(entry.label, amount)
    else:
        yield Markup("{}{}").format(entry.label, amount)
    if entry.said or entry.entries:
        yield Markup("<ul>")
        for said in entry.said:
            yield _said(said, say)
        for below in entry.entries:
            yield from _entry(below, say, opened=False)
        yield Markup("</ul>")
    if behind:
        yield Markup("</details>")
    yield Markup("</li>")


def _said(said: Said, say: Say) -> Markup:
    text = escape(said.text)
    for words, url in said.links:
        if url and url.startswith(("https://", "http://")):
            link = Markup('<a href="{}" rel="noreferrer">{}</a>').format(url, words)
            text = Markup(str(text).replace(str(escape(words)), str(link), 1))
    if said.kind in MARKS:
        mark, meaning = MARKS[said.kind]
        text = Markup('<span role="img" aria-label="{}">{}</span> ').format(say(meaning), mark) + text
    return Markup('<li class="{}">').format(said.kind) + text + Markup("</li>")


def _heading(text: str, level: int) -> Markup:
    return Markup("<h{level}>{text}</h{level}>").format(level=level, text=text)


def reasons_html(entry: Entry, lang: str) -> Markup:
    """Return the reasons of one amount as an HTML list.

    Args:
        entry: of a ``Document``.
        lang: its language.

    """
    said = (_said(one, language(lang).say) for one in entry.said)
    return Markup('<ul class="reasons">{}</ul>').format(Markup("").join(said))
