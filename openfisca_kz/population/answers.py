"""What a run answers, as tables: totals, living standards, status, late claims; and what a reform changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from openfisca_kz.base import HALF_A_TENGE, PAYERS, Array
from openfisca_kz.population import fit, living, missing, provision, summing, targets
from openfisca_kz.population.living import OECD, PER_HEAD, SCALES, Living
from openfisca_kz.population.results import DUTY, INCOME, MONEY, RECEIVED, RIGHT, Result
from openfisca_kz.population.schema import PERSONS, WITHOUT, Rows
from openfisca_kz.population.summing import REGION, TENTH, WHOLE, Plan, Sums
from openfisca_kz.problems import nearest, refuse
from openfisca_kz.services import rights_and_duties as ledger

BASELINE = "baseline"
_TWO = 2

#: Changes of income that are told apart: at least so much of it.
_MUCH, _SOME = 0.05, 0.01
INSURED = "health_insured"

#: Who receives a duty that is dealt out to several funds.
SEVERAL = "several_funds"

#: Families by who is in them (``living.TYPES``).
TYPE = "type"


def _error(squares: float, total: float, families: int) -> float:
    """Return the standard error of a total from the sum of squares of what each family adds to it."""
    if families < _TWO:
        return 0.0
    return float(np.sqrt(max(squares - total**2 / families, 0.0) * families / (families - 1)))


@dataclasses.dataclass
class Side:
    """One of the laws compared: its run, sums and families."""

    result: Result
    plan: Plan
    found: Sums
    living: Living

    def error(self, name: str) -> float:
        """Return the standard error of a total, as if the families were drawn by chance with their weights."""
        spread = self.found.spread.get(name)
        return 0.0 if spread is None else _error(float(spread[1]), self.total(name), len(self.living.income))

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

    def paid(self, name: str, measure: int = 1) -> float:
        """Return the total of a variable (or its recipients); of a right of what is paid out, where that was asked."""
        return self.total(paid_as(self.result.system, self.plan.kinds, name), measure)

    def persons(self) -> float:
        """Return the persons of the population."""
        return float(self.found.members[PERSONS].sum()) if self.found.members else 0.0


@dataclasses.dataclass
class Answers:
    """Tables by name, each a list of rows, and the sides that they were made of."""

    sides: list[Side]
    tables: dict[str, Rows]

    @property
    def baseline(self) -> Side:
        """Return the first run."""
        return self.sides[0]

    @property
    def reforms(self) -> list[Side]:
        """Return the runs that it is compared with."""
        return self.sides[1:]


@dataclasses.dataclass(frozen=True)
class Asked:
    """What is asked of runs beside what they are."""

    #: Processes that share the parts.
    workers: int = 1
    #: Whether totals stand beside the official figures; if not given, where the population, with its weights, is as
    #: large as the country's, within 5%.
    compare: bool | None = None
    #: Columns of the results, by whose values everything is also counted.
    columns: Sequence[str] = ()
    #: The share of people who agree to what the state offers by itself; the assumed one if not given.
    take_up: float | None = None


def answers(result: Result, *others: Result, asked: Asked | None = None) -> Answers:
    """Return what a run answers, and what the reforms of others change.

    Args:
        result: a complete run.
        others: runs of reforms over the same tables.
        asked: how they are counted.

    Raises:
        InputError: the runs are not of the same tables and month.

    """
    asked = asked or Asked()
    results = [result, *others]
    for place, other in enumerate(others):
        _refuse_others(result, other, results[: place + 1])
    by_income = all(INCOME in each.variables for each in results)
    for each in results:
        if not each.part_names():
            raise refuse(
                "No person in {folder} has results: every row is rejected; {folder}/rejects says why.",
                folder=each.folder,
            )
    _refuse_unknown(result, asked.columns)
    sides = _sides(results, by_income, asked.workers, tuple(asked.columns))
    tables: dict[str, Rows] = {"totals": sides[0].rows(), "precision": _precision(sides[0])}
    if asked.columns:
        tables["own"] = summing.own_rows(sides[0].found)
    if by_income:
        tables |= _living_standards(sides)
    tables |= {"without": _without(sides), "late_claims": summing.late_rows(sides[0].found, sides[0].plan.kinds)}
    tables[missing.TABLE] = missing.facts(sides[-1].result)
    if others:
        for place, side in enumerate(sides[1:]):
            tables[numbered("totals_of_reform", place)] = side.rows()
        tables["costs"] = _costs(sides)
        tables["by_payer"] = _by_payer(sides)
        tables["winners_and_losers"] = [row for side in sides[1:] for row in _winners(sides[0], side, by_income)]
        tables["sizes"] = [row for side in sides[1:] for row in _sizes(sides[0], side)] if by_income else []
        tables["provision"] = [row for side in sides[1:] for row in provision.rows(sides[0], side, asked.take_up)]
    if asked.compare or (asked.compare is None and fit.is_the_country(sides[0].persons())):
        tables["fit"] = fit.table(fit.measured(result, targets.official()))
    return Answers(sides, {name: rows for name, rows in tables.items() if rows})


def _refuse_others(result: Result, other: Result, before: Sequence[Result]) -> None:
    for name, message in _THE_SAME.items():
        if result.manifest[name] != other.manifest[name]:
            raise refuse(message, first=result.folder, second=other.folder)
    for each in before:
        if each.manifest["reform"] == other.manifest["reform"]:
            message = "{first} and {second} are runs of the same law: compare runs of different laws."
            raise refuse(message, first=each.folder, second=other.folder)


#: What two runs that are compared have in common, and what is said where they have not.
_THE_SAME = {
    "inputs": "{first} and {second} are runs over different tables: compare runs over the same tables.",
    "month": "{first} and {second} are runs of different months: compare runs of the same month.",
    "versions": "{first} and {second} are runs of different versions: compare runs of the same version.",
}


def _refuse_unknown(result: Result, columns: Sequence[str]) -> None:
    known = result.columns() if columns else []
    for name in columns:
        if name not in known:
            raise refuse("There is no column {name} in the results: {hint}", name=name, hint=nearest(name, known))


def _sides(results: list[Result], by_income: bool, workers: int, columns: tuple[str, ...]) -> list[Side]:
    regions = results[0].regions
    kinds = [result.kinds() for result in results]
    common = {name: kind for each in kinds for name, kind in each.items()}
    signs = {INCOME: 1} if by_income else _signs(common, results[0])
    plans = [
        Plan(result.folder, own, frozenset(filter(result.of_persons, own)), regions, signs, (), columns, result.month)
        for result, own in zip(results, kinds, strict=True)
    ]
    lives = [
        summing.all_living(plan, result.part_names(), workers) for plan, result in zip(plans, results, strict=True)
    ]
    if len({len(each.income) for each in lives}) > 1:
        raise refuse(
            "{first} and {second} rejected different families: compare runs of the same families.",
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
    first = sides[0]
    if first.living.line is None:  # the run was not asked for it: the law's own line of the region and quarter
        by_region = living.lines_by_region(first.result.system, first.result.month, first.plan.regions)
        first.living.line = by_region[first.living.region]
    lines = living.lines_of(first.living)
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
            row[f"{name}_by_head"] = float(values[place] / number) if number else None
        income = float(sums[INCOME][place])
        for name in ("total_rights", "total_duties"):
            if name in sums:
                row[f"{name}_share"] = float(sums[name][place] / income) if income > 0 else None
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
        names = ["poor_share", *(numbered("poor_share_reform", number) for number in range(len(sides) - 1))]
        for name, number in zip(names, poor, strict=True):
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


def numbered(name: str, place: int) -> str:
    """Return the name of what belongs to the first reform, the second, ...: reform, reform_2."""
    return name if not place else f"{name}_{place + 1}"


def beside(values: Sequence[float]) -> dict[str, float]:
    """Return amounts under today's law and under each reform, and what each changes, as cells of a row."""
    cells = {"baseline": values[0]}
    for place, value in enumerate(values[1:]):
        change = value - values[0]
        cells[numbered("reform", place)] = value
        cells[numbered("change", place)] = change if abs(change) >= HALF_A_TENGE else 0.0
    return cells


