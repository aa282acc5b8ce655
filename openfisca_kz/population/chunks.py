"""Parquet tables of a population in chunks of whole families, without reading them whole."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from openfisca_kz.base import Array
from openfisca_kz.population.schema import FAMILY_ID
from openfisca_kz.problems import InputError, refuse

#: The last chunk may be so much larger than the others, rather than leave a few families to one of their own.
LAST_CHUNK = 1.1

#: Stands for an empty id before every other one; its row is rejected later, with the reason.
_LEAST_TEXT = ""


@dataclasses.dataclass(frozen=True)
class Chunk:
    """Rows of both tables that hold the same whole families: from the first row to before the last."""

    number: int
    persons: tuple[int, int]
    families: tuple[int, int]


def open_table(path: str | Path) -> pq.ParquetFile:
    """Return an open Parquet file.

    Raises:
        InputError: there is none, or it is not whole.

    """
    try:
        return pq.ParquetFile(path)
    except FileNotFoundError:
        raise refuse("There is no file {path}.", path=path) from None
    except (pa.ArrowInvalid, OSError) as error:
        raise not_parquet(path, error) from None


def not_parquet(path: str | Path, error: Exception) -> InputError:
    """Return the refusal of a file that is not whole."""
    return refuse(
        "{path} cannot be read as Parquet: {reason}. It may be cut short: write it again.",
        path=path,
        reason=first_sentence(error),
    )


def first_sentence(error: Exception) -> str:
    """Return the first sentence of what a library says of an error, without the full stop."""
    return str(error).strip().splitlines()[0].rstrip(".")


def read_rows(file: pq.ParquetFile, rows: tuple[int, int], columns: Sequence[str] | None = None) -> pa.Table:
    """Return some rows of a Parquet file, reading only the row groups they lie in.

    Raises:
        InputError: the file is damaged there.

    """
    starts = _group_starts(file)
    first, last = rows
    if first >= last:
        return file.schema_arrow.empty_table() if columns is None else file.schema_arrow.empty_table().select(columns)
    groups = range(np.searchsorted(starts, first, side="right") - 1, np.searchsorted(starts, last, side="left"))
    try:
        table = file.read_row_groups(list(groups), columns=columns, use_threads=False)
    except (pa.ArrowInvalid, OSError) as error:
        raise refuse(
            "Rows {first} to {last} cannot be read: {reason}. The file is damaged: write it again.",
            first=first,
            last=last,
            reason=first_sentence(error),
        ) from None
    return table.slice(first - starts[groups[0]], last - first)


def groups(file: pq.ParquetFile) -> Iterator[pa.Table]:
    """Yield the row groups of a Parquet file."""
    return map(file.read_row_group, range(file.num_row_groups))


def _group_starts(file: pq.ParquetFile) -> np.ndarray:
    counts = [file.metadata.row_group(place).num_rows for place in range(file.num_row_groups)]
    return np.concatenate(([0], np.cumsum(counts)))


def plan(persons: str | Path, families: str | Path | None, size: int) -> list[Chunk]:
    """Return the chunks of at most about ``size`` persons, each of whole families.

    A chunk ends where a row group ends if that makes it at least half as large, so that no group is read twice.

    Raises:
        InputError: a table is not sorted by family.

    """
    file = open_table(persons)
    starts, ids = family_starts(file, persons)
    cuts = _cuts(starts, _group_starts(file), file.metadata.num_rows, size)
    family_cuts = [0] * len(cuts)
    if families is not None:
        last_ids = [ids[place - 1] for place in np.searchsorted(starts, cuts[1:])]
        family_cuts = _family_cuts(open_table(families), families, last_ids)
    return [
        Chunk(number, (cuts[number], cuts[number + 1]), (family_cuts[number], family_cuts[number + 1]))
        for number in range(len(cuts) - 1)
    ]


def _cuts(starts: np.ndarray, groups: np.ndarray, rows: int, size: int) -> list[int]:
    """Return the rows at which chunks begin, and the end of the table."""
    ends = np.append(starts[1:], rows) if len(starts) else np.array([0])
    tidy = groups[ends.take(np.searchsorted(ends, groups), mode="clip") == groups]
    cuts = [0]
    while cuts[-1] < rows:
        if rows - cuts[-1] <= size * LAST_CHUNK:
            cuts.append(rows)
            break
        limit = cuts[-1] + size
        within = tidy[np.searchsorted(tidy, cuts[-1] + max(size // 2, 1)) : np.searchsorted(tidy, limit, side="right")]
        if not len(within):
            place = max(np.searchsorted(ends, limit, side="right") - 1, np.searchsorted(ends, cuts[-1], side="right"))
            within = ends[place : place + 1]
        cuts.append(int(within[-1]))
    return cuts


def _sorted_ids(file: pq.ParquetFile, path: Any) -> Iterator[tuple[int, Array, Any]]:
    """Yield the first row, the ids (an empty one as the id before) and the id before of each row group.

    Raises:
        InputError: the ids do not ascend.

    """
    starts = _group_starts(file)
    before: Any = None
    for group in range(file.num_row_groups):
        first = int(starts[group])
        ids = _plain(read_rows(file, (first, int(starts[group + 1])), [FAMILY_ID])[FAMILY_ID], before)
        falls = ids[1:] < ids[:-1]
        if before is not None and len(ids) and ids[0] < before:
            raise _not_sorted(path, first, ids[0], before)
        if falls.any():
            place = int(np.argmax(falls))
            raise _not_sorted(path, first + place + 1, ids[place + 1], ids[place])
        yield first, ids, before
        before = ids[-1] if len(ids) else before


def ready(path: str | Path) -> bool:
    """Return whether a Parquet table can be read as it stands: its families ascend, and pandas added no column.

    Raises:
        InputError: there is no such file, or it is not whole.

    """
    file = open_table(path)
    names = file.schema_arrow.names
    if any(name.startswith("__index_level_") for name in names):
        return False
    if FAMILY_ID not in names:
        return True
    with contextlib.suppress(InputError):
        for _ in _sorted_ids(file, path):
            pass
        return True
    return False


def _not_sorted(path: Any, row: int, value: Any, before: Any) -> InputError:
    return refuse(
        "{path} is not sorted by {column}: row {row} has {value} after {before}. Sort it first.",
        path=path,
        column=FAMILY_ID,
        row=row,
        value=value,
        before=before,
    )


def _plain(column: pa.ChunkedArray, before: Any) -> Array:
    """Return ids as numpy has them; an empty one takes the id before it, the first ones that of the rows before."""
    array = column.combine_chunks()
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if array.null_count:
        array = pc.fill_null_forward(array)
        least = np.iinfo(array.type.to_pandas_dtype()).min if pa.types.is_integer(array.type) else _LEAST_TEXT
        array = pc.fill_null(array, pa.scalar(least if before is None else before, array.type))
    return array.to_numpy(zero_copy_only=False)


def family_starts(file: pq.ParquetFile, path: Any) -> tuple[Array, Array]:
    """Return the first row and the id of each family.

    Raises:
        InputError: the table is not sorted by family.

    """
    rows, found = [np.zeros(0, dtype=np.int64)], []
    for first, ids, before in _sorted_ids(file, path):
        begins = np.empty(len(ids), dtype=bool)
        begins[:1] = before is None or ids[:1] != before
        begins[1:] = ids[1:] != ids[:-1]
        rows.append(np.flatnonzero(begins) + first)
        found.append(ids[begins])
    return np.concatenate(rows), np.concatenate(found) if found else np.zeros(0)


def _family_cuts(file: pq.ParquetFile, path: Any, last_ids: list[Any]) -> list[int]:
    """Return the rows of the table of families at which chunks begin whose last families are given."""
    cuts = [0]
    pending = list(last_ids[:-1])
    for first, ids, _ in _sorted_ids(file, path):
        after = np.searchsorted(ids, np.array(pending, dtype=ids.dtype), side="right")
        here = after[after < len(ids)]
        cuts.extend((here + first).tolist())
        del pending[: len(here)]
    rows = file.metadata.num_rows
    return [*cuts, *[rows] * len(pending), rows] if last_ids else [0]


def file_hash(path: str | Path) -> str:
    """Return the BLAKE2b hash of a file."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
