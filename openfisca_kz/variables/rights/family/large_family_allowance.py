"""Large-family allowance: monthly, to a family with four or more children, whatever its income."""

from openfisca_kz.acts import articles
from openfisca_kz.base import (
    MONTH,
    MONTHS_IN_YEAR,
    ONE_DAY,
    Family,
    NonNegative,
    Person,
    Variable,
    ceil_tenge,
    family_any,
    family_count,
    first_day,
    has_date,
    last_day,
    lookup,
    maximum,
    one_of,
    only,
    where,
)
from openfisca_kz.variables.facts.education import Education
from openfisca_kz.variables.rights.family.words import latest_entry, share_of_month

# ----- Which children count ----- #


class large_family_minor(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Minor child who lives with the family"
    reference = articles("Social Code, art. 90 p. 2 and 7, art. 92 p. 1")

    def formula_2020_01_01(child, period, parameters):
        """Lives with the family; counts up to and including the month in which the age of eighteen is reached."""
        limit = parameters(period).rights.family.large_family_allowance.child_age * MONTHS_IN_YEAR
        age = child("age_in_months", period)
        return (age >= 0) & (age <= limit) & child("lives_with_family", period)


class large_family_student(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Full-time pupil or student from eighteen to twenty-three"
    reference = articles("Social Code, art. 90 p. 2 and 8")

    def formula_2020_01_01(child, period, parameters):
        """School, vocational, higher or postgraduate study full time, wherever the student lives. From eighteen on;
        counts up to and including the month in which the age of twenty-three is reached.
        """
        law = parameters(period).rights.family.large_family_allowance
        age = child("age_in_months", period)
        young = (age >= law.child_age * MONTHS_IN_YEAR) & (age <= law.student_age * MONTHS_IN_YEAR)
        studies = ~one_of(child("education", period), Education.none, Education.preschool)
        return young & studies & child("full_time_study", period)


class large_family_child(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Counts for the large-family allowance"
    reference = articles("Social Code, art. 90 p. 2-4 and 8")

    def formula_2020_01_01(child, period, parameters):
        """A child of the family, minor or in full-time study, not on full state support."""
        young = child("large_family_minor", period) | child("large_family_student", period)
        return young & child("child_of_family", period) & child("outside_full_state_support", period)


class large_family_children(NonNegative):
    value_type = int
    entity = Family
    definition_period = MONTH
    unit = "persons"
    label = "Children who count for the large-family allowance"
    reference = articles("Social Code, art. 90 p. 2-4")

    def formula_2020_01_01(family, period, parameters):
        """The number of children who count at the end of the month. Persons."""
        return family_count(family, family.members("large_family_child", period))


class enough_children(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "At least four children count for the allowance"
    reference = articles("Social Code, art. 90 p. 2")

    def formula_2020_01_01(family, period, parameters):
        """The family has at least the number of children that the allowance asks for."""
        least = parameters(period).rights.family.large_family_allowance.least_children
        return family("large_family_children", period) >= least


class large_family_newcomer(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    label = "Counts for the large-family allowance and came into the family in this month"
    reference = articles("Social Code, art. 91 p. 2")

    def formula_2020_01_01(child, period, parameters):
        """A child who counts, born, adopted or taken under guardianship in this month."""
        entered = child("family_entry_date", period) >= first_day(period)
        return child("large_family_child", period) & entered


# ----- The allowance ----- #


def multiple_for(allowance, children):
    """Return the number of MRP that so many children give; nothing for fewer than the least number."""
    table = lookup(allowance.multiple, children - allowance.least_children)
    multiple = where(children >= allowance.each_child_from, allowance.each_child * children, table)
    return where(children >= allowance.least_children, multiple, 0)


def part_from(period, parameters, day):
    """Return the part of the month from a day on. Share."""
    by_days = parameters(period).rights.family.partial_month_by_days
    return share_of_month(period, day, maximum(day, last_day(period) + ONE_DAY), by_days)


class large_family_allowance_eligible(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Right to the large-family allowance"
    reference = articles("Social Code, art. 90")

    def formula_2020_01_01(family, period, parameters):
        """Four or more children, a parent who is a citizen or kandas. No income test."""
        return family("enough_children", period) & family("parent_with_family_benefit_residence", period)


class large_family_allowance(NonNegative):
    value_type = float
    entity = Family
    definition_period = MONTH
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "Large-family allowance"
    reference = articles("Social Code, art. 90-91", "Law No. 63-III, art. 8-1")

    def formula_2020_01_01(family, period, parameters):
        """A number of MRP a month, set by the number of children; from eight children on, four MRP for each.

        A child who comes into the family counts from that day, by days in its month. Whole tenge, rounded up.
        """
        law = parameters(period)
        allowance = law.rights.family.large_family_allowance
        newcomers = family.members("large_family_newcomer", period)
        children = family("large_family_children", period)
        now = multiple_for(allowance, children)
        before = multiple_for(allowance, children - family_count(family, newcomers))
        grown, since = family_any(family, newcomers), latest_entry(family, period, newcomers)
        part = only(grown, lambda day: part_from(period, parameters, day), since, empty=1.0)
        multiple = where(grown, now * part + before * (1 - part), now)
        amount = ceil_tenge(multiple * law.indicators.mrp)
        return where(family("large_family_allowance_eligible", period), amount, 0)


class large_family_allowance_paid(NonNegative):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Large-family allowance paid on the claim"
    reference = articles("Social Code, art. 90 p. 5")

    def formula_2020_01_01(family, period, parameters):
        """From the day of the claim, by days in its month; months before it are lost. Whole tenge, rounded up. KZT."""
        claim = family("large_family_allowance_claim_date", period)
        newcomers = family.members("large_family_newcomer", period)
        before = family("large_family_children", period) - family_count(family, newcomers)
        enough = before >= parameters(period).rights.family.large_family_allowance.least_children
        arose = where(enough, first_day(period), latest_entry(family, period, newcomers))
        since = maximum(where(has_date(claim), claim, arose), arose)
        share = only(
            since > first_day(period),
            lambda claimed, due: part_from(period, parameters, claimed) / part_from(period, parameters, due),
            since,
            arose,
            empty=1.0,
        )
        return ceil_tenge(family("large_family_allowance", period) * share)
