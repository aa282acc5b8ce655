"""What a formula reads: variables, parameters and persons, found by following its code without running it.

Names that are not literals are followed as far as a reader would: constants of the module, loops over tuples of
names, f-strings of them, helpers that are given a name, aliases such as ``mother = family.first_parent``.
"""

from __future__ import annotations

import ast
import dataclasses
import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tools.law_checks.figures import FigureTree
from tools.law_checks.meanings import (
    Choices,
    Helper,
    Law,
    LawBook,
    Members,
    People,
    Several,
    Stored,
    at_position,
    constant,
    join,
)
from tools.law_checks.sources import PACKAGE_NAME, UNKNOWN, Module, Rule, Sources

#: What leads from one entity to another in a formula.
PROJECTORS = {"family": "Family", "members": "Person", "first_parent": "Person", "second_parent": "Person"}

#: How the path of a parameter begins.
PATHS = ("indicators.", "status.", "duties.", "rights.")

# ----- What is found ----- #


@dataclasses.dataclass(frozen=True)
class Read:
    """A variable is asked of persons or families."""

    name: str
    entity: str
    path: Path
    line: int


@dataclasses.dataclass(frozen=True)
class Finding:
    """Something the formula does that it must not."""

    kind: str
    message: str
    path: Path
    line: int


@dataclasses.dataclass
class Reading:
    """All that one formula reads."""

    reads: list[Read] = dataclasses.field(default_factory=list)
    findings: list[Finding] = dataclasses.field(default_factory=list)
    figures: set[str] = dataclasses.field(default_factory=set)
    asks_law: bool = False

    def add(self, other: Reading) -> None:
        """Take over what another piece of code reads."""
        self.reads += other.reads
        self.figures |= other.figures
        self.asks_law |= other.asks_law


