"""Maternity payment of the fund: once, for the days of the leave certificate; a second certificate adds to it."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    NonNegative,
    Person,
    Variable,
    has_date,
    minimum,
    month_number,
    month_numbers,
    only,
    where,
)
from openfisca_kz.variables.rights.family.words import at_days, claimed_in_time, of_own_month, round_tiyn
from openfisca_kz.variables.rights.social_insurance.withholding import contribution_withheld


def counted_income(average, since, among, parameters):
    """Return the average income that counts for a right that arose on the day ``since``: since 8 April 2025 at most
    seven minimum wages of that day. KZT.
    """

    def cap(day):
        law = parameters(day)
        return law.rights.social_insurance.maternity_payment.income_cap * law.indicators.minimum_wage

    greatest = at_days(since, among, cap)
    return where(greatest > 0, minimum(average, greatest), average)


class maternity_payment_days(NonNegative):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "days"
    label = "Days of the maternity certificates that begin in the month"
    reference = articles("Social Code, art. 77 p. 2-4, art. 78 p. 2")

    def formula_2008_01_01(person, period, parameters):
        """The days of the leave in the month of its first day, those of a second certificate when the first has ended.
        The second one is given for a complicated birth or two or more children. Days.
        """
        start = person("maternity_leave_start", period)
        days = person("maternity_leave_days", period)
        now = month_number(period)
        first = where(month_numbers(start) == now, days, 0)

        def ends_now(start, days):
            return month_numbers(start + days.astype("timedelta64[D]")) == now

        ended = only(has_date(start), ends_now, start, days, empty=False)
        return first + where(ended, person("maternity_leave_extension_days", period), 0)


class maternity_certificate(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "A maternity certificate begins in this month"
    reference = articles("Social Code, art. 77 p. 2")

    def formula(person, period, parameters):
        """There are days to be paid."""
        return person("maternity_payment_days", period) > 0


class maternity_average_income(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Average insured income before the maternity leave"
    reference = articles("Social Code, art. 78 p. 2")

    def formula_2008_01_01(person, period, parameters):
        """Average insured income over the 12 calendar months before the month of the leave, all payers together. Gaps
        count as zero. KZT a month.
        """
        return of_own_month(
            person,
            person("maternity_leave_start", period),
            person("maternity_certificate", period),
            lambda person, month: person("average_insured_income_12m", month),
        )


class maternity_insured(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Insured when the maternity leave began"
    reference = articles("Social Code, art. 1 p. 1 subp. 114, art. 77 p. 1")

    def formula_2008_01_01(person, period, parameters):
        """Social contributions were paid in the 12 months before the leave: without them there is nothing to pay."""
        return person("maternity_average_income", period) > 0


class maternity_payment_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Right to the maternity payment"
    reference = articles("Social Code, art. 77")

    def formula_2008_01_01(person, period, parameters):
        """Insured, and a maternity certificate begins in this month."""
        return person("maternity_certificate", period) & person("maternity_insured", period)


class maternity_payment_gross(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Maternity payment before the pension contribution"
    reference = articles("Social Code, art. 78", "Law No. 286-VI")

    def formula_2008_01_01(person, period, parameters):
        """Paid once: average insured income of 12 months times days of the certificate divided by thirty. Since 8 April
        2025 the average has counted up to seven minimum wages. KZT, rounded to the tiyn.
        """
        payment = parameters(period).rights.social_insurance.maternity_payment
        eligible = person("maternity_payment_eligible", period)
        average = person("maternity_average_income", period)
        income = counted_income(average, person("maternity_leave_start", period), eligible, parameters)

        def amount(income, days):
            return round_tiyn(income * (days / payment.days_of_coefficient))

        return only(eligible, amount, income, person("maternity_payment_days", period))


class maternity_payment_pension_contribution(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Pension contribution withheld from the maternity payment"
    reference = articles("Social Code, art. 76 p. 1")

    def formula_2008_01_01(person, period, parameters):
        """The rate of pension contributions on the payment, unless the recipient is exempt. KZT, to the tiyn."""
        due = person("fund_payment_contribution_due", period)
        return contribution_withheld(period, parameters, person("maternity_payment_gross", period), due)


class maternity_payment(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "social_insurance_fund"
    unit = "KZT"
    label = "Maternity payment"
    reference = articles("Social Code, art. 76 p. 1, art. 77-78")

    def formula_2008_01_01(person, period, parameters):
        """The payment less the pension contribution: what is paid out. KZT."""
        contribution = person("maternity_payment_pension_contribution", period)
        return person("maternity_payment_gross", period) - contribution


class maternity_payment_claimed(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The maternity payment was claimed in time"
    reference = articles("Social Code, art. 77 p. 4")

    def formula_2008_01_01(person, period, parameters):
        """Claimed within 12 months of the first day of the leave."""
        return claimed_in_time(
            person,
            person("maternity_payment_claim_date", period),
            person("maternity_leave_start", period),
            "rights.social_insurance.maternity_payment.claim_months",
        )


class maternity_payment_paid(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Maternity payment paid on the claim"
    reference = articles("Social Code, art. 77 p. 4")

    def formula(person, period, parameters):
        """The whole payment on a claim in time, nothing on a late one. KZT."""
        claimed = person("maternity_payment_claimed", period)
        return where(claimed, person("maternity_payment", period), 0)
