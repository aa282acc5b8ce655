"""Adoption lump sum: once, for a child who was left without parental care."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, NonNegative, Person, Variable, ceil_tenge, month_number, month_numbers, where

ARTICLES = articles("Government resolution No. 787 of 10.07.2014, p. 2-3")


class adoption_month(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "The adoption took effect in this month"
    reference = ARTICLES

    def formula(child, period, parameters):
        """The month in which the court's decision on adoption took effect."""
        return month_numbers(child("adoption_date", period)) == month_number(period)


class adoption_lump_sum_eligible(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Right to the adoption lump sum"
    reference = ARTICLES

    def formula_2015_01_01(child, period, parameters):
        """An orphan or child left without parental care, adopted in this month."""
        return child("orphan_or_without_parental_care", period) & child("adoption_month", period)


class adoption_lump_sum(NonNegative):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    right_paid_by = "local_budget"
    unit = "KZT"
    label = "Adoption lump sum"
    reference = ARTICLES

    def formula_2015_01_01(child, period, parameters):
        """A number of MRP for each child, once, in the month of adoption; whole tenge, rounded up. KZT."""
        law = parameters(period)
        amount = ceil_tenge(law.rights.family.adoption_lump_sum.multiple * law.indicators.mrp)
        return where(child("adoption_lump_sum_eligible", period), amount, 0)
