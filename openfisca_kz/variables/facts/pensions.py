"""What the pension registers know of a person beyond the general records: periods, claims, awards, accounts."""

from openfisca_kz.base import ETERNITY, MONTH, Enum, Person, date, facts

# ----- Service pension ----- #


class ServicePensionRoute(Enum):
    """Ways to a service pension."""

    none = "No service pension"
    service_age_limit = "Twenty-five years of service and the age limit of service"
    service_other_leaving = (
        "Twenty-five years of service and leaving because of staff cuts, at one's own request, for health reasons or "
        "at the end of the contract"
    )
    mixed_record = "Twenty-five years of work, at least half of them in continuous service"
    incoming_officer = "Officer who came from another CIS state"


FACTS = [
    # ----- Early pension age ----- #
    *facts(
        (Person, ETERNITY, int, "months"),
        test_site_residence_months="Months lived in zones of extreme or maximum radiation risk from "
        "29.08.1949 to 05.07.1963",
    ),
    *facts(
        (Person, ETERNITY, date),
        # the mother
        fifth_child_raised_date="Date on which the fifth child she bore or adopted and raised turned eight",
    ),
    # ----- Periods that count without contributions, since 1998 ----- #
    *facts(
        (Person, MONTH, int, "months"),
        childcare_months_since_1998="Months of care for one's own children under three while not working, since 1998",
        disability_care_months_since_1998="Months of care since 1998: child with disability, person of group I, "
        "elderly person in need of it",
        uniformed_service_months_since_1998="Months of military, special or law-enforcement service, since 1998",
        diplomatic_spouse_months_since_1998="Months abroad as the spouse of a diplomat or "
        "international civil servant, since 1998",
        serviceman_spouse_months_since_1998="Months as a serviceman's spouse where there was no work "
        "in the profession, since 1998",
        exempt_work_months_since_1998="Months of work that count without pension contributions, since 1998",
    ),
    # ----- Claims, choices, suspensions ----- #
    *facts(
        (Person, ETERNITY, date),
        basic_pension_claim_date="Date of the claim for the basic pension",
        age_pension_claim_date="Date of the claim for the age pension",
    ),
    *facts(
        (Person, MONTH, bool),
        age_pension_chosen="Chooses the age pension instead of the service pension",
        care_home_resident="Lives in a home for the elderly and persons with disability on full state support",
        judge_lifelong_support="Receives the lifelong monthly support of a judge",
    ),
    # ----- Service pension ----- #
    *facts(
        (Person, ETERNITY, ServicePensionRoute),
        service_pension_route="Ground of the service pension",
    ),
    *facts(
        (Person, ETERNITY, date),
        service_dismissal_date="Date of dismissal from service",
        service_pension_award_date="Date on which the service pension was awarded",
    ),
    *facts(
        (Person, ETERNITY, int, "months"),
        service_months_at_dismissal="Months of military, special or law-enforcement service on the day of dismissal",
        continuous_service_months_at_dismissal="Months of continuous service on the day of dismissal",
        other_work_months_at_dismissal="Months of work outside service on the day of dismissal",
    ),
    *facts(
        (Person, ETERNITY, float, "KZT"),
        service_pay_at_dismissal="Salary of the position and rank on the day of dismissal",
        service_pension_at_award="Service pension at its award",
    ),
    # ----- Savings in the unified fund ----- #
    *facts(
        (Person, MONTH, int, "months"),
        occupational_contribution_months="Time with occupational pension contributions in total",
    ),
    *facts(
        (Person, ETERNITY, date),
        fund_pension_award_date="Date on which payments from the pension fund were awarded",
        fund_lump_sum_claim_date="Date of the claim for pension savings as a lump sum",
    ),
    *facts(
        (Person, ETERNITY, float, "KZT"),
        fund_pension_at_award="Monthly payment from the pension fund at its award",
    ),
    *facts(
        (Person, ETERNITY, float, "ratio"),
        fund_disability_factor="Coefficient of the pension fund for disability with no end date, as stated by the fund",
    ),
    *facts(
        (Person, MONTH, float, "KZT"),
        occupational_pension_savings="Part of the pension savings that comes from occupational contributions",
        pension_contributions_with_inflation="Own and occupational pension contributions paid, raised by inflation",
    ),
    *facts(
        (Person, MONTH, bool),
        pension_annuity="Has a pension annuity contract with an insurer",
    ),
]
