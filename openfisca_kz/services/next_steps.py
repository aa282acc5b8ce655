"""What a person does today to get a right: channels, papers, term, hours of an offer by SMS, and how to complain."""

from __future__ import annotations

import dataclasses
import functools
from datetime import date
from pathlib import Path
from typing import Any

from openfisca_kz.language import language
from openfisca_kz.services.register import PROVISIONS, service_of
from openfisca_kz.yaml_files import kept_yaml

STEPS = Path(__file__).with_name("next_steps.yaml")
CONFIDENCES = ("T", "H", "M", "L")


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """The way to one right. Texts are English messages; what is not known here is None."""

    right: str
    provision: str
    channels: tuple[str, ...]
    documents: tuple[str, ...] | None
    term: int | None
    sms: int | None
    portal: str | None
    source: tuple[str, ...]
    confidence: str
    checked: date

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Return the step as JSON can hold it, texts in a language; what is not known here is None."""
        say = language(lang).say
        return {
            "provision": self.provision,
            "body": say(service_of(self.right).body),
            "channels": [say(channel) for channel in self.channels],
            "documents": None if self.documents is None else [say(document) for document in self.documents],
            "term_working_days": self.term,
            "sms_hours": self.sms,
            "portal": self.portal,
            "complaint_months": complaint().to_the_body_months,
            "checked": self.checked.isoformat(),
        }


@dataclasses.dataclass(frozen=True, slots=True)
class Complaint:
    """The general way of complaint."""

    to_the_body_months: int
    passed_on_working_days: int
    decided_working_days: int
    court_months: int
    law: str


@dataclasses.dataclass(frozen=True, slots=True)
class ComplaintGrounds:
    """Articles of the Social Code on which a complaint about some rights rests; what is not known here is None."""

    rights: tuple[str, ...] = ()
    complain: str | None = None
    past: str | None = None
    give_back: str | None = None


@functools.cache
def next_steps() -> dict[str, Step]:
    """Return the way to each right by the name of its variable."""
    steps = {raw["right"]: _step(raw) for raw in kept_yaml(STEPS)["rights"]}
    if len(steps) != len(kept_yaml(STEPS)["rights"]):
        raise ValueError("a right has its steps twice")
    return steps


@functools.cache
def complaint() -> Complaint:
    """Return the general way of complaint."""
    return Complaint(**kept_yaml(STEPS)["complaint"])


def complaint_grounds(right: str) -> ComplaintGrounds:
    """Return on what a complaint about a right rests beside the general way."""
    for raw in kept_yaml(STEPS)["complaint_grounds"]:
        if right in raw["rights"]:
            return ComplaintGrounds(**{**raw, "rights": tuple(raw["rights"])})
    return ComplaintGrounds()


def _step(raw: dict[str, Any]) -> Step:
    channels, documents = kept_yaml(STEPS)["channels"], kept_yaml(STEPS)["documents"]
    if raw["provision"] not in PROVISIONS or raw["confidence"] not in CONFIDENCES:
        raise ValueError(f"{raw['right']}: an unknown provision or confidence")
    asked = raw["documents"]
    if unknown := {*raw["channels"], *(asked or ())} - {*channels, *documents}:
        raise ValueError(f"{raw['right']}: no such channel or document: {', '.join(sorted(unknown))}")
    texts = {
        "channels": tuple(channels[name] for name in raw["channels"]),
        "documents": None if asked is None else tuple(documents[name] for name in asked),
        "source": tuple(raw["source"]),
    }
    return Step(**{"sms": None, "portal": None, **raw, **texts})


@functools.cache
def document_texts() -> dict[str, str]:
    """Return every document by its id, as an English message."""
    texts: dict[str, str] = kept_yaml(STEPS)["documents"]
    return texts


def asked_documents(right: str) -> tuple[str, ...] | None:
    """Return the ids of the documents that are asked for a right; None where they are not known here."""
    (raw,) = (each for each in kept_yaml(STEPS)["rights"] if each["right"] == right)
    return None if raw["documents"] is None else tuple(raw["documents"])
