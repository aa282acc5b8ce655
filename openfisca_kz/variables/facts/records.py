"""What the funds' registers know of a person's past: insured months, service, savings."""

from openfisca_kz.base import ETERNITY, MONTH, Person, date, facts

FACTS = [
    *facts(
        (Person, MONTH, int, "months"),
        social_insurance_months="Time with social contributions in total",
        pension_contribution_months="Time with pension contributions since 1998",
    ),
    *facts(
        (Person, ETERNITY, int, "months"),
        service_months_before_1998="Work record before 1 January 1998",
    ),
    *facts(
        (Person, MONTH, float, "KZT"),
        pension_average_income="Average monthly income for the age pension",
        pension_savings="Pension savings in the pension fund",
    ),
    *facts(
        (Person, ETERNITY, date),
        age_pension_award_date="Date on which the age pension was awarded",
    ),
    *facts(
        (Person, ETERNITY, float, "KZT"),
        age_pension_at_award="Age pension at its award",
    ),
]
