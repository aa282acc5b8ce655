"""Pension savings that may be drawn before the pension, for housing and treatment."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, MONTHS_IN_YEAR, Person, Variable, clip, maximum, minimum, round_tenge, where


class savings_sufficiency_threshold(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Sufficiency threshold of pension savings"
    reference = articles(
        "Government resolution No. 521 as amended by No. 422 of 21.05.2026, art. 220 of the Code",
        "Government resolution No. 521 of 30.06.2023; Social Code, art. 220 p. 3",
    )

    def formula_2026_06_01(person, period, parameters):
        """What a payment for life of a multiple of the minimum pension or wage costs, discounted by age. KZT.

        The multiples grow with age; the greater of the two payments is taken; rounded to ten thousand tenge.
        """
        law = parameters(period)
        rule = law.rights.pensions.sufficiency
        age = clip(person("age_in_months", period) // MONTHS_IN_YEAR, rule.least_age, rule.full_age)
        years = age - rule.least_age
        of_pension = rule.pension_multiple_at_least_age + rule.pension_multiple_by_year * years
        of_wage = rule.wage_multiple_at_least_age + rule.wage_multiple_by_year * years
        payment = maximum(
            minimum(of_pension, rule.greatest_multiple) * law.indicators.minimum_pension,
            minimum(of_wage, rule.greatest_multiple) * law.indicators.minimum_wage,
        )
        discount = rule.discount_by_year ** (rule.full_age - age)
        cost = payment * MONTHS_IN_YEAR * rule.years_of_payment * discount
        return round_tenge(cost / rule.step) * rule.step

    def formula_2023_07_01(person, period, parameters):
        """What is needed at the last age of the table, discounted by age, less what contributions to come will bring.
        KZT. Rounded to ten thousand tenge; the same from that age on.
        """
        rule = parameters(period).rights.pensions.sufficiency.yearly_table
        age = clip(person("age_in_months", period) // MONTHS_IN_YEAR, rule.least_age, rule.full_age)
        discount = rule.discount_by_year ** (rule.full_age - age)
        needed = rule.needed_at_full_age * discount - rule.contributions_to_come * (1 - discount)
        return round_tenge(needed / rule.step) * rule.step


class own_pension_savings(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Pension savings from the person's own obligatory contributions"
    reference = articles("Social Code, art. 220 p. 3, art. 224 p. 4")

    def formula(person, period, parameters):
        """All savings but those from occupational contributions. KZT."""
        return maximum(person("pension_savings", period) - person("occupational_pension_savings", period), 0)


class savings_drawn_whole(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has a right to a service pension, or has a pension annuity"
    reference = articles("Social Code, art. 220 p. 3, art. 224 p. 4")

    def formula(person, period, parameters):
        """Those whose pension does not rest on these savings may draw all of them, whatever the threshold."""
        return person("service_pension_eligible", period) | person("pension_annuity", period)


class drawable_pension_savings(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Pension savings that may be drawn for housing or treatment"
    reference = articles("Social Code, art. 220 p. 3, art. 224 p. 4")

    def formula_2023_07_01(person, period, parameters):
        """Savings from the person's own contributions above the sufficiency threshold, before the general pension age;
        all of them for those with a right to a service pension and holders of a pension annuity. KZT.
        """
        savings = person("own_pension_savings", period)
        above = maximum(savings - person("savings_sufficiency_threshold", period), 0)
        by_threshold = where(person("pension_age_reached", period), 0, above)
        return where(person("savings_drawn_whole", period), savings, by_threshold)


class savings_above_sufficiency(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has pension savings that may be drawn for housing or treatment"
    reference = articles("Social Code, art. 220 p. 3")

    def formula(person, period, parameters):
        """There are savings that may be drawn."""
        return person("drawable_pension_savings", period) > 0
