"""What screening takes for granted while nobody says otherwise, and what a right paid once is (``domains.yaml``)."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from openfisca_core.periods import Period

from openfisca_kz.base import MONTHS_IN_YEAR
from openfisca_kz.engine.open.facts import Missing, missing_facts
from openfisca_kz.entities import Person
from openfisca_kz.families.family import Situation
from openfisca_kz.variables.facts.identity import Sex

_FILE = Path(__file__).with_name("domains.yaml")
_ANY = "*"


@dataclasses.dataclass(frozen=True)
class Presumption:
    """Facts that keep their harmless value while nobody tells them, and why; bounds in completed years."""

    because: str
    facts: tuple[str, ...]
    younger_than: int | None = None
    older_than: int | None = None
    sex: str | None = None

    def covers(self, fact: str) -> bool:
        """Return whether a fact is among those presumed."""
        return any(fact == name or (name.startswith(_ANY) and fact.endswith(name[1:])) for name in self.facts)

    def holds_for(self, age: int, sex: str | None) -> bool:
        """Return whether it is presumed of a person of this age and, where known, sex."""
        if self.sex is not None and self.sex != sex:
            return False
        if self.younger_than is not None and age >= self.younger_than:
            return False
        return self.older_than is None or age > self.older_than


@functools.cache
def presumptions() -> tuple[Presumption, ...]:
    """Return the presumptions in their order: the first that covers a fact gives its reason."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["assumed"]
    return tuple(Presumption(**{**entry, "facts": tuple(entry["facts"])}) for entry in raw)


@functools.cache
def paid_once() -> frozenset[str]:
    """Return the rights that are paid once and not every month."""
    return frozenset(yaml.safe_load(_FILE.read_text(encoding="utf-8"))["once"])


def assumptions(situation: Situation, month: Period, system: Any) -> dict[Missing, str]:
    """Return the missing facts that are taken for granted, each with the reason.

    Args:
        situation: the people, as ``read_family`` returns them.
        month: the month asked.
        system: the law or a reform of it.

    """
    ages = [situation.age_in_months(index, month) // MONTHS_IN_YEAR for index in range(len(situation.persons))]
    sexes = _sexes(situation)
    found: dict[Missing, str] = {}
    by_fact = {name: _covering(name) for name in {name for name, _ in missing_facts(situation, system)}}
    for name, index in missing_facts(situation, system):
        personal = system.variables[name].entity.key == Person.key
        for presumption in by_fact[name]:
            if not personal or presumption.holds_for(ages[index], sexes[index]):
                found[name, index] = presumption.because
                break
    return found


@functools.cache
def _covering(fact: str) -> tuple[Presumption, ...]:
    return tuple(presumption for presumption in presumptions() if presumption.covers(fact))


def _sexes(situation: Situation) -> list[str | None]:
    told = situation.given.get("sex")
    if told is None:
        return [None] * len(situation.persons)
    mask, values = told.at(None)
    members: Iterable[Any] = list(Sex)
    names = [member.name for member in members]
    return [names[int(value)] if known else None for known, value in zip(mask, np.asarray(values), strict=True)]
