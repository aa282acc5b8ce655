"""What a run answers, as tables: totals, living standards, status, late claims; and what a reform changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_kz.population import fit, living, summing, targets
from openfisca_kz.population.living import OECD, PER_HEAD, SCALES, Living
from openfisca_kz.population.results import DUTY, INCOME, MONEY, RIGHT, Result
from openfisca_kz.population.schema import PERSONS, WITHOUT
from openfisca_kz.population.summing import NOTHING, REGION, TENTH, WHOLE, Plan, Sums
from openfisca_kz.problems import nearest, refuse
from openfisca_kz.services import rights_and_duties as ledger

Array = NDArray[Any]
Rows = list[dict[str, Any]]

BASELINE = "baseline"
_TWO = 2

#: Changes of income that are told apart: at least so much of it.
_MUCH, _SOME = 0.05, 0.01
INSURED = "health_insured"

#: Families by who is in them (``living.TYPES``).
TYPE = "type"


@dataclasses.dataclass
class Side:
    """One of the laws compared: its run, sums and families."""

    result: Result
    plan: Plan
    found: Sums
    living: Living

    def error(self, name: str) -> float:
        """Return the standard error of a total, as if the families were drawn by chance with their weights."""
        spread, families = self.found.spread.get(name), len(self.living.income)
        if spread is None or families < _TWO:
            return 0.0
        variance = float(spread[1]) - self.total(name) ** 2 / families
        return float(np.sqrt(max(variance, 0.0) * families / (families - 1)))

    @property
    def name(self) -> str:
        """Return the name of the law: ``baseline``, or that of the reform."""
        return self.result.manifest["reform"] or BASELINE

    def rows(self) -> Rows:
        """Return the totals of every variable by group."""
        variables = self.result.system.variables
        return summing.rows(self.plan, self.found, {name: variables[name].unit for name in self.plan.kinds})

    def total(self, name: str, measure: int = 1) -> float:
        """Return the total of a variable in the country (its recipients if ``measure`` is 0)."""
        return float(self.found.cells[name][measure].sum()) if name in self.found.cells else 0.0

    def persons(self) -> float:
        """Return the persons of the population."""
        return float(self.found.members[PERSONS].sum()) if self.found.members else 0.0


@dataclasses.dataclass
class Answers:
    """Tables by name, each a list of rows, and the sides that they were made of."""

    sides: list[Side]
    tables: dict[str, Rows]
    by_income: bool

    @property
    def baseline(self) -> Side:
        """Return the first run."""
        return self.sides[0]

    @property
    def reform(self) -> Side | None:
        """Return the run that it is compared with."""
        return self.sides[1] if len(self.sides) > 1 else None


def answers(
    result: Result,
    other: Result | None = None,
    workers: int = 1,
    compare: bool | None = None,
    columns: Sequence[str] = (),
) -> Answers:
    """Return what a run answers, and what the reform of another changes.

    Args:
        result: a complete run.
        other: a run of a reform over the same tables.
        workers: processes that share the parts.
        compare: whether totals stand beside the official figures; if not given, where the population, with its
            weights, is as large as the country's, within 5%.
        columns: of the results, by whose values everything is also counted.

    Raises:
        InputError: the runs are not of the same tables and month.

    """
    results = [result, *([] if other is None else [other])]
    if other is not None:
        _refuse_others(result, other)
    by_income = all(INCOME in each.variables for each in results)
    for each in results:
        if not each.part_names():
            raise refuse(
                "Nobody in {folder} was calculated: every row is rejected, {folder}/rejects says why.",
                folder=each.folder,
            )
    _refuse_unknown(result, columns)
    sides = _sides(results, by_income, workers, tuple(columns))
    tables: dict[str, Rows] = {"totals": sides[0].rows(), "precision": _precision(sides[0])}
    if columns:
        tables["own"] = summing.own_rows(sides[0].found)
    if by_income:
        tables |= _living_standards(sides)
    tables |= {"without": _without(sides), "late_claims": summing.late_rows(sides[0].found, sides[0].plan.kinds)}
    if len(sides) > 1:
        tables["totals_of_reform"] = sides[1].rows()
        tables["costs"] = _costs(sides)
        tables["by_payer"] = _by_payer(sides)
        tables["winners_and_losers"] = _winners(sides, by_income)
        tables["sizes"] = _sizes(sides) if by_income else []
    if compare or (compare is None and fit.is_the_country(sides[0].persons())):
        tables["fit"] = fit.table(fit.measured(result, targets.official()))
    return Answers(sides, {name: rows for name, rows in tables.items() if rows}, by_income)


def _refuse_others(result: Result, other: Result) -> None:
    for name, what in (("inputs", "tables"), ("month", "months"), ("versions", "versions")):
        if result.manifest[name] != other.manifest[name]:
            raise refuse(
                "{first} and {second} are runs of other {what}: compare runs of the same.",
                first=result.folder,
                second=other.folder,
                what=what,
            )


def _refuse_unknown(result: Result, columns: Sequence[str]) -> None:
    known = result.columns() if columns else []
    for name in columns:
        if name not in known:
            raise refuse("There is no column {name} in the results: {hint}", name=name, hint=nearest(name, known))


def _sides(results: list[Result], by_income: bool, workers: int, columns: tuple[str, ...]) -> list[Side]:
    regions = tuple(member.name for member in results[0].system.variables["region"].possible_values)
    kinds = [result.kinds() for result in results]
    common = {name: kind for each in kinds for name, kind in each.items()}
    signs = {INCOME: 1} if by_income else _signs(common, results[0])
    plans = [
        Plan(result.folder, own, frozenset(filter(result.of_persons, own)), regions, signs, (), columns)
        for result, own in zip(results, kinds, strict=True)
    ]
    lives = [
        summing.all_living(plan, result.part_names(), workers) for plan, result in zip(plans, results, strict=True)
    ]
    if len({len(each.income) for each in lives}) > 1:
        raise refuse(
            "{first} and {second} rejected different families: compare runs of the same.",
            first=results[0].folder,
            second=results[1].folder,
        )
    if by_income:
        ends = tuple(living.bounds(*lives[0].sorted_by(OECD)).tolist())
        # The tenths are those of today's law under both laws: the same people are compared.
        plans = [dataclasses.replace(plan, ends=ends) for plan in plans[:1]] + plans[1:]
    return [
        Side(result, plan, summing.all_sums(plan, result.part_names(), workers), lived)
        for result, plan, lived in zip(results, plans, lives, strict=True)
    ]


def _signs(kinds: dict[str, str], result: Result) -> dict[str, int]:
    """Return how each right and duty counts in what a family has: what employers pay and dollars do not."""
    return {
        name: 1 if kind == RIGHT else -1
        for name, kind in kinds.items()
        if kind in (RIGHT, DUTY)
        and getattr(result.system.variables.get(name), "duty_borne_by", None) != "employer"
        and name in result.system.variables
        and result.system.variables[name].unit == "KZT"
    }


# ----- Living standards ----- #


def _living_standards(sides: list[Side]) -> dict[str, Rows]:
    parameters = sides[0].result.system.get_parameters_at_instant(f"{sides[0].result.month}-01")
    national = parameters.rights.assistance.poverty_line.minimum_share * parameters.indicators.subsistence_minimum
    lines = living.lines_of(sides[0].living, national)
    poor = [
        {"law": side.name, "line": name, "scale": scale, "amount": amount, **living.poverty(side.living, line, scale)}
        for name, scale, line, amount in lines
        for side in sides
    ]
    inequality = []
    for scale in SCALES:
        for side in sides:
            values, weights = side.living.sorted_by(scale)
            inequality.append(
                {
                    "law": side.name,
                    "scale": scale,
                    "mean": float(np.average(values, weights=weights)) if weights.sum() else 0.0,
                    "median": float(living.bounds(values, weights, 2)[0]),
                    "gini": living.gini(values, weights),
                    "s80_s20": living.fifths_ratio(values, weights),
                }
            )
    groups = [
        {"law": side.name, "line": name, "scale": scale, **row}
        for name, scale, line, _ in (lines[0], lines[-1])
        for side in sides
        for row in living.poverty_by_group(side.living, line, scale)
    ]
    return {
        "poverty": poor,
        "poverty_by_group": groups,
        "inequality": inequality,
        "tenths": [row for side in sides for row in _tenths(side)],
        "regions": _regions(sides, lines[0][2]) if sides[0].result.knows_regions else [],
    }


def _tenths(side: Side) -> Rows:
    """Return what the people of each tenth have a month by head, and what of it comes from rights."""
    if not side.plan.ends:
        return []
    persons = side.found.members[PERSONS].sum(axis=(0, 2, 3))
    sums = {name: side.found.cells[name][1].sum(axis=0) for name in ledger.TOTALS if name in side.found.cells}
    made = []
    for place, number in enumerate(persons):
        row: dict[str, Any] = {"law": side.name, "tenth": str(place + 1), "persons": float(number)}
        for name, values in sums.items():
            row[f"{name}_by_head"] = float(values[place] / number) if number else 0.0
        income = float(sums[INCOME][place])
        for name in ("total_rights", "total_duties"):
            if name in sums:
                row[f"{name}_share"] = float(sums[name][place] / income) if income > 0 else 0.0
        made.append(row)
    return made


def _precision(side: Side) -> Rows:
    """Return of each right and duty on how many rows it rests and the standard error of its total."""
    made = []
    for name, kind in side.plan.kinds.items():
        total = side.total(name)
        if kind in MONEY and total:
            error = side.error(name)
            rows = int(side.found.spread[name][0]) if name in side.found.spread else 0
            made.append(
                {"variable": name, "rows": rows, "total": total, "error": error, "error_share": error / abs(total)}
            )
    return made


def _regions(sides: list[Side], line: Array | float) -> Rows:
    first = sides[0]
    persons = _by(first.living.region, first.living.persons, len(first.plan.regions))
    income = _by(first.living.region, first.living.income * first.living.weight, len(persons))
    poor = [
        _by(side.living.region, side.living.persons * (side.living.by(PER_HEAD) < line), len(persons)) for side in sides
    ]
    made = []
    for place in np.flatnonzero(persons):
        row: dict[str, Any] = {"region": first.plan.regions[place], "persons": float(persons[place])}
        for name in (kept for kept in ledger.TOTALS if kept in first.found.cells):
            row[name] = float(first.found.cells[name][1][place].sum())
        row["income_by_head"] = float(income[place] / persons[place])
        for name, number in zip(("poor_share", "poor_share_reform"), poor, strict=False):
            row[name] = float(number[place] / persons[place])
        made.append(row)
    return made


def _by(codes: Array, values: Array, count: int) -> Array:
    return np.bincount(codes, weights=values, minlength=count)


# ----- Status, insurance ----- #


def _without(sides: list[Side]) -> Rows:
    """Return who has no status and who no insurance under each law: people and share; nothing where not asked."""
    made = []
    for side in sides:
        persons = side.persons()
        row: dict[str, Any] = {"law": side.name, "persons": persons}
        if all(WITHOUT in each.found.cells for each in sides):
            number = side.total(WITHOUT, 0)
            row |= {"without_status": number, "without_status_share": number / persons if persons else 0.0}
        if all(INSURED in each.found.cells for each in sides):
            number = persons - side.total(INSURED, 0)
            row |= {"not_insured": number, "not_insured_share": number / persons if persons else 0.0}
        if len(row) > 2:
            made.append(row)
    return made


# ----- What a reform changes ----- #


def _costs(sides: list[Side]) -> Rows:
    before, after = sides
    kinds = before.plan.kinds | after.plan.kinds
    return [
        {
            "variable": name,
            "payer": _payer(sides, name),
            "kind": kind,
            "baseline": before.total(name),
            "reform": after.total(name),
            "change": after.total(name) - before.total(name),
        }
        for name, kind in kinds.items()
        if kind in MONEY
    ]


def _payer(sides: list[Side], name: str) -> str | None:
    law = next(side.result.system for side in reversed(sides) if name in side.result.system.variables)
    return ledger.payer(law, name)


def _by_payer(sides: list[Side]) -> Rows:
    """Return what each payer pays under both laws in tenge: rights as they are paid out, duties, insurance."""
    found: dict[tuple[str, str], list[float]] = {}
    for place, side in enumerate(sides):
        variables = side.result.system.variables
        for name, kind in side.plan.kinds.items():
            if kind in MONEY and variables[name].unit == "KZT":
                paid = ledger.paid_of(side.result.system, name) if kind == RIGHT else name
                payer = ledger.payer(side.result.system, name) or ""
                total = side.total(paid if paid in side.found.cells else name)
                found.setdefault((payer, kind), [0.0] * len(sides))[place] += total
    return [
        {"payer": payer, "kind": kind, "baseline": before, "reform": after, "change": after - before}
        for (payer, kind), (before, after) in found.items()
        if before or after
    ]


def _winners(sides: list[Side], by_income: bool) -> Rows:
    """Return families that win and lose, by region and by tenth of income under today's law.

    A family wins if its disposable income grows; where a run has not calculated that, if its rights less what its
    people bear grow.
    """
    before, after = sides
    families, change = before.living, after.living.income - before.living.income
    groupings: list[tuple[str, Array, tuple[str, ...]]] = [
        (WHOLE, np.zeros(len(change), dtype=np.int64), (WHOLE,)),
    ]
    if before.result.knows_regions:
        groupings.append((REGION, families.region, before.plan.regions))
    if families.kind is not None:
        groupings.append((TYPE, families.kind, living.TYPES))
    if by_income:
        tenth = living.tenth(families.by(OECD), np.array(before.plan.ends))
        groupings.append((TENTH, tenth, tuple(str(place + 1) for place in range(living.TENTHS))))
    measures = {
        "families": families.weight,
        "persons": families.persons,
        "winners": families.weight * (change > NOTHING),
        "losers": families.weight * (change < -NOTHING),
        "won": families.weight * np.maximum(change, 0),
        "lost": families.weight * np.minimum(change, 0),
    }
    made = []
    for by, codes, names in groupings:
        found = {measure: _by(codes, values, len(names)) for measure, values in measures.items()}
        for place in np.flatnonzero(found["families"]):
            row: dict[str, Any] = {"by": by, "group": names[place]}
            row |= {measure: float(values[place]) for measure, values in found.items()}
            row["change_a_family"] = (row["won"] + row["lost"]) / row["families"]
            made.append(row)
    return made


def _sizes(sides: list[Side]) -> Rows:
    """Return how many families and people win and lose how much of the income that they have under today's law."""
    before, after = (side.living for side in sides)
    change = after.income - before.income
    share = change / np.maximum(before.income, 1.0)
    nothing = np.abs(change) <= NOTHING
    sizes = {
        "lose_much": ~nothing & (share <= -_MUCH),
        "lose_some": ~nothing & (share > -_MUCH) & (share <= -_SOME),
        "lose_little": ~nothing & (share > -_SOME) & (share < 0),
        "unchanged": nothing,
        "win_little": ~nothing & (share > 0) & (share < _SOME),
        "win_some": ~nothing & (share >= _SOME) & (share < _MUCH),
        "win_much": ~nothing & (share >= _MUCH),
    }
    return [
        {
            "size": name,
            "families": float(before.weight @ mask),
            "persons": float(before.persons @ mask),
            "change": float((before.weight * change) @ mask),
        }
        for name, mask in sizes.items()
    ]
