"""Who receives targeted social assistance and does not work."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, one_of
from openfisca_kz.variables.facts.honours import PenalPosition
from openfisca_kz.variables.status.work import at_work

OSMS = "Law No. 405-V on health insurance, art. 26 p. 1 subp. 15"


class nonworking_recipient_of_social_benefits(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Non-working recipient of targeted social assistance"
    reference = articles(OSMS, "Social Code, art. 120")

    def formula(person, period, parameters):
        """Does not work, and the family receives targeted social assistance; prisoners do not count in the family."""
        assisted = person.family("targeted_assistance_paid", period) > 0
        serving = one_of(
            person("penal_position", period), PenalPosition.serving, PenalPosition.serving_minimum_security
        )
        return assisted & person("nonworking", period) & ~serving


class working_recipient_of_social_benefits(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Working recipient of targeted social assistance"
    reference = articles("Social Code, art. 120")

    def formula(person, period, parameters):
        """Sixteen or older and works, and the family receives targeted social assistance. A business that is suspended
        and has no income does not count as work.
        """
        assisted = person.family("targeted_assistance_paid", period) > 0
        return assisted & at_work(person, period) & person("working_age_reached", period)
