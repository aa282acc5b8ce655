"""Payments of one's own pension savings from the unified fund, and the state's guarantee of them."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    ETERNITY,
    MONTH,
    MONTHS_IN_YEAR,
    Person,
    Variable,
    has_date,
    maximum,
    minimum,
    month_number,
    month_numbers,
    only,
    where,
)
from openfisca_kz.variables.facts.residence import LegalResidence
from openfisca_kz.variables.rights.pensions.dated import figure_of_month, first_month

INCREASE = "rights.pensions.fund.increase"
RAISED_AWARD = "rights.pensions.fund.raised_award"


class fund_ground_by_age_or_disability(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has reached the general pension age, or has a disability of group I or II with no end date"
    reference = articles("Social Code, art. 220 p. 1 (1)-(2), art. 221 p. 1 (1)-(2)")

    def formula(person, period, parameters):
        """The general pension age, not an early one; or group I or II established with no end date."""
        return person("pension_age_reached", period) | person("permanent_severe_disability", period)


class fund_ground_by_harmful_work(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "At 55, with 84 months of occupational contributions, out of harmful work"
    reference = articles("Social Code, art. 220 p. 1-1")

    def formula(person, period, parameters):
        """The age, the months of occupational contributions and the end of harmful work, all three."""
        return (
            person("harmful_work_age_reached", period)
            & person("occupational_record_complete", period)
            & person("outside_harmful_work", period)
        )


class fund_ground(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has a ground to draw pension savings by schedule, or draws them already"
    reference = articles("Social Code, art. 220 p. 1, p. 1-1")

    def formula(person, period, parameters):
        """General pension age, group I or II with no end date, or early after harmful work; or an award made."""
        ground = person("fund_ground_by_age_or_disability", period) | person("fund_ground_by_harmful_work", period)
        return (ground | person("fund_pension_awarded", period)) & person("lives_here", period)


class fund_pension_awarded(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Payments from the pension fund are already awarded"
    reference = articles("Social Code, art. 224")

    def formula(person, period, parameters):
        """A day of award and its amount are given, and the day has come by the end of the month."""
        award = person("fund_pension_award_date", period)
        begun = has_date(award) & (month_numbers(award) <= month_number(period))
        return begun & (person("fund_pension_at_award", period) > 0)


class savings_within_lump_sum(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has pension savings within the limit for a lump-sum payment"
    reference = articles("Social Code, art. 220 p. 2, art. 221 p. 2")

    def formula_2018_01_01(person, period, parameters):
        """The savings are at most twelve minimum pensions in force on 1 January of the year."""
        limit = parameters(period).rights.pensions.fund.lump_sum_limit
        savings = person("pension_savings", period)
        return (savings > 0) & (savings <= limit * parameters(period.this_year).indicators.minimum_pension)


class savings_for_schedule(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has pension savings that are not paid as a lump sum, or payments already awarded"
    reference = articles("Social Code, art. 220 p. 2, art. 224")

    def formula_2018_01_01(person, period, parameters):
        """Savings above what is paid as a lump sum are paid by schedule; so are all savings of those whose only ground
        is harmful work, and what is already awarded by schedule.
        """
        savings = person("pension_savings", period) > 0
        lump_sum = person("fund_ground_by_age_or_disability", period) | ~person("fund_ground_by_harmful_work", period)
        above = savings & ~(lump_sum & person("savings_within_lump_sum", period))
        return above | person("fund_pension_awarded", period)


class fund_pension_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Right to payments from the pension fund by schedule"
    reference = articles("Social Code, art. 220-221, art. 224")

    def formula(person, period, parameters):
        """A ground to draw savings, and savings above what is paid as a lump sum; the fund's coefficient is known."""
        return (
            person("fund_ground", period) & person("savings_for_schedule", period) & person("fund_factor_known", period)
        )


