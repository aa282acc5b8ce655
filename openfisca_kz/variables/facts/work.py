"""Work and what it pays."""

from openfisca_kz.base import MONTH, Person, facts

FACTS = [
    *facts(
        (Person, MONTH, bool),
        True,
        basic_deduction_claimed="The basic income tax deduction is applied by this employer",
    ),
    *facts(
        (Person, MONTH, float, "KZT"),
        salary="Salary",
        second_salary="Salary at a second employer",
        civil_contract_income="Income from civil contracts",
        individual_assistant_income="Pay of an individual assistant of a person with disability",
        labour_immigrant_income="Pay of a labour immigrant from work in a household",
        entrepreneur_declared_income="Income an entrepreneur declares for their own contributions",
    ),
    *facts(
        (Person, MONTH, bool),
        individual_entrepreneur="Individual entrepreneur",
        business_suspended="The person's own business or practice is suspended, or recognised as inactive",
        labour_immigrant="Labour immigrant who works in a household under a permit",
        registered_unemployed="Registered as unemployed",
        registered_job_seeker="Registered as looking for work",
        elected_or_appointed="Holds a paid post by election, appointment or approval",
        company_participant="Founder of a company or participant in one, or member of a production cooperative",
        farmer="Head or member of a peasant farm",
        harmful_work="Works in harmful conditions on the list",
        conscript="Conscript serviceman",
        uniformed_service="Military, special or law-enforcement service",
    ),
]
