"""Everything that a birth brings, as a table with bars."""

from __future__ import annotations

from openfisca_kz.answers.child import ChildTable
from openfisca_kz.language import Language
from openfisca_kz.presentation.lines import columns

#: Short heads of the columns.
HEADS = {
    "maternity_payment": "maternity",
    "birth_benefit": "birth",
    "childcare_benefit": "care (budget)",
    "childcare_payment": "care (fund)",
    "large_family_allowance": "large family",
}
BAR = 30


def to_text(insured: ChildTable, uninsured: ChildTable, speech: Language) -> str:
    """Return the table, the chart and the comparison as text."""
    shown = [name for name, values in insured.payments.items() if values.any()]
    heads = [speech.say("month"), *(speech.say(HEADS[name]) for name in shown), speech.say("together")]
    monthly = insured.monthly().tolist()
    amounts = [*(insured.payments[name] for name in shown), insured.monthly()]
    lines = [
        [speech.month(month), *(_amount(values[row], speech) for values in amounts)]
        for row, month in enumerate(insured.months)
    ]
    sums = [speech.say("in all"), *(_amount(values.sum(), speech) for values in amounts[:-1])]
    lines.append([*sums, speech.money(insured.total())])
    table = columns([heads, *lines])
    text = [table[0], *(line + _bar(monthly, row) for row, line in enumerate(table[1:]))]
    if insured.pension_total():
        account = speech.money(insured.pension_total())
        text.append(speech.say("To the mother's pension account: {amount}", amount=account))
    if insured.total() != uninsured.total():
        less = speech.money(insured.total() - uninsured.total())
        sentence, amount = "If the mother was never insured: {amount}, {less} less", speech.money(uninsured.total())
        text.append(speech.say(sentence, amount=amount, less=less))
    text += insured.beyond.sentences(speech)
    return "\n".join(line.rstrip() for line in text) + "\n"


def _amount(value: float, speech: Language) -> str:
    return speech.money(value) if value else ""


def _bar(monthly: list[float], row: int) -> str:
    """Return the bar of a month; the scale is the usual month, and what does not fit ends in an arrow."""
    if row >= len(monthly):
        return ""
    usual = sorted(monthly)[len(monthly) // 2] * 2 or max(monthly)
    length = round(BAR * float(monthly[row]) / usual)
    return "  " + ("█" * length if length <= BAR else "█" * BAR + "▶")
