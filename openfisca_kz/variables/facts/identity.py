"""Who a person is: birth date, sex, and the age that follows."""

from openfisca_kz.base import (
    ETERNITY,
    MONTH,
    MONTHS_IN_YEAR,
    Enum,
    Person,
    Variable,
    date,
    month_number,
    month_numbers,
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
    unit = "date"
    label = "Birth date"


class sex(Variable):
    value_type = Enum
    possible_values = Sex
    default_value = Sex.male
    entity = Person
    definition_period = ETERNITY
    unit = "choice"
    label = "Sex"


class birth_month(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "month_number"
    label = "Month of birth"
    reference = ["Civil Code, art. 173 - https://adilet.zan.kz/rus/docs/K940001000_"]

    def formula(person, period, parameters):
        """Year of birth times twelve plus the month from 0. Months."""
        return month_numbers(person("birth_date", period))


class age_in_months(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "months"
    label = "Age at the end of the month, in completed months"
    reference = ["Civil Code, art. 173 - https://adilet.zan.kz/rus/docs/K940001000_"]

    def formula(person, period, parameters):
        """Months from the month of birth to this month: every birthday has come by the last day. Months."""
        return month_number(period) - person("birth_month", period)


class age(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "years"
    label = "Age in completed years at the end of the month"
    reference = ["Civil Code, art. 173 - https://adilet.zan.kz/rus/docs/K940001000_"]

    def formula(person, period, parameters):
        """Completed years on the last day of the month; below zero before birth. Years."""
        return person("age_in_months", period) // MONTHS_IN_YEAR