def _costs(sides: list[Side]) -> Rows:
    kinds = {name: kind for side in sides for name, kind in side.plan.kinds.items()}
    return [
        {
            "variable": name,
            "payer": _payer(sides, name),
            "kind": kind,
            "recipients": sides[0].paid(name, 0),
            **{numbered("recipients_reform", place): side.paid(name, 0) for place, side in enumerate(sides[1:])},
            **beside([side.paid(name) for side in sides]),
        }
        for name, kind in kinds.items()
        if kind in MONEY
    ]


def _payer(sides: list[Side], name: str) -> str | None:
    law = next(side.result.system for side in reversed(sides) if name in side.result.system.variables)
    return ledger.payer(law, name)


def paid_as(system: Any, kinds: dict[str, str], name: str) -> str:
    """Return the variable of what is paid out of a right, where that was asked; of others their own name."""
    paid = ledger.paid_of(system, name) if kinds.get(name) == RIGHT else name
    return paid if paid in kinds else name


def by_payer(sides: Sequence[tuple[Any, dict[str, str], Callable[[str], float]]]) -> Rows:
    """Return what each payer pays in tenge: rights as they are paid out, duties, for whom the state insures.

    And what each budget and fund receives of duties and of the state; what is dealt out to several stands apart.

    Args:
        sides: of today's law and of each reform: the law, the kind of each variable, what a variable comes to.

    """
    found: dict[tuple[str, str], list[float]] = {}
    for place, (system, kinds, total) in enumerate(sides):
        for name, kind in kinds.items():
            if kind in MONEY and system.variables[name].unit == "KZT":
                amount = total(paid_as(system, kinds, name))
                keys = [(ledger.payer(system, name) or "", kind)]
                if kind != RIGHT:
                    keys.append((ledger.receiver(system, name) or SEVERAL, RECEIVED))
                for key in keys:
                    found.setdefault(key, [0.0] * len(sides))[place] += amount
    return [
        {"payer": payer, "kind": kind, **beside(amounts)}
        for (payer, kind), amounts in sorted(found.items(), key=lambda each: (*PAYERS, SEVERAL).index(each[0][0]))
        if max(map(abs, amounts)) >= HALF_A_TENGE
    ]


