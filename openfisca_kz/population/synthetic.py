"""A synthetic Kazakhstan: as many people as asked, in families, with every fact that the law looks at.

It is built from the published margins in ``margins.yaml``, block by block; each block has its own source of chance,
drawn from the seed and its number, so that the same seed gives the same people on any machine and with any number
of workers. Nobody in it exists.
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
import yaml
from numpy.typing import NDArray
from openfisca_core import periods

from openfisca_kz.base import last_day
from openfisca_kz.population import households
from openfisca_kz.population.arrow import to_plain
from openfisca_kz.population.enums import ENUMS, DisabilityGroup, Education, MotherAward, Region, Sex
from openfisca_kz.population.households import ADULT, FEMALE, MALE
from openfisca_kz.population.lives import DAYS_IN_YEAR, NONE, PENSION_AGE, Lives
from openfisca_kz.population.schema import FAMILIES, FAMILY_ID, PERSON_ID, PERSONS, ROLE, ROLES
from openfisca_kz.problems import month_of, refuse

Array = NDArray[Any]

#: Persons in a block, which is a row group of the tables.
BLOCK = 100_000

#: Numbers of families of one block; the next block begins after them.
IDS = 1_000_000

#: A large family counts children under 18 and full-time students under 23 (Social Code, art. 1).
STUDENT_AGE = 23
LARGE = 4

_MARGINS = Path(__file__).with_name("margins.yaml")


@functools.cache
def published() -> dict[str, Any]:
    """Return the published margins as they stand in ``margins.yaml``."""
    return yaml.safe_load(_MARGINS.read_text(encoding="utf-8"))


@dataclasses.dataclass(frozen=True)
class Block:
    """A part of the population that is made on its own."""

    number: int
    persons: int
    seed: int
    month: str


def blocks(persons: int, seed: int, month: str) -> list[Block]:
    """Return the blocks of a population, as equal as they can be."""
    count = max(-(-persons // BLOCK), 1)
    ends = [persons * number // count for number in range(count + 1)]
    return [Block(number, ends[number + 1] - ends[number], seed, month) for number in range(count)]


def make(block: Block) -> tuple[pa.Table, pa.Table, Measures]:
    """Return the persons and the families of a block, and what its margins come to."""
    data = published()
    margins = {margin["name"]: float(margin["value"]) for margin in data["margins"]}
    total = float(data["population"])
    random = np.random.default_rng(np.random.SeedSequence(block.seed, spawn_key=(block.number,)))
    pyramid = np.array([data["age_pyramid"][sex.name] for sex in Sex], dtype=float)
    people = households.people(random, block.persons, pyramid, margins["large_families"] / total)
    lives = Lives(random, people, margins, total, last_day(periods.period(block.month)))
    lives.live()
    first = block.number * IDS
    persons = {
        PERSON_ID: pa.array(np.arange(len(people.age)) + first),
        FAMILY_ID: pa.array(people.family + first),
        ROLE: _names(people.role, ROLES),
        "sex": _enum("sex", people.sex),
    }
    persons |= {name: _column(name, values) for name, values in lives.persons.items()}
    families = {FAMILY_ID: pa.array(np.arange(people.families) + first)}
    families |= {name: _column(name, values) for name, values in lives.families.items()}
    tables = pa.table(persons), pa.table(families)
    return *tables, measure(*tables, lives.last_day)


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


# ----- Margins: published and synthetic ----- #


@dataclasses.dataclass
class Measures:
    """What the margins of some people come to: counts, sums, and wages by class for the median."""

    counts: collections.Counter[str]
    sums: collections.Counter[str]
    wages: collections.Counter[int]

    def add(self, other: Measures) -> None:
        """Add the measures of other people."""
        self.counts.update(other.counts)
        self.sums.update(other.sums)
        self.wages.update(other.wages)

    def value(self, name: str) -> float:
        """Return the synthetic value of a margin."""
        if name == "wage_median":
            classes = sorted(self.wages)
            passed = np.cumsum([self.wages[each] for each in classes])
            return float(classes[int(np.searchsorted(passed, passed[-1] / 2))]) if len(passed) else 0.0
        if name in AVERAGES:
            return self.sums[name] / max(self.counts[AVERAGES[name]], 1)
        return float(self.counts[name])


#: Averages, with the count of those they are averages of.
AVERAGES = {"wage_average": "employed_wage", "pension_average_solidarity": "pensioners"}


def measure(persons: pa.Table, families: pa.Table, last: np.datetime64) -> Measures:
    """Return the margins of some people from their tables alone."""
    born = to_plain(persons["birth_date"]).astype("datetime64[D]")
    age = np.floor((last - born).astype(np.int64) / DAYS_IN_YEAR).astype(np.int64)
    code = {name: persons[name].combine_chunks().indices.to_numpy() for name in (ROLE, *ENUMS) if name != "region"}
    family = np.unique(to_plain(persons[FAMILY_ID]), return_inverse=True)[1].reshape(-1)
    values = {name: to_plain(persons[name]) for name in ("salary", "age_pension_at_award", "service_pension_at_award")}
    pension = values["age_pension_at_award"] + values["service_pension_at_award"]
    male = code["sex"] == MALE
    old = age >= np.where(male, PENSION_AGE[MALE], PENSION_AGE[FEMALE])
    group = code["disability_group"]
    adult_disabled = (group != DisabilityGroup.none.index) & (group != DisabilityGroup.child.index)
    studies = (code["education"] > Education.preschool.index) & to_plain(persons["full_time_study"])
    counted = (code[ROLE] == ROLES.index("child")) & ((age < ADULT) | ((age < STUDENT_AGE) & studies))
    wage = values["salary"] > 0
    group_1 = np.bincount(family, weights=group == DisabilityGroup.group_1.index) > 0
    others = ~np.isin(group, (DisabilityGroup.group_1.index,)) & to_plain(persons["main_carer"])
    survivors = families["breadwinner_death_date"].is_valid().to_numpy()
    counts = {
        "population_total": len(age),
        "men": male.sum(),
        "women": (~male).sum(),
        "births": (age == 0).sum(),
        "pensioners": (pension > 0).sum(),
        "large_families": (np.bincount(family, weights=counted) >= LARGE).sum(),
        "awarded_mothers": (code["mother_award"] != MotherAward.none.index).sum(),
        "disabled_working_age": (adult_disabled & ~old).sum(),
        "disabled_pension_age": (adult_disabled & old).sum(),
        "disabled_children": (group == DisabilityGroup.child.index).sum(),
        "group_1_carers": (others & group_1[family]).sum(),
        "employed_wage": wage.sum(),
        "employed_self": sum(
            to_plain(persons[name]).sum() for name in ("individual_entrepreneur", "independent_worker")
        ),
        "survivors": ((to_plain(persons["living_parents"]) < 2) & survivors[family] & (age < ADULT)).sum(),
        "insured_breadwinner_lost": (to_plain(families["breadwinner_average_insured_income"]) > 0).sum(),
        "insured_work_capacity_loss": (to_plain(persons["work_capacity_loss"]) > 0).sum(),
    }
    region = families["region"].combine_chunks().indices.to_numpy()[family]
    for each, count in zip(Region, np.bincount(region, minlength=len(Region)), strict=True):
        counts[f"region_{each.name}"] = count
    sums = {"wage_average": float(values["salary"].sum()), "pension_average_solidarity": float(pension.sum())}
    classes, sizes = np.unique(values["salary"][wage], return_counts=True)
    return Measures(
        collections.Counter({name: int(value) for name, value in counts.items()}),
        collections.Counter(sums),
        collections.Counter(dict(zip(classes.tolist(), sizes.tolist(), strict=True))),
    )


def comparison(measures: Measures) -> list[dict[str, Any]]:
    """Return each margin: published, published scaled to the persons made, synthetic, difference in per cent."""
    data = published()
    scale = measures.counts["population_total"] / data["population"]
    rows = []
    for margin in data["margins"]:
        name = margin["name"]
        if name not in measures.counts and name not in (*AVERAGES, "wage_median"):
            continue
        wanted = margin["value"] * (scale if margin["unit"] != "KZT" else 1)
        made = measures.value(name)
        rows.append(
            {
                "margin": name,
                "date": str(margin["date"]),
                "unit": margin["unit"],
                "published": margin["value"],
                "scaled": round(wanted),
                "synthetic": round(made),
                "difference_percent": round(100 * (made / wanted - 1), 2),
                "confidence": margin["confidence"],
                "source": margin.get("url", ""),
            }
        )
    return rows


def comparison_text(rows: list[dict[str, Any]]) -> str:
    """Return the comparison as a table of text."""
    lines = [f"{'margin':<30}{'published':>14}{'scaled':>14}{'synthetic':>14}{'diff, %':>9}  confidence"]
    lines += [
        f"{row['margin']:<30}{row['published']:>14,}{row['scaled']:>14,}{row['synthetic']:>14,}"
        f"{row['difference_percent']:>9.2f}  {row['confidence']}"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


# ----- Writing ----- #


def write(
    persons: int,
    seed: int,
    out: str | Path,
    month: str = "2026-06",
    workers: int = 1,
    tell: Callable[[str], None] | None = None,
) -> list[dict[str, Any]]:
    """Write ``persons.parquet``, ``families.parquet``, ``margins.csv`` and ``synth.json``; return the margins.

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
    measures = Measures(collections.Counter(), collections.Counter(), collections.Counter())
    paths = {table: out / f"{table}.parquet" for table in (PERSONS, FAMILIES)}
    writers: dict[str, pq.ParquetWriter] = {}
    try:
        out.mkdir(parents=True, exist_ok=True)
        made = 0
        for tables in _made(blocks(persons, seed, month), workers):
            for table, rows in zip((PERSONS, FAMILIES), tables[:2], strict=True):
                if table not in writers:
                    writers[table] = pq.ParquetWriter(_unfinished(paths[table]), rows.schema, compression="zstd")
                writers[table].write_table(rows, row_group_size=rows.num_rows)
            measures.add(tables[2])
            made += tables[0].num_rows
            if tell:
                tell(f"{made:,} of {persons:,} persons")
        for table, writer in writers.items():
            writer.close()
            _unfinished(paths[table]).replace(paths[table])
        rows = comparison(measures)
        made_of = {"persons": persons, "seed": seed, "month": month, "margins": published()["population"]}
        (out / "synth.json").write_text(json.dumps(made_of, indent=1) + "\n", encoding="utf-8")
        pc_table = pa.Table.from_pylist(rows)
        _write_csv(pc_table, out / "margins.csv")
    except OSError as error:
        raise refuse("{out} cannot be written: {reason}.", out=out, reason=error.strerror or error) from None
    return rows


def _write_csv(table: pa.Table, path: Path) -> None:
    from pyarrow import csv

    csv.write_csv(table, path)


def _unfinished(path: Path) -> Path:
    return path.with_name(f"{path.name}.tmp")


def _made(todo: list[Block], workers: int) -> Iterator[tuple[pa.Table, pa.Table, Measures]]:
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
