"""Pay at a second employer; and the tax that the person declares over all employers.

Caps and floors are of each payer; the cap of the health contribution is of the person; the basic deduction is at one
employer; the deductions of the year go on from the first to the second.
"""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    MONTHS_IN_YEAR,
    YEAR,
    Person,
    Variable,
    clip,
    lookup,
    marginal,
    maximum,
    minimum,
    months_of_year_to,
    where,
)
from openfisca_kz.variables.duties.health_contributions import left_of_health_cap
from openfisca_kz.variables.duties.year_to_date import taxed_since_january


class second_pension_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    duty_borne_by = "person"
    duty_paid_to = "pension_fund"
    nothing_without = "second_salary"
    label = "Pension contribution at the second employer"
    reference = articles("Social Code, art. 249 p. 1 subp. 1")

    def formula_1999_01_01(person, period, parameters):
        """The rate applied to the second pay, up to the cap, which applies to each employer separately. Withheld. KZT,
        not rounded.
        """
        law = parameters(period)
        duty = law.duties.pension_contribution
        base = minimum(person("second_salary", period), duty.cap * law.indicators.minimum_wage)
        due = person("pension_contribution_residence", period) & ~person("pension_contribution_exempt", period)
        return where(due, duty.rate * base, 0)


class second_health_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    duty_borne_by = "person"
    duty_paid_to = "health_insurance_fund"
    nothing_without = "second_salary"
    label = "Health contribution at the second employer"
    reference = articles("Law on compulsory social health insurance, art. 28, art. 29 p. 3")

    def formula_2020_01_01(person, period, parameters):
        """The rate applied to the second pay, up to what the first pay leaves of the person's monthly cap.

        Withheld. KZT, not rounded.
        """
        law = parameters(period)
        duty = law.duties.health_contribution
        base = minimum(person("second_salary", period), left_of_health_cap(law, person("health_insured_pay", period)))
        due = person("social_insurance_residence", period) & ~person("health_contribution_exempt", period)
        return where(due, duty.rate * base, 0)


class second_social_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    duty_borne_by = "employer"
    duty_paid_to = "social_insurance_fund"
    nothing_without = "second_salary"
    label = "Social contribution at the second employer"
    reference = articles("Social Code, art. 245 p. 1")

    def formula_2005_01_01(person, period, parameters):
        """The rate applied to the second pay less its pension contribution, between floor and cap, which apply to each
        employer separately. At the employer's cost. KZT, not rounded.
        """
        law = parameters(period)
        duty, wage = law.duties.social_contribution, law.indicators.minimum_wage
        pay = person("second_salary", period)
        base = clip(pay - person("second_pension_contribution", period), duty.floor * wage, duty.cap * wage)
        due = (pay > 0) & person("social_insurance_residence", period) & ~person("social_contribution_exempt", period)
        return where(due, duty.rate * base, 0)


class second_employer_pension_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    duty_borne_by = "employer"
    duty_paid_to = "pension_fund"
    nothing_without = "second_salary"
    label = "Employer's pension contribution of the second employer"
    reference = articles("Social Code, art. 248 p. 6, art. 251 p. 1-2")

    def formula_2024_01_01(person, period, parameters):
        """The rate applied to the second pay, between floor and cap, which apply to each employer separately. KZT, not
        rounded.
        """
        law = parameters(period)
        duty, wage = law.duties.employer_pension_contribution, law.indicators.minimum_wage
        pay = person("second_salary", period)
        due = (
            (pay > 0)
            & person("pension_contribution_residence", period)
            & ~person("employer_pension_contribution_exempt", period)
        )
        return where(due, duty.rate * clip(pay, duty.floor * wage, duty.cap * wage), 0)


