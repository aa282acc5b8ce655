"""What is withheld from payments of the social insurance fund: pension contributions, but not from who is exempt."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, where
from openfisca_kz.variables.rights.family.words import round_tiyn


class fund_payment_contribution_due(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Pension contributions are withheld from payments of the social insurance fund"
    reference = articles("Social Code, art. 76 p. 1, art. 87 p. 2, art. 117 p. 1, art. 174 p. 3, art. 248 p. 3")

    def formula(person, period, parameters):
        """From everybody except those exempt from pension contributions: by pension age, by disability of group I or II
        with no end date, by uniformed service (also where ranks were abolished) or by a service pension. Persons with
        disability may agree to it.
        """
        agreed = person("permanent_severe_disability", period) & person("pension_withholding_agreed", period)
        return ~person("pension_contribution_exempt", period) | agreed


def contribution_withheld(period, parameters, gross, due):
    """Return the pension contribution withheld from a payment where it is due: the rate of it. KZT, to the tiyn."""
    return where(due, round_tiyn(parameters(period).duties.pension_contribution.rate * gross), 0)
