"""What the offices know of disability, work lost, need, dwellings and zones, where no other file of facts has it."""

from openfisca_kz.base import ETERNITY, MONTH, Family, Person, date, facts
from openfisca_kz.variables.facts.residence import EcologicalZone

FACTS = [
    # ----- Disability and work lost ----- #
    *facts(
        (Person, MONTH, bool),
        musculoskeletal_disorder="Child with a disorder of the musculoskeletal system",
        disabled_as_conscript="Disabled by military service as a conscript",
    ),
    *facts(
        (Person, ETERNITY, date),
        disability_allowance_claim_date="Date of the claim for the disability allowance",
        work_capacity_loss_date="Date on which the loss of capacity to work was established",
        unemployment_registration_date="Date of registration as unemployed",
    ),
    *facts(
        (Person, ETERNITY, int, "months"),
        earlier_job_loss_payment_months="Months of the job loss payment received after earlier losses of work",
    ),
    # ----- Need ----- #
    *facts(
        (Person, MONTH, bool),
        long_illness="Ill with a disease that allows more than two months of sick leave",
        needs_outside_care="Elderly person in need of another's care",
        compulsory_treatment="Under compulsory treatment",
    ),
    *facts(
        (Person, MONTH, float, "KZT"),
        other_counted_income=(
            "Other income that counts for targeted assistance: maintenance payments, rent, farm yields"
        ),
    ),
    *facts(
        (Family, MONTH, float, "KZT"),
        non_mortgage_loans="Loans other than mortgages that the family took in the month",
        poverty_line_given="Poverty line of the region, as the local office published it for the quarter",
        regional_subsistence_minimum="Subsistence minimum of the region in the quarter before",
        regional_median_income="Median income of the region in the quarter before",
    ),
    *facts(
        (Family, MONTH, bool),
        social_contract="A social contract with the career centre is in force",
        home_inspection_refused="The applicant refused the inspection of the home",
    ),
    *facts(
        (Family, ETERNITY, date),
        employment_measures_refusal_date="Date on which an able-bodied member last refused employment measures",
        social_contract_broken_date="Date on which a social contract ended through the family's fault",
        false_data_date="Date on which false data were last submitted for targeted assistance",
    ),
    # ----- Property ----- #
    *facts(
        (Family, MONTH, int, "number"),
        1,
        dwellings_owned="Dwellings owned, including those sold in the last five years, not counting unsafe ones",
    ),
    *facts(
        (Family, MONTH, bool),
        dwellings_within_area_norm="All dwellings together have at most eighteen square metres for each member",
        business_premises="Has premises used for profit",
        building_plot="Owns a building plot that was not granted free of charge by the local office",
        heavy_machinery=(
            "Owns or uses working farm machinery, a bus, minibus or lorry, a special vehicle, vessel or aircraft"
        ),
        local_ground_against_need="The commission found, under local rules, that the family is not in need",
    ),
    *facts(
        (Family, MONTH, int, "number"),
        working_cars="Passenger cars in working order",
    ),
    # ----- Housing assistance ----- #
    *facts(
        (Family, MONTH, float, "share"),
        0.05,
        housing_cost_share="Share of its income, set by the local council, that a family itself spends on the dwelling",
    ),
    *facts(
        (Family, MONTH, float, "KZT"),
        housing_costs_within_norms="Costs of the dwelling within the norms: upkeep, utilities, rent to the state",
        local_social_assistance="Social assistance paid under rules of the local council",
    ),
    *facts(
        (Family, MONTH, bool),
        only_dwelling_or_state_tenancy="Registered in its only dwelling, or in a home rented from the state",
    ),
    # ----- Zones and relocation ----- #
    *facts(
        (Person, ETERNITY, EcologicalZone),
        test_site_zone_of_exposure="Zone of the test site in which the person lived",
    ),
    *facts(
        (Person, ETERNITY, int, "years"),
        test_site_years_1949_1965="Years lived in the zone of the test site in 1949-1965",
        test_site_years_1966_1990="Years lived in the zone of the test site in 1966-1990",
    ),
    *facts(
        (Person, ETERNITY, date),
        test_site_compensation_claim_date="Date on which the test site compensation is issued",
    ),
    *facts(
        (Person, MONTH, float, "KZT"),
        pay_before_zone_coefficient="Pay or stipend in the Aral zone before its coefficient",
    ),
    *facts(
        (Family, ETERNITY, date),
        relocation_date="Date of relocation within the regional quota",
    ),
]
