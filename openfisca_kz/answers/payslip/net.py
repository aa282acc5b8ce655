"""Which gross pay gives a net pay: net pay is a chain of straight lines in gross pay, and each is solved exactly."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from openfisca_kz.answers.payslip.payslip import LARGEST, columns, rounded
from openfisca_kz.base import Array
from openfisca_kz.engine.protocols import System
from openfisca_kz.families.from_file import default_system
from openfisca_kz.problems import month_of, refuse_argument

#: Payers whose net income is asked back from; for others no income is taken from.
REVERSIBLE = ("employee", "second_employer", "civil_contract")

# A step to the side of a kink that is small against pay and large against a rounding error.
_STEP = 1e-3
# Of a straight line the middle lies on it up to this share of the amounts.
_STRAIGHT = 1e-12
_ROUNDS = 60
# Rounding each payment moves the net pay by at most two tenge, and a tenge of net is less than two of gross.
_NEAR = 4
_HALF = 0.5


@dataclasses.dataclass(frozen=True)
class GrossPay:
    """The gross pay that gives a net pay, and the others that give it too (around 25 MRP, until 2025)."""

    gross: float
    others: tuple[float, ...]


@dataclasses.dataclass(frozen=True)
class _Pieces:
    """The straight pieces of net pay: where each begins and ends in gross pay, and the net pay there."""

    low: Array
    high: Array
    net_low: Array
    net_high: Array

    def solve(self, net: float) -> GrossPay:
        slack = 1e-9 * max(1.0, net)
        found = []
        for a, b, left, right in zip(self.low, self.high, self.net_low, self.net_high, strict=True):
            if min(left, right) - slack <= net <= max(left, right) + slack:
                share = 0.0 if right == left else (net - left) / (right - left)
                found.append(float(a + min(max(share, 0.0), 1.0) * (b - a)))
        distinct = [x for i, x in enumerate(found) if i == 0 or x - found[i - 1] > _STEP]
        return GrossPay(distinct[0], tuple(distinct[1:]))


def gross_for_net(
    net: float,
    on: str,
    facts: Mapping[str, Any] | None = None,
    since: str | None = None,
    system: System | None = None,
    payer: str = "employee",
) -> GrossPay:
    """Return the least whole gross pay of which the payslip prints a net pay.

    The law is asked at the kinks only, and the line between two of them is solved; the whole tenge around the answer
    are then tried, for each payment is rounded. A net pay that no payslip prints (with tiyn) gets the gross pay that
    gives it before rounding. Until 2025 the net falls at 25 MRP, and a net just below the fall has two gross pays: the
    lower is the answer, the higher stands among the others. No net is out of reach.

    Raises:
        InputError: the net pay is below zero or not a number, or as of ``payslip.columns``.

    """
    return gross_for_nets([net], on, facts, since, system, payer)[0]


def gross_for_nets(
    nets: Sequence[float],
    on: str,
    facts: Mapping[str, Any] | None = None,
    since: str | None = None,
    system: System | None = None,
    payer: str = "employee",
) -> list[GrossPay]:
    """Return the gross pays that give many net pays of people with the same facts; arguments as there."""
    if payer not in REVERSIBLE:
        message = "Gross pay can be worked out from net pay only for {payers}."
        raise refuse_argument("payer", message, payers=", ".join(REVERSIBLE))
    asked, most = np.asarray(nets, dtype=np.float64), LARGEST * _HALF
    if not np.all(np.isfinite(asked) & (asked >= 0) & (asked <= most)):
        raise refuse_argument("net", "Net pay is a number of tenge from zero up to {most}.", most=f"{most:.0f}")
    law = system or default_system()

    def of(pay: Any) -> dict[str, Array]:
        return columns(pay, on, facts, since, law, payer)

    pieces = _pieces(float(asked.max(initial=0.0)), _stated_kinks(on, law), lambda pay: of(pay)["net"])
    answers = [pieces.solve(float(net)) for net in asked]
    solved = np.array([gross for answer in answers for gross in (answer.gross, *answer.others)])
    nets_of = np.repeat(asked, [1 + len(answer.others) for answer in answers])
    whole = iter(_printed(solved, nets_of, lambda pay: rounded(of(pay), on, payer, law)["net"]).tolist())
    return [GrossPay(next(whole), tuple(next(whole) for _ in answer.others)) for answer in answers]


def _printed(solved: Array, nets: Array, net_of: Callable[[Any], Array]) -> Array:
    """Return the least whole gross pay near each that prints its net pay; where none does, the gross pay as it is."""
    near = np.maximum(np.floor(solved)[:, np.newaxis] + np.arange(-_NEAR, _NEAR + 1), 0.0)
    printed = net_of(near.ravel()).reshape(near.shape) == nets[:, np.newaxis]
    first = near[np.arange(len(near)), printed.argmax(axis=1)]
    return np.where(printed.any(axis=1), first, solved)


def _pieces(net: float, kinks: Array, net_of: Callable[[Any], Array]) -> _Pieces:
    """Return the straight pieces of net pay up to a net pay, between the kinks that the law states and others."""
    top = max(2.0 * net + 1.0, 2.0 * kinks[-1])
    while net_of([top])[0] < net:
        top *= 2
    points = np.append(kinks, top)
    for _ in range(_ROUNDS):
        # Just after a point, for the net may fall there.
        after, before = points[:-1] + _STEP, points[1:] - _STEP
        far_after, far_before = after + _STEP, before - _STEP
        middle = (after + before) / 2
        asked = net_of(np.concatenate([after, far_after, middle, far_before, before]))
        at_after, at_far_after, at_middle, at_far_before, at_before = np.split(asked, 5)
        bent = np.abs(at_middle - (at_after + at_before) / 2) > _STRAIGHT * np.maximum(points[1:], 1e6)
        if not np.any(bent):
            break
        slope_after = (at_far_after - at_after) / _STEP
        slope_before = (at_before - at_far_before) / _STEP
        with np.errstate(divide="ignore", invalid="ignore"):
            meet = (at_before - at_after + slope_after * after - slope_before * before) / (slope_after - slope_before)
        inside = np.isfinite(meet) & (meet > after) & (meet < before)
        points = np.sort(np.concatenate([points, np.where(inside, meet, middle)[bent]]))
        points = points[np.concatenate(([True], np.diff(points) > 4 * _STEP))]
    ends = net_of(points)
    starts = net_of(points[:-1] + _STEP) - (net_of(points[:-1] + 2 * _STEP) - net_of(points[:-1] + _STEP))
    return _Pieces(points[:-1], points[1:], starts, ends[1:])


def _stated_kinks(on: str, system: System) -> Array:
    """Return the limits that the law states on pay: nothing, 25 MRP, and the caps of contributions. KZT."""
    month = month_of(on)
    law, year = system.get_parameters_at_instant(month), system.get_parameters_at_instant(month.this_year)
    low_pay = year.duties.income_tax.low_pay.limit * year.indicators.mrp_tax
    caps = [
        figures.cap * law.indicators.minimum_wage
        for figures in (law.duties.pension_contribution, law.duties.health_contribution)
        if "cap" in figures
    ]
    return np.unique([0.0, low_pay, *caps])
