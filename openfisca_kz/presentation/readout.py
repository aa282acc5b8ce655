"""Signed read-outs as a page to print and as text."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from openfisca_kz.answers.readout import Readout, ReadValue
from openfisca_kz.answers.signature import code_of
from openfisca_kz.answers.told_facts import ToldFact
from openfisca_kz.engine.knowledge import beyond_of
from openfisca_kz.language import language
from openfisca_kz.presentation.explanation.wording import Wording
from openfisca_kz.presentation.templating import templates

#: More facts than this are counted, not named; the document names them.
_FEW = 6


def to_text(made: Readout) -> str:
    """Return what a read-out says, a line each."""
    return "\n".join(_Page(made).lines()) + "\n"


def to_page(made: Readout, document: bytes) -> str:
    """Return a read-out as an HTML page to print, with the code of its signed document."""
    page = _Page(made)
    template = templates().get_template("readout.html")
    return template.render(lang=made.lang, say=page.say, code=code_of(document), **page.parts())


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
            yield f"  - {self.wording.told(fact)}"
        yield from (f"  {sentence}" for sentence in self._foot())

    def parts(self) -> dict[str, Any]:
        return {
            "title": self._title(),
            "values": [(each.label, self._value(each), each.law) for each in self.made.values],
            "facts": [*map(self._fact, self.made.facts)],
            "foot": list(self._foot()),
        }

    def _title(self) -> str:
        return self.say(
            "{service}: {person}, {month}",
            service=self.made.service,
            person=self.made.person,
            month=self.speech.month(self.made.month),
        )

    def _value(self, value: ReadValue) -> str:
        if value.value is None:
            return self.say(
                "not known, because these were not given: {facts}", facts=self.wording.some(value.not_told, _FEW)
            )
        return self.wording.value(value.value, value.unit)

    def _fact(self, fact: ToldFact) -> tuple[str, str, str]:
        label = f"{fact.who}, {fact.label}" if fact.who else fact.label
        return label, self.wording.value(fact.value, fact.unit), self.wording.register(fact)

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
