"""Why an amount of one month differs from that of the month before: the condition, the figure or the fact that did."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from openfisca_core.periods import Period

from openfisca_kz.answers.told_facts import said_value
from openfisca_kz.assessment.laws import law_of_figure
from openfisca_kz.assessment.model import Law
from openfisca_kz.assessment.trace import Trace
from openfisca_kz.engine.figures import label_of, parameter_at

# How far below an amount the cause is looked for.
_DEPTH = 8

_CONDITIONS = "_eligible"

# The part of a month for which something is due says more than the age that it comes from.
_PART = "share"


#: Amounts raised by every increase since their award: the figure of the increases, which the rule reads as a row.
INCREASES = {
    "age_pension": "indicators.pension_indexation",
    "age_pension_paid": "indicators.pension_indexation",
    "service_pension": "indicators.pension_indexation",
    "work_capacity_payment_gross": "rights.social_insurance.work_capacity_payment.increase",
}


@dataclasses.dataclass(frozen=True)
class Cause:
    """Why something changes: a condition that began or ceased, a figure of the law or a fact that is another."""

    kind: str  # condition, figure, fact
    name: str
    label: str
    who: str
    before: Any
    after: Any
    unit: str
    law: Law | None


class Reasons:
    """Finds the causes of changes from one month to the next in a traced simulation."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.system = trace.system

    def of(self, name: str, entity: str, index: int, before: Period, after: Period) -> tuple[Cause, ...]:
        """Return why a value changed: the conditions that did, or else the figures and facts at the bottom of it."""
        found = list(dict.fromkeys(self._below(name, entity, index, before, after, _DEPTH)))
        conditions = [cause for cause in found if cause.kind == "condition"]
        return tuple(conditions or (cause for cause in found if cause.name != name))

    def _below(self, name: str, entity: str, index: int, before: Period, after: Period, depth: int) -> Iterator[Cause]:
        old, new = self._node(name, before), self._node(name, after)
        if old is None or new is None:
            return
        found = []
        for child, own, place in self._changed_children(old, new, entity, index):
            if name.endswith(_CONDITIONS) and self.system.variables[child].value_type is bool:
                found.append(self._cause("condition", child, own, place, before, after))
            elif self.system.variables[child].unit == _PART:
                found.append(self._cause("fact", child, own, place, before, after))
            elif depth:
                found.extend(self._below(child, own, place, before, after, depth - 1))
        found.extend(self._figures(old, new, entity, index))
        found = found or list(self._increase(name, after))
        yield from found or [self._cause("fact", name, entity, index, before, after)]

    def _changed_children(self, old: Any, new: Any, entity: str, index: int) -> Iterator[tuple[str, str, int]]:
        """Yield what both months read of their own month and found different: name, entity, position."""
        for child in self.trace.children(new):
            former = self._node(child.name, old.period)
            if former is None or str(child.period) != str(new.period):
                continue
            own = self.trace.entity(child.name)
            for place in self.trace.owner(child, entity, index):
                if self.trace.value(former, place) != self.trace.value(child, place):
                    yield child.name, own, place

    def _figures(self, old: Any, new: Any, entity: str, index: int) -> Iterator[Cause]:
        """Yield the figures that both months read, that changed, and that matter for this person."""
        size = self.trace.simulation.populations[entity].count
        former = {figure.parameter: figure for figure in self.trace.figures(old, index, size, all_read=True)}
        now = {figure.parameter: figure for figure in self.trace.figures(new, index, size, all_read=True)}
        # A figure of the day of an award does not change by itself: only increases since then are added.
        awards = {access.name for access in new.parameters if hasattr(access.value, "days")} - {*INCREASES.values()}
        both = [name for name in now if name in former and name not in awards]
        changed = [name for name in both if former[name].value != now[name].value]
        if not changed:
            return
        mattering = {figure.parameter for figure in self.trace.figures(new, index, size)}
        mattering |= {figure.parameter for figure in self.trace.figures(old, index, size)}
        for name in changed:
            if name in mattering:
                figure = now[name]
                was = None if name in INCREASES.values() else former[name].value
                yield Cause("figure", name, figure.label, "", was, figure.value, figure.unit, figure.law)

    def _increase(self, name: str, after: Period) -> Iterator[Cause]:
        """Yield the increase that begins in the month, for an amount that increases raise."""
        if name not in INCREASES:
            return
        parameter = parameter_at(self.system.parameters, INCREASES[name])
        day = str(after.start)
        begun = [entry.value for entry in parameter.values_list if str(entry.instant_str) == day]
        label = label_of(parameter, self.trace.speech.code)
        reference = (parameter.metadata.get("reference") or {}).get(day)
        law = law_of_figure(reference, self.trace.speech.code, day) if reference else None
        for value in begun:
            yield Cause("figure", parameter.name, label, "", None, value, str(parameter.metadata["unit"]), law)

    def _cause(self, kind: str, name: str, entity: str, index: int, before: Period, after: Period) -> Cause:
        variable = self.system.variables[name]
        old, new = self.trace.node(name, before), self.trace.node(name, after)
        return Cause(
            kind=kind,
            name=name,
            label=self.trace.variable_label(name),
            who=self.trace.who(entity, index),
            before=said_value(variable, old.value, index, self.trace.speech),
            after=said_value(variable, new.value, index, self.trace.speech),
            unit=variable.unit or "",
            law=next(iter(self.trace.law(new)), None),
        )

    def _node(self, name: str, period: Any) -> Any:
        return self.trace.first.get((name, str(period)))
