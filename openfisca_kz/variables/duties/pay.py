"""What is left of the pay for the employee, and what it costs the employer."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable


class net_salary(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Net salary"
    reference = articles("Social Code, art. 248-249; law on health insurance, art. 28; Tax Code, art. 439-441")

    def formula(person, period, parameters):
        """Salary less what is withheld: pension contribution, health contribution, income tax. KZT, not rounded."""
        return (
            person("salary", period)
            - person("pension_contribution", period)
            - person("health_contribution", period)
            - person("income_tax", period)
        )


class employer_cost(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Cost of the employee to the employer"
    reference = articles("Social Code, art. 244-245, 250-251; law on health insurance, art. 27; Tax Code, art. 555-558")

    def formula(person, period, parameters):
        """Salary plus what the employer pays on top of it.

        Social contribution, social tax, health contribution, pension contributions of the employer and for harmful
        work. KZT, not rounded.
        """
        return (
            person("salary", period)
            + person("social_contribution", period)
            + person("social_tax", period)
            + person("employer_health_contribution", period)
            + person("employer_pension_contribution", period)
            + person("occupational_pension_contribution", period)
        )
