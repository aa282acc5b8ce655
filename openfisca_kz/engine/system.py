"""The tax and benefit system of Kazakhstan, and the base of its reforms."""

from __future__ import annotations

import ast
import bisect
import copy
import functools
import importlib
import importlib.metadata
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import yaml
from openfisca_core import reforms
from openfisca_core.parameters import Parameter, ParameterNode, ParameterNodeAtInstant, ParameterScale
from openfisca_core.parameters import config as parameters_config
from openfisca_core.periods import Instant, Period, instant
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz import variables as variables_package
from openfisca_kz.base import Variable, paid
from openfisca_kz.engine.core import LawFamilies, LawPersons, memo
from openfisca_kz.entities import ENTITIES

PACKAGE = Path(__file__).resolve().parent.parent


@functools.cache
def version() -> str:
    """Return the version of this package."""
    return importlib.metadata.version("openfisca-kz")


class LawVariables(dict[str, Any]):
    """Variables by name, whose floats are float64 even where a class or a reform comes from plain core."""

    def __setitem__(self, name: str, variable: Any) -> None:
        """Add or replace a variable."""
        if variable.value_type is float:
            variable.dtype = np.float64
        if isinstance(variable.label, tuple):  # core wraps the label of a neutralised variable by mistake
            (variable.label,) = variable.label
        super().__setitem__(name, variable)

    def copy(self) -> LawVariables:
        """Return a copy that guards in the same way; reforms of plain core start from it."""
        new = LawVariables()
        new.update(self)
        return new


class LawSystem(TaxBenefitSystem):
    """What the baseline and its reforms share: exact money, and parameters that cannot change unseen."""

    parameters: ParameterNode
    variables: dict[str, Any]

    def instantiate_entities(self) -> dict[str, Any]:
        """Return empty populations, one for each entity."""
        persons = LawPersons(self.person_entity)
        families = {entity.key: LawFamilies(entity, persons) for entity in self.group_entities}
        return {self.person_entity.key: persons, **families}

    def get_parameters_at_instant(self, when: str | int | Period | Instant) -> ParameterNodeAtInstant:
        """Return the figures in force at an instant (for a period, at its first day).

        Core keeps 128 instants for the whole process; here every instant between two changes of law shares one
        tree, so that a history of forty years by month costs no more than the changes in it.
        """
        moment = when.start if isinstance(when, Period) else instant(when)
        changes, trees, asked = self._dated_trees()
        tree = asked.get(moment)
        if tree is None:
            key = bisect.bisect_right(changes, str(moment))
            if key not in trees:
                since = changes[key - 1] if key else str(moment)
                trees[key] = self.parameters.get_at_instant(since)
            tree = asked[moment] = trees[key]
        return tree

    def _dated_trees(self) -> tuple[list[str], dict[int, Any], dict[Any, Any]]:
        """Return the days on which the law changes, the tree since each of them, and the tree of each instant asked."""
        kept = memo(self)
        cached = kept.get("dated")
        if cached is None or cached[0] is not self.parameters:
            freeze(self.parameters)
            cached = kept["dated"] = (self.parameters, change_dates(self.parameters), {}, {})
        return cached[1], cached[2], cached[3]

    def get_package_metadata(self) -> dict[str, str]:
        """Return name, version, repository and place (core cuts the place at the first folder named as the package)."""
        return {**super().get_package_metadata(), "location": str(PACKAGE.parent)}

    def clone(self) -> Any:
        """Return an independent copy (core's copy leaves the entities of the original pointing at the copy)."""
        new = copy.copy(self)
        new.entities = [copy.copy(entity) for entity in self.entities]
        new.person_entity = next(entity for entity in new.entities if entity.is_person)
        new.group_entities = [entity for entity in new.entities if not entity.is_person]
        for entity in new.entities:
            entity.set_tax_benefit_system(new)
        new.parameters = self.parameters.clone()
        new.variables = self.variables.copy()
        new.open_api_config = dict(self.open_api_config)
        return new


class CountryTaxBenefitSystem(LawSystem):
    """The law of Kazakhstan: every variable and parameter of this package."""

    def __init__(self) -> None:
        super().__init__(list(ENTITIES))
        self.variables = LawVariables()
        for variable_class, room in law_variables():
            self.add_variable(variable_class).room = room
        self.parameters = load_parameter_tree(PACKAGE / "parameters")
        self.open_api_config = {
            "variable_example": "birth_benefit",
            "parameter_example": "indicators.mrp",
            "simulation_example": _api_example(),
        }


class Reform(LawSystem, reforms.Reform):
    """A bill or a superseded law. Subclass it and write ``apply``; change figures by ``modify_parameters`` only."""

    def __init_subclass__(cls) -> None:
        """Name a bill after its class where it has no name of its own."""
        if "name" not in cls.__dict__:
            cls.name = cls.__name__

    def neutralize_variable(self, variable_name: str) -> None:
        """Take a variable away, and with a right what is paid on a claim for it."""
        super().neutralize_variable(variable_name)
        right = variable_name.removesuffix("_eligible")
        for part in (right, paid(self, right)):
            if part != variable_name and getattr(self.variables.get(right), "right_paid_by", None):
                super().neutralize_variable(part)

    def modify_parameters(self, modifier_function: Callable[[ParameterNode], ParameterNode]) -> None:
        """Replace the figures by what ``modifier_function`` makes of a copy of them; the baseline stays as it is.

        Raises:
            ValueError: the function did not return the tree.

        """
        changed = modifier_function(copy.deepcopy(self.parameters))
        if not isinstance(changed, ParameterNode):
            raise ValueError(f"{modifier_function.__name__} must return the parameter tree it was given")
        self.parameters = changed


