"""Payslips of many people: the columns of a table, checked whole, and a table of payments."""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from openfisca_kz.answers.payslip.files import Table, cells_of, filled, incomes_of, legible
from openfisca_kz.answers.payslip.net import gross_for_nets
from openfisca_kz.answers.payslip.payers import Payer, payer_of
from openfisca_kz.answers.payslip.payslip import beyond_of, columns, fact_of, rounded
from openfisca_kz.answers.payslip.supposed import notes_on
from openfisca_kz.base import Array
from openfisca_kz.engine.protocols import System
from openfisca_kz.families.facts import facts as facts_of
from openfisca_kz.families.from_file import default_system
from openfisca_kz.families.tables import WORDS_OF_FACTS, plain
from openfisca_kz.language import LANGUAGES
from openfisca_kz.problems import InputError, Problem, month_of, nearest, refuse

# More sentences than this do not help who has to correct a file.
_MANY = 20
# Net pays are the same up to this share of them.
_SAME = 1e-9
# A heading this much like one that is known is a slip of the pen.
_ALIKE = 0.85
_INCOMES = {
    "gross": (
        "начислено", "начислено всего", "всего начислено", "сумма начислений", "оклад", "зарплата", "заработная плата",
        "начисленная заработная плата", "доход", "есептелді", "барлығы есептелді", "есептелген жалақы", "жалақы",
    ),
    "net": ("на руки", "к выплате", "к выдаче", "сумма к выплате", "қолға", "төленуге тиіс"),
}  # fmt: skip
_NUMBERS_OF_PERSONS = ("иин", "жсн", "iin", "табельный номер", "таб. номер", "таб. №", "табельдік нөмірі")
_TOTAL = re.compile(r"(итого|всего|барлығы|жиыны|жиынтығы|total)\b", re.IGNORECASE)
#: The unit that a heading may end in.
_CURRENCY = re.compile(r"[ ,(]+(в )?(тенге|теңге|тг|kzt|₸)[.)]*$")
#: Headings named as options of the command that say the opposite of a fact.
_OPPOSITES = {"non resident": "tax_resident", "no basic deduction": "basic_deduction_claimed"}


@dataclasses.dataclass
class _Columns:
    """What the columns of a table are: the income, facts by the heading they stand under, and those not read."""

    income: str = ""
    kind: str = ""
    facts: dict[str, str] = dataclasses.field(default_factory=dict)
    opposite: set[str] = dataclasses.field(default_factory=set)
    unread: list[str] = dataclasses.field(default_factory=list)
    illegible: list[Problem] = dataclasses.field(default_factory=list)


def payments(
    given: Mapping[str, list[Any]],
    name: str,
    on: str,
    since: str | None = None,
    facts: Mapping[str, Any] | None = None,
    payer: str = "employee",
    notes: list[Problem] | None = None,
    system: System | None = None,
) -> dict[str, list[Any]]:
    """Return a table with the columns given and every payment of each row, in whole tenge.

    Args:
        given: columns as ``read_table`` returns them: the income (``gross`` or ``net``), facts by their names or by
            their headings in a language of the country, and any others. Empty rows and rows of totals are left out.
        name: what to call the table in a sentence.
        on: the month, such as 2026-06.
        since: the first month of the year with this pay; January unless said.
        facts: facts that hold for everybody, where the table has no column of the name.
        payer: one of ``payers.PAYERS``.
        notes: takes what was supposed for want of a fact, how headings were understood, and what was left out.
        system: a bill, say; today's law unless given.

    Raises:
        InputError: something in the table cannot be used: one sentence for each row and column.

    """
    who, notes = payer_of(payer), [] if notes is None else notes
    given = _people_of(given if isinstance(given, Table) else Table(given), notes)
    rows = given.lines
    if not rows:
        raise refuse("{file} has no rows: write one line for each person under the heading.", file=name)
    notes += _twice(given)
    found = _understood(given, name, who)
    problems: list[Problem] = []
    typed = {}
    for heading, fact in found.facts.items():
        cells = cells_of(given[heading], heading, fact_of(fact, who), rows, problems)
        typed[fact] = [cell if cell is None else not cell for cell in cells] if heading in found.opposite else cells
    incomes: Any = incomes_of(given[found.income], found.income, rows, problems) if found.income else [0.0] * len(rows)
    if problems:
        left = len(problems) - _MANY
        more = [Problem("And {count} more of this kind.", {"count": left})] if left > 0 else []
        raise InputError(problems[:_MANY] + more)
    everybody = {**(facts or {}), **typed}
    notes += notes_on(system or default_system(), month_of(on), who, everybody, since, len(rows))
    notes += _notes_on(found)
    if found.kind == "net":
        incomes = _gross_of(incomes, on, since, everybody, payer, system)
    amounts = rounded(columns(incomes, on, everybody, since, system, payer), on, payer, system)
    income = amounts.pop("income")
    if who.income:
        amounts = {"gross": income, **amounts}
    kept = {column: values for column, values in given.items() if column not in amounts}
    table = {**kept, **{column: values.tolist() for column, values in amounts.items()}}
    if late := beyond_of(on, payer):
        table["stands_in"] = [str(late)] * len(rows)
    return table


