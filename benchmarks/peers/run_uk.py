"""policyengine-uk: a year of pay and pensions; tax, national insurance, benefits, net income."""

from __future__ import annotations

from importlib import metadata
from typing import Any

import measuring
import numpy as np
import pandas as pd
from families import own_groups
from policyengine_uk import Simulation
from policyengine_uk.data.dataset_schema import UKMultiYearDataset, UKSingleYearDataset

YEAR = 2025
#: Pounds a month, about.
MEDIAN = 2_600.0
MONTHS = 12
OUTPUTS = (
    "income_tax",
    "national_insurance",
    "ni_employer",
    "universal_credit",
    "child_benefit",
    "pension_credit",
    "household_tax",
    "household_benefits",
    "household_net_income",
)


def tables(people: dict[str, Any]) -> UKMultiYearDataset:
    """Return persons, benefit units and households."""
    group = np.unique(own_groups(people)[0], return_inverse=True)[1]
    households = int(people["family"].max()) + 1
    person = pd.DataFrame(
        {
            "person_id": np.arange(len(group)),
            "person_benunit_id": group,
            "person_household_id": people["family"],
            "age": people["age"],
            "gender": np.where(people["female"], "FEMALE", "MALE"),
            "employment_income": measuring.money(people["wage"], MEDIAN) * MONTHS,
            "private_pension_income": measuring.money(people["pension"], MEDIAN) * MONTHS,
        }
    )
    benunit = pd.DataFrame({"benunit_id": np.arange(int(group.max()) + 1)})
    household = pd.DataFrame(
        {
            "household_id": np.arange(households),
            "region": np.full(households, "LONDON"),
            "household_weight": np.ones(households),
        }
    )
    year = UKSingleYearDataset(person=person, benunit=benunit, household=household, fiscal_year=YEAR)
    return UKMultiYearDataset(datasets=[year])


def main() -> None:
    people = measuring.people()

    def build() -> Simulation:
        return Simulation(dataset=tables(people))

    def compute(model: Simulation) -> None:
        for name in OUTPUTS:
            model.calculate(name, YEAR)

    probe = build()
    given = arrays(probe)
    compute(probe)
    found = arrays(probe) - given
    del probe
    measuring.report(
        "policyengine-uk",
        metadata.version("policyengine-uk"),
        len(found),
        measuring.measure(build, compute),
        variables=len({name for name, *_ in found}),
        note="to build, it reads its law anew",
    )


def arrays(model: Simulation) -> set[tuple[str, str, str]]:
    """Return variable, branch and period of each array that a formula, or a sum that stands for one, computed."""
    found = set()
    for population in model.populations.values():
        for name, holder in population._holders.items():
            variable = model.tax_benefit_system.variables[name]
            if variable.formulas or getattr(variable, "adds", None) or getattr(variable, "subtracts", None):
                found |= {(name, branch, str(period)) for branch, period in holder.get_known_branch_periods()}
    return found


main()
