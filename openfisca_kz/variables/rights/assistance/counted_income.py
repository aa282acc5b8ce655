"""What counts as income of the family for targeted assistance, and the income for each member of the quarter before."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Family, NonNegative, Person, Variable, family_sum, where
from openfisca_kz.variables.rights.assistance.words import MONTHS_IN_QUARTER, quarter_before

INCOME = articles("Social Code, art. 127 p. 1", "Order No. 181 of 26.05.2023")


def months_of_members(family, period):
    """Return over how many months of members the income of the quarter before is spread; of none over those of one."""
    members = family("targeted_assistance_members", period)
    return where(members > 0, members, 1) * MONTHS_IN_QUARTER


class assistance_work_income(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Income from work that counts for targeted assistance"
    reference = INCOME

    def formula(person, period, parameters):
        """Pay of every kind, civil contracts, own business and other counted income, before taxes and contributions.

        Whether gross or net is an open question (docs/doubts/assistance.md). KZT.
        """
        return (
            person("salary", period)
            + person("second_salary", period)
            + person("civil_contract_income", period)
            + person("individual_assistant_income", period)
            + person("labour_immigrant_income", period)
            + person("entrepreneur_declared_income", period)
            + person("self_employed_income", period)
            + person("other_counted_income", period)
        )


class assistance_pension_income(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Pensions that count for targeted assistance"
    reference = INCOME

    def formula(person, period, parameters):
        """Basic, age and service pensions, the special social payment, and payments from the pension fund. KZT."""
        return (
            person("basic_pension", period)
            + person("age_pension", period)
            + person("service_pension", period)
            + person("special_social_payment", period)
            + person("fund_pension", period)
        )


class assistance_benefit_income(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Benefits of the person that count for targeted assistance"
    reference = INCOME

    def formula(person, period, parameters):
        """Disability and special allowances of adults, payments of the social insurance fund, benefits for birth and
        care. The awarded-mother allowance up to and including March 2019; not the allowances of children with
        disability or for raising them. KZT.
        """
        law = parameters(period).rights.assistance.targeted_assistance
        adult = person("age", period) >= law.child_age
        own = person("disability_allowance", period) + person("special_state_allowance", period)
        fund = (
            person("work_capacity_payment", period)
            + person("job_loss_payment", period)
            + person("maternity_payment", period)
            + person("newborn_adoption_payment", period)
            + person("childcare_payment", period)
        )
        care = (
            person("birth_benefit", period) * law.counts_birth_benefit
            + person("childcare_benefit", period)
            + person("group_1_carer_allowance", period)
            + person("group_1_care_elsewhere_allowance", period)
        )
        mother = person("awarded_mother_allowance", period) * law.counts_awarded_mother_allowance
        return where(adult, own, 0) + fund + care + mother


class assistance_income(NonNegative):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Income of the family that counts for targeted assistance in the month"
    reference = INCOME

    def formula(family, period, parameters):
        """Earnings, pensions and benefits of the members who count, allowances of the family, and loans. The survivor
        allowance and the survivor payment always count; the large-family allowance and loans only in the periods in
        which they are income. Targeted and housing assistance and burial payments are not income. KZT.
        """
        law = parameters(period).rights.assistance.targeted_assistance
        persons = (
            family.members("assistance_work_income", period)
            + family.members("assistance_pension_income", period)
            + family.members("assistance_benefit_income", period)
        )
        counted = family_sum(family, persons, among=family.members("targeted_assistance_member", period))
        large = family("large_family_allowance", period) * law.counts_large_family_allowance
        loans = family("non_mortgage_loans", period) * law.counts_loans
        survivors = (
            family("survivor_allowance", period)
            + family("survivor_payment", period)
            + family("other_parent_survivor_payment", period)
        )
        return counted + survivors + large + loans


class quarter_income_can_matter(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Assistance can depend on the income of the quarter before"
    reference = articles("Social Code, art. 120 p. 1, art. 125, art. 128; Law on housing relations, art. 97 p. 4-5")

    def formula(family, period, parameters):
        """Income from work alone does not exceed the poverty line and every other condition of targeted assistance is
        met, or the only dwelling has costs within the norms. Other income is only added to income from work, so where
        this fails, both kinds of assistance are zero, whatever the other income is.
        """
        targeted = (
            within_the_line(family, period, work_income_of_quarter(family, period))
            & family("recipient_member_in_family", period)
            & family("aid_form_settled", period)
            & family("property_allows_assistance", period)
            & family("home_inspection_allowed", period)
            & family("no_breach_in_six_months", period)
        )
        return targeted | pays_for_the_only_dwelling(family, period)


class first_pensions_can_matter(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Assistance can depend on last quarter's income, counting the pensions of its first month"
    reference = articles("Social Code, art. 120 p. 1, art. 127; Law on housing relations, art. 97 p. 4-5")

    def formula(family, period, parameters):
        """The same where the pensions of the first month of the quarter are added to the income from work."""
        first, _, _ = quarter_before(period)
        income = work_income_of_quarter(family, period) + of_members_counted(family, "assistance_pension_income", first)
        poor = within_the_line(family, period, income)
        return family("quarter_income_can_matter", period) & (poor | pays_for_the_only_dwelling(family, period))


def work_income_of_quarter(family, period):
    """Return the counted income from work of the three months of the quarter before."""
    total = 0
    for month in quarter_before(period):
        total = total + of_members_counted(family, "assistance_work_income", month)
    return total


def of_members_counted(family, name, month):
    """Return what the members who count in a month have in it, in all."""
    return family_sum(family, family.members(name, month), among=family.members("targeted_assistance_member", month))


def within_the_line(family, period, income):
    """Return whether an income of the quarter before is within the poverty line."""
    return income / months_of_members(family, period) <= family("poverty_line", period)


def pays_for_the_only_dwelling(family, period):
    """Return whether there are costs within the norms for the only dwelling: housing assistance can depend on it."""
    return family("only_dwelling_or_state_tenancy", period) & (family("housing_costs_within_norms", period) > 0)


class assistance_quarter_income(NonNegative):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    matters_where = ("quarter_income_can_matter", "first_pensions_can_matter")
    matters_through = (
        "per_capita_income",
        "income_within_poverty_line",
        "targeted_assistance_amount",
        "housing_own_costs",
        "housing_costs_above_share",
    )
    matters_to = (
        "targeted_assistance_eligible",
        "targeted_assistance",
        "housing_assistance_eligible",
        "housing_assistance",
    )
    label = "Income of the family in the quarter before the quarter of the claim"
    reference = articles("Social Code, art. 127 p. 2")

    def formula(family, period, parameters):
        """The counted income of the three months of the quarter before. KZT."""
        total = 0
        for month in quarter_before(period):
            total = total + family("assistance_income", month)
        return total


class per_capita_income(NonNegative):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Income per head in the family"
    reference = articles("Social Code, art. 127 p. 2")

    def formula(family, period, parameters):
        """The income of the quarter before, divided by the number of members and by three months. KZT per person per
        month.
        """
        return family("assistance_quarter_income", period) / months_of_members(family, period)