def _people_of(given: Table, notes: list[Problem]) -> Table:
    """Return the rows of people; rows without anything and rows of totals are left out, and named."""
    rows = list(zip(given.lines, zip(*given.values(), strict=True), strict=True))
    blank = [line for line, row in rows if not any(map(filled, row))]
    totals = [line for line, row in rows if _is_total(row)]
    if blank:
        notes.append(Problem("Empty rows, left out: {rows}.", {"rows": _listed(blank)}))
    if totals:
        notes.append(Problem("Rows of totals, left out: {rows}.", {"rows": _listed(totals)}))
    kept = [place for place, (line, _) in enumerate(rows) if line not in {*blank, *totals}]
    columns = {column: [cells[place] for place in kept] for column, cells in given.items()}
    return Table(columns, [given.lines[place] for place in kept])


def _is_total(row: Sequence[Any]) -> bool:
    """Return whether a row is no person: it begins with a word of totals, or a cell has nothing but such a word."""
    words = [cell.strip() for cell in row if isinstance(cell, str) and cell.strip()]
    first = next(filter(filled, row), None)
    begins = isinstance(first, str) and _TOTAL.match(first.strip())
    return bool(begins or any(_TOTAL.fullmatch(word.rstrip(" :.")) for word in words))


def _twice(given: Table) -> list[Problem]:
    """Return the rows that are of one person, by the numbers that offices give to persons."""
    notes = []
    for heading in given:
        if plain(heading) in _NUMBERS_OF_PERSONS:
            told: dict[str, list[int]] = {}
            for row, cell in zip(given.lines, given[heading], strict=True):
                if filled(cell):
                    told.setdefault(str(cell).strip(), []).append(row)
            if same := "; ".join(_listed(many) for many in told.values() if len(many) > 1):
                text = "Rows with the same {column}: {rows}. Each is a payslip of its own, with its own deduction and"
                text += " limits; add up the pay of one person."
                notes.append(Problem(text, {"column": heading, "rows": same}))
    return notes


def _listed(numbers: Sequence[int]) -> str:
    more = "" if len(numbers) <= _MANY else " ..."
    return ", ".join(map(str, numbers[:_MANY])) + more


