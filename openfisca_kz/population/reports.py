"""What a run comes to: recipients, cost and averages of each right and duty, and what a reform changes.

The parts of a run are read one after another, so that a country fits into the memory of a small machine.
"""

from __future__ import annotations

import dataclasses
import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray
from pyarrow import csv

from openfisca_kz import ledger
from openfisca_kz.population.arrow import ids_of, to_plain, weights_of
from openfisca_kz.population.folder import DONE, MANIFEST, REJECTS_TABLE
from openfisca_kz.population.laws import law
from openfisca_kz.population.schema import FAMILIES, PERSONS, WITHOUT
from openfisca_kz.population.without_status import without_status
from openfisca_kz.problems import refuse

Array = NDArray[Any]

#: Ends of the age groups, in completed years.
AGES = ((0, 2), (3, 6), (7, 17), (18, 29), (30, 44), (45, 60), (61, 74), (75, 200))
AGE_NAMES = tuple(f"{first}-{last}" if last < 200 else f"{first}+" for first, last in AGES)

WHOLE = "country"
INCOME = "disposable_income"
RIGHT, DUTY, STATUS, AMOUNT, NUMBER = "right", "duty", "status", "amount", "number"


@dataclasses.dataclass
class Result:
    """A complete run in its directory."""

    folder: Path
    manifest: dict[str, Any]
    system: Any

    def parts(self) -> Iterator[tuple[pa.Table, pa.Table]]:
        """Yield the persons and the families of each chunk, in order."""
        for done in sorted((self.folder / DONE).glob("*.json")):
            path = self.folder / FAMILIES / f"part-{done.stem}.parquet"
            if path.exists():
                yield pq.read_table(self.folder / PERSONS / path.name), pq.read_table(path)

    def counts(self) -> dict[str, int]:
        """Return the rows in, out and rejected."""
        total: dict[str, int] = {}
        for done in (self.folder / DONE).glob("*.json"):
            for name, value in json.loads(done.read_bytes()).items():
                total[name] = total.get(name, 0) + value
        return total

    def kinds(self) -> dict[str, str]:
        """Return what each variable of the run is that can be added up: a right, a duty, a status, another amount."""
        rights, duties = set(ledger.rights_of(self.system)), set(ledger.duties_of(self.system))
        kinds = {}
        for name in self.manifest["variables"]:
            variable = self.system.variables[name]
            if name in rights or name in duties:
                kinds[name] = RIGHT if name in rights else DUTY
            elif variable.value_type is bool:
                kinds[name] = STATUS
            elif variable.value_type in (int, float):
                kinds[name] = AMOUNT if variable.unit == "KZT" else NUMBER
        return kinds


def read(folder: str | Path) -> Result:
    """Return the run in a directory.

    Raises:
        InputError: there is none, or it is not complete.

    """
    folder = Path(folder)
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise refuse("{folder} holds no run.", folder=folder) from None
    result = Result(folder, manifest, law(manifest["reform"]))
    done, wanted = result.counts().get("persons_in", 0), manifest["inputs"][PERSONS]["rows"]
    if done < wanted:
        raise refuse(
            "The run in {folder} is not complete ({done} of {wanted} persons): start it again to go on.",
            folder=folder,
            done=done,
            wanted=wanted,
        )
    return result


# ----- One run ----- #


