"""Reads the trace of a calculation: which variables and figures each result came from, for one person."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.parameters import ParameterScale
from openfisca_core.taxscales import MarginalRateTaxScale
from openfisca_core.tracers import TraceNode

from openfisca_kz.assessment.influence import Influence
from openfisca_kz.assessment.laws import law_of_figure, law_of_variable
from openfisca_kz.assessment.model import Fact, Figure, Law
from openfisca_kz.base import ETERNITY, NO_DATE
from openfisca_kz.engine.core import ReadTracer
from openfisca_kz.engine.figures import label_of, parameter_at, since
from openfisca_kz.engine.tracing import written
from openfisca_kz.language import Language


def trace_from_now(simulation: Any) -> None:
    """Let a simulation remember what is calculated, and from what."""
    simulation.trace = True
    simulation.tracer = ReadTracer()


class Trace:
    """The trace of a simulation, asked about one person or family at a time."""

    def __init__(self, simulation: Any, speech: Language, month: Any) -> None:
        """Read the trace of a calculated simulation, which is not traced any further.

        Args:
            simulation: of any OpenFisca system, with what is to be explained calculated while it was traced.
            speech: language of labels.
            month: the period that was asked.

        """
        self.simulation = simulation
        self.month = month
        self.given = getattr(simulation, "given", None) or None
        self.system = simulation.tax_benefit_system
        self.speech = speech
        self.influence = Influence(simulation)
        self.first: dict[tuple[str, str], TraceNode] = {}
        stack = list(reversed(simulation.tracer.trees))
        while stack:
            node = stack.pop()
            self.first.setdefault(self._key(node.name, node.period), node)
            stack.extend(reversed(node.children))
        simulation.trace = False

    def _key(self, name: str, period: Any) -> tuple[str, str]:
        """Return what a value is found by: what is eternal is calculated once, whatever the period of the reading."""
        eternal = self.system.variables[name].definition_period == ETERNITY
        return name, "ETERNITY" if eternal else written(period)

    def node(self, name: str, period: Any) -> TraceNode:
        """Return the node in which a variable was calculated (later ones are reads of the cache)."""
        return self.first[self._key(name, period)]

    def children(self, node: TraceNode) -> list[TraceNode]:
        """Return what a node read, each once."""
        read = {self._key(child.name, child.period): child for child in self.node(node.name, node.period).children}
        return list(read.values())

    def entity(self, name: str) -> str:
        """Return the key of the entity of a variable."""
        return str(self.system.variables[name].entity.key)

    def value(self, node: TraceNode, index: int) -> Any:
        """Return the value of a node for one member of its entity, as plain Python."""
        return plain(node.value, index)

    def owner(self, node: TraceNode, entity: str, index: int) -> list[int]:
        """Return whose values of a node a person or family used, as positions in the node's own entity."""
        own = self.entity(node.name)
        if own == entity:
            return [index]
        people = self.system.person_entity.key
        if own != people and entity != people:
            return []
        group = self.simulation.populations[own if entity == people else entity]
        if entity == people:
            return [int(group.members_entity_id[index])]
        return [int(place) for place in np.flatnonzero(group.members_entity_id == index)]

    def who(self, entity: str, index: int) -> str:
        """Return the name of a person or family."""
        return str(self.simulation.populations[entity].ids[index])

    def variable_label(self, name: str) -> str:
        """Return the label of a variable in the language asked."""
        return self.speech.say(self.system.variables[name].label or name)

    def law(self, node: TraceNode) -> tuple[Law, ...]:
        """Return where the rule of a variable stands, as it was in the period of a node."""
        variable = self.system.variables[node.name]
        month = node.period if written(node.period) != "ETERNITY" else self.month
        return law_of_variable(variable, month, self.speech.code)

    # ----- Facts ----- #

    def fact(self, node: TraceNode, index: int) -> Fact:
        """Return the value of a node for one member of its own entity, with its origin."""
        variable = self.system.variables[node.name]
        entity = self.entity(node.name)
        value = self.value(node, index)
        choice = None
        if isinstance(value, str) and isinstance(node.value, EnumArray):
            choice = value
            value = self.speech.say(variable.possible_values[value].value)
        elif isinstance(value, datetime.date):
            value = value.isoformat()
        return Fact(
            variable=node.name,
            label=self.variable_label(node.name),
            value=value,
            unit=variable.unit or "",
            who=self.who(entity, index),
            origin=self.origin(node, index),
            choice=choice,
        )

    def origin(self, node: TraceNode, index: int) -> str:
        """Return where a value comes from: told, derived by a rule, or assumed because nobody told it."""
        variable = self.system.variables[node.name]
        if self.given is None:  # a simulation of core, or of tables, does not say what was told
            default = variable.default_array(len(node.value))
            told = not variable.formulas and node.value[index] != default[index]
        else:
            given = self.given.get(node.name)
            told = (
                given is not None
                and given.at(None if written(node.period) == "ETERNITY" else written(node.period))[0][index]
            )
        if told:
            return "told"
        return "derived" if variable.formulas else "assumed"

    def facts(self, node: TraceNode, entity: str, index: int) -> Iterator[Fact]:
        """Yield what a node read directly for the person or family asked: neither conditions nor what says nothing."""
        for child in self.children(node):
            variable = self.system.variables[child.name]
            if variable.value_type is bool or written(child.period) not in (written(node.period), "ETERNITY"):
                continue
            for place in self.owner(child, entity, index):
                if self.value(child, place) not in ("none", NO_DATE):
                    yield self.fact(child, place)

    # ----- Figures ----- #

    def figures(self, node: TraceNode, index: int, size: int, all_read: bool = False) -> Iterator[Figure]:
        """Yield the figures of the law that a value rests on, as they applied to one member of its entity.

        Args:
            node: where the variable was calculated.
            index: position of the person or family.
            size: how many members the entity has.
            all_read: those that were read but made no difference too (a threshold that is far).

        """
        seen = set()
        own = self.node(node.name, node.period)
        for access in own.parameters:
            for path, name, value, day in _read(access, index, size):
                key = (path, day or written(access.period))  # a balance reads one figure in several years
                if key in seen:
                    continue
                if all_read or self.influence.matters(own, path, index, day):
                    seen.add(key)
                    yield self._figure(name, value, key[1])

    def _figure(self, name: str, value: float, period: str) -> Figure:
        parameter = parameter_at(self.system.parameters, name)
        metadata = parameter.metadata
        day = since(parameter, period)
        references = metadata.get("reference") or {}
        reference = references.get(day) if isinstance(references, dict) else None
        notes = metadata.get("note")
        note = notes.get(day) if isinstance(notes, dict) else None
        known = metadata.get("known") or ""
        return Figure(
            parameter=name,
            label=label_of(parameter, self.speech.code),
            value=value,
            unit="share" if isinstance(parameter, ParameterScale) else str(metadata.get("unit", "")),
            since=day,
            law=law_of_figure(reference, self.speech.code, day) if reference else None,
            note=self.speech.say(str(note)) if note else None,
            known=str(known.get(day, "") if isinstance(known, dict) else known),
        )


def _read(access: TraceNode, index: int, size: int) -> Iterator[tuple[str, str, float, str | None]]:
    """Yield what one reading of the law gave one person: path for a change, name of the parameter, value.

    Last comes the day of the law where a rule read the figures of a day for each person (an award of long ago): such
    a figure was read because it matters.
    """
    value = access.value
    if isinstance(value, MarginalRateTaxScale):
        for place, rate in enumerate(value.rates):
            yield f"{access.name}.{place}", access.name, float(rate), None
        return
    leaves = getattr(value, "leaves", None)
    days = getattr(value, "days", None)
    if isinstance(value, np.ndarray):
        value = value[index] if len(value) == size else None
    if isinstance(value, (bool, int, float, np.number)) and not (days and days[index] is None):
        name = f"{access.name}.{leaves[index]}" if leaves else access.name
        yield name, name, float(value), days[index] if days else None


def plain(array: Any, index: int) -> Any:
    """Return one value of an array as plain Python: a name for an Enum, a date for a day."""
    if isinstance(array, EnumArray):
        return array.decode()[index].name
    value = array[index]
    if isinstance(value, np.datetime64):
        return value.astype(object)
    return value.item() if isinstance(value, np.generic) else value
