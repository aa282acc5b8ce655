"""What screening takes for granted while nobody says otherwise, and what a right paid once is (``domains.yaml``)."""

from __future__ import annotations

import dataclasses
import datetime
import functools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core.periods import Period

from openfisca_kz.base import MONTHS_IN_YEAR
from openfisca_kz.engine.open.facts import Missing, everything_below, missing_facts
from openfisca_kz.entities import Person
from openfisca_kz.families.family import Situation
from openfisca_kz.families.variants import beside, changed
from openfisca_kz.variables.facts.identity import Sex
from openfisca_kz.yaml_files import read_yaml

_FILE = Path(__file__).with_name("domains.yaml")
_ANY = "*"
_HEADS, _CHILD = ("first_parent", "second_parent"), "child"

#: The least and the most of a figure, and what it rests on that was not told.
Span = tuple[float, float, tuple[Missing, ...]]

#: Beside a figure that may only stand in for one that is not known: its bounds.
LEAST, MOST = "_at_least", "_at_most"


@dataclasses.dataclass(frozen=True)
class Presumption:
    """Facts that keep their harmless value while nobody tells them, and why; ages in completed years.

    ``opens`` marks an event that may well have happened to an ordinary family (a death, an adoption, a move) with the
    rights that are about it: it never excludes one of them. Once something of the event is told, or one of the facts
    ``after``, nothing of it is presumed any more of the family; of that person alone where it is ``of_each``.
    ``beside`` narrows it to those of whom another fact is told to hold in the month. ``by_birth`` is what a child has
    from its parents: not presumed of a child all of whose parents in the family were told to be otherwise.
    """

    because: str
    facts: tuple[str, ...]
    opens: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    younger_than: int | None = None
    older_than: int | None = None
    born_after: datetime.date | None = None
    sex: str | None = None
    of_each: bool = False
    beside: str | None = None
    of_one: bool = False
    by_birth: bool = False

    def covers(self, fact: str) -> bool:
        """Return whether a fact is among those presumed."""
        return any(fact == name or (name.startswith(_ANY) and fact.endswith(name[1:])) for name in self.facts)

    @property
    def bounded(self) -> bool:
        """Return whether age or sex settles it."""
        return any(each is not None for each in (self.younger_than, self.older_than, self.born_after, self.sex))

    def holds_for(self, age: int, born: datetime.date, sex: str | None) -> bool:
        """Return whether it is presumed of a person of this age, birth date and, where known, sex."""
        if self.sex is not None and self.sex != sex:
            return False
        if self.born_after is not None and born <= self.born_after:
            return False
        if self.younger_than is not None and age >= self.younger_than:
            return False
        return self.older_than is None or age > self.older_than


@functools.cache
def presumptions() -> tuple[Presumption, ...]:
    """Return the presumptions in their order: the first that covers a fact gives its reason."""
    raw = read_yaml(_FILE)["assumed"]
    lists = [{name: tuple(entry.get(name, ())) for name in ("facts", "after", "opens")} for entry in raw]
    return tuple(Presumption(**{**entry, **own}) for entry, own in zip(raw, lists, strict=True))


@functools.cache
def paid_once() -> frozenset[str]:
    """Return the rights that are paid once and not every month."""
    return frozenset(read_yaml(_FILE)["once"])


@functools.cache
def of_one() -> frozenset[str]:
    """Return the facts that only one member of a family can have: told of one, they are presumed not of the others."""
    return frozenset(fact for presumption in presumptions() if presumption.of_one for fact in presumption.facts)


@functools.cache
def steps() -> dict[str, tuple[str, ...]]:
    """Return the facts that are acts of the applicant on applying, each with the rights that it opens."""
    raw = read_yaml(_FILE)["steps"]
    return {fact: tuple(rights) for fact, rights in raw.items()}


@functools.cache
def needed() -> dict[str, frozenset[str]]:
    """Return the facts without which a sum on what was told says nothing, where they are likely, with the rights."""
    return {fact: frozenset(rights) for fact, rights in read_yaml(_FILE)["needed"].items()}


def told_instead(situation: Situation, fact: Missing) -> bool:
    """Return whether another fact from which the same sum follows was told of who holds this one."""
    name, index = fact
    others = (other for names in read_yaml(_FILE)["instead"] if name in names for other in names if other != name)
    told = (situation.given[other] for other in others if other in situation.given)
    return any(mask[index] for given in told for mask in given.told.values())