class Sums:
    """For each variable and group: people in the group, recipients, total."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str, str], Array] = {}

    def add(self, grouping: str, names: list[str], variable: str, sums: Array) -> None:
        """Add the sums of some people: a row a group, in columns members, recipients, total."""
        for name, row in zip(names, sums, strict=True):
            key = (variable, grouping, name)
            self.values[key] = self.values[key] + row if key in self.values else row


class Recipients:
    """The people of a chunk who have an amount of one variable: most variables concern few."""

    def __init__(self, values: Array, weight: Array) -> None:
        self.rows = np.flatnonzero(values)
        self.weight = weight[self.rows]
        self.amounts = values[self.rows] * self.weight

    def by_code(self, codes: Array, members: Array) -> Array:
        """Return members, recipients and total of each group, given the group of each person."""
        own, count = codes[self.rows], len(members)
        recipients = np.bincount(own, weights=self.weight, minlength=count)
        return np.stack([members, recipients, np.bincount(own, weights=self.amounts, minlength=count)], axis=1)

    def by_mask(self, mask: Array, members: Array) -> Array:
        """Return the same for groups that people can be in several of: a column of the mask each."""
        own = mask[self.rows].astype(np.float64)
        return np.stack([members, self.weight @ own, self.amounts @ own], axis=1)


def totals(result: Result) -> pa.Table:
    """Return members, recipients, total and average of every variable by region, age, sex and status."""
    kinds, sums = result.kinds(), Sums()
    statuses = [name for name, kind in kinds.items() if kind == STATUS]
    for persons, families in result.parts():
        family = np.searchsorted(ids_of(families), ids_of(persons))
        weight = weights_of(families)
        region, regions = _names(families["region"])
        _add(sums, kinds, families, weight, {"region": (region, regions)}, [])
        codes = {
            "region": (region[family], regions),
            "age": (_age_group(to_plain(persons["age"])), list(AGE_NAMES)),
            "sex": _names(persons["sex"]),
        }
        _add(sums, kinds, persons, weight[family], codes, [name for name in statuses if name in persons.column_names])
    return pa.Table.from_pylist(
        [
            {
                "variable": variable,
                "kind": kinds[variable],
                "unit": result.system.variables[variable].unit,
                "by": grouping,
                "group": group,
                "members": float(members),
                "recipients": float(recipients),
                "total": float(total) if kinds[variable] != STATUS else None,
                "average": float(total / recipients) if recipients and kinds[variable] != STATUS else None,
            }
            for (variable, grouping, group), (members, recipients, total) in sums.values.items()
        ]
    )


def _add(
    sums: Sums,
    kinds: dict[str, str],
    rows: pa.Table,
    weight: Array,
    codes: dict[str, tuple[Array, list[str]]],
    statuses: list[str],
) -> None:
    """Add the variables that a table of a chunk has, by the groups of each grouping and by status."""
    codes = {WHOLE: (np.zeros(rows.num_rows, dtype=np.int64), [WHOLE])} | codes
    members = {name: np.bincount(place, weights=weight, minlength=len(own)) for name, (place, own) in codes.items()}
    mask = np.stack([to_plain(rows[name]) for name in statuses], axis=1) if statuses else np.zeros((len(weight), 0))
    holders = weight @ mask
    for name, kind in kinds.items():
        if name not in rows.column_names:
            continue
        recipients = Recipients(to_plain(rows[name]).astype(np.float64), weight)
        for grouping, (place, own) in codes.items():
            sums.add(grouping, own, name, recipients.by_code(place, members[grouping]))
        if kind in (RIGHT, DUTY) and statuses:
            sums.add("status", statuses, name, recipients.by_mask(mask, holders))


def _names(column: pa.ChunkedArray) -> tuple[Array, list[str]]:
    array = column.combine_chunks()
    array = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    return array.indices.to_numpy().astype(np.int64), array.dictionary.to_pylist()


def _age_group(age: Array) -> Array:
    return np.searchsorted([last for _, last in AGES], age).clip(max=len(AGES) - 1)


# ----- Two runs ----- #


@dataclasses.dataclass
class Change:
    """What a reform changes: cost of each right and duty, and families that win or lose."""

    costs: list[dict[str, Any]]
    families: list[dict[str, Any]]


def change(baseline: Result, reform: Result) -> Change:
    """Return what a reform changes against the baseline, on the same tables.

    A family wins if its disposable income grows; where a run has not calculated that, if its rights less what its
    people bear grow.

    Raises:
        InputError: the runs are not of the same tables and month.

    """
    for name in ("inputs", "month"):
        if baseline.manifest[name] != reform.manifest[name]:
            raise refuse(
                "{first} and {second} are runs of other {what}: compare runs of the same.",
                first=baseline.folder,
                second=reform.folder,
                what="tables" if name == "inputs" else "months",
            )
    kinds = baseline.kinds() | reform.kinds()
    amounts = [name for name, kind in kinds.items() if kind in (RIGHT, DUTY)]
    costs = {name: np.zeros(2) for name in amounts}
    signs = _signs(kinds, baseline)
    if all(INCOME in each.manifest["variables"] for each in (baseline, reform)):
        signs = {INCOME: 1}
    by_region: dict[str, Array] = {}
    for (persons, families), others in zip(_aligned(baseline, reform), _aligned(reform, baseline), strict=True):
        weight = weights_of(families)
        net = np.zeros(families.num_rows)
        for side, tables in enumerate(((persons, families), others)):
            place = np.searchsorted(ids_of(families), ids_of(tables[0]))
            for name in {*amounts, *signs}:
                own = _family_amount(tables, name, place, families.num_rows)
                if name in costs:
                    costs[name][side] += (own * weight).sum()
                net += signs.get(name, 0) * own * (1 if side else -1)
        region, names = _names(families["region"])
        for code, name in enumerate(names):
            here = region == code
            row = np.array(
                [
                    (weight * here).sum(),
                    (weight * (here & (net > 0))).sum(),
                    (weight * (here & (net < 0))).sum(),
                    (weight * np.maximum(net, 0) * here).sum(),
                    (weight * np.minimum(net, 0) * here).sum(),
                ]
            )
            by_region[name] = by_region.get(name, np.zeros(5)) + row
    by_region[WHOLE] = np.sum(list(by_region.values()), axis=0) if by_region else np.zeros(5)
    measures = ("families", "winners", "losers", "won", "lost")
    return Change(
        [
            {
                "variable": name,
                "kind": kinds[name],
                "baseline": float(before),
                "reform": float(after),
                "change": float(after - before),
            }
            for name, (before, after) in costs.items()
        ],
        [
            {"region": region, **dict(zip(measures, map(float, row), strict=True))}
            for region, row in sorted(by_region.items())
        ],
    )


def _signs(kinds: dict[str, str], result: Result) -> dict[str, int]:
    """Return how each right and duty counts in what a family has: what employers pay and dollars do not."""
    return {
        name: 1 if kind == RIGHT else -1
        for name, kind in kinds.items()
        if kind in (RIGHT, DUTY) and name not in ledger.PAID_BY_EMPLOYER and result.system.variables[name].unit == "KZT"
    }


def _aligned(result: Result, other: Result) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Yield chunks of a run; the other run has the same ones, as both are of the same tables.

    Raises:
        InputError: they were cut in other places.

    """
    if result.manifest["chunk"] != other.manifest["chunk"]:
        raise refuse(
            "{first} and {second} have chunks of different sizes: run one again with the size of the other.",
            first=result.folder,
            second=other.folder,
        )
    return result.parts()


