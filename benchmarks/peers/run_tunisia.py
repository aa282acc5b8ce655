"""openfisca-tunisia: a year of pay and pensions; contributions, income tax, benefits, disposable income."""

from __future__ import annotations

from importlib import metadata

import measuring
import numpy as np
from openfisca_groups import simulation
from openfisca_tunisia import CountryTaxBenefitSystem

YEAR = "2024"
#: Dinars a month, about.
MEDIAN = 1_200.0
#: Without ``prestations_familiales``, which asks for a month's pay in a year and fails in release 0.154.
OUTPUTS = ("revenu_disponible", "irpp", "af")
MONTHLY = ("cotisations_salarie", "cotisations_employeur", "salaire_net_a_payer")


def main() -> None:
    system = CountryTaxBenefitSystem()
    people = measuring.people()
    months = [f"{YEAR}-{month:02}" for month in range(1, 13)]
    roles = {
        "foyer_fiscal": (["declarant_principal", "conjoint", "personne_a_charge", "personne_a_charge"], True),
        "menage": (["personne_de_reference", "conjoint", "enfant", "autre"], False),
    }
    wage = measuring.money(people["wage"], MEDIAN)
    pension = measuring.money(people["pension"], MEDIAN)

    regime = np.where(people["wage"] > 0, "rsna", "neant")

    def build():
        model = simulation(system, people, roles)
        model.set_input("date_naissance", "ETERNITY", people["birth"])
        for month in months:
            model.set_input("salaire_de_base", month, wage)
            model.set_input("regime_securite_sociale_cotisant", month, regime)
            model.set_input("pension_cnss", month, pension)
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
        "openfisca-tunisia",
        metadata.version("openfisca-tunisia"),
        count,
        measuring.measure(build, compute),
        variables=variables,
    )


main()
