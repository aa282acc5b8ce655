"""Payslips of many people: a table in (CSV or Parquet), checked whole, and a table of payments out."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from openfisca_kz.answers.payslip.cells import cells_of, incomes_of
from openfisca_kz.answers.payslip.net import gross_for_nets
from openfisca_kz.answers.payslip.payers import Payer, payer_of
from openfisca_kz.answers.payslip.payslip import beyond_of, columns, fact_of, rounded
from openfisca_kz.answers.payslip.supposed import notes_on
from openfisca_kz.base import Array
from openfisca_kz.engine.protocols import System
from openfisca_kz.families.from_file import default_system
from openfisca_kz.problems import InputError, Problem, month_of, nearest, refuse

__all__ = ["payments", "read_table", "to_csv", "write_table"]

Table = dict[str, list[Any]]

# More sentences than this do not help who has to correct a file.
_MANY = 20
# Net pays are the same up to this share of them.
_SAME = 1e-9
_PARQUET = (".parquet", ".pq")


def payments(
    given: Table,
    name: str,
    on: str,
    since: str | None = None,
    facts: Mapping[str, Any] | None = None,
    payer: str = "employee",
    notes: list[Problem] | None = None,
    system: System | None = None,
) -> Table:
    """Return a table with the columns given and every payment of each row, in whole tenge.

    Args:
        given: columns as ``read_table`` returns them: ``gross`` (or ``net``), facts by their names, and any others.
        name: what to call the table in a sentence.
        on: the month, such as 2026-06.
        since: the first month of the year with this pay; January unless said.
        facts: facts that hold for everybody, where the table has no column of the name.
        payer: one of ``payers.PAYERS``.
        notes: takes what was supposed for want of a fact, and which columns were carried over unread.
        system: a bill, say; today's law unless given.

    Raises:
        InputError: something in the table cannot be used: one sentence for each row and column.

    """
    who = payer_of(payer)
    size = len(next(iter(given.values()), []))
    if not size:
        raise refuse("{file} has no rows: write one line for each person under the heading.", file=name)
    asked = _column_of_income(given, name, who)
    problems: list[Problem] = []
    typed = {column: cells_of(given[column], column, who, problems) for column in _facts_in(given, who, asked)}
    incomes: Any = incomes_of(given[asked], asked, problems) if asked else [0.0] * size
    if problems:
        left = len(problems) - _MANY
        raise InputError(
            problems[:_MANY] + ([Problem("And {count} more of the kind.", {"count": left})] if left > 0 else [])
        )
    everybody = {**(facts or {}), **typed}
    if notes is not None:
        notes += notes_on(system or default_system(), month_of(on), who, everybody, since, size)
        if unread := [column for column in given if column not in (*typed, "gross", "net")]:
            notes.append(Problem("Columns carried over unread: {columns}.", {"columns": ", ".join(unread)}))
    if asked == "net":
        incomes = _gross_of(incomes, on, since, everybody, size, payer, system)
    amounts = rounded(columns(incomes, on, everybody, since, system, payer), on, payer, system)
    income = amounts.pop("income")
    if who.income:
        amounts = {"gross": income, **amounts}
    kept = {column: values for column, values in given.items() if column not in ("gross", "net")}
    table = {**kept, **{column: values.tolist() for column, values in amounts.items()}}
    if late := beyond_of(on, payer):
        table["stands_in"] = [" ".join(f"{one.figure}={one.year}" for one in late.stands_in)] * size
    return table


def read_table(source: Path) -> Table:
    """Return the columns of a CSV or Parquet file.

    Raises:
        InputError: it is no such file, or its rows do not fit its heading.

    """
    if source.suffix.lower() in _PARQUET:
        parquet = _parquet()
        try:
            return dict(parquet.read_table(source).to_pydict())
        except Exception as error:  # pyarrow raises many kinds of its own
            raise refuse("{file} is not a Parquet file: {error}", file=source, error=error) from error
    try:
        text = source.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse("{file} is not UTF-8 text: save it as CSV in UTF-8.", file=source) from error
    heading = text.partition("\n")[0]
    try:
        rows = list(
            csv.reader(io.StringIO(text), delimiter=";" if ";" in heading and "," not in heading else ",", strict=True)
        )
    except csv.Error as error:
        raise refuse("{file} is not CSV: {error}. Is a quote left open?", file=source, error=str(error)) from None
    names = [name.strip() for name in rows[0]] if rows else []
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise refuse("{file} names the column {column} twice: keep one.", file=source, column=twice[0])
    body = [row for row in rows[1:] if row]
    for number, row in enumerate(body, start=1):
        if len(row) != len(names):
            raise refuse(
                "{file}, row {row}: it has {found} cells, the heading has {wanted}.",
                file=source,
                row=number,
                found=len(row),
                wanted=len(names),
            )
    return {name: [row[i] for row in body] for i, name in enumerate(names)}


def write_table(table: Mapping[str, Sequence[Any]], out: Path) -> None:
    """Write a table as CSV or Parquet, by the ending of the name: the whole file, or none of it.

    Raises:
        InputError: the name has another ending, or its folder is not there.

    """
    ending = out.suffix.lower()
    if ending not in (".csv", *_PARQUET):
        raise refuse("{file}: write to a name that ends in .csv or .parquet.", file=out)
    if not out.parent.is_dir():
        raise refuse("{file}: there is no folder {folder}.", file=out, folder=out.parent)
    descriptor, beside = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if ending == ".csv":
                file.write(to_csv(table).encode("utf-8"))
            else:
                parquet = _parquet()
                import pyarrow

                parquet.write_table(pyarrow.table(dict(table)), file)
        os.replace(beside, out)
    except BaseException:
        os.unlink(beside)
        raise


def to_csv(table: Mapping[str, Sequence[Any]]) -> str:
    """Return a table as CSV text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table)
    writer.writerows(zip(*table.values(), strict=True))
    return text.getvalue()


