"""Statuses that a person has through the family."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Family, Person, Variable, family_count, has_role, last_day, one_of
from openfisca_kz.variables.facts.status import WellbeingLevel

LARGE = "Code on Marriage and Family, art. 1 subp. 17-3"


class counts_in_large_family(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Counts as a child of a large family"
    reference = articles(LARGE)

    def formula(person, period, parameters):
        """A child who has come into the family, by birth, adoption or guardianship: a minor who lives with it, or a
        full-time student under twenty-three, wherever the student lives.
        """
        student_until = parameters(period).status.large_family.student_until
        student = person("full_time_student", period) & (person("age", period) < student_until)
        minor = person("minor", period) & person("lives_with_family", period)
        entered = person("family_entry_date", period) <= last_day(period)
        return has_role(person, "child") & entered & (minor | student)


class large_family(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Large family"
    reference = articles(LARGE)

    def formula(family, period, parameters):
        """The family has four or more children who count."""
        children = family_count(family, family.members("counts_in_large_family", period))
        return children >= parameters(period).status.large_family.child_count


class large_family_member(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Member of a large family"
    reference = articles(LARGE)

    def formula(person, period, parameters):
        """A parent in a large family, or a child who counts in it."""
        parent = has_role(person, "first_parent", "second_parent") & person("lives_here", period)
        return person.family("large_family", period) & (parent | person("counts_in_large_family", period))


class dfm_crisis_or_emergency(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Member of a family at the level of crisis or emergency"
    reference = articles("Social Code, art. 24", "Law No. 405-V on health insurance, art. 26-1")

    def formula(person, period, parameters):
        """The Digital Family Card puts the family at one of the two lowest levels of social well-being."""
        lowest = one_of(person.family("wellbeing_level", period), WellbeingLevel.level_d, WellbeingLevel.level_e)
        return lowest & person("lives_here", period)
