"""Writes an explanation as text, for a terminal or a letter."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator

from openfisca_kz.explanation.model import Condition, Explanation, Fact, Figure, Law, Line, PersonPart
from openfisca_kz.language import Language, language
from openfisca_kz.ledger import PAID_BY_EMPLOYER

WIDTH = 100

# A docstring names the unit of its result, for the reader of the code; the amount shows it already.
_UNIT = re.compile(r"\s+(KZT|Years|Months|Days|USD|Share|Ratio)\b[^.]*\.(?=\s|$)")

# Facts that say nothing.
_NOTHING = (0, False, None, "")
_AMOUNT = 16

# Up to this age in months a child's age is told in months.
_COUNTED_IN_MONTHS = 24


def to_text(explanation: Explanation, lang: str = "en") -> str:
    """Return an explanation as plain text.

    Args:
        explanation: what ``explain`` returned, in the same language.
        lang: en, kk or ru.

    """
    return "\n".join(_Writer(language(lang)).write(explanation)) + "\n"


class _Writer:
    def __init__(self, speech: Language) -> None:
        self.speech = speech
        self.say = speech.say

    def write(self, whole: Explanation) -> Iterator[str]:
        title = self.say("The family in {month}", month=self.speech.month(whole.month))
        yield title
        yield "=" * len(title)
        if whole.projected:
            yield from self._wrap(
                self.say("A projection: not all figures of this time are enacted; the last ones stand.")
            )
        for part in whole.persons:
            yield ""
            yield from self._person(part)
        yield ""
        yield from self._heading(self.say("Due this month"))
        if not whole.due:
            yield "  " + self.say("Nothing.")
        for line in whole.due:
            yield from self._due(line)
        owed = [(part.name, line) for part in whole.persons for line in part.duties]
        if owed:
            yield ""
            yield from self._heading(self.say("Owed this month"))
            yield from self._owed(owed, paid_by_employer=False)
            yield from self._owed(owed, paid_by_employer=True)
        if whole.totals:
            yield ""
            yield from self._heading(self.say("What remains"))
            for fact in whole.totals:
                yield self._amount(self._of(fact.label, fact.who, whole), float(fact.value))
        if whole.not_due:
            yield ""
            yield from self._heading(self.say("Not due, because this does not hold"))
            for line in whole.not_due:
                yield from self._not_due(line)
        if whole.assumptions:
            yield ""
            yield from self._heading(self.say("Assumed, because nobody told otherwise"))
            yield from self._assumed(whole.assumptions)
        yield ""
        yield from self._wrap(
            self.say(
                "Law in force in {month}, openfisca-kz {version}. Other facts that were not told are taken as no or "
                "zero. This is no decision: a decision is taken by the State Corporation or the body named by law.",
                month=self.speech.month(whole.month),
                version=whole.version,
            )
        )

    def _person(self, part: PersonPart) -> Iterator[str]:
        if part.age_in_months < _COUNTED_IN_MONTHS:
            yield self.say("{name}, {age} months", name=part.name, age=part.age_in_months)
        else:
            yield self.say("{name}, {age} years", name=part.name, age=part.age)
        statuses = ", ".join(fact.label for fact in part.statuses) or self.say("no status of the list")
        yield from self._wrap(self.say("In law: {statuses}", statuses=statuses), "  ")

    def _due(self, line: Line) -> Iterator[str]:
        label = f"{line.label} - {line.who}"
        if len(line.period) == len("2026"):
            label = self.say("{label}, for {year}", label=label, year=line.period)
        if line.unit == "KZT":
            yield self._amount(label, line.amount)
        else:
            yield f"  {label}: {self.speech.quantity(line.amount, line.unit)}"
        yield from self._reasons(line)

    def _reasons(self, line: Line) -> Iterator[str]:
        if line.rule:
            yield from self._wrap(self.say("Rule: {rule}", rule=_UNIT.sub("", line.rule)), "      ")
        if line.figures:
            yield from self._wrap(self.say("Figures: {figures}", figures=self._figures(line.figures)), "      ")
        shown = [fact for fact in line.facts if fact.value not in _NOTHING]
        if shown:
            yield from self._wrap(self.say("Facts: {facts}", facts=self._facts(shown, line.who)), "      ")
        yield from self._wrap(self.say("Law: {law}", law=self._law(line.law)), "      ")

    def _owed(self, owed: list[tuple[str, Line]], paid_by_employer: bool) -> Iterator[str]:
        lines = [(who, line) for who, line in owed if (line.variable in PAID_BY_EMPLOYER) is paid_by_employer]
        if lines and paid_by_employer:
            yield "  " + self.say("Paid by the employer on top:")
        for who, line in lines:
            yield self._amount(f"{line.label} - {who}", line.amount)
            yield from self._reasons(line)

    def _not_due(self, line: Line) -> Iterator[str]:
        first, *others = line.conditions
        reasons = "; ".join([self._condition(first), *(condition.label for condition in others)])
        yield from self._wrap(f"{line.label} ({line.who}): {reasons}", "  ", "      ")

    def _condition(self, condition: Condition) -> str:
        detail = [f"{fact.label}: {self.speech.quantity(fact.value, fact.unit)}" for fact in condition.facts]
        for figure in condition.figures:
            detail.append(f"{figure.label}: {self.speech.quantity(figure.value, figure.unit)}")
        shown = f" [{'; '.join(detail[:3])}]" if detail else ""
        law = f" ({condition.law[0].text})" if condition.law else ""
        return f"{condition.label}{shown}{law}"

    def _assumed(self, facts: Iterable[Fact]) -> Iterator[str]:
        people: dict[str, list[str]] = {}
        for fact in facts:
            people.setdefault(f"{fact.label} - {self.speech.quantity(fact.value, fact.unit)}", []).append(fact.who)
        for what, whom in people.items():
            yield from self._wrap(f"{what} ({', '.join(whom)})", "  ", "      ")

    def _figures(self, figures: Iterable[Figure]) -> str:
        return "; ".join(self._figure(figure) for figure in figures)

    def _figure(self, figure: Figure) -> str:
        value = self.speech.quantity(figure.value, figure.unit)
        if figure.since is None:
            return f"{figure.label} {value}"
        law = figure.law.text if figure.law else self.say("source not found")
        if figure.note:
            law = self.say("{law}; note: {note}", law=law, note=figure.note)
        return self.say(
            "{label} {value} (since {since}, {law})", label=figure.label, value=value, since=figure.since, law=law
        )

    def _facts(self, facts: Iterable[Fact], who: str) -> str:
        return "; ".join(
            f"{'' if fact.who == who else fact.who + ': '}{fact.label} {self.speech.quantity(fact.value, fact.unit)}"
            for fact in facts
        )

    def _law(self, law: Iterable[Law]) -> str:
        return "; ".join(f"{place.text} {place.url}" if place.url else place.text for place in law)

    def _of(self, label: str, who: str, whole: Explanation) -> str:
        families = {fact.who for fact in whole.totals}
        return f"{label} - {who}" if len(families) > 1 else label

    def _amount(self, label: str, amount: float) -> str:
        money = self.speech.money(amount)
        return f"  {label} {'.' * max(3, WIDTH - _AMOUNT - len(label) - 4)} {money:>{_AMOUNT - 1}}"

    def _heading(self, text: str) -> Iterator[str]:
        yield text
        yield "-" * len(text)

    def _wrap(self, text: str, indent: str = "", later: str | None = None) -> list[str]:
        return textwrap.wrap(
            text,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent if later is None else later,
            break_long_words=False,
            break_on_hyphens=False,
        )
