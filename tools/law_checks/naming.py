"""How names of the law are written."""

from __future__ import annotations

import re

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
NO_WORD = re.compile(r"[bcdfghjklmnpqrstvwxz]{2,}")

#: Abbreviations of the field that are also syllables; the words to use instead stand in the vocabulary.
REFUSED = {
    "apsc": "targeted_assistance",
    "asp": "targeted_assistance",
    "enpf": "fund",
    "esp": "single_aggregate_payment",
    "gfss": "social insurance fund",
    "gph": "civil_contract",
    "iin": "no personal number is needed",
    "ipn": "income_tax",
    "oosms": "employer_health_contribution",
    "oppv": "occupational_pension_contribution",
    "opv": "pension_contribution",
    "opvr": "employer_pension_contribution",
    "uapf": "fund",
    "vosms": "health_contribution",
}

#: Abbreviations that the vocabulary documents.
DOCUMENTED = frozenset({"mrp", "sm", "mw", "mp", "usd", "kzt", "tve", "dfm", "epf"})


def well_named(name: str) -> bool:
    """Return whether a name is lower case ASCII words joined by single underscores."""
    return bool(NAME.fullmatch(name))


def abbreviation_in(name: str) -> str:
    """Return the first part of a name that is an abbreviation the vocabulary does not have; empty if none."""
    for part in name.split("_"):
        if part in REFUSED or (NO_WORD.fullmatch(part) and part not in DOCUMENTED):
            return part
    return ""
