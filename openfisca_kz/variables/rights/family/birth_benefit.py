"""Birth benefit: once, for every child, from the republican budget."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    Family,
    Person,
    Variable,
    add_months,
    ceil_tenge,
    date,
    family_any,
    family_min,
    has_date,
    has_role,
    last_day,
    lookup,
    maximum,
    month_number,
    month_numbers,
    where,
)
from openfisca_kz.variables.facts.residence import LegalResidence, lives_here_as
from openfisca_kz.variables.rights.family.words import claimed_in_time, of_own_month

# ----- Conditions that rights of families share ----- #


class child_of_family(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "A child of the family"
    reference = articles("Social Code, art. 79 p. 1, art. 81 p. 2-3")

    def formula(child, period, parameters):
        """The person has an order of birth in the family, and was born or placed in it by the end of the month. Up to
        and including the month of death.
        """
        entered = child("family_entry_date", period) <= last_day(period)
        return (child("birth_order", period) > 0) & entered & child("lives_here", period)


class family_benefit_residence(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "A citizen or kandas living permanently in Kazakhstan"
    reference = articles("Social Code, art. 79 p. 1, art. 81 p. 1, art. 90 p. 1")

    def formula(person, period, parameters):
        """Citizens, and kandas from the day of the status; a foreigner only under a ratified treaty (none is
        modelled).
        """
        return lives_here_as(person, period, LegalResidence.citizen, LegalResidence.kandas)


class parent_with_family_benefit_residence(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "A parent is a citizen or kandas living permanently in Kazakhstan"
    reference = articles("Social Code, art. 79 p. 1, art. 90 p. 1")

    def formula(family, period, parameters):
        """One of the two heads of the family, who claims for the child, is a citizen or kandas."""
        parent = has_role(family.members, "first_parent", "second_parent")
        return family_any(family, parent & family.members("family_benefit_residence", period))


class child_of_resident_parent(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Child of a citizen or kandas living permanently in Kazakhstan"
    reference = articles("Social Code, art. 79 p. 1")

    def formula(child, period, parameters):
        """A parent of the child's family is a citizen or kandas: the parent is the one entitled."""
        return child.family("parent_with_family_benefit_residence", period)


class family_benefit_residence_since(Variable):
    value_type = date
    entity = Family
    definition_period = MONTH
    label = "Day since which a parent who is now a citizen or kandas has been one"
    reference = articles("Social Code, art. 79 p. 1, art. 81 p. 4 subp. 3")

    def formula(family, period, parameters):
        """The earliest among the parents who are citizens or kandas: for a kandas the day of the status, for a citizen
        a notional day earlier than any right; the last of the month where there is none. Date.
        """
        parents = family.members
        kandas = parents("legal_residence", period) == LegalResidence.kandas
        since = where(kandas, parents("kandas_status_date", period).astype("int64"), 0)
        entitled = has_role(parents, "first_parent", "second_parent") & parents("family_benefit_residence", period)
        return family_min(family, since, entitled, empty=last_day(period).astype("int64")).astype("datetime64[D]")


# ----- The benefit ----- #


class birth_benefit_day(Variable):
    value_type = date
    entity = Person  # the child
    definition_period = MONTH
    label = "Day on which the right to the birth benefit arose"
    reference = articles("Social Code, art. 79 p. 1")

    def formula(child, period, parameters):
        """The day the child came into the family, or the later day on which a parent became a kandas. Date."""
        return maximum(
            child("family_entry_date", period),
            child.family("family_benefit_residence_since", period),
        )


class birth_benefit_month(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "The right arose in this month: birth, adoption, guardianship or the status of kandas"
    reference = articles("Social Code, art. 79 p. 1-2")

    def formula(child, period, parameters):
        """The month of the day on which the right arose: the benefit is modelled as claimed at once."""
        return month_numbers(child("birth_benefit_day", period)) == month_number(period)


class birth_benefit_age(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "The right arose within the time limit for a claim"
    reference = articles("Social Code, art. 79 p. 3")

    def formula_2003_01_01(child, period, parameters):
        """The time limit runs from birth, also for an adopted child: 18 months, 12 before 1 July 2023."""
        term = parameters(period).rights.family.birth_benefit.claim_months
        return child("birth_benefit_day", period) <= add_months(child("birth_date", period), term)


class birth_benefit_eligible(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Right to the birth benefit"
    reference = articles("Social Code, art. 79")

    def formula(child, period, parameters):
        """A child of the family, of a citizen or kandas, whose right arose in this month. No income test."""
        return (
            child("child_of_family", period)
            & child("birth_benefit_month", period)
            & child("birth_benefit_age", period)
            & child("child_of_resident_parent", period)
        )


class birth_benefit_amount(Variable):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    unit = "KZT"
    label = "Birth benefit that the order of birth gives"
    reference = articles("Social Code, art. 80", "Law No. 63-III, art. 7")

    def formula_2003_01_01(child, period, parameters):
        """MRP multiple by birth order; whole tenge, rounded up. KZT."""
        law = parameters(period)
        multiple = lookup(law.rights.family.birth_benefit.multiple, child("birth_order", period) - 1)
        return ceil_tenge(multiple * law.indicators.mrp)


class birth_benefit(Variable):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "Birth benefit"
    reference = articles("Social Code, art. 79-80", "Law No. 63-III, art. 7")

    def formula(child, period, parameters):
        """A number of MRP (monthly calculation indices), set by the order of birth, once, in the month in which the
        child came into the family or, if later, a parent became a kandas. KZT.
        """
        eligible = child("birth_benefit_eligible", period)
        return where(eligible, child("birth_benefit_amount", period), 0)


class birth_benefit_paid(Variable):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    unit = "KZT"
    label = "Birth benefit paid on the claim"
    reference = articles("Social Code, art. 79 p. 2-3, art. 80 p. 2")

    def formula_2003_01_01(child, period, parameters):
        """In the month of the claim: the amount due when the right arose, at the MRP of the month of the claim; nothing
        where the claim came after the time limit counted from birth. The child's death does not take away the right to
        claim. KZT.
        """
        claim = child("birth_benefit_claim_date", period)
        arose = child("birth_benefit_day", period)
        paid_on = where(has_date(claim), claim, arose)
        in_time = claimed_in_time(
            child,
            claim,
            child("birth_date", period),
            "rights.family.birth_benefit.claim_months",
        )
        still_entitled = (
            (child("birth_order", period) > 0)
            & child("birth_benefit_age", period)
            & child("child_of_resident_parent", period)
        )
        paid_now = (paid_on >= arose) & (month_numbers(paid_on) == month_number(period))
        late = still_entitled & in_time & paid_now & (month_numbers(arose) < month_number(period))
        right = of_own_month(child, arose, late, lambda children, month: children("birth_benefit", month))
        at_birth = of_own_month(child, arose, late, lambda children, month: children("birth_benefit_amount", month))
        in_new_figures = right + child("birth_benefit_amount", period) - at_birth
        at_once = where(paid_now & in_time, child("birth_benefit", period), 0)
        return where(late, where(right > 0, in_new_figures, 0), at_once)
