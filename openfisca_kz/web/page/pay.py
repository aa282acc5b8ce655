"""Contributions and tax from one pay, or from a file of many: withheld, on top, the base, the rate and the article."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from babel.numbers import format_percent
from flask import Response
from werkzeug.datastructures import FileStorage

from openfisca_kz.acts import in_language
from openfisca_kz.answers.payslip.files import table_of
from openfisca_kz.answers.payslip.lines import Line
from openfisca_kz.answers.payslip.net import REVERSIBLE, gross_for_net
from openfisca_kz.answers.payslip.payers import PAYERS, PERSON, payer_of
from openfisca_kz.answers.payslip.payslip import Payslip, payslip
from openfisca_kz.answers.payslip.supposed import TAXED_SINCE_JANUARY
from openfisca_kz.answers.payslip.table import payments
from openfisca_kz.assessment.citations import cite
from openfisca_kz.presentation.payslip import headed
from openfisca_kz.presentation.sheets import sheet_of, to_csv
from openfisca_kz.problems import InputError, Problem, is_month
from openfisca_kz.web.page.page import Page, file_of, unbroken
from openfisca_kz.web.page.people import months_to_choose
from openfisca_kz.web.page.reading_fields import read_number, shown
from openfisca_kz.web.page.told import is_known

#: Which side of a payslip is told.
SIDES = {"gross": "Before deductions", "net": "Take-home"}

#: The files of payslips that an accountant gets back, with their kinds.
FILES = {
    "payslips.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "payslips.csv": "text/csv",
}
_FACTS = ("employer_regime", "disability_group")


def show(page: Page) -> dict[str, Any]:
    """Return what the view shows: the payslip of the pay typed, or of the first pay of the family."""
    asked = page.form.get("from") == "pay" and page.form.get("do") != "language"
    pays = [
        (name, shown(page.system.variables["salary"], facts.get("salary")))
        for name, facts in page.told.persons.items()
        if facts.get("salary")
    ]
    text = page.text("amount") or (pays[0][1] if pays and "amount" not in page.form else "")
    month, payer, facts = _told(page)
    whose = page.text("pay-of") if "pay-of" in page.form else (pays[0][0] if pays else "")
    side = page.text("side") if page.text("side") in SIDES else "gross"
    found: dict[str, Any] = {
        "amount": text,
        "side": side,
        "sides": list(SIDES.items()),
        "slip": None,
        "others": (),
        "payslip_month": month,
        "months": months_to_choose(month),
        "payer": payer,
        "payers": [(name, PAYERS[name].title) for name in REVERSIBLE],
        "facts": [(name, _label(page, name), page.text(name), _choices(page, name)) for name in _FACTS],
        "whose": whose,
        "earners": [(name, name) for name, _ in pays],
        "deduction": page.text("deduction") or ("no" if payer == "second_employer" else "yes"),
        "files": list(FILES),
    }
    amount = page.read("amount", read_number) if "amount" in page.form else (float(text) if text else None)
    if asked and not page.wrong and not page.text("amount"):
        page.fault("amount", Problem("Write the pay for one month."))
    if amount is None:
        return found
    facts = _facts_of(page, whose, payer) | facts
    try:
        gross = float(amount)
        others: tuple[float, ...] = ()
        if side == "net":
            solved = gross_for_net(gross, month, facts, None, page.system, payer)
            gross, others = solved.gross, solved.others
        slip = payslip(gross, month, facts, None, page.system, payer)
    except InputError as error:
        page.refuse(error, "amount")
        return found
    return found | _words(page, slip) | {"slip": slip, "others": [_money(page, one) for one in others]}


def _told(page: Page) -> tuple[str, str, dict[str, Any]]:
    """Return the month, the payer and the facts that the form has."""
    month = page.text("payslip-month")
    payer = page.text("payer")
    facts: dict[str, Any] = {}
    for name in _FACTS:
        if page.text(name) in dict(_choices(page, name)):
            facts[name] = page.text(name)
    if payer == "second_employer":
        if "employer_regime" in facts:
            facts["second_employer_regime"] = facts.pop("employer_regime")
        facts["second_basic_deduction_claimed"] = page.text("deduction") == "yes"
    elif page.text("deduction") == "no":
        facts["basic_deduction_claimed"] = False
    return month if is_known(month) else page.told.month, payer if payer in REVERSIBLE else REVERSIBLE[0], facts


def _facts_of(page: Page, whose: str, payer: str) -> dict[str, Any]:
    """Return the facts of who earns the pay that its payslip takes; what was told month by month, for its months."""
    told: dict[str, Any] = {}
    for name, value in page.told.persons.get(whose, {}).items():
        variable = page.system.get_variable(name)
        if name in (PAYERS[payer].income, "income_taxed_before") or not variable.entity.is_person or variable.formulas:
            continue
        for when, one in value.items() if isinstance(value, dict) else [("", value)]:
            told[f"{name}@{when}" if is_month(when) else name] = one
    return {name: value for name, value in told.items() if value is not None}


def _label(page: Page, name: str) -> str:
    return page.speech.say(page.system.variables[name].label)


def _choices(page: Page, name: str) -> list[tuple[str, str]]:
    return [(member.name, page.speech.say(member.value)) for member in page.system.variables[name].possible_values]


def download(page: Page, name: str, file: FileStorage | None) -> Response | None:
    """Return the payslips of the people in a file, CSV or Excel; None where something is wrong, which is noted."""
    if file is None or not file.filename:
        page.fault("staff", Problem("Choose the file first."))
        return None
    month, payer, facts = _told(page)
    notes: list[Problem] = []
    try:
        given = table_of(file.read(), PurePath(file.filename).name)
        table = payments(given, file.filename, month, None, facts, payer, notes, page.system)
        titled = headed(table, payer_of(payer), page.speech)
        rows = len(next(iter(titled.values())))
        said = " ".join(note.say(page.speech) for note in notes)
        titled = {**titled, page.speech.say("What was assumed and what was left out"): [said] + [""] * (rows - 1)}
        content = sheet_of(titled) if name.endswith(".xlsx") else to_csv(titled, page.speech).encode()
    except InputError as error:
        page.refuse(error, "staff")
        return None
    return file_of(content, name, FILES[name])


def _words(page: Page, slip: Payslip) -> dict[str, Any]:
    say = page.speech.say
    shares = [_line(page, line) for line in slip.lines if line.borne_by == PERSON]
    on_top = [_line(page, line) for line in slip.lines if line.borne_by != PERSON and line.amount]
    return {
        "sums": [
            (say(slip.payer.income_words), _money(page, slip.gross)),
            *((say(total.words), _money(page, slip.totals[total.name])) for total in slip.payer.totals),
        ],
        "withheld": shares,
        "on_top": on_top,
        "steps": [(say(step.words), _money(page, step.amount)) for step in slip.steps],
        "notes": [note.say(page.speech) for note in slip.notes if note.message not in TAXED_SINCE_JANUARY.values()],
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
