"""What `python -m tools.law_checks` demands of the parameters and variables: DESIGN.md and CONTRIBUTING.md, enforced.

Everything is read from the files, nothing is run: a broken rule is named together with all the others.
"""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path
from typing import Any

from tools.law_checks.figures import read_figures
from tools.law_checks.formulas import FormulaCheck
from tools.law_checks.graph import GraphCheck
from tools.law_checks.parameters import ParameterCheck
from tools.law_checks.problem import Problem, Problems
from tools.law_checks.reading import Reader
from tools.law_checks.sources import Sources
from tools.law_checks.translations import TranslationCheck
from tools.law_checks.units import check_units, read_units
from tools.law_checks.variables import VariableCheck

__all__ = ["PACKAGE", "Problem", "Report", "check", "run_checks"]

PACKAGE = Path(__file__).resolve().parents[2] / "openfisca_kz"


@dataclasses.dataclass(frozen=True)
class Report:
    """What was looked at, and what is wrong with it."""

    problems: list[Problem]
    parameters: int
    variables: int
    formulas: int
    arrows: int


def check(
    root: Path = PACKAGE,
    system: Any = None,
    *,
    max_age: int | None = None,
    translations: bool = False,
    today: datetime.date | None = None,
) -> Report:
    """Check a package of the law.

    Args:
        root: the folder with ``parameters``, ``variables`` and ``units.yaml``.
        system: the system built from it, or a function that builds it, to be compared with what the files say.
        max_age: report figures that nobody has looked up for more days than this; None for not at all.
        translations: report labels and choices that are not translated too.
        today: the day to measure from; the day of the computer by default.

    """
    problems = Problems(root)
    sources = Sources(root, problems)
    tree = read_figures(root / "parameters", problems)
    units = read_units(root / "units.yaml", problems)
    reader = Reader(sources, tree)
    check_units(units, tree, problems)
    ParameterCheck(tree, units, problems, today or datetime.date.today(), max_age).run()
    VariableCheck(sources, reader, units, problems).run()
    graph = GraphCheck(sources, reader, problems)
    graph.run()
    FormulaCheck(sources, reader, problems).run()
    TranslationCheck(sources, problems).run(complete=translations)
    if system is not None:
        _compare(system, sources, problems)
    return Report(
        problems=sorted(set(problems.found)),
        parameters=len(tree.figures),
        variables=len(sources.rules),
        formulas=sum(len(rule.formulas) for rule in sources.rules),
        arrows=sum(len(edges) for edges in graph.edges.values()),
    )


def run_checks(root: Path = PACKAGE, system: Any = None, **options: Any) -> list[Problem]:
    """Return the problems of a package of the law, by file and line (see `check`)."""
    return check(root, system, **options).problems


def _compare(system: Any, sources: Sources, problems: Problems) -> None:
    """Make sure that the law can be built, and that the variables in use are those that were read."""
    path = sources.root / "variables"
    try:
        system = system if hasattr(system, "variables") else system()
    except Exception as error:  # whatever core or a rule stops at
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        problems.add("build", path, 1, "the law", f"cannot be built: {reason}; correct that, nothing works without it")
        return
    read = {rule.name for rule in sources.rules}
    for name in sorted(set(system.variables) - read):
        message = "is in use but was not found in the files; write it as a class at the top of its file"
        problems.add("unreadable", path, 1, name, message)
    for name in sorted(read - set(system.variables)):
        problems.add("unreadable", path, 1, name, "stands in the files but is not in use; load it, or delete it")
