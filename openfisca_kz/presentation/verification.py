"""Writes the check of a payment as text: the verdict, the causes, the calculation, and the letter where one helps."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from openfisca_kz.answers.verify import RIGHT, TOO_LITTLE, Verification
from openfisca_kz.language import language
from openfisca_kz.presentation.explanation.wording import Wording
from openfisca_kz.presentation.objection import calculation, objection

WIDTH = 100

OVERPAID = (
    "More was paid than these facts give. First see whether the file tells everything. If it does, tell the body that "
    "pays before it finds out: what was paid too much may be asked back."
)
#: Payments of article 71, to which article 74 applies.
FAMILY_PAYMENTS = (
    "maternity_payment",
    "newborn_adoption_payment",
    "birth_benefit",
    "childcare_benefit",
    "childcare_payment",
    "large_family_allowance",
    "awarded_mother_allowance",
)
OVERPAID_FAMILY = "It is returned willingly or through a court (Social Code, art. 74 p. 2)."


def to_text(check: Verification, lang: str = "en") -> str:
    """Return the check as plain text.

    Args:
        check: what ``verify`` returned, in the same language.
        lang: en, kk or ru.

    """
    lines = [*_summary(check, lang)]
    letter = objection(check, lang)
    if letter:
        lines += ["", "-" * WIDTH, *_wrapped(letter.splitlines())]
    return "\n".join(lines) + "\n"


def _summary(check: Verification, lang: str) -> Iterator[str]:
    speech = language(lang)
    title = f"{check.label} - {Wording(speech).who(check.who)}, {speech.month(check.month)}"
    yield title
    yield "=" * len(title)
    yield speech.say(
        "Paid: {paid}. By the rules: {computed}. Difference: {difference}.",
        paid=speech.money(check.paid),
        computed=speech.money(check.computed),
        difference=speech.money(check.difference),
    )
    if check.verdict == RIGHT:
        yield speech.say("The amount paid is right.")
    elif check.verdict == TOO_LITTLE:
        yield speech.say("Less was paid than is due.")
    else:
        yield from _wrapped([speech.say(OVERPAID)])
        if check.right in FAMILY_PAYMENTS:
            yield speech.say(OVERPAID_FAMILY)
    if check.verdict != RIGHT:
        yield ""
        yield from _findings(check, lang)
    if check.verdict != TOO_LITTLE:  # the letter has it otherwise
        yield ""
        yield speech.say("How the amount is computed:")
        yield from _wrapped(calculation(check, lang))


def _findings(check: Verification, lang: str) -> Iterator[str]:
    speech = language(lang)
    if not check.findings:
        yield from _wrapped(
            [
                speech.say(
                    "No cause was found: none of {tried} that were tried gives the amount paid.", tried=check.tried
                )
            ]
        )
        return
    yield speech.say("The amount paid comes out if:")
    for finding in check.findings:
        near = ""
        if not finding.exact:
            near = " - " + speech.say("within a tenge: {amount}", amount=speech.money(finding.amount))
        yield from _wrapped(["  - " + "; ".join(finding.causes) + near])


def _wrapped(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        indent = line[: len(line) - len(line.lstrip(" -"))]
        yield from textwrap.wrap(
            line,
            WIDTH,
            subsequent_indent=" " * len(indent),
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
