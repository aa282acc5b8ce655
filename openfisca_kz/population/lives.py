"""Facts of a synthetic population: study, work, wages, records, pensions, disability, births.

Who has a fact is drawn so that as many have it as the published margin says; shares without a published source are
assumptions, listed in docs/population.md.
"""

from __future__ import annotations

import dataclasses
import statistics
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_kz.base import NO_DATE
from openfisca_kz.population.enums import (
    DisabilityGroup,
    Education,
    KinshipToBreadwinner,
    LegalResidence,
    MotherAward,
    Region,
    ServicePensionRoute,
)
from openfisca_kz.population.households import (
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
    line,
)

Array = NDArray[Any]

NONE = np.datetime64(NO_DATE, "D")
DAY = np.timedelta64(1, "D")
DAYS_IN_YEAR = 365.2425
MONTHS = 12
YEAR_1998 = 1998

#: Pensions are known as they were paid on this day; awards are dated so (nothing is raised twice).
PENSIONS_AS_OF = np.datetime64("2026-01-01", "D")
PENSION_AGE = {MALE: 63, FEMALE: 61}

SELF_EMPLOYED_INCOME = 85_000.0
LEAST_WAGE = 85_000.0
MEAN_SERVICE_PENSION = 160_000.0
PENSION_SPREAD = 0.33
PARTICIPATION_YEARS = (28.5, 7.0)

WAGE_WORK = {
    MALE: ((16, 0.0), (18, 0.08), (21, 0.4), (25, 0.85), (30, 1.0), (54, 0.95), (62, 0.4), (70, 0.05), (71, 0.0)),
    FEMALE: ((16, 0.0), (18, 0.06), (21, 0.35), (25, 0.7), (30, 0.8), (52, 0.95), (60, 0.35), (70, 0.04), (71, 0.0)),
}
SELF_WORK = ((16, 0.0), (18, 0.1), (25, 0.7), (40, 1.0), (60, 0.8), (70, 0.2), (75, 0.0))
UNEMPLOYED = ((17, 0.0), (18, 0.5), (25, 1.0), (55, 0.8), (61, 0.1), (62, 0.0))
ENTREPRENEURS_OF_SELF_EMPLOYED = 0.6
REGISTERED_OF_UNEMPLOYED = 0.3
STUDENT_WORK = 0.15
DISABLED_WORK = 0.4
MOTHERS_WHO_WORKED = 0.55
MATERNITY_LEAVE_BEFORE_BIRTH = 70
MATERNITY_LEAVE_DAYS = 126
CHILDCARE_MONTHS = 18

STUDY = {  # share of each age, by level; who is in none of them does not study
    "preschool": ((1.9, 0.0), (2, 0.3), (3, 0.8), (5, 0.95), (5.1, 0.0)),
    "school": ((5.9, 0.0), (6, 1.0), (14, 1.0), (15, 0.85), (16, 0.7), (17, 0.45), (18, 0.0)),
    "tve": ((14.9, 0.0), (15, 0.13), (16, 0.28), (17, 0.3), (19, 0.2), (22, 0.0)),
    "bachelor": ((16.9, 0.0), (17, 0.15), (18, 0.33), (21, 0.3), (23, 0.03), (24, 0.0)),
    "master": ((21.9, 0.0), (22, 0.03), (24, 0.02), (25, 0.0)),
}
FULL_TIME = 0.9

DISABILITY_GROUPS = {"group_1": 0.15, "group_2": 0.4, "group_3": 0.45}
SINCE_CHILDHOOD = 0.2
CAPACITY_LOSS = {"group_1": 0.9, "group_2": 0.7, "group_3": 0.4}
AWARD_AGE = ((35, 0.0), (36, 0.1), (50, 0.8), (65, 1.0), (80, 1.0))
KUMIS_OF_AWARDS = 0.65
OLDEST_CARER = 70
KANDAS = 0.004
RESIDENCE_PERMIT = 0.006
LATE_CLAIMS = 0.1


