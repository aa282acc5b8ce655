"""Reads the trace of a calculation: which variables and figures each result came from, for one person."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.parameters import ParameterNode, ParameterScale
from openfisca_core.taxscales import MarginalRateTaxScale
from openfisca_core.tracers import TraceNode

from openfisca_kz.base import NO_DATE
from openfisca_kz.entities import Family
from openfisca_kz.explanation.influence import Influence
from openfisca_kz.explanation.model import Fact, Figure, Law
from openfisca_kz.language import Language
from openfisca_kz.situation import FamilySimulation
from openfisca_kz.system import leaves


class Trace:
    """The trace of a simulation, asked about one person or family at a time."""

    def __init__(self, simulation: FamilySimulation, speech: Language) -> None:
        self.simulation = simulation
        self.system = simulation.tax_benefit_system
        self.speech = speech
        self.influence = Influence(simulation)
        self.first: dict[tuple[str, str], TraceNode] = {}
        for node in simulation.tracer.browse_trace():
            self.first.setdefault((node.name, str(node.period)), node)
        simulation.trace = False

    def node(self, name: str, period: Any) -> TraceNode:
        """Return the node in which a variable was calculated (later ones are reads of the cache)."""
        return self.first[name, str(period)]

    def children(self, node: TraceNode) -> list[TraceNode]:
        """Return what a node read, each once."""
        read = {(child.name, str(child.period)): child for child in self.node(node.name, node.period).children}
        return list(read.values())

    def entity(self, name: str) -> str:
        """Return the key of the entity of a variable."""
        return str(self.system.variables[name].entity.key)

    def value(self, node: TraceNode, index: int) -> Any:
        """Return the value of a node for one member of its entity, as plain Python."""
        return plain(node.value, index)

    def owner(self, node: TraceNode, entity: str, index: int) -> list[int]:
        """Return whose values of a node a person or family used, as positions in the node's own entity."""
        families = self.simulation.populations[Family.key]
        own = self.entity(node.name)
        if own == entity:
            return [index]
        if own == Family.key:
            return [int(families.members_entity_id[index])]
        return [int(place) for place in np.flatnonzero(families.members_entity_id == index)]

    def who(self, entity: str, index: int) -> str:
        """Return the name of a person or family."""
        return str(self.simulation.populations[entity].ids[index])

    def variable_label(self, name: str) -> str:
        """Return the label of a variable in the language asked."""
        return self.speech.say(self.system.variables[name].label or name)

    # ----- Facts ----- #

    def fact(self, node: TraceNode, index: int) -> Fact:
        """Return the value of a node for one member of its own entity, with its origin."""
        variable = self.system.variables[node.name]
        entity = self.entity(node.name)
        value = self.value(node, index)
        if isinstance(value, str) and isinstance(node.value, EnumArray):
            value = self.speech.say(variable.possible_values[value].value)
        elif isinstance(value, datetime.date):
            value = value.isoformat()
        told = self.simulation.given.get(node.name)
        period = None if str(node.period) == "ETERNITY" else str(node.period)
        if told is not None and told.at(period)[0][index]:
            origin = "told"
        else:
            origin = "derived" if variable.formulas else "assumed"
        return Fact(
            variable=node.name,
            label=self.variable_label(node.name),
            value=value,
            unit=variable.unit or "",
            who=self.who(entity, index),
            origin=origin,
        )

    def facts(self, node: TraceNode, entity: str, index: int) -> Iterator[Fact]:
        """Yield what a node read directly for the person or family asked: neither conditions nor what says nothing."""
        for child in self.children(node):
            variable = self.system.variables[child.name]
            if variable.value_type is bool or str(child.period) not in (str(node.period), "ETERNITY"):
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
            for path, name, value in _read(access, index, size):
                key = (path, str(access.period))  # a balance reads one figure in several years
                if key not in seen and (all_read or self.influence.matters(own, path, index)):
                    seen.add(key)
                    yield self._figure(name, value, str(access.period))

    def _figure(self, name: str, value: float, period: str) -> Figure:
        parameter: Any = self.system.parameters
        for part in name.split("."):
            parameter = parameter.children[part] if isinstance(parameter, ParameterNode) else parameter
        metadata = parameter.metadata
        since = _since(parameter, period)
        references = metadata.get("reference") or {}
        reference = references.get(since) if isinstance(references, dict) else None
        notes = metadata.get("note")
        note = notes.get(since) if isinstance(notes, dict) else None
        return Figure(
            parameter=name,
            label=(metadata.get("label") or {}).get(self.speech.code) or parameter.description or name,
            value=value,
            unit="share" if isinstance(parameter, ParameterScale) else str(metadata.get("unit", "")),
            since=since,
            law=_law_of(reference) if reference else None,
            note=str(note) if note else None,
        )


def _read(access: TraceNode, index: int, size: int) -> Iterator[tuple[str, str, float]]:
    """Yield what one reading of the law gave one person: path for a change, name of the parameter, value."""
    value = access.value
    if isinstance(value, MarginalRateTaxScale):
        for place, rate in enumerate(value.rates):
            yield f"{access.name}.{place}", access.name, float(rate)
        return
    leaves = getattr(value, "leaves", None)
    if isinstance(value, np.ndarray):
        value = value[index] if len(value) == size else None
    if isinstance(value, (bool, int, float, np.number)):
        name = f"{access.name}.{leaves[index]}" if leaves else access.name
        yield name, name, float(value)


def plain(array: Any, index: int) -> Any:
    """Return one value of an array as plain Python: a name for an Enum, a date for a day."""
    if isinstance(array, EnumArray):
        return array.decode()[index].name
    value = array[index]
    if isinstance(value, np.datetime64):
        return value.astype(object)
    return value.item() if isinstance(value, np.generic) else value


#: Acts that later ones took the place of: first day in force, by the beginning of a reference.
ACTS = {
    "Social Code": "2023-07-01",
    "Tax Code 2025": "2026-01-01",
    "Tax Code 2017": "2018-01-01",
    "Tax Code 2008": "2009-01-01",
}


def law_of_variable(variable: Any, period: Any) -> tuple[Law, ...]:
    """Return the reference in force at a period; references stand newest first, one for each version of the rule."""
    references = variable.reference or []
    versions = list(variable.formulas)
    start = str(period.start)
    if len(references) == len(versions) > 1:
        in_force = [version for version in versions if version <= start]
        if in_force:
            return (_split(references[len(versions) - 1 - versions.index(in_force[-1])]),)
    known = [text for text in references if all(start >= day for act, day in ACTS.items() if text.startswith(act))]
    return tuple(_split(reference) for reference in (known or references)[:1])


def _split(reference: str) -> Law:
    text, found, url = reference.rpartition(" - ")
    return Law(text, url) if found else Law(reference)


def _law_of(reference: dict[str, Any]) -> Law:
    article = reference.get("article")
    title = str(reference.get("title", ""))
    return Law(f"{title}, {article}" if article else title, reference.get("href"))


def _since(parameter: Any, period: str) -> str | None:
    """Return the date of the value in force at a period; of a scale, of its latest change."""
    dates = [value.instant_str for leaf in leaves(parameter) for value in leaf.values_list]
    return max((str(date) for date in dates if date <= period), default=None)
