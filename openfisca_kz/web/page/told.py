"""What a person has told so far: it travels with every page, and nothing is kept here."""

from __future__ import annotations

import dataclasses
import datetime
import json
from pathlib import Path
from typing import Any

import yaml

from openfisca_kz.families.facts import OTHERWISE, ROLES
from openfisca_kz.families.family import Situation
from openfisca_kz.families.from_file import parse_family, situation
from openfisca_kz.families.reader import Limits
from openfisca_kz.families.written import from_json
from openfisca_kz.problems import FIRST_MONTH, LAST_MONTH, Problem, is_month, refuse
from openfisca_kz.web.config import Config
from openfisca_kz.yaml_files import kept_yaml

#: Bytes of a family file that is opened.
MOST_BYTES = 65_536

#: The examples, and the month each is shown for.
EXAMPLES = dict.fromkeys(("newborn", "four_children", "pensioners", "foreign_employee"), "2026-06")

#: What the comments of the examples say beside their facts.
_ALSO: dict[str, dict[str, dict[str, Any]]] = {
    "newborn": {"Aigerim": {"salary": 0, "social_insurance_months": 0}},
    "four_children": {"Gulnara": {"salary": 0, "social_insurance_months": 0}},
}

#: The names of the examples as Kazakh and Russian write them.
_NAMES = Path(__file__).with_name("names.yaml")

_DIRECTORY = Path(__file__).parents[2] / "situations"


@dataclasses.dataclass
class Told:
    """A family as a family file has it, with one family, and the month asked."""

    month: str
    persons: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)
    family: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The people in the order of the family."""
        return [name for role in ROLES for name in self.members(role)]

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

    def situation(self, system: Any, config: Config) -> Situation:
        """Return the family ready to be calculated."""
        family = _checked(self.data(), system, config)
        family.simulation(self.month)
        return family


def this_month() -> str:
    """Return the month of today."""
    return datetime.date.today().strftime("%Y-%m")


def is_known(month: str) -> bool:
    """Return whether a text is a month that the rules know."""
    return is_month(month) and FIRST_MONTH <= month <= LAST_MONTH


def from_hidden(text: str, month: str, system: Any, config: Config) -> Told:
    """Return what a hidden field says."""
    return _told(from_json(text, Problem("The file")), month, system, config)


def from_example(name: str, lang: str) -> Told:
    """Return one of ``EXAMPLES``, with the names as a language writes them."""
    data = parse_family((_DIRECTORY / f"{name}.yaml").read_bytes(), name)
    told = Told(EXAMPLES[name], data["persons"], data["family"])
    for person, facts in _ALSO.get(name, {}).items():
        told.persons[person] = {**facts, **told.persons[person]}
    names = kept_yaml(_NAMES).get(lang, {})
    told.persons = {names.get(person, person): facts for person, facts in told.persons.items()}
    told.family = {fact: _renamed(value, names) if fact in ROLES else value for fact, value in told.family.items()}
    return told


def _renamed(who: Any, names: dict[str, str]) -> Any:
    return names.get(who, who) if isinstance(who, str) else [names.get(one, one) for one in who]


def from_file(content: bytes, month: str, system: Any, config: Config) -> Told:
    """Return the family of a family file, YAML or JSON, for the month it was saved with, else for ``month``."""
    data = parse_family(content, Problem("The file"), MOST_BYTES)
    saved = str(data.get("month", "")) if isinstance(data, dict) else ""
    return _told(data, saved if is_known(saved) else month, system, config)


def _told(data: Any, month: str, system: Any, config: Config) -> Told:
    if len(_checked(data, system, config).families) > 1:
        raise refuse("The file has several families: this page shows one at a time.")
    family = data.get("family") or next(iter(data["families"].values()))
    return Told(month, {name: facts or {} for name, facts in data["persons"].items()}, family)


def _checked(data: Any, system: Any, config: Config) -> Situation:
    return situation(data, system, Problem("The file"), Limits(config.members, config.periods))


# ----- Files ----- #


class _Dumper(yaml.SafeDumper):
    """YAML whose dates stand without quotes, as a person writes them."""


_Dumper.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def to_yaml(told: Told) -> str:
    """Return the family as a YAML file."""
    return yaml.dump(
        {"month": told.month, **told.data()}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100
    )


def to_json(told: Told) -> str:
    """Return the family as a JSON file."""
    return json.dumps({"month": told.month, **told.data()}, ensure_ascii=False, indent=1) + "\n"
