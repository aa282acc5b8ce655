"""Age pension: from the budget, for service before 1998, raised every year."""

from functools import partial

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    ETERNITY,
    MONTH,
    MONTHS_IN_YEAR,
    Person,
    Variable,
    ceil_tenge,
    completed_years,
    date,
    first_days,
    has_date,
    last_day,
    lookup,
    maximum,
    minimum,
    month_number,
    month_numbers,
    only,
    where,
)
from openfisca_kz.variables.rights.pensions.dated import figure_of_month, first_month, of_those, raised

MRP = "indicators.mrp"
INCOME_CAP = "indicators.pension_income_cap"
MINIMUM_PENSION = "indicators.minimum_pension"
INDEXATION = "indicators.pension_indexation"


class age_pension_start(Variable):
    value_type = date
    entity = Person
    definition_period = ETERNITY
    label = "Day from which the age pension is due"
    reference = articles("Social Code, art. 199 p. 3, art. 207")

    def formula(person, period, parameters):
        """The day of the award if it was made; otherwise that of the general age, or the month of an early one."""
        award = person("age_pension_award_date", period)
        early = person("early_pension_month", period)
        at_general_age = early == person("pension_month", period)
        reached = where(at_general_age, person("pension_date", period), first_days(early))
        return where(has_date(award), award, reached)


