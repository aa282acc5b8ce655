"""What a family is owed and owes in a month, and what remains: sums of the rules, no rule of their own."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Family, Person, Variable, family_sum, maximum, sum_of_duties, sum_of_rights

#: Income of a person before contributions and taxes.
INCOMES = (
    "salary",
    "second_salary",
    "civil_contract_income",
    "individual_assistant_income",
    "labour_immigrant_income",
    "own_business_income",
    "self_employed_income",
)


class own_business_income(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Income from the person's own business, on which the person lives"
    reference = articles("Tax Code 2025, art. 363 (sum of facts)")

    def formula(person, period, parameters):
        """What the business brings in, less its costs, or what is declared for contributions where that is more.
        KZT.
        """
        left = person("business_income", period) - person("business_costs", period)
        return maximum(left, person("entrepreneur_declared_income", period))


class total_rights(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "All that the family is paid"
    reference = articles("Social Code, art. 1-5 (system of social protection)")

    def formula(family, period, parameters):
        """Every right of the members and of the family that is paid out in tenge in this month. KZT."""
        return sum_of_rights(family, period)


class total_duties(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "All that the members pay"
    reference = articles("Social Code, art. 243-252; Tax Code; law on health insurance, art. 28")

    def formula(family, period, parameters):
        """Every contribution and tax withheld from the members or paid by them for themselves. KZT."""
        return sum_of_duties(family, period)


class disposable_income(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Disposable income of the family"
    reference = articles("Social Code, art. 1-5; Tax Code (sum of their results)")

    def formula(family, period, parameters):
        """Income of the members less what they pay, plus what the family is paid. KZT."""
        earned = 0
        for name in INCOMES:
            earned = earned + family_sum(family, family.members(name, period))
        return earned - family("total_duties", period) + family("total_rights", period)
