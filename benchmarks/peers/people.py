"""The families that every model gets: of openfisca-kz's synthetic country, as plain arrays in one file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
from openfisca_core import periods

from openfisca_kz.base import last_day
from openfisca_kz.population import synthetic
from openfisca_kz.population.arrow import role_codes, to_plain

MONTH = "2026-06"
SEED = 1

HEAD, PARTNER, CHILD, OTHER = range(4)

#: A grown-up child is a member of the household like any other.
ADULT = 18


def tables(people: int) -> tuple[pa.Table, pa.Table]:
    """Return persons and families of the synthetic country."""
    return synthetic.make(synthetic.Block(0, people, SEED, MONTH))


def write(path: Path, persons: pa.Table) -> None:
    """Write what each model is given of every person.

    Arrays of one entry a person: ``family`` (from 0, ascending), ``role`` (head, partner, child under 18, other),
    ``birth`` (date), ``age`` (years), ``female``, ``wage`` and ``pension`` (tenge a month).
    """
    family = np.unique(to_plain(persons["family_id"]), return_inverse=True)[1]
    birth = to_plain(persons["birth_date"]).astype("datetime64[D]")
    age = (last_day(periods.period(MONTH)) - birth).astype(int) / 365.25
    role = role_codes(persons["role"]).astype(np.int8)
    role[(role == CHILD) & (age >= ADULT)] = OTHER
    first = np.flatnonzero(np.diff(family, prepend=-1))
    role[first[np.bincount(family, role == HEAD)[family[first]] == 0]] = HEAD
    np.savez(
        path,
        family=family,
        role=role,
        birth=birth,
        age=age.astype(np.int64),
        female=to_plain(persons["sex"].cast("string")) == "female",
        wage=to_plain(persons["salary"]),
        pension=to_plain(persons["age_pension_at_award"]) + to_plain(persons["service_pension_at_award"]),
    )
