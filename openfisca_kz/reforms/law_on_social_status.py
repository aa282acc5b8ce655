"""The draft Law on Social Status of the thesis (Nur-Sultan 2020, sections 3.1 to 3.6), in parts that add up.

No bill was found to have been drafted: each part is the thesis' proposal as computable rules
(law notes on social status, section 4).
"""

from openfisca_kz import Reform
from openfisca_kz.base import MONTH, Enum, Person, Variable, family_any, family_count, family_rank
from openfisca_kz.variables.facts.residence import LegalResidence
from openfisca_kz.variables.status.choice import count_holding, first_named
from openfisca_kz.variables.status.recipients.health_insurance import StateInsuredCategory
from openfisca_kz.variables.status.recipients.primary import STATUSES, PrimarySocialStatus

THESIS = "Thesis on social status, Nur-Sultan 2020"

#: Dates of claims that cut or cost a right today; a claim for a payment by choice is not among them.
LATE_CLAIMS = (
    "birth_benefit_claim_date",
    "childcare_benefit_claim_date",
    "childcare_payment_claim_date",
    "maternity_payment_claim_date",
    "newborn_adoption_payment_claim_date",
    "awarded_mother_allowance_claim_date",
    "large_family_allowance_claim_date",
    "disability_allowance_claim_date",
    "survivor_allowance_claim_date",
    "basic_pension_claim_date",
    "age_pension_claim_date",
    "service_pension_claim_date",
    "special_social_payment_claim_date",
    "job_loss_payment_claim_date",
    "survivor_payment_claim_date",
    "targeted_assistance_claim_date",
    "burial_payment_claim_date",
)

#: The rights whose services leave the register: paid when they arise, and nobody is asked (thesis, section 3.4).
LEAVE_THE_REGISTER = ("birth_benefit", "childcare_benefit", "basic_pension", "age_pension")

#: The statuses of the complete list: those of today, and those of the people for whom today's list has no name.
OWN_STATUSES = {
    "informally_employed": "Earns outside the registers of work",
    "carer_at_home": "Cares at home for a child, a person with disability or a person of pension age",
    "of_pension_age_without_pension": "Person of pension age who draws no pension",
    "outside_work_study_and_care": "Adult outside work, study and care",
}
CompleteSocialStatus = Enum(
    "CompleteSocialStatus",
    {member.name: member.value for member in PrimarySocialStatus.__members__.values()} | OWN_STATUSES,
)


