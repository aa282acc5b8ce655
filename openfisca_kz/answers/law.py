"""The law as data: every figure in force in a month, and what changed between two months and for whom."""

from __future__ import annotations

import calendar
import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from openfisca_core.parameters import Parameter, ParameterScale
from openfisca_core.periods import Period

from openfisca_kz.assessment.citations import cite
from openfisca_kz.assessment.laws import act_of_figure, law_of_figure, law_of_variable
from openfisca_kz.assessment.model import Law
from openfisca_kz.engine.core import memo
from openfisca_kz.engine.figures import label_of, leaves, since
from openfisca_kz.engine.formulas import named_by
from openfisca_kz.engine.knowledge import beyond_month, unpublished
from openfisca_kz.engine.protocols import System
from openfisca_kz.language import Language
from openfisca_kz.problems import FIRST_MONTH, LAST_MONTH, InputError, month_of, nearest, refuse_argument
from openfisca_kz.services.rights_and_duties import PAID, duties_of, paid_by_state, rights_of, statuses_of

_LISTED = "`openfisca-kz law` lists them, or `/parameters` of the API."


@dataclasses.dataclass(frozen=True)
class Figure:
    """A figure of the law in force in a month.

    ``known`` says how it is known, ``source`` where it was read if that is not the act, ``checked`` when it was last
    looked up, ``stands_in`` the year it is of where that of the month is not enacted.
    """

    name: str
    label: str
    value: Any
    unit: str
    act: str
    number: str
    date: str
    article: str
    address: str
    known: str
    source: str
    since: str
    checked: str
    stands_in: int | None


@dataclasses.dataclass(frozen=True)
class Concerned:
    """A right or duty that a change is of, and the statuses that its conditions name."""

    name: str
    label: str
    statuses: tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True)
class Change:
    """A figure that has another value, or a rule that is another, since a day; None where there is no value."""

    kind: str  # figure or rule
    name: str
    label: str
    since: str
    was: Any
    now: Any
    unit: str
    law: Law
    concerns: tuple[Concerned, ...]


def figures_in_force(month: str, speech: Language, law: System, area: str = "") -> tuple[Figure, ...]:
    """Return every figure in force in a month, as the month begins.

    Args:
        month: such as 2026-06.
        speech: the language.
        law: today's or with a bill.
        area: the beginning of their names, such as ``rights.family``; empty for all.

    Raises:
        InputError: there is no such month or area.

    """
    day = str(month_of(month).start)
    years = {one.figure: one.year for one in beyond_month(law, month).stands_in}
    found = []
    for leaf, told in _figures(law, area):
        value, begun = leaf.get_at_instant(day), since(leaf, day)
        if value is None or begun is None or unpublished(leaf.name, value):
            continue
        entry = _entry(told, begun)
        place = law_of_figure(entry, speech.code, begun)
        title = str(entry.get("title") or "")
        act = act_of_figure(title)
        known = told.metadata.get("known") or ""
        source = str(entry.get("href") or "")
        found.append(
            Figure(
                name=leaf.name,
                label=_label(leaf, told, speech),
                value=value,
                unit=_unit(leaf, told),
                act=act.title[speech.code] if act else cite(title, speech.code),
                number=act.number if act else "",
                date=act.date if act else "",
                article=cite(str(entry.get("article") or ""), speech.code),
                address=place.url or "",
                known=str(known.get(begun, "") if isinstance(known, Mapping) else known),
                source="" if act and act.id and act.id in source else source,
                since=begun,
                checked=str(told.metadata.get("last_value_still_valid_on") or ""),
                stands_in=years.get(leaf.name),
            )
        )
    return tuple(found)


def changes_between(first: str, last: str | None, speech: Language, law: System, area: str = "") -> tuple[Change, ...]:
    """Return what is another way in the law at the end of a month than at the beginning of an earlier one, by days.

    Args:
        first: the earlier month.
        last: the later month; None for all that is enacted.
        speech: the language.
        law: today's or with a bill.
        area: the beginning of the names of figures and the room of rules; empty for all.

    Raises:
        InputError: there is no such month or area, or the later month is the earlier.

    """
    begin, end = str(month_of(first).start), month_of(last or LAST_MONTH)
    if str(end.start) < begin:
        raise _other_way_round(month_of(first), end)
    until = str(end.start)[:8] + str(calendar.monthrange(end.start.year, end.start.month)[1])
    asked = (begin, until, speech, law, area, _Readers(law, speech))
    found = [*_of_figures(*asked), *_of_rules(*asked)]
    return tuple(sorted(found, key=lambda change: (change.since, change.kind, change.name)))


def _other_way_round(first: Period, last: Period) -> InputError:
    return refuse_argument("last", "{last} is before {first}: give the earlier month first.", first=first, last=last)


def month_before(month: str, last: str | None) -> str:
    """Return the month before the one from which changes are asked, up to the last; or the first of the rules."""
    if last is not None and str(month_of(last)) < month:
        raise _other_way_round(month_of(month), month_of(last))
    return max(FIRST_MONTH, str(month_of(month).offset(-1)))


