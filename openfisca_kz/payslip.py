"""A month's payslip: every base, rate, limit and article; and the gross pay that gives a net pay.

A payslip supposes the same pay and the same facts in every month of the year since ``since`` (January unless said),
because income tax adds up from January. Each line is rounded half up to the whole tenge, as payments are declared.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from openfisca_core.periods import Period
from openfisca_core.periods import period as to_period
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz.base import ETERNITY, Array, months_of_year_to, round_tenge
from openfisca_kz.system import CountryTaxBenefitSystem

__all__ = ["GrossPay", "Line", "Payslip", "PayslipError", "columns", "gross_for_net", "payslip", "rounded"]


class PayslipError(ValueError):
    """What was asked makes no payslip; the message is one sentence for the person who asked."""


#: Lines of a payslip: variable, who bears it, the node of its figures under ``duties``.
LINES = (
    ("pension_contribution", "employee", "pension_contribution"),
    ("health_contribution", "employee", "health_contribution"),
    ("income_tax", "employee", "income_tax"),
    ("social_contribution", "employer", "social_contribution"),
    ("social_tax", "employer", "social_tax"),
    ("employer_health_contribution", "employer", "employer_health_contribution"),
    ("employer_pension_contribution", "employer", "employer_pension_contribution"),
    ("occupational_pension_contribution", "employer", "occupational_pension_contribution"),
)

#: Other amounts that a payslip or a table of payslips shows.
TOTALS = ("net_salary", "employer_cost")
BASES = ("income_tax_base", "social_tax_base", "basic_income_tax_deduction", "paid_by_unified_payment")

#: Conditions that may be stated although the law can tell them from other facts.
STATED = ("pension_age_reached",)

# A step to the side of a kink that is small against pay and large against a rounding error.
_STEP = 1e-3
# Of a straight line the middle lies on it up to this share of the amounts.
_STRAIGHT = 1e-12
_ROUNDS = 60
# Pay no larger than this is asked about; a net pay above it is refused.
_LARGEST = 1e13


@dataclasses.dataclass(frozen=True)
class Line:
    """One payment of the month."""

    name: str
    label: str
    borne_by: str
    base: float | None
    rate: float | None
    cap: float | None
    amount: int
    article: str


@dataclasses.dataclass(frozen=True)
class Payslip:
    """The payments of one employee in one month, in whole tenge."""

    on: str
    gross: int
    net: int
    cost: int
    lines: tuple[Line, ...]
    facts: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """Return plain data, for JSON."""
        return {
            "on": self.on,
            "gross": self.gross,
            "facts": {name: str(value) for name, value in self.facts.items()},
            "lines": [dataclasses.asdict(line) for line in self.lines],
            "net": self.net,
            "employer_cost": self.cost,
        }

    def as_json(self) -> str:
        """Return the payslip as JSON text."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=2)

    def as_text(self) -> str:
        """Return the payslip as a table to be read."""
        rows = [("", "base", "rate", "limit", "KZT", "article"), ("Gross pay", "", "", "", _money(self.gross), "")]
        for who, title, total in (("employee", "Net pay", self.net), ("employer", "Cost to the employer", self.cost)):
            for line in self.lines:
                if line.borne_by == who:
                    sign = "-" if who == "employee" and line.amount else ""
                    rows.append(
                        (
                            f"  {line.label}",
                            _money(line.base),
                            _percent(line.rate),
                            _money(line.cap),
                            sign + _money(line.amount),
                            line.article,
                        )
                    )
            rows.append((title, "", "", "", _money(total), ""))
        widths = [max(len(row[i]) for row in rows) for i in range(5)]
        text = [
            "  ".join([row[0].ljust(widths[0])] + [row[i].rjust(widths[i]) for i in range(1, 5)] + [row[5]]).rstrip()
            for row in rows
        ]
        facts = ", ".join(f"{name} {value}" for name, value in self.facts.items())
        return "\n".join([f"Payslip for {self.on}" + (f" ({facts})" if facts else ""), *text])


@dataclasses.dataclass(frozen=True)
class GrossPay:
    """The gross pay that gives a net pay, and the others that give it too (around 25 MRP, until 2025)."""

    gross: float
    others: tuple[float, ...]


@functools.cache
def _system() -> CountryTaxBenefitSystem:
    return CountryTaxBenefitSystem()


