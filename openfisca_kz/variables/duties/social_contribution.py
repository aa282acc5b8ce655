"""Social contributions to the State Social Insurance Fund (SO) on pay, and whether a person takes part."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, clip, minimum, where


class social_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "employer"
    duty_paid_to = "social_insurance_fund"
    unit = "KZT"
    nothing_without = "salary"
    label = "Social contribution"
    reference = articles(
        "Social Code, art. 243, art. 244 p. 1, 3, art. 245 p. 1, 5",
        "Law on compulsory social insurance 2019, art. 14-15",
        "Law on compulsory social insurance 2003, art. 14-15",
    )

    def formula_2023_01_01(person, period, parameters):
        """A fixed share of the pay less the pension contribution, counted as at least one minimum wage and at most the
        limit. Under the unified payment it is a part of that payment, up to the limit, without a minimum amount. At the
        employer's cost. KZT, not rounded.
        """
        law = parameters(period)
        duty, unified = law.duties.social_contribution, law.duties.unified_payment
        salary = person("salary", period)
        floor = duty.floor * law.indicators.minimum_wage
        cap = duty.cap * law.indicators.minimum_wage
        amount = where(
            person("paid_by_unified_payment", period),
            unified.rate * unified.social_contribution * minimum(salary, cap),
            duty.rate * clip(salary - person("pension_contribution", period), floor, cap),
        )
        due = (
            (salary > 0) & person("social_insurance_residence", period) & ~person("social_contribution_exempt", period)
        )
        return where(due, amount, 0)

    def formula_2005_01_01(person, period, parameters):
        """The rate applied to the pay less the pension contribution, up to the cap.

        Since 2014, to at least one minimum wage. At the employer's cost. KZT, not rounded.
        """
        law = parameters(period)
        duty = law.duties.social_contribution
        salary = person("salary", period)
        floor = duty.floor * law.indicators.minimum_wage
        cap = duty.cap * law.indicators.minimum_wage
        amount = duty.rate * clip(salary - person("pension_contribution", period), floor, cap)
        due = (
            (salary > 0) & person("social_insurance_residence", period) & ~person("social_contribution_exempt", period)
        )
        return where(due, amount, 0)


class social_insurance_participant(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Social contributions are paid for the person in this month"
    reference = articles("Social Code, art. 243")

    def formula_2005_01_01(person, period, parameters):
        """Any social contribution: on pay, civil contracts, own business, or in another single payment."""
        return person("insured_income", period) > 0
