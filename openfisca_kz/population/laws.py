"""The law of a run and what is asked of it: reforms by name, variables by name, a hash of every rule and figure."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openfisca_kz import reforms
from openfisca_kz.engine.system import PACKAGE, Reform
from openfisca_kz.families import from_file as reading
from openfisca_kz.population import targets
from openfisca_kz.population.batch import Question
from openfisca_kz.population.schema import WITHOUT
from openfisca_kz.problems import month_of, nearest, refuse
from openfisca_kz.services import rights_and_duties as ledger

#: Every status, right and duty, their totals, and what the official figures count.
ALL = "all"

#: The law's poverty line, with which incomes are compared.
LINE = "poverty_line"

#: Between the names of reforms that are applied one upon another.
UPON = "+"


def law(reform: str | None) -> Any:
    """Return the system of a run: the law, or a reform of it by name.

    Args:
        reform: a module of ``openfisca_kz.reforms`` or the name of its class; ``package.module.Class`` for one's own;
            several with ``+`` between them, each upon those before.

    Raises:
        InputError: there is no such reform.

    """
    system = reading.default_system()
    for name in [] if reform is None else reform.split(UPON):
        system = _reformed(system, name.strip())
    return system


def _reformed(baseline: Any, reform: str) -> Any:
    module_name, _, class_name = reform.rpartition(".")
    try:
        if module_name:
            return getattr(_imported(module_name), class_name)(baseline)
        module = importlib.import_module(f"{reforms.__name__}.{reform}")
    except (ModuleNotFoundError, AttributeError):
        names = sorted({path.stem for path in Path(reforms.__path__[0]).iterdir() if not path.name.startswith("_")})
        hint = nearest(reform, names, show=True)
        raise refuse("There is no reform {name}: {hint}", name=reform, hint=hint) from None
    found: list[Any] = [each for _, each in inspect.getmembers(module, inspect.isclass) if _is_own(each, module)]
    if not found:
        raise refuse("The module of {name} has no reform.", name=reform)
    return next((each for each in found if each.__name__ == reform), found[0])(baseline)


def _is_own(each: type, module: Any) -> bool:
    return issubclass(each, Reform) and each is not Reform and each.__module__.startswith(module.__name__)


def question(system: Any, month: str, variables: Sequence[str]) -> Question:
    """Return the question of a run.

    Raises:
        InputError: a month or a variable that the law does not know.

    """
    month_of(month)
    names: dict[str, None] = {}
    for name in variables:
        if name == ALL:
            rights = ledger.rights_of(system)
            known = (*ledger.statuses_of(system), *rights, *ledger.duties_of(system), *ledger.PAID_BY_STATE)
            counted = targets.variables(targets.official(), system)
            totals = (WITHOUT, *ledger.TOTALS, LINE, *(right + ledger.PAID for right in rights), *counted)
            names |= dict.fromkeys((*known, *(total for total in totals if total in system.variables)))
        elif name not in system.variables:
            hint = nearest(name, system.variables)
            raise refuse("There is no variable `{name}`: {hint}", name=name, hint=hint)
        else:
            names[name] = None
    return Question(month, tuple(names))


#: What the results of a chunk rest on; the other modules say what was found.
_RULES = ("parameters", "variables", "reforms", "engine", "services")
_CALCULATING = ("arrays", "arrow", "batch", "checking", "chunks", "schema")


def law_hash(reform: str | None = None) -> str:
    """Return a hash of every rule and figure of this package, and of a reform of one's own with what it imports."""
    digest = hashlib.blake2b(digest_size=16)
    for folder in _RULES:
        for path in sorted((PACKAGE / folder).rglob("*")):
            if path.suffix in (".py", ".yaml"):
                digest.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes() + b"\0")
    calculating = [PACKAGE / "population" / f"{name}.py" for name in _CALCULATING]
    own = [] if reform is None else [path for name in reform.split(UPON) for path in _own_files(name.strip())]
    for path in [*sorted([*PACKAGE.glob("*.py"), *PACKAGE.glob("*.yaml"), *calculating]), *own]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _own_files(reform: str) -> list[Path]:
    """Return the files of a reform that is not of this package: its module, and what that imports from beside it."""
    module_name = reform.rpartition(".")[0]
    if not module_name:
        return []
    todo, files = [_imported(module_name)], {}
    home = Path(str(todo[0].__file__)).resolve().parent
    while todo:
        module = todo.pop()
        path = Path(str(getattr(module, "__file__", None) or "")).resolve()
        if path in files or path.suffix != ".py" or home not in path.parents:
            continue
        files[path] = None
        todo += [each if inspect.ismodule(each) else inspect.getmodule(each) for each in vars(module).values()]
    return sorted(files)


def _imported(name: str) -> Any:
    """Return a module of one's own, also one in the directory that a person works in."""
    if os.getcwd() not in sys.path:
        sys.path.append(os.getcwd())
    return importlib.import_module(name)
