"""Special state allowance: one ground of nineteen, paid on top of everything else."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Enum, Person, Variable, ceil_tenge, lookup, maximum, one_of, only, where
from openfisca_kz.variables.facts.disability import DisabilityGroup
from openfisca_kz.variables.facts.honours import PenalPosition
from openfisca_kz.variables.facts.veterans import VeteranCategory

ARTICLE_194 = articles("Social Code, art. 190 p. 2-3, art. 194 p. 3", "Law No. 365-I of 05.04.1999")


class SpecialAllowanceGround(Enum):
    """Where the ground that pays most comes from."""

    none = "No ground"
    first_category = "Category of veteran or hero"
    second_category = "Second category of veteran or hero"
    pensioner_with_disability = "Pensioner with disability"
    baikonur = "Russian disability pension in Baikonur"


def category_multiple(person, period, law, category):
    """Return the MRP of a category; victims of repression get it if they are disabled or pensioners."""
    value = person(category, period)
    victim = value == VeteranCategory.repression_victim
    counts = ~victim | person("disabled_or_pensioner", period)
    return lookup(law.multiple, value) * counts


class pensioner(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Draws a state pension"
    reference = articles("Social Code, art. 190 p. 3 subp. 13 and 16")

    def formula(person, period, parameters):
        """An age, service or basic pension is paid."""
        pensions = person("age_pension", period) + person("service_pension", period) + person("basic_pension", period)
        return pensions > 0


class disabled_or_pensioner(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has a disability or draws a state pension"
    reference = articles("Social Code, art. 190 p. 3 subp. 16")

    def formula(person, period, parameters):
        """A disability of any group, or a pension."""
        return person("person_with_disability", period) | person("pensioner", period)


class pensioner_with_disability_without_top_up(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Pensioner with disability whose pension is not topped up to the disability allowance"
    reference = articles("Social Code, art. 190 p. 3 subp. 13")

    def formula(person, period, parameters):
        """Group I, II or III, with an age or service pension and without the top-up of art. 177 p. 8."""
        group = person("disability_group", period)
        grouped = one_of(group, DisabilityGroup.group_1, DisabilityGroup.group_2, DisabilityGroup.group_3)
        pension = person("age_pension", period) + person("service_pension", period)
        return grouped & (pension > 0) & (person("disability_allowance", period) == 0)


class baikonur_special_multiple(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "MRP"
    label = "Special state allowance of a person with disability in Baikonur"
    reference = ARTICLE_194

    def formula(person, period, parameters):
        """By group, children by a table of their own (those under seven, up to and including October 2021 under
        sixteen, have no group). MRP.
        """
        law = parameters(period).rights
        special = law.special.special_state_allowance
        ages = law.disability.disability_allowance

        def multiple(group, age):
            young = (age < ages.grouped_from_age) & (group != DisabilityGroup.none)
            child = where(young, special.baikonur_child.child, lookup(special.baikonur_child, group))
            return where(age >= ages.adult_age, lookup(special.pensioner_with_disability, group), child)

        group, age = person("disability_group", period), person("age", period)
        return only(person("baikonur_disability_pension", period), multiple, group, age)


class special_state_allowance_multiple(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "MRP"
    label = "Special state allowance of the ground that pays most"
    reference = ARTICLE_194

    def formula(person, period, parameters):
        """The greatest multiple among the grounds a person has: one is paid, by choice, and the best is chosen. MRP."""
        law = parameters(period).rights.special.special_state_allowance
        pensioner = lookup(law.pensioner_with_disability, person("disability_group", period))
        pensioner = pensioner * person("pensioner_with_disability_without_top_up", period)
        veteran = maximum(
            category_multiple(person, period, law, "veteran_category"),
            category_multiple(person, period, law, "second_veteran_category"),
        )
        return maximum(maximum(veteran, pensioner), person("baikonur_special_multiple", period))


class special_state_allowance_ground(Variable):
    value_type = Enum
    possible_values = SpecialAllowanceGround
    default_value = SpecialAllowanceGround.none
    entity = Person
    definition_period = MONTH
    label = "Ground chosen for the special state allowance"
    reference = articles("Social Code, art. 190 p. 2")

    def formula(person, period, parameters):
        """The ground whose multiple is the greatest; of equal ones the first category, then the second, then the
        pension in Baikonur, then that of a pensioner with disability.
        """
        law = parameters(period).rights.special.special_state_allowance
        grounds = SpecialAllowanceGround
        best = person("special_state_allowance_multiple", period)
        first = category_multiple(person, period, law, "veteran_category")
        second = category_multiple(person, period, law, "second_veteran_category")
        baikonur = person("baikonur_special_multiple", period)
        ground = where(best == baikonur, grounds.baikonur.index, grounds.pensioner_with_disability.index)
        ground = where(best == second, grounds.second_category.index, ground)
        ground = where(best == first, grounds.first_category.index, ground)
        return where(best > 0, ground, grounds.none.index)


# ----- Conditions ----- #


class special_state_allowance_ground_exists(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Belongs to a category of the special state allowance"
    reference = articles("Social Code, art. 190 p. 3")

    def formula(person, period, parameters):
        """At least one of the nineteen categories applies."""
        return person("special_state_allowance_multiple", period) > 0


class outside_prison(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Is not serving a sentence of imprisonment"
    reference = articles("Social Code, art. 120 p. 5, art. 195")

    def formula(person, period, parameters):
        """The person is not deprived of liberty by a sentence."""
        position = person("penal_position", period)
        return ~one_of(position, PenalPosition.serving, PenalPosition.serving_minimum_security)


class special_state_allowance_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Right to the special state allowance"
    reference = articles("Social Code, art. 190, art. 195")

    def formula(person, period, parameters):
        """A category of the list and permanent residence, whatever the citizenship. Neither in prison nor on full state
        support.
        """
        return (
            person("special_state_allowance_ground_exists", period)
            & person("social_allowance_residence", period)
            & person("outside_prison", period)
            & person("outside_full_state_support", period)
        )


class special_state_allowance(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "Special state allowance"
    reference = ARTICLE_194

    def formula(person, period, parameters):
        """A number of MRP a month, set by the ground that gives most; whole tenge, rounded up. KZT a month."""
        mrp = parameters(period).indicators.mrp
        amount = ceil_tenge(person("special_state_allowance_multiple", period) * mrp)
        return where(person("special_state_allowance_eligible", period), amount, 0)
