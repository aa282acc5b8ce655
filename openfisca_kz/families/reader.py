"""What every door that reads people by name has in common: names, facts, families, and the problems found."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from openfisca_kz.families.facts import is_fact
from openfisca_kz.families.rules import name_problem
from openfisca_kz.problems import MOST_PROBLEMS, InputError, Problem, TooLargeError, nearest, quoted

Path = tuple[str, ...]


# Said whole, or nobody finds the place.
_WHOLE = ("place", "source")


@dataclasses.dataclass(frozen=True)
class Limits:
    """How many people (and families), and different periods, may be told of at once."""

    people: int
    periods: int


@dataclasses.dataclass
class Groups:
    """The groups of one kind: their names, what is told of each, and for each person the group and the role.

    The group of a person who is in none is -1, the role None.
    """

    ids: list[str]
    facts: dict[str, dict[str, Any]]
    members: list[int]
    roles: list[Any]


class Reader:
    """Reads people and groups, and notes what is wrong with them."""

    def __init__(self, system: Any, limits: Limits | None = None) -> None:
        self.system = system
        self.limits = limits
        self.problems: list[Problem] = []
        self._periods: set[str] = set()

    # ----- Problems ----- #

    def wrong(self, path: Path, message: str, /, **values: Any) -> None:
        """Note a problem; give up where there are many."""
        told = {
            key: quoted(value) if isinstance(value, str) and key not in _WHOLE else value
            for key, value in values.items()
        }
        self.note(Problem(message, told, tuple(quoted(part) for part in path)))

    def note(self, problem: Problem) -> None:
        """Note a problem; give up where there are many."""
        self.problems.append(problem)
        if len(self.problems) >= MOST_PROBLEMS:
            self.give_up()

    def give_up(self) -> None:
        """Refuse what was told."""
        raise InputError(self.problems)

    def settle(self) -> None:
        """Refuse what was told if anything is wrong."""
        if self.problems:
            self.give_up()

    # ----- Limits ----- #

    def check_count(self, message: str, count: int) -> None:
        """Refuse more people or groups than there may be."""
        if self.limits is not None and count > self.limits.people:
            raise TooLargeError([Problem(message, {"count": count, "limit": self.limits.people})])

    def count_period(self, text: str) -> None:
        """Refuse more periods than there may be."""
        self._periods.add(text)
        if self.limits is not None and len(self._periods) > self.limits.periods:
            message = "There are more than {limit} periods: send the rest in another request."
            raise TooLargeError([Problem(message, {"limit": self.limits.periods})])

    # ----- Names and facts ----- #

    def named(self, path: Path, name: Any, content: Any) -> bool:
        """Return whether a person or group has a name and facts that can be used; note the problem if not."""
        problem = name_problem(name, tuple(quoted(part) for part in path))
        if problem is not None:
            self.note(problem)
        elif not isinstance(content, dict):
            self.wrong(path, "{name}: facts are expected, each under its name.", name=name)
        return problem is None and isinstance(content, dict)

    def fact(self, entity: Any, path: Path, name: str, fact: Any) -> Any:
        """Return the variable of what is told; None where there is none of the entity, which is noted."""
        variable = self.system.variables.get(fact) if isinstance(fact, str) else None
        if variable is not None and variable.entity.key == entity.key:
            return variable
        if variable is not None:
            where = Problem("a person" if variable.entity.is_person else "the family")
            self.wrong(path, "{name}: {fact} is given for {where}, not here.", name=name, fact=fact, where=where)
        elif str(fact).isdecimal():
            message = "{name}: there is no `{fact}`: write a number without commas, such as 320000."
            self.wrong(path, message, name=name, fact=fact)
        else:
            self.unknown(path, name, fact, self.hint(entity, fact))
        return None

    def unknown(self, path: Path, name: str, fact: Any, hint: Problem) -> None:
        """Note a fact that there is not."""
        self.wrong(path, "{name}: there is no `{fact}`: {hint}", name=name, fact=fact, hint=hint)

    def hint(self, entity: Any, fact: Any) -> Problem:
        """Return the nearest right name to that of a fact."""
        own = [one for one in self.system.variables.values() if one.entity.key == entity.key]
        known = [one.name for one in own if is_fact(one)] or [one.name for one in own]
        known += [] if entity.is_person else [role.plural or role.key for role in entity.roles]
        near, farther = nearest(fact, known), nearest(fact, [one.name for one in own])
        return near if "name" in near.values or "name" not in farther.values else farther

    # ----- Groups ----- #

    def groups(self, entity: Any, data: Mapping[str, Any], places: Mapping[str, int], root: Path) -> Groups:
        """Read who belongs to which family, or other group."""
        groups = Groups([], {}, [-1] * len(places), [None] * len(places))
        roles = {role.plural or role.key: role for role in entity.roles}
        for name, content in data.items():
            path = root if root[-1:] == (name,) else (*root, str(name))
            if not self.named(path, name, content):
                continue
            facts = dict(content)
            listed = {word: self._members((*path, word), name, facts.pop(word, None)) for word in roles}
            if not any(listed.values()) and not self.problems:
                message = "{family} has no members: name at least one of {roles}."
                self.wrong(path, message, family=name, roles=", ".join(roles))
            for word, people in listed.items():
                self._place(groups, (*path, word), name, roles[word], people, places)
            groups.facts[name] = facts
            groups.ids.append(name)
        return groups

    def _members(self, path: Path, family: str, listed: Any) -> list[str]:
        people = [] if listed is None else listed if isinstance(listed, list) else [listed]
        names = [str(one) if isinstance(one, int) and not isinstance(one, bool) else one for one in people]
        if all(isinstance(name, str) for name in names):
            return names
        message = "{family}, {role}: a list of names of persons is expected."
        self.wrong(path, message, family=family, role=path[-1])
        return []

    def _place(
        self, groups: Groups, path: Path, family: str, role: Any, people: Sequence[str], places: Mapping[str, int]
    ) -> None:
        word = path[-1]
        if role.max is not None and len(people) > role.max:
            message = "{family}, {role}: there can be {most}, not {count}."
            self.wrong(path, message, family=family, role=word, most=role.max, count=len(people))
            return
        for position, person in enumerate(people):
            index = places.get(person)
            if index is None:
                message = "{family}, {role}: {person} is not among the persons: {hint}"
                near = nearest(person, list(places)[:100])
                self.wrong(path, message, family=family, role=word, person=person, hint=near)
            elif groups.members[index] >= 0:
                message = "{person} appears in the families twice: each person has one place."
                self.wrong(path, message, person=person)
            else:
                groups.members[index] = len(groups.ids)
                groups.roles[index] = role.subroles[position] if role.subroles else role
