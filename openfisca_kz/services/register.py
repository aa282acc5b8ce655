"""The register of public services: what each one grants, by whom, on what event, and what the thesis proposes."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import Any

from openfisca_kz.yaml_files import read_yaml

REGISTER = Path(__file__).with_name("register.yaml")
LANGUAGES = ("en", "ru", "kk")
PROVISIONS = ("application", "composite", "proactive", "employer", "automatic")
PROPOSALS = ("keep", "optimise", "drop", "not in appendix")


@dataclasses.dataclass(frozen=True)
class Service:
    """A service: names by language, and variables by name.

    ``number`` is its order in Appendix B of the thesis, None for a service that the appendix lacks. ``readout`` names
    the signed read-out that takes the place of a certificate; ``unanswered`` says why no rule here answers for it.
    """

    name: dict[str, str]
    body: str
    law: str
    event: str
    registers: tuple[str, ...]
    provision: str
    claim_limit: str
    proposal: str
    number: int | None = None
    registry_number_2020: int | None = None
    rights: tuple[str, ...] = ()
    answered_by: tuple[str, ...] = ()
    readout: str | None = None
    unanswered: str | None = None

    @classmethod
    def read(cls, raw: dict[str, Any]) -> Service:
        """Return one entry of the register; a ValueError names the service and what is wrong with it."""
        title = raw.get("name", {}).get("en", raw)
        fields = {field.name: field for field in dataclasses.fields(cls)}
        required = {name for name, field in fields.items() if field.default is dataclasses.MISSING}
        if set(raw) - set(fields):
            raise ValueError(f"{title}: no service has {', '.join(sorted(set(raw) - set(fields)))}")
        if required - set(raw):
            raise ValueError(f"{title}: {', '.join(sorted(required - set(raw)))} is missing")
        if set(raw["name"]) != set(LANGUAGES) or not all(raw["name"].values()):
            raise ValueError(f"{title}: a name in each of {', '.join(LANGUAGES)} is needed")
        if raw["provision"] not in PROVISIONS:
            raise ValueError(f"{title}: provision is one of {', '.join(PROVISIONS)}, not {raw['provision']}")
        if raw["proposal"] not in PROPOSALS:
            raise ValueError(f"{title}: proposal is one of {', '.join(PROPOSALS)}, not {raw['proposal']}")
        if (raw.get("number") is None) != (raw["proposal"] == "not in appendix"):
            raise ValueError(f"{title}: the number and the proposal come from Appendix B, both or neither")
        bound = bool(raw.get("rights") or raw.get("answered_by"))
        if bound == bool(raw.get("unanswered")):
            raise ValueError(f"{title}: what answers for it, or why nothing does (unanswered)")
        if raw.get("readout") and not raw.get("answered_by"):
            raise ValueError(f"{title}: a read-out needs variables (answered_by)")
        lists = {name: tuple(raw.get(name, ())) for name in ("registers", "rights", "answered_by")}
        return cls(**{**raw, **lists})


@functools.cache
def read_register(path: Path = REGISTER) -> tuple[Service, ...]:
    """Return every service of the register."""
    services = tuple(Service.read(raw) for raw in read_yaml(path))
    for what, values in (
        ("number", [str(service.number) for service in services if service.number is not None]),
        ("right", [right for service in services for right in service.rights]),
    ):
        twice = sorted({value for value in values if values.count(value) > 1})
        if twice:
            raise ValueError(f"two services have the same {what}: {', '.join(twice)}")
    return services


@dataclasses.dataclass(frozen=True)
class Unanswered:
    """Rows of Appendix B that are no social service, and why nothing here answers for them."""

    why: str
    rows: tuple[AppendixRow, ...]


@dataclasses.dataclass(frozen=True)
class AppendixRow:
    """A row as printed: its order (None where it has none), number of 2020, name, and whether it would be dropped."""

    number: int | None
    registry_number_2020: int
    name: str
    drop: bool

    def __str__(self) -> str:
        return f"{self.number or '-'} ({self.registry_number_2020}) {self.name}{' x' if self.drop else ''}"


@functools.cache
def appendix_rows() -> tuple[Unanswered, ...]:
    """Return the rows of Appendix B that are no social service, by why nothing here answers for them."""
    raw = read_yaml(REGISTER.with_name("appendix_b.yaml"))
    return tuple(
        Unanswered(group["why"], tuple(AppendixRow(row[0], row[1], row[2], len(row) > 3) for row in group["rows"]))
        for group in raw
    )


#: What grants a right that no service grants today: a bill adds it.
OF_A_BILL = Service(
    name={"en": "A right that a bill adds", "ru": "Право, которое вводит проект", "kk": "Жоба енгізетін құқық"},
    body="the bill does not say who grants it",
    law="",
    event="",
    registers=(),
    provision="application",
    claim_limit="the bill does not say",
    proposal="not in appendix",
)


def service_of(right: str) -> Service:
    """Return the service that grants a right; what stands for it where a bill adds the right."""
    return next((service for service in read_register() if right in service.rights), OF_A_BILL)
