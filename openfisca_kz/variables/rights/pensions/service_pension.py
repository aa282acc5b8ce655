"""Service pension: for twenty-five years of military, special or law-enforcement service, from the budget."""

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
    has_date,
    maximum,
    minimum,
    month_number,
    month_numbers,
    one_of,
    only,
    where,
)
from openfisca_kz.variables.facts.pensions import ServicePensionRoute
from openfisca_kz.variables.rights.pensions.dated import figure_of_month, of_those, raised

CAP = "rights.pensions.service_pension.cap"
MRP = "indicators.mrp"
INDEXATION = "indicators.pension_indexation"


class service_pension_start(Variable):
    value_type = date
    entity = Person
    definition_period = ETERNITY
    label = "Day from which the service pension is due"
    reference = articles("Social Code, art. 216 p. 1")

    def formula(person, period, parameters):
        """The day of the award if it was made; otherwise that of the dismissal from service."""
        award = person("service_pension_award_date", period)
        dismissal = person("service_dismissal_date", period)
        return where(has_date(award), award, dismissal)


class service_pension_awarded(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has already been awarded a service pension"
    reference = articles("Social Code, art. 216")

    def formula(person, period, parameters):
        """A day of award is given, and it has come by the end of the month."""
        award = person("service_pension_award_date", period)
        return has_date(award) & (month_numbers(award) <= month_number(period))


class service_record_complete(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has the years of service that the ground of the service pension asks for"
    reference = articles("Social Code, art. 212 p. 1, p. 8")

    def formula(person, period, parameters):
        """Twenty-five years of service, or of work with at least half of them in continuous service. Any service of an
        officer who came from another CIS state.
        """
        rule = parameters(period).rights.pensions.service_pension
        route = person("service_pension_route", period)
        service = person("service_months_at_dismissal", period)
        total = service + person("other_work_months_at_dismissal", period)
        continuous = person("continuous_service_months_at_dismissal", period)
        full = rule.full_service * MONTHS_IN_YEAR
        by_service = one_of(route, ServicePensionRoute.service_age_limit, ServicePensionRoute.service_other_leaving) & (
            service >= full
        )
        mixed = (total >= full) & (continuous >= rule.continuous_service * MONTHS_IN_YEAR)
        by_record = (route == ServicePensionRoute.mixed_record) & mixed
        incoming = (route == ServicePensionRoute.incoming_officer) & (service > 0)
        return by_service | by_record | incoming


class dismissed_from_service(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has been dismissed from service by the end of the month"
    reference = articles("Social Code, art. 212 p. 1, art. 216 p. 1")

    def formula(person, period, parameters):
        """The day of dismissal is given, and it has come by the end of the month."""
        dismissal = person("service_dismissal_date", period)
        return has_date(dismissal) & (month_numbers(dismissal) <= month_number(period))


class service_pension_right(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has earned or been awarded a service pension"
    reference = articles("Social Code, art. 212")

    def formula(person, period, parameters):
        """The record is complete and the person dismissed, or the pension is already awarded."""
        earned = person("service_record_complete", period) & person("dismissed_from_service", period)
        return earned | person("service_pension_awarded", period)


class outside_service(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Is not in military, special or law-enforcement service now"
    reference = articles("Social Code, art. 212 p. 6")

    def formula(person, period, parameters):
        """A service pension stops while its recipient is back in service with a rank."""
        return ~person("uniformed_service", period)


class service_pension_kept(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has not chosen the age pension in its place"
    reference = articles("Social Code, art. 196 p. 2")

    def formula(person, period, parameters):
        """Those with a right to both the age pension and the service pension receive one, by choice."""
        return ~(person("age_pension_chosen", period) & person("age_pension_age", period))


class service_pension_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Right to the service pension"
    reference = articles("Social Code, art. 196 p. 1-2, art. 212")

    def formula(person, period, parameters):
        """A citizen or permanent resident with the record and dismissed, or already awarded the pension. Not back in
        service, keeps the service pension, and has no lifelong support of a judge.
        """
        return (
            person("pension_residence", period)
            & person("service_pension_right", period)
            & person("outside_service", period)
            & person("service_pension_kept", period)
            & person("without_judge_support", period)
        )


class service_pension_share(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "share"
    label = "Service pension as a share of the pay"
    reference = articles("Social Code, art. 213 p. 1, p. 5-6")

    def formula(person, period, parameters):
        """Half of the pay and a share for each full year beyond twenty-five, at most 65 percent.

        By service: 2 percent a year of service beyond, 1 percent a year of other work. By mixed record: 1 percent a
        year of all work beyond. An officer who came from another CIS state: no half, only 2 percent a year of service.
        """
        rule = parameters(period).rights.pensions.service_pension
        route = person("service_pension_route", period)
        service = person("service_months_at_dismissal", period)
        work = person("other_work_months_at_dismissal", period)
        full = rule.full_service * MONTHS_IN_YEAR
        years_served = completed_years(service)
        years_worked = completed_years(work)
        years_beyond = completed_years(maximum(service - full, 0))
        years_of_all_beyond = completed_years(maximum(service + work - full, 0))
        by_service = rule.share_by_year_of_service * years_beyond + rule.share_by_year_of_work * years_worked
        by_record = rule.share_by_year_of_work * years_of_all_beyond
        mixed = route == ServicePensionRoute.mixed_record
        incoming = route == ServicePensionRoute.incoming_officer
        share = rule.share_of_pay + where(mixed, by_record, by_service)
        share = where(incoming, rule.share_by_year_of_service * years_served, share)
        return minimum(share, rule.greatest_share)


class service_pension(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "Service pension"
    reference = articles("Social Code, art. 197 p. 3, art. 213; before July 2023 Law No. 105-V")

    def formula(person, period, parameters):
        """A share of the pay at dismissal, up to a multiple of MRP, with every increase since the award. KZT a month.

        Rounded up to the tenge at the award and at each increase.
        """
        award = minimum(month_numbers(person("service_pension_start", period)), month_number(period))
        eligible, given = person("service_pension_eligible", period), person("service_pension_at_award", period)
        known = (given > 0) & person("service_pension_awarded", period)

        def computed(award, share, pay):
            cap = figure_of_month(person, CAP, award) * figure_of_month(person, MRP, award)
            return ceil_tenge(minimum(share * pay, cap))

        share, pay = person("service_pension_share", period), person("service_pay_at_dismissal", period)
        amount = where(eligible & known, given, of_those(person, eligible & ~known, computed, award, share, pay))
        return raised(person, INDEXATION, amount, award, month_number(period))


class service_pension_claimed(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The claim for the service pension reaches back to the month"
    reference = articles("Social Code, art. 216 p. 1, p. 3")

    def formula(person, period, parameters):
        """Not more than three years before the claim; for an officer from another CIS state not before the claim."""
        months_back = parameters(period).rights.pensions.service_pension.months_back
        incoming = person("service_pension_route", period) == ServicePensionRoute.incoming_officer
        claim = person("service_pension_claim_date", period)

        def covered(claim, incoming):
            return month_number(period) >= month_numbers(claim) - where(incoming, 0, months_back)

        return only(has_date(claim), covered, claim, incoming, empty=True) | person("service_pension_awarded", period)


class service_pension_paid(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Service pension paid"
    reference = articles("Social Code, art. 216 p. 1, p. 6")

    def formula(person, period, parameters):
        """The service pension of the months that the claim covers; on full state support 30 percent of it. There it is
        not below the minimum pension; a smaller pension stays whole. KZT a month.
        """
        law = parameters(period)
        due = where(person("service_pension_claimed", period), person("service_pension", period), 0)
        share = law.rights.pensions.age_pension.care_home_share
        kept = minimum(due, maximum(ceil_tenge(due * share), law.indicators.minimum_pension))
        return where(person("outside_full_state_support", period), due, kept)
