"""`python -m tools.law_checks`: what it prints, how it ends, how long it takes."""

from __future__ import annotations

import copy
import json

from click.testing import CliRunner
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.services.rights_and_duties import TOTALS
from tests.tools.small_law import SmallLaw
from tools.law_checks import PACKAGE, Problem, check
from tools.law_checks.__main__ import check as command
from tools.law_checks.figures import read_figures
from tools.law_checks.graph import GraphCheck
from tools.law_checks.problem import Problems
from tools.law_checks.reading import Reader
from tools.law_checks.sources import Sources

TODAY = ("--today", "2026-11-21")


def test_nothing_wrong(law: SmallLaw) -> None:
    result = CliRunner().invoke(command, ["--package", str(law.root), *TODAY])
    assert result.exit_code == 0
    assert result.output == ("3 parameters, 8 variables, 4 formulas, 5 arrows between them: no problem.\n")


def test_something_wrong(law: SmallLaw) -> None:
    law.replace("units.yaml", "ru: тенге}", "}")
    result = CliRunner().invoke(command, ["--package", str(law.root), *TODAY])
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "openfisca_kz/units.yaml:1: KZT: has no label in ru; add it",
        "3 parameters, 8 variables, 4 formulas, 5 arrows between them: 1 problem.",
    ]


def test_json(law: SmallLaw) -> None:
    law.replace("units.yaml", "ru: тенге}", "}")
    law.replace("units.yaml", "ru: доля}", "}")
    result = CliRunner().invoke(command, ["--package", str(law.root), "--json", *TODAY])
    assert result.exit_code == 1
    answer = json.loads(result.output)
    assert answer["parameters"], answer["variables"] == (3, 8)
    assert answer["problems"][0] == {
        "path": "openfisca_kz/units.yaml",
        "line": 1,
        "name": "KZT",
        "message": "has no label in ru; add it",
        "kind": "unit",
    }
    assert [problem["name"] for problem in answer["problems"]] == ["KZT", "share"]


def test_freshness_is_off_by_default_and_says_so(law: SmallLaw) -> None:
    arguments = ["--package", str(law.root), *TODAY]
    assert CliRunner().invoke(command, arguments).exit_code == 0
    result = CliRunner().invoke(command, [*arguments, "--max-age", "10"])
    assert result.exit_code == 1
    assert "indicators.mrp: was last looked up on 2026-11-01, 20 days ago; look again" in result.output
    assert "Off by default" in CliRunner().invoke(command, ["--help"]).output


def test_a_day_that_is_none() -> None:
    result = CliRunner().invoke(command, ["--today", "2026-02-30"])
    assert result.exit_code == 2
    assert "2026-02-30 is not a day of the calendar" in result.output


def test_a_folder_that_is_none() -> None:
    result = CliRunner().invoke(command, ["--package", "nowhere"])
    assert result.exit_code == 2
    assert "'nowhere' does not exist" in result.output


def test_problems_are_in_the_order_of_files_and_lines(law: SmallLaw) -> None:
    law.replace("variables/facts/life.py", '"Salary"', '"Salary."')
    law.replace("variables/facts/life.py", '"Studies now"', '"Studies now."')
    law.replace("units.yaml", "ru: тенге}", "}")
    found = law.problems()
    assert found == sorted(found)
    assert [problem.line for problem in found] == [1, 11, 19]
    assert found[1] == Problem(
        "openfisca_kz/variables/facts/life.py", 11, "salary", "the label ends with a full stop; remove it", "label"
    )


def test_what_formulas_really_read_was_seen(system: CountryTaxBenefitSystem) -> None:
    """A simulation that is traced reads no variable that the check did not see its formula read.

    Totals read the register of rights and duties, which only a built law has.
    """
    problems = Problems(PACKAGE)
    sources = Sources(PACKAGE, problems)
    graph = GraphCheck(sources, Reader(sources, read_figures(PACKAGE / "parameters", problems)), problems)
    graph.run()
    situation = copy.deepcopy(system.open_api_config["simulation_example"])
    simulation = SimulationBuilder().build_from_entities(system, situation)
    simulation.trace = True
    for name, variable in system.variables.items():
        simulation.calculate(name, "2026" if variable.definition_period == "year" else "2026-06")
    steps = list(simulation.tracer.trees)
    arrows = set()
    for step in steps:
        steps += step.children
        arrows |= {(step.name, child.name) for child in step.children}
    assert len(arrows) > 100
    assert not {(name, read) for name, read in arrows if read not in graph.edges[name] and name not in TOTALS}


def test_the_whole_law_is_read(system: CountryTaxBenefitSystem) -> None:
    report = check(system=system)
    assert report.variables == len(system.variables)
    assert report.formulas == sum(len(variable.formulas) for variable in system.variables.values())
    assert not [problem for problem in report.problems if problem.kind in ("unreadable", "syntax")]
