"""Poverty line of the region for the quarter: given, published, or reckoned and then named approximate."""

from openfisca_kz.base import MONTH, Family, Variable, lookup, maximum, where

SOCIAL_CODE = "https://adilet.zan.kz/rus/docs/K2300000224"
ORDER_160 = "https://cdb.kz/sistema/novosti/v_kazakhstane_izmeneny_pravila_opredeleniya_cherty_bednosti/"
LINE = [
    f"Social Code, art. 120 p. 3-4 - {SOCIAL_CODE}",
    f"Order No. 160 of 19.05.2023, p. 1 - {ORDER_160}",
    "Order No. 290 of 31.08.2017 - https://zakon.uchet.kz/rus/history/V1800016912/19.05.2023",
]


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


class poverty_line_known(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    unit = "boolean"
    label = "The poverty line of the region is given or published"
    reference = LINE

    def formula(family, period, parameters):
        """The figure of the region and quarter itself is at hand."""
        return (family("poverty_line_given", period) > 0) | (family("published_poverty_line", period) > 0)


class poverty_line_is_approximate(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    unit = "boolean"
    label = "The poverty line is a national approximation"
    reference = LINE

    def formula(family, period, parameters):
        """Neither the line of the region nor its subsistence minimum is known.

        The minimum of the budget law stands in for it.
        """
        return ~family("poverty_line_known", period) & (family("regional_subsistence_minimum", period) == 0)


class poverty_line(Variable):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Poverty line"
    reference = LINE

    def formula(family, period, parameters):
        """The line given, else the one published, else reckoned from shares of two figures of the region.

        The greater of the shares of its subsistence minimum and of its median income, both of the quarter before;
        without them the minimum of the budget law. KZT a person, not rounded.
        """
        law = parameters(period)
        shares = law.rights.assistance.poverty_line
        regional = family("regional_subsistence_minimum", period)
        minimum_income = where(regional > 0, regional, law.indicators.subsistence_minimum)
        reckoned = maximum(
            shares.minimum_share * minimum_income,
            shares.median_share * family("regional_median_income", period),
        )
        given = family("poverty_line_given", period)
        published = family("published_poverty_line", period)
        return where(given > 0, given, where(published > 0, published, reckoned))
