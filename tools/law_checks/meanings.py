"""What an expression of a formula may stand for, as far as the checks need to know."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterable
from typing import Any

from tools.law_checks.sources import UNKNOWN, Module


@dataclasses.dataclass(frozen=True)
class People:
    """Persons or families, of which variables are asked."""

    entity: str


@dataclasses.dataclass(frozen=True)
class LawBook:
    """The third argument of a formula: called with a period it gives the figures."""


@dataclasses.dataclass(frozen=True)
class Law:
    """One node of the figures, or one of several."""

    paths: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Choices:
    """A constant, or one of several (in a loop over constants)."""

    values: tuple[Any, ...]

    def texts(self) -> tuple[str, ...] | None:
        """Return the values, if all are text."""
        return self.values if all(isinstance(value, str) for value in self.values) else None


@dataclasses.dataclass(frozen=True)
class Stored:
    """The array that core keeps for a variable: to change it in place changes what others read."""

    names: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Several:
    """A tuple of expressions."""

    items: tuple[Any, ...]


@dataclasses.dataclass(frozen=True)
class Members:
    """An Enum, or some members of it, by name."""

    names: tuple[str, ...]


@dataclasses.dataclass(frozen=True, eq=False)
class Helper:
    """A function of the package; one within another also knows the names around it."""

    module: Module
    node: ast.FunctionDef
    around: tuple[tuple[str, Any], ...] = ()

    def __repr__(self) -> str:
        return f"{self.module.name}.{self.node.name} {id(self.node)}"


def constant(value: Any) -> Choices | None:
    """Return a constant as the only choice; None where it is unknown."""
    return None if value is UNKNOWN else Choices((value,))


def at_position(value: Any, position: int) -> Any:
    """Return what stands at a position of a tuple."""
    if isinstance(value, Several):
        return value.items[position] if position < len(value.items) else None
    if not isinstance(value, Choices):
        return None
    if not all(isinstance(one, tuple) and position < len(one) for one in value.values):
        return None
    picked = tuple(one[position] for one in value.values)
    return None if any(item is UNKNOWN for item in picked) else Choices(picked)


def join(values: Iterable[Any]) -> Any:
    """Return what one of several expressions stands for."""
    items = list(values)
    if items and all(isinstance(item, Choices) for item in items):
        return Choices(tuple(value for item in items for value in item.values))
    if items and all(isinstance(item, Members) for item in items):
        return Members(tuple(name for item in items for name in item.names))
    if items and all(isinstance(item, Law) for item in items):
        return Law(tuple(path for item in items for path in item.paths))
    if items and all(isinstance(item, Stored) for item in items):
        return Stored(tuple(name for item in items for name in item.names))
    people = {item for item in items if isinstance(item, People)}
    return people.pop() if len(people) == 1 else None
