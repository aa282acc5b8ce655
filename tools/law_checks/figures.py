"""The parameter files as they are written: every figure with its line."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tools.law_checks.problem import Problems

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # a Python without libyaml: the same, slower
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

STANDARD_TAG = "tag:yaml.org,2002:"


@dataclasses.dataclass
class Entry:
    """A value of a YAML file with the place where it stands: a mapping, a list or a scalar."""

    path: Path
    line: int
    content: Any

    @property
    def is_mapping(self) -> bool:
        """Whether it is ``key: value`` lines."""
        return isinstance(self.content, dict)

    def get(self, key: str) -> Entry | None:
        """Return what stands under a key of a mapping; None if nothing does."""
        return self.content.get(key) if isinstance(self.content, dict) else None

    def items(self) -> Iterator[tuple[str, Entry]]:
        """Yield the lines of a mapping; nothing for anything else."""
        if isinstance(self.content, dict):
            yield from self.content.items()

    def elements(self) -> list[Entry]:
        """Return the elements of a list; nothing for anything else."""
        return self.content if isinstance(self.content, list) else []

    def text(self, key: str) -> str:
        """Return the text under a key; empty where there is none."""
        found = self.get(key)
        return found.content.strip() if found is not None and isinstance(found.content, str) else ""

    def line_of(self, key: str) -> int:
        """Return the line of what stands under a key, or of the mapping where it is missing."""
        found = self.get(key)
        return found.line if found is not None else self.line


@dataclasses.dataclass
class Figure:
    """A parameter or a scale, by its dotted name."""

    name: str
    entry: Entry

    @property
    def is_scale(self) -> bool:
        """Whether it has brackets."""
        return self.entry.get("brackets") is not None


@dataclasses.dataclass
class FigureTree:
    """Every parameter, and every node that holds some."""

    directory: Path
    figures: dict[str, Figure] = dataclasses.field(default_factory=dict)
    nodes: dict[str, Entry] = dataclasses.field(default_factory=dict)
    folders: set[str] = dataclasses.field(default_factory=set)

    def children(self, name: str) -> list[str]:
        """Return the names that stand directly below a node."""
        prefix = f"{name}." if name else ""
        names = [*self.figures, *self.nodes, *self.folders]
        below = {known[len(prefix) :].partition(".")[0] for known in names if known.startswith(prefix)}
        return sorted(below - {""})

    def holds(self, name: str) -> bool:
        """Return whether a node of this name exists."""
        return name in self.nodes or name in self.folders


def read_figures(directory: Path, problems: Problems) -> FigureTree:
    """Read every parameter file below a folder; what cannot be read is a problem and is left out."""
    tree = FigureTree(directory)
    tree.folders.add("")
    for path in sorted(directory.rglob("*")):
        parts = path.relative_to(directory).with_suffix("").parts
        if path.is_dir():
            if not path.name.startswith("__"):  # what Python keeps
                tree.folders.add(".".join(parts))
        elif path.suffix in (".yaml", ".yml"):
            entry = read_yaml(path, problems)
            if entry is None:
                continue
            if path.suffix == ".yml":
                problems.add("file", path, 1, ".".join(parts), "is not read; name the file .yaml")
            elif not entry.is_mapping:
                problems.add("file", path, 1, ".".join(parts), "has no description and values; write them")
            elif parts[-1] == "index":
                _collect(".".join(parts[:-1]), entry, tree)
            else:
                _collect(".".join(parts), entry, tree)
    return tree


def _collect(name: str, entry: Entry, tree: FigureTree) -> None:
    if entry.get("values") is not None or entry.get("brackets") is not None:
        tree.figures[name] = Figure(name, entry)
        return
    tree.nodes[name] = entry
    for key, child in entry.items():
        if key not in ("description", "metadata", "documentation", "reference", "unit"):
            _collect(f"{name}.{key}" if name else key, child, tree)


def read_yaml(path: Path, problems: Problems) -> Entry | None:
    """Read a YAML file with the lines of all it says; None, and a problem, where it cannot be read."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=Loader)
    except UnicodeDecodeError:
        problems.add("file", path, 1, path.stem, "is not UTF-8; save it as UTF-8")
        return None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.add("file", path, line, path.stem, f"is not YAML: {error.problem}; correct it")
        return None
    if root is None:
        problems.add("file", path, 1, path.stem, "is empty; write the figures or delete the file")
        return None
    return _entry(root, path, problems, {})


def _entry(node: yaml.Node, path: Path, problems: Problems, known: dict[int, Entry]) -> Entry:
    if id(node) in known:  # an anchor used again
        return known[id(node)]
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        content: Any = {}
        merged: dict[str, Entry] = {}
        for key, value in node.value:
            if key.tag == f"{STANDARD_TAG}merge":
                for source in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                    merged = {**dict(_entry(source, path, problems, known).items()), **merged}
                continue
            if key.value in content:
                message = f"{key.value} is written twice; keep one, the other is lost"
                problems.add("file", path, key.start_mark.line + 1, path.stem, message)
            first = id(value) not in known
            content[key.value] = _entry(value, path, problems, known)
            if first:
                content[key.value].line = key.start_mark.line + 1
        content = {**merged, **content}
    elif isinstance(node, yaml.SequenceNode):
        content = [_entry(item, path, problems, known) for item in node.value]
    elif isinstance(node, yaml.ScalarNode):
        content = _scalar(node)
    else:
        content = None
    known[id(node)] = Entry(path, line, content)
    return known[id(node)]


def _scalar(node: yaml.ScalarNode) -> Any:
    kind = node.tag.removeprefix(STANDARD_TAG)
    if kind == "null":
        return None
    if kind == "bool":
        return node.value.lower() in ("true", "yes", "on")
    if kind in ("int", "float"):
        try:
            number = float(node.value.replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
        except ValueError:  # 0x10, 1:30 and the like
            return node.value
        return int(number) if kind == "int" else number
    return node.value
