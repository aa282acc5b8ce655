"""What a family is owed and owes in a month, and what remains: sums of the rules, no rule of their own."""

from openfisca_kz.base import MONTH, Family, Variable, family_sum

SOCIAL_CODE = "https://adilet.zan.kz/rus/docs/K2300000224"

#: Income of a person before contributions and taxes.
INCOMES = (
    "salary",
    "civil_contract_income",
    "entrepreneur_declared_income",
    "self_employed_income",
)

#: What a person bears: withheld from pay or income, or paid for oneself.
BORNE = (
    "pension_contribution",
    "health_contribution",
    "income_tax",
    "civil_contract_pension_contribution",
    "civil_contract_health_contribution",
    "civil_contract_withheld_social_contribution",
    "civil_contract_income_tax",
    "entrepreneur_pension_contribution",
    "entrepreneur_employer_pension_contribution",
    "entrepreneur_social_contribution",
    "entrepreneur_health_contribution",
    "entrepreneur_social_tax",
    "independent_health_contribution",
    "single_aggregate_payment",
    "self_employed_payment",
)

#: Rights of a person, as paid out in tenge given the dates of the claims.
PERSONAL = (
    "basic_pension_paid",
    "age_pension_paid",
    "service_pension_paid",
    "fund_pension",
    "fund_lump_sum",
    "fund_state_guarantee",
    "special_social_payment_paid",
    "birth_benefit_paid",
    "childcare_benefit_paid",
    "childcare_payment_paid",
    "maternity_payment_paid",
    "newborn_adoption_payment_paid",
    "awarded_mother_allowance_paid",
    "disabled_child_allowance_carer",
    "group_1_carer_allowance",
    "guardian_allowance",
    "professional_foster_pay",
    "adoption_lump_sum",
    "sick_leave_pay",
    "disability_allowance_paid",
    "job_loss_payment_paid",
    "work_capacity_payment",
    "special_state_allowance",
    "test_site_compensation",
    "ecological_zone_supplement",
)

#: Rights of a family, as paid out in tenge given the dates of the claims.
COMMON = (
    "large_family_allowance_paid",
    "survivor_allowance_paid",
    "survivor_payment_paid",
    "targeted_assistance_paid",
    "targeted_assistance_child_supplement_paid",
    "housing_assistance",
    "relocation_subsidy",
    "burial_payment_paid",
    "fund_burial_payment",
)


def sum_of_members(family, names, period):
    """Return the sum of variables over the members of each family. KZT."""
    total = 0
    for name in names:
        total = total + family.members(name, period)
    return family_sum(family, total)


class total_rights(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "All that the family is paid"
    reference = [f"Social Code, art. 1-5 (system of social protection) - {SOCIAL_CODE}"]

    def formula(family, period, parameters):
        """Every right of the members and of the family that is paid out in tenge in this month. KZT."""
        total = sum_of_members(family, PERSONAL, period)
        for name in COMMON:
            total = total + family(name, period)
        return total


class total_duties(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "All that the members bear"
    reference = [f"Social Code, art. 243-252; Tax Code; law on health insurance, art. 28 - {SOCIAL_CODE}"]

    def formula(family, period, parameters):
        """Every contribution and tax withheld from the members or paid by them for themselves. KZT."""
        return sum_of_members(family, BORNE, period)


class disposable_income(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Disposable income of the family"
    reference = [f"Social Code, art. 1-5; Tax Code (sum of their results) - {SOCIAL_CODE}"]

    def formula(family, period, parameters):
        """Income of the members less what they bear, plus what the family is paid. KZT."""
        earned = sum_of_members(family, INCOMES, period)
        return earned - family("total_duties", period) + family("total_rights", period)
