"""Births, parents, care and leave."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    ETERNITY,
    MONTH,
    Family,
    NonNegative,
    Person,
    Variable,
    date,
    facts,
    family_rank,
    first_day,
    has_date,
    has_role,
    last_day,
    only,
    where,
)


def leave_in_month(period, start, days):
    """Return whether a leave that lasts so many days from each date has a day in the month; no date is no leave."""

    def on_leave(start, days):
        return (start <= last_day(period)) & (start + days.astype("timedelta64[D]") > first_day(period))

    return only(has_date(start), on_leave, start, days, empty=False)


class birth_order(NonNegative):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "number"
    label = "Order of birth among the mother's children"
    reference = articles("Social Code, art. 81 p. 2-3")

    def formula(person, period, parameters):
        """Place by the day of birth, or of an adoption or guardianship, among the children of the family who count.
        After the earlier children; twins get their own numbers; 0 for those who are not children of the family or do
        not count in it.
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


FACTS = [
    *facts(
        (Person, ETERNITY, int, "days"),
        126,
        maternity_leave_days="Days of the leave for pregnancy and childbirth",
    ),
    *facts(
        (Family, ETERNITY, int, "persons"),
        earlier_children="Earlier children who count for the birth order and do not live in the family",
    ),
    *facts(
        (Person, ETERNITY, bool),
        lost_parents_as_minor="Lost their parents or parental care before coming of age",
    ),
    *facts(
        (Person, MONTH, bool),
        widowed="Widow or widower who has not married again",
        under_guardianship="Child under guardianship",
        main_carer="The legal representative who cares for the child or the person with disability",
        carer_in_another_household="Someone of another household is paid for the care of this person of group I",
        barred_as_carer=(
            "Found incapable or of limited capacity by a court, or registered with a mental-health service"
        ),
        pregnant="Pregnant",
        on_childcare_leave="On leave to care for a child under three",
    ),
    *facts(
        (Person, MONTH, int, "persons"),
        group_1_persons_cared_for_elsewhere=(
            "Persons of group I in other households of the settlement who named this person as their carer"
        ),
    ),
    *facts(
        (Person, ETERNITY, date),
        adoption_date="Date on which the court decision on adoption took effect",
        maternity_leave_start="First day of the leave for pregnancy and childbirth",
    ),
]
