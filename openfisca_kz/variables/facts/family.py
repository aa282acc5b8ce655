"""What registers know of a family's children: entry into the family, custody, leave certificates, claims."""

from openfisca_kz.acts import articles
from openfisca_kz.base import ETERNITY, MONTH, Family, Person, Variable, date, facts, has_date, maximum, minimum, where

# ----- The child in the family ----- #


class family_entry_date(Variable):
    value_type = date
    entity = Person  # the child
    definition_period = ETERNITY
    label = "Day the child came into the family"
    reference = articles("Social Code, art. 81 p. 4, art. 84 p. 2")

    def formula(child, period, parameters):
        """The day of birth; for a child who came into the family later, the day on which guardianship was established
        or the adoption took effect, whichever was first. Date.
        """
        adopted, taken = child("adoption_date", period), child("guardianship_date", period)
        both = has_date(adopted) & has_date(taken)
        placed = where(both, minimum(adopted, taken), maximum(adopted, taken))
        return maximum(child("birth_date", period), placed)


FACTS = [
    # ----- The child in the family ----- #
    *facts(
        (Person, MONTH, bool),
        True,
        lives_with_family="Lives together with the family",  # the child
    ),
    *facts(
        (Person, ETERNITY, bool),
        True,
        # the child
        counted_in_birth_order="Counts among the children: parental rights are kept "
        "and no other family counts the child",
    ),
    *facts(
        (Person, ETERNITY, date),
        guardianship_date="Date on which guardianship of the child was established",  # the child
        kandas_status_date="Date on which the status of kandas was given",
    ),
    *facts(
        (Person, MONTH, bool),
        full_state_support="Lives in an institution on full state support",
        without_parental_care="Orphan or child left without parental care",  # the child
        in_foster_family="Child raised in a foster family",  # the child
        professional_foster_parent="Parent of a professional foster family",
    ),
    # ----- Leave and sickness ----- #
    *facts(
        (Person, ETERNITY, int, "days"),
        maternity_leave_extension_days="Days added to the maternity leave by a second certificate",
        newborn_adoption_leave_days="Days of the leave for the adoption of a newborn",
    ),
    *facts(
        (Person, ETERNITY, date),
        newborn_adoption_leave_start="First day of the leave for the adoption of a newborn",
    ),
    *facts(
        (Person, MONTH, int, "days"),
        sick_leave_days="Working days of sick leave in the month",
    ),
    *facts(
        (Person, MONTH, float, "KZT"),
        average_daily_pay="Average daily pay",
    ),
    *facts(
        (Person, MONTH, bool),
        pension_withholding_agreed="Agreed to pension contributions from social insurance payments though "
        "exempt because of disability",
    ),
    # ----- When the rights were claimed ----- #
    *facts(
        (Person, ETERNITY, date),
        birth_benefit_claim_date="Date of the claim for the birth benefit",  # the child
        childcare_benefit_claim_date="Date of the claim for the childcare benefit",  # the child
        childcare_payment_claim_date="Date of the claim for the childcare payment",  # the child
        maternity_payment_claim_date="Date of the claim for the maternity payment",
        newborn_adoption_payment_claim_date="Date of the claim for the payment for the adoption of a newborn",
        awarded_mother_allowance_claim_date="Date of the claim for the awarded-mother allowance",
    ),
    *facts(
        (Family, ETERNITY, date),
        large_family_allowance_claim_date="Date of the claim for the large-family allowance",
    ),
]
