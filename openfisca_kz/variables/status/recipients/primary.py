"""The one status that a person is shown by, how many statuses a person has, and who has none."""

from openfisca_kz.base import MONTH, Enum, Person, Variable
from openfisca_kz.status_rules import status_rules
from openfisca_kz.variables.status.choice import count_holding, first_named

THESIS = "Thesis on social status, Nur-Sultan 2020, section 3.2 - https://adilet.zan.kz/rus/docs/K2300000224"

#: Every status of `status_rules.yaml`: the 42 rows of the thesis' table and those it lacks.
STATUSES = tuple(status_rules())


class PrimarySocialStatus(Enum):
    """The statuses in the order that decides which one is shown; each member is named as its variable."""

    without_status = "Without social status"
    prisoner_not_minimum_security = "Prisoner outside minimum security"
    prisoner_minimum_security = "Prisoner in an institution of minimum security"
    detainee = "Person in pre-trial detention"
    house_arrest = "Person under house arrest"
    conscript = "Conscript serviceman"
    child_under_1 = "Child under one"
    child_1_2_not_in_preschool = "Child aged one or two outside preschool"
    child_1_2_in_preschool = "Child aged one or two in preschool"
    child_3_5_in_preschool = "Child aged three to five in preschool"
    child_3_5_not_in_preschool = "Child aged three to five outside preschool"
    child_under_6_in_school = "Pupil under six"
    child_6_15_in_preschool = "Child of six or older in preschool"
    child_6_15_in_school = "Pupil aged six to fifteen"
    child_6_15_not_in_school = "Child aged six to fifteen outside school"
    minor_16_17_in_school = "Pupil of sixteen or seventeen"
    minor_16_17_in_tve = "Student of vocational education aged sixteen or seventeen"
    minor_16_17_neither = "Child of sixteen or seventeen outside school and study"
    disability_group_1 = "Person with disability of group I"
    disability_group_2 = "Person with disability of group II"
    disability_group_3 = "Person with disability of group III"
    age_pensioner_wwii_veteran = "Age pensioner who is a veteran of the Second World War"
    age_pensioner = "Age pensioner"
    service_pensioner = "Service pensioner"
    pension_recipient_epf_only = "Receives pension payments from the Unified Accumulative Pension Fund only"
    on_maternity_leave = "On leave for pregnancy and childbirth"
    on_leave_for_a_child = "On leave for pregnancy and childbirth, adoption of a newborn or care of a child"
    nonworking_carer_child_under_3 = "Non-working carer of a child under three"
    nonworking_carer_of_disabled_child = "Non-working carer of a child with disability"
    nonworking_carer_of_group_1 = "Non-working carer of a person with disability of group I"
    pregnant_nonworking = "Pregnant and not working"
    doctoral_student = "Doctoral student"
    master_full_time = "Master's student, full time"
    bachelor_full_time = "Bachelor's student, full time"
    tve_student = "Student of technical and vocational education"
    adult_pupil = "Pupil of eighteen or older"
    uniformed_service = "Military, special or law-enforcement service"
    elected_or_appointed = "Holds a paid post by election, appointment or approval"
    employee = "Employee"
    individual_entrepreneur = "Individual entrepreneur"
    private_practice = "Private practice (notary, bailiff, advocate, mediator)"
    special_regime_self_employed = "Self-employed under the special tax regime"
    platform_worker = "Carries out orders through an internet platform"
    independent_worker = "Independent worker"
    farmer = "Head or member of a peasant farm"
    civil_contract_worker = "Works under a civil contract"
    individual_assistant = "Individual assistant of a person with disability"
    labour_immigrant = "Labour immigrant who works in a household under a permit"
    company_participant = "Founder of a company or participant in one, or member of a production cooperative"
    unemployed = "Unemployed"
    job_seeker = "Job seeker"
    nonworking_recipient_of_social_benefits = "Non-working recipient of targeted social assistance"
    master_part_time = "Master's student, by correspondence"
    bachelor_part_time = "Bachelor's student, by correspondence"
    graduate_within_3_months = "Graduate of the last three months"
    kandas_nonworking = "Non-working kandas"
    kandas_with_income = "Working kandas"
    foreigner_temporary_with_work_right = "Foreigner on a temporary stay with the right to work"
    foreigner_temporary_no_work_right = "Foreigner on a temporary stay without the right to work"
    refugee = "Person with refugee status"
    asylum_seeker = "Person seeking asylum"
    stateless_permanent_resident = "Stateless person living here permanently"
    foreigner_permanent_resident = "Foreigner with permanent residence"
    foreigner_without_valid_document = "Foreigner or stateless person without a valid document"
    awarded_mother = "Awarded mother of many children"
    large_family_member = "Member of a large family"
    wwii_veteran = "Veteran of the Second World War"
    veteran_other = "Veteran other than of the Second World War"
    labour_veteran = "Labour veteran"
    hero_or_cosmonaut = "Hero of the Soviet Union or holder of the title Pilot-Cosmonaut of Kazakhstan"
    family_of_fallen = "Family of the fallen"
    chernobyl_participant = "Participant in the Chernobyl clean-up of 1988-1989, or evacuated"
    repression_victim = "Victim of political repression"
    special_merit_pensioner = "Holder of a pension for special merit"
    orphan_under_29 = "Young adult who lost their parents or parental care as a child"
    widowed = "Widow or widower who has not married again"
    socially_vulnerable = "Belongs to a socially vulnerable group under the housing law"
    dfm_crisis_or_emergency = "Member of a family at the level of crisis or emergency"
    resident_of_harmful_zone = "Resident of an ecological or radiation zone"
    income_below_subsistence_minimum = "Income from work below the subsistence minimum"
    youth_outside_study_and_work = "Young person outside study, work and training"


class primary_social_status(Variable):
    value_type = Enum
    possible_values = PrimarySocialStatus
    default_value = PrimarySocialStatus.without_status
    entity = Person
    definition_period = MONTH
    label = "Primary social status"
    reference = [THESIS]

    def formula(person, period, parameters):
        """The first status that the person has, in the order of the list; no act has such an order.

        Held by the state, conscript, child, disability, pension, leave, care, pregnancy, study, work, unemployment,
        assistance, study by correspondence and graduates, citizenship, other.
        """
        return first_named(PrimarySocialStatus, person, period)


class social_statuses_count(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "number"
    label = "Number of social statuses"
    reference = [THESIS]

    def formula(person, period, parameters):
        """How many statuses of the corrected list the person has in the month."""
        return count_holding(STATUSES, person, period)


class without_social_status(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has no social status"
    reference = [THESIS]

    def formula(person, period, parameters):
        """Born, alive and in Kazakhstan, with no status of the corrected list.

        It says nothing of insurance: a payer on their own account is insured without a status.
        """
        here = (person("age_in_months", period) >= 0) & person("lives_here", period)
        return here & (person("social_statuses_count", period) == 0)
