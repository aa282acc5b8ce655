"""One family, everything in the slice, as a web request would ask for it."""

from __future__ import annotations

import copy

from openfisca_core.simulations import Simulation, SimulationBuilder

from benchmarks.slice import AWARDED, PERIOD, WANTED, cells, computable
from benchmarks.timing import best, line, once, title
from openfisca_kz import CountryTaxBenefitSystem

RUNS = 30

FAMILY = {
    "persons": {
        "Aigerim": {
            "birth_date": {"ETERNITY": "1998-03-12"},
            "sex": {"ETERNITY": "female"},
            "main_carer": {PERIOD: True},
        },
        "Daulet": {"birth_date": {"ETERNITY": "1996-11-02"}, "salary": {PERIOD: 320000}},
        "Alikhan": {"birth_date": {"ETERNITY": "2026-06-09"}},
        "Saule": {"birth_date": {"ETERNITY": "1955-04-30"}, "sex": {"ETERNITY": "female"}},
    },
    "families": {
        "family": {
            "first_parent": ["Aigerim"],
            "second_parent": ["Daulet"],
            "children": ["Alikhan"],
            "others": ["Saule"],
        }
    },
}


def run(law: CountryTaxBenefitSystem) -> None:
    names, missing = computable(_build(law, FAMILY))
    title(f"One family of four, the slice of {len(names)} variables and what they need (best of {RUNS}), milliseconds")
    known = copy.deepcopy(FAMILY)
    for person in known["persons"].values():
        person.update({name: {PERIOD: value} for name, value in AWARDED.items() if name in law.variables})
    _measure(law, "", FAMILY, names)
    _measure(law, ", award known", known, names)
    for name, reason in missing.items():
        line(f"not computed: {name}", "", reason)
    assert len(names) + len(missing) == len(WANTED)


def _build(law: CountryTaxBenefitSystem, family: dict) -> Simulation:
    return SimulationBuilder().build_from_entities(law, family)


def _measure(law: CountryTaxBenefitSystem, how: str, family: dict, names: list[str]) -> None:
    def everything() -> Simulation:
        simulation = _build(law, family)
        for name in names:
            simulation.calculate(name, PERIOD)
        return simulation

    count = cells(everything()) - cells(_build(law, family))
    whole, only_built = best(everything, RUNS), best(lambda: _build(law, family), RUNS)
    line(f"read the JSON and compute everything{how}", f"{whole * 1000:.1f}", "target 10")
    line(
        f"  core's builder {only_built * 1000:.1f} ms; a variable and month, of {count}",
        _each(whole - only_built, count),
    )
    line("  everything again, from the cache", f"{_again(everything(), names) * 1000:.2f}")


def _each(seconds: float, count: int) -> str:
    return f"{seconds / count * 1e6:.0f} us"


def _again(simulation: Simulation, names: list[str]) -> float:
    return once(lambda: [simulation.calculate(name, PERIOD) for name in names])
