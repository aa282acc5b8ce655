"""Weights of families with which a population comes to the official figures: bounded, and with some slack.

The weights are the nearest to those before, each between bounds beside them (the logit distance of Deville and
Särndal), that reach every figure. Where figures contradict each other, slack lets each be missed by a little; those
that are missed by more than their tolerance are named.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from openfisca_kz.base import Array

#: What each family has of every figure: blocks of families, in order.
Blocks = Callable[[], Iterator[Array]]

#: Rounds of Newton's method; figures are reached to a millionth after five to fifteen.
_ROUNDS = 60
_NEAR = 1e-7

#: What of a gap slack may leave, where nothing stands against the figure.
_SLACK = 1e-5

_SHORTEST_STEP = 1e-3


@dataclasses.dataclass(frozen=True)
class Bounds:
    """How many times a weight may become the weight before: at least, at most."""

    least: float = 0.1
    most: float = 6.0

    def factor(self, pull: Array) -> tuple[Array, Array]:
        """Return what each weight is multiplied by, and how that changes with the pull."""
        low, high = self.least, self.most
        scale = (high - low) / ((1 - low) * (high - 1))
        force = np.exp(np.clip(scale * pull, -60, 60))
        found = (low * (high - 1) + high * (1 - low) * force) / ((high - 1) + (1 - low) * force)
        return found, scale * (found - low) * (high - found) / (high - low)


def weights(
    blocks: Blocks,
    goal: Array,
    before: Array,
    bounds: Bounds | None = None,
    tolerance: Sequence[float] | None = None,
    slack: float = _SLACK,
) -> Array:
    """Return the weights with which the sums of what families have come to the goal.

    Args:
        blocks: what each family has of each figure, block by block: families down, figures across, as a share of it.
        goal: what the shares of each figure are to sum to: 1, or 0 for what is above and below a mean.
        before: the weights before.
        bounds: of the weights.
        tolerance: of each figure; twice as much is four times the slack. 2% each if not given.
        slack: what of a gap may be left where nothing stands against a figure.

    """
    bounds = bounds or Bounds()
    if not len(goal) or not before.any():
        return before
    own = np.full(len(goal), 0.02) if tolerance is None else np.asarray(tolerance, dtype=np.float64)
    pull = np.zeros(len(goal))
    found, reached, slope = _reached(blocks, before, pull, bounds)
    ease = slack * np.maximum(np.diag(slope), 1e-300) * (own / 0.02) ** 2
    gap = goal - reached - ease * pull
    for _ in range(_ROUNDS):
        if np.abs(gap).max() < _NEAR:
            break
        step = np.linalg.lstsq(slope + np.diag(ease), gap, rcond=None)[0]
        length = 1.0
        while length >= _SHORTEST_STEP:
            tried = pull + length * step
            new, reached, new_slope = _reached(blocks, before, tried, bounds)
            new_gap = goal - reached - ease * tried
            if np.linalg.norm(new_gap) < np.linalg.norm(gap):
                break
            length /= 2
        else:
            break
        pull, found, slope, gap = tried, new, new_slope, new_gap
    return found


def _reached(blocks: Blocks, before: Array, pull: Array, bounds: Bounds) -> tuple[Array, Array, Array]:
    """Return the weights of a pull, what of each figure is reached, and how that changes with the pull."""
    found = np.empty(len(before))
    reached, slope = np.zeros(len(pull)), np.zeros((len(pull), len(pull)))
    total, first = before.sum(), 0
    for shares in blocks():
        last = first + len(shares)
        factor, change = bounds.factor(shares @ pull * total)
        found[first:last] = before[first:last] * factor
        reached += found[first:last] @ shares
        slope += shares.T @ (shares * (before[first:last] * change * total)[:, None])
        first = last
    return found, reached, slope


def effective(found: Array) -> float:
    """Return how many equal weights are worth as much as these, as a share of them (Kish)."""
    return float(found.sum() ** 2 / (found @ found) / len(found)) if found.any() else 0.0
