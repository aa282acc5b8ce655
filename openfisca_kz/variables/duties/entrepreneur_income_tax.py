"""Income tax that entrepreneurs, heads of farms and private practice owe on their own business, since 2026."""

from typing import Any

from openfisca_core.periods import Period

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Array, Person, Variable, marginal, maximum, one_of, only, where
from openfisca_kz.variables.duties.income_tax import second_employer_deducts
from openfisca_kz.variables.duties.year_to_date import months_with_income
from openfisca_kz.variables.facts.duties import EntrepreneurRegime


def business_taxed_since_january(person: Any, period: Period) -> tuple[Array, Array]:
    """Return the taxable income of the business since January under the general rules, with this month and without."""
    base = before = person.filled_array(0.0)
    for month in months_with_income(person, period, "business_income"):
        before = base
        base = base + person("business_income_tax_base", month)
    deduction = person("annual_income_tax_deduction", period) * (person("salary", period) == 0)
    return maximum(base - deduction, 0), maximum(before - deduction, 0)


class business_income_tax_base(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "business_income"
    label = "Income of the business in the month less costs and deductions, general rules"
    reference = articles("Tax Code 2025, art. 401, art. 409-410, art. 411 p. 1-2")

    def formula_2026_01_01(person, period, parameters):
        """Income less costs (private practice: the whole income), own pension and health contributions, and the basic
        deduction unless pay or a contract uses it in the month. May be below zero. KZT.
        """
        income = person("business_income", period)
        costs = where(person("private_practice", period), 0, person("business_costs", period))
        own = person("entrepreneur_pension_contribution", period) + person("entrepreneur_health_contribution", period)
        used = (
            ((person("salary", period) > 0) & person("basic_deduction_claimed", period))
            | second_employer_deducts(person, period)
            | ((person("civil_contract_income", period) > 0) & person("civil_contract_basic_deduction_claimed", period))
        )
        basic = person("basic_income_tax_deduction", period) * ~used
        return where(income > 0, income - costs - own - basic, 0)


class entrepreneur_income_tax(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    duty_borne_by = "person"
    duty_paid_to = "local_budget"
    nothing_without = "business_income"
    label = "Income tax on the person's own business"
    reference = articles(
        "Tax Code 2025, art. 363 subp. 2, 4, art. 411, art. 715 p. 1, art. 724 p. 1, art. 726, art. 730"
    )

    def formula_2026_01_01(person, period, parameters):
        """Simplified declaration and farm regime: the rate applied to the income; under the simplified declaration less
        the costs for employees' incomes, from the month in which the income since January passes a limit. Private
        practice and the general rules: the rate applied to the taxable income since January, less that of the months
        before; farms pay three tenths of that. KZT, not rounded.
        """
        law, year = parameters(period), parameters(period.this_year)
        tax, mrp = law.duties.entrepreneur_income_tax, year.indicators.mrp_tax

        def due(income, base, before, since_january, regime, practice, council, payroll):
            general = marginal(tax.general_scale, base, mrp) - marginal(tax.general_scale, before, mrp)
            general = where(regime == EntrepreneurRegime.general_farm, tax.farm_due_share, 1) * general
            general = where(practice, tax.private_practice_rate * (base - before), general)
            costs = payroll * (since_january > tax.payroll_above * mrp)
            simplified = where(council > 0, council, tax.simplified_rate) * maximum(income - costs, 0)
            flat = where(regime == EntrepreneurRegime.farm, tax.farm_rate * income, simplified)
            special = one_of(regime, EntrepreneurRegime.simplified, EntrepreneurRegime.farm) & ~practice
            return where(special, flat, general)

        income = person("business_income", period)
        since_january = person.filled_array(0.0)
        for month in months_with_income(person, period, "business_income"):
            since_january = since_january + person("business_income", month)
        return only(
            income > 0,
            due,
            income,
            *business_taxed_since_january(person, period),
            since_january,
            person("entrepreneur_regime", period),
            person("private_practice", period),
            person("simplified_declaration_rate", period),
            person("business_payroll", period),
        )
