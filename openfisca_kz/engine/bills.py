"""Bills: one grammar for the name of a reform everywhere, and bills that are written without code.

A name is that of a reform shipped here, ``package.module.Class``, ``file.py`` or ``file.py:Class``, or a YAML file;
several joined by ``+`` apply one upon another.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import importlib
import importlib.util
import inspect
import os
import pkgutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import yaml
from openfisca_core import reforms as core_reforms
from openfisca_core.parameters import Parameter, ParameterNode, ParameterScale

from openfisca_kz import reforms
from openfisca_kz.base import Variable, rights
from openfisca_kz.engine import new_rights
from openfisca_kz.engine.figures import leaves
from openfisca_kz.engine.system import LawSystem, Reform
from openfisca_kz.language import Told
from openfisca_kz.problems import InputError, Problem, nearest, refuse, refuse_argument

#: Between the names of bills that apply one upon another.
UPON = "+"

#: Between their titles.
AND = " + "

#: What a bill in YAML may say.
KEYS = ("name", "summary", "in_force", "figures", "abolished", "conditions_removed", "rights")

Bill = Callable[[LawSystem], LawSystem]


@functools.cache
def shipped() -> dict[str, type[Reform]]:
    """Return the reforms of this package by name."""
    found: dict[str, type[Reform]] = {}
    for item in pkgutil.iter_modules(reforms.__path__, f"{reforms.__name__}."):
        found |= _reforms_of(importlib.import_module(item.name))
    return dict(sorted(found.items()))


def _reforms_of(module: ModuleType) -> dict[str, Any]:
    return {
        name: member
        for name, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, core_reforms.Reform) and member.__module__ == module.__name__
    }


def find_reform(name: str, *, only_shipped: bool = False) -> Bill:
    """Return what makes a law into the law with a bill.

    Args:
        name: of the bill, by the grammar of this module.
        only_shipped: refuse what is not shipped here, as a service must, which runs nobody's code.

    Raises:
        InputError: there is no such bill, it stands twice, or it cannot be read.

    """
    if not isinstance(name, str):
        raise refuse_argument(
            "name", "{place}: {value} is not {right}.", place="reform", value=name, right=Problem("a name")
        )
    names = [part.strip() for part in name.split(UPON)]
    bills = [_one(part, only_shipped=only_shipped) for part in names]
    written = [_written_in(bill) for bill in bills]
    for place, part in enumerate(names):
        if written[place] in written[:place]:
            raise refuse("The reform `{name}` is named twice: write it once.", name=part)
    return bills[0] if len(bills) == 1 else _upon_another(bills)


def law_of(name: str | None, system: LawSystem) -> LawSystem:
    """Return the law with a bill, or the law itself where no bill is named.

    Raises:
        InputError: there is no such bill, or it cannot be applied to this law.

    """
    return system if name is None else find_reform(name)(system)


def files_of(name: str) -> list[Path]:
    """Return the files of bills that are not shipped here: what they are written in, and what that imports beside it.

    Results that were reckoned by them must not outlive a change in these files.
    """
    files: dict[Path, None] = {}
    for part in (part.strip() for part in name.split(UPON)):
        bill = _one(part)
        if part not in shipped():
            files |= dict.fromkeys(_with_imports(bill))
    return sorted(files)


def _written_in(bill: Any) -> tuple[Path, str]:
    """Return the file that a bill is written in, and its name there: the same however a person spells it."""
    return Path(getattr(bill, "file", None) or str(inspect.getsourcefile(bill))).resolve(), bill.__name__


def _with_imports(bill: Any) -> list[Path]:
    own, _ = _written_in(bill)
    if own.suffix != ".py":
        return [own]
    todo: list[Any] = [inspect.getmodule(bill)]
    files: dict[Path, None] = {}
    while todo:
        module = todo.pop()
        path = Path(str(getattr(module, "__file__", None) or "")).resolve()
        if path in files or path.suffix != ".py" or own.parent not in path.parents:
            continue
        files[path] = None
        todo += [each if inspect.ismodule(each) else inspect.getmodule(each) for each in vars(module).values()]
    return list(files)


def _upon_another(bills: Sequence[Bill]) -> Bill:
    def together(system: LawSystem) -> LawSystem:
        names = []
        for bill in bills:
            system = bill(system)
            names.append(system.name)
        system.name, system.names = AND.join(names), tuple(names)
        return system

    return together


def _one(name: str, *, only_shipped: bool = False) -> Bill:
    known = shipped()
    if name in known:
        return known[name]
    path, _, class_name = name.partition(":")
    if not only_shipped and path.endswith((".yaml", ".yml")):
        return read_bill(path)
    if not only_shipped and path.endswith(".py"):
        return _of_module(_load(path), class_name, name)
    module_name, _, class_name = name.rpartition(".")
    if not only_shipped and module_name:
        try:
            return _of_module(_imported(module_name), class_name, name)
        except ImportError as error:
            raise refuse("The reform `{name}` cannot be imported: {reason}.", name=name, reason=str(error)) from None
    hint: Problem = nearest(name, known)
    raise refuse("There is no reform `{name}`: {hint}", name=name, hint=hint)


def _imported(name: str) -> ModuleType:
    """Return a module of somebody's own, also one in the folder that a person works in."""
    if os.getcwd() not in sys.path:
        sys.path.append(os.getcwd())
    return importlib.import_module(name)


