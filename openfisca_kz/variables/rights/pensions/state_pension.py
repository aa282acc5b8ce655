"""What the state budget pays a person of pension age: the basic and the age pension together."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable


class state_pension(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Basic and age pension together"
    reference = articles("Social Code, art. 1, art. 206 p. 2")

    def formula(person, period, parameters):
        """The basic pension and the age pension are added; neither takes from the other. KZT a month."""
        return person("basic_pension", period) + person("age_pension", period)


class state_pension_paid(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Basic and age pension together, as paid"
    reference = articles("Social Code, art. 199, art. 202")

    def formula(person, period, parameters):
        """What is paid of both, given the days of the claims and life in a care home. KZT a month."""
        return person("basic_pension_paid", period) + person("age_pension_paid", period)
