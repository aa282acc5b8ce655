"""The report of a run: what was found first, how near the people are to the country, then drawings and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from openfisca_kz.answers.bill import changes_of, changes_one_by_one
from openfisca_kz.base import HALF_A_TENGE
from openfisca_kz.engine.knowledge import beyond_month
from openfisca_kz.families.from_file import default_system
from openfisca_kz.language import Language, language
from openfisca_kz.population import missing, page, results, targets, words
from openfisca_kz.population.answers import Answers, Asked, answers, beside, numbered
from openfisca_kz.population.findings import findings, in_tenge
from openfisca_kz.population.folder import REJECTS_TABLE
from openfisca_kz.population.page import Page
from openfisca_kz.population.results import AMOUNT, DUTY, RIGHT, STATE, STATUS
from openfisca_kz.population.schema import PERSONS, Rows
from openfisca_kz.population.summing import AGE, REGION, SEX, TENTH, WHOLE
from openfisca_kz.presentation import chart
from openfisca_kz.presentation.bill import without_effect

__all__ = ["answers", "write"]

Drawings = list[tuple[str, str]]

MILLION = 1_000_000

#: The most bars of a drawing.
_BARS = 14

_COUNTRY_COLUMNS = ("variable", "recipients", "total", "average")

#: Tables that are too wide for a terminal.
_WIDE = ("by_tenth", "by_age", "by_sex", "fit", "precision", "own", "not_told")


def write(
    folder: str | Path,
    *against: str | Path,
    out: str | Path | None = None,
    lang: str = "en",
    asked: Asked | None = None,
) -> str:
    """Write the tables of a run, or of several, as CSV, Parquet, a workbook and one HTML page; return them as text.

    Args:
        folder: a run.
        against: runs of reforms over the same tables.
        out: directory for the tables; ``report`` in the first run's if not given.
        lang: language of the page, the workbook's headings and the text.
        asked: how they are counted.

    Raises:
        InputError: a directory holds no complete run, or nothing can be written.

    """
    page.can_write_workbooks()
    speech = language(lang)
    result = results.read(folder)
    found = answers(result, *map(results.read, against), asked=asked)
    made = _page(found, speech)
    law = found.sides[-1].result.system  # what a bill adds has its name there
    page.write(Path(out) if out is not None else Path(folder) / "report", found.tables, made, speech, law)
    return page.text(made, speech, law, without=[words.title(name, speech) for name in _WIDE])


def _page(found: Answers, speech: Language) -> Page:
    side = found.baseline
    month = speech.month(side.result.month)
    title = speech.say("Social rights and duties in {month}", month=month)
    if found.reforms:
        reform = "; ".join(words.law(each.result.system, speech) for each in found.reforms)
        title = speech.say("{reform}: compared with today's law, {month}", reform=reform, month=month)
    return Page(
        title,
        _lead(found, speech),
        findings(found, speech),
        _mark(found, speech),
        figures=[drawing for draw in _DRAWINGS for drawing in draw(found, speech)],
        tables=[(words.title(name, speech), _note(name, speech), rows) for name, rows in shown(found, speech).items()],
        notes=_notes(found, speech),
    )


def _mark(found: Answers, speech: Language) -> str:
    """Return what is to be known before a number is read, and whether the figures of another year stand in."""
    calculated = speech.say(
        "Every number is calculated, none observed: the rules of the law are applied to each person of the tables. "
        "Where the tables are synthetic, so is what follows from them."
    )
    marks = [calculated, *_unknown(found, speech), *_idle(found, speech)]
    marks += beyond_month(found.baseline.result.system, found.baseline.result.month).sentences(speech)
    return " ".join(marks)


def _unknown(found: Answers, speech: Language) -> Iterator[str]:
    """Yield what the tables cannot tell: facts that they do not have, and what people would do under a bill."""
    yield from missing.warning(found.tables.get(missing.TABLE, []), speech)
    if found.reforms:
        yield speech.say(
            "Nobody behaves differently under the reform: work, study, births and claims are those of the tables, "
            "and a payment that the reform adds is made from the first month to all who have a right to it."
        )


def _idle(found: Answers, speech: Language) -> Iterator[str]:
    """Yield what a bill does that nobody is paid or owes for, bill by bill."""
    for side in found.reforms:
        if side.result.manifest["reform"] is not None:
            name, today = side.result.manifest["reform"], default_system()
            changes, each = changes_of(name, today), changes_one_by_one(name, today)
            law = "" if each else f"{words.law(side.result.system, speech)}: "
            yield from (law + sentence for sentence in without_effect(changes, speech, side.result.month, each))


def _lead(found: Answers, speech: Language) -> str:
    counts = found.baseline.result.counts()
    counted = speech.say(
        "{count} persons in the tables, {rejected} rejected (see {folder}/).",
        count=words.number(counts.persons_in, speech),
        rejected=words.number(counts.persons_rejected, speech),
        folder=REJECTS_TABLE,
    )
    if found.baseline.result.manifest["reform"] is None:
        return counted
    law = words.law(found.baseline.result.system, speech)
    return f"{counted} {speech.say('The law is that of the reform: {reform}.', reform=law)}"


# ----- Tables ----- #


def shown(found: Answers, speech: Language) -> dict[str, Rows]:
    """Return the tables that a reader sees, by name, those that have rows."""
    made = {name: build(found, speech) if build else found.tables.get(name, []) for name, build in _TABLES.items()}
    return {name: rows for name, rows in made.items() if rows}


def _of_country(*kinds: str) -> Callable[[Answers, Language], Rows]:
    """Return what builds the table of the country's totals of some kinds of variables."""

    def build(found: Answers, _: Language) -> Rows:
        rows = [row for row in found.tables["totals"] if row["by"] == WHOLE and row["kind"] in kinds]
        return [{name: row[name] for name in _COUNTRY_COLUMNS} for row in rows if row["recipients"]]

    return build


