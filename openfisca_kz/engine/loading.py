"""Finds the law in the files of the package: every variable class, and the tree of parameters."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml
from openfisca_core.parameters import ParameterNode
from openfisca_core.parameters import config as parameters_config

from openfisca_kz import variables as variables_package
from openfisca_kz.base import Variable
from openfisca_kz.engine.core import LawNode
from openfisca_kz.engine.figures import LawParameter, leaves
from openfisca_kz.engine.years import YEARS, lay_over
from openfisca_kz.yaml_files import read_yaml

PACKAGE = Path(__file__).resolve().parent.parent


# ----- Variables ----- #


@functools.cache
def law_variables() -> tuple[tuple[type[Variable], str], ...]:
    """Return every variable class of the package with its room, such as ``rights.family``."""
    found = []
    for module in _modules(variables_package):
        room = module.__name__.removeprefix(f"{variables_package.__name__}.").rpartition(".")[0]
        classes = [member for member in vars(module).values() if inspect.isclass(member)]
        own = [each for each in classes if issubclass(each, Variable) and each.__module__ == module.__name__]
        for each in (*own, *getattr(module, "FACTS", ())):
            each.__module__ = module.__name__  # of facts: they are made in base
            each.introspection_data = _Source(Path(str(module.__file__)), each.__name__)
            found.append((each, room))
    return tuple(found)


class _Source:
    """Where a class stands, for who asks the class: to parse all files takes longer than to build the law."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name

    def __get__(self, instance: Any, owner: Any) -> tuple[str, str, int]:
        return _sources(self.path)[self.name]


@functools.cache
def _sources(path: Path) -> dict[str, tuple[str, str, int]]:
    """Return for each class and each fact of a file its place in the package, its source and its first line."""
    source = path.read_text(encoding="utf-8")
    lines, location = source.splitlines(keepends=True), f"/{path.relative_to(PACKAGE.parent)}"
    found = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.ClassDef, ast.keyword)):
            name = node.name if isinstance(node, ast.ClassDef) else str(node.arg)
            found[name] = (location, "".join(lines[node.lineno - 1 : node.end_lineno]), node.lineno)
    return found


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for item in sorted(pkgutil.walk_packages(package.__path__, f"{package.__name__}."), key=lambda m: m.name):
        module = importlib.import_module(item.name)
        if not item.ispkg:
            yield module


# ----- Parameters ----- #


def load_parameter_tree(directory: Path, years: Path = YEARS) -> ParameterNode:
    """Read a folder of parameter files as UTF-8, whatever the locale (core opens them without an encoding).

    Args:
        directory: the folder; sub-folders are nodes, files are nodes, parameters or scales.
        years: the folder with the figures that yearly laws set, a file for each year.

    Raises:
        openfisca_core.errors.ParameterParsingError: a file is not a parameter.
        ValueError: a file is not YAML; the message names it.

    """
    tree = ParameterNode("", data=read_figures(directory, years))
    for leaf in leaves(tree):
        leaf.__class__ = LawParameter
    for node in (tree, *tree.get_descendants()):
        if type(node) is ParameterNode:
            node.__class__ = LawNode
    files = {
        ".".join(path.relative_to(directory).with_suffix("").parts): str(path) for path in directory.rglob("*.yaml")
    }
    for part in (*leaves(tree), *tree.get_descendants()):
        part.file_path = _file_of(files, directory, part.name.partition("[")[0])
    return tree


def read_figures(directory: Path, years: Path = YEARS) -> dict[str, Any]:
    """Return the parameters as their files have them, with the figures of the years in them."""
    data = _read_folder(directory)
    lay_over(data, years)
    return data


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
        content = read_yaml(path, parameters_config.Loader) or {}
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


def _file_of(files: dict[str, str], directory: Path, name: str) -> str:
    """Return the file in which a part of the tree stands; of what stands in none, its folder."""
    parts = name.split(".")
    above = (".".join(parts[: depth + 1]) for depth in range(len(parts)))
    return next((files[each] for each in above if each in files), str(directory.joinpath(*parts)))