class fund_factor_known(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The coefficient that raises the payment from the pension fund is known"
    reference = articles("Government resolution No. 521 of 30.06.2023, method of payments")

    def formula(person, period, parameters):
        """The coefficients for disability of group I and II with no end date are not published: only the person
        concerned can know their own. A payment already awarded includes it.
        """
        told = person("fund_disability_factor", period) > 0
        return ~person("permanent_severe_disability", period) | told | person("fund_pension_awarded", period)


class fund_factor(Variable):
    value_type = float
    default_value = 1
    entity = Person
    definition_period = MONTH
    unit = "ratio"
    label = "Coefficient that raises the first payment from the pension fund"
    reference = articles("Government resolution No. 521 of 30.06.2023, method of payments")

    def formula_2021_04_01(person, period, parameters):
        """The greater of two: that for long harmful work at the pension age, and that for disability as given."""
        rule = parameters(period).rights.pensions.fund
        long_harm = person("occupational_contribution_months", period) >= rule.harmful_work_months
        of_work = where(long_harm & person("pension_age_reached", period), rule.harmful_work_factor, 1)
        disabled = person("permanent_severe_disability", period)
        return maximum(of_work, where(disabled, person("fund_disability_factor", period), 0))


class fund_pension(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "pension_fund"
    unit = "KZT"
    label = "Payment of pension savings by schedule"
    reference = articles(
        "Government resolution No. 521 of 30.06.2023, method of payments; Social Code, art. 224",
        "Government resolution No. 1042 of 02.10.2013, annex 2; Law No. 105-V",
        "Government resolution No. 1042 of 02.10.2013; Law No. 105-V",
    )

    def formula_2022_01_01(person, period, parameters):
        """A monthly share of the savings, multiplied after long harmful work and with a severe disability; what was
        awarded in 2018 or later is raised by 5 percent each January after the year of the award, from 2022 on. Neither
        is ever below a share of the subsistence minimum of the month. Not rounded, before income tax. KZT a month. A
        payment awarded before 2018 is taken as it was awarded.
        """
        law = parameters(period)
        least = law.rights.pensions.fund.least_payment * law.indicators.subsistence_minimum
        awarded = person("fund_pension_awarded", period)
        in_course = person("fund_pension_at_award", period) * person("fund_pension_growth", period)
        amount = where(awarded, in_course, first_payment(person, period, parameters))
        raised = ~awarded | person("fund_pension_raised", period)
        amount = where(raised, maximum(amount, least), amount)
        return where(person("fund_pension_eligible", period), amount, 0)

    def formula_2021_04_01(person, period, parameters):
        """A monthly share of the savings, not below a share of the subsistence minimum, or what was awarded. KZT a
        month.
        """
        law = parameters(period)
        least = law.rights.pensions.fund.least_payment * law.indicators.subsistence_minimum
        first_year = maximum(first_payment(person, period, parameters), least)
        amount = where(person("fund_pension_awarded", period), person("fund_pension_at_award", period), first_year)
        return where(person("fund_pension_eligible", period), amount, 0)

    def formula_2018_01_01(person, period, parameters):
        """What was awarded; the formula of that time is not published. KZT a month."""
        return where(person("fund_pension_awarded", period), person("fund_pension_at_award", period), 0)


def first_payment(person, period, parameters):
    """Return the first payment by the savings: a share of them by month times the coefficient. KZT a month."""
    rate = parameters(period).rights.pensions.fund.payout_rate
    return person("pension_savings", period) * rate * person("fund_factor", period) / MONTHS_IN_YEAR


class fund_pension_raised(Variable):
    value_type = bool
    entity = Person
    definition_period = ETERNITY
    label = "The payments from the pension fund were awarded in 2018 or later, and so are raised"
    reference = articles("Government resolution No. 521 of 30.06.2023, method of payments")

    def formula(person, period, parameters):
        """The yearly increase and the minimum payment are for awards since 2018; older ones keep their own method."""
        return figure_of_month(person, RAISED_AWARD, month_numbers(person("fund_pension_award_date", period))) > 0


class fund_pension_growth(Variable):
    value_type = float
    default_value = 1
    entity = Person
    definition_period = MONTH
    unit = "ratio"
    label = "Growth of the payments from the pension fund since their award"
    reference = articles("Government resolution No. 521 of 30.06.2023, method of payments")

    def formula_2022_01_01(person, period, parameters):
        """Five percent for each January since 2022 that comes after the calendar year of an award since 2018. Ratio."""
        rate = parameters(period).rights.pensions.fund.increase
        award_year = month_numbers(person("fund_pension_award_date", period)) // MONTHS_IN_YEAR
        first_year = first_month(person, INCREASE) // MONTHS_IN_YEAR

        def growth(award_year):
            return (1 + rate) ** maximum(period.start.year - maximum(award_year, first_year - 1), 0)

        return only(person("fund_pension_raised", period), growth, award_year, empty=1.0)


class left_for_good(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "A foreigner or stateless person who has left Kazakhstan for good"
    reference = articles("Social Code, art. 220 p. 1 (3), art. 221 p. 1 (3)")

    def formula(person, period, parameters):
        """Not a citizen, and the day of leaving has come by the end of the month."""
        day = person("left_for_good_date", period)
        foreign = person("legal_residence", period) != LegalResidence.citizen
        return foreign & has_date(day) & (month_numbers(day) <= month_number(period))


class fund_lump_sum_month(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "month_number"
    label = "Month in which pension savings are claimed as a lump sum"
    reference = articles("Social Code, art. 220 p. 2, art. 224 p. 3")

    def formula(person, period, parameters):
        """The month of the claim; with no date of a claim, that of leaving for good or of the general pension age."""
        claim = person("fund_lump_sum_claim_date", period)
        left = person("left_for_good_date", period)
        reached = person("pension_month", period)
        open_from = where(has_date(left), minimum(month_numbers(left), reached), reached)
        return where(has_date(claim), month_numbers(claim), open_from)


class fund_lump_sum_now(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Pension savings are claimed as a lump sum in this month"
    reference = articles("Social Code, art. 220 p. 2, art. 224 p. 3")

    def formula(person, period, parameters):
        """It is the month of the claim or, with no date of a claim, that of leaving for good or of the general pension
        age.
        """
        return person("fund_lump_sum_month", period) == month_number(period)


class fund_lump_sum_ground(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has savings that are paid as a lump sum: small ones, or those of a foreigner who left for good"
    reference = articles("Social Code, art. 220 p. 1 (3), p. 2, art. 221 p. 1 (3), p. 2, art. 224 p. 3")

    def formula(person, period, parameters):
        """At most twelve minimum pensions, at pension age or with a disability of group I or II with no end date; or
        any savings of a foreigner or stateless person who left for good.
        """
        small = person("fund_ground_by_age_or_disability", period) & person("savings_within_lump_sum", period)
        return small | (person("left_for_good", period) & (person("pension_savings", period) > 0))


class fund_lump_sum_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Right to all pension savings as a lump sum"
    reference = articles("Social Code, art. 220 p. 1 (3), p. 2, art. 221 p. 1 (3), p. 2")

    def formula(person, period, parameters):
        """Savings that are paid as a lump sum, claimed in this month."""
        return person("fund_lump_sum_ground", period) & person("fund_lump_sum_now", period)


class fund_lump_sum(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "pension_fund"
    unit = "KZT"
    label = "Pension savings paid as a lump sum"
    reference = articles("Social Code, art. 220 p. 1 (3), p. 2, art. 221 p. 1 (3), p. 2")

    def formula_2018_01_01(person, period, parameters):
        """All of the savings, once. KZT."""
        return where(person("fund_lump_sum_eligible", period), person("pension_savings", period), 0)


class fund_guarantee_at_pension_age(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Reaches the general pension age in this month, living in Kazakhstan permanently"
    reference = articles("Social Code, art. 218 p. 1 (1), art. 219")

    def formula(person, period, parameters):
        """It is the month of the general pension age, in which the savings are compared."""
        return (person("pension_month", period) == month_number(period)) & person("pension_residence", period)


class fund_guarantee_on_leaving(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "A foreigner or stateless person who leaves Kazakhstan for good in this month"
    reference = articles("Social Code, art. 218 p. 1 (2), art. 219")

    def formula(person, period, parameters):
        """It is the month of leaving, in which the savings are compared."""
        left = month_numbers(person("left_for_good_date", period)) == month_number(period)
        return left & person("left_for_good", period)


class fund_guarantee_now(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The right to draw pension savings arises in this month"
    reference = articles("Social Code, art. 218 p. 1, art. 219")

    def formula(person, period, parameters):
        """At the general pension age, or on leaving for good."""
        return person("fund_guarantee_at_pension_age", period) | person("fund_guarantee_on_leaving", period)


class fund_state_guarantee_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Right to the state guarantee of pension savings"
    reference = articles("Social Code, art. 217-219")

    def formula(person, period, parameters):
        """Once, in the month in which the pension age or leaving for good gives the right to draw savings."""
        return person("fund_guarantee_now", period)


class fund_state_guarantee(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "State guarantee of pension savings"
    reference = articles("Social Code, art. 217 p. 1, art. 219")

    def formula(person, period, parameters):
        """The amount by which the contributions paid, raised by inflation, exceed the savings; once. KZT."""
        gap = person("pension_contributions_with_inflation", period) - person("pension_savings", period)
        return where(person("fund_state_guarantee_eligible", period), maximum(gap, 0), 0)
