"""The status passport as text."""

from __future__ import annotations

from collections.abc import Iterator

from openfisca_kz.answers.passport import (
    INSURANCE,
    Cover,
    HeldStatus,
    Opened,
    Passport,
    PersonPassport,
)
from openfisca_kz.answers.told_facts import ToldFact
from openfisca_kz.assessment.model import Correction
from openfisca_kz.language import language
from openfisca_kz.presentation.explanation.wording import Wording


def to_text(passport: Passport) -> str:
    """Return the passports of a family's people, one after another."""
    return "\n".join(_Writer(passport).write()) + "\n"


class _Writer:
    def __init__(self, passport: Passport) -> None:
        self.passport = passport
        self.speech = language(passport.lang)
        self.say = self.speech.say
        self.wording = Wording(self.speech)

    def write(self) -> Iterator[str]:
        month = self.speech.month(self.passport.month)
        yield self.say("Status passport, {month}", month=month)
        for person in self.passport.persons:
            yield ""
            yield from self._person(person)
        yield ""
        yield self.say("By the rules of openfisca-kz {version}. It is no certificate.", version=self.passport.version)

    def _person(self, person: PersonPassport) -> Iterator[str]:
        yield f"{person.name}, {self.wording.age(person.age_in_months)}"
        if not person.here:
            yield "  " + self.say("Has died or left Kazakhstan for good, by what is told.")
        elif not person.statuses:
            yield "  " + self.say("None of the statuses of the list; that is usual and takes away no right.")
        for status in person.statuses:
            yield from self._status(status)
        yield from self._cover(person.cover)
        for conflict in person.conflicts:
            yield "  " + self.say("Contradiction: {text}.", text=conflict.text)
            yield "    " + self.say("Law: {law}", law=conflict.law.text)
            for each in conflict.correct:
                yield "    " + self.say("To correct: {fact} - {register}", fact=each.label, register=_named(each))

    def _status(self, status: HeldStatus) -> Iterator[str]:
        yield f"  {status.label}"
        yield "    " + self.say("Signs: {signs}", signs=status.signs)
        yield "    " + self._time(status.since, status.until)
        yield "    " + self.say("Law: {law}", law=status.law.text)
        if status.part_of:
            yield "    " + self.say("Part of: {wider}", wider=status.part_of)
        for fact in status.facts:
            yield f"    - {self._fact(fact)}"
        opened = [each.service or self._opened(each) for each in status.opens]
        if opened:
            yield "    " + self.say("Asked for by: {opens}", opens="; ".join(dict.fromkeys(opened)))

    def _fact(self, fact: ToldFact) -> str:
        said = f"{fact.label}: {self.wording.value(fact.value, fact.unit)}"
        return f"{f'{fact.who}, ' if fact.who else ''}{said} - {_named(fact)}"

    def _opened(self, each: Opened) -> str:
        return self.say("health insurance at the expense of the state") if each.kind == INSURANCE else each.label

    def _time(self, since: str | None, until: str | None) -> str:
        if since and until:
            return self.say("From {since} to {until}", since=self.speech.month(since), until=self.speech.month(until))
        if since:
            return self.say("From {since}; no end is known", since=self.speech.month(since))
        if until:
            return self.say("To {until}", until=self.speech.month(until))
        return self.say("No beginning and no end is known")

    def _cover(self, cover: Cover) -> Iterator[str]:
        yield "  " + self.say("Health insurance: {basis}", basis=cover.ground or cover.basis)
        if cover.insured:
            yield "    " + self._time(cover.since, cover.until)
        if cover.months_left is not None:
            yield "    " + self.say(
                "Nothing is paid any more: the cover lasts {months} more months.", months=cover.months_left
            )
        if cover.state_pays:
            yield "    " + self.say(
                "The state pays {amount} a month for this person.", amount=self.speech.money(cover.state_pays)
            )
        elif not cover.insured or cover.months_left is not None:
            yield "    " + self.say(
                "To stay insured on one's own account costs {amount} a month.", amount=self.speech.money(cover.own_cost)
            )
        if cover.law is not None:
            yield "    " + self.say("Law: {law}", law=cover.law.text)


def _named(fact: ToldFact | Correction) -> str:
    """Return the register of a fact, and its owner where there is one."""
    return f"{fact.register}; {fact.owner}" if fact.owner else fact.register
