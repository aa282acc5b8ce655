"""The text of an administrative complaint about an amount or a refusal: no personal number, no fact not told."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from openfisca_kz.answers.verify import NOTHING_PAID, TOO_LITTLE, Verification
from openfisca_kz.assessment.citations import cite
from openfisca_kz.assessment.domains import paid_once
from openfisca_kz.assessment.model import Law, Line
from openfisca_kz.language import language
from openfisca_kz.presentation.explanation.wording import Wording
from openfisca_kz.services.next_steps import complaint, complaint_grounds

#: Below this difference no complaint is proposed, KZT: it comes of rounding.
WORTH_A_COMPLAINT = 10.0

#: Causes that are errors of the body that pays; a fact taken otherwise may be the person's own.
ERRORS = frozenset({"order", "income", "days", "claim", "figure", "cap", "withholding"})

_BLANK = "______________________"

#: A letter rests on figures that are known so, or of another law that does not say how.
SURE = ("statute", "official", "")

# Facts that say nothing.
_NOTHING = (0, False, None, "")


def objection(check: Verification, lang: str = "en") -> str:
    """Return a letter to sign, for an amount that is too low or a refusal; empty text otherwise.

    Args:
        check: what ``verify`` returned, in the same language.
        lang: en, kk or ru.

    """
    if check.verdict not in (TOO_LITTLE, NOTHING_PAID) or abs(check.difference) < WORTH_A_COMPLAINT:
        return ""
    figures = check.line.figures if check.line is not None else ()
    if any(figure.known not in SURE for figure in figures):
        return ""
    return "\n".join(_Letter(check, lang).write()) + "\n"


class _Letter:
    def __init__(self, check: Verification, lang: str) -> None:
        self.check = check
        self.speech = language(lang)
        self.say = self.speech.say
        self.refused = check.verdict == NOTHING_PAID

    def write(self) -> Iterator[str]:
        yield self.say("To: {body}", body=self.check.body)
        yield self.say("Service: {service}", service=self.check.service)
        yield self.say("From: {blank}", blank=_BLANK)
        yield self.say("Individual identification number: {blank}", blank=_BLANK)
        yield self.say("Address and telephone: {blank}", blank=_BLANK)
        yield self.say("Number and date of the decision: {blank}", blank=_BLANK)
        yield ""
        yield self.say("COMPLAINT")
        about = "about the refusal of a payment: {right}" if self.refused else "about the amount of a payment: {right}"
        yield self.say(about, right=self.check.label)
        yield ""
        points = (self._paid, self._computed, self._why, self._law, self._request)
        for number, point in enumerate(points, start=1):
            first, *rest = point()
            yield f"{number}. {first}"
            yield from rest
        yield ""
        yield self.say("Enclosed: copy of the decision; {blank}", blank=_BLANK)
        yield self.say("Date: {blank}", blank=_BLANK)
        yield self.say("Name and signature: {blank}", blank=_BLANK)

    def _paid(self) -> Iterator[str]:
        check, money = self.check, self.speech.money
        said = {
            "month": self.speech.month(check.month),
            "right": check.label,
            "who": Wording(self.speech).who(check.who),
            "computed": money(check.computed),
        }
        if self.refused:
            yield self.say("For {month} nothing was paid ({right}, {who}). By the law {computed} is due.", **said)
            return
        yield self.say(
            "For {month} I was paid {paid} ({right}, {who}). By the law {computed} is due: {difference} more.",
            paid=money(check.paid),
            difference=money(-check.difference),
            **said,
        )

    def _computed(self) -> Iterator[str]:
        yield self.say("How the amount is computed:")
        yield from calculation(self.check, lang=self.speech.code)

    def _why(self) -> Iterator[str]:
        """Yield the one cause that is an error of the body; for a refusal the conditions, each with its article."""
        causes = [finding for finding in self.check.findings if finding.kinds[0] in ERRORS]
        if len(causes) == len(self.check.findings) == 1 and len(causes[0].kinds) == 1:
            yield self.say("The amount paid comes out if:")
            yield "   - " + causes[0].causes[0]
            return
        conditions = [] if self.check.line is None or not self.refused else self.check.line.conditions
        if not conditions:
            yield self.say("I do not know how the amount paid was computed and ask for its calculation.")
            return
        yield self.say("The law asks for the following. I ask to say which of it does not hold, and by what document:")
        for condition in conditions:
            article = f" ({'; '.join(place.text for place in condition.law)})" if condition.law else ""
            yield f"   - {condition.label}{article}"

    def _law(self) -> Iterator[str]:
        grounds, way = complaint_grounds(self.check.right), complaint()
        yield self.say("I complain on the ground of:")
        yield f"   - {cite(way.law, self.speech.code)}"
        if grounds.complain:
            text = "the right to complain about a decision: {article}"
            yield "   - " + self.say(text, article=cite(f"Social Code, {grounds.complain}", self.speech.code))
        if grounds.past:
            text = "what was not paid in time by fault of the body is paid for the past without limit: {article}"
            yield "   - " + self.say(text, article=cite(f"Social Code, {grounds.past}", self.speech.code))

    def _request(self) -> Iterator[str]:
        month, difference = self.speech.month(self.check.month), self.speech.money(-self.check.difference)
        if self.refused:
            yield self.say(
                "I ask to look at the decision again and to pay {difference} for {month}.",
                month=month,
                difference=difference,
            )
        elif self.check.right in paid_once():
            yield self.say(
                "I ask to compute the payment again and to pay the {difference} that is missing.", difference=difference
            )
        else:
            yield self.say(
                "I ask to compute the payment again and to pay the {difference} that is missing for {month}, and what "
                "is missing for other months paid in the same way.",
                month=month,
                difference=difference,
            )
        way = complaint()
        yield "   " + self.say(
            "I ask to decide within {pass_on} working days or to pass the complaint with the file to the higher body, "
            "which decides within {decide} working days, and to answer in writing with the calculation and "
            "the article.",
            pass_on=way.passed_on_working_days,
            decide=way.decided_working_days,
        )


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
