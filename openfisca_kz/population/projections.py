"""Rights and duties of the years to come: a run for each, with the indicators expected and people who age."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openfisca_kz.base import HALF_A_TENGE, MONTHS_IN_YEAR
from openfisca_kz.engine.bills import UPON
from openfisca_kz.engine.knowledge import beyond_month
from openfisca_kz.language import Language, language
from openfisca_kz.population import missing, page, runs, summing, words
from openfisca_kz.population.answers import by_payer
from openfisca_kz.population.findings import Finding
from openfisca_kz.population.folder import STAGE, only_run_in, writing
from openfisca_kz.population.laws import ALL, KEYWORDS
from openfisca_kz.population.page import Page
from openfisca_kz.population.results import DUTY, RIGHT, Result
from openfisca_kz.population.schema import PERSONS, Rows
from openfisca_kz.population.study import Study
from openfisca_kz.population.synthetic import ageing
from openfisca_kz.presentation import chart
from openfisca_kz.problems import month_of, refuse

#: The reform that has the indicators expected, and the last year that it has any of.
FORECAST = "forecast_indicators"
LAST_YEAR = 2030

#: The most lines of a drawing.
_LINES = 7

_TENGE = "KZT"


@dataclasses.dataclass(frozen=True)
class Projection(Study):
    """What is projected beside what a study is: up to which year, and what is asked."""

    last: int = LAST_YEAR
    variables: tuple[str, ...] = (ALL,)

    @property
    def law(self) -> str:
        """Return the law of every year: the reform, if there is one, with the indicators expected."""
        return FORECAST if self.reform is None else f"{self.reform}{UPON}{FORECAST}"


def project(what: Projection, lang: str = "en") -> str:
    """Run the law over every year, write tables, a workbook and a page; return the main table as text.

    With a reform the years are run under today's law as well. Each year is a run of its own in a directory of its own,
    and is resumed as such.

    Args:
        what: what is projected.
        lang: language of the page.

    Raises:
        InputError: years for which nothing is expected, tables that are not right, or no room.

    """
    page.can_write_workbooks()
    first = what.year
    if not first < what.last <= LAST_YEAR:
        raise refuse(
            "A projection from {month} covers only {first} to {last}, the years for which there are expected "
            "indicators; {year} is not among them.",
            month=month_of(what.month),
            first=first + 1,
            last=LAST_YEAR,
            year=what.last,
        )
    people = ageing.base(what.persons, what.families, what.month)
    sides = [_projected(what, people)]
    if what.reform is not None:
        known = {*runs.law(FORECAST).variables, *KEYWORDS}
        names = tuple(name for name in what.variables if name in known)
        law = dataclasses.replace(what.under_the_law(), variables=names)
        sides.insert(0, _projected(law, people))
    tables = {"projection": sides[-1].rows, "people": sides[-1].people, "cost_by_year": _costs(sides)}
    tables[missing.TABLE] = sides[-1].not_told
    return _write(what, sides[-1].system, tables, language(lang))


@dataclasses.dataclass
class _Side:
    """A projection under one law: rows of each year, the people, what each variable comes to by year."""

    system: Any
    rows: Rows = dataclasses.field(default_factory=list)
    people: Rows = dataclasses.field(default_factory=list)
    kinds: dict[str, str] = dataclasses.field(default_factory=dict)
    totals: dict[int, dict[str, float]] = dataclasses.field(default_factory=dict)
    not_told: Rows = dataclasses.field(default_factory=list)


def _projected(what: Projection, people: ageing.Base) -> _Side:
    system = runs.law(what.law)
    side = _Side(system)
    for year in range(what.year, what.last + 1):
        month = f"{year}{what.month[4:]}"
        result = what.run(str(year), _aged(system, what, people, month), month, what.variables)
        plan, found = summing.sums_of_run(result, what.workers)
        mrp = float(system.get_parameters_at_instant(f"{month}-01").indicators.mrp)
        side.rows += _rows(result, plan, found, year, mrp)
        side.people.append(_people(found, year))
        side.kinds |= plan.kinds
        side.not_told = missing.facts(result)
        totals = {name: float(cells[1].sum()) for name, cells in found.cells.items()}
        side.totals[year] = collections.defaultdict(float, totals)
    return side


def _costs(sides: list[_Side]) -> Rows:
    """Return what each payer pays in the month of each year, under today's law and under a reform."""
    return [
        {"year": year, **row}
        for year in sides[-1].totals
        for row in by_payer([(side.system, side.kinds, side.totals[year].__getitem__) for side in sides])
    ]


