"""A dozen of our formulas, month of January: what they read and what comes out, for the kernel to be compared with."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import measuring
import numpy as np
import pyarrow as pa
from openfisca_core import periods
from openfisca_core.indexed_enums import EnumArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.peers import people
from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.base import last_day
from openfisca_kz.population import batch, checking, simulation_from_arrays

MONTH = "2026-01"

#: Share of the people to whom a condition is turned round.
SOME = 0.05

DOZEN = (
    "pension_contribution",
    "employer_pension_contribution",
    "social_contribution",
    "health_contribution",
    "employer_health_contribution",
    "basic_income_tax_deduction",
    "income_tax_base",
    "income_tax",
    "social_tax_base",
    "social_tax",
    "net_salary",
    "employer_cost",
)

#: What the dozen read: facts, and who is due and who exempt. Neither we nor the kernel compute these.
READ = (
    "salary",
    "taxable_pay",
    "annual_income_tax_deduction",
    "occupational_pension_contribution",
    "basic_deduction_claimed",
    "tax_resident",
    "paid_by_unified_payment",
    "pension_contribution_residence",
    "pension_contribution_exempt",
    "employer_pension_contribution_exempt",
    "social_insurance_residence",
    "social_contribution_exempt",
    "health_contribution_exempt",
    "employer_health_contribution_exempt",
    "hired_or_dismissed",
    "uniformed_service",
    "hub_foreigner",
    "employer_regime",
)


def figures(law: CountryTaxBenefitSystem) -> dict[str, float]:
    """Return the figures of the month that the dozen read, by the names that the kernel has for them."""
    now = law.get_parameters_at_instant(f"{MONTH}-01")
    duties, wage, mrp = now.duties, now.indicators.minimum_wage, now.indicators.mrp_tax
    unified = duties.unified_payment
    scale = duties.income_tax.scale
    own = {
        name: getattr(duties, f"{name}_contribution") for name in ("pension", "employer_pension", "social", "health")
    } | {"employer_health": duties.employer_health_contribution}
    basic, least = duties.income_tax.basic_deduction, duties.social_tax.minimum_base
    found = {f"{name}_rate": duty.rate for name, duty in own.items()}
    found |= {f"{name}_cap": duty.cap * wage for name, duty in own.items()}
    found |= {f"{name}_floor": own[name].floor * wage for name in ("employer_pension", "social")}
    found |= {f"unified_{name}": unified.rate * getattr(unified, f"{name}_contribution") for name in own}
    return found | {
        "unified_income_tax": unified.rate * unified.income_tax,
        "basic_deduction": basic.minimum_wages * wage + basic.mrp * mrp,
        "first_threshold": scale.thresholds[0] * mrp,
        "second_threshold": scale.thresholds[1] * mrp,
        "first_rate": scale.rates[0],
        "rate_step": scale.rates[1] - scale.rates[0],
        "social_tax_least": least.minimum_wages * wage + least.mrp * mrp,
        "social_tax_rate": duties.social_tax.rate,
        "mrp": mrp,
    }


def mix(read: dict[str, Any]) -> None:
    """Give some people the rarer conditions by chance, so that every branch of the dozen is compared."""
    chance = np.random.default_rng(1)
    for name, values in read.items():
        some = chance.random(len(values)) < SOME
        if values.dtype == bool:
            read[name] = np.where(some, ~values, values)
        elif name == "employer_regime":
            codes = np.where(some, chance.integers(0, len(values.possible_values), len(values)), np.asarray(values))
            read[name] = EnumArray(codes.astype(np.int16), values.possible_values)
        elif name == "occupational_pension_contribution":
            read[name] = np.where(some, read["salary"] * 0.05, values)


def main() -> None:
    path, count = Path(sys.argv[1]), int(sys.argv[3])
    law = CountryTaxBenefitSystem()
    persons, families = people.tables(count)
    month = periods.period(MONTH)
    sound = checking.Tables(law, persons, families).sound(last_day(periods.period(people.MONTH)))
    whole = batch.simulation_of(law, month, *sound[:2])
    read = {name: whole.calculate(name, batch.period_of(law.variables[name], month)) for name in READ}
    mix(read)
    regime, tax = read["employer_regime"], law.get_parameters_at_instant(f"{MONTH}-01").duties.social_tax
    tables = {
        node: np.array([getattr(getattr(tax, node), member.name) for member in regime.possible_values], dtype=float)
        for node in ("due_share", "per_employee")
    }
    family = np.arange(len(read["salary"]))
    columns = {name: {str(batch.period_of(law.variables[name], month)): values} for name, values in read.items()}

    def build():
        return simulation_from_arrays(law, columns, family, np.zeros(len(family), np.int8), period=MONTH)

    def compute(model):
        for name in DOZEN:
            model.calculate(name, MONTH)

    probe = build()
    given = measuring.known(probe)
    compute(probe)
    variables, arrays = measuring.computed(probe, given)
    numbers = figures(law)
    np.savez(
        path,
        names=np.array(list(numbers)),
        numbers=np.array(list(numbers.values()), dtype=float),
        **{
            f"read {name}": np.asarray(values).astype(np.int64 if name == "employer_regime" else values.dtype)
            for name, values in read.items()
        },
        **{f"expected {name}": probe.calculate(name, MONTH) for name in DOZEN},
        **tables,
    )
    measuring.report(
        "openfisca-kz, a dozen formulas of pay",
        metadata.version("openfisca-kz"),
        arrays,
        measuring.measure(build, compute),
        variables=variables,
        note="conditions given; the same question as the kernel",
    )


pa.set_cpu_count(1)
main()
