"""The report of a run: tables, a workbook, and one page that begins with what was found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from openfisca_kz.language import Language, language
from openfisca_kz.population import charts, files, page, results, targets, words
from openfisca_kz.population.answers import Answers, answers
from openfisca_kz.population.findings import findings, in_tenge
from openfisca_kz.population.folder import REJECTS_TABLE
from openfisca_kz.population.page import Page
from openfisca_kz.population.results import AMOUNT, DUTY, NUMBER, RIGHT, STATUS, read
from openfisca_kz.population.sums import AGE, REGION, SEX, TENTH, WHOLE

__all__ = ["answers", "read", "write"]

Rows = list[dict[str, Any]]

MILLION, BILLION = 1_000_000, 1_000_000_000

#: The most bars of a drawing.
_BARS = 14

_COUNTRY_COLUMNS = ("variable", "recipients", "total", "average")


def write(
    folder: str | Path,
    against: str | Path | None = None,
    out: str | Path | None = None,
    lang: str = "en",
    workers: int = 1,
    compare: bool | None = None,
) -> str:
    """Write the tables of a run, or of two, as CSV, Parquet, a workbook and one HTML page; return them as text.

    Args:
        folder: a run.
        against: a run of a reform over the same tables.
        out: directory for the tables; ``report`` in the first run's if not given.
        lang: language of the page, the workbook's headings and the text.
        workers: processes that read the parts.
        compare: whether totals stand beside the published ones; if not given, where the population is the country's.

    Raises:
        InputError: a directory holds no complete run, or nothing can be written.

    """
    files.can_write_workbooks()
    speech = language(lang)
    result = results.read(folder)
    found = answers(result, None if against is None else results.read(against), workers, compare)
    target = Path(out) if out is not None else Path(folder) / "report"
    made = _page(found, speech)
    html = page.to_html(made, speech, result.system)
    files.write_tables(target, found.tables, {"report.html": html}, speech, result.system)
    return _text(made, found, speech)


def _page(found: Answers, speech: Language) -> Page:
    side = found.baseline
    month = speech.month(side.result.month)
    title = speech.say("Social rights and duties in {month}", month=month)
    if found.reform is not None:
        reform = words.law(found.reform.result.system, speech)
        title = speech.say("{reform}: beside today's law, {month}", reform=reform, month=month)
    return Page(
        title,
        _lead(found, speech),
        findings(found, speech),
        speech.say(
            "Every number is calculated, none observed: the rules of the law are applied to each person of the tables. "
            "Where the tables are synthetic, so is what follows from them."
        ),
        figures=_figures(found, speech),
        tables=[(words.title(name, speech), _note(name, speech), rows) for name, rows in shown(found, speech).items()],
        notes=_notes(found, speech),
    )


def _lead(found: Answers, speech: Language) -> str:
    counts = found.baseline.result.counts()
    counted = speech.say(
        "{count} persons in the tables, {rejected} rejected (see {folder}/).",
        count=words.number(counts.get("persons_in", 0), speech),
        rejected=words.number(counts.get("persons_rejected", 0), speech),
        folder=REJECTS_TABLE,
    )
    if found.baseline.result.manifest["reform"] is None:
        return counted
    law = words.law(found.baseline.result.system, speech)
    return f"{counted} {speech.say('The law is that of the reform: {reform}.', reform=law)}"


# ----- Tables ----- #


def shown(found: Answers, speech: Language) -> dict[str, Rows]:
    """Return the tables that a reader sees, by name: of the totals those of the country and some groups."""
    totals = found.tables["totals"]
    whole = [row for row in totals if row["by"] == WHOLE]
    made: dict[str, Rows] = {
        name: found.tables[name] for name in ("costs", "winners_and_losers") if name in found.tables
    }
    if "costs" in made:
        costs = [row for row in made["costs"] if row["baseline"] or row["reform"]]
        made["costs"] = sorted(costs, key=lambda row: -abs(row["change"]))
    for kind in (RIGHT, DUTY):
        rows = [row for row in whole if row["kind"] == kind and row["recipients"]]
        made[kind] = [{name: row[name] for name in _COUNTRY_COLUMNS} for row in rows]
    made["fit"] = _fit(found.tables.get("fit", []), speech, found.baseline.result.system)
    made |= {name: found.tables[name] for name in ("poverty", "inequality", "without") if name in found.tables}
    made["by_tenth"] = _across(totals, TENTH, "total")
    made["by_age"] = _across(totals, AGE, "recipients")
    made["by_sex"] = _across(totals, SEX, "recipients")
    made["regions"] = found.tables.get("regions", _regions(totals))
    made["late_claims"] = [row for row in found.tables.get("late_claims", []) if row["less"] or row["more"]]
    made["statuses"] = [
        {"variable": row["variable"], "persons": row["recipients"], "share": row["recipients"] / row["members"]}
        for row in whole
        if row["kind"] == STATUS and row["recipients"]
    ]
    made[AMOUNT] = [{name: row[name] for name in _COUNTRY_COLUMNS} for row in whole if row["kind"] in (AMOUNT, NUMBER)]
    return {name: rows for name, rows in made.items() if rows}


def _fit(rows: Rows, speech: Language, system: Any) -> Rows:
    """Return the official figures as a reader sees them: by name, held out last, why they differ in words."""
    by_name = {target.name: target for target in targets.official()}
    order = {use: place for place, use in enumerate((targets.BUILD, targets.CALIBRATE, targets.CHECK))}
    shown = [row for row in rows if row["use"] in order and row["target"] in by_name]
    return [
        {
            "figure": words.figure(by_name[row["target"]], speech, system),
            "use": row["use"],
            "official": row["official"],
            "model": row["model"],
            "ratio": row["ratio"],
            "period": row["period"],
            "reason": row[f"reason_{speech.code}"],
            "source": row["source"],
        }
        for row in sorted(shown, key=lambda row: order[row["use"]])
    ]


def _across(totals: Rows, by: str, measure: str) -> Rows:
    """Return a row for each right (and duty, of amounts), a column for each group; amounts by tenth in millions."""
    kinds = (RIGHT, DUTY) if measure == "total" else (RIGHT,)
    made: dict[str, dict[str, Any]] = {}
    for row in totals:
        if row["by"] == by and row["kind"] in kinds:
            value = row[measure] / MILLION if by == TENTH else row[measure]
            made.setdefault(row["variable"], {"variable": row["variable"]})[row["group"]] = value
    return [row for row in made.values() if any(value for name, value in row.items() if name != "variable")]


def _regions(totals: Rows) -> Rows:
    rows = [row for row in totals if row["by"] == REGION and row["kind"] in (RIGHT, DUTY) and row["recipients"]]
    return [{"region": row["group"]} | {name: row[name] for name in _COUNTRY_COLUMNS} for row in rows]


def _note(name: str, speech: Language) -> str:
    say = speech.say
    return {
        "poverty": say(
            "Poor is who has less than the line. The lines are those of today's law and of today's median, "
            "also under a reform."
        ),
        "inequality": say("Gini: 0 if all have as much, 1 if one has all. Incomes below zero count as zero."),
        "by_tenth": say(
            "A tenth of the people each, by disposable income by head, the poorest first. "
            "People of one income are in one tenth."
        ),
        "winners_and_losers": say(
            "Tenths are those of income by head under today's law. What is paid for earlier months is left out."
        ),
        "late_claims": say(
            "What is not paid in this month may be paid in a later one, and what is paid more is for earlier months."
        ),
        "fit": say(
            "Each figure with its source; weights reach those of building and calibrating, "
            "and never see those of checking."
        ),
    }.get(name, "")


def _notes(found: Answers, speech: Language) -> list[str]:
    say, manifest = speech.say, found.baseline.result.manifest
    return [
        say("Weights of families are applied everywhere; a person counts with the weight of the family."),
        say(
            "Income by head is the disposable income of the family over its members. The modified scale of the OECD "
            "counts 1 for the first member, 0.5 for each further one of 14 and older, 0.3 for each younger one. "
            "What is paid for earlier months is left out."
        ),
        say(
            "Rules {version}, hash {hash}; tables: {files}.",
            version=manifest["versions"]["openfisca-kz"],
            hash=manifest["law"],
            files=", ".join(f"{each['file']} ({each['blake2b']})" for each in manifest["inputs"].values()),
        ),
    ]


# ----- Drawings ----- #


def _figures(found: Answers, speech: Language) -> list[tuple[str, str]]:
    side = found.baseline
    made = _fit_figures(found, speech)
    label: Callable[[str], str] = lambda name: speech.say(side.result.system.variables[name].label)  # noqa: E731
    money: Callable[[float], str] = lambda value: words.money(value, speech)  # noqa: E731
    if found.reform is not None:
        costs = [row for row in found.tables.get("costs", []) if abs(row["change"]) >= 1]
        costs = sorted(costs, key=lambda row: -abs(row["change"]))[:_BARS]
        if costs:
            bars = [(label(row["variable"]), [row["change"]]) for row in costs if in_tenge(side, row["variable"])]
            title = speech.say("What the reform changes, KZT in the month")
            made.append((title, charts.bars(title, bars, money)))
        rows = [row for row in found.tables.get("winners_and_losers", []) if row["by"] == TENTH]
        if any(row["won"] or row["lost"] for row in rows):
            title = speech.say("Change a family by tenth of income, KZT in the month")
            groups = [(words.group(TENTH, row["group"], speech, None), [row["change_a_family"]]) for row in rows]
            made.append((title, charts.bars(title, groups, money)))
    rights = [name for name, kind in side.plan.kinds.items() if kind == RIGHT and in_tenge(side, name)]
    rights = sorted((name for name in rights if side.total(name)), key=side.total, reverse=True)[:_BARS]
    if rights:
        title = speech.say("Rights by cost, KZT in the month")
        made.append((title, charts.bars(title, [(label(name), [side.total(name)]) for name in rights], money)))
    regions = [row for row in found.tables.get("regions", []) if "poor_share" in row]
    if regions:
        title = speech.say("People below the poverty line of the law, by region")
        names = [speech.say("Today's law"), speech.say("Reform")] if found.reform is not None else []
        shares = [
            (
                words.group(REGION, row["region"], speech, side.result.system),
                [row[name] for name in ("poor_share", "poor_share_reform") if name in row],
            )
            for row in sorted(regions, key=lambda row: -row["poor_share"])
        ]
        made.append((title, charts.bars(title, shares, lambda value: words.percent(value, speech), names)))
    return made


def _fit_figures(found: Answers, speech: Language) -> list[tuple[str, str]]:
    rows = _fit(found.tables.get("fit", []), speech, found.baseline.result.system)
    made = []
    for title, own in (
        (
            speech.say("Held out: the model beside official figures that weights never saw"),
            [each for each in rows if each["use"] == targets.CHECK],
        ),
        (
            speech.say("Calibrated: the model beside official figures"),
            [each for each in rows if each["use"] != targets.CHECK],
        ),
    ):
        if own:
            ratios = [(row["figure"], row["ratio"]) for row in own]
            made.append((title, charts.ratios(title, ratios, lambda value: words.number(value, speech, "ratio"))))
    return made


# ----- Text ----- #


def _text(made: Page, found: Answers, speech: Language) -> str:
    parts = [made.title, made.lead, ""]
    width = max((len(each.value) for each in made.findings), default=0)
    parts += [f"{each.value:>{width}}  {each.text}" for each in made.findings]
    for name, rows in shown(found, speech).items():
        if name not in ("by_tenth", "by_age", "by_sex", "fit"):
            parts += ["", words.title(name, speech), page.as_text(rows, speech, found.baseline.result.system)]
    return "\n".join(parts) + "\n"
