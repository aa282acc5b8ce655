"""Health insurance contributions on pay: the employee's (VOSMS) and the employer's (OOSMS)."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, maximum, minimum, where


def left_of_health_cap(law, counted):
    """Return what incomes counted before leave of the monthly cap of the person. KZT."""
    return maximum(law.duties.health_contribution.cap * law.indicators.minimum_wage - counted, 0)


class health_insured_pay(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "salary"
    label = "Pay on which health contributions are calculated"
    reference = articles("Law on compulsory social health insurance, art. 29 p. 1, 4")

    def formula_2017_07_01(person, period, parameters):
        """The salary; from 2019 to 2025 not the pay from an Astana Hub participant. KZT."""
        counted = parameters(period).duties.health_contribution.hub_pay_counts
        return person("salary", period) * (counted | ~person("works_for_hub_participant", period))


class health_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "person"
    duty_paid_to = "health_insurance_fund"
    unit = "KZT"
    nothing_without = "health_insured_pay"
    label = "Health contribution"
    reference = articles("Law on compulsory social health insurance, art. 28, art. 29 p. 1, 3-4")

    def formula_2023_01_01(person, period, parameters):
        """A fixed share of the pay; pay above the limit does not count, and there is no minimum amount.

        Under the unified payment it is a part of that payment. Withheld from the employee. KZT, not rounded.
        """
        law = parameters(period)
        duty, unified = law.duties.health_contribution, law.duties.unified_payment
        rate = where(
            person("paid_by_unified_payment", period),
            unified.rate * unified.health_contribution,
            duty.rate,
        )
        base = minimum(person("health_insured_pay", period), duty.cap * law.indicators.minimum_wage)
        due = person("social_insurance_residence", period) & ~person("health_contribution_exempt", period)
        return where(due, rate * base, 0)

    def formula_2020_01_01(person, period, parameters):
        """The rate applied to the pay up to the cap, without a floor. Withheld from the employee. KZT, not rounded."""
        law = parameters(period)
        duty = law.duties.health_contribution
        base = minimum(person("health_insured_pay", period), duty.cap * law.indicators.minimum_wage)
        due = person("social_insurance_residence", period) & ~person("health_contribution_exempt", period)
        return where(due, duty.rate * base, 0)


class employer_health_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "employer"
    duty_paid_to = "health_insurance_fund"
    unit = "KZT"
    nothing_without = "health_insured_pay"
    label = "Employer's health contribution"
    reference = articles("Law on compulsory social health insurance, art. 27, art. 29 p. 1, 3-4")

    def formula_2023_01_01(person, period, parameters):
        """A fixed share of the pay; pay above the limit does not count, and there is no minimum amount.

        Under the unified payment it is a part of that payment. At the employer's cost. KZT, not rounded.
        """
        law = parameters(period)
        duty, unified = law.duties.employer_health_contribution, law.duties.unified_payment
        rate = where(
            person("paid_by_unified_payment", period),
            unified.rate * unified.employer_health_contribution,
            duty.rate,
        )
        base = minimum(person("health_insured_pay", period), duty.cap * law.indicators.minimum_wage)
        due = person("social_insurance_residence", period) & ~person("employer_health_contribution_exempt", period)
        return where(due, rate * base, 0)

    def formula_2017_07_01(person, period, parameters):
        """The rate applied to the pay up to the cap, without a floor. At the employer's cost. KZT, not rounded."""
        law = parameters(period)
        duty = law.duties.employer_health_contribution
        base = minimum(person("health_insured_pay", period), duty.cap * law.indicators.minimum_wage)
        due = person("social_insurance_residence", period) & ~person("employer_health_contribution_exempt", period)
        return where(due, duty.rate * base, 0)
