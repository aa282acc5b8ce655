"""What a family is owed and owes in a month, and what remains: sums of the rules, no rule of their own."""

from openfisca_kz.base import MONTH, Family, Variable, family_sum, sum_of_duties, sum_of_rights

SOCIAL_CODE = "https://adilet.zan.kz/rus/docs/K2300000224"

#: Income of a person before contributions and taxes.
INCOMES = (
    "salary",
    "second_salary",
    "civil_contract_income",
    "entrepreneur_declared_income",
    "self_employed_income",
)


class total_rights(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "All that the family is paid"
    reference = [f"Social Code, art. 1-5 (system of social protection) - {SOCIAL_CODE}"]

    def formula(family, period, parameters):
        """Every right of the members and of the family that is paid out in tenge in this month. KZT."""
        return sum_of_rights(family, period)


class total_duties(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "All that the members bear"
    reference = [f"Social Code, art. 243-252; Tax Code; law on health insurance, art. 28 - {SOCIAL_CODE}"]

    def formula(family, period, parameters):
        """Every contribution and tax withheld from the members or paid by them for themselves. KZT."""
        return sum_of_duties(family, period)


class disposable_income(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Disposable income of the family"
    reference = [f"Social Code, art. 1-5; Tax Code (sum of their results) - {SOCIAL_CODE}"]

    def formula(family, period, parameters):
        """Income of the members less what they bear, plus what the family is paid. KZT."""
        earned = 0
        for name in INCOMES:
            earned = earned + family_sum(family, family.members(name, period))
        return earned - family("total_duties", period) + family("total_rights", period)
