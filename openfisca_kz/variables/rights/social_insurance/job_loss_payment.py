"""Payment of the social insurance fund to who lost work and is registered as unemployed."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    MONTHS_IN_YEAR,
    NonNegative,
    Person,
    Variable,
    ceil_tenge,
    first_day,
    has_date,
    lookup,
    maximum,
    minimum,
    month_number,
    month_numbers,
    where,
)
from openfisca_kz.variables.rights.family.words import claimed_in_time, of_own_month
from openfisca_kz.variables.rights.pensions.dated import figure_of_month, of_those
from openfisca_kz.variables.rights.social_insurance.withholding import contribution_withheld

ARTICLE_118 = articles("Social Code, art. 118", "Law No. 286-VI of 26.12.2019")
PARTICIPATION = "rights.social_insurance.job_loss_payment.participation"


def years_insured(law, months):
    """Return the place of months insured in the tables by years: below six months, from six, from a year, ..."""
    return where(months < law.first_step, 0, months // MONTHS_IN_YEAR + 1)


def participation(someone, law, months, since):
    """Return the coefficient of months insured, by the law of the month ``since`` in which the right arose.

    The table to five years, then an addition for each whole year after them, to a ceiling (Social Code, art. 118
    p. 3; docs/doubts/assistance.md, "Months insured from sixty to seventy-one").
    """
    years_after = maximum(months - law.bonus_after, 0) // MONTHS_IN_YEAR
    bonus = figure_of_month(someone, f"{PARTICIPATION}.yearly_bonus", since) * years_after
    ceiling = figure_of_month(someone, f"{PARTICIPATION}.maximum", since)
    return minimum(lookup(law.by_years, years_insured(law, months)) + bonus, ceiling)


def date_of_right(period, dates):
    """Return the date on which each right arose: the one given, or the first day of the month asked."""
    return where(has_date(dates), dates, first_day(period))


# ----- Conditions ----- #


class job_loss_counted_months(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "months"
    label = "Months insured that count for the job loss payment"
    reference = articles("Social Code, art. 118 p. 5")

    def formula(person, period, parameters):
        """Months with social contributions, less twelve for each month of an earlier payment. Months."""
        law = parameters(period).rights.social_insurance.job_loss_payment
        taken = person("earlier_job_loss_payment_months", period) * law.months_for_earlier_payment
        return maximum(person("social_insurance_months", period) - taken, 0)


class insured_long_enough_for_job_loss(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Insured for at least six months that count"
    reference = articles("Social Code, art. 115 p. 1 subp. 7")

    def formula(person, period, parameters):
        """The months that count reach the minimum number."""
        law = parameters(period).rights.social_insurance.job_loss_payment
        return person("job_loss_counted_months", period) >= law.least_insured_months


class job_loss_month(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "months"
    label = "Months since registration as unemployed"
    reference = articles("Social Code, art. 113 p. 1, art. 118 p. 1")

    def formula(person, period, parameters):
        """Whole months from the month of registration, which is 0; the month asked about where no date is given.
        Months.
        """
        since = date_of_right(period, person("unemployment_registration_date", period))
        return month_number(period) - month_numbers(since)


class job_loss_duration(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "months"
    label = "Months for which the job loss payment is awarded"
    reference = ARTICLE_118

    def formula(person, period, parameters):
        """By months insured: from one to six months (before 2020, to four); none for less than six months insured.
        Months.
        """
        law = parameters(period).rights.social_insurance.job_loss_payment
        return lookup(law.duration, years_insured(law.participation, person("job_loss_counted_months", period)))


class job_loss_payment_running(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The months of the job loss payment have not run out"
    reference = ARTICLE_118

    def formula(person, period, parameters):
        """Registration is not later than this month, and the months awarded since then are not over."""
        month = person("job_loss_month", period)
        return (month >= 0) & (month < person("job_loss_duration", period))


class job_loss_average_income(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Average insured income of the 24 months before registration as unemployed"
    reference = articles("Social Code, art. 118 p. 3")

    def formula(person, period, parameters):
        """The average insured income counted for the month of registration, kept while the payment runs. KZT."""
        since = date_of_right(period, person("unemployment_registration_date", period))
        unemployed = person("registered_unemployed", period) & person("job_loss_payment_running", period)
        return of_own_month(
            person,
            since,
            unemployed,
            lambda person, month: person("average_insured_income_24m", month),
        )


class contributions_before_job_loss(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Social contributions were paid for at least one of the 24 months before registration as unemployed"
    reference = articles("Social Code, art. 115 p. 1 subp. 6")

    def formula(person, period, parameters):
        """The average insured income of those months is above zero."""
        return person("job_loss_average_income", period) > 0


class before_general_pension_age(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Below the general pension age, alive, and has not left Kazakhstan for good"
    reference = articles("Social Code, art. 99, art. 118 p. 1, art. 207 p. 1")

    def formula(person, period, parameters):
        """The general pension age is not reached by the last day of the month, and the person neither died nor left
        Kazakhstan for good before the month.
        """
        return ~person("pension_age_reached", period) & person("lives_here", period)


class job_loss_payment_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Right to the job loss payment"
    reference = articles("Social Code, art. 113, art. 115, art. 118")

    def formula(person, period, parameters):
        """Registered as unemployed, insured long enough and recently enough, within the months awarded, before pension
        age. Why work was lost does not matter.
        """
        return (
            person("registered_unemployed", period)
            & person("insured_long_enough_for_job_loss", period)
            & person("job_loss_payment_running", period)
            & person("contributions_before_job_loss", period)
            & person("before_general_pension_age", period)
        )


# ----- Amount ----- #


class job_loss_payment_gross(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Job loss payment before the pension contribution"
    reference = ARTICLE_118

    def formula(person, period, parameters):
        """Average insured income times the share of income replaced, as it was in the month in which the right arose,
        and the coefficient of months insured; whole tenge, rounded up. KZT a month.
        """
        law = parameters(period).rights.social_insurance.job_loss_payment
        since = month_number(period) - person("job_loss_month", period)

        def amount(income, insured, since):
            replacement = figure_of_month(person, "rights.social_insurance.job_loss_payment.replacement", since)
            return ceil_tenge(income * replacement * participation(person, law.participation, insured, since))

        income, insured = person("job_loss_average_income", period), person("job_loss_counted_months", period)
        return of_those(person, person("job_loss_payment_eligible", period), amount, income, insured, since)


class job_loss_payment_pension_contribution(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Pension contribution withheld from the job loss payment"
    reference = articles("Social Code, art. 117 p. 1, art. 248 p. 3")

    def formula(person, period, parameters):
        """The rate of pension contributions on the payment, unless the recipient is exempt. KZT, to the tiyn."""
        due = person("fund_payment_contribution_due", period)
        return contribution_withheld(period, parameters, person("job_loss_payment_gross", period), due)


class job_loss_payment(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "social_insurance_fund"
    unit = "KZT"
    label = "Job loss payment"
    reference = articles("Social Code, art. 117 p. 1, art. 248 p. 3")

    def formula(person, period, parameters):
        """The payment less the pension contribution: what is paid out. KZT."""
        return person("job_loss_payment_gross", period) - person("job_loss_payment_pension_contribution", period)


class job_loss_payment_claimed(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The job loss payment was claimed in time"
    reference = articles("Social Code, art. 113 p. 3")

    def formula(person, period, parameters):
        """Claimed within twelve months of the registration as unemployed; a claim with no date counts as in time."""
        return claimed_in_time(
            person,
            person("job_loss_payment_claim_date", period),
            date_of_right(period, person("unemployment_registration_date", period)),
            "rights.social_insurance.job_loss_payment.claim_months",
        )


class job_loss_payment_paid(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Job loss payment paid on the claim"
    reference = articles("Social Code, art. 113 p. 3, art. 118 p. 1")

    def formula(person, period, parameters):
        """The whole payment, from the day of the right, on a claim in time; nothing on a late one. KZT a month."""
        return where(person("job_loss_payment_claimed", period), person("job_loss_payment", period), 0)
