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
        sound = checking.Tables(law, persons, families, last_day(month), (0, 0)).sound()
        return batch.simulation_of(law, month, *sound[:2])

    def compute(model):
        for name in names:
            model.calculate(name, batch.period_of(law.variables[name], month))

    probe = build()
    given = measuring.known(probe)
    compute(probe)
    variables, count = measuring.computed(probe, given)
    del probe
    measuring.report(
        "openfisca-kz",
        metadata.version("openfisca-kz"),
        count,
        measuring.measure(build, compute),
        variables=variables,
        note="to build, it checks every row",
    )


pa.set_cpu_count(1)
main()
