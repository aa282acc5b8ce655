"""What an installation of the API allows: limits, origins, proxies; by argument or by environment variable."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from openfisca_kz.problems import refuse

PREFIX = "OPENFISCA_KZ_"


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
    #: Different periods, told and asked, in one request.
    periods: int = 600
    #: Values asked in one request: people or families, times variables, times periods.
    values: int = 100_000
    #: Seconds after which a request is ended.
    seconds: float = 10.0
    #: Origins whose pages may call the API; ``*`` stands for all.
    cors: tuple[str, ...] = ("*",)
    #: Proxies before the server whose X-Forwarded-... headers are believed; core believes one.
    proxies: int = 1

    @classmethod
    def from_env(cls, environment: Mapping[str, str]) -> Config:
        """Return the configuration that environment variables give.

        Args:
            environment: such as ``os.environ``; ``OPENFISCA_KZ_CORS`` has its origins with commas between.

        Raises:
            InputError: a limit is not a number, or is below zero.

        """
        given: dict[str, object] = {}
        for field in dataclasses.fields(cls):
            name = PREFIX + field.name.upper()
            text = environment.get(name, "").strip()
            if not text:
                continue
            if field.name == "cors":
                given["cors"] = tuple(origin.strip() for origin in text.split(",") if origin.strip())
                continue
            try:
                number = float(text) if field.name == "seconds" else int(text)
                if number < 0:
                    raise ValueError
            except ValueError:
                raise refuse("{name}: {value} is not a number from zero up.", name=name, value=text) from None
            given[field.name] = number
        return cls(**given)  # type: ignore[arg-type]
