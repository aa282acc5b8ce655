"""Pregnancy, leave for a child, and the non-working who care for somebody."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    Family,
    Person,
    Variable,
    family_any,
    family_count,
    family_rank,
    has_role,
    months_to,
)
from openfisca_kz.variables.facts.identity import Sex
from openfisca_kz.variables.status.work import at_work

OSMS = "Law No. 405-V on health insurance, art. 26 p. 1"
ADOPTION = "Code on Marriage and Family, art. 1 subp. 9"


class on_leave_for_a_child(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "On leave for pregnancy and childbirth, adoption of a newborn or care of a child"
    reference = articles("Law No. 405-V on health insurance, art. 26 p. 1 subp. 5")

    def formula(person, period, parameters):
        """One of the three kinds of leave that the health insurance law names together."""
        maternity_or_adoption = person("on_maternity_leave", period) | person("on_adoption_leave", period)
        return maternity_or_adoption | person("on_childcare_leave", period)


class family_carer(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Cares for the children of the family"
    reference = articles(OSMS, "Social Code, art. 81 p. 2, art. 84 p. 1")

    def formula(person, period, parameters):
        """The main carer; where nobody is named as such, the mother; where there is no mother, the first parent.

        One person: of two women who head a family, the first parent.
        """
        family = person.family
        woman = person("sex", period) == Sex.female
        first, second = has_role(person, "first_parent"), has_role(person, "second_parent")
        first_woman = family.project(family_any(family, first & woman))
        second_woman = family.project(family_any(family, second & woman))
        presumed = (first & (woman | ~second_woman)) | (second & woman & ~first_woman)
        named = person("main_carer", period)
        return named | (presumed & ~family.project(family_any(family, named)))


class nonworking_carer(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Non-working carer of the family"
    reference = articles(OSMS)

    def formula(person, period, parameters):
        """One legal representative: the carer of the family, or, where the carer works, the other parent.

        Has no work, is not on leave from a job and is not a conscript. While the carer is on leave for the child,
        nobody else has this status: the leave is the carer's own ground. Of two who were named, the first.
        """
        family = person.family
        carer, nonworking = person("family_carer", period), person("nonworking", period)
        on_leave = family_any(family, carer & person("on_leave_for_a_child", period))
        other_parent = has_role(person, "first_parent", "second_parent") & ~family.project(on_leave)
        chosen = nonworking & (carer | other_parent)
        return family_rank(person, ~carer, chosen) == 0


class infant_in_family(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The family raises a child under one"
    reference = articles(OSMS)

    def formula(family, period, parameters):
        """Somebody in the role of child is less than twelve months old."""
        child = has_role(family.members, "child")
        return family_any(family, child & family.members("child_under_1", period))


class child_under_3_in_family(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The family raises a child under three"
    reference = articles(OSMS)

    def formula(family, period, parameters):
        """Somebody in the role of child is less than thirty-six months old."""
        members = family.members
        under_3 = members("child_under_1", period) | members("toddler", period)
        return family_any(family, has_role(members, "child") & under_3)


class adopted_infant_in_family(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The family raises an adopted child under one"
    reference = articles(ADOPTION)

    def formula(family, period, parameters):
        """Somebody in the role of child is less than twelve months old and was adopted by a court decision."""
        members = family.members
        adopted_infant = members("child_under_1", period) & members("adopted", period)
        return family_any(family, has_role(members, "child") & adopted_infant)


class disabled_child_in_family(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The family raises a child with disability"
    reference = articles(OSMS)

    def formula(family, period, parameters):
        """A child of the family, under eighteen, has a disability."""
        child = has_role(family.members, "child")
        return family_any(family, child & family.members("child_with_disability", period))


class nonworking_carer_child_under_1(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Non-working carer of a child under one"
    reference = articles("Law No. 405-V on health insurance, art. 26 p. 1 subp. 4")

    def formula(person, period, parameters):
        """The non-working carer of a family with a child under one. Such carers are among the carers of a child under
        three.
        """
        return person("nonworking_carer", period) & person.family("infant_in_family", period)


class nonworking_carer_child_under_3(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Non-working carer of a child under three"
    reference = articles("Law No. 405-V on health insurance, art. 26 p. 1 subp. 4")

    def formula(person, period, parameters):
        """The non-working legal representative, one per family, who raises a child under three and is on no leave."""
        return person("nonworking_carer", period) & person.family("child_under_3_in_family", period)


class nonworking_carer_adopted_under_1(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Non-working carer of an adopted child under one"
    reference = articles(ADOPTION)

    def formula(person, period, parameters):
        """The non-working carer of a family with an adopted child under one."""
        return person("nonworking_carer", period) & person.family("adopted_infant_in_family", period)


class nonworking_carer_of_disabled_child(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Non-working carer of a child with disability"
    reference = articles("Law No. 405-V on health insurance, art. 26 p. 1 subp. 6")

    def formula(person, period, parameters):
        """The non-working carer of a family with a child under eighteen with disability."""
        return person("nonworking_carer", period) & person.family("disabled_child_in_family", period)


class group_1_members(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    unit = "persons"
    label = "Members of the family with disability of group I"
    reference = articles(OSMS)

    def formula(family, period, parameters):
        """How many members of the family are adults with disability of group I."""
        return family_count(family, family.members("disability_group_1", period))


class group_1_since_childhood_members(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    unit = "persons"
    label = "Members of the family with disability of group I since childhood"
    reference = articles(OSMS)

    def formula(family, period, parameters):
        """How many adult members have disability of group I since childhood."""
        members = family.members
        since_childhood = members("disability_group_1", period) & members("disability_since_childhood", period)
        return family_count(family, since_childhood)


class cares_for_group_1_elsewhere(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Cares for a person of group I who lives in another household of the same settlement"
    reference = articles("Social Code, art. 187 p. 2, p. 4-5, art. 172 p. 3 subp. 5")

    def formula(person, period, parameters):
        """At least one person of group I in another household of the settlement named this person as the carer. Kinship
        does not matter.
        """
        return person("group_1_persons_cared_for_elsewhere", period) > 0


class nonworking_carer_of_group_1(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Non-working carer of a person with disability of group I"
    reference = articles("Law No. 405-V on health insurance, art. 26 p. 1 subp. 14")

    def formula(person, period, parameters):
        """The non-working person given as carer, in whose family another member has group I of whatever cause, or who
        cares for such a person of another household.
        """
        others = person.family("group_1_members", period) - person("disability_group_1", period)
        carer = person("main_carer", period) & (others > 0)
        return person("nonworking", period) & (carer | person("cares_for_group_1_elsewhere", period))


class nonworking_carer_of_group_1_since_childhood(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Non-working carer of a person with disability of group I since childhood"
    reference = articles("Law No. 405-V on health insurance, art. 26 p. 1 subp. 14")

    def formula(person, period, parameters):
        """The non-working person given as carer, in whose family another member has group I since childhood."""
        own = person("disability_group_1", period) & person("disability_since_childhood", period)
        others = person.family("group_1_since_childhood_members", period) - own
        return person("main_carer", period) & person("nonworking", period) & (others > 0)


class pregnant_nonworking(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Pregnant and not working"
    reference = articles("Law No. 405-V on health insurance, art. 26 p. 1 subp. 3")

    def formula(person, period, parameters):
        """Pregnant, not working now and, from 2026, not in the two months before either (no contributions then)."""
        expecting = person("pregnant", period) & person("nonworking", period)
        count = parameters(period).status.health_insurance.pregnant_nonworking_months
        for month in months_to(period, int(count)):
            expecting = expecting & ~at_work(person, month)
        return expecting