@dataclasses.dataclass
class Lives:
    """The people of a block, the facts of persons and families, and the shares to reach."""

    random: np.random.Generator
    people: People
    margins: dict[str, float]
    total: float
    last_day: np.datetime64
    persons: dict[str, Array] = dataclasses.field(default_factory=dict)
    families: dict[str, Array] = dataclasses.field(default_factory=dict)

    def count(self, name: str) -> int:
        """Return how many people of this block a published count comes to."""
        return around(self.random, self.margins[name] / self.total * len(self.people.age))

    def draw(self, weights: Array, count: int) -> Array:
        """Return a mask of ``count`` people, those with more weight more often."""
        mask = np.zeros(len(weights), dtype=bool)
        mask[choose(self.random, weights, count)] = True
        return mask

    def chance(self, share: Any) -> Array:
        """Return a mask that is true with a probability."""
        return self.random.random(len(self.people.age)) < share

    def live(self) -> None:
        """Give everybody all facts."""
        self.birth()
        self.region()
        self.study()
        self.disability()
        self.care()
        self.work()
        self.records()
        self.pensions()
        self.honours()

    # ----- Birth, residence ----- #

    def birth(self) -> None:
        """Birth dates by age at the end of the month, dates of claims, legal residence."""
        age = self.people.age
        days = np.floor((age + self.random.random(len(age))) * DAYS_IN_YEAR).astype(np.int64)
        born = self.last_day - days * DAY
        self.persons["birth_date"] = born
        claimed = born + self.random.integers(3, 60, len(age)) * DAY
        late = self.chance(LATE_CLAIMS)
        claimed = np.where(late, claimed + self.random.integers(60, 400, len(age)) * DAY, claimed)
        young = (age < 2) & (self.people.role == CHILD) & (claimed <= self.last_day)
        for right in ("birth_benefit", "childcare_benefit"):
            self.persons[f"{right}_claim_date"] = np.where(young, claimed, NONE)
        residence = np.full(len(age), LegalResidence.citizen.index, dtype=np.int8)
        luck = self.random.random(len(age))
        residence[luck < KANDAS + RESIDENCE_PERMIT] = LegalResidence.foreigner_permanent_resident.index
        residence[luck < KANDAS] = LegalResidence.kandas.index
        self.persons["legal_residence"] = residence

    def region(self) -> None:
        """Regions of families, so that as many people live in each as published."""
        weights = np.array([self.margins[f"region_{region.name}"] for region in Region])
        ends = np.cumsum(deal(self.random, len(self.people.age), weights))
        before = np.searchsorted(self.people.family, np.arange(self.people.families))
        self.families["region"] = np.searchsorted(ends, before, side="right").clip(max=len(ends) - 1).astype(np.int8)

    # ----- Study ----- #

    def study(self) -> None:
        """Level of study by age."""
        age = self.people.age
        luck = self.random.random(len(age))
        education = np.full(len(age), Education.none.index, dtype=np.int8)
        reached = np.zeros(len(age))
        for level, points in STUDY.items():
            share = line(points, age)
            education[(luck >= reached) & (luck < reached + share)] = Education[level].index
            reached += share
        self.persons["education"] = education
        self.persons["full_time_study"] = ~((education >= Education.tve.index) & self.chance(1 - FULL_TIME))
        self.student = (education > Education.preschool.index) & self.persons["full_time_study"]

    # ----- Disability ----- #

    def disability(self) -> None:
        """Disability of children, of people of working age and of pension age."""
        age, sex = self.people.age, self.people.sex
        pension_age = age >= np.where(sex == MALE, PENSION_AGE[MALE], PENSION_AGE[FEMALE])
        group = np.full(len(age), DisabilityGroup.none.index, dtype=np.int8)
        child = self.draw(1.0 * (age < ADULT), self.count("disabled_children"))
        working = self.draw(np.where((age >= ADULT) & ~pension_age, age, 0.0), self.count("disabled_working_age"))
        old = self.draw(np.where(pension_age, age - 50.0, 0.0), self.count("disabled_pension_age"))
        adult = np.flatnonzero(working | old)
        names = list(DISABILITY_GROUPS)
        kinds = np.repeat(
            [DisabilityGroup[name].index for name in names],
            deal(self.random, len(adult), np.array(list(DISABILITY_GROUPS.values()))),
        )
        group[adult] = self.random.permutation(kinds)
        group[child] = DisabilityGroup.child.index
        self.persons["disability_group"] = group
        self.persons["disability_since_childhood"] = child | ((working | old) & self.chance(SINCE_CHILDHOOD))
        self.persons["disability_permanent"] = old | (working & self.chance(0.5))
        self.disabled_of_working_age = working

    # ----- Children and who cares for them ----- #

    def care(self) -> None:
        """Births, leave for them, carers, lost breadwinners."""
        people, age, born = self.people, self.people.age, self.persons["birth_date"]
        count = people.families
        newest = np.full(count, NONE)
        child = people.role == CHILD
        np.maximum.at(newest, people.family[child], born[child])
        group = self.persons["disability_group"]
        sick_child = np.bincount(people.family, weights=child & (group == DisabilityGroup.child.index), minlength=count)
        woman = (people.role == FIRST_PARENT) & (people.sex == FEMALE) & (age <= 60)
        since = (self.last_day - newest[people.family]) / DAY
        infant = since <= CHILDCARE_MONTHS * DAYS_IN_YEAR / MONTHS
        mother = woman & infant
        first = people.role == FIRST_PARENT
        carer = mother | (first & (sick_child > 0)[people.family])
        self.persons["main_carer"] = carer | self._carers_of_group_1(group == DisabilityGroup.group_1.index, carer)
        worked = mother & self.chance(MOTHERS_WHO_WORKED)
        start = newest[people.family] - MATERNITY_LEAVE_BEFORE_BIRTH * DAY
        # Who will give birth in the next 70 days has begun the leave; her child is not born yet.
        expected = self.margins["births"] / self.total * len(age) * MATERNITY_LEAVE_BEFORE_BIRTH / DAYS_IN_YEAR
        fertile = woman & ~infant & (age >= 20) & (age <= 40)
        pregnant = self.draw(1.0 * fertile, around(self.random, expected))
        waiting = pregnant & self.chance(MOTHERS_WHO_WORKED)
        begun = self.last_day - self.random.integers(0, MATERNITY_LEAVE_BEFORE_BIRTH, len(age)) * DAY
        start = np.where(waiting, begun, start)
        ended = start + MATERNITY_LEAVE_DAYS * DAY <= self.last_day
        self.persons["pregnant"] = pregnant
        self.persons["on_maternity_leave"] = waiting | (worked & ~ended)
        self.persons["maternity_leave_start"] = np.where(waiting | worked, start, NONE)
        self.persons["on_childcare_leave"] = worked & ended
        self.on_leave = waiting | worked
        self.at_home = mother | pregnant
        self._breadwinners(child, age)

    def _carers_of_group_1(self, group_1: Array, carer: Array) -> Array:
        """Return who else cares for a person with group I: an adult without it, where the family has no carer yet."""
        people = self.people
        first = np.full(people.families, -1)
        adults = np.flatnonzero((people.age >= ADULT) & (people.age <= OLDEST_CARER) & ~group_1)[::-1]
        first[people.family[adults]] = adults
        families = np.unique(people.family[group_1])
        has_carer = np.isin(families, people.family[carer & ~group_1])
        wanted = max(self.count("group_1_carers") - int(has_carer.sum()), 0)
        families = self.random.permutation(families[(first[families] >= 0) & ~has_carer])[:wanted]
        carer = np.zeros(len(group_1), dtype=bool)
        carer[first[families]] = True
        return carer

    def _breadwinners(self, child: Array, age: Array) -> None:
        count = self.people.families
        minor = child & (age < ADULT)
        parents = np.bincount(self.people.family, weights=self.people.role == SECOND_PARENT, minlength=count)
        orphan = minor & (parents == 0)[self.people.family] & (age > 0)
        children = np.bincount(self.people.family, weights=orphan, minlength=count)
        lost = np.zeros(count, dtype=bool)
        order = self.random.permutation(np.flatnonzero(children))
        enough = np.searchsorted(np.cumsum(children[order]), self.count("survivors")) + 1
        lost[order[:enough]] = True
        self.persons["living_parents"] = np.where(orphan & lost[self.people.family], 1, 2).astype(np.int32)
        died = np.full(count, NONE)
        born = self.persons["birth_date"]
        youngest = np.full(count, self.last_day)
        np.minimum.at(youngest, self.people.family[orphan], born[orphan])
        days = np.floor(self.random.random(count) * 300).astype(np.int64) * DAY
        died[lost] = np.minimum(youngest + days, self.last_day)[lost]
        self.families["breadwinner_death_date"] = died
        kinship = np.full(len(age), KinshipToBreadwinner.none.index, dtype=np.int8)
        kinship[orphan & lost[self.people.family]] = KinshipToBreadwinner.child.index
        self.persons["kinship_to_breadwinner"] = kinship
        insured = self.draw(1.0 * lost, self.count("insured_breadwinner_lost"))
        income, months = np.zeros(count), np.zeros(count, dtype=np.int32)
        income[insured] = self._wages(int(insured.sum()))
        months[insured] = self.random.integers(12, 240, int(insured.sum()))
        self.families["breadwinner_average_insured_income"] = income
        self.families["breadwinner_insured_months"] = months

    # ----- Work ----- #

    def work(self) -> None:
        """Who works for a wage, for oneself, looks for work; what it pays."""
        age, sex = self.people.age, self.people.sex
        weight = np.where(sex == MALE, line(WAGE_WORK[MALE], age), line(WAGE_WORK[FEMALE], age))
        weight *= np.where(self.student, STUDENT_WORK, 1.0)
        weight *= np.where(self.persons["disability_group"] != DisabilityGroup.none.index, DISABLED_WORK, 1.0)
        weight[self.at_home] = 0.0
        wage = self.draw(weight, self.count("employed_wage"))
        weight = line(SELF_WORK, age) * ~wage * ~self.student * ~self.at_home
        own = self.draw(weight, self.count("employed_self"))
        idle = self.draw(line(UNEMPLOYED, age) * ~wage * ~own * ~self.student * ~self.at_home, self.count("unemployed"))
        entrepreneur = own & self.chance(ENTREPRENEURS_OF_SELF_EMPLOYED)
        earning = np.flatnonzero(wage | self.on_leave)
        pay = np.zeros(len(age))
        pay[earning] = self._wages(len(earning))
        self.pay = pay
        self.worker = wage
        self.persons["salary"] = np.where(wage, pay, 0.0)
        self.persons["individual_entrepreneur"] = entrepreneur
        self.persons["entrepreneur_declared_income"] = np.where(entrepreneur, SELF_EMPLOYED_INCOME, 0.0)
        self.persons["independent_worker"] = own & ~entrepreneur
        self.persons["registered_unemployed"] = idle & self.chance(REGISTERED_OF_UNEMPLOYED)
        self.idle = idle

    def _wages(self, count: int) -> Array:
        """Return wages whose median and mean are the published ones: log-normal, not below the minimum wage."""
        median, mean = self.margins["wage_median"], self.margins["wage_average"]
        spread = np.sqrt(2 * np.log(mean / median))
        wages = median * np.exp(spread * normal_quantiles(self.random, count))
        return np.maximum(np.round(wages, -2), LEAST_WAGE)

    # ----- Records ----- #

    def records(self) -> None:
        """Months of service and of contributions, savings, income insured before."""
        age, random = self.people.age, self.random
        months_since_1998 = int((self.last_day - np.datetime64("1998-01-01")) / DAY / DAYS_IN_YEAR * MONTHS)
        total = np.clip(random.normal(*PARTICIPATION_YEARS, len(age)), 0, 50) * MONTHS
        worked = np.clip((age - 20) * MONTHS * random.uniform(0.5, 1.0, len(age)), 0, None)
        age_in_1998 = age - (months_since_1998 / MONTHS)
        before = np.clip((age_in_1998 - 19) * MONTHS * 0.95, 0, None)
        total = np.where(age >= PENSION_AGE[FEMALE], total, np.minimum(total, worked))
        before = np.minimum(before, total)
        ever = self.worker | self.on_leave | self.idle | (age >= 55) | self.chance(0.6)
        since = np.where(ever, np.clip(total - before, 0, months_since_1998), 0)
        self.persons["service_months_before_1998"] = np.rint(before).astype(np.int32)
        self.persons["pension_contribution_months"] = np.rint(since).astype(np.int32)
        insured = np.where(self.pay > 0, np.maximum(np.minimum(since, 258), 12), np.minimum(since, 120))
        self.persons["social_insurance_months"] = np.rint(insured).astype(np.int32)
        self.persons["pension_savings"] = np.round(since * 12_000.0 * random.uniform(0.3, 1.7, len(age)), -2)
        self._childcare_awards()
        lost = self.idle & self.persons["registered_unemployed"]
        earlier = np.flatnonzero(lost)
        income = self.pay.copy()
        income[earlier] = self._wages(len(earlier))
        self.persons["average_insured_income_12m"] = income
        self.persons["average_insured_income_24m"] = income.copy()
        registered = self.last_day - random.integers(1, 170, len(age)) * DAY
        self.persons["unemployment_registration_date"] = np.where(lost, registered, NONE)
        sick = self.draw(
            1.0 * (self.disabled_of_working_age & (insured >= 6)), self.count("insured_work_capacity_loss")
        )
        group = self.persons["disability_group"]
        loss = np.zeros(len(age))
        for name, share in CAPACITY_LOSS.items():
            loss[sick & (group == DisabilityGroup[name].index)] = share
        self.persons["work_capacity_loss"] = loss
        when = self.last_day - random.integers(60, 2000, len(age)) * DAY
        self.persons["work_capacity_loss_date"] = np.where(sick, when, NONE)
        income24 = self.persons["average_insured_income_24m"]
        missing = np.flatnonzero(sick & (income24 == 0))
        income24[missing] = self._wages(len(missing))

    def _childcare_awards(self) -> None:
        """Give what the register of awards knows of infants: the income of the mother before the birth, if insured."""
        people = self.people
        income = np.bincount(people.family, weights=np.where(self.on_leave, self.pay, 0.0), minlength=people.families)
        infant = (people.role == CHILD) & (people.age <= CHILDCARE_MONTHS // MONTHS)
        before = np.where(infant, income[people.family], 0.0)
        self.persons["childcare_average_income"] = before
        self.persons["childcare_insured"] = before > 0

    # ----- Pensions ----- #

    def pensions(self) -> None:
        """Pensions in payment: the age pension of those of pension age, service pensions of some younger men."""
        age, sex = self.people.age, self.people.sex
        limit = np.where(sex == MALE, PENSION_AGE[MALE], PENSION_AGE[FEMALE])
        served = self.persons["service_months_before_1998"] >= 6
        old = (age >= limit) & served & (self.persons["legal_residence"] != LegalResidence.kandas.index)
        wanted = self.count("pensioners")
        recipients = self.draw(1.0 * old, wanted)
        soldiers = self.draw(
            1.0 * ((sex == MALE) & (age >= 47) & (age < limit)), max(wanted - int(recipients.sum()), 0)
        )
        mean = self.margins["pension_average_solidarity"]
        soldiers_pay = np.zeros(len(age))
        soldiers_pay[soldiers] = self._pensions(int(soldiers.sum()), MEAN_SERVICE_PENSION)
        mean = (mean * wanted - soldiers_pay.sum()) / max(int(recipients.sum()), 1)
        amounts = np.zeros(len(age))
        amounts[recipients] = self._pensions(int(recipients.sum()), mean)
        reached = self.persons["birth_date"] + np.ceil(limit * DAYS_IN_YEAR).astype(np.int64) * DAY
        award = np.maximum(reached, PENSIONS_AS_OF)
        self.persons["age_pension_award_date"] = np.where(recipients, np.minimum(award, self.last_day), NONE)
        self.persons["age_pension_at_award"] = amounts
        self.persons["service_pension_award_date"] = np.where(soldiers, PENSIONS_AS_OF, NONE)
        self.persons["service_pension_at_award"] = soldiers_pay
        route = np.full(len(age), ServicePensionRoute.none.index, dtype=np.int8)
        route[soldiers] = ServicePensionRoute.service_age_limit.index
        self.persons["service_pension_route"] = route

    def _pensions(self, count: int, mean: float) -> Array:
        amounts = np.exp(PENSION_SPREAD * normal_quantiles(self.random, count))
        return np.ceil(amounts * (mean / amounts.mean())) if count else amounts

    # ----- Awards ----- #

    def honours(self) -> None:
        """Awards of mothers of many children."""
        woman = (self.people.sex == FEMALE) & np.isin(self.people.role, (FIRST_PARENT, OTHER))
        awarded = self.draw(line(AWARD_AGE, self.people.age) * woman, self.count("awarded_mothers"))
        kumis = self.chance(KUMIS_OF_AWARDS)
        award = np.full(len(woman), MotherAward.none.index, dtype=np.int8)
        award[awarded & kumis] = MotherAward.kumis_alka.index
        award[awarded & ~kumis] = MotherAward.altyn_alka.index
        self.persons["mother_award"] = award


#: Quantiles of the normal distribution at equal steps of probability.
_STEPS = (np.arange(4_000) + 0.5) / 4_000
_NORMAL = np.array([statistics.NormalDist().inv_cdf(step) for step in _STEPS])


def normal_quantiles(random: np.random.Generator, count: int) -> Array:
    """Return as many standard normal numbers, one in each slice of equal probability, in an order of chance."""
    if not count:
        return np.zeros(0)
    return np.interp((random.permutation(count) + random.random(count)) / count, _STEPS, _NORMAL)
