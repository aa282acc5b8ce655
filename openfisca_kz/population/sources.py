"""Tables from elsewhere: CSV, Arrow and the answer of a query, brought into Parquet sorted by family.

A run reads Parquet. What comes as something else is written once into ``tables/`` of the run's directory, with the
types that the law asks for, sorted by family, each row with its number in the source, so that a rejected row is found
again. A cell that cannot be read as its column's type is kept beside the row and rejected with it; a column in which
no cell can be read is of the wrong type and stops before the run.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from openfisca_core.indexed_enums import Enum

from openfisca_kz.population import checking, chunks
from openfisca_kz.population.databases import QUERY, query_feed
from openfisca_kz.population.feeds import Feed, file_feed, parquet_feed
from openfisca_kz.population.folder import STAGE, only_run_in, writing
from openfisca_kz.population.mapping import TableMapping, mapped
from openfisca_kz.population.schema import (
    FAMILIES,
    FAMILY_ID,
    NEXT,
    OWN,
    PART,
    PERSON_ID,
    PERSONS,
    ROLE,
    SOURCE_ROW,
    UNREADABLE,
    WEIGHT,
    given_columns,
)
from openfisca_kz.problems import InputError, Problem, refuse

#: Rows in a row group of a stage.
GROUP = 100_000

#: What sorting may take before it goes on in files.
MEMORY = "2GB"

_SQL_TYPES = {bool: "BOOLEAN", int: "BIGINT", float: "DOUBLE", datetime.date: "DATE"}
_WORDS = {
    "BOOLEAN": "true or false",
    "BIGINT": "whole numbers",
    "DOUBLE": "numbers",
    "DATE": "dates, such as 2026-06-30",
}


@dataclasses.dataclass(frozen=True)
class Staged:
    """The Parquet files that a run reads."""

    persons: str
    families: str | None


def staged(
    system: Any,
    persons: str,
    families: str | None,
    out: str | Path,
    database: str | None = None,
    mappings: Mapping[str, TableMapping] | None = None,
) -> Staged:
    """Return Parquet files of the tables given; what is no sorted Parquet is written into ``tables/`` of the run.

    Args:
        system: the law of the run: it knows the type of each column.
        persons: a file of Parquet, CSV, Arrow, Excel, Stata or SPSS, or ``sql:SELECT ...``.
        families: the same for families, or None.
        out: the directory of the run.
        database: of the queries: a DuckDB or SQLite file, or ``postgresql://...``; none where a query reads files.
        mappings: how columns and values of each table are named in the law.

    Raises:
        InputError: a source cannot be read, has wrong columns, or there is no room for the stage.

    """
    given = {table: source for table, source in ((PERSONS, persons), (FAMILIES, families)) if source is not None}
    if database is not None and not any(source.startswith(QUERY) for source in given.values()):
        raise refuse("--database is for tables that are queries: write the table as 'sql:SELECT ...'.")
    feeds = {}
    for table, source in given.items():
        mapping = (mappings or {}).get(table)
        feed = opened(source, database, anyhow=mapping is not None)
        if feed is not None:
            feeds[table] = feed if mapping is None else mapped(feed, mapping)
    for table, feed in feeds.items():
        given_columns(system, table, feed.names, feed.name)
        if not feed.text:
            checking.check_types(system, table, feed.schema, feed.name)
    paths = dict(given)
    if feeds:
        numbers = _ids_are_numbers(feeds, given)
        with only_run_in(Path(out)):
            paths |= {table: str(_stage(system, table, feed, Path(out), numbers)) for table, feed in feeds.items()}
    _refuse_other_ids(paths, given)
    if not chunks.open_table(paths[PERSONS]).metadata.num_rows:
        raise refuse("{file} has no rows: write one line for each person under the heading.", file=persons)
    return Staged(paths[PERSONS], paths.get(FAMILIES))


def origin(path: str | Path) -> dict[str, Any] | None:
    """Return what a staged table was made of: file or query, rows, hash; None for a table that was Parquet."""
    note = _note(Path(path))
    return json.loads(note.read_text(encoding="utf-8")) if note.exists() else None


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.source.json")


def opened(source: str, database: str | None = None, anyhow: bool = False) -> Feed | None:
    """Return a source of rows; None for a Parquet file that can be read as it stands, unless asked for anyhow.

    Raises:
        InputError: there is no such source, or it cannot be read.

    """
    if source.startswith(QUERY):
        return query_feed(source.removeprefix(QUERY).strip(), database)
    feed = file_feed(source)
    if feed is None and (anyhow or not chunks.ready(source)):
        return parquet_feed(source)
    return feed


# ----- Ids ----- #


def _ids_are_numbers(feeds: dict[str, Feed], given: dict[str, str]) -> bool:
    """Return whether the ids of text tables are whole numbers, written as such, in every table."""
    for table, source in given.items():
        feed = feeds.get(table)
        if feed is not None and feed.text:
            numbers: bool | None = feed.ids_are_numbers()
        else:
            numbers = _numbers(chunks.open_table(source).schema_arrow if feed is None else feed.schema)
        if numbers is False:
            return False
    return True


def _numbers(schema: pa.Schema) -> bool | None:
    """Return whether ids are whole numbers; None where a table has none."""
    return pa.types.is_integer(schema.field(FAMILY_ID).type) if FAMILY_ID in schema.names else None


def _refuse_other_ids(paths: dict[str, str], given: dict[str, str]) -> None:
    if {True, False} <= {_numbers(chunks.open_table(path).schema_arrow) for path in paths.values()}:
        raise refuse(
            "{persons} and {families} name families in two ways, one by numbers and one by text: "
            "write {column} alike in both.",
            persons=given[PERSONS],
            families=given[FAMILIES],
            column=FAMILY_ID,
        )


# ----- The stage ----- #


def _stage(system: Any, table: str, feed: Feed, out: Path, numbers: bool) -> Path:
    """Write a table sorted by family, or keep the one that an earlier start of the run wrote."""
    path = out / STAGE / f"{table}.parquet"
    asked = {"source": feed.name, "asked": feed.identity}
    before = origin(path)
    if before is not None and path.exists() and all(before[key] == value for key, value in asked.items()):
        return path
    if before is not None:
        raise refuse(
            "{out} holds the results of another run ({changed} changed): choose another directory, or delete it.",
            out=out,
            changed="inputs",
        )
    unfinished = path.with_name(f"{path.name}.tmp")
    with writing(path), contextlib.ExitStack() as leaving:
        path.parent.mkdir(exist_ok=True)
        leaving.callback(unfinished.unlink, missing_ok=True)
        content = _sort(system, feed, unfinished, numbers)
        unfinished.replace(path)
        note = asked | {"file": feed.name, "rows": feed.rows, "blake2b": feed.content_hash or content}
        _note(path).write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")
    return path


def _sort(system: Any, feed: Feed, path: Path, numbers: bool) -> str:
    """Write the rows of a feed in order of families; return a hash of what they hold, in any order of rows."""
    import duckdb

    types = {name: _type(system, name, numbers) for name in feed.names} if feed.text else {}
    with duckdb.connect(":memory:") as engine:
        engine.execute(f"SET memory_limit='{MEMORY}'")
        engine.execute("SET temp_directory = ?", [str(path.parent / "sorting.tmp")])
        reader = feed.reader()
        engine.register("feed", reader)
        columns = [_column(feed, name, types.get(name)) for name in feed.names]
        if feed.text:
            columns.append(_unreadable(feed, types))
        columns.append(_quoted(SOURCE_ROW))
        query = f"SELECT {', '.join(columns)} FROM feed ORDER BY {_quoted(FAMILY_ID)}, {_quoted(SOURCE_ROW)}"
        try:
            answer = engine.sql(query).to_arrow_reader(GROUP)
            with pq.ParquetWriter(path, answer.schema, compression="zstd") as writer:
                for batch in answer:
                    writer.write_batch(batch, row_group_size=GROUP)
        except (duckdb.Error, pa.ArrowInvalid) as error:
            feed.reraise()
            reason = chunks.first_sentence(error)
            raise refuse("{source} cannot be sorted: {reason}.", source=feed.name, reason=reason) from None
        feed.reraise()
        _refuse_wrong_columns(engine, feed, types, path)
        names = f"SELECT * EXCLUDE ({_quoted(SOURCE_ROW)}) FROM read_parquet(?)"
        row = engine.execute(f"SELECT sum(hash(rows)) FROM ({names}) AS rows", [str(path)]).fetchone()
    return hashlib.blake2b(str(row).encode(), digest_size=16).hexdigest()


def _type(system: Any, name: str, numbers: bool) -> str | None:
    """Return the SQL type of a column that came as text; None for what stays text."""
    if name == FAMILY_ID:
        return "BIGINT" if numbers else None
    if name in (ROLE, PERSON_ID) or name.startswith(OWN):
        return None
    if name == WEIGHT:
        return "DOUBLE"
    variable = system.variables[name.partition("@")[0]]
    return None if variable.value_type in (Enum, str) else _SQL_TYPES[variable.value_type]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _cast(feed: Feed, name: str, kind: str) -> str:
    """Return the cell as its type, or NULL where it cannot be read as it."""
    cell = f"trim({_quoted(name)})"
    if kind == "DOUBLE" and feed.decimal_comma:
        return f"TRY_CAST(replace({cell}, ',', '.') AS DOUBLE)"
    if kind == "BIGINT":  # 3.0 is a whole number; 3.5, which a cast would round, is none
        whole = f"TRY_CAST({cell} AS BIGINT)"
        return f"CASE WHEN TRY_CAST({cell} AS DOUBLE) = {whole} THEN {whole} END"
    if kind == "DATE":
        iso = f"length({cell}) = 10 AND {cell}[5] = '-'"
        return f"CASE WHEN {iso} THEN TRY_CAST({cell} AS DATE) ELSE CAST(try_strptime({cell}, '%d.%m.%Y') AS DATE) END"
    return f"TRY_CAST({cell} AS {kind})"


def _column(feed: Feed, name: str, kind: str | None) -> str:
    if kind is not None:
        return f"{_cast(feed, name, kind)} AS {_quoted(name)}"
    if feed.text or not pa.types.is_decimal(feed.schema.field(name).type):
        return _quoted(name)
    return f"CAST({_quoted(name)} AS DOUBLE) AS {_quoted(name)}"


def _unreadable(feed: Feed, types: dict[str, str | None]) -> str:
    """Return the column that names the cells of a row that cannot be read, with what stands in them."""
    parts = [
        f"CASE WHEN {_quoted(name)} IS NOT NULL AND {_cast(feed, name, kind)} IS NULL "
        f"THEN {_text(name + PART)} || {_quoted(name)} END"
        for name, kind in types.items()
        if kind is not None
    ]
    return f"NULLIF(concat_ws({_text(NEXT)}, {', '.join([*parts, 'NULL'])}), '') AS {_quoted(UNREADABLE)}"


def _refuse_wrong_columns(engine: Any, feed: Feed, types: dict[str, str | None], path: Path) -> None:
    """Refuse columns in which there is something, and nothing that can be read."""
    problems = []
    for name, cell in _examples(engine, feed, path):
        kind = types.get(name)
        counted = engine.execute(f"SELECT count({_quoted(name)}) FROM read_parquet(?)", [str(path)]).fetchone()
        if kind is not None and counted == (0,):
            problems.append(
                Problem(
                    "{source}: no cell of the column {column} can be read (for example {cell}); it takes {right}.",
                    {"source": feed.name, "column": name, "cell": cell, "right": _WORDS[kind]},
                )
            )
    if problems:
        raise InputError(problems)


def _examples(engine: Any, feed: Feed, path: Path) -> Iterator[tuple[str, str]]:
    """Yield each column with a cell that cannot be read, and the first such cell."""
    if not feed.text:
        return
    pairs = f"SELECT unnest(split({_quoted(UNREADABLE)}, ?)) AS pair, {_quoted(SOURCE_ROW)} AS place"
    query = (
        f"SELECT split_part(pair, ?, 1), arg_min(split_part(pair, ?, 2), place) FROM ({pairs} FROM read_parquet(?) "
        f"WHERE {_quoted(UNREADABLE)} IS NOT NULL) GROUP BY 1 ORDER BY 1"
    )
    yield from engine.execute(query, [PART, PART, NEXT, str(path)]).fetchall()
