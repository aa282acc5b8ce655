"""The gate of the whole: a million synthetic people, calibrated, beside every official figure.

Run as ``python -m benchmarks.fit [--people 1000000] [--workers 2] [--cache DIR] [--docs PAGE] [--year PAGE]``. It ends
with 1 where the people are not near enough to the country: 90% of the calibrated figures within 2%, 80% of those held
out within 10%, none off by more than a factor of 1.5 without a sentence of why.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.country import MONTH, cache, people
from openfisca_kz.population import budget, fit, runs, targets
from openfisca_kz.population.calibration import Bounds
from openfisca_kz.population.study import Study

MILLION = 1_000_000
BILLION, HUNDRED = 10**9, 100

#: Between these the table of figures stands in a page, and that of the year.
_FIGURES = "<!-- figures -->", "<!-- end of figures -->"
_YEAR = "<!-- year -->", "<!-- end of year -->"
CALIBRATED, HELD_OUT = 0.9, 0.8


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.fit", description=__doc__)
    arguments.add_argument("--people", type=int, default=MILLION)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--cache", type=Path, default=cache(), help="folder of the people, and of results meanwhile")
    arguments.add_argument("--docs", type=Path, help="a page whose table of figures is written anew")
    arguments.add_argument("--year", type=Path, help="a page whose table of the year is written anew: twelve runs")
    given = arguments.parse_args()
    tables = people(given.people, given.cache, given.workers)
    out = tempfile.mkdtemp(dir=given.cache)
    try:
        rows = calibrated(tables, out, given.workers)
        if given.docs is not None:
            write_docs(given.docs, rows, given.people)
        if given.year is not None:
            write_year(given.year, tables, out, given.workers, given.people)
    finally:
        shutil.rmtree(out)
    print(fit.text(rows))
    sys.exit(not near(rows))


def calibrated(tables: Path, out: str, workers: int) -> fit.Rows:
    """Return how near the people of a folder come to the official figures with calibrated weights."""
    law, figures = runs.law(None), targets.official()
    question = runs.question(law, MONTH, targets.variables(figures, law))
    persons, families = (str(tables / f"{name}.parquet") for name in ("persons", "families"))
    runs.execute(runs.Run(persons, families, question, f"{out}/run"), workers)
    return fit.calibrate(f"{out}/run", figures, families, out, Bounds())


def write_docs(path: Path, rows: fit.Rows, size: int) -> None:
    """Write the table of figures between its marks in a page."""
    lines = [f"{size:,} people, seed 1, June 2026, weights calibrated. {_sentence(rows)}", ""]
    lines += [
        "| figure | use | official | model before weights | model | ratio | period, source |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        official, before, model = (_number(row[name]) for name in ("official", "before", "model"))
        host = row["source"].split("/")[2] if row["source"] else "not confirmed"
        source = f"[{host}]({row['source']})" if row["source"] else host
        why = f"; {row['reason_en']}" if row["reason_en"] else ""
        lines.append(
            f"| {row['target']} | {row['use']} | {official} | {before} | {model} | {row['ratio']:.3f} "
            f"| {row['period']}, {source}{why} |"
        )
    _put(path, _FIGURES, lines)


def write_year(path: Path, tables: Path, out: str, workers: int, size: int) -> None:
    """Run the year of the calibrated people; write it beside published years between its marks in a page."""
    what = Study(str(tables / "persons.parquet"), f"{out}/families.parquet", MONTH, f"{out}/year", workers=workers)
    rows = budget.beside_history(budget.programmes([budget.calculated(what)]))
    names = [name for name in rows[0] if name != "source"]
    lines = [
        f"{size:,} people, seed 1.",
        "",
        f"| {' | '.join(name.replace('_', ' ') for name in names)} | source |",
        "|---" * (len(names) + 1) + "|",
    ]
    for row in rows:
        cells = [_cell(name, row[name]) for name in names]
        lines.append(f"| {' | '.join(cells)} | [{row['source'].split('/')[2]}]({row['source']}) |")
    _put(path, _YEAR, lines)


def _cell(name: str, value: str | float | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:,.0f}" if "recipients" in name else f"{value:,.1f}"


def _put(path: Path, marks: tuple[str, str], lines: list[str]) -> None:
    page = path.read_text(encoding="utf-8")
    first, last = page.index(marks[0]) + len(marks[0]), page.index(marks[1])
    path.write_text(page[:first] + "\n" + "\n".join(lines) + "\n" + page[last:], encoding="utf-8")


def _number(value: float) -> str:
    if value >= BILLION:
        return f"{value / BILLION:,.2f} bn"
    return f"{value:,.0f}" if value >= HUNDRED else f"{value:.3f}"


def _sentence(rows: fit.Rows) -> str:
    (count, within_2, _), (held, _, within_10) = fit.summary(rows).values()
    return f"Of {count} calibrated figures {within_2} are within 2%; of {held} held out {within_10} are within 10%."


def near(rows: fit.Rows) -> bool:
    """Return whether the people are near enough to the country."""
    (count, within_2, _), (held, _, within_10) = fit.summary(rows).values()
    far = [row for row in rows if row["use"] != targets.HISTORY and not 1 / fit.FACTOR < row["ratio"] < fit.FACTOR]
    silent = [row["target"] for row in far if not row["reason_en"]]
    print(f"{within_2}/{count} calibrated within 2%, {within_10}/{held} held out within 10%; far without why: {silent}")
    return within_2 >= CALIBRATED * count and within_10 >= HELD_OUT * held and not silent


if __name__ == "__main__":
    main()
