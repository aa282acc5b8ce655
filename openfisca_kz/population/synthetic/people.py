"""Facts of synthetic people: birth, region, study, disability, children, lost breadwinners, honours, claims.

Who has a fact is drawn so that as many have it as the official figure says (``targets.yaml``); shares, ages and delays
without one are those of ``assumptions.yaml``.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from openfisca_kz.base import MONTHS_IN_YEAR, NO_DATE, Array
from openfisca_kz.population.synthetic.assumptions import assumed, share_at
from openfisca_kz.population.synthetic.enums import (
    DisabilityGroup,
    EcologicalZone,
    Education,
    KinshipToBreadwinner,
    LegalResidence,
    MotherAward,
    PenalPosition,
    Region,
    VeteranCategory,
)
from openfisca_kz.population.synthetic.families import (
    ADULT,
    CHILD,
    FEMALE,
    FIRST_PARENT,
    MALE,
    OTHER,
    SECOND_PARENT,
    People,
    around,
    choose,
    deal,
)

NONE = np.datetime64(NO_DATE, "D")
DAY = np.timedelta64(1, "D")
DAYS_IN_YEAR = 365.2425

PENSION_AGE = {MALE: 63, FEMALE: 61}

#: Children of a family are told apart up to so many when regions are given.
_MANY = 5

_ROUNDS = 50


@dataclasses.dataclass
class Facts:
    """The people of a block, what is known of persons and families, and the official figures to reach."""

    random: np.random.Generator
    people: People
    figures: dict[str, float]
    total: float
    last_day: np.datetime64
    persons: dict[str, Array] = dataclasses.field(default_factory=dict)
    families: dict[str, Array] = dataclasses.field(default_factory=dict)
    #: What later facts rest on and no table holds: masks and amounts by name.
    known: dict[str, Array] = dataclasses.field(default_factory=dict)

    @property
    def size(self) -> int:
        """Return how many people there are."""
        return len(self.people.age)

    @property
    def pension_age(self) -> Array:
        """Return the general pension age of each person."""
        return np.where(self.people.sex == MALE, PENSION_AGE[MALE], PENSION_AGE[FEMALE])

    @property
    def old(self) -> Array:
        """Return who has reached the general pension age."""
        return self.people.age >= self.pension_age

    @property
    def pension_date(self) -> Array:
        """Return the day on which each person reaches it."""
        return self.persons["birth_date"] + np.ceil(self.pension_age * DAYS_IN_YEAR).astype(np.int64) * DAY

    def group(self, *names: str) -> Array:
        """Return who has one of some disability groups."""
        return np.isin(self.persons["disability_group"], [DisabilityGroup[name].index for name in names])

    def count(self, name: str) -> int:
        """Return how many people of this block an official count comes to."""
        return self.part(self.figures[name])

    def part(self, number: float) -> int:
        """Return how many of this block a number of people of the country is."""
        return around(self.random, number / self.total * self.size)

    def draw(self, weights: Array, count: int) -> Array:
        """Return a mask of ``count`` people, those with more weight more often."""
        mask = np.zeros(len(weights), dtype=bool)
        mask[choose(self.random, weights, count)] = True
        return mask

    def chance(self, share: Any) -> Array:
        """Return a mask that is true with a probability."""
        return self.random.random(self.size) < share

    def of_family(self, name: str) -> Array:
        """Return a fact of each person's family."""
        return self.families[name][self.people.family]

    def claimed(self, right: str, event: Array) -> Array:
        """Return the date of a claim after each event, some of them late; none where there was no event."""
        rule = assumed("claims")[right]
        late = self.random.random(len(event)) < rule["late"]
        days = self.random.exponential(np.where(late, rule["late_days"], rule["days"]), len(event))
        return np.where(event == NONE, NONE, event + np.ceil(days).astype(np.int64) * DAY)


