"""Writes a timeline as text: the totals at each change, then month by month what happens and why."""

from __future__ import annotations

from collections.abc import Iterator

from openfisca_kz.answers.late_claims import to_lines
from openfisca_kz.answers.timeline import Event, Month, Timeline
from openfisca_kz.language import Language, language
from openfisca_kz.presentation.lines import columns, heading, wrap
from openfisca_kz.presentation.timeline_sentences import Sentences

FACTS_STAY = (
    "What was entered holds in every month: pay, study and who lives together stay as they are unless the file says "
    "otherwise."
)
PROJECTED = (
    "* A projection: figures of {month} and earlier are enacted; later ones stay as they are, but for those that the "
    "law has already set."
)


def to_text(whole: Timeline, lang: str = "en") -> str:
    """Return a timeline as plain text.

    Args:
        whole: what ``timeline`` returned, in the same language.
        lang: en, kk or ru.

    """
    return "\n".join(line.rstrip() for line in _Writer(whole, language(lang)).write()) + "\n"


class _Writer:
    def __init__(self, whole: Timeline, speech: Language) -> None:
        self.whole = whole
        self.speech = speech
        self.say = speech.say
        self.sentences = Sentences(speech)

    def write(self) -> Iterator[str]:
        whole = self.whole
        first, last = self.speech.month(whole.first_month), self.speech.month(whole.last_month)
        title = self.say("What is coming, {first} to {last}", first=first, last=last)
        yield from heading(title, "=")
        yield from self._totals()
        yield ""
        yield from self._standings()
        for month in dict.fromkeys(event.month for event in whole.events):
            yield from self._month(month)
        if not whole.events:
            yield self.say("Nothing changes.")
            yield ""
        if whole.late_claims:
            title = self.say("What late claims cost in these months")
            yield from heading(title)
            for line in to_lines(whole.late_claims, self.speech):
                yield from wrap(line, "  ", "      ")
            yield ""
        if any(month.projected for month in whole.months):
            yield from wrap(self.say(PROJECTED, month=self.speech.month(whole.enacted_until)))
        for sentence in whole.beyond.sentences(self.speech):
            yield from wrap(sentence)
        yield from wrap(self.say(FACTS_STAY))

    def _standings(self) -> Iterator[str]:
        if not self.whole.standings:
            return
        title = self.say("How the rights stand in {month}", month=self.speech.month(self.whole.first_month))
        yield from heading(title)
        for one in self.whole.standings:
            yield from wrap(self.sentences.standing(one), "  ", "      ")
        yield ""

    def _totals(self) -> Iterator[str]:
        heads = [
            self.say("month"),
            self.say("All that the family is paid"),
            self.say("All that the members pay"),
            self.say("What remains"),
        ]
        rows = [heads]
        for before, month in zip((None, *self.whole.months), self.whole.months, strict=False):
            if before is None or _sums(before) != _sums(month):
                name = self.speech.month(month.month) + (" *" if month.projected else "")
                rows.append([name, *map(self.speech.money, _sums(month))])
        yield from columns(rows)

    def _month(self, month: str) -> Iterator[str]:
        title = self.speech.month(month) + (" *" if month > self.whole.enacted_until else "")
        yield from heading(title)
        for event in self.whole.events:
            if event.month == month:
                yield from self._event(event)
        yield ""

    def _event(self, event: Event) -> Iterator[str]:
        if event.kind == "milestone":
            yield f"  {self.sentences.day(event)}: {event.label}"
            return
        yield from wrap(f"{event.label} - {event.who}: {self.sentences.change(event)}", "  ", "      ")
        for cause in self.sentences.causes(event):
            yield from wrap(cause, "      ", "        ")


def _sums(month: Month) -> tuple[float, float, float]:
    return month.total_rights, month.total_duties, month.disposable_income
