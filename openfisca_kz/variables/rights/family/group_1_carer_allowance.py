"""Allowance to the carer of a person with disability of group I: monthly, for each person cared for.

Two rights by where the person cared for lives: of a member of the family the right is said of that person; of a person
of another household nothing else is known here, so the right is said of the carer.
"""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    MONTHS_IN_YEAR,
    Family,
    NonNegative,
    Person,
    Variable,
    ceil_tenge,
    family_count,
    last_day,
    where,
)
from openfisca_kz.variables.facts.disability import DisabilityGroup


class group_1_person_cared_for(Variable):
    value_type = bool
    entity = Person  # the person cared for
    definition_period = MONTH
    label = "Person with disability of group I whose care is paid for"
    reference = articles("Social Code, art. 187 p. 2", "Law No. 365-I, art. 1 subp. 1-1", "Law No. 63-III, art. 9-2")

    def formula_2018_07_01(person, period, parameters):
        """A person of group I, whatever the cause and the age, born or placed in the family; up to and including
        October 2021 only an adult disabled since childhood.
        """
        law = parameters(period).rights.family.group_1_carer_allowance
        group_1 = person("disability_group", period) == DisabilityGroup.group_1
        grown_up = person("age_in_months", period) >= law.adult_age * MONTHS_IN_YEAR
        since_childhood = person("disability_since_childhood", period) & grown_up
        in_household = (person("family_entry_date", period) <= last_day(period)) & person("lives_here", period)
        return group_1 & in_household & where(law.since_childhood_only, since_childhood, True)


