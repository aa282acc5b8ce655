"""Health insurance: whom the state insures and on which ground, who pays, and who is insured."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Enum, EnumArray, Person, Variable, family_any, has_role, months_to, one_of
from openfisca_kz.variables.facts.residence import LegalResidence, lives_here_as
from openfisca_kz.variables.status.choice import first_holding
from openfisca_kz.variables.status.study import graduated_within
from openfisca_kz.variables.status.work import at_work


class StateInsuredCategory(Enum):
    """Ground on which the state pays health insurance for a person, in the order of the law's list."""

    none = "Not insured by the state"
    child = "Insured as a child"
    unemployed = "Insured as unemployed"
    pregnant = "Insured as a non-working pregnant woman"
    carer_of_child_under_3 = "Insured as the non-working carer of a child under three"
    on_leave = "Insured while on leave for a child"
    carer_of_disabled_child = "Insured as the non-working carer of a child with disability"
    pension_recipient = "Insured as a pension recipient"
    prisoner = "Insured as a prisoner"
    detainee = "Insured as a person in pre-trial detention"
    kandas = "Insured as a non-working kandas"
    awarded_mother = "Insured as an awarded mother"
    disability = "Insured as a person with disability"
    student = "Insured as a full-time student"
    carer_of_group_1 = "Insured as the non-working carer of a person of group I"
    assistance_recipient = "Insured as a non-working recipient of targeted assistance"
    house_arrest = "Insured while under house arrest"
    unemployed_local = "Insured as unemployed, by the local budget"
    crisis_local = "Insured as a member of a family in crisis or emergency, by the local budget"


class HealthInsuranceBasis(Enum):
    """Why a person is insured, or is not."""

    state = "Insured by the republican budget"
    local_budget = "Insured by the local budget"
    contributions = "Insured by contributions"
    departmental = "Departmental health care of the uniformed services"
    not_insured = "Not insured"


