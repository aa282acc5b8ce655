"""A million people in chunks of a hundred thousand, on one core; openfisca-country-template's own rules beside it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_country_template import CountryTaxBenefitSystem as TemplateSystem

from benchmarks.slice import AWARDED, PERIOD, cells, computable
from benchmarks.timing import line, title
from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.population import simulation_from_arrays

PEOPLE = 1_000_000
CHUNK = 100_000
RUNS = 3

FIRST_PARENT, SECOND_PARENT, CHILD = range(3)
TEMPLATE_PERIOD = "2017-01"


def run(law: CountryTaxBenefitSystem) -> None:
    chunks = [_people(number) for number in range(PEOPLE // CHUNK)]
    title(f"{PEOPLE:,} people in chunks of {CHUNK:,}, one core (best of {RUNS})")
    known = [_with_awards(law, chunk) for chunk in chunks]
    ours = _slice(law, "awards of childcare known", known)
    _slice(law, "awards looked for in every month since 2022, pay of this month told", chunks)
    _slice(law, "awards computed, pay of every month since 2022 told", [_with_history(chunk) for chunk in chunks])
    _template(ours)


def _slice(law: CountryTaxBenefitSystem, how: str, chunks: list[Any]) -> float:
    """Measure the slice, print it, and return the seconds a person and computed array."""
    probe = simulation_from_arrays(law, **chunks[0])
    given = cells(probe)
    names, _ = computable(probe)
    count = cells(probe) - given
    del probe
    build, compute = _measure(lambda chunk: simulation_from_arrays(law, **chunk), chunks, names)
    line(f"{len(names)} variables, {how}", "")
    line("  people a second", f"{PEOPLE / (build + compute):,.0f}", "target 1,000,000")
    line(f"  ns a person and variable, of {count}", f"{compute / PEOPLE / count * 1e9:.2f}", "target 5, aim 3")
    line("  ns a person, to build a simulation from arrays", f"{build / PEOPLE * 1e9:.0f}")
    return compute / PEOPLE / count


def _with_awards(law: CountryTaxBenefitSystem, chunk: dict[str, Any]) -> dict[str, Any]:
    known = {name: np.full(CHUNK, value) for name, value in AWARDED.items() if name in law.variables}
    return {**chunk, "persons": {**chunk["persons"], **known}}


def _with_history(chunk: dict[str, Any]) -> dict[str, Any]:
    months = np.arange("2022-11", "2026-07", dtype="datetime64[M]")
    salary = {str(month): chunk["persons"]["salary"] for month in months}
    return {**chunk, "persons": {**chunk["persons"], "salary": salary}}


def _measure(simulate: Callable[[Any], Any], chunks: list[Any], names: list[str], period: str = PERIOD) -> tuple:
    """Return the seconds of building and of computing in the quickest run, garbage collection included."""
    gc.collect()
    gc.freeze()
    runs = []
    for _ in range(RUNS):
        build = compute = 0.0
        for chunk in chunks:
            start = time.process_time()
            simulation = simulate(chunk)
            built = time.process_time()
            for name in names:
                simulation.calculate(name, period if not isinstance(names, dict) else names[name])
            del simulation
            gc.collect()
            build += built - start
            compute += time.process_time() - built
        runs.append((build + compute, build, compute))
    gc.unfreeze()
    return min(runs)[1:]


def _people(seed: int) -> dict[str, Any]:
    """Return a chunk of a country: couples with children, single parents, pensioners, people on their own."""
    random = np.random.default_rng(seed)
    shapes = ([0], [0, 1], [0, 1, 2], [0, 1, 2, 2], [0, 2], [0, 1, 2, 2, 2], [0, 1, 2, 2, 2, 2])
    chosen = random.choice(len(shapes), CHUNK, p=[0.2, 0.2, 0.15, 0.2, 0.08, 0.12, 0.05])
    sizes = np.array([len(shape) for shape in shapes])[chosen]
    last = int(np.searchsorted(np.cumsum(sizes), CHUNK))
    chosen, sizes = chosen[: last + 1], sizes[: last + 1]
    table = np.array([shape + [0] * (6 - len(shape)) for shape in shapes], dtype=np.int8)
    kept = np.arange(6) < sizes[:, None]
    role = table[chosen][kept][:CHUNK]
    family_id = np.repeat(np.arange(len(sizes)), sizes)[:CHUNK]
    families = int(family_id[-1]) + 1
    head_age = random.integers(18 * 365, 85 * 365, families)[family_id]
    ages = np.where(role == CHILD, random.integers(0, 18 * 365, CHUNK), head_age + random.integers(-900, 900, CHUNK))
    works = (role != CHILD) & (ages < 63 * 365) & (random.random(CHUNK) < 0.7)
    months = np.clip((ages - 20 * 365) // 30, 0, 480)
    persons = {
        "birth_date": np.datetime64("2026-06-30", "D") - ages,
        "sex": np.where(role == SECOND_PARENT, 0, 1).astype(np.int16),
        "legal_residence": random.choice(9, CHUNK, p=[0.97, 0.01, *[0.02 / 7] * 7]).astype(np.int16),
        "salary": np.where(works, np.round(random.lognormal(12.6, 0.7, CHUNK), 2), 0.0),
        "main_carer": role == FIRST_PARENT,
        "disability_group": random.choice(5, CHUNK, p=[0.95, 0.01, 0.02, 0.015, 0.005]).astype(np.int16),
        "service_months_before_1998": np.where(ages > 50 * 365, months // 3, 0).astype(np.int32),
        "pension_contribution_months": np.where(role == CHILD, 0, months // 2).astype(np.int32),
    }
    columns = {"region": random.integers(0, 20, families).astype(np.int16)}
    return {"persons": persons, "family_id": family_id, "role": role, "families": columns, "period": PERIOD}


# ----- The country template ----- #


def _template(ours: float) -> None:
    law = TemplateSystem()
    chunks = [_template_people(number) for number in range(3)]  # its time a person does not change with their number
    names = {}
    probe = _template_simulation(law, chunks[0])
    for variable in law.variables.values():
        if variable.formulas:
            names[variable.name] = "2017" if variable.definition_period == DateUnit.YEAR else TEMPLATE_PERIOD
            probe.calculate(variable.name, names[variable.name])
    _, compute = _measure(lambda chunk: _template_simulation(law, chunk), chunks, names)
    a_cell = compute / (len(chunks) * CHUNK) / len(names)
    line(
        f"openfisca-country-template, its {len(names)} variables: ns a person and variable",
        f"{a_cell * 1e9:.2f}",
        f"{a_cell / ours:.1f} times ours",
    )


def _template_people(seed: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    return {
        "household": np.arange(CHUNK) // 3,
        "role": np.where(np.arange(CHUNK) % 3 == 2, "child", "adult"),
        "birth": np.datetime64("2017-01-01", "D") - random.integers(0, 30000, CHUNK),
        "salary": random.lognormal(7.5, 0.7, CHUNK),
        "rent": random.lognormal(6, 0.5, CHUNK // 3 + 1),
        "accommodation_size": random.integers(20, 200, CHUNK // 3 + 1).astype(float),
    }


def _template_simulation(law: TemplateSystem, people: dict[str, np.ndarray]) -> Any:
    builder = SimulationBuilder()
    builder.create_entities(law)
    builder.declare_person_entity("person", range(CHUNK))
    households = builder.declare_entity("household", range(CHUNK // 3 + 1))
    builder.join_with_persons(households, people["household"], people["role"])
    simulation = builder.build(law)
    simulation.set_input("birth", "ETERNITY", people["birth"])
    simulation.set_input("salary", TEMPLATE_PERIOD, people["salary"])
    simulation.set_input("rent", TEMPLATE_PERIOD, people["rent"])
    simulation.set_input("accommodation_size", TEMPLATE_PERIOD, people["accommodation_size"])
    return simulation
