"""Adopted children, orphans, and children of incomplete families."""

from openfisca_kz.base import (
    ETERNITY,
    MONTH,
    Family,
    Person,
    Variable,
    family_count,
    has_date,
    has_role,
    last_day,
)

FAMILY_CODE = "Code on Marriage and Family, art. 1 subp. 8 - https://adilet.zan.kz/rus/docs/K1100000518"
ORPHAN = "Code on Marriage and Family, art. 1 subp. 17 - https://adilet.zan.kz/rus/docs/K1100000518"


class adopted(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Adopted"
    reference = ["Code on Marriage and Family, art. 1 subp. 9 - https://adilet.zan.kz/rus/docs/K1100000518"]

    def formula(person, period, parameters):
        """The court decision on adoption has taken effect by the end of the month."""
        decision = person("adoption_date", period)
        return has_date(decision) & (decision <= last_day(period))


class orphan(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Orphan"
    reference = [ORPHAN]

    def formula(person, period, parameters):
        """A child under eighteen both of whose parents, or the only one, have died, and who is not adopted."""
        return person("minor", period) & (person("living_parents", period) == 0) & ~person("adopted", period)


class parents_in_family(Variable):
    value_type = int
    entity = Family
    definition_period = ETERNITY
    unit = "persons"
    label = "Parents in the family"
    reference = [FAMILY_CODE]

    def formula(family, period, parameters):
        """How many heads the family has: the persons in the roles of first and second parent."""
        return family_count(family, has_role(family.members, "first_parent", "second_parent"))


class half_orphan_or_single_parent_child(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Child of an incomplete family"
    reference = [FAMILY_CODE]

    def formula(person, period, parameters):
        """A child under eighteen with one living parent or in a family with one head, and no orphan.

        No act defines an incomplete family.
        """
        one_parent_alive = person("living_parents", period) == 1
        one_head = has_role(person, "child") & (person.family("parents_in_family", period) == 1)
        return person("minor", period) & (one_parent_alive | one_head) & ~person("orphan", period)
