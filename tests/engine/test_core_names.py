"""Every private name of openfisca-core in ``engine/core.py`` is what it was: a rename must not pass in silence."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openfisca_core import periods
from openfisca_core.data_storage import InMemoryStorage
from openfisca_core.holders import Holder
from openfisca_core.parameters import ParameterNodeAtInstant
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.tracers import FullTracer

import openfisca_kz
from openfisca_kz import Reform
from openfisca_kz.doubts.entries import register
from openfisca_kz.doubts.versions import other_law
from openfisca_kz.engine import core

MONTH = periods.period("2026-06")
NEXT = periods.period("2026-07")


@pytest.fixture
def built(system: Any) -> Simulation:
    """Return core's own simulation of a mother and a child."""
    people = {
        "mother": {"birth_date": {"ETERNITY": "1998-03-12"}, "salary": {"2026-06": 200_000}},
        "child": {"birth_date": {"ETERNITY": "2026-06-09"}},
    }
    families = {"family": {"first_parent": ["mother"], "children": ["child"]}}
    return SimulationBuilder().build_from_entities(system, {"persons": people, "families": families})


def test_name_and_day_of_figures(system: Any) -> None:
    node = system.get_parameters_at_instant("2026-06-01").indicators
    assert isinstance(node, ParameterNodeAtInstant)
    assert core.name_of(node) == "indicators"
    assert core.day_of(node) <= "2026-06-01"  # the day since which the figures are what they are
    assert list(core.day_of(node)).count("-") == 2


def test_arrays_of_a_storage_are_where_core_looks() -> None:
    """``InMemoryStorage._arrays``: what core reports of the memory in use it reads there."""
    storage = core.Values(periods.DateUnit.MONTH, {})
    storage.put(np.zeros(3), MONTH)
    assert storage.get_memory_usage()["nb_arrays"] == 1
    assert InMemoryStorage.get_memory_usage(storage)["total_nb_bytes"] == 24
    assert "_arrays" in InMemoryStorage().__dict__


def test_a_storage_answers_as_core_s() -> None:
    ours, theirs = core.Values(periods.DateUnit.MONTH, {}), InMemoryStorage()
    for storage in (ours, theirs):
        storage.put("June", MONTH)
        storage.put("July", "2026-07")
        storage.put("day", periods.period("2026-06-09"))
    for asked in (MONTH, "2026-06", NEXT, periods.period("2026-06-09"), periods.period("2026")):
        assert ours.get(asked) == theirs.get(asked), asked
    assert set(ours.get_known_periods()) == set(theirs.get_known_periods())
    for gone in (MONTH, None):
        ours.delete(gone)
        theirs.delete(gone)
        assert set(ours.get_known_periods()) == set(theirs.get_known_periods())


def test_eternal_storages_answer_as_core_s() -> None:
    ours, theirs = core.Values(periods.DateUnit.ETERNITY, {}), InMemoryStorage(is_eternal=True)
    for storage in (ours, theirs):
        storage.put("ever", MONTH)
    assert ours.get(NEXT) == theirs.get(NEXT) == "ever"
    assert set(ours.get_known_periods()) == set(theirs.get_known_periods())


def test_holders_of_people_read_what_we_know(built: Simulation) -> None:
    """``CorePopulation._holders`` and ``Holder._memory_storage``: core's holders show our values and take into them."""
    persons = built.persons
    assert persons.get_holder("salary") is persons.get_holder("salary")
    assert "salary" in persons._holders
    persons.known["salary"][1][MONTH.start] = np.array([5.0, 6.0])
    assert built.get_array("salary", MONTH).tolist() == [5, 6]
    built.set_input("salary", NEXT, np.array([7.0, 8.0]))
    assert persons.known["salary"][1][NEXT.start].tolist() == [7, 8]
    assert "salary" in persons.told
    built.delete_arrays("salary", NEXT)
    assert NEXT.start not in persons.known["salary"][1]


def test_a_holder_of_core_keeps_its_values_in_a_memory_storage(system: Any) -> None:
    holder = Holder(system.variables["salary"], SimulationBuilder().build_default_simulation(system).persons)
    holder._memory_storage = core.Values(periods.DateUnit.MONTH, {MONTH.start: np.array([3.0])})
    assert holder.get_array(MONTH).tolist() == [3]


def test_roles_are_where_core_looks(built: Simulation) -> None:
    """``GroupPopulation._members_role``."""
    families = built.populations["family"]
    core.set_roles(families, np.array([1, 2], dtype=np.int8))
    assert [role.key for role in families.members_role] == ["second_parent", "child"]
    assert families.nb_persons(families.get_role("child")).tolist() == [1]


def test_values_are_cast_as_core_stores_them(built: Simulation) -> None:
    """``Simulation._cast_formula_result``."""
    sex, salary = (built.tax_benefit_system.variables[name] for name in ("sex", "salary"))
    assert core.as_stored(built, np.array(["male", "female"]), sex).decode_to_str().tolist() == ["male", "female"]
    assert core.as_stored(built, 3, salary).tolist() == [3, 3]
    assert core.as_stored(built, np.array([1, 2]), salary).dtype == np.float64