class age_pension_awarded(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has already been awarded an age pension"
    reference = articles("Social Code, art. 199")

    def formula(person, period, parameters):
        """The day or the amount of an award is given, and its day has come by the end of the month."""
        told = has_date(person("age_pension_award_date", period)) | (person("age_pension_at_award", period) > 0)
        return told & (person("age_pension_start", period) <= last_day(period))


class age_pension_age(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has reached the general or an early pension age, or has been awarded an age pension"
    reference = articles("Social Code, art. 207 p. 1-3")

    def formula(person, period, parameters):
        """The earlier of the general and the early age is reached by the last day of the month, or the pension has been
        awarded.
        """
        return person("age_pension_age_reached", period) | person("age_pension_awarded", period)


class age_pension_service(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has a work record of at least six months before 1998, or has been awarded an age pension"
    reference = articles("Social Code, art. 207 p. 1, art. 209 p. 1, art. 210 p. 4, p. 6")

    def formula(person, period, parameters):
        """Only work before 1 January 1998 counts; without six months of it, or an award already made, there is no age
        pension.
        """
        least = parameters(period).rights.pensions.age_pension.least_service
        enough = person("service_months_before_1998", period) >= least
        return enough | person("age_pension_awarded", period)


class age_pension_beside_service_pension(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has no service pension, or chooses the age pension instead"
    reference = articles("Social Code, art. 196 p. 2")

    def formula(person, period, parameters):
        """Those with a right to both the age pension and the service pension receive one, by choice."""
        return ~person("service_pension_right", period) | person("age_pension_chosen", period)


class age_pension_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Right to the age pension"
    reference = articles("Social Code, art. 196, art. 207, art. 210")

    def formula(person, period, parameters):
        """A citizen or permanent resident of pension age with a work record before 1998, or already awarded the
        pension; working takes nothing away. No right to a service pension, or the age pension chosen instead; no
        lifelong support of a judge.
        """
        return (
            person("pension_residence", period)
            & person("age_pension_age", period)
            & person("age_pension_service", period)
            & person("age_pension_beside_service_pension", period)
            & person("without_judge_support", period)
        )


def income_limit(person, award):
    """Return the greatest income that counts at an award in each month: a multiple of MRP. KZT."""
    return figure_of_month(person, INCOME_CAP, award) * figure_of_month(person, MRP, award)


def known_month(person, award):
    """Return the month of the award, or the first one whose figures are known (docs/doubts/pensions.md)."""
    return maximum(award, first_month(person, INCOME_CAP, MRP, MINIMUM_PENSION))


#: What a pension is reckoned from at its award.
OF_AWARD = ("sex", "service_months_before_1998", "pension_average_income")


def pension_at_award(rule, sex, service, income, limit, least):
    """Return the pension at its award, KZT, rounded up.

    Sixty percent of the average income up to the limit, one percent more for each full year of service beyond
    the full one, at most seventy-five percent; not below the least; of this the share of the service by months.
    """
    full = lookup(rule.full_service, sex) * MONTHS_IN_YEAR
    beyond = completed_years(maximum(service - full, 0))
    share = minimum(rule.share_of_income + rule.share_by_year * beyond, rule.greatest_share)
    return ceil_tenge(maximum(share * minimum(income, limit), least) * minimum(service / full, 1))


def pension_awarded_on(person, period, parameters, day, among):
    """Return the pension awarded at the figures of the month of a day, with every increase since. KZT a month."""
    rule = parameters(period).rights.pensions.age_pension

    def awarded(day, *facts):
        award = known_month(person, minimum(month_numbers(day), month_number(period)))
        least = figure_of_month(person, MINIMUM_PENSION, award)
        computed = pension_at_award(rule, *facts, income_limit(person, award), least)
        return raised(person, INDEXATION, computed, award, month_number(period))

    return of_those(person, among, awarded, day, *(person(name, period) for name in OF_AWARD))


class age_pension_income_limit(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Maximum income that counts at the award of the age pension"
    reference = articles("Social Code, art. 211 p. 2; before July 2023 Laws No. 136-I and 105-V")

    def formula(person, period, parameters):
        """A multiple of MRP, both of the month of the award. KZT."""
        award = minimum(month_numbers(person("age_pension_start", period)), month_number(period))
        return income_limit(person, known_month(person, award))


class age_pension_least(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Minimum pension at the award of the age pension"
    reference = articles("Social Code, art. 210 p. 5; before July 2023 Laws No. 136-I and 105-V")

    def formula(person, period, parameters):
        """The minimum pension of the month of the award. KZT."""
        award = minimum(month_numbers(person("age_pension_start", period)), month_number(period))
        return figure_of_month(person, MINIMUM_PENSION, known_month(person, award))


class age_pension(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "Age pension"
    reference = articles("Social Code, art. 197 p. 3, art. 210-211; before July 2023 Laws No. 136-I and 105-V")

    def formula(person, period, parameters):
        """A share of the average income by the work record before 1998, with every increase since the award. KZT a
        month. The full pension is sixty percent of the income, up to a limit; more for a longer record, not below the
        minimum pension. With less than a full record it is a part, in proportion. Rounded up to the tenge at the award
        and at each increase.
        """
        award = minimum(month_numbers(person("age_pension_start", period)), month_number(period))
        limit = person("age_pension_income_limit", period)
        least = person("age_pension_least", period)
        given = person("age_pension_at_award", period)
        known = (given > 0) & person("age_pension_awarded", period)
        eligible = person("age_pension_eligible", period)
        rule, facts = parameters(period).rights.pensions.age_pension, (person(name, period) for name in OF_AWARD)
        computed = only(eligible & ~known, partial(pension_at_award, rule), *facts, limit, least)
        amount = where(eligible, where(known, given, computed), 0)
        since = where(known, award, known_month(person, award))
        return raised(person, INDEXATION, amount, since, month_number(period))


class age_pension_claimed(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The age pension is claimed by the end of the month"
    reference = articles("Social Code, art. 199 p. 1, p. 3")

    def formula(person, period, parameters):
        """The claim is made by this month; a claim with no date counts as in time."""
        return month_numbers(person("age_pension_claim_date", period)) <= month_number(period)


class age_pension_on_claim(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Age pension on the claim"
    reference = articles("Social Code, art. 199 p. 3")

    def formula(person, period, parameters):
        """The age pension from the month of the claim on; a late claim is awarded at the figures of its own month. KZT
        a month.
        """
        due = person("age_pension", period)
        claim = person("age_pension_claim_date", period)
        start = person("age_pension_start", period)
        late = (claim > start) & ~person("age_pension_awarded", period) & (due > 0)
        in_time = pension_awarded_on(person, period, parameters, start, late)
        amount = due + pension_awarded_on(person, period, parameters, claim, late) - in_time
        return where(person("age_pension_claimed", period), amount, 0)


class age_pension_paid(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Age pension paid"
    reference = articles("Social Code, art. 199, art. 202 p. 3")

    def formula(person, period, parameters):
        """The age pension on the claim; in a care home 30 percent of it, not below the minimum pension, and a smaller
        pension whole. KZT a month.
        """
        law = parameters(period)
        amount = person("age_pension_on_claim", period)
        share = law.rights.pensions.age_pension.care_home_share
        kept = maximum(ceil_tenge(amount * share), law.indicators.minimum_pension)
        return where(person("care_home_resident", period), minimum(amount, kept), amount)
