"""Facts that the rules asked read and the tables do not have: with what is taken in their place, they are named."""

from __future__ import annotations

from typing import Any

from openfisca_core.indexed_enums import Enum

from openfisca_kz.engine.formulas import named_by
from openfisca_kz.families.facts import in_words
from openfisca_kz.language import Language
from openfisca_kz.population import words
from openfisca_kz.population.results import Result
from openfisca_kz.population.schema import AT, Rows, schema

#: The name of the table.
TABLE = "not_told"


def facts(result: Result) -> Rows:
    """Return the facts that what was asked rests on and the tables do not have, with what is taken in their place."""
    variables, inputs = result.system.variables, result.manifest["inputs"]
    given = {name.partition(AT)[0] for table in inputs.values() for name in table["columns"]}
    found = set(result.variables) - given
    new = found
    while new:
        new = set().union(*(named_by(variables[name]) for name in new)) & variables.keys() - found - given
        found = found | new
    told = [each for each in schema(result.system) if each.name in found and each.default != "calculated"]
    return [{"variable": each.name, "table": each.table, "taken_as": str(each.default)} for each in told]


def shown(rows: Rows, system: Any, speech: Language) -> Rows:
    """Return the table as a page shows it: choices that are taken in the place of facts by their labels."""
    variables = system.variables
    return [
        row | {"taken_as": in_words(variables[row["variable"]], row["taken_as"], speech)}
        if variables[row["variable"]].value_type is Enum
        else row
        for row in rows
    ]


def warning(rows: Rows, speech: Language) -> list[str]:
    """Return the sentence that stands above the results, where there are such facts."""
    if not rows:
        return []
    message = (
        "Facts that these rules read and the tables do not have: {count}. The last table of the report names them with "
        "what is taken in their place, mostly nothing: a zero where such a fact is needed does not mean that there is "
        "nobody."
    )
    return [speech.say(message, count=len(rows))]


def tables(rows: Rows, system: Any, speech: Language) -> list[tuple[str, str, Rows]]:
    """Return the table as the last one of a page, where there are such facts: its title, what it means, its rows."""
    return [(words.title(TABLE, speech), note(speech), shown(rows, system, speech))] if rows else []


def note(speech: Language) -> str:
    """Return what the table means."""
    return speech.say(
        "The results of everybody in the tables are calculated with what is stated here: what the law or a bill "
        "makes of such a fact cannot be known from these tables."
    )
