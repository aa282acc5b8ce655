"""Reads the register of doubts, YAML files for each page of docs/doubts, and refuses what it cannot use."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_origin, get_type_hints

from openfisca_kz.doubts.model import Reading
from openfisca_kz.problems import is_month
from openfisca_kz.yaml_files import read_yaml

FOLDER = Path(__file__).parent / "questions"

_REQUIRED = ("id", "rights", "question", "chosen", "other", "where")

#: What each field of an entry is in YAML: the area comes from the name of the file.
_KINDS: dict[str, type] = {
    name: {tuple: list, Mapping: dict}.get(get_origin(kind), bool if kind is bool else str)
    for name, kind in get_type_hints(Reading).items()
    if name != "area"
}


@functools.cache
def register() -> tuple[Reading, ...]:
    """Return every reading of the register, in the order of the files."""
    found = [reading for path in sorted(FOLDER.glob("*.yaml")) for reading in read_doubts(path)]
    names = [reading.id for reading in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"{FOLDER}: two entries are named {', '.join(twice)}: each id is written once")
    return tuple(found)


def read_doubts(path: Path) -> list[Reading]:
    """Return the readings of one file."""
    entries = read_yaml(path) or []
    return [_reading(path, number, entry) for number, entry in enumerate(entries, 1)]


def readings_of(right: str) -> tuple[Reading, ...]:
    """Return the open questions on which the amount of a right depends."""
    return tuple(reading for reading in register() if right in reading.rights)


def thin_sources(right: str, month: str | None = None) -> tuple[Reading, ...]:
    """Return the readings of a right whose source is thin.

    Args:
        right: name of the variable.
        month: such as 2026-06; then those that hold in it for everybody who has the right. Those that are thin for
            some people only are told by ``readings_for``, which knows whose amount rests on them.

    """
    thin = tuple(reading for reading in readings_of(right) if reading.thin)
    if month is None:
        return thin
    of_everybody = [one for one in thin if not (one.computable or one.figures or one.concerns)]
    return tuple(reading for reading in of_everybody if reading.asked_in(month))


def _reading(path: Path, number: int, entry: Any) -> Reading:
    if not isinstance(entry, dict):
        raise ValueError(f"{path.name}, entry {number}: a mapping is expected")
    name = entry.get("id", number)
    if missing := [field for field in _REQUIRED if not entry.get(field)]:
        raise ValueError(f"{path.name}, {name}: {', '.join(missing)} is missing")
    if unknown := sorted(set(entry) - set(_KINDS)):
        raise ValueError(
            f"{path.name}, {name}: there is no field {', '.join(unknown)}; the fields are {', '.join(sorted(_KINDS))}"
        )
    for field, value in entry.items():
        if not isinstance(value, _KINDS[field]):
            raise ValueError(f"{path.name}, {name}: {field} must be a {_KINDS[field].__name__}, not {value!r}")
    for field in ("since", "until"):
        if field in entry and not is_month(entry[field]):
            raise ValueError(f"{path.name}, {name}: {field} must be a month such as 2018-07, not {entry[field]!r}")
    return Reading(
        **{
            **entry,
            "area": path.stem.partition("_")[0],
            "rights": tuple(entry["rights"]),
            "figures": {path: day and str(day) for path, day in entry.get("figures", {}).items()},
            "concerns": {key: _texts(value) for key, value in entry.get("concerns", {}).items()},
            "parameters": {key: _dated(value) for key, value in entry.get("parameters", {}).items()},
        }
    )


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(item) for item in (value if isinstance(value, list) else [value]))


def _dated(value: Any) -> Any:
    """Return a figure, or figures by date as text."""
    if not isinstance(value, dict):
        return value
    return {day.isoformat() if isinstance(day, datetime.date) else str(day): figure for day, figure in value.items()}