def _parquet() -> Any:
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise refuse('Parquet needs pyarrow: install it with pip install "openfisca-kz[population]".') from error
    return pyarrow.parquet


def _column_of_income(given: Table, name: str, who: Payer) -> str:
    found = [column for column in ("gross", "net") if column in given]
    if len(found) > 1:
        raise refuse("{file} has both `gross` and `net`: keep the one that is known.", file=name)
    if not found and who.income:
        raise refuse("{file} needs a column `gross` or `net` with the income of each.", file=name)
    return found[0] if found and who.income else ""


def _facts_in(given: Table, who: Payer, asked: str) -> list[str]:
    """Return the columns that are facts. A column that nearly is one is refused: it would be left out in silence."""
    system = default_system()
    facts, problems = [], []
    for column in given:
        name = column.partition("@")[0]
        if column in ("gross", "net", asked):
            continue
        if name in system.variables or "@" in column:
            fact_of(column, who, system)
            facts.append(column)
        elif "_" in column and (hint := nearest(column, _known_facts(system))).values.get("name"):
            problems.append(
                Problem("Column {column} is not a fact: {hint} Rename it.", {"column": column, "hint": hint})
            )
    if problems:
        raise InputError(problems)
    return facts


def _known_facts(system: System) -> list[str]:
    return [v.name for v in system.variables.values() if v.entity.is_person and v.room.startswith("facts")]


def _gross_of(
    nets: Sequence[float],
    on: str,
    since: str | None,
    facts: Mapping[str, Any],
    size: int,
    payer: str,
    system: System | None,
) -> Array:
    """Return the gross pay of each.

    Most people are alike before the law: the answer for one is tried on all, and who gets another net pay from it
    waits for the next round.
    """
    rows = {name: np.resize(np.asarray(value, dtype=object), size) for name, value in facts.items()}
    asked, gross = np.asarray(nets), np.zeros(size)
    waiting = np.arange(size)
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
