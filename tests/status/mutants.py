"""Mutants of the rules of statuses: each condition dropped or turned round, to see whether a YAML case notices."""

from __future__ import annotations

import ast
import copy
import dataclasses
import importlib
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from openfisca_core.parameters import config as parameters_config

import openfisca_kz
from tests.yaml_cases import Case, run_alone

PACKAGE = Path(openfisca_kz.__file__).parent
RULES = PACKAGE / "variables/status"
CASES = Path(__file__).parent

#: Neighbours on the other side of a threshold, and opposites.
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}


@dataclasses.dataclass(frozen=True)
class Mutant:
    """A rule with one condition changed: the function, its changed code, and what was changed."""

    function: types.FunctionType
    code: types.CodeType
    name: str


def mutants(folder: Path = RULES) -> Iterator[Mutant]:
    """Yield every mutant of every function in the modules of a folder of rules."""
    for path in sorted(folder.rglob("*.py")):
        module = importlib.import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
        for owner, function in _functions(ast.parse(path.read_text(encoding="utf-8"))):
            holder = getattr(module, owner) if owner else module
            target = vars(holder)[function.name]
            for changed, what in _changed(function):
                yield Mutant(target, _compiled(changed, target), f"{owner or path.stem}.{function.name}: {what}")


def cases(folder: Path = CASES) -> list[Case]:
    """Return the YAML cases below a folder."""
    return [
        Case.from_yaml(raw, path)
        for path in sorted(folder.rglob("*.yaml"))
        for raw in yaml.load(path.read_text(encoding="utf-8"), Loader=parameters_config.Loader)
    ]


def survivors(found: Iterator[Mutant], told: list[Case]) -> list[str]:
    """Return the names of the mutants that no case notices."""
    ran = [(case, _ran(case)) for case in told]
    return [mutant.name for mutant in found if not any(_notices(case, mutant) for case in _likely(mutant, ran))]


def _likely(mutant: Mutant, ran: list[tuple[Case, set[types.CodeType]]]) -> list[Case]:
    """Return the cases that ran a rule, those of its own file first, then the short ones."""
    own = Path(mutant.function.__code__.co_filename).stem
    of_rule = [(case.path.stem != own, len(codes), case) for case, codes in ran if mutant.function.__code__ in codes]
    return [case for *_, case in sorted(of_rule, key=lambda each: each[:2])]


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield "", node
        elif isinstance(node, ast.ClassDef):
            yield from ((node.name, each) for each in node.body if isinstance(each, ast.FunctionDef))


def _changed(function: ast.FunctionDef) -> Iterator[tuple[ast.FunctionDef, str]]:
    """Yield copies of a function, each with one condition changed."""
    rule = copy.copy(function)
    rule.args = ast.parse("def f({}): ...".format(", ".join(_parameters(function)))).body[0].args
    rule.returns, rule.decorator_list = None, []
    for place, node in enumerate(ast.walk(rule)):
        for number, (_, what) in enumerate(_changes(node)):
            copied = copy.deepcopy(rule)
            old = next(each for at, each in enumerate(ast.walk(copied)) if at == place)
            new, _ = list(_changes(old))[number]
            yield ast.fix_missing_locations(_Replace(old, new).visit(copied)), what


def _parameters(function: ast.FunctionDef) -> Iterator[str]:
    """Yield the parameters of a function without their types, which are no conditions."""
    yield from (each.arg for each in function.args.args)
    if function.args.vararg:
        yield f"*{function.args.vararg.arg}"
    for each, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
        yield each.arg if default is None else f"{each.arg}={ast.unparse(default)}"


def _changes(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr):
        yield node.left, f"without {ast.unparse(node.right)}"
        yield node.right, f"without {ast.unparse(node.left)}"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
        yield node.operand, f"not {ast.unparse(node)}"
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in _TURNED:
        turned = ast.Compare(node.left, [_TURNED[type(node.ops[0])]()], node.comparators)
        yield turned, ast.unparse(turned)
    elif isinstance(node, ast.Return) and node.value is not None:
        yield ast.Return(ast.UnaryOp(ast.Invert(), node.value)), "the contrary"
    elif isinstance(node, ast.Call | ast.Tuple):
        yield from _shorter(node)


def _shorter(node: ast.Call | ast.Tuple) -> Iterator[tuple[ast.expr, str]]:
    """Yield a list of alternatives (members of an Enum, roles, grounds) without one of them."""
    listed = node.args if isinstance(node, ast.Call) else node.elts
    alternatives = [each for each in listed if _is_alternative(each)]
    if len(alternatives) < 2:
        return
    for one in alternatives:
        rest = [each for each in listed if each is not one]
        if isinstance(node, ast.Call):
            yield ast.Call(node.func, rest, node.keywords), f"without {ast.unparse(one)}"
        else:
            yield ast.Tuple(rest, node.ctx), f"without {ast.unparse(one)}"


def _is_alternative(node: ast.expr) -> bool:
    if isinstance(node, ast.Tuple):
        return True
    if isinstance(node, ast.Constant):
        return node.value in ("first_parent", "second_parent", "child", "other")
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id[0].isupper()


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self.new if node is self.old else self.generic_visit(node)


def _compiled(function: ast.FunctionDef, original: types.FunctionType) -> types.CodeType:
    names: dict[str, Any] = {}
    exec(compile(ast.Module([function], []), original.__code__.co_filename, "exec"), original.__globals__, names)
    return names[function.name].__code__


def _ran(case: Case) -> set[types.CodeType]:
    """Run a case and return the code that it ran."""
    codes: set[types.CodeType] = set()

    def note(frame: types.FrameType, event: str, _: Any) -> None:
        if event == "call":
            codes.add(frame.f_code)

    sys.setprofile(note)
    try:
        run_alone(case)
    finally:
        sys.setprofile(None)
    return codes


def _notices(case: Case, mutant: Mutant, run: Callable[[Case], None] = run_alone) -> bool:
    original = mutant.function.__code__
    mutant.function.__code__ = mutant.code
    try:
        run(case)
    except Exception:
        return True
    finally:
        mutant.function.__code__ = original
    return False