def _of_figures(
    begin: str, until: str, speech: Language, law: System, area: str, readers: _Readers
) -> Iterator[Change]:
    for leaf, told in _figures(law, area):
        was = leaf.get_at_instant(begin)
        was = None if unpublished(leaf.name, was) else was
        for entry in reversed(leaf.values_list):
            day = str(entry.instant_str)
            if begin < day <= until and entry.value != was and not unpublished(leaf.name, entry.value):
                place = law_of_figure(_entry(told, day), speech.code, day)
                concerns = readers.of_figure(leaf.name)
                label = _label(leaf, told, speech)
                yield Change("figure", leaf.name, label, day, was, entry.value, _unit(leaf, told), place, concerns)
                was = entry.value


def _of_rules(begin: str, until: str, speech: Language, law: System, area: str, readers: _Readers) -> Iterator[Change]:
    for name, variable in law.variables.items():
        if not f"{getattr(variable, 'room', '')}.{name}".startswith(area):
            continue
        for day in map(str, variable.formulas):
            if begin < day <= until:
                place = next(iter(law_of_variable(variable, month_of(day[:7]), speech.code)), Law(""))
                label = speech.say(variable.label or name)
                yield Change("rule", name, label, day, None, None, "", place, readers.of_rules((name,)))


# ----- Figures ----- #


def _figures(law: System, area: str) -> Iterator[tuple[Parameter, Any]]:
    """Yield the figures of an area, each with what tells of it: itself, or the scale that it is of."""
    scales = {node.name: node for node in law.parameters.get_descendants() if isinstance(node, ParameterScale)}
    every = [(leaf, scales.get(leaf.name.partition("[")[0], leaf)) for leaf in leaves(law.parameters)]
    wanted = [(leaf, told) for leaf, told in every if f"{leaf.name}.".startswith(f"{area}." if area else "")]
    if not wanted:
        areas = sorted({node.name for node in law.parameters.get_descendants() if node.name})
        near = nearest(area, areas, _LISTED)
        raise refuse_argument("area", "There are no figures of {area}: {near}", area=area, near=near)
    yield from wanted


def _entry(told: Any, day: str) -> Mapping[str, Any]:
    """Return the reference of a day; of several the first."""
    entry = (told.metadata.get("reference") or {}).get(day) or {}
    return entry[0] if isinstance(entry, list) else entry


def _label(leaf: Parameter, told: Any, speech: Language) -> str:
    label = label_of(told, speech.code)
    if leaf is told:
        return label
    part, _, kind = leaf.name.partition("[")[2].partition("].")
    words = {"rate": "rate {number}", "threshold": "threshold {number}"}
    return f"{label}: {speech.say(words.get(kind, '{number}'), number=int(part) + 1)}"


def _unit(leaf: Parameter, told: Any) -> str:
    return "share" if leaf is not told and leaf.name.endswith(".rate") else str(told.metadata.get("unit") or "")


# ----- For whom ----- #


class _Readers:
    """Which rights and duties rest on a figure or a rule, and which statuses they name."""

    def __init__(self, law: System, speech: Language) -> None:
        self.law, self.speech = law, speech
        self.entries = dict.fromkeys((*rights_of(law), *duties_of(law), *paid_by_state(law)))
        kept = memo(law)
        if "named" not in kept:
            kept["named"] = {name: named_by(variable) for name, variable in law.variables.items()}
        self.read: Mapping[str, frozenset[str]] = kept["named"]

    def of_figure(self, path: str) -> tuple[Concerned, ...]:
        """Return the rights and duties that rest on a figure, not those that only count what another right gives."""
        parts = path.partition("[")[0].split(".")
        for named_parts in (parts, parts[:-1]):  # a figure of a table is read by the name of the table
            found = [name for name, names in self.read.items() if names.issuperset(named_parts)]
            if found:
                return self.of_rules(found)
        return ()

    def of_rules(self, variables: Iterable[str]) -> tuple[Concerned, ...]:
        """Return the rights and duties that rest on some rules."""
        found = set(variables)
        new = set(found)
        while new:
            passed_on = new - self.entries.keys()
            new = {name for name, names in self.read.items() if names & passed_on} - found
            found |= new
        return tuple(self._concerned(name) for name in self.entries if {name, name + PAID} & found)

    def _concerned(self, entry: str) -> Concerned:
        """Return a right or duty with the statuses that its conditions name: booleans all the way to them."""
        variables, say = self.law.variables, self.speech.say
        statuses = dict.fromkeys(statuses_of(self.law))
        conditions = f"{entry}_eligible"
        start = conditions if conditions in variables else entry
        found: set[str] = set()
        new = {start}
        while new:
            found |= new
            passed_on = [name for name in new if name == start or name not in statuses]
            named = {name for each in passed_on for name in self.read[each] if name in variables} - found
            new = {name for name in named if variables[name].value_type is bool}
        named_statuses = tuple((name, say(variables[name].label)) for name in statuses if name in found)
        return Concerned(entry, say(variables[entry].label), named_statuses)