def _load(path: str) -> ModuleType:
    file = Path(path)
    if not file.is_file():
        raise refuse("There is no file {path}.", path=path)
    spec = importlib.util.spec_from_file_location(f"bill_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise refuse("The reform `{name}` cannot be imported: {reason}.", name=path, reason=reason) from error
    sys.modules[spec.name] = module
    return module


def _of_module(module: ModuleType, class_name: str, name: str) -> Bill:
    found = _reforms_of(module)
    if class_name:
        if class_name not in found:
            hint: Problem = nearest(class_name, found)
            raise refuse("There is no reform `{name}`: {hint}", name=name, hint=hint)
        return found[class_name]
    if len(found) != 1:
        names = ", ".join(found) or "-"
        raise refuse("{name} holds {count} reforms ({names}): say which, as file.py:Class.", name=name,
                     count=len(found), names=names)  # fmt: skip
    return next(iter(found.values()))


# ----- Bills without code ----- #


def read_bill(path: str | Path) -> type[Reform]:
    """Return a bill that is written in YAML.

    Args:
        path: the file. ``name`` and ``summary`` (a text, or one by language), ``in_force`` (the first day),
            ``figures`` (a path of the parameters: a value, or values by first day; with the unit, if wished, as
            ``{value: 8, unit: MRP}``), ``abolished`` (rights), ``conditions_removed`` (conditions of rights) and
            ``rights`` (new ones: label, paid_by, amount, to; ``engine.new_rights``).

    Raises:
        InputError: with one sentence for each thing that is wrong.

    """
    file = Path(path)
    if not file.is_file():
        raise refuse("There is no file {path}.", path=str(path))
    try:
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())
        raise refuse("{path} cannot be read: {reason}.", path=str(path), reason=reason) from None
    return _BillReader(str(path), told).bill()


@dataclasses.dataclass(frozen=True)
class _Told:
    """What a bill does, as its file tells it."""

    since: datetime.date | None
    figures: Mapping[str, Any]
    abolished: Mapping[str, datetime.date]
    removed: Mapping[str, datetime.date]
    added: Mapping[str, Any]


