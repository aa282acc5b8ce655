"""The answer for a month: what is due to whom and why, what is not claimed, what may be due, what is owed."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from openfisca_kz.assessment.model import Law
from openfisca_kz.assessment.screening_model import Right
from openfisca_kz.presentation.explanation.document import Entry, document
from openfisca_kz.presentation.explanation.html import reasons_html
from openfisca_kz.presentation.next_step import step_lines
from openfisca_kz.presentation.screening_sentences import Sentences
from openfisca_kz.services.next_steps import next_steps
from openfisca_kz.web.page import answered, asking, receiving
from openfisca_kz.web.page.page import Page, unbroken
from openfisca_kz.web.page.reading_fields import read_day, shown

SIGNS = {True: "✓", False: "✗", None: "?"}


@dataclasses.dataclass(frozen=True)
class Steps:
    """The way to one right in words; ``portal`` is the address of its service."""

    first: str
    more: tuple[str, ...]
    portal: str | None


def steps_of(page: Page, right: str) -> Steps | None:
    """Return the way to a right; None where nothing is known of it."""
    step = next_steps().get(right)
    if step is None:
        return None
    first, *more = step_lines(right, page.lang)
    return Steps(first, tuple(more), step.portal)


@dataclasses.dataclass(frozen=True)
class Whose:
    """What is said of each person of a card: the reasons, the day of the claim (None where there is no such day)."""

    id: str
    who: str
    reasons: Markup | None
    conditions: tuple[tuple[bool | None, str], ...]
    law: tuple[Law, ...]
    claim: str | None


@dataclasses.dataclass(frozen=True)
class Card:
    """One right in words, of one person or family, or of several where nothing differs but the person."""

    right: str
    label: str
    amount: str
    unit: str
    sure: bool
    received: bool
    span: str
    waiting: tuple[str, ...]
    next: Steps | None
    questions: tuple[str, ...]
    checkable: bool
    whose: tuple[Whose, ...] = dataclasses.field(compare=False, hash=False, default=())

    @property
    def names(self) -> list[str]:
        """The persons, or the family."""
        return [one.who for one in self.whose]

    @property
    def alike(self) -> bool:
        """Whether one account of the reasons holds for all of several persons."""
        first = self.whose[0]
        return len(self.whose) > 1 and all(
            (one.reasons, one.conditions, one.law) == (first.reasons, first.conditions, first.law) for one in self.whose
        )


def apply(page: Page) -> None:
    """Tell the answers, and the days on which rights were claimed."""
    for name in list(page.form):
        if name.startswith("claim-") and page.text(name):
            right, _, place = name[6:].rpartition("-")
            variable = page.system.variables.get(f"{right}_claim_date")
            if variable is None or not place.isdecimal():
                continue
            person = bool(variable.entity.is_person)
            if int(place) < (len(page.told.persons) if person else 1):
                day = page.read(name, read_day)
                if day is not None:
                    page.told.tell(page.told.holder(person, int(place)), variable.name, day)
    asking.apply(page)
    answered.apply(page)


def show(page: Page) -> dict[str, Any]:
    """Return what the view shows."""
    parts = defaultdict[str, tuple[Entry, ...]](tuple)
    parts.update((part.id, part.entries) for part in document(page.explanation).parts)
    cards = _Cards(page, parts)
    sure, likely = cards.sure(), cards.likely()
    named = {(card.right, name) for card in (*sure, *likely) for name in card.names}
    possible = [
        right
        for right in page.screening.of_status("possible")
        if not right.only_if and (right.right, right.who) not in named
    ]
    questions = asking.asks(page)
    sums, month_sum = _sums(page)
    owed, employer = (
        [(entry.label, entry.amount, reasons_html(entry, page.lang)) for entry in parts[name]]
        for name in ("owed", "employer")
    )
    return {
        "sums": sums,
        "sum": month_sum,
        "changed": _changed(page, month_sum),
        "to_claim": _to_claim(page, [*sure, *likely]),
        "sure": _in_tenge(sure),
        "likely": _in_tenge(likely),
        "starting": _starting(page, cards.sentences),
        "fund": [card for card in (*sure, *likely) if card.unit != "KZT"],
        "fund_steps": steps_of(page, "national_fund_balance"),
        "possible": _grouped(page, possible),
        "questions": questions,
        "few": asking.FEW,
        "rest_wrong": any(page.error_of(ask.id) for ask in questions[asking.FEW :]),
        "people": parts["people"],
        "conflicts": parts["conflicts"],
        "told": answered.show(page),
        "owed": owed,
        "employer": employer,
        "not_due": _not_due(page, (*parts["not_due"], *parts["closed"])),
        "granted": asking.granted(page),
        "beyond": page.explanation.beyond.sentences(page.speech),
        "signs": SIGNS,
        "marks": {True: "met", False: "not met", None: "not known"},
        "no_to_all": [ask for ask in questions if ask.gate],
    }


def _sums(page: Page) -> tuple[list[tuple[str, Markup]], Markup]:
    """Return the sums of the first screen with their words, and that of the month: on what was told so far."""
    say, money, found = page.speech.say, page.speech.money, page.screening
    shown = unbroken(money(found.told_total))
    further = (
        ("Once, if you claim it", found.told_once),
        ("For past months, if you claim now", found.past_total),
        ("In addition each month, if a social contract is signed on applying", found.step_total),
    )
    sums = [(say("Each month"), shown), *((say(text), unbroken(money(amount))) for text, amount in further if amount)]
    return sums, shown


def _starting(page: Page, sentences: Sentences) -> list[tuple[str, str, str]]:
    """Return what begins within a year on what was told: the right, the sum and its first month."""
    people = page.situation.persons
    return [
        (f"{one.label}, {one.who}" if one.who in people else one.label, sentences.amount(one), sentences.starts(one))
        for one in page.screening.rights
        if one.starts
    ]


def _changed(page: Page, now: str) -> str:
    """Return what the answers just given changed; nothing where the view was neither answered nor come to first."""
    if not page.before:
        return page.speech.say("Calculated. Each month: {amount}.", amount=now) if page.source == "life" else ""
    if page.before == now:
        return page.speech.say("Noted. The total for the month stays {amount}.", amount=now)
    return page.speech.say("Noted. Each month: {after}, before your answer {before}.", before=page.before, after=now)


def _in_tenge(cards: list[Card]) -> list[Card]:
    return [card for card in cards if card.unit == "KZT"]


class _Cards:
    def __init__(self, page: Page, parts: Mapping[str, tuple[Entry, ...]]) -> None:
        self.page = page
        self.say = page.speech.say
        self.sentences = Sentences(page.speech)
        told = (*parts["due"], *parts["likely"], *parts["year"])
        self.entries = {line: entry for entry in told for line in entry.of}

    def sure(self) -> list[Card]:
        """Return what can still be claimed, and what is due whatever was not told."""
        due = (*self.page.screening.of_status("claimable"), *self.page.screening.of_status("due"))
        return _together(self._card(right, True) for right in due)

    def likely(self) -> list[Card]:
        """Return what is due on what was told, while an answer could still change it."""
        steps = [right for right in self.page.screening.rights if right.step]
        return _together(self._card(right, False) for right in (*self.page.screening.likely, *steps))

    def _card(self, right: Right, sure: bool) -> Card:
        facts = {question.fact: question.text for question in self.page.screening.questions}
        return Card(
            right=right.right,
            label=right.label,
            amount=self.sentences.amount(right),
            unit=right.unit,
            sure=sure,
            received=bool(right.received),
            span=self.sentences.span(right) if sure else next(self.sentences.step(right), self._once(right)),
            waiting=self._waiting(right),
            next=None if right.received else steps_of(self.page, right.right),
            questions=tuple(facts[name] for name in right.questions if name in facts),
            checkable=right.unit == "KZT" and len(right.period) > len("2026"),
            whose=(self._whose(right, sure),),
        )

    def _whose(self, right: Right, sure: bool) -> Whose:
        entry = self.entries.get((right.right, right.who))
        # A range is not what one calculation gives: its conditions are shown instead.
        told = entry is not None and (not sure or right.amount is not None)
        return Whose(
            id=f"{right.right}-{self._place(right)}",
            who=right.who,
            reasons=reasons_html(entry, self.page.lang) if told and entry is not None else None,
            conditions=tuple((one.holds, self.sentences.condition(one)) for one in right.conditions),
            law=right.law,
            claim=self._claim(right),
        )

    def _waiting(self, right: Right) -> tuple[str, ...]:
        lines = tuple(self.sentences.waiting(right))
        if lines and receiving.unsaid(self.page, right.right, right.who):
            return (self.say("If it is not paid to you yet, claim it: it is paid from the claim on."),)
        return lines

    def _once(self, right: Right) -> str:
        return self.say("Paid once.") if right.once else ""

    def _place(self, right: Right) -> int:
        persons = self.page.situation.persons
        return persons.index(right.who) if right.who in persons else 0

    def _claim(self, right: Right) -> str | None:
        """Return the day of the claim as told; None where a claim has no date in the rules."""
        variable = self.page.system.variables.get(f"{right.right}_claim_date")
        own = self.page.system.variables[right.right].entity.key
        if variable is None or variable.entity.key != own:
            return None
        place = self._place(right)
        facts = self.page.told.holder(bool(variable.entity.is_person), place)
        return self.page.text(f"claim-{right.right}-{place}") or shown(variable, facts.get(variable.name))


def _together(cards: Iterable[Card]) -> list[Card]:
    """Return the cards with those as one that differ in the person only; tenge before other money."""
    found: dict[Card, list[Whose]] = {}
    for card in cards:
        found.setdefault(card, []).extend(card.whose)
    joined = [dataclasses.replace(card, whose=tuple(whose)) for card, whose in found.items()]
    return sorted(joined, key=lambda card: card.unit != "KZT")


def _to_claim(page: Page, cards: list[Card]) -> list[tuple[str, str, str]]:
    """Return what is due and not claimed: its place on the page, its name, until when and what waiting costs."""
    people = page.situation.persons
    return [
        (card.whose[0].id, ", ".join([card.label, *(name for name in card.names if name in people)]), line)
        for card in cards
        for line in [" ".join(card.waiting)]
        if card.waiting and not card.received
    ]


def _grouped(page: Page, rights: list[Right]) -> list[tuple[str, str, list[str]]]:
    """Return each right that may be due, with those it may be due to and the questions that decide it."""
    texts = {question.fact: question.text for question in page.screening.questions}
    found: dict[str, tuple[str, list[str], list[str]]] = {}
    for right in rights:
        _, names, questions = found.setdefault(right.right, (right.label, [], []))
        if right.who in page.situation.persons:
            names.append(right.who)
        questions += [texts[fact] for fact in right.questions if fact in texts and texts[fact] not in questions]
    return [(label, ", ".join(names), questions) for label, names, questions in found.values()]


def _not_due(page: Page, entries: Iterable[Entry]) -> list[tuple[str, Markup]]:
    """Return the rights that are due to nobody, each with the condition that fails."""
    open_ = {right.right for right in page.screening.rights if right.status != "not_due"}
    return [
        (entry.label, reasons_html(entry, page.lang))
        for entry in entries
        if open_.isdisjoint(variable for variable, _ in entry.of)
    ]
