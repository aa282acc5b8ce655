"""`docs/sources.md`: how the figures of the law are known, by area, and those that rest on less than a publication."""

from __future__ import annotations

import dataclasses
import functools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openfisca_kz.engine.loading import read_figures
from tools.law_checks import PACKAGE

#: From the surest to the least sure.
CERTAINTIES = ("statute", "official", "published", "single", "unconfirmed")

#: Statistics and estimates of the regions: no act sets them, and they are counted apart.
STATISTICS = (
    "indicators.subsistence_minimum_statistical",
    "rights.assistance.poverty_line.margin_",
    "rights.assistance.poverty_line.place",
    "rights.assistance.poverty_line.published",
    "rights.family.national_fund_share.return_on_earlier",
)

#: Values that are or were in force on or after this day count as recent.
SINCE = "2023-01-01"

_HEAD = """# Sources of the figures

Made by `tools/docs` from the parameters; do not edit. Every dated value says how it is known:
*statute*: read in the text of the law; *official*: published by a ministry, a fund or a court, or with the act itself;
*published*: reported by two sources; *single*: by one; *unconfirmed*: its source is not known here.
"""


@dataclasses.dataclass(frozen=True)
class Value:
    """One dated value of a figure: how it is known, by which source, what else was tried, whether it is recent."""

    figure: str
    date: str
    known: str
    title: str
    checked: str
    tried: str
    since_2023: bool

    @property
    def of_law(self) -> bool:
        """Whether an act or a body sets it; else it is a statistic or an estimate."""
        return not self.figure.startswith(STATISTICS)


@functools.cache
def values(directory: Path = PACKAGE / "parameters") -> tuple[Value, ...]:
    """Return every dated value of the parameters with how it is known."""
    return tuple(_of("", read_figures(directory)))


def _of(name: str, node: Any) -> Iterator[Value]:
    if not isinstance(node, dict):
        return
    if "values" in node or "brackets" in node:
        yield from _dated(name, node["metadata"], node)
        return
    for key, child in node.items():
        if key != "metadata":
            yield from _of(f"{name}.{key}" if name else key, child)


def _dated(name: str, metadata: dict[str, Any], node: dict[str, Any]) -> Iterator[Value]:
    sources = {str(date): source for date, source in metadata["reference"].items()}
    dates = sorted(sources)
    said = metadata["known"]
    tried = {str(date): text for date, text in metadata.get("tried", {}).items()}
    known = dict.fromkeys(dates, said) if isinstance(said, str) else {str(date): one for date, one in said.items()}
    for place, date in enumerate(dates):
        source = sources[date]
        first = source[0] if isinstance(source, list) else source
        text = ", ".join(filter(None, (first.get("title"), first.get("article"))))
        following = dates[place + 1] if place + 1 < len(dates) else "9999"
        yield Value(
            figure=name,
            date=date,
            known=known[date],
            title=text,
            checked=str(metadata["last_value_still_valid_on"]),
            tried=tried.get(date, ""),
            since_2023=following > SINCE,
        )


def page() -> str:
    """Return the page."""
    rows = ["| area | values | " + " | ".join(CERTAINTIES) + " | in force since 2023 | of these statute or official |"]
    rows.append("|" + "---|" * (len(CERTAINTIES) + 4))
    areas: dict[str, list[Value]] = {}
    for value in values():
        parts = value.figure.split(".")
        area = " / ".join(parts[:2] if parts[0] == "rights" else parts[:1])
        areas.setdefault(area if value.of_law else "statistics and estimates", []).append(value)
    for area, found in [*sorted(areas.items()), ("**all of the law**", [value for value in values() if value.of_law])]:
        counts = Counter(value.known for value in found)
        recent = [value for value in found if value.since_2023]
        sound = sum(value.known in CERTAINTIES[:2] for value in recent)
        share = f"{sound / len(recent):.0%}" if recent else ""
        cells = [area, len(found), *(counts[known] for known in CERTAINTIES), len(recent), share]
        rows.append("| " + " | ".join(map(str, cells)) + " |")
    thin = [value for value in values() if value.known in CERTAINTIES[2:] and value.since_2023]
    older = sum(value.known in CERTAINTIES[2:] and not value.since_2023 for value in values())
    parts = [
        _HEAD,
        *rows,
        "",
        "## In force since 2023 and below *official*",
        "",
        "| figure | since | known | source | looked up | tried |",
        "|---|---|---|---|---|---|",
        *(
            f"| `{value.figure}` | {value.date} | {value.known} | {value.title} | {value.checked} | {value.tried} |"
            for value in thin
            if value.of_law
        ),
        "",
        "## Statistics and estimates",
        "",
        "No act sets them; the press tells what the Bureau of National Statistics and the regions published.",
        "Each figure says its source in its file.",
        "",
        "| figures | in force since 2023 and below *official* |",
        "|---|---|",
        *(f"| `{name}` | {count} |" for name, count in sorted(_by_group(thin).items())),
        "",
        f"Of earlier times {older} more values are below *official*; each says so in its file.",
    ]
    return "\n".join(parts) + "\n"


def _by_group(thin: list[Value]) -> Counter[str]:
    """Count the statistics by what they are of, such as all regions together."""
    return Counter(
        next(name for name in STATISTICS if value.figure.startswith(name)) for value in thin if not value.of_law
    )
