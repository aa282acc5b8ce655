"""How a model is measured, in whatever environment it runs: Python's own library and numpy only."""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

#: Median pay of a month in the synthetic country, in tenge: pay is given to each model in units of its own median.
MEDIAN_WAGE = 317_500.0


def people() -> dict[str, Any]:
    """Return the arrays of the file that the command names first."""
    return dict(np.load(sys.argv[1]))


def runs() -> int:
    """Return how often to measure: the second word of the command."""
    return int(sys.argv[2])


def money(tenge: Any, median: float) -> Any:
    """Return pay in another currency, so that the median is that of the other country."""
    return np.round(tenge * (median / MEDIAN_WAGE), 2)


def clocks() -> tuple[float, float]:
    """Return the seconds of the wall clock, and of processor time of this process and of those that it waited for."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def measure(build: Callable[[], Any], compute: Callable[[Any], Any]) -> dict[str, float]:
    """Return the seconds of the quickest of some runs, by processor time: to build from arrays, and to compute."""
    found = []
    gc.collect()
    gc.freeze()
    for _ in range(runs()):
        gc.collect()
        start = clocks()
        model = build()
        built = clocks()
        compute(model)
        end = clocks()
        del model
        found.append((end[1] - start[1], start, built, end))
    _, start, built, end = min(found, key=lambda run: run[0])
    return {
        "build_wall": built[0] - start[0],
        "build_cpu": built[1] - start[1],
        "compute_wall": end[0] - built[0],
        "compute_cpu": end[1] - built[1],
    }


def report(name: str, version: str, count: int, seconds: dict[str, float], **more: Any) -> None:
    """Print what was found as the last line.

    Args:
        name: of the model.
        version: of the model.
        count: arrays that formulas computed: one for each variable and period, of persons or of a group.
        seconds: as ``measure`` returns them.
        more: ``variables`` (different ones), ``note``.

    """
    print(json.dumps({"name": name, "version": version, "count": count, **seconds, **more}))


def holders(population: Any) -> list[tuple[str, Any]]:
    """Return the holders of all that a population knows; ours makes them when they are asked for."""
    names = getattr(population, "known", None) or population._holders
    return [(name, population.get_holder(name)) for name in list(names)]


def computed(simulation: Any, given: set[tuple[str, str]]) -> tuple[int, int]:
    """Return how many variables an OpenFisca simulation computed by formulas, and how many arrays of them."""
    system = simulation.tax_benefit_system
    variables = arrays = 0
    for population in simulation.populations.values():
        for name, holder in holders(population):
            periods = [period for period in holder.get_known_periods() if (name, str(period)) not in given]
            if periods and system.variables[name].formulas:
                variables += 1
                arrays += len(periods)
    return variables, arrays


def known(simulation: Any) -> set[tuple[str, str]]:
    """Return the variables and periods that an OpenFisca simulation knows."""
    return {
        (name, str(period))
        for population in simulation.populations.values()
        for name, holder in holders(population)
        for period in holder.get_known_periods()
    }
