"""Who has no social status: people and share of a run, under the law and under a reform of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from openfisca_kz.population.arrow import ids_of, to_plain, weights_of
from openfisca_kz.population.schema import WITHOUT

if TYPE_CHECKING:
    from openfisca_kz.population.reports import Result


def without_status(results: Sequence[Result]) -> list[dict[str, Any]]:
    """Return for each run the law, the people, those without social status and their share; weighted.

    Nothing where a run was not asked for ``without_social_status``.

    Args:
        results: complete runs, one of today's law and others of reforms of it.

    """
    if not all(WITHOUT in result.manifest["variables"] for result in results):
        return []
    rows = []
    for result in results:
        people, without = _counts(result)
        share = without / people if people else 0.0
        rows.append(
            {
                "law": result.manifest["reform"] or "today's law",
                "persons": people,
                "without social status": without,
                "share": f"{share:.2%}",
            }
        )
    return rows


def _counts(result: Result) -> tuple[float, float]:
    people = without = 0.0
    for persons, families in result.parts():
        weight = weights_of(families)[np.searchsorted(ids_of(families), ids_of(persons))]
        people += float(weight.sum())
        without += float(weight @ to_plain(persons[WITHOUT]))
    return people, without
