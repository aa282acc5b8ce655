"""Targeted social assistance: to the poverty line for every member, with a supplement for small children."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    ONE_DAY,
    Family,
    Person,
    Variable,
    ceil_tenge,
    completed_months,
    family_any,
    family_count,
    family_sum,
    last_day,
    maximum,
    one_of,
    where,
)
from openfisca_kz.variables.facts.disability import DisabilityGroup

ARTICLE_126 = articles("Social Code, art. 126", "Law No. 246-II of 17.07.2001")


def term_is_over(dates, period, term):
    """Return whether so many months since each date are over before the last day, or the date is yet to come.

    Who may claim on the last day of a month is paid that month whole.
    """
    day_before = last_day(period) - ONE_DAY
    return (completed_months(dates, day_before) >= term) | (dates > day_before)


# ----- Conditions ----- #


class income_within_poverty_line(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Income per head does not exceed the poverty line"
    reference = articles("Social Code, art. 120 p. 1, art. 128 subp. 1")

    def formula(family, period, parameters):
        """The income per head in the quarter before, against the line of the quarter of the claim."""
        return family("per_capita_income", period) <= family("poverty_line", period)


class recipient_member_in_family(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "A member may be granted targeted assistance by legal position"
    reference = articles("Social Code, art. 120 p. 1")

    def formula(family, period, parameters):
        """A citizen, kandas, refugee or permanent resident counts in the family."""
        return family_any(family, family.members("targeted_assistance_recipient_member", period))


class aid_form_settled(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Nobody can be asked to work, or a social contract is signed"
    reference = articles("Social Code, art. 121, art. 122 p. 2")

    def formula(family, period, parameters):
        """Unconditional assistance is due, or conditional assistance under a social contract."""
        return family("unconditional_aid", period) | family("social_contract", period)


class severe_disability_in_family(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The family has a child with disability or a member of group I or II"
    reference = articles("Social Code, art. 125 p. 1 subp. 4")

    def formula(family, period, parameters):
        """A child with disability, or an adult of group I or II."""
        law = parameters(period).rights.assistance.targeted_assistance
        group = family.members("disability_group", period)
        child = (group != DisabilityGroup.none) & (family.members("age", period) < law.child_age)
        return family_any(family, child | one_of(group, DisabilityGroup.group_1, DisabilityGroup.group_2))


class dwellings_allow_assistance(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "One dwelling at most, or dwellings within the norm of area, and no plot for another"
    reference = articles("Social Code, art. 125 p. 1 subp. 1 and 3")

    def formula(family, period, parameters):
        """No second dwelling beyond eighteen square metres a member, no building plot besides a dwelling."""
        law = parameters(period).rights.assistance.targeted_assistance
        owned = family("dwellings_owned", period)
        housed = (owned <= law.dwellings) | family("dwellings_within_area_norm", period)
        return housed & ~(family("building_plot", period) & (owned > 0))


class vehicles_allow_assistance(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "One car at most, or a family that may have more, and no machinery"
    reference = articles("Social Code, art. 125 p. 1 subp. 4-5")

    def formula(family, period, parameters):
        """One working car; more for large families and families with a child with disability or a person with
        disability of group I or II. No farm machinery, bus, minibus, lorry, special vehicle, vessel or aircraft.
        """
        law = parameters(period).rights.assistance.targeted_assistance
        favoured = family("large_family", period) | family("severe_disability_in_family", period)
        cars = (family("working_cars", period) <= law.passenger_cars) | favoured
        return cars & ~family("heavy_machinery", period)


class property_allows_assistance(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The commission finds no property that speaks against need"
    reference = articles("Social Code, art. 125 p. 1, art. 128 subp. 3")

    def formula(family, period, parameters):
        """Dwellings and vehicles within the limits, no premises used for profit, no ground in the local rules for
        holding that the family is not in need.
        """
        return (
            family("dwellings_allow_assistance", period)
            & family("vehicles_allow_assistance", period)
            & ~family("business_premises", period)
            & ~family("local_ground_against_need", period)
        )


class home_inspection_allowed(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The family lets its home be inspected"
    reference = articles("Social Code, art. 128 subp. 2")

    def formula(family, period, parameters):
        """The applicant did not refuse the inspection."""
        return ~family("home_inspection_refused", period)


class no_breach_in_six_months(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "No refusal of work, broken contract or false data in the last six months (required since 2020)"
    reference = articles("Social Code, art. 123 p. 3, art. 128 subp. 4-6")

    def formula(family, period, parameters):
        """Six months from each of the three breaches end before the last day of the month: assistance claimed after
        that is paid from the month of the claim on, for the whole of that month. Before 2020 no term is applied.
        """
        term = parameters(period).rights.assistance.targeted_assistance.refusal_months
        return (
            term_is_over(family("employment_measures_refusal_date", period), period, term)
            & term_is_over(family("social_contract_broken_date", period), period, term)
            & term_is_over(family("false_data_date", period), period, term)
        )


class targeted_assistance_eligible(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Right to targeted assistance"
    reference = articles("Social Code, art. 120-122, art. 125, art. 128", "Law No. 246-II")

    def formula(family, period, parameters):
        """A poor family, with members who may be granted it and no ground for refusal. Either nobody is asked to work,
        or a social contract is signed; no property that speaks against need, the home inspected, no breach in six
        months (since 2020).
        """
        return (
            family("income_within_poverty_line", period)
            & family("recipient_member_in_family", period)
            & family("aid_form_settled", period)
            & family("property_allows_assistance", period)
            & family("home_inspection_allowed", period)
            & family("no_breach_in_six_months", period)
        )


# ----- Amounts ----- #


class targeted_assistance_amount(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Targeted assistance that the income gives, before the other conditions"
    reference = ARTICLE_126

    def formula(family, period, parameters):
        """For each member who may be granted it, the amount by which the poverty line exceeds the income per head. From
        April to December 2019 the whole line for each child; whole tenge for the family, rounded up. KZT a month.
        """
        law = parameters(period).rights.assistance.targeted_assistance
        line = family("poverty_line", period)
        gap = maximum(line - family("per_capita_income", period), 0)
        granted = family.members("targeted_assistance_recipient_member", period)
        children = family_count(family, granted & family.members("targeted_assistance_child", period))
        adults = family_count(family, granted) - children
        return ceil_tenge(adults * gap + children * where(law.child_full_line, line, gap))


class targeted_assistance(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    right_paid_by = "local_budget"
    unit = "KZT"
    label = "Targeted assistance"
    reference = ARTICLE_126

    def formula(family, period, parameters):
        """For each member who may be granted it, the amount by which the poverty line exceeds the income per head; only
        where every condition is met. KZT a month.
        """
        return where(family("targeted_assistance_eligible", period), family("targeted_assistance_amount", period), 0)


class child_of_supplement_age(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Child aged one to six"
    reference = articles("Social Code, art. 126 p. 2")

    def formula(child, period, parameters):
        """From the month of the first birthday to the month before that of the seventh."""
        law = parameters(period).rights.assistance.targeted_assistance_child_supplement
        age = child("age", period)
        return (age >= law.from_age) & (age < law.to_age)


class targeted_assistance_granted(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Targeted assistance is granted to the family"
    reference = articles("Social Code, art. 126 p. 2")

    def formula(family, period, parameters):
        """The assistance of the month is above zero."""
        return family("targeted_assistance", period) > 0


class targeted_assistance_child_supplement_eligible(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Right to the supplement for children aged one to six"
    reference = articles("Social Code, art. 126 p. 2")

    def formula(family, period, parameters):
        """Targeted assistance is granted; the amount then follows the children of one to six."""
        return family("targeted_assistance_granted", period)


class targeted_assistance_child_supplement(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    right_paid_by = "local_budget"
    unit = "KZT"
    label = "Supplement to targeted assistance for children aged one to six"
    reference = articles("Social Code, art. 126 p. 2")

    def formula(family, period, parameters):
        """One and a half MRP for each child of one to six who may be granted assistance; in cash since 2023.

        Whole tenge for the family, rounded up. KZT a month.
        """
        law = parameters(period)
        multiple = law.rights.assistance.targeted_assistance_child_supplement.multiple
        granted = family.members("targeted_assistance_recipient_member", period)
        children = family_sum(family, granted & family.members("child_of_supplement_age", period))
        amount = ceil_tenge(children * multiple * law.indicators.mrp)
        return where(family("targeted_assistance_child_supplement_eligible", period), amount, 0)
