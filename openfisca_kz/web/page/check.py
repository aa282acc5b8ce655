"""Is it paid right: what was paid against the rules, what reproduces the difference, and a letter that asks again."""

from __future__ import annotations

from typing import Any

from openfisca_kz.answers.verify import NOT_JUDGED, RIGHT, Verification, verify
from openfisca_kz.assessment.model import Line
from openfisca_kz.presentation.objection import calculation, objection
from openfisca_kz.presentation.verification import causes, verdict
from openfisca_kz.problems import Problem
from openfisca_kz.web.page.page import Page, unbroken
from openfisca_kz.web.page.reading_fields import read_number


def show(page: Page) -> dict[str, Any]:
    """Return what the view shows: the form, and the check where it is filled in."""
    whole = page.explanation
    due = list(filter(_checkable, whole.due))
    others = list(filter(_checkable, (*whole.claimable, *whole.possible, *whole.not_due)))
    picked = page.text("pick")
    known = {_key(line): line for line in (*due, *others)}
    check = None
    if page.form.get("from") == "check" and page.form.get("do") == "check":
        paid = page.read("paid", read_number)
        if not page.text("paid"):
            page.fault("paid", Problem("Write the amount that was paid."))
        if picked not in known:
            page.fault("pick", Problem("Choose the payment."))
        if paid is not None and picked in known:
            check = _check(page, known[picked], float(paid))
    return {
        "due": _options(page, due),
        "others": _options(page, others),
        "picked": picked,
        "paid": page.text("paid"),
        "check": check,
        **(_words(page, check) if check is not None else {}),
    }


def _check(page: Page, line: Line, paid: float) -> Verification:
    person = line.who if line.who in page.situation.persons else None
    return verify(page.situation, line.variable, page.told.month, paid, person, page.lang, page.system)


def _words(page: Page, check: Verification) -> dict[str, Any]:
    speech = page.speech
    return {
        "verdict": list(verdict(check, page.lang)),
        "right": check.verdict in (RIGHT, NOT_JUDGED),
        "causes": list(causes(check, speech)),
        "calculation": [line.strip().removeprefix("- ") for line in calculation(check, page.lang)],
        "letter": objection(check, page.lang),
        "sums": [
            (speech.say("Paid"), unbroken(speech.money(check.paid))),
            (speech.say("Under the rules"), unbroken(speech.money(check.computed))),
            (speech.say("Difference"), unbroken(speech.money(check.difference))),
        ],
    }


def _options(page: Page, lines: list[Line]) -> list[tuple[str, str]]:
    people = page.situation.persons
    return [(_key(line), f"{line.label} – {line.who}" if line.who in people else line.label) for line in lines]


def _key(line: Line) -> str:
    return f"{line.variable}:{line.who}"


def _checkable(line: Line) -> bool:
    return line.unit == "KZT" and len(line.period) > len("2026")
