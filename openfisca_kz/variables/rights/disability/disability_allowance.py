"""State social allowance for disability: by group, cause, childhood and age, beside work and beside a pension."""

import numpy as np

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    Enum,
    Person,
    Variable,
    ceil_tenge,
    has_date,
    lookup,
    maximum,
    minimum,
    month_number,
    month_numbers,
    one_of,
    where,
)
from openfisca_kz.variables.facts.disability import DisabilityCause, DisabilityGroup
from openfisca_kz.variables.facts.residence import LegalResidence, lives_here_as


class DisabilityAllowanceClass(Enum):
    """Persons with disability as the law on the allowance divides them (Social Code, art. 176-177)."""

    none = "No disability"
    child_under_7 = "Child with disability without a group"
    child_1 = "Child with disability, group I"
    child_2 = "Child with disability, group II"
    child_3 = "Child with disability, group III"
    since_childhood_1 = "Disabled since childhood, group I"
    since_childhood_2 = "Disabled since childhood, group II"
    since_childhood_3 = "Disabled since childhood, group III"
    general_1 = "General illness or work injury, group I"
    general_2 = "General illness or work injury, group II"
    general_3 = "General illness or work injury, group III"
    radiation_1 = "Conscript service, nuclear accident or ecological emergency, group I"
    radiation_2 = "Conscript service, nuclear accident or ecological emergency, group II"
    radiation_3 = "Conscript service, nuclear accident or ecological emergency, group III"
    service_1 = "Injured in military, special or police service, group I"
    service_2 = "Injured in military, special or police service, group II"
    service_3 = "Injured in military, special or police service, group III"


class disability_allowance_class(Variable):
    value_type = Enum
    possible_values = DisabilityAllowanceClass
    default_value = DisabilityAllowanceClass.none
    entity = Person
    definition_period = MONTH
    label = "Class of the disability allowance"
    reference = articles("Social Code, art. 155 p. 7, art. 176", "Law No. 126-I")

    def formula(person, period, parameters):
        """By group and cause; children apart, the youngest of them without a group.

        Then injury in service, then conscript service and radiation, then since childhood, then all other causes.
        """
        law = parameters(period).rights.disability.disability_allowance
        classes = DisabilityAllowanceClass
        group = person("disability_group", period)
        cause = person("disability_cause", period)
        age = person("age", period)

        born = age >= 0
        child = born & (age < law.adult_age)
        has_group = born & one_of(group, DisabilityGroup.group_1, DisabilityGroup.group_2, DisabilityGroup.group_3)
        without_group = (group == DisabilityGroup.child) | (age < law.grouped_from_age)
        conscript = person("disabled_as_conscript", period)
        military = (cause == DisabilityCause.military) & ~conscript
        radiation = (cause == DisabilityCause.radiation) | conscript

        first = where(
            person("disability_since_childhood", period),
            classes.since_childhood_1.index,
            classes.general_1.index,
        )
        first = where(radiation, classes.radiation_1.index, first)
        first = where(military, classes.service_1.index, first)
        first = where(child, classes.child_1.index, first)
        by_group = first + group.view(np.ndarray) - DisabilityGroup.group_1.index
        result = where(has_group, by_group, classes.none.index)
        disabled_child = child & (group != DisabilityGroup.none)
        return where(disabled_child & without_group, classes.child_under_7.index, result)


