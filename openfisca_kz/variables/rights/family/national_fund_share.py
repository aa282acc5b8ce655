"""National Fund for Children: a share in US dollars each year until eighteen."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    MONTHS_IN_YEAR,
    YEAR,
    NonNegative,
    Person,
    Variable,
    has_date,
    last_day,
    month_number,
    where,
)
from openfisca_kz.variables.facts.residence import LegalResidence
from openfisca_kz.variables.rights.family.words import carried_forward


class national_fund_age(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = YEAR
    label = "Born and under eighteen on 31 December of the year before"
    reference = articles("Government resolution No. 16 of 18.01.2024")

    def formula_2024_01_01(child, period, parameters):
        """Age on the last day of the year before, from the month of birth."""
        limit = parameters(period).rights.family.national_fund_share.child_age * MONTHS_IN_YEAR
        age = month_number(period) - 1 - child("birth_month", period)
        return (age >= 0) & (age < limit)


class national_fund_citizen(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = YEAR
    label = "Citizen on 31 December of the year before"
    reference = articles("Government resolution No. 16 of 18.01.2024")

    def formula_2024_01_01(child, period, parameters):
        """Citizenship in December of the year before, of those alive at its end."""
        december, death = period.first_month.offset(-1, MONTH), child("death_date", period)
        alive = ~has_date(death) | (death > last_day(december))
        return alive & (child("legal_residence", december) == LegalResidence.citizen)


class national_fund_share_eligible(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = YEAR
    label = "On the list of the National Fund for the year"
    reference = articles("Government resolution No. 16 of 18.01.2024")

    def formula_2024_01_01(child, period, parameters):
        """A citizen under eighteen on 31 December of the year before."""
        return child("national_fund_age", period) & child("national_fund_citizen", period)


class national_fund_share(NonNegative):
    value_type = float
    entity = Person  # the child
    definition_period = YEAR
    right_paid_by = "national_fund"
    unit = "USD"
    label = "Share in the income of the National Fund accrued for the year"
    reference = articles("Government resolution No. 16 of 18.01.2024")

    def formula_2024_01_01(child, period, parameters):
        """The accrual of the year, equal for every child on the list. Not paid out before eighteen. US dollars."""
        accrual = parameters(period).rights.family.national_fund_share.accrual
        return where(child("national_fund_share_eligible", period), accrual, 0)


class national_fund_listed(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = YEAR
    label = "On the list of the National Fund in this or an earlier year"
    reference = articles("Government resolution No. 16 of 18.01.2024")

    def formula_2024_01_01(child, period, parameters):
        """The child was a citizen under eighteen on 31 December before a year of accrual."""

        def add(year, listed):
            return (listed > 0) | child("national_fund_share_eligible", year)

        first_year = parameters(period).rights.family.national_fund_share.first_year
        return carried_forward(period, first_year, add)


class national_fund_balance_eligible(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = YEAR
    label = "Right to the shares of the National Fund accrued so far"
    reference = articles("Government resolution No. 16 of 18.01.2024")

    def formula_2024_01_01(child, period, parameters):
        """The child was on the list of the National Fund in this or an earlier year."""
        return child("national_fund_listed", period)


class national_fund_balance(NonNegative):
    value_type = float
    entity = Person  # the child
    definition_period = YEAR
    right_paid_by = "national_fund"
    unit = "USD"
    label = "Shares in the income of the National Fund accrued so far"
    reference = articles("Government resolution No. 16 of 18.01.2024")

    def formula_2024_01_01(child, period, parameters):
        """The shares of every year, with what was accrued earlier raised each year by the return of the Fund. US
        dollars.
        """

        def add(year, balance):
            growth = 1 + parameters(year).rights.family.national_fund_share.return_on_earlier
            return balance * growth + child("national_fund_share", year)

        first_year = parameters(period).rights.family.national_fund_share.first_year
        balance = carried_forward(period, first_year, add)
        return where(child("national_fund_balance_eligible", period), balance, 0)
