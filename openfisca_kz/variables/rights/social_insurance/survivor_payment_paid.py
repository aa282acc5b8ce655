"""Payment of the fund to dependants as it is paid out: for whom it can still be claimed."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    MONTHS_IN_YEAR,
    Family,
    Person,
    Variable,
    completed_months,
    family_any,
    family_count,
    only,
    where,
)
from openfisca_kz.variables.rights.social_insurance.survivor_payment import survivor_award

ARTICLE_239 = articles("Social Code, art. 239 p. 7")


class young_dependant_claimed_in_time(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Young dependant for whom the survivor payment was claimed in time"
    reference = ARTICLE_239

    def formula(person, period, parameters):
        """Not yet twenty-three on the day of the claim, or disabled since childhood; a claim with no date counts as in
        time.
        """
        until = parameters(period).rights.social_insurance.survivor_payment.claim_age * MONTHS_IN_YEAR
        claim = person.family("survivor_payment_claim_date", period)
        dependant = person("young_dependant_of_insured", period)
        months = only(dependant, completed_months, person("birth_date", period), claim)
        return dependant & ((months < until) | person("disability_since_childhood", period))


class infant_claimed_in_time(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Young relative of the insured, under three when the survivor payment was claimed"
    reference = ARTICLE_239

    def formula(person, period, parameters):
        """A relative of the insured, under three in the month and on the day of the claim; a claim with no date counts
        as in time.
        """
        until = parameters(period).rights.social_insurance.survivor_payment.cared_child_claim_age * MONTHS_IN_YEAR
        claim = person.family("survivor_payment_claim_date", period)
        infant = person("infant_kin_of_insured", period)
        return infant & (only(infant, completed_months, person("birth_date", period), claim) < until)


class infant_of_family_claimed_in_time(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The survivor payment was claimed before a young relative of the insured turned three"
    reference = ARTICLE_239

    def formula(family, period, parameters):
        """Somebody in the family is a child, brother, sister or grandchild of the insured, under three, for whose carer
        the claim came in time.
        """
        return family_any(family, family.members("infant_claimed_in_time", period))


class carer_dependant_claimed_in_time(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Carer of a young relative of the insured; the payment for the carer was claimed in time"
    reference = ARTICLE_239

    def formula(person, period, parameters):
        """The dependant who cares for a child who had not turned three on the day of the claim."""
        in_time = person.family("infant_of_family_claimed_in_time", period)
        return person("carer_dependant_of_insured", period) & in_time


class survivor_payment_claimed_dependants(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    unit = "persons"
    label = "Dependants for whom the survivor payment was claimed in time"
    reference = ARTICLE_239

    def formula(family, period, parameters):
        """Young dependants and the carer of a child under three for whom the claim came in time. Persons."""
        young = family.members("young_dependant_claimed_in_time", period)
        return family_count(family, young | family.members("carer_dependant_claimed_in_time", period))


class survivor_payment_paid(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Survivor payment paid on the claim"
    reference = ARTICLE_239

    def formula(family, period, parameters):
        """The payment from the day of the right, less the share of those for whom it was claimed too late. KZT a
        month.
        """
        payment = family("survivor_payment", period)
        claimed = family("survivor_payment_claimed_dependants", period)
        award = (
            family("survivor_payment_base", period),
            family("breadwinner_insured_months", period),
            family("breadwinner_death_date", period),
        )
        due, dependants = family("survivor_payment_eligible", period), family("survivor_payment_dependants", period)
        in_full = survivor_award(family, period, parameters, due, dependants, *award)
        lost = in_full - survivor_award(family, period, parameters, due, claimed, *award)
        return where((payment > 0) & (claimed > 0), payment - lost, 0)
