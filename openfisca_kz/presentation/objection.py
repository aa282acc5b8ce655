"""The text of an objection to an amount: the sums, the calculation, the articles, what is asked. No personal number."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from openfisca_kz.answers.verify import TOO_LITTLE, Verification
from openfisca_kz.assessment.model import Law, Line
from openfisca_kz.language import language
from openfisca_kz.presentation.explanation.wording import Wording

_BLANK = "______________________"

# Facts that say nothing.
_NOTHING = (0, False, None, "")


def objection(check: Verification, lang: str = "en") -> str:
    """Return a letter to sign, for an amount that is too low; empty text otherwise.

    Args:
        check: what ``verify`` returned, in the same language.
        lang: en, kk or ru.

    """
    if check.verdict != TOO_LITTLE:
        return ""
    return "\n".join(_Letter(check, lang).write()) + "\n"


class _Letter:
    def __init__(self, check: Verification, lang: str) -> None:
        self.check = check
        self.speech = language(lang)
        self.say = self.speech.say

    def write(self) -> Iterator[str]:
        check, money = self.check, self.speech.money
        yield self.say("To: {body}", body=check.body)
        yield self.say("Service: {service}", service=check.service)
        yield self.say("From: {blank}", blank=_BLANK)
        yield self.say("Address and telephone: {blank}", blank=_BLANK)
        yield ""
        yield self.say("OBJECTION")
        yield self.say("to the amount of a payment: {right}", right=check.label)
        yield ""
        yield "1. " + self.say(
            "For {month} I was paid {paid} ({right}, {who}). By the law {computed} is due: {difference} more.",
            month=self.speech.month(check.month),
            paid=money(check.paid),
            right=check.label,
            who=Wording(self.speech).who(check.who),
            computed=money(check.computed),
            difference=money(-check.difference),
        )
        yield "2. " + self.say("How the amount is computed:")
        yield from calculation(check, lang=self.speech.code)
        if check.findings:
            yield "3. " + self.say("The amount paid comes out if:")
            for finding in check.findings[:1]:
                yield "   - " + "; ".join(finding.causes)
        else:
            yield "3. " + self.say("I do not know how the amount paid was computed and ask for its calculation.")
        yield "4. " + self.say(
            "I ask to compute the payment again, to pay the {difference} that is missing for {month} and for other "
            "months paid in the same way, and to answer in writing with the calculation and the article of the law, "
            "within the time that the law sets.",
            difference=money(-check.difference),
            month=self.speech.month(check.month),
        )
        yield ""
        yield self.say("Date: {blank}", blank=_BLANK)
        yield self.say("Name and signature: {blank}", blank=_BLANK)


def calculation(check: Verification, lang: str) -> Iterator[str]:
    """Yield the lines of the calculation: rule, figures with since when and article, facts, the law, the amount.

    Args:
        check: what ``verify`` returned, in the same language.
        lang: en, kk or ru.

    """
    speech = language(lang)
    if check.line is not None:
        yield from _reasons(check.line, lang)
    yield "   " + speech.say("Due: {amount}", amount=speech.money(check.computed))


def _reasons(line: Line, lang: str) -> Iterator[str]:
    speech = language(lang)
    words = Wording(speech)
    if line.rule:
        yield "   " + speech.say("Rule: {rule}", rule=words.rule(line.rule))
    for figure in line.figures:
        # What is uncertain about a figure is for the reader of the page, not for the body that pays.
        yield "   - " + words.figure(dataclasses.replace(figure, note=None))
    for fact in line.facts:
        if fact.value not in _NOTHING:
            yield "   - " + words.fact(fact, line.who)
    for condition in line.conditions if line.status != "due" else ():
        yield "   - " + speech.say("this does not hold: {what}", what=condition.label)
    if line.law:
        yield "   " + speech.say("Law: {law}", law="; ".join(_law(place) for place in line.law))


def _law(place: Law) -> str:
    return f"{place.text} {place.url}" if place.url else place.text
