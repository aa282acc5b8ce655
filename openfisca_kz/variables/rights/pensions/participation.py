"""Participation in the pension system: the years on which the basic pension depends."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, MONTHS_IN_YEAR, Person, Variable, minimum


class pension_participation_years(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "years"
    label = "Full years of participation in the pension system"
    reference = articles("Social Code, art. 206 p. 2")

    def formula_2018_07_01(person, period, parameters):
        """Work before 1998, months with contributions and periods that count without them, in full years. Since 1998,
        without contributions: care, service, life as the spouse of a serviceman or a diplomat where there was no work,
        exempt work. Each month counts once.
        """
        most = parameters(period).rights.pensions.participation
        contributed = person("pension_contribution_months", period)
        childcare = person("childcare_months_since_1998", period)
        abroad = person("diplomatic_spouse_months_since_1998", period)
        garrison = person("serviceman_spouse_months_since_1998", period)
        months = (
            person("service_months_before_1998", period)
            + contributed
            + minimum(childcare, int(most.childcare * MONTHS_IN_YEAR))
            + person("disability_care_months_since_1998", period)
            + person("uniformed_service_months_since_1998", period)
            + minimum(abroad, int(most.diplomatic_spouse * MONTHS_IN_YEAR))
            + minimum(garrison, int(most.serviceman_spouse * MONTHS_IN_YEAR))
            + person("exempt_work_months_since_1998", period)
        )
        return months // MONTHS_IN_YEAR
