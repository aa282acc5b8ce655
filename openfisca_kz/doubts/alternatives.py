"""The other readings of the law where they are a rule and not a figure: formulas, and words of formulas.

The register names them: ``formulas`` takes the place of the whole formula of a variable, ``words`` of a function
that its formula calls, ``then`` is done with its result.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from openfisca_kz.base import (
    MONTHS_IN_YEAR,
    Array,
    ceil_tenge,
    clip,
    day_of_month,
    days_in_month,
    family_sum,
    last_day,
    lookup,
    maximum,
    minimum,
    month_number,
    month_numbers,
    one_of,
    round_tenge,
    where,
)
from openfisca_kz.engine.formulas import with_words
from openfisca_kz.variables.facts.pensions import ServicePensionRoute
from openfisca_kz.variables.rights.pensions import age_pension, dated
from openfisca_kz.variables.rights.pensions.dated import figure_of_month, first_month, month_of_reaching, steps
from openfisca_kz.variables.rights.pensions.fund import INCREASE
from openfisca_kz.variables.rights.pensions.sufficiency import savings_sufficiency_threshold
from openfisca_kz.variables.rights.social_insurance import job_loss_payment, survivor_payment

# A schedule of ages begins after more than two years without a step.
_QUIET_MONTHS = 24

# ----- Rounding ----- #

nearest = round_tenge

pension_at_award_to_nearest = with_words(age_pension.pension_at_award, {"ceil_tenge": round_tenge})

raised_to_nearest = with_words(dated.raised, {"ceil_tenge": round_tenge})


# ----- Pensions ----- #


def month_by_age_before_the_schedule(person: Any, path: str, birth_months: Array) -> Array:
    """Return the month of the age that is asked on the day on which the age before the schedule is reached."""
    starts, ages = steps(person, path)
    result = month_of_reaching(person, path, birth_months)
    for place in range(1, len(starts)):
        if place > 1 and starts[place] - starts[place - 1] <= _QUIET_MONTHS:
            continue
        old_age_reached = birth_months + int(ages[place - 1] * MONTHS_IN_YEAR)
        asked = (figure_of_month(person, path, old_age_reached) * MONTHS_IN_YEAR).astype(int)
        result = where(old_age_reached >= starts[place], birth_months + asked, result)
    return result


def age_in_the_pension_month(person: Any, period: Any, parameters: Any) -> Array:
    """Return the pension age: that of the month in which it is reached, in years."""
    return (person("pension_month", period) - person("birth_month", period)) / MONTHS_IN_YEAR


def by_days_of_first_month(person: Any, period: Any, amount: Array) -> Array:
    """Return the amount of the month of the pension date by its days from that date on."""
    return ceil_tenge(amount * _share_since(person("pension_date", period), period))


def by_days_of_age_pension(person: Any, period: Any, amount: Array) -> Array:
    """Return the amount of the first month of an age pension by the days from its start on."""
    return ceil_tenge(amount * _share_since(person("age_pension_start", period), period))


def _share_since(start: Array, period: Any) -> Array:
    left = (last_day(period) - start).astype(int) + 1
    return where(month_numbers(start) == month_number(period), left / days_in_month(period), 1)


def pension_with_the_minimum_last(
    rule: Any, sex: Array, service: Array, income: Array, limit: Array, least: Array
) -> Array:
    """Return the pension at its award: first the share of the service, then not below the minimum."""
    return maximum(age_pension.pension_at_award(rule, sex, service, income, limit, 0), least)


def pension_by_full_years(rule: Any, sex: Array, service: Array, income: Array, limit: Array, least: Array) -> Array:
    """Return the pension at its award, of incomplete service by its full years."""
    full = lookup(rule.full_service, sex) * MONTHS_IN_YEAR
    beyond = maximum(service - full, 0) // MONTHS_IN_YEAR
    share = minimum(rule.share_of_income + rule.share_by_year * beyond, rule.greatest_share)
    years = service // MONTHS_IN_YEAR * MONTHS_IN_YEAR
    return ceil_tenge(maximum(share * minimum(income, limit), least) * minimum(years / full, 1))


def general_age_or_early_award(person: Any, period: Any, parameters: Any) -> Array:
    """Return whether the general age is reached, or an early award gave the basic pension too."""
    return person("pension_age_reached", period) | person("basic_pension_by_early_award", period)


def with_service_as_work(person: Any, period: Any, share: Array) -> Array:
    """Return the share of the pay where each year of service counts as a year of work too, to the same ceiling."""
    law = person.simulation.tax_benefit_system.get_parameters_at_instant(period)
    rule = law.rights.pensions.service_pension
    routes = ServicePensionRoute
    by_service = one_of(person("service_pension_route", period), routes.service_age_limit, routes.service_other_leaving)
    years = person("service_months_at_dismissal", period) // MONTHS_IN_YEAR
    raised_share = minimum(share + rule.share_by_year_of_work * years, rule.greatest_share)
    return where(by_service, raised_share, share)


def growth_after_twelve_months(person: Any, period: Any, parameters: Any) -> Array:
    """Return the growth of the fund's payments where the first year is the first twelve months."""
    rate = parameters(period).rights.pensions.fund.increase
    award = person("fund_pension_award_date", period)
    first_january = (month_numbers(award) + 2 * MONTHS_IN_YEAR - 1) // MONTHS_IN_YEAR
    counted_from = maximum(first_january, first_month(person, INCREASE) // MONTHS_IN_YEAR)
    years = maximum(period.start.year - counted_from + 1, 0)
    return where(person("fund_pension_raised", period), (1 + rate) ** years, 1)


def without_a_floor_in_course(person: Any, period: Any, amount: Array) -> Array:
    """Return the fund's payment where only the first one is lifted to the least of its time."""
    in_course = person("fund_pension_at_award", period) * person("fund_pension_growth", period)
    return where((amount > 0) & person("fund_pension_awarded", period), in_course, amount)


#: The sufficiency threshold by the table of the year.
threshold_of_the_yearly_table = savings_sufficiency_threshold.formula_2023_07_01


# ----- Disability, survivors, the social insurance fund ----- #


def months_at_the_first_day(person: Any, period: Any, months: Array) -> Array:
    """Return the completed months of age on the first day of the month and not on its last."""
    return months - (day_of_month(person("birth_date", period)) > 1)


def with_the_whole_survivor_allowance(person: Any, period: Any, parameters: Any) -> Array:
    """Return the disability allowance with the survivor allowance of all dependants, not the child's share of it."""
    added = where(person("survivor_share_added", period), person.family("survivor_allowance_total", period), 0)
    amount = ceil_tenge(person("disability_allowance_above_pension", period) + added)
    return where(person("disability_allowance_eligible", period), amount, 0)


def every_adult(person: Any, period: Any, parameters: Any) -> Array:
    """Return whether the survivor allowance is preferred: by every dependant of age."""
    adult_age = parameters(period).rights.disability.disability_allowance.adult_age
    return person("survivor_dependant", period) & (person("age", period) >= adult_age)


def with_a_disability_too(person: Any, period: Any, parameters: Any) -> Array:
    """Return from whom a pension contribution is withheld: from all whom no other ground than disability exempts."""
    exempt = person("pension_age_reached", period) | person("uniformed_post", period)
    return ~(exempt | person("service_pension_recipient", period))


def supplement_with_its_own_ceiling(family: Any, period: Any, parameters: Any) -> Array:
    """Return the survivor allowance of all where only the supplement for service has the ceiling, not the sum."""
    law = parameters(period)
    allowance = law.rights.disability.survivor_allowance
    count = family("survivor_allowance_dependants", period)
    weights = family_sum(family, family.members("survivor_allowance_weight", period))
    by_number = where(count > 0, lookup(allowance.multiple, count - 1), 0)
    with_orphans = minimum(weights, allowance.full_orphans_maximum)
    multiple = where(family("family_with_full_orphans", period), with_orphans, by_number)
    supplement = minimum(allowance.duty_supplement * count, allowance.duty_supplement_maximum)
    in_service = family("breadwinner_killed_in_service", period) & (count > 0)
    return (multiple + supplement * in_service) * law.indicators.subsistence_minimum


def participation_from_the_sixtieth_month(someone: Any, law: Any, months: Array, since: Array) -> Array:
    """Return the coefficient of months insured where sixty months bring the first two percent already."""
    sixty = months >= law.bonus_after
    return job_loss_payment.participation(someone, law, months + where(sixty, MONTHS_IN_YEAR, 0), since)


survivor_award_from_the_sixtieth_month = with_words(
    survivor_payment.survivor_award, {"participation": participation_from_the_sixtieth_month}
)

survivor_award_to_nearest = with_words(
    survivor_payment.survivor_award, {"ceil_tenge": round_tenge, "raised": raised_to_nearest}
)


def job_loss_by_the_share_of_the_month(person: Any, period: Any, parameters: Any) -> Array:
    """Return the job loss payment by the share replaced in the month paid, not in that of the right."""
    law = parameters(period).rights.social_insurance.job_loss_payment
    since = month_number(period) - person("job_loss_month", period)
    insured = person("job_loss_counted_months", period)
    coefficient = job_loss_payment.participation(person, law.participation, insured, since)
    amount = ceil_tenge(person("job_loss_average_income", period) * law.replacement * coefficient)
    return where(person("job_loss_payment_eligible", period), amount, 0)


# ----- Duties ----- #


def assistant_within_the_limits_of_employees(person: Any, period: Any, parameters: Any) -> Array:
    """Return the social contribution for an individual assistant between the floor and the cap of employees."""
    law = parameters(period)
    duty, wage, income = law.duties.social_contribution, law.indicators.minimum_wage, "individual_assistant_income"
    pay = person(income, period)
    due = (pay > 0) & person("social_insurance_residence", period) & ~person("social_contribution_exempt", period)
    return where(due, duty.rate * clip(pay, duty.floor * wage, duty.cap * wage), 0)


# ----- Assistance ----- #


def net_work_income(person: Any, period: Any, parameters: Any) -> Array:
    """Return the income from work after taxes and contributions from pay; the rest stays gross."""
    return (
        person("net_salary", period)
        + person("civil_contract_income", period)
        + person("individual_assistant_income", period)
        + person("labour_immigrant_income", period)
        + person("entrepreneur_declared_income", period)
        + person("self_employed_income", period)
        + person("other_counted_income", period)
    )


def with_the_guardian_allowance(family: Any, period: Any, income: Array) -> Array:
    """Return the income of the family with the allowances of guardians."""
    allowances = family.members("guardian_allowance", period)
    return income + family_sum(family, allowances, among=family.members("targeted_assistance_member", period))


def everybody(someone: Any, period: Any, parameters: Any) -> Array:
    """Return that the condition holds for every person or family."""
    return np.ones(someone.count, dtype=bool)
