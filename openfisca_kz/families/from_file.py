"""Family files: a family as a person writes it, checked whole, and the simulation it stands for.

A family file says who the people are. A plain value holds in every month; a mapping gives it by month, and
``otherwise`` in it holds in all other months::

    family: {first_parent: Aigerim, children: [Alikhan], region: shymkent_city}
    persons:
      Aigerim:
        birth_date: 1998-03-12
        sex: female
        salary: {2026-01: 280000, otherwise: 300000}
      Alikhan:
        birth_date: 2026-05-14
"""

from __future__ import annotations

import datetime
import functools
import re
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from openfisca_core.indexed_enums import Enum

from openfisca_kz.base import ETERNITY, MONTH, YEAR, RefusedValueError
from openfisca_kz.engine.system import CountryTaxBenefitSystem
from openfisca_kz.entities import Family, Person
from openfisca_kz.families.family import Given, Situation
from openfisca_kz.problems import InputError, Problem, is_month, nearest, refuse

OTHERWISE = "otherwise"

_ROLES = ("first_parent", "second_parent", "children", "others")
_TYPE_NAMES = {
    bool: "true or false",
    float: "a number",
    int: "a whole number",
    datetime.date: "a date YYYY-MM-DD",
}


class _Loader(yaml.SafeLoader):
    """YAML whose dates stay text (a day that does not exist is our sentence to say) and whose keys are unique."""


_Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _unique_mapping(loader: _Loader, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
    seen = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, (str, int, float, bool)):
            raise yaml.constructor.ConstructorError(None, None, "a name was expected", key_node.start_mark)
        if key in seen:
            raise refuse(
                "{name} is written twice (line {line}): give each person and each fact once, under its own name.",
                name=key,
                line=key_node.start_mark.line + 1,
            )
        seen.add(key)
    return yaml.SafeLoader.construct_mapping(loader, node, deep)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


@functools.cache
def default_system() -> CountryTaxBenefitSystem:
    """Return the law, built once in this process."""
    return CountryTaxBenefitSystem()


