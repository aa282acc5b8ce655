"""The sentences of a screening: amounts, spans, terms of claims. The text and the page say the same."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from openfisca_kz.assessment.screening_model import Condition, Right, Screening
from openfisca_kz.language import Language


class Sentences:
    """Says the parts of a screening in one language."""

    def __init__(self, speech: Language) -> None:
        self.speech, self.say = speech, speech.say

    def total(self, whole: Screening) -> str:
        """Return what is due for sure, and how much an answer could change."""
        money = self.speech.money
        if whole.due_total_max is None:
            text = self.say("Due for sure: at least {amount}.", amount=money(whole.due_total_min))
        elif whole.due_total_min == whole.due_total_max:
            text = self.say("Due for sure: {amount}.", amount=money(whole.due_total_min))
        else:
            text = self.say(
                "Due for sure: from {least} to {most}.",
                least=money(whole.due_total_min),
                most=money(whole.due_total_max),
            )
        if whole.once_total_min > 0:
            once = self._between(whole.once_total_min, whole.once_total_max)
            text += " " + self.say("Once, if claimed: {amount}.", amount=once)
        if whole.past_total > 0:
            text += " " + self.say("For the past, if claimed now: {amount}.", amount=money(whole.past_total))
        if whole.could_rise_by > 0:
            text += " " + self.say(
                "An answer to a question below could change up to {amount} a month.", amount=money(whole.could_rise_by)
            )
        return text

    def _between(self, least: float, most: float | None) -> str:
        show = self.speech.money
        if most is None:
            return self.say("from {least}", least=show(least))
        if least == most:
            return show(least)
        return self.say("{least} to {most}", least=show(least), most=show(most))

    def amount(self, right: Right) -> str:
        """Return the amount of a right, or the least and the most it may be."""
        show = self.speech.quantity
        if right.amount is not None:
            return show(right.amount, right.unit)
        if right.amount_max is None:
            return self.say("from {least}", least=show(right.amount_min, right.unit))
        return self.say(
            "{least} to {most}", least=show(right.amount_min, right.unit), most=show(right.amount_max, right.unit)
        )

    def span(self, right: Right) -> str:
        """Return since when and until when a right is due each month; nothing where it is not monthly."""
        if right.status == "claimable" and right.since:
            return self.say("Arose in {month}; paid once.", month=self.speech.month(right.since))
        if right.once:
            return self.say("Paid once.")
        if right.period == right.period[:4]:
            return ""
        month = self.speech.month
        if right.since and right.until:
            return self.say("Each month from {since} to {until}.", since=month(right.since), until=month(right.until))
        if right.until:
            return self.say("Each month, for the last time in {until}.", until=month(right.until))
        if right.since:
            return self.say("Each month since {since}.", since=month(right.since))
        return self.say("Each month.") if right.unit == "KZT" else ""

    def waiting(self, right: Right) -> Iterator[str]:
        """Yield until when a right is to be claimed and what waiting costs; nothing where it is received."""
        if right.for_the_past:
            past = self.speech.quantity(right.for_the_past, right.unit)
            yield self.say("For the past, if claimed now: {amount}.", amount=past)
        waiting = right.waiting
        if waiting is None or right.received:
            return
        lost = self.speech.quantity(waiting.lost, right.unit)
        if waiting.claim_by is None and waiting.each == "month":
            yield self.say("Paid from the claim on: each month of waiting costs {amount}.", amount=lost)
        elif waiting.claim_by is not None:
            day = self.speech.day(datetime.date.fromisoformat(waiting.claim_by))
            if waiting.each == "once":
                yield self.say("Claim it by {day}: after that {amount} is lost.", day=day, amount=lost)
            else:
                yield self.say("Claim it by {day}: after that {amount} a month is lost.", day=day, amount=lost)

    def step(self, right: Right) -> str:
        """Return what a right brings to who signs the social contract on applying."""
        return self.say(
            "{right}: due if you sign a social contract with the career centre on applying, {amount} a month.",
            right=right.label,
            amount=self.speech.quantity(right.step_amount, right.unit),
        )

    def condition(self, condition: Condition) -> str:
        """Return a condition with its value beside the threshold."""
        if condition.value is None or condition.threshold is None:
            return condition.label
        shown = self.speech.quantity(condition.value, condition.unit or "")
        limit = self.speech.quantity(condition.threshold, condition.unit or "")
        return f"{condition.label} [{self.say('{value} against {threshold}', value=shown, threshold=limit)}]"
