"""Personal income tax on pay (IPN): the taxable income of a month, deductions of the year, and the tax."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, lookup, marginal, maximum, one_of, where
from openfisca_kz.variables.duties.year_to_date import taxed_since_january
from openfisca_kz.variables.facts.disability import DisabilityGroup


class basic_income_tax_deduction(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Basic income tax deduction of the month"
    reference = articles("Tax Code 2025, art. 403; 2017, art. 346; 2008, art. 166")

    def formula_2009_01_01(person, period, parameters):
        """A number of minimum wages, or of MRP of 1 January, for a tax resident. KZT."""
        year = parameters(period.this_year)
        deduction = year.duties.income_tax.basic_deduction
        amount = deduction.minimum_wages * year.indicators.minimum_wage + deduction.mrp * year.indicators.mrp_tax
        return person("tax_resident", period) * amount


def second_employer_deducts(person, period):
    """Return who is paid by a second employer that applies the basic deduction: the law allows it at one only."""
    return person("second_basic_deduction_claimed", period) & (person("second_salary", period) > 0)


def basic_deduction_at_first(person, period):
    """Return who has the basic deduction applied to the pay at the first employer."""
    return person("basic_deduction_claimed", period) & ~second_employer_deducts(person, period)


class income_tax_base(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "taxable_pay"
    label = "Pay for the month less deductions, before those of the year"
    reference = articles(
        "Tax Code 2025, art. 401, 439 p. 1", "Tax Code 2017, art. 341-346, 353", "Tax Code 2008, art. 163-166"
    )

    def formula_2026_01_01(person, period, parameters):
        """Pay less pension and health contributions, then the basic deduction.

        Below zero where they exceed it; for a non-resident, the whole pay. Nothing for exempt service pay and under
        the unified payment. KZT.
        """
        pay = person("taxable_pay", period)
        contributions = person("pension_contribution", period) + person("health_contribution", period)
        deductions = person("basic_income_tax_deduction", period) * basic_deduction_at_first(person, period)
        resident = person("tax_resident", period)
        return where(pay > 0, pay - resident * (contributions + deductions), 0)

    def formula_2025_01_01(person, period, parameters):
        """Pay less pension and health contributions and the monthly deductions. The deduction of large families is
        among them. Below zero where they exceed it; for a non-resident, the whole pay. KZT.
        """
        family = parameters(period).duties.income_tax.large_family_deduction
        mrp = parameters(period.this_year).indicators.mrp_tax
        pay = person("taxable_pay", period)
        contributions = person("pension_contribution", period) + person("health_contribution", period)
        deductions = (
            person("basic_income_tax_deduction", period) * basic_deduction_at_first(person, period)
            + lookup(family, person("large_family_deduction", period)) * mrp
            + person("other_income_tax_deductions", period)
        )
        resident = person("tax_resident", period)
        return where(pay > 0, pay - resident * (contributions + deductions), 0)

    def formula_2009_01_01(person, period, parameters):
        """Pay less pension and health contributions and the monthly deductions.

        Below zero where they exceed it; for a non-resident, the whole pay. KZT.
        """
        pay = person("taxable_pay", period)
        contributions = person("pension_contribution", period) + person("health_contribution", period)
        deductions = person("basic_income_tax_deduction", period) * basic_deduction_at_first(person, period) + person(
            "other_income_tax_deductions", period
        )
        resident = person("tax_resident", period)
        return where(pay > 0, pay - resident * (contributions + deductions), 0)


def paid_for_service(person, period):
    """Return who is paid for military or like service: the tax codes, unlike the Social Code, name conscripts too."""
    return person("serving", period) | person("former_uniformed_post", period)


def hub_resident(person, period):
    """Return who works for an Astana Hub participant as a tax resident: the income of others is not reduced."""
    return person("works_for_hub_participant", period) & person("tax_resident", period)


class taxable_pay(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "salary"
    label = "Pay on which income tax is computed"
    reference = articles(
        "Tax Code 2025, art. 426, art. 429 subp. 1-3, art. 692 p. 3, art. 820",
        "Tax Code 2017, art. 322, art. 341, art. 655 p. 3, art. 776-1",
        "Tax Code 2017, art. 322, art. 341, art. 655 p. 3",
    )

    def formula_2023_01_01(person, period, parameters):
        """The salary, except pay for uniformed service (of conscripts too, and where ranks were abolished), what tax
        residents are paid by an Astana Hub participant (to the end of 2028), and pay under the unified payment. KZT.
        """
        rule = parameters(period).duties.income_tax
        taxed = (
            (rule.uniformed_pay_taxed | ~paid_for_service(person, period))
            & (rule.hub_pay_taxed | ~hub_resident(person, period))
            & ~person("paid_by_unified_payment", period)
        )
        return person("salary", period) * taxed

    def formula_2019_01_01(person, period, parameters):
        """The salary, except pay for uniformed service (of conscripts too, and where ranks were abolished) and what tax
        residents are paid by an Astana Hub participant. KZT.
        """
        rule = parameters(period).duties.income_tax
        taxed = (rule.uniformed_pay_taxed | ~paid_for_service(person, period)) & (
            rule.hub_pay_taxed | ~hub_resident(person, period)
        )
        return person("salary", period) * taxed

    def formula_2009_01_01(person, period, parameters):
        """The salary, except pay for uniformed service (of conscripts too, and where ranks were abolished). KZT."""
        uniformed_pay_taxed = parameters(period).duties.income_tax.uniformed_pay_taxed
        return person("salary", period) * (uniformed_pay_taxed | ~paid_for_service(person, period))


class annual_income_tax_deduction(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Income tax deductions of the calendar year for disability and privilege"
    reference = articles("Tax Code 2025, art. 404", "Tax Code 2017, art. 346 p. 1 subp. 2-3")

    def formula_2026_01_01(person, period, parameters):
        """For group I or II; once for group III, a child with disability or a veteran; and for each dependant: all
        added up. For tax residents. MRP of 1 January. KZT a year.
        """
        year = parameters(period.this_year)
        deduction, mrp = year.duties.annual_income_tax_deduction, year.indicators.mrp_tax
        group = person("disability_group", period)
        severe = one_of(group, DisabilityGroup.group_1, DisabilityGroup.group_2)
        disability = lookup(deduction.disability_mrp, group)
        veteran = person("veteran_tax_deduction", period) * deduction.privileged_mrp
        own = where(severe, disability + veteran, maximum(disability, veteran))
        dependants = person("dependants_with_disability_deductions", period) * deduction.privileged_mrp
        return person("tax_resident", period) * (own + dependants) * mrp

    def formula_2009_01_01(person, period, parameters):
        """One deduction for the person, however many grounds there are, and one for each dependant (child with
        disability, adopted or foster child). For tax residents. Counted in minimum wages before 2019, then in MRP of 1
        January. KZT a year.
        """
        year = parameters(period.this_year)
        deduction = year.duties.annual_income_tax_deduction
        wage, mrp = year.indicators.minimum_wage, year.indicators.mrp_tax
        group = person("disability_group", period)
        privilege = deduction.privileged_minimum_wages * wage + deduction.privileged_mrp * mrp
        disability = (
            lookup(deduction.disability_minimum_wages, group) * wage + lookup(deduction.disability_mrp, group) * mrp
        )
        own = maximum(disability, person("veteran_tax_deduction", period) * privilege)
        children = person("dependants_with_disability_deductions", period) * privilege
        return person("tax_resident", period) * (own + children)


class income_tax(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "person"
    duty_paid_to = "local_budget"
    unit = "KZT"
    label = "Income tax on pay"
    reference = articles(
        "Tax Code 2025, art. 363 subp. 1, art. 404, art. 439-441",
        "Tax Code 2017, art. 320, art. 341 p. 1 subp. 49, art. 346, 353-356",
        "Tax Code 2008, art. 158, art. 163-166",
    )

    def formula_2023_01_01(person, period, parameters):
        """The tax on all taxed pay since 1 January, less the tax already calculated for the months before. Under the
        unified payment it is a part of that payment. Withheld from the employee. KZT, not rounded.
        """
        law, year = parameters(period), parameters(period.this_year)
        scale, unified = law.duties.income_tax.scale, law.duties.unified_payment
        taxed = taxed_since_january(person, period, parameters)
        tax = marginal(scale, taxed.pay, year.indicators.mrp_tax) - marginal(
            scale, taxed.pay_before, year.indicators.mrp_tax
        )
        part = unified.rate * unified.income_tax * person("salary", period)
        return where(person("paid_by_unified_payment", period), part, tax)

    def formula_2009_01_01(person, period, parameters):
        """The tax on the taxed pay since 1 January less the tax on that of the months before.
        Withheld from the employee. KZT, not rounded.
        """
        law, year = parameters(period), parameters(period.this_year)
        scale = law.duties.income_tax.scale
        taxed = taxed_since_january(person, period, parameters)
        return marginal(scale, taxed.pay, year.indicators.mrp_tax) - marginal(
            scale, taxed.pay_before, year.indicators.mrp_tax
        )
