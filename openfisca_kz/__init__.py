"""The social law of Kazakhstan as code: an OpenFisca country package."""

from openfisca_kz.engine.system import CountryTaxBenefitSystem, Reform
from openfisca_kz.entities import Family, Person

__all__ = ["CountryTaxBenefitSystem", "Family", "Person", "Reform"]
