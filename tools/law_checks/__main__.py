"""The command `python -m tools.law_checks`."""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path
from typing import Any

import click

from tools.law_checks import PACKAGE
from tools.law_checks import check as run

EPILOG = """
\b
Examples:
  python -m tools.law_checks
  python -m tools.law_checks --max-age 180     which figures should somebody look up again?
  python -m tools.law_checks --json | jq '.problems[].message'
"""


@click.command(epilog=EPILOG)
@click.option(
    "--max-age",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="Also report figures that nobody has looked up for more than DAYS days. Off by default: what passes "
    "today would fail one day without any change.",
)
@click.option("--translations", is_flag=True, help="Also report labels and choices that are not translated.")
@click.option(
    "--today",
    metavar="DATE",
    help="Judge as if today were DATE (year-month-day); for a computer whose clock is wrong.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
@click.option(
    "--package",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=PACKAGE,
    show_default="this package",
    metavar="FOLDER",
    help="Folder with parameters, variables and units.yaml, to check another copy of the law.",
)
def check(max_age: int | None, translations: bool, today: str | None, as_json: bool, package: Path) -> None:
    """Check every parameter and variable against the coding guide.

    Looks at dates, order, units, references, labels, names, the way formulas are written, and what reads what. One
    line a problem: file:line: name: what is wrong; what would be right. The exit code is 1 if there is any.
    """
    system = _built if package.resolve() == PACKAGE else None
    report = run(package.resolve(), system, max_age=max_age, translations=translations, today=_day(today))
    if as_json:
        problems = [problem.as_dict() for problem in report.problems]
        counts = {"parameters": report.parameters, "variables": report.variables, "formulas": report.formulas}
        click.echo(json.dumps({**counts, "problems": problems}, ensure_ascii=False, indent=2))
    else:
        for problem in report.problems:
            click.echo(str(problem))
        click.echo(
            f"{report.parameters} parameters, {report.variables} variables, {report.formulas} formulas, "
            f"{report.arrows} arrows between them: {_count(len(report.problems))}."
        )
    if report.problems:
        sys.exit(1)


def _built() -> Any:
    from openfisca_kz.engine.system import CountryTaxBenefitSystem

    return CountryTaxBenefitSystem()


def _day(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        message = f"{text} is not a day of the calendar; write year-month-day, such as 2026-11-21"
        raise click.BadParameter(message, param_hint="--today") from None


def _count(number: int) -> str:
    return {0: "no problem", 1: "1 problem"}.get(number, f"{number} problems")


if __name__ == "__main__":
    check()
