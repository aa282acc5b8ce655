"""The pyramid of ages in later years: who lives is a year older, who dies is gone, who is born is there; nobody moves.

The chances are those of ``projection.yaml``, each with its source or said to be an assumption.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from openfisca_kz.population import synthetic

Array = NDArray[Any]

SEXES = ("male", "female")

#: First ages of the groups in which persons are counted: weights reach the count of each.
GROUPS = (0, 1, *range(5, 90, 5))


@functools.cache
def assumptions() -> dict[str, Any]:
    """Return the assumptions as they stand in ``projection.yaml``."""
    return yaml.safe_load(Path(__file__).with_name("projection.yaml").read_text(encoding="utf-8"))


def pyramid_now() -> Array:
    """Return the persons by sex and age (0 to 100 and more) on 1 January 2026."""
    return synthetic.pyramid()


def chances_of_death() -> Array:
    """Return the chance to die within a year by sex and age."""
    rule = assumptions()["mortality"]
    age = np.arange(101) + 0.5
    chances = np.array([1 - np.exp(-rule[sex]["level"] * np.exp(rule[sex]["slope"] * age)) for sex in SEXES])
    chances[:, 0] = rule["first_year"]
    return chances


def births_by_age() -> Array:
    """Return the births a year to a woman of each age."""
    rule = assumptions()["fertility"]
    age = np.arange(101)
    rates = rule["rate"] * np.exp(-(((age + 0.5 - rule["centre"]) / rule["spread"]) ** 2) / 2)
    first, last = rule["ages"]
    return np.where((age >= first) & (age <= last), rates, 0.0)


def a_year_later(pyramid: Array) -> Array:
    """Return the pyramid of the next 1 January: who lives is a year older, who was born is there."""
    alive = pyramid * (1 - chances_of_death())
    later = np.zeros_like(pyramid)
    later[:, 1:] = alive[:, :-1]
    later[:, -1] += alive[:, -1]
    born = float(pyramid[SEXES.index("female")] @ births_by_age())
    boys = assumptions()["fertility"]["boys"]
    later[:, 0] = np.array([boys, 1 - boys]) * born * (1 - chances_of_death()[:, 0])
    return later


def growth(years: int) -> Array:
    """Return how many times as many persons of each sex and age group there are so many years later."""
    pyramid = pyramid_now()
    before = np.add.reduceat(pyramid, GROUPS, axis=1)
    for _ in range(years):
        pyramid = a_year_later(pyramid)
    return np.add.reduceat(pyramid, GROUPS, axis=1) / before
