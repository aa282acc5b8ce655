"""openfisca-kz: a month of every duty and right and of disposable income, and the hand-written kernel as the limit."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

import measuring
import pyarrow as pa
from openfisca_core import periods

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.peers import people
from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.base import last_day
from openfisca_kz.population import batch, checking
from openfisca_kz.services.rights_and_duties import TOTALS, duties_of, rights_of


def main() -> None:
    law = CountryTaxBenefitSystem()
    persons, families = people.tables(int(sys.argv[3]))
    month = periods.period(people.MONTH)
    names = (*rights_of(law), *duties_of(law), *TOTALS)

    def build():
        sound = checking.Tables(law, persons, families).sound(last_day(month))
        model = batch.simulation_of(law, month, *sound[:2])
        model.will_be_asked(names)
        return model

    def compute(model):
        for name in names:
            model.calculate(name, batch.period_of(law.variables[name], month))

    variables, count = counted(law, build(), compute)
    measuring.report(
        "openfisca-kz",
        metadata.version("openfisca-kz"),
        count,
        measuring.measure(build, compute),
        variables=variables,
        note="to build, it checks every row; a formula that runs for some of the people counts as so much of an array",
    )


def counted(law, model, compute):
    """Return how many variables formulas compute, and how many arrays of all the people."""
    codes = {rule.__code__: each.name for each in law.variables.values() for rule in each.formulas.values()}
    everybody = {people.entity.key: people.count for people in model.populations.values()}
    found = {}

    def see(frame, event, _):
        if event == "call" and frame.f_code in codes:
            people = frame.f_locals[frame.f_code.co_varnames[0]]
            name = codes[frame.f_code]
            found[name] = found.get(name, 0.0) + people.count / everybody[people.entity.key]

    sys.setprofile(see)
    try:
        compute(model)
    finally:
        sys.setprofile(None)
    return len(found), round(sum(found.values()))


pa.set_cpu_count(1)
main()
