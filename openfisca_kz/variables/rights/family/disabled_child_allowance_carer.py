"""Allowance to the parent or guardian who raises a child with disability: monthly, for each such child."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, MONTHS_IN_YEAR, NonNegative, Person, Variable, ceil_tenge, where
from openfisca_kz.variables.facts.disability import DisabilityGroup


class child_with_disability_under_18(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Person with disability who is not yet eighteen"
    reference = articles("Social Code, art. 1 p. 1 subp. 110, art. 183 p. 2")

    def formula_2015_01_01(child, period, parameters):
        """A disability was established, with or without a group; up to and including the month in which the age of
        eighteen is reached.
        """
        limit = parameters(period).rights.family.disabled_child_allowance_carer.child_age * MONTHS_IN_YEAR
        age = child("age_in_months", period)
        disabled = child("disability_group", period) != DisabilityGroup.none
        return disabled & (age >= 0) & (age <= limit)


class disabled_child_allowance_carer_eligible(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Right to the allowance for raising a child with disability"
    reference = articles("Social Code, art. 183")

    def formula_2015_01_01(child, period, parameters):
        """A child with disability, a parent of whom is a citizen or kandas, outside full state support. No income or
        work test.
        """
        return (
            child("child_of_family", period)
            & child("child_with_disability_under_18", period)
            & child("child_of_resident_parent", period)
            & child("outside_full_state_support", period)
        )


class disabled_child_allowance_carer(NonNegative):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "Allowance for raising a child with disability"
    reference = articles("Social Code, art. 183-184", "Law No. 63-III, art. 9-1")

    def formula_2015_01_01(child, period, parameters):
        """A number of subsistence minimums a month for each child; whole tenge, rounded up. KZT."""
        law = parameters(period)
        multiple = law.rights.family.disabled_child_allowance_carer.multiple
        amount = ceil_tenge(multiple * law.indicators.subsistence_minimum)
        return where(child("disabled_child_allowance_carer_eligible", period), amount, 0)
