"""A timeline as text and as a drawing: the totals at each change, then month by month what happens and why."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from openfisca_kz.answers.late_claims import to_lines
from openfisca_kz.answers.timeline import Event, Month, Standing, Timeline
from openfisca_kz.answers.timeline_reasons import Cause
from openfisca_kz.assessment.domains import paid_once
from openfisca_kz.assessment.status import CLAIMABLE, DUE, POSSIBLE
from openfisca_kz.assessment.sums import EACH_MONTH
from openfisca_kz.language import Language, language
from openfisca_kz.presentation import chart
from openfisca_kz.presentation.lines import columns, heading, wrap
from openfisca_kz.presentation.screening_sentences import Sentences as RightSentences

_STANDS = {DUE: "due", CLAIMABLE: "can still be claimed", POSSIBLE: "due, based on what was given"}


class Sentences:
    """Says the events of a timeline in one language."""

    def __init__(self, speech: Language) -> None:
        self.speech, self.say = speech, speech.say
        self.rights = RightSentences(speech)

    def day(self, event: Event) -> str:
        """Return the day of an event; nothing where only its month is known."""
        return self.speech.day(datetime.date.fromisoformat(event.day)) if event.day else ""

    def standing(self, one: Standing) -> str:
        """Return how a right stands, what it comes to, until when it is claimed and what of the past is still paid."""
        amount = self.speech.money(one.amount or one.step_amount or one.for_the_past or 0)
        text = f"{one.label} – {one.who}: {self.say(_STANDS[one.status])}, {amount}"
        if one.step_amount:
            text += ". " + self.say("Due if you sign a social contract with the career centre on applying.")
        else:
            text += "."
        if one.for_the_past:
            text += " " + self.rights.past(one.for_the_past, str(one.past_since), str(one.past_until))
        if one.waiting:
            text += " " + self.rights.term(one.waiting, "KZT", past=bool(one.for_the_past))
        return text

    def change(self, event: Event) -> str:
        """Return what changes: something begins, ends, or has another amount."""
        if event.kind == "status":
            return self.say("begins") if event.after else self.say("ends")
        before, after = self.speech.money(event.before), self.speech.money(event.after)
        if event.variable.removesuffix("_paid") in paid_once():
            return self.say("paid once, {amount}", amount=after)
        if not event.before:
            return self.say("begins, {amount} a month", amount=after)
        if not event.after:
            return self.say("ends, {amount} a month less", amount=before)
        sign = "+" if event.difference and event.difference > 0 else ""
        return f"{before} → {after} ({sign}{self.speech.money(event.difference or 0)})"

    def causes(self, event: Event) -> list[str]:
        """Return why it changes; nothing of a status."""
        return [] if event.kind == "status" else [self._cause(cause, event) for cause in event.causes]

    def _cause(self, cause: Cause, event: Event) -> str:
        """Return why: the condition that began or ceased to hold, the figure or the fact that is another."""
        whose = f" ({cause.who})" if cause.who not in ("", event.who) else ""
        law = f" ({cause.law.text})" if cause.law else ""
        if cause.kind == "condition":
            if cause.after:
                return self.say("because this is met now: {what}", what=cause.label + whose + law)
            return self.say("because this is no longer met: {what}", what=cause.label + whose + law)
        values = [value for value in (cause.before, cause.after) if value is not None]
        shown = " → ".join(self.speech.quantity(value, cause.unit) for value in values)
        return self.say("because of: {what}", what=f"{cause.label}{whose}: {shown}{law}")


FACTS_STAY = (
    "What was entered holds in every month: pay, study and who lives together stay as they are unless the file says "
    "otherwise."
)
PROJECTED = (
    "* A projection: figures of {month} and earlier are enacted; later ones stay as they are, except for those that "
    "the law has already set."
)


_SUMS = {
    "total_rights": EACH_MONTH["total_rights"],
    "paid_once": "Paid once",
    "total_duties": "All that the members pay",
    "disposable_income": "What remains",
}


def heads_of_sums(whole: Timeline) -> list[str]:
    """Return what is told of a month at each change: what is paid once only where there is something."""
    return [label for name, label in _SUMS.items() if name != "paid_once" or any(one.paid_once for one in whole.months)]


def changing_sums(whole: Timeline) -> Iterator[tuple[Month, list[float]]]:
    """Yield the first month and each in which a sum is another than before, with its sums."""
    told = heads_of_sums(whole)
    before: list[float] = []
    for month in whole.months:
        sums = [getattr(month, name) for name, label in _SUMS.items() if label in told]
        if sums != before:
            yield month, sums
        before = sums


def to_text(whole: Timeline, lang: str = "en") -> str:
    """Return a timeline as plain text."""
    return "\n".join(line.rstrip() for line in _Writer(whole, language(lang)).write()) + "\n"


class _Writer:
    def __init__(self, whole: Timeline, speech: Language) -> None:
        self.whole = whole
        self.speech = speech
        self.say = speech.say
        self.sentences = Sentences(speech)

    def write(self) -> Iterator[str]:
        whole = self.whole
        first, last = self.speech.month(whole.first_month), self.speech.month(whole.last_month)
        title = self.say("What is coming, {first} to {last}", first=first, last=last)
        yield from heading(title, "=")
        yield from self._totals()
        yield ""
        yield from self._standings()
        for month in dict.fromkeys(event.month for event in whole.events):
            yield from self._month(month)
        if not whole.events:
            yield self.say("Nothing changes.")
            yield ""
        if whole.late_claims:
            title = self.say("What late claims cost in these months")
            yield from heading(title)
            for line in to_lines(whole.late_claims, self.speech):
                yield from wrap(line, "  ", "      ")
            yield ""
        if any(month.projected for month in whole.months):
            yield from wrap(self.say(PROJECTED, month=self.speech.month(whole.enacted_until)))
        for sentence in whole.beyond.sentences(self.speech):
            yield from wrap(sentence)
        yield from wrap(self.say(FACTS_STAY))

    def _standings(self) -> Iterator[str]:
        if not self.whole.standings:
            return
        title = self.say("How the rights stand in {month}", month=self.speech.month(self.whole.first_month))
        yield from heading(title)
        for one in self.whole.standings:
            yield from wrap(self.sentences.standing(one), "  ", "      ")
        yield ""

    def _totals(self) -> Iterator[str]:
        rows = [[self.say("month"), *map(self.say, heads_of_sums(self.whole))]]
        for month, sums in changing_sums(self.whole):
            name = self.speech.month(month.month) + (" *" if month.projected else "")
            rows.append([name, *map(self.speech.money, sums)])
        yield from columns(rows)

    def _month(self, month: str) -> Iterator[str]:
        title = self.speech.month(month) + (" *" if month > self.whole.enacted_until else "")
        yield from heading(title)
        for event in self.whole.events:
            if event.month == month:
                yield from self._event(event)
        yield ""

    def _event(self, event: Event) -> Iterator[str]:
        if event.kind == "milestone":
            yield from wrap(f"{self.sentences.day(event)}: {event.label}", "  ", "      ")
            return
        yield from wrap(f"{event.label} – {event.who}: {self.sentences.change(event)}", "  ", "      ")
        for cause in self.sentences.causes(event):
            yield from wrap(cause, "      ", "        ")


def to_svg(whole: Timeline, speech: Language) -> str:
    """Return the drawing: title and description for who does not see it, text for every colour."""
    of_months = [
        {name: amount for name, amount in month.rights.items() if name.removesuffix("_paid") not in paid_once()}
        for month in whole.months
    ]
    names = list(dict.fromkeys(name for rights in of_months for name in rights))
    totals = [sum(rights.values()) for rights in of_months]
    first, last = speech.month(whole.first_month), speech.month(whole.last_month)
    marked = {event.month for event in whole.events if event.kind == "milestone"}
    pale = [place for place, month in enumerate(whole.months) if month.projected]
    notes = []
    if pale:
        notes.append(
            speech.say("Pale: calculated with the figures of {month}", month=speech.month(whole.enacted_until))
        )
    if marked:
        notes.append("▲ " + speech.say("a birthday or a pension age"))
    return chart.columns(
        speech.say("What is coming, {first} to {last}", first=first, last=last),
        [
            month.month[:4] if place == 0 or month.month.endswith("-01") else ""
            for place, month in enumerate(whole.months)
        ],
        [chart.Series(whole.labels[name], [rights.get(name, 0.0) for rights in of_months]) for name in names],
        speech.money,
        description=speech.say(
            "Paid each month: {first_amount} in {first}, {last_amount} in {last}, at most {most}.",
            first=first,
            last=last,
            first_amount=speech.money(totals[0]),
            last_amount=speech.money(totals[-1]),
            most=speech.money(max(totals)),
        ),
        pale=pale,
        marks=[place for place, month in enumerate(whole.months) if month.month in marked],
        notes=notes,
    )
