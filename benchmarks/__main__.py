"""Run every benchmark and print the numbers. Nothing is asserted: times belong to the machine and its other work."""

from __future__ import annotations

import os
import platform
import sys

# glibc gives memory back and fetches it again for every array unless told otherwise: 2.6 times the throughput.
MALLOC = {
    "MALLOC_TRIM_THRESHOLD_": "1000000000",
    "MALLOC_MMAP_THRESHOLD_": "1000000000",
    "MALLOC_TOP_PAD_": "64000000",
}


def main() -> None:
    if not MALLOC.keys() <= os.environ.keys():
        os.execve(sys.executable, [sys.executable, "-m", "benchmarks", *sys.argv[1:]], {**os.environ, **MALLOC})

    import numpy as np

    from benchmarks import family, population, start, words
    from openfisca_kz import CountryTaxBenefitSystem

    print(f"Python {platform.python_version()}, numpy {np.__version__}, {os.cpu_count()} cores, {_busy()}")
    wanted = sys.argv[1:] or ["words", "start", "family", "population"]
    law = CountryTaxBenefitSystem()
    for name, run in {
        "words": words.run,
        "start": start.run,
        "family": lambda: family.run(law),
        "population": lambda: population.run(law),
    }.items():
        if name in wanted:
            run()


def _busy() -> str:
    """Say how busy the machine was: other work makes every number worse, never better."""
    return f"load before the run {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"


if __name__ == "__main__":
    main()
