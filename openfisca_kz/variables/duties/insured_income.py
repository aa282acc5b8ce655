"""Income on which social contributions were paid, read back from the contributions, and its averages."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable
from openfisca_kz.variables.duties.year_to_date import counted_on, insured_months


class insured_income(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Income on which social contributions were paid"
    reference = articles(
        "Social Code, art. 76 p. 1, art. 78 p. 1-2, art. 118 p. 3, art. 245",
        "Social Code, art. 76 p. 1, art. 245 p. 3",
        "Social Code, art. 76 p. 1, art. 245 p. 1-2",
        "Law on compulsory social insurance 2019, art. 15; Tax Code 2017, art. 775",
        "Law on compulsory social insurance 2003, art. 15",
    )

    def formula_2026_01_01(person, period, parameters):
        """Every social contribution of the month divided by the general rate.

        On pay, civil contracts, own business, and of the self-employed. KZT.
        """
        paid = (
            person("social_contribution", period)
            + counted_on(person, period, "second_salary", "second_social_contribution")
            + person("civil_contract_social_contribution", period)
            + person("entrepreneur_social_contribution", period)
            + person("self_employed_social_contribution", period)
        )
        return paid / parameters(period).duties.social_contribution.rate

    def formula_2025_01_01(person, period, parameters):
        """Social contributions on pay, civil contracts and own business, divided by their rate. KZT."""
        paid = (
            person("social_contribution", period)
            + counted_on(person, period, "second_salary", "second_social_contribution")
            + person("civil_contract_social_contribution", period)
            + person("entrepreneur_social_contribution", period)
        )
        return paid / parameters(period).duties.social_contribution.rate

    def formula_2024_01_01(person, period, parameters):
        """Social contributions on pay and own business, divided by their rate. KZT."""
        paid = (
            person("social_contribution", period)
            + counted_on(person, period, "second_salary", "second_social_contribution")
            + person("entrepreneur_social_contribution", period)
        )
        return paid / parameters(period).duties.social_contribution.rate

    def formula_2019_01_01(person, period, parameters):
        """Social contributions on pay, own business and in the single aggregate payment, divided by their rate. KZT."""
        paid = (
            person("social_contribution", period)
            + counted_on(person, period, "second_salary", "second_social_contribution")
            + person("entrepreneur_social_contribution", period)
            + person("single_aggregate_social_contribution", period)
        )
        return paid / parameters(period).duties.social_contribution.rate

    def formula_2005_01_01(person, period, parameters):
        """Social contributions on pay and own business, divided by their rate. KZT."""
        paid = (
            person("social_contribution", period)
            + counted_on(person, period, "second_salary", "second_social_contribution")
            + person("entrepreneur_social_contribution", period)
        )
        return paid / parameters(period).duties.social_contribution.rate


class average_insured_income_12m(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Average insured income of the twelve months before"
    reference = articles("Social Code, art. 78 p. 1-2")

    def formula_2006_01_01(person, period, parameters):
        """Insured income of the shorter window of months before this one, divided by all of them.

        Breaks count as zero. KZT.
        """
        window = parameters(period).duties.insured_income.shorter_window
        total = person.filled_array(0.0)
        for month in insured_months(person, period, window):
            total = total + person("insured_income", month)
        return total / window


class average_insured_income_24m(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Average insured income of the twenty-four months before"
    reference = articles("Social Code, art. 85 p. 1, art. 118 p. 3")

    def formula_2006_01_01(person, period, parameters):
        """Insured income of the longer window of months before this one, divided by all of them.

        Breaks count as zero. KZT.
        """
        window = parameters(period).duties.insured_income.longer_window
        total = person.filled_array(0.0)
        for month in insured_months(person, period, window):
            total = total + person("insured_income", month)
        return total / window