def read_family(path: str | Path, system: Any = None) -> Situation:
    """Read a family file.

    Args:
        path: a YAML file in UTF-8.
        system: the law or a reform of it; the law if not given.

    Raises:
        InputError: with one sentence for each thing that is wrong.

    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise refuse("There is no file {path}.", path=path) from None
    except OSError as error:
        raise refuse("{path} cannot be read: {reason}.", path=path, reason=error.strerror) from None
    return situation(parse_family(content, path), system, source=str(path))


def parse_family(content: bytes, path: str | Path | Problem) -> Any:
    """Return what the text of a family file says, not yet checked.

    Args:
        content: YAML (or JSON) in UTF-8.
        path: what to call it in messages.

    Raises:
        InputError: it is not UTF-8 or not YAML, or says a thing twice.

    """
    try:
        return yaml.load(content.decode("utf-8-sig"), Loader=_Loader)
    except UnicodeDecodeError as error:
        raise refuse(
            "{path} is not in UTF-8 (byte {position}): save it as UTF-8.", path=path, position=error.start
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, InputError):
            raise
        mark = getattr(error, "problem_mark", None)
        raise refuse(
            "{path} is not YAML (line {line}): {reason}.",
            path=path,
            line=mark.line + 1 if mark else "?",
            reason=getattr(error, "problem", None) or "it cannot be read",
        ) from None


def situation(data: Any, system: Any = None, source: str = "the family") -> Situation:
    """Check the description of a family and return it ready to be calculated.

    Args:
        data: what a family file holds: ``persons``, and ``family`` or ``families``.
        system: the law or a reform of it.
        source: what to call it in messages.

    Raises:
        InputError: with one sentence for each thing that is wrong.

    """
    return _Reader(system or default_system(), source).read(data)


class _Reader:
    def __init__(self, system: Any, source: str) -> None:
        self.system = system
        self.source = source
        self.problems: list[Problem] = []

    def wrong(self, message: str, **values: Any) -> None:
        self.problems.append(Problem(message, values))

    def read(self, data: Any) -> Situation:
        persons, families = self._shape(data)
        given: dict[str, Given] = {}
        names = list(persons)
        for name, facts in persons.items():
            self._facts(Person.key, name, names, facts, given)
        members: dict[str, tuple[str, str]] = {}
        family_names = list(families)
        for name, content in families.items():
            facts = self._members(name, content, names, members)
            self._facts(Family.key, name, family_names, facts, given)
        for name in names:
            if name not in members and not self.problems:
                self.wrong(
                    "{person} is in no family: write the name under first_parent, children or others.",
                    person=name,
                )
        if not self.problems:
            self._births(names, members, given)
        if self.problems:
            raise InputError(self.problems)
        return Situation(
            system=self.system,
            source=self.source,
            persons=tuple(names),
            families=tuple(family_names),
            family_of=np.array([family_names.index(members[name][0]) for name in names], dtype=np.int32),
            roles=tuple(members[name][1] for name in names),
            given=given,
        )

    def _shape(self, data: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        if not isinstance(data, dict):
            raise refuse("{source} does not describe a family: it needs `persons:` and `family:`.", source=self.source)
        allowed = ("persons", "family", "families")
        for key in data:
            if key not in allowed:
                self.wrong(
                    "{source}: there is no `{key}`: {hint}",
                    source=self.source,
                    key=key,
                    hint=nearest(key, allowed),
                )
        persons = data.get("persons")
        families = {"family": data["family"]} if "family" in data else data.get("families")
        if not isinstance(persons, dict) or not persons:
            self.wrong(
                "{source}: `persons:` is missing: name each person and say the birth date.",
                source=self.source,
            )
            persons = {}
        if not isinstance(families, dict) or not families or ("family" in data and "families" in data):
            self.wrong(
                "{source}: `family:` is missing: say who is first_parent, second_parent, children, others.",
                source=self.source,
            )
            families = {}
        for kind in (persons, families):
            for name, content in list(kind.items()):
                if not isinstance(name, str) or not name.strip() or "/" in name:
                    self.wrong("{name}: a name is text without a slash.", name=repr(name))
                    kind.pop(name)
                elif content is not None and not isinstance(content, dict):
                    self.wrong("{name}: facts are expected, such as `birth_date: 1990-01-31`.", name=name)
                    kind.pop(name)
        if self.problems:
            raise InputError(self.problems)
        return persons, families

    def _members(
        self,
        family: str,
        content: dict[str, Any] | None,
        names: list[str],
        members: dict[str, tuple[str, str]],
    ) -> dict[str, Any]:
        facts = dict(content or {})
        found = False
        for role in _ROLES:
            listed = facts.pop(role, None)
            people = [] if listed is None else listed if isinstance(listed, list) else [listed]
            found = found or bool(people)
            if role in ("first_parent", "second_parent") and len(people) > 1:
                self.wrong(
                    "{family}: {role} is one person, not {count}: a second one is second_parent, others are `others`.",
                    family=family,
                    role=role,
                    count=len(people),
                )
            for person in people:
                if person not in names:
                    self.wrong(
                        "{family}, {role}: {person} is not among the persons: {hint}",
                        family=family,
                        role=role,
                        person=person,
                        hint=nearest(person, names),
                    )
                elif person in members:
                    self.wrong("{person} stands in the families twice: each person has one place.", person=person)
                else:
                    members[person] = (family, {"children": "child", "others": "other"}.get(role, role))
        if not found:
            self.wrong(
                "{family} has no members: name at least one of {roles}.",
                family=family,
                roles=", ".join(_ROLES),
            )
        return facts

    def _facts(
        self,
        entity: str,
        name: str,
        names: list[str],
        facts: dict[str, Any] | None,
        given: dict[str, Given],
    ) -> None:
        facts = facts or {}
        if entity == Person.key and "birth_date" not in facts:
            self.wrong("{person}: birth_date is missing: write it as `birth_date: 1990-01-31`.", person=name)
        for fact, value in facts.items():
            variable = self.system.variables.get(fact)
            if variable is None or variable.entity.key != entity:
                self._unknown(entity, name, fact, variable)
                continue
            for period, single in self._by_period(name, variable, value):
                stored = self._value(name, variable, period, single)
                if stored is not None:
                    holder = given.setdefault(fact, Given(variable, len(names)))
                    holder.put(period, names.index(name), stored)

    def _unknown(self, entity: str, name: str, fact: Any, variable: Any) -> None:
        if variable is not None:
            where = "the family" if entity == Person.key else "a person"
            self.wrong("{name}: {fact} is said of {where}, not here.", name=name, fact=fact, where=Problem(where))
            return
        known = [v.name for v in self.system.variables.values() if v.entity.key == entity]
        if entity == Family.key:
            known.extend(_ROLES)
        self.wrong("{name}: there is no `{fact}`: {hint}", name=name, fact=fact, hint=nearest(fact, known))

    def _by_period(self, name: str, variable: Any, value: Any) -> list[tuple[str | None, Any]]:
        if not isinstance(value, dict):
            return [(None, value)]
        pairs: list[tuple[str | None, Any]] = []
        for key, single in value.items():
            text = str(key)
            if text == OTHERWISE or (text.upper() == "ETERNITY" and variable.definition_period == ETERNITY):
                pairs.append((None, single))
            elif (variable.definition_period == MONTH and is_month(text)) or (
                variable.definition_period == YEAR and re.fullmatch(r"\d{4}", text)
            ):
                pairs.append((text, single))
            else:
                right = {MONTH: "a month such as 2026-06", YEAR: "a year such as 2026"}
                self.wrong(
                    "{name}, {fact}: {period} is not a period of it: {right} is, or `otherwise`.",
                    name=name,
                    fact=variable.name,
                    period=text,
                    right=Problem(right.get(variable.definition_period, "one value without a period")),
                )
        return pairs

    def _value(self, name: str, variable: Any, period: str | None, value: Any) -> Any:
        place = f"{name}, {variable.name}" + (f", {period}" if period else "")
        if value is None:
            self.wrong("{place}: a value is missing; leave the line out if it is not known.", place=place)
            return None
        try:
            if variable.value_type is datetime.date:
                return np.datetime64(datetime.date.fromisoformat(str(value)))
            if variable.value_type is Enum:
                if isinstance(value, bool):
                    value = "none" if value is False else str(value)  # YAML reads an unquoted `no` as false
                if isinstance(value, str) and value not in variable.possible_values.__members__:
                    self.wrong(
                        "{place}: {value} is not one of its values: {hint}",
                        place=place,
                        value=value,
                        hint=nearest(value, list(variable.possible_values.__members__), show=True),
                    )
                    return None
            elif isinstance(value, (str, list, dict)):
                raise TypeError
            if variable.value_type is int and isinstance(value, float) and not value.is_integer():
                raise TypeError
            return variable.check_set_value(value)
        except (TypeError, ValueError, OverflowError) as error:
            if isinstance(error, RefusedValueError):
                self.wrong("{place}: {reason}", place=place, reason=Problem(error.message, error.values))
            else:
                self.wrong(
                    "{place}: {value} is not {right}.",
                    place=place,
                    value=value,
                    right=Problem(_TYPE_NAMES.get(variable.value_type, "a name")),
                )
            return None

    def _births(self, names: list[str], members: dict[str, tuple[str, str]], given: dict[str, Given]) -> None:
        _, births = given["birth_date"].at(None)
        born = dict(zip(names, births, strict=True))
        for child in names:
            family, role = members[child]
            if role != "child":
                continue
            for parent in names:
                if (
                    members[parent][0] == family
                    and members[parent][1].endswith("parent")
                    and born[parent] >= born[child]
                ):
                    self.wrong(
                        "{child}, birth_date: {child_born} is not after the birth of {parent} ({parent_born}), "
                        "who stands as a parent: correct a date or a place in the family.",
                        child=child,
                        child_born=born[child],
                        parent=parent,
                        parent_born=born[parent],
                    )
