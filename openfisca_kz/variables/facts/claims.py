"""When rights were claimed that a late claim cuts or costs, where no other file of facts has the date."""

from openfisca_kz.base import ETERNITY, Family, Person, date, facts

FACTS = [
    *facts(
        (Person, ETERNITY, date),
        job_loss_payment_claim_date="Date of the claim for the job loss payment",
        special_social_payment_claim_date="Date of the claim for the special social payment",
        service_pension_claim_date="Date of the claim for the service pension",
    ),
    *facts(
        (Family, ETERNITY, date),
        targeted_assistance_claim_date="Date of the first claim for targeted assistance, confirmed each quarter since",
        survivor_payment_claim_date="Date of the claim for the survivor payment",
        burial_payment_claim_date="Date of the claim for the burial payment",
    ),
]
