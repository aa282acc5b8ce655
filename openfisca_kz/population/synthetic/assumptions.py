"""The assumptions that the synthetic people rest on, by name, as they stand in ``assumptions.yaml``."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import numpy as np

from openfisca_kz.base import Array
from openfisca_kz.yaml_files import read_yaml

_FILE = Path(__file__).with_name("assumptions.yaml")


@functools.cache
def assumptions() -> dict[str, dict[str, Any]]:
    """Return every assumption with its value, its certainty and its source or note."""
    return read_yaml(_FILE)


def assumed(name: str) -> Any:
    """Return the value of an assumption."""
    return assumptions()[name]["value"]


def share_at(name: str, age: Array) -> Array:
    """Return the share that an assumption gives at each age: a line through its points."""
    points = assumed(name)
    return np.interp(age, [x for x, _ in points], [y for _, y in points])
