"""Children by age and enrolment: every child from birth to eighteen is in exactly one of these rows or a student."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, one_of
from openfisca_kz.variables.facts.education import Education

FAMILY_CODE = "Code on Marriage and Family, art. 1 subp. 8"
EDUCATION = "Law on Education, art. 30"


class minor(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child under eighteen"
    reference = articles(FAMILY_CODE)

    def formula(person, period, parameters):
        """A child is a person who has not turned eighteen by the end of the month, from birth on."""
        months = person("age_in_months", period)
        born = (months >= 0) & person("lives_here", period)
        return born & (person("age", period) < parameters(period).status.ages.majority)


class adult(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Eighteen or older"
    reference = articles(FAMILY_CODE)

    def formula(person, period, parameters):
        """Has turned eighteen by the end of the month."""
        return (person("age", period) >= parameters(period).status.ages.majority) & person("lives_here", period)


class working_age_reached(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Sixteen or older"
    reference = articles("Social Code, art. 99")

    def formula(person, period, parameters):
        """Has turned sixteen by the end of the month: can be employed or registered as unemployed."""
        reached = person("age", period) >= parameters(period).status.ages.working_age_from
        return reached & person("lives_here", period)


class child_under_1(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child under one"
    reference = articles(FAMILY_CODE)

    def formula(person, period, parameters):
        """Born, and less than twelve months old at the end of the month. No act has a definition of its own."""
        infant = person("age_in_months", period) < parameters(period).status.ages.infant_until
        return infant & person("minor", period)


class toddler(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child aged one or two"
    reference = articles(FAMILY_CODE)

    def formula(person, period, parameters):
        """Twelve to thirty-five completed months at the end of the month. No act has a definition of its own."""
        ages = parameters(period).status.ages
        months = person("age_in_months", period)
        return (months >= ages.infant_until) & (months < ages.toddler_until) & person("lives_here", period)


class child_3_5(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child aged three to five"
    reference = articles(FAMILY_CODE)

    def formula(person, period, parameters):
        """Three, four or five years old at the end of the month. No act has a definition of its own."""
        ages = parameters(period).status.ages
        months = person("age_in_months", period)
        return (months >= ages.toddler_until) & (months < ages.school_from) & person("lives_here", period)


class school_age_reached(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Six or older"
    reference = articles(EDUCATION)

    def formula(person, period, parameters):
        """Has turned six by the end of the month."""
        reached = person("age_in_months", period) >= parameters(period).status.ages.school_from
        return reached & person("lives_here", period)


class child_6_15(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child aged six to fifteen"
    reference = articles(FAMILY_CODE)

    def formula(person, period, parameters):
        """Six to fifteen years old at the end of the month. No act has a definition of its own."""
        return person("school_age_reached", period) & ~person("working_age_reached", period)


class minor_16_17(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child of sixteen or seventeen"
    reference = articles(FAMILY_CODE)

    def formula(person, period, parameters):
        """Sixteen or seventeen years old at the end of the month: in law still a child."""
        return person("minor", period) & person("working_age_reached", period)


class outside_school_and_study(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Neither in school nor in any study after it"
    reference = articles(EDUCATION)

    def formula(person, period, parameters):
        """Enrolled nowhere, or in a preschool organisation only."""
        return one_of(person("education", period), Education.none, Education.preschool)


class child_1_2_not_in_preschool(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child aged one or two outside preschool"
    reference = articles(FAMILY_CODE)

    def formula(person, period, parameters):
        """One or two years old and in no preschool organisation. No act defines this status."""
        return person("toddler", period) & (person("education", period) != Education.preschool)


class child_1_2_in_preschool(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child aged one or two in preschool"
    reference = articles(EDUCATION)

    def formula(person, period, parameters):
        """One or two years old and enrolled in a preschool organisation. No act defines this status."""
        return person("toddler", period) & (person("education", period) == Education.preschool)


class child_3_5_in_preschool(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child aged three to five in preschool"
    reference = articles(EDUCATION)

    def formula(person, period, parameters):
        """Three to five years old and enrolled in a preschool organisation. No act defines this status."""
        return person("child_3_5", period) & (person("education", period) == Education.preschool)


class child_3_5_not_in_preschool(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child aged three to five outside preschool"
    reference = articles(FAMILY_CODE)

    def formula(person, period, parameters):
        """Three to five years old, in no preschool organisation and in no school. No act defines this status."""
        enrolled = one_of(person("education", period), Education.preschool, Education.school)
        return person("child_3_5", period) & ~enrolled


class child_under_6_in_school(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Pupil under six"
    reference = articles(EDUCATION)

    def formula(person, period, parameters):
        """Three to five years old and in a school: a child turning six in the year may enter. No act defines it."""
        return person("child_3_5", period) & (person("education", period) == Education.school)


class child_6_15_in_preschool(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child of six or older in preschool"
    reference = articles(EDUCATION)

    def formula(person, period, parameters):
        """Six or older and still in a preschool organisation, until school begins. No act defines this status."""
        return person("child_6_15", period) & (person("education", period) == Education.preschool)


class child_6_15_in_school(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Pupil aged six to fifteen"
    reference = articles(EDUCATION)

    def formula(person, period, parameters):
        """Six to fifteen years old and enrolled in a school. No act defines this status."""
        return person("child_6_15", period) & (person("education", period) == Education.school)


class child_6_15_not_in_school(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child aged six to fifteen outside school"
    reference = articles(FAMILY_CODE)

    def formula(person, period, parameters):
        """Six to fifteen years old and enrolled nowhere, not even in preschool. No act defines this status."""
        return person("child_6_15", period) & (person("education", period) == Education.none)


class minor_16_17_in_school(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Pupil of sixteen or seventeen"
    reference = articles(EDUCATION)

    def formula(person, period, parameters):
        """Sixteen or seventeen years old and enrolled in a school. No act defines this status."""
        return person("minor_16_17", period) & (person("education", period) == Education.school)


class minor_16_17_in_tve(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Student of vocational education aged sixteen or seventeen"
    reference = articles(EDUCATION)

    def formula(person, period, parameters):
        """Sixteen or seventeen years old and a student of technical and vocational education. No act defines it."""
        return person("minor_16_17", period) & person("tve_student", period)


class minor_16_17_neither(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child of sixteen or seventeen outside school and study"
    reference = articles(FAMILY_CODE)

    def formula(person, period, parameters):
        """Sixteen or seventeen years old, in no school and no later study. No act defines this status."""
        return person("minor_16_17", period) & person("outside_school_and_study", period)


class adult_pupil(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Pupil of eighteen or older"
    reference = articles(EDUCATION)

    def formula(person, period, parameters):
        """Eighteen or older, enrolled in a school and not called up. No act defines this status."""
        enrolled = (person("education", period) == Education.school) & person("study_going_on", period)
        return person("adult", period) & enrolled