def _aged(system: Any, what: Projection, people: ageing.Base, month: str) -> tuple[str, str | None]:
    """Return the tables of a month: those given in the first year, of people who have aged in a later one."""
    years = int(month[:4]) - what.year
    if not years:
        return what.persons, what.families
    pensions = 1.0
    for year in range(what.year + 1, what.year + years + 1):
        pensions *= 1 + float(system.get_parameters_at_instant(f"{year}-01-01").indicators.pension_indexation)
    now, then = (system.get_parameters_at_instant(f"{each}-01") for each in (what.month, month))
    ages = then.rights.pensions.pension_age
    later = ageing.Later(
        MONTHS_IN_YEAR * years,
        float(then.indicators.mrp) / float(now.indicators.mrp),
        pensions,
        (float(ages.general.men), float(ages.general.women)),
        month,
    )
    out = Path(what.out, month[:4])
    with only_run_in(out), writing(out):
        return ageing.write_aged(system, people, later, ageing.aged_weights(people, years), out / STAGE)


# ----- Tables ----- #


def _rows(result: Result, plan: summing.Plan, found: summing.Sums, year: int, mrp: float) -> Rows:
    made = []
    for name, cells in found.cells.items():
        kind, unit = plan.kinds[name], result.system.variables[name].unit
        recipients, total = (float(each.sum()) for each in cells)
        if kind not in (RIGHT, DUTY) and not name.startswith(("total_", "disposable_")):
            continue
        made.append(
            {
                "year": year,
                "variable": name,
                "kind": kind,
                "unit": unit,
                "recipients": recipients,
                "total": total,
                "average": total / recipients if recipients else None,
                "in_mrp": total / mrp if unit == _TENGE else None,
            }
        )
    return made


def _people(found: summing.Sums, year: int) -> dict[str, Any]:
    members = found.members[PERSONS]
    row: dict[str, Any] = {"year": year, "persons": float(members.sum())}
    by_age, by_sex = members.sum(axis=(0, 1, 3)), members.sum(axis=(0, 1, 2))
    row |= {name: float(number) for name, number in zip(summing.AGE_NAMES, by_age, strict=True)}
    return row | {name: float(number) for name, number in zip(("men", "women"), by_sex, strict=True)}


# ----- The page ----- #


def _write(what: Projection, system: Any, tables: dict[str, Rows], speech: Language) -> str:
    made = _page(what, system, tables, speech)
    page.write(Path(what.out) / "report", tables, made, speech, system)
    return page.text(dataclasses.replace(made, lead="", tables=[]), speech, system)


def _page(what: Projection, system: Any, tables: dict[str, Rows], speech: Language) -> Page:
    say, lacking = speech.say, tables[missing.TABLE]
    years = sorted({row["year"] for row in tables["projection"]})
    title = say("Projection: social rights and duties, {first} to {last}", first=years[0], last=years[-1])
    mark = say(
        "A projection, not a prediction: the indicators are those that the government expected in February 2026, and "
        "the number of people is what today's births and deaths would leave."
    )
    late = beyond_month(system, f"{years[-1]}{what.month[4:]}").sentences(speech)
    lead = say(
        "Every amount is that of one month: {month}, and the same month of later years.", month=speech.month(what.month)
    )
    law = words.law(runs.law(what.reform), speech) if what.reform else say("Today's law")
    return Page(
        title,
        f"{law}. {lead}",
        _findings(what, system, tables, speech),
        " ".join([mark, *late, *missing.warning(lacking, speech)]),
        _figures(system, tables, speech),
        [
            *_cost_table(what, tables, speech),
            *(
                (words.title(name, speech), "", rows)
                for name, rows in (
                    ("right", _across(tables, RIGHT, "total")),
                    ("recipients_by_year", _across(tables, RIGHT, "recipients")),
                    ("duty", _across(tables, DUTY, "total")),
                    ("people", tables["people"]),
                )
                if rows
            ),
            *missing.tables(lacking, system, speech),
        ],
        _notes(speech),
    )


def _across(tables: dict[str, Rows], kind: str, measure: str) -> Rows:
    """Return a row for each right or duty with a column for each year."""
    made: dict[str, dict[str, Any]] = {}
    for row in tables["projection"]:
        if row["kind"] == kind:
            made.setdefault(row["variable"], {"variable": row["variable"]})[str(row["year"])] = row[measure]
    return [row for row in made.values() if any(value for key, value in row.items() if key != "variable")]