def _month(on: str) -> Period:
    try:
        month = to_period(str(on)[: len("2026-06")])
    except (ValueError, TypeError) as error:
        raise PayslipError(f"{on} is not a month: write it as 2026-06.") from error
    if month.unit != "month":
        raise PayslipError(f"{on} is not a month: write it as 2026-06.")
    return month


def columns(
    gross: Array | Sequence[float],
    on: str,
    facts: Mapping[str, Any] | None = None,
    since: str | None = None,
    system: Any = None,
) -> dict[str, Array]:
    """Return every amount of the payslips of many employees, not rounded.

    Args:
        gross: monthly pay of each, KZT.
        on: the month, such as 2026-06.
        facts: other facts by variable name; one value for all, or one for each employee.
        since: the first month of the year in which this pay was paid; January unless said.
        system: the law; a reform, say.

    Raises:
        PayslipError: a pay is below zero or not a number, or a fact is not known.

    """
    system = system or _system()
    pay = np.asarray(gross, dtype=np.float64)
    if not np.all(np.isfinite(pay) & (pay >= 0) & (pay <= _LARGEST)):
        raise PayslipError("Pay is a number of tenge from zero up to ten trillion.")
    month = _month(on)
    first = _month(since) if since else month.this_year.first_month
    months = [m for m in months_of_year_to(month) if m.start >= first.start]
    if not months:
        raise PayslipError(f"Pay that starts in {since} has no payslip for {on}.")
    simulation = SimulationBuilder().build_default_simulation(system, len(pay))
    given = {"salary": pay, **(facts or {})}
    for name, value in given.items():
        variable = system.get_variable(name)
        if variable is None or not variable.entity.is_person or (variable.formulas and name not in STATED):
            raise PayslipError(f"{name} is not a fact that a payslip takes.")
        try:
            checked = [variable.check_set_value(one) for one in np.atleast_1d(np.asarray(value, dtype=object))]
        except ValueError as error:
            raise PayslipError(str(error)) from error
        value = np.resize(np.asarray(checked), len(pay))
        for when in [ETERNITY] if variable.definition_period == ETERNITY else months:
            simulation.set_input(name, when, value)
    names = [name for name, *_ in LINES] + [*TOTALS, *BASES]
    return {"salary": pay, **{name: simulation.calculate(name, month) for name in names}}


def payslip(
    gross: float,
    on: str,
    facts: Mapping[str, Any] | None = None,
    since: str | None = None,
    system: Any = None,
) -> Payslip:
    """Return the payslip of one employee for one month. Arguments as of ``columns``.

    Raises:
        PayslipError: as of ``columns``.

    """
    system = system or _system()
    values = {name: value[0] for name, value in columns([gross], on, facts, since, system).items()}
    month = _month(on)
    law = system.get_parameters_at_instant(month)
    lines = tuple(_line(name, who, node, values, law, system, month) for name, who, node in LINES)
    withheld = sum(line.amount for line in lines if line.borne_by == "employee")
    on_top = sum(line.amount for line in lines if line.borne_by == "employer")
    pay = int(round_tenge(values["salary"]))
    return Payslip(str(month), pay, pay - withheld, pay + on_top, lines, dict(facts or {}))


def rounded(values: Mapping[str, Array]) -> dict[str, Array]:
    """Return what ``columns`` gave in whole tenge: each payment rounded, net pay and cost from the rounded payments."""
    table = {"gross": round_tenge(values["salary"])}
    table |= {name: round_tenge(values[name]) for name, *_ in LINES}
    table["net_salary"] = table["gross"] - np.sum([table[n] for n, who, _ in LINES if who == "employee"], axis=0)
    table["employer_cost"] = table["gross"] + np.sum([table[n] for n, who, _ in LINES if who == "employer"], axis=0)
    return {name: amounts.astype(np.int64) for name, amounts in table.items()}


def _line(name: str, who: str, node: str, values: Mapping[str, Any], law: Any, system: Any, month: Period) -> Line:
    variable = system.get_variable(name)
    amount = float(values[name])
    rate, cap = _figures(node, values, law)
    if name == "income_tax":
        base: float | None = max(float(values["income_tax_base"]), 0.0)
    elif name == "social_tax":
        base = float(values["social_tax_base"])
    else:
        base = amount / rate if rate else None
    if values["paid_by_unified_payment"] and name == "income_tax":
        base = float(values["salary"])
    return Line(name, variable.label, who, base, rate, cap, int(round_tenge(amount)), _article(variable, month.start))


