"""The source of the rules, read without running it: modules, constants, and what a variable says of itself."""

from __future__ import annotations

import ast
import dataclasses
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openfisca_kz.acts import articles, link
from openfisca_kz.status_rules import status_rules
from tools.law_checks.problem import Problems

PACKAGE_NAME = "openfisca_kz"
FORMULA = re.compile(r"formula(_(\d{4})(_(\d{2}))?(_(\d{2}))?)?")

#: A constant that cannot be known without running the code.
UNKNOWN = object()


@dataclasses.dataclass(repr=False, eq=False)
class Module:
    """A Python file: its top-level names, each with the code that makes it."""

    name: str
    path: Path
    tree: ast.Module
    constants: dict[str, ast.expr] = dataclasses.field(default_factory=dict)
    functions: dict[str, ast.FunctionDef] = dataclasses.field(default_factory=dict)
    classes: dict[str, ast.ClassDef] = dataclasses.field(default_factory=dict)
    imports: dict[str, tuple[str, str | None]] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        for node in self.tree.body:
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        self.constants[target.id] = node.value
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
                self.constants[node.target.id] = node.value
            elif isinstance(node, ast.FunctionDef):
                self.functions[node.name] = node
            elif isinstance(node, ast.ClassDef):
                self.classes[node.name] = node
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    self.imports[alias.asname or alias.name] = (node.module, alias.name)
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    self.imports[alias.asname or alias.name.partition(".")[0]] = (alias.name, None)


@dataclasses.dataclass
class Rule:
    """A variable as its class is written."""

    name: str
    module: Module
    room: str
    node: ast.ClassDef
    attributes: dict[str, ast.expr]
    formulas: list[ast.FunctionDef]
    label: Any = None
    unit: Any = None
    reference: Any = None
    value_type: str = ""
    entity: str = ""
    definition_period: str = ""

    @property
    def layer(self) -> str:
        """Where the variable stands in the flow of data."""
        return "recipients" if self.room.startswith("status.recipients") else self.room.partition(".")[0]

    def line_of(self, attribute: str) -> int:
        """Return the line of an attribute, or of the class where it is missing."""
        return self.attributes[attribute].lineno if attribute in self.attributes else self.node.lineno


