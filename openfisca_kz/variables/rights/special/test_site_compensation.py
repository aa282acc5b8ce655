"""One-off compensation of who lived around the Semipalatinsk test site."""

from openfisca_kz.base import MONTH, Person, Variable, ceil_tenge, month_number, month_numbers, one_of, where
from openfisca_kz.variables.facts.residence import EcologicalZone

LAW_1787 = "http://kodeksy-kz.com/ka/o_sots_zawite_postpadavshih_na_semipalatinskom_poligone/12.htm"
ARTICLE_12 = [f"Law No. 1787-XII of 18.12.1992, art. 12 - {LAW_1787}"]


class test_site_zone_of_known_rate(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Lived in the zone of extreme or maximum radiation risk"
    reference = ARTICLE_12

    def formula(person, period, parameters):
        """The two zones whose compensation is known; that of the three lower zones was not found."""
        zone = person("test_site_zone_of_exposure", period)
        return one_of(zone, EcologicalZone.test_site_extreme, EcologicalZone.test_site_maximum)


class test_site_years_lived(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Lived in the zone for at least a year in 1949-1990"
    reference = ARTICLE_12

    def formula(person, period, parameters):
        """Years of 1949-1965 or of 1966-1990 are recorded."""
        years = person("test_site_years_1949_1965", period) + person("test_site_years_1966_1990", period)
        return years > 0


class test_site_compensation_month(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "The compensation is issued in this month, once in a life"
    reference = ARTICLE_12

    def formula(person, period, parameters):
        """The month of the day of issue."""
        return month_numbers(person("test_site_compensation_claim_date", period)) == month_number(period)


class test_site_compensation_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Right to the test site compensation"
    reference = ARTICLE_12

    def formula(person, period, parameters):
        """Lived in one of the two zones for a year or more; the compensation is issued in this month."""
        return (
            person("test_site_zone_of_known_rate", period)
            & person("test_site_years_lived", period)
            & person("test_site_compensation_month", period)
        )


class test_site_compensation(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Test site compensation"
    reference = ARTICLE_12

    def formula(person, period, parameters):
        """So many MRP of the month of issue for each year lived there, more for 1949-1965; once; whole tenge, rounded
        up. KZT.
        """
        law = parameters(period)
        rates = law.rights.special.test_site_compensation
        extreme = person("test_site_zone_of_exposure", period) == EcologicalZone.test_site_extreme
        early = where(extreme, rates.extreme.early_year, rates.maximum_risk.early_year)
        late = where(extreme, rates.extreme.late_year, rates.maximum_risk.late_year)
        multiple = early * person("test_site_years_1949_1965", period)
        multiple += late * person("test_site_years_1966_1990", period)
        amount = ceil_tenge(multiple * law.indicators.mrp)
        return where(person("test_site_compensation_eligible", period), amount, 0)
