"""Income on which social contributions were paid, mostly read back from the contributions, and its averages."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, minimum, where
from openfisca_kz.variables.duties.year_to_date import insured_months


def read_back(person, period, law, others=0):
    """Return contributions on pay at both employers, for assistants, on own business and ``others``, divided by the
    general rate. KZT.
    """
    paid = (
        person("social_contribution", period)
        + person("second_social_contribution", period)
        + person("entrepreneur_social_contribution", period)
        + person("individual_assistant_social_contribution", period)
    )
    return (paid + others) / law.duties.social_contribution.rate


def unified_payment_part(person, period, law):
    """Return what the reading by the general rate leaves out of pay under the unified payment.

    There the object is the whole pay, up to the cap, and the rate a lower one. KZT.
    """
    duty, paid = law.duties.social_contribution, person("social_contribution", period)
    pay = minimum(person("salary", period), duty.cap * law.indicators.minimum_wage)
    unified = person("paid_by_unified_payment", period) & (paid > 0)
    return where(unified, pay - paid / duty.rate, 0)


def single_aggregate_part(person, period, law):
    """Return the income that the single aggregate payment stands for: a minimum wage, or the payment itself in a month
    for which an employer paid too. KZT.
    """
    payment = person("single_aggregate_payment", period)
    employer = (person("social_contribution", period) > 0) | (person("second_social_contribution", period) > 0)
    return where(payment > 0, where(employer, payment, law.indicators.minimum_wage), 0)


class insured_income(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Income on which social contributions were paid"
    reference = articles(
        "Social Code, art. 76 p. 1, art. 78 p. 1-2, art. 118 p. 3, art. 244 p. 3, art. 245",
        "Social Code, art. 76 p. 1, art. 118 p. 3, art. 244 p. 3, art. 245 p. 3, 5",
        "Social Code, art. 76 p. 1, art. 118 p. 3, art. 244 p. 3, art. 245 p. 1-2, 5",
        "Law on compulsory social insurance 2019, art. 15, art. 20 p. 4, art. 23 p. 3; Social Code, art. 245 p. 5",
        "Law on compulsory social insurance 2019, art. 15, art. 20 p. 4, art. 23 p. 3",
        "Law on compulsory social insurance 2003, art. 15",
    )

    def formula_2026_01_01(person, period, parameters):
        """Every social contribution of the month divided by the general rate: on pay, on civil contracts, on the
        person's own business, and those of the self-employed. Under the unified payment, the whole pay up to the cap.
        KZT.
        """
        law = parameters(period)
        contracts = person("civil_contract_social_contribution", period)
        others = contracts + person("self_employed_social_contribution", period)
        return read_back(person, period, law, others) + unified_payment_part(person, period, law)

    def formula_2025_01_01(person, period, parameters):
        """Social contributions on pay, civil contracts and the person's own business, divided by their rate; under the
        unified payment, the whole pay up to the cap. KZT.
        """
        law = parameters(period)
        contracts = person("civil_contract_social_contribution", period)
        return read_back(person, period, law, contracts) + unified_payment_part(person, period, law)

    def formula_2024_01_01(person, period, parameters):
        """Social contributions on pay and the person's own business, divided by their rate; under the unified payment,
        the whole pay up to the cap. KZT.
        """
        law = parameters(period)
        return read_back(person, period, law) + unified_payment_part(person, period, law)

    def formula_2023_01_01(person, period, parameters):
        """Social contributions on pay and the person's own business, divided by their rate; under the unified payment,
        the whole pay up to the cap; for the single aggregate payment, a minimum wage. KZT.
        """
        law = parameters(period)
        paid = read_back(person, period, law) + unified_payment_part(person, period, law)
        return paid + single_aggregate_part(person, period, law)

    def formula_2019_01_01(person, period, parameters):
        """Social contributions on pay and the person's own business, divided by their rate; for the single aggregate
        payment, a minimum wage. KZT.
        """
        law = parameters(period)
        return read_back(person, period, law) + single_aggregate_part(person, period, law)

    def formula_2005_01_01(person, period, parameters):
        """Social contributions on pay and own business, divided by their rate. KZT."""
        return read_back(person, period, parameters(period))


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
