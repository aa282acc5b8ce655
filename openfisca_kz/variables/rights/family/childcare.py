"""What the childcare benefit and the childcare payment share: the child's age, who cares, whether insured."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    MONTHS_IN_YEAR,
    NO_DATE,
    Family,
    NonNegative,
    Person,
    Share,
    Variable,
    add_months,
    date,
    family_any,
    family_max,
    only,
)
from openfisca_kz.variables.facts.residence import LegalResidence
from openfisca_kz.variables.rights.family.words import of_own_month, share_of_month

# No date, as numpy counts days.
_NO_DAY = (NO_DATE - date(1970, 1, 1)).days


def share_in_care(child, period, parameters, since):
    """Return the part of the month, from ``since``, in which each child is within the age of childcare."""
    law = parameters(period).rights.family
    age = child("age_in_months", period)
    born = child("birth_month", period)
    covered = (age >= 0) & (age <= law.childcare.age_limit)
    covered &= born >= law.childcare.first_year_of_birth * MONTHS_IN_YEAR

    def share(since, birth):
        until = add_months(birth, law.childcare.age_limit)
        return share_of_month(period, since, until, law.partial_month_by_days)

    return only(covered, share, since, child("birth_date", period))


# ----- The child ----- #


class childcare_share(Share):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    unit = "share"
    label = "Part of the month within the age of childcare"
    reference = articles("Social Code, art. 81 p. 4, art. 84 p. 1-2")

    def formula_2006_07_01(child, period, parameters):
        """From birth, adoption or guardianship to one and a half years, that day included (before 2023, and for
        children born before 2022, one year). Days of the month divided by its length. Share.
        """
        return share_in_care(child, period, parameters, child("family_entry_date", period))


class childcare_age(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "The child is within the age of childcare"
    reference = articles("Social Code, art. 81 p. 4, art. 84 p. 1")

    def formula(child, period, parameters):
        """The child is one and a half or younger (before 2023, and if born before 2022, one) on a day of this month,
        and in the family.
        """
        return (child("childcare_share", period) > 0) & child("lives_here", period)


class outside_full_state_support(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Not on full state support"
    reference = articles("Social Code, art. 81 p. 3, art. 84 p. 8, art. 90 p. 4, art. 178 p. 5, art. 195 p. 1 subp. 7")

    def formula(person, period, parameters):
        """The person does not live on full state support in an institution such as a care home."""
        return ~(person("full_state_support", period) | person("care_home_resident", period))


# ----- Who cares ----- #


class childcare_carer_residence(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The carer is a citizen or kandas living permanently in Kazakhstan"
    reference = articles("Social Code, art. 81 p. 1")

    def formula(family, period, parameters):
        """The carer of the children is a citizen or kandas."""
        carer = family.members("family_carer", period)
        return family_any(family, carer & family.members("family_benefit_residence", period))


class childcare_carer_kandas_since(Variable):
    value_type = date
    entity = Family
    definition_period = MONTH
    label = "Day on which the carer became a kandas"
    reference = articles("Social Code, art. 81 p. 4 subp. 3")

    def formula(family, period, parameters):
        """The day of the status of the kandas who cares for the children; for another carer a notional day earlier than
        any right. Date.
        """
        members = family.members
        kandas = members("family_carer", period) & (members("legal_residence", period) == LegalResidence.kandas)
        since = members("kandas_status_date", period).astype("int64")
        return family_max(family, since, kandas, empty=_NO_DAY).astype("datetime64[D]")


class childcare_carer_participant(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Social contributions are paid for the carer"
    reference = articles("Social Code, art. 1 p. 1 subp. 114")

    def formula(family, period, parameters):
        """The carer of the children takes part in social insurance in this month."""
        carer = family.members("family_carer", period)
        return family_any(family, carer & family.members("social_insurance_participant", period))


class childcare_carer_contribution_due(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Pension contributions are withheld from the carer's payment"
    reference = articles("Social Code, art. 76 p. 1, art. 87 p. 2")

    def formula(family, period, parameters):
        """The carer of the children is not exempt from pension contributions, or has agreed."""
        carer = family.members("family_carer", period)
        return family_any(family, carer & family.members("fund_payment_contribution_due", period))


class childcare_carer_average_income(NonNegative):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Average insured income of the carer over 24 months"
    reference = articles("Social Code, art. 85 p. 1")

    def formula(family, period, parameters):
        """Average insured income of the carer of the children over the 24 calendar months before this month. KZT a
        month.
        """
        carer = family.members("family_carer", period)
        average = family.members("average_insured_income_24m", period)
        return family_max(family, average, carer, empty=0)


# ----- What held when the right arose ----- #


class childcare_average_income(NonNegative):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    unit = "KZT"
    label = "Average insured income of the carer before the right arose"
    reference = articles("Social Code, art. 85 p. 1")

    def formula_2006_07_01(child, period, parameters):
        """The carer's average insured income over the 24 months before the month of birth, adoption or guardianship. It
        stays as long as the right runs. KZT a month.
        """
        return of_own_month(
            child,
            child("family_entry_date", period),
            child("childcare_age", period) & child("child_of_family", period),
            lambda child, month: child.family("childcare_carer_average_income", month),
        )


class childcare_insured(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "The carer of the child was insured when the right arose"
    reference = articles("Social Code, art. 1 p. 1 subp. 114, art. 81 p. 2, art. 84 p. 1")

    def formula_2008_01_01(child, period, parameters):
        """Social contributions were paid for the carer in the month of the right or in the 24 months before it. Only
        for children born since the payment was introduced.
        """
        contributed = child("childcare_average_income", period) > 0
        participant = of_own_month(
            child,
            child("family_entry_date", period),
            child("childcare_age", period) & child("child_of_family", period) & ~contributed,
            lambda child, month: child.family("childcare_carer_participant", month),
            empty=False,
        )
        first_year = parameters(period).rights.social_insurance.childcare_payment.first_year_of_birth
        since_the_payment = child("birth_month", period) >= first_year * MONTHS_IN_YEAR
        return since_the_payment & (contributed | participant)


class childcare_uninsured(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "The carer of the child was not insured when the right arose"
    reference = articles("Social Code, art. 81 p. 2")

    def formula(child, period, parameters):
        """The carer did not take part in social insurance: the budget pays, and the fund does not."""
        return ~child("childcare_insured", period)
