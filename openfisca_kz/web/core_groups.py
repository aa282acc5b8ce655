"""Reads who belongs to which family (or other group) in a situation of core's API."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from openfisca_kz.problems import nearest
from openfisca_kz.web.body import printable

if TYPE_CHECKING:
    from openfisca_kz.web.core_situation import CoreSituation


@dataclasses.dataclass
class Groups:
    """The groups of one kind: their names, what is told of each, and for each person the group and the role."""

    ids: list[str]
    facts: dict[str, dict[str, Any]]
    members: list[int]
    roles: list[Any]


def read_groups(reader: CoreSituation, entity: Any, data: Any, places: dict[str, int]) -> Groups:
    """Read the groups of one kind; a person in none has one alone, as in core.

    Args:
        reader: who notes the problems.
        entity: the kind of group.
        data: the groups by name; None where the request does not speak of them.
        places: the place of each person by name.

    """
    groups = Groups([], {}, [-1] * len(places), [None] * len(places))
    if data is not None and not isinstance(data, dict):
        reader.wrong([entity.plural], "`{key}`: an object with names is expected.", key=entity.plural)
        data = None
    reader.check_count("There are {count} families: at most {limit} can be asked about at once.", len(data or ()))
    for name, content in (data or {}).items():
        if not reader.named(entity, name, content):
            continue
        facts = dict(content)
        roles = {role.plural or role.key: role for role in entity.roles}
        listed = {word: _people(reader, [entity.plural, name, word], facts.pop(word, [])) for word in roles}
        if not any(listed.values()) and not reader.problems:
            names = ", ".join(roles)
            message = "{family} has no members: name at least one of {roles}."
            reader.wrong([entity.plural, name], message, family=printable(name), roles=names)
        for word, people in listed.items():
            _place(reader, groups, [entity.plural, name, word], roles[word], people, places)
        groups.facts[name] = facts
        groups.ids.append(name)
    first = entity.flattened_roles[0]
    for person, index in places.items():
        if groups.members[index] < 0:
            groups.members[index] = len(groups.ids)
            groups.roles[index] = first
            groups.ids.append(person)
    return groups


def _people(reader: CoreSituation, path: list[str], listed: Any) -> list[str]:
    people = listed if isinstance(listed, list) else [listed]
    names = [str(one) if isinstance(one, int) and not isinstance(one, bool) else one for one in people]
    if all(isinstance(name, str) for name in names):
        return names
    family, role = path[1:]
    reader.wrong(path, "{family}, {role}: a list of names of persons is expected.", family=printable(family), role=role)
    return []


def _place(
    reader: CoreSituation, groups: Groups, path: list[str], role: Any, people: list[str], places: dict[str, int]
) -> None:
    family, word = printable(path[1]), path[2]
    if role.max is not None and len(people) > role.max:
        message = "{family}, {role}: there can be {most}, not {count}."
        reader.wrong(path, message, family=family, role=word, most=role.max, count=len(people))
        return
    for position, person in enumerate(people):
        index = places.get(person)
        if index is None:
            message = "{family}, {role}: {person} is not among the persons: {hint}"
            near = nearest(printable(person), list(places)[:100])
            reader.wrong(path, message, family=family, role=word, person=printable(person), hint=near)
        elif groups.members[index] >= 0:
            message = "{person} stands in the families twice: each person has one place."
            reader.wrong(path, message, person=printable(person))
        else:
            groups.members[index] = len(groups.ids)
            groups.roles[index] = role.subroles[position] if role.subroles else role
