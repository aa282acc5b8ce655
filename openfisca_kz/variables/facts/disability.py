"""Disability, as the medical and social examination decided it."""

from openfisca_kz.base import MONTH, Enum, Person, Variable, facts


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


class disability_group(Variable):
    value_type = Enum
    possible_values = DisabilityGroup
    default_value = DisabilityGroup.none
    entity = Person
    definition_period = MONTH
    label = "Disability group"


class disability_cause(Variable):
    value_type = Enum
    possible_values = DisabilityCause
    default_value = DisabilityCause.general
    entity = Person
    definition_period = MONTH
    label = "Cause of disability"


FACTS = [
    *facts(
        (Person, MONTH, bool),
        disability_since_childhood="Disabled since childhood",
        disability_permanent="Disability set without a term",
    ),
    *facts(
        (Person, MONTH, float, "share"),
        work_capacity_loss="Loss of general capacity to work",
    ),
]
