"""What registers know of a family's children: entry into the family, custody, leave certificates, claims."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    ETERNITY,
    MONTH,
    NO_DATE,
    Family,
    NonNegative,
    Person,
    Variable,
    date,
    has_date,
    maximum,
    minimum,
    where,
)

# ----- The child in the family ----- #


class counted_in_birth_order(Variable):
    value_type = bool
    default_value = True
    entity = Person  # the child
    definition_period = ETERNITY
    label = "Counts among the children: parental rights are kept and no other family counts the child"


class guardianship_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person  # the child
    definition_period = ETERNITY
    label = "Date on which guardianship of the child was set"


class family_entry_date(Variable):
    value_type = date
    entity = Person  # the child
    definition_period = ETERNITY
    label = "Day the child came into the family"
    reference = articles("Social Code, art. 81 p. 4, art. 84 p. 2")

    def formula(child, period, parameters):
        """The day of birth, or the later day on which guardianship was set or the adoption took effect, whichever was
        first. Date.
        """
        adopted, taken = child("adoption_date", period), child("guardianship_date", period)
        both = has_date(adopted) & has_date(taken)
        placed = where(both, minimum(adopted, taken), maximum(adopted, taken))
        return maximum(child("birth_date", period), placed)


class lives_with_family(Variable):
    value_type = bool
    default_value = True
    entity = Person  # the child
    definition_period = MONTH
    label = "Lives together with the family"


class full_state_support(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Kept in full by the state in an institution"


class without_parental_care(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Orphan or child left without parental care"


class in_foster_family(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Child raised in a foster family"


class professional_foster_parent(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Parent of a professional foster family"


class kandas_status_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date on which the status of kandas was given"


# ----- Leave and sickness ----- #


class maternity_leave_extension_days(NonNegative):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "days"
    label = "Days added to the maternity leave by a second certificate"


class newborn_adoption_leave_start(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "First day of the leave for the adoption of a newborn"


class newborn_adoption_leave_days(NonNegative):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "days"
    label = "Days of the leave for the adoption of a newborn"


class sick_leave_days(NonNegative):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "days"
    label = "Working days of sick leave in the month"


class average_daily_pay(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Average daily pay"


class pension_withholding_agreed(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Agreed to pension contributions from payments of the fund though exempt by disability"


# ----- When the rights were claimed ----- #


class birth_benefit_claim_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person  # the child
    definition_period = ETERNITY
    label = "Date of the claim to the birth benefit"


class childcare_benefit_claim_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person  # the child
    definition_period = ETERNITY
    label = "Date of the claim to the childcare benefit"


class childcare_payment_claim_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person  # the child
    definition_period = ETERNITY
    label = "Date of the claim to the childcare payment"


class maternity_payment_claim_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date of the claim to the maternity payment"


class newborn_adoption_payment_claim_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date of the claim to the payment for the adoption of a newborn"


class awarded_mother_allowance_claim_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date of the claim to the awarded-mother allowance"


class large_family_allowance_claim_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Family
    definition_period = ETERNITY
    label = "Date of the claim to the large-family allowance"
