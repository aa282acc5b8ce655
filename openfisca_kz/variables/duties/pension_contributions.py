"""Pension contributions on pay: the employee's (OPV), the employer's (OPVR), and for harmful work (OPPV)."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, clip, minimum, where


class pension_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "person"
    duty_paid_to = "pension_fund"
    unit = "KZT"
    nothing_without = "salary"
    label = "Pension contribution"
    reference = articles(
        "Social Code, art. 248 p. 2-3, 8, art. 249 p. 1-2",
        "Law on pension provision 2013, art. 24-25",
        "Law on pension provision 1997",
    )

    def formula_2023_01_01(person, period, parameters):
        """A fixed share of the pay; pay above the limit does not count, and there is no minimum amount.

        Under the unified payment it is a part of that payment. Withheld from the employee. KZT, not rounded.
        """
        law = parameters(period)
        duty, unified = law.duties.pension_contribution, law.duties.unified_payment
        rate = where(
            person("paid_by_unified_payment", period),
            unified.rate * unified.pension_contribution,
            duty.rate,
        )
        base = minimum(person("salary", period), duty.cap * law.indicators.minimum_wage)
        due = person("pension_contribution_residence", period) & ~person("pension_contribution_exempt", period)
        return where(due, rate * base, 0)

    def formula_1999_01_01(person, period, parameters):
        """The rate applied to the pay up to the cap, without a floor. Withheld from the employee. KZT, not rounded."""
        law = parameters(period)
        duty = law.duties.pension_contribution
        base = minimum(person("salary", period), duty.cap * law.indicators.minimum_wage)
        due = person("pension_contribution_residence", period) & ~person("pension_contribution_exempt", period)
        return where(due, duty.rate * base, 0)


class employer_pension_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "employer"
    duty_paid_to = "pension_fund"
    unit = "KZT"
    nothing_without = "salary"
    label = "Employer's pension contribution"
    reference = articles("Social Code, art. 248 p. 6, art. 251")

    def formula_2024_01_01(person, period, parameters):
        """A fixed share of the pay, counted as at least one minimum wage and at most the limit.

        Under the unified payment it is a part of that payment, without a minimum amount. At the employer's cost. KZT,
        not rounded.
        """
        law = parameters(period)
        duty, unified = law.duties.employer_pension_contribution, law.duties.unified_payment
        salary = person("salary", period)
        floor = duty.floor * law.indicators.minimum_wage
        cap = duty.cap * law.indicators.minimum_wage
        amount = where(
            person("paid_by_unified_payment", period),
            unified.rate * unified.employer_pension_contribution * minimum(salary, cap),
            duty.rate * clip(salary, floor, cap),
        )
        due = (
            (salary > 0)
            & person("pension_contribution_residence", period)
            & ~person("employer_pension_contribution_exempt", period)
        )
        return where(due, amount, 0)


class occupational_pension_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "employer"
    duty_paid_to = "pension_fund"
    unit = "KZT"
    nothing_without = "harmful_work"
    label = "Occupational pension contribution"
    reference = articles("Social Code, art. 248 p. 5, art. 250", "Law on pension provision 2013, art. 26")

    def formula_2014_01_01(person, period, parameters):
        """The rate applied to the whole pay of those who work in harmful conditions on the list.

        Without floor or cap. At the employer's cost. KZT, not rounded.
        """
        rate = parameters(period).duties.occupational_pension_contribution.rate
        due = (
            person("harmful_work", period)
            & person("pension_contribution_residence", period)
            & ~person("occupational_pension_contribution_exempt", period)
        )
        return where(due, rate * person("salary", period), 0)