def stand_ins(situation: Situation, month: Period, system: Any, plain: Any) -> dict[Missing, Span]:
    """Return the figures for which a nearby one stands in, each with the least and the most it may be in truth.

    It rests on whatever it is reckoned from that was not told; without its place told it may be that of any place.

    Args:
        situation: the people, as ``read_family`` returns them.
        month: the month asked.
        system: the law or a reform of it.
        plain: a simulation of what was told.

    """
    found: dict[Missing, Span] = {}
    for fact, stand_in in read_yaml(_FILE)["stand_ins"].items():
        bounds, by = [stand_in["figure"] + end for end in (LEAST, MOST)], stand_in["by"]
        if not {fact, by, *bounds} <= system.variables.keys():
            continue
        below = [name for name in everything_below(system, stand_in["figure"]) if not system.variables[name].formulas]
        untold = {name: ~_told(situation, name, month) for name in below}
        anywhere, open_ = plain, np.flatnonzero(untold[by]).tolist()
        if open_:
            places = [place.name for place in system.variables[by].possible_values]
            copies = [changed({(by, index): place for index in open_}) for place in places]
            anywhere = beside(plain, situation, copies)
        least, most = (anywhere.calculate(bound, month).reshape(-1, len(situation.families)) for bound in bounds)
        for index in np.flatnonzero((least < most).any(axis=0)).tolist():
            rests_on = tuple((name, index) for name in below if untold[name][index])
            found[fact, index] = (least[:, index].min(), most[:, index].max(), rests_on)
    return found


def _told(situation: Situation, fact: str, month: Period) -> Any:
    """Return of which families a fact is told for a month."""
    told = situation.given.get(fact)
    return np.zeros(len(situation.families), dtype=bool) if told is None else told.at(str(month))[0]


def assumptions(situation: Situation, month: Period, system: Any) -> dict[Missing, Presumption]:
    """Return the missing facts that are taken for granted, each with what presumes it.

    Args:
        situation: the people, as ``read_family`` returns them.
        month: the month asked.
        system: the law or a reform of it.

    """
    ages = [situation.age_in_months(index, month) // MONTHS_IN_YEAR for index in range(len(situation.persons))]
    births = np.asarray(situation.given["birth_date"].values[None], dtype="datetime64[D]").tolist()
    sexes = sexes_of(situation)
    happened = _happened(situation)
    found: dict[Missing, Presumption] = {}
    by_fact = {name: _covering(name) for name in {name for name, _ in missing_facts(situation, system)}}
    for name, index in missing_facts(situation, system):
        personal = system.variables[name].entity.key == Person.key
        family = int(situation.family_of[index]) if personal else index
        for presumption in by_fact[name]:
            if personal and not presumption.holds_for(ages[index], births[index], sexes[index]):
                continue
            if presumption.beside is not None and not _holds(situation, presumption.beside, month)[index]:
                continue
            if presumption.by_birth and index in _children_of_others(situation, name, month):
                continue
            if presumption.of_one and family not in happened.get(presumption, ()):
                continue
            if presumption.of_one or (index if presumption.of_each and personal else family) not in happened.get(
                presumption, ()
            ):
                found[name, index] = presumption
                break
    return found


def _happened(situation: Situation) -> dict[Presumption, set[int]]:
    """Return for each presumed event the families, or the persons, of whom something of it was told."""
    found: dict[Presumption, set[int]] = {}
    for presumption in presumptions():
        for name in (*(presumption.facts if presumption.opens or presumption.of_one else ()), *presumption.after):
            told = situation.given.get(name)
            if told is None:
                continue
            usual = np.asarray(told.variable.default_array(1))[0]
            for period, mask in told.told.items():
                for index in np.flatnonzero(mask & (told.values[period] != usual)):
                    alone = presumption.of_each or not told.variable.entity.is_person
                    found.setdefault(presumption, set()).add(int(index if alone else situation.family_of[index]))
    return found


def _children_of_others(situation: Situation, fact: str, month: Period) -> set[int]:
    """Return the children all of whose parents in the family were told to have something else than the usual."""
    told = situation.given.get(fact)
    if told is None:
        return set()
    mask, values = told.at(str(month))
    otherwise = mask & (np.asarray(values) != np.asarray(told.variable.default_array(1))[0])
    roles = np.array(situation.roles)
    heads = np.isin(roles, _HEADS)
    found = set(situation.family_of[heads & otherwise].tolist()) - set(situation.family_of[heads & ~otherwise].tolist())
    return {index for index in np.flatnonzero(roles == _CHILD).tolist() if int(situation.family_of[index]) in found}


@functools.cache
def _covering(fact: str) -> tuple[Presumption, ...]:
    """Return what presumes a fact: what age or sex settles comes before what an event may change."""
    found = [presumption for presumption in presumptions() if presumption.covers(fact)]
    return tuple(sorted(found, key=lambda presumption: not presumption.bounded))


def _holds(situation: Situation, fact: str, month: Period) -> Any:
    """Return of which persons it is told that a fact is more than nothing in a month."""
    told = situation.given.get(fact)
    if told is None:
        return np.zeros(len(situation.persons), dtype=bool)
    mask, values = told.at(str(month))
    return mask & (np.asarray(values) > 0)


def sexes_of(situation: Situation) -> list[str | None]:
    """Return the sex of each person, None where it was not told."""
    told = situation.given.get("sex")
    if told is None:
        return [None] * len(situation.persons)
    mask, values = told.at(None)
    members: Iterable[Any] = list(Sex)
    names = [member.name for member in members]
    return [names[int(value)] if known else None for known, value in zip(mask, np.asarray(values), strict=True)]
