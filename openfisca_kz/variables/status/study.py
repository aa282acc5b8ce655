"""Students after school, and who has just finished."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, month_number, month_numbers, one_of
from openfisca_kz.variables.facts.education import Education

EDUCATION = "Law on Education, art. 1"
OSMS = "Law No. 405-V on health insurance, art. 26 p. 1"


class study_going_on(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Is currently studying"
    reference = articles(EDUCATION)

    def formula(person, period, parameters):
        """Six or older; full-time study is interrupted by call-up to military service."""
        interrupted = person("full_time_study", period) & person("conscript", period)
        return person("school_age_reached", period) & ~interrupted


class full_time_student(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Pupil or student in full-time study"
    reference = articles(OSMS)

    def formula(person, period, parameters):
        """Studies full time in a school, or in vocational, higher or postgraduate education."""
        level = person("education", period)
        after_preschool = one_of(
            level, Education.school, Education.tve, Education.bachelor, Education.master, Education.doctorate
        )
        return after_preschool & person("full_time_study", period) & person("study_going_on", period)


class tve_student(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Student of technical and vocational education"
    reference = articles(EDUCATION)

    def formula(person, period, parameters):
        """Enrolled in technical and vocational education, in any form of study."""
        return (person("education", period) == Education.tve) & person("study_going_on", period)


class bachelor_full_time(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Bachelor's student, full time"
    reference = articles(EDUCATION)

    def formula(person, period, parameters):
        """Enrolled for a bachelor's degree and studying full time."""
        return (person("education", period) == Education.bachelor) & person("full_time_student", period)


class bachelor_part_time(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Bachelor's student, by correspondence"
    reference = articles(EDUCATION)

    def formula(person, period, parameters):
        """Enrolled for a bachelor's degree and not studying full time."""
        enrolled = (person("education", period) == Education.bachelor) & person("school_age_reached", period)
        return enrolled & ~person("full_time_study", period)


class master_full_time(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Master's student, full time"
    reference = articles(EDUCATION)

    def formula(person, period, parameters):
        """Enrolled for a master's degree and studying full time."""
        return (person("education", period) == Education.master) & person("full_time_student", period)


class master_part_time(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Master's student, by correspondence"
    reference = articles(EDUCATION)

    def formula(person, period, parameters):
        """Enrolled for a master's degree and not studying full time."""
        enrolled = (person("education", period) == Education.master) & person("school_age_reached", period)
        return enrolled & ~person("full_time_study", period)


class doctoral_student(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Doctoral student"
    reference = articles(EDUCATION)

    def formula(person, period, parameters):
        """Enrolled for a doctorate, in any form of study."""
        return (person("education", period) == Education.doctorate) & person("study_going_on", period)


def graduated_within(person, period, months):
    """Return whether full-time study ended in one of so many calendar months before this one, and no other began."""
    since = month_number(period) - month_numbers(person("graduation_date", period))
    return (since > 0) & (since <= months) & ~person("full_time_student", period)


class graduate_within_3_months(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Graduate of the last three months"
    reference = articles(EDUCATION)

    def formula(person, period, parameters):
        """Finished full-time study in one of the three calendar months before this one, and no longer studies. No act
        defines this status.
        """
        return graduated_within(person, period, parameters(period).status.graduate_months)
