"""The end of knowledge: figures that a yearly law sets are enacted to the end of a year, and after it they stand in.

A parameter that a yearly law sets says so in its metadata: ``set_yearly`` (by what) and ``known_until`` (the last day
of the last enacted year). A calculation of a later month takes the last figure, and every answer says so.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from openfisca_core.periods import DateUnit, Instant, Period

from openfisca_kz.engine.core import memo
from openfisca_kz.engine.figures import leaves
from openfisca_kz.language import Language, language

#: Figures that are published region by region and quarter by quarter: 0 says that nothing was published for a quarter.
PUBLISHED_BY_QUARTER = ("indicators.subsistence_minimum_statistical.", "rights.assistance.poverty_line.published.")


def unpublished(figure: str, value: Any) -> bool:
    """Return whether the value of a figure says that it is not known."""
    return value == 0 and figure.startswith(PUBLISHED_BY_QUARTER)


@dataclasses.dataclass(frozen=True)
class StandIn:
    """A figure that is not enacted for the month asked: that of the last enacted year stands in."""

    figure: str
    labels: dict[str, str]
    year: int


@dataclasses.dataclass(frozen=True)
class Enacted:
    """A figure that the law has enacted for a later year already, and that was used."""

    figure: str
    labels: dict[str, str]
    since: str


@dataclasses.dataclass(frozen=True)
class Beyond:
    """What an answer of a month rests on when the month is later than the yearly figures are enacted for."""

    month: str
    stands_in: tuple[StandIn, ...] = ()
    enacted: tuple[Enacted, ...] = ()

    def __bool__(self) -> bool:
        """Return whether a figure stands in."""
        return bool(self.stands_in)

    def __str__(self) -> str:
        """Return which figures stand in and of which year, such as ``indicators.mrp=2026``."""
        return " ".join(f"{one.figure}={one.year}" for one in self.stands_in)

    def to_data(self, speech: Language) -> dict[str, Any]:
        """Return it as plain data: which figures stand in, of which year, and what is enacted ahead."""
        return {
            "stands_in": [
                {"figure": one.figure, "label": one.labels[speech.code], "year": one.year} for one in self.stands_in
            ],
            "enacted_ahead": [
                {"figure": one.figure, "label": one.labels[speech.code], "since": one.since} for one in self.enacted
            ],
        }

    def sentences(self, speech: Language) -> list[str]:
        """Return it in sentences; none where every figure is enacted."""
        if not self.stands_in:
            return []
        by_year: dict[int, list[str]] = {}
        for one in self.stands_in:
            by_year.setdefault(one.year, []).append(one.labels[speech.code])
        said = [
            speech.say(
                "Not enacted yet for {month}; the figures of {year} stand in: {figures}.",
                month=speech.month(self.month),
                year=year,
                figures=_joined(labels),
            )
            for year, labels in sorted(by_year.items())
        ]
        if self.enacted:
            of_one_node = {
                one.figure.rpartition(".")[0]: one for one in reversed(self.enacted)
            }  # the first says enough
            labels = _joined([one.labels[speech.code] for one in reversed(of_one_node.values())])
            said.append(speech.say("Enacted for later years already, and used: {figures}.", figures=labels))
        return said


def _joined(labels: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(labels))


def beyond_of(month: str, told: Iterable[dict[str, Any]], speech: Language) -> Beyond:
    """Return what stands in as it was told as plain data, in the language that it was told in."""
    return Beyond(month, tuple(StandIn(one["figure"], {speech.code: one["label"]}, one["year"]) for one in told))


def told_beyond(answer: Any, lang: str) -> dict[str, Any]:
    """Return an answer as plain data, what stands in told beside the rest.

    Args:
        answer: a dataclass with a field ``beyond``.
        lang: en, kk or ru.

    """
    plain = dataclasses.asdict(answer)
    del plain["beyond"]
    beyond: Beyond = answer.beyond
    return {**plain, **beyond.to_data(language(lang))}


def ends(system: Any) -> dict[str, str]:
    """Return, for each figure that is set yearly, the last day for which it is enacted or, in a reform, expected."""
    kept = memo(system)
    known = kept.get("ends")
    if known is None or known[0] is not system.parameters:
        found = {}
        for leaf in leaves(system.parameters):
            until = leaf.metadata.get("known_until")
            if until:
                found[leaf.name] = max(str(until), f"{str(leaf.values_list[0].instant_str)[:4]}-12-31")
        known = kept["ends"] = (system.parameters, found, _instant(min(found.values(), default=None)))
    ended: dict[str, str] = known[1]
    return ended


def end(system: Any) -> Instant | None:
    """Return the first day on which a yearly figure has ended; None for a law that has none."""
    ends(system)
    last: Instant | None = memo(system)["ends"][2]
    return last


def _instant(day: str | None) -> Instant | None:
    return None if day is None else Instant((int(day[:4]), int(day[5:7]), int(day[8:10])))


def enacted_until(system: Any) -> str:
    """Return the last month for which every figure that is set yearly is enacted, such as ``2026-12``."""
    return min(ends(system).values())[:7]


class Reads:
    """Remembers which figures the rules of late months read, and tells the tracer as well where there is one."""

    def __init__(self, known_until: Instant | None = None) -> None:
        #: A period that ends when the first of the yearly figures does.
        self.known_until = None if known_until is None else Period((DateUnit.MONTH, known_until, 1))
        self.seen: dict[tuple[str, str], None] = {}
        self.period: Any = None
        self.tracer: Any = None

    def record(self, name: str) -> None:
        """Note a figure."""
        self.seen[name, str(self.period.start)] = None

    def record_parameter_access(self, name: str, day: str, value: Any) -> None:
        """Note a figure (called by the law that is read)."""
        for leaf in getattr(value, "leaves", None) or (None,):
            self.record(f"{name}.{leaf}" if leaf else name)
        if self.tracer is not None:
            self.tracer.record_parameter_access(name, day, value)


def beyond(simulation: Any, month: str | Period) -> Beyond:
    """Return which figures that a simulation read stand in for those of a month, and which are enacted ahead."""
    system, asked = simulation.tax_benefit_system, str(month)[:7]
    read = {name for name, day in simulation.late.seen if day[:7] <= asked}
    return _of(system, asked, read)


def beyond_month(system: Any, month: str | Period) -> Beyond:
    """Return all figures that stand in for those of a month, whatever is asked."""
    return _of(system, str(month)[:7], set(ends(system)))


def _of(system: Any, month: str, read: set[str]) -> Beyond:
    ended = ends(system)
    late = [name for name in ended if ended[name][:7] < month and name in read]
    stands_in = tuple(StandIn(name, _labels(system, name), int(ended[name][:4])) for name in late)
    if not late:
        return Beyond(month)
    known = min(ended.values())
    enacted = []
    for leaf in leaves(system.parameters):
        if leaf.name not in read or leaf.name in ended:
            continue
        since = next((str(one.instant_str) for one in leaf.values_list if str(one.instant_str)[:7] <= month), "")
        if since > known:
            enacted.append(Enacted(leaf.name, _labels(system, leaf.name), since))
    return Beyond(month, stands_in, tuple(enacted))


def _labels(system: Any, name: str) -> dict[str, str]:
    node = system.parameters
    for part in name.split("."):
        node = node.children[part]
    written = node.metadata.get("label") or {}
    labels = {"en": node.description or name, **written}
    return {lang: text[0].lower() + text[1:] if text[1:2].islower() else text for lang, text in labels.items()}
