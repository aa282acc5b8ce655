"""What is withheld from income from civil contracts for work and services (GPH), and what the customer pays on top.

A civil contract counts as a payer of its own, apart from the employer: the caps of each payer stand apart.
"""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, clip, marginal, maximum, minimum, where
from openfisca_kz.variables.duties.health_contributions import left_of_health_cap
from openfisca_kz.variables.duties.income_tax import second_employer_deducts
from openfisca_kz.variables.duties.year_to_date import taxed_since_january


class civil_contract_pension_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "person"
    duty_paid_to = "pension_fund"
    unit = "KZT"
    nothing_without = "civil_contract_income"
    label = "Pension contribution on civil contracts"
    reference = articles(
        "Social Code, art. 248 p. 2 subp. 2, art. 249 p. 1", "Law on pension provision 2013, art. 24-25"
    )

    def formula_2018_01_01(person, period, parameters):
        """The rate applied to the income up to the cap, without a floor. Withheld from the person. KZT, not rounded."""
        law = parameters(period)
        duty = law.duties.pension_contribution
        base = minimum(person("civil_contract_income", period), duty.cap * law.indicators.minimum_wage)
        due = person("pension_contribution_residence", period) & ~person("pension_contribution_exempt", period)
        return where(due, duty.civil_contract_rate * base, 0)


class civil_contract_health_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "person"
    duty_paid_to = "health_insurance_fund"
    unit = "KZT"
    nothing_without = "civil_contract_income"
    label = "Health contribution on civil contracts"
    reference = articles("Law on compulsory social health insurance, art. 28, art. 29 p. 2-3")

    def formula_2020_01_01(person, period, parameters):
        """The rate applied to the income, up to what the pay leaves of the person's monthly cap.

        Withheld from the person. KZT, not rounded.
        """
        law = parameters(period)
        duty = law.duties.health_contribution
        left = left_of_health_cap(law, person("health_insured_pay", period) + person("second_salary", period))
        base = minimum(person("civil_contract_income", period), left)
        due = person("social_insurance_residence", period) & ~person("health_contribution_exempt", period)
        return where(due, duty.rate * base, 0)


class civil_contract_social_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "civil_contract_income"
    label = "Social contribution on civil contracts"
    reference = articles("Social Code, art. 243, art. 244 p. 1, art. 245 p. 3")

    def formula_2025_01_01(person, period, parameters):
        """The rate applied to the income less the pension contribution, between floor and cap.

        There has been no floor since 2026. KZT, not rounded.
        """
        law = parameters(period)
        duty, wage = law.duties.social_contribution, law.indicators.minimum_wage
        income = person("civil_contract_income", period)
        object_ = income - person("civil_contract_pension_contribution", period)
        base = clip(object_, duty.civil_contract.floor * wage, duty.cap * wage)
        due = (
            (income > 0) & person("social_insurance_residence", period) & ~person("social_contribution_exempt", period)
        )
        return where(due, duty.rate * base, 0)


class civil_contract_withheld_social_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "person"
    duty_paid_to = "social_insurance_fund"
    unit = "KZT"
    nothing_without = "civil_contract_social_contribution"
    label = "Social contribution withheld from civil contracts"
    reference = articles("Social Code, art. 245 p. 3")

    def formula_2025_01_01(person, period, parameters):
        """The social contribution on civil contracts where the law takes it from the person, not the customer. KZT."""
        withheld = parameters(period).duties.social_contribution.civil_contract.withheld
        return withheld * person("civil_contract_social_contribution", period)


class civil_contract_income_tax_base(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "civil_contract_income"
    label = "Income of the month from civil contracts less contributions withheld"
    reference = articles("Tax Code 2025, art. 402, art. 438, art. 439 p. 2")

    def formula_2009_01_01(person, period, parameters):
        """Income less the contributions withheld from it, for a tax resident; not below zero. KZT."""
        contributions = (
            person("civil_contract_pension_contribution", period)
            + person("civil_contract_health_contribution", period)
            + person("civil_contract_withheld_social_contribution", period)
        )
        return maximum(person("civil_contract_income", period) - contributions, 0) * person("tax_resident", period)


class civil_contract_basic_deduction(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Basic income tax deduction left for civil contracts"
    reference = articles("Tax Code 2025, art. 403, art. 437 p. 3; 2017, art. 346")

    def formula_2009_01_01(person, period, parameters):
        """Where it is claimed for them, the basic deduction of the month less what the pay has used; none where the
        second employer applies it. KZT.
        """
        deduction = person("basic_income_tax_deduction", period)
        pay = (
            person("taxable_pay", period)
            - person("pension_contribution", period)
            - person("health_contribution", period)
        )
        elsewhere = second_employer_deducts(person, period)
        used = clip(pay, 0, deduction) * person("basic_deduction_claimed", period)
        return where(elsewhere, 0, deduction - used) * person("civil_contract_basic_deduction_claimed", period)


class civil_contract_income_tax(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "person"
    duty_paid_to = "local_budget"
    unit = "KZT"
    nothing_without = "civil_contract_income"
    label = "Income tax on civil contracts"
    reference = articles(
        "Tax Code 2025, art. 363 subp. 1, art. 439 p. 2, art. 440 p. 2, art. 682 p. 1",
        "Tax Code 2017, art. 320, art. 346",
    )

    def formula_2009_01_01(person, period, parameters):
        """The tax on the taxed contract income since 1 January less that of the months before.

        For a non-resident, the flat rate applied to the income. Withheld from the person. KZT, not rounded.
        """
        law, year = parameters(period), parameters(period.this_year)
        tax, mrp = law.duties.income_tax, year.indicators.mrp_tax
        taxed = taxed_since_january(person, period, parameters, "civil_contract_income")
        resident_tax = marginal(tax.scale, taxed.civil_contracts, mrp) - marginal(
            tax.scale, taxed.civil_contracts_before, mrp
        )
        flat_tax = tax.non_resident_rate * person("civil_contract_income", period)
        return where(person("tax_resident", period), resident_tax, flat_tax)


class civil_contract_net_income(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "civil_contract_income"
    label = "Net income from civil contracts"
    reference = articles("Social Code, art. 245 p. 3, art. 248-249; Tax Code, art. 439-440")

    def formula(person, period, parameters):
        """Income less the contributions and the income tax withheld from it.

        The social contribution only where the person pays it. KZT, not rounded.
        """
        return (
            person("civil_contract_income", period)
            - person("civil_contract_pension_contribution", period)
            - person("civil_contract_health_contribution", period)
            - person("civil_contract_withheld_social_contribution", period)
            - person("civil_contract_income_tax", period)
        )


class civil_contract_customer_cost(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    nothing_without = "civil_contract_income"
    label = "Cost of civil contracts to the customer"
    reference = articles("Social Code, art. 245 p. 3")

    def formula(person, period, parameters):
        """Income plus the social contribution where the customer pays it: the customer owes nothing else. KZT."""
        return (
            person("civil_contract_income", period)
            + person("civil_contract_social_contribution", period)
            - person("civil_contract_withheld_social_contribution", period)
        )