def _figures(node: str, values: Mapping[str, Any], law: Any) -> tuple[float | None, float | None]:
    """Return the rate and the limit (KZT) in force for a line; none where the law has none."""
    duties = law.duties
    figures = getattr(duties, node)._children
    rate, cap = figures.get("rate"), figures.get("cap")
    if "scale" in figures:
        rate = float(figures["scale"].rates[0])
    if values["paid_by_unified_payment"] and node in duties.unified_payment._children:
        rate = duties.unified_payment.rate * duties.unified_payment._children[node]
    return rate, None if cap is None else cap * law.indicators.minimum_wage


def _article(variable: Any, on: Any) -> str:
    """Return act and article of the version of the formula in force, without its address."""
    references = variable.reference or []
    starts = sorted(variable.formulas, reverse=True)
    place = next((i for i, start in enumerate(starts) if start <= str(on)), 0)
    reference = references[place] if len(references) == len(starts) else references[0]
    return str(reference).rpartition(" - ")[0]


def _money(amount: float | None) -> str:
    return "" if amount is None else f"{int(round_tenge(amount)):,}".replace(",", " ")


def _percent(rate: float | None) -> str:
    return "" if rate is None else f"{rate * 100:.4f}".rstrip("0").rstrip(".") + "%"


# ----- From net to gross ----- #


def gross_for_net(
    net: float,
    on: str,
    facts: Mapping[str, Any] | None = None,
    since: str | None = None,
    system: Any = None,
) -> GrossPay:
    """Return the gross pay that gives a net pay, exactly.

    Net pay is a chain of straight lines in gross pay: the law is asked at the kinks only, and the line between two of
    them is solved. Until 2025 the net falls at 25 MRP, and a net just below the fall has two gross pays: the lower is
    the answer, the higher stands among the others. No net is out of reach.

    Raises:
        PayslipError: the net pay is below zero or not a number, or as of ``columns``.

    """
    if not np.isfinite(net) or net < 0 or net > _LARGEST / 2:
        raise PayslipError("Net pay is a number of tenge from zero up to five trillion.")
    low, high, net_low, net_high = _segments(net, on, facts, since, system)
    found = []
    slack = 1e-9 * max(1.0, net)
    for a, b, left, right in zip(low, high, net_low, net_high, strict=True):
        if min(left, right) - slack <= net <= max(left, right) + slack:
            share = 0.0 if right == left else (net - left) / (right - left)
            found.append(float(a + min(max(share, 0.0), 1.0) * (b - a)))
    distinct = [x for i, x in enumerate(found) if i == 0 or x - found[i - 1] > _STEP]
    return GrossPay(distinct[0], tuple(distinct[1:]))


def _segments(net: float, on: str, facts: Any, since: str | None, system: Any) -> tuple[Array, Array, Array, Array]:
    """Return the straight pieces of net pay: where each begins and ends, and the net pay there."""
    system = system or _system()

    def net_of(pay: Any) -> Array:
        return columns(pay, on, facts, since, system)["net_salary"]

    kinks = _stated_kinks(on, system)
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
        fresh = np.where(inside, meet, middle)[bent]
        points = _merged(np.concatenate([points, fresh]))
    ends = net_of(points)
    starts = net_of(points[:-1] + _STEP) - (net_of(points[:-1] + 2 * _STEP) - net_of(points[:-1] + _STEP))
    return points[:-1], points[1:], starts, ends[1:]


def _merged(points: Array) -> Array:
    points = np.sort(points)
    return points[np.concatenate(([True], np.diff(points) > 4 * _STEP))]


def _stated_kinks(on: str, system: Any) -> Array:
    """Return the limits that the law states on pay: nothing, 25 MRP, and the caps of contributions. KZT."""
    month = _month(on)
    law, year = system.get_parameters_at_instant(month), system.get_parameters_at_instant(month.this_year)
    low_pay = year.duties.income_tax.low_pay.limit * year.indicators.mrp_tax
    caps = [
        figures._children["cap"] * law.indicators.minimum_wage
        for figures in (law.duties.pension_contribution, law.duties.health_contribution)
        if "cap" in figures._children
    ]
    return np.unique([0.0, low_pay, *caps])
