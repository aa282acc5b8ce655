"""Who lost a breadwinner, and who was buried."""

from openfisca_kz.base import ETERNITY, MONTH, Enum, Family, Person, date, facts


class KinshipToBreadwinner(Enum):
    """What a person was to the breadwinner who died."""

    none = "Not of the breadwinner's family"
    child = "Child of the breadwinner"
    stepchild = "Stepchild of the breadwinner"
    sibling = "Brother or sister of the breadwinner"
    grandchild = "Grandchild of the breadwinner"
    parent = "Parent of the breadwinner"
    spouse = "Spouse of the breadwinner"
    grandparent = "Grandparent of the breadwinner"


class Deceased(Enum):
    """What the person who was buried drew from the state."""

    nobody = "Nobody died"
    without_state_payment = "Drew no pension or state social allowance"
    recipient = "Drew an age pension, the basic pension or a state social allowance"
    veteran_recipient = "Drew an age pension as a veteran of the Second World War"


FACTS = [
    *facts(
        (Family, MONTH, Deceased),
        deceased="Who died in the month, by what they drew from the state",
    ),
    *facts(
        (Person, ETERNITY, bool),
        True,
        depended_on_breadwinner="Lived mainly on the support of the breadwinner who died",
        lost_breadwinner_while_disabled="Was already disabled when the breadwinner died",
    ),
    *facts(
        (Person, ETERNITY, KinshipToBreadwinner),
        kinship_to_breadwinner="Kinship to the breadwinner who died",
    ),
    *facts(
        (Family, ETERNITY, date),
        breadwinner_death_date="Date on which the breadwinner died, or was declared dead or missing by a court",
        other_parent_death_date=(
            "Date on which the other parent of orphans died, or was declared dead or missing by a court"
        ),
        survivor_allowance_claim_date="Date of the claim for the survivor allowance",
        deceased_death_date="Day of death of the person for whose burial a payment is claimed",
    ),
    *facts(
        (Person, MONTH, bool),
        other_obliged_supporter=(
            "Has able-bodied parents or others bound to provide support, or receives maintenance payments"
        ),
        survivor_allowance_preferred="Chose the survivor allowance instead of the disability allowance",
    ),
    *facts(
        (Family, ETERNITY, bool),
        breadwinner_killed_in_service="The breadwinner died as a result of military, special or police service",
    ),
    *facts(
        (Family, ETERNITY, float, "KZT"),
        breadwinner_average_insured_income="Breadwinner's average insured income of the 24 months before the death",
        other_parent_average_insured_income=(
            "The other lost parent's average insured income of the 24 months before the death"
        ),
    ),
    *facts(
        (Family, ETERNITY, int, "months"),
        breadwinner_insured_months="Time with social contributions of the breadwinner in total",
        other_parent_insured_months="Time with social contributions of the other lost parent in total",
    ),
    *facts(
        (Family, MONTH, float, "KZT"),
        deceased_pension_savings="Pension savings of the person who died in the month",
    ),
]
