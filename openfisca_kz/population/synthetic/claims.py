"""Facts of synthetic people: when the rights were claimed that a late claim cuts, where no other step says it.

The event that a right begins with is known (the fourth child, the pension age) or drawn; the claim follows after the
delays of ``assumptions.yaml``. These draws come last, so that nobody else changes by them.
"""

from __future__ import annotations

import numpy as np

from openfisca_kz.base import MONTHS_IN_YEAR, Array
from openfisca_kz.population.synthetic.assumptions import assumed
from openfisca_kz.population.synthetic.enums import Deceased, MotherAward
from openfisca_kz.population.synthetic.families import ADULT, CHILD
from openfisca_kz.population.synthetic.people import DAY, DAYS_IN_YEAR, NONE, Facts

#: The child with whom a family becomes a large one.
_FOURTH = 3


def claims(facts: Facts) -> None:
    """Claims for allowances, pensions, assistance and the burial payment."""
    persons = facts.persons
    disabled = ~facts.group("none")
    awarded = persons["mother_award"] != MotherAward.none.index
    serves = persons["service_pension_award_date"] != NONE
    for right, fits in (
        ("disability_allowance", disabled),
        ("awarded_mother_allowance", awarded),
        ("service_pension", serves),
    ):
        persons[f"{right}_claim_date"] = facts.claimed(right, _some_day(facts, fits, right))
    # Both pensions are claimed by one application.
    pensions = facts.claimed("age_pension", np.where(facts.old, facts.pension_date, NONE))
    persons["basic_pension_claim_date"] = persons["age_pension_claim_date"] = pensions
    families = facts.families
    families["large_family_allowance_claim_date"] = facts.claimed("large_family_allowance", _fourth_child(facts))
    needy = _some_day(facts, families["social_contract"], "targeted_assistance")
    families["targeted_assistance_claim_date"] = facts.claimed("targeted_assistance", needy)
    _burials(facts)


def _some_day(facts: Facts, fits: Array, right: str) -> Array:
    """Return a day of the years that a right has lasted, for whom it fits."""
    days = facts.random.integers(0, round(assumed("years_of_right")[right] * DAYS_IN_YEAR), len(fits))
    return np.where(fits, facts.last_day - days * DAY, NONE)


def _fourth_child(facts: Facts) -> Array:
    """Return the birth date of the fourth minor child of each family that has one."""
    people, born = facts.people, facts.persons["birth_date"]
    rows = np.flatnonzero((people.role == CHILD) & (people.age < ADULT))
    rows = rows[np.lexsort((born[rows], people.family[rows]))]
    family = people.family[rows]
    place = np.arange(len(rows)) - np.searchsorted(family, family)
    found = np.full(people.families, NONE)
    found[family[place == _FOURTH]] = born[rows[place == _FOURTH]]
    return found


def _burials(facts: Facts) -> None:
    """Give some families a death of the month: of who drew a pension or an allowance."""
    deaths = assumed("deaths_of_recipients") / MONTHS_IN_YEAR
    buried = facts.draw(np.ones(facts.people.families), facts.part(deaths))
    facts.families["deceased"] = np.where(buried, Deceased.recipient.index, Deceased.nobody.index).astype(np.int8)
    died = np.where(buried, facts.last_day, NONE)
    facts.families["burial_payment_claim_date"] = facts.claimed("burial_payment", died)