def _across(by: str, measure: str) -> Callable[[Answers, Language], Rows]:
    """Return what builds a row for each right (and duty, of amounts), a column for each group; tenths in millions."""
    kinds = (RIGHT, DUTY) if measure == "total" else (RIGHT,)

    def build(found: Answers, _: Language) -> Rows:
        made: dict[str, dict[str, Any]] = {}
        for row in found.tables["totals"]:
            if row["by"] == by and row["kind"] in kinds:
                value = row[measure] / MILLION if by == TENTH else row[measure]
                made.setdefault(row["variable"], {"variable": row["variable"]})[row["group"]] = value
        return [row for row in made.values() if any(value for name, value in row.items() if name != "variable")]

    return build


def _costs(found: Answers, _: Language) -> Rows:
    amounts = [name for name in beside([side.total("") for side in found.sides]) if not name.startswith("change")]
    rows = [row for row in found.tables.get("costs", []) if max(abs(row[name]) for name in amounts) >= HALF_A_TENGE]
    return sorted(rows, key=lambda row: -abs(row["change"]))


def _fit(found: Answers, speech: Language) -> Rows:
    """Return the official figures as a reader sees them: by name, held out last, why they differ in words."""
    by_name = {target.name: target for target in targets.official()}
    order = {use: place for place, use in enumerate((targets.BUILD, targets.CALIBRATE, targets.CHECK))}
    rows = [row for row in found.tables.get("fit", []) if row["use"] in order]
    return [
        {
            "figure": words.figure(by_name[row["target"]], speech, found.baseline.result.system),
            "use": row["use"],
            "official": row["official"],
            "model": row["model"],
            "ratio": row["ratio"],
            "period": row["period"],
            "reason": row[f"reason_{speech.code}"],
            "source": row["source"],
        }
        for row in sorted(rows, key=lambda row: order[row["use"]])
    ]


def _regions(found: Answers, _: Language) -> Rows:
    if "regions" in found.tables or not found.baseline.result.knows_regions:
        return found.tables.get("regions", [])
    totals = found.tables["totals"]
    rows = [row for row in totals if row["by"] == REGION and row["kind"] in (RIGHT, DUTY) and row["recipients"]]
    return [{"region": row["group"]} | {name: row[name] for name in _COUNTRY_COLUMNS} for row in rows]


def _late(found: Answers, _: Language) -> Rows:
    return [row for row in found.tables.get("late_claims", []) if row["less"] or row["more"]]


