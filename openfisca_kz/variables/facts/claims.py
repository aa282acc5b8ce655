"""When rights were claimed that a late claim cuts or costs, where no other file of facts has the date."""

from openfisca_kz.base import ETERNITY, NO_DATE, Family, Person, Variable, date


class job_loss_payment_claim_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date of the claim to the job loss payment"


class special_social_payment_claim_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date of the claim to the special social payment"


class service_pension_claim_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date of the claim for the service pension"


class targeted_assistance_claim_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Family
    definition_period = ETERNITY
    label = "Date of the first claim to targeted assistance, confirmed each quarter since"


class survivor_payment_claim_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Family
    definition_period = ETERNITY
    label = "Date of the claim to the survivor payment"


class burial_payment_claim_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Family
    definition_period = ETERNITY
    label = "Date of the claim to the burial payment"
