"""Checks of what reads what: every name exists, no arrow runs against the flow of data, no circle."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator

from tools.law_checks.problem import Problems
from tools.law_checks.reading import Read, Reader
from tools.law_checks.sources import PACKAGE_NAME, Rule, Sources

#: What may read what. Services read everything and are no variables.
FLOW = {
    "facts": ("facts",),
    "status": ("facts", "status"),
    "recipients": ("facts", "status", "recipients", "duties", "rights"),
    "duties": ("facts", "status", "recipients", "duties", "rights"),
    "rights": ("facts", "status", "recipients", "duties", "rights"),
}
IMPORTED = (
    f"{PACKAGE_NAME}.acts",
    f"{PACKAGE_NAME}.base",
    f"{PACKAGE_NAME}.entities",
    f"{PACKAGE_NAME}.engine.open.hooks",
    f"{PACKAGE_NAME}.engine.open.months",
    f"{PACKAGE_NAME}.status_rules",
    PACKAGE_NAME,
)


class GraphCheck:
    """The check of the graph of variables."""

    def __init__(self, sources: Sources, reader: Reader, problems: Problems) -> None:
        self.sources = sources
        self.reader = reader
        self.problems = problems
        self.rules = {rule.name: rule for rule in sources.rules}
        self.edges: dict[str, dict[str, Read]] = {}
        self.figures: set[str] = set()

    def run(self) -> None:
        """Check every arrow, then the whole."""
        for rule in self.sources.rules:
            edges = self.edges.setdefault(rule.name, {})
            for formula in rule.formulas:
                reading = self.reader.formula(rule, formula)
                self.figures |= reading.figures
                for found in dict.fromkeys(reading.findings):
                    self.problems.add(found.kind, found.path, found.line, rule.name, found.message)
                for read in reading.reads:
                    if read.name not in edges:
                        edges[read.name] = read
                        self._arrow(rule, read)
                if rule.definition_period == "ETERNITY":
                    self._eternal(rule, formula, reading.asks_law)
        for module in self.sources.rule_modules:
            for source, line in _imported(module.tree):
                self._imported(module.name, module.path.stem, source, line)
        self._unread()
        for circle in self._circles():
            first = self.edges[circle[0]][circle[1]]
            message = f"stands in a circle: {' reads '.join(circle)}; break it with a fact"
            self.problems.add("circle", first.path, first.line, circle[0], message)

    def _arrow(self, rule: Rule, read: Read) -> None:
        def add(kind: str, message: str) -> None:
            self.problems.add(kind, read.path, read.line, rule.name, message)

        target = self.rules.get(read.name)
        if target is None:
            add("unknown", f"reads {read.name}, which does not exist; {self._nearest(read.name)}")
            return
        if rule.layer in FLOW and target.layer in FLOW and target.layer not in FLOW[rule.layer]:
            message = f"({rule.room}) reads {target.name} ({target.room}); {rule.layer} may read "
            add("flow", message + f"only {', '.join(FLOW[rule.layer])}")
        if rule.definition_period == "ETERNITY" and target.definition_period != "ETERNITY":
            message = f"is for ETERNITY but reads {target.name} of a {target.definition_period}"
            add("eternity", message + "; the first month asked would decide for ever: make it MONTH")
        if read.entity != target.entity:
            way = ".family(...)" if target.entity == "Family" else ".members(...)"
            add("entity", f"asks a {read.entity} for {target.name} of a {target.entity}; ask it with {way}")

    def _eternal(self, rule: Rule, formula: ast.FunctionDef, asks_law: bool) -> None:
        if asks_law:
            message = "is for ETERNITY but reads figures of a date; the first month asked would decide for ever"
            self.problems.add("eternity", rule.module.path, formula.lineno, rule.name, f"{message}: make it MONTH")

    def _unread(self) -> None:
        """Name the figures of rules that no rule reads; indicators are series of their own."""
        for name, figure in self.reader.tree.figures.items():
            if name.partition(".")[0] in FLOW and name not in self.figures:
                message = "no rule reads this figure; read it, or remove it"
                self.problems.add("unread", figure.entry.path, figure.entry.line, name, message)

    def _nearest(self, name: str) -> str:
        near = difflib.get_close_matches(name, self.rules, 1, 0.75)
        return f"did you mean {near[0]}?" if near else "write it, or read another"

    def _imported(self, module: str, stem: str, source: str, line: int) -> None:
        if not source.startswith(PACKAGE_NAME) or source in IMPORTED:
            return
        path = self.sources.module(module)
        assert path is not None
        if not source.startswith(f"{PACKAGE_NAME}.variables."):
            message = f"imports {source}; a rule uses base, entities and other rules only"
            self.problems.add("flow", path.path, line, stem, message)
            return
        own, other = _layer(module), _layer(source)
        if own in FLOW and other not in FLOW[own]:
            message = f"({own}) imports from {source}; {own} may use only {', '.join(FLOW[own])}"
            self.problems.add("flow", path.path, line, stem, message)

    def _circles(self) -> Iterator[list[str]]:
        """Yield each circle once, as names that end where they begin."""
        for component in _components({name: list(edges) for name, edges in self.edges.items()}):
            start = min(component)
            if len(component) > 1 or start in self.edges.get(start, {}):
                yield self._way(start, set(component))

    def _way(self, start: str, within: set[str]) -> list[str]:
        """Return a shortest way from a variable back to itself."""
        ways = [[start]]
        seen: set[str] = set()
        for way in ways:
            for name in self.edges[way[-1]]:
                if name == start:
                    return [*way, start]
                if name in within and name not in seen:
                    seen.add(name)
                    ways.append([*way, name])
        return [start, start]


def _imported(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno


def _layer(module: str) -> str:
    room = module.removeprefix(f"{PACKAGE_NAME}.variables.")
    return "recipients" if room.startswith("status.recipients") else room.partition(".")[0]


def _components(graph: dict[str, list[str]]) -> list[list[str]]:
    """Return the sets of names that reach each other (Tarjan's algorithm, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[list[str]] = []
    for root in graph:
        if root in index:
            continue
        work = [(root, iter(graph[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            name, rest = work[-1]
            for child in rest:
                if child not in graph:
                    continue
                if child not in index:
                    index[child] = low[child] = len(index)
                    stack.append(child)
                    on_stack.add(child)
                    work.append((child, iter(graph[child])))
                    break
                if child in on_stack:
                    low[name] = min(low[name], index[child])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == index[name]:
                    component: list[str] = []
                    while not component or component[-1] != name:
                        component.append(stack.pop())
                        on_stack.discard(component[-1])
                    found.append(component)
    return found
