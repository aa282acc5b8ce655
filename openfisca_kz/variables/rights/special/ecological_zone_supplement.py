"""Supplements to pay in the zones of the test site and of the Aral disaster, at the employer's duty."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, ceil_tenge, lookup, only
from openfisca_kz.variables.facts.residence import EcologicalZone

ARTICLES_13 = articles("Law No. 1787-XII of 18.12.1992, art. 13", "Law No. 1468-XII of 30.06.1992, art. 13")


class lives_in_ecological_zone(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Lives in a zone of the test site or of the Aral disaster"
    reference = ARTICLES_13

    def formula(person, period, parameters):
        """Any zone of the two laws."""
        return (person("ecological_zone", period) != EcologicalZone.none) & person("lives_here", period)


class paid_in_ecological_zone(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Draws pay for work in the month, or a stipend in the Aral zone"
    reference = ARTICLES_13

    def formula(person, period, parameters):
        """A salary, or pay or a stipend before the coefficient of the zone."""
        return (person("salary", period) > 0) | (person("pay_before_zone_coefficient", period) > 0)


class ecological_zone_supplement_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Right to the ecological zone supplement"
    reference = ARTICLES_13

    def formula(person, period, parameters):
        """Lives in a zone and draws pay for work, or a stipend in the Aral zone."""
        return person("lives_in_ecological_zone", period) & person("paid_in_ecological_zone", period)


class ecological_zone_supplement(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    right_paid_by = "employer"
    unit = "KZT"
    label = "Ecological zone supplement"
    reference = ARTICLES_13

    def formula(person, period, parameters):
        """Around the test site a number of MRP, set by the zone; in the Aral zones what the coefficient adds to the pay
        before it. Whole tenge, rounded up. KZT a month.
        """
        law = parameters(period)
        supplement = law.rights.special.ecological_zone_supplement

        def amount(zone, pay):
            added = (lookup(supplement.coefficient, zone) - 1) * pay
            return ceil_tenge(lookup(supplement.monthly, zone) * law.indicators.mrp + added)

        zone, pay = person("ecological_zone", period), person("pay_before_zone_coefficient", period)
        return only(person("ecological_zone_supplement_eligible", period), amount, zone, pay)
