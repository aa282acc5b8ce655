"""One-off compensation of who lived around the Semipalatinsk test site."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, ceil_tenge, lookup, month_number, month_numbers, one_of, only
from openfisca_kz.variables.facts.residence import EcologicalZone

ARTICLE_12 = articles("Law No. 1787-XII of 18.12.1992, art. 12")


class test_site_zone_of_compensation(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Lived in a zone of the test site"
    reference = ARTICLE_12

    def formula(person, period, parameters):
        """One of the four zones of radiation risk, or the territory with a privileged status."""
        return one_of(
            person("test_site_zone_of_exposure", period),
            EcologicalZone.test_site_extreme,
            EcologicalZone.test_site_maximum,
            EcologicalZone.test_site_increased,
            EcologicalZone.test_site_minimum,
            EcologicalZone.test_site_privileged,
        )


class test_site_years_lived(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
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
    label = "The compensation is issued in this month, once in a lifetime"
    reference = ARTICLE_12

    def formula(person, period, parameters):
        """The month of the day of issue."""
        return month_numbers(person("test_site_compensation_claim_date", period)) == month_number(period)


class test_site_compensation_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Right to the test site compensation"
    reference = ARTICLE_12

    def formula(person, period, parameters):
        """Lived in one of the five zones for a year or more; the compensation is issued in this month."""
        return (
            person("test_site_zone_of_compensation", period)
            & person("test_site_years_lived", period)
            & person("test_site_compensation_month", period)
        )


class test_site_compensation(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "republican_budget"
    unit = "KZT"
    label = "Test site compensation"
    reference = ARTICLE_12

    def formula(person, period, parameters):
        """A number of MRP of the month of issue, set by the zone, for each year lived there; in the four zones of risk
        more for 1949-1965. Once; whole tenge, rounded up. KZT.
        """
        law = parameters(period)
        rates = law.rights.special.test_site_compensation
        zone = person("test_site_zone_of_exposure", period)
        eligible = person("test_site_compensation_eligible", period)

        def amount(zone, early, late):
            multiple = lookup(rates.early_year, zone) * early + lookup(rates.late_year, zone) * late
            return ceil_tenge(multiple * law.indicators.mrp)

        years = (person(f"test_site_years_{years}", period) for years in ("1949_1965", "1966_1990"))
        return only(eligible, amount, zone, *years)
