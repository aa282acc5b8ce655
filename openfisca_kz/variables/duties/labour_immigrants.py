"""Income tax of labour immigrants: foreigners who work for private persons in households under a permit.

The private person withholds nothing and pays nothing on top; no contributions are due, as the stay is temporary.
"""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, MONTHS_IN_YEAR, YEAR, Person, Variable, marginal, maximum, months_of_year_to


class labour_immigrant_prepayment(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    duty_borne_by = "person"
    duty_paid_to = "local_budget"
    nothing_without = "labour_immigrant"
    label = "Income tax that a labour immigrant pays in advance"
    reference = articles(
        "Tax Code 2025, art. 412 p. 4 subp. 1, art. 419 p. 2, art. 696 p. 3", "Tax Code 2017, art. 360 p. 1-3"
    )

    def formula_2018_01_01(person, period, parameters):
        """A number of MRP of 1 January for each month of the permit, whatever the pay. Paid before the permit is issued
        or prolonged. KZT.
        """
        year = parameters(period.this_year)
        return person("labour_immigrant", period) * year.duties.labour_immigrants.prepayment * year.indicators.mrp_tax


def of_the_permit(person, period):
    """Return the months of the permit in a year, the pay of these months and the tax paid in advance. KZT."""
    december = period.first_month.offset(MONTHS_IN_YEAR - 1)
    months = pay = prepaid = person.filled_array(0.0)
    for month in months_of_year_to(december):
        permit = person("labour_immigrant", month)
        months = months + permit
        pay = pay + permit * person("labour_immigrant_income", month)
        prepaid = prepaid + person("labour_immigrant_prepayment", month)
    return months, pay, prepaid


class labour_immigrant_declared_tax(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    unit = "KZT"
    label = "Income tax that a labour immigrant pays by the yearly declaration"
    reference = articles(
        "Tax Code 2025, art. 373 p. 2, art. 411 p. 4, art. 412 p. 4 subp. 2, art. 418 p. 2, art. 696-697",
        "Tax Code 2017, art. 360 p. 4-6",
    )

    def formula_2026_01_01(person, period, parameters):
        """The tax by the scale on the pay above the least income and the deduction, both a number of MRP of 1 January
        for each month of the permit. What was paid in advance is the tax on the least income. KZT, not rounded.
        """
        law = parameters(period)
        rule, mrp = law.duties.labour_immigrants, law.indicators.mrp_tax
        months, pay, _ = of_the_permit(person, period)
        taxed = pay - (rule.minimum_income + rule.deduction.mrp) * mrp * months
        return marginal(law.duties.income_tax.scale, maximum(taxed, 0), mrp)

    def formula_2018_01_01(person, period, parameters):
        """The tax on the pay less one minimum wage of 1 January for each month of the permit, less what was paid in
        advance; not below zero. KZT, not rounded.
        """
        law = parameters(period)
        rule, mrp = law.duties.labour_immigrants, law.indicators.mrp_tax
        months, pay, prepaid = of_the_permit(person, period)
        taxed = pay - rule.deduction.minimum_wages * law.indicators.minimum_wage * months
        return maximum(marginal(law.duties.income_tax.scale, maximum(taxed, 0), mrp) - prepaid, 0)
