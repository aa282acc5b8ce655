"""policyengine-uk-compiled: a year of pay and pensions; a Rust program that is handed tables as text and answers so."""

from __future__ import annotations

from typing import Any

import measuring
import numpy as np
import pandas as pd
import policyengine_uk_compiled as model
from families import CHILD, HEAD, own_groups
from policyengine_uk_compiled.engine import BENUNIT_DEFAULTS, HOUSEHOLD_DEFAULTS, PERSON_DEFAULTS

YEAR = 2025
#: Pounds a month, about.
MEDIAN = 2_600.0
MONTHS = 12


def tables(people: dict[str, Any]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return persons, benefit units and households."""
    group, role = own_groups(people)
    group = np.unique(group, return_inverse=True)[1]
    family = people["family"]
    numbers = np.arange(len(family))
    persons = pd.DataFrame({name: np.full(len(family), value) for name, value in PERSON_DEFAULTS.items()}).assign(
        person_id=numbers,
        benunit_id=group,
        household_id=family,
        age=people["age"],
        gender=np.where(people["female"], "female", "male"),
        is_benunit_head=role == HEAD,
        is_household_head=people["role"] == HEAD,
        employment_income=measuring.money(people["wage"], MEDIAN) * MONTHS,
        private_pension_income=measuring.money(people["pension"], MEDIAN) * MONTHS,
    )
    groups, households = int(group.max()) + 1, int(family.max()) + 1
    home = np.zeros(groups, int)
    home[group] = family
    alone = np.bincount(group, role != CHILD, groups) == 1
    benunits = pd.DataFrame({name: np.full(groups, value) for name, value in BENUNIT_DEFAULTS.items()}).assign(
        benunit_id=np.arange(groups),
        household_id=home,
        person_ids=members(numbers, group, groups),
        is_lone_parent=alone & (np.bincount(group, role == CHILD, groups) > 0),
    )
    homes = pd.DataFrame({name: np.full(households, value) for name, value in HOUSEHOLD_DEFAULTS.items()}).assign(
        household_id=np.arange(households),
        benunit_ids=members(np.arange(groups), home, households),
        person_ids=members(numbers, family, households),
    )
    return persons, benunits, homes


def members(numbers: Any, group: Any, count: int) -> list[str]:
    """Return the numbers of the members of each group as text."""
    texts: list[list[str]] = [[] for _ in range(count)]
    for number, place in zip(numbers.tolist(), group.tolist(), strict=True):
        texts[place].append(str(number))
    return [";".join(each) for each in texts]


def main() -> None:
    given = tables(measuring.people())

    def build() -> Any:
        return model.Simulation(YEAR, persons=given[0], benunits=given[1], households=given[2])

    def compute(simulation: Any) -> Any:
        return simulation.run_microdata()

    answer = compute(build())
    answered = (answer.persons, answer.benunits, answer.households)
    new = [set(out.columns) - set(own.columns) for own, out in zip(given, answered, strict=True)]
    measuring.report(
        "policyengine-uk-compiled",
        model.__version__,
        sum(map(len, new)),
        measuring.measure(build, compute),
        variables=sum(map(len, new)),
        note="only columns of its answer can be counted; time includes text to it and back",
    )


main()
