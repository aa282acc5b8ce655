"""Who knows a fact: the register that holds it and the body that answers for the register."""

from __future__ import annotations

import dataclasses
import fnmatch
import functools
from pathlib import Path

from openfisca_kz.yaml_files import kept_yaml

OWNERS = Path(__file__).with_name("owners.yaml")


@dataclasses.dataclass(frozen=True, slots=True)
class Register:
    """A register of the state or of somebody else; texts are English messages."""

    id: str
    name: str
    owner: str
    source: str


#: What no register is meant to know, and what may have a register that is not known here.
PERSON = Register("person", "No register: the person says so", "", "")
NOT_KNOWN = Register("not_known", "The register is not known", "", "")


@functools.cache
def registers() -> dict[str, Register]:
    """Return every register by its id."""
    return {
        raw["id"]: Register(raw["id"], raw["name"], raw["owner"], raw["source"])
        for raw in kept_yaml(OWNERS)["registers"]
    }


@functools.cache
def register_of(fact: str) -> Register:
    """Return the register that knows a fact; one that says that none is known where there is none."""
    for raw in kept_yaml(OWNERS)["registers"]:
        if any(fnmatch.fnmatchcase(fact, pattern) for pattern in raw["facts"]):
            return registers()[raw["id"]]
    return PERSON if fact in kept_yaml(OWNERS)["person"] else NOT_KNOWN


def named_facts() -> tuple[str, ...]:
    """Return every name and pattern that the lists have, those of the person and the unknown ones too."""
    data = kept_yaml(OWNERS)
    return (*(name for raw in data["registers"] for name in raw["facts"]), *data["person"], *data["not_known"])
