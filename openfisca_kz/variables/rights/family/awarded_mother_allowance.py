"""Awarded-mother allowance: monthly, for life, to a mother with a state award, whatever her income."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    ONE_DAY,
    NonNegative,
    Person,
    Variable,
    ceil_tenge,
    first_day,
    has_date,
    last_day,
    lookup,
    maximum,
    only,
    where,
)
from openfisca_kz.variables.facts.honours import MotherAward
from openfisca_kz.variables.facts.residence import LegalResidence, lives_here_as
from openfisca_kz.variables.rights.family.words import share_of_month


class awarded_mother_residence(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Lives permanently in Kazakhstan"
    reference = articles("Social Code, art. 93 p. 1")

    def formula(person, period, parameters):
        """Citizens, kandas, foreigners with a residence permit, stateless persons with permanent residence."""
        return lives_here_as(
            person,
            period,
            LegalResidence.citizen,
            LegalResidence.kandas,
            LegalResidence.foreigner_permanent_resident,
            LegalResidence.stateless_permanent_resident,
        )


class mother_with_award(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Holds an award of a mother of many children"
    reference = articles("Social Code, art. 93 p. 1")

    def formula(person, period, parameters):
        """Kumis alka, Altyn alka, Mother Heroine, Maternal Glory of either class."""
        return person("mother_award", period) != MotherAward.none


class awarded_mother_allowance_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Right to the awarded-mother allowance"
    reference = articles("Social Code, art. 93, art. 95 p. 1")

    def formula_2018_01_01(person, period, parameters):
        """A mother with an award who lives permanently in Kazakhstan, not in prison and outside full state support."""
        return (
            person("mother_with_award", period)
            & person("awarded_mother_residence", period)
            & person("outside_prison", period)
            & person("outside_full_state_support", period)
        )


class awarded_mother_allowance(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "Awarded-mother allowance"
    reference = articles("Social Code, art. 93-94", "Law No. 63-III, art. 9")

    def formula_2018_01_01(person, period, parameters):
        """A number of MRP a month, set by the award of the mother; whole tenge, rounded up. KZT."""
        law = parameters(period)
        multiple = lookup(law.rights.family.awarded_mother_allowance.multiple, person("mother_award", period))
        amount = ceil_tenge(multiple * law.indicators.mrp)
        return where(person("awarded_mother_allowance_eligible", period), amount, 0)


class awarded_mother_allowance_paid(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Awarded-mother allowance paid on the claim"
    reference = articles("Social Code, art. 93 p. 2")

    def formula_2018_01_01(person, period, parameters):
        """From the day of the claim, by days in its month; months before it are lost. Whole tenge, rounded up. KZT."""
        claim = person("awarded_mother_allowance_claim_date", period)
        by_days = parameters(period).rights.family.partial_month_by_days

        def paid(allowance, claim):
            since = where(has_date(claim), claim, first_day(period))
            until = maximum(since, last_day(period) + ONE_DAY)
            return ceil_tenge(allowance * share_of_month(period, since, until, by_days))

        allowance = person("awarded_mother_allowance", period)
        return only(allowance > 0, paid, allowance, claim)
