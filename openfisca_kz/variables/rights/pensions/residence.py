"""Who of those who live in Kazakhstan has a right to a pension from the state."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable
from openfisca_kz.variables.facts.residence import LegalResidence, lives_here_as


class pension_residence(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "A citizen, a kandas, or a foreigner or stateless person with permanent residence"
    reference = articles("Social Code, art. 196 p. 1")

    def formula(person, period, parameters):
        """Citizens, and foreigners and stateless persons who live in Kazakhstan permanently."""
        return lives_here_as(
            person,
            period,
            LegalResidence.citizen,
            LegalResidence.kandas,
            LegalResidence.stateless_permanent_resident,
            LegalResidence.foreigner_permanent_resident,
        )


class without_judge_support(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Does not receive the lifelong support of a judge"
    reference = articles("Social Code, art. 205 p. 2, art. 207 p. 4")

    def formula(person, period, parameters):
        """The lifelong monthly support of a judge takes the place of the pensions from the budget."""
        return ~person("judge_lifelong_support", period)
