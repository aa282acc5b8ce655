"""The age of a pension: the general one by its schedule, and the earlier ones."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    ETERNITY,
    MONTH,
    MONTHS_IN_YEAR,
    Person,
    Variable,
    date,
    first_days,
    has_date,
    last_day,
    maximum,
    minimum,
    month_number,
    month_numbers,
    where,
)
from openfisca_kz.variables.facts.identity import Sex
from openfisca_kz.variables.rights.pensions.dated import (
    figure_of_month,
    month_of_enough,
    month_of_reaching,
    same_day,
)

GENERAL = "rights.pensions.pension_age.general"
EARLY = "rights.pensions.pension_age.early"


class pension_month(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "month_number"
    label = "Month in which the general pension age is reached"
    reference = articles("Social Code, art. 207 p. 1")

    def formula(person, period, parameters):
        """The first month in which the person has the age that the schedule for the sex asks for in that month."""
        born = person("birth_month", period)
        woman = person("sex", period) == Sex.female
        women = month_of_reaching(person, f"{GENERAL}.women", born)
        men = month_of_reaching(person, f"{GENERAL}.men", born)
        return where(woman, women, men)


class pension_age(Variable):
    value_type = float
    entity = Person
    definition_period = ETERNITY
    unit = "years"
    label = "General pension age that applies to the person"
    reference = articles("Social Code, art. 207 p. 1")

    def formula(person, period, parameters):
        """The age that the schedule asks for in the month in which the person reaches it. Years."""
        month = person("pension_month", period)
        woman = person("sex", period) == Sex.female
        women = figure_of_month(person, f"{GENERAL}.women", month)
        men = figure_of_month(person, f"{GENERAL}.men", month)
        return where(woman, women, men)


class pension_date(Variable):
    value_type = date
    entity = Person
    definition_period = ETERNITY
    label = "Date on which the general pension age is reached"
    reference = articles("Social Code, art. 207 p. 1")

    def formula(person, period, parameters):
        """The birth date plus the pension age.

        A person born on the last day of a month reaches it on the last day of a month. Where a law lowers the age
        below the one a person has, its first day.
        """
        months = (person("pension_age", period) * MONTHS_IN_YEAR).astype("int32")
        birthday = same_day(person("birth_date", period), months)
        return maximum(birthday, first_days(person("pension_month", period)))


class pension_age_reached(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has reached the general pension age"
    reference = articles("Social Code, art. 207 p. 1")

    def formula(person, period, parameters):
        """The general pension age is reached by the last day of the month."""
        return person("pension_date", period) <= last_day(period)


class early_pension_month(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "month_number"
    label = "Month in which an early pension age, or else the general one, is reached"
    reference = articles("Social Code, art. 207 p. 2-3")

    def formula(person, period, parameters):
        """The earliest of the general age, that of mothers of five and that of the test site. Women at 53 (50 up to and
        including June 1998, half a year more each July from 1998 to 2003) with five children raised to eight; men at 50
        and women at 45 after five years in the zones of extreme and maximum risk (ten before 2016).
        """
        born = person("birth_month", period)
        general = person("pension_month", period)
        woman = person("sex", period) == Sex.female

        raised = person("fifth_child_raised_date", period)
        mother = maximum(month_of_reaching(person, f"{EARLY}.mothers_of_five", born), month_numbers(raised))
        result = where(woman & has_date(raised) & (mother < general), mother, general)

        women = month_of_reaching(person, f"{EARLY}.test_site_women", born)
        men = month_of_reaching(person, f"{EARLY}.test_site_men", born)
        resident = where(woman, women, men)
        lived = person("test_site_residence_months", period)
        return minimum(month_of_enough(person, f"{EARLY}.test_site_residence", lived, resident), result)


class early_pension_age_reached(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has reached an early pension age"
    reference = articles("Social Code, art. 207 p. 2-3")

    def formula(person, period, parameters):
        """An early age that is below the general one is reached by the last day of the month."""
        early = person("early_pension_month", period)
        return (early < person("pension_month", period)) & (early <= month_number(period))


class age_pension_age_reached(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has reached the general or an early pension age"
    reference = articles("Social Code, art. 207 p. 1-3")

    def formula(person, period, parameters):
        """The earlier of the general and the early age is reached by the last day of the month."""
        return person("pension_age_reached", period) | person("early_pension_age_reached", period)
