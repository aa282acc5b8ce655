"""What a check has to say: where, about what, and what would be right."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any


@dataclasses.dataclass(frozen=True, order=True)
class Problem:
    """One thing that is not as the coding guide demands.

    Attributes:
        path: file, relative to the folder that holds the package.
        line: line of the file, from 1.
        name: the parameter, variable or unit it is about.
        message: what is wrong and what would be right.
        kind: short name of the rule that was broken, for programs and tests.

    """

    path: str
    line: int
    name: str
    message: str
    kind: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.name}: {self.message}"

    def as_dict(self) -> dict[str, Any]:
        """Return the problem as JSON has it."""
        return dataclasses.asdict(self)


class Problems:
    """A list of problems that knows how to write where they are."""

    def __init__(self, root: Path) -> None:
        self.base = root.resolve().parent
        self.found: list[Problem] = []

    def add(self, kind: str, path: Path, line: int, name: str, message: str) -> None:
        """Write down one problem."""
        shown = path.relative_to(self.base) if path.is_relative_to(self.base) else path
        self.found.append(Problem(shown.as_posix(), line, name, message, kind))
