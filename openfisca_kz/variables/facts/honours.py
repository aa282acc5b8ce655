"""Awards, veterans, and the position of who is held by the state."""

from openfisca_kz.base import MONTH, Enum, Person, Variable


class MotherAward(Enum):
    """Award of a mother of many children."""

    none = "None"
    kumis_alka = "Kumis alka"
    altyn_alka = "Altyn alka"
    mother_heroine = "Mother Heroine"
    maternal_glory_1 = "Maternal Glory, 1st class"
    maternal_glory_2 = "Maternal Glory, 2nd class"


class PenalPosition(Enum):
    """Position of a person whom the state holds."""

    none = "None"
    serving = "Serving a sentence"
    serving_minimum_security = "Serving a sentence in an institution of minimum security"
    pre_trial_detention = "Held in pre-trial detention"
    house_arrest = "Under house arrest"


class mother_award(Variable):
    value_type = Enum
    possible_values = MotherAward
    default_value = MotherAward.none
    entity = Person
    definition_period = MONTH
    label = "Award of a mother of many children"


class labour_award(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has an order, medal, honorary title, certificate or departmental award for work"


class penal_position(Variable):
    value_type = Enum
    possible_values = PenalPosition
    default_value = PenalPosition.none
    entity = Person
    definition_period = MONTH
    label = "Position in custody"
