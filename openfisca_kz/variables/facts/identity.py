"""Who a person is: birth date, sex, and the age that follows."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    ETERNITY,
    MONTH,
    MONTHS_IN_YEAR,
    Enum,
    Person,
    Variable,
    date,
    facts,
    first_day,
    has_date,
    month_number,
    month_numbers,
    only,
)


class Sex(Enum):
    """Sex in the identity document."""

    male = "Male"
    female = "Female"


class birth_date(Variable):
    value_type = date
    # A person of working age: nothing begins or ends by age around it.
    default_value = date(1990, 1, 1)
    entity = Person
    definition_period = ETERNITY
    label = "Birth date"


class lives_here(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Alive, and has not left Kazakhstan for good"
    reference = articles("Social Code, art. 92 p. 1, art. 95 p. 5, art. 178 p. 1")

    def formula(person, period, parameters):
        """No death or departure before the month: payments continue up to and including the month of the death or
        departure.
        """
        first = first_day(period)

        def before(event):
            return only(has_date(event), lambda day: day < first, event, empty=False)

        return ~before(person("death_date", period)) & ~before(person("left_for_good_date", period))


class birth_month(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "month_number"
    label = "Month of birth"
    reference = articles("Civil Code, art. 173")

    def formula(person, period, parameters):
        """Year of birth times twelve plus the number of the month, counted from 0. Months."""
        return month_numbers(person("birth_date", period))


class age_in_months(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "months"
    label = "Age at the end of the month, to the completed month"
    reference = articles("Civil Code, art. 173")

    def formula(person, period, parameters):
        """Months from the month of birth to this month: every birthday has come by the last day. Months."""
        return month_number(period) - person("birth_month", period)


class age(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "years"
    label = "Age in completed years at the end of the month"
    reference = articles("Civil Code, art. 173")

    def formula(person, period, parameters):
        """Completed years on the last day of the month; below zero before birth. Years."""
        return person("age_in_months", period) // MONTHS_IN_YEAR


FACTS = [
    *facts(
        (Person, ETERNITY, Sex),
        sex="Sex",
    ),
    *facts(
        (Person, ETERNITY, date),
        death_date="Date of death, or of the court's declaration of death",
        left_for_good_date="Date of leaving Kazakhstan for good",
    ),
]
