"""The words of base.py against core's own way, a million rows each, in one run."""

from __future__ import annotations

from typing import Any

import numpy as np
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.parameters import ParameterNode
from openfisca_core.taxscales import MarginalRateTaxScale

from benchmarks.timing import best, line, title
from openfisca_kz.base import lookup, marginal, month_numbers
from openfisca_kz.variables.facts.residence import Region

ROWS = 1_000_000


def run() -> None:
    title(f"Words of base.py, {ROWS:,} rows: nanoseconds a row, and how many times quicker than core's own way")
    random = np.random.default_rng(1)
    _age(random)
    _lookup(random)
    _scale(random)


def _compare(what: str, theirs: Any, ours: Any, runs: int = 5) -> None:
    slow, quick = best(theirs, min(runs, 3)), best(ours, runs)
    line(what, f"{slow / ROWS * 1e9:7.1f} -> {quick / ROWS * 1e9:5.2f}", f"{slow / quick:.0f} times")


def _age(random: np.random.Generator) -> None:
    birth = np.datetime64("1930-01-01") + random.integers(0, 35000, ROWS)
    month = month_numbers(birth)

    def core() -> np.ndarray:  # the age of openfisca-country-template
        years = birth.astype("datetime64[Y]").astype(int) + 1970
        months = birth.astype("datetime64[M]").astype(int) % 12 + 1
        days = (birth - birth.astype("datetime64[M]") + 1).astype(int)
        past = (months < 6) + (months == 6) * (days <= 30)
        return (2026 - years) - np.where(past, 0, 1)

    end = 2026 * 12 + 5
    assert (core() == (end - month) // 12).all()
    _compare("age, from the month of birth (a fact for ever)", core, lambda: (end - month) // 12, 15)
    _compare("age, from the date of birth", core, lambda: (end - month_numbers(birth)) // 12)


def _lookup(random: np.random.Generator) -> None:
    data = {region.name: {"values": {"2020-01-01": 1000.0 + region.index}} for region in Region}
    node = ParameterNode("benchmark", data=data).get_at_instant("2026-01-01")
    regions = EnumArray(random.integers(0, len(Region), ROWS).astype(np.int16), Region)
    assert (np.asarray(node[regions[:1000]], dtype=float) == lookup(node, regions[:1000])).all()
    _compare("lookup of a figure by region", lambda: node[regions], lambda: lookup(node, regions))


def _scale(random: np.random.Generator) -> None:
    scale = MarginalRateTaxScale()
    for threshold, rate in ((0, 0.1), (8500, 0.15), (20000, 0.2)):
        scale.add_bracket(threshold, rate)
    base = random.exponential(3e7, ROWS)
    assert np.allclose(scale.calc(base, factor=4325), marginal(scale, base, 4325))
    _compare(
        "scale of three marginal rates", lambda: scale.calc(base, factor=4325), lambda: marginal(scale, base, 4325)
    )
