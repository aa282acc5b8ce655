"""How values, conditions and laws are said: the words that text, Markdown and HTML share."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any

from babel.numbers import format_decimal

from openfisca_kz.answers.told_facts import ToldFact
from openfisca_kz.assessment.model import Change, Comparison, Condition, Correction, Fact, Figure, Law
from openfisca_kz.base import MONTHS_IN_YEAR
from openfisca_kz.language import Language

# A docstring names the unit of its result, for the reader of the code; the amount shows it already.
_UNIT = re.compile(
    r"\s+(KZT|Years|Months|Days|USD|Share|Ratio|US dollars|Теңге|АҚШ доллары|Тенге|Доллары США)\b[^.]*\.(?=\s|$)"
)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR = re.compile(r"\d{4}")

# Numbers of this size without a unit or in years are years of the calendar.
_CALENDAR = range(1900, 2200)

_DAYS_IN_MONTH = 30.4375

# From here on a span of months is told in years and months.
_LONG = 24


#: Ways to know a figure that the reader should hear of.
_THIN = ("single", "unconfirmed")

#: The first ages, for which "0 months" and "1 months" would stand.
_FIRST_MONTHS = ("newborn", "one month old")


class Wording:
    """Says the parts of an explanation in one language."""

    def __init__(self, speech: Language) -> None:
        self.speech = speech
        self.say = speech.say

    # ----- Registers ----- #

    def register(self, held: Correction | ToldFact) -> str:
        """Return the register that holds a fact, and who answers for it where that is known."""
        return f"{held.register}; {held.owner}" if held.owner else held.register

    def told(self, fact: ToldFact) -> str:
        """Return a fact that was told, of whom if of somebody else, and the register that holds it."""
        said = f"{fact.label}: {self.value(fact.value, fact.unit)} – {self.register(fact)}"
        return f"{fact.who}, {said}" if fact.who else said

    @staticmethod
    def some(facts: tuple[str, ...], most: int) -> str:
        """Return the first facts of a list."""
        return "; ".join(facts[:most]) + ("; ..." if len(facts) > most else "")

    def correction(self, held: Correction) -> str:
        """Return which fact to have corrected, and where."""
        return self.say("To correct: {fact} – {register}", fact=held.label, register=self.register(held))

    # ----- Values ----- #

    def value(self, value: Any, unit: str) -> str:
        """Return a value with its unit."""
        if isinstance(value, str) and _DAY.fullmatch(value):
            return self.speech.day(datetime.date.fromisoformat(value))
        if isinstance(value, (bool, str)):
            return self.speech.quantity(value, unit)
        if unit in ("years", "number", "") and value in _CALENDAR:
            return str(int(value))
        if unit == "months" and value >= _LONG and value == int(value):
            return self._span(int(value))
        if unit in ("persons", "number"):
            return format_decimal(value, format="#,##0.####", locale=self.speech.locale)
        return self.speech.quantity(value, unit)

    def _span(self, months: int) -> str:
        years, rest = divmod(months, MONTHS_IN_YEAR)
        said = self.speech.quantity(years, "years")
        return f"{said} {self.speech.quantity(rest, 'months')}" if rest else said

    def age(self, months: int) -> str:
        """Return an age: in months for the first two years, then in whole years."""
        if months < len(_FIRST_MONTHS):
            return self.say(_FIRST_MONTHS[months])
        unit, number = ("months", months) if months < _LONG else ("years", months // MONTHS_IN_YEAR)
        # A Russian number has its word with it: 1 год, 2 года, 5 лет.
        said = self.speech.quantity(number, unit) if self.speech.code == "ru" else number
        return self.say("{number} months old" if unit == "months" else "{number} years old", number=said)

    def period(self, period: str) -> str:
        """Return a month or year as it is said; a day in full."""
        if _DAY.fullmatch(period):
            return self.value(period, "date")
        return period if _YEAR.fullmatch(period) else self.speech.month(period)

    # ----- Facts and figures ----- #

    def who(self, name: str) -> str:
        """Return the name of a person or family; of a family without a name of its own, the word."""
        return self.say("family") if name == "family" else name

    def named(self, fact: Fact, who: str = "") -> str:
        """Return the name of a fact; of somebody else than ``who``, with whose it is."""
        return fact.label if fact.who in (who, "") else f"{self.who(fact.who)}, {fact.label}"

    def fact(self, fact: Fact, who: str = "") -> str:
        """Return a fact with its value; of somebody else than ``who``, with the name."""
        text = f"{fact.label}: {self.value(fact.value, fact.unit)}"
        return text if fact.who in (who, "") else f"{self.who(fact.who)}, {text}"

    def figure(self, figure: Figure, again: bool = False) -> str:
        """Return a figure of the law: value, since when, where it stands, what is to know about it.

        Args:
            figure: the figure.
            again: a later one of the same parameter, whose name stands in the line before.

        """
        value = self.value(figure.value, figure.unit)
        text = self.say("then {value}", value=value) if again else f"{figure.label}: {value}"
        if figure.since is not None:
            law = figure.law.text if figure.law else self.say("source not known here")
            text = self.say(
                "{figure} (since {since}; {law})", figure=text, since=self.value(figure.since, "date"), law=law
            )
        if figure.known in _THIN:
            text = self.say("{figure}; not confirmed by an official source", figure=text)
        return self.say("{figure}. Note: {note}", figure=text, note=figure.note) if figure.note else text

    def rule(self, rule: str) -> str:
        """Return a rule without the unit that the amount shows already."""
        return _UNIT.sub("", rule)

    def law(self, law: Iterable[Law]) -> str:
        """Return places in the law."""
        return "; ".join(place.text for place in law)

    # ----- Conditions ----- #

    def condition(self, condition: Condition, who: str = "") -> str:
        """Return a condition with its comparison, or the fact that decides it, and the article."""
        text = condition.label
        fact = condition.change.fact if condition.change else None
        other = fact if fact and fact.label != condition.label else None  # one that the condition does not name
        detail = ""
        if condition.comparison is not None:
            detail = self.comparison(condition.comparison)
        elif condition.holds is not None:
            detail = self.fact(other, who) if other else ""
        elif other and other.origin != "derived":
            detail = self.say("not given ({fact})", fact=self.named(other, who))
        else:
            detail = self.say("not given")
        if detail:
            text = f"{text}: {detail}"
        return f"{text} ({self.law(condition.law)})" if condition.law else text

    def comparison(self, comparison: Comparison) -> str:
        """Return a value beside its threshold, and the distance between them."""
        value = self.value(comparison.value, comparison.unit)
        threshold = self.value(comparison.threshold, comparison.unit)
        if comparison.sign == ">" and comparison.threshold == 0:
            return f"{comparison.label}: {value}"
        sentence = (DATES if comparison.unit in ("date", "month_number") else SENTENCES)[comparison.sign]
        if comparison.threshold_most is not None:  # "at most" goes with one value, not with two
            most = self.value(comparison.threshold_most, comparison.unit)
            between = self.say("{least} to {most}", least=threshold, most=most)
            threshold = f"{comparison.threshold_label} ({between})" if comparison.threshold_label else between
            sentence = "{fact}: {value}; limit: {threshold}"
        elif comparison.threshold_label:
            threshold = f"{threshold} ({comparison.threshold_label})"
        text = self.say(sentence, fact=comparison.label, value=value, threshold=threshold)
        return text + self._distance(comparison)

    def _distance(self, comparison: Comparison) -> str:
        if not comparison.distance or comparison.sign in ("==", "!="):
            return ""
        size, later = abs(comparison.distance), comparison.distance > 0
        if comparison.unit in ("date", "month_number"):
            months = int(size / _DAYS_IN_MONTH) if comparison.unit == "date" else int(size)
            distance = self.value(months, "months") if months else self.value(size, "days")
            sentence = "{distance} after that" if later else "{distance} before that"
        else:
            distance = self.value(size, comparison.unit)
            sentence = "{distance} above that" if later else "{distance} below that"
        return "; " + self.say(sentence, distance=distance)

    def change(self, change: Change, who: str) -> str:
        """Return what would turn a condition around; "" where no few values can be named."""
        if not change.to:
            return ""
        values = f" {self.say('or')} ".join(self.value(value, change.fact.unit) for value in change.to)
        name = self.named(change.fact, who)
        return self.say("It would be different with {fact}: {values}", fact=name, values=values)


#: What each sign of a comparison says of numbers.
SENTENCES = {
    "<": "{fact}: {value}; needed: less than {threshold}",
    "<=": "{fact}: {value}; needed: at most {threshold}",
    "==": "{fact}: {value}; needed: {threshold}",
    "!=": "{fact}: {value}; needed: other than {threshold}",
    ">=": "{fact}: {value}; needed: at least {threshold}",
    ">": "{fact}: {value}; needed: more than {threshold}",
}

#: What it says of days and months.
DATES = {
    "<": "{fact}: {value}; needed: before {threshold}",
    "<=": "{fact}: {value}; needed: no later than {threshold}",
    "==": "{fact}: {value}; needed: {threshold}",
    "!=": "{fact}: {value}; needed: other than {threshold}",
    ">=": "{fact}: {value}; needed: no earlier than {threshold}",
    ">": "{fact}: {value}; needed: after {threshold}",
}
