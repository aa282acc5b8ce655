"""The status passport as text."""

from __future__ import annotations

from collections.abc import Iterator

from openfisca_kz.answers.passport import INSURANCE, Cover, HeldStatus, Opened, Passport, PersonPassport
from openfisca_kz.language import language
from openfisca_kz.presentation.explanation.wording import Wording

#: More facts than this are not named.
_FEW = 4


def to_text(passport: Passport) -> str:
    """Return the passports of a family's people, one after another."""
    return "\n".join(_Writer(passport).write()) + "\n"


def lines_of_person(passport: Passport, person: PersonPassport) -> tuple[str, list[tuple[str, list[str]]]]:
    """Return the name and age of a person, and what their passport says: headings, each with its lines."""
    return _Writer(passport).parts(person)


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
            title, parts = self.parts(person)
            yield from ("", title)
            for head, lines in parts:
                yield f"  {head}"
                yield from (f"    {line}" for line in lines)
        yield ""
        yield from self.passport.beyond.sentences(self.speech)
        version = self.passport.version
        yield self.say("According to the rules of openfisca-kz {version}. It is not a certificate.", version=version)

    def parts(self, person: PersonPassport) -> tuple[str, list[tuple[str, list[str]]]]:
        """Return the name and age of a person, and what is said of them: headings, each with its lines."""
        found: list[tuple[str, list[str]]] = []
        if not person.here:
            found.append((self.say("Has died or left Kazakhstan for good, based on what was given."), []))
        elif not person.statuses:
            text = "None of the statuses on the list; that is usual and does not take away any right."
            found.append((self.say(text), []))
        settled = [status for status in person.statuses if not status.not_told]
        perhaps = [status for status in person.statuses if status.not_told]
        found += [(status.label, list(self._status(status))) for status in settled]
        found += [(self.say("Perhaps: {status}", status=one.label), list(self._perhaps(one))) for one in perhaps]
        basis = self.say("Health insurance: {basis}", basis=person.cover.ground or person.cover.basis)
        told = "" if person.cover.settled else " " + self.say("(based on what was given)")
        found.append((basis + told, list(self._cover(person.cover))))
        found += [
            (
                self.say("Contradiction: {text}.", text=conflict.text),
                [self.say("Law: {law}", law=conflict.law.text), *map(self.wording.correction, conflict.correct)],
            )
            for conflict in person.conflicts
        ]
        return f"{person.name}, {self.wording.age(person.age_in_months)}", found

    def _status(self, status: HeldStatus) -> Iterator[str]:
        yield self.say("Criteria: {signs}", signs=status.signs)
        yield self._time(status.since, status.until)
        yield self.say("Law: {law}", law=status.law.text)
        if status.part_of:
            yield self.say("Part of: {wider}", wider=status.part_of)
        yield from map(self.wording.told, status.facts)
        opened = [each.service or self._opened(each) for each in status.opens]
        if opened:
            yield self.say("Counts for: {opens}", opens="; ".join(dict.fromkeys(opened)))

    def _perhaps(self, status: HeldStatus) -> Iterator[str]:
        """Yield what is said of a status that another fact could end: no months, which would rest on it too."""
        yield self.say("That depends on what was not given: {facts}", facts=self.wording.some(status.not_told, _FEW))
        yield self.say("Criteria: {signs}", signs=status.signs)
        yield self.say("Law: {law}", law=status.law.text)

    def _opened(self, each: Opened) -> str:
        return self.say("health insurance at the expense of the state") if each.kind == INSURANCE else each.label

    def _time(self, since: str | None, until: str | None) -> str:
        if since and until:
            return self.say("From {since} to {until}", since=self.speech.month(since), until=self.speech.month(until))
        if since:
            return self.say("From {since}; no end is known", since=self.speech.month(since))
        if until:
            return self.say("Until {until}", until=self.speech.month(until))
        return self.say("Neither the beginning nor the end is known")

    def _cover(self, cover: Cover) -> Iterator[str]:
        if cover.insured:
            yield self._time(cover.since, cover.until)
        money = self.speech.money
        if cover.months_left is not None:
            text = "Contributions are no longer paid. Months of cover left: {months}."
            yield self.say(text, months=cover.months_left)
        if cover.state_pays:
            yield self.say("The state pays {amount} a month for this person.", amount=money(cover.state_pays))
        elif cover.own_cost > 0 and (not cover.insured or cover.months_left is not None):
            yield self.say("Insurance at one's own expense costs {amount} a month.", amount=money(cover.own_cost))
        if cover.law is not None:
            yield self.say("Law: {law}", law=cover.law.text)
