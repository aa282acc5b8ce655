"""The figures of a year or of a quarter, one file each, laid over the parameters.

``2027.yaml`` holds what yearly laws set, ``2026-q4.yaml`` what is published region by region for a quarter. A file has
groups, one for each act or publication: its reference, how the figures are known, when they were looked up, and the
figures by their path, each a value from the first day on; of a year also values by their first day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openfisca_core.parameters import config as parameters_config

from openfisca_kz.engine.knowledge import PUBLISHED_BY_QUARTER
from openfisca_kz.yaml_files import read_yaml

#: Where the files of the package stand.
YEARS = Path(__file__).resolve().parent.parent / "years"

_KEYS = {"reference", "known", "checked", "figures"}
_NAME = re.compile(r"(?P<year>\d{4})(?:-q(?P<quarter>[1-4]))?")
_QUARTERS = {"1": "01-01", "2": "04-01", "3": "07-01", "4": "10-01"}


def lay_over(data: dict[str, Any], years: Path) -> None:
    """Put the figures of the years and quarters into the data of the parameters.

    Args:
        data: the parameters as their files have them; it is changed.
        years: the folder with the files.

    Raises:
        ValueError: a file names no figure that is set so, or does not say where it stands.

    """
    for path in sorted(years.glob("*.yaml")):
        name = _NAME.fullmatch(path.stem)
        if name is None:
            raise ValueError(f"{path}: name it after its year or quarter, such as 2027.yaml or 2026-q4.yaml")
        for title, group in read_yaml(path, parameters_config.Loader).items():
            if not isinstance(group, dict) or set(group) != _KEYS:
                raise ValueError(f"{path}: {title} must have {', '.join(sorted(_KEYS))}")
            for figure, written in group["figures"].items():
                try:
                    _put(data, figure, written, group, name)
                except ValueError as error:
                    raise ValueError(f"{path}: {figure} {error}") from None


def _put(data: dict[str, Any], figure: str, written: Any, group: Mapping[str, Any], name: re.Match[str]) -> None:
    node: Any = data
    *above, last = figure.split(".")
    for part in above:
        node = node.get(part) or {}
    leaf = node.get(last) or {}
    metadata = leaf.get("metadata") or {}
    year, quarter = name["year"], name["quarter"]
    if quarter:
        if not leaf or not figure.startswith(PUBLISHED_BY_QUARTER):
            raise ValueError("is no figure that is published by quarter")
        values = _of_quarter(written, int(year), quarter, leaf["values"])
    else:
        if "set_yearly" not in metadata:
            raise ValueError("is no figure that a yearly law sets")
        values = _of_year(written, year)
        metadata = {**metadata, "known_until": f"{year}-12-31"}
    known = metadata["known"]
    known = known if isinstance(known, dict) else dict.fromkeys(metadata["reference"], known)
    # The metadata may be shared with other figures of the file: it is replaced, not changed.
    node[last] = {
        **leaf,
        "values": {**leaf["values"], **{day: {"value": value} for day, value in values.items()}},
        "metadata": {
            **metadata,
            "last_value_still_valid_on": str(group["checked"]),
            "known": {**known, **dict.fromkeys(values, group["known"])},
            "reference": {**metadata["reference"], **dict.fromkeys(values, group["reference"])},
        },
    }


def _of_year(written: Any, year: str) -> dict[str, float]:
    """Return first days and values; a single value is that of the whole year."""
    values = written if isinstance(written, dict) else {f"{year}-01-01": written}
    for day, value in values.items():
        if not re.fullmatch(rf"{year}-\d\d-\d\d", str(day)) or not isinstance(value, (int, float)):
            raise ValueError(f"has {value!r} since {day}: write a number, or numbers by days of the year")
    return values


def _of_quarter(written: Any, year: int, quarter: str, before: Mapping[str, Any]) -> dict[str, float]:
    """Return the value of a quarter; what is not told of the next quarter is not known (0)."""
    if not isinstance(written, (int, float)):
        raise ValueError(f"has {written!r}: write a number")
    following = f"{year}-{_QUARTERS[str(int(quarter) + 1)]}" if quarter != "4" else f"{year + 1}-01-01"
    return {f"{year}-{_QUARTERS[quarter]}": written, **({} if following in before else {following: 0})}
