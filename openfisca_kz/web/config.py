"""What an installation of the API allows: limits, origins, proxies; by argument or by environment variable."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Mapping

from openfisca_kz.problems import nearest, refuse

PREFIX = "OPENFISCA_KZ_"

#: The number of processes, which the command line reads.
WORKERS = f"{PREFIX}WORKERS"

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")

#: The contrast of letters with their ground that WCAG 2.2 asks for (1.4.3).
_READABLE = 4.5


def _contrast(colour: str) -> float:
    """Return the contrast of a colour with white, as WCAG 2.2 defines it."""
    shares = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    light = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 1.05 / (sum(map(float.__mul__, (0.2126, 0.7152, 0.0722), light)) + 0.05)


@dataclasses.dataclass(frozen=True)
class Config:
    """Limits of one request, and where the server stands.

    Each field is read by ``from_env`` from ``OPENFISCA_KZ_`` and its name in capital letters.
    """

    #: Bytes of a request's body.
    body: int = 1_048_576
    #: People in one request of `/calculate` and `/trace`.
    people: int = 1_000
    #: People in one request of the other routes, whose answers say a page about each.
    members: int = 30
    #: Requests in one request of `/bulk`.
    bulk: int = 200
    #: Different periods, told and asked, in one request.
    periods: int = 600
    #: Values asked in one request: people or families, times variables, times periods.
    values: int = 100_000
    #: Values calculated for one request to `/calculate`, those on the way included; to `/trace`, which says each of
    #: them; and to any other route, those of the copies of a family that are tried included.
    calculated: int = 2_000_000
    traced: int = 30_000
    considered: int = 200_000_000
    #: Seconds after which a request is ended, from its first byte on.
    seconds: float = 10.0
    #: Origins whose pages may call the API; ``*`` stands for all.
    cors: tuple[str, ...] = ("*",)
    #: Proxies before the server whose X-Forwarded-... headers are believed.
    proxies: int = 0
    #: Hosts that the server answers for, such as law.example; all if there are none.
    hosts: tuple[str, ...] = ()
    #: Origins of portals that may show the personal account inside their pages, such as https://portal.example.
    embed: tuple[str, ...] = ()
    #: The colour of the personal account's header and buttons, such as #004c97; its own if there is none.
    colour: str = ""
    #: File with the operator's private key of read-outs (Ed25519, PEM); there are none without it.
    readout_key: str = ""

    def __post_init__(self) -> None:
        """Refuse a colour on which white letters cannot be read, and an origin that is none."""
        if self.colour and (not _COLOUR.fullmatch(self.colour) or _contrast(self.colour) < _READABLE):
            text = "{colour} is not a dark colour such as #004c97: the letters on it are white."
            raise refuse(text, colour=self.colour)
        for origin in self.embed:
            if not _ORIGIN.fullmatch(origin):
                raise refuse("{origin} is not an origin such as https://portal.example.", origin=origin)

    @classmethod
    def from_env(cls, environment: Mapping[str, str]) -> Config:
        """Return the configuration that environment variables give; origins and hosts have commas between.

        Raises:
            InputError: a limit is not a number, or is below zero; or there is no such setting.

        """
        given: dict[str, object] = {}
        known = [PREFIX + field.name.upper() for field in dataclasses.fields(cls)] + [WORKERS]
        for name in environment:
            if name.startswith(PREFIX) and name not in known:
                raise refuse("There is no setting `{name}`: {hint}", name=name, hint=nearest(name, known))
        for field in dataclasses.fields(cls):
            name = PREFIX + field.name.upper()
            text = environment.get(name, "").strip()
            if not text:
                continue
            if isinstance(field.default, str):
                given[field.name] = text
                continue
            if isinstance(field.default, tuple):
                given[field.name] = tuple(part.strip() for part in text.split(",") if part.strip())
                continue
            try:
                number = float(text) if field.name == "seconds" else int(text)
                if not 0 <= number < math.inf:
                    raise ValueError
            except ValueError:
                raise refuse("{name}: {value} is not a number from zero up.", name=name, value=text) from None
            given[field.name] = number
        return cls(**given)  # type: ignore[arg-type]
