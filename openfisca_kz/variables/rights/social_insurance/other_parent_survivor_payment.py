"""Second payment of the social insurance fund to children who lost both parents: for the other insured parent."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Family, Person, Variable, family_count, has_date, last_day
from openfisca_kz.variables.facts.survivors import KinshipToBreadwinner
from openfisca_kz.variables.rights.social_insurance.survivor_payment import income_above_deduction, survivor_award

ARTICLE_239 = articles("Social Code, art. 239 p. 3")


class other_parent_lost(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The other parent of the breadwinner's children died too"
    reference = articles("Social Code, art. 239 p. 1 and 3")

    def formula(family, period, parameters):
        """The other parent died, or was declared dead or missing by a court, by the last day of the month."""
        death = family("other_parent_death_date", period)
        return has_date(death) & (death <= last_day(period))


class orphan_of_insured_parents(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Young dependant who lost both parents"
    reference = articles("Social Code, art. 239 p. 2-3")

    def formula(person, period, parameters):
        """A child of the breadwinner who has no living parent and is a minor, a full-time student under twenty-three,
        or of group I or II since childhood.
        """
        child = person("kinship_to_breadwinner", period) == KinshipToBreadwinner.child
        return child & (person("living_parents", period) == 0) & person("young_dependant_of_insured", period)


class orphans_of_insured_parents(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    unit = "persons"
    label = "Young dependants who lost both parents"
    reference = ARTICLE_239

    def formula(family, period, parameters):
        """The children for whom the payment for the other parent is awarded. Persons."""
        return family_count(family, family.members("orphan_of_insured_parents", period))


class orphans_of_insured_parents_present(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Young dependants who lost both parents live in the family"
    reference = ARTICLE_239

    def formula(family, period, parameters):
        """At least one is left."""
        return family("orphans_of_insured_parents", period) > 0


class other_parent_was_insured(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The other parent was insured"
    reference = articles("Social Code, art. 239 p. 1 and 3")

    def formula(family, period, parameters):
        """Social contributions were paid for the other parent for at least a month."""
        return family("other_parent_insured_months", period) > 0


class other_parent_survivor_payment_base(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Income from which the survivor payment for the other parent is calculated"
    reference = articles("Social Code, art. 240 p. 1")

    def formula(family, period, parameters):
        """The other parent's average insured income less a share of the minimum wage of the month of death. KZT."""
        income = family("other_parent_average_insured_income", period)
        return income_above_deduction(family, income, family("other_parent_death_date", period))


class other_parent_survivor_payment_base_positive(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The other parent's income exceeds the part of the minimum wage that is deducted from it"
    reference = articles("Social Code, art. 231 p. 2 subp. 4")

    def formula(family, period, parameters):
        """A result of zero or below is refused."""
        return family("other_parent_survivor_payment_base", period) > 0


class other_parent_survivor_payment_eligible(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Right to the survivor payment for the other parent"
    reference = articles("Social Code, art. 239-240")

    def formula_2023_07_01(family, period, parameters):
        """Children who lost both parents have a payment for each insured parent; this one is for the other parent. It
        does not depend on the first.
        """
        return (
            family("other_parent_lost", period)
            & family("other_parent_was_insured", period)
            & family("orphans_of_insured_parents_present", period)
            & family("other_parent_survivor_payment_base_positive", period)
        )


class other_parent_survivor_payment(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    right_paid_by = "social_insurance_fund"
    unit = "KZT"
    label = "Survivor payment for the other parent"
    reference = articles("Social Code, art. 239 p. 3-4, art. 240")

    def formula_2023_07_01(family, period, parameters):
        """As with the payment for the first parent: the average income less the part of the minimum wage, times the
        share replaced and coefficients for orphans and months insured. Whole tenge, rounded up, as is every increase
        since. For all orphans together; nothing is withheld. KZT a month.
        """
        return survivor_award(
            family,
            period,
            parameters,
            family("other_parent_survivor_payment_eligible", period),
            family("orphans_of_insured_parents", period),
            family("other_parent_survivor_payment_base", period),
            family("other_parent_insured_months", period),
            family("other_parent_death_date", period),
        )
