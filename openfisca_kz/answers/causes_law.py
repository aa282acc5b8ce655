"""What may be wrong in the law behind a decision: a figure of another year, a cap, a window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openfisca_core.parameters import Parameter

from openfisca_kz.answers.causes import Decision, Variant
from openfisca_kz.answers.timeline_reasons import INCREASES
from openfisca_kz.engine.figures import label_of, parameter_at, since

#: Windows of an average, in months, and what is tried in their place.
WINDOWS = {
    "duties.insured_income.shorter_window": (6, 11, 13, 24),
    "duties.insured_income.longer_window": (12, 23, 25),
}

# A word in the name of a figure that limits from above, and how far the limit is lifted to have no effect.
_CAP = "cap"
_LIFTED = 1000


class LawCauses:
    """The figures that may have been taken otherwise."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        self.month = decision.month
        self.speech = decision.speech

    def find(self) -> Iterator[Variant]:
        """Yield what may be wrong in the figures: those of another year, a cap, a window."""
        yearly: dict[str, dict[str, Any]] = {}
        for path in sorted(self.decision.figures):
            parameter = parameter_at(self.decision.system.parameters, path)
            if not isinstance(parameter, Parameter):
                continue
            begun = {since(parameter, day) for day in self.decision.figures[path]}
            for first in sorted(day for day in begun if day is not None):
                yield from self._other_figures(parameter, path, first, yearly)
        if len(yearly) > 1:
            text = self.speech.say("all yearly figures of the year before were taken")
            yield Variant("figure", text, parameters=yearly)

    def _other_figures(
        self, parameter: Any, path: str, since: str, yearly: dict[str, dict[str, Any]]
    ) -> Iterator[Variant]:
        entries = list(parameter.values_list[::-1])
        place = next(number for number, entry in enumerate(entries) if str(entry.instant_str) == since)
        own = entries[place].value
        if own is None:
            return
        if isinstance(own, bool):
            yield self._figure("figure", parameter, path, since, own, not own)
            return
        for other in entries[max(place - 1, 0) : place] + entries[place + 1 : place + 2]:
            if other.value is not None and other.value != own:
                yield self._figure("figure", parameter, path, since, own, other.value)
        if path in INCREASES.values() and since[:4] == str(self.month.start)[:4]:
            text = self.speech.say(
                "the increase of the year was not given: {label}", label=label_of(parameter, self.speech.code)
            )
            yield Variant("figure", text, parameters={path: {since: 0}})
        former = entries[place - 1].value if place else None
        if path.startswith("indicators.") and former is not None and since[:4] == str(self.month.start)[:4]:
            yearly[path] = {since: former}
        if _CAP in path.rpartition(".")[2]:
            text = self.speech.say("a cap was not applied: {label}", label=label_of(parameter, self.speech.code))
            yield Variant("cap", text, parameters={path: {since: own * _LIFTED}})
        for window in WINDOWS.get(path, ()):
            yield self._figure("income", parameter, path, since, own, window)

    def _figure(self, kind: str, parameter: Any, path: str, since: str, own: Any, other: Any) -> Variant:
        unit = str(parameter.metadata.get("unit", ""))
        text = self.speech.say(
            "another figure was taken: {label}: {other}, not {own}",
            label=label_of(parameter, self.speech.code),
            other=self.speech.quantity(other, unit),
            own=self.speech.quantity(own, unit),
        )
        return Variant(kind, text, parameters={path: {since: other}})
