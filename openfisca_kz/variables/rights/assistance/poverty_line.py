"""Poverty line of the region for the quarter: given, published, reckoned from its minimum, or a stand-in."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Enum, Family, Variable, lookup, maximum, one_of, where
from openfisca_kz.variables.rights.assistance.words import quarter_before

LINE = articles("Social Code, art. 120 p. 3-4", "Order No. 160 of 19.05.2023, p. 1", "Order No. 290 of 31.08.2017")


class PovertyLineSource(Enum):
    """How the poverty line of the region is known."""

    given = "Given in the request"
    published = "Published by the region"
    reckoned = "Reckoned from the subsistence minimum of the region or of the budget law"
    approximated = "Approximated from the subsistence minimum of the country"
    not_known = "Not known: the figure of an earlier quarter stands in"


class published_poverty_line(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Poverty line that the region published for the quarter, where it is known"
    reference = LINE

    def formula(family, period, parameters):
        """From the table of published lines by region; 0 where the figure was not collected. KZT a person."""
        published = parameters(period).rights.assistance.poverty_line.published
        return lookup(published, family("region", period))


class regional_minimum_of_quarter_before(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Subsistence minimum of the region in the quarter before, given or measured"
    reference = LINE

    def formula(family, period, parameters):
        """The figure given, else that of the statistics office; 0 where neither is at hand. KZT a person."""
        told = family("regional_subsistence_minimum", period)
        before = parameters(quarter_before(period)[0])
        measured = lookup(before.indicators.subsistence_minimum_statistical.regions, family("region", period))
        return where(told > 0, told, measured)


class poverty_line_known(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The poverty line of the region is given or published"
    reference = LINE

    def formula(family, period, parameters):
        """The figure of the region and quarter itself is at hand."""
        return (family("poverty_line_given", period) > 0) | (family("published_poverty_line", period) > 0)


class poverty_line_source(Variable):
    value_type = Enum
    possible_values = PovertyLineSource
    default_value = PovertyLineSource.not_known
    entity = Family
    definition_period = MONTH
    label = "How the poverty line of the region is known"
    reference = LINE

    def formula(family, period, parameters):
        """Given or published; reckoned from the minimum of the region, or from that of the budget law where it is the
        floor and the region is not dearer than the country; approximated in a quarter that was measured.
        """
        sources = PovertyLineSource
        line = parameters(period).rights.assistance.poverty_line
        before = parameters(quarter_before(period)[0]).rights.assistance.poverty_line
        by_budget = line.budget_minimum_is_least & (lookup(before.place, family("region", period)) <= 1)
        reckoned = (family("regional_minimum_of_quarter_before", period) > 0) | by_budget
        source = where(before.quarter_measured, sources.approximated.index, sources.not_known.index)
        source = where(reckoned, sources.reckoned.index, source)
        source = where(family("published_poverty_line", period) > 0, sources.published.index, source)
        return where(family("poverty_line_given", period) > 0, sources.given.index, source)


class poverty_line_is_approximate(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "A stand-in is used for the poverty line of the region, which is not known here"
    reference = LINE

    def formula(family, period, parameters):
        """Neither the line nor the subsistence minimum of the region is at hand: nobody may be refused on the strength
        of a stand-in.
        """
        sources = PovertyLineSource
        return one_of(family("poverty_line_source", period), sources.approximated, sources.not_known)


class poverty_line(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Poverty line"
    reference = LINE

    def formula(family, period, parameters):
        """The line given, else the one published, else the greater of the shares of the region's subsistence minimum
        and of its median income in the quarter before. Without the minimum of the region, that of the budget law where
        it was the floor, else that of the country times the usual ratio of the region to it. KZT a person, not rounded.
        """
        law = parameters(period)
        before = parameters(quarter_before(period)[0])
        line = law.rights.assistance.poverty_line
        least = line.budget_minimum_is_least * law.indicators.subsistence_minimum
        place = lookup(before.rights.assistance.poverty_line.place, family("region", period))
        stand_in = where(least > 0, least, place * before.indicators.subsistence_minimum_statistical.country)
        regional = family("regional_minimum_of_quarter_before", period)
        reckoned = maximum(
            line.minimum_share * where(regional > 0, maximum(regional, least), stand_in),
            line.median_share * family("regional_median_income", period),
        )
        given = family("poverty_line_given", period)
        published = family("published_poverty_line", period)
        return where(given > 0, given, where(published > 0, published, reckoned))


class poverty_line_at_least(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Lowest possible poverty line of the region"
    reference = LINE

    def formula(family, period, parameters):
        """The line used less a margin of error that depends on how the line is known. KZT a person."""
        margin = parameters(period).rights.assistance.poverty_line.margin_below
        return family("poverty_line", period) * (1 - lookup(margin, family("poverty_line_source", period)))


class poverty_line_at_most(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Highest possible poverty line of the region"
    reference = LINE

    def formula(family, period, parameters):
        """The line used plus a margin of error that depends on how the line is known: from 2025 the median income,
        which is seldom given, may give more than the minimum. KZT a person.
        """
        margin = parameters(period).rights.assistance.poverty_line.margin_above
        return family("poverty_line", period) * (1 + lookup(margin, family("poverty_line_source", period)))
