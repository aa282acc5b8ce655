"""Honours, veterans and others whom laws of merit and of loss name."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, one_of
from openfisca_kz.variables.facts.honours import MotherAward
from openfisca_kz.variables.facts.identity import Sex
from openfisca_kz.variables.facts.veterans import VeteranCategory


def of_category(person, period, *members):
    """Return whether the first or the second category is one of these, for a person alive and here."""
    first = one_of(person("veteran_category", period), *members)
    second = one_of(person("second_veteran_category", period), *members)
    return (first | second) & person("lives_here", period)


class awarded_mother(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Awarded mother of many children"
    reference = articles("Law No. 405-V on health insurance, art. 26 p. 1 subp. 11", "Social Code, art. 93")

    def formula(person, period, parameters):
        """A woman with Altyn alka, Kumis alka, the title Mother Heroine or the order of Maternal Glory."""
        awarded = (person("mother_award", period) != MotherAward.none) & person("lives_here", period)
        return awarded & (person("sex", period) == Sex.female)


class wwii_veteran(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Veteran of the Second World War"
    reference = articles("Law No. 322-VI on veterans, art. 4")

    def formula(person, period, parameters):
        """Took part in the Second World War or was disabled by it."""
        return of_category(person, period, VeteranCategory.wwii_veteran)


class veteran_other(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Veteran other than of the Second World War"
    reference = articles("Law No. 322-VI on veterans, art. 5-6")

    def formula(person, period, parameters):
        """Veteran of combat abroad, or equated to the participants in the Second World War or to persons disabled by
        it.
        """
        return of_category(
            person,
            period,
            VeteranCategory.combat_veteran,
            VeteranCategory.border_combat_veteran,
            VeteranCategory.equated_to_wwii_participant,
            VeteranCategory.equated_to_wwii_disabled,
        )


class labour_hero_or_home_front_worker(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Labour veteran by title or by work on the home front"
    reference = articles("Law No. 322-VI on veterans, art. 7")

    def formula(person, period, parameters):
        """A Hero of Labour, holder of Labour Glory of three classes, People's Hero, or home-front worker of the war."""
        return of_category(
            person,
            period,
            VeteranCategory.labour_hero,
            VeteranCategory.people_hero,
            VeteranCategory.home_front_worker,
        )


class hero_or_cosmonaut(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Hero of the Soviet Union or holder of the title Pilot-Cosmonaut of Kazakhstan"
    reference = articles("Social Code, art. 190 p. 3")

    def formula(person, period, parameters):
        """Holds the title of Hero of the Soviet Union or of Pilot-Cosmonaut of Kazakhstan."""
        return of_category(person, period, VeteranCategory.hero_or_cosmonaut)


class family_of_fallen(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Family of the fallen"
    reference = articles("Law No. 322-VI on veterans, art. 8")

    def formula(person, period, parameters):
        """Member of the family of a person who fell in service or of a victim of radiation, unremarried widow of a man
        killed in the war, or unremarried spouse of a deceased person disabled by it.
        """
        return of_category(
            person,
            period,
            VeteranCategory.family_of_fallen,
            VeteranCategory.wwii_widow,
            VeteranCategory.spouse_of_wwii_disabled,
        )


class chernobyl_participant(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Participant in the Chernobyl clean-up of 1988-1989, or evacuated"
    reference = articles("Law No. 322-VI on veterans, art. 8")

    def formula(person, period, parameters):
        """Took part in the clean-up of 1988-1989 or was evacuated (those of 1986-1987 are equated to war veterans)."""
        return of_category(person, period, VeteranCategory.chernobyl_1988_1989)


class repression_victim(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Victim of political repression"
    reference = articles("Social Code, art. 190 p. 3")

    def formula(person, period, parameters):
        """Rehabilitated as a victim of political repression, or as one who suffered from it."""
        return of_category(person, period, VeteranCategory.repression_victim)


class special_merit_pensioner(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Holder of a pension for special merit"
    reference = articles("Social Code, art. 190 p. 3")

    def formula(person, period, parameters):
        """Holds a pension that was given for special merit."""
        return of_category(person, period, VeteranCategory.special_merit_pensioner)
