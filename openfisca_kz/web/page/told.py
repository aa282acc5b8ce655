"""What a person has told so far: it travels with every page, and nothing is kept here."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import json
from pathlib import Path
from typing import Any

import yaml

from openfisca_kz.families.family import Situation
from openfisca_kz.families.from_file import OTHERWISE, parse_family
from openfisca_kz.problems import InputError, Problem, refuse
from openfisca_kz.web.answers import BAD_REQUEST, RefusedError, refused
from openfisca_kz.web.body import parse
from openfisca_kz.web.config import Config
from openfisca_kz.web.family_request import FAMILY, FamilyRequest

#: Bytes of a family file that is opened, and things said in it.
MOST_BYTES = 65_536
MOST_NODES = 20_000

#: The examples, and the month each is shown for.
EXAMPLES = {
    "newborn": "2026-06",
    "four_children": "2026-06",
    "pensioners": "2026-06",
    "foreign_employee": "2026-06",
}

#: What the comments of the examples say beside their facts.
_ALSO: dict[str, dict[str, dict[str, Any]]] = {
    "newborn": {"Aigerim": {"salary": 0, "social_insurance_months": 0}},
    "four_children": {"Gulnara": {"salary": 0, "social_insurance_months": 0}},
}

_DIRECTORY = Path(__file__).parents[2] / "situations"

_ROLES = ("first_parent", "second_parent", "children", "others")


@dataclasses.dataclass
class Told:
    """A family as a family file has it, with one family, and the month asked."""

    month: str
    persons: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)
    family: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The people in the order of the family."""
        return [name for role in _ROLES for name in self.members(role)]

    def members(self, role: str) -> list[str]:
        """Return who has a role."""
        listed = self.family.get(role)
        return [] if listed is None else [listed] if isinstance(listed, str) else list(listed)

    def holder(self, person: bool, index: int) -> dict[str, Any]:
        """Return the facts of a person by place, or of the family, ready to be added to."""
        return self.persons[list(self.persons)[index]] if person else self.family

    def tell(self, facts: dict[str, Any], fact: str, value: Any) -> None:
        """Tell a fact; one told by month keeps its months."""
        before = facts.get(fact)
        facts[fact] = {**before, OTHERWISE: value} if isinstance(before, dict) else value

    def untell(self, facts: dict[str, Any], fact: str) -> None:
        """Make a fact unknown again; one told by month stays."""
        if not isinstance(facts.get(fact), dict):
            facts.pop(fact, None)

    def data(self) -> dict[str, Any]:
        """Return the family as a family file has it."""
        return {"family": self.family, "persons": self.persons}

    def hidden(self) -> str:
        """Return all of it as the text of a hidden field; empty while nobody is described."""
        return "" if not self.persons else json.dumps(self.data(), ensure_ascii=False, separators=(",", ":"))

    def read(self, system: Any, config: Config) -> Situation:
        """Return the people and families, checked; births after the month are not looked for.

        Raises:
            RefusedError: something is wrong with them.

        """
        return FamilyRequest(system, config, copy.deepcopy(self.data()), FAMILY).family()

    def situation(self, system: Any, config: Config) -> Situation:
        """Return the family ready to be calculated.

        Raises:
            RefusedError: something is wrong with it.
            InputError: somebody is born after the month.

        """
        family = self.read(system, config)
        family.simulation(self.month)
        return family


def this_month() -> str:
    """Return the month of today."""
    return datetime.date.today().strftime("%Y-%m")


def from_hidden(text: str, month: str) -> Told:
    """Return what a hidden field says.

    Raises:
        RefusedError: somebody wrote something else into it.

    """
    return _told(parse(text.encode("utf-8", "replace")), month)


def from_example(name: str) -> Told:
    """Return one of ``EXAMPLES``."""
    told = from_file((_DIRECTORY / f"{name}.yaml").read_bytes(), EXAMPLES[name])
    for person, facts in _ALSO.get(name, {}).items():
        told.persons[person] = {**facts, **told.persons[person]}
    return told


def from_file(content: bytes, month: str) -> Told:
    """Return the family of a family file, YAML or JSON.

    Raises:
        InputError: it is no such file, or too large.
        RefusedError: it describes no family, or several.

    """
    if len(content) > MOST_BYTES:
        raise refuse("A family file has at most {limit} kB: this one is larger.", limit=MOST_BYTES // 1024)
    return _told(parse_family(content, Problem("The file")), month)


def _told(data: Any, month: str) -> Told:
    if not isinstance(data, dict) or _nodes(data) > MOST_NODES:
        raise _no_family()
    several = data.get("families")
    families = list(several.values()) if isinstance(several, dict) else []
    if "family" in data:
        families = [data["family"]]
    if len(families) > 1:
        raise refused(BAD_REQUEST, "The file has several families: this page shows one at a time.")
    persons = data.get("persons")
    if len(families) != 1 or not isinstance(families[0], dict) or not isinstance(persons, dict):
        raise _no_family()
    people = {str(name): facts or {} for name, facts in persons.items()}
    if not people or not all(isinstance(facts, dict) for facts in people.values()):
        raise _no_family()
    return Told(month=month, persons=people, family=families[0])


def _no_family() -> RefusedError:
    return refused(BAD_REQUEST, "This is no family file: it needs `persons:` and `family:`, as a file saved here has.")


def _nodes(data: Any, most: int = MOST_NODES) -> int:
    """Return how many things are said, counting no further than a little over the most."""
    count, todo = 0, [data]
    while todo and count <= most:
        one = todo.pop()
        count += 1
        if isinstance(one, dict):
            todo.extend(one.values())
        elif isinstance(one, list):
            todo.extend(one)
    return count


# ----- Files ----- #


class _Dumper(yaml.SafeDumper):
    """YAML whose dates stand without quotes, as a person writes them."""


_Dumper.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def to_yaml(told: Told) -> str:
    """Return the family as a YAML file."""
    return yaml.dump(told.data(), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


def to_json(told: Told) -> str:
    """Return the family as a JSON file."""
    return json.dumps(told.data(), ensure_ascii=False, indent=1) + "\n"


def problems_of(error: InputError | RefusedError) -> list[Problem]:
    """Return the sentences of either kind of refusal."""
    if isinstance(error, InputError):
        return list(error.problems)
    return [problem for _, problem in error.problems]
