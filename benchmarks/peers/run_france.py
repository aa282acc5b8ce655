"""openfisca-france: a year of pay and pensions; contributions, income tax, benefits, disposable income."""

from __future__ import annotations

from importlib import metadata

import measuring
import numpy as np
from openfisca_france import FranceTaxBenefitSystem
from openfisca_groups import simulation

YEAR = "2025"
#: Euro a month, about.
MEDIAN = 2_700.0
OUTPUTS = ("revenu_disponible", "impot_revenu_restant_a_payer", "impots_directs", "prestations_sociales")
MONTHLY = ("cotisations_salariales", "cotisations_employeur", "salaire_net")


def main() -> None:
    system = FranceTaxBenefitSystem()
    people = measuring.people()
    months = [f"{YEAR}-{month:02}" for month in range(1, 13)]
    roles = {
        "famille": (["demandeur", "conjoint", "enfant", "enfant"], True),
        "foyer_fiscal": (["declarant_principal", "conjoint", "personne_a_charge", "personne_a_charge"], True),
        "menage": (["personne_de_reference", "conjoint", "enfant", "autre"], False),
    }
    wage, pension = (measuring.money(people[name], MEDIAN) for name in ("wage", "pension"))

    zone = np.full(int(people["family"].max()) + 1, "zone_2")  # of housing benefit: the law knows no household without

    def build():
        model = simulation(system, people, roles)
        model.set_input("date_naissance", "ETERNITY", people["birth"])
        for month in months:
            model.set_input("salaire_de_base", month, wage)
            model.set_input("retraite_brute", month, pension)
            model.set_input("zone_apl", month, zone)
        return model

    def compute(model):
        for name in OUTPUTS:
            model.calculate(name, YEAR)
        for name in MONTHLY:
            model.calculate_add(name, YEAR)

    probe = build()
    given = measuring.known(probe)
    compute(probe)
    variables, count = measuring.computed(probe, given)
    del probe
    measuring.report(
        "openfisca-france",
        metadata.version("openfisca-france"),
        count,
        measuring.measure(build, compute),
        variables=variables,
    )


main()