def _cost_table(what: Projection, tables: dict[str, Rows], speech: Language) -> list[tuple[str, str, Rows]]:
    """Return what each payer pays by year: beside a reform, what the reform changes."""
    measure = "baseline" if what.reform is None else "change"
    made: dict[tuple[str, str], dict[str, Any]] = {}
    for row in tables["cost_by_year"]:
        key = row["payer"], row["kind"]
        made.setdefault(key, {"payer": key[0], "kind": key[1]})[str(row["year"])] = row[measure]
    years = dict.fromkeys((str(row["year"]) for row in tables["cost_by_year"]), 0.0)
    rows = [{"payer": row["payer"], "kind": row["kind"]} | years | row for row in made.values()]
    rows = [row for row in rows if max(abs(row[year]) for year in years) >= HALF_A_TENGE]
    name = "by_payer" if what.reform is None else "change_by_payer"
    return [(words.title(name, speech), "", rows)] if rows else []


def _findings(what: Projection, system: Any, tables: dict[str, Rows], speech: Language) -> list[Finding]:
    say = speech.say
    source = say("Projected for {month} and the same month of later years", month=speech.month(what.month))
    people = [row["persons"] for row in tables["people"]]
    found = [Finding(_course(people, words.large, speech), say("people in the tables"), source)]
    for name, values in _courses(tables, RIGHT, "total", system)[:4]:
        label = say(system.variables[name].label)
        text = say("a month, {right}: {growth} more each year", right=label, growth=_yearly(values, speech))
        found.append(Finding(_course(values, words.money, speech), text, source))
    for name, values in _courses(tables, RIGHT, "recipients", system)[:2]:
        label = say(system.variables[name].label)
        found.append(Finding(_course(values, words.large, speech), say("receive {right}", right=label), source))
    for name, text in (
        ("total_rights", say("is paid out a month under all rights")),
        ("total_duties", say("a month is what people themselves pay")),
    ):
        values = [row["total"] for row in tables["projection"] if row["variable"] == name]
        if values:
            found.append(Finding(_course(values, words.money, speech), text, source))
    return found


def _course(values: list[float], write: Callable[[float, Language], str], speech: Language) -> str:
    return f"{write(values[0], speech)} → {write(values[-1], speech)}"


def _yearly(values: list[float], speech: Language) -> str:
    growth = (values[-1] / values[0]) ** (1 / (len(values) - 1)) - 1 if values[0] > 0 and len(values) > 1 else 0.0
    return words.percent(growth, speech)


def _courses(tables: dict[str, Rows], kind: str, measure: str, system: Any) -> list[tuple[str, list[float]]]:
    """Return the values of each right in tenge over the years, the greatest at the end first."""
    found: dict[str, list[float]] = {}
    for row in tables["projection"]:
        if row["kind"] == kind and system.variables[row["variable"]].unit == _TENGE:
            found.setdefault(row["variable"], []).append(row[measure])
    return sorted(((name, values) for name, values in found.items() if any(values)), key=lambda each: -each[1][-1])


def _figures(system: Any, tables: dict[str, Rows], speech: Language) -> list[tuple[str, str]]:
    say = speech.say
    places = [float(row["year"]) for row in tables["people"]]
    years = [str(row["year"]) for row in tables["people"]]
    made = []
    for measure, title, write in (
        ("total", say("Rights by cost, KZT in the month"), words.money),
        ("recipients", say("Rights by recipients"), words.large),
    ):
        courses = _courses(tables, RIGHT, measure, system)[:_LINES]
        series = [chart.Series(say(system.variables[name].label), values) for name, values in courses]
        if series:
            made.append((title, chart.lines(title, places, series, _writer(write, speech), names=years)))
    title = say("People by age")
    ages = [chart.Series(name, [row[name] for row in tables["people"]]) for name in summing.AGE_NAMES]
    made.append((title, chart.lines(title, places, ages, _writer(words.large, speech), names=years)))
    return made


def _writer(write: Callable[[float, Language], str], speech: Language) -> Callable[[float], str]:
    return lambda value: write(value, speech)


def _notes(speech: Language) -> list[str]:
    say = speech.say
    return [
        say(
            "A person of one age in the table stands for those who will be that age: dates move with the calendar, "
            "and families are weighted so that the numbers of people by age and sex are what those of January 2026 "
            "become."
        ),
        say(
            "Deaths: chances by age and sex that give the 133,592 deaths of 2024 (bestnews.kz); that women live eight "
            "years longer is an assumption. Births: 335,000 in 2025 (biznescentr.kz), by age of the mother as today. "
            "Nobody moves into the country or out of it."
        ),
        say(
            "Indicators (MRP, minimum pension, subsistence minimum, indexation): outlook of the Ministry of Labour, "
            "February 2026 (lada.kz). Wages and other amounts grow with MRP (assumption), pensions in payment by the "
            "indexation. Amounts are of the year in question, not adjusted for inflation."
        ),
        say("Work, study, disability and claims at each age stay as they are in the table (assumption)."),
    ]
