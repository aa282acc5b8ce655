"""Explains any variable of any OpenFisca system: the tree of its calculation, pruned to what mattered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openfisca_core import periods
from openfisca_core.tracers import TraceNode

from openfisca_kz.assessment.conditions import NOTHING, Conditions
from openfisca_kz.assessment.laws import rule_of, version_of
from openfisca_kz.assessment.model import Reason, VariableExplanation
from openfisca_kz.assessment.trace import Trace, trace_from_now
from openfisca_kz.engine.formulas import names_in
from openfisca_kz.engine.knowledge import beyond
from openfisca_kz.engine.periods import period_of
from openfisca_kz.engine.protocols import AnySimulation, System
from openfisca_kz.engine.system import version
from openfisca_kz.engine.tracing import written
from openfisca_kz.families.facts import number_of
from openfisca_kz.families.family import Situation, law_for
from openfisca_kz.language import Language, language
from openfisca_kz.problems import month_of, nearest, refuse_argument

#: How deep the tree goes if nothing else is asked.
DEPTH = 4

# More values than this of one variable (a year of months, a large family) do not help a reader.
_FEW = 12

_ROUNDINGS = {"ceil_tenge": "up", "floor_tenge": "down", "round_tenge": "nearest"}


def explain_variable(
    situation: Situation,
    variable: str,
    month: str,
    person: str | None = None,
    lang: str = "en",
    system: System | None = None,
    depth: int = DEPTH,
) -> VariableExplanation:
    """Explain one variable of a family: a right, a duty, a status, a condition, a fact.

    Args:
        situation: the people, as ``read_family`` returns them.
        variable: its name.
        month: such as ``2026-06``; what is yearly is explained for its year.
        person: name of a person or family; everybody if not given.
        lang: language of labels: en, kk or ru.
        system: a reform of the law; the one the situation was read with if not given.
        depth: how many steps of the calculation to show below the value.

    Returns:
        For each person or family asked, the value with the facts, conditions and figures that made it so.

    Raises:
        openfisca_kz.problems.InputError: no such variable or person, or a month outside the rules.

    """
    system = law_for(situation, system)
    depth = int(number_of("depth", depth, whole=True))
    if not isinstance(variable, str) or variable not in system.variables:
        hint = nearest(variable, system.variables)
        raise refuse_argument("variable", "There is no variable `{name}`: {hint}", name=variable, hint=hint)
    speech, asked = language(lang), month_of(month)
    simulation = situation.simulation(asked, system)
    ids = [str(name) for name in simulation.populations[system.variables[variable].entity.key].ids]
    if person is not None and person not in ids:  # of a variable of families, a person stands for the family
        person = ids[int(situation.family_of[situation.position(person)])]
    return VariableExplanation(
        month=str(asked),
        version=version(),
        lang=lang,
        source=situation.source,
        variable=variable,
        reasons=reasons_of(simulation, variable, asked, speech, person, depth),
        beyond=beyond(simulation, asked),
    )


def reasons_of(
    simulation: AnySimulation,
    variable: str,
    month: periods.Period,
    speech: Language,
    who: str | None = None,
    depth: int = DEPTH,
) -> tuple[Reason, ...]:
    """Return the reasons of a variable in a simulation of any OpenFisca system, for one of its holders or for each.

    Args:
        simulation: with its facts put in; it is calculated and traced here.
        variable: its name.
        month: the period asked; what is yearly is explained for its year.
        speech: language of labels.
        who: id of a person or group; all if not given.
        depth: how many steps of the calculation to show below the value.

    """
    known = simulation.tax_benefit_system.variables[variable]
    period = period_of(known, month)
    trace_from_now(simulation)
    simulation.calculate(variable, period)
    tree = Tree(Trace(simulation, speech, month))
    ids = [str(name) for name in simulation.populations[known.entity.key].ids]
    node = tree.trace.node(variable, period)
    return tuple(tree.reason(node, index, depth) for index, name in enumerate(ids) if who in (None, name))


class Tree:
    """Finds the reasons of values in a trace."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.system = trace.system
        self.conditions = Conditions(trace)
        self.probe = self.conditions.probe

    def reason(self, node: TraceNode, index: int, depth: int) -> Reason:
        """Return the reason of one value, with those below it down to a depth."""
        node = self.trace.node(node.name, node.period)
        variable = self.system.variables[node.name]
        fact = self.trace.fact(node, index)
        period = written(node.period)
        if fact.origin != "derived":
            return Reason(fact, period)
        when = node.period if period != "ETERNITY" else self.trace.month
        size = self.trace.simulation.populations[self.trace.entity(node.name)].count
        yes_or_no = variable.value_type is bool
        decider = self.conditions.decider(node, index) if yes_or_no else None
        read = [child.name for child in self.trace.children(node)]
        own = decider is not None and decider.node.name in read
        below = list(self._mattering(node, index))
        return Reason(
            fact,
            period,
            rule=self.trace.speech.say(rule_of(variable, node.period)),
            version=version_of(variable, when),
            rounding=_rounding(variable.get_formula(node.period)),
            comparison=self.conditions.required(decider, bool(fact.value)) if decider is not None and own else None,
            change=self.conditions.change(decider) if decider is not None else None,
            figures=tuple(self.trace.figures(node, index, size, all_read=yes_or_no)),
            law=self.trace.law(node),
            because=tuple(self.reason(child, place, depth - 1) for child, place in below) if depth else (),
            more=bool(below) and not depth,
        )

    def _mattering(self, node: TraceNode, index: int) -> Iterator[tuple[TraceNode, int]]:
        """Yield what a value was made of: what would have changed it; where nothing would alone, all that says more."""
        own = self.trace.entity(node.name)
        read = [(child, place) for child in self.trace.children(node) for place in self.trace.owner(child, own, index)]
        mattered = [pair for pair in read if self.probe.matters(node, *pair, index)]
        refused = self.system.variables[node.name].value_type is bool and not self.trace.value(node, index)
        if not refused:
            mattered = [pair for pair in mattered if self._says(*pair)] or mattered
        if not mattered:
            mattered = [pair for pair in read if refused or self._says(*pair)]
        seen: dict[str, int] = {}
        for child, place in mattered:
            seen[child.name] = seen.get(child.name, 0) + 1
            if seen[child.name] <= _FEW:
                yield child, place

    def _says(self, child: TraceNode, place: int) -> bool:
        """Return whether a value says something, or was told."""
        return self.trace.value(child, place) not in NOTHING or self.trace.origin(child, place) == "told"


def _rounding(formula: Any) -> str | None:
    """Return how a formula rounds its result: up, down, nearest; None where it does not."""
    names = names_in(formula)
    return next((said for name, said in _ROUNDINGS.items() if name in names), None)
