"""Disability, as the medical and social examination decided it."""

from openfisca_kz.base import MONTH, Enum, Person, facts


class DisabilityGroup(Enum):
    """Group of disability."""

    none = "None"
    group_1 = "Group I"
    group_2 = "Group II"
    group_3 = "Group III"
    child = "Child with disability"


class DisabilityCause(Enum):
    """Cause of disability."""

    general = "General illness"
    work = "Work injury or occupational disease"
    military = "Military service"
    radiation = "Radiation"


FACTS = [
    *facts(
        (Person, MONTH, DisabilityCause),
        disability_cause="Cause of disability",
    ),
    *facts(
        (Person, MONTH, DisabilityGroup),
        disability_group="Disability group",
    ),
    *facts(
        (Person, MONTH, bool),
        disability_since_childhood="Disabled since childhood",
        disability_permanent="Disability established with no end date",
    ),
    *facts(
        (Person, MONTH, float, "share"),
        work_capacity_loss="Loss of general capacity to work",
    ),
]