class of_age_to_be_carer(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has come of age, as anyone who cares for a person of group I must"
    reference = articles("Social Code, art. 172 p. 3 subp. 1")

    def formula_2018_07_01(person, period, parameters):
        """Eighteen or older. Work and a pension of the carer do not matter."""
        adult = parameters(period).rights.family.group_1_carer_allowance.adult_age * MONTHS_IN_YEAR
        return person("age_in_months", period) >= adult


class fit_to_be_carer(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Neither found incapable by a court nor registered with a mental-health service"
    reference = articles("Social Code, art. 172 p. 3 subp. 2-3")

    def formula_2018_07_01(person, period, parameters):
        """A court found neither incapacity nor limited capacity, and the person is not registered with a mental-health
        service.
        """
        return ~person("barred_as_carer", period)


class adult_carer(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Main carer who has come of age, a citizen or kandas"
    reference = articles("Social Code, art. 172 p. 3, art. 187 p. 1")

    def formula_2018_07_01(person, period, parameters):
        """Named as the carer, eighteen or older, a citizen or kandas, neither found incapable by a court nor registered
        with a mental-health service.
        """
        fit = person("of_age_to_be_carer", period) & person("fit_to_be_carer", period)
        return person("main_carer", period) & fit & person("family_benefit_residence", period)


class adult_carers(NonNegative):
    value_type = int
    entity = Family
    definition_period = MONTH
    unit = "persons"
    label = "Main carers of the family who may draw the allowance"
    reference = articles("Social Code, art. 172 p. 3, art. 187 p. 1")

    def formula_2018_07_01(family, period, parameters):
        """Members named as carers who are eighteen or older, fit to be carers, and citizens or kandas. Persons."""
        return family_count(family, family.members("adult_carer", period))


class cared_for_by_another(Variable):
    value_type = bool
    entity = Person  # the person cared for
    definition_period = MONTH
    label = "Cared for by another adult of the household, a citizen or kandas"
    reference = articles("Social Code, art. 187 p. 1-5")

    def formula_2018_07_01(person, period, parameters):
        """An adult citizen or kandas other than the person, kin or not, is named as the carer."""
        others = person.family("adult_carers", period) - person("adult_carer", period)
        return others > 0


class care_not_paid_elsewhere(Variable):
    value_type = bool
    entity = Person  # the person cared for
    definition_period = MONTH
    label = "Nobody of another household is paid for the care of this person"
    reference = articles("Social Code, art. 187 p. 2, p. 4")

    def formula_2018_07_01(person, period, parameters):
        """Nobody of another household is paid for the care of this person: of several who care, only one is paid."""
        return ~person("carer_in_another_household", period)


class raising_allowance_not_paid(Variable):
    value_type = bool
    entity = Person  # the person cared for
    definition_period = MONTH
    label = "No allowance is paid for raising the person as a child with disability"
    reference = articles("Social Code, art. 183, art. 187")

    def formula_2018_07_01(person, period, parameters):
        """For a minor, one of the two allowances is paid, as is the practice."""
        law = parameters(period).rights.family.group_1_carer_allowance
        grown_up = person("age_in_months", period) >= law.adult_age * MONTHS_IN_YEAR
        raised = person("disabled_child_allowance_carer_eligible", period) & ~grown_up
        return ~raised | law.beside_raising_allowance


class group_1_carer_allowance_eligible(Variable):
    value_type = bool
    entity = Person  # the person cared for
    definition_period = MONTH
    label = "Right to the allowance for the care of a person of group I"
    reference = articles("Social Code, art. 187, art. 172 p. 3")

    def formula_2018_07_01(person, period, parameters):
        """A person of group I outside full state support, with a carer of the household who is a citizen or kandas. Not
        for a child for whom the allowance for raising a child with disability is paid.
        """
        return (
            person("group_1_person_cared_for", period)
            & person("care_not_paid_elsewhere", period)
            & person("cared_for_by_another", period)
            & person("raising_allowance_not_paid", period)
            & person("outside_full_state_support", period)
        )


class group_1_carer_allowance(NonNegative):
    value_type = float
    entity = Person  # the person cared for
    definition_period = MONTH
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "Allowance for the care of a person of group I"
    reference = articles(
        "Social Code, art. 187-188", "Law No. 365-I, art. 1 subp. 1-1, art. 4 p. 2", "Law No. 63-III, art. 9-2"
    )

    def formula_2018_07_01(person, period, parameters):
        """A number of subsistence minimums a month for each person cared for; whole tenge, rounded up. KZT."""
        law = parameters(period)
        multiple = law.rights.family.group_1_carer_allowance.multiple
        amount = ceil_tenge(multiple * law.indicators.subsistence_minimum)
        return where(person("group_1_carer_allowance_eligible", period), amount, 0)


# ----- For a person of another household ----- #


class group_1_care_elsewhere_allowance_eligible(Variable):
    value_type = bool
    entity = Person  # the carer
    definition_period = MONTH
    label = "Right to the allowance for the care of a person of group I of another household"
    reference = articles("Social Code, art. 187 p. 1-2, p. 4-5, art. 172 p. 3")

    def formula_2021_10_23(person, period, parameters):
        """An adult citizen or kandas who cares for a person of group I of another household in the same settlement.
        Kinship, work and a pension of the carer do not matter.
        """
        return (
            person("cares_for_group_1_elsewhere", period)
            & person("of_age_to_be_carer", period)
            & person("fit_to_be_carer", period)
            & person("family_benefit_residence", period)
        )


class group_1_care_elsewhere_allowance(NonNegative):
    value_type = float
    entity = Person  # the carer
    definition_period = MONTH
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "Allowance for the care of a person of group I of another household"
    reference = articles("Social Code, art. 187 p. 3, art. 188", "Law No. 365-I, art. 1 subp. 1-1, art. 4 p. 2")

    def formula_2021_10_23(person, period, parameters):
        """A number of subsistence minimums a month, in whole tenge, rounded up, for each person cared for in other
        households. KZT.
        """
        law = parameters(period)
        multiple = law.rights.family.group_1_carer_allowance.multiple
        amount = ceil_tenge(multiple * law.indicators.subsistence_minimum)
        persons = person("group_1_persons_cared_for_elsewhere", period)
        return where(person("group_1_care_elsewhere_allowance_eligible", period), amount * persons, 0)
