"""The social law of Kazakhstan as code: an OpenFisca country package."""

from openfisca_kz.entities import Family, Person
from openfisca_kz.system import CountryTaxBenefitSystem, Reform

__all__ = ["CountryTaxBenefitSystem", "Family", "Person", "Reform"]
