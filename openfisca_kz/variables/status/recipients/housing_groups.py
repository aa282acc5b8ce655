"""Who belongs to the socially vulnerable groups of the law on housing relations."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Family, Person, Variable, family_any, has_role

HOUSING = "Law on housing relations, art. 68"


class vulnerable_by_own_status(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Vulnerable group by the person's own status"
    reference = articles(HOUSING)

    def formula(person, period, parameters):
        """Veteran of war or combat, person with disability of group I or II, age pensioner, orphan under twenty-nine,
        kandas, awarded mother, family of the fallen (subp. 1 to 2, 5 to 7, 9, 10).
        """
        merit = person("wwii_veteran", period) | person("veteran_other", period) | person("awarded_mother", period)
        health = person("disability_group_1", period) | person("disability_group_2", period)
        parentless = person("orphan", period) | person("child_without_parental_care", period)
        loss = parentless | person("orphan_under_29", period) | person("family_of_fallen", period)
        return merit | health | loss | person("age_pensioner", period) | person("kandas", period)


class incomplete_family(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Single-parent family"
    reference = articles(HOUSING)

    def formula(family, period, parameters):
        """A child of the family is a child of a single-parent family."""
        child = has_role(family.members, "child")
        return family_any(family, child & family.members("half_orphan_or_single_parent_child", period))


class widow_with_children(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Widow or widower with children to support"
    reference = articles("Law on housing relations, art. 68 subp. 12")

    def formula(person, period, parameters):
        """A widowed head of a family with a child under eighteen, or one under twenty-three who studies full time."""
        family = person.family
        children = family_any(family, family.members("counts_in_large_family", period))
        head = has_role(person, "first_parent", "second_parent")
        return person("widowed", period) & head & family.project(children)


class socially_vulnerable(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Belongs to a socially vulnerable group under the housing law"
    reference = articles(HOUSING)

    def formula(person, period, parameters):
        """By their own status, or as a member of a family with a child with disability, a large family or a
        single-parent family. Grave chronic disease (subp. 4) and the loss of the home in a disaster (subp. 8) are not
        facts here.
        """
        family = person.family
        in_family = has_role(person, "first_parent", "second_parent", "child") & person("lives_here", period)
        kind = family("disabled_child_in_family", period) | family("incomplete_family", period)
        own = person("vulnerable_by_own_status", period) | person("widow_with_children", period)
        return own | person("large_family_member", period) | (in_family & kind)
