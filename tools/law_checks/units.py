"""Checks of the registry of units."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.law_checks.figures import Entry, FigureTree, read_yaml
from tools.law_checks.problem import Problems

LANGUAGES = ("en", "kk", "ru")


def read_units(path: Path, problems: Problems) -> dict[str, Entry]:
    """Read the registry of units; what cannot be read is a problem."""
    if not path.is_file():
        problems.add("unit", path, 1, "units", "is missing; write the registry of units")
        return {}
    entry = read_yaml(path, problems)
    return dict(entry.items()) if entry is not None else {}


def check_units(units: dict[str, Entry], tree: FigureTree, problems: Problems) -> None:
    """Check that every unit has its words, and that the figure that gives its worth exists."""
    for unit, entry in units.items():
        for line in _unit_problems(entry, tree):
            problems.add("unit", entry.path, entry.line, unit, line)


def _unit_problems(entry: Entry, tree: FigureTree) -> Iterator[str]:
    label, short = entry.get("label"), entry.get("short")
    for language in LANGUAGES:
        if label is None or not label.text(language):
            yield f"has no label in {language}; add it"
        if short is None or short.get(language) is None:
            yield f"has no short sign in {language}; add it, empty where there is none"
    parameter = entry.get("parameter")
    if parameter is None:
        return
    figure = tree.figures.get(str(parameter.content))
    if figure is None:
        yield f"is worth {parameter.content}, which is not a parameter; give the name of one"
        return
    metadata = figure.entry.get("metadata")
    worth = metadata.text("unit") if metadata is not None else ""
    if worth != "KZT":
        yield f"is worth {parameter.content}, which is in {worth or 'no unit'}; bind it to a figure in KZT"
