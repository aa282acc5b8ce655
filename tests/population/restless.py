"""Families in whom much happens in a year: where what one month gives is taken for another, they show it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from openfisca_kz.population import chunks, synthetic

_DAYS = (
    "death_date",
    "left_for_good_date",
    "unemployment_registration_date",
    "newborn_adoption_leave_start",
    "birth_benefit_claim_date",
    "age_pension_claim_date",
    "work_capacity_loss_date",
    "maternity_leave_start",
)


def restless(seed: int, folder: Path) -> tuple[pa.Table, pa.Table]:
    """Return families in whom much happens in the year: births, deaths, moves, pay and positions that change."""
    synthetic.write(600, seed, folder, "2026-12", 1)
    random = np.random.default_rng(seed)
    persons, families = (
        chunks.read_rows(file, (0, file.metadata.num_rows))
        for file in (chunks.open_table(folder / f"{name}.parquet") for name in ("persons", "families"))
    )

    def put(table: pa.Table, name: str, values: Any) -> pa.Table:
        others = [each for each in table.column_names if each != name]
        return table.select(others).append_column(name, pa.array(values))

    def on_some_day(count: int, share: float) -> Any:
        days = np.datetime64("2025-11-15") + random.integers(0, 420, count)
        return np.where(random.random(count) < share, days, np.datetime64("0001-01-01"))

    count = persons.num_rows
    for name in _DAYS:
        persons = put(persons, name, on_some_day(count, 0.1))
    pay = np.asarray(persons["salary"].to_numpy(), dtype=float)
    for month in ("2026-02", "2026-07", "2026-08"):
        changed = np.where(random.random(count) < 0.3, random.integers(0, 900_000), pay)
        persons = put(persons, f"salary@{month}", changed)
    persons = put(persons, "conscript@2026-05", random.random(count) < 0.1)
    persons = put(persons, "newborn_adoption_leave_days", np.full(count, 56, dtype=np.int32))
    families = put(families, "targeted_assistance_claim_date", on_some_day(families.num_rows, 0.3))
    return persons, put(families, "non_mortgage_loans@2026-04", random.integers(0, 99_000, families.num_rows) * 1.0)