class _BillReader:
    def __init__(self, path: str, told: Any) -> None:
        self.path = path
        self.told: Mapping[str, Any] = told if isinstance(told, Mapping) else {}
        self.problems: list[Problem] = []
        if not isinstance(told, Mapping):
            self._wrong("a bill has name, in_force and figures, rights, abolished or conditions_removed.")

    def bill(self) -> type[Reform]:
        """Return the bill as a reform whose figures and names are checked against the law when it is applied."""
        for key in self.told:
            if key not in KEYS:
                self._wrong("there is no `{key}` in a bill: {hint}", key=str(key), hint=nearest(str(key), KEYS))
        since = self._day(self.told.get("in_force"), "in_force")
        name = Told.of(self.told.get("name"), Path(self.path).stem)
        told = _Told(
            since,
            self._mapping("figures"),
            self._dated("abolished", since),
            self._dated("conditions_removed", since),
            self._mapping("rights"),
        )
        if not (told.figures or told.abolished or told.removed or told.added):
            self._wrong("this bill changes nothing: it has no figures, rights, abolished or conditions_removed.")
        if told.added and since is None:
            first = next(iter(told.added))
            self._wrong("`{name}` needs a first day: write in_force, or {name}: 2027-01-01.", name=first)
        self._stop()

        def apply(law: Reform) -> None:
            self._apply(law, told)

        body = {
            "name": name,
            "apply": apply,
            "file": self.path,
            "__doc__": str(Told.of(self.told.get("summary"), name)),
        }
        return type("".join(c if c.isalnum() else "_" for c in Path(self.path).stem), (Reform,), body)

    def _apply(self, law: Reform, told: _Told) -> None:
        figures = told.figures.items()
        changes = [change for path, value in figures for change in self._figure(law, str(path), value, told.since)]
        self._check_rights(law, told.abolished)
        self._check_conditions(law, told.removed)
        new = [new_rights.read(str(name), each, law, self._wrong) for name, each in told.added.items()]
        self._stop()

        def changed(parameters: ParameterNode) -> ParameterNode:
            for path, day, value in changes:
                _at(parameters, path).update(start=day.isoformat(), value=value)
            return parameters

        if changes:
            law.modify_parameters(changed)
        for right, day in told.abolished.items():
            for name in (right, f"{right}_eligible", f"{right}_paid"):
                if name in law.variables:
                    _until(law, name, day)
        for condition, day in told.removed.items():
            _holds_from(law, condition, day)
        for brought in new:
            if brought is not None and told.since is not None:
                for variable in brought.variables(law, told.since, str(law.name)):
                    law.add_variable(variable).room = "rights"

    def _check_rights(self, law: Reform, abolished: Iterable[str]) -> None:
        known = rights(law)
        for right in abolished:
            if right not in known:
                self._wrong("there is no right `{name}`: {hint}", name=right, hint=nearest(right, known))

    def _check_conditions(self, law: Reform, removed: Iterable[str]) -> None:
        for condition in removed:
            variable = law.variables.get(condition)
            if variable is None or variable.value_type is not bool or not variable.formulas:
                conditions = [name for name, each in law.variables.items() if each.value_type is bool and each.formulas]
                hint = nearest(condition, conditions)
                self._wrong("there is no condition `{name}`: {hint}", name=condition, hint=hint)

    # ----- What is told ----- #

    def _wrong(self, message: str, **values: Any) -> None:
        self.problems.append(Problem("{path}: {what}", {"path": self.path, "what": Problem(message, values)}))

    def _stop(self) -> None:
        if self.problems:
            problems, self.problems = self.problems, []
            raise InputError(problems)

    def _mapping(self, key: str) -> Mapping[str, Any]:
        told = self.told.get(key) or {}
        if not isinstance(told, Mapping):
            self._wrong("`{key}` takes a path and its value, one pair per line.", key=key)
            return {}
        return told

    def _dated(self, key: str, since: datetime.date | None) -> dict[str, datetime.date]:
        told = self.told.get(key) or {}
        if isinstance(told, str):
            told = [told]
        if isinstance(told, Mapping):
            days = {str(name): self._day(day, str(name)) for name, day in told.items()}
        elif isinstance(told, list):
            days = {str(name): since for name in told}
        else:
            self._wrong("`{key}` is a list of names, or names with the first day.", key=key)
            return {}
        for name in (name for name, day in days.items() if day is None):
            self._wrong("`{name}` needs a first day: write in_force, or {name}: 2027-01-01.", name=name)
        return {name: day for name, day in days.items() if day is not None}

    def _day(self, told: Any, what: str) -> datetime.date | None:
        if told is None or (isinstance(told, datetime.date) and not isinstance(told, datetime.datetime)):
            return told
        try:
            return datetime.date.fromisoformat(str(told))
        except ValueError:
            self._wrong("`{what}`: {told} is not a day; write it as 2027-01-01.", what=what, told=str(told))
            return None

    def _figure(
        self, law: Reform, path: str, told: Any, since: datetime.date | None
    ) -> list[tuple[str, datetime.date, float]]:
        leaf = _at(law.parameters, path)
        if leaf is None:
            paths = [each.name for each in leaves(law.parameters)]
            self._wrong("there is no figure `{figure}`: {hint}", figure=path, hint=nearest(path, paths))
            return []
        by_day = told if isinstance(told, Mapping) and "value" not in told else {since: told}
        first = leaf.values_list[-1].instant_str
        changes = []
        for when, value in by_day.items():
            day = self._day(when, path)
            number = self._number(path, leaf, value)
            if day is None:
                self._wrong("`{name}` needs a first day: write in_force, or {name}: 2027-01-01.", name=path)
            elif day.isoformat() < first:
                self._wrong("`{figure}`: the law has had it since {first}; {day} is earlier.", figure=path, first=first,
                            day=day.isoformat())  # fmt: skip
            elif number is not None:
                changes.append((path, day, number))
        return changes

    def _number(self, path: str, leaf: Parameter, told: Any) -> float | None:
        value, unit = (told.get("value"), told.get("unit")) if isinstance(told, Mapping) else (told, None)
        known = leaf.metadata.get("unit")
        if unit is not None and unit != known:
            self._wrong("`{figure}` is in {known}, not in {unit}.", figure=path, known=known, unit=str(unit))
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not np.isfinite(value):
            self._wrong("`{figure}`: a number is expected, not {value}.", figure=path, value=str(value))
            return None
        return value


def _at(parameters: ParameterNode, path: str) -> Any:
    """Return the figure at a path, such as ``rights.family.birth_benefit.multiple.first``; None where there is none."""
    node: Any = parameters
    for part in path.split("."):
        name, _, bracket = part.partition("[")
        node = node.children.get(name) if isinstance(node, ParameterNode) else getattr(node, name, None)
        if isinstance(node, ParameterScale) and bracket:
            place = bracket.rstrip("]")
            node = node.brackets[int(place)] if place.isdigit() and int(place) < len(node.brackets) else None
    return node if isinstance(node, Parameter) else None


def _until(law: Reform, name: str, day: datetime.date) -> None:
    """Let a variable end on the day before: from then on it has its default, no or zero."""
    last = day - datetime.timedelta(days=1)
    law.update_variable(type(name, (Variable,), {"end": last.isoformat()}))


def _holds_from(law: Reform, name: str, day: datetime.date) -> None:
    """Let a condition hold for everybody from a day on."""

    def formula(population: Any, period: Any, parameters: Any) -> Any:
        """Hold for everybody: the bill removes this condition."""
        return np.ones(population.count, dtype=bool)

    law.update_variable(type(name, (Variable,), {f"formula_{day:%Y_%m_%d}": formula}))
