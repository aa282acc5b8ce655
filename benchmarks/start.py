"""How long it takes from nothing to the law in memory, in a process of its own."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.timing import line, title

CODE = """
import time
start = time.perf_counter()
import numpy, openfisca_core.simulations, openfisca_core.taxbenefitsystems
core = time.perf_counter()
from openfisca_kz import CountryTaxBenefitSystem
imported = time.perf_counter()
law = CountryTaxBenefitSystem()
built = time.perf_counter()
law.get_parameters_at_instant("2026-06-01")
read = time.perf_counter()
CountryTaxBenefitSystem()
again = time.perf_counter()
print(core - start, imported - core, built - imported, read - built, again - read, len(law.variables))
"""

RUNS = 5


def run() -> None:
    title(f"Start, in a fresh process (best of {RUNS}), milliseconds")
    runs = []
    for _ in range(RUNS):
        done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
        runs.append([float(number) for number in done.stdout.split()])
    core, package, build, instant, again, count = (min(column) for column in zip(*runs, strict=True))
    line("import numpy and openfisca-core", f"{core * 1000:.0f}")
    line("import openfisca_kz", f"{package * 1000:.0f}")
    line(f"build the system, {count:.0f} variables", f"{build * 1000:.0f}", "target 500")
    line("build it a second time", f"{again * 1000:.0f}")
    line("figures of the first instant", f"{instant * 1000:.1f}")