def _statuses(found: Answers, _: Language) -> Rows:
    """Return how many people have each status under each law; one that a law does not know nobody has there."""
    persons = found.baseline.persons()
    names = {name: kind for side in found.sides for name, kind in side.plan.kinds.items()}
    made = []
    for name in (name for name, kind in names.items() if kind == STATUS):
        holders = [side.total(name, 0) for side in found.sides]
        if any(holders):
            row = {"variable": name, "persons": holders[0], "share": holders[0] / persons if persons else 0.0}
            made.append(row | {numbered("reform", place): number for place, number in enumerate(holders[1:])})
    return made


def _empty(found: Answers, _: Language) -> Rows:
    counts = found.baseline.result.counts()
    made = []
    for name, number in counts.empty.items():
        table, column = name.split(".", 1)
        rows = counts.persons_in if table == PERSONS else counts.families_in
        made.append({"table": table, "column": column, "empty": number, "share": number / rows if rows else 0.0})
    return made


def _not_told(found: Answers, speech: Language) -> Rows:
    return missing.shown(found.tables.get(missing.TABLE, []), found.sides[-1].result.system, speech)


#: What builds each table; nothing where it is shown as it was answered.
_TABLES: dict[str, Callable[[Answers, Language], Rows] | None] = {
    "by_payer": None,
    "costs": _costs,
    "winners_and_losers": None,
    "sizes": None,
    "provision": None,
    "right": _of_country(RIGHT),
    "duty": _of_country(DUTY),
    "state": _of_country(STATE),
    "fit": _fit,
    "poverty": None,
    "poverty_by_group": None,
    "inequality": None,
    "tenths": None,
    "without": None,
    "by_tenth": _across(TENTH, "total"),
    "by_age": _across(AGE, "recipients"),
    "by_sex": _across(SEX, "recipients"),
    "regions": _regions,
    "own": None,
    "late_claims": _late,
    "statuses": _statuses,
    "amount": _of_country(AMOUNT),
    "precision": None,
    "empty": _empty,
    "not_told": _not_told,
}


def _note(name: str, speech: Language) -> str:
    say = speech.say
    return {
        "poverty": say(
            "The poor are those who have less than the line. The lines are those of today's law and of today's "
            "median, also under a reform."
        ),
        "inequality": say("Gini: 0 if all have the same, 1 if one has everything. Incomes below zero count as zero."),
        "by_tenth": say(
            "A tenth of the people each, by disposable income on the scale of the OECD, the poorest first. People "
            "with the same income are in the same tenth."
        ),
        "winners_and_losers": say(
            "The population is divided into tenths by income (OECD scale) under today's law. What is paid for earlier "
            "months is left out. What families would gain if everybody claimed in time under both laws is shown "
            "beside what they gain. Rows are families of the tables whose income changes; the standard error is that "
            "of what is gained less what is lost."
        ),
        "provision": say(
            "The given share of people accept the offer that the state sends them; the others claim as today. Papers, "
            "visits and working days are those of the claims of a year."
        ),
        "late_claims": say(
            "What is not paid in this month may be paid in a later one, and what is paid beyond what is due is for "
            "earlier months."
        ),
        "fit": say(
            "Each figure with its source; weights reach those of building and calibrating, "
            "and never see those of checking."
        ),
        "precision": say(
            "Rows of the tables that the total rests on, and its standard error as if the families were drawn at "
            "random with their weights; calibrated weights make it smaller."
        ),
        "empty": say(
            "An empty cell counts as the default of its column: an amount as zero, a yes-or-no value as no, a date as "
            "none."
        ),
        "not_told": missing.note(speech),
        "own": say("Persons by a column of persons; families and their persons by a column of families."),
    }.get(name, "")


def _notes(found: Answers, speech: Language) -> list[str]:
    say, manifest = speech.say, found.baseline.result.manifest
    return [
        say("Weights of families are applied everywhere; a person counts with the weight of the family."),
        say(
            "Income per head is the disposable income of the family divided by the number of its members. The "
            "modified scale of the OECD counts 1 for the first member, 0.5 for each further one aged 14 or older and "
            "0.3 for each younger one. What is paid for earlier months is left out."
        ),
        say(
            "Rules {version}, hash {hash}; tables: {files}.",
            version=manifest["versions"]["openfisca-kz"],
            hash=manifest["law"],
            files=", ".join(f"{each['file']} ({each['blake2b']})" for each in manifest["inputs"].values()),
        ),
    ]