def _understood(given: Table, name: str, who: Payer) -> _Columns:
    """Return what each column is."""
    system, found, problems = default_system(), _Columns(), []
    if "gross" in given and "net" in given:
        raise refuse("{file} has both `gross` and `net`: keep the one that is known.", file=name)
    if who.income:
        found.income, found.kind = _income_of(given)
        if not found.income:
            text = "{file} needs a column `gross` or `net` with the income of each person, named in the first row."
            raise refuse(text, file=name)
    known = _headings(system, who)
    for heading in given:
        fact = heading.partition("@")[0]
        if heading == found.income:
            continue
        if fact in system.variables or "@" in heading:
            fact_of(heading, who, system)
            found.facts[heading] = heading
        elif (meant := known.get(plain(heading))) and meant not in (*given, *found.facts.values()):
            if legible(given[heading], fact_of(meant, who, system)):
                found.facts[heading] = meant
                found.opposite |= {heading} if plain(heading) in _OPPOSITES else set()
            else:
                example = next(filter(filled, given[heading]))
                text = "Column {column} is not read: {value} and the other values in it were not recognised."
                found.illegible.append(Problem(text, {"column": heading, "value": example}))
        elif hint := _slip_of(heading, fact, known, system):
            text = "Column {column} is not a fact: {hint} Rename it."
            problems.append(Problem(text, {"column": heading, "hint": hint}))
        elif heading not in ("gross", "net"):
            found.unread.append(heading)
    if problems:
        raise InputError(problems)
    return found


def _income_of(given: Table) -> tuple[str, str]:
    """Return the heading of the income and its kind: gross before net, the surest word first."""
    headings = {_CURRENCY.sub("", plain(heading)): heading for heading in given}
    for kind, words in _INCOMES.items():
        for word in (kind, *words):
            if word in headings:
                return headings[word], kind
    return "", ""


def _headings(system: System, who: Payer) -> dict[str, str]:
    """Return the facts that a payslip takes, by the plain headings that they may stand under."""
    known = {}
    for code in LANGUAGES:
        for fact in facts_of(system, code):
            taken = fact.holder == "person" and (not fact.derived or fact.name in WORDS_OF_FACTS)
            if taken and fact.name != who.income:
                known[plain(fact.label)] = known[plain(fact.name)] = fact.name
    for fact_name, words in WORDS_OF_FACTS.items():
        known |= {plain(word): fact_name for word in words if fact_name != who.income}
    return known | _OPPOSITES


def _slip_of(heading: str, fact: str, known: Mapping[str, str], system: System) -> Problem | None:
    """Return the hint for a heading that is nearly one of a fact."""
    if "_" in heading:
        names = [v.name for v in system.variables.values() if v.entity.is_person and v.room.startswith("facts")]
        hint = nearest(fact, names)
        return hint if hint.values.get("name") else None
    alike = difflib.get_close_matches(plain(heading), [word for word in known if " " in word], n=1, cutoff=_ALIKE)
    return Problem("did you mean {name}?", {"name": alike[0]}) if alike else None


def _notes_on(found: _Columns) -> list[Problem]:
    notes = []
    read = {**({found.income: found.kind} if found.income else {}), **found.facts}
    if other := [f"{heading} = {meant}" for heading, meant in read.items() if heading != meant]:
        notes.append(Problem("Headings understood: {columns}.", {"columns": "; ".join(other)}))
    if found.unread:
        notes.append(Problem("Columns carried over unread: {columns}.", {"columns": ", ".join(found.unread)}))
    return notes + found.illegible


def _gross_of(
    nets: Sequence[float], on: str, since: str | None, facts: Mapping[str, Any], payer: str, system: System | None
) -> Array:
    """Return the gross pay of each.

    Most people are alike before the law: the answer for one is tried on all, and who gets another net pay from it
    waits for the next round.
    """
    rows = {name: np.resize(np.asarray(value, dtype=object), len(nets)) for name, value in facts.items()}
    asked, gross = np.asarray(nets), np.zeros(len(nets))
    waiting = np.arange(len(nets))
    while len(waiting):
        own = {name: values[waiting[0]] for name, values in rows.items()}
        answers = gross_for_nets(asked[waiting].tolist(), on, own, since, system, payer)
        gross[waiting] = [answer.gross for answer in answers]
        told = {name: values[waiting] for name, values in rows.items()}
        found = columns(gross[waiting], on, told, since, system, payer)
        other = np.abs(found["net"] - asked[waiting]) > _SAME * np.maximum(1.0, asked[waiting])
        other &= rounded(found, on, payer, system)["net"] != asked[waiting]
        other[0] = False
        waiting = waiting[other]
    return gross
