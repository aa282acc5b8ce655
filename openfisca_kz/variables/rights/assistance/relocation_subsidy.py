"""One-off subsidy of kandas and internal migrants who move within the regional quota."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Family, Variable, ceil_tenge, month_number, month_numbers, where

ARTICLE_112 = articles("Social Code, art. 112 p. 4")


class relocated_in_month(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The family moved within the regional quota in this month"
    reference = ARTICLE_112

    def formula(family, period, parameters):
        """The month of the day of relocation."""
        return month_numbers(family("relocation_date", period)) == month_number(period)


class relocation_subsidy_eligible(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Right to the relocation subsidy"
    reference = ARTICLE_112

    def formula(family, period, parameters):
        """The family moved within the quota in this month."""
        return family("relocated_in_month", period)


class relocation_subsidy(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    right_paid_by = "local_budget"
    unit = "KZT"
    label = "Relocation subsidy"
    reference = ARTICLE_112

    def formula(family, period, parameters):
        """A number of MRP for each member of the family, once; whole tenge, rounded up. KZT."""
        law = parameters(period)
        multiple = law.rights.assistance.relocation_subsidy.multiple
        members = family("targeted_assistance_members", period)
        amount = ceil_tenge(members * multiple * law.indicators.mrp)
        return where(family("relocation_subsidy_eligible", period), amount, 0)
