"""The Enums that a synthetic population gives values of, by the name of their fact.

A type checker does not see through the Enums of core: here they are plain names.
"""

from typing import Any

from openfisca_kz.variables.facts import (
    disability,
    education,
    honours,
    identity,
    pensions,
    residence,
    survivors,
    veterans,
)

Deceased: Any = survivors.Deceased
DisabilityGroup: Any = disability.DisabilityGroup
EcologicalZone: Any = residence.EcologicalZone
Education: Any = education.Education
KinshipToBreadwinner: Any = survivors.KinshipToBreadwinner
LegalResidence: Any = residence.LegalResidence
MotherAward: Any = honours.MotherAward
PenalPosition: Any = honours.PenalPosition
Region: Any = residence.Region
ServicePensionRoute: Any = pensions.ServicePensionRoute
Sex: Any = identity.Sex
VeteranCategory: Any = veterans.VeteranCategory

ENUMS: dict[str, Any] = {
    "sex": Sex,
    "education": Education,
    "deceased": Deceased,
    "disability_group": DisabilityGroup,
    "mother_award": MotherAward,
    "legal_residence": LegalResidence,
    "service_pension_route": ServicePensionRoute,
    "kinship_to_breadwinner": KinshipToBreadwinner,
    "ecological_zone": EcologicalZone,
    "veteran_category": VeteranCategory,
    "penal_position": PenalPosition,
    "region": Region,
}
