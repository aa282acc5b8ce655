"""Who counts as a dependant of a breadwinner who died, for the state survivor allowance."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    Family,
    Person,
    Variable,
    family_any,
    family_count,
    family_rank,
    has_date,
    last_day,
    one_of,
)
from openfisca_kz.variables.facts.education import Education
from openfisca_kz.variables.facts.survivors import KinshipToBreadwinner

ARTICLE_234 = articles("Social Code, art. 234 p. 1-3", "Law No. 126-I")


class breadwinner_lost(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The family lost its breadwinner"
    reference = articles("Social Code, art. 234 p. 1 and 6, art. 239 p. 1")

    def formula(family, period, parameters):
        """A breadwinner died, or was declared dead or missing by a court, by the last day of the month."""
        death = family("breadwinner_death_date", period)
        return has_date(death) & (death <= last_day(period))


class in_full_time_education(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Studies full time at a school, college or university"
    reference = articles("Social Code, art. 234 p. 3, art. 239 p. 2")

    def formula(person, period, parameters):
        """Enrolled full time from school to doctorate; academic leave counts as study."""
        enrolled = one_of(
            person("education", period),
            Education.school,
            Education.tve,
            Education.bachelor,
            Education.master,
            Education.doctorate,
        )
        return enrolled & person("full_time_study", period)


class young_kin_of_breadwinner(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child, brother, sister or grandchild whom the breadwinner had to support"
    reference = ARTICLE_234

    def formula(person, period, parameters):
        """Children always; stepchildren who receive no maintenance. Brothers, sisters and grandchildren who depended on
        the breadwinner and have no able-bodied parents.
        """
        kin = KinshipToBreadwinner
        kinship = person("kinship_to_breadwinner", period)
        unsupported = ~person("other_obliged_supporter", period)
        depended = person("depended_on_breadwinner", period)
        distant = one_of(kinship, kin.sibling, kin.grandchild) & depended
        return (kinship == kin.child) | ((distant | (kinship == kin.stepchild)) & unsupported)


class young_survivor(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Young dependant: a minor, a full-time student, or disabled since childhood"
    reference = ARTICLE_234

    def formula(person, period, parameters):
        """Kin under eighteen, full-time students under twenty-three, and kin disabled before eighteen."""
        law = parameters(period).rights.disability.survivor_allowance
        age = person("age", period)
        minor = (age >= 0) & (age < law.child_age)
        student = person("in_full_time_education", period) & (age < law.student_age)
        disabled = person("child_or_since_childhood_disability", period)
        return person("young_kin_of_breadwinner", period) & (minor | student | disabled)


class old_survivor(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Parent, spouse or grandparent of pension age who depended on the breadwinner"
    reference = ARTICLE_234

    def formula(person, period, parameters):
        """Parents and the spouse at pension age, the general or an early one; grandparents whom nobody else is bound to
        support.
        """
        kin = KinshipToBreadwinner
        kinship = person("kinship_to_breadwinner", period)
        grandparent = (kinship == kin.grandparent) & ~person("other_obliged_supporter", period)
        close = one_of(kinship, kin.parent, kin.spouse) | grandparent
        return close & person("age_pension_age_reached", period) & person("depended_on_breadwinner", period)


class small_child_of_breadwinner(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "A child, brother, sister or grandchild of the breadwinner is under eight"
    reference = ARTICLE_234

    def formula(family, period, parameters):
        """Somebody in the family is a young relative of the breadwinner and younger than eight."""
        law = parameters(period).rights.disability.survivor_allowance
        age = family.members("age", period)
        small = (age >= 0) & (age < law.cared_child_age)
        return family_any(family, small & family.members("young_kin_of_breadwinner", period))


class kin_who_may_care(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Relative of the breadwinner who does not work and cares for the children"
    reference = ARTICLE_234

    def formula(person, period, parameters):
        """A parent, spouse, grandparent, brother or sister of the breadwinner, of any age, the carer of the family."""
        kin = KinshipToBreadwinner
        close = one_of(
            person("kinship_to_breadwinner", period),
            kin.parent,
            kin.spouse,
            kin.grandparent,
            kin.sibling,
        )
        return close & person("family_carer", period) & ~person("working", period)


class caring_survivor(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Does not work and cares for a small child of the breadwinner"
    reference = ARTICLE_234

    def formula(person, period, parameters):
        """A relative who cares for the breadwinner's kin under eight and does not work; of several, only the eldest."""
        carer = person("kin_who_may_care", period)
        place = family_rank(person, person("birth_date", period).astype("int64"), carer)
        return (place == 0) & person.family("small_child_of_breadwinner", period)


class survivor_dependant(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Dependant of the breadwinner who died"
    reference = ARTICLE_234

    def formula(person, period, parameters):
        """A young, old or caring dependant who lives permanently in Kazakhstan."""
        dependant = (
            person("young_survivor", period) | person("old_survivor", period) | person("caring_survivor", period)
        )
        return dependant & person.family("breadwinner_lost", period) & person("social_allowance_residence", period)


class survivor_allowance_drawn(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Dependant for whom the survivor allowance is awarded"
    reference = articles("Social Code, art. 177 p. 5-6, art. 234 p. 7, art. 235 p. 4-5")

    def formula(person, period, parameters):
        """A dependant who does not draw the disability allowance instead, or draws both."""
        instead = person("disability_allowance_eligible", period) & ~person("survivor_share_added", period)
        return person("survivor_dependant", period) & ~instead


class survivor_allowance_dependants(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    unit = "persons"
    label = "Dependants for whom the survivor allowance is awarded"
    reference = articles("Social Code, art. 235 p. 1 and 4")

    def formula(family, period, parameters):
        """The members of the family for whom the allowance is awarded."""
        return family_count(family, family.members("survivor_allowance_drawn", period))
