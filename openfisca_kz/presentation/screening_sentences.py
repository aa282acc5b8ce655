"""The sentences of a screening: amounts, spans, terms of claims. The text and the page say the same."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from openfisca_kz.assessment.model import Cover, Waiting
from openfisca_kz.assessment.screening_model import Condition, Right, Screening
from openfisca_kz.language import Language

#: Until when to claim, by what is lost after that, and of months by whether a claim still brings some of the past.
_TERMS = {
    ("once", ""): "Claim it by {day}: after that {amount} is lost.",
    ("all", ""): "Claim it by {day}: after that none of it is paid, neither for months to come nor for the past.",
    ("less", ""): "Claim it by {day}: after that only {amount} is paid for each month, those of the past included.",
    ("month", ""): "Claim it by {day}: for each month of waiting after that {amount} is lost.",
    ("month", "past"): "Claim it by {day}: with each month of waiting after that the earliest of these months is lost.",
}

#: Where a month is lost as soon as this one has gone by.
_AT_ONCE = {
    ("month", ""): "Paid from the claim on: each month of waiting costs {amount}.",
    ("month", "past"): "Claim it this month: with each further month of waiting the earliest of these months is lost.",
}


class Sentences:
    """Says the parts of a screening in one language."""

    def __init__(self, speech: Language) -> None:
        self.speech, self.say = speech, speech.say

    def total(self, whole: Screening) -> str:
        """Return what is due on what was told, how much of it is sure; what is paid once and for the past apart."""
        money = self.speech.money
        text = self.say("Each month, based on what you entered: {amount}.", amount=money(whole.told_total))
        if whole.due_total_min < whole.told_total:
            sure = money(whole.due_total_min)
            text += " " + self.say("Of this, {amount} is certain whatever you answer below.", amount=sure)
        if whole.told_once > 0:
            text += " " + self.say("Once, if claimed: {amount}.", amount=money(whole.told_once))
        if whole.past_total > 0:
            text += " " + self.say("For the past, if claimed now: {amount}.", amount=money(whole.past_total))
        if whole.step_total > 0:
            step = "In addition, with a social contract signed on applying: {amount} a month."
            text += " " + self.say(step, amount=money(whole.step_total))
        return text

    def amount(self, right: Right) -> str:
        """Return what a right comes to on what was told; of one that has ended, what is left for the past."""
        amount = right.step_amount or right.amount_told or right.amount_then or right.amount_min
        if right.ended:
            amount = right.for_the_past or 0
        shown = self.speech.quantity(amount, right.unit)
        least = right.amount is None and right.status in ("due", "claimable") and amount == right.amount_min
        return self.say("from {least}", least=shown) if least else shown

    def between(self, right: Right) -> str:
        """Return the least and the most that a right may be whatever was not told; "" where that is one amount."""
        if right.amount is not None or right.amount_min == right.amount_max:
            return ""
        show = self.speech.quantity
        least = show(right.amount_min, right.unit)
        if right.amount_max is None:
            return self.say("Depending on what was not given: from {least}.", least=least)
        return self.say(
            "Depending on what was not given: {least} to {most}.", least=least, most=show(right.amount_max, right.unit)
        )

    def past(self, amount: float, since: str, until: str) -> str:
        """Return which months of the past a claim still brings, and how much in all."""
        said = {"amount": self.speech.money(amount), "since": self.speech.month(since)}
        if since == until:
            return self.say("If claimed now, {since} is paid as well: {amount}.", **said)
        text = "If claimed now, the months from {since} to {until} are paid as well: {amount}."
        return self.say(text, until=self.speech.month(until), **said)

    def cover(self, cover: Cover) -> str:
        """Return how a person is insured for health, and until when."""
        if cover.insured is None and cover.pay_not_told:
            return self.say("Health insurance: not known, because the pay was not given")
        insured = cover.insured_told if cover.insured is None else cover.insured
        text = cover.ground if insured else self.say("Without health insurance")
        if insured and cover.until:
            text += ", " + self.say("until the end of {until}", until=self.speech.month(cover.until))
        return text + (" " + self.say("(based on what was given)") if cover.insured is None else "")

    def span(self, right: Right) -> str:
        """Return since when and until when a right is due each month; nothing where it is not monthly."""
        if right.ended:
            return self.say("It has ended; what was not claimed is still paid if it is claimed now.")
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
            yield self.past(right.for_the_past, str(right.past_since), str(right.past_until))
        if right.waiting and not right.received:
            yield self.term(right.waiting, right.unit, past=bool(right.for_the_past))

    def term(self, waiting: Waiting, unit: str, past: bool) -> str:
        """Return until when a right is to be claimed, and what is lost after that.

        Args:
            waiting: the day and the loss.
            unit: of the amounts.
            past: whether a claim brings months of the past, of which the earliest is lost first.

        """
        kind = (waiting.each, "past" if past and waiting.each == "month" else "")
        text = (_TERMS if waiting.claim_by else _AT_ONCE)[kind]
        amount = waiting.left if waiting.each == "less" else waiting.lost
        said = {"amount": self.speech.quantity(amount, unit)} if "{amount}" in text else {}
        if waiting.claim_by:
            said["day"] = self.speech.day(datetime.date.fromisoformat(waiting.claim_by))
        return self.say(text, **said)

    def starts(self, right: Right) -> str:
        """Return the month from which a right will be there."""
        return self.say("From {month} on.", month=self.speech.month(str(right.starts)))

    def step(self, right: Right) -> Iterator[str]:
        """Yield what the applicant does on applying to a right that is due only then."""
        if right.step:
            yield self.say("Due if you sign a social contract with the career centre on applying.")

    def near(self, right: Right) -> Iterator[str]:
        """Yield which income decides a right whose line in the region is not known here."""
        show = self.speech.money
        for condition in right.conditions:
            if condition.holds is None and condition.threshold_most is not None:
                yield self.say(
                    "{right}: the poverty line of the region is not known here; with an income per head of up to "
                    "{least} the condition is certainly met; above {most} it is not.",
                    right=right.label,
                    least=show(condition.threshold or 0),
                    most=show(condition.threshold_most),
                )

    def condition(self, condition: Condition) -> str:
        """Return a condition with its value beside the threshold."""
        if condition.value is None or condition.threshold is None:
            return condition.label
        shown = self.speech.quantity(condition.value, condition.unit or "")
        limit = self.speech.quantity(condition.threshold, condition.unit or "")
        if condition.threshold_most is not None:
            most = self.speech.quantity(condition.threshold_most, condition.unit or "")
            limit = self.say("{least} to {most}", least=limit, most=most)
        return f"{condition.label} [{self.say('{value}; needed: {threshold}', value=shown, threshold=limit)}]"
