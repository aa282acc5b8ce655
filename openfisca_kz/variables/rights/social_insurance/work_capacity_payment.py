"""Payment of the social insurance fund to an insured person who lost the capacity to work, in part or in full."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    NonNegative,
    Person,
    Variable,
    ceil_tenge,
    maximum,
    month_number,
    month_numbers,
    where,
)
from openfisca_kz.variables.rights.family.words import of_own_month
from openfisca_kz.variables.rights.pensions.dated import figure_of_month, of_those, raised
from openfisca_kz.variables.rights.social_insurance.job_loss_payment import date_of_right, participation
from openfisca_kz.variables.rights.social_insurance.withholding import contribution_withheld

ARTICLE_181 = articles("Social Code, art. 180-181", "Law No. 286-VI of 26.12.2019")
NUMBERS = "rights.social_insurance.work_capacity_payment"


def since_loss(person, period):
    """Return the date on which the loss was set: the one given, or the first day of the month asked."""
    return date_of_right(period, person("work_capacity_loss_date", period))


# ----- Conditions ----- #


class work_capacity_lost(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "At least thirty percent of the capacity to work is lost"
    reference = articles("Social Code, art. 181 p. 1")

    def formula(person, period, parameters):
        """The degree reaches the minimum, and was established by the end of this month."""
        law = parameters(period).rights.social_insurance.work_capacity_payment
        since = month_numbers(since_loss(person, period))
        return (person("work_capacity_loss", period) >= law.least_loss) & (since <= month_number(period))


class work_capacity_average_income(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Average insured income of the 24 months before the loss of capacity to work"
    reference = articles("Social Code, art. 118 p. 3, art. 181 p. 1")

    def formula(person, period, parameters):
        """The average insured income counted for the month in which the loss was established, kept from
        then on. KZT.
        """
        lost = person("work_capacity_lost", period)
        return of_own_month(
            person,
            since_loss(person, period),
            lost,
            lambda person, month: person("average_insured_income_24m", month),
        )


class work_capacity_insured_months(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "months"
    label = "Months insured when the loss of capacity to work was established"
    reference = articles("Social Code, art. 181 p. 1")

    def formula(person, period, parameters):
        """All the months with social contributions, as they stood in the month in which the loss was established.
        Months.
        """
        lost = person("work_capacity_lost", period)
        return of_own_month(
            person,
            since_loss(person, period),
            lost,
            lambda person, month: person("social_insurance_months", month),
        )


class insured_at_work_capacity_loss(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Was insured when the capacity to work was lost"
    reference = articles("Social Code, art. 180 p. 1")

    def formula(person, period, parameters):
        """Social contributions were paid for the person for at least a month."""
        return person("work_capacity_insured_months", period) > 0


class work_capacity_base(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Income from which the work capacity payment is calculated"
    reference = ARTICLE_181

    def formula(person, period, parameters):
        """Average insured income less a share of the minimum wage, both of the month of the loss. KZT."""
        since = month_numbers(since_loss(person, period))
        wage = figure_of_month(person, "indicators.minimum_wage", since)
        return person("work_capacity_average_income", period) - wage * figure_of_month(
            person, f"{NUMBERS}.deducted_share", since
        )


class work_capacity_base_positive(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The average income exceeds the part of the minimum wage that is deducted from it"
    reference = articles("Social Code, art. 172 p. 2 subp. 4")

    def formula(person, period, parameters):
        """A result of zero or below is refused."""
        return person("work_capacity_base", period) > 0


class work_capacity_payment_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Right to the work capacity payment"
    reference = articles("Social Code, art. 171 p. 1-4, p. 6-7, art. 172 p. 2, art. 180 p. 1")

    def formula(person, period, parameters):
        """An insured person who lost thirty percent or more of the capacity to work, with enough income, before pension
        age, including one who still works.
        """
        return (
            person("work_capacity_lost", period)
            & person("insured_at_work_capacity_loss", period)
            & person("work_capacity_base_positive", period)
            & person("before_general_pension_age", period)
        )


# ----- Amount ----- #


class work_capacity_coefficient(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "ratio"
    label = "Coefficient of the loss of capacity to work"
    reference = ARTICLE_181

    def formula(person, period, parameters):
        """The degree itself for losses established since 2020; by bands for earlier ones. Ratio."""
        band = parameters(period).rights.social_insurance.work_capacity_payment.band
        loss = person("work_capacity_loss", period)
        by_band = where(loss < band.middle_from, band.lower, where(loss < band.upper_from, band.middle, band.upper))
        since = month_numbers(since_loss(person, period))
        return where(figure_of_month(person, f"{NUMBERS}.by_degree", since) > 0, loss, by_band)


class work_capacity_payment_gross(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Work capacity payment before the pension contribution"
    reference = ARTICLE_181

    def formula(person, period, parameters):
        """The average income less the part of the minimum wage, times the share replaced and coefficients for the
        loss and months insured. Whole tenge, rounded up, as is every increase since the award. KZT a month.
        """
        law = parameters(period).rights.social_insurance
        since = month_numbers(since_loss(person, period))

        def awarded(base, coefficient, insured, since):
            insured_share = participation(person, law.job_loss_payment.participation, insured, since)
            return ceil_tenge(maximum(base, 0) * law.work_capacity_payment.replacement * coefficient * insured_share)

        names = ("work_capacity_base", "work_capacity_coefficient", "work_capacity_insured_months")
        facts = (person(name, period) for name in names)
        award = of_those(person, person("work_capacity_payment_eligible", period), awarded, *facts, since)
        return raised(person, f"{NUMBERS}.increase", award, since, month_number(period))


class work_capacity_payment_pension_contribution(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Pension contribution withheld from the work capacity payment"
    reference = articles("Social Code, art. 174 p. 3, art. 248 p. 3")

    def formula(person, period, parameters):
        """The rate of pension contributions on the payment, unless the recipient is exempt. KZT, to the tiyn."""
        due = person("fund_payment_contribution_due", period)
        return contribution_withheld(period, parameters, person("work_capacity_payment_gross", period), due)


class work_capacity_payment(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "social_insurance_fund"
    unit = "KZT"
    label = "Work capacity payment"
    reference = articles("Social Code, art. 174 p. 3, art. 248 p. 3")

    def formula(person, period, parameters):
        """The payment less the pension contribution: what is paid out. KZT."""
        return person("work_capacity_payment_gross", period) - person(
            "work_capacity_payment_pension_contribution", period
        )
