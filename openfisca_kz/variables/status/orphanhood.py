"""Adopted children, orphans, and children of single-parent families."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    ETERNITY,
    MONTH,
    Family,
    Person,
    Variable,
    family_count,
    has_date,
    has_role,
    last_day,
)

FAMILY_CODE = "Code on Marriage and Family, art. 1 subp. 8"
WITHOUT_CARE = "Code on Marriage and Family, art. 1 subp. 5"
HOUSING = "Law on housing relations, art. 68 subp. 6"
ORPHAN = "Code on Marriage and Family, art. 1 subp. 17"


class adopted(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Adopted"
    reference = articles("Code on Marriage and Family, art. 1 subp. 9")

    def formula(person, period, parameters):
        """The court decision on adoption has taken effect by the end of the month."""
        decision = person("adoption_date", period)
        return has_date(decision) & (decision <= last_day(period))


class orphan(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Orphan"
    reference = articles(ORPHAN)

    def formula(person, period, parameters):
        """A child under eighteen both of whose parents, or the only one, have died, and who is not adopted."""
        return person("minor", period) & (person("living_parents", period) == 0) & ~person("adopted", period)


class child_without_parental_care(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child left without parental care"
    reference = articles(WITHOUT_CARE)

    def formula(person, period, parameters):
        """A child under eighteen, neither orphan nor adopted, whom the parents do not raise.

        The register says so, or the child is under guardianship or in a foster family.
        """
        placed = person("under_guardianship", period) | person("in_foster_family", period)
        left = person("without_parental_care", period) | placed
        return person("minor", period) & left & ~person("orphan", period) & ~person("adopted", period)


class orphan_under_29(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Young adult who lost their parents or parental care as a child"
    reference = articles(HOUSING)

    def formula(person, period, parameters):
        """Eighteen to twenty-eight years old, and lost their parents or parental care before coming of age. A conscript
        keeps the status beyond that age.
        """
        young = (person("age", period) < parameters(period).status.ages.orphan_until) | person("conscript", period)
        return person("adult", period) & person("lost_parents_as_minor", period) & young


class parents_in_family(Variable):
    value_type = int
    entity = Family
    definition_period = ETERNITY
    unit = "persons"
    label = "Parents in the family"
    reference = articles(FAMILY_CODE)

    def formula(family, period, parameters):
        """How many heads the family has: the persons in the roles of first and second parent."""
        return family_count(family, has_role(family.members, "first_parent", "second_parent"))


class half_orphan_or_single_parent_child(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child of a single-parent family"
    reference = articles(FAMILY_CODE)

    def formula(person, period, parameters):
        """A child under eighteen with one living parent, or raised by one parent alone, and not an orphan.

        The head of the family of a child without parental care is not a parent. No act defines a single-parent family.
        """
        one_parent_alive = person("living_parents", period) == 1
        one_head = has_role(person, "child") & (person.family("parents_in_family", period) == 1)
        alone = one_head & ~person("child_without_parental_care", period)
        return person("minor", period) & (one_parent_alive | alone) & ~person("orphan", period)
