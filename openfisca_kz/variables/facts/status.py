"""What the registers know of work forms, study and health insurance, where no other file of facts has it."""

from openfisca_kz.acts import articles
from openfisca_kz.base import ETERNITY, MONTH, Enum, Family, Person, Variable, date, facts
from openfisca_kz.variables.facts.family_life import leave_in_month


class WellbeingLevel(Enum):
    """Level of social well-being of a family in the Digital Family Card."""

    unknown = "Level not known"
    level_a = "Level A"
    level_b = "Level B"
    level_c = "Level C"
    level_d = "Level D (crisis)"
    level_e = "Level E (emergency)"


class on_adoption_leave(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "On leave for the adoption of a newborn child"
    reference = articles("Labour Code, art. 99")

    def formula(person, period, parameters):
        """The days of the leave for the adoption of a newborn, from its first day on, reach into the month."""
        start = person("newborn_adoption_leave_start", period)
        return leave_in_month(period, start, person("newborn_adoption_leave_days", period))


FACTS = [
    *facts(
        (Family, MONTH, WellbeingLevel),
        wellbeing_level="Level of social well-being in the Digital Family Card",
    ),
    *facts(
        (Person, MONTH, bool),
        private_practice="Private practice (notary, bailiff, advocate, mediator)",
        independent_worker="Independent worker",
        special_regime_self_employed="Self-employed under the special tax regime",
        platform_worker="Carries out orders through an internet platform",
        placed_in_employment_measure="Placed in a subsidised job or trained at an employer",
        health_insurance_self_payer="Pays health insurance as an independent payer",
    ),
    *facts(
        (Person, ETERNITY, date),
        graduation_date="Last day of the last full-time study",
    ),
    *facts(
        (Person, MONTH, int, "months"),
        health_insurance_arrears_months="Months of unpaid health insurance contributions",
        health_insurance_months_in_a_row="Health insurance months paid in a row, by the person or "
        "the employer, before the unpaid ones",
    ),
]
