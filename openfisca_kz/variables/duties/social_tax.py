"""Social tax of the employer (SN)."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, lookup, maximum, where


class social_tax_base(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "salary"
    label = "Base of the social tax"
    reference = articles("Tax Code 2025, art. 556 p. 1-3", "Tax Code 2017, art. 484 p. 3")

    def formula_2026_01_01(person, period, parameters):
        """Pay less pension and health contributions; the minimum where the pay is not above it. No minimum in a month
        of hiring or dismissal. Nothing for service pay (conscripts too), except where ranks were abolished, nor, to the
        end of 2028, for foreigners who work for an Astana Hub participant. KZT.
        """
        law = parameters(period)
        rule = law.duties.social_tax.minimum_base
        least = rule.minimum_wages * law.indicators.minimum_wage + rule.mrp * law.indicators.mrp_tax
        salary = person("salary", period)
        contributions = person("pension_contribution", period) + person("health_contribution", period)
        minimum_applies = (salary <= least) & ~person("hired_or_dismissed", period)
        base = where(minimum_applies, least, salary - contributions)
        due = (salary > 0) & ~person("serving", period) & ~person("hub_foreigner", period)
        return where(due, base, 0)

    def formula_2009_01_01(person, period, parameters):
        """Pay less pension and health contributions, but not less than the minimum. Nothing for service pay (conscripts
        too), except where ranks were abolished, nor, since 2019, for foreigners who work for an Astana Hub participant.
        KZT.
        """
        law = parameters(period)
        rule = law.duties.social_tax.minimum_base
        least = rule.minimum_wages * law.indicators.minimum_wage + rule.mrp * law.indicators.mrp_tax
        salary = person("salary", period)
        contributions = person("pension_contribution", period) + person("health_contribution", period)
        base = maximum(salary - contributions, least)
        due = (salary > 0) & ~person("serving", period) & ~person("hub_foreigner", period)
        return where(due, base, 0)


class social_tax(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "employer"
    duty_paid_to = "local_budget"
    unit = "KZT"
    nothing_without = "social_tax_base"
    label = "Social tax"
    reference = articles("Tax Code 2025, art. 555-558", "Tax Code 2017, art. 482-486", "Tax Code 2008, art. 355-359")

    def formula_2026_01_01(person, period, parameters):
        """A fixed share of the pay less pension and health contributions, to the extent that the employer owes it under
        its tax regime. Entrepreneurs and peasant farms under the general rules owe a number of MRP of the month of
        payment for each employee instead. Social contributions are not taken off the tax. At the employer's cost. KZT,
        not rounded.
        """
        law, paid = parameters(period), parameters(period.offset(1))
        tax, regime = law.duties.social_tax, person("employer_regime", period)
        base = person("social_tax_base", period)
        on_base = lookup(tax.due_share, regime) * tax.rate * base
        on_head = (base > 0) * lookup(tax.per_employee, regime) * paid.indicators.mrp_tax
        return on_base + on_head

    def formula_2009_01_01(person, period, parameters):
        """The rate applied to the base, less the social contribution, to the extent that the employer owes it under its
        tax regime. Not below zero. Entrepreneurs and peasant farms under the general rules owe a number of MRP for each
        employee, less the social contribution. KZT, not rounded.
        """
        law = parameters(period)
        tax, regime = law.duties.social_tax, person("employer_regime", period)
        base, paid = person("social_tax_base", period), person("social_contribution", period)
        on_base = lookup(tax.due_share, regime) * maximum(tax.rate * base - paid, 0)
        on_head = (base > 0) * lookup(tax.per_employee, regime) * law.indicators.mrp_tax
        return on_base + maximum(on_head - paid, 0)
