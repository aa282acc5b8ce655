# ruff: noqa: N801 - reforms are named as the law names them
"""Traps of openfisca-core: what core does in silence, and our guard. Where core itself refuses, a test says so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from openfisca_core import periods, reforms
from openfisca_core.errors import SituationParsingError
from openfisca_core.populations import DIVIDE
from openfisca_core.simulations import Simulation, SimulationBuilder

from openfisca_kz import CountryTaxBenefitSystem, Person, Reform
from openfisca_kz.base import MONTH, YEAR, Enum, Variable, lookup
from openfisca_kz.engine import figures, loading
from openfisca_kz.population import simulation_from_arrays
from tests.rotating import some
from tests.yaml_cases import Case, run_alone, run_in_a_crowd

ROOT = Path(__file__).resolve().parents[2]
MONTH_ASKED = "2026-06"


def _variable(name: str, formula, period=MONTH) -> type[Variable]:
    body = {
        "value_type": float,
        "entity": Person,
        "definition_period": period,
        "unit": "KZT",
        "label": name,
        "formula": formula,
    }
    return type(name, (Variable,), body)


@pytest.fixture
def law() -> CountryTaxBenefitSystem:
    return CountryTaxBenefitSystem()


def _build(law, persons: dict, families: dict):
    return SimulationBuilder().build_from_entities(law, {"persons": persons, "families": families})


# ----- Parameters ----- #


def _mrp(law, when: str = "2026-01-01") -> float:
    return law.get_parameters_at_instant(when).indicators.mrp


def test_an_edit_after_first_use_is_refused_and_not_ignored(law) -> None:
    before = _mrp(law)
    with pytest.raises(RuntimeError, match=r"indicators.mrp belongs to a system in use: change it in a reform"):
        law.parameters.indicators.mrp.update(start=periods.instant("2026-01-01"), value=1)
    assert _mrp(law) == before


def test_an_edit_before_first_use_counts(law) -> None:
    law.parameters.indicators.mrp.update(start=periods.instant("2026-01-01"), value=1)
    assert _mrp(law) == 1


@pytest.mark.parametrize("base", [Reform, reforms.Reform])
def test_a_reform_that_edits_its_parameters_cannot_change_the_baseline(law, base: type) -> None:
    before = _mrp(law)

    class careless(base):
        def apply(self) -> None:
            self.parameters.indicators.mrp.update(start=periods.instant("2026-01-01"), value=1)

    with pytest.raises(RuntimeError, match="by modify_parameters"):
        careless(law)
    assert _mrp(law) == before


@pytest.mark.parametrize("base", [Reform, reforms.Reform])
def test_modify_parameters_changes_the_reform_only(law, base: type) -> None:
    before = _mrp(law)

    def one(tree):
        tree.indicators.mrp.update(start=periods.instant("2026-01-01"), value=1)
        return tree

    class bill(base):
        def apply(self) -> None:
            self.modify_parameters(one)

    assert _mrp(bill(law)) == 1
    assert _mrp(law) == before
    assert _mrp(bill(law), "2025-01-01") == _mrp(law, "2025-01-01")


def test_modify_parameters_twice_keeps_both_changes(law) -> None:
    def setter(name: str):
        def change(tree):
            tree.indicators.children[name].update(start=periods.instant("2026-01-01"), value=1)
            return tree

        return change

    class bill(Reform):
        def apply(self) -> None:
            self.modify_parameters(setter("mrp"))
            self.modify_parameters(setter("minimum_wage"))

    figures = bill(law).get_parameters_at_instant("2026-01-01").indicators
    assert (figures.mrp, figures.minimum_wage) == (1, 1)


def test_a_copy_of_the_system_leaves_the_original_working(law) -> None:
    before = _mrp(law)
    copied = law.clone()
    copied.parameters.indicators.mrp.update(start=periods.instant("2026-01-01"), value=1)
    copied.add_variable(_variable("of_the_copy", lambda person, period: person("salary", period)))
    assert (_mrp(copied), _mrp(law)) == (1, before)
    assert "of_the_copy" not in law.variables
    for entity in law.entities:
        assert entity.get_variable("of_the_copy") is None
    simulation = _build(copied, {"a": {"salary": {MONTH_ASKED: 5}}}, {"f": {"first_parent": ["a"]}})
    assert simulation.calculate("of_the_copy", MONTH_ASKED).tolist() == [5]


def test_figures_at_every_instant_are_those_that_core_reads(law) -> None:
    plain = law.parameters
    for when in ("2017-12-31", "2018-01-01", "2022-03-31", "2022-04-01", "2026-11-21"):
        assert repr(law.get_parameters_at_instant(when)) == repr(plain.get_at_instant(when))


def test_forty_years_of_months_are_read_once(law) -> None:
    months = [f"{year}-{month:02}-01" for year in range(1998, 2038) for month in range(1, 13)]
    trees = {id(law.get_parameters_at_instant(month)) for month in months}
    assert len(trees) <= len(set(figures.change_dates(law.parameters))) + 1
    assert {id(law.get_parameters_at_instant(month)) for month in months} == trees


def test_a_parameter_cannot_take_a_name_of_core(tmp_path: Path) -> None:
    (tmp_path / "rule.yaml").write_text("description: A rule\nchildren: {values: {2020-01-01: {value: 1}}}\n")
    with pytest.raises(ValueError, match=r"rule.yaml: no parameter can be named children"):
        loading.load_parameter_tree(tmp_path)


def test_a_file_that_is_not_yaml_is_named(tmp_path: Path) -> None:
    (tmp_path / "rule.yaml").write_text("values: {2020-01-01: ")
    with pytest.raises(ValueError, match=r"rule.yaml is not YAML"):
        loading.load_parameter_tree(tmp_path)


@pytest.mark.parametrize("locale", some(["C", "POSIX", "en_US.ISO-8859-1"], 0))
def test_files_are_utf_8_whatever_the_locale(locale: str) -> None:
    code = (
        "from openfisca_kz import CountryTaxBenefitSystem as System; law = System();"
        "print(ascii(law.parameters.indicators.mrp.metadata['label']['ru']))"
    )
    environment = {**os.environ, "LC_ALL": locale, "LANG": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    label = CountryTaxBenefitSystem().parameters.indicators.mrp.metadata["label"]["ru"]
    assert done.stdout.strip() == ascii(label)


def test_lookup_instead_of_fancy_indexing_gives_what_core_gives(law) -> None:
    node = law.get_parameters_at_instant("2026-01-01").rights.family.birth_benefit.multiple
    names = np.array(list(node))
    assert lookup(node, np.arange(len(names))).tolist() == np.asarray(node[names], dtype=float).tolist()


# ----- Periods ----- #


def test_divide_is_not_needed_where_core_would_divide_by_one(law) -> None:
    """Core divides a yearly value by 1 where a year is asked: our rules never ask so (`python -m tools.law_checks`)."""
    simulation = _build(law, {"a": {}}, {"f": {"first_parent": ["a"]}})
    law.add_variable(_variable("yearly", lambda person, period: np.full(person.count, 1200.0), YEAR))
    assert simulation.persons("yearly", "2026-06", [DIVIDE]).tolist() == [100]
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "openfisca_kz" / "variables").rglob("*.py"))
    assert "DIVIDE" not in source


def test_core_refuses_a_period_of_the_wrong_kind(law) -> None:
    simulation = _build(law, {"a": {}}, {"f": {"first_parent": ["a"]}})
    with pytest.raises(ValueError, match="must be computed for a whole month"):
        simulation.calculate("salary", "2026")


def test_recursion_through_time_shows(law) -> None:
    """Core stops after one step and gives the default: so no rule may ask for itself, and a test looks for it."""

    def formula(person, period, parameters):
        return person("endless", period.last_month) + 1

    law.add_variable(_variable("endless", formula))
    simulation = _build(law, {"a": {}}, {"f": {"first_parent": ["a"]}})
    assert simulation.calculate("endless", MONTH_ASKED).tolist() == [1]  # not the months since the beginning of time


def test_no_rule_asks_for_itself_at_another_time(law) -> None:
    """Core raises SpiralError inside: whatever variable meets one reads itself at another month."""
    simulation = _build(law, {"a": {}, "b": {}}, {"f": {"first_parent": ["a"], "children": ["b"]}})
    for variable in law.variables.values():
        if not variable.formulas:
            continue
        when = periods.period("2026" if variable.definition_period == YEAR else MONTH_ASKED)
        try:
            simulation.calculate(variable.name, when)
        except Exception:  # the property tests say which variables cannot be computed
            continue
        assert simulation.get_array(variable.name, when) is not None, f"{variable.name} was not kept: it is recursive"


# ----- Choices, numbers ----- #


def test_a_choice_out_of_range_is_refused(law) -> None:
    with pytest.raises(SituationParsingError, match="a name is expected"):
        _build(law, {"a": {"sex": {"ETERNITY": 7}}}, {"f": {"first_parent": ["a"]}})
    with pytest.raises(ValueError, match="sex: row 0 holds 7"):
        simulation_from_arrays(law, {"sex": np.array([7])}, np.array([0]), np.array([0]))


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), -1, 1e300])
def test_numbers_that_mean_nothing_are_refused(law, wrong: float) -> None:
    with pytest.raises(SituationParsingError, match=r"expected|cannot be"):
        _build(law, {"a": {"salary": {MONTH_ASKED: wrong}}}, {"f": {"first_parent": ["a"]}})
    with pytest.raises(ValueError, match="salary: row 0 holds"):
        simulation_from_arrays(law, {"salary": np.array([wrong])}, np.array([0]), np.array([0]), period=MONTH_ASKED)


# ----- Formulas ----- #


CASE = Case(
    name="two persons",
    path=Path("x.yaml"),
    period=MONTH_ASKED,
    input={"salary": 5},
    output={"asks_in_python": 5},
    reforms=("tests.traps.test_core.careless_bill",),
    parameters=None,
    margin=0,
    relative_margin=0,
)


def _asks_in_python(person, period, parameters):
    salary = person("salary", period)
    if salary > 0:
        return salary
    return salary * 0


class careless_bill(Reform):
    def apply(self) -> None:
        self.add_variable(_variable("asks_in_python", _asks_in_python))


def test_a_python_if_works_alone_and_fails_in_the_crowd() -> None:
    run_alone(CASE)
    with pytest.raises(ValueError, match="ambiguous"):
        run_in_a_crowd(CASE)


# ----- Copies of a simulation ----- #


def test_a_copied_simulation_does_not_write_into_the_original(law) -> None:
    original = _build(
        law, {"a": {"salary": {MONTH_ASKED: 5}}, "b": {}}, {"f": {"first_parent": ["a"], "children": ["b"]}}
    )
    copied = original.clone()
    copied.set_input("salary", MONTH_ASKED, np.array([7, 8]))
    copied.set_input("region", MONTH_ASKED, np.array(["abai"]))
    assert original.calculate("salary", MONTH_ASKED).tolist() == [5, 0]
    assert copied.calculate("salary", MONTH_ASKED).tolist() == [7, 8]
    assert copied.family.members("salary", MONTH_ASKED).tolist() == [7, 8]
    assert copied.persons.family("region", MONTH_ASKED).decode_to_str().tolist() == ["abai", "abai"]
    assert original.calculate("region", MONTH_ASKED).decode_to_str().tolist() == ["astana_city"]


def test_an_enum_of_ours_is_encoded_by_name() -> None:
    assert issubclass(law_enum := CountryTaxBenefitSystem().get_variable("sex").possible_values, Enum)
    assert law_enum["female"].index == 1


def test_the_quick_way_to_a_fact_leaves_other_simulations_their_own_facts(law) -> None:
    """A family file's salary holds in every month: its simulation, not core's default, knows the fact."""

    class KnowsMore(Simulation):
        def _run_formula(self, variable, population, period):
            if variable.name == "salary":
                return np.full(population.count, 5.0)
            return super()._run_formula(variable, population, period)

    simulation = KnowsMore(law, law.instantiate_entities())
    for population in simulation.populations.values():
        population.count, population.ids = 1, ["a"]
    persons = simulation.persons
    months = [periods.period(month) for month in (MONTH_ASKED, "2026-05", "2025-12")]
    assert [persons("salary", month).tolist() for month in months] == [[5.0]] * 3
