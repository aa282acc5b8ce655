"""What the state pays into health insurance for whom it insures."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, one_of, where
from openfisca_kz.variables.status.recipients.health_insurance import StateInsuredCategory


class state_health_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "republican_budget"
    duty_paid_to = "health_insurance_fund"
    unit = "KZT"
    nothing_without = "insured_by_state"
    label = "Health contribution of the state"
    reference = articles(
        "Law on compulsory social health insurance, art. 26, art. 26-1",
        "Law on compulsory social health insurance, art. 26",
    )

    def formula_2026_01_01(person, period, parameters):
        """The rate applied to the average wage of the second year before, for those whom the republican budget insures.

        For those whom the local budget insures, its rate applied to the average wage of the region, which is a fact.
        KZT, not rounded.
        """
        duty = parameters(period).duties.state_health_contribution
        local = one_of(
            person("state_insured_category", period),
            StateInsuredCategory.unemployed_local,
            StateInsuredCategory.crisis_local,
        )
        amount = where(
            local,
            duty.local_rate * person.family("regional_average_wage", period),
            duty.rate * duty.average_wage,
        )
        return where(person("insured_by_state", period), amount, 0)

    def formula_2020_01_01(person, period, parameters):
        """For those insured by the state, the rate applied to the average wage of the second year before. KZT, not
        rounded.
        """
        duty = parameters(period).duties.state_health_contribution
        return where(person("insured_by_state", period), duty.rate * duty.average_wage, 0)
