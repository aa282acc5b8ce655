"""Births, parents, care and leave."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    ETERNITY,
    MONTH,
    NO_DATE,
    Family,
    NonNegative,
    Person,
    Variable,
    date,
    family_rank,
    first_day,
    has_date,
    has_role,
    last_day,
    where,
)


def leave_in_month(period, start, days):
    """Return whether a leave that lasts so many days from each date has a day in the month; no date is no leave."""
    return has_date(start) & (start <= last_day(period)) & (start + days.astype("timedelta64[D]") > first_day(period))


class earlier_children(NonNegative):
    value_type = int
    entity = Family
    definition_period = ETERNITY
    unit = "persons"
    label = "Earlier children who count for the birth order and do not live in the family"


class birth_order(NonNegative):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "number"
    label = "Order of birth among the mother's children"
    reference = articles("Social Code, art. 81 p. 2-3")

    def formula(person, period, parameters):
        """Place by the day of birth, or of an adoption or guardianship, among the children of the family who count.
        After the earlier children; twins get their own numbers; 0 for who is not a child of the family or does not
        count in it.
        """
        child = has_role(person, "child") & person("counted_in_birth_order", period)
        place = family_rank(person, person("family_entry_date", period).astype("int64"), child)
        return where(child, place + 1 + person.family("earlier_children", period), 0)


class living_parents(NonNegative):
    value_type = int
    default_value = 2
    entity = Person
    definition_period = MONTH
    unit = "persons"
    label = "Living parents"
    maximum = 2


class lost_parents_as_minor(Variable):
    value_type = bool
    entity = Person
    definition_period = ETERNITY
    label = "Lost the parents or their care before coming of age"


class widowed(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Widow or widower who has not married again"


class adoption_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date on which the court decision on adoption took effect"


class under_guardianship(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child under guardianship"


class main_carer(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The legal representative who cares for the child or disabled person of the family"


class pregnant(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Pregnant"


class on_maternity_leave(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "On leave for pregnancy and childbirth"
    reference = articles("Labour Code, art. 99")

    def formula(person, period, parameters):
        """The days of the leave certificates, from their first day on, reach into the month."""
        days = person("maternity_leave_days", period) + person("maternity_leave_extension_days", period)
        return leave_in_month(period, person("maternity_leave_start", period), days)


class maternity_leave_start(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "First day of the leave for pregnancy and childbirth"


class maternity_leave_days(NonNegative):
    value_type = int
    default_value = 126
    entity = Person
    definition_period = ETERNITY
    unit = "days"
    label = "Days of the leave for pregnancy and childbirth"


class on_childcare_leave(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "On leave to care for a child up to three"
