"""Where a person lives and in what legal position."""

from openfisca_kz.base import MONTH, Enum, Family, Person, facts, last_day, one_of, only


class LegalResidence(Enum):
    """Legal position of a person in Kazakhstan."""

    citizen = "Citizen"
    kandas = "Kandas"
    refugee = "Refugee"
    asylum_seeker = "Asylum seeker"
    stateless_permanent_resident = "Stateless person with permanent residence"
    foreigner_permanent_resident = "Foreigner with a residence permit"
    eaeu_citizen_worker = "Citizen of another EAEU state who works here"
    foreigner_temporary_with_work_right = "Foreigner on a temporary stay with the right to work"
    foreigner_temporary_no_work_right = "Foreigner on a temporary stay without the right to work"
    no_valid_document = "Stays without a valid document"


class Region(Enum):
    """Regions and cities of republican significance."""

    abai = "Abai region"
    akmola = "Akmola region"
    aktobe = "Aktobe region"
    almaty = "Almaty region"
    atyrau = "Atyrau region"
    west_kazakhstan = "West Kazakhstan region"
    zhambyl = "Zhambyl region"
    zhetisu = "Zhetisu region"
    karaganda = "Karaganda region"
    kostanay = "Kostanay region"
    kyzylorda = "Kyzylorda region"
    mangystau = "Mangystau region"
    pavlodar = "Pavlodar region"
    north_kazakhstan = "North Kazakhstan region"
    turkistan = "Turkistan region"
    ulytau = "Ulytau region"
    east_kazakhstan = "East Kazakhstan region"
    astana_city = "Astana city"
    almaty_city = "Almaty city"
    shymkent_city = "Shymkent city"


class EcologicalZone(Enum):
    """Zones of radiation risk around the Semipalatinsk test site and of the Aral disaster."""

    none = "None"
    test_site_extreme = "Test site: extreme radiation risk"
    test_site_maximum = "Test site: maximum radiation risk"
    test_site_increased = "Test site: increased radiation risk"
    test_site_minimum = "Test site: minimum radiation risk"
    test_site_privileged = "Test site: privileged social and economic status"
    aral_catastrophe = "Aral: ecological catastrophe"
    aral_crisis = "Aral: ecological crisis"
    aral_pre_crisis = "Aral: ecological pre-crisis"


def lives_here_as(person, period, *positions):
    """Return whether each person is alive, here, and holds one of the legal positions in the month.

    A kandas holds it from the day of the status.
    """
    position, last = person("legal_residence", period), last_day(period)
    since, kandas = person("kandas_status_date", period), position == LegalResidence.kandas
    to_come = only(kandas, lambda day: day > last, since, empty=False)
    return one_of(position, *positions) & ~to_come & person("lives_here", period)


FACTS = [
    *facts(
        (Person, MONTH, EcologicalZone),
        ecological_zone="Ecological or radiation zone of residence",
    ),
    *facts(
        (Family, MONTH, Region),
        Region.astana_city,
        region="Region",
    ),
    *facts(
        (Person, MONTH, bool),
        True,
        tax_resident="Tax resident",
    ),
    *facts(
        (Person, MONTH, LegalResidence),
        legal_residence="Legal position in Kazakhstan",
    ),
]
