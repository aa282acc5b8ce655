"""Payment of the fund for the adoption of a newborn: once, for the days of the leave certificate."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, NonNegative, Person, Variable, month_number, month_numbers, only, where
from openfisca_kz.variables.rights.family.words import claimed_in_time, of_own_month, round_tiyn
from openfisca_kz.variables.rights.social_insurance.maternity_payment import counted_income
from openfisca_kz.variables.rights.social_insurance.withholding import contribution_withheld


class newborn_adoption_certificate(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "A leave for the adoption of a newborn begins in this month"
    reference = articles("Social Code, art. 77 p. 2")

    def formula_2008_01_01(person, period, parameters):
        """The first day of the certificate falls in this month."""
        start = person("newborn_adoption_leave_start", period)
        return month_numbers(start) == month_number(period)


class newborn_adoption_average_income(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Average insured income before the leave for the adoption of a newborn"
    reference = articles("Social Code, art. 78 p. 2")

    def formula_2008_01_01(person, period, parameters):
        """Average insured income over the 12 calendar months before the month of the leave, all payers together. Gaps
        count as zero. KZT a month.
        """
        return of_own_month(
            person,
            person("newborn_adoption_leave_start", period),
            person("newborn_adoption_certificate", period),
            lambda person, month: person("average_insured_income_12m", month),
        )


class newborn_adoption_insured(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Insured when the leave for the adoption of a newborn began"
    reference = articles("Social Code, art. 1 p. 1 subp. 114, art. 77 p. 1")

    def formula_2008_01_01(person, period, parameters):
        """Social contributions were paid in the 12 months before: without them there is nothing to pay."""
        return person("newborn_adoption_average_income", period) > 0


class newborn_adoption_payment_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Right to the payment for the adoption of a newborn"
    reference = articles("Social Code, art. 77")

    def formula_2008_01_01(person, period, parameters):
        """Insured, and the leave for the adoption of a newborn begins in this month."""
        return person("newborn_adoption_certificate", period) & person("newborn_adoption_insured", period)


class newborn_adoption_payment_gross(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Payment for the adoption of a newborn before the pension contribution"
    reference = articles("Social Code, art. 78", "Law No. 286-VI")

    def formula_2008_01_01(person, period, parameters):
        """Paid once: average insured income of 12 months times days of the certificate divided by thirty. Since 8 April
        2025 the average has counted up to seven minimum wages. KZT, rounded to the tiyn.
        """
        payment = parameters(period).rights.social_insurance.maternity_payment
        eligible = person("newborn_adoption_payment_eligible", period)
        average = person("newborn_adoption_average_income", period)
        income = counted_income(average, person("newborn_adoption_leave_start", period), eligible, parameters)

        def amount(income, days):
            return round_tiyn(income * (days / payment.days_of_coefficient))

        return only(eligible, amount, income, person("newborn_adoption_leave_days", period))


class newborn_adoption_payment_pension_contribution(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Pension contribution withheld from the payment for the adoption of a newborn"
    reference = articles("Social Code, art. 76 p. 1")

    def formula_2008_01_01(person, period, parameters):
        """The rate of pension contributions on the payment, unless the recipient is exempt. KZT, to the tiyn."""
        due = person("fund_payment_contribution_due", period)
        return contribution_withheld(period, parameters, person("newborn_adoption_payment_gross", period), due)


class newborn_adoption_payment(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "social_insurance_fund"
    unit = "KZT"
    label = "Payment for the adoption of a newborn"
    reference = articles("Social Code, art. 76 p. 1, art. 77-78")

    def formula_2008_01_01(person, period, parameters):
        """The payment less the pension contribution: what is paid out. KZT."""
        contribution = person("newborn_adoption_payment_pension_contribution", period)
        return person("newborn_adoption_payment_gross", period) - contribution


class newborn_adoption_payment_claimed(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The payment for the adoption of a newborn was claimed in time"
    reference = articles("Social Code, art. 77 p. 4")

    def formula_2008_01_01(person, period, parameters):
        """Claimed within 12 months of the first day of the leave."""
        return claimed_in_time(
            person,
            person("newborn_adoption_payment_claim_date", period),
            person("newborn_adoption_leave_start", period),
            "rights.social_insurance.maternity_payment.claim_months",
        )


class newborn_adoption_payment_paid(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Payment for the adoption of a newborn paid on the claim"
    reference = articles("Social Code, art. 77 p. 4")

    def formula(person, period, parameters):
        """The whole payment on a claim in time, nothing on a late one. KZT."""
        claimed = person("newborn_adoption_payment_claimed", period)
        return where(claimed, person("newborn_adoption_payment", period), 0)
