"""How near a calculated population comes to the official figures, and the weights that bring it nearer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from openfisca_kz.base import Array
from openfisca_kz.population import calibration, chunks, results, targets
from openfisca_kz.population.arrow import ids_of, weights_of
from openfisca_kz.population.calibration import Bounds
from openfisca_kz.population.folder import writing
from openfisca_kz.population.results import Result
from openfisca_kz.population.schema import FAMILIES, FAMILY_ID, PERSONS, WEIGHT, Rows
from openfisca_kz.population.targets import CHECK, HISTORY, Counted, Target
from openfisca_kz.problems import refuse

#: A population this near to the country's is taken for it.
_COUNTRY = 0.05

#: Near, far, and further than a sentence of why can do without: shares of the figure, and a factor.
NEAR, FAR, FACTOR = 0.02, 0.1, 1.5


def is_the_country(persons: float) -> bool:
    """Return whether a population, with its weights, is as large as the country's."""
    return bool(abs(persons / targets.population() - 1) <= _COUNTRY)


@dataclasses.dataclass
class Measured:
    """What the families of a run have of each figure, and their weights."""

    targets: list[Target]
    ids: Array
    weight: Array
    sums: dict[str, list[Array]]
    amounts: dict[str, tuple[Array, Array]]

    def value(self, target: Target, weight: Array) -> float:
        """Return what a figure comes to with some weights of the families."""
        if target.measure == "median":
            amounts, place = self.amounts[target.name]
            return targets.median(amounts, weight[place])
        return targets.value_of(target, [float(weight @ each) for each in self.sums[target.name]])


def measured(result: Result, wanted: Sequence[Target]) -> Measured:
    """Return what a run comes to: figures whose variables it was not asked for are left out."""
    ids, weight, first = [], [], 0
    sums: dict[str, list[list[Array]]] = {}
    amounts: dict[str, list[tuple[Array, Array]]] = {}
    for name in result.part_names():
        counted, own_ids, own_weight = _part(result, wanted, name)
        for target in wanted:
            if not counted.has(target):
                continue
            if target.measure == "median":
                values, place = counted.rows(target)
                amounts.setdefault(target.name, []).append((values, place + first))
            else:
                sums.setdefault(target.name, []).append([each.astype(np.float32) for each in counted.sums(target)])
        ids.append(own_ids)
        weight.append(own_weight)
        first += len(own_ids)
    known = [target for target in wanted if target.name in sums or target.name in amounts]
    return Measured(
        known,
        np.concatenate(ids) if ids else np.zeros(0, dtype=np.int64),
        np.concatenate(weight) if weight else np.zeros(0),
        {name: [np.concatenate(each) for each in zip(*parts, strict=True)] for name, parts in sums.items()},
        {
            name: (np.concatenate([each for each, _ in parts]), np.concatenate([place for _, place in parts]))
            for name, parts in amounts.items()
        },
    )


def _part(result: Result, wanted: Sequence[Target], name: str) -> tuple[Counted, Array, Array]:
    needs = sorted({each for target in wanted for each in target.needs})
    families = results.read_part(result.folder, FAMILIES, name, [FAMILY_ID, WEIGHT, *needs])
    persons = results.read_part(result.folder, PERSONS, name, [FAMILY_ID, *needs])
    counted = Counted(persons, families, results.family_places(persons, families))
    return counted, ids_of(families), weights_of(families)


# ----- Weights ----- #


def calibrated(found: Measured, bounds: Bounds | None = None) -> Array:
    """Return the weights of the families with which the figures to build from and to calibrate to are reached.

    Raises:
        InputError: nobody counts for a figure, so that no weights reach it.

    """
    asked = [target for target in found.targets if target.constrains]
    empty = [target.name for target in asked if not any(each.any() for each in found.sums[target.name])]
    if empty:
        raise refuse(
            "Nobody in the tables counts towards {names}: no weights reach what nobody has. Leave these targets out.",
            names=", ".join(empty),
        )
    columns: list[Array] = []
    goal: list[float] = []
    for target in asked:
        sums = found.sums[target.name]
        if len(sums) == 1:
            columns.append(sums[0] / np.float32(target.wanted))
            goal.append(1.0)
        else:
            usual = float(found.weight @ sums[1]) * target.wanted
            columns.append((sums[0] - np.float32(target.wanted) * sums[1]) / np.float32(usual))
            goal.append(0.0)

    def blocks() -> Iterator[Array]:
        for first in range(0, len(found.weight), _AT_ONCE):
            yield np.stack([each[first : first + _AT_ONCE] for each in columns], axis=1).astype(np.float64)

    tolerance = [target.tolerance for target in asked]
    return calibration.weights(blocks, np.array(goal), found.weight, bounds, tolerance)


#: Families taken at a time.
_AT_ONCE = 200_000


