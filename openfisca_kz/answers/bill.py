"""What a bill changes in the law: figures and rules, before and after."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from openfisca_kz.engine.bills import UPON, find_reform
from openfisca_kz.engine.figures import leaves
from openfisca_kz.engine.formulas import named_by
from openfisca_kz.engine.system import LawSystem
from openfisca_kz.services.rights_and_duties import duties_of, paid_by_state, rights_of


@dataclasses.dataclass(frozen=True)
class FigureChange:
    """A figure that has another value from a day on; None where it has no value."""

    path: str
    label: str
    unit: str
    since: str
    before: float | None
    after: float | None


@dataclasses.dataclass(frozen=True)
class RuleChange:
    """A rule that a bill replaces, adds or removes, with the places in the law or bill that it rests on."""

    kind: str  # replaced, added, removed
    variable: str
    label: str
    since: str | None
    law: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class BillChanges:
    """All that a bill changes."""

    name: str
    title: str
    titles: tuple[str, ...]  # of each bill, where several apply one upon another
    summary: str
    figures: tuple[FigureChange, ...]
    rules: tuple[RuleChange, ...]
    money: bool  # whether anything that is paid or owed rests on what changes
    unread: tuple[str, ...]  # what the bill adds and nothing reads

    @property
    def nothing(self) -> bool:
        """Whether the bill changes nothing at all."""
        return not (self.figures or self.rules)

    @property
    def first_day(self) -> str | None:
        """The first day of anything that it changes; None where some of that has no day."""
        days = [*(figure.since for figure in self.figures), *(rule.since for rule in self.rules)]
        return min((day for day in days if day is not None), default=None) if None not in days else None


def changes_of(name: str, law: LawSystem) -> BillChanges:
    """Return what a bill changes."""
    return changes_between(law, find_reform(name)(law), name)


def changes_one_by_one(name: str, law: LawSystem) -> list[BillChanges]:
    """Return what each of several bills changes in the law as those before it leave it; nothing of a single bill."""
    found, names = [], [part.strip() for part in name.split(UPON)]
    for part in names if len(names) > 1 else ():
        bill = find_reform(part)(law)
        found.append(changes_between(law, bill, part))
        law = bill
    return found


def changes_between(law: LawSystem, bill: LawSystem, name: str) -> BillChanges:
    """Return what a bill changes that is applied already."""
    summary = " ".join((type(bill).__doc__ or "").split())
    titles = bill.names or (bill.name,)
    figures, rules = tuple(_figures(law, bill)), tuple(_rules(law, bill))
    read = {name: named_by(variable) for name, variable in bill.variables.items()}
    entries = {*rights_of(bill), *duties_of(bill), *paid_by_state(bill)}
    entries |= {*rights_of(law), *duties_of(law), *paid_by_state(law)}
    named = set().union(*read.values())
    unread = [rule.variable for rule in rules if rule.kind == "added" and rule.variable not in named | entries]
    touched = {rule.variable for rule in rules if rule.variable not in unread}
    ends = {part for figure in figures for part in figure.path.replace("[", ".").split(".")[-2:]}
    money = bool(entries & _resting_on(touched, ends, read))
    return BillChanges(name, str(bill.name), titles, summary, figures, rules, money, tuple(unread))


def _resting_on(variables: set[str], figures: set[str], read: Mapping[str, frozenset[str]]) -> set[str]:
    """Return the variables that rest on some variables or on figures of these names, rather too many than too few."""
    found = variables | {name for name, names in read.items() if names & figures}
    new = set(found)
    while new:
        new = {name for name, names in read.items() if names & new} - found
        found |= new
    return found


def _figures(law: LawSystem, bill: LawSystem) -> Iterator[FigureChange]:
    if law.parameters is bill.parameters:
        return
    before = {leaf.name: leaf for leaf in leaves(law.parameters)}
    for leaf in leaves(bill.parameters):
        old = before.get(leaf.name)
        days = {value.instant_str for value in leaf.values_list}
        days |= {value.instant_str for value in old.values_list} if old is not None else set()
        last: tuple[Any, Any] | None = None
        for day in sorted(days):
            was, now = (old.get_at_instant(day) if old is not None else None), leaf.get_at_instant(day)
            if was != now and (was, now) != last:
                unit = str(leaf.metadata.get("unit") or "")
                yield FigureChange(leaf.name, leaf.description or leaf.name, unit, day, was, now)
            last = (was, now)


def _rules(law: LawSystem, bill: LawSystem) -> Iterator[RuleChange]:
    for name, variable in bill.variables.items():
        old = law.variables.get(name)
        if old is variable:
            continue
        references = tuple(variable.reference or ())
        if old is None:
            yield RuleChange("added", name, variable.label or name, next(iter(variable.formulas), None), references)
        elif variable.is_neutralized and not old.is_neutralized:
            yield RuleChange("removed", name, old.label or name, None, tuple(old.reference or ()))
        elif variable.end != old.end and variable.end is not None:
            since = (variable.end + datetime.timedelta(days=1)).isoformat()
            yield RuleChange("removed", name, old.label or name, since, tuple(old.reference or ()))
        elif dict(variable.formulas) != dict(old.formulas):
            days = {*variable.formulas, *old.formulas}
            since = min(day for day in days if variable.formulas.get(day) != old.formulas.get(day))
            yield RuleChange("replaced", name, variable.label or name, since, references)
    for name in law.variables.keys() - bill.variables.keys():
        yield RuleChange("removed", name, law.variables[name].label or name, None, ())
