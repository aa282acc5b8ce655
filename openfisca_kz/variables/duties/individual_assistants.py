"""What is paid on the pay of individual assistants of persons with disability of group I.

The pay comes from the local budget. For the Tax Code it is no income (art. 367 subp. 1), so there is no income tax and
no social tax; the list of those who pay pension contributions does not name them (Social Code, art. 248 p. 2, 4).
"""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, minimum, where
from openfisca_kz.variables.duties.health_contributions import left_of_health_cap


class individual_assistant_social_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    duty_borne_by = "local_budget"
    duty_paid_to = "social_insurance_fund"
    nothing_without = "individual_assistant_income"
    label = "Social contribution for an individual assistant"
    reference = articles("Social Code, art. 243 subp. 6, art. 244 p. 1, art. 245 p. 6-7")

    def formula_2023_07_01(person, period, parameters):
        """The rate applied to what the local executive body or another legal entity pays the assistant, without floor
        or cap. At the cost of the payer. KZT, not rounded.
        """
        rate = parameters(period).duties.social_contribution.rate
        due = person("social_insurance_residence", period) & ~person("social_contribution_exempt", period)
        return where(due, rate * person("individual_assistant_income", period), 0)


class individual_assistant_health_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    duty_borne_by = "person"
    duty_paid_to = "health_insurance_fund"
    nothing_without = "individual_assistant_income"
    label = "Health contribution of an individual assistant"
    reference = articles("Law on compulsory social health insurance, art. 28, art. 29 p. 2-1, 3")

    def formula_2023_07_01(person, period, parameters):
        """The rate applied to the pay, up to what pay and contracts leave of the person's monthly cap. Taken from the
        assistant. KZT, not rounded.
        """
        law = parameters(period)
        pay = person("health_insured_pay", period) + person("second_salary", period)
        left = left_of_health_cap(law, pay + person("civil_contract_income", period))
        base = minimum(person("individual_assistant_income", period), left)
        due = person("social_insurance_residence", period) & ~person("health_contribution_exempt", period)
        return where(due, law.duties.individual_assistants.health_rate * base, 0)