def table(found: Measured, weight: Array | None = None) -> Rows:
    """Return each figure beside what the run comes to, before and with other weights."""
    rows = []
    for target in found.targets:
        before = found.value(target, found.weight)
        value = before if weight is None else found.value(target, weight)
        rows.append(
            {
                "target": target.name,
                "use": target.use,
                "measure": target.measure,
                "unit": target.unit,
                "period": target.period,
                "official": target.wanted,
                "before": before,
                "model": value,
                "ratio": value / target.wanted,
                "tolerance": target.tolerance,
                "confidence": target.confidence,
                "source": target.source,
                "note": target.note,
                **{f"reason_{lang}": target.reason.get(lang, "") for lang in ("en", "kk", "ru")},
            }
        )
    return rows


def missed(rows: Rows) -> list[str]:
    """Return the figures that weights should have reached and did not, within their tolerance."""
    return [
        row["target"]
        for row in rows
        if row["use"] not in (CHECK, HISTORY)
        and row["measure"] not in ("median", "ratio")
        and abs(row["ratio"] - 1) > row["tolerance"]
    ]


def summary(rows: Rows) -> dict[str, tuple[int, int, int]]:
    """Return for what was calibrated and what was held out: how many figures, how many near, how many not far."""
    made = {}
    for name, own in (
        ("calibrated", [row for row in rows if row["use"] not in (CHECK, HISTORY)]),
        ("held_out", [row for row in rows if row["use"] == CHECK]),
    ):
        near = sum(abs(row["ratio"] - 1) <= NEAR for row in own)
        made[name] = (len(own), near, sum(abs(row["ratio"] - 1) <= FAR for row in own))
    return made


def text(rows: Rows) -> str:
    """Return the fit as a table of text, what is far marked."""
    lines = [f"{'figure':<42}{'use':<10}{'official':>18}{'before':>18}{'model':>18}{'ratio':>8}"]
    for row in rows:
        far = "  far" if row["use"] == CHECK and abs(row["ratio"] - 1) > row["tolerance"] else ""
        values = "".join(
            f"{row[name]:>18,.{0 if row['official'] >= 100 else 3}f}" for name in ("official", "before", "model")
        )
        lines.append(f"{row['target']:<42}{row['use']:<10}{values}{row['ratio']:>8.3f}{far}")
    for name, (count, near, fair) in summary(rows).items():
        lines.append(f"{name}: {count} figures, {near} within 2%, {fair} within 10%")
    return "\n".join(lines) + "\n"


# ----- Files ----- #


def calibrate(
    folder: str, wanted: Sequence[Target], families: str | None, out: str, bounds: Bounds, accept_misses: bool = False
) -> Rows:
    """Write the weights with which a run comes to the figures, and how near each then is; return the latter.

    Args:
        folder: a run of the variables that the figures are calculated from.
        wanted: the figures.
        families: the table of families of the run, if it had one.
        out: where weights go.
        bounds: of the weights.
        accept_misses: whether weights are written also where they miss figures.

    Raises:
        InputError: the figures contradict each other or cannot be reached within the bounds.

    """
    found = measured(results.read(folder), wanted)
    weight = calibrated(found, bounds)
    rows = table(found, weight)
    names = missed(rows)
    if names and not accept_misses:
        raise refuse(
            "No weights between {least} and {most} times the earlier ones reach all figures together: {names} are "
            "missed. They contradict the others, or too few people count towards them: leave some out, widen the "
            "bounds, or take the nearest weights with --accept-misses.",
            least=bounds.least,
            most=bounds.most,
            names=", ".join(names),
        )
    write(found, weight, families, Path(out))
    return rows


def write(found: Measured, weight: Array, families: str | None, out: Path) -> None:
    """Write ``weights.parquet``, ``families.parquet`` with the weights in it, and ``fit.csv``.

    Raises:
        InputError: there is no room.

    """
    from pyarrow import csv

    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
        weights = pa.table({FAMILY_ID: pa.array(found.ids), WEIGHT: pa.array(weight)})
        pq.write_table(weights, out / "weights.parquet")
        csv.write_csv(pa.Table.from_pylist(table(found, weight)), out / "fit.csv")
        target = out / "families.parquet"
        if families is None:
            pq.write_table(weights, target)
        else:
            _reweighted(families, found.ids, weight, target)


def _reweighted(source: str, ids: Array, weight: Array, target: Path) -> None:
    """Write a table of families with other weights; a family that has none (its rows were rejected) keeps its own."""
    file = pq.ParquetFile(source)
    order = np.argsort(ids, kind="stable")
    with pq.ParquetWriter(target, _schema(file.schema_arrow), compression="zstd") as writer:
        for group in chunks.groups(file):
            own = group[FAMILY_ID].to_numpy().astype(ids.dtype)
            place = order[np.searchsorted(ids, own, sorter=order).clip(max=max(len(ids) - 1, 0))]
            values = np.where(ids[place] == own, weight[place], weights_of(group))
            if WEIGHT in group.column_names:
                group = group.drop_columns([WEIGHT])
            writer.write_table(group.append_column(WEIGHT, pa.array(values)), row_group_size=max(len(group), 1))


def _schema(schema: pa.Schema) -> pa.Schema:
    if WEIGHT in schema.names:
        schema = schema.remove(schema.get_field_index(WEIGHT))
    return schema.append(pa.field(WEIGHT, pa.float64()))
