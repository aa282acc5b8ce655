"""What the register of doubts holds: a question of the law, the reading chosen, the other one, what each gives."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from openfisca_kz.language import Language, language


@dataclasses.dataclass(frozen=True)
class Reading:
    """One open question of the law and how it is read here. Texts are English messages of the catalogues."""

    id: str
    #: The page below docs/doubts that tells it at length.
    area: str
    #: Variables whose amount it touches.
    rights: tuple[str, ...]
    question: str
    chosen: str
    other: str
    #: Path of a parameter, or name of a variable or function.
    where: str
    #: The rule or figure rests on one thin source, or on memory.
    thin: bool = False
    #: First and last month it is a question for, such as 2018-07; None is open.
    since: str | None = None
    until: str | None = None
    #: Whom it concerns: values of variables of the month, any of each; dates as ``first..last``; empty is everybody.
    concerns: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    #: The other reading may give a right to who has none now.
    opens: bool = False
    #: Figures that the other reading puts in place: by path, one value for all dates, or by date.
    parameters: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    #: Variables that the other reading reckons by a formula of its own (a function of ``alternatives``).
    formulas: Mapping[str, str] = dataclasses.field(default_factory=dict)
    #: Variables whose formula stays but for a word of it: by variable, word to function of ``alternatives``.
    words: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)
    #: Variables whose result is changed once more (by a function of ``alternatives``).
    then: Mapping[str, str] = dataclasses.field(default_factory=dict)
    #: Figures from a thin source, of which no other value is known: path to the last day that is thin, or None.
    figures: Mapping[str, str | None] = dataclasses.field(default_factory=dict)
    #: Not told where it changes nothing, not even of pensions.
    quiet: bool = False

    @property
    def computable(self) -> bool:
        """Whether it is known what the other reading gives."""
        return bool(self.parameters or self.formulas or self.words or self.then)

    def asked_in(self, month: str) -> bool:
        """Return whether it is a question for a month such as 2026-06."""
        return (self.since is None or self.since <= month) and (self.until is None or month <= self.until)

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Return the texts in a language, and where the choice is made, as JSON can hold them."""
        say = language(lang).say
        return {
            "id": self.id,
            "area": self.area,
            "question": say(self.question),
            "chosen": say(self.chosen),
            "other": say(self.other),
            "where": self.where,
            "thin": self.thin,
        }


@dataclasses.dataclass(frozen=True)
class ReadingResult:
    """What a reading comes to for one person or family in a month."""

    reading: Reading
    right: str
    who: str
    amount: float
    #: Amount under the other reading; None where it cannot be computed.
    other_amount: float | None
    #: The amount differs under the other reading, or rests on a figure that is thin.
    matters: bool

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Return the reading in a language with the two amounts, as JSON can hold them."""
        return {
            **self.reading.to_dict(lang),
            "right": self.right,
            "who": self.who,
            "amount": self.amount,
            "other_amount": self.other_amount,
            "matters": self.matters,
        }

    def say(self, lang: str = "en", unit: str = "KZT") -> str:
        """Return one sentence: the question, the reading used, what the other would give."""
        speech = language(lang)
        parts = {key: speech.say(getattr(self.reading, key)) for key in ("question", "chosen", "other")}
        return " ".join(
            [speech.say("{question} The reading used here: {chosen}.", **parts), *self._rest(speech, parts, unit)]
        )

    def _rest(self, speech: Language, parts: Mapping[str, str], unit: str) -> list[str]:
        if self.other_amount is None:
            rest = speech.say("The other reading cannot be calculated here: {other}.", **parts)
        elif not self.matters:
            rest = speech.say("The other reading ({other}) would give the same.", **parts)
        elif (theirs := speech.quantity(self.other_amount, unit)) == speech.quantity(self.amount, unit):
            # Both are shown to the whole tenge.
            rest = speech.say("Otherwise ({other}) the difference would be less than one tenge.", **parts)
        else:
            rest = speech.say("Otherwise ({other}) it would be {amount}.", **parts, amount=theirs)
        return [rest, *([speech.say("The source of this rule is thin.")] if self.reading.thin else [])]
