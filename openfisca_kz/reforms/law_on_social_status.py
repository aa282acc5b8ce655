"""The draft Law on Social Status of the thesis (Nur-Sultan 2020, sections 3.1 to 3.6), in parts that add up.

No bill was found to have been drafted: each part is the thesis' proposal as computable rules
(law notes on social status, section 4).
"""

from openfisca_kz import Reform
from openfisca_kz.base import MONTH, Enum, Person, Variable
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

#: The statuses of the complete list: those of today, and the one that leaves nobody out.
CompleteSocialStatus = Enum(
    "CompleteSocialStatus",
    {
        "other_person": "Person with no other social status",
        **{
            member.name: member.value
            for member in PrimarySocialStatus.__members__.values()
            if member.name != "without_status"
        },
    },
)


class other_person(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Person with no other social status"
    reference = [f"{THESIS}, section 3.2"]

    def formula(person, period, parameters):
        """Born, alive, here, and has no other status of the complete list."""
        here = (person("age_in_months", period) >= 0) & person("lives_here", period)
        return here & (count_holding(STATUSES, person, period) == 0)


class social_statuses_count(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    reference = [f"{THESIS}, section 3.2"]

    def formula(person, period, parameters):
        """How many statuses of the complete list the person has in the month: at least one."""
        return count_holding((*STATUSES, "other_person"), person, period)


class primary_social_status(Variable):
    value_type = Enum
    possible_values = CompleteSocialStatus
    default_value = CompleteSocialStatus.other_person
    entity = Person
    definition_period = MONTH
    label = "Primary social status"
    reference = [f"{THESIS}, section 3.2"]

    def formula(person, period, parameters):
        """The first status of the complete list that the person has, in the order of today's list."""
        return first_named(CompleteSocialStatus, person, period)


class insured_by_state(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    reference = [f"{THESIS}, section 2.1"]

    def formula(person, period, parameters):
        """A ground of today's list holds, or a permanent resident has a status and no income that pays.

        The state insures whom it recognises, from the facts of the month and without a manual step.
        """
        today = person("state_insured_category", period) != StateInsuredCategory.none
        recognised = person("health_insurance_residence", period) & (person("social_statuses_count", period) > 0)
        outside_service = ~person("uniformed_service", period)
        return today | (recognised & ~person("health_insurance_payer", period) & outside_service)


def _insured_by_every_status(person, period, parameters):
    """A ground of today's list holds, or a permanent resident outside the services has a status, paying or not."""
    today = person("state_insured_category", period) != StateInsuredCategory.none
    recognised = person("health_insurance_residence", period) & (person("social_statuses_count", period) > 0)
    return today | (recognised & ~person("uniformed_service", period))


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


def _complete_list(system: Reform) -> None:
    if "other_person" not in system.variables:  # another bill may have brought the list already
        system.add_variable(other_person)
    system.update_variable(social_statuses_count)
    system.replace_variable(primary_social_status)


def _proactive_provision(system: Reform) -> None:
    for name in LATE_CLAIMS:
        system.neutralize_variable(name)


def _automatic_insurance(system: Reform) -> None:
    system.update_variable(insured_by_state)


class complete_list(Reform):
    """Part (a): one complete statutory list of statuses; nobody is without one (thesis, section 3.2)."""

    name = "Complete list of social statuses"

    def apply(self) -> None:
        _complete_list(self)


class proactive_provision(Reform):
    """Part (b): a right begins when it arises, whatever the date of the claim (thesis, sections 3.4 and 3.5)."""

    name = "Proactive provision of rights"

    def apply(self) -> None:
        _proactive_provision(self)


class automatic_insurance(Reform):
    """Part (c): the state insures everybody whose status it recognises and who does not pay (thesis, section 2.1)."""

    name = "Automatic health insurance for every recognised status"

    def apply(self) -> None:
        _automatic_insurance(self)


class insurance_for_every_status(Reform):
    """Part (c) in its stronger reading, a switch: the state pays for everybody with a status (thesis, section 2.1)."""

    name = "Health insurance paid by the state for every status"

    def apply(self) -> None:
        stronger = {"formula": _insured_by_every_status, "reference": [f"{THESIS}, section 2.1 (stronger reading)"]}
        self.update_variable(type("insured_by_state", (insured_by_state,), stronger))


class citizens_only(Reform):
    """Part (d), a switch: budget rights for citizens only, the stricter reading of the thesis, section 3.2.

    Today each right names the persons entitled beside citizens (kandas, refugees, permanent residents); those
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
    """The Law on Social Status: parts (a), (b) and (c) together; the stricter reading (d) is left to a switch."""

    name = "Law on Social Status"

    def apply(self) -> None:
        _complete_list(self)
        _proactive_provision(self)
        _automatic_insurance(self)