class health_insurance_residence(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Has the rights of a citizen in health insurance, by residence or by treaty"
    reference = articles("Law No. 405-V on health insurance, art. 2 p. 2-3; EAEU treaty, art. 98")

    def formula(person, period, parameters):
        """Citizens, kandas, and foreigners and stateless persons with permanent residence.

        Citizens of other EAEU states who work here, and the spouse and children who live with them.
        """
        permanent = lives_here_as(
            person,
            period,
            LegalResidence.citizen,
            LegalResidence.kandas,
            LegalResidence.foreigner_permanent_resident,
            LegalResidence.stateless_permanent_resident,
        )
        worker = lives_here_as(person, period, LegalResidence.eaeu_citizen_worker)
        stays = lives_here_as(
            person,
            period,
            LegalResidence.foreigner_temporary_with_work_right,
            LegalResidence.foreigner_temporary_no_work_right,
        )
        head = has_role(person, "first_parent", "second_parent")
        with_worker = person.family.project(family_any(person.family, head & worker))
        close = (head | has_role(person, "child")) & person("lives_with_family", period)
        return permanent | worker | (stays & with_worker & close)


class student_or_graduate(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Insured by the state as a full-time student or graduate"
    reference = articles("Law No. 405-V on health insurance, art. 26 p. 1 subp. 13")

    def formula(person, period, parameters):
        """Studies full time; a graduate without work, only for the months that the list gives, none since 2020."""
        months = parameters(period).status.health_insurance.graduate_months
        graduate = graduated_within(person, period, months) & person("nonworking", period)
        return person("full_time_student", period) | graduate


class unemployed_without_measure(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Unemployed and in no subsidised job or training at an employer"
    reference = articles("Law No. 405-V on health insurance, art. 26-1 p. 1")

    def formula(person, period, parameters):
        """Unemployed, and not placed in a subsidised job nor trained at an employer."""
        return person("unemployed", period) & ~person("placed_in_employment_measure", period)


class crisis_nonworking(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Non-working member of a family in crisis or emergency"
    reference = articles("Law No. 405-V on health insurance, art. 26-1 p. 1")

    def formula_2026_01_01(person, period, parameters):
        """A non-working member of a family in crisis or emergency who did not work in the three months before.

        Without work no pension contributions are paid: that is the condition of the law.
        """
        result = person("dfm_crisis_or_emergency", period) & person("nonworking", period)
        count = parameters(period).status.health_insurance.crisis_nonworking_months
        for month in months_to(period, int(count)):
            result = result & ~at_work(person, month)
        return result


def common_grounds(person, period):
    """Return the grounds that stand in every list since 2020, in its order, each with who has it."""
    category = StateInsuredCategory
    return (
        (category.pregnant, person("pregnant_nonworking", period)),
        (category.carer_of_child_under_3, person("nonworking_carer_child_under_3", period)),
        (category.on_leave, person("on_leave_for_a_child", period)),
        (category.carer_of_disabled_child, person("nonworking_carer_of_disabled_child", period)),
        (category.pension_recipient, person("pension_recipient", period)),
        (category.prisoner, person("prisoner_not_minimum_security", period)),
        (category.detainee, person("detainee", period)),
        (category.kandas, person("kandas_nonworking", period)),
        (category.awarded_mother, person("awarded_mother", period)),
        (category.disability, person("person_with_disability", period)),
        (category.student, person("student_or_graduate", period)),
    )


class state_insured_category(Variable):
    value_type = Enum
    possible_values = StateInsuredCategory
    default_value = StateInsuredCategory.none
    entity = Person
    definition_period = MONTH
    label = "Ground for health insurance by the state"
    reference = articles(
        "Law No. 405-V on health insurance, art. 26, 26-1 (2026)",
        "Law No. 405-V on health insurance, art. 26 (2022)",
        "Law No. 405-V on health insurance, art. 26",
    )

    def formula_2020_01_01(person, period, parameters):
        """The first ground of the list of fifteen that holds for a permanent resident."""
        category = StateInsuredCategory
        carer = person("nonworking_carer_of_group_1_since_childhood", period)
        ground = first_holding(
            (category.child, person("minor", period)),
            (category.unemployed, person("unemployed", period)),
            *common_grounds(person, period),
            (category.carer_of_group_1, carer),
            (category.assistance_recipient, person("nonworking_recipient_of_social_benefits", period)),
        )
        return EnumArray(ground * person("health_insurance_residence", period), category)

    def formula_2022_01_01(person, period, parameters):
        """The first ground that holds in the list, to which carers of a person of group I, whatever the cause, and
        house arrest are added.
        """
        category = StateInsuredCategory
        ground = first_holding(
            (category.child, person("minor", period)),
            (category.unemployed, person("unemployed", period)),
            *common_grounds(person, period),
            (category.carer_of_group_1, person("nonworking_carer_of_group_1", period)),
            (category.assistance_recipient, person("nonworking_recipient_of_social_benefits", period)),
            (category.house_arrest, person("house_arrest", period) & person("nonworking", period)),
        )
        return EnumArray(ground * person("health_insurance_residence", period), category)

    def formula_2026_01_01(person, period, parameters):
        """The first ground of the list that holds for a permanent resident; on two of the grounds the contributions are
        paid by local budgets. The unemployed left the republican list in 2026; non-working members of families in
        crisis or emergency are new.
        """
        category = StateInsuredCategory
        ground = first_holding(
            (category.child, person("minor", period)),
            *common_grounds(person, period),
            (category.carer_of_group_1, person("nonworking_carer_of_group_1", period)),
            (category.house_arrest, person("house_arrest", period) & person("nonworking", period)),
            (category.unemployed_local, person("unemployed_without_measure", period)),
            (category.assistance_recipient, person("nonworking_recipient_of_social_benefits", period)),
            (category.crisis_local, person("crisis_nonworking", period)),
        )
        return EnumArray(ground * person("health_insurance_residence", period), category)


class insured_by_state(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Insured by the state"
    reference = articles("Law No. 405-V on health insurance, art. 26, 26-1")

    def formula(person, period, parameters):
        """A ground of the list holds: the republican or the local budget pays the contributions."""
        return person("state_insured_category", period) != StateInsuredCategory.none


class health_insurance_participant(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Takes part in health insurance by residence"
    reference = articles("Law No. 405-V on health insurance, art. 2, art. 28 p. 7")

    def formula_2020_01_01(person, period, parameters):
        """Whoever has the rights of a citizen in health insurance; nothing is paid for those in uniformed service."""
        return person("health_insurance_residence", period) & ~person("uniformed_service", period)


class health_insurance_payment(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Health insurance contributions are due, or paid by choice"
    reference = articles("Law No. 405-V on health insurance, art. 14, 28")

    def formula_2020_01_01(person, period, parameters):
        """Has pay that counts, contract income, pay of an individual assistant, a business or practice that is not
        suspended, or the regime for the self-employed, or pays by choice. An independent worker, and whoever has
        suspended the business, pays by choice: if they do not pay, nobody pays for them.
        """
        business = person("individual_entrepreneur", period) | person("private_practice", period)
        obliged = (
            (person("health_insured_pay", period) > 0)
            | person("civil_contract_worker", period)
            | person("individual_assistant", period)
            | (business & ~person("business_suspended", period))
            | person("special_regime_self_employed", period)
            | person("platform_worker", period)
        )
        return obliged | person("health_insurance_self_payer", period)


class health_insurance_payer(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Health insurance contributions are paid from the person's income"
    reference = articles("Law No. 405-V on health insurance, art. 14, 28")

    def formula_2020_01_01(person, period, parameters):
        """Takes part by residence, and contributions are due or paid by choice."""
        return person("health_insurance_participant", period) & person("health_insurance_payment", period)


class single_aggregate_payment_insures(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Insured by the single aggregate payment"
    reference = articles("Law No. 405-V on health insurance, art. 5")
    end = "2023-12-31"

    def formula_2020_01_01(person, period, parameters):
        """It is paid now and was paid for a set number of months in a row before; it leaves no cover behind."""
        insures = person("single_aggregate_payer", period)
        count = parameters(period).status.health_insurance.single_aggregate_months
        for month in months_to(period, int(count)):
            insures = insures & person("single_aggregate_payer", month)
        return insures


class health_insurance_kept(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Keeps the health insurance cover after payments stopped"
    reference = articles("Law No. 405-V on health insurance, art. 5", "Law No. 405-V on health insurance, art. 5")

    def formula_2020_01_01(person, period, parameters):
        """Contributions were paid in one of the three months before."""
        count = parameters(period).status.health_insurance.arrears_months
        kept = person.filled_array(False)
        for month in months_to(period, int(count)):
            kept = kept | person("health_insurance_payment", month)
        return kept

    def formula_2026_01_01(person, period, parameters):
        """Contributions were paid in one of the three months before, or, after sixty months paid in a row, in one of
        the six months before.
        """
        law = parameters(period).status.health_insurance
        kept = person.filled_array(False)
        for month in months_to(period, int(law.arrears_months)):
            kept = kept | person("health_insurance_payment", month)
        long_kept = person.filled_array(False)
        for month in months_to(period, int(law.long_payer.arrears_months)):
            long_kept = long_kept | person("health_insurance_payment", month)
        long_payer = person("health_insurance_months_in_a_row", period) >= law.long_payer.months_paid
        return kept | (long_payer & long_kept)


class health_insurance_arrears_tolerated(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Unpaid months are within the tolerance"
    reference = articles(
        "Law No. 405-V on health insurance, amendments of 2025", "Law No. 405-V on health insurance, art. 5"
    )

    def formula_2020_01_01(person, period, parameters):
        """Not more than three months are unpaid."""
        limit = parameters(period).status.health_insurance.arrears_months
        return person("health_insurance_arrears_months", period) <= limit

    def formula_2026_01_01(person, period, parameters):
        """Not more than three months are unpaid, or six after sixty months paid in a row."""
        law = parameters(period).status.health_insurance
        unpaid = person("health_insurance_arrears_months", period)
        long_payer = person("health_insurance_months_in_a_row", period) >= law.long_payer.months_paid
        return (unpaid <= law.arrears_months) | (long_payer & (unpaid <= law.long_payer.arrears_months))


class health_insured(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Covered by health insurance"
    reference = articles("Law No. 405-V on health insurance, art. 5, 26, 26-1, 28")

    def formula(person, period, parameters):
        """Insured by the state; or contributions are paid, or were paid no more than a set number of months ago, and
        the unpaid months are within the tolerance.
        """
        paid = person("health_insurance_payment", period) | person("health_insurance_kept", period)
        pays = paid & person("health_insurance_arrears_tolerated", period)
        pays = pays | person("single_aggregate_payment_insures", period)
        return person("insured_by_state", period) | (pays & person("health_insurance_participant", period))


class health_insurance_basis(Variable):
    value_type = Enum
    possible_values = HealthInsuranceBasis
    default_value = HealthInsuranceBasis.not_insured
    entity = Person
    definition_period = MONTH
    label = "Reason for the health insurance cover"
    reference = articles("Law No. 405-V on health insurance, art. 26, 26-1, 28")

    def formula(person, period, parameters):
        """Who pays: the republican or the local budget, the person and the employer, or the uniformed service."""
        basis = HealthInsuranceBasis
        category = person("state_insured_category", period)
        local = one_of(category, StateInsuredCategory.unemployed_local, StateInsuredCategory.crisis_local)
        serving = person("uniformed_service", period) | person("conscript", period)
        held = first_holding(
            (basis.local_budget, local),
            (basis.state, person("insured_by_state", period)),
            (basis.contributions, person("health_insured", period)),
            (basis.departmental, serving),
            otherwise=basis.not_insured,
        )
        return EnumArray(held, basis)
