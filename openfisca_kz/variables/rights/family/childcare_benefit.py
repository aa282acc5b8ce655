"""Childcare benefit: monthly, from the budget, where the carer is outside social insurance."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Share, Variable, ceil_tenge, lookup, maximum, where
from openfisca_kz.variables.rights.family.childcare import share_in_care
from openfisca_kz.variables.rights.family.words import claimed_in_time


class childcare_benefit_share(Share):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    unit = "share"
    label = "Part of the month for which the childcare benefit is due"
    reference = articles("Social Code, art. 81 p. 4")

    def formula_2006_07_01(child, period, parameters):
        """The part of the month within the age of childcare; where the carer is a kandas, not before the status was
        given. Share.
        """
        since = maximum(child("family_entry_date", period), child.family("childcare_carer_kandas_since", period))
        return share_in_care(child, period, parameters, since)


class childcare_benefit_month(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "The child is within the age and the dates of the childcare benefit"
    reference = articles("Social Code, art. 81 p. 4")

    def formula(child, period, parameters):
        """The benefit is due for at least one day of this month."""
        return (child("childcare_benefit_share", period) > 0) & child("lives_here", period)


class carer_with_family_benefit_residence(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Cared for by a citizen or kandas living permanently in Kazakhstan"
    reference = articles("Social Code, art. 81 p. 1")

    def formula(child, period, parameters):
        """The carer of the child is a citizen or kandas."""
        return child.family("childcare_carer_residence", period)


class childcare_benefit_eligible(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Right to the childcare benefit"
    reference = articles("Social Code, art. 81")

    def formula(child, period, parameters):
        """A child of the family aged up to one and a half (before 2023, and if born before 2022, one), outside full
        state support, with a carer outside social insurance. The carer is a citizen or kandas. No income test.
        """
        return (
            child("child_of_family", period)
            & child("childcare_benefit_month", period)
            & child("childcare_uninsured", period)
            & child("carer_with_family_benefit_residence", period)
            & child("outside_full_state_support", period)
        )


class childcare_benefit(Variable):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "Childcare benefit"
    reference = articles("Social Code, art. 81-82", "Law No. 63-III, art. 8")

    def formula_2006_07_01(child, period, parameters):
        """A number of MRP a month, set by the order of birth; for the first and the last month only the days that
        count. Whole tenge, rounded up. KZT.
        """
        law = parameters(period)
        multiple = lookup(law.rights.family.childcare_benefit.multiple, child("birth_order", period) - 1)
        amount = ceil_tenge(multiple * law.indicators.mrp * child("childcare_benefit_share", period))
        return where(child("childcare_benefit_eligible", period), amount, 0)


class childcare_benefit_claimed(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "The childcare benefit was claimed in time"
    reference = articles("Social Code, art. 81 p. 8")

    def formula_2006_07_01(child, period, parameters):
        """Claimed within 18 months of birth (12 before 1 July 2023); with no claim date it counts as in time."""
        return claimed_in_time(
            child,
            child("childcare_benefit_claim_date", period),
            child("birth_date", period),
            "rights.family.childcare_benefit.claim_months",
        )


class childcare_benefit_paid(Variable):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    unit = "KZT"
    label = "Childcare benefit paid on the claim"
    reference = articles("Social Code, art. 81 p. 4 and 8")

    def formula(child, period, parameters):
        """The whole benefit of the month, also for months before a claim in time; nothing on a late claim. KZT."""
        claimed = child("childcare_benefit_claimed", period)
        return where(claimed, child("childcare_benefit", period), 0)
