"""The sentences of a timeline: what an event changes and why. The text and the page say the same."""

from __future__ import annotations

import datetime

from openfisca_kz.answers.timeline import Event, Standing
from openfisca_kz.answers.timeline_reasons import Cause
from openfisca_kz.assessment.domains import paid_once
from openfisca_kz.assessment.status import CLAIMABLE, DUE, POSSIBLE
from openfisca_kz.language import Language
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
        text = f"{one.label} - {one.who}: {self.say(_STANDS[one.status])}, {amount}"
        if one.step_amount:
            text += ". " + self.say("Due if you sign a social contract with the career centre on applying.")
        else:
            text += "."
        if one.for_the_past:
            text += " " + self.rights.past(one.for_the_past, str(one.past_since), str(one.past_until))
        if one.claim_by:
            text += " " + self.rights.claim_by(one.claim_by, amount, one.once)
        return text

    def change(self, event: Event) -> str:
        """Return what changes: something begins, ends, or has another amount."""
        if event.kind == "status":
            return self.say("begins") if event.after else self.say("ends")
        before, after = self.speech.money(event.before), self.speech.money(event.after)
        if _once(event):
            return self.say("paid once, {amount}", amount=after if event.after else before)
        if not event.before:
            return self.say("begins, {amount} a month", amount=after)
        if not event.after:
            return self.say("ends, {amount} a month less", amount=before)
        sign = "+" if event.difference and event.difference > 0 else ""
        return f"{before} → {after} ({sign}{self.speech.money(event.difference or 0)})"

    def causes(self, event: Event) -> list[str]:
        """Return why it changes; nothing of a status, and of what was paid once and so does not come again."""
        if event.kind == "status" or (_once(event) and not event.after):
            return []
        return [self._cause(cause, event) for cause in event.causes]

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


def _once(event: Event) -> bool:
    return event.variable.removesuffix("_paid") in paid_once()