def test_a_read_lands_under_the_node_that_is_calculated() -> None:
    """``FullTracer._current_node``, and the two hooks of the clock, which must not be called under other names."""
    tracer = core.ReadTracer()
    tracer.read("outside", MONTH, None)
    tracer.record_calculation_start("net_salary", MONTH)
    tracer.read("salary", MONTH, np.array([1.0]))
    tracer.record_calculation_result(np.array([2.0]))
    tracer.record_calculation_end()
    (root,) = tracer.trees
    assert (root.name, [child.name for child in root.children]) == ("net_salary", ["salary"])
    assert (root.start, root.end) == (0, 0)
    watched = FullTracer()
    watched.record_calculation_start("net_salary", MONTH)
    watched.record_calculation_end()
    assert watched.trees[0].end > 0  # core's own looks at the clock through the hooks that ours leaves empty


def test_what_is_derived_is_not_copied() -> None:
    class Thing:
        pass

    thing, other = Thing(), Thing()
    core.memo(thing)["table"] = 1
    other.__dict__.update(thing.__dict__)
    assert core.memo(thing) == {"table": 1}
    assert core.memo(other) == {}
    assert core.memo(thing) == {"table": 1}


def test_laws_share_what_does_not_differ_and_a_copy_that_is_edited_shows_it(system: Any) -> None:
    """``ParameterNode._get_at_instant``: core makes every node of figures by it."""
    day = "2026-06-01"
    ours = system.get_parameters_at_instant(day)
    assert system.parameters.get_at_instant(core.day_of(ours)) is ours

    class dearer(Reform):  # noqa: N801
        def apply(self) -> None:
            self.modify_parameters(self.change)

        @staticmethod
        def change(parameters: Any) -> Any:
            assert parameters.get_at_instant(day).indicators.mrp == ours.indicators.mrp
            parameters.indicators.mrp.update(start=periods.instant("2026-01-01"), value=1.0)
            assert parameters.get_at_instant(day).indicators.mrp == 1.0
            return parameters

    assert dearer(system).get_parameters_at_instant(day).indicators.mrp == 1.0
    assert system.get_parameters_at_instant(day).indicators.mrp == ours.indicators.mrp != 1.0
    other = other_law(system, next(one for one in register() if one.parameters))
    changed = {path.partition(".")[0] for path in other.reading.parameters}
    theirs = other.get_parameters_at_instant(core.day_of(ours))
    assert [name for name in ours if theirs[name] is not ours[name]] == sorted(changed)


#: Private names that ``core.py`` uses, each with the test above that fails when core renames it.
NAMES = {
    "_name": test_name_and_day_of_figures,
    "_instant_str": test_name_and_day_of_figures,
    "_get_at_instant": test_laws_share_what_does_not_differ_and_a_copy_that_is_edited_shows_it,
    "_arrays": test_arrays_of_a_storage_are_where_core_looks,
    "_holders": test_holders_of_people_read_what_we_know,
    "_memory_storage": test_a_holder_of_core_keeps_its_values_in_a_memory_storage,
    "_members_role": test_roles_are_where_core_looks,
    "_cast_formula_result": test_values_are_cast_as_core_stores_them,
    "_current_node": test_a_read_lands_under_the_node_that_is_calculated,
    "_record_start_time": test_a_read_lands_under_the_node_that_is_calculated,
    "_record_end_time": test_a_read_lands_under_the_node_that_is_calculated,
}

#: Private names of core.py's own.
OWN = {"_key", "_period"}


def test_every_private_name_has_a_test() -> None:
    tree = ast.parse(inspect.getsource(core))
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and _private(node.attr)}
    used |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and _private(node.name)}
    assert used - OWN == set(NAMES)


def _private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


# ----- Nowhere else ----- #

PACKAGE = Path(str(openfisca_kz.__file__)).parent

#: Work on Python's own insides: allowed in ``engine/`` only.
INSIDES = ("__class__", "__dict__", "__code__", "__globals__", "FunctionType", "CodeType", "co_names", "co_consts")

#: Rooms that are being rebuilt, and a class that must copy itself because core's copy forgets what reforms changed.
STILL = {
    "base.py": ("__class__", "__dict__"),
    "assessment/influence.py": ("__dict__",),
    "assessment/probe.py": ("__code__", "co_names"),
    "assessment/screening_conditions.py": ("__code__",),
    "assessment/simulation.py": ("__code__",),
    "web/page/page.py": ("__dict__",),
}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_python_s_insides_are_worked_on_in_the_engine_only(path: Path) -> None:
    place = path.relative_to(PACKAGE).as_posix()
    if place.startswith("engine/"):
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {str(node.args[1].value) for node in ast.walk(tree) if _getattr(node)}  # type: ignore[attr-defined]
    assert names & set(INSIDES) <= set(STILL.get(place, ()))


def _getattr(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("getattr", "setattr")
        and len(node.args) > 1
        and isinstance(node.args[1], ast.Constant)
    )