def identity(facts: Facts) -> None:
    """Birth dates by age at the end of the month, legal residence, custody."""
    age, random = facts.people.age, facts.random
    days = np.floor((age + _even(random, age)) * DAYS_IN_YEAR).astype(np.int64)
    facts.persons["birth_date"] = facts.last_day - days * DAY
    residence = np.full(len(age), LegalResidence.citizen.index, dtype=np.int8)
    luck, kandas = random.random(len(age)), assumed("kandas")
    residence[luck < kandas + assumed("residence_permit")] = LegalResidence.foreigner_permanent_resident.index
    residence[luck < kandas] = LegalResidence.kandas.index
    facts.persons["legal_residence"] = residence
    came = facts.last_day - random.integers(0, 365, len(age)) * DAY
    facts.persons["kandas_status_date"] = np.where(luck < kandas, came, NONE)
    luck = random.random(len(age)) * np.where(facts.people.sex == MALE, 0.55, 5)
    grown = (age >= ADULT) & (age < 60)
    position = np.full(len(age), PenalPosition.none.index, dtype=np.int8)
    serving, waiting = assumed("prisoners"), assumed("detainees")
    position[grown & (luck < serving + waiting)] = PenalPosition.pre_trial_detention.index
    position[grown & (luck < serving)] = PenalPosition.serving.index
    facts.persons["penal_position"] = position
    facts.known["held"] = position != PenalPosition.none.index


def _even(random: np.random.Generator, age: Array) -> Array:
    """Return what of the year of each age has passed, evenly over the people of that age, in an order of chance."""
    order = np.lexsort((random.random(len(age)), age))
    own = age[order]
    place = np.arange(len(age)) - np.searchsorted(own, own)
    passed = np.empty(len(age))
    passed[order] = (place + random.random(len(age))) / np.bincount(age)[own]
    return passed


def region(facts: Facts) -> None:
    """Regions of families: as many people in each as published, large families where births are many; zones."""
    people, random = facts.people, facts.random
    minors = np.bincount(people.family, weights=(people.age < ADULT), minlength=people.families).astype(int)
    kind = np.minimum(minors, _MANY)
    members = np.bincount(people.family, minlength=people.families)
    of_kind = np.bincount(kind, weights=members, minlength=_MANY + 1)
    wanted = np.array([facts.figures[f"region_{each.name}"] for each in Region])
    births = np.array([assumed("children_by_region")[each.name] for each in Region])
    table = wanted[:, None] * (births / births.mean())[:, None] ** np.arange(_MANY + 1)
    for _ in range(_ROUNDS):  # so that both margins are reached
        table *= (wanted / wanted.sum() * facts.size / table.sum(axis=1))[:, None]
        table *= of_kind / np.maximum(table.sum(axis=0), 1e-9)
    found = np.zeros(people.families, dtype=np.int8)
    for number in range(_MANY + 1):
        own = random.permutation(np.flatnonzero(kind == number))
        ends = np.cumsum(deal(random, int(of_kind[number]), table[:, number])) if len(own) else np.zeros(1)
        before = np.cumsum(members[own]) - members[own]
        found[own] = np.searchsorted(ends, before, side="right").clip(max=len(ends) - 1)
    facts.families["region"] = found
    zone = np.full(people.families, EcologicalZone.none.index, dtype=np.int8)
    luck = random.random(people.families)
    for name, shares in assumed("zones").items():
        reached = 0.0
        for each, share in shares.items():
            zone[(found == Region[name].index) & (luck >= reached) & (luck < reached + share)] = EcologicalZone[
                each
            ].index
            reached += share
    facts.persons["ecological_zone"] = zone[people.family]


def study(facts: Facts) -> None:
    """Kindergarten and school by age; as many in colleges and universities as published."""
    age = facts.people.age
    education = np.full(len(age), Education.none.index, dtype=np.int8)
    luck = facts.random.random(len(age))
    education[luck < share_at("preschool", age)] = Education.preschool.index
    education[luck < share_at("school", age)] = Education.school.index
    free = (education == Education.none.index) & ~facts.known["held"]
    college = facts.draw(share_at("college_ages", age) * free, facts.count("students_colleges"))
    university = facts.draw(share_at("university_ages", age) * (free & ~college), facts.count("students_universities"))
    education[college] = Education.tve.index
    education[university] = Education.bachelor.index
    education[university & (age >= assumed("masters_from")) & facts.chance(0.3)] = Education.master.index
    facts.persons["education"] = education
    facts.persons["full_time_study"] = ~((education >= Education.tve.index) & ~facts.chance(assumed("full_time")))
    facts.known["student"] = (education > Education.preschool.index) & facts.persons["full_time_study"]


