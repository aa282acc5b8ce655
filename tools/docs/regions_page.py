"""`docs/regions.md`: which figures of the regions are known, quarter by quarter, and which are missing."""

from __future__ import annotations

from typing import Any

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.variables.facts.residence import Region

#: The first year shown: that of the Social Code.
FIRST = 2023

_HEAD = """# Figures of the regions

Made by `tools/docs` from the parameters; do not edit. Targeted assistance rests on the poverty line of the region,
which rests on the subsistence minimum of the quarter before. **M** stands where the statistical minimum of the quarter
is known, **L** where the line that the region published is, **-** where nothing is: the answer then reckons or
approximates the line and says so.

Who has a figure writes it into one file a quarter, `openfisca_kz/years/2026-q3.yaml`, with its source:

```yaml
abai_region:
  reference: {title: "Abai region, third quarter of 2026", href: https://...}
  known: official
  checked: 2026-08-15
  figures:
    rights.assistance.poverty_line.published.abai: 41000
    indicators.subsistence_minimum_statistical.regions.abai: 58000
```
"""


def page(system: CountryTaxBenefitSystem) -> str:
    """Return the page."""
    parameters = system.parameters
    minimum = parameters.indicators.subsistence_minimum_statistical
    line = parameters.rights.assistance.poverty_line.published
    checked = max(str(node.metadata["last_value_still_valid_on"]) for node in line.children.values())
    days = [f"{year}-{month:02}-01" for year in range(FIRST, int(checked[:4]) + 1) for month in (1, 4, 7, 10)]
    days = [day for day in days if day <= checked]
    heads = [f"{day[:4]} q{(int(day[5:7]) + 2) // 3}" for day in days]
    rows = [["region", *heads, "missing"], ["---"] * (len(days) + 2)]
    for region in Region.__members__.values():
        cells = [_known(minimum.regions, line, region.name, day) for day in days]
        rows.append([region.value, *cells, str(cells.count("-"))])
    country = ["M" if _published(minimum.country, day) else "-" for day in days]
    rows.append(["the country", *country, str(country.count("-"))])
    cells = [cell for row in rows[2:-1] for cell in row[1:-1]]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    told = f"Of {len(cells)} quarters of regions since {FIRST}, {len(cells) - cells.count('-')} have a figure."
    return f"{_HEAD}\n{told}\n\n{table}\n"


def _known(minimum: Any, line: Any, region: str, day: str) -> str:
    marks = [mark for mark, node in (("M", minimum), ("L", line)) if _published(node.children[region], day)]
    return "".join(marks) or "-"


def _published(series: Any, day: str) -> bool:
    """Return whether a series has a figure of the quarter that begins on a day."""
    quarter = (day[:4], (int(day[5:7]) + 2) // 3)
    return any(
        (str(one.instant_str)[:4], (int(str(one.instant_str)[5:7]) + 2) // 3) == quarter and one.value
        for one in series.values_list
    )
