"""What the funds' registers know of a person's past: insured months, service, savings."""

from openfisca_kz.base import ETERNITY, MONTH, NO_DATE, NonNegative, Person, Variable, date


class social_insurance_months(NonNegative):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "months"
    label = "Time with social contributions in total"


class service_months_before_1998(NonNegative):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "months"
    label = "Service before 1 January 1998"


class pension_contribution_months(NonNegative):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "months"
    label = "Time with pension contributions since 1998"


class pension_average_income(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Average monthly income for the age pension"


class age_pension_award_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date on which the age pension was awarded"


class age_pension_at_award(NonNegative):
    value_type = float
    entity = Person
    definition_period = ETERNITY
    unit = "KZT"
    label = "Age pension at its award"


class pension_savings(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Pension savings in the unified fund"
