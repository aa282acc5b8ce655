"""The house as CONTRIBUTING has it: it names every room, imports run in no circle, few files stand outside."""

from __future__ import annotations

import ast
import graphlib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "openfisca_kz"
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROOMS = sorted(path.name for path in PACKAGE.iterdir() if path.is_dir() and not path.name.startswith("__"))


@pytest.mark.parametrize("room", ROOMS)
def test_the_guide_names_every_room(room: str) -> None:
    assert f"{room}/" in GUIDE


def test_few_files_stand_outside_the_rooms() -> None:
    assert len(list(PACKAGE.glob("*.py"))) <= 10


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(tree: ast.Module, modules: set[str]) -> Iterator[str]:
    """Yield what a file imports of the package, wherever in the file, but not what only types need."""
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module in modules:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in modules else node.module


def test_imports_run_in_no_circle() -> None:
    files = {_module(path): path for path in PACKAGE.rglob("*.py") if "population" not in path.parts}
    graph = {
        name: set(_imports(ast.parse(path.read_text(encoding="utf-8")), set(files))) - {name}
        for name, path in files.items()
    }
    graphlib.TopologicalSorter(graph).prepare()