def disability(facts: Facts) -> None:
    """Disability of children, of people of working age and of pension age."""
    age, old = facts.people.age, facts.old
    group = np.full(len(age), DisabilityGroup.none.index, dtype=np.int8)
    child = facts.draw(1.0 * (age < ADULT), facts.count("disabled_children"))
    working = facts.draw(np.where((age >= ADULT) & ~old, age, 0.0), facts.count("disabled_working_age"))
    pensioner = facts.draw(np.where(old, age - 50.0, 0.0), facts.count("disabled_pension_age"))
    adult = np.flatnonzero(working | pensioner)
    shares = assumed("disability_groups")
    kinds = np.repeat(
        [DisabilityGroup[name].index for name in shares],
        deal(facts.random, len(adult), np.array(list(shares.values()))),
    )
    group[adult] = facts.random.permutation(kinds)
    group[child] = DisabilityGroup.child.index
    facts.persons["disability_group"] = group
    facts.persons["disability_since_childhood"] = child | (working & facts.chance(assumed("since_childhood")))
    facts.persons["disability_permanent"] = pensioner | (working & facts.chance(assumed("disability_permanent")))
    facts.known["disabled_of_working_age"] = working


# ----- Children and who cares for them ----- #


def care(facts: Facts) -> None:
    """Births and leave for them, who cares for children and for the disabled."""
    people, age, born = facts.people, facts.people.age, facts.persons["birth_date"]
    newest = np.full(people.families, NONE)
    child = people.role == CHILD
    np.maximum.at(newest, people.family[child], born[child])
    born_last = newest[people.family]
    woman = (people.role == FIRST_PARENT) & (people.sex == FEMALE) & (age <= 60)
    infant = (facts.last_day - born_last) / DAY <= assumed("childcare_months") * DAYS_IN_YEAR / MONTHS_IN_YEAR
    mother = woman & infant
    _leave(facts, woman, mother, infant, born_last)
    sick_child = np.bincount(people.family, weights=facts.group("child") & child, minlength=people.families)
    of_sick = (people.role == FIRST_PARENT) & (sick_child > 0)[people.family]
    small = woman & (facts.last_day - born_last < np.timedelta64(3 * 365, "D"))
    carer = mother | of_sick | small
    facts.persons["full_state_support"] = facts.group("child") & facts.chance(assumed("children_in_institutions"))
    facts.persons["main_carer"] = carer | _carers_of_group_1(facts, carer)
    young = (age < 2) & child
    for right in ("birth_benefit", "childcare_benefit", "childcare_payment"):
        facts.persons[f"{right}_claim_date"] = facts.claimed(right, np.where(young, born, NONE))


def _leave(facts: Facts, woman: Array, mother: Array, infant: Array, born_last: Array) -> None:
    before = assumed("maternity_leave_before_birth")
    share, less, usual = assumed("mothers_who_worked")
    minors = np.bincount(facts.people.family, weights=facts.people.age < ADULT, minlength=facts.people.families)
    worked = mother & facts.chance(share - less * (minors[facts.people.family] - usual))
    start = born_last - before * DAY
    # Who will give birth in the next weeks has begun the leave; her child is not born yet.
    expected = facts.figures["births"] * before / DAYS_IN_YEAR
    fertile = woman & ~infant & (facts.people.age >= 20) & (facts.people.age <= 40)
    pregnant = facts.draw(1.0 * fertile, facts.part(expected))
    waiting = pregnant & facts.chance(share)
    begun = facts.last_day - facts.random.integers(0, before, facts.size) * DAY
    start = np.where(waiting, begun, start)
    ended = start + assumed("maternity_leave_days") * DAY <= facts.last_day
    start = np.where(waiting | worked, start, NONE)
    facts.persons["pregnant"] = pregnant
    facts.persons["on_maternity_leave"] = waiting | (worked & ~ended)
    facts.persons["maternity_leave_start"] = start
    facts.persons["maternity_payment_claim_date"] = facts.claimed("maternity_payment", start)
    facts.persons["on_childcare_leave"] = worked & ended
    facts.known["on_leave"] = waiting | worked
    facts.known["at_home"] = mother | pregnant