def _family_amount(tables: tuple[pa.Table, pa.Table], name: str, place: Array, count: int) -> Array:
    persons, families = tables
    if name in families.column_names:
        return to_plain(families[name]).astype(np.float64)
    if name in persons.column_names:
        return np.bincount(place, weights=to_plain(persons[name]), minlength=count)
    return np.zeros(count)


# ----- Writing ----- #


def write(folder: str | Path, against: str | Path | None = None, out: str | Path | None = None) -> str:
    """Write the tables of a run, or of two, as CSV, Parquet and one HTML page; return the main one as text.

    Args:
        folder: a run.
        against: a run of a reform over the same tables.
        out: directory for the tables; ``report`` in the first run's if not given.

    Raises:
        InputError: a directory holds no complete run, or nothing can be written.

    """
    result = read(folder)
    target = Path(out) if out is not None else Path(folder) / "report"
    tables = {"totals": totals(result)}
    others = [] if against is None else [read(against)]
    if without := without_status([result, *others]):
        tables[WITHOUT] = pa.Table.from_pylist(without)
    for other in others:
        changed = change(result, other)
        tables["costs"] = pa.Table.from_pylist(changed.costs)
        tables["winners_and_losers"] = pa.Table.from_pylist(changed.families)
    title = _title(result, against)
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            csv.write_csv(table, target / f"{name}.csv")
            pq.write_table(table, target / f"{name}.parquet")
        (target / "report.html").write_text(_page(title, _shown(tables)), encoding="utf-8")
    except OSError as error:
        raise refuse("{out} cannot be written: {reason}.", out=target, reason=error.strerror or error) from None
    return f"{title}\n\n" + "\n".join(_text(name, rows) for name, rows in _shown(tables).items())


def _title(result: Result, against: str | Path | None) -> str:
    counts = result.counts()
    rejected = (
        f", {counts['persons_rejected']:,} rejected (see {REJECTS_TABLE}/)" if counts.get("persons_rejected") else ""
    )
    reform = f"; against {against}" if against is not None else ""
    law_of = f", {result.manifest['reform']}" if result.manifest["reform"] else ""
    return f"{result.manifest['month']}{law_of}: {counts.get('persons_out', 0):,} persons{rejected}{reform}"


def _shown(tables: dict[str, pa.Table]) -> dict[str, list[dict[str, Any]]]:
    """Return what a reader sees: of the totals those of the country first, then those of rights and duties by group."""
    whole = tables["totals"].filter(pc.equal(tables["totals"]["by"], WHOLE)).to_pylist()
    columns = ("variable", "unit", "members", "recipients", "total", "average")
    shown = {
        f"{kind}": [{name: row[name] for name in columns} for row in whole if row["kind"] == kind]
        for kind in (RIGHT, DUTY, STATUS, AMOUNT, NUMBER)
    }
    for name in (WITHOUT, "costs", "winners_and_losers"):
        if name in tables:
            shown[name] = tables[name].to_pylist()
    return {name: rows for name, rows in shown.items() if rows}


def _cell(value: Any) -> str:
    return "" if value is None else f"{value:,.0f}" if isinstance(value, float) else str(value)


def _text(name: str, rows: list[dict[str, Any]]) -> str:
    head = list(rows[0])
    width = max(len(str(row[head[0]])) for row in rows) + 2
    lines = [f"{name}", f"{head[0]:<{width}}" + "".join(f"{each:>22}" for each in head[1:])]
    lines += [f"{row[head[0]]!s:<{width}}" + "".join(f"{_cell(row[each]):>22}" for each in head[1:]) for row in rows]
    return "\n".join(lines) + "\n"


def _page(title: str, shown: dict[str, list[dict[str, Any]]]) -> str:
    parts = []
    for name, rows in shown.items():
        head = "".join(f"<th>{html.escape(each)}</th>" for each in rows[0])
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(_cell(value))}</td>" for value in row.values()) + "</tr>\n"
            for row in rows
        )
        parts.append(f"<h2>{html.escape(name)}</h2>\n<table>\n<tr>{head}</tr>\n{body}</table>\n")
    style = (
        "body{font:15px sans-serif;margin:2em;max-width:70em}table{border-collapse:collapse}"
        "td,th{padding:.2em .8em;border-bottom:1px solid #ccc;text-align:right}"
        "td:first-child,th:first-child{text-align:left}"
    )
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{style}</style></head>\n<body><h1>{html.escape(title)}</h1>\n{''.join(parts)}</body></html>\n"
    )
