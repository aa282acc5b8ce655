"""Families of a synthetic population: who lives with whom.

Ages and sexes are dealt out exactly as the pyramid says; then women are chosen who have children at home, children
are given to them by age, partners by age, grown-up children and old people by chance. All of it is sorting and
drawing on whole arrays. Shares are those of ``assumptions.yaml``.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from openfisca_kz.base import Array
from openfisca_kz.population.synthetic.assumptions import assumed, share_at

Random = np.random.Generator

MALE, FEMALE = 0, 1
FIRST_PARENT, SECOND_PARENT, CHILD, OTHER = range(4)

ADULT = 18

LEAST_YEARS_TO_A_MOTHER = 16


@dataclasses.dataclass
class People:
    """Persons of whole families, in order of families."""

    family: Array
    role: Array
    age: Array
    sex: Array

    @property
    def families(self) -> int:
        """How many families there are."""
        return int(self.family[-1]) + 1 if len(self.family) else 0


def deal(random: Random, count: int, weights: Array) -> Array:
    """Return how many of ``count`` fall to each weight: exact to one, the remainders by chance."""
    share = np.concatenate(([0.0], np.cumsum(weights) / np.sum(weights))) * count
    share[-1] = count
    return np.diff(np.floor(share + random.random())).astype(np.int64)


def around(random: Random, expected: float) -> int:
    """Return a whole number whose mean is ``expected``."""
    return int(expected + random.random())


def choose(random: Random, weights: Array, count: int) -> Array:
    """Return the places of ``count`` different entries, those with more weight more often."""
    possible = np.flatnonzero(weights > 0)
    count = min(count, len(possible))
    keys = np.log(weights[possible]) + random.gumbel(size=len(possible))
    return np.sort(possible[np.argpartition(-keys, count - 1)[:count]]) if count else possible[:0]


def people(random: Random, count: int, pyramid: Array, large_families: float) -> People:
    """Return ``count`` persons in families.

    Args:
        random: source of chance.
        count: persons.
        pyramid: persons by sex and age.
        large_families: large families a person.

    """
    cells = deal(random, count, pyramid.ravel())
    sex, age = (each.ravel() for each in np.indices(pyramid.shape))
    sex, age = np.repeat(sex, cells), np.repeat(age, cells)
    order = np.lexsort((random.random(count), age))
    sex, age = sex[order], age[order]
    family = np.full(count, -1)
    role = np.full(count, CHILD)
    single = _Families(random, sex, age, family, role)
    single.with_children(around(random, large_families * assumed("large_by_minors") * count))
    single.couples()
    single.grown_up_children()
    single.relatives()
    single.alone()
    return single.shuffled()


class _Families:
    """Families in the making; persons are sorted by age."""

    def __init__(self, random: Random, sex: Array, age: Array, family: Array, role: Array) -> None:
        self.random = random
        self.sex, self.age, self.family, self.role = sex, age, family, role
        self.women = np.zeros(0, dtype=np.int64)  # the woman of each family, by number of the family

    def free(self, sex: int | None = None) -> Array:
        """Return the places of adults who are in no family yet, by age."""
        free = (self.family < 0) & (self.age >= ADULT)
        return np.flatnonzero(free if sex is None else free & (self.sex == sex))

    def with_children(self, large: int) -> None:
        """Choose mothers and give each her children."""
        children = np.flatnonzero(self.age < ADULT)
        sizes = self._sizes(large, len(children))
        women = self.free(FEMALE)
        mothers = women[choose(self.random, share_at("motherhood", self.age[women]), len(sizes))]
        sizes = sizes[: len(mothers)]
        order = np.argsort(np.minimum(self.age[mothers], 40) + self.random.normal(0, 7, len(mothers)))
        own = np.empty(len(mothers), dtype=np.int64)
        own[order] = np.sort(sizes)
        family = np.repeat(np.arange(len(mothers)), own)
        wished = self._ages_wished(self.age[mothers].astype(float), own, family)
        children = children[: len(family)]
        family = family[np.argsort(wished)]
        self.family[children] = family
        self.women = mothers
        self.family[mothers] = np.arange(len(mothers))
        self.role[mothers] = FIRST_PARENT
        self.mothers = len(mothers)

    def _sizes(self, large: int, children: int) -> Array:
        many_sizes, few_sizes = assumed("many_children"), assumed("few_children")
        many = np.repeat(list(many_sizes), deal(self.random, large, np.array(list(many_sizes.values()))))
        left = max(children - int(many.sum()), 0)
        mean = sum(size * share for size, share in few_sizes.items()) / sum(few_sizes.values())
        few = np.repeat(list(few_sizes), deal(self.random, int(left / mean), np.array(list(few_sizes.values()))))
        missing = left - int(few.sum())
        if missing < 0:
            few[np.flatnonzero(few == 2)[:-missing]] = 1
        return np.concatenate((many, few, np.ones(max(missing, 0), dtype=np.int64))).astype(np.int64)

    def _ages_wished(self, mother: Array, own: Array, family: Array) -> Array:
        """Return the age each child would have by the age of the mother, the eldest of a family first."""
        random = self.random
        youngest_possible = np.clip(mother - 44, 0, 16)
        eldest_possible = np.clip(mother - 18.5, 0.9, 17.99)
        spread = np.minimum((own - 1) * random.uniform(1.6, 4.0, len(own)), eldest_possible - 0.1)
        low = np.minimum(youngest_possible + spread, eldest_possible)
        eldest = low + (eldest_possible - low) * random.random(len(own))
        first = np.cumsum(own) - own
        place = np.arange(len(family)) - first[family]
        gap = (spread / np.maximum(own - 1, 1))[family]
        return eldest[family] - place * gap + random.normal(0, 0.15, len(family))

    def couples(self) -> None:
        """Find men for a share of the mothers and of the other women; such a couple is a new family."""
        random = self.random
        with_partner = np.flatnonzero(random.random(self.mothers) < assumed("partner_of_mother"))
        others = self.free(FEMALE)
        others = others[random.random(len(others)) < share_at("partner_of_other_woman", self.age[others])]
        self._found(others)
        families = np.concatenate((with_partner, np.arange(self.mothers, len(self.women))))
        men = self.free(MALE)
        men = men[choose(random, share_at("partnered_man", self.age[men]), len(families))]
        wished = self.age[self.women[families]] + random.normal(2.5, 3.0, len(families))
        families = families[np.argsort(wished)][len(families) - len(men) :]
        self.family[men] = families
        self.role[men] = SECOND_PARENT

    def _found(self, women: Array) -> None:
        self.family[women] = len(self.women) + np.arange(len(women))
        self.role[women] = FIRST_PARENT
        self.women = np.concatenate((self.women, women))

    def grown_up_children(self) -> None:
        """Let a share of the single young adults live with a mother of fitting age."""
        adults = self.free()
        adults = adults[self.random.random(len(adults)) < share_at("grown_up_at_home", self.age[adults])]
        mean, spread = assumed("years_to_a_parent")
        years = np.maximum(self.random.normal(mean, spread, len(adults)), LEAST_YEARS_TO_A_MOTHER + 1)
        self._join(adults, self.age[adults] + years, CHILD)

    def relatives(self) -> None:
        """Let a share of the single older people live with a family a generation younger or with any other."""
        adults = self.free()
        adults = adults[self.random.random(len(adults)) < share_at("relative_in_family", self.age[adults])]
        years = np.where(self.age[adults] >= 60, 27.0, 0.0) + self.random.normal(0, 5, len(adults))
        self._join(adults, np.maximum(self.age[adults] - years, 22), OTHER)

    def _join(self, persons: Array, woman_age: Array, role: int) -> None:
        """Put persons into families whose woman has about the age wished."""
        by_age = np.argsort(self.age[self.women], kind="stable")
        ages = self.age[self.women][by_age]
        if not len(ages):
            return
        wished = np.clip(np.rint(woman_age).astype(np.int64), ages[0], ages[-1])
        low, high = np.searchsorted(ages, wished), np.searchsorted(ages, wished, side="right")
        high = np.maximum(high, low + 1)
        place = np.minimum(low + (self.random.random(len(persons)) * (high - low)).astype(np.int64), len(ages) - 1)
        self.family[persons] = by_age[place]
        self.role[persons] = role

    def alone(self) -> None:
        """Let everybody else, and a child for whom there was no mother, live alone."""
        rest = np.flatnonzero(self.family < 0)
        self._found(rest)
        self.role[rest] = FIRST_PARENT

    def shuffled(self) -> People:
        """Return the people in order of families, families in an order of chance."""
        number = self.random.permutation(len(self.women))
        family = number[self.family]
        order = np.lexsort((-self.age, self.role, family))
        return People(family[order], self.role[order].astype(np.int8), self.age[order], self.sex[order])
