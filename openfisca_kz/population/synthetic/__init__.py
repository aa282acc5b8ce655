"""A synthetic Kazakhstan: as many people as asked, in families, with every fact that the law looks at.

It is built from the official figures of ``targets.yaml`` and the assumptions of ``assumptions.yaml``, block by block;
each block has its own source of chance, drawn from the seed and its number, so that the same seed gives the same people
on any machine and with any number of workers. Nobody in it exists.
"""

from __future__ import annotations

import collections
import concurrent.futures
import dataclasses
import functools
import json
import multiprocessing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from openfisca_core import periods

from openfisca_kz.base import Array, last_day
from openfisca_kz.population import targets
from openfisca_kz.population.folder import writing
from openfisca_kz.population.schema import FAMILIES, FAMILY_ID, PERSON_ID, PERSONS, ROLE, ROLES, WEIGHT
from openfisca_kz.population.synthetic import claims, families, people, work
from openfisca_kz.population.synthetic.enums import ENUMS, Sex
from openfisca_kz.population.synthetic.people import NONE, Facts
from openfisca_kz.problems import month_of, refuse
from openfisca_kz.yaml_files import read_yaml

#: Persons in a block, which is a row group of the tables.
BLOCK = 100_000

#: Numbers of families of one block; the next block begins after them.
IDS = 1_000_000

#: What is given to the people of a block, each with what those before have given.
STEPS = (
    people.identity,
    people.region,
    people.study,
    people.disability,
    people.care,
    people.survivors,
    work.work,
    work.wages,
    work.records,
    work.pensions,
    people.honours,
    work.need,
    claims.claims,
)

_PYRAMID = Path(__file__).with_name("pyramid.yaml")


@functools.cache
def ages() -> Array:
    """Return the persons by sex and age (0 to 100 and more) on 1 January 2026."""
    table = read_yaml(_PYRAMID)
    return np.array([table[sex.name] for sex in Sex], dtype=float)


@dataclasses.dataclass(frozen=True)
class Block:
    """A part of the population that is made on its own; each family stands for ``weight`` of the country."""

    number: int
    persons: int
    seed: int
    month: str
    weight: float = 1.0


def blocks(persons: int, seed: int, month: str) -> list[Block]:
    """Return the blocks of a population, as equal as they can be."""
    count = max(-(-persons // BLOCK), 1)
    ends = [persons * number // count for number in range(count + 1)]
    weight = targets.population() / persons
    return [Block(number, ends[number + 1] - ends[number], seed, month, weight) for number in range(count)]


def make(block: Block) -> tuple[pa.Table, pa.Table]:
    """Return the persons and the families of a block."""
    random = np.random.default_rng(np.random.SeedSequence(block.seed, spawn_key=(block.number,)))
    figures, total = targets.values(), float(targets.population())
    large = figures["large_family_allowance_families"] / total
    own = families.people(random, block.persons, ages(), large)
    facts = Facts(random, own, figures, total, last_day(periods.period(block.month)))
    for step in STEPS:
        step(facts)
    first = block.number * IDS
    persons = {
        PERSON_ID: pa.array(np.arange(block.persons) + first),
        FAMILY_ID: pa.array(own.family + first),
        ROLE: _names(own.role, ROLES),
        "sex": _enum("sex", own.sex),
    }
    persons |= {name: _column(name, values) for name, values in facts.persons.items()}
    groups = {FAMILY_ID: pa.array(np.arange(own.families) + first)}
    groups[WEIGHT] = pa.array(np.full(own.families, block.weight))
    groups |= {name: _column(name, values) for name, values in facts.families.items()}
    return pa.table(persons), pa.table(groups)


def _column(name: str, values: Array) -> pa.Array:
    if name in ENUMS:
        return _enum(name, values)
    if values.dtype.kind == "M":  # an event that did not happen is an empty cell
        return pa.array(values.astype("datetime64[D]"), mask=values == NONE)
    return pa.array(values)


def _enum(name: str, codes: Array) -> pa.Array:
    return _names(codes, [member.name for member in ENUMS[name]])


def _names(codes: Array, names: Any) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8)), pa.array(list(names)))


# ----- Writing ----- #


def write(
    persons: int,
    seed: int,
    out: str | Path,
    month: str = "2026-06",
    workers: int = 1,
    tell: Callable[[str], None] | None = None,
) -> dict[str, int]:
    """Write ``persons.parquet``, ``families.parquet`` and ``synth.json``; return how many rows each table has.

    Args:
        persons: how many people.
        seed: the same seed gives the same people.
        out: a directory; made if it is not there.
        month: the month whose end ages are counted to.
        workers: processes; 0 to work in this one.
        tell: takes a line of progress.

    Raises:
        InputError: there are no persons to make, the month is none, or the files cannot be written.

    """
    month_of(month)
    if persons < 1:
        raise refuse("{persons} persons cannot be made: ask for one or more.", persons=persons)
    out = Path(out)
    paths = {table: out / f"{table}.parquet" for table in (PERSONS, FAMILIES)}
    writers: dict[str, pq.ParquetWriter] = {}
    made = dict.fromkeys(paths, 0)
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
        for tables in _made(blocks(persons, seed, month), workers):
            for table, rows in zip(paths, tables, strict=True):
                if table not in writers:
                    writers[table] = pq.ParquetWriter(_unfinished(paths[table]), rows.schema, compression="zstd")
                writers[table].write_table(rows, row_group_size=rows.num_rows)
                made[table] += rows.num_rows
            if tell:
                tell(f"{made[PERSONS]:,} of {persons:,} persons")
        for table, writer in writers.items():
            writer.close()
            _unfinished(paths[table]).replace(paths[table])
        made_of = {"persons": persons, "seed": seed, "month": month, "population": targets.population()}
        (out / "synth.json").write_text(json.dumps(made_of, indent=1) + "\n", encoding="utf-8")
    return made


def _unfinished(path: Path) -> Path:
    return path.with_name(f"{path.name}.tmp")


def _made(todo: list[Block], workers: int) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Yield the blocks in order; a few are made ahead on other processes."""
    if not workers:
        yield from map(make, todo)
        return
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(workers, mp_context=context) as pool:
        ahead: collections.deque[concurrent.futures.Future[Any]] = collections.deque()
        for block in todo:
            ahead.append(pool.submit(make, block))
            if len(ahead) > 2 * workers:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
