"""Services as processes: what a person does today, what is left if the registers are asked, and what that saves."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping
from pathlib import Path

from openfisca_kz.services.next_steps import asked_documents, next_steps
from openfisca_kz.services.register import Service, service_of
from openfisca_kz.yaml_files import kept_yaml

PROCESSES = Path(__file__).with_name("processes.yaml")
HOURS_OF_A_DAY = 24

#: Ways by which nobody has to apply.
NOTHING_TO_DO = ("automatic", "employer")


@dataclasses.dataclass(frozen=True, slots=True)
class Assumption:
    """A figure that savings rest on, and where it is from."""

    value: float
    source: str


@dataclasses.dataclass(frozen=True, slots=True)
class StepOfProcess:
    """One step: who does what, and whether the person must come."""

    who: str
    text: str
    visit: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Process:
    """A service of the thesis, step by step: today, and as it would have it."""

    id: str
    rights: tuple[str, ...]
    as_is: tuple[StepOfProcess, ...]
    to_be: tuple[StepOfProcess, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Way:
    """What one application costs a person: papers, expected visits, working days to the decision (None: not found)."""

    documents: tuple[str, ...] | None
    visits: float
    days: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Saving:
    """A service as it is and as it would be; what is saved is None where today's way is not known here."""

    service: Service
    rights: tuple[str, ...]
    as_is: Way
    to_be: Way

    @property
    def documents(self) -> int | None:
        """Papers no longer asked."""
        if self.as_is.documents is None or self.to_be.documents is None:
            return None
        return len(self.as_is.documents) - len(self.to_be.documents)

    @property
    def visits(self) -> float:
        """Visits no longer made, expected."""
        return self.as_is.visits - self.to_be.visits

    @property
    def days(self) -> int | None:
        """Working days no longer waited."""
        if self.as_is.days is None or self.to_be.days is None:
            return None
        return max(self.as_is.days - self.to_be.days, 0)


@functools.cache
def assumed() -> dict[str, Assumption]:
    """Return the shares and hours on which savings rest."""
    return {name: Assumption(**raw) for name, raw in kept_yaml(PROCESSES)["assumed"].items()}


@functools.cache
def processes() -> tuple[Process, ...]:
    """Return the two services of the thesis, step by step."""
    return tuple(
        Process(
            raw["id"],
            tuple(raw["rights"]),
            tuple(StepOfProcess(**step) for step in raw["as_is"]),
            tuple(StepOfProcess(**step) for step in raw["to_be"]),
        )
        for raw in kept_yaml(PROCESSES)["processes"]
    )


def known_to_a_register(document: str) -> str | None:
    """Return the register that knows what a document proves, by its id; None if the person must bring it."""
    register: str | None = kept_yaml(PROCESSES)["knows"].get(document)
    return register


def still_asked(document: str) -> bool:
    """Return whether a person must bring a document though the registers are asked and no application is needed."""
    return known_to_a_register(document) is None and document not in kept_yaml(PROCESSES)["not_needed"]


def savings(rights: Iterable[str], figures: Mapping[str, float] | None = None) -> tuple[Saving, ...]:
    """Return what asking the registers saves for some rights; those of one service or process are claimed at once."""
    together: dict[str, list[str]] = {}
    for right in rights:
        process = next((each.id for each in processes() if right in each.rights), service_of(right).name["en"])
        together.setdefault(process, []).append(right)
    return tuple(_saving(tuple(names), _used(figures)) for names in together.values())


def times(saving: Saving, awards: float, figures: Mapping[str, float] | None = None) -> dict[str, float | None]:
    """Return what a number of awards a year would save: those who consent save all of it, the others nothing."""
    people = awards * _used(figures)["consent_share"]
    of_one = {"documents": saving.documents, "visits": saving.visits, "days": saving.days}
    return {name: None if each is None else each * people for name, each in of_one.items()}


def _used(figures: Mapping[str, float] | None) -> dict[str, float]:
    return {name: each.value for name, each in assumed().items()} | dict(figures or {})


def _saving(rights: tuple[str, ...], figures: Mapping[str, float]) -> Saving:
    """Return what asking the registers saves; a right without any paper comes with the others of its service."""
    steps = [next_steps()[right] for right in rights]
    listed = [asked_documents(right) for right in rights]
    found = [papers for papers in listed if papers is not None]
    papers = tuple(dict.fromkeys(paper for each in found for paper in each)) if found else None
    terms = [step.term for step in steps if step.term is not None]
    left = None if papers is None else tuple(paper for paper in papers if still_asked(paper))
    asked = [step for step in steps if step.documents != ()] or steps
    wait = round(figures["answer_hours"] / HOURS_OF_A_DAY)
    if all(step.provision in NOTHING_TO_DO for step in asked):
        visits = 0.0
    elif all(step.provision == "proactive" for step in asked):
        visits = figures["in_person_share"] * (1 - figures["consent_share"])
    else:
        visits = figures["in_person_share"]
    as_is = Way(papers, visits, max(terms, default=None))
    to_be = Way(left, 0.0, None if not terms else min(wait, max(terms)))
    return Saving(service_of(rights[0]), rights, as_is, to_be)