def _by_payer(sides: list[Side]) -> Rows:
    return by_payer([(side.result.system, side.plan.kinds, side.total) for side in sides])


def _winners(before: Side, after: Side, by_income: bool) -> Rows:
    """Return families that win and lose, by region and by tenth of income under today's law.

    A family wins if its disposable income grows; where a run has not calculated that, if its rights less what its
    people bear grow. Beside it stands what it would win if everybody claimed in time under both laws.
    """
    families = before.living
    change, in_time = (_change(before, after, name) for name in ("income", "in_time"))
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
    amount = families.weight * change
    measures = {
        "families": families.weight,
        "persons": families.persons,
        "rows": change != 0,
        "error": amount**2,
        "winners": families.weight * (change > 0),
        "losers": families.weight * (change < 0),
        "won": families.weight * np.maximum(change, 0),
        "lost": families.weight * np.minimum(change, 0),
        "winners_in_time": families.weight * (in_time > 0),
        "won_in_time": families.weight * np.maximum(in_time, 0),
    }
    made = []
    for by, codes, names in groupings:
        found = {measure: _by(codes, values, len(names)) for measure, values in measures.items()}
        for place in np.flatnonzero(found["families"]):
            row: dict[str, Any] = {"law": after.name, "by": by, "group": names[place]}
            row |= {measure: float(values[place]) for measure, values in found.items()}
            row["change_a_family"] = (row["won"] + row["lost"]) / row["families"]
            row["error"] = _error(row["error"], row["won"] + row["lost"], len(change))
            # How many rows a number rests on, and how sure it is, come last.
            made.append(row | {name: row.pop(name) for name in ("rows", "error")})
    return made


def _change(before: Side, after: Side, name: str) -> Array:
    """Return what the income of each family changes by; below half a tenge it does not."""
    change = np.asarray(getattr(after.living, name)) - getattr(before.living, name)
    return np.where(np.abs(change) >= HALF_A_TENGE, change, 0.0)


def _sizes(before: Side, after: Side) -> Rows:
    """Return how many families and people win and lose how much of the income that they have under today's law."""
    families, change = before.living, _change(before, after, "income")
    share = change / np.maximum(families.income, 1.0)
    nothing = change == 0
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
            "law": after.name,
            "size": name,
            "families": float(families.weight @ mask),
            "persons": float(families.persons @ mask),
            "change": float((families.weight * change) @ mask),
        }
        for name, mask in sizes.items()
    ]
