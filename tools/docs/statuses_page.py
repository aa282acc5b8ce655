"""The page of social statuses: every status with its labels, definition, law, and what it cannot be held with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.language import language
from openfisca_kz.status_rules import StatusRule, not_with, order_of_statuses, status_rules

_TRANSLATED = ("kk", "ru")

INTRODUCTION = """Made from `openfisca_kz/status_rules.yaml` and the variables by `python -m tools.docs.update`.
Each status is a variable of a person and a month, true or false; a person may hold several. "Not with" names what the
same person cannot hold in the same month ("all of" a dimension: every other status of it); all else may hold together.
The choices behind the definitions are in [doubts/status.md](doubts/status.md)."""

ORDER = "No act has one. `primary_social_status` is the first of these that a person holds; all others stay beside it:"


def statuses(system: CountryTaxBenefitSystem) -> str:
    """Return the page of social statuses, made from `status_rules.yaml` and the variables."""
    rules = list(status_rules().values())
    thesis = sorted((rule for rule in rules if rule.row), key=lambda rule: rule.row or 0)
    added = [rule for rule in rules if not rule.row]
    order = ", ".join(f"`{name}`" for name in order_of_statuses())
    parts = [
        "# Social statuses",
        INTRODUCTION,
        f"## The {len(thesis)} rows of the thesis' table 3.3",
        _table(thesis, rules, system),
        f"## {len(added)} statuses that the table lacks",
        _table(added, rules, system),
        "## The order of the primary status",
        f"{ORDER}\n{order}.",
    ]
    return "\n\n".join(parts) + "\n"


def _table(some: Sequence[StatusRule], rules: Sequence[StatusRule], system: CountryTaxBenefitSystem) -> str:
    dimensions: dict[str, list[str]] = {}
    for rule in rules:
        dimensions.setdefault(rule.dimension, []).append(rule.id)
    lines = [
        "| row | status | label | kk | ru | definition | law | part of | not with |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for rule in some:
        label = system.get_variable(rule.id, check_existence=True).label
        cells = (
            rule.row or "",
            f"`{rule.id}`",
            label,
            *(language(lang).say(label) for lang in _TRANSLATED),
            rule.definition,
            rule.law,
            f"`{rule.within}`" if rule.within else "",
            _not_with(rule.id, dimensions),
        )
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(lines)


def _not_with(status: str, dimensions: Mapping[str, list[str]]) -> str:
    """Return what a status excludes: whole dimensions by their name, single statuses by theirs."""
    excluded = not_with(status)
    left = set(excluded)
    parts = []
    for dimension, names in dimensions.items():
        others = {name for name in names if name != status}
        if len(others) > 1 and others <= left:
            parts.append(f"all of {dimension}")
            left -= others
    return ", ".join([*parts, *(f"`{name}`" for name in excluded if name in left)])
