"""Contributions and tax from one pay: what is withheld, what the employer adds, on which base, by which article."""

from __future__ import annotations

from typing import Any

from babel.numbers import format_percent

from openfisca_kz.acts import in_language
from openfisca_kz.answers.payslip.lines import Line
from openfisca_kz.answers.payslip.net import gross_for_net
from openfisca_kz.answers.payslip.payers import PERSON
from openfisca_kz.answers.payslip.payslip import Payslip, payslip
from openfisca_kz.assessment.citations import cite
from openfisca_kz.problems import InputError, Problem
from openfisca_kz.web.page.page import Page, unbroken
from openfisca_kz.web.page.reading_fields import read_number, shown

#: Which side of a payslip is told.
SIDES = {"gross": "Before deductions", "net": "In hand"}


def show(page: Page) -> dict[str, Any]:
    """Return what the view shows: the payslip of the pay typed, or of the first pay of the family."""
    asked = page.form.get("from") == "pay" and page.form.get("do") != "language"
    pays = [
        (name, shown(page.system.variables["salary"], facts.get("salary")))
        for name, facts in page.told.persons.items()
        if facts.get("salary")
    ]
    text = page.text("amount") or (pays[0][1] if pays and "amount" not in page.form else "")
    side = page.text("side") if page.text("side") in SIDES else "gross"
    found: dict[str, Any] = {"amount": text, "side": side, "sides": list(SIDES.items()), "slip": None, "others": ()}
    amount = page.read("amount", read_number) if "amount" in page.form else (float(text) if text else None)
    if asked and not page.text("amount"):
        page.fault("amount", Problem("Write the pay of a month."))
    if amount is None:
        return found
    month = page.told.month
    try:
        gross = float(amount)
        others: tuple[float, ...] = ()
        if side == "net":
            solved = gross_for_net(gross, month, None, None, page.system)
            gross, others = solved.gross, solved.others
        slip = payslip(gross, month, None, None, page.system)
    except InputError as error:
        for problem in error.problems:
            page.fault("amount", problem)
        return found
    return found | _words(page, slip) | {"slip": slip, "others": [_money(page, one) for one in others]}


def _words(page: Page, slip: Payslip) -> dict[str, Any]:
    say = page.speech.say
    shares = [_line(page, line) for line in slip.lines if line.borne_by == PERSON]
    on_top = [_line(page, line) for line in slip.lines if line.borne_by != PERSON and line.amount]
    return {
        "sums": [
            (say("Gross pay"), _money(page, slip.gross)),
            (say("Net pay"), _money(page, slip.net)),
            (say("Cost to the employer"), _money(page, slip.cost)),
        ],
        "withheld": shares,
        "on_top": on_top,
        "steps": [(say(step.words), _money(page, step.amount)) for step in slip.steps],
        "beyond": slip.beyond.sentences(page.speech) if slip.beyond else [],
    }


def _line(page: Page, line: Line) -> dict[str, Any]:
    speech = page.speech
    parts = [
        speech.say("{rate} of {base}", rate=_percent(page, part.rate), base=_money(page, part.base))
        for part in line.parts
    ]
    if line.cap:
        parts.append(speech.say("up to {amount}", amount=_money(page, line.cap)))
    parts += [f"{speech.say(note.words)}: {_money(page, note.amount)}" for note in line.notes]
    return {
        "label": speech.say(line.label),
        "amount": _money(page, line.amount),
        "parts": parts,
        "article": cite(line.article, page.lang),
        "url": in_language(line.url, page.lang),
    }


def _percent(page: Page, rate: float) -> str:
    return str(format_percent(rate, format="#,##0.####%", locale=page.speech.locale))


def _money(page: Page, amount: float) -> str:
    return unbroken(page.speech.money(amount))
