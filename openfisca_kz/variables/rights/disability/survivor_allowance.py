"""State social allowance for the loss of a breadwinner: one for all dependants of the family."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    Family,
    Person,
    Variable,
    ceil_tenge,
    family_any,
    family_sum,
    has_date,
    lookup,
    maximum,
    minimum,
    month_number,
    month_numbers,
    where,
)
from openfisca_kz.variables.facts.survivors import KinshipToBreadwinner


class full_orphan(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Breadwinner's child who lost both parents"
    reference = articles("Social Code, art. 236 p. 4")

    def formula(person, period, parameters):
        """A dependant child of the breadwinner with no living parent."""
        child = person("kinship_to_breadwinner", period) == KinshipToBreadwinner.child
        return child & (person("living_parents", period) == 0) & person("survivor_allowance_drawn", period)


class survivor_allowance_weight(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "ratio"
    label = "Coefficient of the dependant in the survivor allowance"
    reference = articles("Social Code, art. 235 p. 2, art. 236 p. 4")

    def formula(person, period, parameters):
        """Equal shares; where children lost both parents, their multiple and that of the others. Ratio."""
        law = parameters(period).rights.disability.survivor_allowance
        orphan = person("full_orphan", period)
        drawn = person("survivor_allowance_drawn", period)
        orphans_family = person.family("family_with_full_orphans", period)
        unequal = where(orphan, law.full_orphan, law.beside_full_orphans)
        return where(orphans_family, unequal, 1) * drawn


class family_with_full_orphans(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "A dependant child lost both parents"
    reference = articles("Social Code, art. 236 p. 4")

    def formula(family, period, parameters):
        """At least one dependant is a child of the breadwinner without a living parent."""
        return family_any(family, family.members("full_orphan", period))


class survivor_allowance_total(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Survivor allowance of all dependants, before pensions are taken into account"
    reference = articles("Social Code, art. 236 p. 2-5", "Law No. 126-I")

    def formula(family, period, parameters):
        """Subsistence minimums by the number of dependants; with full orphans a number for each, up to a ceiling.

        The supplement for service is added for each up to its own ceiling. KZT, not rounded.
        """
        law = parameters(period)
        allowance = law.rights.disability.survivor_allowance
        count = family("survivor_allowance_dependants", period)
        weights = family_sum(family, family.members("survivor_allowance_weight", period))
        by_number = where(count > 0, lookup(allowance.multiple, count - 1), 0)
        with_orphans = minimum(weights, allowance.full_orphans_maximum)
        multiple = where(family("family_with_full_orphans", period), with_orphans, by_number)
        raised = minimum(multiple + allowance.duty_supplement * count, allowance.duty_supplement_maximum)
        in_service = family("breadwinner_killed_in_service", period) & (count > 0)
        multiple = where(in_service, maximum(multiple, raised), multiple)
        return multiple * law.indicators.subsistence_minimum


class survivor_allowance_for_weight(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Survivor allowance for one unit of the coefficients"
    reference = articles("Social Code, art. 235 p. 1-2")

    def formula(family, period, parameters):
        """The whole allowance divided by the sum of the coefficients. KZT, not rounded."""
        weights = family_sum(family, family.members("survivor_allowance_weight", period))
        return family("survivor_allowance_total", period) / where(weights > 0, weights, 1)


class survivor_allowance_share(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Share of the dependant in the survivor allowance"
    reference = articles("Social Code, art. 235 p. 2, art. 236 p. 6, art. 237 p. 2-3")

    def formula(person, period, parameters):
        """The part of the allowance by the dependant's coefficient; for a recipient of an age pension, only what it
        exceeds the pension by. In a centre for the elderly or for persons with disability a share of that, though not
        below one subsistence minimum; less than one minimum is not cut, nor is the part of a child with a
        musculoskeletal disorder. KZT, not rounded.
        """
        law = parameters(period)
        allowance = law.rights.disability.survivor_allowance
        share = person("survivor_allowance_weight", period) * person.family("survivor_allowance_for_weight", period)
        share = maximum(share - person("age_pension_on_claim", period), 0)
        least = minimum(share, allowance.full_support_minimum * law.indicators.subsistence_minimum)
        child = person("age", period) < allowance.child_age
        in_centre = person("disability_set", period) | person("pension_age_reached", period)
        paid_whole = person("outside_full_state_support", period) | (child & person("musculoskeletal_disorder", period))
        return where(in_centre & ~paid_whole, maximum(allowance.full_support_share * share, least), share)


class survivor_allowance_dependants_present(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Dependants of the breadwinner live in the family"
    reference = articles("Social Code, art. 234 p. 1-3")

    def formula(family, period, parameters):
        """At least one dependant for whom the allowance is awarded."""
        return family("survivor_allowance_dependants", period) > 0


class survivor_allowance_eligible(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Right to the survivor allowance"
    reference = articles("Social Code, art. 234", "Law No. 126-I")

    def formula(family, period, parameters):
        """The breadwinner died, and dependants are left. No record of insurance is asked for."""
        return family("breadwinner_lost", period) & family("survivor_allowance_dependants_present", period)


class survivor_allowance(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "Survivor allowance"
    reference = articles("Social Code, art. 234-237", "Law No. 126-I of 16.06.1997")

    def formula(family, period, parameters):
        """The shares of all dependants, without those added to a disability allowance; whole tenge, rounded up.

        KZT a month.
        """
        added = family.members("survivor_share_added", period)
        shares = family_sum(family, family.members("survivor_allowance_share", period), among=~added)
        return where(family("survivor_allowance_eligible", period), ceil_tenge(shares), 0)


class survivor_allowance_paid(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Survivor allowance paid, given the date of the claim"
    reference = articles("Social Code, art. 234 p. 8")

    def formula(family, period, parameters):
        """The allowance from twelve months before the claim on; all of it where no claim date is given. KZT."""
        law = parameters(period).rights.disability.survivor_allowance
        claim = family("survivor_allowance_claim_date", period)
        covered = month_number(period) >= month_numbers(claim) - law.months_back
        return where(covered | ~has_date(claim), family("survivor_allowance", period), 0)
