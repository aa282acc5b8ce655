"""Writes a screening as text: what is due, the questions that decide the rest, what is not due and why."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from openfisca_kz.assessment.screening_model import Question, Right, Screening
from openfisca_kz.language import Language, language
from openfisca_kz.presentation.explanation.wording import Wording
from openfisca_kz.presentation.lines import WIDTH, heading, wrap
from openfisca_kz.presentation.next_step import complaint_line, step_lines
from openfisca_kz.presentation.screening_sentences import Sentences

FUND = "National Fund for Children: for the eighteenth birthday"
NATIONAL_FUND = (
    "Nothing to do now: the state puts a share aside for every child each year, in dollars. From the eighteenth "
    "birthday it may be spent on a home or on education."
)
_SIGNS = {True: "+", False: "-", None: "?"}


def to_text(screening: Screening, lang: str = "en", questions: int = 6) -> str:
    """Return a screening as plain text."""
    return "\n".join(_Writer(language(lang), questions).write(screening)) + "\n"


def _below(text: str) -> tuple[str, ...]:
    """Return a heading after an empty line."""
    return "", *heading(text)


class _Writer:
    def __init__(self, speech: Language, questions: int) -> None:
        self.speech, self.say, self.questions = speech, speech.say, questions
        self.sentences = Sentences(speech)
        self.silent: frozenset[str] = frozenset()

    def write(self, whole: Screening) -> Iterator[str]:
        self.silent = frozenset(whole.families if len(whole.families) == 1 else ())
        title = self.say("What the family is owed in {month}", month=self.speech.month(whole.month))
        yield from heading(title, "=")
        yield from wrap(self.sentences.total(whole))
        yield from self._conflicts(whole)
        steps = tuple(right for right in whole.rights if right.step)
        due, likely = whole.of_status("due"), whole.likely
        parts = (
            ("Can still be claimed", whole.of_status("claimable")),
            ("Due", tuple(filter(_in_tenge, due))),
            ("Due, based on what was entered so far; an answer can still change it", tuple(filter(_in_tenge, likely))),
            ("Due if you take one more step when you apply", steps),
            (FUND, tuple(itertools.filterfalse(_in_tenge, (*due, *likely)))),
            ("Coming within a year, based on what was given", tuple(right for right in whole.rights if right.starts)),
        )
        if not any(rights for _, rights in parts[:-2]):
            yield self.say("Nothing is certain yet: answer the questions below.")
        for title, rights in parts:
            if rights:
                yield from _below(self.say(title))
            for same in self._alike(rights):
                yield from self._card(same)
        yield from _below(self.say("Health insurance"))
        for cover in whole.cover:
            yield from wrap(f"{cover.who}: {self.sentences.cover(cover)}", "  ", "      ")
        if whole.questions:
            yield from _below(self.say("These questions can change the answer"))
            yield from self._asked(whole)
        yield from self._only_if(whole)
        not_due = list(self._refused(whole))
        if not_due:
            yield from _below(self.say("Not due, because this condition is not met"))
        for right in not_due:
            condition = right.conditions[0]
            law = f" ({condition.law.text})" if condition.law else ""
            yield from wrap(f"{self._named(right.label, [right.who])}: {condition.label}{law}", "  ", "      ")
        yield from self._assumed(whole)
        yield ""
        for sentence in whole.beyond.sentences(self.speech):
            yield from wrap(sentence)
        yield from wrap(complaint_line(self.speech.code))
        yield from wrap(
            self.say(
                "Law in force in {month}, openfisca-kz {version}. Nothing entered here is stored. This is not a "
                "decision: a decision is taken by the State Corporation or the body named by law.",
                month=self.speech.month(whole.month),
                version=whole.version,
            )
        )

    # ----- What contradicts itself ----- #

    def _conflicts(self, whole: Screening) -> Iterator[str]:
        if whole.conflicts:
            yield from _below(self.say("Facts that contradict one another"))
        wording = Wording(self.speech)
        for found in whole.conflicts:
            yield from wrap(f"{found.text}.", "  ")
            for line in (self.say("Law: {law}", law=found.law.text), *map(wording.correction, found.correct)):
                yield from wrap(line, "      ", "        ")

    # ----- Due ----- #

    def _alike(self, due: Iterable[Right]) -> list[list[Right]]:
        """Return the rights with those together that differ in the person only."""
        groups: dict[tuple[str, ...], list[Right]] = {}
        for right in due:
            groups.setdefault((right.label, self.sentences.amount(right), *self._details(right)), []).append(right)
        return list(groups.values())

    def _card(self, same: list[Right]) -> Iterator[str]:
        head = f"  {self._named(same[0].label, [right.who for right in same])} "
        amount = self.sentences.amount(same[0])
        if len(same) > 1:
            amount = self.say("{amount} each", amount=amount)
        yield f"{head}{'.' * max(3, WIDTH - len(head) - len(amount) - 1)} {amount}"
        for line in self._details(same[0]):
            yield from wrap(line, "      ", "        ")

    def _named(self, label: str, who: list[str]) -> str:
        """Return a label with the persons it is about; the only family needs no name."""
        names = [name for name in who if name not in self.silent]
        return f"{label} – {', '.join(names)}" if names else label

    def _details(self, right: Right) -> Iterator[str]:
        if right.received:
            yield self.say("You already get this (according to the date you gave).")
        yield from self.sentences.step(right)
        if right.status in ("due", "claimable"):
            yield from filter(None, (self.sentences.between(right), self.sentences.span(right)))
        if right.starts:
            yield self.sentences.starts(right)
        yield from self.sentences.waiting(right)
        for condition in () if right.starts else right.conditions:
            yield f"{_SIGNS[condition.holds]} {self.sentences.condition(condition)}"
        if _in_tenge(right):
            yield from () if right.received else step_lines(right.right, self.speech.code)
        else:
            yield self.say(NATIONAL_FUND)
        if right.law:
            place = right.law[0]
            yield self.say("Law: {law}", law=f"{place.text} {place.url or ''}".strip())

    # ----- Possible ----- #

    def _asked(self, whole: Screening) -> Iterator[str]:
        for number, question in enumerate(whole.questions[: self.questions], start=1):
            yield from wrap(f"{number}. {question.text}{self._whom(question)}", "  ", "     ")
            for line in self._why(question):
                yield from wrap(line, "     ", "     ")
        left = len(whole.questions) - self.questions
        if left > 0:
            text = "More questions that matter less: {count}; --questions {all} shows them."
            yield from wrap(self.say(text, count=left, all=len(whole.questions)), "  ")
        told = {right.label for right in whole.likely} | {right.label for right in whole.rights if right.step}
        open_ = [right.label for right in whole.of_status("possible") if not right.only_if]
        names = [label for label in dict.fromkeys(open_) if label not in told]
        if names:
            yield from wrap(self.say("An answer may open: {rights}.", rights="; ".join(names)), "  ")
        for right in whole.of_status("possible"):
            for line in self.sentences.near(right):
                yield from wrap(line, "  ")

    def _only_if(self, whole: Screening) -> Iterator[str]:
        """Yield what is taken for granted, each with the rights that might be due if it were otherwise."""
        asked: dict[str, dict[str, None]] = {}
        for right in whole.of_status("possible"):
            for reason in right.only_if:
                asked.setdefault(reason, {})[right.label] = None
        if asked:
            yield from _below(self.say("Only if this is not as assumed"))
        for reason, labels in asked.items():
            yield from wrap(f"{reason}: {'; '.join(labels)}", "  ", "    ")

    def _whom(self, question: Question) -> str:
        names = [name for name in question.who.split(", ") if name not in self.silent]
        return f" ({', '.join(names)})" if names else ""

    def _why(self, question: Question) -> Iterator[str]:
        if question.could_change > 0:
            yield self.say(
                "Could change the amount by up to {amount} a month.", amount=self.speech.money(question.could_change)
            )
        if question.facts and len(question.facts) == 1:
            fact = question.facts[0]
            field = f"{fact.fact}: {' | '.join(fact.choices) or '...'}"
            yield self.say("In the family file: {who}: {fact}", who=fact.who, fact=field)
        else:
            names = dict.fromkeys(fact.fact for fact in question.facts)
            yield self.say("If yes, in the family file: {facts}", facts=", ".join(names))

    # ----- Not due ----- #

    def _refused(self, whole: Screening) -> Iterator[Right]:
        """Yield for each right that nobody may have the one who is nearest to it."""
        open_ = {right.right for right in whole.rights if right.status != "not_due"}
        nearest: dict[str, Right] = {}
        for right in whole.of_status("not_due"):
            best = nearest.get(right.right, right)
            if right.conditions and right.right not in open_:
                nearest[right.right] = right if len(right.conditions) < len(best.conditions) else best
        yield from sorted(nearest.values(), key=lambda right: len(right.conditions))

    def _assumed(self, whole: Screening) -> Iterator[str]:
        if whole.assumptions:
            yield from _below(self.say("Assumed; if it is not so, say so in the family file"))
        for because in dict.fromkeys(assumption.because for assumption in whole.assumptions):
            yield from wrap(because, "  ", "      ")


def _in_tenge(right: Right) -> bool:
    return right.unit == "KZT"
