"""How likely a question is to matter to a person of an age and sex (``likelihoods.yaml``)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openfisca_kz.yaml_files import read_yaml

_FILE = Path(__file__).with_name("likelihoods.yaml")

#: Of a question that the file does not name.
_OTHERWISE = {"gates": 0.05, "facts": 0.1}


@functools.cache
def _known() -> dict[str, Any]:
    content: dict[str, Any] = read_yaml(_FILE)
    return content


@functools.cache
def usual() -> frozenset[str]:
    """Return the questions that a social worker asks first: pay, other income, who cares, the home, what is drawn."""
    return frozenset(_known()["first"])


def likelihood(question: str, age: int, sex: str | None, *, gate: bool, after_birth: bool = False) -> float:
    """Return the share of people of an age and sex to whom a question matters; 0 where their age or sex excludes it.

    Args:
        question: the id of a gate, or a fact.
        age: completed years.
        sex: male, female, or None where it was not told.
        gate: whether it is a gate.
        after_birth: whether a child of the family is not one year old.

    """
    kind = "gates" if gate else "facts"
    entry = _known()[kind].get(question)
    if entry is None:
        return _OTHERWISE[kind]
    return float(next(rule["share"] for rule in entry["rules"] if _fits(rule, age, sex, after_birth)))


def _fits(rule: Mapping[str, Any], age: int, sex: str | None, after_birth: bool) -> bool:
    return (
        age <= rule.get("to", age)
        and (sex is None or rule.get("sex", sex) == sex)
        and not (sex is None and "sex" in rule)
        and (after_birth or not rule.get("after_birth"))
    )
