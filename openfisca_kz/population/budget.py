"""The budget of a calendar year: twelve months run one by one, by programme and payer, beside what was published.

Who has an age in the tables stands for who has it in each month of the year: dates move by whole months, amounts stay,
and the law of each month is applied. Dates of awards do not move, so that nothing is raised twice.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openfisca_kz.language import Language, language
from openfisca_kz.population import page, results, runs, summing, words
from openfisca_kz.population.findings import Finding
from openfisca_kz.population.folder import STAGE, only_run_in
from openfisca_kz.population.page import Page
from openfisca_kz.population.results import DUTY, RIGHT, STATE
from openfisca_kz.population.synthetic import ageing
from openfisca_kz.presentation import chart
from openfisca_kz.problems import month_of, refuse
from openfisca_kz.services import rights_and_duties as ledger
from openfisca_kz.yaml_files import read_yaml

Rows = list[dict[str, Any]]

MONTHS = 12
BILLION = 10**9

#: Pays what no right and no duty says the payer of: for whom the state insures.
_REPUBLICAN = "republican_budget"

#: Awards: raised every January after them.
_KEPT = ("age_pension_award_date", "service_pension_award_date", "fund_pension_award_date")


@dataclasses.dataclass(frozen=True)
class Year:
    """A year that is run: tables as for a run, their month, the year, the law."""

    persons: str
    families: str | None
    month: str
    year: int
    out: str
    reform: str | None = None
    size: int = runs.CHUNK


@functools.cache
def history() -> tuple[dict[str, Any], ...]:
    """Return what was paid in earlier years, as it stands in ``history.yaml``."""
    path = Path(__file__).with_name("history.yaml")
    return tuple(read_yaml(path))


def run(what: Year, workers: int = 1, lang: str = "en", tell: Callable[[str], None] | None = None) -> str:
    """Run the twelve months, write tables, a workbook and a page; return the budget as text.

    Each month is a run of its own in a directory of its own, and is resumed as such.

    Args:
        what: the year.
        workers: processes.
        lang: language of the page.
        tell: takes a line of progress.

    Raises:
        InputError: the tables are not of the year, are not right, or there is no room.

    """
    page.can_write_workbooks()
    system = runs.law(what.reform)
    return _write(what, system, calculated(what, system, workers, tell), language(lang))


def calculated(what: Year, system: Any, workers: int, tell: Callable[[str], None] | None = None) -> Rows:
    """Run the twelve months; return each programme with what the year comes to.

    Raises:
        InputError: the tables are not of the year, are not right, or there is no room.

    """
    first = month_of(what.month).start
    if first.year != what.year:
        raise refuse(
            "The tables are of {month} and the year is {year}: take tables of a month of that year, or project them.",
            month=what.month,
            year=what.year,
        )
    people = ageing.base(what.persons, what.families, what.month)
    rights = [*ledger.rights_of(system), *(name + ledger.PAID for name in ledger.rights_of(system))]
    names = [*rights, *ledger.duties_of(system), *ledger.paid_by_state(system), *ledger.TOTALS]
    names = [name for name in names if name in system.variables]
    months: dict[str, dict[str, tuple[float, float]]] = {}
    kinds: dict[str, str] = {}
    for number in range(1, MONTHS + 1):
        month = f"{what.year}-{number:02}"
        out = Path(what.out) / month
        tables = _moved(what, system, people, month, number - first.month, out)
        if tell:
            tell(f"{month}:")
        question = runs.question(system, month, names)
        runs.execute(runs.Run(*tables, question, str(out), what.reform, what.size), workers, tell)
        kinds, months[month] = _sums(results.read(out), workers)
    return _rows(system, kinds, months)


def _moved(what: Year, system: Any, people: ageing.Base, month: str, months: int, out: Path) -> tuple[str, str | None]:
    """Return the tables of a month: those given in their own, with dates moved in another."""
    if not months:
        return what.persons, what.families
    ages = system.get_parameters_at_instant(f"{month}-01").rights.pensions.pension_age.general
    later = ageing.Later(months, 1.0, 1.0, (float(ages.men), float(ages.women)), month, _KEPT)
    with only_run_in(out):
        try:
            return ageing.write_aged(system, people, later, people.weight, out / STAGE)
        except OSError as error:
            raise refuse("{out} cannot be written: {reason}.", out=out, reason=error.strerror or error) from None


def _sums(result: results.Result, workers: int) -> tuple[dict[str, str], dict[str, tuple[float, float]]]:
    kinds = result.kinds()
    regions = tuple(member.name for member in result.system.variables["region"].possible_values)
    plan = summing.Plan(result.folder, kinds, frozenset(filter(result.of_persons, kinds)), regions, {})
    found = summing.all_sums(plan, result.part_names(), workers)
    return kinds, {name: (float(cells[0].sum()), float(cells[1].sum())) for name, cells in found.cells.items()}


# ----- Tables ----- #


def _rows(system: Any, kinds: dict[str, str], months: dict[str, dict[str, tuple[float, float]]]) -> Rows:
    """Return each programme with who pays, recipients a month on average, what the year comes to, month by month."""
    made = []
    for name, kind in kinds.items():
        paid = ledger.paid_of(system, name) if kind == RIGHT else name
        amounts = {month: found.get(paid, (0.0, 0.0)) for month, found in months.items()}
        total = sum(amount for _, amount in amounts.values())
        if kind not in (RIGHT, DUTY, STATE) or not total or system.variables[name].unit != "KZT":
            continue
        recipients = sum(number for number, _ in amounts.values()) / MONTHS
        made.append(
            {
                "variable": name,
                "kind": kind,
                "payer": ledger.payer(system, name) or _REPUBLICAN,
                "recipients": recipients,
                "year_total": total,
                "average": total / recipients / MONTHS,
                **{month: amount for month, (_, amount) in amounts.items()},
            }
        )
    return sorted(made, key=lambda row: (row["kind"] != RIGHT, row["kind"], -row["year_total"]))


def by_payer(rows: Rows) -> Rows:
    """Return what each payer pays in rights, in duties and for whom the state insures."""
    totals: dict[tuple[str, str], float] = {}
    for row in rows:
        key = row["payer"], row["kind"]
        totals[key] = totals.get(key, 0.0) + row["year_total"]
    return [{"payer": payer, "kind": kind, "year_total": total} for (payer, kind), total in totals.items()]


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
        row[f"published_{each['year']}"] = each["billion"] * MONTHS / each["months"]
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


def _write(what: Year, system: Any, rows: Rows, speech: Language) -> str:
    tables = {"budget": rows, "payers": by_payer(rows), "history": beside_history(rows)}
    made = _page(what, system, tables, speech)
    page.write(Path(what.out) / "report", tables, made, speech, system)
    return page.text(made, speech, system)


def _page(what: Year, system: Any, tables: dict[str, Rows], speech: Language) -> Page:
    say = speech.say
    law = words.law(system, speech)
    source = say("Twelve months of {year} calculated one by one", year=what.year)
    payers = {(row["payer"], row["kind"]): row["year_total"] for row in tables["payers"]}
    findings = [
        Finding(words.money(total, speech), words.payer(name, kind, speech), source)
        for (name, kind), total in sorted(payers.items(), key=lambda each: -each[1])
    ]
    rights = [row for row in tables["budget"] if row["kind"] == RIGHT][:14]
    bars = [(say(system.variables[row["variable"]].label), [row["year_total"]]) for row in rights]
    title = say("Rights by cost, KZT in the year")
    months = [f"{what.year}-{number:02}" for number in range(1, MONTHS + 1)]
    shown = [{key: value for key, value in row.items() if key not in months} for row in tables["budget"]]
    return Page(
        say("Budget of social rights and duties, {year}", year=what.year),
        say(
            "{law}. The tables are of {month}; in each month of the year the same lives stand at the same ages.",
            law=law,
            month=speech.month(what.month),
        ),
        findings,
        figures=[(title, chart.bars(title, bars, lambda value: words.money(value, speech)))] if bars else [],
        tables=[
            (words.title(name, speech), note, own)
            for name, note, own in (
                ("budget", say("Recipients are a mean of the twelve months."), shown),
                (
                    "history",
                    say("Published sums of some months of a year are brought to twelve."),
                    _named(tables, speech, system),
                ),
            )
            if own
        ],
        notes=[
            say(
                "What is paid out given the dates of claims is counted, not what is due. Awards keep their dates; "
                "wages and other amounts are those of the tables in every month."
            )
        ],
    )


def _named(tables: dict[str, Rows], speech: Language, system: Any) -> Rows:
    named = []
    for row in tables["history"]:
        names = [words.value_of("variable", name, speech, system) for name in row["variables"].split(" + ")]
        named.append({**row, "variables": " + ".join(names)})
    return named