class second_employer_health_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    duty_borne_by = "employer"
    duty_paid_to = "health_insurance_fund"
    nothing_without = "second_salary"
    label = "Employer's health contribution of the second employer"
    reference = articles("Law on compulsory social health insurance, art. 27, art. 29 p. 3")

    def formula_2017_07_01(person, period, parameters):
        """The rate applied to the second pay, up to the cap, which applies to each employer separately. KZT, not
        rounded.
        """
        law = parameters(period)
        duty = law.duties.employer_health_contribution
        base = minimum(person("second_salary", period), duty.cap * law.indicators.minimum_wage)
        due = person("social_insurance_residence", period) & ~person("employer_health_contribution_exempt", period)
        return where(due, duty.rate * base, 0)


class second_social_tax_base(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "second_salary"
    label = "Base of the social tax of the second employer"
    reference = articles("Tax Code 2025, art. 556 p. 1-3", "Tax Code 2017, art. 484 p. 3")

    def formula_2026_01_01(person, period, parameters):
        """Second pay less pension and health contributions; the minimum where the pay is not above it. KZT."""
        law = parameters(period)
        least = law.duties.social_tax.minimum_base.mrp * law.indicators.mrp_tax
        pay = person("second_salary", period)
        contributions = person("second_pension_contribution", period) + person("second_health_contribution", period)
        return where(pay > 0, where(pay <= least, least, pay - contributions), 0)

    def formula_2009_01_01(person, period, parameters):
        """Second pay less pension and health contributions, but not less than the minimum. KZT."""
        law = parameters(period)
        rule = law.duties.social_tax.minimum_base
        least = rule.minimum_wages * law.indicators.minimum_wage + rule.mrp * law.indicators.mrp_tax
        pay = person("second_salary", period)
        contributions = person("second_pension_contribution", period) + person("second_health_contribution", period)
        return where(pay > 0, maximum(pay - contributions, least), 0)


class second_social_tax(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    duty_borne_by = "employer"
    duty_paid_to = "local_budget"
    nothing_without = "second_social_tax_base"
    label = "Social tax of the second employer"
    reference = articles("Tax Code 2025, art. 556-558", "Tax Code 2017, art. 484-486")

    def formula_2026_01_01(person, period, parameters):
        """A fixed share of the second pay less its contributions, to the extent that this employer owes it under its
        tax regime; for entrepreneurs and peasant farms under the general rules, a number of MRP of the month of
        payment. KZT, not rounded.
        """
        law, paid = parameters(period), parameters(period.offset(1))
        tax, regime = law.duties.social_tax, person("second_employer_regime", period)
        base = person("second_social_tax_base", period)
        on_head = (base > 0) * lookup(tax.per_employee, regime) * paid.indicators.mrp_tax
        return lookup(tax.due_share, regime) * tax.rate * base + on_head

    def formula_2009_01_01(person, period, parameters):
        """A fixed share of the second pay less its contributions, to the extent that this employer owes it under its
        tax regime, or a number of MRP; less the social contribution on that pay. Not below zero. KZT, not rounded.
        """
        law = parameters(period)
        tax, regime = law.duties.social_tax, person("second_employer_regime", period)
        base, paid = person("second_social_tax_base", period), person("second_social_contribution", period)
        on_base = lookup(tax.due_share, regime) * maximum(tax.rate * base - paid, 0)
        on_head = (base > 0) * lookup(tax.per_employee, regime) * law.indicators.mrp_tax
        return on_base + maximum(on_head - paid, 0)


class second_income_tax_base(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "second_salary"
    label = "Second pay for the month less deductions, before those of the year"
    reference = articles("Tax Code 2025, art. 437 p. 3-4, art. 439 p. 1", "Tax Code 2017, art. 341-346, 353")

    def formula_2009_01_01(person, period, parameters):
        """Second pay less its contributions and less the basic deduction where this employer applies it. Below zero
        where they exceed it; for a non-resident, the whole pay. KZT.
        """
        pay = person("second_salary", period)
        contributions = person("second_pension_contribution", period) + person("second_health_contribution", period)
        basic = person("basic_income_tax_deduction", period) * person("second_basic_deduction_claimed", period)
        return where(pay > 0, pay - person("tax_resident", period) * (contributions + basic), 0)


class second_income_tax(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    duty_borne_by = "person"
    duty_paid_to = "local_budget"
    nothing_without = "second_salary"
    label = "Income tax on the second pay"
    reference = articles("Tax Code 2025, art. 363 subp. 1, art. 439-441", "Tax Code 2017, art. 320, art. 353-356")

    def formula_2009_01_01(person, period, parameters):
        """The tax on the second pay since January, less that of the months before: each employer has its own total.

        Withheld. KZT, not rounded.
        """
        law, year = parameters(period), parameters(period.this_year)
        scale, mrp = law.duties.income_tax.scale, year.indicators.mrp_tax
        taxed = taxed_since_january(person, period, parameters, "second_salary")
        return marginal(scale, taxed.second_pay, mrp) - marginal(scale, taxed.second_pay_before, mrp)


class second_net_salary(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "second_salary"
    label = "Net salary at the second employer"
    reference = articles("Social Code, art. 249; law on health insurance, art. 28; Tax Code, art. 439-441")

    def formula(person, period, parameters):
        """Second pay less what is withheld from it. KZT, not rounded."""
        return (
            person("second_salary", period)
            - person("second_pension_contribution", period)
            - person("second_health_contribution", period)
            - person("second_income_tax", period)
        )


class second_employer_cost(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "second_salary"
    label = "Cost of the employee to the second employer"
    reference = articles("Social Code, art. 245, 251; law on health insurance, art. 27; Tax Code, art. 555-558")

    def formula(person, period, parameters):
        """Second pay plus what this employer pays on top of it. KZT, not rounded."""
        return (
            person("second_salary", period)
            + person("second_social_contribution", period)
            + person("second_social_tax", period)
            + person("second_employer_health_contribution", period)
            + person("second_employer_pension_contribution", period)
        )


class declared_income_tax(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    unit = "KZT"
    label = "Income tax left to pay by the yearly declaration"
    reference = articles("Tax Code 2025, art. 409 p. 2, art. 411 p. 1, art. 412 p. 2-3")

    def formula_2026_01_01(person, period, parameters):
        """For a tax resident whose pay and contract income from all payers together exceed 8,500 MRP: the tax, by the
        scale, on that total less contributions and all deductions of the year; from this tax, what the payers withheld
        is taken off. KZT, not rounded.
        """
        law = parameters(period)
        rule, mrp = law.duties.income_tax, law.indicators.mrp_tax
        december = period.first_month.offset(MONTHS_IN_YEAR - 1)
        income = base = taxed_before = person("income_taxed_before", period)
        withheld = limit = months_given = person.filled_array(0.0)
        for month in months_of_year_to(december):
            pay, second, contract = (
                person("taxable_pay", month),
                person("second_salary", month),
                person("civil_contract_income", month),
            )
            contributions = (
                (person("pension_contribution", month) + person("health_contribution", month)) * (pay > 0)
                + person("second_pension_contribution", month)
                + person("second_health_contribution", month)
                + person("civil_contract_pension_contribution", month)
                + person("civil_contract_health_contribution", month)
                + person("civil_contract_withheld_social_contribution", month)
            )
            # What was taxed before the months given has had its basic deduction.
            months_given = months_given + ((taxed_before == 0) | (months_given > 0) | (pay > 0))
            income = income + pay + second + contract
            base = base + pay + second + contract - contributions
            limit = maximum(limit, person("annual_income_tax_deduction", month))
            withheld = (
                withheld
                + person("income_tax", month) * (pay > 0)
                + person("second_income_tax", month)
                + person("civil_contract_income_tax", month)
            )
        withheld = withheld + marginal(rule.scale, taxed_before, mrp)
        over = person("tax_resident", december) & (income > rule.declared_above * mrp)
        basic = rule.basic_deduction.mrp * mrp * months_given
        tax = marginal(rule.scale, maximum(base - basic - limit, 0), mrp)
        return where(over, maximum(tax - withheld, 0), 0)
