"""Contradictions of what was told, in the words of an answer."""

from __future__ import annotations

from typing import Any

from openfisca_kz.acts import link
from openfisca_kz.assessment.citations import cite
from openfisca_kz.assessment.model import Conflict, Correction, Law
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.families.contradictions import Contradiction, contradictions, of_facts
from openfisca_kz.families.family import Situation
from openfisca_kz.families.owners import register_of
from openfisca_kz.language import Language


def conflicts(
    situation: Situation, month: str, speech: Language, system: Any = None, simulation: Simulation | None = None
) -> tuple[Conflict, ...]:
    """Return what contradicts itself in a month, each with the article and with whom to ask for a correction.

    Args:
        situation: the people.
        month: such as ``2026-06``.
        speech: language of the sentences and labels.
        system: a reform of the law; the one the situation was read with if not given.
        simulation: one of these people, if there is one already.

    """
    law = system or situation.system
    return tuple(_said(each, speech, law) for each in contradictions(situation, month, simulation))


def conflicts_of_facts(situation: Situation, month: str, speech: Language, system: Any) -> tuple[Conflict, ...]:
    """Return what contradicts itself among the facts told, without the statuses: they need more than was told."""
    simulation = situation.simulation(month, system)
    return tuple(_said(each, speech, system) for each in of_facts(situation, month, simulation))


def _said(found: Contradiction, speech: Language, system: Any) -> Conflict:
    registers = [(system.variables[fact].label, register_of(fact)) for fact in found.facts]
    return Conflict(
        rule=found.rule,
        kind=found.kind,
        person=found.person,
        text=found.problem.say(speech),
        law=Law(cite(found.law, speech.code), link(found.law, speech.code)),
        correct=tuple(
            Correction(
                speech.say(label), speech.say(register.name), speech.say(register.owner) if register.owner else ""
            )
            for label, register in registers
        ),
    )
