"""Disability, as the medical and social examination decided it."""

from openfisca_kz.base import MONTH, Enum, Person, Share, Variable


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


class disability_since_childhood(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Disabled since childhood"


class disability_permanent(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Disability set without a term"


class work_capacity_loss(Share):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "share"
    label = "Loss of general capacity to work"
