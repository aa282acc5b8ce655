"""A complete run in its directory, read part by part."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from openfisca_kz.base import Array
from openfisca_kz.population.arrow import ids_of
from openfisca_kz.population.chunks import not_parquet
from openfisca_kz.population.folder import DONE, MANIFEST, Counts, counts_in
from openfisca_kz.population.laws import LINE, law, law_hash
from openfisca_kz.population.schema import FAMILIES, PERSONS
from openfisca_kz.problems import refuse
from openfisca_kz.services import rights_and_duties as ledger

INCOME = "disposable_income"
RIGHT, DUTY, STATUS, AMOUNT, NUMBER, PAYMENT = "right", "duty", "status", "amount", "number", "payment"

#: What the state pays into a fund for whom it insures.
STATE = "state"

#: What a budget or a fund receives of duties.
RECEIVED = "received"

#: What a budget or a fund pays or takes: what a reform costs is told of these.
MONEY = (RIGHT, DUTY, STATE)


@dataclasses.dataclass
class Result:
    """A complete run in its directory."""

    folder: Path
    manifest: dict[str, Any]
    system: Any

    @property
    def month(self) -> str:
        """Return the month of the run, such as 2026-06."""
        return self.manifest["month"]

    @property
    def variables(self) -> list[str]:
        """Return the variables that the run was asked for."""
        return self.manifest["variables"]

    def part_names(self) -> list[str]:
        """Return the names of the parts that hold anybody, in order."""
        names = [f"part-{done.stem}.parquet" for done in sorted((self.folder / DONE).glob("*.json"))]
        return [name for name in names if (self.folder / FAMILIES / name).exists()]

    def counts(self) -> Counts:
        """Return the rows in, out and rejected, and the cells that were empty."""
        return counts_in(self.folder)

    def kinds(self) -> dict[str, str]:
        """Return what each variable of the run is that can be added up: a right, a duty, a status, another amount."""
        rights, duties = set(ledger.rights_of(self.system)), set(ledger.duties_of(self.system))
        by_state = set(ledger.paid_by_state(self.system))
        kinds = {}
        for name in self.variables:
            variable = self.system.variables[name]
            if name in rights or name in duties:
                kinds[name] = RIGHT if name in rights else DUTY
            elif name in by_state:
                kinds[name] = STATE
            elif variable.value_type is bool:
                kinds[name] = STATUS
            elif name.endswith(ledger.PAID) and name.removesuffix(ledger.PAID) in rights:
                kinds[name] = PAYMENT
            elif variable.value_type in (int, float) and name != LINE:
                kinds[name] = AMOUNT if variable.unit == "KZT" else NUMBER
        return kinds

    @property
    def regions(self) -> tuple[str, ...]:
        """Return the names of the regions that the law knows."""
        return tuple(member.name for member in self.system.variables["region"].possible_values)

    @property
    def knows_regions(self) -> bool:
        """Return whether the tables said where families live: a region that nobody gave is no region."""
        return "region" in self.manifest["inputs"].get(FAMILIES, {}).get("columns", ())

    def columns(self) -> list[str]:
        """Return the columns of the results."""
        names: dict[str, None] = {}
        for part in self.part_names()[:1]:
            for table in (PERSONS, FAMILIES):
                names |= dict.fromkeys(pq.read_schema(self.folder / table / part).names)
        return list(names)

    def of_persons(self, name: str) -> bool:
        """Return whether a variable is one of persons."""
        return bool(self.system.variables[name].entity.is_person)


def read(folder: str | Path) -> Result:
    """Return the run in a directory.

    Raises:
        InputError: there is none, or it is not complete.

    """
    folder = Path(folder)
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        inside = [str(each.parent) for each in sorted(folder.glob(f"*/{MANIFEST}"))]
        if inside:
            raise refuse(
                "{folder} holds several runs: name one of {runs}.", folder=folder, runs=", ".join(inside)
            ) from None
        raise refuse("{folder} holds no run.", folder=folder) from None
    if manifest["law"] != law_hash(manifest["reform"]):
        raise refuse(
            "The run in {folder} was made under a law that has changed since (rules, figures or the bill): run it "
            "again.",
            folder=folder,
        )
    result = Result(folder, manifest, law(manifest["reform"]))
    done, wanted = result.counts().persons_in, manifest["inputs"][PERSONS]["rows"]
    if done < wanted:
        raise refuse(
            "The run in {folder} is not complete ({done} of {wanted} persons): start it again to go on.",
            folder=folder,
            done=done,
            wanted=wanted,
        )
    return result


def read_part(folder: Path, table: str, name: str, columns: Sequence[str] | None = None) -> pa.Table:
    """Return a part of a run, or some of its columns; those that it has not are left out.

    Raises:
        InputError: the part is damaged.

    """
    path = folder / table / name
    try:
        file = pq.ParquetFile(path)
        known = file.schema_arrow.names
        return file.read(None if columns is None else [each for each in columns if each in known], use_threads=False)
    except (pa.ArrowInvalid, OSError) as error:
        raise not_parquet(path, error) from None


def family_places(persons: pa.Table, families: pa.Table) -> Array:
    """Return the place of each person's family in the table of families of the same part."""
    own, ids = ids_of(persons), ids_of(families)
    changed = np.empty(len(own), dtype=bool)
    changed[:1] = False
    np.not_equal(own[1:], own[:-1], out=changed[1:])
    places = np.cumsum(changed)
    same = len(own) and places[-1] + 1 == len(ids) and own[0] == ids[0] and own[-1] == ids[-1]
    return places if same else np.searchsorted(ids, own)


def names_of(column: pa.ChunkedArray) -> tuple[Array, list[str]]:
    """Return the code of each row and the names of the codes."""
    array = column.combine_chunks()
    array = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    return array.indices.to_numpy().astype(np.int64), array.dictionary.to_pylist()


def batches(names: list[str], count: int) -> Iterator[list[str]]:
    """Yield the parts in about ``count`` groups of neighbours."""
    size = -(-len(names) // max(count, 1)) or 1
    for first in range(0, len(names), size):
        yield names[first : first + size]
