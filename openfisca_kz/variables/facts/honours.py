"""Awards, veterans, and the position of who is held by the state."""

from openfisca_kz.base import MONTH, Enum, Person, facts


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


FACTS = [
    *facts(
        (Person, MONTH, PenalPosition),
        penal_position="Sentence or custody",
    ),
    *facts(
        (Person, MONTH, bool),
        labour_award="Has an order, medal, honorary title, certificate or departmental award for work",
    ),
    *facts(
        (Person, MONTH, MotherAward),
        mother_award="Award of a mother of many children",
    ),
]
