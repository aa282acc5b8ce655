"""Signed read-outs as a page to print and as text."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from markupsafe import Markup

from openfisca_kz.answers.readout import Readout, ReadValue
from openfisca_kz.answers.signature import code_of
from openfisca_kz.answers.told_facts import ToldFact
from openfisca_kz.engine.knowledge import beyond_of
from openfisca_kz.language import language
from openfisca_kz.presentation.explanation.wording import Wording

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#111}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}"
    "th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid #999}"
    "code{font-size:1.2rem}small{color:#333}"
)

#: More facts than this are counted, not named; the document names them.
_FEW = 6


def to_text(made: Readout) -> str:
    """Return what a read-out says, a line each."""
    return "\n".join(_Page(made).lines()) + "\n"


def to_page(made: Readout, document: bytes) -> str:
    """Return a read-out as an HTML page to print, with the code of its signed document.

    Args:
        made: what the document says.
        document: as it was signed.

    """
    return str(Markup("\n").join(_Page(made).html(code_of(document)))) + "\n"


class _Page:
    def __init__(self, made: Readout) -> None:
        self.made = made
        self.speech = language(made.lang)
        self.say = self.speech.say
        self.wording = Wording(self.speech)

    def lines(self) -> Iterator[str]:
        yield self._title()
        for value in self.made.values:
            yield f"  {value.label}: {self._value(value)}"
            if value.law:
                yield "    " + self.say("Law: {law}", law=value.law)
        for fact in self.made.facts:
            yield f"  - {self._fact(fact)}: {self._told(fact)} - {self.wording.register(fact)}"
        yield from (f"  {sentence}" for sentence in self._foot())

    def html(self, code: str) -> Iterator[Markup]:
        cell = Markup("<tr><th scope=row>{}</th><td>{}</td><td><small>{}</small></td></tr>")
        yield Markup('<!doctype html>\n<html lang="{}">\n<meta charset="utf-8">\n<title>{}</title>').format(
            self.made.lang, self._title()
        )
        yield Markup('<meta name="viewport" content="width=device-width">\n<style>{}</style>').format(Markup(_STYLE))
        yield Markup("<h1>{}</h1>\n<table>").format(self._title())
        yield from (cell.format(each.label, self._value(each), each.law) for each in self.made.values)
        yield Markup("</table>")
        if self.made.facts:
            yield Markup("<h2>{}</h2>\n<table>").format(self.say("What was given, on which it rests"))
            yield from (
                cell.format(self._fact(each), self._told(each), self.wording.register(each)) for each in self.made.facts
            )
            yield Markup("</table>")
        yield from (Markup("<p>{}</p>").format(sentence) for sentence in self._foot())
        yield Markup("<p>{}<br><code>{}</code></p>").format(self.say("Code of the signed document:"), code)
        yield Markup("<p><small>{}</small></p>\n</html>").format(
            self.say(
                "To check it, ask for the document itself: `openfisca-kz verify-readout` shows whether it is genuine, "
                "and its code, which must be this one."
            )
        )

    def _title(self) -> str:
        return self.say(
            "{service}: {person}, {month}",
            service=self.made.service,
            person=self.made.person,
            month=self.speech.month(self.made.month),
        )

    def _value(self, value: ReadValue) -> str:
        if value.value is None:
            return self.say("not known, because these were not given: {facts}", facts=self._some(value.not_told))
        return self.wording.value(value.value, value.unit)

    def _some(self, facts: tuple[str, ...]) -> str:
        return "; ".join(facts[:_FEW]) + ("; ..." if len(facts) > _FEW else "")

    def _fact(self, fact: ToldFact) -> str:
        return f"{fact.who}, {fact.label}" if fact.who else fact.label

    def _told(self, fact: ToldFact) -> str:
        return self.wording.value(fact.value, fact.unit)

    def _foot(self) -> Iterator[str]:
        granted = list(dict.fromkeys(fact for value in self.made.values for fact in value.taken_for_granted))
        if len(granted) > _FEW:
            yield self.say(
                "Assumed, because nothing else was given: {number} facts, which the document names.",
                number=len(granted),
            )
        elif granted:
            yield self.say("Assumed, because nothing else was given: {facts}.", facts="; ".join(granted))
        yield from beyond_of(self.made.month, self.made.stands_in, self.speech).sentences(self.speech)
        days = (datetime.date.fromisoformat(day) for day in (self.made.issued, self.made.expires))
        issued, expires = (self.speech.day(day) for day in days)
        yield self.say("Made on {issued}, valid until {expires}.", issued=issued, expires=expires)
        yield self.made.basis
        yield self.say("Version of the rules: {version}.", version=self.made.law_version)
