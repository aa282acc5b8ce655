"""Veterans, heroes and others whom the law on the special state allowance names."""

from openfisca_kz.base import MONTH, Enum, Person, facts


class VeteranCategory(Enum):
    """Ground of the special state allowance that a document proves (Social Code, art. 190 p. 3)."""

    none = "None"
    wwii_veteran = "Veteran of the Second World War"
    combat_veteran = "Veteran of combat abroad"
    border_combat_veteran = "Veteran of the Tajik-Afghan border, Iraq or Karabakh"
    equated_to_wwii_participant = "Equated to participants in the Second World War"
    equated_to_wwii_disabled = "Equated to persons disabled by the Second World War"
    wwii_widow = "Unremarried widow of a soldier who fell in the Second World War"
    family_of_fallen = "Family of a serviceman or officer who fell, or of a victim of radiation"
    spouse_of_wwii_disabled = "Unremarried spouse of a deceased person disabled by the Second World War"
    hero_or_cosmonaut = "Hero of the Soviet Union or holder of the title Pilot-Cosmonaut of Kazakhstan"
    labour_hero = "Hero of Labour or holder of the order of Labour Glory of three classes"
    people_hero = "People's Hero (Khalyk kaharmany)"
    home_front_worker = "Home-front worker of the Second World War"
    chernobyl_1988_1989 = "Participant in the Chernobyl clean-up of 1988-1989, or evacuated"
    repression_victim = "Victim of political repression"
    special_merit_pensioner = "Holder of a pension for special merit"


FACTS = [
    *facts(
        (Person, MONTH, bool),
        baikonur_disability_pension="Lives in Baikonur with a disability pension from Russia",
    ),
    *facts(
        (Person, MONTH, VeteranCategory),
        veteran_category="Category of veteran or hero",
        second_veteran_category="Second category of veteran or hero, where a person has two",
    ),
]
