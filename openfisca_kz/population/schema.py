"""What the tables of a population hold: the columns of persons and families, from the law itself."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import re
from collections.abc import Iterable
from typing import Any

from openfisca_kz.base import ETERNITY, MONTH
from openfisca_kz.families.facts import ROLES as KEYS_OF_ROLES
from openfisca_kz.families.facts import fact_of, is_fact
from openfisca_kz.language import Language, language
from openfisca_kz.problems import InputError, Problem, is_month, nearest

#: The rows of a table of a report.
Rows = list[dict[str, Any]]

PERSONS = "persons"
FAMILIES = "families"

FAMILY_ID = "family_id"
ROLE = "role"
PERSON_ID = "person_id"
WEIGHT = "weight"
ROLES = tuple(KEYS_OF_ROLES.values())

#: Columns of a table that are no facts.
KEYS = {PERSONS: (FAMILY_ID, ROLE, PERSON_ID), FAMILIES: (FAMILY_ID, WEIGHT)}

#: Columns without which a table says nothing.
REQUIRED = {PERSONS: (FAMILY_ID, ROLE, "birth_date", "sex"), FAMILIES: (FAMILY_ID,)}

#: Columns of a stage (``sources``): where a row stood in its source, and what of it could not be read.
SOURCE_ROW = "_source_row"
UNREADABLE = "_unreadable"

#: Before the name of a column of one's own: it is no fact, and is kept in the results.
OWN = "own:"

#: Between column and cell, and between two such pairs, in the column of what could not be read.
PART, NEXT = "\x1f", "\x1e"

#: The variable of who has no status of the corrected list.
WITHOUT = "without_social_status"

#: A right x is claimed on x_claim_date.
CLAIM_DATE = "_claim_date"

#: Separates a fact from its month in the name of a column: ``salary@2026-05``.
AT = "@"

_KINDS = {bool: "boolean", int: "int32", float: "double", str: "string", datetime.date: "date32"}


@dataclasses.dataclass(frozen=True)
class Column:
    """One column that a table may have."""

    table: str
    name: str
    label: str
    kind: str
    unit: str
    period: str
    required: bool = False
    default: Any = None
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the column as JSON takes it, without what it does not have."""
        values = dataclasses.asdict(self)
        return {key: value for key, value in values.items() if value not in (None, (), False) or key == "default"}


@dataclasses.dataclass(frozen=True)
class Given:
    """A column as a table names it: a variable, and the month it speaks of (none: every month)."""

    column: str
    variable: str
    period: str | None


def schema(system: Any, lang: str = "en") -> list[Column]:
    """Return the columns that the tables of a population may have: keys first, then every fact of the law.

    Args:
        system: the law or a reform of it.
        lang: language of the labels.

    """
    speech = language(lang)
    weight = speech.say("Families that this one stands for")
    columns = [
        Column(PERSONS, FAMILY_ID, speech.say("Family of the person"), "int64 or string", "id", "eternity", True),
        Column(PERSONS, ROLE, speech.say("Role in the family"), "string", "choice", "eternity", True, None, ROLES),
        Column(PERSONS, PERSON_ID, speech.say("Name of the person, kept in the results"), "any", "id", "eternity"),
        Column(FAMILIES, FAMILY_ID, speech.say("Name of the family"), "int64 or string", "id", "eternity", True),
        Column(FAMILIES, WEIGHT, weight, "double", "number", "eternity", default=1.0, minimum=0.0),
    ]
    facts = (each for each in system.variables.values() if is_fact(each))
    return columns + sorted((_column(fact, speech) for fact in facts), key=lambda each: (each.table, each.name))


def _column(variable: Any, speech: Language) -> Column:
    table = PERSONS if variable.entity.is_person else FAMILIES
    fact = fact_of(variable, speech)
    return Column(
        table=table,
        name=fact.name,
        label=fact.label,
        kind="string" if fact.choices else _KINDS[variable.value_type],
        unit=fact.unit,
        period=fact.period,
        required=fact.name in REQUIRED[table],
        default="calculated" if fact.derived else "none" if fact.default is None else fact.default,
        allowed=fact.choices,
        minimum=getattr(variable, "__minimum__", None),
        maximum=getattr(variable, "__maximum__", None),
    )


def to_text(columns: Iterable[Column]) -> str:
    """Return the columns as a page of text."""
    lines = []
    table = None
    for column in columns:
        if column.table != table:
            table = column.table
            lines.append(f"{table}:")
        value = " | ".join(column.allowed) or column.kind
        notes = [column.unit] if column.unit not in ("choice", "boolean", "date", "id") else []
        notes += ["by month"] if column.period == MONTH else []
        if column.required:
            notes.append("required")
        elif column.default is not None:
            notes.append(f"default {column.default}")
        bounds = [f"from {column.minimum:g}"] if column.minimum is not None else []
        bounds += [f"to {column.maximum:g}"] if column.maximum is not None else []
        lines.append(f"  {column.name:<44} {value} ({', '.join(notes + bounds) or 'optional'})")
        lines.append(f"      {column.label}")
    return "\n".join(lines) + "\n"


# ----- Columns of a given table ----- #


def given_columns(system: Any, table: str, names: Iterable[str], source: str) -> list[Given]:
    """Return what the columns of a table mean; any variable of the law may be given, and the column wins.

    Args:
        system: the law or a reform of it.
        table: ``persons`` or ``families``.
        names: names of the columns.
        source: the file, for messages.

    Raises:
        InputError: with one sentence for each column that means nothing, is missing or is named twice.

    """
    return list(_given_columns(system, table, tuple(names), source))


@functools.lru_cache(maxsize=16)
def _given_columns(system: Any, table: str, names: tuple[str, ...], source: str) -> list[Given]:
    problems = [
        Problem("{source}: there is no column {name}; {table} need it.", _say(source, name, table=table))
        for name in REQUIRED[table]
        if name not in names
    ]
    problems += [
        Problem("{source}: two columns are named {name}.", _say(source, name))
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    found = []
    for name in names:
        if name in KEYS[table] or name in (SOURCE_ROW, UNREADABLE) or name.startswith(OWN):
            continue
        problem = _problem(system, table, name, source)
        if problem is None:
            variable, _, period = name.partition(AT)
            found.append(Given(name, variable, period or None))
        else:
            problems.append(problem)
    if problems:
        raise InputError(problems)
    return found


def _problem(system: Any, table: str, name: str, source: str) -> Problem | None:
    fact, at, period = name.partition(AT)
    variable = system.variables.get(fact)
    other = FAMILIES if table == PERSONS else PERSONS
    if fact in KEYS[other] if variable is None else variable.entity.is_person != (table == PERSONS):
        return Problem("{source}: {name} is a column of {right}.", _say(source, name, right=other))
    if variable is None:
        known = [key for key, each in system.variables.items() if each.entity.is_person == (table == PERSONS)]
        hint = nearest(fact, [*known, *KEYS[table]])
        return Problem("{name}: there is no `{fact}`: {hint}", {"name": source, "fact": fact, "hint": hint})
    if at and variable.definition_period == ETERNITY:
        return Problem("{source}: {name}: {fact} has one value for all time.", _say(source, name, fact=fact))
    if at and not (is_month(period) if variable.definition_period == MONTH else re.fullmatch("[0-9]{4}", period)):
        unit = str(variable.definition_period)
        return Problem("{source}: {name}: {period} is not a {unit}.", _say(source, name, period=period, unit=unit))
    return None


def _say(source: str, name: str, **values: Any) -> dict[str, Any]:
    return {"source": source, "name": name, **values}
