"""What the pension registers know of a person beyond the general records: periods, claims, awards, accounts."""

from openfisca_kz.base import ETERNITY, MONTH, NO_DATE, Enum, NonNegative, Person, Variable, date

# ----- Early pension age ----- #


class test_site_residence_months(NonNegative):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "months"
    label = "Months lived in zones of extreme or maximum radiation risk from 29.08.1949 to 05.07.1963"


class fifth_child_raised_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person  # the mother
    definition_period = ETERNITY
    label = "Date on which the fifth child she bore or adopted and raised turned eight"


# ----- Periods that count without contributions, since 1998 ----- #


class childcare_months_since_1998(NonNegative):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "months"
    label = "Months of care for own children under three while not working, since 1998"


class disability_care_months_since_1998(NonNegative):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "months"
    label = "Months of care for a child with disability, a group I disabled or a helpless old person, since 1998"


class uniformed_service_months_since_1998(NonNegative):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "months"
    label = "Months of military, special or law-enforcement service, since 1998"


class diplomatic_spouse_months_since_1998(NonNegative):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "months"
    label = "Months abroad as the spouse of a diplomat or international civil servant, since 1998"


class serviceman_spouse_months_since_1998(NonNegative):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "months"
    label = "Months as a serviceman's spouse where there was no work in the profession, since 1998"


class exempt_work_months_since_1998(NonNegative):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "months"
    label = "Months of work that count without pension contributions, since 1998"


# ----- Claims, choices, suspensions ----- #


class basic_pension_claim_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date of the claim for the basic pension"


class age_pension_claim_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date of the claim for the age pension"


class age_pension_chosen(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Chooses the age pension instead of the service pension"


class care_home_resident(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Lives in a home for the elderly and disabled at full state support"


class judge_lifelong_support(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Receives the lifelong monthly support of a judge"


# ----- Service pension ----- #


class ServicePensionRoute(Enum):
    """Ways to a service pension."""

    none = "No service pension"
    service_age_limit = "Twenty-five years of service and the age limit of service"
    service_other_leaving = "Twenty-five years of service and leaving by cuts, wish, health or end of contract"
    mixed_record = "Twenty-five years of work, half of them of continuous service"
    incoming_officer = "Officer who came from another CIS state"


class service_pension_route(Variable):
    value_type = Enum
    possible_values = ServicePensionRoute
    default_value = ServicePensionRoute.none
    entity = Person
    definition_period = ETERNITY
    label = "Way to the service pension"


class service_dismissal_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date of dismissal from service"


class service_months_at_dismissal(NonNegative):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "months"
    label = "Months of military, special or law-enforcement service on the day of dismissal"


class continuous_service_months_at_dismissal(NonNegative):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "months"
    label = "Months of continuous service on the day of dismissal"


class other_work_months_at_dismissal(NonNegative):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "months"
    label = "Months of work outside service on the day of dismissal"


class service_pay_at_dismissal(NonNegative):
    value_type = float
    entity = Person
    definition_period = ETERNITY
    unit = "KZT"
    label = "Salary of the position and rank on the day of dismissal"


class service_pension_award_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date on which the service pension was awarded"


class service_pension_at_award(NonNegative):
    value_type = float
    entity = Person
    definition_period = ETERNITY
    unit = "KZT"
    label = "Service pension at its award"


# ----- Savings in the unified fund ----- #


class occupational_contribution_months(NonNegative):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "months"
    label = "Time with occupational pension contributions in total"


class fund_pension_award_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date on which payments from the unified fund were awarded"


class fund_pension_at_award(NonNegative):
    value_type = float
    entity = Person
    definition_period = ETERNITY
    unit = "KZT"
    label = "Monthly payment from the unified fund at its award"


class fund_disability_factor(NonNegative):
    value_type = float
    entity = Person
    definition_period = ETERNITY
    unit = "ratio"
    label = "Coefficient by which the fund raises payments for disability without a term, as the fund names it"


class occupational_pension_savings(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Part of the pension savings that comes from occupational contributions"


class pension_annuity(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has a contract of a pension annuity with an insurer"


class fund_lump_sum_claim_date(Variable):
    value_type = date
    default_value = NO_DATE
    entity = Person
    definition_period = ETERNITY
    label = "Date of the claim for pension savings at once"


class pension_contributions_with_inflation(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Own and occupational pension contributions paid, raised by inflation"
