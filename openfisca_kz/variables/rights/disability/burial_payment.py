"""Burial payments: from the budget for who drew a pension or allowance, from the fund for who had savings."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    Family,
    Variable,
    ceil_tenge,
    date,
    family_max,
    first_day,
    last_day,
    maximum,
    minimum,
    one_of,
    where,
)
from openfisca_kz.variables.facts.survivors import Deceased
from openfisca_kz.variables.rights.family.words import claimed_in_time


class deceased_drew_state_payment(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The person who died drew a pension or a state social allowance"
    reference = articles("Social Code, art. 242 p. 1")

    def formula(family, period, parameters):
        """Age pension, basic pension, or state social allowance for disability or loss of a breadwinner."""
        return one_of(family("deceased", period), Deceased.recipient, Deceased.veteran_recipient)


class burial_payment_eligible(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Right to the burial payment"
    reference = articles("Social Code, art. 242 p. 1")

    def formula(family, period, parameters):
        """A recipient of a pension or state social allowance died in this month and the family buried them."""
        return family("deceased_drew_state_payment", period)


class burial_payment(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "Burial payment"
    reference = articles("Social Code, art. 242 p. 1", "Pension law No. 105-V")

    def formula(family, period, parameters):
        """A number of MRP of the month of death, more for a veteran of the Second World War; once; whole tenge, rounded
        up. KZT.
        """
        law = parameters(period)
        payment = law.rights.disability.burial_payment
        veteran = family("deceased", period) == Deceased.veteran_recipient
        amount = ceil_tenge(where(veteran, payment.veteran_recipient, payment.recipient) * law.indicators.mrp)
        return where(family("burial_payment_eligible", period), amount, 0)


class deceased_in_month_on(Variable):
    value_type = date
    entity = Family
    definition_period = MONTH
    label = "Day of the death in the month"
    reference = articles("Social Code, art. 242 p. 2; Civil Code, art. 173")

    def formula(family, period, parameters):
        """The latest day in the month that was given for the person who died, for a member who died or for the
        breadwinner; the first of the month, which is safe, where no day was given. Date.
        """
        first, last = first_day(period), last_day(period)
        members = family.members("death_date", period)
        within = (members >= first) & (members <= last)
        of_member = family_max(family, members.astype("int64"), within, empty=first.astype("int64") - 1)
        breadwinner, given = family("breadwinner_death_date", period), family("deceased_death_date", period)
        day = of_member.astype("datetime64[D]")
        day = where(breadwinner <= last, maximum(breadwinner, day), day)
        day = where(given <= last, maximum(given, day), day)
        return maximum(day, first)


class burial_payment_claimed_in_time(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The burial payment was claimed within three years of the death"
    reference = articles("Social Code, art. 242 p. 2; Civil Code, art. 173")

    def formula(family, period, parameters):
        """The claim was not later than the same day three years after the death; with no claim date it was in time."""
        return claimed_in_time(
            family,
            family("burial_payment_claim_date", period),
            family("deceased_in_month_on", period),
            "rights.disability.burial_payment.claim_months",
        )


class burial_payment_paid(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Burial payment paid on the claim"
    reference = articles("Social Code, art. 242 p. 2")

    def formula(family, period, parameters):
        """The amount in force at the time of death, if claimed within three years after the day of the death. KZT."""
        return where(family("burial_payment_claimed_in_time", period), family("burial_payment", period), 0)


class deceased_had_savings(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The person who died had pension savings"
    reference = articles("Social Code, art. 242 p. 3")

    def formula(family, period, parameters):
        """Somebody died in the month and left savings in the Unified Accumulative Pension Fund."""
        died = family("deceased", period) != Deceased.nobody
        return died & (family("deceased_pension_savings", period) > 0)


class fund_burial_payment_eligible(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Right to the burial payment from pension savings"
    reference = articles("Social Code, art. 242 p. 3")

    def formula(family, period, parameters):
        """The person who died left savings in the Unified Accumulative Pension Fund."""
        return family("deceased_had_savings", period)


class fund_burial_payment(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    right_paid_by = "pension_fund"
    unit = "KZT"
    label = "Burial payment from pension savings"
    reference = articles("Social Code, art. 242 p. 3", "Pension law No. 105-V")

    def formula(family, period, parameters):
        """Savings up to a limit counted in MRP; a remainder not above the minimum pension is paid out with them. Once.
        KZT.
        """
        law = parameters(period)
        savings = family("deceased_pension_savings", period)
        capped = minimum(savings, law.rights.disability.burial_payment.fund_maximum * law.indicators.mrp)
        rest = savings - capped
        amount = where(rest <= law.indicators.minimum_pension, savings, capped)
        return where(family("fund_burial_payment_eligible", period), amount, 0)