class child_or_since_childhood_disability(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child with disability, or disabled since childhood"
    reference = articles("Social Code, art. 177 p. 5-6")

    def formula(person, period, parameters):
        """A disability that was established before eighteen, whatever its cause."""
        child = person("age", period) < parameters(period).rights.disability.disability_allowance.adult_age
        return person("disability_set", period) & (child | person("disability_since_childhood", period))


# ----- Conditions ----- #


class disability_set(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "A disability is established at this age"
    reference = articles("Social Code, art. 175 p. 1, art. 176")

    def formula(person, period, parameters):
        """The person belongs to a class of the allowance: a group, or a child with disability."""
        return person("disability_allowance_class", period) != DisabilityAllowanceClass.none


class social_allowance_residence(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Lives permanently in Kazakhstan, whatever the citizenship"
    reference = articles("Social Code, art. 175 p. 2, art. 179 p. 1, art. 190 p. 1, art. 234 p. 1")

    def formula(person, period, parameters):
        """Citizens, kandas, and foreigners and stateless persons who reside permanently."""
        return lives_here_as(
            person,
            period,
            LegalResidence.citizen,
            LegalResidence.kandas,
            LegalResidence.foreigner_permanent_resident,
            LegalResidence.stateless_permanent_resident,
        )


class disability_allowance_chosen(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Did not choose the survivor allowance instead"
    reference = articles("Social Code, art. 175 p. 6")

    def formula(person, period, parameters):
        """Of the two state social allowances one is paid, by choice."""
        return ~person("survivor_allowance_preferred", period)


class disability_allowance_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Right to the disability allowance"
    reference = articles("Social Code, art. 175", "Law No. 126-I")

    def formula(person, period, parameters):
        """A disability is established, residence is permanent, and the survivor allowance was not chosen. Work does not
        matter.
        """
        return (
            person("disability_set", period)
            & person("social_allowance_residence", period)
            & person("disability_allowance_chosen", period)
        )


# ----- Amount ----- #


class disability_allowance_full(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Disability allowance of the class, before a pension is taken into account"
    reference = articles("Social Code, art. 177 p. 2-4", "Law No. 126-I")

    def formula(person, period, parameters):
        """Subsistence minimums by class. KZT, not rounded."""
        law = parameters(period)
        multiples = law.rights.disability.disability_allowance.multiple
        multiple = lookup(multiples, person("disability_allowance_class", period))
        return multiple * law.indicators.subsistence_minimum


class disability_allowance_above_pension(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Disability allowance after the pension"
    reference = articles(
        "Social Code, art. 175 p. 7, art. 177 p. 8, art. 178 p. 2, p. 5-6", "Law No. 126-I, art. 6, art. 12"
    )

    def formula(person, period, parameters):
        """What remains of the allowance of the class after the age and service pensions that are claimed: a pension
        takes its place only at the person's wish. The basic one does not count. On full state support a share of it,
        not less than one subsistence minimum; less than one minimum stays whole, and so does what a child with a
        musculoskeletal disorder receives. KZT, not rounded.
        """
        law = parameters(period)
        allowance = law.rights.disability.disability_allowance
        service = person("service_pension", period) * person("service_pension_claimed", period)
        pension = person("age_pension_on_claim", period) + service
        above = maximum(person("disability_allowance_full", period) - pension, 0)
        least = minimum(above, allowance.full_support_minimum * law.indicators.subsistence_minimum)
        child = person("age", period) < allowance.adult_age
        paid_whole = person("outside_full_state_support", period) | (child & person("musculoskeletal_disorder", period))
        return where(paid_whole, above, maximum(allowance.full_support_share * above, least))


class child_or_dependent_since_childhood(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child with disability, or disabled since childhood and dependent on the breadwinner"
    reference = articles("Social Code, art. 177 p. 5-6")

    def formula(person, period, parameters):
        """Whether the person depended on the breadwinner is asked of an adult, not of a child."""
        child = person("age", period) < parameters(period).rights.disability.disability_allowance.adult_age
        asked = child | person("depended_on_breadwinner", period)
        return person("child_or_since_childhood_disability", period) & asked


class survivor_share_added(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The survivor share is added to the disability allowance"
    reference = articles("Social Code, art. 177 p. 5-6")

    def formula(person, period, parameters):
        """A child with disability, or a dependant disabled since childhood, lost the breadwinner while disabled, unless
        the survivor allowance alone was chosen; since the law of October 2021.
        """
        law = parameters(period).rights.disability.disability_allowance
        return (
            person("child_or_dependent_since_childhood", period)
            & person("disability_allowance_chosen", period)
            & person("lost_breadwinner_while_disabled", period)
            & law.survivor_share_added
        )


class disability_allowance(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "Disability allowance"
    reference = articles("Social Code, art. 175-178", "Law No. 126-I of 16.06.1997")

    def formula(person, period, parameters):
        """A number of subsistence minimums, set by the group and cause of the disability, less the age and service
        pensions. A child with disability who lost a breadwinner has the survivor share added. Whole tenge, rounded up.
        KZT a month.
        """
        added = where(
            person("survivor_share_added", period),
            person("survivor_allowance_share", period),
            0,
        )
        amount = ceil_tenge(person("disability_allowance_above_pension", period) + added)
        return where(person("disability_allowance_eligible", period), amount, 0)


class disability_allowance_paid(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Disability allowance paid, given the date of the claim"
    reference = articles("Social Code, art. 175 p. 4")

    def formula(person, period, parameters):
        """The allowance from three months before the claim on; all of it where no claim date is given. KZT."""
        law = parameters(period).rights.disability.disability_allowance
        claim = person("disability_allowance_claim_date", period)
        covered = month_number(period) >= month_numbers(claim) - law.months_back
        return where(covered | ~has_date(claim), person("disability_allowance", period), 0)
