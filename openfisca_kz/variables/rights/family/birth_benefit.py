"""Birth benefit: once, for every child, from the republican budget."""

from openfisca_kz.base import (
    MONTH,
    Family,
    Person,
    Variable,
    add_months,
    ceil_tenge,
    family_any,
    has_date,
    has_role,
    lookup,
    month_number,
    month_numbers,
    one_of,
    where,
)
from openfisca_kz.variables.facts.residence import LegalResidence
from openfisca_kz.variables.rights.family.words import claimed_in_time

SOCIAL_CODE = "https://adilet.zan.kz/rus/docs/K2300000224"
LAW_63 = "https://adilet.zan.kz/eng/docs/Z050000063_/compare/rus"


# ----- Conditions that rights of families share ----- #


class child_of_family(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "A child of the family"
    reference = [f"Social Code, art. 79 p. 1, art. 81 p. 2-3 - {SOCIAL_CODE}"]

    def formula(child, period, parameters):
        """The person has an order of birth in the family."""
        return child("birth_order", period) > 0


class family_benefit_residence(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "A citizen or kandas living permanently in Kazakhstan"
    reference = [f"Social Code, art. 79 p. 1, art. 81 p. 1, art. 90 p. 1 - {SOCIAL_CODE}"]

    def formula(person, period, parameters):
        """Citizens and kandas; a foreigner only where a ratified treaty gives the right (none is modelled)."""
        position = person("legal_residence", period)
        return one_of(position, LegalResidence.citizen, LegalResidence.kandas)


class parent_with_family_benefit_residence(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    unit = "boolean"
    label = "A parent is a citizen or kandas living permanently in Kazakhstan"
    reference = [f"Social Code, art. 79 p. 1, art. 90 p. 1 - {SOCIAL_CODE}"]

    def formula(family, period, parameters):
        """One of the two heads of the family, who claims for the child, is a citizen or kandas."""
        parent = has_role(family.members, "first_parent", "second_parent")
        return family_any(family, parent & family.members("family_benefit_residence", period))


class child_of_resident_parent(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    unit = "boolean"
    label = "Child of a citizen or kandas living permanently in Kazakhstan"
    reference = [f"Social Code, art. 79 p. 1 - {SOCIAL_CODE}"]

    def formula(child, period, parameters):
        """A parent of the child's family is a citizen or kandas: the parent is the one entitled."""
        return child.family("parent_with_family_benefit_residence", period)


# ----- The benefit ----- #


class birth_benefit_month(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    unit = "boolean"
    label = "The child was born, adopted or taken under guardianship in this month"
    reference = [f"Social Code, art. 79 p. 1-2 - {SOCIAL_CODE}"]

    def formula(child, period, parameters):
        """The month in which the child came into the family: the benefit is modelled as claimed at once."""
        return month_numbers(child("family_entry_date", period)) == month_number(period)


class birth_benefit_age(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    unit = "boolean"
    label = "The child came into the family within the term for a claim"
    reference = [f"Social Code, art. 79 p. 3 - {SOCIAL_CODE}"]

    def formula_2003_01_01(child, period, parameters):
        """The term runs from birth, also for an adopted child: 18 months, 12 before 1 July 2023."""
        term = parameters(period).rights.family.birth_benefit.claim_months
        return child("family_entry_date", period) <= add_months(child("birth_date", period), term)


class birth_benefit_eligible(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    unit = "boolean"
    label = "Right to the birth benefit"
    reference = [f"Social Code, art. 79 - {SOCIAL_CODE}"]

    def formula(child, period, parameters):
        """A child of the family, born in it or placed in it in this month, of a citizen or kandas. No income test."""
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
    reference = [f"Social Code, art. 80 - {SOCIAL_CODE}", f"Law No. 63-III, art. 7 - {LAW_63}"]

    def formula_2003_01_01(child, period, parameters):
        """MRP multiple by birth order; whole tenge, rounded up. KZT."""
        law = parameters(period)
        multiple = lookup(law.rights.family.birth_benefit.multiple, child("birth_order", period) - 1)
        return ceil_tenge(multiple * law.indicators.mrp)


class birth_benefit(Variable):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    unit = "KZT"
    label = "Birth benefit"
    reference = [f"Social Code, art. 79-80 - {SOCIAL_CODE}", f"Law No. 63-III, art. 7 - {LAW_63}"]

    def formula(child, period, parameters):
        """So many MRP (monthly calculation indices) by the order of birth, once, in the month in which the child came
        into the family. KZT.
        """
        eligible = child("birth_benefit_eligible", period)
        return where(eligible, child("birth_benefit_amount", period), 0)


class birth_benefit_paid(Variable):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    unit = "KZT"
    label = "Birth benefit paid on the claim"
    reference = [f"Social Code, art. 79 p. 2-3, art. 80 p. 2 - {SOCIAL_CODE}"]

    def formula_2003_01_01(child, period, parameters):
        """In the month of the claim, in that month's MRP; lost where the claim came after the term from birth. KZT."""
        claim = child("birth_benefit_claim_date", period)
        entry = child("family_entry_date", period)
        paid_on = where(has_date(claim), claim, entry)
        in_time = claimed_in_time(
            child,
            claim,
            child("birth_date", period),
            "rights.family.birth_benefit.claim_months",
        )
        paid_now = (paid_on >= entry) & (month_numbers(paid_on) == month_number(period))
        entitled = (
            child("child_of_family", period)
            & child("birth_benefit_age", period)
            & child("child_of_resident_parent", period)
        )
        return where(entitled & in_time & paid_now, child("birth_benefit_amount", period), 0)
