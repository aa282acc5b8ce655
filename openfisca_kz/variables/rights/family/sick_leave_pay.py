"""Sick pay: what the employer owes for days of illness, up to a cap."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, NonNegative, Person, Variable, minimum, where


class sick_leave(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Days of sick leave in the month"
    reference = articles("Labour Code, art. 133")

    def formula(person, period, parameters):
        """A sick leave certificate covers working days of this month."""
        return person("sick_leave_days", period) > 0


class sick_leave_pay_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Right to sick pay"
    reference = articles("Labour Code, art. 133")

    def formula_2016_01_01(person, period, parameters):
        """Days of sick leave in this month."""
        return person("sick_leave", period)


class sick_leave_pay(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "employer"
    unit = "KZT"
    label = "Sick pay"
    reference = articles("Labour Code, art. 133")

    def formula_2016_01_01(person, period, parameters):
        """Average daily pay times working days of illness, at most 25 MRP a month (15 before July 2023).
        At the employer's cost; work injuries and other cases without a cap are not covered. KZT, not rounded.
        """
        law = parameters(period)
        pay = person("average_daily_pay", period) * person("sick_leave_days", period)
        amount = minimum(pay, law.rights.family.sick_leave_pay.cap * law.indicators.mrp)
        return where(person("sick_leave_pay_eligible", period), amount, 0)
