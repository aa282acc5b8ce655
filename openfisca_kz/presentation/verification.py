"""Writes the check of a payment as text: the verdict, the causes, the calculation, and the letter where one helps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from openfisca_kz.answers.verify import NOT_JUDGED, NOTHING_PAID, RIGHT, RIGHT_IF, TOO_LITTLE, TOO_MUCH, Verification
from openfisca_kz.assessment.citations import cite
from openfisca_kz.language import Language, language
from openfisca_kz.presentation.explanation.wording import Wording
from openfisca_kz.presentation.lines import WIDTH, heading, wrap
from openfisca_kz.presentation.objection import WORTH_A_COMPLAINT, calculation, objection
from openfisca_kz.services.next_steps import complaint_grounds

MAY_BE_RIGHT = (
    "The amount paid may well be right: on these facts there is nothing to object to and nothing to pay back."
)
NOT_JUDGED_YET = (
    "Whether the amount paid is right cannot be said before these figures are enacted. With the figures that stand "
    "in, it would be as follows."
)
UNPAID = (
    "Nothing was paid, though on these facts the right is there. If nobody has claimed it yet, claim it. If it was "
    "refused, the letter below asks the office which condition it considers not met."
)
MORE = (
    "More was paid than these facts give as the law is read here. The office may know facts that were not given, and "
    "an amount is its decision: there is nothing you have to do. If you want to know, ask the office for the "
    "calculation."
)
GIVEN_BACK = "An overpayment is repaid only voluntarily or by a court decision ({article})."
FEW_TENGE = "A few tenge come from rounding: they are not worth a complaint."


def to_text(check: Verification, lang: str = "en") -> str:
    """Return the check as plain text."""
    lines = [*_summary(check, lang)]
    letter = objection(check, lang)
    if letter:
        lines += ["", "-" * WIDTH, *_wrapped(letter.splitlines())]
    return "\n".join(lines) + "\n"


def _summary(check: Verification, lang: str) -> Iterator[str]:
    speech = language(lang)
    title = f"{check.label} – {Wording(speech).who(check.who)}, {speech.month(check.month)}"
    yield from heading(title, "=")
    yield speech.say(
        "Paid: {paid}. Under the rules: {computed}. Difference: {difference}.",
        paid=speech.money(check.paid),
        computed=speech.money(check.computed),
        difference=speech.money(check.difference),
    )
    yield from _wrapped([" ".join(verdict(check, lang))])
    if check.verdict not in (RIGHT, NOT_JUDGED):
        yield ""
        yield from _findings(check, lang)
    if not objection(check, lang):  # the letter has it otherwise
        yield ""
        yield speech.say("How the amount is computed:")
        yield from _wrapped(calculation(check, lang))


def verdict(check: Verification, lang: str) -> Iterator[str]:
    """Yield the sentences that say whether the amount is right, and what that means for the person."""
    say = language(lang).say
    yield from check.beyond.sentences(language(lang))
    yield say(VERDICTS[check.verdict])
    if check.verdict == TOO_MUCH:
        article = complaint_grounds(check.right).give_back
        if article is not None:
            yield say(GIVEN_BACK, article=cite(f"Social Code, {article}", lang))
    if check.verdict == TOO_LITTLE and abs(check.difference) < WORTH_A_COMPLAINT:
        yield say(FEW_TENGE)


VERDICTS = {
    RIGHT: "The amount paid is right.",
    RIGHT_IF: MAY_BE_RIGHT,
    NOT_JUDGED: NOT_JUDGED_YET,
    NOTHING_PAID: UNPAID,
    TOO_LITTLE: "Less was paid than is due.",
    TOO_MUCH: MORE,
}


def _findings(check: Verification, lang: str) -> Iterator[str]:
    speech = language(lang)
    if not check.grounds and not check.findings:
        text = "No cause was found: none of the explanations tried ({tried}) gives the amount paid."
        yield from wrap(speech.say(text, tried=check.tried)) if check.verdict != NOTHING_PAID else ()
        return
    yield speech.say("The amount paid comes out if:")
    yield from _wrapped(f"  - {cause}" for cause in causes(check, speech))


def causes(check: Verification, speech: Language) -> Iterator[str]:
    """Yield what the amount paid comes of: what makes it right after all, or what reproduces it."""
    for ground in check.grounds:
        yield ground.text
    for finding in check.findings:
        text = "; ".join(finding.causes)
        if not finding.exact:
            text += " – " + speech.say("within a tenge: {amount}", amount=speech.money(finding.amount))
        yield text


def _wrapped(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from wrap(line, later=" " * (len(line) - len(line.lstrip(" -")))) or [""]
