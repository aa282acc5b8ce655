"""The language that a request prefers: the lookup of RFC 4647, so that kk-KZ finds Kazakh."""

from __future__ import annotations

import functools
import re

from openfisca_kz.language import LANGUAGES

_RANGE = re.compile(
    r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?", re.ASCII
)


@functools.lru_cache(maxsize=256)
def preferred(header: str) -> str:
    """Return one of our languages for a header Accept-Language; English where it names none of them.

    Each range is cut from its end until it names a language of ours: `kk-Cyrl-KZ`, `kk-Cyrl`, `kk`.
    """
    wanted: list[tuple[float, str]] = []
    refused: set[str] = set()
    for part in header[:500].split(","):
        found = _RANGE.fullmatch(part)
        if found is None:
            continue
        quality, tag = float(found[2] or 1), found[1].lower()
        if quality:
            wanted.append((quality, tag))
        else:
            refused.add(tag)
    for _, tag in sorted(wanted, key=lambda one: -one[0]):
        if tag == "*":
            return next((code for code in LANGUAGES if code not in refused), LANGUAGES[0])
        if (code := tag.split("-")[0]) in LANGUAGES and code not in refused:
            return code
    return LANGUAGES[0]
