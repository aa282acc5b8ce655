"""A payslip as a sheet to be read, and as plain data for JSON, in a person's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openfisca_kz.acts import in_language
from openfisca_kz.answers.payslip.lines import Line, Step
from openfisca_kz.answers.payslip.payers import PERSON, Payer
from openfisca_kz.answers.payslip.payslip import Payslip
from openfisca_kz.assessment.citations import cite
from openfisca_kz.base import round_tenge
from openfisca_kz.families.facts import in_words
from openfisca_kz.families.from_file import default_system
from openfisca_kz.language import Language
from openfisca_kz.presentation.lines import columns
from openfisca_kz.problems import shown

# Shown only where they are paid: most employers never meet them.
_RARE = ("OPPV",)

#: One row of the sheet: words, base, rate, limits of the base, amount, article.
_Row = tuple[str, ...]


def to_text(slip: Payslip, speech: Language) -> str:
    """Return a payslip as a table, with the account of the taxable income below it."""
    titles = [speech.say(title) for title in ("base", "rate", "limits of the base", "tenge", "article")]
    rows: list[_Row] = [("", *titles)]
    if slip.payer.income:
        rows.append((speech.say(slip.payer.income_words), "", "", "", _exact(slip.gross), ""))
    shown: set[str] = set()
    for total in sorted(slip.payer.totals, key=lambda total: total.of_income, reverse=True):
        for line in slip.lines:
            if line.borne_by in total.borne_by and line.name not in shown and (line.amount or line.short not in _RARE):
                shown.add(line.name)
                rows.extend(_rows(line, slip, speech))
        rows.append((speech.say(total.words), "", "", "", _exact(slip.totals[total.name]), ""))
    if "unified_payment" in slip.totals:
        rows.append((speech.say("Unified payment in all"), "", "", "", _money(slip.totals["unified_payment"]), ""))
    text = [_title(slip, speech), *_table(rows)]
    if slip.steps:
        steps: list[_Row] = [(speech.say(step.words), "", "", "", _exact(step.amount), "") for step in slip.steps]
        text += ["", speech.say("How the taxable income is calculated"), *_table(steps)]
    if slip.notes:
        text += ["", *(note.say(speech) for note in slip.notes)]
    if slip.beyond:
        text += ["", *slip.beyond.sentences(speech)]
    return "\n".join(text)


def to_data(slip: Payslip, speech: Language) -> dict[str, Any]:
    """Return a payslip as plain data: amounts in whole tenge, bases and limits in tenge, rates as shares."""
    return {
        "on": slip.on,
        "payer": slip.payer.name,
        "facts": {name: shown(value) for name, value in slip.facts.items()},
        "gross": slip.gross,
        "lines": [
            {
                "name": line.name,
                "short": speech.say(line.short),
                "label": speech.say(line.label),
                "withheld": line.borne_by == PERSON,
                "base": line.base,
                "rate": line.rate,
                "parts": [{"base": part.base, "rate": part.rate} for part in line.parts],
                "floor": line.floor,
                "cap": line.cap,
                "notes": _steps(line.notes, speech),
                "amount": line.amount,
                "article": cite(line.article, speech.code),
                "url": in_language(line.url, speech.code),
            }
            for line in slip.lines
        ],
        "taxable_income": _steps(slip.steps, speech),
        "notes": [note.say(speech) for note in slip.notes],
        **slip.totals,
        **(slip.beyond.to_data(speech) if slip.beyond else {}),
    }


def headed(table: Mapping[str, Sequence[Any]], who: Payer, speech: Language) -> dict[str, Sequence[Any]]:
    """Return a table of payslips with the short names of the payments, as accountants use them, for headings."""
    if speech.code == "en":
        return dict(table)
    names = {duty.name: speech.say(duty.short) for duty in who.duties}
    names |= {total.name: speech.say(total.words) for total in who.totals}
    names |= {"gross": speech.say(who.income_words), "stands_in": speech.say("Figures that stand in")}
    own = {column: column for column in table if column not in names}
    taken = set(own)
    for column in table:
        if column not in own:
            title = names[column]
            own[column] = speech.say("{column}, calculated", column=title) if title in taken else title
    return {own[column]: cells for column, cells in table.items()}


def _steps(steps: Sequence[Step], speech: Language) -> list[dict[str, Any]]:
    return [{"label": speech.say(step.words), "amount": step.amount} for step in steps]


def _title(slip: Payslip, speech: Language) -> str:
    title = speech.say("{payer}: payments of {month}", payer=speech.say(slip.payer.title), month=speech.month(slip.on))
    facts = "; ".join(_fact(name, value, speech) for name, value in slip.facts.items() if value is not None)
    return f"{title} ({facts})" if facts else title


def _fact(name: str, value: Any, speech: Language) -> str:
    fact, _, month = name.partition("@")
    variable = default_system().get_variable(fact)
    told = f"{speech.say(variable.label)}: {in_words(variable, value, speech)}"
    return f"{told}, {speech.month(month)}" if month else told


def _rows(line: Line, slip: Payslip, speech: Language) -> list[_Row]:
    """Return the row of a payment, and one for each rate or note more."""
    label = f"  {speech.say(line.short)}  {speech.say(line.label)}"
    # Of who owes a payment at all, something is due: only a tax can be nothing for want of taxable income.
    exempt = not line.amount and not line.notes and line.short != "IPN" and (slip.gross or not slip.payer.income)
    if exempt:
        return [(label, speech.say("not due"), "", "", "0", cite(line.article, speech.code))]
    limits = _limits(line, speech)
    taken = any(total.sign < 0 for total in slip.payer.totals)  # off the income
    sign = "-" if line.amount and line.borne_by == PERSON and taken else ""
    first = line.parts[0] if line.parts else None
    base, rate = (_money(first.base), _percent(first.rate, speech)) if first else ("", "")
    rows: list[_Row] = [(label, base, rate, limits, sign + _money(line.amount), cite(line.article, speech.code))]
    rows.extend(("", _money(part.base), _percent(part.rate, speech), "", "", "") for part in line.parts[1:])
    rows.extend((f"      {speech.say(note.words)}", _exact(note.amount), "", "", "", "") for note in line.notes)
    return rows


def _limits(line: Line, speech: Language) -> str:
    if line.floor and line.cap:
        return f"{_money(line.floor)} – {_money(line.cap)}"
    return speech.say("up to {amount}", amount=_money(line.cap)) if line.cap else ""


def _table(rows: Sequence[_Row]) -> list[str]:
    lines = columns([row[:-1] for row in rows])
    return [f"{line}  {row[-1]}".rstrip() for line, row in zip(lines, rows, strict=True)]


def _money(amount: float) -> str:
    return f"{int(round_tenge(amount)):,}".replace(",", " ")


def _exact(amount: float) -> str:
    """Return an amount with its tiyn, where it has any."""
    return f"{amount:,.2f}".replace(",", " ").removesuffix(".00")


def _percent(rate: float, speech: Language) -> str:
    text = f"{rate * 100:.4f}".rstrip("0").rstrip(".") + "%"
    return text if speech.code == "en" else text.replace(".", ",")