class informally_employed(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = OWN_STATUSES["informally_employed"]
    reference = [f"{THESIS}, section 3.2"]

    def formula(person, period, parameters):
        """An adult without work on record who has income in addition to benefits."""
        off_record = person("adult", period) & person("nonworking", period)
        return off_record & (person("other_counted_income", period) > 0)


class carer_at_home(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = OWN_STATUSES["carer_at_home"]
    reference = [f"{THESIS}, section 3.2"]

    def formula(person, period, parameters):
        """An adult below the pension age who does not work, earn, study or draw a pension and lives with somebody who
        needs care: a child, a person with disability or a person of pension age.
        """
        family, members = person.family, person.family.members
        needs_care = members("minor", period) | members("person_with_disability", period)
        needs_care = (needs_care | members("pension_age_reached", period)) & members("lives_here", period)
        others = family.project(family_count(family, needs_care)) - needs_care > 0
        return _at_home(person, period) & ~person("pension_age_reached", period) & others


class of_pension_age_without_pension(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = OWN_STATUSES["of_pension_age_without_pension"]
    reference = [f"{THESIS}, section 3.2"]

    def formula(person, period, parameters):
        """Has reached the pension age, neither works nor earns, and draws no pension."""
        return _at_home(person, period) & person("pension_age_reached", period)


class outside_work_study_and_care(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = OWN_STATUSES["outside_work_study_and_care"]
    reference = [f"{THESIS}, section 3.2"]

    def formula(person, period, parameters):
        """Born, alive and in Kazakhstan, with no other status of the complete list: registers know the age alone."""
        here = (person("age_in_months", period) >= 0) & person("lives_here", period)
        return here & (count_holding((*STATUSES, *tuple(OWN_STATUSES)[:-1]), person, period) == 0)


def _at_home(person, period):
    """An adult who lives here, neither works nor earns, studies nor draws a pension."""
    busy = person("full_time_student", period) | person("pension_recipient", period)
    earns = ~person("nonworking", period) | person("informally_employed", period)
    return person("adult", period) & person("lives_here", period) & ~busy & ~earns


class social_statuses_count(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    reference = [f"{THESIS}, section 3.2"]

    def formula(person, period, parameters):
        """How many statuses of the complete list the person has in the month: at least one."""
        return count_holding((*STATUSES, *OWN_STATUSES), person, period)


class primary_social_status(Variable):
    value_type = Enum
    possible_values = CompleteSocialStatus
    default_value = CompleteSocialStatus.without_status
    entity = Person
    definition_period = MONTH
    label = "Primary social status"
    reference = [f"{THESIS}, section 3.2"]

    def formula(person, period, parameters):
        """The first status of the complete list that the person has, in the order of today's list."""
        return first_named(CompleteSocialStatus, person, period)


class nonworking_carer_of_group_1(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    reference = [f"{THESIS}, section 2.1; Law No. 405-V on health insurance, art. 26 p. 1 subp. 14"]

    def formula(person, period, parameters):
        """The non-working person named as carer of another member with disability of group I; where no such person is
        named, the registers find one: the youngest adult of the family who does not work and has no disability. And, as
        today, the non-working person who cares for such a person of another household.
        """
        family = person.family
        beside = person.family("group_1_members", period) - person("disability_group_1", period) > 0
        fits = person("nonworking", period) & beside
        named = fits & person("main_carer", period)
        found = fits & person("adult", period) & ~person("person_with_disability", period)
        found = found & ~family.project(family_any(family, named))
        found = family_rank(person, person("age_in_months", period), found) == 0
        return named | found | (person("nonworking", period) & person("cares_for_group_1_elsewhere", period))


class insured_by_state(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    reference = [f"{THESIS}, section 2.1"]

    def formula(person, period, parameters):
        """A ground of today's list holds, or a permanent resident who is not in military, special or law-enforcement
        service has a status and no income from which contributions are paid. The state insures whom it recognises, from
        the facts of the month and without a manual step.
        """
        today = person("state_insured_category", period) != StateInsuredCategory.none
        recognised = person("health_insurance_residence", period) & (person("social_statuses_count", period) > 0)
        outside_service = ~person("uniformed_service", period)
        return today | (recognised & ~person("health_insurance_payer", period) & outside_service)


def _citizen(person, period, parameters):
    """Is a citizen of Kazakhstan."""
    return person("legal_residence", period) == LegalResidence.citizen


class family_benefit_residence(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    reference = [f"{THESIS}, section 3.2"]
    formula = _citizen


class pension_residence(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    reference = [f"{THESIS}, section 3.2"]
    formula = _citizen


class social_allowance_residence(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    reference = [f"{THESIS}, section 3.2"]
    formula = _citizen


class awarded_mother_residence(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    reference = [f"{THESIS}, section 3.2"]
    formula = _citizen


class targeted_assistance_residence(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    reference = [f"{THESIS}, section 3.2"]
    formula = _citizen


class complete_list(Reform):
    """Part 1: one complete statutory list of statuses with criteria for each; nobody is without one (thesis, section
    3.2). Those who earn outside the registers of work, care at home or are of pension age without a pension have
    statuses of their own.
    """

    name = "Complete list of social statuses"

    def apply(self) -> None:
        if "carer_at_home" not in self.variables:  # another bill may have brought the list already
            for status in (
                informally_employed,
                carer_at_home,
                of_pension_age_without_pension,
                outside_work_study_and_care,
            ):
                self.add_variable(status)
        self.update_variable(social_statuses_count)
        self.replace_variable(primary_social_status)


class proactive_provision(Reform):
    """Part 2: payments are due from the day the right arises, whatever the date of the claim (thesis, sections 3.4 and
    3.5). The state learns of the event from a register, offers the payment by a message and pays once the person
    agrees. Those who refuse, or do not answer, claim as they do today: then this part is not applied.
    """

    name = "Proactive provision of rights"

    def apply(self) -> None:
        for name in LATE_CLAIMS:
            self.neutralize_variable(name)


class automatic_insurance(Reform):
    """Part 3: status and cover are taken from the registers; nobody is named by hand (thesis, section 2.1).

    Those whom the state insures stay the same. In these rules cover follows the facts of the month already; the one
    status that depends on a name entered by hand is that of the carer of a person of group I.
    """

    name = "Health insurance by status, without a manual step"

    def apply(self) -> None:
        self.update_variable(nonworking_carer_of_group_1)


class insurance_for_every_status(Reform):
    """Part 3 in its stronger reading, a switch: the state pays for everybody with a status who does not pay."""

    name = "Health insurance paid by the state for every status"

    def apply(self) -> None:
        self.update_variable(insured_by_state)


class services_leave_the_register(Reform):
    """Part 4: birth and care benefits and the pensions are no longer services (thesis, section 3.4).

    They are computed and paid when they arise: there is no claim, no message to answer and nothing to refuse.
    """

    name = "Services that leave the register"

    def apply(self) -> None:
        self.without_claims = LEAVE_THE_REGISTER
        for right in LEAVE_THE_REGISTER:
            self.neutralize_variable(f"{right}_claim_date")


class citizens_only(Reform):
    """Part 5, a switch: budget rights for citizens only, the stricter reading of the thesis, section 3.2.

    Today each right names the persons entitled in addition to citizens (kandas, refugees, permanent residents); those
    conditions are replaced. Rights of insured persons follow from contributions and stay.
    """

    name = "Budget rights for citizens only"

    def apply(self) -> None:
        self.update_variable(family_benefit_residence)
        self.update_variable(pension_residence)
        self.update_variable(social_allowance_residence)
        self.update_variable(awarded_mother_residence)
        self.update_variable(targeted_assistance_residence)


class law_on_social_status(Reform):
    """The Law on Social Status as the thesis has it: parts 1 to 4 together.

    The stronger readings are left to switches: `insurance_for_every_status`, `citizens_only`.
    """

    name = "Law on Social Status"

    def apply(self) -> None:
        for part in (complete_list, proactive_provision, automatic_insurance, services_leave_the_register):
            part.apply(self)
