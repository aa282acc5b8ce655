"""An explanation as a document in words: headings, amounts and reasons. Text, Markdown and HTML each write it out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from openfisca_kz.assessment.domains import paid_once
from openfisca_kz.assessment.model import (
    Condition,
    Conflict,
    Explanation,
    Fact,
    Law,
    Line,
    PersonPart,
    Reason,
    VariableExplanation,
)
from openfisca_kz.language import language
from openfisca_kz.presentation.explanation.wording import Wording
from openfisca_kz.presentation.next_step import step_lines
from openfisca_kz.presentation.screening_sentences import Sentences

HOLDS, FAILS, UNKNOWN = "holds", "fails", "unknown"

# Letters of a year.
_YEAR = 4

# Facts that say nothing.
_NOTHING = (0, False, None, "")


@dataclasses.dataclass(frozen=True)
class Said:
    """One sentence: what kind of reason it is (rule, figure, fact, law, note, or how a condition stands), and links."""

    kind: str
    text: str
    links: tuple[tuple[str, str | None], ...] = ()


@dataclasses.dataclass(frozen=True)
class Entry:
    """Something with an amount or value, its reasons, and what stands below it; ``of`` are the lines it tells of."""

    label: str
    amount: str = ""
    said: tuple[Said, ...] = ()
    entries: tuple[Entry, ...] = ()
    of: tuple[tuple[str, str], ...] = ()


@dataclasses.dataclass(frozen=True)
class Part:
    """A part of the document; ``id`` is the same in every language."""

    id: str
    title: str
    entries: tuple[Entry, ...]


@dataclasses.dataclass(frozen=True)
class Document:
    """The whole: a title, what matters most, the parts, and what stands under every answer."""

    lang: str
    title: str
    summary: tuple[Entry, ...]
    parts: tuple[Part, ...]
    foot: tuple[str, ...]


def document(explanation: Explanation | VariableExplanation) -> Document:
    """Return an explanation in words, in its own language."""
    if isinstance(explanation, VariableExplanation):
        return _Tree(explanation).document()
    return _Family(explanation).document()


class _Writer:
    def __init__(self, whole: Explanation | VariableExplanation) -> None:
        self.speech = language(whole.lang)
        self.wording = Wording(self.speech)
        self.sentences = Sentences(self.speech)
        self.say = self.speech.say
        self.month = whole.month
        self.version = whole.version
        self.beyond = whole.beyond

    def law(self, law: Iterable[Law]) -> Iterator[Said]:
        places = tuple(law)
        if places:
            text = self.say("Law: {law}", law=self.wording.law(places))
            yield Said("law", text, tuple((place.text, place.url) for place in places))

    def foot(self) -> tuple[str, ...]:
        return (
            *self.beyond.sentences(self.speech),
            self.say(
                "Law in force in {month}, openfisca-kz {version}. This is not a decision: a decision is taken by the "
                "State Corporation or the body named by law.",
                month=self.speech.month(self.month),
                version=self.version,
            ),
        )


class _Family(_Writer):
    def __init__(self, whole: Explanation) -> None:
        super().__init__(whole)
        self.whole = whole

    def document(self) -> Document:
        whole = self.whole
        owed = [line for part in whole.persons for line in part.duties]
        employers = [line for line in owed if line.borne_by == "employer"]
        own = [line for line in owed if line.borne_by != "employer"]
        yearly = [line for line in whole.due if len(line.period) == _YEAR]
        monthly = [line for line in whole.due if line not in yearly]
        not_due = [line for line in whole.not_due if not line.closed_by]
        parts = [
            Part("people", self.say("Each person's status in law"), tuple(map(self._person, whole.persons))),
            Part(
                "conflicts",
                self.say("Facts that contradict one another"),
                tuple(map(self._conflict, whole.conflicts)),
            ),
            Part("claimable", self.say("Can still be claimed"), tuple(map(self._due, whole.claimable))),
            Part("due", self.say("Due this month"), self._together(monthly) or (Entry(self.say("Nothing.")),)),
            Part(
                "likely",
                self.say("Due, based on what was entered so far; an answer can still change it"),
                self._together(filter(_expected, whole.possible)),
            ),
            Part(
                "steps",
                self.say("Due if you take one more step when you apply"),
                tuple(map(self._step, sorted(filter(_step_amount, whole.possible), key=_step_amount, reverse=True))),
            ),
            Part("year", self.say("Counted for the year, not paid every month"), self._together(yearly)),
            Part("owed", self.say("Owed this month"), tuple(map(self._due, own))),
            Part("employer", self.say("Paid by the employer on top"), tuple(map(self._due, employers))),
            Part("not_due", self.say("Not due, because this condition is not met"), tuple(map(self._not_due, not_due))),
            Part(
                "possible",
                self.say("May be due: say whether this is so"),
                tuple(
                    self._not_due(line)
                    for line in whole.possible
                    if not (_expected(line) or line.only_if or line.step_amount)
                ),
            ),
            Part(
                "only_if",
                self.say("Only if this is not as assumed"),
                tuple(self._only_if(line for line in whole.possible if line.only_if)),
            ),
            Part("closed", self.say("Not for anybody in this family"), tuple(self._closed(whole.not_due))),
            Part(
                "assumed",
                self.say("Assumed, because nothing else was given"),
                tuple(self._assumed(whole.assumptions)),
            ),
        ]
        return Document(
            lang=whole.lang,
            title=self.say("The family in {month}", month=self.speech.month(whole.month)),
            summary=tuple(self._summary()),
            parts=tuple(part for part in parts if part.entries),
            foot=self.foot(),
        )

    def _summary(self) -> Iterator[Entry]:
        whole, say = self.whole, self.say
        families = {fact.who for fact in whole.totals}
        entries = [
            Entry(f"{fact.label} – {self.wording.who(fact.who)}" if len(families) > 1 else fact.label,
                  self.speech.money(float(fact.value)))
            for fact in whole.totals
        ]  # fmt: skip
        yield from entries[: len(families)]
        sure = whole.due_total_min if whole.due_total_min < whole.told_total else 0
        for text, amount in (
            (say("Certain each month, whatever the answers"), sure),
            (say("Once, if claimed"), whole.told_once),
            (say("For the past, if claimed now"), whole.past_total),
            (say("In addition each month, if a social contract is signed on applying"), whole.step_total),
        ):
            if amount:
                yield Entry(text, self.speech.money(amount))
        yield from entries[len(families) :]

    def _person(self, part: PersonPart) -> Entry:
        cover = [Said("plain", self.sentences.cover(one)) for one in self.whole.cover if one.who == part.name]
        said = (Said("plain", self._statuses(part)), *cover)
        return Entry(f"{part.name}, {self.wording.age(part.age_in_months)}", "", said)

    def _statuses(self, part: PersonPart) -> str:
        """Return the statuses that are certain; where none is, those that may be, as the passport has them."""
        certain, perhaps = ("; ".join(fact.label for fact in facts) for facts in (part.statuses, part.perhaps))
        if certain:
            return certain
        if not part.here:
            return self.say("Has died or left Kazakhstan for good, based on what was given.")
        if perhaps:
            return self.say("no status is certain yet (perhaps: {statuses})", statuses=perhaps)
        return self.say("None of the statuses on the list; that is usual and does not take away any right.")

    def _conflict(self, found: Conflict) -> Entry:
        said = [Said("plain", self.wording.correction(each)) for each in found.correct]
        return Entry(found.text, "", (*said, *self.law([found.law])))

    def _label(self, line: Line, names: str) -> str:
        label = f"{line.label} – {names}"
        return self.say("{label}, for {year}", label=label, year=line.period) if len(line.period) == _YEAR else label

    def _together(self, lines: Iterable[Line]) -> tuple[Entry, ...]:
        """Return the entries of rights; those of several people with the same amount and reasons as one."""
        alike: dict[tuple[str, Entry], list[Line]] = {}
        for line in lines:
            entry = dataclasses.replace(self._due(line), label="", of=())
            alike.setdefault((line.variable, entry), []).append(line)
        return tuple(self._entry(entry, group) for (_, entry), group in alike.items())

    def _entry(self, entry: Entry, lines: list[Line]) -> Entry:
        label = self._label(lines[0], ", ".join(self.wording.who(line.who) for line in lines))
        if len(lines) > 1:
            label = self.say("{label} (each)", label=label)
        return dataclasses.replace(entry, label=label, of=tuple((line.variable, line.who) for line in lines))

    def _due(self, line: Line) -> Entry:
        label = self._label(line, self.wording.who(line.who))
        return Entry(label, self._range(line), tuple(self._reasons(line)), of=((line.variable, line.who),))

    def _range(self, line: Line) -> str:
        """Return the amount of a line on what was told, of what has ended what is left for the past.

        Where it is the least, and may be more, it is said so.
        """
        if _ended(line):
            return self.speech.money(line.for_the_past or 0)
        amount = self.wording.value(line.amount, line.unit)
        least = line.status in ("due", "claimable") and line.amount == line.amount_min != line.amount_max
        return self.say("from {least}", least=amount) if least else amount

    def _reasons(self, line: Line) -> Iterator[Said]:
        if line.received:
            yield Said("plain", self.say("You already get this (according to the date you gave)."))
        yield from self._in_time(line)
        if line.rule:
            yield Said("rule", self.say("Rule: {rule}", rule=self.wording.rule(line.rule)))
        before = ""
        for figure in line.figures:
            links = ((figure.law.text, figure.law.url),) if figure.law else ()
            yield Said("figure", self.wording.figure(figure, again=figure.parameter == before), links)
            before = figure.parameter
        shown = [self.wording.fact(fact, line.who) for fact in line.facts if fact.value not in _NOTHING]
        if shown:
            yield Said("fact", self.say("Facts: {facts}", facts="; ".join(shown)))
        for condition in line.conditions:
            yield Said(HOLDS, condition.label) if condition.holds else self._condition(condition, line.who)
        for question in line.readings:
            yield Said("note", question.text)
        yield from self.law(line.law)
        if line.borne_by is None and not line.received:
            yield from self._next(line)

    def _not_due(self, line: Line) -> Entry:
        said = tuple(self._condition(condition, line.who) for condition in line.conditions)
        if line.needs:
            needs = "; ".join(self.wording.named(fact, line.who) for fact in line.needs)
            said += (Said(UNKNOWN, self.say("The amount depends on what was not given: {facts}", facts=needs)),)
        if line.rule:
            said += (Said("rule", self.say("Rule: {rule}", rule=self.wording.rule(line.rule))),)
        return Entry(f"{line.label} – {self.wording.who(line.who)}", "", said, of=((line.variable, line.who),))

    def _step(self, line: Line) -> Entry:
        text = self.say("Due if you sign a social contract with the career centre on applying.")
        entry = self._not_due(line)
        amount = self.wording.value(line.step_amount, line.unit)
        return dataclasses.replace(entry, amount=amount, said=(Said("plain", text), *self._next(line)))

    def _in_time(self, line: Line) -> Iterator[Said]:
        """Yield whether it is paid once, which months of the past a claim still brings, and by when to claim."""
        once = line.variable in paid_once()
        if once and line.status == "claimable":
            yield Said("plain", self.say("Arose in {month}; paid once.", month=self.speech.month(str(line.arose))))
        elif once or _ended(line):
            ended = "It has ended; what was not claimed is still paid if it is claimed now."
            yield Said("plain", self.say("Paid once." if once else ended))
        if line.for_the_past:
            yield Said("plain", self.sentences.past(line.for_the_past, str(line.past_since), str(line.past_until)))
        if line.waiting:
            yield Said("plain", self.sentences.term(line.waiting, line.unit, past=bool(line.for_the_past)))

    def _next(self, line: Line) -> Iterator[Said]:
        yield Said("plain", " ".join(step_lines(line.variable, self.speech.code)))

    def _only_if(self, lines: Iterable[Line]) -> Iterator[Entry]:
        """Yield what is taken for granted, each with the rights that might be due if it were otherwise."""
        for reason, rights, of in _asking((line, reason) for line in lines for reason in line.only_if):
            yield Entry(f"{reason}: {rights}", of=of)

    def _closed(self, lines: Iterable[Line]) -> Iterator[Entry]:
        """Yield what nobody of the family can come to meet, each with the rights that ask for it."""
        for condition, rights, of in _asking((line, line.closed_by) for line in lines if line.closed_by):
            yield Entry(self.say("{rights} (required: {condition})", rights=rights, condition=condition), of=of)

    def _condition(self, condition: Condition, who: str) -> Said:
        links = tuple((place.text, place.url) for place in condition.law)
        if condition.holds is None:
            return Said(UNKNOWN, self.wording.condition(condition, who), links)
        return Said(HOLDS if condition.holds else FAILS, self.wording.condition(condition, who), links)

    def _assumed(self, facts: Iterable[Fact]) -> Iterator[Entry]:
        people: dict[str, list[str]] = {}
        for fact in facts:
            people.setdefault(f"{fact.label}: {self.wording.value(fact.value, fact.unit)}", []).append(
                self.wording.who(fact.who)
            )
        for what, whom in people.items():
            yield Entry(f"{what} ({', '.join(whom)})")
        yield Entry(self.say("Everything else that was not given: no, or zero"))


def _expected(line: Line) -> bool:
    """Return whether a right is due on what was told, or is still paid for the past."""
    return line.amount > 0 or _ended(line)


def _ended(line: Line) -> bool:
    """Return whether a right was paid by the month and has ended, while a claim still brings months gone by."""
    return not line.amount and bool(line.for_the_past)


def _asking(asked: Iterable[tuple[Line, str]]) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Yield what some lines ask for, each once, with the labels of the lines and what they are of."""
    groups: dict[str, list[Line]] = {}
    for line, what in asked:
        groups.setdefault(what, []).append(line)
    for what, group in groups.items():
        yield what, "; ".join(line.label for line in group), tuple((line.variable, line.who) for line in group)