# ----- Drawings ----- #


def _draw_fit(found: Answers, speech: Language) -> Drawings:
    rows = _fit(found, speech)
    checked = [row for row in rows if row["use"] == targets.CHECK]
    reached = [row for row in rows if row["use"] != targets.CHECK]
    made = []
    for title, own in (
        (speech.say("Held out: the model beside official figures that weights never saw"), checked),
        (speech.say("Calibrated: the model beside official figures"), reached),
    ):
        if own:
            ratios = [(row["figure"], row["ratio"]) for row in own]
            made.append((title, chart.ratios(title, ratios, lambda value: words.number(value, speech, "ratio"))))
    return made


def _label(found: Answers, name: str, speech: Language) -> str:
    laws = [side.result.system.variables for side in found.sides]
    return speech.say(next(law[name].label for law in laws if name in law))


def _draw_costs(found: Answers, speech: Language) -> Drawings:
    changes = [numbered("change", place) for place in range(len(found.reforms))]
    rows = [
        row
        for row in _costs(found, speech)
        if max(abs(row[name]) for name in changes) >= HALF_A_TENGE
        and any(in_tenge(side, row["variable"]) for side in found.sides)
    ]
    title = speech.say("What the reform changes, KZT in the month")
    return _bars(title, found, speech, [(_label(found, row["variable"], speech), row, changes) for row in rows[:_BARS]])


def _draw_winners(found: Answers, speech: Language) -> Drawings:
    by_tenth: dict[str, dict[str, float]] = {}
    for row in found.tables.get("winners_and_losers", []):
        if row["by"] == TENTH:
            by_tenth.setdefault(row["group"], {})[row["law"]] = row["change_a_family"]
    if not any(abs(value) >= HALF_A_TENGE for row in by_tenth.values() for value in row.values()):
        return []
    title = speech.say("Change per family by tenth of income, KZT in the month")
    laws = [side.name for side in found.reforms]
    rows = [(words.group(TENTH, name, speech, None), row, laws) for name, row in by_tenth.items()]
    return _bars(title, found, speech, rows)


def _bars(title: str, found: Answers, speech: Language, rows: list[tuple[str, dict[str, Any], list[str]]]) -> Drawings:
    """Return bars of the cells of some rows, one for each reform; none where there are no rows."""
    if not rows:
        return []
    several = len(found.reforms) > 1
    laws = [words.law(side.result.system, speech) for side in found.reforms] if several else []
    bars = [(name, [row[cell] for cell in cells]) for name, row, cells in rows]
    return [(title, chart.bars(title, bars, lambda value: words.money(value, speech), laws))]


def _draw_rights(found: Answers, speech: Language) -> Drawings:
    side = found.baseline
    rights = [name for name, kind in side.plan.kinds.items() if kind == RIGHT and in_tenge(side, name)]
    rights = sorted((name for name in rights if side.total(name)), key=side.total, reverse=True)[:_BARS]
    if not rights:
        return []
    title = speech.say("Rights by cost, KZT in the month")
    bars = [(_label(found, name, speech), [side.total(name)]) for name in rights]
    return [(title, chart.bars(title, bars, lambda value: words.money(value, speech)))]


def _draw_regions(found: Answers, speech: Language) -> Drawings:
    rows = [row for row in found.tables.get("regions", []) if "poor_share" in row]
    if not rows:
        return []
    title = speech.say("People below the poverty line of the law, by region")
    names = [words.law(side.result.system, speech) for side in found.sides] if found.reforms else []
    system = found.baseline.result.system
    shares = [
        (
            words.group(REGION, row["region"], speech, system),
            [row[name] for name in row if name.startswith("poor_share")],
        )
        for row in sorted(rows, key=lambda row: -row["poor_share"])
    ]
    return [(title, chart.bars(title, shares, lambda value: words.percent(value, speech), names))]


_DRAWINGS = (_draw_costs, _draw_winners, _draw_fit, _draw_rights, _draw_regions)