# ----- Variables ----- #


@functools.cache
def law_variables() -> tuple[tuple[type[Variable], str], ...]:
    """Return every variable class of the package with its room, such as ``rights.family``."""
    found = []
    for module in _modules(variables_package):
        room = module.__name__.removeprefix(f"{variables_package.__name__}.").rpartition(".")[0]
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        lines = source.splitlines(keepends=True)
        location = str(Path(str(module.__file__)).relative_to(PACKAGE.parent))
        for node in ast.parse(source).body:
            member = getattr(module, node.name, None) if isinstance(node, ast.ClassDef) else None
            if inspect.isclass(member) and issubclass(member, Variable) and isinstance(node, ast.ClassDef):
                text = "".join(lines[node.lineno - 1 : node.end_lineno])
                member.introspection_data = (f"/{location}", text, node.lineno)
                found.append((member, room))
    return tuple(found)


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for item in sorted(pkgutil.walk_packages(package.__path__, f"{package.__name__}."), key=lambda m: m.name):
        module = importlib.import_module(item.name)
        if not item.ispkg:
            yield module


# ----- Parameters ----- #


class LawParameter(Parameter):
    """A parameter that refuses to be edited once its system has answered from it.

    Core would keep answering from its cache, and a reform that edits the tree of its baseline changes the law for
    everybody. A copy, as ``modify_parameters`` gives it, can be edited.
    """

    frozen = False

    #: What was derived from the values since they can change no more, by name.
    kept: dict[str, Any]

    def update(self, *args: Any, **kwargs: Any) -> None:
        """Change the value for a period, as core does.

        Raises:
            RuntimeError: the parameter belongs to a system in use.

        """
        if self.frozen:
            raise RuntimeError(
                f"{self.name} belongs to a system in use: change it in a reform, by modify_parameters",
            )
        super().update(*args, **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> LawParameter:
        new = self.clone()
        memo[id(self)] = new
        return new

    def clone(self) -> LawParameter:
        """Return a copy that can be edited."""
        new = super().clone()
        new.frozen = False
        return new


def leaves(node: Any) -> Iterator[Parameter]:
    """Yield every parameter below a node, those of scales included."""
    if isinstance(node, Parameter):
        yield node
    elif isinstance(node, ParameterScale):
        for bracket in node.brackets:
            yield from leaves(bracket)
    else:
        for child in node.children.values():
            yield from leaves(child)


def freeze(node: ParameterNode) -> None:
    """Refuse further edits of every parameter below a node."""
    for leaf in leaves(node):
        if isinstance(leaf, LawParameter):
            leaf.frozen, leaf.kept = True, {}


def change_dates(node: ParameterNode) -> list[str]:
    """Return, in order, every date at which a parameter below the node changes."""
    return sorted({value.instant_str for leaf in leaves(node) for value in leaf.values_list})


def load_parameter_tree(directory: Path) -> ParameterNode:
    """Read a folder of parameter files as UTF-8, whatever the locale (core opens them without an encoding).

    Args:
        directory: the folder; sub-folders are nodes, files are nodes, parameters or scales.

    Raises:
        openfisca_core.errors.ParameterParsingError: a file is not a parameter.
        ValueError: a file is not YAML; the message names it.

    """
    tree = ParameterNode("", data=_read_folder(directory))
    for leaf in leaves(tree):
        leaf.__class__ = LawParameter
    for part in (*leaves(tree), *tree.get_descendants()):
        part.file_path = str(directory / _file_of(directory, part.name.partition("[")[0]))
    return tree


def _read_folder(directory: Path) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for path in sorted(directory.iterdir()):
        if path.is_dir() and not path.name.startswith("__"):
            data[path.name] = _read_folder(path)
        elif path.suffix == ".yaml":
            content = _read_file(path)
            if path.stem == "index":
                data.update(content)
            else:
                data[path.stem] = content
    return data


def _read_file(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=parameters_config.Loader) or {}
    except yaml.YAMLError as error:
        raise ValueError(f"{path} is not YAML: {error}") from error
    _refuse_names_of_core(content, path)
    return content


#: A child is an attribute of core's node: under these names it would overwrite what the node is made of.
_NAMES_OF_CORE = frozenset(dir(ParameterNode("", data={}))) - {"description", "metadata", "documentation"}


def _refuse_names_of_core(content: dict[str, Any], path: Path) -> None:
    for name, child in content.items():
        if name in _NAMES_OF_CORE:
            raise ValueError(f"{path}: no parameter can be named {name}: core's nodes have an attribute of that name")
        if isinstance(child, dict) and name not in ("values", "metadata", "brackets"):
            _refuse_names_of_core(child, path)


@functools.cache
def _file_of(directory: Path, name: str) -> Path:
    path = Path()
    for part in name.split("."):
        if (directory / path / f"{part}.yaml").is_file():
            return path / f"{part}.yaml"
        path /= part
    return path


# ----- The example of the Web API's documentation ----- #


def _api_example() -> dict[str, Any]:
    return {
        "persons": {
            "Aigerim": {
                "birth_date": {"ETERNITY": "1998-03-12"},
                "sex": {"ETERNITY": "female"},
                "main_carer": {"2026-06": True},
            },
            "Daulet": {
                "birth_date": {"ETERNITY": "1996-11-02"},
                "salary": {"2026-06": 320000},
                "net_salary": {"2026-06": None},
            },
            "Alikhan": {
                "birth_date": {"ETERNITY": "2026-06-09"},
                "birth_benefit": {"2026-06": None},
            },
        },
        "families": {
            "family": {
                "first_parent": ["Aigerim"],
                "second_parent": ["Daulet"],
                "children": ["Alikhan"],
            },
        },
    }
