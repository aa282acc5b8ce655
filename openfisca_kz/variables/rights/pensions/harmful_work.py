"""Special social payment: from 55 to the pension age, after long work in harmful conditions."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, MONTHS_IN_YEAR, Person, Variable, ceil_tenge, month_number, month_numbers, where


class harmful_work_age_reached(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has reached 55, the age of payments after harmful work"
    reference = articles("Social Code, art. 195-1, art. 220 p. 1-1")

    def formula_2024_01_01(person, period, parameters):
        """The age of payments after harmful work is reached by the last day of the month."""
        age = parameters(period).rights.pensions.fund.harmful_work.age
        return person("age_in_months", period) >= age * MONTHS_IN_YEAR


class occupational_record_complete(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Occupational contributions were paid for 84 months"
    reference = articles("Social Code, art. 195-1, art. 220 p. 1-1")

    def formula_2024_01_01(person, period, parameters):
        """The months with occupational pension contributions, all together, reach the number asked for."""
        months = parameters(period).rights.pensions.fund.harmful_work.months
        return person("occupational_contribution_months", period) >= months


class outside_harmful_work(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Does not work in harmful conditions now"
    reference = articles("Social Code, art. 195-1, art. 195-5 p. 3")

    def formula(person, period, parameters):
        """The person has left harmful work or moved to other work; going back ends the payment."""
        return ~person("harmful_work", period)


class before_any_pension_age(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has not yet reached any pension age"
    reference = articles("Social Code, art. 195-5 p. 3, art. 207")

    def formula(person, period, parameters):
        """Neither the general nor an early pension age is reached by the last day of the month."""
        return ~person("age_pension_age_reached", period)


class special_social_payment_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Right to the special social payment"
    reference = articles("Social Code, art. 195-1")

    def formula(person, period, parameters):
        """A citizen or permanent resident of 55 or older, below any pension age, with 84 months of occupational
        contributions, out of harmful work.
        """
        return (
            person("pension_residence", period)
            & person("harmful_work_age_reached", period)
            & person("occupational_record_complete", period)
            & person("outside_harmful_work", period)
            & person("before_any_pension_age", period)
        )


class special_social_payment(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "Special social payment from the state"
    reference = articles("Social Code, art. 195-1, art. 195-3")

    def formula_2024_01_01(person, period, parameters):
        """The state professional allowance: a multiple of the subsistence minimum, rounded up. KZT a month. What comes
        from the other sources (annuity, employer, own occupational savings) is not paid by the state.
        """
        law = parameters(period)
        amount = ceil_tenge(law.rights.pensions.fund.harmful_work.state_payment * law.indicators.subsistence_minimum)
        return where(person("special_social_payment_eligible", period), amount, 0)


class special_social_payment_paid(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Special social payment from the state paid on the claim"
    reference = articles("Social Code, art. 195-2 p. 1")

    def formula(person, period, parameters):
        """The payment from the month of the claim on; months before it are lost. KZT a month."""
        claimed = month_numbers(person("special_social_payment_claim_date", period)) <= month_number(period)
        return where(claimed, person("special_social_payment", period), 0)
