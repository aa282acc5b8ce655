"""Allowances for children who grow up without their parents: guardians, foster and professional foster families."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, MONTHS_IN_YEAR, NonNegative, Person, Variable, ceil_tenge, last_day, where

GUARDIANS = articles("Order No. 158 of 24.04.2020, annex 4", "Government resolution No. 383 of 30.03.2012")


class orphan_or_without_parental_care(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Lost both parents, or was left without their care"
    reference = GUARDIANS

    def formula(child, period, parameters):
        """No parent is alive, or the child is recorded as left without parental care."""
        return child("without_parental_care", period) | (child("living_parents", period) == 0)


class guardian_allowance_age(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Not yet eighteen"
    reference = GUARDIANS

    def formula_2011_03_01(child, period, parameters):
        """Up to and including the month in which the age of eighteen is reached."""
        limit = parameters(period).rights.family.guardian_allowance.child_age * MONTHS_IN_YEAR
        age = child("age_in_months", period)
        return (age >= 0) & (age <= limit) & child("lives_here", period)


class guardianship_in_force(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Guardianship of the child is in force"
    reference = GUARDIANS

    def formula(child, period, parameters):
        """Established by the end of the month, and the child has not been adopted since."""
        set_by_now = child("guardianship_date", period) <= last_day(period)
        return child("under_guardianship", period) & set_by_now & ~child("adopted", period)


class guardianship_or_foster_family(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Under guardianship or in a foster family"
    reference = GUARDIANS

    def formula(child, period, parameters):
        """A guardian, a trustee or a foster family raises the child."""
        return child("guardianship_in_force", period) | child("in_foster_family", period)


class guardian_allowance_eligible(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Right to the allowance for a child under guardianship"
    reference = GUARDIANS

    def formula_2011_03_01(child, period, parameters):
        """An orphan or child left without parental care, up to and including the month of the eighteenth birthday, with
        a guardian or in a foster family, outside full state support.
        """
        return (
            child("orphan_or_without_parental_care", period)
            & child("guardianship_or_foster_family", period)
            & child("guardian_allowance_age", period)
            & child("outside_full_state_support", period)
        )


class guardian_allowance(NonNegative):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    right_paid_by = "local_budget"
    unit = "KZT"
    label = "Allowance for a child under guardianship or in a foster family"
    reference = articles(
        "Order No. 158 of 24.04.2020, annex 4; order No. 657 of 15.11.2016",
        "Government resolution No. 383 of 30.03.2012; order No. 657 of 15.11.2016",
    )

    def formula_2011_03_01(child, period, parameters):
        """A number of MRP a month for each child; whole tenge, rounded up. KZT."""
        law = parameters(period)
        amount = ceil_tenge(law.rights.family.guardian_allowance.multiple * law.indicators.mrp)
        return where(child("guardian_allowance_eligible", period), amount, 0)


class professional_foster_pay_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Right to the pay of a professional foster parent"
    reference = articles("Rules of professional foster families, in force 01.07.2025, number not known here")

    def formula_2025_07_01(person, period, parameters):
        """A parent of a professional foster family."""
        return person("professional_foster_parent", period)


class professional_foster_pay(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "local_budget"
    unit = "KZT"
    label = "Pay of a professional foster parent"
    reference = articles("Rules of professional foster families, in force 01.07.2025, number not known here")

    def formula_2025_07_01(person, period, parameters):
        """MRP multiple for each parent, a month; whole tenge, rounded up. KZT."""
        law = parameters(period)
        amount = ceil_tenge(law.rights.family.guardian_allowance.professional_parent * law.indicators.mrp)
        return where(person("professional_foster_pay_eligible", period), amount, 0)
