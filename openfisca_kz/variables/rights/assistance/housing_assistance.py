"""Housing assistance: what the costs of the dwelling within the norms exceed a share of income by."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Family, Variable, ceil_tenge, clip, maximum, where
from openfisca_kz.variables.rights.assistance.words import MONTHS_IN_QUARTER

ARTICLE_97 = articles("Law on housing relations, art. 97 p. 4-5")


class housing_costs_above_share(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Costs of the dwelling exceed the family's own share"
    reference = ARTICLE_97

    def formula(family, period, parameters):
        """The costs within the norms are above the share of income that the family spends itself."""
        return family("housing_costs_within_norms", period) > family("housing_own_costs", period)


class housing_own_costs(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Costs of the dwelling that the family pays itself"
    reference = ARTICLE_97

    def formula(family, period, parameters):
        """The share set by the local council, within the national band, of the monthly income of the quarter before.

        KZT a month.
        """
        law = parameters(period).rights.assistance.housing_assistance
        share = clip(family("housing_cost_share", period), law.least_share, law.greatest_share)
        return share * family("assistance_quarter_income", period) / MONTHS_IN_QUARTER


class housing_assistance_eligible(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Right to housing assistance"
    reference = ARTICLE_97

    def formula(family, period, parameters):
        """Registered in the only dwelling or a state tenancy, with costs above the family's own share. Not for private
        rent.
        """
        return family("only_dwelling_or_state_tenancy", period) & family("housing_costs_above_share", period)


class housing_assistance(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    right_paid_by = "local_budget"
    unit = "KZT"
    label = "Housing assistance"
    reference = ARTICLE_97

    def formula(family, period, parameters):
        """Costs within the norms less the family's own share of income; whole tenge, rounded up. KZT a month."""
        amount = family("housing_costs_within_norms", period) - family("housing_own_costs", period)
        return where(family("housing_assistance_eligible", period), ceil_tenge(maximum(amount, 0)), 0)
