"""Payment of the social insurance fund to the dependants of an insured breadwinner who died."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    Family,
    Person,
    Variable,
    ceil_tenge,
    family_any,
    family_count,
    lookup,
    maximum,
    month_number,
    month_numbers,
    one_of,
)
from openfisca_kz.variables.facts.disability import DisabilityGroup
from openfisca_kz.variables.facts.survivors import KinshipToBreadwinner
from openfisca_kz.variables.rights.pensions.dated import figure_of_month, of_those, raised
from openfisca_kz.variables.rights.social_insurance.job_loss_payment import participation

ARTICLE_239 = articles("Social Code, art. 239 p. 2 and 6, art. 241 p. 3 subp. 3", "Law No. 286-VI of 26.12.2019")
ARTICLE_240 = articles("Social Code, art. 240", "Law No. 286-VI of 26.12.2019")
NUMBERS = "rights.social_insurance.survivor_payment"


# ----- Who is a dependant ----- #


class young_kin_of_insured(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child, or brother, sister or grandchild without support, who depended on the insured"
    reference = ARTICLE_239

    def formula(person, period, parameters):
        """Children; brothers, sisters and grandchildren without able-bodied parents or maintenance; all as
        dependants. Up to and including the month of death or of leaving for good.
        """
        kin = KinshipToBreadwinner
        kinship = person("kinship_to_breadwinner", period)
        unsupported = ~person("other_obliged_supporter", period)
        close = (kinship == kin.child) | (one_of(kinship, kin.sibling, kin.grandchild) & unsupported)
        return close & person("depended_on_breadwinner", period) & person("lives_here", period)


class young_dependant_of_insured(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Young dependant of the insured: a minor, a student, or of group I or II since childhood"
    reference = ARTICLE_239

    def formula(person, period, parameters):
        """Under eighteen; full-time students under twenty-three; persons with disability of group I or II since
        childhood.
        """
        law = parameters(period).rights.social_insurance.survivor_payment
        age = person("age", period)
        minor = (age >= 0) & (age < law.child_age)
        student = person("in_full_time_education", period) & (age < law.student_age)
        severe = one_of(person("disability_group", period), DisabilityGroup.group_1, DisabilityGroup.group_2)
        disabled = severe & person("disability_since_childhood", period)
        return person("young_kin_of_insured", period) & (minor | student | disabled)


class infant_kin_of_insured(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Child, brother, sister or grandchild of the insured, under three"
    reference = ARTICLE_239

    def formula(person, period, parameters):
        """Younger than three and a child, brother, sister or grandchild of the insured, a dependant or not."""
        kin = KinshipToBreadwinner
        age = person("age", period)
        until = parameters(period).rights.social_insurance.survivor_payment.cared_child_age
        young = (age >= 0) & (age < until) & person("lives_here", period)
        return young & one_of(person("kinship_to_breadwinner", period), kin.child, kin.sibling, kin.grandchild)


class infant_of_insured(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "A child, brother, sister or grandchild of the insured is under three"
    reference = ARTICLE_239

    def formula(family, period, parameters):
        """Somebody in the family is such a relative of the insured."""
        return family_any(family, family.members("infant_kin_of_insured", period))


class carer_dependant_of_insured(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Cares for the insured's child, brother, sister or grandchild under three"
    reference = ARTICLE_239

    def formula(person, period, parameters):
        """A relative who depended on the insured and cares for kin of the insured under three. The one who provides the
        care in the family: a parent, spouse, grandparent, brother or sister of the insured.
        """
        kin = KinshipToBreadwinner
        kinship = person("kinship_to_breadwinner", period)
        carer = one_of(kinship, kin.parent, kin.spouse, kin.grandparent, kin.sibling)
        carer &= person("family_carer", period) & person("depended_on_breadwinner", period)
        return carer & person("lives_here", period) & person.family("infant_of_insured", period)


class survivor_payment_dependants(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    unit = "persons"
    label = "Dependants for whom the survivor payment is awarded"
    reference = ARTICLE_239

    def formula(family, period, parameters):
        """Young dependants and the carer of a child under three. Persons."""
        young = family.members("young_dependant_of_insured", period)
        return family_count(family, young | family.members("carer_dependant_of_insured", period))


# ----- Conditions ----- #


class survivor_payment_dependants_present(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Dependants of the insured live in the family"
    reference = ARTICLE_239

    def formula(family, period, parameters):
        """At least one dependant is left."""
        return family("survivor_payment_dependants", period) > 0


class breadwinner_was_insured(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The breadwinner was insured"
    reference = articles("Social Code, art. 239 p. 1")

    def formula(family, period, parameters):
        """Social contributions were paid for the breadwinner for at least a month."""
        return family("breadwinner_insured_months", period) > 0


class survivor_payment_base(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Income from which the survivor payment is calculated"
    reference = ARTICLE_240

    def formula(family, period, parameters):
        """The breadwinner's average insured income less a share of the minimum wage of the month of death. KZT."""
        income = family("breadwinner_average_insured_income", period)
        return income_above_deduction(family, income, family("breadwinner_death_date", period))


