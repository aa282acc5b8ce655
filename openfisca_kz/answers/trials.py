"""Tries causes against a paid amount: which one reproduces it, or which two together."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from openfisca_kz.answers.causes import Variant
from openfisca_kz.base import Array
from openfisca_kz.language import Language

#: An amount within a tenge of the paid one reproduces it: bodies round in several ways.
TENGE = 1.0

#: A difference below this is none, whatever the last bits of a product say.
NOTHING = 0.005

#: More findings than this do not help a reader.
MOST_FINDINGS = 8

#: Causes of which there are so many that a pair with one of them would fit by chance.
_ALONE = ("days", "claim")


@dataclasses.dataclass(frozen=True)
class Finding:
    """What reproduces the paid amount: one cause or two, the amount with them (KZT), whether to the tiyn."""

    kinds: tuple[str, ...]
    causes: tuple[str, ...]
    amount: float
    exact: bool


def _rounded_down(amount: float) -> float:
    """Return an amount rounded down; one that the law has rounded up is a tenge less."""
    down = float(np.floor(amount))
    return down - 1 if down == amount and amount > 0 else down


#: What may go wrong with the result itself: kind, sentence, and the amount from the right one and what is withheld.
RESULTS: tuple[tuple[str, str, Callable[[float, float], float]], ...] = (
    ("withholding", "the pension contribution was not withheld", lambda amount, withheld: amount + withheld),
    ("withholding", "the pension contribution was withheld twice", lambda amount, withheld: amount - withheld),
    ("rounding", "the amount was rounded down to the tenge", lambda amount, _: _rounded_down(amount)),
    ("rounding", "the amount was rounded up to the tenge", lambda amount, _: float(np.ceil(amount))),
)


class Trials:
    """The causes tried against one paid amount; ``tried`` counts them."""

    def __init__(self, paid: float, computed: float, speech: Language) -> None:
        self.paid = paid
        self.computed = computed
        self.speech = speech
        self.tried = 0
        self.alone: list[Finding] = []
        self.together: list[Finding] = []

    def differs(self, amount: float) -> bool:
        """Return whether an amount is another than the right one."""
        return bool(abs(amount - self.computed) > NOTHING)

    def add(self, causes: Sequence[Sequence[Variant]], amounts: Array, withheld: Array) -> None:
        """Try the amount under each of some causes, as it is and with one more mistake in the result itself.

        Args:
            causes: for each amount the causes behind it, two at most, of different kinds; none for the right amount.
            amounts: KZT.
            withheld: what is withheld from each amount, KZT.

        """
        for variants, amount, contribution in zip(causes, amounts.tolist(), withheld.tolist(), strict=True):
            kinds = [variant.kind for variant in variants]
            if (variants and not self.differs(amount)) or len(set(kinds)) < len(kinds):
                self.tried += 1
                continue
            texts = [variant.text for variant in variants]
            self._try(kinds, texts, amount)
            for kind, message, change in RESULTS if len(variants) < 2 else ():
                self._try([*kinds, kind], [*texts, self.speech.say(message)], change(amount, contribution))

    def findings(self) -> tuple[Finding, ...]:
        """Return what reproduces the paid amount: single causes if there are any, the exact ones first."""
        kept: dict[Any, Finding] = {}
        for finding in sorted(self.alone or self.together, key=lambda finding: not finding.exact):
            # Months of the same income give the same: one of them is enough.
            same_months = (finding.kinds, round(finding.amount, 2)) if "income" in finding.kinds else finding.causes
            kept.setdefault(same_months, finding)
        return tuple(kept.values())[:MOST_FINDINGS]

    def _try(self, kinds: Sequence[str], causes: Sequence[str], amount: float) -> None:
        self.tried += 1
        gap = abs(amount - self.paid)
        if kinds and gap <= TENGE + NOTHING and self.differs(amount):
            finding = Finding(tuple(kinds), tuple(causes), amount, gap < NOTHING)
            (self.alone if len(kinds) == 1 else self.together).append(finding)


def couples_of(variants: Sequence[Variant]) -> Iterator[tuple[Variant, Variant]]:
    """Yield pairs of causes of different kinds; days and claims, of which there are many, would fit by chance."""
    chosen = [variant for variant in variants if variant.kind not in _ALONE]
    for number, one in enumerate(chosen):
        for other in chosen[number + 1 :]:
            if one.kind != other.kind:
                yield one, other
