"""Custody, territory and citizenship: statuses that follow from one decision of the state."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable, one_of
from openfisca_kz.variables.facts.honours import PenalPosition
from openfisca_kz.variables.facts.residence import EcologicalZone, LegalResidence, lives_here_as
from openfisca_kz.variables.status.work import at_work


def held_as(person, period, penal_position):
    """Return whether each person, alive and here, has this position in custody."""
    return (person("penal_position", period) == penal_position) & person("lives_here", period)


class prisoner_not_minimum_security(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Prisoner outside minimum security"
    reference = articles("Law No. 405-V on health insurance, art. 26 p. 1 subp. 8")

    def formula(person, period, parameters):
        """Is serving a sentence in an institution that is not one of minimum security."""
        return held_as(person, period, PenalPosition.serving)


class prisoner_minimum_security(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Prisoner in an institution of minimum security"
    reference = articles("Law No. 405-V on health insurance, art. 26 p. 1 subp. 8")

    def formula(person, period, parameters):
        """Is serving a sentence in an institution of minimum security: the state does not insure on this ground."""
        return held_as(person, period, PenalPosition.serving_minimum_security)


class detainee(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Person in pre-trial detention"
    reference = articles("Law No. 405-V on health insurance, art. 26 p. 1 subp. 9")

    def formula(person, period, parameters):
        """Held in pre-trial detention."""
        return held_as(person, period, PenalPosition.pre_trial_detention)


class house_arrest(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Person under house arrest"
    reference = articles("Law No. 405-V on health insurance, art. 26 p. 1")

    def formula(person, period, parameters):
        """The court keeps the person at home, under house arrest."""
        return held_as(person, period, PenalPosition.house_arrest)


class resident_of_harmful_zone(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Resident of an ecological or radiation zone"
    reference = articles("Law No. 1787-XII on the Semipalatinsk test site", "Law No. 1468-XII on the Aral region")

    def formula(person, period, parameters):
        """Lives in a zone of radiation risk of the test site or of the Aral disaster."""
        return (person("ecological_zone", period) != EcologicalZone.none) & person("lives_here", period)


class kandas(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Holder of kandas status"
    reference = articles("Law No. 477-IV on migration, art. 1 subp. 13")

    def formula(person, period, parameters):
        """An ethnic Kazakh, or a relative of one, who came from abroad and holds the kandas certificate."""
        return lives_here_as(person, period, LegalResidence.kandas)


class kandas_with_income(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Working kandas"
    reference = articles("Law No. 477-IV on migration, art. 1 subp. 13")

    def formula(person, period, parameters):
        """Kandas who works and so pays health insurance. A business that is suspended and has no income does not count
        as work.
        """
        return person("kandas", period) & at_work(person, period)


class kandas_nonworking(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Non-working kandas"
    reference = articles(
        "Law No. 405-V on health insurance, art. 26 p. 1 subp. 10", "Law No. 477-IV on migration, art. 1 subp. 13"
    )

    def formula(person, period, parameters):
        """Kandas who does not work; a business that is suspended and has no income does not count as work."""
        return person("kandas", period) & ~at_work(person, period)


class refugee(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Person with refugee status"
    reference = articles("Law No. 216-IV on refugees, art. 1 subp. 1-2")

    def formula(person, period, parameters):
        """Holds a valid refugee certificate."""
        return lives_here_as(person, period, LegalResidence.refugee)


class asylum_seeker(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Person seeking asylum"
    reference = articles("Law No. 216-IV on refugees, art. 1 subp. 6")

    def formula(person, period, parameters):
        """Has asked for asylum and is waiting for the decision."""
        return lives_here_as(person, period, LegalResidence.asylum_seeker)


class stateless_permanent_resident(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Stateless person living here permanently"
    reference = articles("Social Code, art. 175 p. 2, art. 190 p. 1")

    def formula(person, period, parameters):
        """Holds the certificate of a stateless person with permanent residence."""
        return lives_here_as(person, period, LegalResidence.stateless_permanent_resident)


class migrant(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Migrant or stateless person"
    reference = articles("Law No. 477-IV on migration, art. 1 subp. 8, 10")

    def formula(person, period, parameters):
        """A foreigner or stateless person who came to stay for good or for a time: neither citizen nor kandas."""
        at_home = one_of(person("legal_residence", period), LegalResidence.citizen, LegalResidence.kandas)
        return ~at_home & person("lives_here", period)


class foreigner_permanent_resident(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Foreigner with permanent residence"
    reference = articles("Law No. 477-IV on migration, art. 1 subp. 17")

    def formula(person, period, parameters):
        """Foreigner with a valid permit to live here permanently (residence permit)."""
        return lives_here_as(person, period, LegalResidence.foreigner_permanent_resident)


class foreigner_temporary_with_work_right(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Foreigner on a temporary stay with the right to work"
    reference = articles("Law No. 477-IV on migration, art. 1 subp. 6-1, 19")

    def formula(person, period, parameters):
        """Foreigner on a temporary stay who may work: with a permit, or as a citizen of another EAEU state."""
        permitted = LegalResidence.foreigner_temporary_with_work_right
        return lives_here_as(person, period, permitted, LegalResidence.eaeu_citizen_worker)


class foreigner_temporary_no_work_right(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Foreigner on a temporary stay without the right to work"
    reference = articles("Law No. 477-IV on migration, art. 1 subp. 19")

    def formula(person, period, parameters):
        """Foreigner on a temporary stay without a work permit."""
        return lives_here_as(person, period, LegalResidence.foreigner_temporary_no_work_right)


class foreigner_without_valid_document(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Foreigner or stateless person without a valid document"
    reference = articles("Social Code, art. 92 p. 1 subp. 7, art. 179 p. 1 subp. 2")

    def formula(person, period, parameters):
        """The permit or the identity document has run out or was never issued: payments are suspended."""
        return lives_here_as(person, period, LegalResidence.no_valid_document)
