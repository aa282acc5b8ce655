"""What the offices know of disability, work lost, need, dwellings and zones, where no other file of facts has it."""

from openfisca_kz.base import (
    ETERNITY,
    MONTH,
    NO_DATE,
    Enum,
    Family,
    NonNegative,
    Person,
    Share,
    Variable,
    date,
)
from openfisca_kz.variables.facts.residence import EcologicalZone

# ----- Disability and work lost ----- #


class musculoskeletal_disorder(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child with a disorder of the musculoskeletal system"


class disabled_as_conscript(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Disabled by military service as a conscript"


class disability_allowance_claim_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date of the claim to the disability allowance"


class work_capacity_loss_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date on which the loss of capacity to work was set"


class unemployment_registration_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date of registration as unemployed"


class earlier_job_loss_payment_months(NonNegative):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "months"
    label = "Months of the job loss payment received after earlier losses of work"


# ----- Need ----- #


class long_illness(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Ill with a disease that allows more than two months of sick leave"


class needs_outside_care(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Old person in need of another's care"


class compulsory_treatment(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Under compulsory treatment"


class other_counted_income(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Other income that counts for targeted assistance: alimony, rent, farm yields"


class non_mortgage_loans(NonNegative):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Loans other than mortgages that the family took in the month"


class poverty_line_given(NonNegative):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Poverty line of the region, as the local office published it for the quarter"


class regional_subsistence_minimum(NonNegative):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Subsistence minimum of the region in the quarter before"


class regional_median_income(NonNegative):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Median income of the region in the quarter before"


class social_contract(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "A social contract with the career centre is in force"


class home_inspection_refused(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The applicant refused the inspection of the home"


class employment_measures_refusal_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Family
    definition_period = ETERNITY
    label = "Date on which an able-bodied member last refused employment measures"


class social_contract_broken_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Family
    definition_period = ETERNITY
    label = "Date on which a social contract ended by the family's fault"


class false_data_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Family
    definition_period = ETERNITY
    label = "Date on which false data were last submitted for targeted assistance"


# ----- Property ----- #


class dwellings_owned(NonNegative):
    value_type = int
    default_value = 1
    entity = Family
    definition_period = MONTH
    unit = "number"
    label = "Dwellings owned, with those sold in the last five years, without those in emergency condition"


class dwellings_within_area_norm(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "All dwellings together have at most eighteen square metres for each member"


class business_premises(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Has premises used for profit"


class building_plot(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Owns a plot for a house that was not granted free by the local office"


class working_cars(NonNegative):
    value_type = int
    entity = Family
    definition_period = MONTH
    unit = "number"
    label = "Passenger cars in working order"


class heavy_machinery(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Has farm machinery, a bus, a lorry, a special vehicle, a vessel or an aircraft"


class local_ground_against_need(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The commission found a ground of local law against need"


# ----- Housing assistance ----- #


class housing_costs_within_norms(NonNegative):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Costs of the dwelling within the norms: upkeep, utilities, rent to the state"


class housing_cost_share(Share):
    value_type = float
    default_value = 0.05
    entity = Family
    definition_period = MONTH
    unit = "share"
    label = "Share of income that the local council lets a family spend on the dwelling"


class only_dwelling_or_state_tenancy(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Lives registered in its only dwelling, or in a home rented from the state"


class local_social_assistance(NonNegative):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Social assistance paid by rules of the local council"


# ----- Zones and relocation ----- #


class test_site_zone_of_exposure(Variable):
    value_type = Enum
    possible_values = EcologicalZone
    default_value = EcologicalZone.none
    entity = Person
    definition_period = ETERNITY
    label = "Zone of the test site in which the person lived"


class test_site_years_1949_1965(NonNegative):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "years"
    label = "Years lived in the zone of the test site in 1949-1965"


class test_site_years_1966_1990(NonNegative):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "years"
    label = "Years lived in the zone of the test site in 1966-1990"


class test_site_compensation_claim_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date on which the test site compensation is issued"


class pay_before_zone_coefficient(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Pay or stipend in the Aral zone before its coefficient"


class relocation_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Family
    definition_period = ETERNITY
    label = "Date of relocation within the regional quota"
