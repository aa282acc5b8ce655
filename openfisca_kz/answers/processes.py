"""What a family does today to get its rights, what would be left if the registers were asked, and what waiting cost."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np

from openfisca_kz.answers.late_claims import late_claim_cost
from openfisca_kz.engine.knowledge import Beyond, beyond, told_beyond
from openfisca_kz.engine.periods import period_of
from openfisca_kz.families.family import Situation, law_for
from openfisca_kz.language import language
from openfisca_kz.problems import month_of
from openfisca_kz.services.next_steps import document_texts
from openfisca_kz.services.processes import Process, Saving, processes, savings
from openfisca_kz.services.register import service_of
from openfisca_kz.services.rights_and_duties import paid_of, rights_of


@dataclasses.dataclass(frozen=True, slots=True)
class ServiceSaving:
    """One application: its rights, the papers asked today and those left, visits and working days now and then."""

    service: str
    rights: tuple[str, ...]
    papers: tuple[str, ...] | None
    papers_left: tuple[str, ...] | None
    visits: float
    visits_saved: float
    days: int | None
    days_saved: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Drawing:
    """The steps of a service side by side; ``own_...`` say of each step whether the applicant takes it."""

    id: str
    title: str
    as_is: tuple[str, ...]
    to_be: tuple[str, ...]
    own_as_is: tuple[bool, ...]
    own_to_be: tuple[bool, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class FamilyProcesses:
    """What the rights of a family in a month ask of it today, what is saved, and what late claims lost in the month."""

    month: str
    lang: str
    services: tuple[ServiceSaving, ...]
    papers_saved: int
    visits_saved: float
    days_saved: int
    lost_by_late_claims: float
    drawings: tuple[Drawing, ...]
    beyond: Beyond

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return told_beyond(self, self.lang)


def family_processes(
    situation: Situation,
    month: str,
    lang: str = "en",
    system: Any = None,
    figures: Mapping[str, float] | None = None,
) -> FamilyProcesses:
    """Return the services behind the rights that are paid to a family in a month, as they are and as they would be.

    ``figures`` are shares and hours in place of the assumed ones of ``services/processes.yaml``; the rest as of
    ``explain``.
    """
    law, when = law_for(situation, system), month_of(month)
    simulation = situation.simulation(when, law)
    paid = [
        right
        for right in rights_of(law)
        if law.variables[right].unit == "KZT"  # a share of the National Fund is put aside, and nobody applies for it
        and (np.asarray(simulation.calculate(paid_of(law, right), period_of(law.variables[right], when))) > 0).any()
    ]
    found = savings(paid, figures)
    lost = sum(each.lost for each in late_claim_cost(situation, month, lang, law))
    drawn = [process for process in processes() if set(process.rights) & set(paid)]
    return FamilyProcesses(
        month=str(when),
        lang=lang,
        services=tuple(_said(each, lang, law) for each in found),
        papers_saved=sum(each.documents or 0 for each in found),
        visits_saved=sum(each.visits for each in found),
        days_saved=sum(each.days or 0 for each in found),
        lost_by_late_claims=float(lost),
        drawings=tuple(_drawing(each, lang) for each in drawn),
        beyond=beyond(simulation, when),
    )


def _said(saving: Saving, lang: str, system: Any) -> ServiceSaving:
    say = language(lang).say

    def papers(listed: tuple[str, ...] | None) -> tuple[str, ...] | None:
        return None if listed is None else tuple(say(document_texts()[each]) for each in listed)

    return ServiceSaving(
        service=saving.service.name[lang],
        rights=tuple(say(system.variables[right].label) for right in saving.rights),
        papers=papers(saving.as_is.documents),
        papers_left=papers(saving.to_be.documents),
        visits=saving.as_is.visits,
        visits_saved=saving.visits,
        days=saving.as_is.days,
        days_saved=saving.days,
    )


def _drawing(process: Process, lang: str) -> Drawing:
    say = language(lang).say
    as_is, to_be = (
        tuple(f"{say(WHO[step.who])}: {say(step.text)}" for step in steps) for steps in (process.as_is, process.to_be)
    )
    own_as_is, own_to_be = (tuple(step.who == APPLICANT for step in steps) for steps in (process.as_is, process.to_be))
    services = dict.fromkeys(service_of(right).name[lang] for right in process.rights)
    return Drawing(process.id, "; ".join(services), as_is, to_be, own_as_is, own_to_be)


APPLICANT = "person"
WHO = {
    APPLICANT: "the applicant",
    "corporation": "the State Corporation",
    "office": "the deciding office",
    "registers": "the registers",
}
