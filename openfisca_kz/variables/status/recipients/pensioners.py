"""Who receives a pension, of which kind; and the registered unemployed, who cannot be pensioners."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable

UNEMPLOYED = "Social Code, art. 1 subp. 67, art. 99 p. 3"


class age_pensioner(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Age pensioner"
    reference = articles("Social Code, art. 1 subp. 77-78, 104")

    def formula(person, period, parameters):
        """Receives the age pension, paid or awarded, or the state basic pension without a service pension.

        An award that is given is enough: its amount need not be known.
        """
        basic = (person("basic_pension_paid", period) > 0) & ~person("service_pensioner", period)
        return person("age_pension_drawn", period) | basic


class age_pension_drawn(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Draws the age pension"
    reference = articles("Social Code, art. 1 subp. 77, art. 199")

    def formula(person, period, parameters):
        """The age pension is paid in the month, or its award is given and its day has come."""
        awarded = person("age_pension_awarded", period) & person("lives_here", period)
        return (person("age_pension_paid", period) > 0) | awarded


class service_pensioner(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Service pensioner"
    reference = articles("Social Code, art. 1 subp. 77, art. 212")

    def formula(person, period, parameters):
        """Receives the service pension, paid or awarded, and not the age pension: the Code lets a person
        choose one.
        """
        awarded = person("service_pension_awarded", period) & person("lives_here", period)
        return ((person("service_pension_paid", period) > 0) | awarded) & ~person("age_pension_drawn", period)


class age_pensioner_wwii_veteran(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Age pensioner who is a veteran of the Second World War"
    reference = articles("Law No. 322-VI on veterans, art. 4")

    def formula(person, period, parameters):
        """An age pensioner who took part in the Second World War or was disabled by it."""
        return person("age_pensioner", period) & person("wwii_veteran", period)


class pension_recipient_epf_only(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Receives pension payments from the Unified Accumulative Pension Fund only"
    reference = articles("Social Code, art. 220")

    def formula(person, period, parameters):
        """Receives payments from pension savings and no pension from the state."""
        from_state = person("age_pensioner", period) | person("service_pensioner", period)
        return (person("fund_pension", period) > 0) & ~from_state


class pension_recipient(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Recipient of pension payments"
    reference = articles("Law No. 405-V on health insurance, art. 26 p. 1 subp. 7")

    def formula(person, period, parameters):
        """Receives a pension of any kind: by age, for service, basic, or from pension savings."""
        from_state = person("age_pensioner", period) | person("service_pensioner", period)
        return from_state | person("pension_recipient_epf_only", period)


def registered_without_work(person, period):
    """Return who is registered as unemployed, works in none of the ways of art. 97 and is not held in custody."""
    held = person("prisoner_not_minimum_security", period) | person("prisoner_minimum_security", period)
    return (
        person("registered_unemployed", period)
        & person("nonworking", period)
        & ~person("self_employed", period)
        & ~held
        & ~person("detainee", period)
        & ~person("age_pensioner", period)
    )


class unemployed(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Unemployed"
    reference = articles(UNEMPLOYED, "Law No. 482-V on employment, art. 14 p. 5")

    def formula(person, period, parameters):
        """Registered as unemployed and not one of those whom the law bars. Not working in any way, below the general
        pension age, not an age pensioner, not serving a sentence and not held in custody.
        """
        return registered_without_work(person, period) & ~person("pension_age_reached", period)

    def formula_2023_07_01(person, period, parameters):
        """Registered as unemployed and not one of those whom art. 99 p. 3 bars. Not working in any of the ways of art.
        97, below the pension age, the general or an early one, not an age pensioner, not serving a sentence and not
        held in custody.
        """
        return registered_without_work(person, period) & ~person("age_pension_age_reached", period)


class unemployed_job_loss(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Unemployed after the loss of a job"
    reference = articles(UNEMPLOYED)

    def formula(person, period, parameters):
        """Unemployed, and social or pension contributions were paid for an earlier job.

        No act sets those who lost a job apart from first-time seekers.
        """
        insured_months = person("social_insurance_months", period) + person("pension_contribution_months", period)
        return person("unemployed", period) & (insured_months > 0)


class labour_veteran(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Labour veteran"
    reference = articles("Law No. 322-VI on veterans, art. 7")

    def formula(person, period, parameters):
        """By title or by work on the home front; a pensioner with an award for work, only since November 2021."""
        return person("labour_hero_or_home_front_worker", period)

    def formula_2021_11_01(person, period, parameters):
        """By title or by work on the home front, or a pensioner with an order, medal, title or award for work."""
        awarded = person("labour_award", period) & person("pension_recipient", period)
        return person("labour_hero_or_home_front_worker", period) | awarded
