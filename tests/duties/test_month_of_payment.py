"""The MRP of the month of payment: the tax of December takes that of January (Tax Code 2025, art. 557 p. 3-4)."""

from openfisca_core.reforms import Reform
from openfisca_core.simulation_builder import SimulationBuilder

MRP_OF_2027 = 5_000


class NextYear(Reform):
    """An MRP of 2027, so that December differs."""

    def apply(self):
        """Set it from January 2027."""

        def change(parameters):
            parameters.indicators.mrp_tax.update(start="2027-01-01", value=MRP_OF_2027)
            return parameters

        self.modify_parameters(change)


def test_the_tax_of_december_takes_the_mrp_of_january(system):
    simulation = SimulationBuilder().build_from_entities(
        NextYear(system),
        {
            "persons": {
                "employee": {
                    "salary": {"2026-11": 300_000, "2026-12": 300_000},
                    "employer_regime": {"2026-11": "entrepreneur", "2026-12": "entrepreneur"},
                },
                "owner": {
                    "entrepreneur_declared_income": {"2026-11": 300_000, "2026-12": 300_000},
                    "entrepreneur_regime": {"2026-11": "general", "2026-12": "general"},
                },
            },
            "families": {"f": {"first_parent": ["employee"], "second_parent": ["owner"]}},
        },
    )
    assert simulation.calculate("social_tax", "2026-11")[0] == 4_325
    assert simulation.calculate("social_tax", "2026-12")[0] == MRP_OF_2027
    assert simulation.calculate("entrepreneur_social_tax", "2026-11")[1] == 2 * 4_325
    assert simulation.calculate("entrepreneur_social_tax", "2026-12")[1] == 2 * MRP_OF_2027
