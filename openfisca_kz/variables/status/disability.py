"""Persons with disability: three groups of adults, and children."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, one_of
from openfisca_kz.variables.facts.disability import DisabilityGroup

GROUPS = "Social Code, art. 1 subp. 106, art. 155 p. 7"
CHILD = "Social Code, art. 1 subp. 110"


class person_with_disability(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Person with disability"
    reference = articles(GROUPS)

    def formula(person, period, parameters):
        """The medical and social examination has established a disability: a group, or the category of a child, which
        ends at eighteen at the latest.
        """
        group = person("disability_group", period)
        under_age = person("age", period) < parameters(period).status.ages.majority
        of_a_child = (group == DisabilityGroup.child) & under_age
        return one_of(group, DisabilityGroup.group_1, DisabilityGroup.group_2, DisabilityGroup.group_3) | of_a_child


class disability_group_1(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Person with disability of group I"
    reference = articles(GROUPS)

    def formula(person, period, parameters):
        """Eighteen or older, with disability of group I."""
        return person("adult", period) & (person("disability_group", period) == DisabilityGroup.group_1)


class disability_group_2(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Person with disability of group II"
    reference = articles(GROUPS)

    def formula(person, period, parameters):
        """Eighteen or older, with disability of group II."""
        return person("adult", period) & (person("disability_group", period) == DisabilityGroup.group_2)


class disability_group_3(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Person with disability of group III"
    reference = articles(GROUPS)

    def formula(person, period, parameters):
        """Eighteen or older, with disability of group III."""
        return person("adult", period) & (person("disability_group", period) == DisabilityGroup.group_3)


class child_with_disability(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child under eighteen with disability"
    reference = articles(CHILD)

    def formula(person, period, parameters):
        """Under eighteen, with a disability established by the medical and social examination."""
        return person("minor", period) & person("person_with_disability", period)
