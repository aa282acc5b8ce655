"""Who belongs to a family that asks for targeted assistance, who is able-bodied, who must take part in measures."""

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
    last_day,
    one_of,
)
from openfisca_kz.variables.facts.disability import DisabilityGroup
from openfisca_kz.variables.facts.education import Education
from openfisca_kz.variables.facts.residence import LegalResidence, lives_here_as

ARTICLE_120 = articles("Social Code, art. 120 p. 1 and 5", "Law No. 246-II of 17.07.2001")


class shares_the_household(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Lives with the family, or elsewhere for work or full-time study"
    reference = articles("Social Code, art. 120 p. 5", "Law No. 246-II of 17.07.2001")

    def formula(person, period, parameters):
        """Living together is not asked of those who work elsewhere, nor, under twenty-three, of full-time students who
        have left school or of pupils of eighteen or older.
        """
        law = parameters(period).rights.assistance.targeted_assistance
        age = person("age", period)
        grown = (age >= law.child_age) | (person("education", period) != Education.school)
        student = person("in_full_time_education", period) & grown & (age < law.student_age)
        return person("lives_with_family", period) | person("working", period) | student


class targeted_assistance_member(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Counts in the family for targeted assistance"
    reference = ARTICLE_120

    def formula(person, period, parameters):
        """Everybody who shares the household, cohabitants and students elsewhere included. Not conscripts, prisoners,
        those under compulsory treatment or on full state support, nor those who are not yet born, adopted or under
        guardianship, have died or have left for good.
        """
        return (
            person("shares_the_household", period)
            & (person("family_entry_date", period) <= last_day(period))
            & person("lives_here", period)
            & person("outside_full_state_support", period)
            & person("outside_prison", period)
            & ~person("conscript", period)
            & ~person("compulsory_treatment", period)
        )


class targeted_assistance_residence(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Citizen, kandas, refugee or permanent resident"
    reference = ARTICLE_120

    def formula(person, period, parameters):
        """The legal positions in which targeted assistance may be granted."""
        return lives_here_as(
            person,
            period,
            LegalResidence.citizen,
            LegalResidence.kandas,
            LegalResidence.refugee,
            LegalResidence.foreigner_permanent_resident,
            LegalResidence.stateless_permanent_resident,
        )


class targeted_assistance_recipient_member(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Member of the family to whom targeted assistance may be granted"
    reference = ARTICLE_120

    def formula(person, period, parameters):
        """Counts in the family and has one of the legal positions."""
        return person("targeted_assistance_member", period) & person("targeted_assistance_residence", period)


class targeted_assistance_members(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    unit = "persons"
    label = "Members of the family for targeted assistance"
    reference = ARTICLE_120

    def formula(family, period, parameters):
        """How many members count. Persons."""
        return family_count(family, family.members("targeted_assistance_member", period))


class targeted_assistance_child(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child of a family on targeted assistance: a minor or a full-time student"
    reference = ARTICLE_120

    def formula(person, period, parameters):
        """Under eighteen, or a full-time student of the family under twenty-three."""
        law = parameters(period).rights.assistance.targeted_assistance
        age = person("age", period)
        student = person("in_full_time_education", period) & (age < law.student_age) & has_role(person, "child")
        return (age < law.child_age) | student


class able_bodied(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Able-bodied member of the family"
    reference = articles("Social Code, art. 1 p. 1 subp. 43", "Law No. 246-II, art. 1")

    def formula(person, period, parameters):
        """From eighteen (sixteen before the Code) to the general pension age, without group I or II and without a
        long-term illness.
        """
        law = parameters(period).rights.assistance.targeted_assistance
        group = person("disability_group", period)
        return (
            person("targeted_assistance_member", period)
            & (person("age", period) >= law.able_bodied_age)
            & ~person("pension_age_reached", period)
            & ~one_of(group, DisabilityGroup.group_1, DisabilityGroup.group_2)
            & ~person("long_illness", period)
        )


class needs_family_care(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Needs care: a child under three or with disability, a person of group I or II, or an elderly person"
    reference = articles("Social Code, art. 121 subp. 2")

    def formula(person, period, parameters):
        """If the only able-bodied member of the family cares for such a person, nobody in the family can be asked to
        work.
        """
        law = parameters(period).rights.assistance.targeted_assistance
        group = person("disability_group", period)
        age = person("age", period)
        small = (age >= 0) & (age < law.cared_child_age)
        disabled_child = (group != DisabilityGroup.none) & (age < law.child_age)
        severe = one_of(group, DisabilityGroup.group_1, DisabilityGroup.group_2)
        return small | disabled_child | severe | person("needs_outside_care", period)


class care_in_family(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Somebody in the family needs care"
    reference = articles("Social Code, art. 121 subp. 2")

    def formula(family, period, parameters):
        """At least one member needs care."""
        return family_any(family, family.members("needs_family_care", period))


class carer_of_somebody_in_need(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The one who cares for somebody in need of care in the family, or for a person of group I elsewhere"
    reference = articles("Social Code, art. 121 subp. 2, art. 122 p. 4 subp. 4")

    def formula(person, period, parameters):
        """Only one able-bodied member can be the carer: the carer of the family, where somebody in it needs care;
        otherwise whoever cares for a person of group I of another household; if there are several, the eldest.
        """
        within = person.family("care_in_family", period)
        elsewhere = person("cares_for_group_1_elsewhere", period) & person("able_bodied", period) & ~within
        one = family_rank(person, person("birth_date", period).astype("int64"), elsewhere) == 0
        return (person("family_carer", period) & within) | one


class able_bodied_members(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    unit = "persons"
    label = "Able-bodied members of the family"
    reference = articles("Social Code, art. 121 subp. 2, art. 122 p. 1")

    def formula(family, period, parameters):
        """How many members are able-bodied. Persons."""
        return family_count(family, family.members("able_bodied", period))


class unconditional_aid(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "No able-bodied member, or the only one cares for somebody in need of care"
    reference = articles("Social Code, art. 121")

    def formula(family, period, parameters):
        """Unconditional assistance: nobody in the family can be asked to work."""
        able = family("able_bodied_members", period)
        nobody = able == 0
        carer = family.members("able_bodied", period) & family.members("carer_of_somebody_in_need", period)
        return nobody | ((able == 1) & family_any(family, carer))


class employment_measures_due(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Must take part in employment measures to draw conditional assistance"
    reference = articles("Social Code, art. 122 p. 1 and 4")

    def formula(person, period, parameters):
        """Able-bodied, not a full-time student, without work, and not the one who cares for somebody in need of
        care.
        """
        return (
            person("able_bodied", period)
            & ~person("in_full_time_education", period)
            & ~person("working", period)
            & ~person("carer_of_somebody_in_need", period)
        )
