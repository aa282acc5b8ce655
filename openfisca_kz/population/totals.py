"""The sums of a run as rows of tables: a variable in a group; a right that late claims cut."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from openfisca_kz.population.results import PAYMENT, RIGHT, STATUS
from openfisca_kz.population.schema import FAMILIES, PERSONS
from openfisca_kz.population.sums import (
    AGE,
    AGE_NAMES,
    BY_STATUS,
    REGION,
    SEX,
    SEXES,
    TENTH,
    WHOLE,
    Plan,
    Sums,
)
from openfisca_kz.services.rights_and_duties import PAID

Array = NDArray[Any]


def rows(plan: Plan, found: Sums, units: dict[str, str]) -> list[dict[str, Any]]:
    """Return the sums as rows: a variable in a group, with members, recipients, total and average."""
    made = []
    for name, cells in found.cells.items():
        table = PERSONS if name in plan.persons else FAMILIES
        for by, group, (recipients, total), members in _groups(plan, cells, found.members[table]):
            made.append(_row(plan, units, name, by, group, members, recipients, total))
        if name in found.status:
            for status, recipients, total in zip(found.holders, *found.status[name].tolist(), strict=True):
                made.append(_row(plan, units, name, BY_STATUS, status, float(found.holders[status]), recipients, total))
    return made


def _groups(plan: Plan, cells: Array, members: Array) -> list[tuple[str, str, list[float], float]]:
    axes = [(REGION, 0, plan.regions)]
    if plan.ends:
        axes.append((TENTH, 1, tuple(str(place + 1) for place in range(plan.tenths))))
    if members.ndim > 2:
        axes += [(AGE, 2, AGE_NAMES), (SEX, 3, SEXES)]
    every = tuple(range(members.ndim))
    found = [(WHOLE, WHOLE, cells.sum(axis=tuple(axis + 1 for axis in every)).tolist(), float(members.sum()))]
    for by, axis, names in axes:
        others = tuple(each for each in every if each != axis)
        sums, counts = cells.sum(axis=tuple(each + 1 for each in others)), members.sum(axis=others)
        found += [(by, name, sums[:, place].tolist(), float(counts[place])) for place, name in enumerate(names)]
    return found


def _row(
    plan: Plan,
    units: dict[str, str],
    name: str,
    by: str,
    group: str,
    members: float,
    recipients: float,
    total: float,
) -> dict[str, Any]:
    kind = plan.kinds[name]
    return {
        "variable": name,
        "kind": kind,
        "unit": units[name],
        "by": by,
        "group": group,
        "members": float(members),
        "recipients": float(recipients),
        "total": float(total) if kind != STATUS else None,
        "average": float(total / recipients) if recipients and kind != STATUS else None,
    }


def own_rows(found: Sums) -> list[dict[str, Any]]:
    """Return the sums by the groups of columns of one's own as rows."""
    return [
        {
            "variable": name,
            "by": column,
            "group": group,
            "members": float(members),
            "recipients": float(recipients),
            "total": float(total),
        }
        for (name, column, group), (members, recipients, total) in sorted(found.own.items())
        if recipients
    ]


def late_rows(found: Sums, kinds: dict[str, str]) -> list[dict[str, Any]]:
    """Return for each right that a late claim may cut: due, paid, who is paid less, and what is lost."""
    made = []
    for name, (people, less, more) in found.late.items():
        if kinds.get(name) != RIGHT or kinds.get(name + PAID) != PAYMENT:
            continue
        due, paid = (float(found.cells[each][1].sum()) for each in (name, name + PAID))
        made.append(
            {
                "variable": name,
                "due": due,
                "paid": paid,
                "paid_less": float(people),
                "less": float(less),
                "more": float(more),
                "not_paid": due - paid,
            }
        )
    return made
