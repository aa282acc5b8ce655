"""Every figure of money decides something: when it moves, a case comes out differently."""

from __future__ import annotations

import functools
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from openfisca_core.parameters import Parameter, ParameterScale
from openfisca_core.parameters import config as parameters_config
from openfisca_core.reforms import Reform

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.engine.figures import leaves, parameter_at
from tests.yaml_cases import Case, run_alone, simulate, system_of
from tools.law_checks import PACKAGE
from tools.law_checks.figures import read_figures
from tools.law_checks.problem import Problems
from tools.law_checks.reading import Reader
from tools.law_checks.sources import Sources

pytestmark = pytest.mark.slow

TESTS = Path(__file__).resolve().parents[1]
MONEY = ("KZT", "USD", "MRP", "MRP_tax", "SM", "MW", "MP", "share", "ratio")

#: Tables by region of what is measured: one case for each table.
TABLES = (
    "indicators.subsistence_minimum_statistical.regions",
    "rights.assistance.poverty_line.place",
    "rights.assistance.poverty_line.published",
)

#: Figures of the law that cannot decide, each with why.
NEVER_DECIDE = {
    "rights.disability.survivor_allowance.full_support_share": (
        "0.3 of the greatest share, 2.92 minimums of one dependant killed in service, is below the one minimum left"
    ),
}


@functools.cache
def cases() -> tuple[Case, ...]:
    """Return every case of the law as it is."""
    found = []
    for path in sorted(TESTS.rglob("*.yaml")):
        for raw in yaml.load(path.read_text(encoding="utf-8"), Loader=parameters_config.Loader) or []:
            found.append(Case.from_yaml(raw, path))
    return tuple(case for case in found if not case.parameters and not case.reforms)


@functools.cache
def readers() -> dict[str, frozenset[str]]:
    """Return the figures that the formulas of each variable name, their own only."""
    problems = Problems(PACKAGE)
    sources = Sources(PACKAGE, problems)
    reader = Reader(sources, read_figures(PACKAGE / "parameters", problems))
    return {
        rule.name: frozenset().union(*(reader.formula(rule, formula).figures for formula in rule.formulas))
        for rule in sources.rules
    }


@functools.cache
def cases_by_figure() -> dict[str, list[Case]]:
    """Return for each figure, or node of figures, the cases that calculate what names it: those that show it first."""
    shown, others = defaultdict(list), defaultdict(list)
    for case in cases():
        system = system_of(case)
        simulation = simulate(system, case.full_input(system), case.period)
        simulation.trace = True
        asked = [(name, period) for _, name, period, _ in case.expectations(system)]
        for name, period in asked:
            simulation.calculate(name, period)
        seen: set[str] = set()
        todo = list(simulation.tracer.trees)
        while todo:
            node = todo.pop()
            seen.add(node.name)
            todo += node.children
        own = frozenset().union(*(readers().get(name, frozenset()) for name, _ in asked))
        for figure in frozenset().union(*(readers().get(name, frozenset()) for name in seen)):
            (shown if figure in own else others)[figure].append(case)
    return {figure: shown[figure] + others[figure] for figure in {*shown, *others}}


def candidates(name: str) -> list[Case]:
    """Return the cases that may read a figure, those of its own file first."""
    found = {
        id(case): case
        for figure, those in cases_by_figure().items()
        if name == figure or name.startswith(f"{figure}.") or figure.startswith(f"{name}.")
        for case in those
    }
    own = set(name.split("."))
    return sorted(found.values(), key=lambda case: -len(own & set(case.path.with_suffix("").parts)))


def fills_a_place(node: Any) -> bool:
    """Return whether a figure is what a table says of who has none of what it lists, or nil at all times."""
    return node.name.endswith(".none") or not any(entry.value for leaf in leaves(node) for entry in leaf.values_list)


def money_figures() -> list[str]:
    """Return the paths of all figures of money; the tables of statistics by region as one."""
    found: dict[str, None] = {}

    def look(node: Any) -> None:
        if not isinstance(node, (Parameter, ParameterScale)):
            for child in node.children.values():
                look(child)
        elif node.metadata.get("unit") in MONEY and not fills_a_place(node):
            table = next((name for name in TABLES if node.name.startswith(f"{name}.")), node.name)
            found[table] = None

    look(CountryTaxBenefitSystem().parameters)
    return list(found)


def moved(system: Any, name: str, factor: float, *, last: bool) -> Any:
    """Return the law with a figure (each of a scale or a table) times a factor: the last that is not nil, or all."""

    def move(tree: Any) -> Any:
        for leaf in leaves(parameter_at(tree, name)):
            told = [entry for entry in leaf.values_list if entry.value] or leaf.values_list
            for entry in told[:1] if last else told:
                entry.value = entry.value * factor if entry.value else factor
        return tree

    class Moved(Reform):
        def apply(self) -> None:
            self.modify_parameters(move)

    return Moved(system)


def changes(case: Case, system: Any) -> bool:
    """Return whether the case comes out differently in another law."""
    try:
        run_alone(case, system)
    except AssertionError:
        return True
    return False


def deciding_case(name: str, system: CountryTaxBenefitSystem) -> Case | None:
    """Return a case that comes out differently when the figure moves."""
    laws = (moved(system, name, factor, last=last) for last in (True, False) for factor in (1.37, 0.61))
    return next((case for law in laws for case in candidates(name) if changes(case, law)), None)


@pytest.mark.parametrize("name", money_figures())
def test_a_figure_that_moves_changes_a_case(name: str, system: CountryTaxBenefitSystem) -> None:
    if name in NEVER_DECIDE:
        assert not deciding_case(name, system), "it decides: take it off the list"
        return
    assert deciding_case(name, system), f"{len(candidates(name))} cases read what names it, none changes"
