"""Childcare payment of the fund: monthly, to an insured carer; and the state's subsidy of the carer's pension."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    Family,
    NonNegative,
    Person,
    Variable,
    family_any,
    lookup,
    maximum,
    minimum,
    only,
    where,
)
from openfisca_kz.variables.rights.family.words import at_months, claimed_in_time, round_tiyn
from openfisca_kz.variables.rights.social_insurance.withholding import contribution_withheld

# ----- What is due ----- #


class childcare_payment_eligible(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Right to the childcare payment"
    reference = articles("Social Code, art. 84")

    def formula_2008_01_01(child, period, parameters):
        """A child of the family aged up to one and a half (before 2023, and if born before 2022, one), outside full
        state support, with a carer who was insured. Insurance is judged as it was when the right arose.
        """
        return (
            child("child_of_family", period)
            & child("childcare_age", period)
            & child("childcare_insured", period)
            & child("outside_full_state_support", period)
        )


class childcare_payment_minimum(NonNegative):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    unit = "KZT"
    label = "Minimum childcare payment for the order of birth"
    reference = articles("Social Code, art. 85 p. 2")

    def formula_2008_01_01(child, period, parameters):
        """The childcare benefit for the same order of birth; since 2020, where a pension contribution is withheld,
        raised so that the benefit remains after it. At the MRP of this month; for a whole month. KZT, not rounded.
        """
        law = parameters(period)
        payment = law.rights.social_insurance.childcare_payment
        benefit = lookup(law.rights.family.childcare_benefit.multiple, child("birth_order", period) - 1)
        due = child.family("childcare_carer_contribution_due", period)
        left = 1 - payment.minimum_grossed_up * due * law.duties.pension_contribution.rate
        return benefit * law.indicators.mrp / left


class childcare_payment_maximum(NonNegative):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    unit = "KZT"
    label = "Maximum childcare payment"
    reference = articles("Social Code, art. 85 p. 2")

    def formula_2008_01_01(child, period, parameters):
        """The replaced share of seven minimum wages (before 2019, ten) of the month in which the right arose. KZT a
        month.
        """

        def cap(month):
            law = parameters(month)
            payment = law.rights.social_insurance.childcare_payment
            return payment.replacement_rate * payment.income_cap * law.indicators.minimum_wage

        return at_months(child("family_entry_date", period), child("childcare_payment_eligible", period), cap)


class childcare_payment_gross(NonNegative):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    unit = "KZT"
    label = "Childcare payment before the pension contribution"
    reference = articles("Social Code, art. 84-85", "Law No. 286-VI")

    def formula_2008_01_01(child, period, parameters):
        """40 percent of the carer's average insured income, not above the maximum payment nor below the minimum one. By
        days in the first and last month. KZT, rounded to the tiyn.
        """
        payment = parameters(period).rights.social_insurance.childcare_payment

        def amount(income, most, least, share):
            return round_tiyn(maximum(minimum(payment.replacement_rate * income, most), least) * share)

        return only(
            child("childcare_payment_eligible", period),
            amount,
            child("childcare_average_income", period),
            child("childcare_payment_maximum", period),
            child("childcare_payment_minimum", period),
            child("childcare_share", period),
        )


class childcare_payment_pension_contribution(NonNegative):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    unit = "KZT"
    label = "Pension contribution withheld from the childcare payment"
    reference = articles("Social Code, art. 76 p. 1, art. 87 p. 2")

    def formula_2008_01_01(child, period, parameters):
        """The rate of pension contributions on the payment, unless the carer is exempt from them.
        It goes to the carer's pension account. KZT, to the tiyn.
        """
        due = child.family("childcare_carer_contribution_due", period)
        return contribution_withheld(period, parameters, child("childcare_payment_gross", period), due)


class childcare_payment(NonNegative):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    right_paid_by = "social_insurance_fund"
    unit = "KZT"
    label = "Childcare payment"
    reference = articles("Social Code, art. 76 p. 1, art. 84-85")

    def formula_2008_01_01(child, period, parameters):
        """What the carer receives: the payment less the pension contribution. KZT."""
        contribution = child("childcare_payment_pension_contribution", period)
        return child("childcare_payment_gross", period) - contribution


# ----- The claim ----- #


class childcare_payment_claimed(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "The childcare payment was claimed in time"
    reference = articles("Social Code, art. 84 p. 5")

    def formula_2008_01_01(child, period, parameters):
        """Claimed within 18 months of birth, adoption or guardianship (12 before 2023)."""
        return claimed_in_time(
            child,
            child("childcare_payment_claim_date", period),
            child("family_entry_date", period),
            "rights.social_insurance.childcare_payment.claim_months",
        )


class childcare_payment_paid(NonNegative):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    unit = "KZT"
    label = "Childcare payment paid on the claim"
    reference = articles("Social Code, art. 84 p. 2 and 5")

    def formula(child, period, parameters):
        """The whole payment of the month, also for months before a claim in time; nothing on a late claim. KZT."""
        claimed = child("childcare_payment_claimed", period)
        return where(claimed, child("childcare_payment", period), 0)


# ----- The subsidy of pension contributions ----- #


class childcare_carer_without_contributions(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "No contributions arrive for the carer, who is below the pension age"
    reference = articles("Social Code, art. 87 p. 2 and 4, art. 89")

    def formula(family, period, parameters):
        """No social or pension contributions are paid for the carer of the children this month; the carer is below the
        pension age, and pays a pension contribution from the payment.
        """
        carer = family.members("family_carer", period)
        due = family.members("fund_payment_contribution_due", period)
        # Pension contributions without social ones: civil contracts until the end of 2024.
        on_contract = family.members("civil_contract_pension_contribution", period) > 0
        contributing = family.members("social_insurance_participant", period) | on_contract
        retired = family.members("pension_age_reached", period)
        return family_any(family, carer & due & ~contributing & ~retired)


class child_of_carer_without_contributions(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Child of a carer for whom no contributions arrive"
    reference = articles("Social Code, art. 87 p. 2 and 4, art. 89")

    def formula(child, period, parameters):
        """No social or pension contributions are paid for the carer of the child this month; the carer is below the
        pension age, and pays a pension contribution from the payment.
        """
        return child.family("childcare_carer_without_contributions", period)


class childcare_pension_subsidy_eligible(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Right to the subsidy of the carer's pension contributions"
    reference = articles("Social Code, art. 87, art. 89")

    def formula_2014_01_01(child, period, parameters):
        """The childcare payment is due, and no contributions arrive for the carer in this month."""
        return child("childcare_payment_eligible", period) & child("child_of_carer_without_contributions", period)


class childcare_pension_subsidy(NonNegative):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    into_savings = True
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "State subsidy of the carer's pension contributions"
    reference = articles("Social Code, art. 87-89")

    def formula_2008_01_01(child, period, parameters):
        """Pension contributions on the carer's average income, not capped, less those withheld from the payment.
        Not in a month in which contributions arrive for the carer; to the pension account. KZT, to the tiyn.
        """
        law = parameters(period)
        full = law.duties.pension_contribution.rate * child("childcare_average_income", period)
        withheld = child("childcare_payment_pension_contribution", period)
        subsidy = round_tiyn(maximum(full * child("childcare_share", period) - withheld, 0))
        return where(child("childcare_pension_subsidy_eligible", period), subsidy, 0)
