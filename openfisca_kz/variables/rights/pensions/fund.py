"""Payments of one's own pension savings from the unified fund, and the state's guarantee of them."""

from openfisca_kz.base import (
    ETERNITY,
    MONTH,
    MONTHS_IN_YEAR,
    Person,
    Variable,
    has_date,
    maximum,
    month_number,
    month_numbers,
    one_of,
    where,
)
from openfisca_kz.variables.facts.disability import DisabilityGroup
from openfisca_kz.variables.rights.pensions.dated import first_month

SOCIAL_CODE = "https://adilet.zan.kz/rus/docs/K2300000224"
DECREE_521 = "https://adilet.zan.kz/rus/docs/P2300000521"

INCREASE = "rights.pensions.fund.increase"


class severe_disability_without_term(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Disability of group I or II set without a term"
    reference = [f"Social Code, art. 220 p. 1 (2) - {SOCIAL_CODE}"]

    def formula(person, period, parameters):
        """The group is I or II and was set without a term."""
        group = person("disability_group", period)
        severe = one_of(group, DisabilityGroup.group_1, DisabilityGroup.group_2)
        return severe & person("disability_permanent", period)


class fund_ground_by_age_or_disability(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Has reached the general pension age, or has a disability of group I or II without a term"
    reference = [f"Social Code, art. 220 p. 1 (1)-(2), art. 221 p. 1 (1)-(2) - {SOCIAL_CODE}"]

    def formula(person, period, parameters):
        """The general pension age, not an early one; or group I or II set without a term."""
        return person("pension_age_reached", period) | person("severe_disability_without_term", period)


class fund_ground_by_harmful_work(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "At 55, with 84 months of occupational contributions, out of harmful work"
    reference = [f"Social Code, art. 220 p. 1-1 - {SOCIAL_CODE}"]

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
    unit = "boolean"
    label = "Has a ground to draw pension savings by schedule, or draws them already"
    reference = [f"Social Code, art. 220 p. 1, p. 1-1 - {SOCIAL_CODE}"]

    def formula(person, period, parameters):
        """General pension age, group I or II without a term, or early after harmful work; or an award made."""
        ground = person("fund_ground_by_age_or_disability", period) | person("fund_ground_by_harmful_work", period)
        return (ground | person("fund_pension_awarded", period)) & person("lives_here", period)


class fund_pension_awarded(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Payments from the unified fund are already awarded"
    reference = [f"Social Code, art. 224 - {SOCIAL_CODE}"]

    def formula(person, period, parameters):
        """A day of award and its amount are given, and the day has come by the end of the month."""
        award = person("fund_pension_award_date", period)
        begun = has_date(award) & (month_numbers(award) <= month_number(period))
        return begun & (person("fund_pension_at_award", period) > 0)


class savings_within_lump_sum(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Has pension savings, within the limit of a payment at once"
    reference = [f"Social Code, art. 220 p. 2, art. 221 p. 2 - {SOCIAL_CODE}"]

    def formula_2018_01_01(person, period, parameters):
        """The savings are at most twelve minimum pensions in force on 1 January of the year."""
        limit = parameters(period).rights.pensions.fund.lump_sum_limit
        savings = person("pension_savings", period)
        return (savings > 0) & (savings <= limit * parameters(period.this_year).indicators.minimum_pension)


class savings_for_schedule(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Has pension savings above the limit of a payment at once, or payments already awarded"
    reference = [f"Social Code, art. 220 p. 2, art. 224 - {SOCIAL_CODE}"]

    def formula_2018_01_01(person, period, parameters):
        """Savings that are more than is paid at once are paid by schedule; so is what was awarded so."""
        savings = person("pension_savings", period) > 0
        above = savings & ~person("savings_within_lump_sum", period)
        return above | person("fund_pension_awarded", period)


class fund_pension_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Right to payments from the unified fund by schedule"
    reference = [f"Social Code, art. 220-221, art. 224 - {SOCIAL_CODE}"]

    def formula(person, period, parameters):
        """A ground to draw savings, and savings that are more than is paid at once."""
        return person("fund_ground", period) & person("savings_for_schedule", period)


class fund_pension(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "pension_fund"
    unit = "KZT"
    label = "Payment of pension savings by schedule"
    reference = [
        f"Government decree No. 521 of 30.06.2023, method of payments; Social Code, art. 224 - {DECREE_521}",
        f"Government decree No. 1042 of 02.10.2013; Social Code, art. 224 - {DECREE_521}",
    ]

    def formula_2021_04_01(person, period, parameters):
        """A share of the savings by month, not below a share of the subsistence minimum. KZT a month.

        Multiplied after long harmful work. What was awarded in an earlier calendar year is raised by 5 percent
        each January since 2022. Not rounded: the fund pays what its ledger holds.
        """
        law = parameters(period)
        rule = law.rights.pensions.fund
        long_harm = person("occupational_contribution_months", period) >= rule.harmful_work_months
        factor = where(long_harm & person("pension_age_reached", period), rule.harmful_work_factor, 1)
        by_rate = person("pension_savings", period) * rule.payout_rate * factor / MONTHS_IN_YEAR
        minimum_of_year = parameters(period.this_year).indicators.subsistence_minimum
        first_year = maximum(by_rate, rule.least_payment * minimum_of_year)
        in_payment = person("fund_pension_at_award", period) * person("fund_pension_growth", period)
        amount = where(person("fund_pension_awarded", period), in_payment, first_year)
        return where(person("fund_pension_eligible", period), amount, 0)

    def formula_2018_01_01(person, period, parameters):
        """What was awarded; the formula of that time is not published. KZT a month."""
        return where(person("fund_pension_awarded", period), person("fund_pension_at_award", period), 0)


class fund_pension_growth(Variable):
    value_type = float
    default_value = 1
    entity = Person
    definition_period = MONTH
    unit = "ratio"
    label = "Growth of the payments from the unified fund since their award"
    reference = [f"Government decree No. 521 of 30.06.2023, method of payments - {DECREE_521}"]

    def formula_2022_01_01(person, period, parameters):
        """Five percent for each January since 2022 that comes after the calendar year of the award. Ratio."""
        rate = parameters(period).rights.pensions.fund.increase
        award_year = month_numbers(person("fund_pension_award_date", period)) // MONTHS_IN_YEAR
        first_year = first_month(person, INCREASE) // MONTHS_IN_YEAR
        years = maximum(period.start.year - maximum(award_year, first_year - 1), 0)
        return where(has_date(person("fund_pension_award_date", period)), (1 + rate) ** years, 1)


class fund_lump_sum_month(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "month_number"
    label = "Month in which small pension savings are claimed"
    reference = [f"Social Code, art. 220 p. 2 - {SOCIAL_CODE}"]

    def formula(person, period, parameters):
        """The month of the claim; with no date of a claim, that of the general pension age."""
        claim = person("fund_lump_sum_claim_date", period)
        return where(has_date(claim), month_numbers(claim), person("pension_month", period))


class fund_lump_sum_now(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Small pension savings are claimed in this month"
    reference = [f"Social Code, art. 220 p. 2 - {SOCIAL_CODE}"]

    def formula(person, period, parameters):
        """It is the month of the claim, or with no date of a claim that of the general pension age."""
        return person("fund_lump_sum_month", period) == month_number(period)


class fund_lump_sum_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Right to all pension savings at once"
    reference = [f"Social Code, art. 220 p. 2, art. 221 p. 2 - {SOCIAL_CODE}"]

    def formula(person, period, parameters):
        """Pension age or group I or II without a term, and savings of at most twelve minimum pensions."""
        return (
            person("fund_ground_by_age_or_disability", period)
            & person("savings_within_lump_sum", period)
            & person("fund_lump_sum_now", period)
        )


class fund_lump_sum(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "pension_fund"
    unit = "KZT"
    label = "Small pension savings paid at once"
    reference = [f"Social Code, art. 220 p. 2, art. 221 p. 2 - {SOCIAL_CODE}"]

    def formula_2018_01_01(person, period, parameters):
        """All of the savings, once. KZT."""
        return where(person("fund_lump_sum_eligible", period), person("pension_savings", period), 0)


class fund_guarantee_now(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Reaches the general pension age in this month"
    reference = [f"Social Code, art. 218 p. 1, art. 219 - {SOCIAL_CODE}"]

    def formula(person, period, parameters):
        """It is the month of the general pension age, in which the savings are compared."""
        return person("pension_month", period) == month_number(period)


class fund_state_guarantee_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Right to the state guarantee of pension savings"
    reference = [f"Social Code, art. 217-219 - {SOCIAL_CODE}"]

    def formula(person, period, parameters):
        """Once, in the month in which the general pension age gives the right to draw savings."""
        return person("fund_guarantee_now", period) & person("pension_residence", period)


class fund_state_guarantee(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "State guarantee of pension savings"
    reference = [f"Social Code, art. 217 p. 1, art. 219 - {SOCIAL_CODE}"]

    def formula(person, period, parameters):
        """What the contributions paid, raised by inflation, exceed the savings by; once. KZT."""
        gap = person("pension_contributions_with_inflation", period) - person("pension_savings", period)
        return where(person("fund_state_guarantee_eligible", period), maximum(gap, 0), 0)
