"""What a run answers, as tables: totals, living standards, status, late claims; and what a reform changes."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_kz.population import fit, living, sums, targets, totals
from openfisca_kz.population.living import PER_HEAD, SCALES, Living
from openfisca_kz.population.results import DUTY, INCOME, MONEY, RIGHT, Result
from openfisca_kz.population.schema import PERSONS, WITHOUT
from openfisca_kz.population.sums import NOTHING, REGION, TENTH, WHOLE, Plan, Sums
from openfisca_kz.problems import refuse
from openfisca_kz.services import rights_and_duties as ledger

Array = NDArray[Any]
Rows = list[dict[str, Any]]

BASELINE = "baseline"
INSURED = "health_insured"


@dataclasses.dataclass
class Side:
    """One of the laws compared: its run, sums and families."""

    result: Result
    plan: Plan
    found: Sums
    living: Living

    @property
    def name(self) -> str:
        """Return the name of the law: ``baseline``, or that of the reform."""
        return self.result.manifest["reform"] or BASELINE

    def rows(self) -> Rows:
        """Return the totals of every variable by group."""
        variables = self.result.system.variables
        return totals.rows(self.plan, self.found, {name: variables[name].unit for name in self.plan.kinds})

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


def answers(result: Result, other: Result | None = None, workers: int = 1, compare: bool | None = None) -> Answers:
    """Return what a run answers, and what the reform of another changes.

    Args:
        result: a complete run.
        other: a run of a reform over the same tables.
        workers: processes that share the parts.
        compare: whether totals stand beside the official figures; if not given, where the population, with its
            weights, is as large as the country's, within 5%.

    Raises:
        InputError: the runs are not of the same tables and month.

    """
    results = [result, *([] if other is None else [other])]
    if other is not None:
        _refuse_others(result, other)
    by_income = all(INCOME in each.variables for each in results)
    sides = _sides(results, by_income, workers)
    tables: dict[str, Rows] = {"totals": sides[0].rows()}
    if by_income:
        tables |= _living_standards(sides)
    tables |= {"without": _without(sides), "late_claims": totals.late_rows(sides[0].found, sides[0].plan.kinds)}
    if len(sides) > 1:
        tables["totals_of_reform"] = sides[1].rows()
        tables["costs"] = _costs(sides)
        tables["winners_and_losers"] = _winners(sides, by_income)
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


def _sides(results: list[Result], by_income: bool, workers: int) -> list[Side]:
    regions = tuple(member.name for member in results[0].system.variables["region"].possible_values)
    kinds = [result.kinds() for result in results]
    common = {name: kind for each in kinds for name, kind in each.items()}
    signs = {INCOME: 1} if by_income else _signs(common, results[0])
    plans = [
        Plan(result.folder, own, frozenset(filter(result.of_persons, own)), regions, signs)
        for result, own in zip(results, kinds, strict=True)
    ]
    lives = [sums.all_living(plan, result.part_names(), workers) for plan, result in zip(plans, results, strict=True)]
    if len({len(each.income) for each in lives}) > 1:
        raise refuse(
            "{first} and {second} rejected different families: compare runs of the same.",
            first=results[0].folder,
            second=results[1].folder,
        )
    if by_income:
        ends = tuple(living.bounds(*lives[0].sorted_by(PER_HEAD)).tolist())
        # The tenths are those of today's law under both laws: the same people are compared.
        plans = [dataclasses.replace(plan, ends=ends) for plan in plans[:1]] + plans[1:]
    return [
        Side(result, plan, sums.all_sums(plan, result.part_names(), workers), lived)
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
    return {"poverty": poor, "inequality": inequality, "regions": _regions(sides, lines[0][2])}


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
            "kind": kind,
            "baseline": before.total(name),
            "reform": after.total(name),
            "change": after.total(name) - before.total(name),
        }
        for name, kind in kinds.items()
        if kind in MONEY
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
        (REGION, families.region, before.plan.regions),
    ]
    if by_income:
        tenth = living.tenth(families.by(PER_HEAD), np.array(before.plan.ends))
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
