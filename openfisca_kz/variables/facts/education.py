"""What a person studies."""

from openfisca_kz.base import MONTH, Enum, Person, Variable


class Education(Enum):
    """Level of education a person is enrolled in."""

    none = "Not enrolled"
    preschool = "Preschool"
    school = "School"
    tve = "Technical and vocational education"
    bachelor = "Bachelor's degree"
    master = "Master's degree"
    doctorate = "Doctorate"


class education(Variable):
    value_type = Enum
    possible_values = Education
    default_value = Education.none
    entity = Person
    definition_period = MONTH
    label = "Current enrolment"


class full_time_study(Variable):
    value_type = bool
    default_value = True
    entity = Person
    definition_period = MONTH
    label = "Studies full time"
