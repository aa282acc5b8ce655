"""Checks of how formulas are written: no figures in code, nothing that works for one person only.

A module under ``variables/`` that defines no variable holds the words of its area, as ``base.py`` does for all: it may
loop over arrays of days or steps of a schedule. Figures and dates of the law may not stand there either.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tools.law_checks.problem import Problems
from tools.law_checks.reading import Reader
from tools.law_checks.sources import UNKNOWN, Module, Rule, Sources

#: The only numbers of a formula: nothing, the whole, the one before.
NUMBERS = (0, 1, -1)
#: What words may count with besides: halves, tiyn in a tenge, a last-bit error.
WORD_NUMBERS = (*NUMBERS, 0.5, 100, 1e-6)
#: A name of measure, not of law: months in a quarter, tiyn in a tenge.
CONVERSION = re.compile(r"[A-Z]+_IN_[A-Z]+")
DATE = re.compile(r"(19|20)\d{2}(-\d{2}){0,2}")

#: What a loop may go over, besides constants of the module and words that give months.
LOOPS = ("months_to", "months_of_year_to")

ONE_PERSON = "works for one person only; use {}"
STATEMENTS: tuple[tuple[type, str], ...] = (
    (ast.If, "a Python if " + ONE_PERSON.format("where(condition, a, b)")),
    (ast.IfExp, "a Python a if b else c " + ONE_PERSON.format("where(condition, a, b)")),
    (ast.While, "a Python while " + ONE_PERSON.format("arrays")),
    (ast.Match, "a Python match " + ONE_PERSON.format("where or lookup")),
    (ast.Try, "a formula does not fail and recover; name the condition and use where"),
    (ast.Assert, "a formula does not assert; name the condition and use where"),
    (ast.Raise, "a formula does not raise; refuse bad facts where they are given"),
    (ast.And, "a Python and " + ONE_PERSON.format("&")),
    (ast.Or, "a Python or " + ONE_PERSON.format("|")),
    (ast.Not, "a Python not " + ONE_PERSON.format("~")),
    (ast.In, "a Python in " + ONE_PERSON.format("one_of(values, A, B)")),
    (ast.NotIn, "a Python not in " + ONE_PERSON.format("~one_of(values, A, B)")),
)

BUILTINS = {
    "max": "maximum(a, b), or family_max",
    "min": "minimum(a, b), or family_min",
    "sum": "+ over months, or family_sum",
    "any": "|, or family_any",
    "all": "&",
    "round": "round_tenge, or another rounding of base.py",
    "float": "the array as it is",
    "bool": "a comparison",
    "map": "array arithmetic",
    "filter": "array * condition",
}

#: Methods and functions that mix all people into one number, or loop over them.
WHOLE_POPULATION = ("sum", "any", "all", "max", "min", "mean", "median", "prod", "argmax", "argmin", "cumsum")
SLOW = {
    "calc": "marginal(scale, base, unit)",
    "has_role": 'has_role(person, "child") of base.py',
    "nb_persons": "family_count(family, condition)",
    "get_rank": "family_rank(person, criterion, among)",
    "value_nth_person": "family_max or a role, such as family.first_parent",
    "value_from_person": "family_sum(family, array, among)",
    "value_from_partner": "the two parents, by role",
    "value_from_first_person": "a role, such as family.first_parent",
    "tolist": "array arithmetic",
    "vectorize": "array arithmetic",
    "apply_along_axis": "array arithmetic",
    "fromiter": "array arithmetic",
    "simulation": "the variable, asked of the person",
    "calculate": "the variable, asked of the person",
}
ROUNDINGS = ("ceil", "floor", "round", "rint", "around", "trunc", "fix")
NUMPY = ("np", "numpy")


class FormulaCheck:
    """The check of every function under ``variables/``: formulas and their helpers."""

    def __init__(self, sources: Sources, reader: Reader, problems: Problems) -> None:
        self.sources = sources
        self.reader = reader
        self.problems = problems

    def run(self) -> None:
        """Check every file of rules."""
        for module in self.sources.rule_modules:
            inside = {id(rule.node): rule for rule in self.sources.rules if rule.module is module}
            for node in module.tree.body:
                rule = inside.get(id(node))
                if rule is not None:
                    for formula in rule.formulas:
                        self._function(module, formula, rule.name)
                    self._members(rule)
                elif isinstance(node, ast.FunctionDef):
                    self._function(module, node, node.name)
            self._constants(module)
            self._imports(module)

    def _add(self, kind: str, module: Module, node: ast.AST, name: str, message: str) -> None:
        self.problems.add(kind, module.path, getattr(node, "lineno", 1), name, message)

    def _members(self, rule: Rule) -> None:
        for node in rule.node.body:
            target = node.targets[0] if isinstance(node, ast.Assign) else None
            if isinstance(target, ast.Name) and target.id.startswith("formula"):
                message = "its formula is made elsewhere and cannot be read here; write def formula"
                self._add("unreadable", rule.module, node, rule.name, message)
            elif isinstance(node, ast.FunctionDef) and not node.name.startswith("formula"):
                message = f"the method {node.name} is no formula; make it a function of the module"
                self._add("unreadable", rule.module, node, rule.name, message)

    def _constants(self, module: Module) -> None:
        words = module.name in self.sources.word_modules
        allowed = WORD_NUMBERS if words else NUMBERS
        for name, node in module.constants.items():
            if words and CONVERSION.fullmatch(name):
                continue
            value = self.sources.constant(module, node)
            numbers = [item for item in _flat(value) if isinstance(item, (int, float))]
            if any(item not in allowed for item in numbers):
                message = "a figure of the law stands in the code; make it a parameter with its source"
                self._add("number", module, node, name, message)
            elif any(isinstance(item, str) and DATE.fullmatch(item) for item in _flat(value)):
                message = "a date of the law stands in the code; make it a dated parameter or a dated formula"
                self._add("date", module, node, name, message)

    def _imports(self, module: Module) -> None:
        for local, (source, original) in module.imports.items():
            if original == "*":
                message = f"imports everything of {source}; name what is used"
                self.problems.add("import", module.path, 1, module.path.stem, message)
            elif source.partition(".")[0] in ("datetime", "pandas", "random", "time"):
                message = f"uses {source}; dates are datetime64 arrays, with the words of base.py"
                self.problems.add("import", module.path, 1, local, message)

    def _function(self, module: Module, function: ast.FunctionDef, name: str) -> None:
        words = module.name in self.sources.word_modules
        for node in _nodes(function):
            if isinstance(node, ast.Constant):
                found = _literal(node.value, WORD_NUMBERS if words else NUMBERS)
            else:
                found = iter(()) if words else self._wrong(module, node)
            where = node.iter if isinstance(node, ast.comprehension) else node
            for kind, message in found:
                self._add(kind, module, where, name, message)

    def _wrong(self, module: Module, node: ast.AST) -> Iterator[tuple[str, str]]:
        if isinstance(node, (ast.BoolOp, ast.UnaryOp)):
            yield from _statement(node.op)
        elif isinstance(node, ast.Compare):
            yield from (problem for operator in node.ops for problem in _statement(operator))
            if len(node.ops) > 1:
                yield "branching", "a < b < c works for one person only; write (a < b) & (b < c)"
        elif isinstance(node, (ast.For, ast.comprehension)):
            yield from self._loop(module, node.iter)
        elif isinstance(node, ast.Call):
            yield from _call(node)
        elif isinstance(node, ast.Attribute):
            if node.attr in SLOW:
                yield "trap", f"{node.attr} is slow or wrong for many people; use {SLOW[node.attr]}"
        elif not isinstance(node, (ast.boolop, ast.unaryop, ast.cmpop)):
            yield from _statement(node)

    def _gives_months(self, module: Module, name: str, call: ast.Call) -> bool:
        """Return whether a word is asked for the months that belong to the period."""
        found = self.sources.resolve(module, name)
        asked = any(isinstance(argument, ast.Name) and argument.id == "period" for argument in call.args)
        return asked and found is not None and found[0].name in self.sources.word_modules

    def _loop(self, module: Module, over: ast.expr) -> Iterator[tuple[str, str]]:
        """Allow loops over months, and over constants of the module."""
        if isinstance(over, ast.Call) and isinstance(over.func, (ast.Name, ast.Attribute)):
            name = over.func.id if isinstance(over.func, ast.Name) else over.func.attr
            if name in LOOPS or self._gives_months(module, name, over):
                return
            inner = over.func.value if isinstance(over.func, ast.Attribute) else None
            if name in ("items", "keys", "values") and inner is not None:
                over = inner
            elif name in ("zip", "enumerate", "reversed"):
                for argument in over.args:
                    yield from self._loop(module, argument)
                return
        if self.sources.constant(module, over) is UNKNOWN and not self.reader.over_constants(over):
            text = ast.unparse(over)
            message = f"loops over {text}; loops go over {', '.join(LOOPS)} or a named tuple of the module"
            yield "loop", message


def _statement(node: ast.AST) -> Iterator[tuple[str, str]]:
    for kind, message in STATEMENTS:
        if isinstance(node, kind):
            yield "branching", message


def _literal(value: object, allowed: tuple[float, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value not in allowed:
        yield "number", f"the number {value} stands in a formula; make it a parameter with its source"
    elif isinstance(value, str) and DATE.fullmatch(value):
        yield "date", f"the date {value} stands in a formula; make it a parameter or a dated formula"


def _call(node: ast.Call) -> Iterator[tuple[str, str]]:
    if isinstance(node.func, ast.Name):
        name = node.func.id
        if name in BUILTINS:
            yield "trap", f"Python's {name}() works for one person only; use {BUILTINS[name]}"
        elif name in ("date", "datetime"):
            yield "date", "a date is made in a formula; make it a parameter or a dated formula"
    elif isinstance(node.func, ast.Attribute):
        name = node.func.attr
        if name in WHOLE_POPULATION:
            message = f".{name}() takes all people at once, or fails for an empty family; use family_{name}"
            known = name in ("sum", "any", "max", "min")
            yield "trap", message if known else message.partition(";")[0] + "; use + - maximum and family_..."
        elif name in ROUNDINGS:
            message = f"{name} rounds, and does not say by what rule; use ceil_tenge, or a named helper"
            yield "rounding", message


def _nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield what runs when the function runs: neither its docstring nor its annotations."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    for default in (*function.args.defaults, *function.args.kw_defaults):
        if default is not None:
            yield from ast.walk(default)
    for statement in body:
        yield from ast.walk(statement)


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _flat(key)
            yield from _flat(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _flat(item)
    else:
        yield value
