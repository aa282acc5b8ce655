"""The model's totals beside the published ones, with the reason for each gap."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("published.yaml")

#: Stands for the people below the poverty line of the law, which is no variable.
POOR = "poor_by_law"

#: A population this near to the country's is taken for it.
NEAR = 0.05


@functools.cache
def figures() -> dict[str, Any]:
    """Return the published figures as they stand in ``published.yaml``."""
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))


def is_the_country(persons: float) -> bool:
    """Return whether a population is as large as the country's."""
    return bool(abs(persons / figures()["population"] - 1) <= NEAR)


def compared(persons: float, total: Callable[[str, int], float]) -> list[dict[str, Any]]:
    """Return the totals of a run, scaled to the population of the country, beside the published ones.

    Args:
        persons: the persons of the run.
        total: gives the recipients (0) or the total (1) of a variable of the run, 0 where it was not asked; of ``POOR``
            the poor.

    """
    data = figures()
    scale = data["population"] / persons if persons else 0.0
    rows = []
    for figure in data["figures"]:
        recipients, amount = (scale * sum(total(name, measure) for name in figure["variables"]) for measure in (0, 1))
        if not recipients:
            continue
        wanted, cost = figure.get("recipients"), figure.get("total")
        rows.append(
            {
                "variable": figure["variables"][0],
                "variables": " + ".join(figure["variables"]),
                "recipients": recipients,
                "published_recipients": wanted,
                "recipients_gap": recipients / wanted - 1 if wanted and not figure.get("counted_otherwise") else None,
                "total": amount,
                "published_total": cost,
                "total_gap": amount / cost - 1 if cost else None,
                "date": str(figure["date"]),
                "source": figure["url"],
                "reason": figure["reason"]["en"],
                "reason_kk": figure["reason"]["kk"],
                "reason_ru": figure["reason"]["ru"],
            }
        )
    return rows
