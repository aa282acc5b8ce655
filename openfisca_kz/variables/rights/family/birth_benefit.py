"""Birth benefit: once, for every child, from the republican budget."""

from openfisca_kz.base import MONTH, Person, Variable, ceil_tenge, lookup, one_of, where
from openfisca_kz.variables.facts.residence import LegalResidence

SOCIAL_CODE = "https://adilet.zan.kz/rus/docs/K2300000224"
LAW_63 = "https://adilet.zan.kz/eng/docs/Z050000063_/compare/rus"


class birth_benefit_month(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    unit = "boolean"
    label = "The child was born in this month"
    reference = [f"Social Code, art. 79 p. 2-3 - {SOCIAL_CODE}"]

    def formula(child, period, parameters):
        """The month of birth: the benefit is modelled as claimed at once."""
        return child("age_in_months", period) == 0


class child_of_family(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "A child of the family"
    reference = [f"Social Code, art. 79 p. 1 - {SOCIAL_CODE}"]

    def formula(child, period, parameters):
        """The person has an order of birth in the family."""
        return child("birth_order", period) > 0


class family_benefit_residence(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "A citizen or kandas living permanently in Kazakhstan"
    reference = [f"Social Code, art. 79 p. 1, art. 81 p. 1, art. 90 p. 1 - {SOCIAL_CODE}"]

    def formula(person, period, parameters):
        """Citizens and kandas; a foreigner only where a ratified treaty gives the right (none is modelled)."""
        position = person("legal_residence", period)
        return one_of(position, LegalResidence.citizen, LegalResidence.kandas)


class birth_benefit_eligible(Variable):
    value_type = bool
    entity = Person  # the child
    definition_period = MONTH
    unit = "boolean"
    label = "Right to the birth benefit"
    reference = [f"Social Code, art. 79 - {SOCIAL_CODE}"]

    def formula(child, period, parameters):
        """A child of the family, born in this month, of a citizen's or kandas' family. No income test."""
        return (
            child("child_of_family", period)
            & child("birth_benefit_month", period)
            & child("family_benefit_residence", period)
        )


class birth_benefit(Variable):
    value_type = float
    entity = Person  # the child
    definition_period = MONTH
    unit = "KZT"
    label = "Birth benefit"
    reference = [f"Social Code, art. 78-80 - {SOCIAL_CODE}", f"Law No. 63-III, art. 7 - {LAW_63}"]

    def formula(child, period, parameters):
        """MRP multiple by birth order, once, in the month of birth; whole tenge, rounded up. KZT."""
        law = parameters(period)
        multiple = lookup(law.rights.family.birth_benefit.multiple, child("birth_order", period) - 1)
        amount = ceil_tenge(multiple * law.indicators.mrp)
        return where(child("birth_benefit_eligible", period), amount, 0)
