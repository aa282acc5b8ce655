"""Laws and months in one pass give what each gives alone, and a rule names the figures that it reads."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openfisca_core import periods

from openfisca_kz.cli import main
from openfisca_kz.engine.bills import shipped
from openfisca_kz.engine.differences import may_read
from openfisca_kz.engine.figures import leaves
from openfisca_kz.engine.system import Reform
from openfisca_kz.population import batch, chunks, laws, runs
from openfisca_kz.population.folder import done, part
from tests.population.restless import restless
from tests.rotating import some

MONTH = "2026-06"
NAMES = ("birth_benefit", "childcare_benefit", "targeted_assistance", "income_tax")


@pytest.fixture(scope="module")
def restless_people(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    return restless(5, tmp_path_factory.mktemp("restless"))


def _asked(law: Any, month: str = MONTH) -> tuple[Any, batch.Question]:
    return law, laws.question(law, month, [laws.ALL])


def _same(asked: list[tuple[Any, batch.Question]], tables: tuple[Any, Any]) -> None:
    """Assert that each answer of one pass is the answer to the question alone."""
    for one, found in zip(asked, batch.calculate_together(asked, *tables), strict=True):
        alone = batch.calculate_batch(*one, *tables)
        assert found.persons.equals(alone.persons), one[1].month
        assert found.families.equals(alone.families), one[1].month
        assert found.rejects.equals(alone.rejects), one[1].month


@pytest.mark.parametrize("name", some(sorted(shipped()), 3))
def test_a_bill_beside_the_law_is_the_bill_alone(name: str, system: Any, restless_people: tuple[Any, Any]) -> None:
    bill = laws.law(name)
    _same([_asked(system), _asked(bill), _asked(system, "2027-03"), _asked(bill, "2027-03")], restless_people)


def test_two_bills_and_the_law_in_any_order(system: Any, restless_people: tuple[Any, Any]) -> None:
    one, other = laws.law("citizens_only"), laws.law("poverty_line_half_of_the_median")
    _same([_asked(other), _asked(system), _asked(one)], restless_people)


def test_months_of_a_year_are_each_alone(system: Any, restless_people: tuple[Any, Any]) -> None:
    """In January some of them are not born, and so are rejected: those months rest on other people."""
    _same([_asked(system, f"2026-{number:02}") for number in (1, 4, 6, 12)], restless_people)


# ----- Any figure may be changed ----- #


def _moved(law: Any, path: str) -> Any:
    """Return a law in which one figure is another from 2026 on."""

    def move(tree: Any) -> Any:
        leaf = next(each for each in leaves(tree) if each.name == path)
        value = leaf("2026-01-01")
        leaf.update(start=periods.instant("2026-01-01"), value=not value if isinstance(value, bool) else value * 2 + 1)
        return tree

    class moved(Reform):  # noqa: N801
        def apply(self) -> None:
            self.modify_parameters(move)

    return moved(law)


def _figures(law: Any) -> Iterator[str]:
    for leaf in leaves(law.parameters):
        if isinstance(leaf.get_at_instant("2026-01-01"), (bool, int, float)):
            yield leaf.name


_SOME = (
    "indicators.mrp",
    "indicators.minimum_wage",
    "indicators.subsistence_minimum",
    "rights.assistance.poverty_line.share",
)


@pytest.mark.slow
def test_a_law_of_which_a_figure_is_moved(system: Any, restless_people: tuple[Any, Any]) -> None:
    known = set(_figures(system))
    for path in known.intersection(_SOME):
        _same([_asked(system), _asked(_moved(system, path))], restless_people)


@pytest.mark.slow
def test_a_law_of_which_any_figure_is_moved(system: Any, restless_people: tuple[Any, Any]) -> None:
    for path in _figures(system):
        _same([_asked(system), _asked(_moved(system, path))], restless_people)


def test_a_rule_names_the_figures_that_it_reads(system: Any, restless_people: tuple[Any, Any]) -> None:
    """What a trace of everything reads in a year and before, against the names in the code of each rule."""
    simulation = batch.simulation_of(system, periods.period(MONTH), *restless_people)
    simulation.trace = True
    for month in (MONTH, "2023-05", "2019-12"):
        for name in laws.question(system, month, [laws.ALL]).variables:
            if system.variables[name].definition_period == "month":
                simulation.calculate(name, month)
    todo, read = list(simulation.tracer.trees), set()
    while todo:
        node = todo.pop()
        todo += node.children
        read |= {(node.name, parameter.name) for parameter in node.parameters}
    assert len({name for name, _ in read}) > 100
    assert [(name, path) for name, path in read if not may_read(system.variables[name], path)] == []


# ----- The command ----- #


def _run(*words: str) -> str:
    found = CliRunner().invoke(main, ["population", "run", *words])
    assert found.exit_code == 0, found.output
    return found.output


def test_the_law_and_a_bill_by_one_command(make_run: Any, tmp_path: Path) -> None:
    run = make_run("alone", NAMES, size=10_000)
    question = runs.question(runs.law("citizens_only"), MONTH, NAMES)
    runs.execute(run, 0)
    runs.execute(dataclasses.replace(run, question=question, reform="citizens_only", out=str(tmp_path / "bill")), 0)
    words = ["--persons", run.persons, "--families", run.families, "--on", MONTH, "--variables", ",".join(NAMES)]
    words += ["--chunk", str(run.size), "--reform", "citizens_only", "--with-law", "--workers", "0"]
    said = _run(*words, "--out", str(tmp_path / "both"))
    assert said.count("0 rejected") == 4
    for alone, folder in (("alone", "law"), ("bill", "bill")):
        for table in ("persons", "families"):
            for path in sorted((tmp_path / alone / table).iterdir()):
                assert (tmp_path / "both" / folder / table / path.name).read_bytes() == path.read_bytes()


@pytest.mark.slow
def test_what_one_of_both_has_not_is_made_again(make_run: Any, tmp_path: Path) -> None:
    bill = dataclasses.replace(make_run("both", size=500), reform="citizens_only")
    run = runs.together(bill, NAMES, 1, True)
    runs.execute(run, 0)
    law, beside = run.all()
    (chunk, *_) = chunks.plan(run.persons, run.families, run.size)
    kept = part(Path(law.out), "persons", chunk)
    before, bytes_beside = kept.stat().st_mtime_ns, part(Path(beside.out), "persons", chunk).read_bytes()
    done(Path(beside.out), chunk).unlink()
    part(Path(beside.out), "persons", chunk).write_bytes(b"cut short")
    runs.execute(run, 0)
    assert kept.stat().st_mtime_ns == before
    assert part(Path(beside.out), "persons", chunk).read_bytes() == bytes_beside


def test_the_law_beside_no_bill_is_refused(make_run: Any) -> None:
    run = make_run("out")
    words = ["--persons", run.persons, "--on", MONTH, "--variables", "all", "--with-law", "--out", run.out]
    found = CliRunner().invoke(main, ["population", "run", *words])
    assert found.exit_code == 2
    assert "--reform" in found.output


@pytest.mark.slow
def test_months_by_one_command(make_run: Any, tmp_path: Path) -> None:
    run = make_run("out", ["birth_benefit", "income_tax"])
    words = ["--persons", run.persons, "--families", run.families, "--on", MONTH, "--months", "3"]
    _run(*words, "--variables", "birth_benefit,income_tax", "--workers", "0", "--out", run.out)
    for month in ("2026-06", "2026-07", "2026-08"):
        alone = make_run(month, ["birth_benefit", "income_tax"], month=month, size=runs.CHUNK)
        runs.execute(alone, 0)
        for path in sorted((tmp_path / month / "persons").iterdir()):
            assert (Path(run.out) / month / "persons" / path.name).read_bytes() == path.read_bytes()
