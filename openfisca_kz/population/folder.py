"""The directory of a run: parts, what is done, the manifest; whole at whatever moment a run is killed.

It holds ``persons/``, ``families/`` and ``rejects/`` with one Parquet part a chunk, ``done/`` with one small file for
each chunk that is complete, and ``manifest.json``, which says of what run it is. A part is written under another name,
brought to the disk and then renamed; the file in ``done/`` comes last. So what ``done/`` names is whole, and everything
else is made again.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from openfisca_kz.population.chunks import Chunk
from openfisca_kz.population.schema import FAMILIES, FAMILY_ID, PERSON_ID, PERSONS
from openfisca_kz.problems import refuse

REJECTS_TABLE = "rejects"
TABLES = (PERSONS, FAMILIES, REJECTS_TABLE)
DONE = "done"
MANIFEST = "manifest.json"
LOCK = ".lock"

#: What was not Parquet is brought here (``sources``), what a projection changed as well (``ageing``).
STAGE = "tables"


@dataclasses.dataclass
class Counts:
    """Rows that came in, went out, and were rejected."""

    persons_in: int = 0
    persons_out: int = 0
    persons_rejected: int = 0
    families_in: int = 0
    families_out: int = 0
    families_rejected: int = 0
    #: Empty cells by column that has any: ``persons.salary``.
    empty: dict[str, int] = dataclasses.field(default_factory=dict)

    def add(self, other: Counts) -> None:
        """Add the counts of another chunk."""
        for field in dataclasses.fields(self):
            own, others = getattr(self, field.name), getattr(other, field.name)
            if isinstance(own, dict):
                setattr(self, field.name, {name: own.get(name, 0) + others.get(name, 0) for name in own | others})
            else:
                setattr(self, field.name, own + others)


def part(out: Path, table: str, chunk: Chunk) -> Path:
    """Return the file of a chunk's results."""
    return out / table / f"part-{chunk.number:05}.parquet"


def done(out: Path, chunk: Chunk) -> Path:
    """Return the file that says a chunk is complete."""
    return out / DONE / f"{chunk.number:05}.json"


def counts_in(out: str | Path) -> Counts:
    """Return the counts of the chunks that are done."""
    counts = Counts()
    for each in sorted((Path(out) / DONE).glob("*.json")):
        counts.add(Counts(**json.loads(each.read_bytes())))
    return counts


#: So many rows are encoded at once: those of a chunk, so that the pages are cut as if it were done by the thousand.
_AT_ONCE = 1 << 17


def write_table(path: Path, table: pa.Table) -> None:
    """Write results as Parquet, so that the file is either whole or not there.

    Raises:
        InputError: there is no room for it.

    """
    names = [field.name for field in table.schema if not pa.types.is_floating(field.type)]
    # Ids that ascend are short as what each adds to the one before; a dictionary would hold every one of them.
    numbers = [field.name for field in table.schema if pa.types.is_integer(field.type)]
    ids = [name for name in (FAMILY_ID, PERSON_ID) if name in numbers]
    sink = pa.BufferOutputStream()
    # A dictionary of amounts, and the least and greatest of each column, would take as long as all the rest; rows that
    # are encoded by the thousand, as they are unless told otherwise, a tenth longer. lz4 takes a quarter less than
    # zstd, for files half as large again.
    pq.write_table(
        table,
        sink,
        compression="lz4",
        use_dictionary=[name for name in names if name not in ids],
        column_encoding=dict.fromkeys(ids, "DELTA_BINARY_PACKED"),
        write_statistics=False,
        write_batch_size=_AT_ONCE,
    )
    write_whole(path, sink.getvalue())


def write_whole(path: Path, content: Any) -> None:
    """Write a file so that it is either whole or not there.

    Raises:
        InputError: there is no room for it.

    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise refuse(
            "{path} cannot be written: {reason}. Nothing that was done is lost: remove the cause and start the same "
            "run again.",
            path=path,
            reason=error.strerror or error,
        ) from None


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def prepare(out: Path, what: dict[str, Any]) -> None:
    """Make the directory ready: new, or of the same run with what a kill left half-written removed.

    Args:
        out: the directory.
        what: the manifest of the run.

    Raises:
        InputError: the directory holds another run or other files, or there is no room.

    """
    path = out / MANIFEST
    if path.exists():
        before = json.loads(path.read_text(encoding="utf-8"))
        changed = [key for key in what if before.get(key) != what[key]]
        if changed:
            raise refuse(
                "{out} holds the results of another run ({changed} changed): choose another directory, or delete it.",
                out=out,
                changed=", ".join(changed),
            )
    elif {each.name for each in out.iterdir()} - {LOCK, DONE, STAGE, *TABLES} or any((out / DONE).glob("*.json")):
        raise refuse("{out} is not empty and holds no run: choose another directory.", out=out)
    for name in (*TABLES, DONE):
        (out / name).mkdir(exist_ok=True)
    sweep(out)
    if not path.exists():
        write_whole(path, (json.dumps(what, indent=1) + "\n").encode())
    for table in TABLES:
        for each in (out / table).glob("part-*.parquet"):
            if not (out / DONE / f"{each.stem.removeprefix('part-')}.json").exists():
                each.unlink(missing_ok=True)


def sweep(out: Path) -> None:
    """Remove what a process that was killed left half-written."""
    for name in (*TABLES, DONE):
        for leftover in (out / name).glob("*.tmp"):
            leftover.unlink(missing_ok=True)


@contextlib.contextmanager
def writing(out: str | Path) -> Iterator[None]:
    """Say in one sentence that something cannot be written.

    Raises:
        InputError: there is no room for it, or it is not allowed.

    """
    try:
        yield
    except OSError as error:
        raise refuse("{out} cannot be written: {reason}.", out=out, reason=error.strerror or error) from None


@contextlib.contextmanager
def only_run_in(out: Path) -> Iterator[None]:
    """Hold the directory, so that two runs do not write into it at a time; the system lets go of a killed run.

    Raises:
        InputError: another run holds it, or it cannot be made.

    """
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
        handle = (out / LOCK).open("w")
    with handle:
        try:
            import fcntl
        except ImportError:  # not on this system: two runs at a time are the user's care
            yield
            return
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise refuse(
                "Another run is writing into {out}: wait for it, or take another directory.", out=out
            ) from None
        yield