def _carers_of_group_1(facts: Facts, carer: Array) -> Array:
    """Return who else cares for a person with group I: an adult without it, where the family has no carer yet."""
    people, group_1 = facts.people, facts.group("group_1")
    first = np.full(people.families, -1)
    adults = np.flatnonzero((people.age >= ADULT) & (people.age <= assumed("oldest_carer")) & ~group_1)[::-1]
    first[people.family[adults]] = adults
    families = np.unique(people.family[group_1])
    has_carer = np.isin(families, people.family[carer & ~group_1])
    wanted = max(facts.count("group_1_carer_recipients") - int(has_carer.sum()), 0)
    families = facts.random.permutation(families[(first[families] >= 0) & ~has_carer])[:wanted]
    found = np.zeros(len(group_1), dtype=bool)
    found[first[families]] = True
    return found


def survivors(facts: Facts) -> None:
    """Families that lost a breadwinner, and those whose breadwinner was insured."""
    people, random = facts.people, facts.random
    count = people.families
    minor = (people.role == CHILD) & (people.age < ADULT)
    partners = np.bincount(people.family, weights=people.role == SECOND_PARENT, minlength=count)
    orphan = minor & (partners == 0)[people.family] & (people.age > 0)
    children = np.bincount(people.family, weights=orphan, minlength=count)
    weight = np.where(children > 0, np.maximum(children, 1) ** -assumed("survivor_family_size"), 0.0)
    lost = facts.draw(weight, facts.count("survivor_allowance_recipients"))
    bereaved = orphan & lost[people.family]
    both = (random.random(count) < assumed("full_orphans"))[people.family]
    facts.persons["living_parents"] = np.where(bereaved, np.where(both, 0, 1), 2).astype(np.int32)
    kinship = np.where(bereaved, KinshipToBreadwinner.child.index, KinshipToBreadwinner.none.index)
    facts.persons["kinship_to_breadwinner"] = kinship.astype(np.int8)
    born = facts.persons["birth_date"]
    latest = np.full(count, np.datetime64("1900-01-01", "D"))
    np.maximum.at(latest, people.family[orphan], born[orphan])
    days = np.floor(random.random(count) * ((facts.last_day - latest) / DAY)).astype(np.int64) * DAY
    died = np.where(lost, np.minimum(latest + days, facts.last_day), NONE)
    facts.families["breadwinner_death_date"] = died
    for right in ("survivor_allowance", "survivor_payment"):
        facts.families[f"{right}_claim_date"] = facts.claimed(right, died)
    facts.known["breadwinner_insured"] = facts.draw(1.0 * lost, facts.count("survivor_payment_families"))


# ----- Honours ----- #


def honours(facts: Facts) -> None:
    """Awards of mothers of many children; veterans, more of them with a disability than others of their age."""
    people = facts.people
    woman = (people.sex == FEMALE) & np.isin(people.role, (FIRST_PARENT, OTHER))
    count = facts.count("awarded_mother_allowance_recipients")
    awarded = facts.draw(share_at("award_age", people.age) * woman, count)
    kumis = facts.chance(assumed("kumis_of_awards"))
    award = np.full(facts.size, MotherAward.none.index, dtype=np.int8)
    award[awarded & kumis] = MotherAward.kumis_alka.index
    award[awarded & ~kumis] = MotherAward.altyn_alka.index
    facts.persons["mother_award"] = award
    category = np.full(facts.size, VeteranCategory.none.index, dtype=np.int8)
    disabled = facts.group("group_1", "group_2", "group_3")
    for name, rule in assumed("veterans").items():
        first, last = rule["ages"]
        fits = (people.age >= first) & (people.age <= last) & (category == VeteranCategory.none.index)
        if "sex" in rule:
            fits &= people.sex == (MALE if rule["sex"] == "male" else FEMALE)
        wanted = facts.part(rule["persons"])
        with_group = facts.draw(1.0 * (fits & disabled), round(wanted * assumed("veterans_with_disability")))
        others = facts.draw(1.0 * (fits & ~with_group & ~disabled), wanted - int(with_group.sum()))
        category[with_group | others] = VeteranCategory[name].index
    facts.persons["veteran_category"] = category