class survivor_payment_base_positive(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The breadwinner's income exceeds the part of the minimum wage that is deducted from it"
    reference = articles("Social Code, art. 231 p. 2 subp. 4")

    def formula(family, period, parameters):
        """A result of zero or below is refused."""
        return family("survivor_payment_base", period) > 0


class survivor_payment_eligible(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Right to the survivor payment"
    reference = articles("Social Code, art. 239-240")

    def formula(family, period, parameters):
        """An insured breadwinner with enough income died, and dependants are left.

        It does not depend on the state survivor allowance.
        """
        return (
            family("breadwinner_lost", period)
            & family("breadwinner_was_insured", period)
            & family("survivor_payment_dependants_present", period)
            & family("survivor_payment_base_positive", period)
        )


# ----- Amount ----- #


def survivor_award(family, period, parameters, due, dependants, base, insured, death):
    """Return the payment for one who died, with every increase since the award.

    Args:
        family: the families of the formula.
        period: the month.
        parameters: the law.
        due: where the right holds.
        dependants: how many it is paid for.
        base: the average income less the part of the minimum wage, KZT.
        insured: months with social contributions.
        death: the day of the death.

    Returns:
        KZT a month.

    """
    law = parameters(period).rights.social_insurance
    since = month_numbers(death)

    def awarded(base, dependants, insured, since):
        share = lookup(law.survivor_payment.dependants, dependants - 1)
        insured_share = participation(family, law.job_loss_payment.participation, insured, since)
        return ceil_tenge(maximum(base, 0) * law.survivor_payment.replacement * share * insured_share)

    award = of_those(family, due & (dependants > 0), awarded, base, dependants, insured, since)
    return raised(family, f"{NUMBERS}.increase", award, since, month_number(period))


def income_above_deduction(family, income, death):
    """Return an average insured income less a share of the minimum wage of the month of a death. KZT."""
    since = month_numbers(death)
    wage = figure_of_month(family, "indicators.minimum_wage", since)
    return income - wage * figure_of_month(family, f"{NUMBERS}.deducted_share", since)


class survivor_payment_gross(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Survivor payment before anything is withheld"
    reference = ARTICLE_240

    def formula(family, period, parameters):
        """The average income less the part of the minimum wage, times the share replaced and coefficients for
        dependants and months insured. Whole tenge, rounded up, as is every increase since. For all together. KZT a
        month.
        """
        return survivor_award(
            family,
            period,
            parameters,
            family("survivor_payment_eligible", period),
            family("survivor_payment_dependants", period),
            family("survivor_payment_base", period),
            family("breadwinner_insured_months", period),
            family("breadwinner_death_date", period),
        )


class survivor_payment(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    right_paid_by = "social_insurance_fund"
    unit = "KZT"
    label = "Survivor payment"
    reference = articles("Social Code, art. 233")

    def formula(family, period, parameters):
        """The payment in full: nothing is withheld from it. KZT a month."""
        return family("survivor_payment_gross", period)
