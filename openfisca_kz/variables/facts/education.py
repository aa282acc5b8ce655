"""What a person studies."""

from openfisca_kz.base import MONTH, Enum, Person, facts


class Education(Enum):
    """Level of education a person is enrolled in."""

    none = "Not enrolled"
    preschool = "Preschool"
    school = "School"
    tve = "Technical and vocational education"
    bachelor = "Bachelor's degree"
    master = "Master's degree"
    doctorate = "Doctorate"


FACTS = [
    *facts(
        (Person, MONTH, bool),
        True,
        full_time_study="Studies full time",
    ),
    *facts(
        (Person, MONTH, Education),
        education="Current enrolment",
    ),
]
