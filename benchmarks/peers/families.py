"""Families as groups of other models: grown-up children and relatives live with them and are a group of their own."""

from __future__ import annotations

from typing import Any

import numpy as np

HEAD, PARTNER, CHILD, OTHER = range(4)


def own_groups(people: dict[str, Any]) -> tuple[Any, Any]:
    """Return group and role of each person where everybody other than parents and children is a group alone."""
    other = people["role"] == OTHER
    alone = people["family"].copy()
    alone[other] = int(alone.max()) + 1 + np.arange(int(other.sum()))
    return alone, np.where(other, HEAD, people["role"])