class Sources:
    """Every Python file of the package that the rules are made of, read once and only when needed."""

    def __init__(self, root: Path, problems: Problems) -> None:
        self.root = root
        self.problems = problems
        self._modules: dict[str, Module | None] = {}

    def module(self, name: str) -> Module | None:
        """Return a module of the package by its dotted name; None if it is not one, or cannot be read."""
        if name not in self._modules:
            self._modules[name] = self._read(name)
        return self._modules[name]

    def _read(self, name: str) -> Module | None:
        package, _, rest = name.partition(".")
        if package != PACKAGE_NAME:
            return None
        path = self.root.joinpath(*rest.split(".")) if rest else self.root
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if not path.is_file():
            return None
        try:
            return Module(name, path, ast.parse(path.read_text(encoding="utf-8")))
        except SyntaxError as error:
            message = f"is not Python: {error.msg}; correct it, every other rule stops at it"
            self.problems.add("syntax", path, error.lineno or 1, path.stem, message)
        except UnicodeDecodeError:
            self.problems.add("syntax", path, 1, path.stem, "is not UTF-8; save it as UTF-8")
        return None

    @functools.cached_property
    def rule_modules(self) -> list[Module]:
        """Every module under ``variables/``, in the order of their paths."""
        found = []
        for path in sorted((self.root / "variables").rglob("*.py")):
            parts = path.relative_to(self.root).with_suffix("").parts
            if path.stem != "__init__":
                module = self.module(".".join((PACKAGE_NAME, *parts)))
                if module is not None:
                    found.append(module)
        return found

    @functools.cached_property
    def rules(self) -> list[Rule]:
        """Every variable, in the order of files and lines."""
        return [rule for module in self.rule_modules for rule in self._rules_of(module)]

    def _rules_of(self, module: Module) -> Iterator[Rule]:
        room = module.name.removeprefix(f"{PACKAGE_NAME}.variables.").rpartition(".")[0]
        variables = [
            node for node in module.tree.body if isinstance(node, ast.ClassDef) and self._is_variable(module, node)
        ]
        for node in (*variables, *_facts(module)):
            attributes = {}
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                    attributes[line.targets[0].id] = line.value
            formulas = [
                line for line in node.body if isinstance(line, ast.FunctionDef) and line.name.startswith("formula")
            ]
            rule = Rule(node.name, module, room, node, attributes, formulas)
            for name in ("label", "unit", "reference"):
                if name in attributes:
                    setattr(rule, name, self.constant(module, attributes[name]))
            for name in ("value_type", "entity", "definition_period"):
                if name in attributes:
                    setattr(rule, name, _last_name(attributes[name]))
            yield rule

    @functools.cached_property
    def word_modules(self) -> set[str]:
        """Modules under ``variables/`` that define no variable: the words of one area, as base.py is for all."""
        return {module.name for module in self.rule_modules} - {rule.module.name for rule in self.rules}

    def _is_variable(self, module: Module, node: ast.ClassDef) -> bool:
        for base in node.bases:
            name = _last_name(base)
            if name == "Variable":
                return True
            found = self.resolve(module, name)
            parent = found[1] if found else None
            if found and isinstance(parent, ast.ClassDef) and parent is not node:
                return self._is_variable(found[0], parent)
        return False

    def resolve(self, module: Module, name: str) -> tuple[Module, ast.AST | None] | None:
        """Find what a top-level name stands for, through imports; a module is given with None."""
        for _ in range(9):
            for table in (module.functions, module.classes, module.constants):
                if name in table:
                    return module, table[name]
            if name not in module.imports:
                return None
            source, original = module.imports[name]
            if original is None:
                found = self.module(source)
                return (found, None) if found else None
            submodule = self.module(f"{source}.{original}")
            if submodule is not None:
                return submodule, None
            origin = self.module(source)
            if origin is None:
                return None
            module, name = origin, original
        return None

    def constant(self, module: Module, node: ast.AST | None) -> Any:
        """Return the value of an expression made of literals and named constants, or ``UNKNOWN``."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            items = [self.constant(module, item) for item in node.elts]
            return UNKNOWN if UNKNOWN in items else tuple(items)
        if isinstance(node, ast.Dict):
            keys = [self.constant(module, key) for key in node.keys]
            values = [self.constant(module, value) for value in node.values]
            return UNKNOWN if UNKNOWN in keys else dict(zip(keys, values, strict=True))
        if isinstance(node, ast.JoinedStr):
            parts = [self.constant(module, part) for part in node.values]
            return UNKNOWN if UNKNOWN in parts else "".join(map(str, parts))
        if isinstance(node, ast.FormattedValue):
            return self.constant(module, node.value)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left, right = self.constant(module, node.left), self.constant(module, node.right)
            same = type(left) is type(right) and isinstance(left, (str, tuple))
            return left + right if same else UNKNOWN
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            value = self.constant(module, node.operand)
            return -value if isinstance(value, (int, float)) else UNKNOWN
        if isinstance(node, ast.Name):
            found = self.resolve(module, node.id)
            if found and isinstance(found[1], ast.expr):
                return self.constant(found[0], found[1])
        if isinstance(node, ast.Call) and _last_name(node.func) == articles.__name__:
            cited = [self.constant(module, item) for item in node.args]
            return UNKNOWN if UNKNOWN in cited else tuple(f"{text} - {link(text, 'ru') or ''}" for text in cited)
        if isinstance(node, ast.Call) and ast.unparse(node) == "tuple(status_rules())":
            return tuple(status_rules())
        return UNKNOWN


def _facts(module: Module) -> Iterator[ast.ClassDef]:
    """Yield the facts that a module lists under ``FACTS``, each as the class that ``facts`` makes of it."""
    for call in ast.walk(module.constants.get("FACTS", ast.List([]))):
        if isinstance(call, ast.Call) and _last_name(call.func) == "facts" and isinstance(call.args[0], ast.Tuple):
            common = dict(zip(("entity", "definition_period", "value_type", "unit"), call.args[0].elts, strict=False))
            if _last_name(common["value_type"]) not in _PLAIN:
                choices = common["value_type"]
                common |= {"value_type": ast.copy_location(ast.Name("Enum"), choices), "possible_values": choices}
            for fact in call.keywords:
                said = {**common, "label": fact.value}
                body: list[ast.stmt] = [ast.Assign([ast.Name(name)], value) for name, value in said.items()]
                yield ast.copy_location(ast.ClassDef(str(fact.arg), [], [], body, []), fact)


# Types of facts that are no choice.
_PLAIN = ("bool", "int", "float", "str", "date")


def _last_name(node: ast.AST) -> str:
    """Return ``MONTH`` for ``MONTH`` and for ``DateUnit.MONTH``."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
