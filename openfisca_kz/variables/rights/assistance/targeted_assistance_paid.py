"""Targeted assistance as it is paid out, given the date of the claim."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Family, Variable, month_number, month_numbers, where

ARTICLE_123 = articles("Social Code, art. 123 p. 1, p. 3")


class targeted_assistance_claimed(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Targeted assistance is claimed by the end of the month"
    reference = ARTICLE_123

    def formula(family, period, parameters):
        """The claim is made by this month, and the right confirmed in each later quarter.

        A claim with no date counts as in time.
        """
        return month_numbers(family("targeted_assistance_claim_date", period)) <= month_number(period)


class targeted_assistance_paid(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Targeted assistance paid on the claim"
    reference = ARTICLE_123

    def formula(family, period, parameters):
        """The assistance from the month of the claim on, that month whole; months before it are lost. KZT a month."""
        return where(family("targeted_assistance_claimed", period), family("targeted_assistance", period), 0)


class targeted_assistance_child_supplement_paid(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Supplement to targeted assistance for children aged one to six, paid on the claim"
    reference = ARTICLE_123

    def formula(family, period, parameters):
        """The supplement from the month of the claim for the assistance on. KZT a month."""
        supplement = family("targeted_assistance_child_supplement", period)
        return where(family("targeted_assistance_claimed", period), supplement, 0)
