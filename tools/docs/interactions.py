"""Which right reads which: the table of interactions, drawn from a traced calculation of the law itself.

`python -m tools.docs.update` writes it as Markdown (docs/interactions.md).
"""

from __future__ import annotations

import dataclasses
from collections import deque
from typing import Any

from openfisca_kz.base import MONTH
from openfisca_kz.families.from_file import default_system, situation
from openfisca_kz.problems import month_of
from openfisca_kz.services.rights_and_duties import rights_of

#: Through this variable a right counts as income of the family for another one.
INCOME = "assistance_income"

# One family that has everybody a right may be about; formulas read the same variables whatever the values are.
_FAMILY = {
    "persons": {
        "mother": {"birth_date": "1985-03-03", "sex": "female"},
        "father": {"birth_date": "1960-04-04", "registered_unemployed": True, "work_capacity_loss": 0.5},
        "child": {"birth_date": "2025-12-05"},
    },
    "family": {"first_parent": "mother", "second_parent": "father", "children": ["child"]},
}


@dataclasses.dataclass(frozen=True)
class Interaction:
    """A right that reads another right, and the variables on the way."""

    right: str
    reads: str
    through: tuple[str, ...]

    @property
    def as_income(self) -> bool:
        """Return whether the other right counts as income."""
        return INCOME in self.through


def interactions(month: str = "2026-06", system: Any = None) -> list[Interaction]:
    """Return every pair of rights of which one reads the other, by the shortest way, in the order of the law.

    Args:
        month: the month of the law asked.
        system: the law or a reform of it.

    """
    system = system or default_system()
    rights = [name for name in rights_of(system) if system.variables[name].definition_period == MONTH]
    edges = _edges(system, rights, month)
    found = []
    for right in rights:
        found += [Interaction(right, other, way) for other, way in _reached(right, edges, set(rights))]
    return found


def _edges(system: Any, rights: list[str], month: str) -> dict[str, set[str]]:
    asked = month_of(month)
    simulation = situation(_FAMILY, system).simulation(asked)
    simulation.trace = True
    for name in rights:
        simulation.calculate(name, asked)
    edges: dict[str, set[str]] = {}
    stack = list(simulation.tracer.trees)
    while stack:
        node = stack.pop()
        edges.setdefault(node.name, set()).update(child.name for child in node.children)
        stack += node.children
    return edges


def _reached(right: str, edges: dict[str, set[str]], rights: set[str]) -> list[tuple[str, tuple[str, ...]]]:
    seen = {right}
    queue: deque[tuple[str, tuple[str, ...]]] = deque([(right, ())])
    reached = []
    while queue:
        name, way = queue.popleft()
        for child in sorted(edges.get(name, ())):
            if child in seen:
                continue
            seen.add(child)
            if child in rights:
                reached.append((child, way))
            else:
                queue.append((child, (*way, child)))
    return reached


def to_markdown(found: list[Interaction], system: Any) -> str:
    """Return the table in Markdown."""

    def label(name: str) -> str:
        return f"{system.variables[name].label} (`{name}`)"

    lines = [
        "# Interactions",
        "",
        "Which right reads which, drawn from the law as it runs (`python -m tools.docs.update`). A right read",
        "directly is taken off, tops up, excludes, or stands in the other's condition; a right counted as income",
        "lowers targeted and housing assistance from the next quarter on. Rights that are not in a row may still",
        "exclude or move each other where both rest on one fact and neither reads the amount of the other: the",
        "disability and the survivor allowance (Social Code, art. 175 p. 6, 177 p. 5-6, 234 p. 7), the childcare",
        "benefit and payment (art. 81 p. 2), the allowances for raising a child with disability and for the care of",
        "group I (art. 183, 187).",
        "",
        "| right | reads | how |",
        "|---|---|---|",
    ]
    for one in found:
        way = "counts as income" if one.as_income else ", ".join(f"`{name}`" for name in one.through) or "directly"
        lines.append(f"| {label(one.right)} | {label(one.reads)} | {way} |")
    return "\n".join(lines) + "\n"