def _step_amount(line: Line) -> float:
    return line.step_amount or 0.0


class _Tree(_Writer):
    def __init__(self, whole: VariableExplanation) -> None:
        super().__init__(whole)
        self.whole = whole

    def document(self) -> Document:
        label = self.whole.reasons[0].fact.label
        return Document(
            lang=self.whole.lang,
            title=self.say("{label} in {month}", label=label, month=self.wording.period(self.whole.month)),
            summary=(),
            parts=tuple(
                Part(f"reason-{place}", self.wording.who(reason.fact.who), (self._reason(reason),))
                for place, reason in enumerate(self.whole.reasons)
            ),
            foot=self.foot(),
        )

    def _reason(self, reason: Reason, depth: int = 0) -> Entry:
        label = reason.fact.label
        if reason.fact.who != self.whole.reasons[0].fact.who:
            label = f"{self.wording.who(reason.fact.who)}, {label}"
        if reason.period not in (self.whole.month, "ETERNITY"):
            label = f"{label} ({self.wording.period(reason.period)})"
        said = (*self._said(reason, depth), *self._place(reason, depth))
        entries = tuple(self._reason(below, depth + 1) for below in reason.because)
        return Entry(label, self.wording.value(reason.fact.value, reason.fact.unit), said, entries)

    def _said(self, reason: Reason, depth: int) -> Iterator[Said]:
        if reason.fact.origin == "told":
            yield Said("origin", self.say("given"))
        elif reason.fact.origin == "assumed":
            yield Said("origin", self.say("not given: assumed"))
        if reason.rule and depth <= _RULES:
            yield Said("rule", self.say("Rule: {rule}", rule=self.wording.rule(reason.rule)))
        if reason.version and not depth:
            yield Said(
                "rule", self.say("The rule in force since {day}", day=self.wording.value(reason.version, "date"))
            )
        if reason.comparison:
            holds = HOLDS if reason.fact.value else FAILS
            yield Said(holds, self.wording.comparison(reason.comparison))
        for figure in reason.figures:
            links = ((figure.law.text, figure.law.url),) if figure.law else ()
            yield Said("figure", self.wording.figure(figure), links)
        if reason.rounding:
            yield Said("rule", self.say(ROUNDINGS[reason.rounding]))

    def _place(self, reason: Reason, depth: int) -> Iterator[Said]:
        told = self.wording.change(reason.change, reason.fact.who) if reason.change and not depth else ""
        if told:
            yield Said("note", told)
        yield from self.law(reason.law)
        if reason.more:
            yield Said(
                "note", self.say("There is more below: ask for {variable}", variable=f"`{reason.fact.variable}`")
            )


# Down to this depth a tree tells the rules; below it their places in the law are enough.
_RULES = 1

#: How a rule rounds, said of its result.
ROUNDINGS = {
    "up": "Rounded up to the whole tenge",
    "down": "Rounded down to the whole tenge",
    "nearest": "Rounded to the nearest tenge",
}
