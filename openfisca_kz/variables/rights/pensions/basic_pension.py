"""State basic pension: for everybody of pension age, by years of participation since July 2018."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    Person,
    Variable,
    ceil_tenge,
    maximum,
    minimum,
    month_number,
    month_numbers,
    where,
)
from openfisca_kz.variables.rights.pensions.dated import figure_of_month

BASIC = "rights.pensions.basic_pension"


class basic_pension_by_early_award(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Was awarded an age pension when an early one gave the basic pension too"
    reference = articles("Social Code, art. 205 p. 1")

    def formula(person, period, parameters):
        """The age pension was awarded before July 2018, at whatever age."""
        awarded = month_numbers(person("age_pension_start", period))
        counts = figure_of_month(person, f"{BASIC}.early_award_counts", awarded) > 0
        return person("age_pension_eligible", period) & counts


class basic_pension_by_service_award(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Was awarded a service pension when it gave the basic pension too"
    reference = articles("Social Code, art. 205 p. 1")

    def formula(person, period, parameters):
        """The service pension was awarded before 2016, at whatever age."""
        awarded = month_numbers(person("service_pension_start", period))
        counts = figure_of_month(person, f"{BASIC}.service_award_counts", awarded) > 0
        return person("service_pension_eligible", period) & counts


class basic_pension_ground(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has reached the general pension age, or was awarded a pension under the earlier rule"
    reference = articles("Social Code, art. 205 p. 1")

    def formula(person, period, parameters):
        """The general pension age, or an age pension awarded before July 2018, or a service pension awarded before
        2016.
        """
        return (
            person("pension_age_reached", period)
            | person("basic_pension_by_early_award", period)
            | person("basic_pension_by_service_award", period)
        )


class basic_pension_beside_other_pensions(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has no service pension, or one awarded when it gave the basic pension too"
    reference = articles("Social Code, art. 205 p. 2")

    def formula(person, period, parameters):
        """Recipients of a service pension awarded from 2016 on have no basic pension at any age."""
        service = person("service_pension_eligible", period)
        return ~service | person("basic_pension_by_service_award", period)


class basic_pension_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Right to the basic pension"
    reference = articles("Social Code, art. 205")

    def formula(person, period, parameters):
        """A citizen or permanent resident with the ground, and with no pension that takes its place."""
        return (
            person("pension_residence", period)
            & person("basic_pension_ground", period)
            & person("basic_pension_beside_other_pensions", period)
            & person("without_judge_support", period)
        )


class basic_pension(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "State basic pension"
    reference = articles(
        "Social Code, art. 206; before July 2023 Law No. 105-V",
        "Budget laws, minimum basic pension; Law No. 105-V, art. 12",
    )

    def formula_2018_07_01(person, period, parameters):
        """A share of the subsistence minimum by full years of work and contributions, rounded up to the tenge.

        KZT a month. Up to ten years it is the minimum share; each further full year adds to it, up to the maximum
        share.
        """
        law = parameters(period)
        rule = law.rights.pensions.basic_pension
        beyond = maximum(person("pension_participation_years", period) - rule.years_at_least_share, 0)
        share = minimum(rule.least_share + rule.share_by_year * beyond, rule.greatest_share)
        amount = ceil_tenge(share * law.indicators.subsistence_minimum)
        return where(person("basic_pension_eligible", period), amount, 0)

    def formula_2005_07_01(person, period, parameters):
        """One amount for every pensioner, set by the budget law. KZT a month."""
        amount = parameters(period).indicators.minimum_basic_pension
        return where(person("basic_pension_eligible", period), amount, 0)


class basic_pension_claimed(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The basic pension is claimed by the end of the month"
    reference = articles("Social Code, art. 199 p. 1, p. 3")

    def formula(person, period, parameters):
        """The claim is made by this month; a claim with no date counts as in time."""
        return month_numbers(person("basic_pension_claim_date", period)) <= month_number(period)


class basic_pension_running(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Lives outside a care home, or has no right to an age pension or a disability allowance there"
    reference = articles("Social Code, art. 202 p. 4")

    def formula(person, period, parameters):
        """It is suspended for those on full state support in a care home or a similar centre, except for those who have
        no right to an age pension or a disability allowance.
        """
        disabled = person("person_with_disability", period)
        other_means = person("age_pension_eligible", period) | disabled
        return person("outside_full_state_support", period) | ~other_means


class basic_pension_paid(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "State basic pension paid"
    reference = articles("Social Code, art. 199, art. 202")

    def formula(person, period, parameters):
        """The basic pension from the month of the claim on, stopped in a care home. KZT a month."""
        paid = person("basic_pension_claimed", period) & person("basic_pension_running", period)
        return where(paid, person("basic_pension", period), 0)
