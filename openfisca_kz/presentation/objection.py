"""The text of an administrative complaint about an amount or a refusal: no personal number, no fact not told."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from openfisca_kz.answers.verify import NOTHING_PAID, TOO_LITTLE, Verification
from openfisca_kz.assessment.citations import cite
from openfisca_kz.assessment.domains import paid_once
from openfisca_kz.assessment.model import Line
from openfisca_kz.language import Language, language
from openfisca_kz.presentation.explanation.wording import Wording
from openfisca_kz.presentation.templating import templates
from openfisca_kz.services.next_steps import complaint, complaint_grounds

#: Below this difference no complaint is proposed, KZT: it comes of rounding.
WORTH_A_COMPLAINT = 10.0

#: Causes that are errors of the body that pays; a fact taken otherwise may be the person's own.
ERRORS = frozenset({"order", "income", "days", "claim", "figure", "cap", "withholding"})

#: A letter rests on figures that are known so, or of another law that does not say how.
SURE = ("statute", "official", "")

# Facts that say nothing.
_NOTHING = (0, False, None, "")


def objection(check: Verification, lang: str = "en") -> str:
    """Return a letter to sign, for an amount that is too low or a refusal; empty text otherwise."""
    if check.verdict not in (TOO_LITTLE, NOTHING_PAID) or abs(check.difference) < WORTH_A_COMPLAINT:
        return ""
    figures = check.line.figures if check.line is not None else ()
    if any(figure.known not in SURE for figure in figures):
        return ""
    speech = language(lang)
    refused = check.verdict == NOTHING_PAID
    causes = [finding for finding in check.findings if finding.kinds[0] in ERRORS]
    one = len(causes) == len(check.findings) == 1 and len(causes[0].kinds) == 1
    letter = templates().get_template("complaint.txt")
    return letter.render(
        say=speech.say,
        cite=lambda law: cite(law, lang),
        check=check,
        refused=refused,
        once=check.right in paid_once(),
        month=speech.month(check.month),
        who=Wording(speech).who(check.who),
        paid=speech.money(check.paid),
        computed=speech.money(check.computed),
        difference=speech.money(-check.difference),
        calculation=calculation(check, lang),
        # The one cause that is an error of the body; for a refusal the conditions, each with its article.
        cause=causes[0].causes[0] if one else "",
        conditions=check.line.conditions if check.line is not None and refused else (),
        grounds=complaint_grounds(check.right),
        way=complaint(),
    )


def calculation(check: Verification, lang: str) -> Iterator[str]:
    """Yield the lines of the calculation: rule, figures with since when and article, facts, the law, the amount."""
    speech = language(lang)
    if check.line is not None:
        yield from _reasons(check.line, speech, nothing=check.computed <= 0)
    yield "   " + speech.say("Due: {amount}", amount=speech.money(check.computed))


def _reasons(line: Line, speech: Language, nothing: bool) -> Iterator[str]:
    words = Wording(speech)
    if line.rule:
        yield "   " + speech.say("Rule: {rule}", rule=words.rule(line.rule))
    for figure in line.figures:
        # What is uncertain about a figure is for the reader of the page, not for the body that pays.
        yield "   - " + words.figure(dataclasses.replace(figure, note=None))
    for fact in line.facts:
        if fact.value not in _NOTHING:
            yield "   - " + words.fact(fact, line.who)
    for condition in line.conditions if nothing else ():
        if not condition.holds:
            yield "   - " + speech.say("not met: {what}", what=condition.label)
    if line.law:
        law = "; ".join(f"{place.text} {place.url or ''}".rstrip() for place in line.law)
        yield "   " + speech.say("Law: {law}", law=law)
