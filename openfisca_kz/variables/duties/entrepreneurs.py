"""What entrepreneurs, private practice and heads of farms pay for themselves, on the income they declare."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, clip, lookup, maximum, minimum, where
from openfisca_kz.variables.duties.health_contributions import left_of_health_cap


class entrepreneur_pension_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "person"
    duty_paid_to = "pension_fund"
    unit = "KZT"
    nothing_without = "entrepreneur_declared_income"
    label = "Pension contribution of an entrepreneur"
    reference = articles(
        "Social Code, art. 248 p. 4, art. 249 p. 1 subp. 2", "Law on pension provision 2013, art. 24-25"
    )

    def formula_1999_01_01(person, period, parameters):
        """The rate applied to the declared income up to the cap.

        Below one minimum wage nothing more is owed. KZT, not rounded.
        """
        law = parameters(period)
        duty = law.duties.pension_contribution
        base = minimum(person("entrepreneur_declared_income", period), duty.cap * law.indicators.minimum_wage)
        due = person("pension_contribution_residence", period) & ~person("pension_contribution_exempt", period)
        return where(due, duty.rate * base, 0)


class entrepreneur_employer_pension_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "person"
    duty_paid_to = "pension_fund"
    unit = "KZT"
    nothing_without = "entrepreneur_declared_income"
    label = "Employer's pension contribution of an entrepreneur for themselves"
    reference = articles("Social Code, art. 248 p. 6, art. 251 p. 1-2")

    def formula_2024_01_01(person, period, parameters):
        """The rate applied to the declared income, between one minimum wage and the cap.

        Nothing in a month without income. KZT, not rounded.
        """
        law = parameters(period)
        duty, wage = law.duties.employer_pension_contribution, law.indicators.minimum_wage
        income = person("entrepreneur_declared_income", period)
        due = (
            (income > 0)
            & person("pension_contribution_residence", period)
            & ~person("employer_pension_contribution_exempt", period)
        )
        return where(due, duty.rate * clip(income, duty.floor * wage, duty.cap * wage), 0)


class entrepreneur_social_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "person"
    duty_paid_to = "social_insurance_fund"
    unit = "KZT"
    nothing_without = "entrepreneur_declared_income"
    label = "Social contribution of an entrepreneur"
    reference = articles(
        "Social Code, art. 243, art. 244 p. 1, art. 245 p. 2",
        "Law on compulsory social insurance 2019, art. 14-15",
        "Law on compulsory social insurance 2003, art. 14-15",
    )

    def formula_2005_01_01(person, period, parameters):
        """The rate applied to the declared income up to the cap.

        Since 2014, to at least one minimum wage. Nothing in a month without income. KZT, not rounded.
        """
        law = parameters(period)
        duty, wage = law.duties.social_contribution, law.indicators.minimum_wage
        income = person("entrepreneur_declared_income", period)
        due = (
            (income > 0) & person("social_insurance_residence", period) & ~person("social_contribution_exempt", period)
        )
        return where(due, duty.rate * clip(income, duty.floor * wage, duty.cap * wage), 0)


class entrepreneur_health_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "person"
    duty_paid_to = "health_insurance_fund"
    unit = "KZT"
    label = "Health contribution of an entrepreneur"
    reference = articles("Law on compulsory social health insurance, art. 14 p. 2, art. 28 p. 3, 5, art. 29 p. 3")

    def formula_2020_01_01(person, period, parameters):
        """The rate applied to a fixed multiple of the minimum wage, whatever the income, up to what pay and contracts
        leave of the person's monthly cap. Nothing while the business is suspended. KZT, not rounded.
        """
        law = parameters(period)
        duty = law.duties.health_contribution
        fixed = duty.entrepreneur_base * law.indicators.minimum_wage
        pay = person("health_insured_pay", period) + person("second_salary", period)
        others = person("civil_contract_income", period) + person("individual_assistant_income", period)
        left = left_of_health_cap(law, pay + others)
        base = where(duty.entrepreneur_within_cap, minimum(fixed, left), fixed)
        business = person("individual_entrepreneur", period) | person("private_practice", period)
        in_business = business | (person("entrepreneur_declared_income", period) > 0)
        due = (
            in_business
            & ~person("business_suspended", period)
            & person("social_insurance_residence", period)
            & ~person("health_contribution_exempt", period)
        )
        return where(due, duty.entrepreneur_rate * base, 0)


class entrepreneur_contributions(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Contributions of an entrepreneur for themselves"
    reference = articles("Social Code, art. 245 p. 2, art. 249, art. 251; law on health insurance, art. 28")

    def formula(person, period, parameters):
        """Both pension contributions, the social and the health contribution. KZT, not rounded."""
        return (
            person("entrepreneur_pension_contribution", period)
            + person("entrepreneur_employer_pension_contribution", period)
            + person("entrepreneur_social_contribution", period)
            + person("entrepreneur_health_contribution", period)
        )


def own_social_tax_multiple(person, period, law):
    """Return the social tax of entrepreneurs for themselves; special regimes are not open to private practice. MRP."""
    own = law.duties.social_tax.entrepreneur_self
    return where(person("private_practice", period), own.general, lookup(own, person("entrepreneur_regime", period)))


def carried_on(person, period):
    """Return whose own business had income in the month and was not suspended."""
    return (person("entrepreneur_declared_income", period) > 0) & ~person("business_suspended", period)


class entrepreneur_social_tax(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "person"
    duty_paid_to = "local_budget"
    unit = "KZT"
    nothing_without = "entrepreneur_declared_income"
    label = "Social tax of an entrepreneur for themselves"
    reference = articles(
        "Tax Code 2025, art. 555, art. 556 p. 4, art. 557 p. 3-4, art. 723 p. 1", "Tax Code 2017, art. 482-486"
    )

    def formula_2026_01_01(person, period, parameters):
        """A number of MRP, set by the regime (for private practice, by the general rules), at the MRP of the month of
        payment, which is the following month; nothing for a month without income or while the business is suspended.
        KZT, not rounded.
        """
        law, paid = parameters(period), parameters(period.offset(1))
        multiple = own_social_tax_multiple(person, period, law)
        return carried_on(person, period) * multiple * paid.indicators.mrp_tax

    def formula_2009_01_01(person, period, parameters):
        """A number of MRP, set by the regime (for private practice, by the general rules), less the person's own social
        contribution, not below zero. Nothing for a month without income or while the business is suspended. KZT, not
        rounded.
        """
        law = parameters(period)
        multiple = own_social_tax_multiple(person, period, law)
        tax = multiple * law.indicators.mrp_tax - person("entrepreneur_social_contribution", period)
        return where(carried_on(person, period), maximum(tax, 0), 0)


class independent_health_contribution(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    duty_borne_by = "person"
    duty_paid_to = "health_insurance_fund"
    unit = "KZT"
    nothing_without = "health_insurance_self_payer"
    label = "Health contribution of an independent payer"
    reference = articles(
        "Law on compulsory social health insurance, art. 2 p. 2-3, art. 14 p. 2, art. 28 p. 6-7, art. 29"
    )

    def formula_2020_01_01(person, period, parameters):
        """The rate applied to one minimum wage, for a person who pays on their own, takes part in health insurance by
        residence and is not exempt. KZT, not rounded.
        """
        law = parameters(period)
        duty = law.duties.health_contribution
        amount = duty.independent_rate * duty.independent_base * law.indicators.minimum_wage
        pays = person("health_insurance_self_payer", period) & person("health_insurance_participant", period)
        return where(pays & ~person("health_contribution_exempt", period), amount, 0)
