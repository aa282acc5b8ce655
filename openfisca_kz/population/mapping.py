"""A mapping file: how the columns and values of a table from elsewhere are named in the law, and what is kept.

persons:
columns: {ид_семьи: family_id, пол: sex}
values: {sex: {мужской: male, женский: female}}
keep: [тип_поселения]      # columns of one's own, in the results as own:тип_поселения
ignore: [примечание]
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import yaml
from openfisca_core.indexed_enums import Enum

from openfisca_kz.families.tables import WORDS_OF_FACTS, plain, words_of_values
from openfisca_kz.language import LANGUAGES
from openfisca_kz.population.feeds import Feed
from openfisca_kz.population.schema import FAMILIES, OWN, PERSONS, ROLE, ROLES, Column, schema
from openfisca_kz.problems import refuse

#: Distinct values of a column that are looked at, to propose what they mean.
_VALUES = 60

_WORDS_OF_ROLES = {
    "first_parent": ("глава", "глава семьи", "первый родитель", "мать", "отбасы басшысы", "ана"),
    "second_parent": ("супруг", "супруга", "второй родитель", "отец", "жұбайы", "әке"),
    "child": ("ребёнок", "ребенок", "сын", "дочь", "бала", "ұл", "қыз"),
    "other": ("другой", "прочий", "другой родственник", "басқа", "туыс"),
}
_WORDS_OF_KEYS = {
    "family_id": ("ид_семьи", "номер семьи", "семья", "отбасы нөмірі", "household", "household_id", "hhid"),
    "role": ("роль", "роль в семье", "отношение к главе", "рөлі"),
    "person_id": ("ид_лица", "номер лица", "ид"),
    "weight": ("вес", "вес семьи", "салмақ"),
    **WORDS_OF_FACTS,
}


@dataclasses.dataclass(frozen=True)
class TableMapping:
    """How one table is to be read."""

    columns: Mapping[str, str] = dataclasses.field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)
    keep: Sequence[str] = ()
    ignore: Sequence[str] = ()

    def name(self, column: str) -> str | None:
        """Return the name of a column in the law; None where it is left out."""
        if column in self.ignore:
            return None
        return f"{OWN}{column}" if column in self.keep else self.columns.get(column, column)


def load(path: str | Path) -> dict[str, TableMapping]:
    """Return the mapping of each table.

    Raises:
        InputError: the file cannot be read, or says something else.

    """
    try:
        content = yaml.safe_load(Path(path).read_text(encoding="utf-8")) or {}
        if set(content) - {PERSONS, FAMILIES}:
            raise ValueError(f"it has {', '.join(sorted(set(content) - {PERSONS, FAMILIES}))}")
        return {table: _mapping(each or {}) for table, each in content.items()}
    except OSError as error:
        raise refuse("{path} cannot be read: {reason}.", path=path, reason=error.strerror or error) from None
    except (yaml.YAMLError, TypeError, AttributeError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise refuse("{path} is not a mapping file: {reason}.", path=path, reason=reason) from None


def _mapping(content: Mapping[str, Any]) -> TableMapping:
    values = {
        str(column): {str(given): str(meant) for given, meant in names.items()}
        for column, names in (content.get("values") or {}).items()
    }
    columns = {str(given): str(meant) for given, meant in (content.get("columns") or {}).items()}
    known = {"columns", "values", "keep", "ignore"}
    if set(content) - known:
        raise ValueError(f"a table has {', '.join(sorted(known))}, not {', '.join(sorted(set(content) - known))}")
    return TableMapping(columns, values, *(tuple(map(str, content.get(name) or ())) for name in ("keep", "ignore")))


def mapped(feed: Feed, mapping: TableMapping) -> Feed:
    """Return a feed whose columns and values are named as in the law."""
    kept = [(place, given, name) for place, given in enumerate(feed.names) if (name := mapping.name(given))]
    target = pa.schema(
        [(name, pa.string() if name in mapping.values else feed.schema.field(place).type) for place, _, name in kept]
    )
    back = {name: given for _, given, name in kept}

    def batches(column: str | None) -> Iterator[pa.RecordBatch]:
        wanted = [each for each in kept if column is None or each[2] == column]
        for batch in feed.batches(None if column is None else back[column]):
            arrays = [_valued(batch[given], mapping.values.get(name, {})) for _, given, name in wanted]
            schema = pa.schema([(name, target.field(name).type) for _, _, name in wanted])
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)

    identity = f"{feed.identity} {mapping}"
    return Feed(feed.name, identity, target, batches, feed.text, feed.decimal_comma, feed.content_hash)


def _valued(column: pa.Array, names: Mapping[str, str]) -> pa.Array:
    """Return a column with other names for its values; a value that has none keeps its own."""
    if not names:
        return column
    plain = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
    text = pc.utf8_trim_whitespace(pc.cast(plain, pa.string()))
    place = pc.index_in(text, pa.array(list(names)))
    return pc.coalesce(pa.array(list(names.values())).take(place), text)


# ----- A first mapping file ----- #


def proposed(system: Any, feeds: Mapping[str, Feed]) -> str:
    """Return a first mapping file: columns and values whose names in some language are those of facts.

    Args:
        system: the law.
        feeds: the tables, by ``persons`` and ``families``.

    """
    lines = [
        "# How the columns and values of the tables are named in the law; `population schema` lists the names.",
        "# Look through it: what was not recognised stands under ignore; move it under columns, or under keep.",
    ]
    for table, feed in feeds.items():
        words = _words_of_columns(system, table)
        found = {given: words[plain(given)] for given in feed.names if plain(given) in words}
        lines += [f"{table}:", "  columns:"]
        lines += [f"    {_quoted(given)}: {name}" for given, name in found.items()]
        lines += ["  values:"]
        for given, name in found.items():
            if pairs := _values(system, feed, given, name):
                lines += [f"    {name}:", *(f"      {_quoted(value)}: {meant}" for value, meant in pairs)]
        rest = [given for given in feed.names if given not in found]
        lines += ["  keep: []", f"  ignore: [{', '.join(map(_quoted, rest))}]"]
    return "\n".join(lines) + "\n"


def _words_of_columns(system: Any, table: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for lang in LANGUAGES:
        column: Column
        for column in schema(system, lang):
            if column.table == table:
                words.setdefault(plain(column.label), column.name)
                words[plain(column.name)] = column.name
    names = {column.name for column in schema(system) if column.table == table}
    words |= {plain(each): name for name, known in _WORDS_OF_KEYS.items() for each in known if name in names}
    return words


def _values(system: Any, feed: Feed, given: str, name: str) -> list[tuple[str, str]]:
    """Return the values of a column of names with what each means; ``?`` where that is not known."""
    if name == ROLE:
        words = {plain(each): role for role, known in _WORDS_OF_ROLES.items() for each in known}
        members: Sequence[str] = ROLES
    else:
        variable = system.variables.get(name)
        if variable is None or variable.value_type is not Enum:
            return []
        members = [member.name for member in variable.possible_values]
        words = words_of_values(variable)
    found = [value for value in _distinct(feed, given) if value not in members]
    return [(value, words.get(plain(value), "?")) for value in found]


def _distinct(feed: Feed, column: str) -> list[str]:
    seen: dict[str, None] = {}
    for batch in feed.batches(column):
        seen |= dict.fromkeys(str(each).strip() for each in pc.unique(batch[column]).to_pylist() if each is not None)
        if len(seen) > _VALUES:
            break
    return sorted(seen)[:_VALUES]


def _quoted(text: str) -> str:
    return yaml.safe_dump(text, allow_unicode=True, default_style='"').strip()
