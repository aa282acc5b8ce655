"""What a new year asks for: every figure that a yearly law sets, what is enacted ahead, and what else usually changes.

Run it as `python -m tools.new_year 2027`; `--file` prints the first file of the year instead, to be filled in.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.engine.figures import label_of, leaves
from openfisca_kz.engine.years import YEARS
from openfisca_kz.language import language
from tools.law_checks import PACKAGE
from tools.law_checks.figures import FigureTree, read_figures
from tools.law_checks.problem import Problems

#: Months in which the law of Kazakhstan changes, and how many years back are looked at.
MONTHS = {"01": "January", "04": "April", "07": "July"}
BACK = 5


def yearly(system: CountryTaxBenefitSystem) -> list[Any]:
    """Return the figures that a yearly law sets."""
    return [leaf for leaf in leaves(system.parameters) if "set_yearly" in leaf.metadata]


def places(package: Path = PACKAGE) -> FigureTree:
    """Return every figure with the lines where it stands."""
    return read_figures(package / "parameters", Problems(package))


def report(year: int, system: CountryTaxBenefitSystem, tree: FigureTree) -> Iterator[str]:
    """Yield what is to be done for a year, line by line."""
    yield f"Figures that yearly laws set; those of {year} go into {YEARS.relative_to(PACKAGE.parent)}/{year}.yaml"
    for leaf in yearly(system):
        last = leaf.values_list[0]
        done = "set" if str(last.instant_str) >= f"{year}-01-01" else "TO FIND"
        value = language("en").quantity(last.value, str(leaf.metadata["unit"]))
        yield f"  {done:8}{leaf.name} ({leaf.metadata['set_yearly']}): {value} since {last.instant_str}"
        yield f"          {label_of(leaf, 'en')}; {_place(leaf.name, str(last.instant_str), tree)}"
    yield ""
    yield f"Enacted already for {year}"
    for leaf in leaves(system.parameters):
        for entry in leaf.values_list:
            day = str(entry.instant_str)
            if day.startswith(f"{year}-") and "set_yearly" not in leaf.metadata:
                yield f"  {leaf.name}: {entry.value} since {day}; {_place(leaf.name, day, tree)}"
    for month, name in MONTHS.items():
        yield ""
        yield f"What else changed on 1 {name} of {year - BACK} to {year - 1}: look whether it does again"
        changed = _changed(year, month, system)
        for figure, years in sorted(changed.items(), key=lambda one: (-len(one[1]), one[0])):
            yield f"  {figure}: {', '.join(years)}; {_place(figure, f'{years[-1]}-{month}-01', tree)}"


def first_file(year: int, system: CountryTaxBenefitSystem) -> str:
    """Return the first file of a year: a group for each kind of act, the figures of the year before as comments."""
    lines = [f"# Figures of {year}: fill in, and delete what the law does not set. See docs/new_year.md."]
    for kind, _ in Counter(str(leaf.metadata["set_yearly"]) for leaf in yearly(system)).most_common():
        lines += [
            f"{kind.replace(' ', '_')}:",
            '  reference: {title: "", article: "", href: ""}',
            "  known: statute  # statute, official, published, single or unconfirmed",
            f"  checked: {year - 1}-12-31  # the day on which it was looked up",
            "  figures:",
        ]
        for leaf in yearly(system):
            if leaf.metadata["set_yearly"] == kind:
                lines.append(
                    f"    {leaf.name}:  # {leaf.values_list[0].value} of {leaf.values_list[0].instant_str[:4]}"
                )
    return "\n".join(lines) + "\n"


def _changed(year: int, month: str, system: CountryTaxBenefitSystem) -> dict[str, list[str]]:
    """Return the years in which each figure changed in a month; a table of figures counts once."""
    found: dict[str, set[str]] = {}
    for leaf in leaves(system.parameters):
        if "set_yearly" in leaf.metadata:
            continue
        for entry in leaf.values_list:
            day = str(entry.instant_str)
            if day[4:] == f"-{month}-01" and year - BACK <= int(day[:4]) < year:
                found.setdefault(leaf.name, set()).add(day[:4])
    return {name: sorted(years) for name, years in found.items()}


def _place(name: str, day: str, tree: FigureTree) -> str:
    """Return the file and line where the value of a day stands, or where the figure stands."""
    figure = tree.figures.get(name.partition("[")[0])
    if figure is None:
        return "?"
    values = figure.entry.get("values")
    entry = (values.get(day) if values else None) or figure.entry
    return f"{entry.path.relative_to(PACKAGE.parent)}:{entry.line}"


def main(arguments: list[str]) -> None:
    """Print what a year asks for."""
    parser = argparse.ArgumentParser(prog="python -m tools.new_year", description=__doc__)
    parser.add_argument("year", type=int)
    parser.add_argument("--file", action="store_true", help="print the first file of the year")
    asked = parser.parse_args(arguments)
    system = CountryTaxBenefitSystem()
    sys.stdout.write(
        first_file(asked.year, system) if asked.file else "\n".join(report(asked.year, system, places())) + "\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