class Reader:
    """Follows formulas; one reader for the whole package, so that a helper is followed once for each use."""

    def __init__(self, sources: Sources, tree: FigureTree) -> None:
        self.sources = sources
        self.tree = tree
        self._known: dict[tuple[int, str], tuple[Reading, Any]] = {}
        self._loops: dict[int, bool] = {}

    def over_constants(self, iterable: ast.expr) -> bool:
        """Return whether a loop went over constants every time its code was followed."""
        return self._loops.get(id(iterable), False)

    def loop(self, iterable: ast.expr, value: Any) -> None:
        """Remember what a loop goes over."""
        known = isinstance(value, (Choices, Members))
        self._loops[id(iterable)] = known and self._loops.get(id(iterable), True)

    def formula(self, rule: Rule, node: ast.FunctionDef) -> Reading:
        """Return what a formula reads."""
        given = (People(rule.entity), None, LawBook())
        reading, _ = self._function(Helper(rule.module, node), given)
        return reading

    def _function(self, helper: Helper, given: Iterable[Any]) -> tuple[Reading, Any]:
        values = tuple(given)
        key = (id(helper.node), repr(values))
        if key not in self._known:
            self._known[key] = (Reading(), None)  # a helper that calls itself is followed once
            arguments = helper.node.args
            names = [one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
            scope = dict(helper.around)
            scope.update(itertools.zip_longest(names, values[: len(names)]))
            walk = _Walk(self, helper.module, scope)
            walk.block(helper.node.body)
            self._known[key] = (walk.reading, walk.result)
        return self._known[key]

    def call(self, helper: Helper, node: ast.Call, walk: _Walk) -> Any:
        """Follow a call of a helper; return what it gives back."""
        arguments = helper.node.args
        names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
        given: dict[str, Any] = {}
        for default_of, default in zip(names[::-1], arguments.defaults[::-1], strict=False):
            given[default_of] = constant(self.sources.constant(helper.module, default))
        for only, preset in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            given[only.arg] = constant(self.sources.constant(helper.module, preset))
        for name, argument in zip(names, node.args, strict=False):
            given[name] = walk.value(argument)
        for extra in node.args[len(names) :]:
            walk.value(extra)
        for keyword in node.keywords:
            given[keyword.arg or "**"] = walk.value(keyword.value)
        names += [argument.arg for argument in arguments.kwonlyargs]
        values = [given.get(name) for name in names]
        for value in values:
            walk.path_of_figure(value, node)
            walk.table(value)
        reading, result = self._function(helper, values)
        walk.reading.add(reading)
        if helper.module.name != f"{PACKAGE_NAME}.base":
            walk.reading.findings += reading.findings
        return result


class _Walk:
    """One pass through the body of one function."""

    def __init__(self, reader: Reader, module: Module, scope: dict[str, Any]) -> None:
        self.reader = reader
        self.module = module
        self.scope = scope
        self.reading = Reading()
        self.result: Any = None

    def _found(self, kind: str, message: str, node: ast.expr | ast.stmt) -> None:
        self.reading.findings.append(Finding(kind, message, self.module.path, node.lineno))

    def path_of_figure(self, value: Any, node: ast.Call) -> None:
        """Check a parameter that is given by its path, such as ``"rights.pensions.age"``."""
        for text in (value.texts() or ()) if isinstance(value, Choices) else ():
            if text.startswith(PATHS):
                below, _, name = text.rpartition(".")
                self._below(Law((below,)), (name,), node)

    def table(self, value: Any) -> None:
        """Take a node that is handed on as a table as read, with all the figures in it."""
        for path in value.paths if isinstance(value, Law) else ():
            if path:
                self.reading.figures |= {name for name in self.reader.tree.figures if name.startswith(f"{path}.")}

    # ----- Statements ----- #

    def block(self, body: list[ast.stmt]) -> None:
        """Follow statements one after another."""
        for statement in body:
            self._statement(statement)

    def _statement(self, node: ast.stmt) -> None:
        if isinstance(node, ast.Assign):
            value = self.value(node.value)
            for target in node.targets:
                self._bind(target, value)
        elif isinstance(node, ast.AnnAssign):
            self._bind(node.target, self.value(node.value) if node.value else None)
        elif isinstance(node, ast.AugAssign):
            self.value(node.value)
            self._changes(node.target)
            if isinstance(node.target, ast.Name):
                self.scope[node.target.id] = None
        elif isinstance(node, ast.Return):
            value = self.value(node.value) if node.value else None
            self.result = value if self.result is None else self.result
        elif isinstance(node, ast.For):
            over = self.value(node.iter)
            self.reader.loop(node.iter, over)
            self._bind(node.target, self._element(over))
            self.block(node.body)
            self.block(node.orelse)
        elif isinstance(node, ast.FunctionDef):
            self.scope[node.name] = Helper(self.module, node, tuple(self.scope.items()))
        else:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.stmt):
                    self._statement(child)
                elif isinstance(child, ast.expr):
                    self.value(child)

    def _bind(self, target: ast.expr, value: Any) -> None:
        if isinstance(target, ast.Name):
            self.scope[target.id] = value
        elif isinstance(target, (ast.Tuple, ast.List)):
            for position, part in enumerate(target.elts):
                self._bind(part, at_position(value, position))
        elif isinstance(target, ast.Subscript):
            self.value(target.slice)
            self._changes(target)

    def _changes(self, target: ast.expr) -> None:
        node = target.value if isinstance(target, ast.Subscript) else target
        value = self.scope.get(node.id) if isinstance(node, ast.Name) else None
        if isinstance(value, Stored):
            message = f"changes {value.names[0]} in place for everybody who reads it; make a new array of it"
            self._found("in_place", message, target)

    def _element(self, value: Any) -> Any:
        """Return what a loop over ``value`` gives."""
        if isinstance(value, Several):
            return value.items[0] if len(set(map(repr, value.items))) == 1 else join(value.items)
        if isinstance(value, Choices):
            items = [item for one in value.values if isinstance(one, (tuple, dict)) for item in one]
            return Choices(tuple(items)) if items else None
        if isinstance(value, Members):
            return value
        if isinstance(value, Law):
            return Choices(tuple(name for path in value.paths for name in self.reader.tree.children(path)))
        return None

    # ----- Expressions ----- #

    def value(self, node: ast.expr | None) -> Any:
        """Follow an expression; return what it stands for, None where that does not matter."""
        if node is None:
            return None
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is not None:
            return method(node)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.value(child)
            elif isinstance(child, ast.keyword):
                self.value(child.value)
        return None

    def _constant(self, node: ast.Constant) -> Choices:
        return Choices((node.value,))

    def _name(self, node: ast.Name) -> Any:
        if node.id in self.scope:
            return self.scope[node.id]
        return self._global(self.module, node.id)

    def _global(self, module: Module, name: str) -> Any:
        found = self.reader.sources.resolve(module, name)
        if found is None:
            return None
        origin, what = found
        if what is None:
            return origin
        if isinstance(what, ast.FunctionDef):
            return Helper(origin, what)
        if isinstance(what, ast.ClassDef):
            assigned = [line.targets[0] for line in what.body if isinstance(line, ast.Assign)]
            return Members(tuple(target.id for target in assigned if isinstance(target, ast.Name)))
        return constant(self.reader.sources.constant(origin, what))

    def _tuple(self, node: ast.Tuple | ast.List) -> Any:
        items = tuple(self.value(item) for item in node.elts)
        if all(isinstance(item, Choices) and len(item.values) == 1 for item in items):
            return Choices((tuple(item.values[0] for item in items),))
        return Several(items)

    _list = _tuple

    def _joinedstr(self, node: ast.JoinedStr) -> Any:
        parts = [self.value(part.value if isinstance(part, ast.FormattedValue) else part) for part in node.values]
        if not all(isinstance(part, Choices) for part in parts):
            return None
        product = itertools.product(*(part.values for part in parts))
        return Choices(tuple("".join(map(str, texts)) for texts in product))

    def _binop(self, node: ast.BinOp) -> Any:
        left, right = self.value(node.left), self.value(node.right)
        starts = left.texts() if isinstance(left, Choices) else None
        ends = right.texts() if isinstance(right, Choices) else None
        if not isinstance(node.op, ast.Add) or starts is None or ends is None:
            return None
        return Choices(tuple(a + b for a, b in itertools.product(starts, ends)))

    def _ifexp(self, node: ast.IfExp) -> Any:
        self.value(node.test)
        return join((self.value(node.body), self.value(node.orelse)))

    def _attribute(self, node: ast.Attribute) -> Any:
        value = self.value(node.value)
        if isinstance(value, People):
            return People(PROJECTORS[node.attr]) if node.attr in PROJECTORS else None
        if isinstance(value, Law):
            return self._below(value, (node.attr,), node)
        if isinstance(value, Module):
            return self._global(value, node.attr)
        if isinstance(value, Members):
            return Choices(value.names) if node.attr == "name" else Members((node.attr,))
        return None

    def _below(self, law: Law, names: tuple[str, ...], node: ast.expr) -> Any:
        tree = self.reader.tree
        found = []
        for path, name in itertools.product(law.paths, names):
            below = f"{path}.{name}" if path else name
            if path in tree.figures:
                continue  # an attribute of a number or of a scale
            if below in tree.figures:
                self.reading.figures.add(below)
            elif not tree.holds(below):
                if not name.startswith("_"):
                    known = ", ".join(tree.children(path)) or "nothing"
                    message = f"reads the parameter {below}, which does not exist; {path or 'the root'} has {known}"
                    self._found("parameter", message, node)
                continue
            found.append(below)
        return Law(tuple(found)) if found else None

    def _subscript(self, node: ast.Subscript) -> Any:
        value, index = self.value(node.value), self.value(node.slice)
        if isinstance(node.slice, ast.Slice):
            return self._sliced(value, node.slice)
        if isinstance(value, Members):
            texts = index.texts() if isinstance(index, Choices) else None
            return Members(texts) if texts else None
        if isinstance(value, Law):
            if all(path in self.reader.tree.figures for path in value.paths):
                return None
            texts = index.texts() if isinstance(index, Choices) else None
            if texts is None:
                message = "looks a parameter up by [...], a loop over people; use lookup(node, enum_or_position)"
                self._found("fancy_indexing", message, node)
                return None
            return self._below(value, texts, node)
        if isinstance(value, Choices) and isinstance(index, Choices):
            picked = [
                one[key]
                for one, key in itertools.product(value.values, index.values)
                if (isinstance(one, dict) and key in one)
                or (isinstance(one, tuple) and isinstance(key, int) and key < len(one))
            ]
            return Choices(tuple(picked)) if picked and UNKNOWN not in picked else None
        if isinstance(value, Several) and isinstance(index, Choices) and isinstance(index.values[0], int):
            return at_position(value, index.values[0])
        return None

    def _sliced(self, value: Any, piece: ast.Slice) -> Any:
        bounds = [self.reader.sources.constant(self.module, part) for part in (piece.lower, piece.upper, piece.step)]
        parts = (piece.lower, piece.upper, piece.step)
        known = [bound if part is not None else None for bound, part in zip(bounds, parts, strict=True)]
        if UNKNOWN in known:
            return value if isinstance(value, (Several, Choices)) else None
        if isinstance(value, Several):
            return Several(value.items[slice(*known)])
        if isinstance(value, Choices) and all(isinstance(one, tuple) for one in value.values):
            return Choices(tuple(one[slice(*known)] for one in value.values))
        return None

    def _call(self, node: ast.Call) -> Any:
        method = self._method(node)
        if method is not None:
            return method
        function = self.value(node.func)
        if isinstance(function, People):
            return self._asked(function, node)
        if isinstance(function, Helper):
            return self.reader.call(function, node, self)
        values = [self.value(argument) for argument in node.args]
        values += [self.value(keyword.value) for keyword in node.keywords]
        for value in values:
            self.table(value)
        if isinstance(function, LawBook):
            self.reading.asks_law = True
            return Law(("",))
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "getattr" and len(values) > 1 and isinstance(values[0], Law) and isinstance(values[1], Choices):
            return self._below(values[0], tuple(map(str, values[1].values)), node)
        if name in ("tuple", "list", "sorted", "reversed") and values:
            return values[0]
        if name == "enumerate" and values and isinstance(values[0], Choices):
            return Several((Several((None, self._element(values[0]))),))
        if name == "zip":
            return Several((Several(tuple(self._element(value) for value in values)),))
        return None

    def _method(self, node: ast.Call) -> Any:
        """Return the keys or values of a constant mapping; None for any other call."""
        if not isinstance(node.func, ast.Attribute) or node.func.attr not in ("keys", "values", "items"):
            return None
        value = self.value(node.func.value)
        if not isinstance(value, Choices) or not all(isinstance(one, dict) for one in value.values):
            return None
        return Choices(tuple(tuple(getattr(one, node.func.attr)()) for one in value.values))

    def _asked(self, people: People, node: ast.Call) -> Any:
        for argument in node.args[1:]:
            self.value(argument)
        for keyword in node.keywords:
            self.value(keyword.value)
        asked = self.value(node.args[0]) if node.args else None
        names = asked.texts() if isinstance(asked, Choices) else None
        if names is None:
            message = "asks for a variable whose name cannot be read here; write the name, or a tuple of names"
            self._found("unreadable", message, node)
            return None
        for name in names:
            self.reading.reads.append(Read(name, people.entity, self.module.path, node.lineno))
        return Stored(names)

    def _listcomp(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> Any:
        first = node.generators[0]
        over = self.value(first.iter)
        self.reader.loop(first.iter, over)
        items = self._items(over)
        if len(node.generators) > 1 or first.ifs or not items:
            self._generators(node.generators)
            return Several((self.value(node.elt),))
        results = []
        for item in items:
            self._bind(first.target, item)
            results.append(self.value(node.elt))
        return Several(tuple(results))

    def _items(self, value: Any) -> list[Any]:
        """Return what a loop gives, one after another, where that is known."""
        if isinstance(value, Several):
            return list(value.items)
        if isinstance(value, Members):
            return [Members((name,)) for name in value.names]
        if isinstance(value, Choices) and len(value.values) == 1 and isinstance(value.values[0], (tuple, dict)):
            return [Choices((item,)) for item in value.values[0]]
        return []

    _setcomp = _generatorexp = _listcomp

    def _dictcomp(self, node: ast.DictComp) -> None:
        self._generators(node.generators)
        self.value(node.key)
        self.value(node.value)

    def _generators(self, generators: list[ast.comprehension]) -> None:
        for generator in generators:
            over = self.value(generator.iter)
            self.reader.loop(generator.iter, over)
            self._bind(generator.target, self._element(over))
            for condition in generator.ifs:
                self.value(condition)

    def _lambda(self, node: ast.Lambda) -> None:
        inner = _Walk(self.reader, self.module, dict(self.scope))
        # An argument named as the people of the formula stands for some of them.
        names = [argument.arg for argument in node.args.args]
        inner.scope.update({name: None for name in names if not isinstance(self.scope.get(name), People)})
        inner.value(node.body)
        self.reading.add(inner.reading)
        self.reading.findings += inner.reading.findings

    def _slice(self, node: ast.Slice) -> None:
        for part in (node.lower, node.upper, node.step):
            self.value(part)
