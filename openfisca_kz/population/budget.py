"""The budget of a calendar year: twelve months run one by one, by programme and payer, beside what was published.

Who has an age in the tables stands for who has it in each month of the year: dates move by whole months, amounts stay,
and the law of each month is applied. Dates of awards do not move, so that nothing is raised twice.
"""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import Any

from openfisca_kz.base import HALF_A_TENGE, MONTHS_IN_YEAR
from openfisca_kz.engine.knowledge import beyond_month
from openfisca_kz.language import Language, language
from openfisca_kz.population import missing, page, results, runs, summing, words
from openfisca_kz.population.answers import by_payer, paid_as
from openfisca_kz.population.findings import Finding, signed
from openfisca_kz.population.folder import STAGE, only_run_in, writing
from openfisca_kz.population.page import Page
from openfisca_kz.population.results import MONEY, RIGHT
from openfisca_kz.population.schema import Rows
from openfisca_kz.population.study import Study
from openfisca_kz.population.synthetic import ageing
from openfisca_kz.presentation import chart
from openfisca_kz.services import rights_and_duties as ledger
from openfisca_kz.yaml_files import read_yaml

BILLION = 10**9

#: The most bars of a drawing.
_BARS = 14

#: Awards: raised every January after them.
_KEPT = ("age_pension_award_date", "service_pension_award_date", "fund_pension_award_date")


@functools.cache
def history() -> tuple[dict[str, Any], ...]:
    """Return what was paid in earlier years, as it stands in ``history.yaml``."""
    return tuple(read_yaml(Path(__file__).with_name("history.yaml")))


@dataclasses.dataclass(frozen=True)
class Calculated:
    """A year under one law: what each variable is, and by month how many receive it and what it comes to."""

    system: Any
    kinds: dict[str, str]
    months: dict[str, dict[str, tuple[float, float]]]
    not_told: Rows

    def course(self, name: str) -> list[tuple[float, float]]:
        """Return recipients and amount of a variable month by month: of a right as it is paid out."""
        paid = paid_as(self.system, self.kinds, name)
        return [found.get(paid, (0.0, 0.0)) for found in self.months.values()]

    def total(self, name: str) -> float:
        """Return what a variable comes to in the year."""
        return sum(amount for _, amount in self.course(name))

    def recipients(self, name: str) -> float:
        """Return how many receive it in a month, on average over the year."""
        return sum(number for number, _ in self.course(name)) / MONTHS_IN_YEAR


def run(what: Study, lang: str = "en") -> str:
    """Run the twelve months of the year of the tables, write tables, a workbook and a page; return the budget as text.

    With a reform the year is run under today's law as well. Each month is a run of its own in a directory of its own,
    and is resumed as such.

    Args:
        what: tables of a month of the year, and the law.
        lang: language of the page.

    Raises:
        InputError: the tables are not right, or there is no room.

    """
    page.can_write_workbooks()
    sides = [calculated(what)]
    if what.reform is not None:
        sides.insert(0, calculated(what.under_the_law()))
    return _write(what, sides, language(lang))


def calculated(what: Study) -> Calculated:
    """Run the twelve months under one law.

    Raises:
        InputError: the tables are not right, or there is no room.

    """
    system, year = runs.law(what.reform), what.year
    people = ageing.base(what.persons, what.families, what.month)
    rights = [*ledger.rights_of(system), *(name + ledger.PAID for name in ledger.rights_of(system))]
    names = [*rights, *ledger.duties_of(system), *ledger.paid_by_state(system), *ledger.TOTALS]
    names = [name for name in names if name in system.variables]
    months: dict[str, dict[str, tuple[float, float]]] = {}
    kinds: dict[str, str] = {}
    lacking: Rows = []
    for month in _months(year):
        result = what.run(month, _moved(what, system, people, month), month, names)
        kinds, months[month] = _sums(result, what.workers)
        lacking = missing.facts(result)
    return Calculated(system, kinds, months, lacking)


def _months(year: int) -> list[str]:
    return [f"{year}-{number:02}" for number in range(1, MONTHS_IN_YEAR + 1)]


def _moved(what: Study, system: Any, people: ageing.Base, month: str) -> tuple[str, str | None]:
    """Return the tables of a month: those given in their own, with dates moved in another."""
    months = int(month[-2:]) - int(what.month[-2:])
    if not months:
        return what.persons, what.families
    ages = system.get_parameters_at_instant(f"{month}-01").rights.pensions.pension_age.general
    later = ageing.Later(months, 1.0, 1.0, (float(ages.men), float(ages.women)), month, _KEPT)
    out = Path(what.out, month)
    with only_run_in(out), writing(out):
        return ageing.write_aged(system, people, later, people.weight, out / STAGE)


def _sums(result: results.Result, workers: int) -> tuple[dict[str, str], dict[str, tuple[float, float]]]:
    plan, found = summing.sums_of_run(result, workers)
    return plan.kinds, {name: (float(cells[0].sum()), float(cells[1].sum())) for name, cells in found.cells.items()}


# ----- Tables ----- #


