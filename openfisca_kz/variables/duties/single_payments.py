"""Payments that stand for several duties at once: the single aggregate payment (ESP, 2019 to 2023), the unified payment
from wages (EP, since 2023), and the regime for the self-employed (since 2026).
"""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, minimum, where
from openfisca_kz.variables.facts.residence import LegalResidence


class single_aggregate_payment(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "person"
    unit = "KZT"
    nothing_without = "single_aggregate_payer"
    label = "Single aggregate payment"
    reference = articles("Tax Code 2017, art. 774-775")
    end = "2023-12-31"

    def formula_2019_01_01(person, period, parameters):
        """One MRP of 1 January in the capital and major cities, half of it elsewhere.

        Major cities are those of republican and regional significance. KZT, not rounded.
        """
        payment = parameters(period).duties.single_aggregate_payment
        mrp = parameters(period.this_year).indicators.mrp_tax
        multiple = where(person("lives_in_major_city", period), payment.city, payment.elsewhere)
        return person("single_aggregate_payer", period) * multiple * mrp


class single_aggregate_income_tax(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "single_aggregate_payment"
    label = "Income tax in the single aggregate payment"
    reference = articles("Tax Code 2017, art. 775 p. 3")
    end = "2023-12-31"

    def formula_2019_01_01(person, period, parameters):
        """Its share of the single aggregate payment. KZT, not rounded."""
        share = parameters(period).duties.single_aggregate_payment.income_tax
        return share * person("single_aggregate_payment", period)


class single_aggregate_social_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "single_aggregate_payment"
    label = "Social contribution in the single aggregate payment"
    reference = articles("Tax Code 2017, art. 775 p. 3")
    end = "2023-12-31"

    def formula_2019_01_01(person, period, parameters):
        """Its share of the single aggregate payment. KZT, not rounded."""
        share = parameters(period).duties.single_aggregate_payment.social_contribution
        return share * person("single_aggregate_payment", period)


class single_aggregate_pension_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "single_aggregate_payment"
    label = "Pension contribution in the single aggregate payment"
    reference = articles("Tax Code 2017, art. 775 p. 3")
    end = "2023-12-31"

    def formula_2019_01_01(person, period, parameters):
        """Its share of the single aggregate payment. KZT, not rounded."""
        share = parameters(period).duties.single_aggregate_payment.pension_contribution
        return share * person("single_aggregate_payment", period)


class single_aggregate_health_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "single_aggregate_payment"
    label = "Health contribution in the single aggregate payment"
    reference = articles("Tax Code 2017, art. 775 p. 3")
    end = "2023-12-31"

    def formula_2019_01_01(person, period, parameters):
        """Its share of the single aggregate payment. KZT, not rounded."""
        share = parameters(period).duties.single_aggregate_payment.health_contribution
        return share * person("single_aggregate_payment", period)


class unified_payment(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "paid_by_unified_payment"
    label = "Unified payment from wages"
    reference = articles("Tax Code 2025, art. 820-825", "Tax Code 2017, art. 776-1 - 776-4")

    def formula_2023_01_01(person, period, parameters):
        """The sum of its parts, without those from which the person is exempt.

        The parts are the employee's contributions and income tax and the employer's contributions. KZT, not rounded.
        """
        parts = (
            person("pension_contribution", period)
            + person("health_contribution", period)
            + person("income_tax", period)
            + person("social_contribution", period)
            + person("employer_health_contribution", period)
            + person("employer_pension_contribution", period)
        )
        return where(person("paid_by_unified_payment", period), parts, 0)


class self_employed_base(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "self_employed_income"
    label = "Income on which the self-employed pay under their regime"
    reference = articles("Tax Code 2025, art. 715; Social Code, art. 101-1, 102-1")

    def formula_2026_01_01(person, period, parameters):
        """The income of a citizen or kandas who is not an entrepreneur, if it is within the limit of the month. KZT."""
        law = parameters(period)
        limit = law.duties.self_employed_payment.income_limit * law.indicators.mrp_tax
        income, position = person("self_employed_income", period), person("legal_residence", period)
        admitted = (
            ((position == LegalResidence.citizen) | (position == LegalResidence.kandas))
            & ~person("individual_entrepreneur", period)
            & (income <= limit)
        )
        return where(admitted, income, 0)


class self_employed_pension_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "self_employed_base"
    label = "Pension contribution of the self-employed"
    reference = articles("Social Code, art. 101-1 p. 3-5, art. 102-1")

    def formula_2026_01_01(person, period, parameters):
        """The rate applied to the income, without a floor; nothing from the exempt. KZT, not rounded."""
        rate = parameters(period).duties.self_employed_payment.pension_contribution
        base = person("self_employed_base", period)
        return where(person("pension_contribution_exempt", period), 0, rate * base)


class self_employed_employer_pension_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "self_employed_base"
    label = "Employer's pension contribution that the self-employed pay for themselves"
    reference = articles("Social Code, art. 101-1 p. 3-5, art. 102-1")

    def formula_2026_01_01(person, period, parameters):
        """The rate applied to the income, without a floor; nothing from the exempt. KZT, not rounded."""
        rate = parameters(period).duties.self_employed_payment.employer_pension_contribution
        base = person("self_employed_base", period)
        return where(person("employer_pension_contribution_exempt", period), 0, rate * base)


class self_employed_social_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "self_employed_base"
    label = "Social contribution of the self-employed"
    reference = articles("Social Code, art. 101-1 p. 3-5, art. 102-1, art. 245 p. 1")

    def formula_2026_01_01(person, period, parameters):
        """The rate applied to the income up to the cap, without a floor; nothing from the exempt. KZT, not rounded."""
        law = parameters(period)
        rate = law.duties.self_employed_payment.social_contribution
        base = minimum(
            person("self_employed_base", period), law.duties.social_contribution.cap * law.indicators.minimum_wage
        )
        return where(person("social_contribution_exempt", period), 0, rate * base)


class self_employed_health_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "self_employed_base"
    label = "Health contribution of the self-employed"
    reference = articles("Law on compulsory social health insurance, art. 28")

    def formula_2026_01_01(person, period, parameters):
        """The rate applied to the income up to the cap, without a floor; nothing from the exempt. KZT, not rounded."""
        law = parameters(period)
        rate = law.duties.self_employed_payment.health_contribution
        base = minimum(
            person("self_employed_base", period), law.duties.health_contribution.cap * law.indicators.minimum_wage
        )
        return where(person("health_contribution_exempt", period), 0, rate * base)


class self_employed_payment(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "person"
    unit = "KZT"
    label = "Payments under the regime for the self-employed"
    reference = articles("Tax Code 2025, art. 715, art. 718; Social Code, art. 101-1, 102-1")

    def formula_2026_01_01(person, period, parameters):
        """Both pension contributions, the social and the health contribution; income tax is nil. KZT, not rounded."""
        return (
            person("self_employed_pension_contribution", period)
            + person("self_employed_employer_pension_contribution", period)
            + person("self_employed_social_contribution", period)
            + person("self_employed_health_contribution", period)
        )
