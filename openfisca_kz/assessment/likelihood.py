"""How likely a question is to matter to a person of an age and sex (``likelihoods.yaml``)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openfisca_kz.yaml_files import read_yaml

_FILE = Path(__file__).with_name("likelihoods.yaml")

#: Of a question that the file does not name: something told makes a single fact likely, a gate is a rare matter.
_OTHERWISE = {"gates": 0.05, "facts": 0.5}


@functools.cache
def _known() -> dict[str, dict[str, dict[str, Any]]]:
    content: dict[str, dict[str, dict[str, Any]]] = read_yaml(_FILE)
    return content


def likelihood(question: str, age: int, sex: str | None, *, gate: bool) -> float:
    """Return the share of people of an age and sex to whom a question matters; 0 where their age or sex excludes it.

    Args:
        question: the id of a gate, or a fact.
        age: completed years.
        sex: male, female, or None where it was not told.
        gate: whether it is a gate.

    """
    kind = "gates" if gate else "facts"
    entry = _known()[kind].get(question)
    if entry is None:
        return _OTHERWISE[kind]
    return float(next(rule["share"] for rule in entry["rules"] if _fits(rule, age, sex)))


def _fits(rule: Mapping[str, Any], age: int, sex: str | None) -> bool:
    return (
        age <= rule.get("to", age)
        and (sex is None or rule.get("sex", sex) == sex)
        and not (sex is None and "sex" in rule)
    )