def programmes(sides: list[Calculated]) -> Rows:
    """Return each programme with who pays, recipients a month on average, what the year comes to, month by month.

    Beside a reform also what it comes to under that, and month by month what the reform changes.
    """
    made = []
    last = sides[-1]
    for name in dict.fromkeys(name for side in reversed(sides) for name in side.kinds):
        known = last if name in last.kinds else sides[0]
        kind, totals = known.kinds[name], [side.total(name) for side in sides]
        if kind not in MONEY or not any(totals) or known.system.variables[name].unit != "KZT":
            continue
        recipients = sides[0].recipients(name)
        courses = [[amount for _, amount in side.course(name)] for side in sides]
        if len(sides) > 1:
            courses = [[after - before for before, after in zip(*courses, strict=True)]]
        row = {
            "variable": name,
            "kind": kind,
            "payer": ledger.payer(known.system, name),
            "recipients": recipients,
            "year_total": totals[0],
            "average": totals[0] / recipients / MONTHS_IN_YEAR if recipients else None,
        }
        if len(sides) > 1:
            row |= {"recipients_reform": last.recipients(name), "reform": totals[1], "change": totals[1] - totals[0]}
        made.append(row | dict(zip(last.months, courses[0], strict=True)))
    return sorted(made, key=lambda row: (row["kind"] != RIGHT, row["kind"], -row["year_total"]))


def beside_history(rows: Rows) -> Rows:
    """Return published spending by programme and year, brought to twelve months, beside the year of the model."""
    model = {row["variable"]: row for row in rows}
    made: dict[tuple[str, ...], dict[str, Any]] = {}
    for each in history():
        names = tuple(each["variables"])
        own = [model[name] for name in names if name in model]
        row = made.setdefault(
            names,
            {
                "variables": " + ".join(names),
                "model_year": sum(one["year_total"] for one in own) / BILLION,
            },
        )
        row[f"published_{each['year']}"] = each["billion"] * MONTHS_IN_YEAR / each["months"]
        if "recipients" in each:
            row[f"recipients_{each['year']}"] = each["recipients"]
            row["model_recipients"] = sum(one["recipients"] for one in own)
        row["source"] = each["source"]
    years = sorted({each["year"] for each in history()})
    order = [
        "variables",
        "model_year",
        *(f"published_{year}" for year in years),
        "model_recipients",
        *(f"recipients_{year}" for year in years),
        "source",
    ]
    return [{name: row.get(name) for name in order} for row in made.values()]


# ----- The page ----- #


def _write(what: Study, sides: list[Calculated], speech: Language) -> str:
    budget = programmes(sides)
    payers = by_payer([(side.system, side.kinds, side.total) for side in sides])
    tables = {"budget": budget, "payers": payers, "history": beside_history(budget)}
    tables[missing.TABLE] = sides[-1].not_told
    system = sides[-1].system
    made = _page(what, system, tables, speech)
    page.write(Path(what.out) / "report", tables, made, speech, system)
    return page.text(made, speech, system, without=[words.title(missing.TABLE, speech)])


def _page(what: Study, system: Any, tables: dict[str, Rows], speech: Language) -> Page:
    say = speech.say
    law = words.law(system, speech)
    source = say("Twelve months of {year} calculated one by one", year=what.year)
    measure = "baseline" if what.reform is None else "change"
    payers = sorted(tables["payers"], key=lambda row: -abs(row[measure]))
    write = words.money if what.reform is None else signed
    findings = [
        Finding(write(row[measure], speech), words.payer(row["payer"], row["kind"], speech), source)
        for row in payers
        if what.reform is None or abs(row["change"]) >= HALF_A_TENGE
    ]
    measure = "year_total" if what.reform is None else "change"
    rights = sorted((row for row in tables["budget"] if row["kind"] == RIGHT), key=lambda row: -abs(row[measure]))
    bars = [
        (say(system.variables[row["variable"]].label), [row[measure]])
        for row in rights[:_BARS]
        if abs(row[measure]) >= HALF_A_TENGE
    ]
    title = (
        say("Rights by cost, KZT in the year") if what.reform is None else say("What the reform changes, KZT a year")
    )
    months = _months(what.year)
    shown = [{key: value for key, value in row.items() if key not in months} for row in tables["budget"]]
    history = [] if what.reform is not None else tables["history"]
    lacking = tables[missing.TABLE]
    return Page(
        say("Budget of social rights and duties, {year}", year=what.year),
        say(
            "{law}. The tables are of {month}; in each month of the year they hold the same people at the same ages.",
            law=law,
            month=speech.month(what.month),
        ),
        findings,
        figures=[(title, chart.bars(title, bars, lambda value: words.money(value, speech)))] if bars else [],
        tables=[
            (words.title(name, speech), note, own)
            for name, note, own in (
                ("payers", "", tables["payers"] if what.reform is not None else []),
                ("budget", say("The number of recipients is the mean of the twelve months."), shown),
                ("history", say("Published sums of some months of a year are scaled up to twelve."), history),
            )
            if own
        ]
        + missing.tables(lacking, system, speech),
        notes=[
            say(
                "What is paid out, given the dates of claims, is counted, not what is due. Awards keep their dates; "
                "wages and other amounts are those of the tables in every month."
            )
        ],
        mark=" ".join([*beyond_month(system, f"{what.year}-12").sentences(speech), *missing.warning(lacking, speech)]),
    )
